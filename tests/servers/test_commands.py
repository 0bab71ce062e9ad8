"""The commands against a server: push, then read from it as from a file."""

import re

import pytest

from tests.csvw.command import run


def jlac(*args, status=0):
    done = run(*map(str, args))
    assert done.code == status, done.err
    return done


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture(scope="module")
def graph(dist):
    return dist / "graph.nq"


def test_push_then_read(server, graph):
    pushed = jlac("push", server.update, "-g", graph, "--query", server.query)
    held, sent = map(int, re.search(r"(\d+) triples in .*; (\d+) sent", pushed.err).groups())
    assert held == sent == len(graph.read_text().splitlines())
    told = jlac("diff", graph, server.query).out.decode().splitlines()
    if server.name == "virtuoso":  # it keeps a boolean as a whole number (docs/servers.md)
        assert {line.partition(": ")[2] for line in told if line.startswith("  ")} == {"true -> 1"}
    else:
        assert told == ["0 added, 0 removed, 0 changed"]
    for command in (
        ["query", "agreements", "-f", "csv"],
        ["show", "mitsui"],
        ["search", "copper"],
        ["queries", "investments-in"],
    ):
        here, there = (jlac(*command, "--graph", place) for place in (graph, server.query))
        assert sorted(there.out) == sorted(here.out), command


def test_a_server_that_is_not_there_is_one_line(graph):
    done = jlac("push", "http://127.0.0.1:9/update", "-g", graph, status=1)
    assert re.fullmatch(r"jlac: http://127.0.0.1:9/query does not answer: .*refused\n", done.err)
