"""What the service says of itself: SPARQL service description, OpenAPI, query records, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.errors import JlacError
from ..core.languages import LANGUAGES
from ..core.namespaces import BASE, PREFIXES
from ..core.version import VERSION
from ..queries.parameters import bindings
from ..sparql.syntax import bind, prefixed

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from ..queries.library import Parameter, Query
    from ..sparql.store import Store

__all__ = ["EXAMPLES", "example_triples", "openapi", "query_record", "service_description"]

EXAMPLES = BASE + "graph/queries"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_SH = "http://www.w3.org/ns/shacl#"
_SCHEMA = "https://schema.org/"
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_ROWS = {
    "application/sparql-results+json": {"schema": {"type": "object"}},
    "application/sparql-results+xml": {"schema": {"type": "string"}},
    "text/csv": {"schema": {"type": "string"}},
    "text/tab-separated-values": {"schema": {"type": "string"}},
}
_GRAPH = {
    "text/turtle": {"schema": {"type": "string"}},
    "application/n-triples": {"schema": {"type": "string"}},
    "application/ld+json": {"schema": {}},
    "application/rdf+xml": {"schema": {"type": "string"}},
}
_ERROR = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["error"],
            "properties": {"error": {"type": "string"}},
        }
    }
}


def service_description(endpoint: str, graphs: Sequence[str]) -> list[Triple]:
    """Describe the endpoint in the SPARQL 1.1 Service Description vocabulary.

    Parameters
    ----------
    endpoint : the endpoint's address.
    graphs : IRIs of its named graphs.
    """
    from pyoxigraph import NamedNode, Triple

    service, dataset = NamedNode(endpoint), NamedNode(endpoint + "#dataset")
    facts = [
        (service, "type", _SD + "Service"), (service, "endpoint", endpoint),
        (service, "supportedLanguage", _SD + "SPARQL11Query"),
        (service, "feature", _SD + "UnionDefaultGraph"),
        (service, "defaultDataset", dataset.value), (dataset, "type", _SD + "Dataset"),
    ]  # fmt: skip
    facts += [(service, "resultFormat", f"http://www.w3.org/ns/formats/{f}") for f in _FORMATS]
    for i, graph in enumerate(graphs, 1):
        node = NamedNode(f"{endpoint}#graph{i}")
        facts += [(dataset, "namedGraph", node.value), (node, "type", _SD + "NamedGraph")]
        facts += [(node, "name", graph)]
    names = {"type": PREFIXES["rdf"] + "type"}
    return [Triple(s, NamedNode(names.get(p, _SD + p)), NamedNode(o)) for s, p, o in facts]


def query_record(query: Query, legal: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """Describe a query as JSON: texts by language, parameters, columns, examples."""
    return {
        "name": query.name,
        "summary": dict(query.summaries),
        "description": dict(query.descriptions),
        "topic": query.topic,
        "tags": list(query.tags),
        "form": query.form,
        "parameters": [_parameter_record(p, (legal or {}).get(p.name)) for p in query.parameters],
        "columns": {name: dict(texts) for name, texts in query.columns.items()},
        "examples": [dict(e) for e in query.examples],
        "query": query.text,
    }


def _parameter_record(parameter: Parameter, legal: Sequence[str] | None) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "kind": parameter.kind,
        "required": parameter.required and parameter.default is None,
        "default": parameter.default,
        "legal": list(legal if legal is not None else parameter.legal),
        "about": dict(parameter.about),
    }


def example_triples(queries: Sequence[Query], store: Store, endpoint: str) -> Iterator[Triple]:
    """Describe each query, with its first example's values, as SIB's editor and tools read it.

    A query whose example does not fit this graph (a slice, say) is left out.
    """
    for query in queries:
        values = query.examples[0] if query.examples else {}
        try:
            text = bind(prefixed(query.text), bindings(query, values, store))
        except JlacError:
            continue
        yield from _example(query, text, endpoint)


def _example(query: Query, text: str, endpoint: str) -> Iterator[Triple]:
    from pyoxigraph import Literal, NamedNode, Triple

    node = NamedNode(f"{BASE}query/{query.name}")
    kind = query.form.capitalize()
    rdf_type = NamedNode(PREFIXES["rdf"] + "type")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    yield Triple(node, rdf_type, NamedNode(_SH + "SPARQLExecutable"))
    yield Triple(node, rdf_type, NamedNode(f"{_SH}SPARQL{kind}Executable"))
    yield Triple(node, NamedNode(_SH + kind.lower()), Literal(body))
    yield Triple(node, NamedNode(_SCHEMA + "target"), NamedNode(endpoint))
    for lang, summary in query.summaries.items():
        comment = NamedNode(PREFIXES["rdfs"] + "comment")
        yield Triple(node, comment, Literal(summary, language=lang))
    for tag in query.tags:
        yield Triple(node, NamedNode(_SCHEMA + "keywords"), Literal(tag))


def openapi(queries: Sequence[Query], *, server: str = "/") -> dict[str, Any]:
    """Describe the query API in OpenAPI 3.1: one path for each query."""
    paths: dict[str, Any] = {
        "/api/queries": {"get": _operation("listQueries", "All queries")},
    }
    for query in queries:
        content = _GRAPH if query.form in ("CONSTRUCT", "DESCRIBE") else _ROWS
        paths[f"/api/queries/{query.name}"] = {"get": _query_operation(query, content)}
        about = _operation(f"about-{query.name}", f"About {query.name}")
        paths[f"/api/queries/{query.name}/about"] = {"get": about}
    return {
        "openapi": "3.1.0",
        "info": {"title": "jlac-graph query API", "version": VERSION},
        "servers": [{"url": server}],
        "paths": paths,
    }


def _responses(content: Mapping[str, Any], *errors: str) -> dict[str, Any]:
    told = {
        "400": "a value is missing or wrong", "406": "no such format",
        "503": "a bound on time or memory was reached",
    }  # fmt: skip
    found: dict[str, Any] = {"200": {"description": "the answer", "content": dict(content)}}
    return found | {e: {"description": told[e], "content": _ERROR} for e in errors}


def _operation(name: str, summary: str) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": {}}}
    return {"operationId": name, "summary": summary, "responses": _responses(content, "503")}


def _query_operation(query: Query, content: Mapping[str, Any]) -> dict[str, Any]:
    lang = {
        "name": "lang", "in": "query", "schema": {"type": "string", "enum": list(LANGUAGES)},
        "description": "add labels in this language",
    }  # fmt: skip
    return {
        "operationId": query.name,
        "summary": query.summary(),
        "description": query.description(),
        "tags": list(query.tags),
        "parameters": [*map(_parameter, query.parameters), lang],
        "responses": _responses(content, "400", "406", "503"),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    types = {"integer": "integer", "number": "number"}
    schema: dict[str, Any] = {"type": types.get(parameter.kind, "string")}
    if parameter.legal:
        schema["enum"] = list(parameter.legal)
    if parameter.default is not None:
        schema["default"] = _as(schema["type"], parameter.default)
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required and parameter.default is None,
        "description": parameter.about.get("en", ""),
        "schema": schema,
    }


def _as(kind: str, text: str) -> str | int | float:
    if kind == "integer":
        return int(text)
    return float(text) if kind == "number" else text
