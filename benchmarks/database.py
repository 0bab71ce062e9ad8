"""The cheapest path asked of Ladybug on disk: the links exported, loaded, and one question a process.

    python -m benchmarks.database --links 1000000

The links have the costs of `jlac export ladybug`. The cheapest path by them must cost what a trace gives, and
each of its facts must link the two entities beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from random import Random

from jlac_graph.core.atomic import write_bundle
from jlac_graph.export import FORMATS
from jlac_graph.export.colours import Style
from jlac_graph.export.flat_network import Edge, FlatNetwork, Node
from jlac_graph.lookup.links import Link
from jlac_graph.network.link_costs import costs_between
from jlac_graph.network.paths.compact_graph import CompactGraph, compact
from jlac_graph.network.paths.ranking import best_paths, question

from .paths import sample_links
from .scale import Cost, run

SIZE = 1 << 30
"""Bytes that the database may hold in memory."""
LOAD = """
import os, sys, ladybug
from pathlib import Path
os.chdir(sys.argv[1])
connection = ladybug.Connection(ladybug.Database(sys.argv[2], buffer_pool_size=int(sys.argv[3])))
connection.execute(Path("load.cypher").read_text("utf-8"))
"""
ASK = """
import json, sys, ladybug
from pathlib import Path
place, size, a, b, out = sys.argv[1:]
connection = ladybug.Connection(ladybug.Database(place, buffer_pool_size=int(size), read_only=True))
found = connection.execute(
    '''MATCH p = (a:Entity {local_id: $a})-[e:Link* WSHORTEST(cost)]-(b:Entity {local_id: $b})
    RETURN properties(nodes(p), "local_id"), properties(rels(p), "fact"),
        cost(e) - (a.surcharge + b.surcharge) / 2''',
    {"a": a, "b": b},
).get_all()
Path(out).write_text(json.dumps(found[0]))
"""


def flat(links: list[Link], graph: CompactGraph) -> FlatNetwork:
    """Return the network that an export of these links writes."""
    style, costs = Style("#0072B2", "circle"), costs_between(graph, graph.names)
    nodes = tuple(
        Node(name, name, "Firm", 0, 0, 1, style, {}, costs.surcharges[name]) for name in graph.names
    )
    edges = tuple(
        Edge(
            f"e{number}",
            link.source,
            link.target,
            link.relation,
            link.relation,
            1.0,
            None,
            None,
            {"fact": link.fact or ""},
            costs.links[link.source, link.target],
        )
        for number, link in enumerate(links)
    )
    return FlatNetwork("links", nodes, edges, {}, {"fact": "string"}, ())


def main() -> None:
    """Print what the load and each question take; another answer than a trace's is an error."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--step", choices=["export", "check"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        step(chosen.step, chosen.folder, chosen.links, chosen.questions)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), chosen.links, chosen.questions)


def step(name: str, folder: Path, count: int, questions: int) -> None:
    """Write the export and the questions, or check the answers, in a process of its own."""
    links = [link for link in sample_links(count) if link.source != link.target]
    graph = compact(links)
    if name == "export":
        rng = Random(7)
        pairs = [rng.sample(graph.names, 2) for _ in range(questions)]
        (folder / "pairs.json").write_text(json.dumps(pairs))
        write_bundle(FORMATS["ladybug"].write(flat(links, graph)), folder / "export")
        return
    ends_of = {link.fact: {link.source, link.target} for link in links}
    for number, (a, b) in enumerate(json.loads((folder / "pairs.json").read_text())):
        nodes, facts, cost = json.loads((folder / f"answer-{number}.json").read_text())
        (path,) = best_paths(graph, question(graph, [a], [b], max_length=30), k=1)
        if abs(cost - path.cost) > 1e-6:
            raise SystemExit(f"{a} to {b}: {cost}, a trace {path.cost}")
        if any(ends_of[fact] != set(hop) for fact, hop in zip(facts, pairwise(nodes), strict=True)):
            raise SystemExit(f"{a} to {b}: {facts} do not link {nodes}")


def measure(folder: Path, links: int, questions: int) -> None:
    """Export, load, ask and compare; this process stays small, since a new one counts what it holds."""
    again = [sys.executable, "-m", "benchmarks.database", "--folder", str(folder), "--links", str(links)]
    again += ["--questions", str(questions), "--step"]
    report("the links made and exported", run([*again, "export"]))
    place = str(folder / "links.lbdb")
    report("loaded", run([sys.executable, "-c", LOAD, str(folder / "export"), place, str(SIZE)]))
    size = sum(file.stat().st_size for file in folder.glob("links.lbdb*")) / 1e6
    print(f"{links:,} links, {size:.0f} MB on disk; each question from the start of its process:", flush=True)
    for number, (a, b) in enumerate(json.loads((folder / "pairs.json").read_text())):
        out = folder / f"answer-{number}.json"
        report(f"{a} to {b}", run([sys.executable, "-c", ASK, place, str(SIZE), a, b, str(out)]))
    run([*again, "check"])
    print("each path costs what a trace gives, and its facts link its entities")


def report(what: str, cost: Cost) -> None:
    """Print the cost of a process."""
    print(f"{what:34} {cost.wall:7.2f} s  processor {cost.cpu:7.2f} s  {cost.memory:6.0f} MB", flush=True)


if __name__ == "__main__":
    main()
