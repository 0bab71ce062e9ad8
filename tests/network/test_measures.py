"""Measures on graphs small enough to work out by hand, and on random ones by definition."""

import random
from collections import Counter
from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jlac_graph.core.errors import NotFoundError, UsageError
from jlac_graph.network.measures.brokers import ROLES, brokerage, brokers
from jlac_graph.network.measures.centrality import MEASURES, rank
from jlac_graph.network.measures.communities import communities
from jlac_graph.network.measures.structure import backbone, mixing
from jlac_graph.network.measures.tables import Table, simple
from jlac_graph.network.sequences import Event, sequences, sequences_table
from jlac_graph.network.views import View, view_network
from jlac_graph.sparql.store import OxigraphStore


def named(edges: list[tuple[str, str]], countries: dict[str, str] | None = None) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(edges)
    for node in graph:
        graph.nodes[node].update(label=node.upper(), entity_class="Firm")
        if countries and node in countries:
            graph.nodes[node]["country"] = countries[node]
    return graph


def figures(found: Table) -> dict[str, tuple[object, ...]]:
    return {str(row[0]): row[4:] for row in found.rows}


PATH = named([("a", "b"), ("b", "c"), ("c", "d"), ("c", "d")])


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("degree", {"a": (1, 1), "b": (2, 2), "c": (2, 3), "d": (1, 2)}),
        ("betweenness", {"a": (0.0,), "b": (0.666667,), "c": (0.666667,), "d": (0.0,)}),
        ("closeness", {"a": (0.611111,), "b": (0.833333,), "c": (0.833333,), "d": (0.611111,)}),
        ("core", {"a": (1, 1), "b": (1, 2), "c": (1, 2), "d": (1, 1)}),
    ],
)
def test_rank(measure: str, expected: dict[str, tuple[object, ...]]) -> None:
    assert figures(rank(PATH, by=measure)) == expected


def test_rank_orders_by_score_then_name_and_names_things() -> None:
    rows = rank(PATH, by="betweenness").rows
    assert [row[0] for row in rows] == ["b", "c", "a", "d"]
    assert rows[0][:4] == ("b", "B", "Firm", None)


def test_pagerank_and_hits_follow_directions() -> None:
    graph = named([("x", "t"), ("y", "t"), ("z", "t"), ("x", "u")])
    assert rank(graph, by="pagerank").rows[0][0] == "t"
    hits = figures(rank(graph, by="hits"))
    assert max(hits, key=lambda n: hits[n][0]) == "t"
    assert max(hits, key=lambda n: hits[n][1]) == "x"
    assert hits["t"][1] == 0.0


def test_the_order_of_the_edges_does_not_matter() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("e", "f"), ("f", "d")]
    shuffled = edges[:]
    random.Random(3).shuffle(shuffled)
    for measure in MEASURES:
        assert rank(named(edges), by=measure) == rank(named(shuffled), by=measure)
    for method in ("leiden", "louvain"):
        first = communities(named(edges), method=method)
        assert first == communities(named(shuffled), method=method)
        assert first.groups == (("a", "b", "c"), ("d", "e", "f"))
        assert first.modularity == pytest.approx(0.357143, abs=1e-6)


def test_a_networkx_backend_gives_the_same_ranks() -> None:
    graph = named([(f"n{u}", f"n{v}") for u, v in nx.gnm_random_graph(40, 90, seed=5).edges])
    assert rank(graph, by="closeness", backend="parallel") == rank(graph, by="closeness")
    harmonic = nx.harmonic_centrality(simple(graph))
    for row in rank(graph, by="closeness").rows:
        assert row[4] == pytest.approx(harmonic[row[0]] / (len(graph) - 1), rel=1e-5)


def test_a_missing_backend_is_a_plain_fault() -> None:
    with pytest.raises(UsageError, match="the backend 'nowhere' cannot compute betweenness"):
        rank(PATH, by="betweenness", backend="nowhere")


def test_unknown_measure_and_method() -> None:
    with pytest.raises(NotFoundError, match="no measure 'pagerang'; did you mean 'pagerank'"):
        rank(PATH, by="pagerang")
    with pytest.raises(UsageError, match="unknown method 'kmeans'; choose one of auto, leiden, louvain"):
        communities(PATH, method="kmeans")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_brokerage_counts_the_open_pairs_by_definition(seed: int) -> None:
    plain = nx.gnp_random_graph(9, 0.25, seed=seed, directed=True)
    graph = nx.MultiDiGraph(plain)
    for node in graph:
        graph.nodes[node]["country"] = "jcp"[(node * 7 + seed) % 3]
    group = dict(graph.nodes(data="country"))
    expected = {node: Counter() for node in graph}
    for a, b, c in permutations(graph, 3):
        if plain.has_edge(a, b) and plain.has_edge(b, c) and not plain.has_edge(a, c):
            same = (group[a] == group[b], group[b] == group[c], group[a] == group[c])
            role = {
                (True, True, True): "coordinator",
                (False, False, True): "itinerant",
                (True, False, False): "representative",
                (False, True, False): "gatekeeper",
                (False, False, False): "liaison",
            }[same]
            expected[b][role] += 1
    assert brokerage(graph) == expected


def test_brokers_show_holes_cut_points_and_roles() -> None:
    graph = named([("a", "b"), ("b", "c"), ("c", "d")], {"a": "jp", "b": "jp", "c": "cl", "d": "cl"})
    graph.add_node("alone", label="Alone")
    found = brokers(graph)
    assert found.columns[4:] == ("constraint", "effective_size", "cut_point", *ROLES)
    rows = figures(found)
    assert rows["b"] == (0.5, 2.0, True, 0, 0, 1, 0, 0)
    assert rows["c"] == (0.5, 2.0, True, 0, 0, 0, 1, 0)
    assert rows["a"] == (1.0, 1.0, False, 0, 0, 0, 0, 0)
    assert rows["alone"][:3] == (None, None, False)
    assert [row[0] for row in found.rows] == ["b", "c", "a", "d", "alone"]


def test_the_backbone_keeps_what_stands_out() -> None:
    graph = nx.MultiDiGraph()
    for leaf, weight in [("a", 20), ("b", 1), ("c", 1)]:
        graph.add_edge("hub", leaf, weight=weight)
    kept = backbone(graph, level=0.05)
    assert list(kept.edges(data="significance")) == [("a", "hub", round((2 / 22) ** 2, 6))]
    assert backbone(graph, level=0.0).number_of_edges() == 0
    assert backbone(graph, level=1.0).number_of_edges() == 3


def test_mixing_counts_links_between_countries() -> None:
    graph = named([("a", "b"), ("a", "c"), ("a", "c")], {"a": "jp", "b": "jp", "c": "cl"})
    found = mixing(graph)
    assert found.rows == (("jp", "cl", 2), ("jp", "jp", 1))
    assert found.reading.startswith("assortativity by country 0.000")
    assert mixing(named([("a", "b")], {"a": "jp", "b": "jp"})).reading.startswith("one country")


EVENTS = [
    Event(1980, "cooperation", "cl", "salmon", "c1"),
    Event(1990, "cooperation", "cl", "salmon", "c2"),
    Event(1988, "investment", "cl", "salmon", "i1"),
    Event(1995, "investment", "cl", "copper", "i2"),
    Event(1992, "trade", "cl", "salmon", "t1"),
    Event(1999, "trade", "cl", "salmon", "t2"),
]


@pytest.mark.parametrize(
    ("within", "expected"),
    [(10, [["c1", "i1", "t1"]]), (8, [["c1", "i1", "t1"]]), (7, []), (3, [])],
)
def test_motifs_respect_order_place_sector_and_years(within: int, expected: list[list[str]]) -> None:
    found = sequences(EVENTS, within=within)
    assert [[event.id for event in match.events] for match in found] == expected


@pytest.mark.parametrize(("year", "matches"), [(2000, 1), (2001, 0), (1979, 0)])
def test_an_undated_step_widens_the_window_by_one_step(year: int, matches: int) -> None:
    events = [
        Event(1980, "cooperation", "cl", "copper", "c"),
        Event(None, "investment", "cl", "copper", "i"),
        Event(year, "trade", "cl", "copper", "t"),
    ]
    assert len(sequences(events, within=10)) == matches


def test_a_dead_end_does_not_hide_a_chain() -> None:
    events = [*EVENTS, Event(1981, "investment", "cl", "salmon", "i0")]
    found = sequences(events, within=10)
    assert [event.id for event in found[0].events] == ["c1", "i1", "t1"]
    with pytest.raises(UsageError, match="--within must be at least 0, not -1"):
        sequences(EVENTS, within=-1)


def test_simple_bundles_parallel_links() -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("b", "b")])
    graph.add_edge("a", "b", weight=3)
    assert list(simple(graph).edges(data="weight")) == [("a", "b", 5)]
    assert list(simple(graph, directed=True).edges(data="weight")) == [("a", "b", 4), ("b", "a", 1)]


def test_an_event_without_a_year_may_stand_anywhere_and_is_marked() -> None:
    undated = [
        Event(None, "cooperation", "cl", "copper", "c9"),
        Event(2012, "investment", "cl", "copper", "i9"),
        Event(2010, "trade", "cl", "copper", "t8"),
        Event(None, "trade", "cl", "copper", "t9"),
    ]
    (match,) = sequences(undated)
    assert ([event.id for event in match.events], match.dated) == (["c9", "i9", "t9"], False)
    (dated,) = sequences(
        [
            *undated,
            Event(2005, "cooperation", "cl", "copper", "c1"),
            Event(2014, "trade", "cl", "copper", "t1"),
        ]
    )
    assert ([event.id for event in dated.events], dated.dated) == (["c1", "i9", "t1"], True)
    table = sequences_table([match], within=10, events=undated)
    assert table.rows[0][2] == "not all dated"
    assert table.reading.endswith("Events searched: 1 of cooperation, 1 of investment, 2 of trade.")


def test_a_symmetric_link_counts_both_ways_where_directions_matter() -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", symmetric=True)
    graph.add_edge("b", "c")
    assert sorted(simple(graph, directed=True, both_ways=True).edges) == [("a", "b"), ("b", "a"), ("b", "c")]
    assert sorted(simple(graph, directed=True).edges) == [("a", "b"), ("b", "c")]


def test_a_community_is_summed_up_by_its_best_connected_members() -> None:
    graph = nx.MultiDiGraph(["ab", "bc", "ca", "ad", "xy"])
    for node in "abx":
        graph.nodes[node]["country"] = "Japan" if node != "x" else "Chile"
    found = communities(graph, method="louvain").summary(graph, names=2)
    assert found.rows == ((1, 4, "a; b", "Japan (2)"), (2, 2, "x; y", "Chile (1)"))


def test_measures_need_no_sentences(report_graph: OxigraphStore) -> None:
    """A network without what facts say is as far as measures go the same, and looks up no label of a fact."""
    for projection in ("countries", "coinvestment", "actors", "full"):
        whole = view_network(report_graph, View(projection))
        bare = view_network(report_graph, View(projection), worded=False)
        assert list(bare.nodes(data=True)) == list(whole.nodes(data=True))
        assert rank(bare) == rank(whole)
        assert rank(bare, by="pagerank", plans=True, unnamed=True) == rank(
            whole, by="pagerank", plans=True, unnamed=True
        )
    assert not any(
        "wording" in data for *_, data in view_network(report_graph, View(), worded=False).edges(data=True)
    )
