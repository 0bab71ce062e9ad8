"""How often a graph uses each class and property, and which properties lead from which classes to which.

The counts behind the partitions of VoID; see `dataset_description`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ..core.namespaces import PREFIXES

__all__ = ["Partitions", "count_partitions"]

Counted: TypeAlias = Counter[tuple[frozenset[str], str, frozenset[str] | str]]
_Triple: TypeAlias = tuple[bytes, ...]
"""Subject, predicate and object, as in N-Triples."""

_TYPE = PREFIXES["rdf"] + "type"
_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
_TYPE_TERM, _SUBCLASS_TERM = f"<{_TYPE}>".encode(), f"<{_SUBCLASS}>".encode()
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


def count_partitions(lines: Iterable[bytes]) -> Partitions:
    """Count the triples of a graph.

    Parameters
    ----------
    lines : subject, predicate and object of each triple as in N-Triples, sorted and each once; they are
        gone through twice.

    Examples
    --------
    >>> a, b = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", b"<e:owns>"
    >>> found = count_partitions([b"<e:a> %s <e:Firm>" % a, b"<e:a> %s <e:b>" % b, b"<e:b> %s <e:Mine>" % a])
    >>> found.targets, found.nested
    ({('e:Firm', 'e:owns', 'e:Mine'): 1}, {('e:Firm', 'e:owns'): 1})
    """
    types, above = _classes(_triples(line for line in lines if _TYPE_TERM in line or _SUBCLASS_TERM in line))
    grouped, subjects, objects = _grouped(_triples(lines), types)
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
        triples=grouped.total(),
        subjects=subjects,
        objects=objects,
        entities=dict(Counter(kind for classes in types.values() for kind in classes)),
        properties=dict(properties),
        nested=dict(nested),
        targets=dict(targets),
        datatypes=dict(datatypes),
    )


def _triples(lines: Iterable[bytes]) -> Iterator[_Triple]:
    return ((*line.split(b" ", 2),) for line in lines)


def _classes(triples: Iterable[_Triple]) -> tuple[dict[bytes, frozenset[str]], dict[str, set[str]]]:
    """Return the classes of each member, and the classes above each class."""
    types: dict[bytes, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in triples:
        if predicate == _TYPE_TERM:
            types[subject].add(_iri(value))
        elif predicate == _SUBCLASS_TERM:
            above[_iri(subject)].add(_iri(value))
    shared: dict[frozenset[str], frozenset[str]] = {}
    classes = ((member, frozenset(found)) for member, found in types.items())
    return {member: shared.setdefault(found, found) for member, found in classes}, above


def _grouped(triples: Iterable[_Triple], types: Mapping[bytes, frozenset[str]]) -> tuple[Counted, int, int]:
    """Count triples by the subject's classes, the property, and the object's classes or datatype.

    Return with it how many subjects and objects there are.
    """
    objects: set[bytes] = set()
    subjects = 0

    def groups() -> Iterator[tuple[frozenset[str], bytes, frozenset[str] | str]]:
        nonlocal subjects
        last, kinds = b"", _NONE
        for subject, predicate, value in triples:
            if subject != last:
                subjects, last, kinds = subjects + 1, subject, types.get(subject, _NONE)
            objects.add(value)
            kind = _datatype(value) if value.startswith(b'"') else types.get(value, _NONE)
            yield kinds, predicate, kind

    found = Counter(groups())
    counted = Counter({(kinds, _iri(name), kind): number for (kinds, name, kind), number in found.items()})
    return counted, subjects, len(objects)


def _iri(term: bytes) -> str:
    return term.decode().removeprefix("<").removesuffix(">")


def _datatype(literal: bytes) -> str:
    """Return the datatype of a literal.

    >>> _datatype(b'"a"'), _datatype(b'"1"^^<e:int>'), _datatype(b'"x"@en').rpartition("#")[2]
    ('http://www.w3.org/2001/XMLSchema#string', 'e:int', 'langString')
    """
    if literal.endswith(b'"'):
        return PREFIXES["xsd"] + "string"
    if literal.endswith(b">"):
        return literal.rpartition(b"<")[2][:-1].decode()
    return PREFIXES["rdf"] + "langString"


def _narrowest(classes: frozenset[str], above: Mapping[str, set[str]]) -> list[str]:
    wider = {upper for kind in classes for upper in above.get(kind, ()) if upper != kind}
    return [kind for kind in classes if kind not in wider]
