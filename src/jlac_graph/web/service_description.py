"""Descriptions of the service: SPARQL service description and query records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..build.dataset_description import DATASET, LICENCE
from ..core.namespaces import expand

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from ..queries.parameters import Parameter, Query

__all__ = ["query_record", "service_description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip


def service_description(endpoint: str, title: str, graphs: Mapping[str, int | None]) -> list[Triple]:
    """Describe the endpoint in the SPARQL 1.1 Service Description vocabulary.

    Parameters
    ----------
    endpoint : the endpoint's address.
    title : of the dataset.
    graphs : IRI of each named graph -> number of its triples, None if unknown; the empty IRI for the
        default graph.
    """
    from pyoxigraph import Literal, NamedNode, Triple

    service, dataset = NamedNode(endpoint), NamedNode(endpoint + "#dataset")
    facts = [
        (service, "rdf:type", _SD + "Service"), (service, _SD + "endpoint", endpoint),
        (service, _SD + "supportedLanguage", _SD + "SPARQL11Query"),
        (service, _SD + "feature", _SD + "UnionDefaultGraph"),
        (service, _SD + "defaultDataset", dataset.value), (dataset, "rdf:type", _SD + "Dataset"),
        (dataset, "rdfs:seeAlso", DATASET), (dataset, "dcterms:license", LICENCE),
    ]  # fmt: skip
    facts += [(service, _SD + "resultFormat", f"http://www.w3.org/ns/formats/{f}") for f in _FORMATS]
    counts = []
    for i, (graph, number) in enumerate(graphs.items()):
        node = NamedNode(f"{endpoint}#graph{i}" if graph else f"{endpoint}#default")
        contents = NamedNode(f"{node.value}-contents") if graph else node
        facts += [(contents, "rdf:type", _SD + "Graph")]
        if number is not None:
            counts.append(Triple(contents, NamedNode(expand("void:triples")), Literal(number)))
        if graph:
            facts += [(dataset, _SD + "namedGraph", node.value), (node, "rdf:type", _SD + "NamedGraph")]
            facts += [(node, _SD + "name", graph), (node, _SD + "graph", contents.value)]
        else:
            facts += [(dataset, _SD + "defaultGraph", node.value)]
    named = Triple(dataset, NamedNode(expand("dcterms:title")), Literal(title, language="en"))
    return [named, *counts, *(Triple(s, NamedNode(expand(p)), NamedNode(o)) for s, p, o in facts)]


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
