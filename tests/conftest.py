"""Fixtures: the project's own graph, built once a session."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.build.pipeline import build
from tests.fixtures.facts import small, small_file, wide, wide_file  # noqa: F401

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build(data=ROOT / "data", ontology=ROOT / "ontology", out=out)
    return out


@pytest.fixture(scope="session")
def store(dist: Path) -> ox.Store:
    graph = ox.Store()
    graph.bulk_load(path=str(dist / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    return graph
