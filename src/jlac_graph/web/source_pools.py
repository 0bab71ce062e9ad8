"""The workers of a service: those over all its sources, and those over the choices that requests make.

Each choice has a process that holds its graph and workers of its own. At most two are kept; when
another is needed, the one whose last request is longest ago ends, unless both are in use.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .answer_cache import Answer
from .limits import Limits, WarmingError
from .source_choice import ALL, SourceChoice
from .worker_contract import Plan
from .workers import Workers

__all__ = ["SourcePools"]

_MOST = 2
"""Maximum number of choices of sources whose graphs are held at once."""
_IN_USE = 10.0
"""Seconds after its last answer in which a choice does not give way to another."""


@dataclass(slots=True)
class _Pool:
    """The workers of a choice, how many requests they have, and when they last answered one."""

    workers: Workers
    running: int = 0
    used: float = field(default_factory=time.monotonic)

    @property
    def in_use(self) -> bool:
        return self.running > 0 or time.monotonic() - self.used < _IN_USE


class SourcePools:
    """Workers by choice of sources.

    Parameters
    ----------
    plan : the graph and the limits.

    Raises
    ------
    StoreError : the graph cannot be opened.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan, self.main = plan, Workers(plan)
        self._pools: OrderedDict[SourceChoice, _Pool] = OrderedDict()

    @property
    def file(self) -> Path | None:
        """The N-Quads file that is the whole graph; None for a server, a part or another format."""
        choice, file = self._plan.graph, Path(self.main.name)
        entire = not (choice.sources or choice.without)
        return file if entire and file.suffix == ".nq" and file.is_file() else None

    def attach(self) -> None:
        """Start to supervise the workers over all sources, on the running loop."""
        self.main.attach()

    async def run(
        self,
        request: dict[str, Any],
        body: bytes = b"",
        *,
        lane: str = "pages",
        keep: bool = True,
        sources: SourceChoice = ALL,
    ) -> Answer:
        """Run a request on the graph of some sources; see `Workers.run`.

        Returns
        -------
        The answer; one with status 400 if a source is unknown.

        Raises
        ------
        WarmingError : the graph of the sources is being read, or other choices are in use.
        LimitError : when a limit on time, memory or waiting requests is exceeded.
        """
        if not sources:
            return await self.main.run(request, body, lane=lane, keep=keep)
        checked = await self.check(sources)
        if checked.head["status"] != 200:
            return checked
        pool = self._pool(sources)
        pool.running += 1
        try:
            return await pool.workers.run(request, body, lane=lane, keep=keep)
        finally:
            pool.running -= 1
            pool.used = time.monotonic()

    async def check(self, sources: SourceChoice) -> Answer:
        """Return an answer with status 400 if a source is unknown, with 200 otherwise."""
        return await self.main.run({"do": "sources", "ids": sources.ids})

    def _pool(self, sources: SourceChoice) -> _Pool:
        if sources not in self._pools:
            self._make_room()
            plan = replace(self._plan, sources=sources, limits=_shared(self._plan.limits))
            workers = Workers(plan, wait=False)
            workers.attach()
            self._pools[sources] = _Pool(workers)
        self._pools.move_to_end(sources)
        return self._pools[sources]

    def _make_room(self) -> None:
        if len(self._pools) < _MOST:
            return
        oldest = next((sources for sources, pool in self._pools.items() if not pool.in_use), None)
        if oldest is None:
            raise WarmingError(
                f"{_MOST} other choices of sources are in use, which is the limit; try again in a moment"
            )
        self._pools.pop(oldest).workers.close()

    def close(self) -> None:
        """End all workers; running requests are answered that the service is stopping."""
        self.main.close()
        for pool in self._pools.values():
            pool.workers.close()


def _shared(limits: Limits) -> Limits:
    """Return the limits of a choice, which has fewer workers and a smaller cache than the whole."""
    fewer = {"quick": min(2, limits.quick), "slow": 1, "cache_bytes": limits.cache_bytes // 4}
    return replace(limits, **fewer)
