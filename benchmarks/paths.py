"""One trace on a large graph: our search against networkx, scipy and rustworkx, in one run.

    python -m benchmarks.paths --edges 1000000

Each tool answers the same questions on the same weighted graph, and the costs must agree.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from random import Random
from typing import TypeVar

import networkx as nx

from jlac_graph.lookup.links import Link, LinkSet
from jlac_graph.lookup.search import Names
from jlac_graph.network.paths.compact_graph import CompactGraph, compact
from jlac_graph.network.paths.costs import Weights
from jlac_graph.network.paths.ranking import best_paths, question
from jlac_graph.network.prepared import prepared
from jlac_graph.network.tracing import trace
from jlac_graph.sparql.store import OxigraphStore

Answer = list[float]
T = TypeVar("T")


def sample_links(edges: int, *, seed: int = 172) -> list[Link]:
    """A graph with hubs: one end of each link is drawn by rank to the power -0.6, five links a thing."""
    rng = Random(seed)
    things = max(edges // 5, 10)
    hubs = rng.choices(range(things), [(rank + 1) ** -0.6 for rank in range(things)], k=edges)
    return [
        Link(
            f"n{hub}",
            f"n{rng.randrange(things)}",
            "linkedTo",
            fact=f"f{number}",
            sources=tuple(f"d{rng.randrange(9)}#p{rng.randrange(999)}" for _ in range(1 + number % 3)),
        )
        for number, hub in enumerate(hubs)
    ]


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """A result and the seconds it took."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def as_networkx(graph: CompactGraph) -> nx.Graph:
    """The same hops with the same costs."""
    plain = nx.Graph()
    plain.add_nodes_from(range(len(graph.names)))
    for node in range(len(graph.names)):
        for at in range(graph.first[node], graph.first[node + 1]):
            plain.add_edge(node, graph.neighbours[at], weight=graph.costs[at])
    return plain


def tools(graph: CompactGraph, plain: nx.Graph) -> dict[str, Callable[[int, int, int], Answer]]:
    """Tool -> function of two node numbers and k, which gives the costs of the k cheapest paths."""
    import numpy as np
    import rustworkx
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    size = len(graph.names)
    matrix = csr_array(
        (np.array(graph.costs, float), np.array(graph.neighbours), np.array(graph.first)), (size, size)
    )
    rust = rustworkx.networkx_converter(plain)

    def ours(a: int, b: int, k: int) -> Answer:
        asked = question(graph, [graph.names[a]], [graph.names[b]], max_length=30)
        return [round(path.cost * 1000) for path in best_paths(graph, asked, k=k)]

    def by_networkx(a: int, b: int, k: int) -> Answer:
        found = islice(nx.shortest_simple_paths(plain, a, b, weight="weight"), k)
        return [nx.path_weight(plain, path, "weight") for path in found]

    def by_bidirectional(a: int, b: int, k: int) -> Answer:
        return [nx.bidirectional_dijkstra(plain, a, b)[0]]

    def by_all_shortest(a: int, b: int, k: int) -> Answer:
        path = next(nx.all_shortest_paths(plain, a, b, weight="weight"))
        return [nx.path_weight(plain, path, "weight")]

    def by_scipy(a: int, b: int, k: int) -> Answer:
        return [float(dijkstra(matrix, indices=a)[b])]

    def by_rustworkx(a: int, b: int, k: int) -> Answer:
        return [rustworkx.dijkstra_shortest_path_lengths(rust, a, lambda e: float(e["weight"]), b)[b]]

    return {
        "jlac": ours,
        "networkx shortest_simple_paths": by_networkx,
        "networkx bidirectional_dijkstra": by_bidirectional,
        "networkx all_shortest_paths": by_all_shortest,
        "scipy csgraph.dijkstra": by_scipy,
        "rustworkx dijkstra": by_rustworkx,
    }


def typical(links: LinkSet, pairs: list[tuple[str, str]]) -> None:
    """The whole of `Graph.trace` as by default: three paths of at most six links, with their words."""
    store = OxigraphStore.from_text("", "ttl")
    times = []
    for a, b in pairs:
        names = Names({}, {}, {a: (a,), b: (b,)}, {})
        _, seconds = timed(partial(trace, store, a, b, links=links, names=names))
        times.append(seconds)
    print(f"a trace, as by default: median {statistics.median(times):.4f} s, slowest {max(times):.4f} s")


MANY = ("jlac", "networkx shortest_simple_paths")


def main() -> None:
    """Print load, memory, and the median time of each tool with its ratio to ours."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--edges", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=7)
    chosen = parser.parse_args()
    links = sample_links(chosen.edges)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    graph, seconds = timed(lambda: compact(links, weights=Weights(hub=0)))
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{chosen.edges:,} links, {len(graph.names):,} things: load {seconds:.2f} s, {memory:.0f} MB more")
    plain, seconds = timed(lambda: as_networkx(graph))
    print(f"networkx: the same hops loaded in {seconds:.2f} s")
    asked = tools(graph, plain)
    giant = max((sorted(part) for part in nx.connected_components(plain)), key=len)
    rng = Random(7)
    pairs = [tuple(rng.sample(giant, 2)) for _ in range(chosen.questions)]
    whole = LinkSet(tuple(links), {})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, seconds = timed(lambda: prepared(whole))
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"made ready for traces, with the statements of each hop: {seconds:.2f} s, {memory:.0f} MB more")
    typical(whole, [(graph.names[a], graph.names[b]) for a, b in pairs])
    for k in (1, 5):
        names = list(asked) if k == 1 else list(MANY)
        report({name: asked[name] for name in names}, pairs, k)


def report(asked: dict[str, Callable[[int, int, int], Answer]], pairs: list[tuple[int, ...]], k: int) -> None:
    """Ask every tool every question; all must agree."""
    times: dict[str, list[float]] = {name: [] for name in asked}
    for a, b in pairs:
        answers = {}
        for name, tool in asked.items():
            answers[name], seconds = timed(partial(tool, a, b, k))
            times[name].append(seconds)
        if len({tuple(answer) for answer in answers.values()}) != 1:
            raise SystemExit(f"the tools disagree on {a} to {b}: {answers}")
    ours = statistics.median(times["jlac"])
    print(f"k={k}: median of {len(pairs)} questions, slowest, times ours")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"  {name:<34} {median:9.4f} s {max(found):9.4f} s {median / ours:9.1f} x")


if __name__ == "__main__":
    main()
