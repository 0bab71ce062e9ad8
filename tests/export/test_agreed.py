"""What is agreed and not known to be done is drawn as plans are."""

import pytest
from lxml import etree

from jlac_graph.core.errors import UsageError
from jlac_graph.export import network_format
from jlac_graph.export.figure import write_svg
from jlac_graph.export.flat_network import flat_network
from jlac_graph.network.build_network import network
from jlac_graph.network.projections import find_projection
from jlac_graph.network.views import View, flat_view
from jlac_graph.sparql.store import OxigraphStore

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("gexf", '<viz:shape value="dashed"/>'),
        ("yed", 'type="dashed"'),
        ("dot", '"style"="dashed"'),
        ("cx2", '"dashed": true'),
        ("svg", 'stroke-dasharray="7 5"'),
    ],
)
def test_what_is_only_agreed_is_dashed_too(report_graph: OxigraphStore, form: str, mark: str) -> None:
    graph = network(report_graph, find_projection("actors"))
    agreed = [data for *_, data in graph.edges(data=True) if data.get("agreed")]
    assert {data["status"] for data in agreed} == {"agreed"}
    assert not any(data.get("planned") for data in agreed)
    loan = next(edge for edge in graph.edges(data=True) if edge[2]["fact"] == "fact/jbic-caserones")
    alone = flat_network(graph.edge_subgraph([(*loan[:2], key) for key in graph[loan[0]][loan[1]]]))
    said = write_svg(alone) if form == "svg" else network_format(form).write(alone)
    assert mark in said[""].decode()


@pytest.mark.parametrize(
    ("name", "a", "b", "agreed"),
    [
        ("coinvestment", "anglo-american", "codelco", True),  # one holds the mine, the other agreed to buy
        ("coinvestment", "codelco", "mitsui", None),  # they have a venture besides
        ("cofinancing", "jbic", "private-banks-caserones", True),
        ("cofinancing", "government-of-japan", "jica", None),  # planned
    ],
)
def test_an_edge_of_what_is_shared_by_agreement_alone_is_dashed(
    report_graph: OxigraphStore, name: str, a: str, b: str, agreed: bool | None
) -> None:
    graph = network(report_graph, find_projection(name))
    (edge,) = graph.get_edge_data(f"agent/{a}", f"agent/{b}").values()
    assert edge.get("agreed") is agreed
    alone = graph.edge_subgraph(
        [(f"agent/{a}", f"agent/{b}", key) for key in graph[f"agent/{a}"][f"agent/{b}"]]
    )
    svg = write_svg(flat_network(alone))[""].decode()
    assert ('stroke-dasharray="7 5"' in svg) is bool(agreed or edge.get("planned"))


def test_a_drawing_of_paths_is_dashed_where_every_fact_is_planned_or_agreed(
    report_graph: OxigraphStore,
) -> None:
    """The foot of each figure says so, whatever made its network."""
    flat = flat_view(report_graph, View(ends=("mitsui", "jbic"), via=("Mine",)))
    root = etree.fromstring(write_svg(flat)[""])
    drawn = {
        (line.findtext(f"{SVG}title") or ""): line.get("stroke-dasharray") for line in root.iter(f"{SVG}path")
    }
    only = {edge.attributes["wording"] for edge in flat.edges if edge.dashed}
    realised = {edge.attributes["wording"] for edge in flat.edges if not edge.dashed}
    assert any("agreed to finance" in words for words in only)
    for title, dash in drawn.items():
        said = [words for words in only | realised if words in title]
        assert said
        assert (dash is not None) is not bool(realised.intersection(said))
    assert "dashed: planned or agreed only" in "".join(root.itertext())
    assert {"7 5", None} == {*drawn.values()}


def test_what_to_pass_through_is_for_paths(report_graph: OxigraphStore) -> None:
    with pytest.raises(
        UsageError, match="--via is for the paths between two entities; give both with --path"
    ):
        flat_view(report_graph, View(via=("Mine",)))
