"""Responses: entity tags, HEAD, errors as text or JSON."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response

from .assets import HEADERS

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["problem", "respond"]


def respond(request: Request, body: bytes, media: str, *, digest: str = "") -> Response:
    """Answer 200 with an entity tag, or 304 when the client holds the same answer.

    Parameters
    ----------
    digest : a hash of the body, where one is at hand.
    """
    digest = digest or hashlib.sha256(body).hexdigest()[:32]
    # weak: the tag is the same before and after compression
    tag = f'W/"{digest}-{media.partition(";")[0].rpartition("/")[2]}"'
    headers = {"ETag": tag, "Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"}
    if _holds(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if media.startswith("text/html"):
        headers |= HEADERS
    return Response(body, headers={**headers, "Content-Type": media})


def _holds(sent: str, tag: str) -> bool:
    tags = [part.strip() for part in sent.split(",")]
    return "*" in tags or tag in tags or tag.removeprefix("W/") in tags


def problem(status: int, message: str, *, as_json: bool = False) -> Response:
    """Answer with an error: one message, as text or as JSON."""
    headers = {"Retry-After": "10"} if status == 503 else {}
    if as_json:
        return JSONResponse({"error": message}, status_code=status, headers=headers)
    return PlainTextResponse(message + "\n", status_code=status, headers=headers)
