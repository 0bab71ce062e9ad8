"""The SPARQL 1.1 Protocol for queries: GET, POST of a form, POST of the query itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from ..core.errors import LimitError, QueryError
from .negotiation import GRAPH_MEDIA, MEDIA, PAGE_MEDIA, ROW_MEDIA, choose
from .query_guard import admit, check_graphs
from .respond import problem, respond

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["sparql"]

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"


@dataclass(frozen=True, slots=True)
class _Asked:
    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


class _RefusedError(Exception):
    """A request that the protocol turns away with a status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def sparql(request: Request) -> Response:
    """Answer a request to the endpoint; without a query, describe the service."""
    try:
        if request.method != "POST" and not request.url.query:
            return await _describe(request)
        asked = await _asked(request)
        return await _answer(request, asked)
    except _RefusedError as error:
        return problem(error.status, str(error))
    except QueryError as error:
        return problem(400, str(error))
    except LimitError as error:
        return problem(503, str(error))


async def _asked(request: Request) -> _Asked:
    """Read the query and its dataset from a request of any of the three kinds."""
    largest = request.app.state.limits.request_bytes
    if len(request.url.query) > largest:
        raise _RefusedError(413, f"the query string is longer than {largest} bytes")
    fields = _fields(request.url.query)
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media not in (_FORM, _QUERY):
            raise _RefusedError(415, f"{media or 'no type'!r}: post {_FORM} or {_QUERY}")
        text = _decoded(await _body(request, largest))
        fields += _fields(text) if media == _FORM else [("query", text)]
    return _parsed(fields)


def _parsed(fields: Sequence[tuple[str, str]]) -> _Asked:
    names = [name for name, _ in fields]
    if "update" in names:
        raise _RefusedError(400, "updates are refused: this graph is read-only")
    if names.count("query") != 1:
        raise _RefusedError(400, f"one query was expected, {names.count('query')} came")
    return _Asked(
        query=next(value for name, value in fields if name == "query"),
        default_graphs=tuple(v for n, v in fields if n == "default-graph-uri"),
        named_graphs=tuple(v for n, v in fields if n == "named-graph-uri"),
    )


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError:
        raise _RefusedError(400, "the parameters are not UTF-8") from None
    except ValueError as error:
        raise _RefusedError(400, f"the parameters cannot be read: {error}") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise _RefusedError(400, f"the body is not UTF-8: byte {error.start} is wrong") from None


async def _body(request: Request, largest: int) -> bytes:
    """Read the body, but no more of it than is allowed."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > largest:
            raise _RefusedError(413, f"the request is larger than {largest} bytes")
        parts.append(part)
    return b"".join(parts)


async def _answer(request: Request, asked: _Asked) -> Response:
    state = request.app.state
    query = admit(asked.query, graphs=state.graphs, rows=state.limits.rows)
    check_graphs([*asked.default_graphs, *asked.named_graphs], state.graphs)
    # a dataset in the request wins over the one in the query
    own = bool(asked.default_graphs or asked.named_graphs)
    offered = ROW_MEDIA if query.form in ("SELECT", "ASK") else GRAPH_MEDIA
    if query.form == "ASK":
        offered = {media: kind for media, kind in ROW_MEDIA.items() if kind in ("json", "xml")}
    kind = choose(request.headers.get("accept"), offered)
    if kind is None and choose(request.headers.get("accept"), {"text/html": "html"}):
        kind = next(iter(offered.values()))
    if kind is None:
        raise _RefusedError(406, f"this query answers in {', '.join(offered)}")
    answer = await state.pool.run(
        {
            "do": "sparql",
            "query": query.text,
            "written": asked.query,
            "form": query.form,
            "default": asked.default_graphs if own else query.default_graphs,
            "named": asked.named_graphs if own else query.named_graphs,
            "format": kind,
        },
        keep=query.stable,
    )
    if answer.head["status"] != 200:
        raise _RefusedError(answer.head["status"], answer.body.decode())
    return respond(request, answer.body, MEDIA[kind], digest=answer.digest)


async def _describe(request: Request) -> Response:
    from ..output.rows import write
    from ..sparql.answers import Triples
    from .routes import front
    from .service_description import service_description

    kind = choose(request.headers.get("accept"), {**GRAPH_MEDIA, "text/html": "html"})
    if kind == "html":
        return await front(request)
    if kind is None:
        raise _RefusedError(406, f"the description comes as {', '.join(PAGE_MEDIA)}")
    endpoint = str(request.url.replace(query="", fragment=""))
    triples = Triples.of(service_description(endpoint, sorted(request.app.state.graphs)))
    return respond(request, write(triples, kind), MEDIA[kind])
