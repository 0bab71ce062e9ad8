# ruff: noqa: E501
"""Accounts of one event: which is counted, what is counted in its place, and how an event is named."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.build.fact_sentences import fact_labels
from jlac_graph.build.rules import derive, read_rules

ONTOLOGY = Path(__file__).parents[2] / "ontology"
RULES = read_rules(ONTOLOGY / "rules")
ONT = "https://w3id.org/jlac/ont#"
ID = "https://w3id.org/jlac/id/"
GRAPH = """
@prefix jlac: <https://w3id.org/jlac/ont#> . @prefix fact: <https://w3id.org/jlac/id/fact/> .
@prefix agent: <https://w3id.org/jlac/id/agent/> . @prefix src: <https://w3id.org/jlac/src/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix tier: <https://w3id.org/jlac/code/tier/> . @prefix status: <https://w3id.org/jlac/code/status/> .
@prefix precision: <https://w3id.org/jlac/code/precision/> . @prefix type: <https://w3id.org/jlac/code/finance-type/> .
@prefix likelihood: <https://w3id.org/jlac/code/likelihood/> . @prefix scope: <https://w3id.org/jlac/code/scope/> .
@prefix basis: <https://w3id.org/jlac/code/basis/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix place: <https://w3id.org/jlac/id/place/> . agent:jica a jlac:Firm ; jlac:country place:japan .
src:own a jlac:Source ; jlac:tier tier:primary . src:paper a jlac:Source ; jlac:tier tier:press .
src:own-p1 dcterms:isPartOf src:own . src:paper-p1 dcterms:isPartOf src:paper .
agent:jbic a jlac:Firm ; skos:prefLabel "JBIC"@en . agent:codelco a jlac:Firm ; skos:prefLabel "Codelco"@en .
"""


def store(turtle: str) -> ox.Store:
    found = ox.Store()
    terms, facts = (
        ox.NamedNode(f"https://w3id.org/jlac/graph/{name}") for name in ("ontology", "test/facts")
    )
    for path in (ONTOLOGY / "jlac.ttl", *sorted((ONTOLOGY / "vocab").glob("*.ttl"))):
        found.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=terms)
    found.load((GRAPH + turtle).encode(), ox.RdfFormat.TURTLE, to_graph=facts)
    derive(found, RULES)
    return found


def pairs(graph: ox.Store, name: str) -> set[tuple[str, str]]:
    quads = graph.quads_for_pattern(None, ox.NamedNode(ONT + name), None)
    return {(str(q.subject.value).removeprefix(ID), str(q.object.value).removeprefix(ID)) for q in quads}


OWN = "prov:wasDerivedFrom src:own-p1"
PAPER = "prov:wasDerivedFrom src:paper-p1"


@pytest.mark.parametrize(
    ("first", "second", "counted"),
    [
        (f"jlac:amount 5 ; {PAPER}", f"jlac:amount 6 ; {OWN}", "fact/b"),
        (
            f"jlac:amount 5 ; {PAPER}",
            f"jlac:amount 5 ; jlac:scope scope:co-lenders-part-unclear ; {OWN}",
            "fact/a",
        ),
        (f"jlac:amount 5 ; {PAPER}", OWN, "fact/a"),
        (
            f"jlac:amount 5 ; jlac:status status:announced ; {OWN}",
            f"jlac:status status:completed ; {PAPER}",
            "fact/b",
        ),
        (
            f"jlac:amount 5 ; jlac:status status:agreed ; {OWN}",
            f"jlac:amount 6 ; jlac:status status:completed ; {PAPER}",
            "fact/b",
        ),
        (
            f"jlac:amount 5 ; jlac:status status:agreed ; {OWN}",
            f"jlac:status status:completed ; {PAPER}",
            "fact/a",
        ),
        (
            f"jlac:amount 5 ; jlac:status status:announced ; {OWN}",
            f"jlac:status status:completed ; jlac:likelihood likelihood:possible ; {PAPER}",
            "fact/a",
        ),
        (
            f"jlac:amount 5 ; jlac:status status:agreed ; {PAPER}",
            f"jlac:amount 6 ; jlac:status status:completed ; jlac:basis basis:inferred ; {OWN}",
            "fact/a",
        ),
        (
            f'jlac:amount 5 ; jlac:status status:agreed ; jlac:date "2015" ; {PAPER}',
            f"jlac:amount 5 ; jlac:status status:completed ; {PAPER}",
            "fact/a",
        ),
        (
            f"jlac:amount 5 ; jlac:status status:announced ; {OWN}",
            f"jlac:status status:cancelled ; {PAPER}",
            "fact/b",
        ),
        (
            f"jlac:amount 5 ; jlac:status status:announced ; {OWN}",
            f"jlac:amount 5 ; jlac:status status:completed ; {OWN}",
            "fact/b",
        ),
        (f"jlac:amount 5 ; jlac:precision precision:about ; {OWN}", f"jlac:amount 5 ; {OWN}", "fact/b"),
        (f"jlac:amount 5 ; {OWN}", f"jlac:amount 5 ; {OWN}", "fact/a"),
        (
            f'jlac:amount 5 ; jlac:date "2018-04/2019-03" ; {OWN}',
            f'jlac:amount 5 ; jlac:date "2019-03-26"^^xsd:date ; {OWN}',
            "fact/b",
        ),
        (
            f'jlac:amount 5 ; jlac:currency "USD" ; jlac:status status:completed ; {PAPER}',
            f'jlac:amount 600 ; jlac:currency "JPY" ; jlac:status status:agreed ; {OWN}',
            "fact/b",
        ),
        (
            f'jlac:financier agent:jica ; jlac:amount 5 ; jlac:currency "USD" ; {OWN}',
            f'jlac:financier agent:jica ; jlac:amount 600 ; jlac:currency "JPY" ; {OWN}',
            "fact/b",
        ),
        (
            f'jlac:date "../2011" ; jlac:latest "2011-12-31" ; {OWN}',
            f'jlac:date "2010-06" ; jlac:earliest "2010-06-01" ; {PAPER}',
            "fact/b",
        ),
    ],
    ids=[
        "best tier",
        "whose amount",
        "only number",
        "more than a plan before a number",
        "most advanced status before the best tier",
        "a number before the most advanced status",
        "a plan before what is only possible",
        "what a source states before what a curator inferred",
        "a date before the most advanced status",
        "a cancelled deal before its plan",
        "most advanced status",
        "most precise",
        "end of the chain",
        "the day of what is equal otherwise",
        "the currency of the best source before the most advanced status",
        "the yen of a Japanese giver among equal sources",
        "a date before one that is only by a day, if there is no number",
    ],
)
def test_the_counted_account(first: str, second: str, counted: str) -> None:
    graph = store(f"fact:a a jlac:Loan ; {first} . fact:b a jlac:Loan ; jlac:sameEventAs fact:a ; {second} .")
    other = {"fact/a": "fact/b", "fact/b": "fact/a"}[counted]
    assert pairs(graph, "account") == {("event/a--accounts", "fact/a"), ("event/a--accounts", "fact/b")}
    assert pairs(graph, "countedAccount") == {("event/a--accounts", counted)}
    assert pairs(graph, "countedIn") == {(other, counted)}


def test_chained_accounts_are_one_event() -> None:
    graph = store("fact:c jlac:sameEventAs fact:b . fact:b jlac:sameEventAs fact:a . fact:a a jlac:Fact .")
    assert {event for event, _ in pairs(graph, "account")} == {"event/a--accounts"}


def test_a_part_counts_within_its_whole_as_both_are_counted() -> None:
    graph = store(f"""
        fact:whole a jlac:Loan ; jlac:amount 5 ; {PAPER} .
        fact:whole-b a jlac:Loan ; jlac:amount 6 ; jlac:sameEventAs fact:whole ; {OWN} .
        fact:part a jlac:Loan ; jlac:amount 2 ; jlac:portionOf fact:whole .
        fact:ceiling a jlac:Financing ; jlac:amount 9 ; jlac:financeType type:framework .
        fact:drawn a jlac:Loan ; jlac:amount 1 ; jlac:portionOf fact:ceiling .
        fact:unknown a jlac:Loan . fact:tranche a jlac:Loan ; jlac:amount 1 ; jlac:portionOf fact:unknown .""")
    assert pairs(graph, "countedWithin") == {("fact/part", "fact/whole-b")}


def test_a_part_and_its_whole_are_never_both_added() -> None:
    graph = store(f"""
        fact:whole a jlac:Loan ; jlac:amount 281 ; jlac:currency "JPY" ; {OWN} .
        fact:first a jlac:Loan ; jlac:amount 30 ; jlac:currency "JPY" ; jlac:portionOf fact:whole .
        fact:second a jlac:Loan ; jlac:amount 92 ; jlac:currency "JPY" ; jlac:portionOf fact:whole .
        fact:dollars a jlac:Loan ; jlac:amount 2 ; jlac:currency "USD" ; jlac:portionOf fact:whole .
        fact:hoped a jlac:Loan ; jlac:amount 7 ; jlac:currency "JPY" ; jlac:status status:announced ;
            jlac:portionOf fact:whole .
        fact:cover a jlac:Insurance ; jlac:amount 9 ; jlac:currency "JPY" ; jlac:portionOf fact:whole .
        fact:ceiling a jlac:Financing ; jlac:amount 9 ; jlac:financeType type:framework .""")
    apart = {("fact/first", "fact/whole"), ("fact/second", "fact/whole")}
    within = {(f"fact/{name}", "fact/whole") for name in ("dollars", "hoped", "cover")}
    assert pairs(graph, "countedApartFrom") == apart
    assert pairs(graph, "countedOnlyWithin") == within
    amounts = {("fact/whole", "159"), ("fact/first", "30"), ("fact/second", "92")}
    assert pairs(graph, "countedAmount") == {
        *amounts, ("fact/dollars", "2"), ("fact/hoped", "7"), ("fact/cover", "9")
    }  # fmt: skip


def test_a_sum_in_dollars_of_grants_in_yen_is_a_conversion() -> None:
    graph = store(f"""
        fact:both a jlac:Grant ; jlac:financier agent:jica ; jlac:amount 5 ; jlac:currency "USD" ; {PAPER} .
        fact:one a jlac:Grant ; jlac:financier agent:jica ; jlac:amount 300 ; jlac:currency "JPY" ;
            jlac:portionOf fact:both ; {OWN} .""")
    assert pairs(graph, "conversionOf") == {("fact/both", "fact/one")}
    assert pairs(graph, "countedAmount") == {("fact/both", "0"), ("fact/one", "300")}
    assert not pairs(graph, "countedOnlyWithin")


def test_every_account_of_a_replaced_ceiling_is_counted_in_the_later_one() -> None:
    graph = store("""
        fact:early a jlac:Financing ; jlac:amount 3 . fact:early-b a jlac:Financing ; jlac:sameEventAs fact:early .
        fact:late a jlac:Financing ; jlac:replaces fact:early .""")
    assert pairs(graph, "countedIn") >= {("fact/early", "fact/late"), ("fact/early-b", "fact/late")}


def test_terms_follow_the_sentence_and_an_event_goes_by_its_counted_account() -> None:
    graph = store(f"""
        fact:a a jlac:Loan ; jlac:financier agent:jbic ; jlac:recipient agent:codelco ; jlac:amount 5000000 ;
            jlac:currency "USD" ; jlac:interest 1.15 ; jlac:maturity 25.0 ; jlac:grace 7.0 ;
            jlac:status status:agreed ; jlac:financeType type:untied-loan ; {OWN} .
        fact:b a jlac:Loan ; jlac:financier agent:jbic ; jlac:recipient agent:codelco ;
            jlac:sameEventAs fact:a ; {PAPER} .""")
    said = {
        t.subject.value.removeprefix(ID): t.object.value
        for t in fact_labels(graph)
        if t.object.language == "en"
    }
    terms = "untied loan; 1.15% interest; 25 years; 7 years of grace"
    assert said["fact/a"] == f"JBIC agreed to lend USD 5 million to Codelco ({terms})"
    assert said["event/a--accounts"] == f"The loan of USD 5 million by JBIC to Codelco ({terms}; agreed)"
