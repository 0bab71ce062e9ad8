"""Parts of SPARQL queries that several queries share, for the prefixes of `core.namespaces`."""

from __future__ import annotations

__all__ = ["narrowest_class", "no_narrower_class"]


def narrowest_class(thing: str = "?thing") -> str:
    """Return the pattern that binds ``?class`` to the narrowest classes of an entity, of this ontology's own.

    Parameters
    ----------
    thing : the variable of the entity.
    """
    return f"""{thing} a ?class . FILTER (STRSTARTS(STR(?class), STR(jlac:)))
  {no_narrower_class(thing)}"""


def no_narrower_class(thing: str = "?thing") -> str:
    """Return the filter that keeps a ``?class`` of an entity that has none of its subclasses.

    A single step suffices: a build states every superclass of an entity.

    Parameters
    ----------
    thing : the variable of the entity.

    Examples
    --------
    >>> no_narrower_class("?fact")
    'FILTER NOT EXISTS { ?narrower rdfs:subClassOf ?class . ?fact a ?narrower }'
    """
    return f"FILTER NOT EXISTS {{ ?narrower rdfs:subClassOf ?class . {thing} a ?narrower }}"
