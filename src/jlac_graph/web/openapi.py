"""The service's addresses in OpenAPI 3.1: the query library's and the explorer's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import (
    TYPE_CHECKING,
    Any,
)

from ..core.languages import LANGUAGES
from ..core.version import VERSION
from . import answers, bodies, search_answers, service_answers
from .openapi_programs import PROGRAM_ANSWERS, PROGRAM_RESPONSES, program_paths
from .schemas import components, schema

if TYPE_CHECKING:
    from ..queries.parameters import Parameter, Query

__all__ = ["openapi"]

_JSON = "application/json"
_STRING = {"type": "string"}
_ROWS = {
    "application/sparql-results+json": {"schema": {"$ref": "#/components/schemas/Rows"}},
    "application/sparql-results+xml": {"schema": _STRING},
    "text/csv": {"schema": _STRING},
    "text/tab-separated-values": {"schema": _STRING},
}
_GRAPH = {
    "text/turtle": {"schema": _STRING},
    "application/n-triples": {"schema": _STRING},
    "application/ld+json": {"schema": {}},
    "application/rdf+xml": {"schema": _STRING},
}
_FAULTS = {
    "400": "a parameter value is missing or invalid", "404": "unknown entity", "406": "no acceptable format",
    "413": "the request is too large", "503": "the time or memory limit was exceeded",
}  # fmt: skip
_WHOLE = {"type": "integer", "minimum": 0, "maximum": 999_999}
_SOME = {"type": "integer", "minimum": 1, "maximum": 999_999}
_LANG = {"type": "string", "enum": list(LANGUAGES), "default": "en"}


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in an address."""

    name: str
    about: str
    schema: Mapping[str, Any]
    required: bool = False
    place: str = "query"

    def described(self) -> dict[str, Any]:
        known = {"name": self.name, "in": self.place, "description": self.about, "schema": dict(self.schema)}
        return known | ({"required": True} if self.required else {})


@dataclass(frozen=True, slots=True)
class _Question:
    """An address of the explorer: its parameters, its answer and its errors."""

    path: str
    name: str
    about: str
    answer: Any
    values: tuple[_Value, ...] = ()
    body: Any = None
    faults: tuple[str, ...] = ("400", "503")


_FROM = _Value("from", "the first year", _WHOLE)
_TO = _Value("to", "the last year", _WHOLE)
_PAGE = (
    _Value("relation", "only neighbours by this relation, such as investedIn", _STRING),
    _Value("offset", "number of neighbours to skip", _WHOLE),
    _Value("limit", "maximum number of neighbours", _SOME),
    _Value("context", "also show country, place and sector links", {"type": "string", "enum": ["1"]}),
)
_ENDS = (
    _Value("source", "name of the first entity", _STRING, required=True),
    _Value("target", "name of the second entity", _STRING, required=True),
    _Value("paths", "maximum number of paths", _SOME | {"maximum": 20}),
    _Value("max_length", "maximum number of links in a path", _SOME | {"maximum": 8}),
    _Value("avoid", "entities that no path may pass through", {"type": "array", "items": _STRING}),
)
_GROUPS = ("entities", "statements", "passages")
_QUESTIONS = (
    _Question("/api/queries", "listQueries", "All queries of the library", list[service_answers.Query],
              faults=("503",)),
    _Question(
        "/api/search", "search", "Entities by name in any language, best match first",
        list[answers.Suggestion],
        (_Value("q", "a name, or part of one, in any language", _STRING),
         _Value("limit", "maximum number of results", _SOME)),
    ),
    _Question(
        "/api/find", "find", "Entities, statements and passages by words in any order, with facets",
        search_answers.Found,
        (_Value("q", "words in any language, or a question such as how two entities are linked", _STRING),
         _Value("group", "only these results", {"type": "string", "enum": list(_GROUPS)}),
         _Value("kind", "a class, such as Mine", _STRING),
         _Value("country", "a country, such as place/chile", _STRING),
         _Value("decade", "the first year of a decade", _STRING),
         _Value("collection", "a collection of sources", _STRING),
         _Value("offset", "number of results to skip", _WHOLE)),
    ),
    _Question("/api/front", "front", "Events by country and year, and the stories", search_answers.Front),
    _Question("/api/story/{name}", "story", "A story told by facts of the graph", search_answers.Story,
              (_Value("name", "its name", _STRING, required=True, place="path"),),
              faults=("400", "404", "503")),
    _Question(
        "/api/thing/{id}", "thing", "The profile of one entity", answers.Entity,
        (_Value("id", "a short name such as agent/mitsui", _STRING, required=True, place="path"),),
        faults=("400", "404", "503"),
    ),
    _Question(
        "/api/neighbors", "neighbors", "The neighbours of one entity and every link between them",
        answers.Drawn, (_Value("id", "a short name such as agent/mitsui", _STRING, required=True), *_PAGE),
        faults=("400", "404", "503"),
    ),
    _Question(
        "/api/graph", "graph", "Every link between the entities shown, and the neighbours of one more",
        answers.Drawn, body=bodies.Shown, faults=("400", "404", "413", "503"),
    ),
    _Question(
        "/api/projection", "projection", "A projection of the graph", answers.Projected,
        (_Value("name", "its name, such as actors", _STRING), _FROM, _TO), faults=("400", "404", "503"),
    ),
    _Question("/api/trace", "trace", "Paths between two entities with their evidence", answers.Traced,
              (*_ENDS, _FROM, _TO)),
    _Question("/api/activity", "activity", "Facts and statistics by country, year and pillar",
              answers.Activity),
    _Question("/api/vocabulary", "vocabulary", "Labels, colours and choices", service_answers.Vocabulary),
    _Question("/api/coverage", "coverage", "What the graph contains and what its sources cover",
              service_answers.Coverage),
    _Question(
        "/api/labels", "labels", "Labels of entities", dict[str, str], body=bodies.Labelled,
        faults=("400", "413", "503"),
    ),
    _Question(
        "/api/check", "check", "What is wrong with a SPARQL query, before it is run",
        list[search_answers.QueryFinding], body=bodies.Checked, faults=("400", "413", "503"),
    ),
    _Question(
        "/api/export", "export", "The drawn network as a file", bytes, body=bodies.Exported,
        faults=("400", "413", "503"),
    ),
)  # fmt: skip


def openapi(queries: Sequence[Query], *, server: str = "/") -> dict[str, Any]:
    """Describe the service in OpenAPI 3.1.

    Parameters
    ----------
    queries : the query library; each query gets two paths, its answer and its description.
    server : address of the service.

    Examples
    --------
    >>> document = openapi(())
    >>> document["paths"]["/api/coverage"]["get"]["operationId"]
    'coverage'
    """
    paths = {question.path: _asked(question) for question in _QUESTIONS} | program_paths()
    for query in queries:
        content = _GRAPH if query.form in ("CONSTRUCT", "DESCRIBE") else _ROWS
        about = _Question(
            "", f"about-{query.name}", f"About {query.name}", service_answers.Query, faults=("503",)
        )
        paths[f"/api/queries/{query.name}"] = {"get": _query_operation(query, content)}
        paths[f"/api/queries/{query.name}/about"] = _asked(about)
    bodies = [question.body for question in _QUESTIONS if question.body]
    known = [*(question.answer for question in _QUESTIONS), *bodies, *PROGRAM_ANSWERS]
    return {
        "openapi": "3.1.0",
        "info": {"title": "jlac-graph query API", "version": VERSION},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": components([*known, answers.Network, service_answers.Rows, service_answers.Fault]),
            "responses": PROGRAM_RESPONSES,
        },
    }


def _asked(question: _Question) -> dict[str, Any]:
    content = (
        {"application/octet-stream": {"schema": {}}}
        if question.answer is bytes
        else {_JSON: {"schema": schema(question.answer)}}
    )
    operation = {
        "operationId": question.name,
        "summary": question.about,
        "responses": _responses(content, question.faults),
    }
    if question.body:
        body = {"required": True, "content": {_JSON: {"schema": schema(question.body)}}}
        return {"post": operation | {"requestBody": body}}
    lang = _Value("lang", "the language of labels", _LANG)
    values = question.values if question.name.lower().endswith("queries") else (*question.values, lang)
    return {"get": operation | {"parameters": [value.described() for value in values]}}


def _responses(content: Mapping[str, Any], faults: Iterable[str]) -> dict[str, Any]:
    fault = {_JSON: {"schema": schema(service_answers.Fault)}}
    found: dict[str, Any] = {"200": {"description": "the answer", "content": dict(content)}}
    return found | {code: {"description": _FAULTS[code], "content": fault} for code in faults}


def _query_operation(query: Query, content: Mapping[str, Any]) -> dict[str, Any]:
    lang = _Value("lang", "add labels in this language", {"type": "string", "enum": list(LANGUAGES)})
    return {
        "operationId": query.name,
        "summary": query.summary(),
        "description": query.description(),
        "tags": list(query.tags),
        "parameters": [*map(_parameter, query.parameters), lang.described()],
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
    return _Value(parameter.name, parameter.about.get("en", ""), limits, required).described()


def _as(kind: str, text: str) -> str | int | float:
    if kind == "integer":
        return int(text)
    return float(text) if kind == "number" else text
