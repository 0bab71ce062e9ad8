"""Answers reconciliation queries with the matcher of ``jlac match``, and extends tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.errors import NotFoundError
from ...core.namespaces import ID, ONT, shorten
from ...lookup.describer import Describer
from ...lookup.likeness import fold
from ...lookup.matching import CERTAIN, SAME, Candidate, Match, Matcher
from ...lookup.search import class_names, find_class, members
from .batches import Extension, Query
from .properties import Properties

if TYPE_CHECKING:
    from ..explore.cache import Cache

__all__ = ["Reconciler"]

_CONTRADICTED = 20.0
"""What the score of a candidate loses if it has other values of a property than the query."""
_MOST_MATCHERS = 20
_AGREEING = "has the values of the properties"


class Reconciler:
    """Finds entities for the cells of a table.

    Parameters
    ----------
    cache : the graph.
    """

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.properties = Properties(cache)
        self._matchers: dict[tuple[str, ...], Matcher] = {}

    def results(self, queries: Mapping[str, Query], lang: str) -> dict[str, Any]:
        """Answer a batch: the candidates of each query, best first.

        Raises
        ------
        NotFoundError : a type or property does not exist.
        """
        found = {name: self._match(query) for name, query in queries.items()}
        ids = {c.id for match in found.values() for c in match.candidates}
        shown = self.described(ids, lang)
        return {
            name: {
                "result": [
                    self._result(c, match, queries[name], shown[c.id])
                    for c in match.candidates[: queries[name].limit]
                ]
            }
            for name, match in found.items()
        }

    def _result(
        self, candidate: Candidate, match: Match, query: Query, shown: Mapping[str, Any]
    ) -> dict[str, Any]:
        features = [{"id": "name", "value": candidate.score}]
        for id_, values in query.properties:
            has = candidate.id in self._having(id_, values)
            if has or candidate.id in self._all_having(id_):
                features.append({"id": id_, "value": has})
        return {
            **shown,
            "description": ", ".join(filter(None, [shown["description"], candidate.reason])),
            "score": candidate.score,
            "match": candidate.id == match.id,
            "features": features,
        }

    def described(self, ids: Iterable[str], lang: str) -> dict[str, dict[str, Any]]:
        """Return entities as the API shows them: id, name, description and type."""
        names = sorted(set(ids))
        describer = Describer(self.cache.store, lang)
        kinds, labels = describer.kinds(names), describer.marked(names)
        terms = self.cache.terms(set(kinds.values()), lang)
        places = self.cache.labels(
            {self.cache.countries[n] for n in names if n in self.cache.countries}, lang
        )
        found = {}
        for name in names:
            kind = kinds.get(name, "Entity")
            where = places.get(self.cache.countries.get(name, ""), "")
            described = ", ".join(filter(None, [terms.get(kind, kind), where]))
            types = [{"id": kind, "name": terms.get(kind, kind)}]
            found[name] = {"id": name, "name": labels[name], "description": described, "type": types}
        return found

    def _match(self, query: Query) -> Match:
        """Find the entities of a query; properties decide between namesakes only."""
        text = shorten(query.text.strip()) if query.text.startswith(ID) else query.text
        if not fold(text):
            return self._by_properties(query)
        found = self._matcher(query.types).match(text)
        judged = [self._judged(candidate, query) for candidate in found.candidates]
        return Match(found.text, tuple(sorted(judged, key=lambda c: (-c.score, c.id))))

    def _judged(self, candidate: Candidate, query: Query) -> Candidate:
        for id_, values in query.properties:
            others = candidate.id in self._all_having(id_)
            if others and candidate.id not in self._having(id_, values):
                score = min(candidate.score - _CONTRADICTED, CERTAIN - _CONTRADICTED)
                return replace(candidate, score=score, reason=f"{candidate.reason}, but another {id_}")
        return candidate

    def _by_properties(self, query: Query) -> Match:
        """Find the entities that have all values of a query without a name."""
        sets = [self._having(id_, values) for id_, values in query.properties]
        among = self._matcher(query.types).ids
        things = sorted(frozenset.intersection(*sets) & among) if sets else []
        return Match("", tuple(Candidate(t, t, SAME, _AGREEING) for t in things[: query.limit]))

    def _having(self, id_: str, values: tuple[str, ...]) -> frozenset[str]:
        holders = self.properties.holders(id_)
        return frozenset(t for value in values for t in holders.get(fold(shorten(value)), ()))

    def _all_having(self, id_: str) -> frozenset[str]:
        return self.properties.all_holders(id_)

    def knows(self, name: str) -> bool:
        """Return whether an id is that of an entity."""
        return name in self._matcher(()).ids

    def _matcher(self, types: tuple[str, ...]) -> Matcher:
        """Return the matcher for the entities of some classes, of all if none is named."""
        if types not in self._matchers:
            if len(self._matchers) >= _MOST_MATCHERS:
                self._matchers.clear()
            things = {t for name in types for t in self._members(name)}
            self._matchers[types] = Matcher(self.cache.names, frozenset(things) if types else None)
        return self._matchers[types]

    def type_iri(self, name: str) -> str:
        """Return the IRI of a type.

        Raises
        ------
        NotFoundError : no class has the name.
        """
        if iri := find_class(self.cache.store, name.removeprefix(ONT)):
            return iri
        raise NotFoundError("type", name, class_names(self.cache.store, name))

    def _members(self, name: str) -> tuple[str, ...]:
        iri = self.type_iri(name)
        try:
            return members(self.cache.store, iri)
        except NotFoundError:
            return ()

    def extended(self, asked: Extension, lang: str) -> dict[str, Any]:
        """Return the values of properties of entities.

        Raises
        ------
        NotFoundError : a property does not exist.
        """
        properties = [self.properties.named(id_, lang) for id_ in asked.properties]
        short = {id_: shorten(id_) for id_ in asked.ids}
        values = {p.id: self.properties.values(list(short.values()), p, lang) for p in properties}
        return {
            "meta": [p.record() for p in properties],
            "rows": {
                id_: {p.id: values[p.id].get(name, []) for p in properties} for id_, name in short.items()
            },
        }
