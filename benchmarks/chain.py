"""The same tables through a chain of other tools: morph-kgc, Oxigraph, and rudof or pySHACL.

    MORPH_PYTHON=/tmp/morph/bin/python python -m benchmarks.chain --times 1 4 25

The tables of the report are repeated as in ``benchmarks.scale``. Each step is a process of its own, with its
processor time and its most memory, beside ours for the same step and for the whole build. What the tools map
and find must agree: the columns that RML can map (see ``benchmarks/_rml.py``) give the same triples, and each
validator finds the same faults in the graph that the build gave. The time of rudof and pySHACL grows faster
than the data; they are left out above ``--rudof-up-to`` and ``--pyshacl-up-to`` (pySHACL takes many minutes
for the tables once). morph-kgc needs a Python of its own (see ``benchmarks/load.py``).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from jlac_graph.tables.collections import read_collections
from jlac_graph.tables.metadata import TableGroup
from jlac_graph.tables.quads import convert, load

from ._rml import in_one_graph, rml
from .load import count, morph
from .scale import BUILD, LOAD, Cost, run, tables
from .validate import measure

FOLDERS = ("common", "idb-mg-172")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most repetitions of the tables that a validator is asked about."""

    rudof: int
    pyshacl: int


def read(folder: Path) -> TableGroup:
    """Read what describes the replicated tables of a folder."""
    return read_collections([folder / name for name in FOLDERS])


def by_jlac(folder: Path) -> None:
    """Map the columns that RML can map."""
    convert(load(in_one_graph(read(folder / "data"))), folder / "ours.nq")


def write_rml(folder: Path) -> None:
    """Write the same mapping for morph-kgc."""
    (folder / "map.ttl").write_text(rml(read(folder / "data")), encoding="utf-8")
    options = f"output_file={folder / 'morph.nt'}\nlogging_level=ERROR\nsafe_percent_encoding=/\n"
    config = f"[CONFIGURATION]\n{options}[tables]\nmappings={folder / 'map.ttl'}\n"
    (folder / "config.ini").write_text(config, encoding="utf-8")


def without_graphs(quads: Path, triples: Path) -> int:
    """Write the triples of sorted quads, each once; return their number."""
    last, found = b"", 0
    with quads.open("rb") as file, triples.open("wb") as out:
        for line in file:
            triple = line.rsplit(b" ", 2)[0]
            if triple != last:
                out.write(triple + b" .\n")
                last, found = triple, found + 1
    return found


def compare(folder: Path, times: int, limits: Limits, morph_python: str) -> None:
    """Run both chains on tables of one size and print each step."""
    jlac, out, graph = str(Path(sys.executable).with_name("jlac")), folder / "dist", folder / "graph.nt"
    data = [str(path) for path in tables(folder / "data", times)]
    options = [word for path in data for word in ("--data", path)]
    write_rml(folder)
    mapped = run([sys.executable, "-m", "benchmarks.chain", "--map", str(folder)])
    other = run([morph_python, "-m", "morph_kgc", str(folder / "config.ini")])
    same(count(folder / "ours.nq"), found := count(folder / "morph.nt"), "triples of the mapping")
    loaded = run([sys.executable, "-c", LOAD, str(folder / "morph.nt"), str(folder / "store")])
    build = run([sys.executable, "-c", BUILD, str(out), *data])
    store = run([jlac, "build", *options, "--out", str(out)])  # the graph stands; its store is made
    size = without_graphs(out / "graph.nq", graph)
    print(f"\n{times} x the tables: the mapping gives {found:,} triples, the build {size:,}", flush=True)
    print(f"{'step':22}{'tool':12}{'processor':>12}{'memory':>11}{'times ours':>12}")
    row("map to triples", "jlac", mapped)
    row("", "morph-kgc", other, mapped)
    row("load these triples", "pyoxigraph", loaded)
    checks = {"jlac": checked("ours", graph)}
    row(f"check the {size:,}", "jlac", checks["jlac"][0])
    for engine, limit in (("rudof", limits.rudof), ("pyshacl", limits.pyshacl)):
        if times > limit:
            continue
        checks[engine] = checked(engine, graph)
        same(checks["jlac"][1], checks[engine][1], f"results of {engine}")
        row("", engine, checks[engine][0], checks["jlac"][0])
    print(f"each check gives {checks['jlac'][1]:,} results")
    whole = together(build, store)
    row("all: build and store", "jlac", whole)
    for engine in [name for name in checks if name != "jlac"]:
        row("all: map, load, check", engine, together(other, loaded, checks[engine][0]), whole)


def checked(engine: str, graph: Path) -> tuple[Cost, int]:
    """Return the cost of a validator's whole process, and the number of its results."""
    found = measure(engine, graph)
    return Cost(0, found["process"], found["peak"]), int(found["results"])


def together(*costs: Cost) -> Cost:
    """Return the cost of steps one after another."""
    return Cost(sum(c.wall for c in costs), sum(c.cpu for c in costs), max(c.memory for c in costs))


def same(ours: int, theirs: int, what: str) -> None:
    """Stop when the tools disagree."""
    if ours != theirs:
        raise SystemExit(f"{what}: jlac {ours:,}, the other {theirs:,}")


def row(step: str, tool: str, cost: Cost, ours: Cost | None = None) -> None:
    """Print the cost of one step."""
    ratio = f"{cost.cpu / ours.cpu:.1f}" if ours else ""
    print(f"{step:22}{tool:12}{cost.cpu:10.2f} s{cost.memory:8.0f} MB{ratio:>12}", flush=True)


def main() -> None:
    """Print each step of both chains for each size; a difference in what they give is an error."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, nargs="+", default=[1, 4, 25])
    parser.add_argument("--rudof-up-to", type=int, default=4)
    parser.add_argument("--pyshacl-up-to", type=int, default=0)
    parser.add_argument("--map", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.map:
        by_jlac(chosen.map)
        return
    python = morph()
    if python is None:
        raise SystemExit("morph-kgc is not installed; name a Python that has it in MORPH_PYTHON")
    for times in chosen.times:
        with tempfile.TemporaryDirectory() as name:
            compare(Path(name), times, Limits(chosen.rudof_up_to, chosen.pyshacl_up_to), python)


if __name__ == "__main__":
    main()
