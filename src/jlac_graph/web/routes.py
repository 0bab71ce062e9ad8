"""The addresses of the service: pages of entities, the query API, the explorer's calls, descriptions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from ..core.errors import NotFoundError
from ..core.languages import LANGUAGES
from ..core.namespaces import BASE
from ..export import FORMATS
from ..queries.nearest import nearest_queries
from .assets import PLAIN, assets
from .embedding import root_of
from .mcp.http import mcp
from .negotiation import GRAPH_MEDIA, MEDIA, PAGE_MEDIA, accepted, choose, offered
from .openapi import openapi
from .outputs import FIGURES, changes, export_view, figure, icon, robots_txt, sitemap_xml
from .page_rows import records_csv
from .pages import PLAIN_WAY, front_page
from .reconcile.routes import reconciliation
from .responses import RefusedError, answer, ask, language_of, read_body, required, respond
from .service_description import query_record
from .source_choice import chosen_sources
from .sparql_protocol import is_request, sparql

if TYPE_CHECKING:
    from starlette.requests import Request

    from ..queries.parameters import Query

__all__ = ["routes"]

_JSON = "application/json"
_READ = ["GET", "HEAD"]
_VIEWS = (
    "/",
    "/search",
    "/compare",
    "/saved",
    "/story/{name}",
    "/network",
    "/map",
    "/queries",
    "/queries/{name}",
    "/data",
)
_THINGS = ("id", "code", "cube", "obs", "src", "period", "query", "graph", "dataset")
_QUESTIONS = ("search", "find", "front", "projection", "trace", "activity", "vocabulary", "coverage")
_PAGE_FORMATS = ("html", PLAIN_WAY, "csv", "json", *dict.fromkeys(GRAPH_MEDIA.values()))
_VIEW_FORMATS = ("html", PLAIN_WAY, "csv", "json")
_LONGEST = 2000
"""Maximum number of characters of the IRI of an entity."""


def routes() -> list[BaseRoute]:
    """Return all routes, fixed addresses before patterns."""
    return [
        *(Route(path, front, methods=_READ) for path in _VIEWS),
        *(Route(f"{path}/", at_its_address, methods=_READ) for path in _VIEWS if path != "/"),
        Route("/sparql", endpoint, methods=[*_READ, "POST"]),
        Route("/sparql/", without_slash, methods=[*_READ, "POST"]),
        Route("/api/queries", queries, methods=_READ),
        Route("/api/queries/{name}", query, methods=_READ),
        Route("/api/queries/{name}/about", about, methods=_READ),
        *(Route(f"/api/{name}", _question(name), methods=_READ) for name in _QUESTIONS),
        Route("/api/story/{name}", _question("story"), methods=_READ),
        Route("/api/thing/{id:path}", _question("thing"), methods=_READ),
        Route("/api/neighbors", neighbors, methods=_READ),
        Route("/api/graph", _posted("graph"), methods=["POST"]),
        Route("/api/labels", _posted("labels"), methods=["POST"]),
        Route("/api/check", _posted("check"), methods=["POST"]),
        Route("/api/export", export, methods=["POST"]),
        Route("/mcp", mcp, methods=["POST"]),
        *reconciliation(),
        Route("/openapi.json", openapi_document, methods=_READ),
        Route("/.well-known/void", void, methods=_READ),
        Route("/export/{name}", export_view, methods=_READ),
        *(Route(f"/figure.{form}", figure, methods=_READ) for form in FIGURES),
        Route("/favicon.ico", icon, methods=_READ),
        Route("/robots.txt", robots_txt, methods=_READ),
        Route("/sitemap.xml", sitemap_xml, methods=_READ),
        Route("/changes.atom", changes, methods=_READ),
        Route("/plain.css", plain_css, methods=_READ),
        *(Route(f"/{name}", thing, methods=_READ) for name in ("ont", "dataset")),
        *(Route(f"/{name}/{{path:path}}", thing, methods=_READ) for name in _THINGS),
        Mount("/assets", assets()),
    ]


async def front(request: Request) -> Response:
    """Show the front page, or, with ``format``, the rows of the view."""
    form = _format(request, _VIEW_FORMATS)
    if form in ("csv", "json"):
        return await _rows(request, form)
    if form == PLAIN_WAY:
        return await _plain(request)
    sources = chosen_sources(request)
    if sources:
        required(await request.app.state.pools.check(sources))
    address = request.app.state.address.seen_by(request.scope)
    values = None if request.scope["path"] == "/sparql" else {**request.query_params, **sources.pairs}
    page = front_page(
        request.app.state.library,
        lang=language_of(request),
        root=root_of(request),
        address=address,
        values=values,
    )
    return respond(request, page, MEDIA["html"], vary="Accept, Accept-Language")


async def _plain(request: Request) -> Response:
    """Show a view, or the page of an entity, to a browser without scripts."""
    path = request.scope["path"].removeprefix("/")
    values = {name: text for name, text in request.query_params.items() if name not in ("format", "lang")}
    wish: dict[str, Any] = {"do": "plain", "path": path, "values": values, "root": root_of(request)}
    # what the address itself names is missing with 404
    wish |= {"lang": language_of(request), "name": path.partition("/")[2], "iri": path.replace("/", ":", 1)}
    return answer(request, await ask(request, wish), vary="Accept, Accept-Language")


def _format(request: Request, known: tuple[str, ...]) -> str:
    """Return the format that an address names; empty if it names none."""
    form = request.query_params.get("format", "")
    if form and form not in known:
        raise RefusedError(400, f"unknown format {form!r}; choose one of {', '.join(known)}")
    return form


async def _rows(request: Request, form: str) -> Response:
    """Return what a view shows: all of it as JSON, its table as CSV."""
    path = request.scope["path"]
    if path.startswith("/queries/"):
        return await query(request)
    if path == "/queries":
        records = [query_record(q) for q in request.app.state.library]
        body = json.dumps(records, ensure_ascii=False).encode() if form == "json" else records_csv(records)
        return respond(request, body, _JSON if form == "json" else MEDIA["csv"])
    values = {k: v for k, v in request.query_params.items() if k not in ("format", "lang")}
    wish: dict[str, Any] = {"do": "rows", "path": path, "values": values, "form": form}
    wish |= {"lang": language_of(request), "name": path.partition("/story/")[2], "iri": path}
    return answer(request, await ask(request, wish), vary="Accept, Accept-Language")


async def endpoint(request: Request) -> Response:
    """Answer SPARQL; without a query, describe the service, to a browser by the front page."""
    if is_request(request):
        return await sparql(request)
    kind = choose(request.headers.get("accept"), {**GRAPH_MEDIA, "text/html": "html"})
    if kind == "html":
        return await front(request)
    if kind is None:
        raise RefusedError(406, f"no acceptable format; available formats: {accepted(PAGE_MEDIA)}")
    address = request.app.state.address.seen_by(request.scope) + "/sparql"
    return answer(request, await ask(request, {"do": "describe", "endpoint": address, "format": kind}))


async def without_slash(request: Request) -> Response:
    """Send a client to the endpoint's own address."""
    state, query = request.app.state, request.scope["query_string"].decode("latin-1")
    query = "&".join(filter(None, (query, urlencode(chosen_sources(request).pairs))))
    start = state.address.url if state.address.declared else ""
    return RedirectResponse(f"{start}/sparql" + (f"?{query}" if query else ""), status_code=307)


async def at_its_address(request: Request) -> Response:
    """Send a client to the address of a page without the slash that a static site has at its end."""
    query = request.scope["query_string"].decode("latin-1")
    path = quote(request.scope["path"].rstrip("/"))
    target = f"{root_of(request)}{path}" + (f"?{query}" if query else "")
    return RedirectResponse(target, status_code=308)


async def thing(request: Request) -> Response:
    """Show an entity of the graph, a code, a passage or the ontology, in the format wanted."""
    media = {**PAGE_MEDIA, "text/csv": "csv"}
    kind = _format(request, _PAGE_FORMATS) or choose(request.headers.get("accept"), media)
    if kind is None:
        raise RefusedError(406, f"no acceptable format; available formats: {accepted(media)}")
    if kind == PLAIN_WAY:
        return await _plain(request)
    path = request.scope["path"].removeprefix("/")
    if path.endswith("/") and "://" not in path:
        return await at_its_address(request)
    own = path.removeprefix("id/")  # a collection may have a base of its own
    iri = own if own.startswith(("http://", "https://")) else BASE + path
    if len(iri) > _LONGEST:
        raise RefusedError(404, "unknown entity")
    wish = {"do": "thing", "iri": iri, "format": kind, "lang": language_of(request)}
    wish["root"] = root_of(request)
    return answer(request, await ask(request, wish), vary="Accept, Accept-Language")


def _chosen_language(request: Request) -> str:
    """Return the language that an address names; empty if it names none."""
    lang = request.query_params.get("lang", "")
    if lang and lang not in LANGUAGES:
        raise RefusedError(400, f"there are no labels in {lang!r}; choose one of {', '.join(LANGUAGES)}")
    return lang


async def queries(request: Request) -> Response:
    """List the library as JSON."""
    records = [query_record(q) for q in request.app.state.library]
    return respond(request, json.dumps(records, ensure_ascii=False).encode(), _JSON)


async def about(request: Request) -> Response:
    """Explain one query as JSON, in all languages, with the legal values that the graph holds."""
    _chosen_language(request)
    return answer(request, await ask(request, {"do": "about", "name": request.path_params["name"]}))


async def query(request: Request) -> Response:
    """Run a query of the library; its parameters are those of the address."""
    name = request.path_params["name"]
    found: Query | None = next((q for q in request.app.state.library if q.name == name), None)
    if found is None:
        titles = {q.name: q.summary() for q in request.app.state.library}
        raise RefusedError(404, str(NotFoundError("query", name, nearest_queries(name, titles))))
    kinds = offered("CONSTRUCT" if found.form in ("CONSTRUCT", "DESCRIBE") else "SELECT")
    kind = _format(request, tuple(dict.fromkeys(kinds.values()))) or choose(
        request.headers.get("accept"), kinds
    )
    if kind is None:
        raise RefusedError(406, f"no acceptable format; this query offers {accepted(kinds)}")
    pairs = [(n, v) for n, v in request.query_params.multi_items() if n != "format"]
    names = [n for n, _ in pairs]
    if len(names) > len(set(names)):
        twice = next(n for i, n in enumerate(names) if n in names[:i])
        raise RefusedError(400, f"parameter {twice!r} is given more than once")
    values = dict(pairs)
    values.pop("lang", "")
    lang = _chosen_language(request)
    wish = {"do": "library", "name": name, "values": values, "lang": lang, "format": kind}
    return answer(request, await ask(request, wish))


def _question(what: str) -> Any:
    async def question(request: Request) -> Response:
        values: dict[str, Any] = {**request.query_params, **request.path_params}
        if avoided := request.query_params.getlist("avoid"):
            values["avoid"] = avoided
        return await _explored(request, what, values)

    question.__doc__ = f"Answer /api/{what}."
    return question


async def neighbors(request: Request) -> Response:
    """Answer with the surroundings of one entity: a page of its neighbours and every link between them."""
    values: dict[str, Any] = dict(request.query_params)
    values["expand"] = values.pop("id", "")
    if not values["expand"]:
        raise RefusedError(400, "id is missing; give an entity such as agent/mitsui")
    values.pop("shown", None)
    return await _explored(request, "graph", values)


async def _explored(request: Request, what: str, values: dict[str, Any]) -> Response:
    wish: dict[str, Any] = {"do": "explore", "what": what, "values": values}
    if what != "trace":
        # an unknown name is 404; an invalid value of another kind is 400
        wish["name"] = next((values[key] for key in ("id", "expand", "name") if key in values), None)
    return answer(request, await ask(request, wish))


def _posted(what: str) -> Any:
    async def question(request: Request) -> Response:
        body = await read_body(request, request.app.state.limits.body_bytes)
        return answer(request, await ask(request, {"do": "explore", "what": what}, body, keep=False))

    question.__doc__ = f"Answer /api/{what}, whose values are the body."
    return question


async def export(request: Request) -> Response:
    """Return the drawn network as a file."""
    body = await read_body(request, request.app.state.limits.body_bytes)
    made = await ask(request, {"do": "export"}, body, keep=False)
    response = answer(request, made)
    name = _file_name(str(made.head["name"]))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _file_name(form: str) -> str:
    suffix = FORMATS[form].suffix if form in FORMATS else ".svg"
    return f"network{suffix}" if suffix else f"network-{form}.zip"


async def openapi_document(request: Request) -> Response:
    """Describe the query API in OpenAPI."""
    address = request.app.state.address
    document = openapi(request.app.state.library, server=address.url if address.declared else "/")
    return respond(request, json.dumps(document, ensure_ascii=False).encode(), _JSON)


async def void(request: Request) -> Response:
    """Describe the dataset in VoID and DCAT."""
    kind = choose(request.headers.get("accept"), GRAPH_MEDIA)
    if kind is None:
        raise RefusedError(406, f"no acceptable format; available formats: {accepted(GRAPH_MEDIA)}")
    return answer(request, await ask(request, {"do": "void", "format": kind}))


async def plain_css(request: Request) -> Response:
    """Style the pages if the explorer is not built."""
    return respond(request, PLAIN.encode(), "text/css; charset=utf-8")
