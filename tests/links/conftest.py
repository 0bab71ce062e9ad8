"""A small graph with the project's own ontology, rules and wordings."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from jlac_graph.sparql.syntax.store import OxigraphStore

from jlac_graph.build.pipeline import fact_sentences as wording
from jlac_graph.build.pipeline import rules

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"


def build(folder: Path, *tables: str) -> Path:
    """The named files with the ontology, and what its rules derive, as a build has it."""
    graph = ox.Store()
    files = [ONTOLOGY / "jlac.ttl", *ONTOLOGY.glob("vocab/*.ttl"), *(HERE / t for t in tables)]
    for path in files:
        graph.load(path=str(path), format=ox.RdfFormat.TURTLE)
    rules.derive(graph, rules.read_rules(ONTOLOGY / "rules"))
    graph.extend([ox.Quad(*triple, ox.DefaultGraph()) for triple in wording.fact_labels(graph)])
    graph.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    graph.dump(str(folder / "graph.nq"), ox.RdfFormat.N_QUADS)
    return folder / "graph.nq"


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("small"), "graph.ttl")


@pytest.fixture(scope="session")
def small(small_file: Path) -> OxigraphStore:
    return OxigraphStore.from_path(small_file)


@pytest.fixture(scope="session")
def wide_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wide"), "graph.ttl", "more.ttl")


@pytest.fixture(scope="session")
def wide(wide_file: Path) -> OxigraphStore:
    return OxigraphStore.from_path(wide_file)
