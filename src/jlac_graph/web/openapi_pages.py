"""The addresses beside the API: pages, SPARQL, files, figures, descriptions, what crawlers read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..core.languages import LANGUAGES
from ..export import FORMATS
from ..network.projections import list_projections
from ..output.rdf_dump import DUMP_FORMATS
from .negotiation import GRAPH_MEDIA, ROW_MEDIA
from .openapi_model import LANG, STRING, WHOLE, Question, Value

__all__ = ["pages"]

_HTML = "text/html"
_ANSWERED = {
    _HTML,
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv",
    "text/tab-separated-values", *(media for media in GRAPH_MEDIA),
}  # fmt: skip


def _content(media: Iterable[str]) -> dict[str, Any]:
    return {name: {"schema": {} if "json" in name else STRING} for name in media}


def _choice(names: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(names)}


_PAGE = _content([_HTML, *GRAPH_MEDIA, "application/sparql-results+json", "text/csv"])
_LANG = Value("lang", "the language of labels", {"type": "string", "enum": list(LANGUAGES)})
_QUERY = Value("query", "the query, in SPARQL 1.1", STRING, required=True)
_ANSWER_FORM = Value(
    "format", "the format of the answer, before the Accept header",
    _choice(dict.fromkeys([*ROW_MEDIA.values(), *GRAPH_MEDIA.values(), "html"])),
)  # fmt: skip
_DATASET = (
    Value("default-graph-uri", "a graph of the default graph", STRING),
    Value("named-graph-uri", "a named graph", STRING),
)
_VIEW = (
    Value("projection", "the projection of the graph", STRING),
    Value("ego", "only the surroundings of this entity", STRING),
    Value("radius", "maximum number of links from ego", {"type": "integer", "minimum": 1, "maximum": 8}),
    Value("country", "only links that have to do with this country", STRING),
    Value("sector", "only links that have to do with this sector", STRING),
    Value("source", "one end of paths, with target", STRING),
    Value("target", "the other end of paths", STRING),
    Value("from", "only links that hold in this year or later", WHOLE),
    Value("to", "only links that hold in this year or earlier", WHOLE),
    Value("lang", "the language of labels", LANG),
)
_ROWS = Value("format", "the rows of the page in place of the page", _choice(["html", "csv", "json"]))
_NETWORK = (
    Value("path", "two entities, joined by ~, and the paths between them", STRING),
    Value("n", "entities, joined by commas", STRING),
    Value("x", "an entity with what is next to it", STRING),
)
_SIDES = (Value("a", "an entity", STRING), Value("b", "another entity", STRING))
_FORMS = ["html", "csv", "json", *dict.fromkeys(GRAPH_MEDIA.values())]
_FORM = Value("format", "the format, in place of an Accept header", _choice(_FORMS))
_THINGS = {
    "id": "an entity or fact", "code": "a code", "cube": "a data cube", "obs": "a statistic",
    "src": "a source or passage", "period": "a period", "query": "a query of the library",
    "graph": "a named graph", "dataset": "a part of the description",
}  # fmt: skip
_TABLES = _content([_HTML, "application/json", "text/csv"])
_QUERIES = _content([_HTML, "application/json", "application/sparql-results+json", "text/csv", *GRAPH_MEDIA])


def _view(path: str, name: str, about: str, *values: Value) -> Question:
    return Question(path, name, about, content=_TABLES, values=(_ROWS, _LANG, *values))


def _shown(path: str, name: str, about: str, *values: Value) -> Question:
    """Describe a page whose address names what may be missing."""
    question = _view(path, name, about, *values)
    return replace(question, faults=("400", "404", "503"))


def _thing(path: str, name: str, about: str, *values: Value) -> Question:
    faults = ("400", "404", "406", "503")
    return Question(path, name, about, content=_PAGE, values=(*values, _FORM, _LANG), faults=faults)


def _files() -> list[Question]:
    """Describe the files: each export format, for each projection too, and the figures."""
    name = Value("name", "a format, or a projection and a format", _choice(_file_names()), True, "path")
    media = {form.media.partition(";")[0] for form in FORMATS.values()}
    media |= {form.media[0] for form in DUMP_FORMATS.values()}
    faults = ("400", "404", "503")
    return [
        Question(
            "/export/{name}", "exportView", "A view as a file", content=_content(sorted(media)),
            values=(name, *_VIEW), faults=faults,
        ),
        Question("/figure.svg", "figure", "A view as a drawing", content=_content(["image/svg+xml"]),
                 values=_VIEW, faults=faults),
        Question("/figure.png", "figurePng", "A view as a picture", content=_content(["image/png"]),
                 values=_VIEW, faults=faults),
    ]  # fmt: skip


def _file_names() -> list[str]:
    views = [projection.name for projection in list_projections()]
    return [*FORMATS, *DUMP_FORMATS, *(f"{view}.{form}" for view in views for form in FORMATS)]


def _sparql() -> list[Question]:
    faults = ("400", "406", "413", "503")
    form = {"type": "object", "properties": {"query": STRING}, "required": ["query"]}
    media = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": STRING},
    }
    return [
        Question("/sparql", "sparql", "The answer to a SPARQL query", content=_content(_ANSWERED),
                 values=(_QUERY, *_DATASET, _ANSWER_FORM), faults=faults),
        Question("/sparql", "sparqlPosted", "The answer to a SPARQL query", content=_content(_ANSWERED),
                 media=media, faults=(*faults, "415")),
    ]  # fmt: skip


def _descriptions() -> list[Question]:
    graph = _content(GRAPH_MEDIA)
    part = Value("part", "a part of a large sitemap, from 1", WHOLE)
    return [
        Question("/.well-known/void", "void", "VoID, DCAT, prefixes and query examples", content=graph,
                 faults=("406", "503")),
        Question("/openapi.json", "openapi", "This document", content=_content(["application/json"]),
                 faults=()),
        Question("/favicon.ico", "icon", "The icon of the explorer", content=_content(["image/svg+xml"]),
                 faults=("404",)),
        Question("/robots.txt", "robots", "What crawlers need not read", content=_content(["text/plain"]),
                 faults=()),
        Question("/sitemap.xml", "sitemap", "The addresses of the pages", values=(part,),
                 content=_content(["application/xml"]), faults=("400", "404", "503")),
        Question("/changes.atom", "changes", "The changes between releases",
                 content=_content(["application/atom+xml"]), faults=("404", "503")),
        Question("/plain.css", "style", "The style of pages without the explorer",
                 content=_content(["text/css"]), faults=()),
    ]  # fmt: skip


def _pages() -> list[Question]:
    spans = (Value("from", "the first year", WHOLE), Value("to", "the last year", WHOLE))
    projection = Value("projection", "the projection of the graph", STRING)
    name = Value("name", "name of a query", STRING, required=True, place="path")
    path = Value("path", "the rest of its IRI", STRING, required=True, place="path")
    return [
        _view("/", "home", "The front page"),
        _shown("/network", "networkPage", "The network", projection, *_NETWORK, *spans),
        _view("/map", "mapPage", "The map"),
        _shown("/search", "searchPage", "Results of a search", Value("q", "words or a name", STRING)),
        _shown("/compare", "comparePage", "Entities side by side", *_SIDES),
        Question("/saved", "savedPage", "Views that the reader saved, kept in the browser",
                 content=_content(["text/html"]), values=(_LANG,), faults=("404",)),
        _shown("/story/{name}", "storyPage", "A story told by facts", name),
        _view("/queries", "queriesPage", "The query library"),
        Question("/queries/{name}", "queryPage", "A query and its answer", content=_QUERIES,
                 values=(name, _FORM, _LANG), faults=("400", "404", "503")),
        _view("/data", "dataPage", "What the graph contains"),
        _thing("/ont", "ontology", "The ontology"),
        _thing("/dataset", "dataset", "The description of the dataset"),
        *(_thing(f"/{kind}/{{path}}", kind, about, path) for kind, about in _THINGS.items()),
    ]  # fmt: skip


def pages() -> tuple[Question, ...]:
    """Return every address that is not below ``/api``."""
    return (*_sparql(), *_files(), *_descriptions(), *_pages())
