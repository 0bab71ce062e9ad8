"""What programs read before they query: VoID, prefixes, examples, the service description.

The queries below are those that the loaders of `sparql-llm` 0.1.4 send (SIB Swiss Institute of
Bioinformatics, MIT licence, https://github.com/sib-swiss/sparql-llm, `utils.py` and
`loaders/sparql_examples_loader.py`); the package itself needs a vector database and an embedding model.
"""

import json
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib.plugins.sparql import prepareQuery

from jlac_graph.build.partitions import count_partitions
from jlac_graph.core.namespaces import PREFIXES
from jlac_graph.sparql.store import OxigraphStore

from .conftest import ROOT, Service

JLAC = PREFIXES["jlac"]
SD = "http://www.w3.org/ns/sparql-service-description#"
GET_PREFIXES_QUERY = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?prefix ?namespace
WHERE {
    [] sh:namespace ?namespace ;
        sh:prefix ?prefix .
} ORDER BY ?prefix"""
GET_VOID_DESC = """PREFIX up: <http://purl.uniprot.org/core/>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype
WHERE {
    {
        ?cp void:class ?subjectClass ;
            void:propertyPartition ?pp .
        ?pp void:property ?prop .
        OPTIONAL {
            {
                ?pp  void:classPartition [ void:class ?objectClass ] .
            } UNION {
                ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
            }
        }
    } UNION {
        ?linkset void:subjectsTarget [ void:class ?subjectClass ] ;
            void:linkPredicate ?prop ;
            void:objectsTarget [ void:class ?objectClass ] .
    }
}"""
GET_SPARQL_EXAMPLES_QUERY = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
SELECT DISTINCT ?sq ?comment ?query
WHERE {
    ?sq a sh:SPARQLExecutable ;
        rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|spex:describe ?query .
} ORDER BY ?sq"""


def rows(service: Service, query: str) -> list[dict[str, str]]:
    answer = service.ask("/sparql?query=" + quote(query), Accept="application/sparql-results+json")
    assert answer.status == 200, answer.text
    found = json.loads(answer.body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def test_its_loaders_find_the_prefixes(reported: Service) -> None:
    found = {row["prefix"]: row["namespace"] for row in rows(reported, GET_PREFIXES_QUERY)}
    assert found == PREFIXES


def test_its_loaders_find_what_each_property_leads_to(reported: Service, report_dist: Path) -> None:
    schema: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows(reported, GET_VOID_DESC):
        found = schema[row["subjectClass"]][row["prop"]]
        found.update(row[name] for name in ("objectClass", "objectDatatype") if name in row)
    classes = {
        row["c"] for row in rows(reported, "SELECT DISTINCT ?c { ?s a ?c ; ?p ?o FILTER(?p != rdf:type) }")
    }
    assert set(schema) == classes
    loan = schema[JLAC + "Loan"]
    assert loan[JLAC + "financier"] == {JLAC + "PublicAgency", JLAC + "Group"}
    assert loan[JLAC + "amount"] == {PREFIXES["xsd"] + "decimal"}
    quads = (report_dist / "graph.nq").read_bytes().splitlines()
    counted = count_partitions(sorted({quad.rsplit(b" ", 2)[0] for quad in quads})).targets
    asked = "SELECT (COUNT(*) AS ?n) { ?s a jlac:Loan ; jlac:financier ?o . ?o a jlac:PublicAgency }"
    number = counted[JLAC + "Loan", JLAC + "financier", JLAC + "PublicAgency"]
    assert [row["n"] for row in rows(reported, asked)] == [str(number)]


def test_its_loaders_find_examples_that_parse_and_run(reported: Service) -> None:
    found = rows(reported, GET_SPARQL_EXAMPLES_QUERY)
    texts = {row["sq"].rpartition("/")[2]: row["query"] for row in found}
    questions = {path.stem for path in (ROOT / "queries" / "cq").glob("*.rq")}
    assert questions <= set(texts)
    assert len(texts) > len(questions) + 80
    for text in list(texts.values())[::10]:  # as its loader does, in rdflib
        prepareQuery(text)
    assert len({row["comment"] for row in found if row["sq"].endswith("/investments-in")}) == 4
    assert rows(reported, texts["cq-01"])


def test_the_description_knows_the_names_of_its_terms(reported: Service) -> None:
    query = """SELECT ?name { ?part void:class ?class . ?class rdfs:label ?name
      FILTER(?class = jlac:Loan && LANG(?name) = "en") }"""
    assert {row["name"] for row in rows(reported, query)} == {"loan"}


@pytest.mark.parametrize("path", ["/dataset", "/dataset/class/jlac-Loan", "/query/cq-01"])
def test_a_part_of_the_description_has_a_page(reported: Service, path: str) -> None:
    assert reported.ask(path, Accept="text/html").status == 200
    assert list(parse(reported.ask(path, Accept="text/turtle").body, RdfFormat.TURTLE))


def test_void_at_its_well_known_address_is_the_description(reported: Service) -> None:
    described = {q.triple for q in parse(reported.ask("/.well-known/void").body, RdfFormat.TURTLE)}
    query = "CONSTRUCT { ?s ?p ?o } { GRAPH graph:description { ?s ?p ?o } }"
    answer = reported.ask("/sparql?query=" + quote(query), Accept="text/turtle")
    assert {q.triple for q in parse(answer.body, RdfFormat.TURTLE)} == described
    endpoints = [t.object.value for t in described if t.predicate.value.endswith("sparqlEndpoint")]
    assert endpoints == [reported.url + "/sparql"]


def test_the_service_description_counts_each_graph(reported: Service, report_graph: OxigraphStore) -> None:
    triples = [q.triple for q in parse(reported.ask("/sparql").body, RdfFormat.TURTLE)]

    def of(subject: str, predicate: str) -> list[str]:
        return [
            t.object.value for t in triples if (t.subject.value, t.predicate.value) == (subject, predicate)
        ]

    dataset = reported.url + "/sparql#dataset"
    [default] = of(dataset, SD + "defaultGraph")
    assert of(default, PREFIXES["void"] + "triples") == [str(report_graph.count())]
    named = {of(node, SD + "name")[0]: of(node, SD + "graph")[0] for node in of(dataset, SD + "namedGraph")}
    assert set(named) == {*report_graph.graph_names(), "https://w3id.org/jlac/graph/description"}
    terms = rows(reported, "SELECT (COUNT(*) AS ?n) { GRAPH graph:ontology { ?s ?p ?o } }")[0]["n"]
    assert of(named["https://w3id.org/jlac/graph/ontology"], PREFIXES["void"] + "triples") == [terms]
