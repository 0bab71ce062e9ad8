"""RDF terms as text."""

from __future__ import annotations

__all__ = ["text_of", "written"]


def text_of(term: object) -> str:
    """Return the IRI of a named node, the text of a literal or triple term; empty for an unbound variable.

    Examples
    --------
    >>> from pyoxigraph import Literal, NamedNode
    >>> text_of(NamedNode("urn:a")), text_of(Literal("Perú", language="es")), text_of(None)
    ('urn:a', 'Perú', '')
    """
    if term is None:
        return ""
    value = getattr(term, "value", None)
    return written(term) if value is None else str(value)


def written(term: object) -> str:
    """A term as N-Triples writes it; a triple term stands in its own brackets.

    Examples
    --------
    >>> from pyoxigraph import NamedNode, Triple
    >>> node = NamedNode("urn:a")
    >>> written(Triple(node, node, node)), written(node)
    ('<<( <urn:a> <urn:a> <urn:a> )>>', '<urn:a>')
    """
    return f"<<( {term} )>>" if hasattr(term, "predicate") else str(term)
