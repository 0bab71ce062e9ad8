"""Sequences of cooperation, then investment, then trade: the thesis of the source report.

A match is one event of each kind in the same country and sector, in that order of years. Sources
often leave out a year: an event without a year fits anywhere in the order, and the match is marked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from ..core.namespaces import PREFIXES, expand, shorten
from ..core.terms import text_of
from ..lookup.hierarchy import above, countries
from ..lookup.labels import fetch_labels
from .measures.tables import Table

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["CHAIN", "Event", "Match", "read_events", "sequences", "sequences_table"]

CHAIN = ("cooperation", "investment", "trade")
_SECTORS = "SELECT DISTINCT ?thing ?code WHERE { ?thing jlac:area|jlac:classifiedAs ?code }"
_COOPERATION = """
SELECT DISTINCT ?id ?thing WHERE {
  { ?id a jlac:Participation ; jlac:activity ?thing } UNION { ?id a jlac:Financing ; jlac:financed ?thing }
  FILTER NOT EXISTS { ?id jlac:countedIn ?account }
}"""
_INVESTMENT = """
SELECT DISTINCT ?id ?thing ?country WHERE {
  { ?id a jlac:Investment ; jlac:target ?thing ; jlac:host ?country }
  UNION { ?id a jlac:Investment ; jlac:target ?thing . ?thing jlac:country ?country }
  FILTER NOT EXISTS { ?id jlac:countedIn ?account }
}"""
_TRADE = """
SELECT DISTINCT ?id ?thing ?country WHERE {
  ?id a jlac:Observation ; qb:dataSet <https://w3id.org/jlac/cube/trade> ; jlac:product ?thing ;
    sdmx-dimension:refArea|jlac:counterpartArea ?country .
}"""
_SUPPLY = """
SELECT DISTINCT ?id ?thing ?country WHERE {
  ?id a jlac:SupplyRelation ; jlac:good ?thing ; jlac:supplier ?supplier ; jlac:customer ?customer .
  ?id jlac:supplier|jlac:customer ?party . ?party jlac:country ?country .
  FILTER NOT EXISTS { ?id jlac:countedIn ?account }
}"""
_DATES = """
SELECT DISTINCT ?id ?date WHERE {
  { ?id jlac:date|jlac:start|jlac:asOf ?date } UNION { ?id sdmx-dimension:refPeriod/jlac:start ?date }
}"""
_COUNTRIES = "SELECT DISTINCT ?country WHERE { ?country a jlac:Country }"
_CITATIONS = "SELECT ?id ?locator WHERE { VALUES ?id { UNDEF } ?id jlac:citation ?locator }"
_KINDS = (
    ("cooperation", _COOPERATION),
    ("investment", _INVESTMENT),
    ("trade", _TRADE),
    ("trade", _SUPPLY),
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a country and sector; `kind` is one of `CHAIN`, `year` may be unknown."""

    year: int | None
    kind: str
    country: str
    sector: str
    id: str
    words: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One event of each kind, in the order of the chain."""

    country: str
    sector: str
    events: tuple[Event, ...]

    @property
    def dated(self) -> bool:
        """True if every event has a year, so that the order is known."""
        return all(event.year is not None for event in self.events)


def _order(event: Event) -> tuple[bool, int, str, str]:
    return (event.year is None, event.year or 0, event.kind, event.id)


def sequences(events: Iterable[Event], *, within: int = 10, chain: Sequence[str] = CHAIN) -> list[Match]:
    """Find the chains of events.

    Parameters
    ----------
    events : of any kinds; an event may be given once for each sector it belongs to.
    within : most years from one step to the next; steps in the same year count.
    chain : the kinds, in order.

    Returns
    -------
    For each country, sector and first event the earliest chain, by country, sector and year; so an
    event that many later ones follow gives one match. Chains with an undated event are given only
    for countries and sectors without one that is dated throughout.

    Raises
    ------
    UsageError
        `within` is negative.

    Examples
    --------
    >>> story = [
    ...     Event(1980, "cooperation", "chile", "salmon", "f1"),
    ...     Event(1988, "investment", "chile", "salmon", "f2"),
    ...     Event(1992, "trade", "chile", "salmon", "f3"),
    ...     Event(1992, "trade", "peru", "salmon", "f4"),
    ... ]
    >>> [[e.id for e in match.events] for match in sequences(story)]
    [['f1', 'f2', 'f3']]
    """
    if within < 0:
        raise UsageError(f"--within must be at least 0, not {within}")
    groups: dict[tuple[str, str], dict[str, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for event in sorted(set(events), key=_order):
        groups[event.country, event.sector][event.kind].append(event)
    found = []
    for (country, sector), kinds in sorted(groups.items()):
        chains = [_follow([first], kinds, chain, within) for first in kinds[chain[0]]]
        matches = [Match(country, sector, tuple(steps)) for steps in chains if steps]
        found += [match for match in matches if match.dated] or matches
    return found


def _follow(
    steps: list[Event], kinds: dict[str, list[Event]], chain: Sequence[str], within: int
) -> list[Event] | None:
    """Return the earliest continuation that reaches the end of the chain; None when there is none."""
    if len(steps) == len(chain):
        return steps
    known = [(place, event.year) for place, event in enumerate(steps) if event.year is not None]
    place, last = known[-1] if known else (0, None)
    most = within * (len(steps) - place)
    for event in kinds[chain[len(steps)]]:
        if last is None or event.year is None or last <= event.year <= last + most:
            whole = _follow([*steps, event], kinds, chain, within)
            if whole:
                return whole
    return None


def sequences_table(matches: Sequence[Match], *, within: int, events: Iterable[Event] = ()) -> Table:
    """Return one row per match, with ids and years of its events and their passages.

    `events` are those searched, whose number by kind is in the reading.
    """
    columns = ("country", "sector", "order", *(f"{k}_{part}" for k in CHAIN for part in ("year", "fact")))
    rows = tuple(
        (
            match.country,
            match.sector,
            "by date" if match.dated else "not all dated",
            *(cell for event in match.events for cell in (event.year, event.id)),
            " ".join(sorted({s for event in match.events for s in event.sources})),
        )
        for match in matches
    )
    kinds = Counter(kind for kind, _ in {(event.kind, event.id) for event in events})
    searched = ", ".join(f"{kinds[kind]:,} of {kind}" for kind in CHAIN)
    reading = (
        f"Each row: cooperation, then investment, then trade, in one country and sector, "
        f"at most {within} years between steps; 'not all dated': an event has no year, so the "
        f"order is unknown. Order in time does not prove cause. Events searched: {searched}."
    )
    return Table((*columns, "sources"), rows, reading)


_Row = tuple[str, str, str, str, int | None]


def read_events(store: Store, *, home: str = "place/japan", lang: str = "en") -> list[Event]:
    """Read the events of every country but `home`, once for each sector of what they are about.

    A sector is a code of the entity itself, by `jlac:area` or a classification, or one above it, so
    a narrow code still meets a broad one. An event whose source gives no date has no year. Of the accounts
    of one event only that which is counted is read.
    """
    sectors, homes, years = _sectors(store), countries(store), _years(store)
    known = {text_of(row[0]) for row in store.select(_COUNTRIES)} - {expand(home)}
    found: list[_Row] = []
    for kind, query in _KINDS:
        for row in store.select(query):
            name, thing, *country = map(text_of, row)
            codes = sectors.get(thing, set()) | ({thing} if query in (_TRADE, _SUPPLY) else set())
            places = known & (homes.get(thing, frozenset()) if query == _COOPERATION else {*country})
            found += [
                (kind, shorten(place), code, name, year)
                for place, code, year in product(sorted(places), sorted(codes), years.get(name, (None,)))
            ]
    return _named(store, found, lang)


def _sectors(store: Store) -> dict[str, set[str]]:
    """The codes of each thing, and those above them."""
    broader = above(store, PREFIXES["skos"] + "broader")
    sectors: dict[str, set[str]] = defaultdict(set)
    for thing, code in store.select(_SECTORS):
        sectors[text_of(thing)] |= {text_of(code), *broader.get(text_of(code), ())}
    return sectors


def _years(store: Store) -> dict[str, set[int | None]]:
    years: dict[str, set[int | None]] = defaultdict(set)
    for name, date in store.select(_DATES):
        text = text_of(date)
        years[text_of(name)].add(int(text[:4]) if text[:4].isdigit() else None)
    return years


def _named(store: Store, rows: list[_Row], lang: str) -> list[Event]:
    from pyoxigraph import NamedNode

    ids = [NamedNode(name) for name in sorted({row[3] for row in rows})]
    codes = [NamedNode(code) for code in sorted({row[2] for row in rows})]
    labels = {text_of(k): text_of(v) for k, v in fetch_labels(store, [*ids, *codes], lang).items()}
    sources: dict[str, set[str]] = defaultdict(set)
    if ids:
        for name, locator in store.select(_CITATIONS, {"id": ids}):
            sources[text_of(name)].add(text_of(locator))
    return [
        Event(
            year,
            kind,
            country,
            labels.get(sector, shorten(sector)),
            shorten(name),
            labels.get(name, ""),
            tuple(sorted(sources[name])),
        )
        for kind, country, sector, name, year in rows
    ]
