"""Reading from and pushing to real servers: the same answers, and never half a graph."""

import dataclasses
import hashlib
import http.server
import threading
import time
import urllib.request

import pytest

from jlac_graph.core.errors import StoreError, UsageError
from jlac_graph.lookup.diff import compare
from jlac_graph.queries.library import list_queries, run
from jlac_graph.sparql.answers import Solutions
from jlac_graph.sparql.endpoint import EndpointStore
from jlac_graph.sparql.http import Patience
from jlac_graph.sparql.push import Part, Server, parts_of, push
from jlac_graph.sparql.store import OxigraphStore
from tests.fixtures.small_graph import GRAPH, QUERIES

from .conftest import oxigraph

QUICK = Patience(timeout=20, tries=2, pause=0.05)
BASE = "https://w3id.org/jlac/graph/"


@pytest.fixture(scope="module")
def curated():
    return OxigraphStore.from_path(GRAPH)


def addresses(server):
    return Server(query=server.query, update=server.update)


@pytest.fixture
def pushed(server, curated):
    push(parts_of(curated), addresses(server), batch=10)
    return EndpointStore(server.query, patience=QUICK)


def test_what_is_pushed_is_what_is_live(pushed, curated):
    for name in curated.graph_names():
        assert pushed.size(name) == sum(q.graph_name.value == name for q in curated.quads())
    difference = compare(curated, pushed)
    assert (difference.removed, difference.added) == ((), ())


def test_graphs_of_the_same_content_and_last_name_are_all_live(server):
    """The triples that rest on two pairs of sources can be the same."""
    names = [BASE + "derived/one+report/report", BASE + "derived/two+report/report"]
    push([Part(name, ("<urn:a> <urn:p> <urn:b> .\n",)) for name in names], addresses(server))
    pushed = EndpointStore(server.query, patience=QUICK)
    assert [pushed.size(name) for name in names] == [1, 1]
    push([Part(name, ()) for name in names], addresses(server))


def test_the_library_answers_the_same(server, curated):
    """Oxigraph 0.5's union repeats a triple of two graphs: one graph has none to repeat."""
    for part in parts_of(curated):
        push([dataclasses.replace(part, lines=())], addresses(server))
    push(parts_of(curated, into=BASE + "all"), addresses(server))
    pushed = EndpointStore(server.query, patience=QUICK)
    for query in list_queries(QUERIES):
        values = {"host": "place/mx"} if query.name == "hosts" else {}
        expected, found = run(query, curated, values), run(query, pushed, values)
        if isinstance(expected, Solutions):
            assert found.to_dicts() == expected.to_dicts(), query.name
        else:
            assert found == expected


def test_a_second_push_replaces_the_first(server, curated):
    graph = BASE + "small"
    query = EndpointStore(server.query, patience=QUICK)
    for numbers in (range(30), range(5, 8)):
        lines = tuple(sorted(f'<urn:a> <urn:n> "{n}" .\n' for n in numbers))
        assert push([Part(graph, lines)], addresses(server), batch=7) == len(lines)
        assert query.size(graph) == len(lines)
    assert [g for g in query.graph_names() if "staging" in g] == []


def test_a_push_that_broke_off_goes_on_and_leaves_the_live_graph_whole(server):
    graph = BASE + "broken"
    old = Part(graph, ("<urn:old> <urn:p> <urn:o> .\n",))
    new = Part(graph, tuple(f"<urn:new> <urn:p> <urn:o{n:03}> .\n" for n in range(100)))
    push([old], addresses(server))
    reader = EndpointStore(server.query, patience=QUICK)
    with failing_after(4, server.update) as update:
        broken = dataclasses.replace(addresses(server), update=update)
        with pytest.raises(StoreError, match="HTTP 500"):
            push([new], broken, batch=10, patience=QUICK)
    assert (reader.size(graph), reader.size(new.staging)) == (1, 40)
    assert push([new], addresses(server), batch=10) == 60
    assert (reader.size(graph), reader.size(new.staging)) == (100, 0)


def test_a_push_goes_on_from_a_batch_that_arrived_in_part(server):
    part = Part(BASE + "partly", tuple(f"<urn:new> <urn:p> <urn:o{n:03}> .\n" for n in range(30)))
    staged = "".join([*part.lines[:10], part.lines[15]])
    update(server, f"INSERT DATA {{ GRAPH <{part.staging}> {{ {staged} }} }}")
    assert push([part], addresses(server), batch=10) == 20
    assert EndpointStore(server.query, patience=QUICK).size(part.name) == 30


def test_a_move_whose_answer_is_lost_is_sent_once_and_found_live(server):
    part = Part(BASE + "gateway", ("<urn:a> <urn:p> 1 .\n", "<urn:a> <urn:p> 2 .\n"))
    with failing_after(99, server.update, lose="MOVE") as proxy:
        sent = push([part], dataclasses.replace(addresses(server), update=proxy), patience=QUICK)
    assert sent == 2
    assert EndpointStore(server.query, patience=QUICK).size(part.name) == 2


def test_a_move_that_was_not_made_is_reported_and_the_next_push_makes_it(server):
    part = Part(BASE + "gateway2", ("<urn:a> <urn:p> 1 .\n",))
    reader = EndpointStore(server.query, patience=QUICK)
    with failing_after(1, server.update) as proxy:
        broken = dataclasses.replace(addresses(server), update=proxy)
        with pytest.raises(StoreError, match="HTTP 500"):
            push([part], broken, patience=QUICK)
    assert (reader.size(part.name), reader.size(part.staging)) == (0, 1)
    assert push([part], addresses(server), patience=QUICK) == 0
    assert reader.size(part.name) == 1


def test_graphs_that_the_build_no_longer_has_are_removed_and_others_stay(server):
    reader = EndpointStore(server.query, patience=QUICK)
    kept, gone = (Part(BASE + name, ("<urn:a> <urn:p> 1 .\n",)) for name in ("kept", "gone"))
    foreign = Part("http://example.org/theirs", ("<urn:a> <urn:p> 1 .\n",))
    push([kept, gone, foreign], addresses(server))
    push([kept], addresses(server))
    assert gone.name in reader.graph_names()
    push([kept], addresses(server), remove_others=True)
    names = [name for name in reader.graph_names() if reader.size(name)]
    assert [name for name in names if name.startswith(BASE)] == [kept.name]
    assert foreign.name in names


def test_a_push_of_other_content_is_refused_while_one_is_under_way(server):
    first, second = (Part(BASE + "locked", (f"<urn:a> <urn:p> {n} .\n",)) for n in "12")
    refused = []

    def meanwhile(step):
        if not refused:
            with pytest.raises(
                StoreError, match=r"another push to .* was active \d+ seconds ago; wait"
            ) as caught:
                push([second], addresses(server), patience=QUICK)
            refused.append(str(caught.value))

    push([first], addresses(server), patience=QUICK, progress=meanwhile)
    assert refused
    push([second], addresses(server), patience=QUICK)
    reader = EndpointStore(server.query, patience=QUICK)
    assert reader.select(f"SELECT ?n {{ GRAPH <{BASE}locked> {{ ?s ?p ?n }} }}").to_dicts() == [{"n": 2}]
    assert not reader.size(BASE + "push")


@pytest.mark.parametrize("numbers", ["12", "22"], ids=["other content", "the same"])
def test_of_two_pushes_that_begin_at_once_the_later_is_refused_and_the_other_is_whole(server, numbers):
    """Both see no lock; the first request of one arrives when the other holds it."""
    late, early = (Part(BASE + "raced", (f"<urn:a> <urn:p> {n} .\n",)) for n in numbers)
    locked, refused = threading.Event(), threading.Event()

    def hold(_step):
        locked.set()
        refused.wait(60)

    def push_early():
        push([early], addresses(server), patience=QUICK, progress=hold)

    thread = threading.Thread(target=push_early)

    def begin():
        if not thread.ident:
            thread.start()
            locked.wait(60)

    with failing_after(99, server.update, before=begin) as proxy:
        slow = dataclasses.replace(addresses(server), update=proxy)
        with pytest.raises(StoreError, match=r"another push to .* was active . seconds ago"):
            push([late], slow, patience=QUICK)
    with pytest.raises(StoreError, match="another push"):
        push([late], addresses(server), patience=QUICK)
    refused.set()
    thread.join(60)
    reader = EndpointStore(server.query, patience=QUICK)
    assert reader.select(f"SELECT ?n {{ GRAPH <{BASE}raced> {{ ?s ?p ?n }} }}").to_dicts() == [{"n": 2}]
    assert not reader.size(BASE + "push")


@pytest.mark.parametrize(
    ("age", "same", "goes_on"), [(3, True, False), (70, True, True), (70, False, False), (3700, False, True)]
)
def test_a_push_that_was_killed_holds_others_up_for_a_while(server, age, same, goes_on):
    """One of the same content is continued after a minute, and another one begins after an hour."""
    part = Part(BASE + "after", ("<urn:a> <urn:p> 1 .\n",))
    content = hashlib.sha256(part.staging.encode()).hexdigest() if same else "other"
    terms = "http://purl.org/dc/terms/"
    row = f'<urn:x> <{terms}modified> "{int(time.time()) - age}" ; <{terms}identifier> "{content}"'
    update(server, f"INSERT DATA {{ GRAPH <{BASE}push> {{ {row} }} }}")
    if goes_on:
        assert push([part], addresses(server), patience=QUICK) == 1
        assert not EndpointStore(server.query, patience=QUICK).size(BASE + "push")
    else:
        with pytest.raises(StoreError, match="another push"):
            push([part], addresses(server), patience=QUICK)
        update(server, f"CLEAR GRAPH <{BASE}push>")


def test_a_construct_is_whole_where_the_server_cuts(server):
    graph = BASE + "long"
    lines = tuple(sorted(f"<urn:s{n}> <urn:p> {n} .\n" for n in range(2500)))
    push([Part(graph, lines)], addresses(server))
    reader = EndpointStore(server.query, patience=QUICK)
    pattern = f"WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    assert len(reader.construct(f"CONSTRUCT {{ ?s ?p ?o }} {pattern}")) == 2500
    assert len(reader.construct(f"CONSTRUCT {{ ?s ?p ?o . ?s a ?p }} {pattern} LIMIT 1200")) == 2400


def update(server, text):
    headers = {"Content-Type": "application/sparql-update"}
    urllib.request.urlopen(urllib.request.Request(server.update, text.encode(), headers)).close()


def test_a_server_that_miscounts_keeps_what_was_live(server):
    graph = BASE + "counted"
    push([Part(graph, ("<urn:a> <urn:p> 1 .\n",))], addresses(server))
    doubled = Part(graph, ("<urn:a> <urn:p> 2 .\n", "<urn:a> <urn:p> 2 .\n"))
    with pytest.raises(StoreError, match=r"reports 1 triples in <.*staging.*> instead of 2"):
        push([doubled], addresses(server))
    assert EndpointStore(server.query, patience=QUICK).size(graph) == 1


def test_many_rows_are_read_page_by_page(server):
    graph = BASE + "many"
    lines = tuple(sorted(f"<urn:s{n}> <urn:p> {n} .\n" for n in range(2500)))
    push([Part(graph, lines)], addresses(server))
    reader = EndpointStore(server.query, patience=QUICK)
    assert len(reader.triples(graph)) == 2500  # Virtuoso is set to cut at 1000
    assert len(EndpointStore(server.query, page=700).triples(graph)) == 2500
    query = f"SELECT ?s ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ORDER BY ?o"
    for window, numbers in [
        ("", range(2500)), (" LIMIT 1500", range(1500)), (" LIMIT 9", range(9)),
        (" OFFSET 20 LIMIT 2010", range(20, 2030)), (" LIMIT 5000 OFFSET 1200", range(1200, 2500)),
    ]:  # fmt: skip
        rows = reader.select(query + window)
        assert [row["o"] for row in rows.to_dicts()] == list(numbers)


def test_graph_store_protocol_takes_each_graph_whole(oxigraph_server, curated):
    server = Server.guess(oxigraph_server.store)
    assert (server.query, server.update) == (oxigraph_server.query, "")
    parts = parts_of(curated)
    assert push(parts, server) == sum(len(p.lines) for p in parts)
    both = dataclasses.replace(server, update=oxigraph_server.update)
    part = Part(BASE + "both", tuple(f"<urn:a> <urn:p> <urn:o{n}> .\n" for n in range(9)))
    assert push([part], both, batch=4) == 9


def test_the_default_graph_can_be_the_target(tmp_path, curated):
    with oxigraph(tmp_path, "serve") as running:
        push(parts_of(curated, into="default"), addresses(running))
        reader = EndpointStore(running.query, patience=QUICK)
        assert (reader.count(), reader.graph_names()) == (41, ())
        assert reader.select("SELECT ?f { ?f jlac:investor ?w }").rows


def test_no_blank_node_is_pushed():
    store = OxigraphStore.from_text("[] <urn:p> 1 .", "ttl")
    with pytest.raises(StoreError, match=r"blank node in .*; replace it by an IRI"):
        parts_of(store)


def test_an_address_that_says_nothing_is_refused():
    with pytest.raises(UsageError, match="give --query with --update or --store"):
        Server.guess("http://localhost:1/ds")


class failing_after:  # noqa: N801 - reads as a phrase
    """A server that passes requests on to another, then no more data.

    It may lose an answer, or do something before each request.
    """

    def __init__(self, good, target, lose=None, before=lambda: None):
        outer = self
        self.left = good

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                before()
                outer.left -= b"graph/push>" not in body  # it is only the data that fails
                if outer.left < 0 and b"graph/push>" not in body:
                    self.send_response(500)
                    self.end_headers()
                    return
                kind = {"Content-Type": self.headers["Content-Type"]}
                urllib.request.urlopen(urllib.request.Request(target, body, kind)).close()
                self.send_response(504 if lose and body.startswith(lose.encode()) else 204)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/update"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
