"""The commands against a server: push, then read from it as from a file."""

import re

import pytest

from tests.csvw.command import run
from tests.fixtures.kept import kept_graphs  # noqa: F401

from .conftest import add_to_jena

COMMANDS = [
    line.split()
    for line in """
query agreements -f csv
query investments-in -p country=chile -f csv
show mitsui
show chile --lang ja
search copper
queries investments-in
trace mitsui jbic --paths 3
trace Firm Mine@chile --paths 1 -f json
neighbors jbic
rank
rank -P countries
brokers
communities
mixing
backbone
motifs
export gexf -P actors
export graphml -P full --lang es
export d3 -P coinvestment
export obsidian -P actors -o OUT
export ttl
draw -P countries -o OUT.svg
draw --ego jbic -o OUT.svg
""".strip().splitlines()
]
PUSHED = {}
FROM_FILE = {}


def jlac(*args, status=0):
    done = run(*map(str, args))
    assert done.code == status, done.err
    return done


@pytest.fixture(autouse=True)
def terminal(monkeypatch, kept_graphs):
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture(scope="module")
def graph(near_file):
    """The stores hold more than a server answers at once; the whole report would only take longer."""
    return near_file


@pytest.fixture
def pushed(server, graph):
    """The server with the whole graph, pushed once."""
    if server.query not in PUSHED:
        PUSHED[server.query] = jlac("push", server.update, "-g", graph, "--query", server.query).err
    return server.query


def test_every_triple_is_pushed(server, pushed, graph):
    told = re.search(r"(\d+) triples in .*; (\d+) sent", PUSHED[pushed])
    assert {*map(int, told.groups())} == {len(graph.read_text().splitlines())}
    assert jlac("diff", graph, pushed).out.decode() == "0 added, 0 removed, 0 changed\n"


@pytest.fixture(scope="module")
def in_jena(jena_server, graph):
    add_to_jena(jena_server, graph.read_bytes())
    return jena_server.query


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_reading_command_answers_as_from_the_file(command, pushed, graph, tmp_path):
    answers_alike(command, pushed, graph, tmp_path)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_reading_command_answers_from_jena_as_from_the_file(command, in_jena, graph, tmp_path):
    answers_alike(command, in_jena, graph, tmp_path)


def answers_alike(command, place, graph, folder):
    words = " ".join(command)
    if words not in FROM_FILE:  # the same for each server
        FROM_FILE[words] = answer(command, graph, folder / "a")
    assert answer(command, place, folder / "b") == FROM_FILE[words]
    assert len(FROM_FILE[words]) > 200


def answer(command, place, folder):
    """Standard output and the files that a command writes."""
    folder.mkdir()
    words = [str(folder / word) if word.startswith("OUT") else word for word in command]
    written = jlac(*words, "--graph", place).out
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != ".jlac-export")
    return written + b"".join(path.read_bytes() for path in files)


def test_a_server_that_is_not_there_is_one_line(graph):
    done = jlac("push", "http://127.0.0.1:9/update", "-g", graph, status=1)
    assert re.fullmatch(r"jlac: http://127.0.0.1:9/query does not answer: .*refused\n", done.err)
