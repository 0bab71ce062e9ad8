"""Graphs in rdflib: queries on them, and conversion of any graph to one.

Examples
--------
>>> from jlac_graph.sparql.store import OxigraphStore
>>> store = OxigraphStore.from_text("<http://e/a> <http://e/p> 3 .", "ttl")
>>> graph = to_rdflib(store)
>>> RdflibStore(graph).select("SELECT ?o { ?s ?p ?o }").to_dicts()
[{'o': 3}]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.errors import QueryError
from ..core.namespaces import PREFIXES
from .answers import Solutions, Triples
from .rdflib_terms import from_rdflib
from .store import OxigraphStore, Store
from .syntax import bind, prefixed

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

    from .syntax import Bindings

__all__ = ["RdflibStore", "to_rdflib"]

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class RdflibStore(Store):
    """A graph in rdflib; its queries see the union if it is a Dataset with default_union."""

    def __init__(self, graph: Graph, *, name: str = "rdflib") -> None:
        self.inner, self.name = graph, name

    def query(self, text: str, bindings: Bindings | None = None) -> Solutions | Triples | bool:
        """Answer a query of any form; see `Store.query`."""
        from pyparsing import ParseException
        from rdflib.plugins.sparql import CUSTOM_EVALS

        CUSTOM_EVALS["jlac-graph: no group of nothing"] = _no_group_of_nothing
        ready = bind(prefixed(text), bindings or {})
        try:
            result = self.inner.query(ready)
            if result.type == "SELECT":
                return _solutions(result)
        except ParseException as error:
            from .diagnostics import explain

            raise explain(text, f"error at {error.lineno}:{error.column}: ", bound=bool(bindings)) from None
        except (ValueError, TypeError, NotImplementedError) as error:
            raise QueryError(f"rdflib refused the query: {error}") from None
        if result.type == "ASK":
            return bool(result.askAnswer)
        return Triples.of([_triple(t) for t in result.graph or ()])

    def count(self) -> int:
        """Count the distinct triples of the union."""
        return len(set(self.inner.triples((None, None, None))))

    def graph_names(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        found = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return tuple(sorted(str(row["g"]) for row in found.to_dicts()))


def _no_group_of_nothing(context: Any, part: Any) -> list[Any]:
    """Evaluate GROUP BY as SPARQL 1.1 does (18.5): no solution, no group; rdflib 7 gives one without keys.

    rdflib asks this function about each part of a query; NotImplementedError leaves the part to rdflib.
    """
    from rdflib.plugins.sparql.evaluate import evalAggregateJoin, evalPart

    if part.name != "AggregateJoin" or part.p.expr is None:
        raise NotImplementedError
    rows = list(evalAggregateJoin(context, part))
    # a group of solutions whose keys are all unbound looks the same, and stays
    spurious = len(rows) == 1 and not rows[0] and not any(True for _ in evalPart(context, part.p))
    return [] if spurious else rows


def _solutions(result: Any) -> Solutions:
    names = tuple(str(v) for v in result.vars or ())
    rows = (tuple(None if t is None else from_rdflib(t) for t in row) for row in result)
    return Solutions(names, tuple(rows))


def _triple(nodes: tuple[Node, ...]) -> Any:
    import pyoxigraph as ox

    subject, predicate, value = (from_rdflib(node) for node in nodes)
    return ox.Triple(subject, predicate, value)  # type: ignore[arg-type]


def to_rdflib(store: Store) -> Graph:
    """Copy a graph into rdflib: named graphs are kept, and queries see their union.

    Returns
    -------
    A Dataset for an embedded store (with the project's prefixes bound); for an endpoint, one Graph
    with the triples of its default graph.
    """
    from io import BytesIO

    import rdflib
    from pyoxigraph import RdfFormat, serialize

    if isinstance(store, RdflibStore):
        return store.inner
    graph: Graph = rdflib.Dataset(default_union=True)
    if isinstance(store, OxigraphStore):
        quads = store.quads()
        graph.parse(BytesIO(serialize(quads, format=RdfFormat.N_QUADS) or b""), format="nquads")
    else:
        graph = rdflib.Graph()
        triples = store.construct(_ALL)
        graph.parse(BytesIO(serialize(triples, format=RdfFormat.N_TRIPLES) or b""), format="nt")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph
