"""The whole build of replicated tables against Oxigraph's bulk load of its result, and the start of commands.

    python -m benchmarks.scale [--times 25]

The tables of the report are repeated under new ids; places, governments, codes and sources stay. Every step
is a process of its own, and the bulk load writes a store to disk.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from jlac_graph.core.paths import data_dir

SHARED = {"collections", "sources", "passages", "coverage", "places", "codes", "indicators", "identifiers"}
"""Tables whose rows are not repeated."""
ENTITIES = {
    "organizations": "agent",
    "people": "agent",
    "assets": "asset",
    "projects": "project",
    "programmes": "programme",
    "agreements": "agreement",
    "standards": "standard",
    "publications": "publication",
    "events": "event",
}
TEXTS = {"note", "description", "source"}
BUILD = """
import sys
from pathlib import Path
from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import build
out, *data = map(Path, sys.argv[1:])
build(Inputs.of(data=data), out=out)
"""
LOAD = """
import sys, pyoxigraph as ox
store = ox.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_QUADS)
store.flush()
"""
COMMANDS = {
    "query": ["query", "investments-in", "-p", "country=chile"],
    "show": ["show", "jbic"],
    "search": ["search", "codelko"],
    "trace": ["trace", "mitsui", "jbic"],
    "rank": ["rank", "--by", "degree"],
    "export": ["export", "gexf", "--projection", "actors"],
}

Row = list[str]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds by the clock and of processor time, and its most memory in MB."""

    wall: float
    cpu: float
    memory: float


def replicate(folder: Path, times: int) -> None:
    """Repeat the rows of a collection's tables in place, each time under ids of their own."""
    tables = {path: read(path) for path in sorted(folder.glob("*.csv")) if path.stem not in SHARED}
    own = {name for path, rows in tables.items() for name in ids(path.stem, rows)} - governments(tables)
    for path, rows in tables.items():
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            for number in range(2, times + 1):
                writer.writerows(repeated(path.stem, rows, own, number))


def governments(tables: Mapping[Path, list[Row]]) -> set[str]:
    """Return what other tables call the governments: a country has one, however many facts there are."""
    rows = next(rows for path, rows in tables.items() if path.stem == "organizations")
    return {f"agent/{row[0]}" for row in rows[1:] if row[rows[0].index("class")] == "Government"}


def read(path: Path) -> list[Row]:
    """Read a table, its header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def ids(table: str, rows: list[Row]) -> Iterator[str]:
    """Yield what other tables call the rows of a table."""
    if rows[0][0] == "id":
        kinds = [ENTITIES[table]] if table in ENTITIES else ["fact", "obs"]
        yield from (f"{kind}/{row[0]}" for row in rows[1:] for kind in kinds)


def repeated(table: str, rows: list[Row], own: set[str], number: int) -> Iterator[Row]:
    """Yield the rows of a table under the ids of one repetition, without those that would be the same."""
    header, *records = rows
    for record in records:
        named = record[0] if table == "names" else f"agent/{record[0]}"
        if table in ("names", "organizations") and named not in own:
            continue
        made = [cell_of(name, cell, table, own, number) for name, cell in zip(header, record, strict=True)]
        if header[0] == "id" or made[: min(3, len(made))] != record[: min(3, len(made))]:
            yield made


def cell_of(name: str, cell: str, table: str, own: set[str], number: int) -> str:
    """Return a cell of a repeated row."""
    if not cell or name in TEXTS:
        return cell
    if name == "id" or (name == "fact" and table == "parties"):
        return f"{cell}-{number}"
    if name.startswith("name") and (table in ENTITIES or table == "names"):
        return f"{cell} {number}"
    if name == "acronym":
        return f"{cell}{number}"
    return " ".join(f"{word}-{number}" if word in own else word for word in cell.split(" "))


def run(command: Sequence[str]) -> Cost:
    """Run a process to its end; a failure stops the benchmark."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {said.decode()}")
    return Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def serve(graph: Path) -> Cost:
    """Start the service, ask for the explorer's first page, and end it; the time is that of the answer."""
    jlac, port = str(Path(sys.executable).with_name("jlac")), free_port()
    started = time.perf_counter()
    with subprocess.Popen(
        [jlac, "serve", "--graph", str(graph), "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        while not answers(f"http://127.0.0.1:{port}/api/front"):
            if process.poll() is not None:
                raise SystemExit("the service ended")
            time.sleep(0.05)
        wall, memory = time.perf_counter() - started, resident(process.pid)
        process.send_signal(signal.SIGINT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(wall, used.ru_utime + used.ru_stime, memory)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(address: str) -> bool:
    """Return whether an address gives an answer; a service that is not ready gives none, or 503."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return bool(answer.read())
    except OSError:
        return False


def resident(pid: int) -> float:
    """Return the MB that a process and those that it started do not share with others."""
    processes = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = {int(own): int(parent) for own, parent in (line.split() for line in processes.splitlines())}
    family = {pid}
    while more := {own for own, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(share(own) for own in family) / 1024


def share(pid: int) -> int:
    """Return the KB that a process has, of what several have its share; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def tables(folder: Path, times: int) -> list[Path]:
    """Write the replicated tables into a folder; return its collections."""
    for name in ("schemas", "common", "idb-mg-172"):
        shutil.copytree(data_dir() / name, folder / name)
    replicate(folder / "idb-mg-172", times)
    return [folder / "common", folder / "idb-mg-172"]


def measure(folder: Path, times: int) -> Iterator[tuple[str, Cost]]:
    """Yield each step with its cost."""
    jlac, out = str(Path(sys.executable).with_name("jlac")), folder / "dist"
    data = [str(path) for path in tables(folder / "data", times)]
    yield "build", run([sys.executable, "-c", BUILD, str(out), *data])
    graph = out / "graph.nq"
    yield "bulk load", run([sys.executable, "-c", LOAD, str(graph), str(folder / "store")])
    options = [word for path in data for word in ("--data", path)]
    yield "store", run([jlac, "build", *options, "--out", str(out)])  # the graph stands; its store is made
    for name, words in COMMANDS.items():
        target = ["-o", str(folder / "made")] if name == "export" else []
        yield name, run([jlac, *words, *target, "--graph", str(graph)])
    yield "serve", serve(graph)
    with graph.open("rb") as file:
        print(f"{sum(1 for _ in file):,} quads")


def main() -> None:
    """Print the cost of each step as it ends, and that of the build in bulk loads."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=25)
    parser.add_argument("--keep", type=Path, help="a new folder for the tables and graphs, which stay")
    chosen = parser.parse_args()
    costs = {}
    with nullcontext(chosen.keep) if chosen.keep else tempfile.TemporaryDirectory() as name:
        for step, cost in measure(Path(name), chosen.times):
            costs[step] = cost
            line = f"{step:10} {cost.wall:8.2f} s  processor {cost.cpu:8.2f} s  {cost.memory:7.0f} MB"
            print(line, flush=True)
    print(f"build / bulk load: {costs['build'].cpu / costs['bulk load'].cpu:.1f} x by processor time")


if __name__ == "__main__":
    main()
