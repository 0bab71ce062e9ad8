"""Requests and responses: bodies, entity tags, compression, errors, clients that disconnect."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ..core.languages import LANGUAGES
from .embedding import page_headers
from .negotiation import MEDIA, choose, choose_language, takes_gzip
from .pages import missing_page
from .source_choice import chosen_sources
from .worker_contract import OUT_OF_MEMORY

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive

    from .answer_cache import Answer

__all__ = [
    "RefusedError",
    "answer",
    "ask",
    "language_of",
    "left",
    "problem",
    "read_body",
    "required",
    "respond",
]

_SMALL = 1000
_HEADER = " !#$&'()*+,/:;<=>?@[]^`{|}~"
"""Characters that stand for themselves in a header of our own; others are percent-encoded."""
_GONE = 499
"""The status that servers commonly log for a closed connection; no client receives it."""


class RefusedError(Exception):
    """A request that is refused with a status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def respond(request: Request, body: bytes, media: str, *, vary: str = "Accept") -> Response:
    """Answer with a body made here, which is small; see `answer` for those of workers."""
    digest = hashlib.sha256(body).hexdigest()[:32]
    packed = takes_gzip(request.headers.get("accept-encoding", "")) and len(body) >= _SMALL
    sent = gzip.compress(body, 5, mtime=0) if packed else body
    return _response(request, sent, media, digest, vary, encoding="gzip" if packed else "")


def answer(request: Request, made: Answer, *, vary: str = "Accept") -> Response:
    """Answer with what a worker made."""
    head = made.head
    found = _response(request, made.body, head["media"], head["digest"], vary, head.get("encoding", ""))
    if head.get("notes"):
        found.headers["X-Jlac-Note"] = quote(" | ".join(head["notes"]), safe=_HEADER)
    return found


def _response(request: Request, body: bytes, media: str, digest: str, vary: str, encoding: str) -> Response:
    """Answer 200 with an entity tag, or 304 when the client holds the same answer."""
    # weak: the tag is the same before and after compression
    tag = f'W/"{digest}-{media.partition(";")[0].rpartition("/")[2]}"'
    headers = {"ETag": tag, "Vary": f"{vary}, Accept-Encoding", "Cache-Control": "no-cache"}
    if _holds(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    if media.startswith("text/html"):
        headers |= page_headers(request)
    return Response(body, headers={**headers, "Content-Type": media})


def _holds(sent: str, tag: str) -> bool:
    tags = [part.strip() for part in sent.split(",")]
    return "*" in tags or tag in tags or tag.removeprefix("W/") in tags


def problem(request: Request, status: int, message: str, *, soon: bool = False) -> Response:
    """Answer with an error: one message, as JSON below /api, as a page for a browser, else as text.

    Parameters
    ----------
    soon : for 503: whether the same request is likely to be answered within moments.
    """
    headers = {"X-Content-Type-Options": "nosniff"}
    again = status == 503 and message != OUT_OF_MEMORY
    headers |= {"Retry-After": "2" if soon else "10"} if again else {}
    if request.scope["path"].startswith("/api/"):
        return JSONResponse({"error": message}, status_code=status, headers=headers)
    accept = request.headers.get("accept")
    if status == 404 and choose(accept, {"text/plain": "text", "text/html": "html"}) == "html":
        page = missing_page(message, lang=language_of(request), root=request.app.state.address.root)
        return Response(page, status, {**headers, **page_headers(request)}, MEDIA["html"])
    return PlainTextResponse(message + "\n", status_code=status, headers=headers)


def language_of(request: Request) -> str:
    """Take the language from ``lang`` or from Accept-Language; English otherwise."""
    asked = request.query_params.get("lang", "")[:2].lower()
    if asked in LANGUAGES:
        return asked
    return choose_language(request.headers.get("accept-language", ""), LANGUAGES) or "en"


async def ask(
    request: Request, wish: dict[str, Any], body: bytes = b"", *, lane: str = "pages", keep: bool = True
) -> Answer:
    """Have a worker answer; the work ends if the client disconnects.

    Raises
    ------
    LimitError : a limit on time, memory or waiting requests was exceeded.
    RefusedError : the answer is an error, or nobody waits for it any more.
    """
    wish = {**wish, "gzip": takes_gzip(request.headers.get("accept-encoding", ""))}
    pools, sources = request.app.state.pools, chosen_sources(request)
    work = asyncio.ensure_future(pools.run(wish, body, lane=lane, keep=keep, sources=sources))
    leaving = asyncio.ensure_future(left(request.receive))
    try:
        await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise RefusedError(_GONE, "the client has disconnected")
        made: Answer = work.result()
    finally:
        for task in (work, leaving):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
    return required(made)


def required(made: Answer) -> Answer:
    """Return an answer that is no error.

    Raises
    ------
    RefusedError : it is one.
    """
    if made.head["status"] != 200:
        raise RefusedError(made.head["status"], made.body.decode())
    return made


async def left(receive: Receive) -> None:
    """Wait until the client closes its connection; the body has been read."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def read_body(request: Request, largest: int) -> bytes:
    """Read a request's body, but no more of it than is allowed, nor for longer.

    Raises
    ------
    RefusedError : it is larger, or arrives too slowly.
    """
    parts, size = [], 0
    try:
        async with asyncio.timeout(request.app.state.limits.body_seconds):
            async for part in request.stream():
                size += len(part)
                if size > largest:
                    raise RefusedError(413, f"the request is larger than {largest} bytes")
                parts.append(part)
    except TimeoutError:
        raise RefusedError(408, "the request's body did not arrive in time") from None
    except ClientDisconnect:
        raise RefusedError(_GONE, "the client has disconnected") from None
    return b"".join(parts)
