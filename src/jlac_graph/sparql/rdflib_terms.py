"""Terms of rdflib as terms of pyoxigraph, and back: their text stays as it is.

Examples
--------
>>> import pyoxigraph as ox
>>> term = ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
>>> from_rdflib(to_rdflib_term(term)) == term
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode
    from rdflib.term import Node

    from .syntax import Term

__all__ = ["from_rdflib", "to_rdflib_term"]

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def from_rdflib(node: Node) -> NamedNode | BlankNode | Literal:
    """Turn a term of rdflib into one of pyoxigraph."""
    import pyoxigraph as ox
    import rdflib

    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        kind = ox.NamedNode(str(node.datatype)) if node.datatype else None
        return ox.Literal(str(node), datatype=kind)
    return ox.BlankNode(str(node)) if isinstance(node, rdflib.BNode) else ox.NamedNode(str(node))


def to_rdflib_term(term: Term) -> Node:
    """Turn a term of pyoxigraph into one of rdflib.

    Raises
    ------
    ValueError : for a triple term, which rdflib does not have.
    """
    import pyoxigraph as ox
    import rdflib

    if isinstance(term, ox.Literal):
        plain = term.language is not None or term.datatype.value == _STRING
        kind = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=kind, normalize=False)
    if isinstance(term, ox.Triple):
        raise ValueError(f"rdflib has no triple terms: {term}")
    return rdflib.URIRef(term.value) if isinstance(term, ox.NamedNode) else rdflib.BNode(term.value)
