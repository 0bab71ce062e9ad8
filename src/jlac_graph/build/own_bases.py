"""Bases of collections: entities, facts, statistics and passages that have IRIs under a user's own base.

Tables name entities by their ids, whatever their base. What a collection with a base of its own defines is
renamed before anything is derived or checked, so that its own rules and shapes see its IRIs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..core.namespaces import BASE
from ..tables.definitions import homes
from ..tables.quads import expand, quote

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ..tables.metadata import Table
    from ..tables.quads import Loaded

__all__ = ["own_names", "renamed"]

_KINDS = ("id/", "src/", "obs/")
"""What a collection mints. Codes are not: they extend lists that all collections share."""
_COLLECTIONS = "collections"
_BASE = "base"


def own_names(loaded: Loaded) -> dict[str, str]:
    """Return the IRIs that collections with a base of their own define, each with its own name.

    Parameters
    ----------
    loaded : the tables; `collections.csv` of a collection has its base.
    """
    found: dict[str, str] = {}
    bases = dict(_bases(loaded))
    for table in loaded.group.tables:
        if base := bases.get(table.collection):
            found |= {iri: base + iri.removeprefix(BASE) for iri in _defined(loaded, table)}
    return found


def _bases(loaded: Loaded) -> Iterator[tuple[str, str]]:
    tables = loaded.group.named(_COLLECTIONS)
    for table in (table for table in tables if _BASE in {column.name for column in table.stored}):
        sql = f"SELECT {quote(_BASE)} FROM {quote(table.url)} WHERE {quote(_BASE)} IS NOT NULL ORDER BY 1"
        for (base,) in loaded.db.execute(sql).fetchall():
            yield table.collection, base


def _defined(loaded: Loaded, table: Table) -> Iterator[str]:
    for template in sorted(homes(table)):
        sql = f"SELECT DISTINCT {expand(table, template)} FROM {quote(table.url)}"
        for (iri,) in loaded.db.execute(sql).fetchall():
            if iri.startswith(tuple(BASE + kind for kind in _KINDS)):
                yield iri


def renamed(store: ox.Store, names: Mapping[str, str]) -> ox.Store:
    """Return a store whose IRIs have their own names; the same store if there are none.

    Examples
    --------
    >>> import pyoxigraph as ox
    >>> store = ox.Store()
    >>> store.load(b"<urn:a> <urn:p> <urn:b> .", format=ox.RdfFormat.N_QUADS)
    >>> print(*(quad.triple for quad in renamed(store, {"urn:a": "urn:mine:a"})))
    <urn:mine:a> <urn:p> <urn:b>
    """
    import pyoxigraph as ox

    if not names:
        return store
    own = {ox.NamedNode(iri): ox.NamedNode(name) for iri, name in names.items()}
    made = ox.Store()
    made.bulk_extend(ox.Quad(own.get(s, s), p, own.get(o, o), graph) for s, p, o, graph in store)
    return made
