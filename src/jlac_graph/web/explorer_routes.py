"""The addresses that the explorer asks: search, things, networks, paths, activity, exports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from ..core.errors import LimitError
from ..export import FORMATS
from .assets import PLAIN
from .respond import problem, respond

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["explorer_routes"]

_JSON = "application/json"
_BODY = 2**21
_READ = ["GET", "HEAD"]


def explorer_routes() -> list[Route]:
    """The routes of the explorer's questions."""
    plain = ("search", "projection", "trace", "activity", "vocabulary", "coverage")
    routes = [Route(f"/api/{name}", _question(name), methods=_READ) for name in plain]
    return [
        *routes,
        Route("/api/thing/{id:path}", _question("thing"), methods=_READ),
        Route("/api/neighbors", _neighbors, methods=_READ),
        Route("/api/graph", _graph, methods=["POST"]),
        Route("/api/labels", _labels, methods=["POST"]),
        Route("/api/export", _export, methods=["POST"]),
        Route("/plain.css", _plain, methods=_READ),
    ]


def _question(what: str) -> Any:
    async def answer(request: Request) -> Response:
        values: dict[str, Any] = {**request.query_params, **request.path_params}
        if avoided := request.query_params.getlist("avoid"):
            values["avoid"] = avoided
        return await _asked(request, what, values)

    answer.__doc__ = f"Answer /api/{what}."
    return answer


async def _neighbors(request: Request) -> Response:
    """What lies around one thing: a page of its neighbours and every link between them."""
    values: dict[str, Any] = dict(request.query_params)
    values["expand"] = values.pop("id", "")
    if not values["expand"]:
        return problem(400, "id is missing: a thing such as agent/mitsui", as_json=True)
    values.pop("shown", None)
    return await _asked(request, "graph", values)


async def _asked(request: Request, what: str, values: dict[str, Any], *, keep: bool = True) -> Response:
    wish: dict[str, Any] = {"do": "explore", "what": what, "values": values}
    if what != "trace":
        # what is asked for by name and is not there is 404; a wrong value of another kind is 400
        wish["name"] = next((values[key] for key in ("id", "expand", "name") if key in values), None)
    try:
        answer = await request.app.state.pool.run(wish, keep=keep)
    except LimitError as error:
        return problem(503, str(error), as_json=True)
    if answer.head["status"] != 200:
        return problem(answer.head["status"], answer.body.decode(), as_json=True)
    return respond(request, answer.body, _JSON, digest=answer.digest)


async def _body(request: Request) -> dict[str, Any] | Response:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > _BODY:
            return problem(413, f"the request is larger than {_BODY} bytes", as_json=True)
        parts.append(part)
    try:
        values = json.loads(b"".join(parts))
    except (ValueError, RecursionError):
        return problem(400, "the body is not JSON", as_json=True)
    if not isinstance(values, dict):
        return problem(400, "the body is no JSON object", as_json=True)
    return values


async def _graph(request: Request) -> Response:
    """Every link between the things shown, and the neighbours of one more."""
    values = await _body(request)
    return values if isinstance(values, Response) else await _asked(request, "graph", values, keep=False)


async def _labels(request: Request) -> Response:
    """Labels of many things."""
    values = await _body(request)
    return values if isinstance(values, Response) else await _asked(request, "labels", values, keep=False)


async def _export(request: Request) -> Response:
    """What is drawn as a file."""
    values = await _body(request)
    if isinstance(values, Response):
        return values
    try:
        answer = await request.app.state.pool.run({"do": "export", "values": values})
    except LimitError as error:
        return problem(503, str(error), as_json=True)
    if answer.head["status"] != 200:
        return problem(answer.head["status"], answer.body.decode(), as_json=True)
    name = _file_name(str(values.get("format")))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(answer.body, media_type="application/octet-stream", headers=headers)


def _file_name(form: str) -> str:
    suffix = FORMATS[form].suffix if form in FORMATS else ".svg"
    return f"network{suffix}" if suffix else f"network-{form}.zip"


async def _plain(request: Request) -> Response:
    return respond(request, PLAIN.encode(), "text/css; charset=utf-8")
