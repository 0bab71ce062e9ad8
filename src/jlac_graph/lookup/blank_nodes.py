"""Names for blank nodes that follow from what is said about them, not from how a file calls them.

Each is named by a hash of its quads, in which other blank nodes stand by their own hashes, some steps
deep (colour refinement). Those that are then still alike are numbered in the order
of RDF Dataset Canonicalization (RDFC-1.0), so that equal graphs get equal names.

Examples
--------
>>> from pyoxigraph import BlankNode, Literal, NamedNode, Quad
>>> def graph(*names):
...     return frozenset(Quad(BlankNode(n), NamedNode("urn:p"), Literal(i)) for i, n in enumerate(names))
>>> with_stable_names(graph("a", "b")) == with_stable_names(graph("b", "x"))
True
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["with_stable_names"]

_Colours = dict[Any, str]
_DEEP = 8
"""How many blank nodes away a difference still changes a name; always as many, so that names compare."""


def with_stable_names(quads: frozenset[Quad]) -> frozenset[Quad]:
    """The quads with other names for their blank nodes."""
    from pyoxigraph import CanonicalizationAlgorithm, Dataset

    blank = [quad for quad in quads if _blank(quad)]
    if not blank:
        return quads
    colours = _coloured(blank)
    rest = quads - {*blank}
    if max(Counter(colours.values()).values()) > 1:
        canonical = Dataset(blank)
        canonical.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        blank = list(canonical)
        colours = _coloured(blank)
    return rest | _renamed(blank, colours)


def _blank(quad: Quad) -> set[Any]:
    from pyoxigraph import BlankNode

    return {term for term in _terms(quad) if isinstance(term, BlankNode)}


def _terms(triple: Any) -> Iterable[Any]:
    """Every term of a quad or a triple, also inside triple terms."""
    for term in triple:
        yield from _terms(term) if hasattr(term, "predicate") else (term,)


def _coloured(quads: Collection[Quad]) -> _Colours:
    about: dict[Any, list[list[Any]]] = defaultdict(list)
    for quad in quads:
        for node in _blank(quad):
            about[node].append(list(_terms(quad)))
    colours: _Colours = dict.fromkeys(about, "")
    for _ in range(_DEEP):
        colours = {node: _colour(node, rows, colours) for node, rows in about.items()}
    return colours


def _colour(node: Any, rows: Iterable[list[Any]], colours: _Colours) -> str:
    """Hash what is said about a node; it stands for itself as ``self``."""
    said = sorted("\t".join("self" if t == node else colours.get(t, str(t)) for t in row) for row in rows)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _renamed(quads: Iterable[Quad], colours: _Colours) -> frozenset[Quad]:
    from pyoxigraph import BlankNode

    seen: Counter[str] = Counter()
    names: dict[Any, Any] = {}
    for node in sorted(colours, key=lambda node: (len(node.value), node.value)):
        colour = colours[node]
        names[node] = BlankNode(f"b{colour[:12]}" + (f"x{seen[colour]}" if seen[colour] else ""))
        seen[colour] += 1
    return frozenset(_with(quad, names) for quad in quads)


def _with(triple: Any, names: dict[Any, Any]) -> Any:
    terms = (_with(t, names) if hasattr(t, "predicate") else names.get(t, t) for t in triple)
    return type(triple)(*terms)
