"""Two lanes of workers: quick queries never wait for slow ones, and none runs for ever."""

from __future__ import annotations

import asyncio
import hashlib
import json
import struct
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..core.errors import LimitError
from .limits import Limits
from .nursery import Nursery, Task

__all__ = ["Answer", "Pool"]

_HEAD = struct.Struct("!II")


@dataclass(frozen=True)
class Answer:
    """What a worker answered: status, headers' facts and the body."""

    head: dict[str, Any]
    body: bytes

    @cached_property
    def digest(self) -> str:
        """A short hash of the body."""
        return hashlib.sha256(self.body).hexdigest()[:32]


class _Worker:
    """One process and the stream to it."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid, self._reader, self._writer = pid, reader, writer

    async def ask(self, request: bytes) -> Answer:
        self._writer.write(len(request).to_bytes(4) + request)
        await self._writer.drain()
        head, body = _HEAD.unpack(await self._reader.readexactly(_HEAD.size))
        whole = await self._reader.readexactly(head + body)
        return Answer(json.loads(whole[:head]), whole[head:])

    def close(self) -> None:
        self._writer.close()


class _Lane:
    """Workers that take requests in turn; a worker is replaced once it was killed or died."""

    def __init__(self, nursery: Nursery, *, size: int, waiting: int, nice: int) -> None:
        self._nursery, self._nice = nursery, nice
        self._idle: list[_Worker] = []
        self._turns, self._room = asyncio.Semaphore(size), waiting + size

    async def run(self, request: bytes, *, seconds: float, patience: float) -> Answer | None:
        """Run a request; None when it took longer than `seconds`.

        Raises
        ------
        LimitError : when the lane is full, no turn comes within `patience`, or the worker died of
            the memory bound.
        """
        if self._room <= 0:
            raise LimitError("too many requests are waiting; try again later")
        self._room -= 1
        try:
            async with asyncio.timeout(patience):
                await self._turns.acquire()
        except TimeoutError:
            raise LimitError("the service is busy with slow queries; try again later") from None
        finally:
            self._room += 1
        try:
            return await self._run(request, seconds)
        finally:
            self._turns.release()

    async def _run(self, request: bytes, seconds: float) -> Answer | None:
        worker = self._idle.pop() if self._idle else await self._spawn()
        whole = False
        try:
            async with asyncio.timeout(seconds):
                answer = await worker.ask(request)
            whole = True
            return answer
        except TimeoutError:
            return None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise LimitError("the query takes more memory than one query may") from None
        finally:
            # a visitor who leaves cancels this; a worker in the middle of something is of no use
            if whole:
                self._idle.append(worker)
            else:
                self._nursery.kill(worker.pid)
                worker.close()

    async def _spawn(self) -> _Worker:
        pid, wire = self._nursery.spawn(nice=self._nice)
        return _Worker(pid, *await asyncio.open_connection(sock=wire, limit=2**22))

    def close(self) -> None:
        for worker in self._idle:
            worker.close()


class Pool:
    """Runs requests in worker processes within the limits, and keeps answers ready."""

    def __init__(self, task: Task, limits: Limits) -> None:
        self._limits = limits
        self._nursery = Nursery(task, memory=limits.memory_bytes)
        self._quick = _Lane(self._nursery, size=limits.quick, waiting=limits.waiting, nice=0)
        self._slow = _Lane(self._nursery, size=limits.slow, waiting=limits.waiting, nice=10)
        self._kept: OrderedDict[bytes, Answer] = OrderedDict()
        self._kept_bytes = 0

    async def run(self, request: dict[str, Any], *, keep: bool = False) -> Answer:
        """Run a request among the quick, then, if it takes longer, among the slow.

        Parameters
        ----------
        request : what the worker's task takes.
        keep : whether the same request always has the same answer, which may then be kept.

        Raises
        ------
        LimitError : when a bound on time, memory or waiting requests is reached.
        """
        encoded = json.dumps(request, sort_keys=True).encode()
        if encoded in self._kept:
            self._kept.move_to_end(encoded)
            return self._kept[encoded]
        limits = self._limits
        answer = await self._quick.run(encoded, seconds=limits.brief, patience=limits.seconds * 3)
        if answer is None:
            answer = await self._slow.run(encoded, seconds=limits.seconds, patience=limits.seconds)
        if answer is None:
            raise LimitError(f"the query took longer than {limits.seconds:g} s and was stopped")
        if keep and answer.head.get("status") == 200:
            self._keep(encoded, answer)
        return answer

    def _keep(self, request: bytes, answer: Answer) -> None:
        if len(answer.body) > self._limits.cache_bytes // 8:
            return
        self._kept[request] = answer
        self._kept_bytes += len(answer.body) + len(request)
        while self._kept_bytes > self._limits.cache_bytes:
            old, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= len(dropped.body) + len(old)

    def close(self) -> None:
        """End all workers."""
        self._quick.close()
        self._slow.close()
        self._nursery.close()
