"""Names of the named graphs: what a collection states by a source, and what follows from it.

=================================== ==========================================================================
``graph/ontology``, ``graph/codes`` the terms, which all collections share
``graph/COLLECTION/SOURCE``         the statements of a collection that cite a source
``graph/COLLECTION/none``           its statements that cite none, such as identifiers
``graph/derived/COLLECTION/SOURCE`` what the rules derive from these, and their sentences
``graph/derived/A/S+B/T``           what follows only from two or more of them together
``graph/derived``                   what follows from the terms alone
``graph/derived/all``               what a rule derives that does not name its graphs
=================================== ==========================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .namespaces import PREFIXES

__all__ = [
    "COMMON",
    "DERIVED",
    "NO_SOURCE",
    "TERMS",
    "bases",
    "collection_id",
    "derived",
    "is_derived",
    "stated",
]

_GRAPH = PREFIXES["graph"]
TERMS = frozenset({_GRAPH + "ontology", _GRAPH + "codes"})
COMMON = "common"
"""The collection of what all others share: places, codes, indicators."""
NO_SOURCE = "none"
DERIVED = _GRAPH + "derived"
_ALL = "all"


def collection_id(name: str) -> str:
    """Return the id of a collection, from its name.

    >>> collection_id("My loans/2024")
    'my-loans-2024'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "collection"


def stated(collection: str, source: str = "") -> str:
    """Return the IRI of the graph of what a collection states by a source; without one, its beginning.

    >>> stated("mine", "press-1")
    'https://w3id.org/jlac/graph/mine/press-1'
    """
    return f"{_GRAPH}{collection}/{source}"


def is_derived(graph: str) -> bool:
    """Return whether a graph holds derived triples."""
    return graph == DERIVED or graph.startswith(DERIVED + "/")


def bases(graph: str) -> frozenset[str]:
    """Return what the triples of a graph rest on: ``COLLECTION/SOURCE`` each; none for terms.

    Examples
    --------
    >>> sorted(bases("https://w3id.org/jlac/graph/derived/common/cldr+mine/press-1"))
    ['common/cldr', 'mine/press-1']
    >>> bases("https://w3id.org/jlac/graph/codes")
    frozenset()
    """
    if graph in TERMS or graph == DERIVED:
        return frozenset()
    return frozenset(graph.removeprefix(_GRAPH).removeprefix("derived/").split("+"))


def derived(found: Iterable[str] | None) -> str:
    """Return the IRI of the graph of what follows from some bases; from unknown ones if None.

    >>> derived({"mine/press-1"}), derived(())
    ('https://w3id.org/jlac/graph/derived/mine/press-1', 'https://w3id.org/jlac/graph/derived')
    """
    names = [_ALL] if found is None else sorted(found)
    return "/".join([DERIVED, "+".join(names)]) if names else DERIVED
