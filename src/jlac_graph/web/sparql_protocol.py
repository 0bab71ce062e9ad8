"""The SPARQL 1.1 Protocol for queries: GET, POST of a form, POST of the query itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from ..core.languages import LANGUAGES
from .embedding import root_of
from .negotiation import choose_language
from .responses import RefusedError, answer, ask, read_body

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["is_request", "sparql"]

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"


@dataclass(frozen=True, slots=True)
class _Asked:
    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    form: str = ""


def is_request(request: Request) -> bool:
    """Return whether a request contains a query; one without is for the service description.

    The language of a page, which its address may give, is no parameter of the protocol.
    """
    return request.method == "POST" or bool(request.query_params.keys() - {"lang"})


async def sparql(request: Request) -> Response:
    """Answer a request to the endpoint."""
    asked = await _asked(request)
    wish = {
        "do": "sparql",
        "default": asked.default_graphs,
        "named": asked.named_graphs,
        "accept": request.headers.get("accept", ""),
        "format": asked.form,
        "lang": choose_language(request.headers.get("accept-language", ""), LANGUAGES) or "en",
        "root": root_of(request),
        "base": request.app.state.address.seen_by(request.scope) + "/sparql",
    }
    return answer(request, await ask(request, wish, asked.query.encode(), lane="sparql"))


async def _asked(request: Request) -> _Asked:
    """Read the query and its dataset from a request of any of the three kinds."""
    largest = request.app.state.limits.request_bytes
    written = request.scope["query_string"]
    if len(written) > largest:
        raise RefusedError(413, f"the query string is longer than {largest} bytes")
    fields = _fields(written.decode("latin-1"))
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media not in (_FORM, _QUERY):
            raise RefusedError(415, f"unsupported media type {media or 'none'!r}; post {_FORM} or {_QUERY}")
        text = _decoded(await read_body(request, largest))
        fields += _fields(text) if media == _FORM else [("query", text)]
    return _parsed(fields)


def _parsed(fields: Sequence[tuple[str, str]]) -> _Asked:
    names = [name for name, _ in fields]
    if "update" in names:
        raise RefusedError(400, "updates are refused: this graph is read-only")
    if names.count("query") != 1:
        raise RefusedError(400, f"expected one query parameter, found {names.count('query')}")
    return _Asked(
        query=next(value for name, value in fields if name == "query"),
        default_graphs=tuple(v for n, v in fields if n == "default-graph-uri"),
        named_graphs=tuple(v for n, v in fields if n == "named-graph-uri"),
        form=next((value for name, value in fields if name == "format"), ""),
    )


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError:
        raise RefusedError(400, "the parameters are not UTF-8") from None
    except ValueError as error:
        raise RefusedError(400, f"the parameters cannot be read: {error}") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"the body is not UTF-8: invalid byte at position {error.start}") from None
