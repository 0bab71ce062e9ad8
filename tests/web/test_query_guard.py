"""What the public may ask: the dataset of every form, SERVICE anywhere, bounds on rows and depth."""

import json
import socket
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlac_graph.core.errors import QueryError
from jlac_graph.web.limits import Limits
from jlac_graph.web.query_guard import admit

ONE = "https://w3id.org/jlac/graph/one"
LIMITS = Limits(rows=10, depth=20)
FORMS = [
    "SELECT * {0} {{ ?s ?p ?o }}",
    "SELECT * {0} WHERE {{ ?s ?p ?o }} LIMIT 3",
    "SELECT (EXISTS {{ ?a ?b ?c }} AS ?e) {0} {{ ?s ?p ?o }}",
    "SELECT * {0} {{ {{ SELECT * {{ ?s ?p ?o }} }} FILTER EXISTS {{ ?s ?p ?o }} }}",
    "ASK {0} {{ ?s ?p ?o }}",
    "CONSTRUCT {{ ?s ?p ?o }} {0} WHERE {{ ?s ?p ?o }}",
    "CONSTRUCT {0} WHERE {{ ?s ?p ?o }}",
    "CONSTRUCT {{ ?s ?p [ ?p ?o ] }} {0} {{ ?s ?p ?o }}",
    "DESCRIBE ?s {0} {{ ?s ?p ?o }}",
    "DESCRIBE <http://e/a> {0}",
]


@pytest.mark.parametrize("form", FORMS)
def test_the_dataset_of_every_form_is_read(form):
    found = admit(form.format("FROM <http://e/a> FROM NAMED graph:b"), limits=LIMITS)
    assert found.default_graphs == ("http://e/a",)
    assert found.named_graphs == ("https://w3id.org/jlac/graph/b",)
    assert "FROM" not in found.text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("more", [{}, {"default-graph-uri": ONE}])
def test_a_graph_that_is_not_held_is_refused_in_every_form(served, form, more):
    query = form.format("FROM <http://nowhere.example/g>")
    answer = served.ask("/sparql?" + urlencode({"query": query, **more}), Accept="*/*")
    assert (answer.status, "unknown graph <http://nowhere.example/g>" in answer.text) == (400, True)


def test_a_construct_answers_from_the_graph_it_names(served):
    query = "CONSTRUCT { ?s ?p ?o } FROM graph:two WHERE { ?s ?p ?o }"
    answer = served.ask("/sparql?query=" + quote(query), Accept="application/n-triples")
    assert (answer.status, len(answer.text.splitlines())) == (200, 3)


@pytest.mark.parametrize(
    ("query", "base", "graph"),
    [
        ("BASE <http://e/g/> SELECT * FROM <a> {}", "", "http://e/g/a"),
        ("BASE <http://e/g/> BASE <h/> ASK FROM <a> {}", "", "http://e/g/h/a"),
        ("ASK FROM <a> {}", "http://e/sparql", "http://e/a"),
        ("PREFIX g: <http://e/> ASK FROM g:a\\-b {}", "", "http://e/a-b"),
        ("PREFIX g: <x/> ASK FROM g:a {}", "http://e/sparql", "http://e/x/a"),
    ],
)
def test_relative_graphs_are_resolved(query, base, graph):
    assert admit(query, limits=LIMITS, base=base).default_graphs == (graph,)


def test_a_graph_is_resolved_by_the_service_too(served):
    query = "BASE <https://w3id.org/jlac/graph/> SELECT (COUNT(*) AS ?n) FROM <two> { ?s ?p ?o }"
    rows = json.loads(served.ask("/sparql?query=" + quote(query)).body)["results"]["bindings"]
    assert rows[0]["n"]["value"] == "3"


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://e/> {} }",
        "ASK { service ?s {} }",
        "SELECT * { { SELECT * { SERVICE SILENT <http://e/> {} } } }",
        "SELECT (EXISTS { SERVICE <http://e/> {} } AS ?x) {}",
        "ASK { FILTER EXISTS { OPTIONAL { SERVICE <http://e/> {} } } }",
        "CONSTRUCT WHERE {} VALUES ?x {} SERVICE",
    ],
)
def test_service_is_refused_wherever_it_stands(query):
    with pytest.raises(QueryError, match="SERVICE is refused"):
        admit(query, limits=LIMITS)


HIDDEN = [
    "FILTER(?o<'>' || true) SERVICE <{0}> {{ ?a ?b ?c }} FILTER(?o != '') }} #'",
    "FILTER(?o<1||true)SERVICE:x#>\n {{ ?a ?b ?c }} }}",
    "SERVICE:x {{ ?a ?b ?c }} }}",
]
"""Ends of queries that hide SERVICE where the engine's parser and the grammar find other tokens."""


@pytest.mark.parametrize("end", HIDDEN)
def test_no_query_makes_the_service_send_requests(served, end):
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.1)
        address = f"http://127.0.0.1:{other.getsockname()[1]}/"
        prefixes = f"PREFIX : <{address}> PREFIX SERVICE: <http://e/> "
        query = prefixes + "SELECT * { ?s ?p ?o " + end.format(address)
        sent = quote(admit(query, limits=LIMITS).text)  # else the guard alone would be what is tried here
        answer = served.ask("/sparql?query=" + sent)
        assert (answer.status, "Permission denied" in answer.text) == (400, True)
        with pytest.raises(TimeoutError):
            other.accept()


@pytest.mark.parametrize("limit", ["9", "010", "10", "11", "9" * 5000, "0" * 5000 + "3"])
def test_the_rows_of_a_select_are_bounded(limit):
    text = admit(f"SELECT * {{}} LIMIT {limit}", limits=LIMITS).text
    kept = int(limit[-10:]) <= 10
    assert text == f"SELECT * {{}} LIMIT {limit if kept else '11'}"


def test_a_limit_inside_or_before_the_group_does_not_count():
    inner = admit("SELECT (EXISTS { SELECT * {} LIMIT 1 } AS ?e) { { SELECT * {} LIMIT 1 } }", limits=LIMITS)
    assert inner.text.endswith("\nLIMIT 11 ")
    assert (
        admit("SELECT * {} VALUES ?x { 1 }", limits=LIMITS).text == "SELECT * {} \nLIMIT 11 VALUES ?x { 1 }"
    )


@pytest.mark.parametrize("opening", ["{", "(", "["])
def test_deep_nesting_is_refused_at_its_place(opening):
    with pytest.raises(QueryError, match="line 1, column 25: brackets are nested more than 20 levels deep"):
        admit("ASK {" + opening * 50, limits=LIMITS)


def test_queries_about_the_description_are_known():
    def about(text):
        return admit(text, limits=LIMITS).on_description

    assert about("SELECT * { ?q a sh:SPARQLExecutable }")
    assert about("SELECT * { ?q a <http://www.w3.org/ns/shacl#SPARQLSelectExecutable> }")
    assert about("SELECT * { ?q sh:select|sh:ask ?t }")
    assert about("PREFIX v: <http://rdfs.org/ns/void#> SELECT * { ?p v:class ?class }")
    assert about("SELECT * { GRAPH graph:description { ?s ?p ?o } }")
    assert not about("PREFIX sh: <http://e/> SELECT * { ?q sh:select ?t }")
    assert not about("SELECT * { ?q a sh:NodeShape ; rdfs:label 'sh:select' }")


def test_the_description_stands_beside_the_graph_and_not_in_it(served):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = "SELECT ?s FROM graph:description { ?s a sh:SPARQLExecutable }"
    answers = [served.ask("/sparql?query=" + quote(q), Accept="text/csv").text for q in (count, named)]
    assert answers[0] == "n\r\n41\r\n"
    assert len(answers[1].splitlines()) == 1 + 3


@given(st.text(alphabet="SELECTASKFROMNAMED{}()[]<>:?a1\"'\\ \n.#/\ud7ff\U0001f600", max_size=60))
def test_any_text_is_admitted_or_refused(text):
    try:
        admit(text, limits=LIMITS)
    except QueryError as error:
        assert str(error)
