"""The lines of a figure: every link between two nodes as one, with the words that stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..core.languages import digits, number
from ..core.messages import phrase
from .flat_network import Edge

__all__ = ["Tie"]

HEDGES = {
    "about": "≈ ", "more-than": "> ", "less-than": "< ", "at-least": "≥ ", "up-to": "≤ ", "nearly": "≲ ",
}  # fmt: skip
"""How precise an amount is, as a sign."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Every link between two nodes, and to which of them arrows point."""

    a: str
    b: str
    edges: tuple[Edge, ...]

    @property
    def tips(self) -> tuple[bool, bool]:
        """Whether links point at the first and at the second node."""
        ways = {edge.source for edge in self.edges if not edge.attributes.get("symmetric")}
        return self.a in ways, self.b in ways

    @property
    def dashed(self) -> bool:
        """Whether every link between the two is only planned or agreed."""
        return all(edge.dashed for edge in self.edges)

    def words(self, lang: str) -> list[str]:
        """Return the relations, each once, with its years, and the largest amounts with theirs."""
        return [line for lines in self._texts(lang) for line in _cut(lines, 2, lang)]

    def says_all(self, words: Sequence[str], lang: str) -> bool:
        """Return whether these words leave out none of its relations and amounts."""
        return len(words) == sum(map(len, self._texts(lang)))

    def _texts(self, lang: str) -> tuple[list[str], list[str]]:
        years: dict[str, set[str]] = {}
        for edge in self.edges:
            known = years.setdefault(str(edge.attributes.get("relation_label", edge.relation)), set())
            known.update(date[:4] for date in (edge.start, edge.end) if date)
        lines = [name + (f", {_span(found)}" if found else "") for name, found in years.items()]
        return lines, self._amounts(lang)

    def _amounts(self, lang: str) -> list[str]:
        """The amounts of what is more than planned, or else of plans, the largest first."""
        firm = [edge for edge in self.edges if not edge.planned] or self.edges
        held = [edge for edge in firm if edge.attributes.get("amount") and edge.attributes.get("currency")]
        held.sort(key=lambda edge: -float(edge.attributes["amount"]))
        return list(dict.fromkeys(_amount(edge, lang) for edge in held))

    @property
    def said(self) -> str:
        """Every statement, one per line."""
        return "\n".join(_sentence(edge) for edge in self.edges)


def _sentence(edge: Edge) -> str:
    """The statement of an edge with its note, as the reader's pointer shows it."""
    words, note = edge.attributes.get("wording", edge.relation), edge.attributes.get("note")
    return f"{words} [{note}]" if note else str(words)


def _cut(lines: Sequence[str], most: int, lang: str) -> list[str]:
    """Return so many lines, and one that counts the others if there are more than one.

    >>> _cut(["a", "b", "c"], 2, "en"), _cut(["a", "b", "c", "d"], 2, "pt")
    (['a', 'b', 'c'], ['a', 'b', 'e mais 2'])
    """
    left = len(lines) - most
    return [*lines] if left < 2 else [*lines[:most], phrase("and {n} more", lang, n=digits(left, lang))]


def _amount(edge: Edge, lang: str) -> str:
    """Return an amount with how precise it is and its year, such as ``≤ USD 300 million (2012)``."""
    value, currency = Decimal(str(edge.attributes["amount"])), edge.attributes["currency"]
    hedge = HEDGES.get(str(edge.attributes.get("precision", "")), "")
    time = _time(edge.start, edge.end)
    return f"{hedge}{currency} {number(value, lang)}" + (f" ({time})" if time else "")


def _time(start: str | None, end: str | None) -> str:
    """Return the years of a fact; a dash without a year is an open or unknown end.

    >>> _time("2012-03", "2012-05"), _time("2012", "2014"), _time(None, "2009"), _time(None, None)
    ('2012', '2012–2014', '–2009', '')
    """
    years = [date[:4] if date else "" for date in (start, end)]
    return years[0] if years[0] == years[1] else "–".join(years)


def _span(years: set[str]) -> str:
    """Return the first and last year.

    >>> _span({"2011"}), _span({"2011", "2005"})
    ('2011', '2005–2011')
    """
    first, last = min(years), max(years)
    return first if first == last else f"{first}–{last}"
