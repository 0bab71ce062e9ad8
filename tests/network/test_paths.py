"""Paths against networkx and against plain enumeration, on random graphs."""

from itertools import islice, pairwise
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jlac_graph.core.errors import LimitError, UsageError
from jlac_graph.core.kept_arrays import read_arrays, write_arrays
from jlac_graph.core.kept_tables import open_tables, write_tables
from jlac_graph.lookup.kept_links import kept_links, link_tables
from jlac_graph.lookup.links import ALWAYS, Link, LinkSet, years_mask
from jlac_graph.network.paths.compact_graph import CompactGraph, compact, compact_bundles
from jlac_graph.network.paths.costs import Weights
from jlac_graph.network.paths.kept_graph import graph_arrays, graph_of
from jlac_graph.network.paths.ranking import PathSearch, best_paths, question

FREE = Weights(hub=0)
PRICED = Weights()


@st.composite
def graphs(draw: st.DrawFn, weights: Weights = PRICED) -> CompactGraph:
    size = draw(st.integers(3, 8))
    pairs = [(u, v) for u in range(size) for v in range(u + 1, size)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=2))
    hops = [
        (
            u,
            v,
            draw(st.integers(1, 9)) * 500,
            draw(st.sampled_from([ALWAYS, 0, 0b0011, 0b0110, 0b1100])),
        )
        for u, v in sorted(chosen)
    ]
    return CompactGraph.of_hops([chr(97 + n) for n in range(size)], hops, weights=weights)


def as_networkx(graph: CompactGraph) -> nx.Graph:
    result = nx.Graph()
    result.add_nodes_from(graph.names)
    for node, name in enumerate(graph.names):
        for at in range(graph.first[node], graph.first[node + 1]):
            there = graph.names[graph.neighbours[at]]
            result.add_edge(name, there, cost=graph.costs[at], mask=graph.masks[at])
    return result


def price(graph: CompactGraph, plain: nx.Graph, nodes: tuple[str, ...]) -> float:
    hops = sum(plain[u][v]["cost"] for u, v in pairwise(nodes))
    return (hops + sum(graph.toll[graph.index[n]] for n in nodes[1:-1])) / 1000


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs(FREE), st.booleans())
def test_every_path_comes_in_the_order_of_networkx(tmp_path: Path, graph: CompactGraph, kept: bool) -> None:
    plain = as_networkx(graph)
    if kept:
        write_arrays(tmp_path / "hops", graph_arrays(graph))
        graph = graph_of(read_arrays(tmp_path / "hops"))
        assert nx.utils.graphs_equal(as_networkx(graph), plain)
    found = list(PathSearch(graph, question(graph, ["a"], ["b"], max_length=9)))
    known = (
        list(nx.shortest_simple_paths(plain, "a", "b", weight="cost")) if nx.has_path(plain, "a", "b") else []
    )
    assert [p.cost for p in found] == [price(graph, plain, tuple(p)) for p in known]
    assert {p.nodes for p in found} == {tuple(p) for p in known}


@settings(max_examples=300, deadline=None)
@given(graphs(), st.data())
def test_constraints_leave_exactly_the_paths_that_meet_them(graph: CompactGraph, data: st.DataObject) -> None:
    names = st.sampled_from(graph.names)
    starts = data.draw(st.sets(names, min_size=1, max_size=2))
    ends = data.draw(st.sets(names, min_size=1, max_size=2)) - starts
    avoid = data.draw(st.sets(names, max_size=2))
    via = data.draw(st.lists(st.sets(names, max_size=3), max_size=2))
    length, overlap = data.draw(st.integers(1, 6)), data.draw(st.booleans())
    asked = question(graph, starts, ends, max_length=length, avoid=avoid, via=via, overlap=overlap)
    found = list(PathSearch(graph, asked))
    plain = as_networkx(graph)
    known = {}
    for start in starts:
        for end in ends:
            for path in nx.all_simple_paths(plain, start, end, cutoff=length):
                inner, mask = set(path[1:-1]), ALWAYS
                for u, v in pairwise(path):
                    mask &= plain[u][v]["mask"]
                if (
                    not inner & (starts | ends | avoid)
                    and all(inner & group for group in via)
                    and (mask or not overlap)
                ):
                    known[tuple(path)] = price(graph, plain, tuple(path))
    assert {p.nodes: p.cost for p in found} == known
    assert [p.cost for p in found] == sorted(p.cost for p in found)
    assert len(found) == len(known)
    for k in (1, 2, 4):
        assert [p.cost for p in best_paths(graph, asked, k=k)] == [p.cost for p in found[:k]]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_larger_graphs_agree_on_the_first_five(seed: int) -> None:
    plain = nx.gnm_random_graph(60, 150, seed=seed)
    hops = [(u, v, 1000 + (u * 37 + v * 101) % 900, ALWAYS) for u, v in plain.edges]
    for u, v, cost, _ in hops:
        plain[u][v]["cost"] = cost
    graph = CompactGraph.of_hops([f"{n:02}" for n in range(60)], hops, weights=FREE)
    found = best_paths(graph, question(graph, ["00"], ["59"], max_length=60), k=5)
    known: list[float] = []
    if nx.has_path(plain, 0, 59):
        for path in islice(nx.shortest_simple_paths(plain, 0, 59, weight="cost"), 5):
            known.append(nx.path_weight(plain, path, "cost") / 1000)
    assert [p.cost for p in found] == known


def test_a_hub_costs_more_than_a_thing_with_few_neighbours() -> None:
    links = [Link(f"firm{n}", "japan", "locatedIn") for n in range(50)]
    links += [Link("firm1", "mine", "owns"), Link("mine", "port", "uses")]
    links += [Link("port", "firm2", "uses")]
    graph = compact(links)
    first, second = best_paths(graph, question(graph, ["firm1"], ["firm2"]), k=2)
    assert second.nodes == ("firm1", "mine", "port", "firm2")
    assert first.nodes == ("firm1", "japan", "firm2")
    search = PathSearch(graph, question(graph, ["firm1"], ["firm2"], hubs=["japan"]))
    assert [p.nodes for p in search] == [("firm1", "mine", "port", "firm2")]
    assert search.hubs_met == ["japan"]


def test_both_ends_alike_and_no_room_are_refused() -> None:
    graph = compact([Link("a", "b", "owns")])
    with pytest.raises(UsageError, match="a cannot be both ends of a path"):
        question(graph, ["a"], ["a", "b"])
    with pytest.raises(UsageError, match="--max-length must be at least 1, not 0"):
        question(graph, ["a"], ["b"], max_length=0)


def test_a_search_that_grows_too_large_says_so() -> None:
    plain = nx.complete_graph(9)
    graph = CompactGraph.of_hops(list("abcdefghi"), [(u, v, 1, -1) for u, v in plain.edges], weights=FREE)
    search = PathSearch(graph, question(graph, ["a"], ["b"]), effort=10)
    with pytest.raises(LimitError, match="stopped after 10 searches"):
        list(search)


def test_years_without_an_end_reach_to_the_end() -> None:
    assert years_mask(2005, None) & years_mask(2013, 2013) == years_mask(2013, 2013)
    assert years_mask(2005, None) & years_mask(2001, 2004) == 0
    assert years_mask(2010, 2009) == 0


def test_kept_links_make_the_hops_of_all_links_without_reading_them_at_once(tmp_path: Path) -> None:
    links = [
        Link("é", "a", "owns", "fact/1", start=2001, end=2003, sources=("r#1", "s#2")),
        Link("a", "é", "lends", "fact/2", start=2005, end=2005),
        Link("日", "é", "owns", "fact/3", timeless=True),
        Link("a", "a", "owns", "fact/4"),
        Link("日", "a", "owns", "fact/5", sources=("r#1",)),
    ]
    write_tables(tmp_path / "links", link_tables(LinkSet(tuple(links), {})))
    kept = kept_links(open_tables(tmp_path / "links"), tmp_path).links
    write_arrays(tmp_path / "hops", graph_arrays(compact_bundles(kept.bundles())))
    assert "_all" not in vars(kept)
    found, all_at_once = graph_of(read_arrays(tmp_path / "hops")), compact(links)
    for part in ("names", "first", "neighbours", "costs", "masks", "toll"):
        assert list(getattr(found, part)) == list(getattr(all_at_once, part)), part
    assert [found.index[name] for name in found.names] == [0, 1, 2]
    assert "b" not in found.index
    assert "zz" not in found.index
