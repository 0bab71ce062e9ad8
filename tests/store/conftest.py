"""A small graph in three named graphs, two of which share triples."""

from pathlib import Path

import pytest
from jlac_graph.sparql.syntax.rdflib_store import RdflibStore, to_rdflib
from jlac_graph.sparql.syntax.store import OxigraphStore

HERE = Path(__file__).parent
GRAPH = HERE / "graph.trig"
QUERIES = HERE / "queries"


@pytest.fixture(scope="session")
def graph_path() -> Path:
    return GRAPH


@pytest.fixture(scope="session")
def queries_path() -> Path:
    return QUERIES


@pytest.fixture(scope="session")
def embedded() -> OxigraphStore:
    return OxigraphStore.from_path(GRAPH)


@pytest.fixture(params=["oxigraph", "rdflib"])
def store(request, embedded):
    return embedded if request.param == "oxigraph" else RdflibStore(to_rdflib(embedded))
