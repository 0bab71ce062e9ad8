"""Addresses of files: views of the graph in every format, figures, rows of pages, and what crawlers read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.staticfiles import StaticFiles

from ..core.paths import web_dir
from ..export import FORMATS
from ..output.rdf_dump import DUMP_FORMATS
from .assets import SEALED
from .embedding import page_headers
from .responses import RefusedError, answer, ask, respond
from .site import robots
from .source_choice import chosen_sources, refuse_choice

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["FIGURES", "VIEWS", "changes", "export_view", "figure", "icon", "robots_txt", "sitemap_xml"]

VIEWS = ("/", "/network", "/map", "/queries", "/data")
FIGURES = {"svg": "image/svg+xml", "png": "image/png"}
_KEPT = {
    "Cache-Control": "public, max-age=300",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


async def export_view(request: Request) -> Response:
    """Return a view as a file: ``/export/gexf?projection=actors`` or ``/export/actors.gexf``."""
    name: str = request.path_params["name"]
    values = _values(request)
    projection, dot, form = name.rpartition(".")
    if dot:
        if "projection" in values:
            raise RefusedError(400, f"the projection is given twice: {projection} and {values['projection']}")
        values["projection"] = projection
    whole = request.app.state.pools.file if form == "nq" and not (values or chosen_sources(request)) else None
    if whole:  # as it is, whatever its size
        response = StaticFiles().file_response(whole, whole.stat(), request.scope)
        response.headers.update(_KEPT | {"Content-Type": _media(form)})
    else:
        # what the path names and does not exist is 404; an invalid parameter is 400
        named = projection if form in FORMATS else form
        wish = {"do": "view", "format": form, "values": values, "name": named}
        response = _file(request, await ask(request, wish), _media(form))
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(form)}"'
    return response


async def figure(request: Request) -> Response:
    """Return the drawing of a view."""
    form = request.scope["path"].rpartition(".")[2]
    made = await ask(request, {"do": "figure", "format": form, "values": _values(request)})
    response = _file(request, made, FIGURES[form])
    # a drawing that is opened by itself runs nothing
    policy = page_headers(request)["Content-Security-Policy"].partition("frame-ancestors")[2]
    response.headers["Content-Security-Policy"] = f"{SEALED}; frame-ancestors{policy}"
    return response


def _file(request: Request, made: Any, media: str) -> Response:
    response = answer(request, made, vary="Origin")
    response.headers.update(_KEPT)
    if response.status_code == 200:
        response.headers["Content-Type"] = media
    return response


def _values(request: Request) -> dict[str, str]:
    pairs = request.query_params.multi_items()
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for i, name in enumerate(names) if name in names[:i])
        raise RefusedError(400, f"parameter {twice!r} is given more than once")
    return values


def _media(form: str) -> str:
    if form in DUMP_FORMATS:
        return DUMP_FORMATS[form].media[0]
    return FORMATS[form].media


def _file_name(form: str) -> str:
    if form in DUMP_FORMATS:
        return f"graph.{DUMP_FORMATS[form].suffix}"
    suffix = FORMATS[form].suffix
    return f"network{suffix}" if suffix else f"network-{form}.zip"


async def robots_txt(request: Request) -> Response:
    """Say what crawlers need not ask for."""
    address = request.app.state.address.seen_by(request.scope)
    return respond(request, robots(address), "text/plain; charset=utf-8")


async def icon(request: Request) -> Response:
    """Return the icon that browsers ask for beside a page that names none, such as a file."""
    folder = web_dir()
    file = folder / "assets" / "icon.svg" if folder else None
    if file is None or not file.is_file():
        raise RefusedError(404, "the explorer is not built; it has the icon")
    return respond(request, file.read_bytes(), FIGURES["svg"])


async def sitemap_xml(request: Request) -> Response:
    """List the pages of the service."""
    refuse_choice(request, "the sitemap")
    part = request.query_params.get("part", "0")
    if not (part.isascii() and part.isdigit() and len(part) < 6):
        raise RefusedError(400, f"part: {part!r} is not the number of a part of the sitemap, such as 1")
    address = request.app.state.address.seen_by(request.scope)
    wish = {"do": "sitemap", "address": address, "views": VIEWS, "part": int(part)}
    return answer(request, await ask(request, wish))


async def changes(request: Request) -> Response:
    """Return the feed of changes between releases."""
    return answer(request, await ask(request, {"do": "feed"}))
