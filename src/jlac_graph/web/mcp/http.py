"""MCP over HTTP: the address /mcp, one answer per request, without sessions.

The SDK is imported, and its session manager started, at the first request: other users of the service do not
wait for it.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.responses import Response

from ..responses import RefusedError, left, read_body
from ..source_choice import refuse_choice

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Message, Receive, Scope, Send

    from ..workers import Workers

__all__ = ["Endpoint", "mcp"]

_MISSING = "the MCP server is not installed; pip install 'jlac-graph[mcp]'"
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Endpoint:
    """The MCP server of a service, started when it is needed.

    Parameters
    ----------
    workers : answer the calls.
    queries : names of the query library.
    largest : most bytes of a request.
    """

    def __init__(self, workers: Workers, queries: list[str], largest: int) -> None:
        self._workers, self._queries, self._largest = workers, queries, largest
        self._manager: asyncio.Future[Any] | None = None
        self._job: asyncio.Task[None] | None = None

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whose body has been read."""
        if self._manager is None:
            self._manager = asyncio.get_running_loop().create_future()
            self._job = asyncio.create_task(self._run(self._manager))
        manager = await asyncio.shield(self._manager)
        await manager.handle_request(scope, receive, send)

    async def _run(self, ready: asyncio.Future[Any]) -> None:
        """Keep the session manager running; it must end in the task that started it."""
        try:
            await self._serve(ready)
        except BaseException as error:
            if not ready.done():  # whoever waits for it must not wait for ever
                ready.set_exception(RuntimeError(f"the MCP server did not start: {error!r}"))
            raise

    async def _serve(self, ready: asyncio.Future[Any]) -> None:
        await asyncio.to_thread(importlib.import_module, f"{__package__}.server")
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from .server import make_server

        server = make_server(self._workers, self._queries)
        manager = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=self._largest
        )
        async with manager.run():
            ready.set_result(manager)
            await asyncio.Event().wait()

    async def close(self) -> None:
        """End the session manager."""
        if self._job is not None:
            self._job.cancel()
            await asyncio.gather(self._job, return_exceptions=True)


class _Handed(Response):
    """A response that the SDK writes."""

    def __init__(self, endpoint: Endpoint, body: bytes) -> None:
        super().__init__()
        self._endpoint, self._sent = endpoint, body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request, whose body has been read, to the SDK; the work ends if the client disconnects."""
        message: list[Message] = [{"type": "http.request", "body": self._sent, "more_body": False}]
        leaving = asyncio.ensure_future(left(receive))

        async def replay() -> Message:
            if message:
                return message.pop()
            await leaving
            return {"type": "http.disconnect"}

        work = asyncio.ensure_future(self._endpoint.handle(scope, replay, send))
        try:
            await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
        finally:
            for task in (work, leaving):
                task.cancel()
            await asyncio.gather(work, leaving, return_exceptions=True)


async def mcp(request: Request) -> Response:
    """Answer a message of an MCP client."""
    if importlib.util.find_spec("mcp") is None:
        raise RefusedError(501, _MISSING)
    origin = request.headers.get("origin", "")
    own = request.app.state.address.url
    if origin and urlsplit(origin).hostname not in _LOCAL and origin != _origin(own):
        raise RefusedError(
            403, f"requests of web pages of {origin} are refused; use a program, or a local page"
        )
    media = request.headers.get("content-type", "none").partition(";")[0].strip().lower()
    if media != "application/json":
        raise RefusedError(415, f"unsupported media type {media!r}; post application/json")
    refuse_choice(request, "the MCP server")
    body = await read_body(request, request.app.state.limits.request_bytes)
    return _Handed(request.app.state.mcp, body)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
