"""Ids for what a data set names: those of the graph where they are sure, else ids of the collection's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ..core.errors import NotFoundError
from ..core.namespaces import ID, shorten
from ..core.terms import text_of
from ..lookup.likeness import fold
from ..lookup.matching import Matcher
from ..lookup.search import class_names, find_class, read_names
from .values import RejectedError, slug

if TYPE_CHECKING:
    from ..lookup.matching import Candidate
    from ..lookup.search import Names
    from ..sparql.store import Store
    from .mapping import Entity

__all__ = ["Chosen", "Entities", "Named", "key_of"]

_COUNTRIES = "SELECT ?thing ?country WHERE { ?thing a jlac:Entity ; jlac:country ?country }"
_MEMBERS = "SELECT DISTINCT ?thing WHERE { ?thing a ?_class }"
_PERSON = "Person"
Chosen = Mapping[tuple[str, str, str], str]
"""Rule, name and country -> id, or `OWN`; an empty rule and country stand for all."""
OWN = "new"
"""What a person writes for a name that is none of the candidates."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name of a data set was taken for.

    Attributes
    ----------
    rule : name of the entity's rule in the mapping.
    key : what identifies it in the data set.
    name, country : as the data set gives them; the country is the id of a place.
    id : the id that is used, such as ``agent/jica``.
    status : ``chosen`` by a person, ``matched``, ``doubtful`` or ``new``.
    reason : why, in words.
    candidates : entities that it may be, best first.
    """

    rule: str
    key: str
    name: str
    country: str
    id: str
    status: str
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the collection needs a row for it."""
        return self.status in ("doubtful", "new")


class Entities:
    """Gives ids to what a data set names; the same key gets the same id.

    Parameters
    ----------
    store : the graph whose entities are matched.
    collection : name of the collection; the last part of its own ids, so that they clash with none.
    chosen : what a person has decided in the list of an earlier import.
    names : of the graph, if they were read before.
    """

    def __init__(self, store: Store, collection: str, chosen: Chosen, names: Names | None = None) -> None:
        self._store, self._collection, self._chosen, self._names = store, collection, chosen, names
        self._matchers: dict[tuple[str, ...], Matcher] = {}
        self._countries: dict[str, set[str]] | None = None
        self._slugs: set[str] = set()
        self.known: dict[tuple[str, str], Named] = {}

    def find(self, rule: Entity, key: str) -> Named | None:
        """Return what was named under a key before."""
        return self.known.get((rule.name, key))

    def name(self, rule: Entity, *, kind: str, key: str, name: str, country: str) -> Named:
        """Give an id to what a record names, and keep it; `kind` begins an id of its own, such as ``agent``.

        Raises
        ------
        RejectedError : it has no name.
        """
        if not name:
            raise RejectedError(f"not named, or not among the records read ({rule.name})", key)
        found = self._resolved(rule, key, name, country)
        if found.is_new:
            found = replace(found, id=f"{kind}/{self._own(name)}")
        self.known[rule.name, key] = found
        return found

    def forget(self, named: Named) -> None:
        """Take back a name whose row was rejected."""
        del self.known[named.rule, named.key]
        if named.is_new:
            self._slugs.discard(named.id)

    def _own(self, name: str) -> str:
        base, number = slug(name), 1
        own = f"{base}-{self._collection}"
        while own in self._slugs:
            number += 1
            own = f"{base}-{number}-{self._collection}"
        self._slugs.add(own)
        return own

    def _resolved(self, rule: Entity, key: str, name: str, country: str) -> Named:
        new = Named(rule.name, key, name, country, "", "new")
        chosen = self._chosen.get((rule.name, name, country)) or self._chosen.get(("", name, ""), "")
        if chosen and chosen != OWN:
            if not self._exists(chosen):
                raise NotFoundError(
                    "entity", chosen, where=f"the graph, chosen for {name!r} in the list of names"
                )
            return replace(new, id=chosen, status="chosen", reason="chosen in the list of names")
        given = rule.ids.get(key) or rule.ids.get(name, "")
        if given and not chosen and self._exists(given):
            return replace(new, id=given, status="chosen", reason="named in the mapping")
        if not rule.match or chosen:
            return new
        match = self._matcher(rule.match).match(name)
        likely = tuple(c for c in match.candidates if c.id == match.id or self._is_at_home(c.id, country))
        if not likely:
            return new
        doubtful = replace(new, status="doubtful", candidates=likely)
        if not match.id:
            return replace(doubtful, reason="several or only similar names")
        if _PERSON in rule.match:
            return replace(doubtful, reason="a person is not identified by the name alone")
        if not self._is_at_home(match.id, country):
            home = ", ".join(sorted(self._homes(match.id)))
            return replace(doubtful, reason=f"in another country ({home})")
        best = next(c for c in likely if c.id == match.id)
        return replace(new, id=match.id, status="matched", reason=best.reason, candidates=likely)

    def _is_at_home(self, thing: str, country: str) -> bool:
        """Return whether an entity may be in a country: it is, or either has none."""
        return not country or country in (self._homes(thing) or {country})

    def _exists(self, thing: str) -> bool:
        """Return whether the graph has an entity; a mapping may name one that another graph has."""
        return self._store.ask("ASK { ?_thing a jlac:Entity }", {"_thing": NamedNode(ID + thing)})

    def _matcher(self, classes: tuple[str, ...]) -> Matcher:
        if classes not in self._matchers:
            self._names = self._names or read_names(self._store)
            members: set[str] = set()
            for class_ in classes:
                iri = find_class(self._store, class_)
                if iri is None:
                    raise NotFoundError("class", class_, class_names(self._store, class_))
                members.update(members_of(self._store, iri))
            self._matchers[classes] = Matcher(self._names, frozenset(members))
        return self._matchers[classes]

    def _homes(self, thing: str) -> set[str]:
        if self._countries is None:
            self._countries = {}
            for subject, country in self._store.select(_COUNTRIES):
                place = shorten(text_of(country)).removeprefix("place/")
                self._countries.setdefault(shorten(text_of(subject)), set()).add(place)
        return self._countries.get(thing, set())


def members_of(store: Store, class_: str) -> Iterator[str]:
    """Yield the short names of the entities of a class; there may be none."""
    for (thing,) in store.select(_MEMBERS, {"_class": NamedNode(class_)}):
        yield shorten(text_of(thing))


def key_of(rule: Entity, name: str, country: str) -> str:
    """Return what identifies an entity whose data set gives no key: its name and country."""
    return f"{fold(name) or name}|{country}"
