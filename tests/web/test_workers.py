"""Worker processes: supervised, replaced, retried, and their faults reported as what they are."""

import asyncio
import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlencode

import pytest

from jlac_graph.core.errors import LimitError, StoreError
from jlac_graph.open_graph import GraphChoice
from jlac_graph.web.answer_cache import Answer, AnswerCache
from jlac_graph.web.limits import Limits, WarmingError
from jlac_graph.web.nursery import Nursery, is_large_copy
from jlac_graph.web.source_choice import SourceChoice
from jlac_graph.web.worker_contract import OUT_OF_MEMORY, Plan
from jlac_graph.web.worker_process import _Nursery, answered
from jlac_graph.web.workers import Workers
from tests.tools import run

from .conftest import SERVE, STORE, Service, service

GRAPH = STORE / "graph.trig"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"


def children(pid):
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid):
    """Whether a process runs; one that nobody has reaped yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def asked(query, **more):
    wish = {"do": "sparql", "default": [], "named": [], "accept": "", "base": "", **more}
    return wish, query.encode()


@asynccontextmanager
async def workers(graph=GRAPH, **limits):
    made = Workers(
        Plan(GraphChoice(str(graph)), str(STORE / "queries"), "http://e/sparql", "", Limits(**limits))
    )
    made.attach(patient=True)
    try:
        yield made
    finally:
        made.close()


async def ask(pool, query, **more):
    return await pool.run(*asked(query, **more), lane="sparql")


def running(pool):
    """Process ids of the workers."""
    return children(pool.nursery._process.pid)


def test_equal_requests_at_once_are_counted_once():
    async def go():
        async with workers() as pool:
            query = "SELECT * { ?s ?p ?o } LIMIT 9"
            answers = await asyncio.gather(*(ask(pool, query) for _ in range(9)))
            assert {a.body for a in answers} == {answers[0].body}
            assert len(pool._kept) == 1
            wish, body = asked(query)
            assert len(answers[0].body) < pool._kept.bytes < len(answers[0].body) + len(body) + 200
            assert wish["do"] == "sparql"

    run(go())


def test_kept_answers_are_bounded_by_bytes_and_the_oldest_goes_first():
    kept = AnswerCache(100)
    for name in (b"a", b"b", b"c"):
        kept.put(name, Answer({}, bytes(29)))
    assert kept.bytes == 90
    assert kept.get(b"a")
    kept.put(b"d", Answer({}, bytes(39)))
    # b and c, which nobody asked for since, give way, one after the other, and no more than needed
    assert [bool(kept.get(name)) for name in (b"a", b"b", b"c", b"d")] == [True, False, True, True]
    assert kept.bytes == 100
    kept.put(b"e", Answer({}, bytes(50)))
    assert (kept.get(b"e"), kept.bytes, len(kept)) == (None, 100, 3)
    kept.put(b"e", Answer({}, bytes(49)))
    assert kept.get(b"e")


def test_what_always_differs_is_not_kept():
    async def go():
        async with workers() as pool:
            first, second = [await ask(pool, "SELECT (RAND() AS ?n) {}") for _ in range(2)]
            assert first.body != second.body
            assert len(pool._kept) == 0

    run(go())


@pytest.mark.parametrize(
    ("error", "status", "message", "ends"),
    [
        (ValueError("x"), 500, "failed on this request (ValueError)", False),
        (MemoryError(), 503, OUT_OF_MEMORY, True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), 503, OUT_OF_MEMORY, True),
        (OSError(errno.EIO, "Input/output error"), 500, "failed on this request (OSError)", False),
        (RecursionError(), 400, "nested too deeply", False),
        (SystemExit(), 500, "failed on this request (SystemExit)", True),
    ],
)
def test_whatever_a_task_raises_becomes_an_answer(error, status, message, ends):
    def task(head, body):
        raise error

    head, body = answered(task, {}, b"")
    assert (head["status"], bool(head.get("ends"))) == (status, ends)
    assert message in body.decode()
    assert (OUT_OF_MEMORY in body.decode()) == (status == 503)


def test_a_worker_that_raises_says_so_and_works_on(caplog):
    async def go():
        async with workers() as pool:
            before = await ask(pool, "ASK {}")
            pids = running(pool)
            broken = await pool.run({"do": "nothing"}, lane="sparql")
            assert (broken.head["status"], b"KeyError" in broken.body) == (500, True)
            after = await ask(pool, "ASK { }")
            assert (before.body, running(pool)) == (after.body, pids)

    run(go())
    assert "KeyError: 'nothing'" in caplog.text


@pytest.mark.parametrize("name", [signal.SIGKILL, signal.SIGTERM])
def test_an_idle_worker_that_was_killed_costs_no_request(name):
    async def go():
        async with workers(quick=2) as pool:
            await asyncio.gather(*(ask(pool, f"ASK {{}} # {i}") for i in range(8)))
            killed = running(pool)
            assert killed
            for pid in killed:
                os.kill(pid, name)
            answers = await asyncio.gather(*(ask(pool, f"ASK {{}} # again {i}") for i in range(8)))
            assert {a.head["status"] for a in answers} == {200}
            assert not set(running(pool)) & set(killed)

    run(go())


async def busy(pool, query):
    """A request that is being worked on, and the process that does."""
    before = set(running(pool))
    task = asyncio.ensure_future(ask(pool, query))
    while not (fresh := set(running(pool)) - before):
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)
    return task, fresh.pop()


def test_a_request_whose_worker_is_killed_is_tried_once_more():
    async def go():
        async with workers(brief=20.0) as pool:
            task, pid = await busy(pool, ENDLESS)
            os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.3)
            assert not task.done()
            (second,) = running(pool)
            assert second != pid
            os.kill(second, signal.SIGKILL)
            answer = await task
            assert (answer.head["status"], answer.body) == (
                503, b"the worker process was killed twice; try again later",
            )  # fmt: skip

    run(go())


def test_an_engine_that_fails_is_not_taken_for_one_without_memory():
    async def go():
        async with workers(brief=20.0) as pool:
            task, pid = await busy(pool, ENDLESS)
            os.kill(pid, signal.SIGABRT)
            answer = await task
            assert (answer.head["status"], b"engine failed on this query (SIGABRT)" in answer.body) == (
                500,
                True,
            )
            assert (await ask(pool, "ASK {}")).head["status"] == 200

    run(go())


def test_a_request_that_is_cancelled_ends_its_worker():
    async def go():
        async with workers(brief=20.0) as pool:
            task, pid = await busy(pool, ENDLESS)
            task.cancel()
            while pid in running(pool):
                await asyncio.sleep(0.02)
            assert (await ask(pool, "ASK {}")).head["status"] == 200

    run(go())


def test_a_killed_nursery_is_started_again_and_takes_its_workers_along():
    async def go():
        async with workers() as pool:
            await ask(pool, "ASK {}")
            nursery, pids = pool.nursery._process.pid, running(pool)
            os.kill(nursery, signal.SIGKILL)
            answers = await asyncio.gather(*(ask(pool, f"ASK {{}} # {i}") for i in range(6)))
            assert {a.head["status"] for a in answers} == {200}
            assert pool.nursery._process.pid != nursery
            assert not [pid for pid in pids if alive(pid)]

    run(go())


def test_a_worker_that_has_grown_is_replaced():
    async def go():
        async with workers(memory_bytes=2**26) as pool:
            answer = await ask(pool, "ASK {}")
            (first,) = running(pool)
            grown = await ask(pool, f"ASK {{ VALUES ?x {{ {'1 ' * 100_000} }} }}")  # its parse tree
            assert (answer.head["status"], grown.head["status"]) == (200, 200)
            assert (await ask(pool, "ASK { }")).head["status"] == 200
            async with asyncio.timeout(10):  # it ends beside the answer of its successor
                while first in running(pool):
                    await asyncio.sleep(0.02)

    run(go())


def test_a_graph_built_anew_is_served(tmp_path):
    graph = tmp_path / "g.ttl"
    graph.write_text("<urn:a> <urn:p> 1 .")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with service(graph=graph) as served:

        def counted():
            return served.ask("/sparql", data=urlencode({"query": count}).encode(), Accept="text/csv").text

        assert counted() == "n\r\n1\r\n"
        fresh = tmp_path / "fresh"
        fresh.write_text("<urn:a> <urn:p> 1, 2 .")
        fresh.replace(graph)
        assert served.wait(lambda: counted() == "n\r\n2\r\n")
        assert "serving the new" in served.said()
        # one that cannot be read leaves the last good one in place
        graph.write_text("nonsense")
        assert served.wait(lambda: "cannot be opened" in served.said())
        assert counted() == "n\r\n2\r\n"
        shutil.rmtree(tmp_path)
        assert counted() == "n\r\n2\r\n"


def test_a_graph_that_is_not_there_is_reported():
    plan = Plan(GraphChoice("/nowhere/graph.nq"), None, "http://e/sparql", "", Limits())
    with pytest.raises(StoreError, match=r"/nowhere/graph\.nq does not exist"):
        Workers(plan)


def test_a_full_lane_turns_away():
    async def go():
        async with workers(quick=1, waiting=0, brief=20.0) as pool:
            task, _ = await busy(pool, ENDLESS)
            tasks = [asyncio.ensure_future(ask(pool, f"ASK {{}} # {i}")) for i in range(3)]
            done = await asyncio.gather(*tasks[1:], return_exceptions=True)
            assert all(isinstance(error, LimitError) for error in done)
            task.cancel()
            assert (await tasks[0]).head["status"] == 200

    run(go())


def test_pages_do_not_queue_behind_queries():
    with service(seconds=20.0, brief=0.2) as served, ThreadPoolExecutor(8) as threads:
        data = [urlencode({"query": f"{ENDLESS} # {i}"}).encode() for i in range(6)]
        queries = [threads.submit(served.ask, "/sparql", data=one) for one in data]
        pages = [served.ask(f"/api/search?q=mitsui&limit={i}") for i in range(1, 9)]
        assert [page.status for page in pages] == [200] * 8
        assert not any(query.done() for query in queries)
        served.process.terminate()
        assert {query.result().status for query in queries} == {503}
        assert "stopping" in queries[0].result().text


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_a_service_that_is_stopped_while_it_starts_leaves_nothing_behind(sent):
    """The process that opens the graph ends too, and writes no traceback about its closed socket."""
    with socket.create_server(("127.0.0.1", 0)) as listening, TemporaryFile("w+b") as log:
        arguments = [str(GRAPH), str(STORE / "queries"), "", str(listening.fileno()), "{}"]
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, *arguments], pass_fds=[listening.fileno()], stderr=log
        )
        starting = Service("", process, log)
        assert starting.wait(lambda: children(process.pid))
        (nursery,) = children(process.pid)
        # once it runs Python, it is past what the kernel would have ended anyway
        assert starting.wait(lambda: "worker_process" in Path(f"/proc/{nursery}/cmdline").read_text())
        process.send_signal(sent)
        process.wait(10)
        assert starting.wait(lambda: not alive(nursery))
        assert starting.said() == ""


def test_a_patient_client_waits_while_the_graph_is_read(monkeypatch):
    limits = Limits(seconds=0.1)
    made = Workers(Plan(GraphChoice(str(GRAPH)), str(STORE / "queries"), "http://e/sparql", "", limits))
    reading, warm = threading.Event(), made.nursery.warm
    monkeypatch.setattr(made.nursery, "warm", lambda: (reading.wait(20), warm()))

    async def asking():
        made.attach(patient=True)
        asyncio.get_running_loop().call_later(0.5, reading.set)
        await made.fork(nice=0)

    try:
        run(asking())
    finally:
        reading.set()
        made.close()


def test_a_large_graph_answers_queries_while_the_explorer_s_needs_are_read(monkeypatch):
    plan = Plan(GraphChoice(str(GRAPH)), str(STORE / "queries"), "http://e/sparql", "", Limits())
    monkeypatch.setattr("jlac_graph.web.workers.is_large_copy", lambda plan, name: True)
    monkeypatch.setattr("jlac_graph.web.workers._MOMENT", 20)
    made = Workers(plan)
    reading, warm = threading.Event(), made.nursery.warm
    monkeypatch.setattr(made.nursery, "warm", lambda: (reading.wait(20), warm()))

    async def asking():
        made.attach()
        assert (await ask(made, "ASK {}")).head["status"] == 200
        assert made.serving is not made.nursery
        wanted = {"do": "explore", "what": "search", "values": {"q": "x"}}
        monkeypatch.setattr("jlac_graph.web.workers._MOMENT", 0.05)
        with pytest.raises(WarmingError, match="reading the graph; try again in a moment"):
            await made.run(wanted)
        reading.set()
        monkeypatch.setattr("jlac_graph.web.workers._MOMENT", 20)
        assert (await made.run(wanted)).head["status"] == 200
        assert made.serving is made.nursery
        assert (await ask(made, "ASK { ?s ?p ?o }")).head["status"] == 200

    try:
        run(asking())
    finally:
        reading.set()
        made.close()


def test_what_is_read_early_ends_with_the_service(monkeypatch):
    monkeypatch.setattr("jlac_graph.web.workers.is_large_copy", lambda plan, name: True)
    made = Workers(Plan(GraphChoice(str(GRAPH)), str(STORE / "queries"), "http://e/sparql", "", Limits()))
    opening, wait = threading.Event(), Nursery.wait
    begun = []

    def slow(self):
        begun.append(self)
        wait(self)
        opening.wait(20)

    async def asking():
        made.attach()
        monkeypatch.setattr(
            Nursery, "wait", lambda self: slow(self) if self is not made.nursery else wait(self)
        )
        while not begun:
            await asyncio.sleep(0.01)
        made.close()
        assert begun[0]._process.poll() is not None
        opening.set()

    try:
        run(asking())
    finally:
        opening.set()
        made.close()


def test_only_a_build_asked_on_disk_is_opened_early(tmp_path, monkeypatch):
    monkeypatch.setattr("jlac_graph.web.nursery.SERVED_IN_MEMORY", 3)
    plan = Plan(GraphChoice(), None, "", "", Limits())
    (tmp_path / "graph.nq").write_bytes(b"1234")
    assert not is_large_copy(plan, str(tmp_path))
    (tmp_path / "manifest.json").touch()
    assert is_large_copy(plan, str(tmp_path)) and is_large_copy(plan, str(tmp_path / "graph.nq"))
    assert not is_large_copy(replace(plan, sources=SourceChoice(("mine",))), str(tmp_path))
    (tmp_path / "graph.nq").write_bytes(b"1")
    assert not is_large_copy(plan, str(tmp_path))


def test_the_process_with_the_graph_ends_quietly_when_a_report_stays_unread():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    theirs.send(b"{}")
    ours.close()
    before = signal.getsignal(signal.SIGCHLD)
    try:
        _Nursery(theirs, None, 0).run()
    finally:
        signal.signal(signal.SIGCHLD, before)
        theirs.close()


def test_requests_are_told_while_the_graph_is_read(monkeypatch):
    made = Workers(Plan(GraphChoice(str(GRAPH)), str(STORE / "queries"), "http://e/sparql", "", Limits()))
    monkeypatch.setattr("jlac_graph.web.workers._MOMENT", 0.05)
    reading, warm = threading.Event(), made.nursery.warm
    monkeypatch.setattr(made.nursery, "warm", lambda: (reading.wait(20), warm()))

    async def asking():
        made.attach()
        with pytest.raises(WarmingError, match="reading the graph; try again in a moment"):
            await ask(made, "ASK {}")
        reading.set()
        monkeypatch.setattr("jlac_graph.web.workers._MOMENT", 20)
        return await ask(made, "ASK {}")

    try:
        assert run(asking()).head["status"] == 200
    finally:
        reading.set()
        made.close()
