"""Limits on connections to uvicorn that have not sent a whole request.

A connection between two requests, or in the middle of sending one, occupies memory and a file descriptor.
So each has a time limit and each request's head a size limit, and if there are too many such connections,
the one that has waited longest is closed.
"""

from __future__ import annotations

import asyncio
import resource
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["HEADERS", "BoundedProtocol", "Connections", "bounded", "raise_file_limit"]

_TICK = 1.0
HEADERS = 2**15
"""Bytes of all headers of a request; Apache, nginx and Node allow 8 to 32 KiB."""
_ADDRESS = 2**16 - 1
"""Bytes of an address that httptools parses; longer queries must be posted."""
_MOST_FILES = 2**16
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain\r\n"
    b"content-length: 47\r\nconnection: close\r\n\r\nthe request's address or headers are too large\n"
)


class Connections:
    """The connections whose request is incomplete, the longest wait first.

    Parameters
    ----------
    most : their maximum number.
    seconds : how long each may take to send a whole request.
    """

    def __init__(self, *, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._since: dict[BoundedProtocol, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._since)

    def add(self, connection: BoundedProtocol) -> None:
        """Wait for a request from a connection, from now on."""
        loop = asyncio.get_running_loop()
        self._since.pop(connection, None)
        self._since[connection] = loop.time()
        if len(self._since) > self._most:
            self._close(next(iter(self._since)))
        if self._timer is None:
            self._timer = loop.call_later(_TICK, self._sweep)

    def remove(self, connection: BoundedProtocol) -> None:
        """Stop waiting: its request is complete, or it is closed."""
        self._since.pop(connection, None)

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        for connection, since in list(self._since.items()):
            if since > loop.time() - self._seconds:
                break
            if connection.progresses():
                self.add(connection)
            else:
                self._close(connection)
        self._timer = loop.call_later(_TICK, self._sweep) if self._since else None

    def _close(self, connection: BoundedProtocol) -> None:
        self.remove(connection)
        connection.transport.abort()


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol with bounds; `bounded` makes one for a service."""

    waiting: Connections
    largest_head: int

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._head = 0
        self._in_head, self._too_large = True, False
        self._unsent = float("inf")

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request."""
        super().connection_made(transport)
        self.waiting.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self.waiting.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless what precedes the request's body has grown too large."""
        if self._in_head:
            self._head += len(data)
        super().data_received(data)
        if self._in_head and self._head > self.largest_head and not self.transport.is_closing():
            self._too_large = True
            self.send_400_response("")

    def on_headers_complete(self) -> None:
        """Refuse an address or headers that are too large, and a request without one Host header."""
        self._in_head = False
        size = sum(len(name) + len(value) for name, value in self.headers)
        if size > HEADERS or len(self.url) > _ADDRESS:
            self._too_large = True
            raise ValueError("the address or the headers are too large; POST the query")
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (hosts == 0 and self.parser.get_http_version() == "1.1"):
            raise ValueError("a request needs one Host header (RFC 9112, section 3.2)")
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Stop waiting: the request is complete."""
        self._in_head, self._head = True, 0
        self.waiting.remove(self)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request, unless one is being answered already."""
        super().on_response_complete()
        if not self.transport.is_closing() and self.cycle.response_complete:
            self._unsent = float("inf")
            self.waiting.add(self)

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that is not HTTP, or whose headers are too large."""
        if not self._too_large:
            super().send_400_response(msg)
        elif not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def progresses(self) -> bool:
        """Return whether the client has read more of an unfinished answer since the last call."""
        unsent = self.transport.get_write_buffer_size()
        before, self._unsent = self._unsent, unsent
        return 0 < unsent < before


def bounded(waiting: Connections, *, largest_head: int) -> type[BoundedProtocol]:
    """Make the protocol of a service.

    Parameters
    ----------
    waiting : the connections whose request is incomplete.
    largest_head : maximum bytes before a request's body.
    """
    return type("Bounded", (BoundedProtocol,), {"waiting": waiting, "largest_head": largest_head})


def raise_file_limit() -> int:
    """Allow this process as many open files as the system permits; return the number."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return _MOST_FILES if soft == resource.RLIM_INFINITY else soft
