"""A cold start to an answer: `jlac query` against a script that parses the graph with rdflib and asks it.

    python -m benchmarks.start [GRAPH]

Both are processes of their own and answer the same library query on the same file, in turn.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jlac_graph.build import ensure_built
from jlac_graph.library import find_query
from jlac_graph.sparql import bind, prefixed
from jlac_graph.store import open_graph
from jlac_graph.values import bindings

QUERY = "agencies-behind-investment"
ROUNDS = 5
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


def seconds(command: list[str]) -> float:
    """Run a process to its end; it must succeed."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


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
        times: dict[str, list[float]] = {way: [] for way in ways}
        for round_ in range(ROUNDS + 1):
            for way, command in ways.items():
                took = seconds(command)
                if round_:
                    times[way].append(took)
    base = statistics.median(times["jlac query"])
    for way, found in times.items():
        middle = statistics.median(found)
        print(f"{way:18} {middle:7.3f} s  (best {min(found):.3f} s)  {middle / base:6.2f} x jlac")


if __name__ == "__main__":
    main()
