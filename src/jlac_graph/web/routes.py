"""The other addresses: pages of things, the query API, descriptions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..core.errors import LimitError, NotFoundError
from ..core.namespaces import BASE
from ..queries.library import LANGUAGES
from .negotiation import GRAPH_MEDIA, MEDIA, PAGE_MEDIA, ROW_MEDIA, choose
from .openapi import openapi
from .pages import front_page
from .respond import problem, respond
from .service_description import query_record

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from ..queries.library import Query

__all__ = ["about", "front", "openapi_document", "queries", "query", "thing", "void"]

_JSON = "application/json"


async def front(request: Request) -> Response:
    """Show the front page."""
    return respond(request, front_page(request.app.state.library), MEDIA["html"])


async def thing(request: Request) -> Response:
    """Show a thing of the graph, a code, a passage or the ontology, in the format wanted."""
    kind = choose(request.headers.get("accept"), PAGE_MEDIA)
    if kind is None:
        return problem(406, f"this comes as {', '.join(PAGE_MEDIA)}")
    iri = BASE + request.url.path.removeprefix("/")
    if any(c in iri for c in '<>"{}|^`\\ ') or len(iri) > 2000:
        return problem(404, "no such thing")
    wish = {"do": "thing", "iri": iri, "format": kind, "lang": _language(request)}
    return await _run(request, wish, MEDIA[kind])


async def _run(request: Request, wish: dict[str, Any], media: str, *, as_json: bool = False) -> Response:
    try:
        answer = await request.app.state.pool.run(wish, keep=True)
    except LimitError as error:
        return problem(503, str(error), as_json=as_json)
    if answer.head["status"] != 200:
        return problem(answer.head["status"], answer.body.decode(), as_json=as_json)
    return respond(request, answer.body, media, digest=answer.digest)


def _language(request: Request) -> str:
    """Take the language from ``lang`` or from Accept-Language; English otherwise."""
    wishes = [request.query_params.get("lang", "")]
    wishes += request.headers.get("accept-language", "").split(",")
    tags = (wish.strip()[:2].lower() for wish in wishes)
    return next((tag for tag in tags if tag in LANGUAGES), "en")


async def queries(request: Request) -> Response:
    """List the library as JSON."""
    records = [query_record(q) for q in request.app.state.library]
    return respond(request, json.dumps(records, ensure_ascii=False).encode(), _JSON)


async def about(request: Request) -> Response:
    """Explain one query as JSON, with the legal values that the graph holds."""
    name = request.path_params["name"]
    return await _run(request, {"do": "about", "name": name}, _JSON, as_json=True)


async def query(request: Request) -> Response:
    """Run a query of the library; its parameters are those of the address."""
    name = request.path_params["name"]
    found: Query | None = next((q for q in request.app.state.library if q.name == name), None)
    if found is None:
        return problem(404, str(NotFoundError("query", name)), as_json=True)
    graph = found.form in ("CONSTRUCT", "DESCRIBE")
    offered = GRAPH_MEDIA if graph else ROW_MEDIA
    kind = choose(request.headers.get("accept"), offered)
    if kind is None:
        return problem(406, f"this query answers in {', '.join(offered)}", as_json=True)
    pairs = request.query_params.multi_items()
    names = [n for n, _ in pairs]
    if twice := next((n for n in names if names.count(n) > 1), None):
        return problem(400, f"parameter {twice!r} came twice", as_json=True)
    values = dict(pairs)
    lang = values.pop("lang", "")
    if lang and lang not in LANGUAGES:
        return problem(400, f"no labels in {lang!r}: {', '.join(LANGUAGES)}", as_json=True)
    wish = {"do": "library", "name": name, "values": values, "lang": lang, "format": kind}
    return await _run(request, wish, MEDIA[kind], as_json=True)


async def openapi_document(request: Request) -> Response:
    """Describe the query API in OpenAPI."""
    document = openapi(request.app.state.library)
    return respond(request, json.dumps(document, ensure_ascii=False).encode(), _JSON)


async def void(request: Request) -> Response:
    """Describe the dataset in VoID and DCAT."""
    from ..output.rows import write
    from ..sparql.answers import Triples

    kind = choose(request.headers.get("accept"), GRAPH_MEDIA)
    if kind is None:
        return problem(406, f"the description comes as {', '.join(GRAPH_MEDIA)}")
    triples: Triples = request.app.state.void
    return respond(request, write(triples, "xml" if kind == "rdf" else kind), MEDIA[kind])
