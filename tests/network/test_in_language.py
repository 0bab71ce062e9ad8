"""A network put into another language is the one that is made in that language."""

import pytest

from jlac_graph.lookup.describer import Describer
from jlac_graph.lookup.links import read_links
from jlac_graph.network.build_network import network
from jlac_graph.network.in_language import in_language
from jlac_graph.network.projections import WHOLE


@pytest.fixture(scope="module")
def links(report_graph):
    return read_links(report_graph)


@pytest.mark.parametrize("lang", ["ja", "pt"])
def test_it_has_the_nodes_and_edges_that_are_made_in_the_language(report_graph, links, lang):
    english = network(report_graph, WHOLE, links=links)
    made = in_language(english, links, Describer(report_graph, lang))
    wanted = network(report_graph, WHOLE, lang=lang, links=links)
    assert dict(made.nodes(data=True)) == dict(wanted.nodes(data=True))
    assert list(made.edges(keys=True, data=True)) == list(wanted.edges(keys=True, data=True))
    assert english.nodes["agent/jica"]["label"] == "Japan International Cooperation Agency"
