"""A server that fails in every way, and one that works: a real socket each time."""

import base64
import http.server
import json
import random
import threading
from collections import Counter
from urllib.parse import parse_qsl

import pytest
from pyoxigraph import BlankNode, Literal
from urllib3.util.retry import RequestHistory

from jlac_graph.core.errors import JlacWarning, QueryError, StoreError
from jlac_graph.output.rdf_dump import write_rdf
from jlac_graph.output.rows import write
from jlac_graph.sparql.answers import Solutions, Triples
from jlac_graph.sparql.endpoint import EndpointStore
from jlac_graph.sparql.http import Client, Failure, Patience, authorization
from jlac_graph.sparql.paging import Constructed
from jlac_graph.sparql.rdflib_store import to_rdflib
from jlac_graph.sparql.syntax import form

QUICK = Patience(timeout=1, tries=3, pause=0.01)


class Server(http.server.ThreadingHTTPServer):
    """Answers from a graph after a list of failures (status codes); notes each request."""

    cut, retry_after, body = 0, "0", None

    def __init__(self, store, failures=()):
        super().__init__(("127.0.0.1", 0), Handler)
        self.store, self.failures, self.seen = store, list(failures), []
        self.paths = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def answer(self, query):
        return self.store.query(query)


class CuttingServer(Server):
    """Cuts every answer after some rows or triples, and says so."""

    cut = 10


class ShufflingServer(CuttingServer):
    """Gives its rows in another order each time, as a busy Virtuoso does."""

    def answer(self, query):
        answer = super().answer(query)
        if not isinstance(answer, Solutions):
            return answer
        return Solutions(answer.columns, tuple(random.sample(answer.rows, len(answer))))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        from urllib.parse import parse_qs, urlsplit

        length = int(self.headers.get("Content-Length") or 0)
        sent = self.rfile.read(length).decode() if length else urlsplit(self.path).query
        self.server.seen.append((self.command, dict(self.headers)))
        self.server.paths.append(self.path)
        if self.server.failures:
            return self._fail(self.server.failures.pop(0))
        if self.server.body is not None:
            return self._answer(200, *self.server.body)
        query = parse_qs(sent)["query"][0]
        triples = form(query) in ("CONSTRUCT", "DESCRIBE")
        answer = self.server.answer(query)
        if self.server.cut and triples:
            answer = Triples(answer.triples[: self.server.cut])
        elif self.server.cut and not isinstance(answer, bool):
            answer = Solutions(answer.columns, answer.rows[: self.server.cut])
        body = write(answer, "ttl" if triples else "json")
        kind = "text/turtle" if triples else "application/sparql-results+json"
        return self._answer(200, body, kind)

    do_POST = do_GET  # noqa: N815

    def _fail(self, status):
        if isinstance(status, tuple):
            self.send_response(status[0])
            query = self.path.partition("?")[2]
            self.send_header("Location", status[1] + (f"?{query}" if query else ""))
            return self.end_headers()
        if status == "cut":
            return self.connection.close()
        if status == "nonsense":
            return self._answer(200, b"<html>", "application/sparql-results+json")
        return self._answer(status, b"because\nof this", "text/plain")

    def _answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", self.server.retry_after)
        if self.server.cut:
            self.send_header("X-SPARQL-MaxRows", str(self.server.cut))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def serve(embedded):
    started = []

    def start(*failures, kind=Server):
        server = kind(embedded, failures)
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


def test_an_endpoint_answers_like_the_embedded_graph(serve, embedded):
    remote = EndpointStore(serve().url, patience=QUICK)
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
    assert remote.select(query) == embedded.select(query)
    assert remote.ask("ASK { agent:mitsui a jlac:Firm }") is True
    whole = "CONSTRUCT WHERE { ?s ?p ?o }"
    assert remote.construct(whole) == embedded.construct(whole)
    assert isinstance(remote.describe("DESCRIBE place:br"), Triples)
    assert (remote.count(), remote.graph_names()) == (embedded.count(), embedded.graph_names())


def test_words_in_a_comment_do_not_make_a_query_an_update(serve, embedded):
    query = "# quem desenvolveu e promoveu: move, add, insert\nSELECT ?s { ?s a jlac:Firm } ORDER BY ?s"
    remote = EndpointStore(serve().url, patience=QUICK)
    assert remote.select(query) == embedded.select(query)


@pytest.mark.parametrize("failure", [429, 502, 503, 504, "cut"])
def test_a_busy_or_broken_server_is_tried_again(serve, failure):
    server = serve(failure, failure)
    assert EndpointStore(server.url, patience=QUICK).ask("ASK {}") is True
    assert len(server.seen) == 3


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "requires authentication: set JLAC_SPARQL_USER .* server message: because"),
        (403, r"does not allow .* \(HTTP 403\)"),
        (404, r"has no SPARQL service at this path \(HTTP 404\)"),
        (406, "does not offer a result format"),
        (413, "too large"),
        (414, "too long"),
        (500, r"reported an internal error \(HTTP 500\); server message: because"),
        ("nonsense", "returned an invalid SPARQL result"),
    ],
)
def test_each_failure_is_one_clear_error_without_retries(serve, status, message):
    server = serve(status)
    with pytest.raises(StoreError, match=message):
        EndpointStore(server.url, patience=QUICK).ask("ASK {}")
    assert len(server.seen) == 1


def test_a_server_that_stays_busy_is_given_up(serve):
    server = serve(*[503] * 9)
    with pytest.raises(StoreError, match=r"overloaded.*\(HTTP 503\)"):
        EndpointStore(server.url, patience=QUICK).ask("ASK {}")
    assert len(server.seen) == 3


def test_a_refused_query_is_explained_here_when_it_is_at_fault(serve):
    with pytest.raises(QueryError, match="line 1, column"):
        EndpointStore(serve(400).url, patience=QUICK).ask("ASK { ?s }")
    with pytest.raises(QueryError, match=r"refused the query \(HTTP 400\): because"):
        EndpointStore(serve(400).url, patience=QUICK).ask("ASK {}")


def test_a_long_query_goes_by_post(serve):
    server = serve()
    remote = EndpointStore(server.url, patience=QUICK)
    remote.ask("ASK { FILTER(" + " || ".join(["true"] * 300) + ") }")
    remote.ask("ASK {}")
    assert [method for method, _ in server.seen] == ["POST", "GET"]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://127.0.0.1:9/", "does not answer: .*refused"),
        ("http://no-such-host.invalid/", "does not answer: "),
        ("http:///sparql", "has no host"),
    ],
)
def test_a_server_that_is_not_there_is_told(url, message):
    with pytest.raises(StoreError, match=message):
        EndpointStore(url, patience=QUICK).ask("ASK {}")


def test_a_silent_server_times_out():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(StoreError, match="no answer in time"):
            EndpointStore(url, patience=Patience(timeout=1, tries=1)).ask("ASK {}")


def test_credentials_come_from_the_address_the_environment_or_netrc(serve, monkeypatch, tmp_path):
    def basic(user):
        return {"Authorization": "Basic " + base64.b64encode(user.encode()).decode()}

    netrc = tmp_path / "netrc"
    netrc.write_text("machine db.example login neta password pw\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert authorization("http://db.example/sparql") == basic("neta:pw")
    assert authorization("http://other.example/sparql") == {}
    monkeypatch.setenv("JLAC_SPARQL_USER", "ana")
    monkeypatch.setenv("JLAC_SPARQL_PASSWORD", "sol")
    assert authorization("http://db.example/sparql") == basic("ana:sol")
    monkeypatch.setenv("JLAC_SPARQL_TOKEN", "tok")
    assert authorization("http://db.example/") == {"Authorization": "Bearer tok"}
    server = serve()
    remote = EndpointStore(server.url.replace("127", "u:p@127", 1), patience=QUICK)
    remote.ask("ASK {}")
    assert server.seen[0][1]["Authorization"] == basic("u:p")["Authorization"]
    assert "u:p" not in remote.name


def test_a_redirect_does_not_carry_the_password_to_another_host(serve):
    elsewhere = serve()
    redirecting = serve((302, elsewhere.url.replace("127.0.0.1", "localhost")))
    remote = EndpointStore(redirecting.url.replace("127", "u:p@127", 1), patience=QUICK)
    assert remote.ask("ASK {}") is True
    assert "Authorization" in redirecting.seen[0][1]
    assert "Authorization" not in elsewhere.seen[0][1]


def test_what_the_server_cuts_is_read_to_its_end(serve, embedded):
    remote = EndpointStore(serve(kind=CuttingServer).url, patience=QUICK)
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
    assert len(embedded.select(query)) == 41
    assert remote.select(query) == embedded.select(query)
    whole = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert remote.construct(whole) == embedded.construct(whole)
    assert remote.construct("CONSTRUCT WHERE { ?s ?p ?o }") == embedded.construct(whole)
    assert len(remote.construct(whole + " LIMIT 25")) == 25
    firms = "CONSTRUCT { ?s a jlac:Firm ; rdfs:label ?l } { ?s a jlac:Firm ; ?p ?l }"
    assert remote.construct(firms) == embedded.construct(firms)
    assert write_rdf(remote, "ttl") == write_rdf(embedded, "ttl")
    assert len(to_rdflib(remote)) == 41


@pytest.mark.parametrize("columns", ["?s ?p ?o", "DISTINCT ?o ?p", "?p", "*"])
@pytest.mark.parametrize("order", ["", "ORDER BY DESC(?p) ?o", "ORDER BY STRLEN(STR(?o)) ?p"])
def test_a_server_that_cuts_and_shuffles_loses_no_row(serve, embedded, columns, order):
    remote = EndpointStore(serve(kind=ShufflingServer).url, patience=QUICK)
    query = f"SELECT {columns} {{ ?s ?p ?o }} {order}"
    if order and columns == "?p":
        with pytest.raises(
            StoreError, match=r"to read all, add \?o, by which the query sorts, to its columns"
        ):
            remote.select(query)
        return
    found, expected = remote.select(query), embedded.select(query)
    assert Counter(found.rows) == Counter(expected.rows)
    if order:
        sorted_by = [found.columns.index(name) for name in "po"]
        keys = [[[row[i] for i in sorted_by] for row in answer] for answer in (found, expected)]
        assert keys[0] == keys[1] or "STRLEN" in order
    wanted, window = f"{query} LIMIT 17 OFFSET 12", slice(12, 29)
    assert len(remote.select(wanted)) == len(expected.rows[window])


def test_a_graph_is_read_whole_from_a_server_that_shuffles(serve, embedded):
    remote = EndpointStore(serve(kind=ShufflingServer).url, patience=QUICK)
    whole = embedded.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    assert remote.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }") == whole
    assert {*remote.triples()} == {*whole}


def test_parts_that_do_not_add_up_are_not_taken_for_all(serve):
    class Forgetful(CuttingServer):
        def answer(self, query):
            found = super().answer(query)
            return Solutions(found.columns, found.rows[:1]) if "?hash" in query else found

    with pytest.raises(StoreError, match=r"returned \d+ of 41 rows; run the command again"):
        EndpointStore(serve(kind=Forgetful).url, patience=QUICK).select("SELECT * { ?s ?p ?o }")


def test_blank_nodes_of_a_constructed_graph_stay_apart():
    found = Constructed.of("CONSTRUCT { ?a <urn:p> ?b , [] } { ?a ?p ?b }")
    a, b = BlankNode("a"), BlankNode("b")
    made = found.triples([(a, b), (a, None)])
    assert [t for t in made if (t.subject, t.object) == (a, b)]
    assert {t.subject for t in made} == {a} and len(made) == 3


def test_an_answer_that_is_cut_and_cannot_be_read_on_is_refused(serve):
    remote = EndpointStore(serve(kind=CuttingServer).url, patience=QUICK)
    with pytest.raises(StoreError, match="truncates answers at 10 rows"):
        remote.describe("DESCRIBE place:br")


def test_no_pause_is_longer_than_the_longest(serve):
    rules = Patience(pause=8, longest=20).retries(repeatable=True)
    failed = [RequestHistory("GET", "/", None, 503, None)] * 5
    assert [rules.new(history=tuple(failed[:n])).get_backoff_time() for n in range(5)] == [0, 0, 16, 20, 20]
    assert rules.retry_after_max == 20, "the request below would wait for an hour"
    server = serve(503)
    server.retry_after = "3600"
    assert EndpointStore(server.url, patience=Patience(timeout=1, tries=2, longest=1)).ask("ASK {}")


@pytest.mark.parametrize("failure", [429, 502, 503, 504, "cut"])
def test_what_must_not_be_sent_twice_is_sent_once(serve, failure):
    server = serve(failure)
    with pytest.raises(Failure):
        Client(QUICK).send("POST", server.url, body=b"", headers={}, repeatable=False)
    assert len(server.seen) == 1


def bindings(*terms):
    rows = [{"s": term, "n": {"type": "literal", "value": "1"}} for term in terms]
    body = json.dumps({"head": {"vars": ["s", "n"]}, "results": {"bindings": rows}}).encode()
    return body, "application/sparql-results+json"


BLANK = {"type": "bnode", "value": "nodeID://b10001"}


@pytest.mark.parametrize(
    "term",
    [
        {"type": "uri", "value": "not an iri"},
        {"type": "uri", "value": "relative"},
        {"type": "literal", "value": "relative", "xml:lang": "es_MX"},
        {"type": "typed-literal", "value": "relative", "datatype": "no iri"},
    ],
)
def test_one_bad_term_costs_that_term_and_says_so(serve, term):
    server = serve()
    server.body = bindings(BLANK, term, BLANK)
    with pytest.warns(JlacWarning, match=r"1 terms? that (is|are) not valid RDF"):
        rows = EndpointStore(server.url, patience=QUICK).select("SELECT ?s ?n { ?s ?p ?n }").rows
    assert [str(n) for _, n in rows] == ['"1"'] * 3
    assert rows[0][0] == rows[2][0]
    assert isinstance(rows[0][0], BlankNode)
    assert rows[1][0] == Literal(term["value"])


def test_blank_nodes_of_any_name_and_empty_language_tags_are_no_fault(serve, recwarn):
    server = serve()
    server.body = bindings(BLANK, {"type": "literal", "value": "x", "xml:lang": ""})
    rows = EndpointStore(server.url, patience=QUICK).select("SELECT ?s ?n { ?s ?p ?n }").rows
    assert rows[1][0] == Literal("x")
    assert not recwarn.list


def test_one_bad_iri_of_a_graph_costs_its_triple(serve):
    server = serve()
    server.body = b"<urn:a> <urn:p> <not an iri>, 3 . <b c> <urn:p> 3 .", "text/turtle"
    with pytest.warns(JlacWarning, match="2 terms that are not valid RDF.*<not an iri>, "):
        found = EndpointStore(server.url, patience=QUICK).describe("DESCRIBE <urn:a>")
    assert sorted(str(triple.object) for triple in found) == [
        '"3"^^<http://www.w3.org/2001/XMLSchema#integer>', '"not an iri"',
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["SELECT ?s { ?s ?p ?o } LIMIT 1", "SELECT ?s { ?s ?p ?o } LIMIT 1 #" + "x" * 2000]
)
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_short_and_a_long_query_follow_the_same_redirect(serve, embedded, text, status):
    end = serve()
    start = serve((status, end.url))
    assert EndpointStore(start.url, patience=QUICK).select(text) == embedded.select(text)


def test_parameters_and_letters_of_an_address_are_kept(serve):
    server = serve()
    address = server.url.replace("/sparql", "/repositórios/a%20b?infer=false&graph=urn%3Aé")
    EndpointStore(address, patience=QUICK).ask("ASK {}")
    path, _, query = server.paths[0].partition("?")
    assert path == "/reposit%C3%B3rios/a%20b"
    assert parse_qsl(query) == [("infer", "false"), ("graph", "urn:é"), ("query", "ASK {}")]


def results(columns, *rows, boolean=None):
    """A document of SPARQL JSON results, as some server may write it."""
    found = {"head": {"vars": columns}}
    if boolean is not None:
        return json.dumps(found | {"boolean": boolean}).encode()
    cells = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    return json.dumps(found | {"results": {"bindings": cells}}).encode()


@pytest.mark.parametrize(
    "body",
    [
        results(["n"]),
        results([]),
        results(["n"], {}),
        results(["n"], {"n": "many"}),
        results(["n"], {"n": "1"}, {"n": "2"}),
        results(["callret-0"], {"callret-0": "5"}),
        results([], boolean=True),
    ],
)
def test_a_count_that_is_none_is_told(serve, body):
    server = serve()
    server.body = body, "application/sparql-results+json"
    remote = EndpointStore(server.url, patience=QUICK)
    for ask in (remote.count, lambda: remote.size("https://example.org/g"), remote.triples):
        with pytest.raises(StoreError, match=r"one number|columns of the query|another form"):
            ask()


def test_columns_are_those_of_the_query_in_its_order(serve):
    server = serve()
    server.body = results(["a"], {"a": "x"}), "application/sparql-results+json"
    remote = EndpointStore(server.url, patience=QUICK)
    found = remote.select("SELECT ?b ?a { ?a ?p ?b }")
    assert (found.columns, found.rows) == (("b", "a"), ((None, Literal("x")),))
    server.body = results(["a", "b"], {"a": "x", "b": "y"}), "application/sparql-results+json"
    assert remote.select("SELECT ?b ?a { ?a ?p ?b }").rows == ((Literal("y"), Literal("x")),)
    server.body = results([]), "application/sparql-results+json"
    assert remote.graph_names() == ()
    assert remote.select("SELECT ?b ?a { ?a ?p ?b }") == Solutions(("b", "a"), ())


def test_an_answer_of_another_form_is_told(serve):
    server = serve()
    server.body = results([], boolean=True), "application/sparql-results+json"
    remote = EndpointStore(server.url, patience=QUICK)
    with pytest.raises(StoreError, match="of the form SELECT with another form of result"):
        remote.graph_names()
    server.body = results(["a"], {"a": "x"}), "application/sparql-results+json"
    with pytest.raises(StoreError, match="of the form ASK with another form of result"):
        remote.ask("ASK { ?s ?p ?o }")
