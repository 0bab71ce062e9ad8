"""A cache of answers, limited in bytes; the least recently used are dropped first.

Examples
--------
>>> kept = AnswerCache(200)
>>> kept.put(b"a", Answer({}, bytes(60)))
>>> kept.put(b"a", Answer({}, bytes(60)))
>>> kept.put(b"b", Answer({}, bytes(60)))
>>> kept.put(b"c", Answer({}, bytes(90)))
>>> kept.get(b"a") is None, len(kept), kept.bytes
(True, 2, 152)
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

__all__ = ["Answer", "AnswerCache"]


@dataclass(frozen=True)
class Answer:
    """The answer of a worker: its head (status, media type, ...) and body."""

    head: dict[str, Any]
    body: bytes


class AnswerCache:
    """Answers by request; at most `largest` bytes of both, none of more than half of that."""

    def __init__(self, largest: int) -> None:
        self._largest, self.bytes = largest, 0
        self._kept: OrderedDict[bytes, Answer] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, request: bytes) -> Answer | None:
        """Return the answer to a request, if it is kept."""
        found = self._kept.get(request)
        if found is not None:
            self._kept.move_to_end(request)
        return found

    def put(self, request: bytes, answer: Answer) -> None:
        """Keep an answer; it replaces an earlier one to the same request."""
        self._drop(request)
        size = len(request) + len(answer.body)
        if size > self._largest // 2:
            return
        self._kept[request] = answer
        self.bytes += size
        while self.bytes > self._largest:
            self._drop(next(iter(self._kept)))

    def _drop(self, request: bytes) -> None:
        dropped = self._kept.pop(request, None)
        if dropped is not None:
            self.bytes -= len(request) + len(dropped.body)

    def clear(self) -> None:
        """Drop all answers."""
        self._kept.clear()
        self.bytes = 0
