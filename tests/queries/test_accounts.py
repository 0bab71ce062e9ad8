"""Lists of events say which account counts, and take a date from where it is finest."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.build.rules import derive, read_rules
from jlac_graph.core.namespaces import ONT
from jlac_graph.graph import Graph
from jlac_graph.queries.library import find_query, list_queries, run
from jlac_graph.sparql.answers import Solutions
from jlac_graph.sparql.store import OxigraphStore
from jlac_graph.sparql.syntax import columns

ID = "https://w3id.org/jlac/id/"
HEAD = """
@prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix fact: <https://w3id.org/jlac/id/fact/> .
@prefix act: <https://w3id.org/jlac/id/agreement/> .
@prefix place: <https://w3id.org/jlac/id/place/> .
@prefix src: <https://w3id.org/jlac/src/> .
@prefix state: <https://w3id.org/jlac/code/status/> .
@prefix step: <https://w3id.org/jlac/code/agreement-step/> .
@prefix type: <https://w3id.org/jlac/code/agreement-type/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
step:signed skos:notation "signed" . step:in-force skos:notation "in-force" .
state:in-force skos:notation "in-force" . state:completed skos:notation "completed" .
state:announced skos:notation "announced" ; jlac:isPlan true .
place:mexico a jlac:Country . place:chile a jlac:Country .
"""
PLANTS = """
fact:plant a jlac:Investment ; jlac:host place:mexico ; jlac:amount 2000 ; jlac:currency "USD" ;
    jlac:citation "report#p1" ; jlac:earliest "2012-01-25"^^xsd:date ; jlac:latest "2012-01-25"^^xsd:date .
fact:plant-press a jlac:Investment ; jlac:host place:mexico ; jlac:amount 2000 ; jlac:currency "USD" ;
    jlac:citation "press#p1" ; jlac:countedIn fact:plant .
fact:mill a jlac:Investment ; jlac:host place:mexico ; jlac:citation "report#p2" ; jlac:countedIn fact:mills ;
    jlac:earliest "2014-01-01"^^xsd:date ; jlac:latest "2014-12-31"^^xsd:date .
fact:mills a jlac:Investment ; jlac:host place:chile ; jlac:citation "report#p3" .
"""
PACTS = """
act:pact a jlac:Agreement ; jlac:agreementType type:trade ; jlac:citation "list#1" ;
    jlac:inForcePrinted "2005"^^xsd:gYear ;
    jlac:earliest "2005-01-01"^^xsd:date ; jlac:latest "2005-12-31"^^xsd:date ; jlac:hasParty place:mexico .
act:deed a jlac:Agreement ; jlac:agreementType type:tax ; jlac:citation "list#2" ;
    jlac:hasParty place:mexico .
fact:s1 a jlac:AgreementStep ; jlac:agreement act:pact ; jlac:agreementStep step:signed ;
    jlac:status state:completed ;
    jlac:date "2004-09"^^xsd:gYearMonth ; jlac:citation "ministry#1" .
fact:s2 a jlac:AgreementStep ; jlac:agreement act:pact ; jlac:agreementStep step:signed ;
    jlac:status state:completed ;
    jlac:date "2004-09-17"^^xsd:date ; jlac:citation "register#1" ; jlac:countedIn fact:s1 .
fact:s3 a jlac:AgreementStep ; jlac:agreement act:pact ; jlac:agreementStep step:signed ;
    jlac:status state:announced ;
    jlac:date "2004-03-01"^^xsd:date ; jlac:citation "press#1" .
fact:f1 a jlac:AgreementStep ; jlac:agreement act:pact ; jlac:agreementStep step:in-force ;
    jlac:status state:completed ;
    jlac:date "2005-04-01"^^xsd:date ; jlac:citation "register#2" ;
    jlac:earliest "2005-04-01"^^xsd:date ; jlac:latest "2005-04-01"^^xsd:date .
fact:f2 a jlac:AgreementStep ; jlac:agreement act:pact ; jlac:agreementStep step:in-force ;
    jlac:status state:completed ;
    jlac:date "2004-12-01"^^xsd:date ; jlac:citation "blog#1" .
fact:p1 a jlac:AgreementParty ; jlac:agreement act:deed ; jlac:party place:mexico ;
    jlac:status state:in-force ;
    jlac:date "1996"^^xsd:gYear ; jlac:citation "ministry#2" ;
    jlac:earliest "1996-01-01"^^xsd:date ; jlac:latest "1996-12-31"^^xsd:date .
"""


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    return OxigraphStore.from_text(HEAD + PLANTS + PACTS, "ttl")


def rows(store: OxigraphStore, name: str, **values: str) -> list[dict[str, str]]:
    """The rows of a query with the last part of each IRI, without what is empty."""
    found = run(find_query(name), store, values)
    assert isinstance(found, Solutions)
    return [
        {c: str(v).rpartition("/")[2] for c, v in row.items() if v is not None} for row in found.to_dicts()
    ]


def test_an_investment_has_one_row_and_the_number_of_its_other_accounts(store: OxigraphStore) -> None:
    found = rows(store, "investments-in", country=f"{ID}place/mexico")
    assert [(row["fact"], row["accounts"]) for row in found] == [("mill", "0"), ("plant", "1")]
    (early,) = rows(store, "investments-in", country=f"{ID}place/mexico", until="2013")
    (late,) = rows(store, "investments-in", country=f"{ID}place/mexico", since="2013")
    assert (early["fact"], late["fact"]) == ("plant", "mill")


def test_an_account_that_is_counted_in_a_fact_of_another_country_stays(store: OxigraphStore) -> None:
    assert [row["fact"] for row in rows(store, "investments-in", country=f"{ID}place/chile")] == ["mills"]


@pytest.mark.parametrize("name", ["agreements", "agreements-of", "trade-agreements"])
def test_lists_of_agreements_have_where_their_dates_come_from(name: str) -> None:
    assert {"inForce", "signed", "inForceSources", "signedSources"} <= set(columns(find_query(name).text))


def test_an_agreement_takes_the_finest_date_that_agrees_with_its_row(store: OxigraphStore) -> None:
    deed, pact = rows(store, "agreements")
    assert (pact["inForce"], pact["signed"]) == ("2005-04-01", "2004-09-17")
    assert (pact["inForceSources"], pact["signedSources"]) == ("register#2", "register#1")
    assert (deed["inForce"], deed["inForceSources"], deed.get("signed")) == ("1996", "ministry#2", None)
    in_force = {row["agreement"]: row["inForce"] for row in rows(store, "agreements-in-force", year="2006")}
    assert in_force == {"deed": "1996", "pact": "2005-04-01"}


def test_the_graph_dates_an_agreement_as_the_lists_do() -> None:
    graph = ox.Store()
    graph.load((HEAD + PACTS).encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"{ID}graph"))
    derive(graph, read_rules(Path(__file__).parents[2] / "ontology" / "rules"))
    dates = {
        (q.subject.value.rpartition("/")[2], q.predicate.value.rpartition("#")[2]): q.object.value
        for q in graph
        if q.predicate.value in (f"{ONT}inForce", f"{ONT}signed")
    }
    assert dates == {
        ("pact", "inForce"): "2005-04-01",
        ("pact", "signed"): "2004-09-17",
        ("deed", "inForce"): "1996",
    }


def test_every_account_of_a_step_is_listed_and_marked(store: OxigraphStore) -> None:
    found = [
        (row["date"], row["step"], row.get("counted"))
        for row in rows(store, "agreement-steps", agreement=f"{ID}agreement/pact")
    ]
    assert ("2004-09", "signed", "True") in found
    assert ("2004-09-17", "signed", "False") in found
    (deed,) = rows(store, "agreement-steps", agreement=f"{ID}agreement/deed")
    assert (deed["date"], deed["step"], deed["fact"]) == ("1996", "in-force", "p1")


def test_a_list_of_amounts_lists_an_event_once_or_says_which_account_counts() -> None:
    listing = {"fact", "amount", "status"}
    found = {q.name: q for q in list_queries() if listing <= set(columns(q.text))}
    assert len(found) >= 10
    lost = {
        name
        for name, q in found.items()
        if "counted" not in columns(q.text) and "jlac:countedIn" not in q.text
    }
    assert lost == set()


CLAIMS = """
src:report dcterms:issued "2013-01-01"^^xsd:date . src:press dcterms:issued "2012-02-01"^^xsd:date .
src:r1 dcterms:isPartOf src:report . src:n1 dcterms:isPartOf src:press .
fact:claim a jlac:Fact ; prov:wasDerivedFrom src:r1 ; jlac:status state:announced ;
    rdfs:label "announced"@en ;
    jlac:amount 10 ; jlac:currency "USD" ; jlac:latest "2012-01-31"^^xsd:date ; jlac:citation "report#p1" .
fact:same a jlac:Fact ; prov:wasDerivedFrom src:n1 ; jlac:status state:announced ;
    rdfs:label "announced too"@en ;
    jlac:amount 10 ; jlac:currency "USD" ; jlac:latest "2012-01-25"^^xsd:date ; jlac:citation "press#p1" .
fact:done a jlac:Fact ; prov:wasDerivedFrom src:n1 ; jlac:status state:completed ; rdfs:label "done"@en ;
    jlac:amount 12 ; jlac:currency "USD" ; jlac:latest "2014-01-25"^^xsd:date ; jlac:citation "press#p2" .
fact:euro a jlac:Fact ; prov:wasDerivedFrom src:n1 ; jlac:status state:completed ; rdfs:label "in euros"@en ;
    jlac:amount 10 ; jlac:currency "EUR" ; jlac:citation "press#p3" .
<urn:event> jlac:account fact:claim , fact:same , fact:done , fact:euro .
"""


def test_a_later_report_is_told_from_another_account_and_amounts_are_compared() -> None:
    store = OxigraphStore.from_text(HEAD + CLAIMS, "ttl")
    found = {
        row["later"]: (row["timing"], row["amounts"], row["shares"])
        for row in rows(store, "claims-borne-out", source="https://w3id.org/jlac/src/report")
    }
    assert found == {
        "same": ("another account", "agrees", "not compared"),
        "done": ("later", "differs", "not compared"),
        "euro": ("undated", "not compared", "not compared"),
    }


def test_columns_are_explained_in_words_of_their_own_query() -> None:
    words = {
        ("agreement-steps", "step"): "the step",
        ("causes-of", "step"): "1 for a cause",
        ("trade-agreements", "parties"): "names of the parties",
        ("largest-deals", "parties"): "names of those who invest",
        ("agreed-links", "target"): "the entity at the other end",
        ("investments-in", "target"): "what receives the investment",
        ("sources", "area"): "the area that the source covers",
        ("projects-by-area", "area"): "the area of cooperation",
        ("figures", "area"): "the place",
        ("supply-chains", "unit"): "unit of the quantity",
    }
    for (name, column), text in words.items():
        assert find_query(name).column(column).startswith(text), (name, column)


def test_statistics_of_an_indicator_say_publisher_definition_and_break_of_series() -> None:
    assert {"publisher", "definition", "seriesBreak"} <= set(columns(find_query("figures").text))


def test_the_rows_of_an_agency_add_up_to_what_it_lent(graph_of_all: OxigraphStore) -> None:
    asked = {"field": "copper", "since": 2013}
    rows = Graph(graph_of_all).query("financing-by", agency="jbic", **asked).to_dicts()
    loans = [row for row in rows if str(row["class"]).endswith("Loan") and row["currency"] == "USD"]
    lenders = Graph(graph_of_all).query("top-lenders", **asked).to_dicts()
    (whole,) = [row for row in lenders if str(row["lender"]).endswith("agent/jbic")]
    for column in ("amount", "jointAmount"):
        summed = sum(row["countedAmount" if column == "amount" else column] or 0 for row in loans)
        assert summed == whole[column]
    assert sum(row["amount"] or 0 for row in loans) > whole["amount"] > 0


@pytest.mark.parametrize("form", ["planned", "agreed"])
def test_every_link_of_a_form_is_listed_with_its_facts(graph_of_all: OxigraphStore, form: str) -> None:
    """A bank that lends beside another has the link too, and a stake is an investment."""
    asked = {"thing": "mufg-bank"} if form == "agreed" else {}
    bank = "?thing skos:prefLabel|skos:altLabel 'MUFG Bank'@en ." if asked else ""
    links = f"SELECT DISTINCT ?link ?target {{ {bank} ?link jlac:{form}For ?done . ?thing ?link ?target }}"
    rows = Graph(graph_of_all).query(f"{form}-links", **asked).to_dicts()
    listed = {(row["link"], row["target"]) for row in rows}
    assert listed == {tuple(row.values()) for row in graph_of_all.select(links).to_dicts()}
    assert any("CofinancesWith" in link for link, _ in listed)
