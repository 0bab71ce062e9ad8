"""A real service in its own process over the small graph."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

import pytest

ROOT = Path(__file__).parents[2]
STORE = ROOT / "tests" / "fixtures"

SERVE = """
import socket, sys
from pathlib import Path
from jlac_graph.web.app import create_app
from jlac_graph.web.limits import Limits
from jlac_graph.web.public_address import Address
from jlac_graph.web.server import serve
graph, queries, public, descriptor, limits = sys.argv[1:]
listening = socket.socket(fileno=int(descriptor))
here = "http://127.0.0.1:%d" % listening.getsockname()[1]
address = Address.of(public or None, listening=here)
serve(create_app(graph, limits=Limits(**eval(limits)), queries_dir=Path(queries), address=address), listening)
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
    process: subprocess.Popen | None = field(repr=False, default=None)
    log: object = field(repr=False, default=None)

    def said(self):
        """What the service has written to stderr."""
        size = os.fstat(self.log.fileno()).st_size
        return os.pread(self.log.fileno(), size, 0).decode()

    def wait(self, condition, seconds=30):
        """Wait until something holds; whether it did."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.1)
        return False

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
def service(graph=STORE / "graph.trig", queries=STORE / "queries", *, public="", **limits):
    """A service of its own; what it says on stderr is read with `said`."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listening, TemporaryFile("w+b") as log:
        port, descriptor = listening.getsockname()[1], listening.fileno()
        arguments = [str(graph), str(queries), public, str(descriptor), repr(limits)]
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, *arguments], pass_fds=[descriptor], stderr=log
        )
        running = Service(f"http://127.0.0.1:{port}", process, log)
        # only the service holds the port now: when it ends, nothing answers there
        listening.close()
        try:
            # answers at once; the second one once the graph is read
            running.ask("/plain.css")
            running.wait(lambda: running.ask("/sparql?query=ASK%7B%7D").status != 503, 120)
            yield running
        except urllib.error.URLError:
            raise AssertionError(f"the service did not start: {running.said()}") from None
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="session")
def served():
    with service(seconds=2.0, brief=0.5, rows=40, request_bytes=4000) as running:
        yield running
