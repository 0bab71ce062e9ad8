"""How often a graph uses each class and property, and which properties lead from which classes to which.

The counts behind the partitions of VoID; see `dataset_description`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ..core.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

    Counted: TypeAlias = Counter[tuple[frozenset[str], str, frozenset[str] | str]]

__all__ = ["Partitions", "count_partitions"]

_TYPE = PREFIXES["rdf"] + "type"
_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Partitions:
    """Counts of a graph's distinct triples.

    Attributes
    ----------
    triples, subjects, objects : distinct triples, subjects and objects.
    entities : class -> its members.
    properties : property -> triples.
    nested : (class, property) -> triples whose subject is of the class; `rdf:type` is left out.
    targets : (class, property, narrowest class of the object) -> triples.
    datatypes : (class, property, datatype of the object) -> triples.
    """

    triples: int
    subjects: int
    objects: int
    entities: Mapping[str, int]
    properties: Mapping[str, int]
    nested: Mapping[tuple[str, str], int]
    targets: Mapping[tuple[str, str, str], int]
    datatypes: Mapping[tuple[str, str, str], int]


def count_partitions(store: ox.Store) -> Partitions:
    """Count the distinct triples of all graphs of a store, in one pass over them.

    Examples
    --------
    >>> import pyoxigraph as ox
    >>> store = ox.Store()
    >>> store.load(b"@prefix e: <e:> . e:a a e:Firm ; e:owns e:b . e:b a e:Mine .", ox.RdfFormat.TURTLE)
    >>> found = count_partitions(store)
    >>> found.targets, found.nested
    ({('e:Firm', 'e:owns', 'e:Mine'): 1}, {('e:Firm', 'e:owns'): 1})
    """
    triples = {quad.triple for quad in store}
    types, above = _classes(triples)
    grouped = _grouped(triples, types)
    properties: Counter[str] = Counter()
    nested: Counter[tuple[str, str]] = Counter()
    targets: Counter[tuple[str, str, str]] = Counter()
    datatypes: Counter[tuple[str, str, str]] = Counter()
    for (classes, name, object_), number in grouped.items():
        properties[name] += number
        for kind in classes if name != _TYPE else ():
            nested[kind, name] += number
            if isinstance(object_, str):
                datatypes[kind, name, object_] += number
                continue
            for target in _narrowest(object_, above):
                targets[kind, name, target] += number
    return Partitions(
        triples=len(triples),
        subjects=len({triple.subject for triple in triples}),
        objects=len({triple.object for triple in triples}),
        entities=dict(Counter(kind for classes in types.values() for kind in classes)),
        properties=dict(properties),
        nested=dict(nested),
        targets=dict(targets),
        datatypes=dict(datatypes),
    )


def _classes(triples: Iterable[ox.Triple]) -> tuple[dict[object, frozenset[str]], dict[str, set[str]]]:
    """Return the classes of each member, and the classes above each class."""
    types: dict[object, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, object_ in triples:
        if predicate.value == _TYPE:
            types[subject].add(str(getattr(object_, "value", "")))
        elif predicate.value == _SUBCLASS:
            above[str(getattr(subject, "value", ""))].add(str(getattr(object_, "value", "")))
    return {member: frozenset(classes) for member, classes in types.items()}, above


def _grouped(triples: Iterable[ox.Triple], types: Mapping[object, frozenset[str]]) -> Counted:
    """Count triples by the subject's classes, the property, and the object's classes or datatype."""
    found: Counted = Counter()
    for subject, predicate, object_ in triples:
        datatype = getattr(object_, "datatype", None)
        kind = types.get(object_, _NONE) if datatype is None else str(datatype.value)
        found[types.get(subject, _NONE), predicate.value, kind] += 1
    return found


def _narrowest(classes: frozenset[str], above: Mapping[str, set[str]]) -> list[str]:
    wider = {upper for kind in classes for upper in above.get(kind, ()) if upper != kind}
    return [kind for kind in classes if kind not in wider]
