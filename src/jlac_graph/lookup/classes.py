"""The classes and the country of every entity and fact, kept beside the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Any

from ..core.kept_tables import each
from ..core.namespaces import ONT, PREFIXES, expand, local_name, shorten
from ..core.terms import text_of
from .hierarchy import above, countries
from .kept import kept_tables

if TYPE_CHECKING:
    from ..sparql.answers import Row
    from ..sparql.store import Store

__all__ = ["Classes", "read_classes", "read_types"]

_TYPE = PREFIXES["rdf"] + "type"
_TYPES = "SELECT DISTINCT ?thing ?class { VALUES ?top { UNDEF } ?thing a ?top , ?class }"


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


def read_types(store: Store, tops: Collection[str]) -> dict[str, frozenset[str]]:
    """Read the classes of all things of some classes: short name -> IRIs of the classes of the thing.

    Examples
    --------
    >>> import jlac_graph
    >>> found = read_types(jlac_graph.load().store, ["https://w3id.org/jlac/ont#Entity"])
    >>> sorted({*map(local_name, found["place/japan"])})
    ['Agent', 'Country', 'Entity', 'Feature', 'Place']
    """
    places: dict[str, int] = {}
    bits: dict[str, int] = defaultdict(int)
    for thing, kind in _typed(store, tops):
        bits[text_of(thing)] |= 1 << places.setdefault(text_of(kind), len(places))
    wanted = sum(1 << places[top] for top in {*tops} & places.keys())
    sets = {
        bit: frozenset(kind for kind, place in places.items() if bit >> place & 1)
        for bit in set(bits.values())
        if bit & wanted
    }
    return {shorten(thing): sets[bit] for thing, bit in bits.items() if bit & wanted}


def _typed(store: Store, tops: Collection[str]) -> Iterator[Row]:
    """Yield things with their classes, all of those of some classes among them."""
    from pyoxigraph import NamedNode

    if store.one_pass:
        yield from ((thing, kind) for thing, _, kind in store.statements([_TYPE]))
    else:
        yield from store.rows(_TYPES, {"top": [NamedNode(top) for top in tops]})


def _read(store: Store) -> dict[str, Mapping[str, Any]]:
    """Number the sets of classes, of which there are few, and name the one of each entity and fact."""
    types = read_types(store, [f"{ONT}Entity", f"{ONT}Fact"])
    numbers = {classes: number for number, classes in enumerate(dict.fromkeys(types.values()))}
    broader = above(store, PREFIXES["rdfs"] + "subClassOf")
    sets = {}
    for found, number in numbers.items():
        kinds = {kind for kind in found if kind.startswith(ONT)}
        narrowest = min(kinds - {broad for kind in kinds for broad in broader.get(kind, ())} or kinds)
        sets[str(number)] = list(map(local_name, (narrowest, *sorted(kinds - {narrowest}))))
    homes = {shorten(thing): {*found} for thing, found in countries(store).items()}
    for name, classes in types.items():
        if f"{ONT}Country" in classes:
            homes.setdefault(name, set()).add(expand(name))
    return {
        "types": {name: numbers[classes] for name, classes in types.items()},
        "sets": sets,
        "countries": {name: shorten(min(found)) for name, found in homes.items()},
    }
