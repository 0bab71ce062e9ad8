"""Bases of collections in a graph: IRIs that are of the graph, though not under the project's base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.namespaces import BASE, named_node
from ..core.terms import text_of

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["found_under", "own_bases"]

_BASES = "SELECT DISTINCT ?base { ?collection a jlac:Collection ; void:uriSpace ?base } ORDER BY ?base"
_EXISTS = "ASK { ?_thing ?property ?value }"


def own_bases(store: Store) -> tuple[str, ...]:
    """Return the bases of the collections that have one of their own."""
    return tuple(text_of(row[0]) for row in store.select(_BASES))


def found_under(store: Store, iri: str) -> str | None:
    """Return the IRI that a collection's own base gives to what an IRI of the project would name.

    An id is unique in a graph, so the address of an entity needs no base. None if nothing has that id.

    Parameters
    ----------
    iri : an IRI under the project's base, of which the graph states nothing.
    """
    if not iri.startswith(BASE):
        return None
    names = (base + iri.removeprefix(BASE) for base in own_bases(store))
    nodes = (node for name in names if (node := named_node(name)))
    return next((node.value for node in nodes if store.ask(_EXISTS, {"_thing": node})), None)
