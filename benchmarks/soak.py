"""Good requests beside bad ones, to a service of its own on this machine.

Run with ``python -m benchmarks.soak [GRAPH] [--good 500] [--bad 50] [--seconds 120] [--repeat]``: the good
ones are each new, so that none is answered from what is kept, and spread over pages, the explorer's calls
and SPARQL; the bad ones are malformed, endless, greedy, or never finished. Prints how many of the good ones
were answered, the longest wait, and the service's processes, memory, threads and open files before and
after; fails when a good one was not answered or a process is left at the end. It ends after the seconds
given; with ``--repeat`` it sends the same mixture again and again until then.
"""

from __future__ import annotations

import argparse
import http.client
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Semaphore
from urllib.parse import quote, urlsplit

CLIENTS = 10
PATIENCE = 60.0
REST = 25.0
"""Seconds after the last request in which running queries reach their time limit."""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h }"
GREEDY = "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?a), STR(?d), STR(?c)) AS ?x) } ORDER BY ?x"
SLUGS = ("mitsui", "codelco", "jbic", "jica", "mitsubishi-corporation", "vale", "nissan", "petrobras")


def _sparql(text: str) -> str:
    return "/sparql?query=" + quote(text)


def good(i: int) -> str:
    """The path of a request that must be answered; each is another."""
    slug, other = SLUGS[i % len(SLUGS)], SLUGS[(i + 3) % len(SLUGS)]
    return (
        f"/id/agent/{slug}?lang=ja&n={i}",
        f"/api/search?q={slug}&limit={i % 40 + 1}&n={i}",
        f"/api/neighbors?id=agent/{slug}&limit={i % 30 + 1}&n={i}",
        _sparql(f"SELECT ?s ?p {{ ?s ?p <https://w3id.org/jlac/id/agent/{slug}> }} LIMIT {i + 1}"),
        _sparql(f"SELECT ?c (COUNT(*) AS ?n) {{ ?s a ?c }} GROUP BY ?c ORDER BY ?c LIMIT {i + 1}"),
        f"/api/trace?source={slug}&target={other}&paths={i % 5 + 1}&n={i}",
    )[i % 6]


def bad(i: int) -> bytes:
    """What a hostile or broken client sends; a half request where it does not end in a blank line."""

    def get(path: str, *headers: str) -> bytes:
        return "\r\n".join(
            [f"GET {path} HTTP/1.1", "Host: x", *headers, "Connection: close", "", ""]
        ).encode()

    return (
        get("/api/thing/%00"),
        get("/id/agent/%5Bx"),
        get(_sparql(f"{ENDLESS} # {i}")),
        get(_sparql("SELECT * {" + "a-" * 20_000)),
        get(_sparql(f"{GREEDY} # {i}")),
        get("/id/%ff", "X-Long: " + "y" * 100_000),
        b"GET /sparql HTTP/1.1\r\nHost: x\r\n",
        get(_sparql("SELECT * { ?s ?p ?o } LIMIT " + "9" * 5000)),
        get("/sparql", "Host: a%zz"),
        get(_sparql("ASK {" + "{" * 20_000)),
        get(f"/api/trace?source=http://%5B&target=mitsui&n={i}"),
        b"POST /api/labels HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{",
        b"\x16\x03\x01 not HTTP\r\n\r\n",
    )[i % 13]


def tree(pid: int) -> list[int]:
    """The process and all its descendants that run."""
    try:
        if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
            return []
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(p for child in below for p in tree(int(child)))]


def state(pid: int) -> str:
    """What a service occupies: processes, memory (shared pages counted once), threads and open files."""
    memory = threads = files = 0
    pids = tree(pid)
    for found in pids:
        try:
            rollup = Path(f"/proc/{found}/smaps_rollup").read_text(encoding="ascii")
            memory += int(rollup.partition("Pss:")[2].split()[0])
            threads += len(list(Path(f"/proc/{found}/task").iterdir()))
            files += len(list(Path(f"/proc/{found}/fd").iterdir()))
        except OSError:
            continue
    return f"{len(pids)} processes, {memory // 1024} MB, {threads} threads, {files} open files"


@contextmanager
def served(graph: str | None) -> Iterator[tuple[int, tuple[str, int]]]:
    """A service of its own; gives its process, and host and port."""
    command = [sys.executable, "-m", "jlac_graph", "serve", "--port", "0"]
    command += ["--graph", graph] if graph else []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = urlsplit(process.stderr.readline().rpartition("address: ")[2].strip())
        assert address.hostname is not None
        assert address.port is not None
        try:
            yield process.pid, (address.hostname, address.port)
        finally:
            process.terminate()


def ask(place: tuple[str, int], path: str) -> tuple[str, float]:
    """Ask a good request; give its status, or why there is none, and the time it took."""
    start = time.perf_counter()
    wire = http.client.HTTPConnection(*place, timeout=PATIENCE)
    try:
        wire.request("GET", path)
        response = wire.getresponse()
        response.read()
        status = str(response.status)
    except OSError as error:
        status = type(error).__name__
    finally:
        wire.close()
    return status, time.perf_counter() - start


def disturb(place: tuple[str, int], sent: bytes) -> str:
    """Send a bad request; give the first line of the answer."""
    try:
        with socket.create_connection(place, timeout=PATIENCE) as wire:
            wire.sendall(sent)
            return wire.recv(2**16).partition(b"\r\n")[0].decode("latin-1") or "closed"
    except OSError as error:
        return type(error).__name__


def mixture(goods: int, bads: int, *, repeat: bool) -> Iterator[tuple[bool, int]]:
    """Good and bad requests in an order that is the same every time, by number; once or without end."""
    for turn in count() if repeat else range(1):
        jobs = [(True, turn * goods + i) for i in range(goods)] + [
            (False, turn * bads + i) for i in range(bads)
        ]
        random.Random(7).shuffle(jobs)
        yield from jobs


def soak(place: tuple[str, int], jobs: Iterable[tuple[bool, int]], *, seconds: float) -> bool:
    """Send all until the time is over, and print what came of it."""
    end = time.monotonic() + seconds
    sent = 0
    room = {True: Semaphore(2 * CLIENTS), False: Semaphore(2 * CLIENTS)}
    waits: list[tuple[float, str, str]] = []
    others: Counter[str] = Counter()

    def work(job: tuple[bool, int]) -> None:
        is_good, i = job
        try:
            if is_good:
                status, took = ask(place, good(i))
                waits.append((took, status, good(i)))
            else:
                others[disturb(place, bad(i))] += 1
        finally:
            room[is_good].release()

    # bad ones have threads of their own: they must not hold up the good ones of this program
    with ThreadPoolExecutor(CLIENTS) as well, ThreadPoolExecutor(CLIENTS) as ill:
        for job in jobs:
            room[job[0]].acquire()
            if time.monotonic() > end:
                break
            sent += job[0]
            (well if job[0] else ill).submit(work, job)
    return report(waits, others, sent)


def report(waits: Sequence[tuple[float, str, str]], others: Counter[str], goods: int) -> bool:
    """Print the figures; whether every good request was answered."""
    answered = [took for took, status, _ in waits if status == "200"]
    order = sorted(answered)
    print(f"good: {len(answered)} of {goods} answered")
    if order:
        print(f"longest wait {order[-1]:.2f} s, median {order[len(order) // 2]:.3f} s")
    for took, status, path in waits:
        if status != "200":
            print(f"  {status} after {took:.1f} s: {path[:100]}")
    print("bad: " + ", ".join(f"{n} x {what}" for what, n in others.most_common()))
    return len(answered) == goods


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", nargs="?", type=Path)
    parser.add_argument("--good", type=int, default=500)
    parser.add_argument("--bad", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--repeat", action="store_true")
    asked = parser.parse_args()
    with served(str(asked.graph) if asked.graph else None) as (pid, place):
        while ask(place, good(2))[0] == "503":  # the graph is read
            time.sleep(1)
        print(f"before: {state(pid)}", flush=True)
        jobs = mixture(asked.good, asked.bad, repeat=asked.repeat)
        whole = soak(place, jobs, seconds=asked.seconds)
        time.sleep(REST)
        print(f"after:  {state(pid)}")
        used = tree(pid)
    end = time.monotonic() + 5
    while (left := [found for found in used if tree(found)]) and time.monotonic() < end:
        time.sleep(0.1)
    print(f"left at the end: {len(left)} processes")
    sys.exit(0 if whole and not left else 1)


if __name__ == "__main__":
    main()
