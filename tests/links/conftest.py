"""A small graph with the project's own ontology, rules and wordings."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph import rules, wording
from jlac_graph.store import OxigraphStore

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = ox.Store()
    for path in [ONTOLOGY / "jlac.ttl", *ONTOLOGY.glob("vocab/*.ttl"), HERE / "graph.ttl"]:
        graph.load(path=str(path), format=ox.RdfFormat.TURTLE)
    rules.derive(graph, rules.read_rules(ONTOLOGY / "rules"))
    graph.extend([ox.Quad(*triple, ox.DefaultGraph()) for triple in wording.fact_labels(graph)])
    graph.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    path = tmp_path_factory.mktemp("small") / "graph.nq"
    graph.dump(str(path), ox.RdfFormat.N_QUADS)
    return path


@pytest.fixture(scope="session")
def small(small_file: Path) -> OxigraphStore:
    return OxigraphStore.from_path(small_file)
