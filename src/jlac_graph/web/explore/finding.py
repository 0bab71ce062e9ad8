"""Search: entities, statements and passages by words in any order, with facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import UsageError
from ...core.namespaces import kind_of, local_name
from ...core.terms import text_of
from ...lookup.likeness import fold
from ...lookup.search import search
from .asking import asks_for_path, named, readings
from .fact_rows import statements
from .parameters import whole_or
from .texts import best, query_words, text_index
from .thing import described

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .cache import Cache
    from .word_index import TextIndex

__all__ = ["FACETS", "collection_titles", "find"]

FACETS = ("kind", "country", "decade", "collection")
"""What results can be narrowed by."""
_GROUPS = ("entities", "statements", "passages")
_LONGEST = 200
_FEW, _PAGE, _MOST_VALUES = 5, 20, 40
_GOOD = 90
"""Minimum score (see `likeness`) at which a name comes before what only has the words."""
_TITLES = """
SELECT ?collection ?title WHERE { ?collection a jlac:Collection ; dcterms:title ?title }"""


@dataclass(frozen=True, slots=True)
class _Found:
    """The results of a group: their numbers in its index, counts by facet, whether they have every word."""

    index: TextIndex
    numbers: NDArray[Any]
    counts: list[tuple[str, Counter[str]]]
    every: bool


def find(cache: Cache, values: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Find what a text asks for: how it can be read, and what has its words.

    Parameters
    ----------
    values : ``q``; ``group``, the only group to show, and ``offset`` in it; a value of each facet.

    Returns
    -------
    The readings of the text, and each group with its total, facets and first results.

    Raises
    ------
    UsageError : the group is unknown.
    """
    query, group = str(values.get("q") or "")[:_LONGEST], str(values.get("group") or "")
    if group and group not in _GROUPS:
        raise UsageError(f"unknown group {group!r}; choose one of {', '.join(_GROUPS)}")
    chosen = {facet: str(values[facet]) for facet in FACETS if values.get(facet)}
    words = _words(cache, query)
    found = {name: _group(cache, name, query, words, chosen) for name in _GROUPS}
    start, limit = (whole_or(values, "offset", 0), _PAGE) if group else (0, _FEW)
    limits = {name: limit if group in ("", name) else 0 for name in _GROUPS}
    groups = {n: _told(cache, n, found[n], lang, start=start, limit=limits[n]) for n in _GROUPS}
    return {"readings": readings(cache, query, lang), "exact": _exact(cache, query), **groups}


def _exact(cache: Cache, query: str) -> str:
    """The entity with exactly this name, if there is one alone."""
    things = [t for t in cache.names.exact(query) if kind_of(t) not in ("code", "src")] if query else []
    return things[0] if len(things) == 1 else ""


def _group(cache: Cache, name: str, query: str, words: Sequence[str], chosen: Mapping[str, str]) -> _Found:
    """The results of a group within the facets chosen, whether they have every word, counts by facet."""
    index = text_index(cache, name)
    if query and not fold(query):
        return _Found(index, np.arange(0), [], every=True)
    found, every = best(index, words)
    if name == "entities" and query:
        found, every = _named_first(cache, index, query, found, every=every)
    within = {facet: index.within(facet, value) for facet, value in chosen.items()}
    marked = np.zeros(len(index), bool)
    marked[found] = True
    # each facet counts what the others leave, so that its other values stay in reach
    counts = [
        (facet, index.counts(facet, _all([marked, *(within[other] for other in within if other != facet)])))
        for facet in (sorted(index.facets, key=FACETS.index) if len(found) else ())
    ]
    return _Found(index, found[_all([marked, *within.values()])[found]], counts, every=every)


def _all(marks: Sequence[NDArray[Any]]) -> NDArray[Any]:
    both: NDArray[Any] = np.logical_and.reduce(marks)
    return both


def _words(cache: Cache, query: str) -> list[str]:
    """The words to look for: without those that only ask how the entities named are linked."""
    words = query_words(query)
    return [w for w in words if not asks_for_path(w)] if len(named(cache, query).things) > 1 else words


def _named_first(
    cache: Cache, index: TextIndex, query: str, found: NDArray[Any], *, every: bool
) -> tuple[NDArray[Any], bool]:
    """Entities by name, then those with the words, then those that the text names; what has only some of the
    words gives way to similar names.
    """
    hits = search(cache.store, query, limit=_PAGE, names=cache.names)
    good = index.numbers(hit.thing for hit in hits if hit.score >= _GOOD)
    near = index.numbers(hit.thing for hit in hits if hit.score < _GOOD)
    inside = index.numbers(named(cache, query).things)
    rest = (found, near, inside) if every else (near, found, inside)
    whole = np.concatenate([np.array(part, np.int64) for part in (good, *rest)])
    _, first = np.unique(whole, return_index=True)
    return whole[np.sort(first)], every or bool(good)


def _told(cache: Cache, name: str, found: _Found, lang: str, *, start: int, limit: int) -> dict[str, Any]:
    page = found.index.ids(found.numbers[start : start + limit].tolist())
    shown = {"entities": _entities, "statements": _statements, "passages": _passages}[name]
    facets = [
        {"name": facet, "values": _values(cache, facet, count, lang)}
        for facet, count in found.counts
        if limit
    ]
    items = shown(cache, page, lang)
    passages = cache.cited(locator for item in items for locator in item.get("sources", ()))
    return {
        "total": len(found.numbers),
        "every": found.every,
        "facets": facets,
        "items": items,
        "passages": passages,
    }


def _values(cache: Cache, facet: str, count: Counter[str], lang: str) -> list[dict[str, Any]]:
    ranked = sorted(count.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VALUES]
    names = [value for value, _ in ranked]
    labels: Mapping[str, str] = {}
    if facet == "kind":
        labels = cache.terms(names, lang)
    elif facet == "country":
        labels = cache.labels(names, lang)
    elif facet == "collection":
        labels = collection_titles(cache, lang)
    if facet == "decade":
        ranked.sort()
    return [{"value": value, "label": labels.get(value, value), "count": n} for value, n in ranked]


def collection_titles(cache: Cache, lang: str) -> dict[str, str]:
    """Collection -> its title, in a language if it has one."""
    found: dict[str, str] = {}
    for collection, title in cache.store.select(_TITLES):
        name = local_name(text_of(collection))
        if getattr(title, "language", None) in (None, lang) or name not in found:
            found[name] = text_of(title)
    return found


def _entities(cache: Cache, names: Iterable[str], lang: str) -> list[dict[str, Any]]:
    return described(cache, [cache.node(name, lang) for name in names], lang)


def _statements(cache: Cache, names: Sequence[str], lang: str) -> list[dict[str, Any]]:
    found = {row["id"]: row for row in statements(cache, names, lang)}
    kind = cache.terms(["Observation"], lang)["Observation"]
    for row in found.values():
        if kind_of(row["id"]) == "obs":
            row |= {"kind": "Observation", "kindLabel": kind}
    return [found[name] for name in names]


def _passages(cache: Cache, names: Iterable[str], lang: str) -> list[dict[str, Any]]:
    wanted = list(names)
    labels = cache.labels(wanted, lang)
    return [{"id": name, "label": labels[name]} for name in wanted]
