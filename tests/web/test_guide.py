"""The commands and programs printed in docs/sparql.md work against a running service."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from jlac_graph.build import ensure_built
from jlac_graph.resources import queries_dir

from .conftest import service

GUIDE = (Path(__file__).parents[2] / "docs" / "sparql.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def real():
    with service(graph=ensure_built(), queries=queries_dir()) as running:
        yield running


def test_curl(real):
    script = "set -e\n" + blocks("sh")[0].replace(HERE, real.url).replace("curl ", "curl -sSf ")
    done = subprocess.run(["sh"], input=script, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.replace("\r", "").splitlines()
    assert lines[:2] == ["firm", "https://w3id.org/jlac/id/agent/agrosuper"]
    assert lines[6].startswith("fact,factLabel,investor,investorLabel,")
    assert "@prefix jlac: <https://w3id.org/jlac/ont#> ." in lines


@pytest.mark.parametrize("program", blocks("python"))
def test_python(real, program):
    local = program.replace(HERE, real.url).replace("dist/graph.nq", str(ensure_built()))
    done = subprocess.run([sys.executable, "-c", local], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    firms = [line for line in done.stdout.splitlines() if line.startswith("https://w3id.org/jlac/id/agent/")]
    assert len(firms) == 5


def test_there_are_two_programs():
    assert len(blocks("python")) == 2
