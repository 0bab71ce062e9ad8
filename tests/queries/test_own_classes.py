"""A thing of a class that a collection adds is listed under the wider class of the project."""

import pytest

from jlac_graph.core.paths import queries_dir
from jlac_graph.queries.library import answer, find_query, run
from jlac_graph.queries.parameters import chosen
from jlac_graph.sparql.answers import Solutions
from jlac_graph.sparql.rdflib_store import RdflibStore, to_rdflib
from jlac_graph.sparql.store import OxigraphStore

GRAPH = """
@prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix id: <https://w3id.org/jlac/id/> .
@prefix code: <https://w3id.org/jlac/code/> .
<https://w3id.org/jlac/id/fact/own> a jlac:Fact, jlac:Investment, jlac:TollConcession ;
  jlac:role <https://w3id.org/jlac/id/agent/holder>, <https://w3id.org/jlac/id/place/mexico> ;
  jlac:citation "r#p1" ; prov:wasDerivedFrom <https://w3id.org/jlac/src/r/p1> ;
  jlac:date "2012"^^xsd:gYear ; jlac:earliest "2012-01-01"^^xsd:date ; jlac:latest "2012-12-31"^^xsd:date ;
  jlac:likelihood <https://w3id.org/jlac/code/likelihood/possible> ;
  jlac:basis <https://w3id.org/jlac/code/basis/inferred> ;
  jlac:condition <https://w3id.org/jlac/code/condition/price-holds> ;
  jlac:claimant <https://w3id.org/jlac/id/agent/world-trade-organization> .
<https://w3id.org/jlac/id/fact/counted> a jlac:Fact, jlac:Investment, jlac:TollConcession ;
  jlac:countedIn <https://w3id.org/jlac/id/fact/own> ; jlac:citation "r#p1" .
<https://w3id.org/jlac/id/fact/bare> jlac:date "2012"^^xsd:gYear ; jlac:earliest "2012-01-01"^^xsd:date .
<https://w3id.org/jlac/id/agent/holder> a jlac:Entity, jlac:Agent, jlac:Firm, jlac:TollFirm ;
  jlac:unnamed true ; jlac:citation "r#p1" .
<https://w3id.org/jlac/src/r/p1> jlac:section "case-digital-tv" .
<https://w3id.org/jlac/code/likelihood/possible> skos:notation "possible" .
<https://w3id.org/jlac/code/basis/inferred> skos:notation "inferred" .
jlac:TollConcession rdfs:subClassOf jlac:Investment . jlac:TollFirm rdfs:subClassOf jlac:Firm .
jlac:Investment rdfs:subClassOf jlac:Fact . jlac:Firm rdfs:subClassOf jlac:Agent .
jlac:Agent rdfs:subClassOf jlac:Entity .
"""
UNCITED = """
<https://w3id.org/jlac/id/fact/uncited> a jlac:Fact, jlac:Investment ; jlac:date "1999"^^xsd:gYear ;
  jlac:earliest "1999-01-01"^^xsd:date ; jlac:latest "1999-12-31"^^xsd:date .
"""
PROJECT = ("Entity", "Agent", "Firm", "Fact", "Investment")
LISTED = sorted(path.stem for path in queries_dir().glob("*.rq") if "isDefinedBy" in path.read_text("utf-8"))


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    said = (f"jlac:{name} rdfs:isDefinedBy <https://w3id.org/jlac/ont> .\n" for name in PROJECT)
    return OxigraphStore.from_text(GRAPH + "".join(said), "ttl")


@pytest.mark.parametrize("name", LISTED)
def test_it_is_listed_once_under_the_class_of_the_project(store: OxigraphStore, name: str) -> None:
    found = run(find_query(name), store)
    assert [row["class"].rpartition("#")[2] for row in found.to_dicts()] in (["Investment"], ["Firm"])


def test_what_has_no_class_is_not_listed_by_year(store: OxigraphStore) -> None:
    items = [row["item"] for row in run(find_query("dated-in-year"), store).to_dicts()]
    assert items == ["https://w3id.org/jlac/id/fact/own"]


def test_what_has_no_citation_is_listed_by_every_engine() -> None:
    query = find_query("dated-in-year")
    defined = "jlac:Investment rdfs:isDefinedBy <https://w3id.org/jlac/ont> ."
    store = OxigraphStore.from_text(GRAPH + UNCITED + defined, "ttl")
    asked = (store, RdflibStore(to_rdflib(store)))
    rows, other = (run(query, graph, {"year": "1999"}).to_dicts() for graph in asked)
    assert rows == other
    assert [row["item"].rpartition("/")[2] for row in rows] == ["uncited"]


@pytest.mark.parametrize("name", sorted(path.stem for path in queries_dir().glob("*.rq")))
def test_where_little_is_found_every_engine_answers_the_same(name: str, graph_of_all: OxigraphStore) -> None:
    """By itself rdflib gives a group without keys where a grouped subselect finds nothing."""
    query, store = find_query(name), OxigraphStore.from_text(GRAPH, "ttl")
    values = chosen(query, {}, graph_of_all)
    ours, other = (answer(query, graph, values) for graph in (store, RdflibStore(to_rdflib(store))))
    if isinstance(ours, Solutions):
        assert other.to_dicts() == ours.to_dicts()
