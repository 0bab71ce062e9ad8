"""What a connection may do before it has sent a whole request."""

import json
import os
import resource
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress
from urllib.parse import urlencode

import pytest

from .conftest import service

GOOD = "/sparql?" + urlencode({"query": "SELECT ?s { ?s a jlac:Firm }"})
LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (300, 300))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def connect(served):
    host, port = served.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=30)


def answered(wire):
    """All that the service sends until it closes the connection."""
    parts = []
    with suppress(ConnectionError):
        while part := wire.recv(2**16):
            parts.append(part)
    return b"".join(parts)


def test_half_open_connections_starve_nobody_and_end():
    with service(body_seconds=2.0) as served, ExitStack() as stack:
        half = [stack.enter_context(connect(served)) for _ in range(200)]
        for wire in half:
            wire.sendall(b"GET /sparql HTTP/1.1\r\nHost: x\r\n")
        assert [served.ask(GOOD).status for _ in range(20)] == [200] * 20
        # each is closed, with no more said
        assert {answered(wire) for wire in half} == {b""}


def test_where_files_are_few_the_longest_idle_give_way(monkeypatch):
    command = [sys.executable, "-c", LIMITED]
    monkeypatch.setattr(subprocess, "Popen", wrapped(subprocess.Popen, command))
    with service(body_seconds=60.0) as served, ExitStack() as stack:
        half = []
        for _ in range(400):
            half.append(stack.enter_context(connect(served)))
            half[-1].sendall(b"GET / HTTP/1.1\r\n")
        assert [served.ask(GOOD).status for _ in range(20)] == [200] * 20


def wrapped(popen, command):
    def start(arguments, **named):
        return popen([*command, *arguments[1:]], **named)

    return start


MANY = b"".join(b"X-%d: %s\r\n" % (i, b"y" * 900) for i in range(100))


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n" + MANY + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"y" * 2**20,
        b"GET /?" + b"y" * 2**20,
        b"GET /?" + b"y" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["many", "endless", "endless address", "address"],
)
def test_headers_are_bounded(served, sent):
    with connect(served) as wire:
        with suppress(ConnectionError):
            wire.sendall(sent)
        found = answered(wire)
    # a reset may overtake the answer where more was still on its way
    assert found.startswith(b"HTTP/1.1 431 ") or (found == b"" and len(sent) > 2**18)
    assert served.ask(GOOD).status == 200


def test_a_body_that_does_not_arrive_is_given_up():
    with service(body_seconds=1.0) as served:
        for path in ("/sparql", "/api/graph"):
            with connect(served) as wire:
                head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                wire.sendall(head.encode() + b"Content-Length: 100\r\n\r\nASK")
                assert answered(wire).partition(b"\r\n")[0] in (b"HTTP/1.1 408 Request Timeout", b"")
        assert served.ask(GOOD).status == 200
        assert "Traceback" not in served.said()


def test_a_visitor_who_leaves_in_the_middle_of_a_body_leaves_no_traceback(served):
    for _ in range(5):
        with connect(served) as wire:
            wire.sendall(b"POST /api/labels HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
    assert served.ask(GOOD).status == 200
    assert "Traceback" not in served.said()


def test_a_body_that_is_still_arriving_when_the_service_stops_is_answered():
    with service() as served, connect(served) as wire:
        head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        wire.sendall(head.encode() + b"Content-Length: 100\r\n\r\nASK")
        assert served.ask(GOOD).status == 200
        served.process.terminate()
        assert answered(wire).startswith(b"HTTP/1.1 503 ")
        served.process.wait(20)
        assert "Traceback" not in served.said()


def test_one_connection_takes_many_requests(served):
    with connect(served) as wire:
        wire.sendall(b"GET /plain.css HTTP/1.1\r\nHost: x\r\n\r\n" * 5)
        wire.sendall(b"GET /plain.css HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert answered(wire).count(b"HTTP/1.1 200 OK") == 6


def test_more_files_are_allowed_where_the_system_lets_it():
    code = "from jlac_graph.web.connections import raise_file_limit as r; print(r())"
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    shell = f"ulimit -S -n 256; exec {sys.executable} -c '{code}'"
    told = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=True, env=os.environ)
    assert json.loads(told.stdout) == min(hard if hard > 0 else 2**16, 2**16)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /openapi.json HTTP/1.1\r\n", b"HTTP/1.1 400"),
        (b"GET /openapi.json HTTP/1.1\r\nHost: a\r\nHost: b\r\n", b"HTTP/1.1 400"),
        (b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n", b"HTTP/1.1 200"),
        (b"GET /openapi.json HTTP/1.0\r\n", b"HTTP/1.1 200"),
    ],
)
def test_a_request_needs_one_host(served, head, status):
    with connect(served) as wire:
        wire.sendall(head + b"Connection: close\r\n\r\n")
        assert answered(wire).startswith(status)
