"""The addresses of reconciliation: one service per language, below /reconcile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.routing import BaseRoute, Route

from ...core.languages import LANGUAGES
from ..responses import RefusedError, answer, ask, read_body
from ..source_choice import refuse_choice

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["reconciliation"]

_READ = ["GET", "HEAD"]
_FORM = "application/x-www-form-urlencoded"
_KINDS = ("entity", "property", "type")
_LONGEST = 300
_FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""The preview is shown in frames of other sites; it has no script, no form and only a link to its entity."""


def reconciliation() -> list[BaseRoute]:
    """Return the routes; ``/reconcile`` is in English, ``/reconcile/ja`` in Japanese."""
    found: list[BaseRoute] = []
    for path in ("/reconcile", *(f"/reconcile/{lang}" for lang in LANGUAGES)):
        found += [
            Route(path, endpoint, methods=[*_READ, "POST"]),
            Route(f"{path}/preview", preview, methods=_READ),
            Route(f"{path}/properties", properties, methods=_READ),
            *(Route(f"{path}/suggest/{kind}", suggest, methods=_READ) for kind in _KINDS),
            *(Route(f"{path}/flyout/{kind}", flyout, methods=_READ) for kind in _KINDS),
        ]
    return found


async def endpoint(request: Request) -> Response:
    """Describe the service; answer a batch of queries or a data extension query."""
    fields = dict(await _fields(request))
    for what in ("queries", "extend"):
        if what in fields:
            return await _answered(request, {"what": what}, fields[what].encode(errors="surrogatepass"))
    if request.method == "POST":
        raise RefusedError(400, "the form has neither queries nor extend")
    address = request.app.state.address.seen_by(request.scope)
    return await _answered(request, {"what": "manifest", "address": address, "path": request.scope["path"]})


async def preview(request: Request) -> Response:
    """Show an entity in a frame."""
    made = await _answered(request, {"what": "preview", "id": _text(request, "id"), "root": _root(request)})
    made.headers["Content-Security-Policy"] = _FRAMED
    made.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return made


async def properties(request: Request) -> Response:
    """Propose properties for a type."""
    limit = _number(request, "limit")
    return await _answered(request, {"what": "properties", "type": _text(request, "type"), "limit": limit})


async def suggest(request: Request) -> Response:
    """Suggest entities, properties or types."""
    asked = {"what": "suggest", "kind": _kind(request), "prefix": _text(request, "prefix")}
    return await _answered(request, asked | {"skip": _number(request, "cursor")})


async def flyout(request: Request) -> Response:
    """Describe one suggestion."""
    asked = {"what": "flyout", "kind": _kind(request), "id": _text(request, "id")}
    return await _answered(request, asked | {"root": request.app.state.address.seen_by(request.scope)})


async def _answered(request: Request, asked: dict[str, Any], body: bytes = b"") -> Response:
    refuse_choice(request, "reconciliation")
    parts = request.scope["path"].split("/")
    lang = parts[2] if len(parts) > 2 and parts[2] in LANGUAGES else "en"
    wish = {"do": "reconcile", "asked": asked | {"lang": lang}, "name": asked.get("id")}
    return answer(request, await ask(request, wish, body))


async def _fields(request: Request) -> list[tuple[str, str]]:
    """Read the parameters of the address, and those of a form.

    Raises
    ------
    RefusedError : the body is not a form, or too large, or not UTF-8.
    """
    largest = request.app.state.limits.request_bytes
    text = request.scope["query_string"]
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media != _FORM:
            raise RefusedError(415, f"unsupported media type {media or 'none'!r}; post {_FORM}")
        text += b"&" + await read_body(request, largest)
    if len(text) > largest:
        raise RefusedError(413, f"the request is longer than {largest} bytes")
    try:
        return parse_qsl(text.decode(), keep_blank_values=True, errors="strict", max_num_fields=50)
    except UnicodeDecodeError:
        raise RefusedError(400, "the parameters are not UTF-8") from None
    except ValueError as error:
        raise RefusedError(400, f"the parameters cannot be read: {error}") from None


def _kind(request: Request) -> str:
    return str(request.scope["path"].rpartition("/")[2])


def _root(request: Request) -> str:
    return str(request.app.state.address.root)


def _text(request: Request, name: str) -> str:
    value = str(request.query_params.get(name, ""))
    if len(value) > _LONGEST:
        raise RefusedError(400, f"{name}: {len(value)} characters; at most {_LONGEST}")
    return value


def _number(request: Request, name: str) -> int:
    value = request.query_params.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) < 7):
        raise RefusedError(400, f"{name}: {value[:20]!r} is not a whole number below a million")
    return int(value)
