"""Names that entities had until a day, by the date of a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..core.edtf import bounds
from .vocabulary import iris, select

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["Former", "dates_of_sources", "names_then"]

_FORMER = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX skosxl: <http://www.w3.org/2008/05/skos-xl#>
SELECT ?thing ?name ?end WHERE {
  ?thing skosxl:altLabel ?former . ?former a jlac:FormerName ; skosxl:literalForm ?name ; jlac:end ?end
} ORDER BY ?thing ?end ?name"""
_PUBLISHED = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?fact (MIN(STR(?day)) AS ?published) WHERE {
  VALUES ?fact { $facts }
  ?fact prov:wasDerivedFrom/dcterms:isPartOf/dcterms:issued ?day
} GROUP BY ?fact"""


@dataclass(frozen=True)
class Former:
    """The former names of an entity.

    Attributes
    ----------
    names : the day on which each name ended, its language and its text; the first to end comes first.
    """

    names: tuple[tuple[date, str, str], ...] = ()

    def on(self, day: str) -> dict[str, str]:
        """Return the name on a date in EDTF by language; empty if the entity had its present name.

        A date that is not exact counts by its latest day, so that a year in which the name changed has the
        later name. A date before all names has the first one.

        Examples
        --------
        >>> former = Former(((date(2018, 4, 1), "en", "Bank of Tokyo-Mitsubishi UFJ"),))
        >>> former.on("2011-07"), former.on("2018"), former.on("2020/..")
        ({'en': 'Bank of Tokyo-Mitsubishi UFJ'}, {}, {})
        """
        earliest, latest = bounds(day)
        known = latest or earliest
        later = [(lang, name) for end, lang, name in self.names if known and known < end]
        return dict(reversed(later))


def names_then(store: ox.Store) -> dict[str, Former]:
    """Read the former names whose end is known: IRI of the entity -> its names."""
    found: dict[str, list[tuple[date, str, str]]] = {}
    for thing, name, end in select(store, _FORMER):
        if last := bounds(end.value)[0]:
            found.setdefault(thing.value, []).append((last, name.language or "", name.value))
    return {thing: Former(tuple(sorted(names))) for thing, names in found.items()}


def dates_of_sources(store: ox.Store, facts: Sequence[str]) -> dict[str, str]:
    """Read when the first source of each of these facts was published."""
    if not facts:
        return {}
    return {fact.value: day.value for fact, day in select(store, _PUBLISHED.replace("$facts", iris(facts)))}
