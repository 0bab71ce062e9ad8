"""The guide's commands and programs work against a running service, and so does the library."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from jlac_graph.core.paths import queries_dir
from jlac_graph.output.rows import write
from jlac_graph.queries.library import list_queries, run
from jlac_graph.sparql.store import OxigraphStore

from .conftest import service

GUIDE = (Path(__file__).parents[2] / "docs" / "sparql.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def real(dist):
    with service(graph=dist / "graph.nq", queries=queries_dir()) as running:
        yield running


@pytest.fixture(scope="module")
def graph(dist):
    return OxigraphStore.from_path(dist / "graph.nq")


def test_curl(real):
    script = "set -e\n" + blocks("sh")[0].replace(HERE, real.url).replace("curl ", "curl -sSf ")
    done = subprocess.run(["sh"], input=script, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.replace("\r", "").splitlines()
    assert lines[:2] == ["firm", "https://w3id.org/jlac/id/agent/abn-amro"]
    assert lines[6].startswith("fact,factLabel,target,targetLabel,amount,")
    assert "@prefix jlac: <https://w3id.org/jlac/ont#> ." in lines


@pytest.mark.parametrize("program", blocks("python"))
def test_python(real, dist, program):
    local = program.replace(HERE, real.url).replace("dist/graph.nq", str(dist / "graph.nq"))
    done = subprocess.run([sys.executable, "-c", local], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    firms = [line for line in done.stdout.splitlines() if line.startswith("https://w3id.org/jlac/id/agent/")]
    assert len(firms) == 5


def test_there_are_two_programs():
    assert len(blocks("python")) == 2


def sample():
    """The first query of each form and set of kinds of parameters; test_answers runs them all."""
    found = {}
    for query in list_queries():
        found.setdefault((query.form, *sorted({p.kind for p in query.parameters})), query)
    return found.values()


@pytest.mark.parametrize("query", sample(), ids=lambda q: q.name)
def test_a_query_gives_the_same_over_http_as_in_python(real, graph, query):
    values = query.examples[-1] if query.examples else {}
    triples = query.form == "CONSTRUCT"
    kind = "application/n-triples" if triples else "text/csv"
    answer = real.ask(f"/api/queries/{query.name}?{urlencode(values)}", Accept=kind)
    assert answer.status == 200, answer.text
    assert answer.body == write(run(query, graph, values), "nt" if triples else "csv")
