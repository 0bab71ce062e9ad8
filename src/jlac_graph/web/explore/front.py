"""The start page: the three pillars over time and by country, and stories told by facts of the graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import NotFoundError, UsageError
from ...core.paths import queries_dir
from ...queries.library import list_queries
from .activity import activity
from .fact_rows import statements

if TYPE_CHECKING:
    from ...queries.parameters import Query
    from .cache import Cache

__all__ = ["front", "story"]

_FEWEST = 3
"""Facts that a story needs."""
_QUESTIONS = (
    "agencies-behind-investment", "investments-in", "tariff-comparison",
    "cooperation-projects", "agreements-of", "pillar-order",
)  # fmt: skip
"""One query of each large topic of the library."""
_OFFERED = 6
_PILLARS = ("trade", "investment", "cooperation")


@dataclass(frozen=True, slots=True)
class _Story:
    """A story as ``stories.toml`` declares it; texts by language."""

    name: str
    title: Mapping[str, str]
    lead: Mapping[str, str]
    facts: tuple[str, ...]


def front(cache: Cache, lang: str) -> dict[str, Any]:
    """Return how many events began in each country and year, by pillar, the stories and some questions.

    An event counts once in each of its countries, whoever reports it; what has not come true, and what
    has no year, is left out. An event that spans years counts in the first.
    """
    counts = cache.kept("front", lambda: _events(cache))
    places = cache.labels({country for country, _, _ in counts}, lang)
    return {
        "events": [
            [country, year, *(n[pillar] for pillar in _PILLARS)]
            for (country, year), n in sorted(_by_pillar(counts).items())
        ],
        "countries": [
            {"id": name, "label": label, "m49": cache.codes[name][1]} for name, label in places.items()
        ],
        "stories": [_headed(one, lang) for one in _stories(cache)],
        "questions": [{"name": query.name, "title": query.summary(lang)} for query in _questions(cache)],
    }  # fmt: skip


def _questions(cache: Cache) -> tuple[Query, ...]:
    """The queries to start with; of another library its first ones."""
    library = cache.kept("queries", lambda: {query.name: query for query in list_queries(cache.queries)})
    chosen = tuple(library[name] for name in _QUESTIONS if name in library)
    return chosen or tuple(library.values())[:_OFFERED]


def _by_pillar(counts: Mapping[tuple[str, int, str], int]) -> dict[tuple[str, int], Counter[str]]:
    found: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for (country, year, pillar), n in counts.items():
        found[country, year][pillar] += n
    return found


def _events(cache: Cache) -> Counter[tuple[str, int, str]]:
    """(country, year, pillar) -> events that began there and then."""
    met: set[tuple[str, str]] = set()
    found: Counter[tuple[str, int, str]] = Counter()
    for fact in activity(cache, "en")["facts"]:
        year = fact.get("first") or fact.get("last")
        if not year or fact.get("planned") or fact.get("dated") == "asOf" or "countedIn" in fact:
            continue
        claim = fact.get("sameClaim") or fact["id"]
        for country in fact["countries"]:
            if country in cache.codes and (claim, country) not in met:
                met.add((claim, country))
                found[country, year, fact["pillar"]] += 1
    return found


def story(cache: Cache, name: str, lang: str) -> dict[str, Any]:
    """Return one story: its title, its facts in order, and the passages that they cite.

    Raises
    ------
    NotFoundError : there is no story of that name.
    """
    found = {one.name: one for one in _stories(cache)}
    if name not in found:
        raise NotFoundError("story", name, legal=tuple(found))
    told = found[name]
    facts = {fact["id"]: fact for fact in statements(cache, told.facts, lang)}
    shown = [facts[fact] for fact in told.facts]
    cited = [locator for fact in shown for locator in fact["sources"]]
    return {**_headed(told, lang), "facts": shown, "passages": cache.cited(cited)}


def _headed(told: _Story, lang: str) -> dict[str, Any]:
    texts = {key: text.get(lang) or text["en"] for key, text in (("title", told.title), ("lead", told.lead))}
    return {"name": told.name, **texts, "count": len(told.facts)}


def _stories(cache: Cache) -> tuple[_Story, ...]:
    """The stories that the graph has enough facts for."""
    return cache.kept("stories", lambda: tuple(_read(cache)))


def _read(cache: Cache) -> list[_Story]:
    import tomllib

    path = (cache.queries or queries_dir()) / "stories.toml"
    if not path.is_file():
        return []
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
        declared = [
            _Story(name, table["title"], table["lead"], tuple(f"fact/{fact}" for fact in table["facts"]))
            for name, table in tables.items()
        ]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: each story needs title, lead and facts; {error}") from None
    kept = [_Story(s.name, s.title, s.lead, tuple(filter(cache.holds, s.facts))) for s in declared]
    return [one for one in kept if len(one.facts) >= _FEWEST]
