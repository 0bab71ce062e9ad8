"""The service's addresses in OpenAPI 3.1: the explorer's, the query library's, and the others with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.languages import LANGUAGES
from ..core.version import VERSION
from . import answers, bodies, search_answers, service_answers
from .negotiation import GRAPH_MEDIA, ROW_MEDIA
from .openapi_model import CHOICE, LANG, SOME, SOURCES, STRING, WHOLE, Question, Value
from .openapi_pages import pages
from .openapi_programs import PROGRAM_ANSWERS, PROGRAM_RESPONSES, program_paths
from .schemas import components, schema

if TYPE_CHECKING:
    from ..queries.parameters import Parameter, Query

__all__ = ["openapi"]

_JSON = "application/json"
_ROWS = {
    "application/sparql-results+json": {"schema": {"$ref": "#/components/schemas/Rows"}},
    "application/sparql-results+xml": {"schema": STRING},
    "text/csv": {"schema": STRING},
    "text/tab-separated-values": {"schema": STRING},
}
_GRAPH = {
    "text/turtle": {"schema": STRING},
    "application/n-triples": {"schema": STRING},
    "application/ld+json": {"schema": {}},
    "application/rdf+xml": {"schema": STRING},
}
_FAULTS = {
    "400": "a parameter value is missing or invalid", "404": "unknown entity", "406": "no acceptable format",
    "413": "the request is too large", "415": "unsupported media type",
    "503": "the time or memory limit was exceeded",
}  # fmt: skip


_FROM = Value("from", "the first year", WHOLE)
_TO = Value("to", "the last year", WHOLE)
_PAGE = (
    Value("relation", "only neighbours by this relation, such as investedIn", STRING),
    Value("offset", "number of neighbours to skip", WHOLE),
    Value("limit", "maximum number of neighbours", SOME),
    Value("context", "also show country, place and sector links", {"type": "string", "enum": ["1"]}),
)
_ENDS = (
    Value("source", "name of the first entity", STRING, required=True),
    Value("target", "name of the second entity", STRING, required=True),
    Value("paths", "maximum number of paths", SOME | {"maximum": 20}),
    Value("max_length", "maximum number of links in a path", SOME | {"maximum": 8}),
    Value("avoid", "entities that no path may pass through", {"type": "array", "items": STRING}),
)
_WHOLE_SERVICE = (
    "/api/queries", "/openapi.json", "/robots.txt", "/sitemap.xml", "/changes.atom", "/plain.css",
)  # fmt: skip
"""Addresses whose answers do not depend on the choice of sources."""
_GROUPS = ("entities", "statements", "passages")
_QUESTIONS = (
    Question("/api/queries", "listQueries", "All queries of the library", list[service_answers.Query],
              faults=("503",)),
    Question(
        "/api/search", "search", "Entities by name in any language, best match first",
        list[answers.Suggestion],
        (Value("q", "a name, or part of one, in any language", STRING),
         Value("limit", "maximum number of results", SOME)),
    ),
    Question(
        "/api/find", "find", "Entities, statements and passages by words in any order, with facets",
        search_answers.Found,
        (Value("q", "words in any language, or a question such as how two entities are linked", STRING),
         Value("group", "only these results", {"type": "string", "enum": list(_GROUPS)}),
         Value("kind", "a class, such as Mine", STRING),
         Value("country", "a country, such as place/chile", STRING),
         Value("decade", "the first year of a decade", STRING),
         Value("collection", "a collection of sources", STRING),
         Value("offset", "number of results to skip", WHOLE)),
    ),
    Question("/api/front", "front", "Events by country and year, and the stories", search_answers.Front),
    Question("/api/story/{name}", "story", "A story told by facts of the graph", search_answers.Story,
              (Value("name", "its name", STRING, required=True, place="path"),),
              faults=("400", "404", "503")),
    Question(
        "/api/thing/{id}", "thing", "The profile of one entity", answers.Entity,
        (Value("id", "a short name such as agent/mitsui", STRING, required=True, place="path"),
         Value("limit", "maximum number of rows of each list, 300 if not given; 0 for all", WHOLE),
         Value("offset", "number of rows of each list to skip", WHOLE)),
        faults=("400", "404", "503"),
    ),
    Question(
        "/api/neighbors", "neighbors", "The neighbours of one entity and every link between them",
        answers.Drawn, (Value("id", "a short name such as agent/mitsui", STRING, required=True), *_PAGE),
        faults=("400", "404", "503"),
    ),
    Question(
        "/api/graph", "graph", "Every link between the entities shown, and the neighbours of one more",
        answers.Drawn, body=bodies.Shown, faults=("400", "404", "413", "503"),
    ),
    Question(
        "/api/projection", "projection", "A projection of the graph", answers.Projected,
        (Value("name", "its name, such as actors", STRING), _FROM, _TO), faults=("400", "404", "503"),
    ),
    Question("/api/trace", "trace", "Paths between two entities with their evidence", answers.Traced,
              (*_ENDS, _FROM, _TO)),
    Question("/api/activity", "activity", "Facts and statistics by country, year and pillar",
              answers.Activity),
    Question("/api/vocabulary", "vocabulary", "Labels, colours and choices", service_answers.Vocabulary),
    Question("/api/coverage", "coverage", "What the graph contains and what its sources cover",
              service_answers.Coverage),
    Question(
        "/api/labels", "labels", "Labels of entities", dict[str, str], body=bodies.Labelled,
        faults=("400", "413", "503"),
    ),
    Question(
        "/api/check", "check", "What is wrong with a SPARQL query, before it is run",
        list[search_answers.QueryFinding], body=bodies.Checked, faults=("400", "413", "503"),
    ),
    Question(
        "/api/export", "export", "The drawn network as a file", body=bodies.Exported,
        content={"application/octet-stream": {"schema": {}}}, faults=("400", "413", "503"),
    ),
)  # fmt: skip


def openapi(queries: Sequence[Query], *, server: str = "/", api_only: bool = False) -> dict[str, Any]:
    """Describe the service in OpenAPI 3.1.

    Parameters
    ----------
    queries : the query library; each query gets two paths, its answer and its description.
    server : address of the service.
    api_only : whether to leave out the addresses that are not below ``/api``.

    Examples
    --------
    >>> document = openapi(())
    >>> document["paths"]["/api/coverage"]["get"]["operationId"]
    'coverage'
    """
    paths: dict[str, dict[str, Any]] = {}
    for question in _QUESTIONS if api_only else (*_QUESTIONS, *pages()):
        paths.setdefault(question.path, {}).update(_asked(question))
    paths |= program_paths()
    for query in queries:
        content = _GRAPH if query.form in ("CONSTRUCT", "DESCRIBE") else _ROWS
        about = Question(
            "/api/", f"about-{query.name}", f"About {query.name}", service_answers.Query,
            faults=("400", "503"),
        )  # fmt: skip
        paths[f"/api/queries/{query.name}"] = {"get": _query_operation(query, content)}
        paths[f"/api/queries/{query.name}/about"] = _asked(about)
    bodies = [question.body for question in _QUESTIONS if question.body]
    answered = (question.answer for question in _QUESTIONS if question.answer)
    known = [*answered, *bodies, *PROGRAM_ANSWERS]
    return {
        "openapi": "3.1.0",
        "info": {"title": "jlac-graph query API", "version": VERSION},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": components([*known, answers.Network, service_answers.Rows, service_answers.Fault]),
            "responses": PROGRAM_RESPONSES,
            "parameters": SOURCES,
        },
    }


def _asked(question: Question) -> dict[str, Any]:
    content = question.content or {_JSON: {"schema": schema(question.answer)}}
    choice = () if question.path in _WHOLE_SERVICE else CHOICE
    faults = sorted({*question.faults, *(("400", "503") if choice else ())})
    operation: dict[str, Any] = {
        "operationId": question.name,
        "summary": question.about,
        "responses": _responses(content, faults, plain=not question.path.startswith("/api/")),
    }
    if question.media:
        body = {"required": True, "content": dict(question.media)}
        return {"post": operation | {"parameters": [*choice], "requestBody": body}}
    if question.body:
        body = {"required": True, "content": {_JSON: {"schema": schema(question.body)}}}
        return {"post": operation | {"parameters": [*choice], "requestBody": body}}
    lang = Value("lang", "the language of labels", LANG)
    unlabelled = question.content or question.name.lower().endswith("queries")
    values = question.values if unlabelled else (*question.values, lang)
    return {"get": operation | {"parameters": [*(value.described() for value in values), *choice]}}


def _responses(content: Mapping[str, Any], faults: Iterable[str], *, plain: bool = False) -> dict[str, Any]:
    """Describe the answers; errors are JSON below /api and text elsewhere."""
    fault = (
        {"text/plain": {"schema": STRING}} if plain else {_JSON: {"schema": schema(service_answers.Fault)}}
    )
    found: dict[str, Any] = {"200": {"description": "the answer", "content": dict(content)}}
    return found | {code: {"description": _FAULTS[code], "content": fault} for code in faults}


def _query_operation(query: Query, content: Mapping[str, Any]) -> dict[str, Any]:
    lang = Value("lang", "add labels in this language", {"type": "string", "enum": list(LANGUAGES)})
    kinds = dict.fromkeys((GRAPH_MEDIA if content is _GRAPH else ROW_MEDIA).values())
    form = Value(
        "format", "the format, in place of an Accept header", {"type": "string", "enum": list(kinds)}
    )
    return {
        "operationId": query.name,
        "summary": query.summary(),
        "description": query.description(),
        "tags": list(query.tags),
        "parameters": [*map(_parameter, query.parameters), lang.described(), form.described(), *CHOICE],
        "responses": _responses(content, ("400", "406", "503")),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    kinds = {"integer": "integer", "number": "number"}
    limits: dict[str, Any] = {"type": kinds.get(parameter.kind, "string")}
    if parameter.legal:
        limits["enum"] = list(parameter.legal)
    if parameter.default is not None:
        limits["default"] = _as(limits["type"], parameter.default)
    required = parameter.required and parameter.default is None
    return Value(parameter.name, parameter.about.get("en", ""), limits, required).described()


def _as(kind: str, text: str) -> str | int | float:
    if kind == "integer":
        return int(text)
    return float(text) if kind == "number" else text
