"""The guide's commands and programs work against a running service, and so does the library."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from jlac_graph.output.rows import write
from jlac_graph.queries.library import list_queries, run

GUIDE = (Path(__file__).parents[2] / "docs" / "sparql.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_curl(whole):
    script = "set -e\n" + blocks("sh")[0].replace(HERE, whole.url).replace("curl ", "curl -sSf ")
    done = subprocess.run(["sh"], input=script, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.replace("\r", "").splitlines()
    assert lines[:2] == ["firm", "https://w3id.org/jlac/id/agent/abn-amro"]
    assert lines[6].startswith("fact,factLabel,target,targetLabel,amount,")
    assert "@prefix jlac: <https://w3id.org/jlac/ont#> ." in lines


@pytest.mark.parametrize("program", blocks("python"))
def test_python(whole, dist, program):
    local = program.replace(HERE, whole.url).replace("dist/graph.nq", str(dist / "graph.nq"))
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
def test_a_query_gives_the_same_over_http_as_in_python(whole, graph_of_all, query):
    values = query.examples[-1] if query.examples else {}
    triples = query.form == "CONSTRUCT"
    kind = "application/n-triples" if triples else "text/csv"
    answer = whole.ask(f"/api/queries/{query.name}?{urlencode(values)}", Accept=kind)
    assert answer.status == 200, answer.text
    assert answer.body == write(run(query, graph_of_all, values), "nt" if triples else "csv")
