"""Ask a query from Python: what its parameters were taken for, and warnings about what may be a slip."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.errors import InexactNameWarning, UnknownTermWarning
from .explaining import phrases, taken
from .library import answer
from .parameters import Parameter, Query, chosen

if TYPE_CHECKING:
    from ..sparql.answers import Solutions, Triples
    from ..sparql.store import Store
    from ..sparql.syntax import Term

__all__ = ["ask_query"]


def ask_query(
    query: Query, store: Store, values: Mapping[str, Any], *, own: bool, lang: str
) -> Solutions | Triples | bool:
    """Run a query and say in `Solutions.parameters` what its parameters were taken for.

    Parameters
    ----------
    own : whether the query is one of the library, whose terms need no check.
    lang : language of the labels.

    Warns
    -----
    InexactNameWarning : a value is no name of an entity and was taken for the nearest.
    UnknownTermWarning : the answer is empty, and a name of the query does not occur in the graph.
    """
    from ..sparql.answers import Solutions

    terms = chosen(query, values, store)
    said = phrases(taken(terms, store, lang=lang))
    for name in values:
        for text in _inexact(query.parameter(name), values[name], terms.get(name, ()), store):
            warnings.warn(f"{name}: {text!r} was taken for {said[name]}", InexactNameWarning, stacklevel=4)
    found = answer(query, store, terms)
    if not own and (found is False or (not isinstance(found, bool) and len(found) == 0)):
        _warn_of_terms(query, store)
    return replace(found, parameters=said) if isinstance(found, Solutions) else found


def _warn_of_terms(query: Query, store: Store) -> None:
    from ..sparql.diagnostics import hints

    for hint in hints(query.text, store):
        warnings.warn(hint, UnknownTermWarning, stacklevel=5)


def _inexact(parameter: Parameter, value: Any, terms: tuple[Term, ...], store: Store) -> Iterator[str]:
    """Yield the texts of a parameter that are no slug, name, code or IRI of what they were taken for."""
    from ..core.namespaces import shorten
    from ..core.terms import text_of
    from ..lookup.search import read_names

    if parameter.kind != "iri" or parameter.legal:
        return
    several = isinstance(value, list | tuple) or (len(terms) > 1 and isinstance(value, str))
    texts = value.split(",") if several and isinstance(value, str) else value if several else [value]
    named = [text.strip() for text in texts if isinstance(text, str) and not set("/:#") & set(text)]
    if not named:
        return
    names, ids = read_names(store), {shorten(text_of(term)) for term in terms}
    yield from (text for text in named if not ids & set(names.exact(text)))
