"""The SPARQL 1.1 Protocol, case by case, on a real socket."""

import json
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

FIRMS = "SELECT ?s { ?s a jlac:Firm } ORDER BY ?s"
GRAPH = "https://w3id.org/jlac/graph/"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"


def rows(answer):
    found = json.loads(answer.body)["results"]["bindings"]
    return [next(iter(row.values()))["value"].rpartition("/")[2] for row in found]


def get(served, query, *extra, **headers):
    return served.ask("/sparql?" + urlencode([("query", query), *extra]), **headers)


def post(served, body, kind, path="/sparql", **headers):
    body = body if isinstance(body, bytes) else body.encode()
    return served.ask(path, data=body, Content_Type=kind, **headers)


@pytest.mark.parametrize("way", ["get", "form", "direct", "direct with charset"])
def test_a_query_comes_by_get_form_or_body(served, way):
    answer = {
        "get": lambda: get(served, FIRMS),
        "form": lambda: post(served, urlencode({"query": FIRMS}), FORM),
        "direct": lambda: post(served, FIRMS, QUERY),
        "direct with charset": lambda: post(served, FIRMS, QUERY + "; charset=UTF-8"),
    }[way]()
    assert (answer.status, answer.media) == (200, JSON)
    assert rows(answer) == ["mitsui", "toyota"]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_request_names_the_dataset(served, way):
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def count(*graphs):
        fields = [("default-graph-uri", GRAPH + g) for g in graphs]
        if way == "get":
            return rows(get(served, query, *fields))
        if way == "form":
            return rows(post(served, urlencode([("query", query), *fields]), FORM))
        return rows(post(served, query, QUERY, "/sparql?" + urlencode(fields)))

    assert count("two") == ["3"]
    assert count("one", "two") == ["30"]  # shared triples once


def test_named_graphs_of_the_request_and_of_the_query(served):
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    named = [("named-graph-uri", GRAPH + "one"), ("named-graph-uri", GRAPH + "two")]
    assert sorted(rows(get(served, query, *named))) == ["one", "two"]
    own = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}one> FROM graph:two {{ ?s ?p ?o }}"
    assert rows(get(served, own)) == ["30"]
    assert rows(get(served, own, ("default-graph-uri", GRAPH + "two"))) == ["3"]
    both = f"SELECT ?g FROM NAMED <{GRAPH}two> {{ GRAPH ?g {{ agent:toyota a ?c }} }}"
    assert rows(get(served, both)) == ["two"]


@pytest.mark.parametrize(
    ("accept", "media", "reader"),
    [
        (None, JSON, QueryResultsFormat.JSON),
        ("*/*", JSON, QueryResultsFormat.JSON),
        ("application/json", JSON, QueryResultsFormat.JSON),
        (XML, XML, QueryResultsFormat.XML),
        ("application/xml;q=0.9,text/csv;q=0.1", XML, QueryResultsFormat.XML),
        ("text/tab-separated-values", "text/tab-separated-values", QueryResultsFormat.TSV),
        ("text/html;q=0.5,*/*;q=0.8", JSON, QueryResultsFormat.JSON),
    ],
)  # fmt: skip
def test_rows_come_in_the_format_wanted(served, accept, media, reader):
    answer = get(served, FIRMS, **({"Accept": accept} if accept else {}))
    assert (answer.status, answer.media) == (200, media)
    assert len(list(parse_query_results(answer.body, reader))) == 2


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_browser_gets_a_page_with_the_rows_and_their_files(served):
    page = get(served, FIRMS, Accept=BROWSER)
    assert (page.status, page.media) == (200, "text/html")
    assert '<td><a href="/id/agent/mitsui">agent/mitsui</a></td>' in page.text
    assert "<h2>Rows: 2</h2>" in page.text
    assert "format=csv" in page.text
    again = served.ask("/sparql?" + urlencode({"query": FIRMS, "format": "csv"}), Accept=BROWSER)
    assert (again.status, again.media) == (200, "text/csv")


def test_a_page_shows_what_the_graph_has_as_text(served):
    hostile = 'SELECT ?x { BIND("<script>alert(1)</script>" AS ?x) }'
    page = get(served, hostile, Accept=BROWSER, Accept_Language="ja").text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</td>" in page
    assert '<html lang="ja">' in page


def test_a_page_shows_truth_values_and_triples(served):
    assert "<strong>true</strong>" in get(served, "ASK { ?s ?p ?o }", Accept=BROWSER).text
    assert "<pre>" in get(served, "CONSTRUCT WHERE { ?s a jlac:Firm }", Accept=BROWSER).text


def test_an_unknown_format_is_refused_with_the_legal_ones(served):
    answer = served.ask("/sparql?" + urlencode({"query": FIRMS, "format": "xlsx"}))
    assert (answer.status, answer.text) == (
        400,
        "unknown format 'xlsx'; choose one of json, xml, csv, tsv, html\n",
    )


def test_csv_is_plain(served):
    answer = get(served, FIRMS, Accept="text/csv")
    base = "https://w3id.org/jlac/id/agent/"
    assert answer.text == f"s\r\n{base}mitsui\r\n{base}toyota\r\n"


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s a jlac:Firm }", "DESCRIBE place:br"])
@pytest.mark.parametrize(
    ("accept", "reader"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_triples_come_in_the_format_wanted(served, query, accept, reader):
    answer = get(served, query, Accept=accept)
    assert (answer.status, answer.media) == (200, accept)
    assert len(list(parse(answer.body, reader))) >= 2


@pytest.mark.parametrize(("kind", "truth"), [("Firm", True), ("Nothing", False)])
def test_ask_answers_in_both_documents(served, kind, truth):
    query = f"ASK {{ ?s a jlac:{kind} }}"
    assert json.loads(get(served, query).body)["boolean"] is truth
    xml = get(served, query, Accept="application/sparql-results+xml").body
    assert bool(parse_query_results(xml, QueryResultsFormat.XML)) is truth


@pytest.mark.parametrize(
    ("send", "status", "message"),
    [
        (lambda s: get(s, "SELECT ?s { ?s a }"), 400, "line 1, column"),
        (lambda s: get(s, "SELECT ?s { ?s a"), 400, "line 1, column 17: the query ends too early"),
        (lambda s: get(s, "SELECT ?s { ?s a foo:x }"), 400, "unknown prefix 'foo'"),
        (lambda s: get(s, ""), 400, "the query is empty"),
        (lambda s: s.ask("/sparql?x=1"), 400, "expected one query parameter, found 0"),
        (lambda s: get(s, FIRMS, ("query", FIRMS)), 400, "expected one query parameter, found 2"),
        (lambda s: get(s, FIRMS, ("default-graph-uri", "http://e/none")), 400, "unknown graph"),
        (lambda s: get(s, "SELECT * FROM <file:///etc/passwd> {}"), 400, "unknown graph"),
        (lambda s: get(s, "ASK { SERVICE <http://127.0.0.1/> {} }"), 400, "SERVICE is refused"),
        (lambda s: get(s, "ASK { { service silent ?x {} } }"), 400, "SERVICE is refused"),
        (lambda s: get(s, "INSERT DATA { <urn:a> <urn:b> 1 }"), 400, "updates are refused"),
        (lambda s: get(s, "LOAD <file:///etc/passwd>"), 400, "updates are refused"),
        (lambda s: s.ask("/sparql?update=CLEAR%20ALL"), 400, "updates are refused"),
        (lambda s: post(s, urlencode({"update": "CLEAR ALL"}), FORM), 400, "updates are refused"),
        (lambda s: post(s, b"query=%FF", FORM), 400, "not UTF-8"),
        (lambda s: post(s, b"\xff", QUERY), 400, "not UTF-8"),
        (lambda s: get(s, FIRMS, Accept="image/png"), 406, "no acceptable format"),
        (lambda s: get(s, "ASK {}", Accept="text/csv"), 406, "no acceptable format"),
        (lambda s: get(s, FIRMS, Accept="text/turtle"), 406, "no acceptable format"),
        (lambda s: get(s, FIRMS + "#" * 5000), 413, "longer than 4000 bytes"),
        (lambda s: post(s, FIRMS + "#" * 5000, QUERY), 413, "larger than 4000 bytes"),
        (lambda s: post(s, "CLEAR ALL", "application/sparql-update"), 415, "post application"),
        (lambda s: post(s, FIRMS, "text/plain"), 415, "'text/plain'"),
        (lambda s: s.ask("/sparql?query=ASK{}", method="PUT"), 405, "Method Not Allowed"),
        (lambda s: s.ask("/sparql?query=ASK{}", method="DELETE"), 405, "Method Not Allowed"),
    ],
)
def test_what_the_protocol_forbids_has_its_status_and_message(served, send, status, message):
    answer = send(served)
    assert (answer.status, message in answer.text) == (status, True), answer.text
    assert "Traceback" not in answer.text


def test_without_a_query_the_service_describes_itself(served):
    triples = list(parse(served.ask("/sparql", Accept="text/turtle").body, RdfFormat.TURTLE))
    sd = "http://www.w3.org/ns/sparql-service-description#"
    said = {(q.predicate.value, q.object.value) for q in triples}
    assert (sd + "supportedLanguage", sd + "SPARQL11Query") in said
    assert (sd + "name", GRAPH + "one") in said
    assert served.ask("/sparql", Accept="text/html").media == "text/html"
    assert served.ask("/sparql", Accept="image/png").status == 406


def test_head_gzip_etag_and_cors(served):
    path = "/sparql?query=" + quote("SELECT * { ?s ?p ?o } LIMIT 40")
    whole = served.ask(path, Origin="http://elsewhere")
    assert whole.headers["access-control-allow-origin"] == "*"
    head = served.ask(path, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body))
    packed = served.ask(path, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(whole.body) / 3
    tag = whole.headers["etag"]
    assert packed.headers["etag"] == tag
    unchanged = served.ask(path, If_None_Match=tag)
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert served.ask(path, If_None_Match='"other"').status == 200
    preflight = served.ask(
        "/sparql", method="OPTIONS", Origin="http://e",
        Access_Control_Request_Method="POST", Access_Control_Request_Headers="content-type",
    )  # fmt: skip
    assert preflight.status == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_query_examples_are_there_for_editors(served):
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?sq ?comment ?query {
      ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|sh:describe ?query
      FILTER(LANG(?comment) = "en") } ORDER BY ?sq"""
    found = json.loads(get(served, query).body)["results"]["bindings"]
    # `hosts` has neither default nor example, so nothing of it can run
    names = [row["sq"]["value"].rpartition("/")[2] for row in found]
    assert names == ["investments-of-firm", "links", "totals"]
    for row in found:
        assert get(served, row["query"]["value"]).status == 200


def test_ready_made_clients_work(served):
    from rdflib.plugins.stores.sparqlstore import SPARQLStore
    from SPARQLWrapper import JSON as WRAPPER_JSON
    from SPARQLWrapper import POST, SPARQLWrapper

    prefix = "PREFIX jlac: <https://w3id.org/jlac/ont#> "
    client = SPARQLWrapper(served.url + "/sparql")
    client.setReturnFormat(WRAPPER_JSON)
    for method in ("GET", POST):
        client.setMethod(method)
        client.setQuery(prefix + FIRMS)
        assert len(client.query().convert()["results"]["bindings"]) == 2
    store = SPARQLStore(served.url + "/sparql")
    assert [str(r[0]).rpartition("/")[2] for r in store.query(prefix + FIRMS)] == [
        "mitsui",
        "toyota",
    ]


def test_an_answer_that_a_format_cannot_hold_is_not_said_to_be_too_large(served):
    query = "CONSTRUCT { ?s ?p <<( ?s ?p ?o )>> } { ?s ?p ?o } LIMIT 1"
    answer = served.ask("/sparql?query=" + quote(query), Accept="application/ld+json")
    assert (answer.status, answer.text.strip()) == (
        400, "the answer cannot be written as jsonld: JSON-LD does not support RDF 1.2 yet"
    )  # fmt: skip


@pytest.mark.parametrize("media", [JSON, XML, "text/csv", "text/tab-separated-values"])
def test_an_empty_answer_names_a_term_that_the_graph_does_not_have(served, media):
    answer = get(served, "SELECT ?s { ?s a jlac:Frim }", Accept=media)
    assert answer.status == 200
    said = "line 1, column 18: jlac:Frim does not occur in the graph; did you mean jlac:Firm?"
    assert answer.headers["x-jlac-note"] == said
    assert "x-jlac-note" not in get(served, FIRMS, Accept=media).headers
