"""Links between entities, and what their facts say besides their parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..core.edtf import is_plain

__all__ = ["ALWAYS", "QUALIFIERS", "TEXTS", "FactData", "Link", "LinkSet", "Surcharges", "years_mask"]

QUALIFIERS = ("likelihood", "claimant", "scope", "condition", "when", "basis", "terms", "note")
"""Properties that say how far a statement goes, in the order in which they are shown."""

TEXTS = frozenset({"terms", "note"})
"""Those whose value is a text; the others have codes or agents."""

ALWAYS = -1
"""The mask of a link that holds in every year (a mine lies in its country)."""

FIRST_YEAR = 1800
LAST_YEAR = 2199


@dataclass(frozen=True, slots=True)
class Link:
    """One link between two entities, with the data of its fact.

    Parameters
    ----------
    source, target : ids of the two entities, in the direction of the relation.
    relation : the shortcut or property, e.g. ``"investedIn"``.
    role : the roles of the two in the fact, e.g. ``"financier-recipient"``.
    fact : id of the fact behind the link; None for a direct property such as a location.
    start, end : first and last year in which it holds; both None when undated.
    timeless : True for links that no date limits (location, class membership).
    precision, status, likelihood : how exact, how far along and how sure the fact is, as short codes.
    planned : True if the fact has not yet come true.
    membership : True if the link says only that the source names an agent in a group.
    sources : locators of the passages, ``"document#place"``.
    """

    source: str
    target: str
    relation: str
    fact: str | None = None
    role: str | None = None
    start: int | None = None
    end: int | None = None
    timeless: bool = False
    precision: str | None = None
    status: str | None = None
    likelihood: str | None = None
    planned: bool = False
    membership: bool = False
    sources: tuple[str, ...] = ()

    @property
    def years(self) -> int:
        """The years for which a filter takes it, one bit per year; see `years_mask`.

        If only its last year is known, as of what happened by 2012 (``../2012`` in EDTF, an interval whose
        start has no bound), no earlier year is stated, and only that year counts.

        >>> by_2012 = Link("a", "b", "owns", end=2012)
        >>> by_2012.years == years_mask(2012, 2012), Link("a", "b", "owns", start=2012).years >= by_2012.years
        (True, True)
        """
        start = self.end if self.start is None else self.start
        return years_mask(start, self.end, timeless=self.timeless)


@dataclass(frozen=True, slots=True)
class FactData:
    """What a fact says besides its parties.

    Attributes
    ----------
    values : amount, dates, codes and so on by property, as text.
    sources : locators of the passages.
    qualifiers : property of `QUALIFIERS` -> short name of a code or agent; of a note, its text.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    qualifiers: Mapping[str, str] = field(default_factory=dict)

    @property
    def span(self) -> tuple[str | None, str | None]:
        """First and last date in which it can have held or happened; a single date is both.

        A date that is not a year, month or day gives way to its bounds.

        >>> FactData({"date": "2011"}).span, FactData({"start": "2005"}).span
        (('2011', '2011'), ('2005', None))
        >>> FactData({"date": "../2013", "latest": "2013-12-31"}).span
        (None, '2013-12-31')
        """
        value = self.values
        if "start" in value or "end" in value:
            first, last = value.get("start"), value.get("end")
        else:
            first = last = value.get("date") or value.get("asOf")
        return (
            first if first is None or is_plain(first) else value.get("earliest"),
            last if last is None or is_plain(last) else value.get("latest"),
        )

    @property
    def year(self) -> int | None:
        """The year in which it happened or began; None if the source is not exact to the year.

        >>> FactData({"date": "2012-08"}).year, FactData({"date": "201X"}).year
        (2012, None)
        """
        value = self.values
        first = value.get("start") or value.get("date") or value.get("asOf")
        return int(first[:4]) if first and is_plain(first) else None

    def claim(self, fact: str) -> str:
        """The fact that counts in place of this one: of the same claim or event, or later; else itself."""
        return self.values.get("countedIn") or self.values.get("sameClaim", fact)


@dataclass(frozen=True, slots=True)
class Surcharges:
    """What the ontology adds to the cost of a link, in thousandths of a link.

    Attributes
    ----------
    relation, precision, status, likelihood : local name of a relation, or code -> surcharge; absent means
        none. A planned or agreed relation has the surcharge of the relation that it would become.
    membership : for a link that only says that an agent is named in a group.
    """

    relation: Mapping[str, int] = field(default_factory=dict)
    precision: Mapping[str, int] = field(default_factory=dict)
    status: Mapping[str, int] = field(default_factory=dict)
    likelihood: Mapping[str, int] = field(default_factory=dict)
    membership: int = 0


@dataclass(frozen=True, slots=True)
class LinkSet:
    """Every link of a graph with the data of its facts.

    Attributes
    ----------
    links : between entities by short name (``agent/mitsui``), sorted.
    facts : fact by short name -> its data.
    ground : place or code, a shared attribute, not a party of a transaction -> what its class adds to
        the cost of passing through it.
    symmetric : relations that hold both ways, such as ``cofinancesWith``.
    surcharges : what the ontology adds to the cost of links.
    unnamed : agents that the source does not name.
    own_parts : facts whose amount is that of the main party alone, without those who act beside it.
    beside : role of a party that acts beside a main one, such as ``cofinancier`` -> the role of the main one.
    agreed : relations of what is agreed and not known to be done, such as ``agreedFinances``.
    cache : results computed from the links, kept for later calls.
    """

    links: Sequence[Link]
    facts: Mapping[str, FactData]
    ground: Mapping[str, int] = field(default_factory=dict)
    symmetric: frozenset[str] = frozenset()
    surcharges: Surcharges = field(default_factory=Surcharges)
    unnamed: frozenset[str] = frozenset()
    own_parts: frozenset[str] = frozenset()
    beside: Mapping[str, str] = field(default_factory=dict)
    agreed: frozenset[str] = frozenset()
    cache: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def in_memory(self) -> LinkSet:
        """Return the same links with all their facts read, for those who go through all of them."""
        if isinstance(self.links, tuple):
            return self
        if "memory" not in self.cache:
            self.cache["memory"] = replace(self, links=tuple(self.links), facts=dict(self.facts.items()))
        found: LinkSet = self.cache["memory"]
        return found

    def claim(self, fact: str) -> str:
        """The fact that sums count in place of this one, however many replace each other; else itself.

        >>> first, second = FactData({"countedIn": "fact/b"}), FactData({"countedIn": "fact/c"})
        >>> LinkSet((), {"fact/a": first, "fact/b": second}).claim("fact/a")
        'fact/c'
        """
        seen = {fact}
        while (counted := self.facts[fact].claim(fact) if fact in self.facts else fact) not in seen:
            seen.add(fact := counted)
        return fact


def years_mask(start: int | None, end: int | None, *, timeless: bool = False) -> int:
    """Return the years from one to another, one bit per year; 0 when neither is known.

    Without an end all later years are among them, without a start all earlier ones.

    >>> years_mask(2001, 2003) & years_mask(2003, 2004) == years_mask(2003, 2003)
    True
    >>> years_mask(None, None), years_mask(None, None, timeless=True) == ALWAYS
    (0, True)
    """
    if timeless:
        return ALWAYS
    if start is None and end is None:
        return 0
    first = min(max(start if start is not None else FIRST_YEAR, FIRST_YEAR), LAST_YEAR)
    last = min(max(end if end is not None else LAST_YEAR, FIRST_YEAR), LAST_YEAR)
    return ((1 << (last - first + 1)) - 1) << (first - FIRST_YEAR) if last >= first else 0
