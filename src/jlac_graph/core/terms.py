"""RDF terms as text."""

from __future__ import annotations

__all__ = ["text_of"]


def text_of(term: object) -> str:
    """Return the IRI of a named node, the text of a literal or triple term; empty for an unbound variable.

    Examples
    --------
    >>> from pyoxigraph import Literal, NamedNode
    >>> text_of(NamedNode("urn:a")), text_of(Literal("Perú", language="es")), text_of(None)
    ('urn:a', 'Perú', '')
    """
    return "" if term is None else str(getattr(term, "value", term))
