"""Limits on requests, so that one client cannot exhaust the service."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from ..core.errors import LimitError

__all__ = ["Limits", "WarmingError"]


class WarmingError(LimitError):
    """A request that comes while the service reads the graph for the first time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on the cost of one request.

    SPARQL queries and the service's own pages have separate workers. Each request first runs in the quick
    lane for `brief` (`page_brief`) seconds; one that needs longer is stopped and starts again in the slow
    lane, where it may take `seconds`. So quick requests do not wait for slow ones, and the explorer does
    not wait for queries of other clients.

    Parameters
    ----------
    seconds : time a request may run, and wait for its turn in a slow lane.
    brief, page_brief : processor time a SPARQL query, and a page or call of the explorer, may take
        among the quick ones; with a graph on a server, twice that by the clock.
    rows : rows of one answer.
    answer_bytes : size of one answer before compression.
    request_bytes : size of one SPARQL request's body or query string.
    body_bytes : size of any other request's body.
    body_seconds : time that a request's body may take to arrive.
    memory_bytes : memory a request may take beyond the graph itself.
    quick, slow : worker processes of each lane.
    waiting : requests that may wait in one lane before more are turned away.
    cache_bytes : memory of the cache of answers; 0 for no cache.
    depth : how deeply brackets may be nested in a query.
    """

    seconds: float = 20.0
    brief: float = 0.5
    page_brief: float = 2.0
    rows: int = 100_000
    answer_bytes: int = 32 * 2**20
    request_bytes: int = 2**17
    body_bytes: int = 2**21
    body_seconds: float = 30.0
    memory_bytes: int = 2**29
    quick: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    slow: int = 2
    waiting: int = 2000
    cache_bytes: int = 2**25
    depth: int = 200
