"""The graph itself as RDF: Turtle, N-Quads, JSON-LD or RDF/XML, in a stable order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..core.contents import Bundle
from ..core.errors import NotFoundError
from ..core.rdf_formats import RDF_FORMATS
from ..sparql.answers import Triples
from ..sparql.endpoint import EndpointStore
from ..sparql.triples_writer import write_triples
from ..sparql.whole_graph import read_quads

if TYPE_CHECKING:
    from ..core.rdf_formats import RdfFormat
    from ..sparql.store import Store

__all__ = ["DUMP_FORMATS", "write_rdf"]

DUMP_FORMATS = {name: RDF_FORMATS[name] for name in ("ttl", "nq", "jsonld", "xml")}
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_QUADS = "SELECT DISTINCT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


def write_rdf(store: Store, kind: str) -> Bundle:
    """Write every triple of a store; of a server only those of `whole_graph.read_quads`.

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
    if not isinstance(store, EndpointStore):
        return {
            "": _quads(store, form) if form.has_graphs else write_triples(store.construct(_EVERYTHING), form)
        }
    quads = read_quads(store)
    if form.has_graphs:
        return {"": _sorted(quads, form)}
    return {"": write_triples(Triples.of([quad.triple for quad in quads]), form)}


def _quads(store: Store, form: RdfFormat) -> bytes:
    import pyoxigraph as ox

    quad: Any = ox.Quad
    named: list[Any] = [quad(*row) for row in store.select(_QUADS)]
    known = {row.triple for row in named}
    loose = [quad(*triple) for triple in store.construct(_EVERYTHING) if triple not in known]
    return _sorted([*named, *loose], form)


def _sorted(quads: Iterable[Any], form: RdfFormat) -> bytes:
    from pyoxigraph import serialize

    return serialize(sorted({*quads}, key=str), format=form.for_engine()) or b""
