"""A network with what breaks writers: parallel edges, loops, odd text, dates, gaps, decimals."""

from decimal import Decimal

import networkx as nx
import pytest

from jlac_graph.export.flat_network import FlatNetwork, flat_network
from jlac_graph.export.layout import layout


@pytest.fixture(scope="session")
def graph() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    iri = "https://w3id.org/jlac/id/"
    graph.add_node("agent/a", label='A "quoted" <&> \x0b 三井', entity_class="Firm", iri=iri + "agent/a")
    graph.add_node("agent/b", label="B\nline", label_ja="乙", entity_class="PublicAgency", country="Japan")
    graph.add_node("asset/c", label="C/D: e?", entity_class="Mine", tags=["x", "y"], start="1999")
    graph.add_node("alone", label="", entity_class="Mine", flag=True)
    loan = {"relation": "finances", "sources": ["r#p1", "s#p2"], "currency": "USD", "status": None}
    graph.add_edge("agent/b", "asset/c", **loan, fact="fact/1", amount=Decimal("2.5"), start="2011")
    graph.add_edge(
        "agent/b", "asset/c", **loan, fact="fact/2", amount=Decimal(3), start="2012-02", end="2013"
    )
    graph.add_edge("agent/b", "asset/c", **loan, fact="fact/2", amount=4)
    graph.add_edge("agent/a", "asset/c", relation="owns", sources=["r#p3"], share=25.0, year=2006)
    graph.add_edge("agent/a", "agent/a", relation="owns", sources=[], wording='says "x"\n<y> & z')
    return graph


@pytest.fixture(scope="session")
def flat(graph: nx.MultiDiGraph) -> FlatNetwork:
    return flat_network(graph, title="A <test> & more", positions=layout(graph))
