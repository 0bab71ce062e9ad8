"""What programs read of the service before they query it: VoID, prefixes and query examples, in a store.

The description stands beside the graph, so that it changes no answer about facts. A query that names its
terms is answered from it (see `query_guard`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..build.dataset_description import DATASET, description_triples
from ..build.partitions import count_partitions
from ..core.errors import JlacError
from ..core.namespaces import BASE, PREFIXES
from ..queries.library import list_queries
from ..queries.parameters import bindings
from ..sparql.store import OxigraphStore
from ..sparql.syntax import bind, prefixed

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from ..queries.parameters import Query
    from ..sparql.store import Store

__all__ = ["COMPETENCY", "DESCRIPTION", "dataset_triples", "description_store", "example_triples"]

DESCRIPTION = BASE + "graph/description"
"""The name of the graph of the description."""
COMPETENCY = "cq"
"""The folder of the competency questions, inside that of the query library."""
_SH = PREFIXES["sh"]
_SCHEMA = "https://schema.org/"
_DESCRIBED = (
    """ASK { { ?s a sh:SPARQLExecutable } UNION { ?s sh:declare ?o } UNION { ?s void:classPartition ?o } }"""
)
_TERMS = """CONSTRUCT { ?term ?p ?o } WHERE {
  ?term a ?kind VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty } ?term ?p ?o
}"""


def description_store(store: Store, queries: Path | None, endpoint: str) -> OxigraphStore | None:
    """Return the description of a graph, with what the graph says of its classes and properties.

    Parameters
    ----------
    store : the graph.
    queries : folder of the query library; the project's own when None.
    endpoint : address of the SPARQL endpoint, for which the examples are.

    Returns
    -------
    A store with the graph `DESCRIPTION`. None for a graph on a server, and for one that contains a
    description of its own.
    """
    from pyoxigraph import DefaultGraph, NamedNode, Quad
    from pyoxigraph import Store as Inner

    if not isinstance(store, OxigraphStore) or store.ask(_DESCRIBED):
        return None
    made = Inner()
    examples = [*list_queries(queries), *_competency_questions(queries)]
    said: Iterable[Triple] = [*dataset_triples(store, endpoint), *example_triples(examples, store, endpoint)]
    graphs = (NamedNode(DESCRIPTION), DefaultGraph())
    made.bulk_extend(Quad(s, p, o, graph) for s, p, o in said for graph in graphs)
    made.bulk_extend(Quad(s, p, o) for s, p, o in store.construct(_TERMS))
    return OxigraphStore(made, name=DESCRIPTION)


def _competency_questions(queries: Path | None) -> Sequence[Query]:
    from ..core.paths import queries_dir

    return list_queries((queries or queries_dir()) / COMPETENCY)


def dataset_triples(store: OxigraphStore, endpoint: str) -> Iterator[Triple]:
    """Yield VoID, DCAT and prefixes of a store, with the endpoint that serves it."""
    from pyoxigraph import NamedNode, Triple

    yield from _built_description(store) or _counted_description(store)
    yield Triple(NamedNode(DATASET), NamedNode(PREFIXES["void"] + "sparqlEndpoint"), NamedNode(endpoint))


def _built_description(store: OxigraphStore) -> list[Triple]:
    """The description that the build wrote beside the graph; none if it has not these triples."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    file = store.beside.parent / "void.ttl" if store.beside else None
    if not file or not file.is_file():
        return []
    found = [quad.triple for quad in parse(path=str(file), format=RdfFormat.TURTLE)]
    total = NamedNode(DATASET), NamedNode(PREFIXES["void"] + "triples")
    counts = [int(o.value) for s, p, o in found if (s, p) == total and isinstance(o, Literal)]
    return found if counts == [store.count()] else []


def _counted_description(store: OxigraphStore) -> Iterator[Triple]:
    from pyoxigraph import RdfFormat, serialize

    written = serialize((quad.triple for quad in store.inner), format=RdfFormat.N_TRIPLES) or b""
    lines = sorted({line.removesuffix(b" .") for line in written.splitlines()})
    yield from description_triples(count_partitions(lines))


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
    yield Triple(node, NamedNode(_SH + "prefixes"), NamedNode(DATASET))
    yield Triple(node, NamedNode(_SCHEMA + "target"), NamedNode(endpoint))
    for lang, summary in query.summaries.items():
        comment = NamedNode(PREFIXES["rdfs"] + "comment")
        yield Triple(node, comment, Literal(summary, language=lang))
    for tag in query.tags:
        yield Triple(node, NamedNode(_SCHEMA + "keywords"), Literal(tag))
