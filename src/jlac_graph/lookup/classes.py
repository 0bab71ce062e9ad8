"""The classes and the country of every entity and fact, kept beside the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Any

from ..core.kept_tables import each
from ..core.namespaces import ONT, PREFIXES, expand, local_name, shorten
from ..core.terms import text_of
from .hierarchy import above, countries
from .kept import kept_tables

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["Classes", "read_classes"]

_TYPES = """
SELECT DISTINCT ?thing ?class WHERE {
  ?thing a ?class . FILTER (STRSTARTS(STR(?class), STR(jlac:)))
  { ?thing a jlac:Entity } UNION { ?thing a jlac:Fact }
}"""


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of entities and facts, by short name, and the countries of entities.

    Attributes
    ----------
    types : entity or fact -> its classes, the broader ones too, by their local names.
    narrowest : classes of an entity or fact -> the narrowest of them.
    country : entity -> its country.
    """

    types: Mapping[str, frozenset[str]]
    narrowest: Mapping[frozenset[str], str]
    country: Mapping[str, str]

    def kind(self, name: str) -> str | None:
        """Return the narrowest class of an entity or fact; None if it is neither."""
        return self.narrowest.get(self.types.get(name, frozenset()))


def read_classes(store: Store) -> Classes:
    """Read the classes of a graph, or those that are kept beside it.

    Examples
    --------
    >>> import jlac_graph
    >>> found = read_classes(jlac_graph.load().store)
    >>> found.kind("agent/jbic"), "Agent" in found.types["agent/jbic"], found.country["agent/jbic"]
    ('PublicAgency', True, 'place/japan')
    """
    tables = kept_tables(store, "classes", lambda: _read(store))
    sets = {number: (names[0], frozenset(names)) for number, names in each(tables["sets"])}
    types = {intern(name): sets[str(number)][1] for name, number in each(tables["types"])}
    country = {intern(name): intern(place) for name, place in each(tables["countries"])}
    return Classes(types, {classes: narrowest for narrowest, classes in sets.values()}, country)


def _read(store: Store) -> dict[str, Mapping[str, Any]]:
    """Number the sets of classes, of which there are few, and name the one of each entity and fact."""
    places: dict[str, int] = {}
    bits: dict[str, int] = defaultdict(int)
    for thing, kind in store.rows(_TYPES):
        bits[shorten(text_of(thing))] |= 1 << places.setdefault(text_of(kind), len(places))
    numbers = {bit: number for number, bit in enumerate(dict.fromkeys(bits.values()))}
    broader = above(store, PREFIXES["rdfs"] + "subClassOf")
    sets = {}
    for bit, number in numbers.items():
        kinds = {kind for kind, place in places.items() if bit >> place & 1}
        narrowest = min(kinds - {broad for kind in kinds for broad in broader.get(kind, ())} or kinds)
        sets[str(number)] = list(map(local_name, (narrowest, *sorted(kinds - {narrowest}))))
    homes = {shorten(thing): {*found} for thing, found in countries(store).items()}
    mark = 1 << places.get(f"{ONT}Country", len(places))
    for name, bit in bits.items():
        if bit & mark:
            homes.setdefault(name, set()).add(expand(name))
    return {
        "types": {name: numbers[bit] for name, bit in bits.items()},
        "sets": sets,
        "countries": {name: shorten(min(found)) for name, found in homes.items()},
    }
