"""Search: entities, statements and passages by words in any order, with facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.errors import UsageError
from ...core.namespaces import kind_of, local_name
from ...core.terms import text_of
from ...lookup.likeness import fold
from ...lookup.search import search
from .asking import asks_for_path, named, readings
from .fact_rows import statements
from .parameters import whole_or
from .texts import Text, best, query_words, read_texts
from .thing import described

if TYPE_CHECKING:
    from .cache import Cache

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
    found = {name: _group(cache, name, query, chosen) for name in _GROUPS}
    start, limit = (whole_or(values, "offset", 0), _PAGE) if group else (0, _FEW)
    limits = {name: limit if group in ("", name) else 0 for name in _GROUPS}
    groups = {n: _told(cache, n, found[n], lang, start=start, limit=limits[n]) for n in _GROUPS}
    return {"readings": readings(cache, query, lang), "exact": _exact(cache, query), **groups}


def _exact(cache: Cache, query: str) -> str:
    """The entity with exactly this name, if there is one alone."""
    things = [t for t in cache.names.exact(query) if kind_of(t) not in ("code", "src")] if query else []
    return things[0] if len(things) == 1 else ""


def _group(
    cache: Cache, name: str, query: str, chosen: Mapping[str, str]
) -> tuple[list[Text], bool, list[tuple[str, Counter[str]]]]:
    """The results of a group within the facets chosen, whether they have every word, counts by facet."""
    texts = cache.kept("texts", lambda: read_texts(cache))[name]
    if query and not fold(query):
        return [], True, []
    found, every = best(texts, _words(cache, query))
    if name == "entities" and query:
        found, every = _named_first(cache, texts, query, found, every=every)
    facets = sorted({facet for text in found for facet in text.facets}, key=FACETS.index)
    # each facet counts what the others leave, so that its other values stay in reach
    counts = [
        (facet, Counter(v for t in found if _inside(t, chosen, but=facet) for v in t.facets.get(facet, ())))
        for facet in facets
    ]
    return [text for text in found if _inside(text, chosen)], every, counts


def _words(cache: Cache, query: str) -> list[str]:
    """The words to look for: without those that only ask how the entities named are linked."""
    words = query_words(query)
    return [w for w in words if not asks_for_path(w)] if len(named(cache, query).things) > 1 else words


def _inside(text: Text, chosen: Mapping[str, str], but: str = "") -> bool:
    return all(value in text.facets.get(facet, ()) for facet, value in chosen.items() if facet != but)


def _named_first(
    cache: Cache, texts: Sequence[Text], query: str, found: Sequence[Text], *, every: bool
) -> tuple[list[Text], bool]:
    """Entities by name, then those with the words, then those that the text names; what has only some of the
    words gives way to similar names.
    """
    known = cache.kept("text of", lambda: {text.id: text for text in texts})
    hits = search(cache.store, query, limit=_PAGE, names=cache.names)
    good = [known[hit.thing] for hit in hits if hit.score >= _GOOD and hit.thing in known]
    near = [known[hit.thing] for hit in hits if hit.score < _GOOD and hit.thing in known]
    inside = [known[thing] for thing in named(cache, query).things if thing in known]
    rest = [*found, *near, *inside] if every else [*near, *found, *inside]
    return list(dict.fromkeys([*good, *rest])), every or bool(good)


def _told(
    cache: Cache, name: str, found: tuple[list[Text], bool, list[tuple[str, Counter[str]]]], lang: str,
    *, start: int, limit: int,
) -> dict[str, Any]:  # fmt: skip
    texts, every, counts = found
    page = [text.id for text in texts[start : start + limit]]
    shown = {"entities": _entities, "statements": _statements, "passages": _passages}[name]
    facets = [
        {"name": facet, "values": _values(cache, facet, count, lang)} for facet, count in counts if limit
    ]
    items = shown(cache, page, lang)
    passages = cache.cited(locator for item in items for locator in item.get("sources", ()))
    return {"total": len(texts), "every": every, "facets": facets, "items": items, "passages": passages}


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
