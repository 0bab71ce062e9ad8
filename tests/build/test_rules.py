"""The generic rules derive shortcuts, inverses and evidence from declarations alone."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.build.rules import derive, read_rules
from jlac_graph.core.errors import DataError

ROOT = Path(__file__).parents[2]
RULES = read_rules(ROOT / "ontology" / "rules")
PREFIXES = """
@prefix jlac: <https://w3id.org/jlac/ont#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix : <urn:> .
"""


def derived(turtle: str) -> set[str]:
    store = ox.Store()
    store.load((PREFIXES + turtle).encode(), ox.RdfFormat.TURTLE)
    count = derive(store, RULES)
    new = {
        f"{q.subject} {q.predicate} {q.object}".replace("https://w3id.org/jlac/ont#", "jlac:")
        for q in store.quads_for_pattern(
            None, None, None, ox.NamedNode("https://w3id.org/jlac/graph/derived")
        )
    }
    assert count == len(new)
    return new


def test_a_new_fact_class_needs_no_code() -> None:
    assert derived(
        """
        jlac:r jlac:ofFact :Gift ; jlac:fromRole :giver ; jlac:toRole :taker ;
            jlac:shortcut :gaveTo .
        :gaveTo owl:inverseOf :gotFrom ; rdfs:subPropertyOf :dealtWith .
        :f a :Gift ; :giver :a ; :taker :b .
        """
    ) == {
        "<urn:a> <urn:gaveTo> <urn:b>",
        "<urn:a> <urn:dealtWith> <urn:b>",
        "<urn:b> <urn:gotFrom> <urn:a>",
    }


def test_rules_hold_for_subclasses_of_the_fact() -> None:
    assert "<urn:a> <urn:owns> <urn:b>" in derived(
        """
        jlac:r jlac:ofFact :Holding ; jlac:fromRole :o ; jlac:toRole :p ; jlac:shortcut :owns .
        :Lease a owl:Class ; rdfs:subClassOf :Holding . :f a :Lease ; :o :a ; :p :b .
        """
    )


def test_a_symmetric_link_leaves_out_the_thing_itself() -> None:
    assert derived(
        """
        jlac:r jlac:ofFact :Pact ; jlac:fromRole :p ; jlac:toRole :p ; jlac:shortcut :with .
        :with a owl:SymmetricProperty . :f a :Pact ; :p :a , :b .
        """
    ) == {"<urn:a> <urn:with> <urn:b>", "<urn:b> <urn:with> <urn:a>"}


def test_a_citation_becomes_evidence() -> None:
    assert derived('jlac:p jlac:locator "s#p1" . :f jlac:citation "s#p1" , "s#p9" .') == {
        "<urn:f> <http://www.w3.org/ns/prov#wasDerivedFrom> <jlac:p>"
    }


def test_no_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="contains no rules"):
        read_rules(tmp_path)


def test_a_rule_must_construct() -> None:
    with pytest.raises(DataError, match="CONSTRUCT"):
        derive(ox.Store(), ["ASK {}"])
