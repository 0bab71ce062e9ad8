"""Every quad of a graph, wherever it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..core.namespaces import BASE
from .endpoint import EndpointStore
from .store import OxigraphStore, Store

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["read_quads"]

_SERVED = BASE + "graph/description"  # the description that `jlac serve` adds
_OF_SERVERS = (
    "http://www.openlinksw.com/", "http://localhost:8890/", "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#", "urn:activitystreams-owl:", "urn:core:", "urn:virtuoso:",
)  # fmt: skip
"""How the names of Virtuoso's own graphs begin."""
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def read_quads(store: Store) -> frozenset[Quad]:
    """Read all quads of a graph; those of a server without named graphs stand in the default graph.

    Of a server, those of this project's named graphs are read; where it has none, of all but its own. Its
    literals are given as the embedded engine writes them: Virtuoso's ``"1"^^xsd:boolean`` is ``true``.

    Raises
    ------
    StoreError : when a server's answers do not add up to its own count.
    """
    from pyoxigraph import NamedNode, Quad

    if isinstance(store, OxigraphStore):
        return frozenset(store.quads())
    names = _names(store)
    if not isinstance(store, EndpointStore) or not names:
        return _canonical(Quad(s, p, o) for s, p, o in store.construct(_EVERYTHING))
    return _canonical(Quad(s, p, o, NamedNode(name)) for name in names for s, p, o in store.triples(name))


def _canonical(quads: Iterable[Quad]) -> frozenset[Quad]:
    from pyoxigraph import Store as Engine

    engine = Engine()
    engine.extend(quads)
    return frozenset(engine)


def _names(store: Store) -> list[str]:
    names = [name for name in store.graph_names() if name != _SERVED]
    own = [name for name in names if name.startswith(BASE)]
    return own or [name for name in names if not name.startswith(_OF_SERVERS)]
