"""A cold start to an answer: `jlac query` against a script that parses the graph with rdflib and asks it.

    python -m benchmarks.start [GRAPH]

Both are processes of their own and answer the same library query on the same file, in turn.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jlac_graph.build.pipeline import ensure_built
from jlac_graph.open_graph import open_graph
from jlac_graph.queries.library import find_query
from jlac_graph.queries.parameters import bindings
from jlac_graph.sparql.syntax import bind, prefixed

QUERY = "investments-in"
ROUNDS = 3
RDFLIB = """
import sys, rdflib
graph = rdflib.Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
for row in graph.query(open(sys.argv[2], encoding="utf-8").read()):
    print("\\t".join(str(value) for value in row))
"""
OXIGRAPH = """
import sys, pyoxigraph
store = pyoxigraph.Store()
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
text = open(sys.argv[2], encoding="utf-8").read()
for row in store.query(text, use_default_graph_as_union=True):
    print("\\t".join(str(value) for value in row))
"""


def seconds(command: list[str]) -> tuple[float, float]:
    """Run a process to its end; its seconds by the clock and of processor time."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands(graph: Path | None, folder: Path) -> dict[str, list[str]]:
    """Name each way with its command."""
    file = graph or ensure_built()
    text = folder / "query.rq"
    found = find_query(QUERY)
    values = bindings(found, {}, open_graph(str(file)))
    text.write_text(bind(prefixed(found.text), values), encoding="utf-8")
    jlac = [str(Path(sys.executable).with_name("jlac")), "query", QUERY, "--format", "tsv"]
    return {
        "jlac query": jlac if graph is None else [*jlac, "--graph", str(graph)],
        "rdflib script": [sys.executable, "-c", RDFLIB, str(file), str(text)],
        "pyoxigraph script": [sys.executable, "-c", OXIGRAPH, str(file), str(text)],
        "python -c pass": [sys.executable, "-c", "pass"],
    }


def main() -> None:
    """Print the median of each way and its ratio to ours."""
    graph = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as name:
        ways = commands(graph, Path(name))
        times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for round_ in range(ROUNDS + 1):
            for way, command in ways.items():
                took = seconds(command)
                if round_:
                    times[way].append(took)
    medians = {
        way: [statistics.median(part) for part in zip(*found, strict=True)] for way, found in times.items()
    }
    ours = medians["jlac query"]
    for way, (wall, cpu) in medians.items():
        ratios = f"{wall / ours[0]:6.2f} x jlac by the clock, {cpu / ours[1]:6.2f} x by processor time"
        print(f"{way:18} {wall:7.3f} s  processor {cpu:7.3f} s  {ratios}")


if __name__ == "__main__":
    main()
