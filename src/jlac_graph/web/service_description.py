"""Descriptions of the service: SPARQL service description, query records, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.errors import JlacError
from ..core.namespaces import BASE, PREFIXES
from ..queries.parameters import bindings
from ..sparql.syntax import bind, prefixed

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from ..queries.parameters import Parameter, Query
    from ..sparql.store import Store

__all__ = ["EXAMPLES", "example_triples", "query_record", "service_description"]

EXAMPLES = BASE + "graph/queries"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_SH = "http://www.w3.org/ns/shacl#"
_SCHEMA = "https://schema.org/"
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip


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

    A query whose example does not fit this graph, such as a part of the whole, is omitted.
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
