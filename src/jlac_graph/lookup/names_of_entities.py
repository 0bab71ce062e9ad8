"""The names of entities: kept beside a graph, looked up, and compared with a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..core.kept_tables import some
from ..core.namespaces import BASE, ONT, PREFIXES, expand, local_name, shorten
from ..core.terms import text_of
from .classes import read_types
from .kept import kept_tables
from .likeness import ComparedNames, fold, in_kana, likeness

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["NEAR", "Hit", "Names", "is_code", "names_by_thing", "read_names", "read_texts"]

NEAR = 60
"""Minimum similarity at which a name is offered as a candidate."""

_ENTITY, _FACT, _SOURCE = f"{ONT}Entity", f"{ONT}Fact", f"{ONT}Source"
_CODE = PREFIXES["skos"] + "Concept"
_NAMES = (
    *(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel")),
    *(ONT + name for name in ("acronym", "iso2", "iso3")),
)
_ABOUT = PREFIXES["dcterms"] + "description"
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a text may mean.

    Attributes
    ----------
    thing : id of the entity, such as ``agent/mitsui``.
    name : the name of it that is most like the text.
    score : how like, from 0 to 100.
    """

    thing: str
    name: str
    score: float


@dataclass(frozen=True)
class Names:
    """Every name of every entity.

    Attributes
    ----------
    by_name : folded name -> entities with that name, sorted.
    written : folded name -> the name as written, for display.
    by_slug : last part of the IRI of an entity or a fact -> entities, sorted; under a base that is not the
        project's, its last two parts as well, as tables write them.
    by_code : last part of the IRI of a code or a source -> entities, sorted; looked up last.
    """

    by_name: Mapping[str, Sequence[str]]
    written: Mapping[str, str]
    by_slug: Mapping[str, Sequence[str]]
    by_code: Mapping[str, Sequence[str]]

    def exact(self, text: str) -> Sequence[str]:
        """Return the entities that have exactly this slug or name."""
        slug = text.lower()
        named = (things for form in in_kana(fold(text)) if (things := self.by_name.get(form)))
        return self.by_slug.get(slug) or next(named, None) or self.by_code.get(slug) or ()

    def close(self, text: str, *, limit: int = 5, least: float = NEAR) -> list[Hit]:
        """Return the entities with a name close to the text (see `likeness`), best first, each once.

        Of names equally close the shorter comes first, codes last; a text without letters and digits
        is close to none.
        """
        forms = in_kana(fold(text))
        if not forms[0]:
            return []
        likely = set[str]().union(*(self._compared.may_be_like(form, least) for form in forms))
        near = ((max(likeness(form, name) for form in forms), name) for name in likely)
        scored: dict[float, list[str]] = defaultdict(list)
        for score, name in near:
            if score >= least:
                scored[round(score, 1)].append(name)
        found: dict[str, Hit] = {}
        for score in sorted(scored, reverse=True):
            if len(found) >= limit:
                break
            written, things = (some(table, scored[score]) for table in (self.written, self.by_name))
            hits = [Hit(thing, written[name], score) for name in scored[score] for thing in things[name]]
            for hit in sorted(hits, key=lambda h: (is_code(h.thing), len(h.name), h.name)):
                found.setdefault(hit.thing, hit)
        return list(found.values())[:limit]

    @cached_property
    def _compared(self) -> ComparedNames:
        return ComparedNames(self.by_name)

    def among(self, things: Container[str]) -> Names:
        """Return the names of some of the entities only."""
        parts = (_Some(part, things) for part in (self.by_name, self.by_slug, self.by_code))
        by_name, by_slug, by_code = parts
        return Names(by_name, self.written, by_slug, by_code)


class _Some(Mapping[str, Sequence[str]]):
    """The groups of a map without the entities that are not wanted; none that would be empty."""

    def __init__(self, groups: Mapping[str, Sequence[str]], things: Container[str]) -> None:
        self._groups, self._things = groups, things

    def _kept(self, group: Sequence[str]) -> tuple[str, ...]:
        return tuple(thing for thing in group if thing in self._things)

    def __getitem__(self, key: str) -> Sequence[str]:
        if kept := self._kept(self._groups[key]):
            return kept
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (key for key, group in self._groups.items() if self._kept(group))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def is_code(thing: str) -> bool:
    """Return whether a short name is that of a code."""
    return thing.startswith("code:")


def read_names(store: Store) -> Names:
    """Read every name of a graph, or open those that are kept beside it."""
    return Names(**kept_tables(store, "names", lambda: _tables(store)))


def _tables(store: Store) -> dict[str, Mapping[str, Any]]:
    by_name: dict[str, set[str]] = defaultdict(set)
    written: dict[str, str] = {}
    types = read_types(store, [_ENTITY, _FACT, _CODE, _SOURCE])
    for thing, _, name in store.statements(_NAMES):
        text, short = text_of(name), shorten(text_of(thing))
        if types.get(short, _NONE) & {_ENTITY, _CODE} and (folded := fold(text)):
            by_name[folded].add(short)
            written[folded] = max(text, written.get(folded, text))  # small letters and accents first
    return {
        "by_name": _sorted(by_name),
        "written": dict(sorted(written.items())),
        "by_slug": _slugs(name for name, kinds in types.items() if kinds & {_ENTITY, _FACT}),
        "by_code": _slugs(name for name, kinds in types.items() if kinds & {_CODE, _SOURCE}),
    }


def _slugs(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for iri in map(expand, names):
        found[local_name(iri).lower()].add(shorten(iri))
        if not iri.startswith(BASE):
            found["/".join(iri.lower().split("/")[-2:])].add(shorten(iri))
    return _sorted(found)


def _sorted(groups: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(group)) for key, group in sorted(groups.items())}


def read_texts(store: Store, known: Names) -> Mapping[str, Sequence[Any]]:
    """Read what is written of each entity that is not a code, or open what is kept beside the graph.

    Returns
    -------
    Short name -> its last part, its names and its descriptions, folded.
    """
    return kept_tables(store, "texts", lambda: {"texts": _texts(store, known)})["texts"]


def _texts(store: Store, known: Names) -> dict[str, Sequence[Any]]:
    about: dict[str, list[str]] = defaultdict(list)
    for described, _, note in store.statements([_ABOUT]):
        about[shorten(text_of(described))].append(fold(text_of(note)))
    return {
        thing: (fold(local_name(thing)), names, " ".join(sorted(about[thing])))
        for thing, names in names_by_thing(known).items()
    }


def names_by_thing(known: Names) -> dict[str, list[str]]:
    """The folded names of each entity that is not a code."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, things in known.by_name.items():
        for thing in things:
            if not is_code(thing):
                found[thing].append(name)
    return found
