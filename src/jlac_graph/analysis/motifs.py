"""The report's thesis as a pattern: cooperation, then investment, then trade.

A match is one event of each kind in the same country and sector, in that order of years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import UsageError
from .tables import Table

__all__ = ["CHAIN", "Event", "Match", "sequences", "sequences_table"]

CHAIN = ("cooperation", "investment", "trade")


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that happened in a country and sector in a year; `kind` is one of `CHAIN`."""

    year: int
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
    event that many later ones follow gives one match.

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
        raise UsageError(f"--within {within} years is below zero")
    groups: dict[tuple[str, str], dict[str, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for event in sorted(set(events)):
        groups[event.country, event.sector][event.kind].append(event)
    found = []
    for (country, sector), kinds in sorted(groups.items()):
        for first in kinds[chain[0]]:
            steps = _follow([first], kinds, chain, within)
            if steps:
                found.append(Match(country, sector, tuple(steps)))
    return found


def _follow(
    steps: list[Event], kinds: dict[str, list[Event]], chain: Sequence[str], within: int
) -> list[Event] | None:
    """The earliest continuation that reaches the end of the chain; None when there is none."""
    if len(steps) == len(chain):
        return steps
    last = steps[-1].year
    for event in kinds[chain[len(steps)]]:
        if last <= event.year <= last + within:
            whole = _follow([*steps, event], kinds, chain, within)
            if whole:
                return whole
    return None


def sequences_table(matches: Sequence[Match], *, within: int) -> Table:
    """One row a match, with ids and years of its events and every passage behind them."""
    columns = ("country", "sector", *(f"{k}_{part}" for k in CHAIN for part in ("year", "fact")))
    rows = tuple(
        (
            match.country,
            match.sector,
            *(cell for event in match.events for cell in (event.year, event.id)),
            " ".join(sorted({s for event in match.events for s in event.sources})),
        )
        for match in matches
    )
    reading = (
        f"Each row is cooperation followed by investment and then trade, in one country and sector "
        f"and at most {within} years apart; order in time is not proof of cause."
    )
    return Table((*columns, "sources"), rows, reading)
