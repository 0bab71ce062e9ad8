"""The graph itself as RDF: Turtle, N-Quads, JSON-LD or RDF/XML, in a stable order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.atomic import Bundle
from ..core.errors import NotFoundError
from ..core.namespaces import PREFIXES

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["RDF_FORMATS", "write_rdf"]

RDF_FORMATS = {
    "ttl": ("TURTLE", "Turtle, with prefixes"),
    "nq": ("N_QUADS", "N-Quads, with the named graphs"),
    "jsonld": ("JSON_LD", "JSON-LD"),
    "xml": ("RDF_XML", "RDF/XML"),
}
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_QUADS = "SELECT DISTINCT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


def write_rdf(store: Store, kind: str) -> Bundle:
    """Write every triple of a store.

    Parameters
    ----------
    store : here or on a server.
    kind : one of `RDF_FORMATS`; only N-Quads keeps the named graphs.

    Raises
    ------
    NotFoundError
        There is no such format.
    """
    import pyoxigraph as ox

    if kind not in RDF_FORMATS:
        raise NotFoundError("format", kind, [*RDF_FORMATS])
    quad: Any = ox.Quad
    form: Any = getattr(ox.RdfFormat, RDF_FORMATS[kind][0])
    if kind == "nq":
        named: list[Any] = [quad(*row) for row in store.select(_QUADS)]
        known = {row.triple for row in named}
        loose = [quad(*triple) for triple in store.construct(_EVERYTHING) if triple not in known]
        rows = [*named, *loose]
        return {"": ox.serialize(sorted(set(rows), key=str), format=form) or b""}
    triples = store.construct(_EVERYTHING).triples
    return {"": ox.serialize(triples, format=form, prefixes=PREFIXES) or b""}
