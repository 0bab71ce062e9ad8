"""Requests per second and p95 of `jlac serve`, rdflib-endpoint and Oxigraph's own server.

Run with ``python -m benchmarks.endpoint [GRAPH]``: eight library queries over the same data in one
run, from clients that keep their connections open. Needs the packages ``oxigraph`` and
``rdflib-endpoint``. `jlac serve` is measured with and without kept answers; the run fails when it,
keeping none, is slower than oxigraph by more than 1.5 or not 5 times as fast as rdflib-endpoint.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from jlac_graph.open_graph import open_graph
from jlac_graph.queries.library import find_query
from jlac_graph.queries.parameters import bindings
from jlac_graph.sparql.store import Store
from jlac_graph.sparql.syntax import bind, prefixed

SECONDS = 6.0
CLIENTS = 2
CONNECTIONS = 4
EIGHT = (
    "top-exporters", "tariff-comparison", "agreements", "investments-in", "financing-by",
    "cooperation-projects", "facts-of", "influence-chains",
)  # fmt: skip
JSON = "application/sparql-results+json"
JLAC = """
import socket, sys
from jlac_graph.web.app import create_app
from jlac_graph.web.limits import Limits
from jlac_graph.web.server import serve
listening = socket.create_server(("127.0.0.1", int(sys.argv[2])))
serve(create_app(sys.argv[1], limits=Limits(cache_bytes=int(sys.argv[3]))), listening)
"""
RDFLIB = """
import sys, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Graph()
graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[2]), log_level="critical")
"""


def texts(store: Store) -> list[str]:
    """Bind the eight queries with their defaults and leave out their headers."""
    found = []
    for name in EIGHT:
        query = find_query(name)
        text = bind(prefixed(query.text), bindings(query, {}, store))
        found.append("\n".join(line for line in text.splitlines() if not line.startswith("#+")))
    return found


def client(port: int, path: str, queries: list[str], out: multiprocessing.Queue[list[float]]) -> None:
    """Ask the queries in turn over several connections; report all times."""
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    def ask(first: int) -> None:
        wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        turn = first
        while time.perf_counter() < end:
            address = f"{path}?{urlencode({'query': queries[turn % len(queries)]})}"
            started = time.perf_counter()
            wire.request("GET", address, headers={"Accept": JSON})
            response = wire.getresponse()
            body = response.read()
            times.append(time.perf_counter() - started)
            if response.status != 200:
                raise SystemExit(f"{response.status}: {body[:300]!r}")
            json.loads(body)
            turn += 1

    threads = [Thread(target=ask, args=(i,)) for i in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.put(times)


def measure(port: int, path: str, queries: list[str]) -> tuple[float, float]:
    """Give requests a second and the 95th percentile in milliseconds."""
    out: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    clients = [
        multiprocessing.Process(target=client, args=(port, path, queries, out)) for _ in range(CLIENTS)
    ]
    for process in clients:
        process.start()
    times = [t for _ in clients for t in out.get()]
    for process in clients:
        process.join()
    return len(times) / SECONDS, statistics.quantiles(times, n=20)[-1] * 1000


def answers(port: int, address: str) -> bool:
    """Whether a server answers an address."""
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        wire.request("GET", address, headers={"Accept": JSON})
        return wire.getresponse().status == 200
    except OSError:
        return False
    finally:
        wire.close()


@contextmanager
def running(*command: str, port: int, path: str) -> Iterator[None]:
    """Run a server that answers queries, and end it; what it does before its first answer is not measured."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        address = f"{path}?{urlencode({'query': 'ASK { ?s ?p ?o }'})}"
        while not answers(port, address):
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def servers(graph: Path, folder: Path) -> dict[str, tuple[str, list[str]]]:
    """Name each server, with its path and the command that lacks only the port."""
    triples = folder / "graph.nt"
    store = open_graph(str(graph))
    whole = store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    triples.write_text("".join(f"{t} .\n" for t in whole))
    binary = str(Path(sys.executable).with_name("oxigraph"))
    location = str(folder / "oxigraph")
    load = [binary, "load", "--location", location, "--file", str(triples)]
    subprocess.run(load, check=True, capture_output=True)
    python = [sys.executable, "-c"]
    return {
        "jlac serve": ("/sparql", [*python, JLAC, str(graph), "PORT", str(2**25)]),
        "jlac serve, nothing kept": ("/sparql", [*python, JLAC, str(graph), "PORT", "0"]),
        "oxigraph serve-read-only": (
            "/query",
            [binary, "serve-read-only", "--location", location, "--bind", "127.0.0.1:PORT"],
        ),
        "rdflib-endpoint": ("/", [*python, RDFLIB, str(triples), "PORT"]),
    }


def main() -> None:
    graph = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    store = open_graph(str(graph) if graph else None)
    queries = texts(store)
    cores = multiprocessing.cpu_count()
    print(f"{cores} cores, load {os.getloadavg()[0]:.1f} before the run")
    print(f"{len(queries)} queries, {store.count()} triples, {CLIENTS * CONNECTIONS} connections")
    found: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (path, command) in servers(Path(store.name), Path(folder)).items():
            port = free_port()
            ready = [part.replace("PORT", str(port)) for part in command]
            with running(*ready, port=port, path=path):
                found[name] = measure(port, path, queries)
    base = found["oxigraph serve-read-only"][0]
    for name, (rate, p95) in found.items():
        ratio = f"{rate / base:5.2f} x oxigraph"
        print(f"{name:26} {rate:8.0f} requests/s   p95 {p95:8.1f} ms   {ratio}")
    own, slow = found["jlac serve, nothing kept"][0], found["rdflib-endpoint"][0]
    if own < base / 1.5 or own < slow * 5:
        raise SystemExit("slower than promised: within 1.5 of oxigraph, 5 times rdflib-endpoint")


if __name__ == "__main__":
    main()
