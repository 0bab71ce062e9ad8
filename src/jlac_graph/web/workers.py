"""The service's side of its worker processes: lanes, time limits, supervision, cached answers.

`worker_process` is the other side. A worker that was killed, died or belongs to an earlier graph is
replaced when the next request needs one. A nursery that died is started again; so is one whose graph has
changed, while the old one serves until the new one is ready.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import time
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from ..core.errors import LimitError, StoreError
from .answer_cache import Answer, AnswerCache
from .limits import WarmingError
from .nursery import Nursery, is_large_copy
from .worker_contract import ANSWER, OUT_OF_MEMORY, REQUEST, Plan

__all__ = ["Workers"]

_log = logging.getLogger("jlac_graph.web")
_EXHAUSTED = ("memory allocation", "unable to allocate", "out of memory", "MemoryError")
_WORDS = 2**14
_PATIENCE = 60.0
_MOMENT = 10.0
"""Seconds that a request waits while the graph is read; then the answer is 503 with Retry-After."""
_START = 50.0
"""The same for a patient client; clients of MCP give up after 60 seconds unless they are set otherwise."""
_PAUSES = (0.1, 1, 5, 15, 30)
_EARLY = frozenset({"about", "describe", "feed", "library", "sitemap", "sources", "sparql", "thing"})
"""Tasks that a second process answers while the whole of a large graph is read."""


def _way_out(task: str) -> str:
    if task in ("view", "figure"):
        smaller = "give ego, country, sector, another projection or fewer years"
        return f"{smaller}, or use jlac export" if task == "view" else f"{smaller}, or use jlac draw"
    return "narrow the query or add LIMIT"


class _DiedError(Exception):
    """The death of a worker, with its signal and error output if known."""

    def __init__(self, words: str, number: int) -> None:
        super().__init__(words)
        self.words, self.signal = words, number


class _Worker:
    """One process and the stream to it."""

    def __init__(self, nursery: Nursery, number: int, words: int) -> None:
        self.nursery, self._number, self._words = nursery, number, words
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    @classmethod
    async def fork(cls, nursery: Nursery, *, nice: int) -> _Worker:
        number, wire, words = nursery.fork(nice=nice)
        made = cls(nursery, number, words)
        try:
            made._reader, made._writer = await asyncio.open_connection(sock=wire, limit=2**22)
        except BaseException:
            nursery.forget(number)
            os.close(words)
            raise
        return made

    @property
    def alive(self) -> bool:
        return not self._reader.at_eof()

    async def ask(self, head: bytes, body: bytes, cpu: float) -> Answer:
        """Answer a request within so many seconds of processor time; 0 means any.

        Raises
        ------
        _DiedError : the worker died.
        """
        try:
            self._writer.write(REQUEST.pack(cpu, len(head), len(body)) + head + body)
            await self._writer.drain()
            size = ANSWER.unpack(await self._reader.readexactly(ANSWER.size))
            whole = await self._reader.readexactly(sum(size))
        except (asyncio.IncompleteReadError, ConnectionError):
            ended = await self.nursery.ended_by(self._number)
            words = os.pread(self._words, _WORDS, 0).decode(errors="replace").strip()
            raise _DiedError(words, ended) from None
        return Answer(json.loads(whole[: size[0]]), whole[size[0] :])

    def close(self) -> None:
        """Kill the process, if it still runs."""
        if self.alive:
            self.nursery.kill(self._number)
        self.nursery.forget(self._number)
        self._writer.close()
        os.close(self._words)


class _Lane:
    """A queue of requests with its workers."""

    def __init__(self, workers: Workers, *, size: int, waiting: int, nice: int) -> None:
        self._workers, self._nice = workers, nice
        self._idle: list[_Worker] = []
        self._turns, self._room = asyncio.Semaphore(size), waiting + size

    async def run(
        self, head: bytes, body: bytes, *, seconds: float, patience: float, cpu: float = 0.0
    ) -> Answer | None:
        """Run a request; None when it took longer than `seconds`, or `cpu` seconds of a processor.

        Raises
        ------
        LimitError : when the lane is full, or no turn comes within `patience`.
        """
        if self._room <= 0:
            raise LimitError("the queue is full; try again later")
        self._room -= 1
        try:
            async with asyncio.timeout(patience):
                await self._turns.acquire()
        except TimeoutError:
            raise LimitError("all workers are busy; try again later") from None
        finally:
            self._room += 1
        try:
            return await self._run(head, body, seconds, cpu)
        finally:
            self._turns.release()

    async def _run(self, head: bytes, body: bytes, seconds: float, cpu: float) -> Answer | None:
        """Ask a worker, and a second one if the first was killed from outside."""
        for last in (False, True):
            worker = await self._taken(fresh=last)
            try:
                async with asyncio.timeout(seconds):
                    return await self._asked(worker, head, body, cpu)
            except TimeoutError:
                return None
            except _DiedError as death:
                if death.signal == signal.SIGPROF:
                    return None
                if last or death.words or death.signal not in (0, signal.SIGKILL, signal.SIGTERM):
                    return _obituary(death)
        return None

    async def _asked(self, worker: _Worker, head: bytes, body: bytes, cpu: float) -> Answer:
        whole = False
        try:
            answer = await worker.ask(head, body, cpu)
            whole = not answer.head.pop("ends", False)
            if fault := answer.head.pop("fault", ""):
                _log.error("a request failed\n%s", fault.rstrip())
            return answer
        finally:
            # a client that disconnects cancels the task; an interrupted worker cannot be reused
            if whole and worker.nursery is self._workers.serving:
                self._idle.append(worker)
            else:
                worker.close()

    async def _taken(self, *, fresh: bool) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive and worker.nursery is self._workers.serving and not fresh:
                return worker
            worker.close()
        return await self._workers.fork(nice=self._nice)

    def clear(self) -> None:
        """End the workers that wait for work."""
        while self._idle:
            self._idle.pop().close()


def _obituary(death: _DiedError) -> Answer:
    """Return the answer to a request on which a worker died, and log the worker's error output."""
    name = signal.Signals(death.signal).name if death.signal else "no signal"
    first = death.words.splitlines()[0] if death.words else "no error output"
    _log.warning("a worker died (%s): %s", name, first[:300])
    if any(word in death.words for word in _EXHAUSTED):
        return Answer({"status": 503}, OUT_OF_MEMORY.encode())
    if death.signal in (signal.SIGKILL, signal.SIGTERM) or not (death.signal or death.words):
        return Answer({"status": 503}, b"the worker process was killed twice; try again later")
    message = f"the query engine failed on this query ({name}); a simpler query may work"
    return Answer({"status": 500}, message.encode())


class Workers:
    """Worker processes that run requests within the limits, with a cache of answers.

    Parameters
    ----------
    plan : the graph and the limits.
    wait : whether to wait until the graph is open; otherwise `attach` lets a thread wait, and requests are
        told to come back.

    Raises
    ------
    StoreError : the graph cannot be opened.
    """

    def __init__(self, plan: Plan, *, wait: bool = True) -> None:
        self._plan, limits = plan, plan.limits
        self.nursery = Nursery(plan)
        self._stamp: tuple[int, ...] | None = None
        if wait:
            self._open()

        def lanes() -> tuple[_Lane, _Lane]:
            return (
                _Lane(self, size=limits.quick, waiting=limits.waiting, nice=0),
                _Lane(self, size=limits.slow, waiting=limits.waiting, nice=10),
            )

        self._lanes = {"sparql": (*lanes(), limits.brief), "pages": (*lanes(), limits.page_brief)}
        self._kept = AnswerCache(limits.cache_bytes)
        self._up, self._whole = asyncio.Event(), asyncio.Event()
        self._early: Nursery | None = None
        self._opening: Nursery | None = None
        self._warming = self._patient = False
        self._next: Nursery | None = None
        self._closed = False
        self._jobs: set[asyncio.Task[None]] = set()

    def _open(self) -> None:
        self.nursery.wait()
        self._stamp = _stamp(self.nursery.name)

    @property
    def name(self) -> str:
        """Name of the graph; empty until it is open."""
        return self.nursery.name

    def attach(self, *, patient: bool = False) -> None:
        """Start to supervise the nursery, on the running loop.

        Parameters
        ----------
        patient : whether requests wait longer while the graph is read for the first time.
        """
        self._warming = True
        self._patient = patient
        self._start(self._warm())
        self._start(self._follow_the_graph())

    @property
    def serving(self) -> Nursery:
        """The process whose workers answer: while the whole graph is read, the one that opened it only."""
        return self._early or self.nursery

    async def _warm(self) -> None:
        """Let the nursery serve once it has read what all requests need."""
        begun = time.monotonic()
        try:
            if not self.name:
                await asyncio.to_thread(self._open)
            if is_large_copy(self._plan, self.name):
                await self._start_early()
            await asyncio.to_thread(self.nursery.warm)
        except (StoreError, OSError):
            if not self._closed:
                self._up.set()
                self._on_death(self.nursery)
            return
        finally:
            self._warming = False
            self._whole.set()
            self._end_early()
        if (took := time.monotonic() - begun) > _MOMENT:
            _log.warning("read the graph in %.0f s; requests are answered now", took)
        self.nursery.watch(self._on_death)
        self._up.set()

    async def _start_early(self) -> None:
        """Open the graph once more; where that fails, requests wait for the whole."""
        early = self._opening = Nursery(self._plan, early=True)
        try:
            await asyncio.to_thread(early.wait)
            await asyncio.to_thread(early.warm)
        except (StoreError, OSError):
            return early.close()
        early.watch(lambda _: self._end_early())
        self._early = early
        return self._up.set()

    def _end_early(self) -> None:
        early, self._early = self._early, None
        if self._warming:
            self._up.clear()
        if early:
            # running requests end with it, at the latest at their time limit
            asyncio.get_running_loop().call_later(self._plan.limits.seconds + 1, early.close)

    async def run(
        self, request: dict[str, Any], body: bytes = b"", *, lane: str = "pages", keep: bool = True
    ) -> Answer:
        """Run a request in the quick lane, then, if it takes longer, in the slow lane.

        Parameters
        ----------
        request, body : what the worker's task takes.
        lane : ``pages`` or ``sparql``.
        keep : whether the answer may be cached, if the worker reports that it is always the same.

        Raises
        ------
        LimitError : when a limit on time, memory or waiting requests is exceeded.
        """
        head = json.dumps(request, sort_keys=True).encode()
        key = head + b"\n" + body
        if keep and (kept := self._kept.get(key)):
            return kept
        quick, slow, brief = self._lanes[lane]
        seconds, graph = self._plan.limits.seconds, self.nursery
        if request["do"] not in _EARLY:
            await self._until(self._whole)
        # a loaded machine gives a short query its processor time late; one to a server uses none
        wall = seconds if self._stamp else min(2 * brief, seconds)
        answer = await quick.run(head, body, seconds=wall, patience=max(_PATIENCE, 3 * seconds), cpu=brief)
        if answer is None:
            answer = await slow.run(head, body, seconds=seconds, patience=seconds)
        if answer is None:
            raise LimitError(
                f"the request exceeded the time limit of {seconds:g} s; {_way_out(request['do'])}"
            )
        if keep and answer.head.get("stable") and answer.head["status"] == 200 and graph is self.nursery:
            self._kept.put(key, answer)
        return answer

    async def fork(self, *, nice: int) -> _Worker:
        """Return a fresh worker; waits while the nursery is being replaced.

        Raises
        ------
        WarmingError : the graph is being read for the first time.
        LimitError : the nursery is not replaced in time.
        """
        for _ in range(2):
            await self._until(self._up)
            nursery = self.serving
            if self._closed:
                raise LimitError("the service is stopping")
            try:
                return await _Worker.fork(nursery, nice=nice)
            except OSError:
                if nursery is self._early:
                    self._end_early()
                else:
                    self._on_death(nursery)
        raise LimitError("the service is starting again; try again later")

    async def _until(self, event: asyncio.Event) -> None:
        """Wait until a process serves, or the one that has read the whole graph."""
        seconds = self._plan.limits.seconds
        if self._warming:
            seconds = _START if self._patient else min(_MOMENT, seconds)
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            if self._warming:
                raise WarmingError("the service is reading the graph; try again in a moment") from None
            raise LimitError("the service is starting again; try again later") from None

    def _start(self, work: Any) -> None:
        job = asyncio.ensure_future(work)
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    def _on_death(self, nursery: Nursery) -> None:
        if self._closed or nursery is not self.nursery or not self._up.is_set():
            return
        _log.warning("the process that holds the graph died; starting it again")
        self._up.clear()
        nursery.close()
        self._start(self._restart())

    async def _restart(self) -> None:
        for pause in chain(_PAUSES, repeat(_PAUSES[-1])):
            if await self._replaced():
                self._up.set()
                return
            await asyncio.sleep(pause)

    async def _replaced(self) -> bool:
        """Start a nursery on the graph as it is now; once it is ready, let it serve."""
        stamp = _stamp(self.name)
        self._next = fresh = Nursery(self._plan)
        try:
            await asyncio.to_thread(fresh.wait)
            await asyncio.to_thread(fresh.warm)
        except StoreError as error:
            _log.error("the graph cannot be opened: %s", error)
            return False
        if self._closed:
            fresh.close()
            return False
        old, self.nursery, self._stamp = self.nursery, fresh, stamp
        fresh.watch(self._on_death)
        self._kept.clear()
        for quick, slow, _ in self._lanes.values():
            quick.clear()
            slow.clear()
        # running requests end with the old one, at the latest at their time limit
        asyncio.get_running_loop().call_later(self._plan.limits.seconds + 1, old.close)
        return True

    async def _follow_the_graph(self) -> None:
        """Reopen the graph when its file has changed and the change is complete."""
        seen = self._stamp
        while True:
            await asyncio.sleep(1)
            now = _stamp(self.name)
            if now and now == seen != self._stamp and not self._warming and self._up.is_set():
                _log.warning("%s has changed; reopening it", self.name)
                if await self._replaced():
                    _log.warning("serving the new version of %s", self.name)
                else:
                    self._stamp = now
            seen = now

    def close(self) -> None:
        """End all workers; running requests are answered that the service is stopping."""
        self._closed = True
        for job in self._jobs:
            job.cancel()
        for nursery in {self.nursery, self._next or self.nursery, self._opening or self.nursery}:
            nursery.close()


def _stamp(name: str) -> tuple[int, ...] | None:
    """Return what changes when a graph's file or folder is replaced; None for a server, or without a name."""
    path = Path(name)
    for file in (path / "CURRENT", path) if name else ():
        try:
            state = file.stat()
        except OSError:
            continue
        return state.st_ino, state.st_size, state.st_mtime_ns
    return None
