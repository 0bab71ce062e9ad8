"""The explorer over facts of several classes, statuses and collections."""

import json

import pytest

from jlac_graph.lookup.links import read_links
from jlac_graph.sparql.rdflib_store import RdflibStore, to_rdflib
from jlac_graph.sparql.store import OxigraphStore
from jlac_graph.web.explore import Explorer
from jlac_graph.web.explore.cache import Cache

ONTOLOGY = """
@prefix jlac: <https://w3id.org/jlac/ont#> . @prefix id: <https://w3id.org/jlac/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix x: <https://example.org/> .
@prefix status: <https://w3id.org/jlac/code/status/> . @prefix dcterms: <http://purl.org/dc/terms/> .
jlac:Investment rdfs:subClassOf jlac:Fact . x:Own rdfs:subClassOf jlac:Investment .
jlac:investor rdfs:subPropertyOf jlac:role . jlac:target rdfs:subPropertyOf jlac:role .
<https://example.org/rule> jlac:ofFact jlac:Investment ; jlac:fromRole jlac:investor ;
  jlac:toRole jlac:target ; jlac:shortcut jlac:investedIn .
jlac:plannedInvestedIn jlac:plannedFor jlac:investedIn .
jlac:agreedInvestedIn jlac:agreedFor jlac:investedIn .
status:planned jlac:isPlan true . status:agreed jlac:isAgreed true .
<https://w3id.org/jlac/id/agent/a> a jlac:Entity . <https://w3id.org/jlac/id/asset/b> a jlac:Entity .
<https://w3id.org/jlac/id/place/chile> a jlac:Entity , jlac:Place , jlac:Country .
<https://w3id.org/jlac/id/agent/a> jlac:within <https://w3id.org/jlac/id/place/chile> .
"""
FACT = """
<https://w3id.org/jlac/id/fact/f> a jlac:Fact , jlac:Investment , x:Own ;
  jlac:investor <https://w3id.org/jlac/id/agent/a> ; jlac:target <https://w3id.org/jlac/id/asset/b> .
"""


def store_of(more: str = "") -> OxigraphStore:
    return OxigraphStore.from_text(ONTOLOGY + FACT + more, "ttl")


def test_a_fact_that_says_nothing_makes_its_link() -> None:
    found = read_links(store_of())
    assert [(link.relation, link.fact) for link in found.links] == [("investedIn", "fact/f")]
    assert found.facts["fact/f"].sources == ()


@pytest.mark.parametrize("statuses", ["planned agreed", "agreed planned"])
def test_each_status_of_a_fact_makes_a_link(statuses: str) -> None:
    more = "".join(
        f"<https://w3id.org/jlac/id/fact/f> jlac:status status:{name} . " for name in statuses.split()
    )
    relations = [link.relation for link in read_links(store_of(more)).links]
    assert relations == ["agreedInvestedIn", "plannedInvestedIn"]


def test_a_fact_of_a_class_of_a_collection_has_the_pillar_of_the_wider_class() -> None:
    answer = json.loads(Explorer(store_of()).answer("activity", {}))
    assert [(fact["id"], fact["pillar"]) for fact in answer["facts"]] == [("fact/f", "investment")]


def test_only_a_place_lies_in_a_country() -> None:
    assert "agent/a" not in Cache(store_of(), None).countries


def test_a_collection_is_called_by_its_title() -> None:
    name = "https://w3id.org/jlac/collection/mine"
    more = f'<{name}> a jlac:Collection ; dcterms:title "Mine"@en . x:page dcterms:title "Not"@en .'
    for read in (True, False):
        cache = Cache(store_of(more), None)
        if read:
            cache.read_labels()
        assert cache.labels([name, "https://example.org/page"], "en") == {
            name: "Mine",
            "https://example.org/page": "page",
        }


def test_no_property_has_no_statements() -> None:
    store = RdflibStore(to_rdflib(store_of()))
    assert list(store.statements([])) == list(store.statements_by_graph([])) == []
