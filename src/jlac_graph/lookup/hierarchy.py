"""Hierarchies of a graph, read by their single steps: some servers refuse a path with two open ends.

Examples
--------
>>> from jlac_graph.sparql.store import OxigraphStore
>>> store = OxigraphStore.from_text("<urn:a> <urn:p> <urn:b> . <urn:b> <urn:p> <urn:c> .", "ttl")
>>> sorted(above(store, "urn:p")["urn:a"])
['urn:b', 'urn:c']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..core.namespaces import ONT, PREFIXES
from ..core.terms import text_of

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["above", "countries", "derived_properties", "said_twice"]

_STEPS = "SELECT DISTINCT ?low ?high WHERE { ?low ?_step ?high }"
_SHORTCUTS = "SELECT DISTINCT ?property WHERE { ?rule jlac:shortcut ?property }"
_INVERSES = "SELECT DISTINCT ?one ?other WHERE { ?one owl:inverseOf ?other }"
_FORMS = {f"{ONT}plannedLink", f"{ONT}agreedLink"}
_COUNTRY, _IN, _WITHIN = f"{ONT}country", f"{ONT}locatedIn", f"{ONT}within"
_COUNTRIES = "SELECT DISTINCT ?thing WHERE { ?thing a jlac:Country }"


def above(store: Store, step: str) -> Mapping[str, frozenset[str]]:
    """All that is above a thing, by one property's steps.

    Parameters
    ----------
    step : IRI of the property, such as that of ``rdfs:subClassOf``.

    Returns
    -------
    IRI of a thing -> IRIs above it, without its own.
    """
    steps = _steps(store, step)
    return {low: frozenset(_climb(low, steps)) for low in steps}


def _steps(store: Store, step: str) -> dict[str, set[str]]:
    from pyoxigraph import NamedNode

    steps: dict[str, set[str]] = defaultdict(set)
    for low, high in store.select(_STEPS, {"_step": NamedNode(step)}):
        steps[text_of(low)].add(text_of(high))
    return steps


def _climb(start: str, steps: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    rest = [start]
    while rest:
        new = steps.get(rest.pop(), set()) - seen
        seen |= new
        rest += new
    return seen - {start}


def countries(store: Store) -> Mapping[str, frozenset[str]]:
    """The countries that things belong to (`jlac:country`) or lie in.

    Returns
    -------
    IRI of a thing -> IRIs of its countries.
    """
    known = {text_of(row[0]) for row in store.select(_COUNTRIES)}
    steps: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in (_COUNTRY, _IN, _WITHIN)}
    for row in store.statements(steps):
        steps[text_of(row[1])][text_of(row[0])].add(text_of(row[2]))
    found: dict[str, set[str]] = defaultdict(set)
    for thing, places in steps[_COUNTRY].items():
        found[thing] |= places & known
    for thing, places in steps[_IN].items():
        for place in places:
            found[thing] |= {place, *steps[_WITHIN].get(place, ())} & known
    return {thing: frozenset(places) for thing, places in found.items() if places}


def said_twice(
    stated: Iterable[tuple[str, str]], wider: Mapping[str, frozenset[str]]
) -> set[tuple[str, str]]:
    """The pairs of a property and a value that another pair of the same entity says already.

    They are those that a narrower property with the same value implies, and a counted amount that is
    the amount.

    Parameters
    ----------
    wider : from `above`, by the steps of ``rdfs:subPropertyOf``.

    Examples
    --------
    >>> said_twice([("countedWithin", "sum"), ("countedApartFrom", "sum"), ("countedWithin", "other")],
    ...            {"countedApartFrom": frozenset({"countedWithin"})})
    {('countedWithin', 'sum')}
    >>> said_twice([(ONT + "amount", "4"), (ONT + "countedAmount", "4")], {})
    {('https://w3id.org/jlac/ont#countedAmount', '4')}
    """
    pairs = set(stated)
    implied = {(broad, value) for name, value in pairs for broad in wider.get(name, ())}
    whole = {(f"{ONT}countedAmount", value) for name, value in pairs if name == f"{ONT}amount"}
    return pairs & (implied | whole)


def derived_properties(store: Store) -> frozenset[str]:
    """The IRIs of the properties that rules derive from facts.

    They are the shortcuts, their planned and agreed forms, what these imply, and the inverses.
    """
    wider = above(store, f"{PREFIXES['rdfs']}subPropertyOf")
    forms = _FORMS.union(*({low} for low, high in wider.items() if high & _FORMS))
    shortcuts = {text_of(row[0]) for row in store.select(_SHORTCUTS)}
    implied = shortcuts.union(*(wider.get(name, ()) for name in shortcuts))
    pairs = [(text_of(one), text_of(other)) for one, other in store.select(_INVERSES)]
    back = {a for pair in pairs for a, b in (pair, pair[::-1]) if b in implied}
    return frozenset(forms | implied | back)
