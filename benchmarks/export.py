"""Writing a network: our writers against networkx's, in one run.

    python -m benchmarks.export --edges 20000

networkx's GEXF writer takes neither lists nor None, so it gets the flat attributes that ours makes;
the time that ours needs to flatten is counted as ours.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Callable
from functools import partial
from random import Random

import networkx as nx

from jlac_graph.export import FORMATS
from jlac_graph.export.flat_network import FlatNetwork, flat_network


def sample(edges: int, *, seed: int = 172) -> nx.MultiDiGraph:
    """A network with the attributes of a projection."""
    rng, graph = Random(seed), nx.MultiDiGraph()
    things = max(edges // 4, 4)
    for number in range(things):
        graph.add_node(
            f"agent/n{number}", label=f"Thing {number}", entity_class="Firm", country=f"C{number % 20}"
        )
    for number in range(edges):
        graph.add_edge(
            f"agent/n{rng.randrange(things)}",
            f"agent/n{rng.randrange(things)}",
            relation="finances",
            fact=f"fact/{number}",
            amount=float(number),
            currency="USD",
            start="2011",
            sources=[f"r#p{number % 99}", "s#p1"],
        )
    return graph


def plain(flat: FlatNetwork) -> nx.MultiDiGraph:
    """The same flat attributes as a networkx graph."""
    graph = nx.MultiDiGraph()
    for node in flat.nodes:
        graph.add_node(node.id, label=node.label, **node.attributes)
    for edge in flat.edges:
        graph.add_edge(edge.source, edge.target, key=edge.id, relation=edge.relation, **edge.attributes)
    return graph


def gexf(graph: nx.MultiDiGraph) -> None:
    """networkx's GEXF."""
    nx.write_gexf(graph, io.BytesIO())


def graphml(graph: nx.MultiDiGraph) -> None:
    """networkx's GraphML, by lxml where that is installed."""
    nx.write_graphml(graph, io.BytesIO())


def node_link(graph: nx.MultiDiGraph) -> None:
    """networkx's node-link JSON."""
    json.dumps(nx.node_link_data(graph, edges="links"))


def cytoscape(graph: nx.MultiDiGraph) -> None:
    """networkx's Cytoscape JSON."""
    json.dumps(nx.cytoscape_data(graph))


THEIRS: dict[str, Callable[[nx.MultiDiGraph], None]] = {
    "gexf": gexf,
    "graphml": graphml,
    "d3": node_link,
    "cytoscape": cytoscape,
}


def best(work: Callable[[], object], *, rounds: int = 3) -> float:
    """The shortest of a few rounds, in seconds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    """Print our time for each format, flattening included, and networkx's as a ratio to it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--edges", type=int, default=20_000)
    chosen = parser.parse_args()
    graph = sample(chosen.edges)
    flatten = best(lambda: flat_network(graph))
    flat = flat_network(graph)
    other = plain(flat)
    print(f"{chosen.edges:,} edges; flattening {flatten:.3f} s, counted in each of ours")
    for name, form in FORMATS.items():
        ours = flatten + best(partial(form.write, flat))
        theirs = best(partial(THEIRS[name], other)) if name in THEIRS else None
        ratio = f"networkx {theirs:.3f} s, {theirs / ours:.2f} x ours" if theirs else ""
        print(f"  {name:<11} {ours:7.3f} s  {ratio}")


if __name__ == "__main__":
    main()
