"""The first trace of a fresh process on millions of links that are kept on disk, and the cost of its paths.

    python -m benchmarks.trace --links 10000000

The links are generated as in ``benchmarks.paths`` and written as a build keeps them: tables of links and
facts and a file of hops, beside a store with the ontology and the things that are asked about. Each question
is then a process of its own, `jlac trace`. The cheapest path of each must cost what networkx finds: its
bidirectional search on the hops of that file. With ``--hops`` the program makes the hops, which takes a build
some minutes for ten million links, and they must be those that are made here set by set.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from jlac_graph.core.kept_tables import write_tables
from jlac_graph.core.namespaces import BASE, ONT
from jlac_graph.core.paths import ontology_dir
from jlac_graph.lookup.kept import version
from jlac_graph.lookup.kept_links import link_tables
from jlac_graph.lookup.links import Link, LinkSet
from jlac_graph.network.paths.compact_graph import CompactGraph, compact
from jlac_graph.network.paths.costs import Weights, hop_cost
from jlac_graph.network.paths.kept_graph import kept_graph
from jlac_graph.network.paths.ranking import best_paths, question
from jlac_graph.open_graph import open_graph

from .scale import Cost, run

LINKS_OF_A_THING = 5
YEARS = 20
Numbers = npt.NDArray[np.int64]


def name_of(number: int) -> str:
    """The name of a thing; names sort as their numbers do."""
    return f"agent/n{number:08}"


def write_graph(folder: Path, things: Iterable[str]) -> Path:
    """Write the ontology and some things with their labels as the graph of a build."""
    path, context = folder / "graph.nq", ox.NamedNode(f"{BASE}graph/ontology")
    (folder / "manifest.json").write_text("{}")
    with path.open("wb") as file:
        for source in sorted(ontology_dir().rglob("*.ttl")):
            quads = (ox.Quad(t.subject, t.predicate, t.object, context) for t in ox.parse(path=str(source)))
            file.write(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
        for thing in things:
            start = f"<{BASE}id/{thing}>"
            for rest in (
                f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ONT}Entity>",
                f'<http://www.w3.org/2004/02/skos/core#prefLabel> "Firm {thing[-8:]}"@en',
            ):
                file.write(f"{start} {rest} <{BASE}graph/things> .\n".encode())
    return path


def keys_of_links(links: int, things: int, *, seed: int = 172) -> Numbers:
    """Return the two ends of each link, the lesser first, as one number, sorted: a graph with hubs."""
    rng = np.random.default_rng(seed)
    weight = (np.arange(things) + 1.0) ** -0.6
    hubs = rng.choice(things, links, p=weight / weight.sum())
    others = rng.integers(things, size=links)
    others = np.where(others == hubs, (others + 1) % things, others)
    keys = np.minimum(hubs, others) * things + np.maximum(hubs, others)
    keys.sort()
    return keys


def link_of(place: int, a: str, b: str) -> Link:
    """One link, with one to three passages of a document."""
    return Link(
        a, b, "owns", f"fact/f{place:08}", "owner-owned", 2000 + place % YEARS, sources=sources(place)
    )


def sources(place: int) -> tuple[str, ...]:
    """The passages of a link."""
    return tuple(f"d{place % 9}#p{(place + more) % 999}" for more in range(1 + place % 3))


def record(place: int, a: str, b: str) -> str:
    """A link as it is kept, written without the detour by JSON's encoder."""
    cited = '", "'.join(sources(place))
    return (
        f'[{place}, "{a}", "{b}", "owns", "fact/f{place:08}", "owner-owned", {2000 + place % YEARS}, '
        f'null, false, null, null, null, false, false, ["{cited}"]]'
    )


def rows_of_links(keys: Numbers, things: int) -> Iterator[tuple[str, str]]:
    """Yield the links between two things under their names."""
    last, found, name = -1, [""], ""
    for place, key in enumerate(keys.tolist()):
        if key != last:
            if name:
                yield name, f"[{', '.join(found)}]"
            last, found = key, []
            a, b = (name_of(number) for number in divmod(key, things))
            name = f"{a} {b}"
        found.append(record(place, a, b))
    yield name, f"[{', '.join(found)}]"


def rows_of_facts(links: int) -> Iterator[tuple[str, str]]:
    """Yield what is kept of the fact of each link: values, passages, qualifiers."""
    for place in range(links):
        cited = '", "'.join(sources(place))
        yield (
            f"fact/f{place:08}",
            f'[{{"start": "{2000 + place % YEARS}", "share": "51"}}, ["{cited}"], {{}}]',
        )


def write_links(path: Path, keys: Numbers, things: int) -> None:
    """Write the tables of links and facts that a build keeps."""
    one = link_of(7, name_of(1), name_of(2))
    if json.loads(record(7, one.source, one.target)) != json.loads(json.dumps([7, *astuple(one)])):
        raise SystemExit("links are kept in another form")
    tables = link_tables(LinkSet((), {}))
    write_tables(path, {**tables, "size": {"links": len(keys)}})
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA journal_mode = OFF")
        db.executemany('INSERT INTO "between" VALUES (?, ?)', rows_of_links(keys, things))
        db.executemany('INSERT INTO "facts" VALUES (?, ?)', rows_of_facts(len(keys)))


def hops_of_links(keys: Numbers, things: int) -> CompactGraph:
    """Return the hops that the program makes of these links, made set by set."""
    pairs, starts, counts = np.unique(keys, return_index=True, return_counts=True)
    costs = np.array([hop_cost([link_of(n, "a", "b")], Weights()) for n in range(3)])[starts % 3]
    masks = [link_of(year, "a", "b").years for year in range(YEARS)]
    years, spans = starts % YEARS, {mask: number for number, mask in enumerate(masks)}
    for at in np.flatnonzero(counts > 1).tolist():
        several = [link_of(int(starts[at]) + more, "a", "b") for more in range(int(counts[at]))]
        costs[at] = hop_cost(several, Weights())
        mask = 0
        for link in several:
            mask |= link.years
        years[at] = spans.setdefault(mask, len(spans))
    known, ends = np.unique(np.stack(np.divmod(pairs, things), axis=1), return_inverse=True)
    names = [name_of(number) for number in known.tolist()]
    u, v = ends.reshape(-1, 2).T.tolist()
    return CompactGraph.of_arrays(
        names, (u, v), costs.tolist(), years.tolist(), list(spans), weights=Weights()
    )


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


def check(graph: CompactGraph, a: str, b: str) -> None:
    """Stop where the cheapest path does not cost what networkx finds."""
    (path,) = best_paths(graph, question(graph, [a], [b], max_length=30), k=1)
    expected = by_networkx(graph, graph.index[a], graph.index[b])
    if path.cost != expected:
        raise SystemExit(f"{a} to {b}: {path.cost}, networkx {expected}")


def main() -> None:
    """Print what the making takes, and what a first answer takes in a process of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--hops", action="store_true", help="make the hops by the program, and compare them")
    parser.add_argument("--step", choices=["tables", "hops", "check"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        step(chosen.step, chosen.folder, chosen.links, chosen.questions)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), chosen.links, chosen.questions, hops=chosen.hops)


def step(name: str, folder: Path, links: int, questions: int) -> None:
    """Make a part of the index, or check the answers, in a process of its own."""
    things, path = links // LINKS_OF_A_THING, folder / "graph.nq"
    if name != "check":
        keys = keys_of_links(links, things)
    if name == "tables":
        rng, linked = Random(7), np.unique(np.divmod(keys, things))
        numbers = [rng.sample(range(len(linked)), 2) for _ in range(questions)]
        pairs = [[name_of(int(linked[at])) for at in pair] for pair in numbers]
        (folder / "pairs.json").write_text(json.dumps(pairs))
        write_graph(folder, sorted({name for pair in pairs for name in pair}))
    beside = open_graph(str(path)).beside
    if beside is None:
        raise SystemExit(f"no store can be kept in {folder}")
    beside.mkdir(exist_ok=True)
    if name == "tables":
        write_links(beside / f"links-{version()}.sqlite", keys, things)
        return
    if name == "check":
        graph = kept_graph(beside, lambda: compact([]))
        for a, b in json.loads((folder / "pairs.json").read_text()):
            check(graph, a, b)
        return
    by_program = any(beside.glob("hops-*"))
    made = hops_of_links(keys, things)
    graph = kept_graph(beside, lambda: made)
    for part in ("names", "first", "neighbours", "costs", "masks", "toll") if by_program else ():
        if any(one != other for one, other in zip(getattr(graph, part), getattr(made, part), strict=True)):
            raise SystemExit("the program makes other hops of these links")


def measure(folder: Path, links: int, questions: int, *, hops: bool) -> None:
    """Make the index, ask, and compare; this process stays small, since a new one counts what it holds."""
    again = [sys.executable, "-m", "benchmarks.trace", "--folder", str(folder), "--links", str(links)]
    again += ["--questions", str(questions), "--step"]
    run([*again, "tables"])
    pairs = json.loads((folder / "pairs.json").read_text())
    ask = [str(Path(sys.executable).with_name("jlac")), "trace", "--graph", str(folder / "graph.nq")]
    if hops:
        report("makes the hops and answers", run([*ask, *pairs[0]]))
    run([*again, "hops"])
    run([*ask, *pairs[0]])  # keeps the names
    for file in sorted(folder.glob(".beside-*/*")):
        print(f"{file.name.partition('-')[0]:6} {file.stat().st_size / 1e6:7,.0f} MB", flush=True)
    costs = []
    for a, b in pairs:
        costs.append(run([*ask, a, b]))
        report(f"{a} to {b}", costs[-1])
    run([*again, "check"])
    middle, most = statistics.median(c.cpu for c in costs), max(c.cpu for c in costs)
    print(f"a fresh process: median {middle:.2f} s of processor time, slowest {most:.2f} s; networkx agrees")


def report(what: str, cost: Cost) -> None:
    """Print the cost of a process."""
    print(f"{what:34} {cost.wall:7.2f} s  processor {cost.cpu:7.2f} s  {cost.memory:6.0f} MB", flush=True)


if __name__ == "__main__":
    main()
