"""A hostile public: what costs too much is stopped, and the others never notice."""

import json
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from .conftest import service

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"
GREEDY = (
    "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . "
    "BIND(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)) AS ?long) } ORDER BY ?long"
)
REGEX = 'ASK { ?s ?p ?o FILTER(REGEX("' + "a" * 40 + '!", "^(a+)+$")) }'
GOOD = "SELECT ?s { ?s a jlac:Firm }"


def children(pid):
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def sparql(served, query, **more):
    return served.ask("/sparql", data=urlencode({"query": query}).encode(), **more)


def test_an_endless_query_is_stopped_while_others_go_on(served):
    with ThreadPoolExecutor(4) as threads:
        started = time.monotonic()
        endless = [threads.submit(sparql, served, ENDLESS) for _ in range(2)]
        time.sleep(0.1)
        times = []
        while not all(e.done() for e in endless):
            at = time.monotonic()
            assert sparql(served, GOOD).status == 200
            times.append(time.monotonic() - at)
    assert [e.result().status for e in endless] == [503, 503]
    assert "exceeded the time limit of 2 s" in endless[0].result().text
    assert time.monotonic() - started < 30
    assert len(times) > 5, "the others had to wait"


def test_memory_is_bounded():
    with service(seconds=20.0, memory_bytes=2**26) as small:
        answer = sparql(small, GREEDY)
        assert answer.status == 503
        assert "exceeded the memory limit" in answer.text
        assert sparql(small, GOOD).status == 200


def test_rows_and_bytes_are_bounded(served):
    everything = "SELECT * { ?s ?p ?o }"
    for accept in ("application/json", "application/sparql-results+xml", "text/csv",
                   "text/tab-separated-values"):  # fmt: skip
        answer = sparql(served, everything, Accept=accept)
        assert (answer.status, "more than 40 rows" in answer.text) == (400, True)
    assert sparql(served, everything + " LIMIT 40").status == 200
    assert sparql(served, "SELECT * { ?s ?p ?o } LIMIT 41 # all").status == 400
    assert sparql(served, everything + " # all").status == 400
    assert sparql(served, "SELECT * { ?s a ?c } VALUES ?c { jlac:Firm }").status == 200
    with service(answer_bytes=2000) as narrow:
        answer = sparql(narrow, "CONSTRUCT WHERE { ?s ?p ?o }")
        assert (answer.status, "the answer has more than" in answer.text) == (400, True)


def test_a_greedy_expression_is_stopped_or_answered(served):
    assert sparql(served, REGEX).status in (200, 503)
    with service(request_bytes=10**6, seconds=2.0) as wide:
        nested = "ASK { " + "{" * 50_000 + "}" * 50_000 + "}"
        assert sparql(wide, nested).status in (200, 400, 503)
        assert sparql(wide, GOOD).status == 200


def test_a_visitor_who_leaves_frees_the_worker(served):
    host, port = served.url.removeprefix("http://").split(":")
    for _ in range(6):
        with socket.create_connection((host, int(port))) as wire:
            wire.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    started = time.monotonic()
    assert sparql(served, GOOD).status == 200
    assert time.monotonic() - started < 5


def test_a_killed_worker_is_replaced(served):
    nursery = children(served.process.pid)[0]
    for worker in children(nursery):
        os.kill(worker, signal.SIGKILL)
    statuses = [sparql(served, f"{GOOD} # {i}").status for i in range(8)]
    assert statuses[-1] == 200
    assert set(statuses) <= {200, 503}


def test_nothing_stays_when_the_service_ends():
    with service() as ending:
        assert sparql(ending, GOOD).status == 200
        nursery = children(ending.process.pid)[0]
        ending.process.kill()
        ending.process.wait(10)
        for _ in range(100):
            try:
                os.kill(nursery, 0)
            except ProcessLookupError:
                return
            time.sleep(0.05)
    pytest.fail("the nursery outlives its service")


def test_a_soak_of_bad_and_good_requests_loses_none():
    bad = [ENDLESS, "SELECT ?s { ?s a }", "ASK { SERVICE <http://e/> {} }", "DROP ALL", ENDLESS]
    with service(seconds=2.0, brief=0.4) as served, ThreadPoolExecutor(50) as threads:
        jobs = []
        for i in range(550):
            text = bad[i // 11 % 5] + f" #{i}" if i % 11 == 0 else f"{GOOD} #{i % 40}"
            jobs.append((i % 11 == 0, threads.submit(sparql, served, text)))
        answers = [(is_bad, job.result()) for is_bad, job in jobs]
    good = [a for is_bad, a in answers if not is_bad]
    assert len(good) == 500
    assert {a.status for a in good} == {200}
    assert {len(json.loads(a.body)["results"]["bindings"]) for a in good} == {2}
    assert sorted({a.status for is_bad, a in answers if is_bad}) == [400, 503]
