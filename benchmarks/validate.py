"""Validating a graph: our engine against rudof and pySHACL, in one run, with peak memory.

    python -m benchmarks.validate --sizes 10000 100000 1000000 --reference-up-to 100000

The graphs are the project's own, grown by copies of its facts, figures and things under new names
(10,000 triples: a part of it). Each engine runs in a process of its own, so that its memory is its own;
processor time counts, from a loaded graph to the list of results, the shapes included. rudof and pySHACL
are left out above ``--reference-up-to``: their time grows faster than the data and passes some minutes there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).parents[1]
SHAPES = ROOT / "ontology" / "shapes.ttl"
COPIED = ("https://w3id.org/jlac/id/", "https://w3id.org/jlac/obs/")


def sample(triples: int, path: Path) -> int:
    """Write a graph of about that many triples as N-Triples; return the exact number."""
    from jlac_graph.build.inputs import Inputs
    from jlac_graph.build.pipeline import assemble

    store = assemble(Inputs((ROOT / "data",), ROOT / "ontology")).store
    whole = sorted({quad.triple for quad in store}, key=str)
    own = [t for t in whole if str(t.subject.value).startswith(COPIED)]
    rest = [t for t in whole if not str(t.subject.value).startswith(COPIED)]
    if len(whole) > triples:
        found = rest + own[: max(triples - len(rest), 0)]
    else:
        found = whole + [t for k in range(1, (triples - len(whole)) // len(own) + 1) for t in _copy(own, k)]
    path.write_bytes(ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"")
    return len(found)


def _copy(triples: list[ox.Triple], number: int) -> list[ox.Triple]:
    """The same things under other names; identifiers of the world outside stay with the first."""
    names = {str(t.subject): ox.NamedNode(f"{str(t.subject)[1:-1]}-{number}") for t in triples}
    return [
        ox.Triple(names[str(t.subject)], t.predicate, names.get(str(t.object), t.object))
        for t in triples
        if not t.predicate.value.endswith("exactMatch")
    ]


def ours(path: Path) -> tuple[float, int]:
    """Seconds and number of results of our engine."""
    from jlac_graph.shacl.engine import read_shapes, validate

    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    start = time.process_time()
    results = validate(store, read_shapes(SHAPES))
    return time.process_time() - start, len(results)


def pyshacl(path: Path) -> tuple[float, int]:
    """Seconds and number of results of pySHACL."""
    import pyshacl
    import rdflib

    graph = rdflib.Graph().parse(path, format="nt")
    start = time.process_time()
    _, report, _ = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES), inference="none")
    found = len(list(report.objects(predicate=rdflib.URIRef("http://www.w3.org/ns/shacl#result"))))
    return time.process_time() - start, found


def rudof(path: Path) -> tuple[float, int]:
    """Seconds and number of different results of rudof, which gives one for each solution of a query."""
    import pyrudof

    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_data(path, pyrudof.RDFFormat.NTriples)
    start = time.process_time()
    engine.read_shacl(SHAPES, pyrudof.ShaclFormat.Turtle)
    report = engine.validate_shacl()
    seconds = time.process_time() - start
    return seconds, len({tuple(map(str, (r.focus_node, r.path, r.value, r.message))) for r in report})


def peak() -> float:
    """Most memory this process has held, in MB; getrusage would count what its parent held at the fork."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


ENGINES = {"ours": ours, "rudof": rudof, "pyshacl": pyshacl}


def measure(engine: str, path: Path) -> dict[str, float]:
    """Run an engine in a process of its own; `process` has the processor time of that from its start."""
    command = [sys.executable, "-m", "benchmarks.validate", "--engine", engine, "--file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--reference-up-to", type=int, default=100_000)
    parser.add_argument("--engine", choices=sorted(ENGINES))
    parser.add_argument("--file", type=Path)
    args = parser.parse_args()
    if args.engine:
        seconds, results = ENGINES[args.engine](args.file)
        found = {"seconds": seconds, "results": results, "peak": peak(), "process": time.process_time()}
        print(json.dumps(found))
        return
    print("| triples | ours s | ours MB | other | s | MB | time ratio | results |")
    print("| ---: | ---: | ---: | --- | ---: | ---: | ---: | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for size in args.sizes:
            for row in _rows(size, Path(folder) / f"{size}.nt", args.reference_up_to):
                print(row, flush=True)


def _rows(size: int, path: Path, limit: int) -> Iterator[str]:
    count = sample(size, path)
    mine = measure("ours", path)
    start = f"| {count:,} | {mine['seconds']:.2f} | {mine['peak']:.0f} |"
    if size > limit:
        yield f"{start} – | – | – | – | {mine['results']} |"
        return
    for engine in ("rudof", "pyshacl"):
        other = measure(engine, path)
        ratio = other["seconds"] / mine["seconds"]
        same = "same" if mine["results"] == other["results"] else f"{other['results']} DIFFER"
        took = f"{engine} | {other['seconds']:.1f} | {other['peak']:.0f} | {ratio:.0f}"
        yield f"{start} {took} | {mine['results']}, {same} |"


if __name__ == "__main__":
    main()
