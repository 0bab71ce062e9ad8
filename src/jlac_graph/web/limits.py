"""The bounds that keep one visitor from spoiling the service for the others."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one request may cost.

    A query first runs among the quick ones for `brief` seconds; one that needs longer is stopped
    and starts again in the slow lane, where it may take `seconds`. So slow queries wait for each
    other and never for a quick one.

    Parameters
    ----------
    seconds : time a query may run, and wait for its turn in the slow lane.
    brief : time a query may run among the quick ones.
    rows : rows of one answer.
    answer_bytes : size of one answer before compression.
    request_bytes : size of one request's body or query string.
    memory_bytes : memory a query may take beyond the graph itself.
    quick, slow : worker processes of each lane.
    waiting : requests that may wait in one lane before more are turned away.
    cache_bytes : memory for answers kept ready; 0 keeps none.
    """

    seconds: float = 20.0
    brief: float = 0.5
    rows: int = 100_000
    answer_bytes: int = 32 * 2**20
    request_bytes: int = 2**17
    memory_bytes: int = 2**29
    quick: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    slow: int = 2
    waiting: int = 2000
    cache_bytes: int = 2**25
