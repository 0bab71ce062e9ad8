"""The graph itself as RDF: Turtle, N-Quads, JSON-LD or RDF/XML, in a stable order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.atomic import Bundle
from ..core.errors import NotFoundError
from ..core.rdf_formats import RDF_FORMATS
from ..sparql.triples_writer import write_triples

if TYPE_CHECKING:
    from ..core.rdf_formats import RdfFormat
    from ..sparql.store import Store

__all__ = ["DUMP_FORMATS", "write_rdf"]

DUMP_FORMATS = {name: RDF_FORMATS[name] for name in ("ttl", "nq", "jsonld", "xml")}
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_QUADS = "SELECT DISTINCT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


def write_rdf(store: Store, kind: str) -> Bundle:
    """Write every triple of a store.

    Parameters
    ----------
    store : here or on a server.
    kind : one of `DUMP_FORMATS`; only N-Quads keeps the named graphs.

    Raises
    ------
    NotFoundError
        `kind` is not one of the formats.
    """
    if kind not in DUMP_FORMATS:
        raise NotFoundError("format", kind, legal=[*DUMP_FORMATS])
    form = DUMP_FORMATS[kind]
    if not form.has_graphs:
        return {"": write_triples(store.construct(_EVERYTHING), form)}
    return {"": _quads(store, form)}


def _quads(store: Store, form: RdfFormat) -> bytes:
    import pyoxigraph as ox

    quad: Any = ox.Quad
    named: list[Any] = [quad(*row) for row in store.select(_QUADS)]
    known = {row.triple for row in named}
    loose = [quad(*triple) for triple in store.construct(_EVERYTHING) if triple not in known]
    return ox.serialize(sorted({*named, *loose}, key=str), format=form.for_engine()) or b""
