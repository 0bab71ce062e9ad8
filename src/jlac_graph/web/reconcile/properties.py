"""The properties of entities, and their values in the forms of the Reconciliation API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...core.errors import NotFoundError
from ...core.namespaces import KINDS, ONT, expand, kind_of, local_name, named_node, relation_iri, shorten
from ...core.terms import text_of
from ...lookup.likeness import fold
from ...queries.nearest import nearest_names

if TYPE_CHECKING:
    from ..explore.cache import Cache

__all__ = ["Properties", "Property"]

_USED = """
SELECT ?property (COUNT(DISTINCT ?thing) AS ?n) WHERE {
  ?thing a ?_class ; ?property ?value
} GROUP BY ?property ORDER BY DESC(?n) ?property"""
_OBJECTS = """
SELECT DISTINCT ?property WHERE {
  ?thing a jlac:Entity ; ?property ?value . ?value a jlac:Entity .
}"""
_VALUES = """
SELECT DISTINCT ?thing ?value WHERE {
  VALUES ?thing { UNDEF }
  ?thing ?_property ?value
} ORDER BY ?thing ?value"""
_HOLDERS = "SELECT DISTINCT ?thing ?value WHERE { ?thing a jlac:Entity ; ?_property ?value }"
_HIDDEN = frozenset({
    "rdf:type", "rdfs:label", "prov:wasDerivedFrom", "jlac:linkedTo", "jlac:plannedLink", "jlac:agreedLink",
    "jlac:earliest", "jlac:latest", "jlac:confirmedBy", "jlac:role", "skos:note", "skos:notation",
    "dcterms:isPartOf", "jlac:within", "dcterms:identifier", "dcterms:date", "geo:hasGeometry",
    "skos:inScheme",
})  # fmt: skip
_WHOLE = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "gYear")
_BROKEN = ("decimal", "double", "float")


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its id and label, how many entities have it, and whether its values are entities."""

    id: str
    label: str
    used: int
    to_entities: bool

    def record(self) -> dict[str, str]:
        """Return it as the API has it."""
        return {"id": self.id, "name": self.label}


class Properties:
    """What a graph states of its entities, read once when needed.

    Parameters
    ----------
    cache : the graph.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._by_value: dict[str, Mapping[str, frozenset[str]]] = {}
        self._of_class: dict[tuple[str, str], tuple[Property, ...]] = {}

    @cached_property
    def _objects(self) -> frozenset[str]:
        return frozenset(shorten(text_of(row[0])) for row in self._cache.store.select(_OBJECTS))

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all properties."""
        return frozenset(p.id for p in self.of_class("Entity", "en"))

    def of_class(self, class_: str, lang: str) -> tuple[Property, ...]:
        """Return the properties that entities of a class have, the most used first."""
        if (class_, lang) not in self._of_class:
            found = self._read(class_, lang)
            if not found:  # made-up names of a client take no memory
                return ()
            self._of_class[class_, lang] = found
        return self._of_class[class_, lang]

    def _read(self, class_: str, lang: str) -> tuple[Property, ...]:
        node = named_node(relation_iri(class_))
        rows = self._cache.store.select(_USED, {"_class": node}).rows if node else ()
        used = {shorten(text_of(p)): int(text_of(n)) for p, n in rows}
        used = {name: n for name, n in used.items() if name not in _HIDDEN}
        labels = self._cache.labels(used, lang)
        return tuple(Property(_id(name), labels[name], n, name in self._objects) for name, n in used.items())

    def named(self, id_: str, lang: str) -> Property:
        """Look up a property.

        Raises
        ------
        NotFoundError : no entity has it.
        """
        for found in self.of_class("Entity", lang):
            if found.id == id_ or found.id == local_name(id_):
                return found
        raise NotFoundError("property", id_, nearest_names(id_, self.ids))

    def values(self, ids: Sequence[str], property_: Property, lang: str) -> dict[str, list[dict[str, Any]]]:
        """Return the values that entities have, by id; entities as id and name, codes as text."""
        nodes = [node for one in ids if (node := named_node(expand(one)))]
        bound: Any = {"thing": nodes, "_property": named_node(_iri(property_.id))}
        rows = self._cache.store.select(_VALUES, bound).rows if nodes else ()
        names = {
            shorten(text_of(v)) for _, v in rows if _is_iri(v) and text_of(v).startswith(self._cache.bases)
        }
        labels = self._cache.labels(names, lang)
        spoken = {thing for thing, value in rows if getattr(value, "language", None) == lang}
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for thing, value in rows:
            if getattr(value, "language", None) in (None, lang) or thing not in spoken:
                found[shorten(text_of(thing))].append(_written(value, labels))
        return found

    def holders(self, id_: str) -> Mapping[str, frozenset[str]]:
        """Return a map from folded value, or folded name of a value, to the entities that have it.

        Raises
        ------
        NotFoundError : no entity has the property.
        """
        if id_ not in self.ids:
            raise NotFoundError("property", id_, nearest_names(id_, self.ids))
        if id_ not in self._by_value:
            self._by_value[id_] = self._read_holders(id_)
        return self._by_value[id_]

    def all_holders(self, id_: str) -> frozenset[str]:
        """Return the entities that have any value of a property."""
        return frozenset(thing for things in self.holders(id_).values() for thing in things)

    def _read_holders(self, id_: str) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        bound: Any = {"_property": named_node(_iri(id_))}
        for thing, value in self._cache.store.select(_HOLDERS, bound):
            for key in self._keys(value):
                found[key].add(shorten(text_of(thing)))
        return {key: frozenset(things) for key, things in found.items()}

    def _keys(self, value: object) -> Iterable[str]:
        """Yield what people write for a value: itself, its id, its names in any language."""
        short = shorten(text_of(value))
        yield fold(text_of(value))
        if _is_iri(value):
            yield fold(short)
            yield fold(local_name(short))
            yield from self._called.get(short, ())

    @cached_property
    def _called(self) -> Mapping[str, list[str]]:
        """Entity or code -> its folded names."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, things in self._cache.names.by_name.items():
            for thing in things:
                found[thing].append(name)
        return found


def _id(name: str) -> str:
    return name.removeprefix("jlac:")


def _iri(id_: str) -> str:
    return expand(id_) if ":" in id_ else ONT + id_


def _is_iri(value: object) -> bool:
    return type(value).__name__ == "NamedNode"


def _written(value: object, labels: Mapping[str, str]) -> dict[str, Any]:
    text = text_of(value)
    if _is_iri(value):
        label = labels.get(shorten(text), text)
        return {"id": shorten(text), "name": label} if kind_of(shorten(text)) in KINDS else {"str": label}
    kind = local_name(getattr(getattr(value, "datatype", None), "value", ""))
    try:
        if kind in _WHOLE:
            return {"int": int(text)}
        if kind in _BROKEN:
            return {"float": float(text)}
    except ValueError:
        return {"str": text}
    return {"date": f"{text}T00:00:00Z"} if kind == "date" and len(text) == 10 else {"str": text}
