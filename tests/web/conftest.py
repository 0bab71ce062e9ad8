"""A real service in its own process over the small graph."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

STORE = Path(__file__).parents[1] / "fixtures"

SERVE = """
import sys, uvicorn
from pathlib import Path
from jlac_graph.open_graph import open_graph
from jlac_graph.web import Limits, create_app
graph, queries, port, limits = sys.argv[1:]
app = create_app(open_graph(graph), limits=Limits(**eval(limits)), queries_dir=Path(queries))
uvicorn.run(app, port=int(port), log_level="warning")
"""


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def media(self):
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Service:
    url: str
    process: subprocess.Popen = field(repr=False)

    def ask(self, path, *, data=None, method=None, timeout=60, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                return Answer(response.status, _lower(response.headers), response.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, _lower(error.headers), error.read())


def _lower(headers):
    return {name.lower(): value for name, value in headers.items()}


@contextmanager
def service(graph=STORE / "graph.trig", queries=STORE / "queries", **limits):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    arguments = [sys.executable, "-c", SERVE, str(graph), str(queries), str(port), repr(limits)]
    process = subprocess.Popen(arguments)
    try:
        _wait(port, process)
        yield Service(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(10)


def _wait(port, process):
    for _ in range(800):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert process.poll() is None, "the service ended at once"
            time.sleep(0.05)
    raise AssertionError("the service did not start")


@pytest.fixture(scope="session")
def served():
    with service(seconds=2.0, brief=0.5, rows=50, request_bytes=4000) as running:
        yield running
