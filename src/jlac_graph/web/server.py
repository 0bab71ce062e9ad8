"""Run the web service with uvicorn and limited connections until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn
from starlette.responses import PlainTextResponse

from .connections import HEADERS, Connections, bounded, raise_file_limit

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["serve"]

_SPARE_FILES = 256
_MOST_WAITING = 512
_GRACE = 1
"""Seconds that running requests have to end once the service stops."""


class _Server(uvicorn.Server):
    """A server that ends its workers first, so that it does not wait for them."""

    def __init__(self, config: uvicorn.Config, app: Starlette) -> None:
        super().__init__(config)
        self._pools = app.state.pools

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the service: answer running requests with an error and close the ports."""
        self._pools.close()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: object) -> None:
        """Stop on a signal, without raising it again afterwards."""
        self.should_exit = True


class _Ended:
    """Answers the requests that are still running when the service stops, in place of a traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except asyncio.CancelledError:
            if scope["type"] != "http":
                raise
            if not started:
                stopping = PlainTextResponse("the service is stopping\n", 503, {"Connection": "close"})
                await stopping(scope, receive, send)


def serve(app: Starlette, listening: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM.

    Parameters
    ----------
    app : from `create_app`.
    listening : a listening socket.
    """
    limits = app.state.limits
    files = raise_file_limit()
    waiting = Connections(most=min(_MOST_WAITING, files // 3), seconds=limits.body_seconds)
    config = uvicorn.Config(
        _Ended(app),
        http=bounded(waiting, largest_head=limits.request_bytes + HEADERS),
        ws="none",
        log_config=None,
        server_header=False,
        limit_concurrency=max(files - _SPARE_FILES, files // 2),
        timeout_keep_alive=10,
        timeout_graceful_shutdown=_GRACE,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="jlac: %(message)s")
    logging.getLogger("uvicorn.access").disabled = True
    _Server(config, app).run(sockets=[listening])
