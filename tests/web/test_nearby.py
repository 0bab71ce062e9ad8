"""The surroundings of entities that the explorer keeps."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from jlac_graph.lookup.links import Link, LinkSet
from jlac_graph.sparql.store import OxigraphStore
from jlac_graph.web.explore.nearby import Nearby, read_nearby

EMPTY = OxigraphStore.from_text("", "ttl")
NAMES = st.sampled_from("abcdefgh")
LINKS = st.lists(
    st.builds(
        Link,
        NAMES,
        NAMES,
        st.sampled_from(["owns", "classifiedAs", "partOf"]),
        st.sampled_from([None, "fact/1", "fact/2", "fact/plan"]),
    ),
    max_size=20,
)


def nearby(links: list[Link]) -> Nearby:
    return read_nearby(EMPTY, LinkSet(tuple(links), {}), {"fact/plan": 1})


@given(LINKS, NAMES, NAMES)
def test_the_shortest_paths_are_those_of_networkx(links: list[Link], source: str, target: str) -> None:
    firm = nx.Graph(
        [
            (k.source, k.target)
            for k in links
            if k.fact not in (None, "fact/plan") and k.relation != "classifiedAs"
        ]
    )
    known = source in firm and target in firm and nx.has_path(firm, source, target)
    expected = sorted(nx.all_shortest_paths(firm, source, target)) if known else []
    assert sorted(nearby(links).shortest(source, target, 10_000)) == expected


@given(LINKS, st.frozensets(NAMES))
def test_pairs_and_degrees_are_those_of_the_links(links: list[Link], things: frozenset[str]) -> None:
    found, graph = nearby(links), nx.MultiDiGraph([(k.source, k.target) for k in links])
    pairs = {
        (min(k.source, k.target), max(k.source, k.target)) for k in links if {k.source, k.target} <= things
    }
    assert found.pairs(things) == sorted(pairs)
    assert {name: found.degree(name) for name in found} == dict(graph.degree())


def test_plans_and_places_are_no_ties() -> None:
    links = [
        Link("a", "b", "owns", "fact/1"),
        Link("a", "c", "owns", "fact/plan"),
        Link("a", "b", "owns", "fact/plan"),
        Link("a", "code:x", "classifiedAs", "fact/2"),
        Link("a", "place/chile", "locatedIn"),
    ]
    found = nearby(links)
    assert (found.ties("a"), found.plans("a"), found.degree("a"), found.ties("none")) == (1, 1, 5, 0)
    assert [(tie.other, tie.firm, tie.context) for tie in found.around("a")] == [
        ("b", True, False),
        ("c", False, False),
        ("b", False, False),
        ("code:x", True, True),
        ("place/chile", True, True),
    ]
