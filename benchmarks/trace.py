"""The first trace of a fresh process on millions of links that are kept on disk, and the cost of its paths.

    python -m benchmarks.trace --links 10000000

The links are generated as in ``benchmarks.paths`` and written as a build keeps them: a store with the things
and their names, tables of links and facts, and, at the first trace, a file of hops. Each question is then a
process of its own, `jlac trace`. The cheapest path of each must cost what networkx finds: its bidirectional
search on the hops of that file.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
import numpy as np
import pyoxigraph as ox

from jlac_graph.core.kept_tables import write_tables
from jlac_graph.core.namespaces import BASE, ONT
from jlac_graph.core.paths import ontology_dir
from jlac_graph.lookup.kept import version
from jlac_graph.lookup.kept_links import link_tables
from jlac_graph.lookup.links import FactData, Link, LinkSet, read_links
from jlac_graph.lookup.search import read_names
from jlac_graph.network.paths.compact_graph import CompactGraph
from jlac_graph.network.paths.ranking import best_paths, question
from jlac_graph.network.prepared import prepared
from jlac_graph.open_graph import open_graph

from .scale import run

LINKS_OF_A_THING = 5


def name_of(number: int) -> str:
    """The name of a thing; names sort as their numbers do."""
    return f"agent/n{number:08}"


def write_graph(folder: Path, things: int) -> Path:
    """Write the ontology and the things with their labels as the graph of a build."""
    path, context = folder / "graph.nq", ox.NamedNode(f"{BASE}graph/ontology")
    (folder / "manifest.json").write_text("{}")
    with path.open("wb") as file:
        for source in sorted(ontology_dir().rglob("*.ttl")):
            quads = (ox.Quad(t.subject, t.predicate, t.object, context) for t in ox.parse(path=str(source)))
            file.write(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
        for number in range(things):
            start = f"<{BASE}id/{name_of(number)}>"
            for rest in (
                f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ONT}Entity>",
                f'<http://www.w3.org/2004/02/skos/core#prefLabel> "Firm {number}"@en',
            ):
                file.write(f"{start} {rest} <{BASE}graph/things> .\n".encode())
    return path


class Streamed(Mapping[str, Any]):
    """A table that is written without ever being in memory."""

    def __init__(self, rows: Iterator[tuple[str, Any]]) -> None:
        self._rows = rows

    def items(self) -> Any:
        """The rows, once."""
        return self._rows

    def __getitem__(self, key: str) -> Any:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def ends(links: int, things: int, *, seed: int = 172) -> np.ndarray[Any, Any]:
    """Return the two ends of each link, the lesser first, sorted: a graph with hubs."""
    rng = np.random.default_rng(seed)
    weight = (np.arange(things) + 1.0) ** -0.6
    hubs = rng.choice(things, links, p=weight / weight.sum())
    others = rng.integers(things, size=links)
    others = np.where(others == hubs, (others + 1) % things, others)
    keys = np.minimum(hubs, others) * things + np.maximum(hubs, others)
    keys.sort()
    return keys


def rows_of_links(keys: np.ndarray[Any, Any], things: int) -> Iterator[tuple[str, Any]]:
    """Yield the links between two things under their names."""
    for key, places in groupby(range(len(keys)), key=keys.__getitem__):
        a, b = (name_of(number) for number in divmod(int(key), things))
        found = [[place, *fields(link_of(place, a, b))] for place in places]
        yield f"{a} {b}", found


def link_of(place: int, a: str, b: str) -> Link:
    """One link, with one to three passages."""
    return Link(
        a, b, "owns", f"fact/f{place:08}", "owner-owned", 2000 + place % 20, sources=sources(place)
    )  # fmt: skip


def sources(place: int) -> tuple[str, ...]:
    """The passages of a link."""
    return tuple(f"d{place % 9}#p{(place + more) % 999}" for more in range(1 + place % 3))


def fields(link: Link) -> list[Any]:
    """What is kept of a link."""
    return [getattr(link, name) for name in Link.__slots__]


def write_index(folder: Path, links: int, things: int) -> int:
    """Write the tables of links and facts that a build keeps; return their bytes."""
    keys, empty = ends(links, things), link_tables(LinkSet((), {}))
    data = ((f"fact/f{place:08}", fact_of(place)) for place in range(links))
    tables = {**empty, "between": Streamed(rows_of_links(keys, things)), "facts": Streamed(data)}
    path = folder / f"links-{version()}.sqlite"
    write_tables(path, {**tables, "size": {"links": links}})
    return path.stat().st_size


def fact_of(place: int) -> tuple[Any, ...]:
    """What is kept of a fact: values, passages, qualifiers."""
    data = FactData({"start": str(2000 + place % 20), "share": "51"}, sources(place))
    return (data.values, data.sources, data.qualifiers)


class Hops(Mapping[int, Any]):
    """The hops of a compact graph as networkx reads them, each thing's when it is asked for.

    A weight is twice the cost of the hop and the surcharges of both its ends, so that the sum along a path is
    twice its cost and the surcharges of the two ends.
    """

    def __init__(self, graph: CompactGraph) -> None:
        self.graph = graph

    def __getitem__(self, node: int) -> dict[int, dict[str, int]]:
        graph = self.graph
        return {
            there: {"weight": 2 * graph.costs[at] + graph.toll[node] + graph.toll[there]}
            for at in range(graph.first[node], graph.first[node + 1])
            for there in [graph.neighbours[at]]
        }

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self)))

    def __len__(self) -> int:
        return len(self.graph.names)


def by_networkx(graph: CompactGraph, a: int, b: int) -> float:
    """The cost of the cheapest path by networkx."""
    plain = nx.Graph()
    plain._node = plain._adj = Hops(graph)
    cost, _ = nx.bidirectional_dijkstra(plain, a, b)
    return float(cost - graph.toll[a] - graph.toll[b]) / 2000


def check(graph: CompactGraph, pairs: list[tuple[str, str]]) -> None:
    """Stop where the cheapest path does not cost what networkx finds."""
    for a, b in pairs:
        (path,) = best_paths(graph, question(graph, [a], [b], max_length=30), k=1)
        expected = by_networkx(graph, graph.index[a], graph.index[b])
        if path.cost != expected:
            raise SystemExit(f"{a} to {b}: {path.cost}, networkx {expected}")


def main() -> None:
    """Print what the making takes, and what a first answer takes in a process of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keep what is made, and use it again")
    chosen = parser.parse_args()
    if chosen.folder:
        chosen.folder.mkdir(exist_ok=True, parents=True)
        measure(chosen.folder, chosen.links, chosen.questions)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), chosen.links, chosen.questions)


def measure(folder: Path, links: int, questions: int) -> None:
    """Make the index where it is not there, ask, and compare."""
    things = links // LINKS_OF_A_THING
    path = folder / "graph.nq"
    if not path.exists():
        write_graph(folder, things)
    store = open_graph(str(path))
    if store.beside is None:
        raise SystemExit(f"no store can be kept in {folder}")
    store.beside.mkdir(exist_ok=True)
    read_names(store)
    if not list(store.beside.glob(f"links-{version()}.sqlite")):
        size = write_index(store.beside, links, things)
        print(f"{links:,} links of {things:,} things: {size / 1e6:,.0f} MB of tables", flush=True)
    rng = Random(7)
    pairs = [(name_of(a), name_of(b)) for a, b in (rng.sample(range(things), 2) for _ in range(questions))]
    jlac = str(Path(sys.executable).with_name("jlac"))
    costs = []
    for number, (a, b) in enumerate([pairs[0], *pairs]):
        cost = run([jlac, "trace", a, b, "--graph", str(path)])
        what = f"{a} to {b}" if number else "the first of all, which makes the hops"
        print(f"{what:40} {cost.wall:7.2f} s  processor {cost.cpu:7.2f} s  {cost.memory:6.0f} MB", flush=True)
        costs.append(cost)
    answers = costs[1:]
    middle, most = statistics.median(c.cpu for c in answers), max(c.cpu for c in answers)
    print(f"a fresh process: median {middle:.2f} s of processor time, slowest {most:.2f} s")
    print(f"most memory {max(c.memory for c in answers):.0f} MB, on {os.cpu_count()} processors")
    check(prepared(read_links(store)).graph, pairs)
    print(f"networkx gives the same cost for each of {len(pairs)} questions")


if __name__ == "__main__":
    main()
