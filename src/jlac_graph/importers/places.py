"""Places by the codes of ISO 3166, M49 and the DAC, and by their names in four languages."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.terms import text_of
from ..lookup.likeness import fold

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["Area", "Places"]

_AREAS = Path(__file__).with_name("areas.csv")
REGION = "latin-america-and-caribbean"
_BASE = "https://w3id.org/jlac/id/place/"
_PLACES = """
SELECT ?place ?name ?iso2 ?iso3 ?m49 ?wider WHERE {
  ?place a jlac:Place .
  OPTIONAL { ?place skos:prefLabel|skos:altLabel ?name }
  OPTIONAL { ?place jlac:iso2 ?iso2 } OPTIONAL { ?place jlac:iso3 ?iso3 } OPTIONAL { ?place jlac:m49 ?m49 }
  OPTIONAL { ?place jlac:partOf ?wider }
  FILTER (EXISTS { ?place a jlac:Country } || EXISTS { ?place a jlac:Region })
}"""


_REGIONS = "SELECT DISTINCT ?place WHERE { ?place a jlac:Region }"


@dataclass(frozen=True, slots=True)
class Area:
    """A country or territory with its codes (ISO 3166, UN M49, DAC); names of CLDR if we have none."""

    iso2: str
    iso3: str
    m49: str
    dac: str
    sdmx: str
    name: str
    part_of: str
    name_ja: str
    name_es: str
    name_pt: str


class Places:
    """Finds places of a graph by code or name, and knows which lie in the region.

    Parameters
    ----------
    store : the graph.
    """

    def __init__(self, store: Store) -> None:
        self._by: dict[tuple[str, str], str] = {}
        self._wider: dict[str, str] = {}
        self.new: dict[str, Area] = {}
        for place, name, iso2, iso3, m49, wider in _rows(store):
            self._wider.setdefault(place, wider)
            for scheme, code in (("name", fold(name)), ("iso2", iso2), ("iso3", iso3), ("m49", m49)):
                if code:
                    self._by.setdefault((scheme, code), place)
        self._regions = {text_of(place).removeprefix(_BASE) for (place,) in store.select(_REGIONS)}
        for area in _areas():
            self._add(area)

    def _add(self, area: Area) -> None:
        place = self._by.get(("m49", area.m49), "") or self._by.get(("iso3", area.iso3), "")
        if not place:
            place = f"?{area.iso3.lower()}"
            self.new[place] = area
            self._wider[place] = area.part_of
        schemes = {
            "iso2": area.iso2, "iso3": area.iso3, "m49": area.m49, "dac": area.dac, "iso3 ": area.sdmx,
        }  # fmt: skip
        names = (area.name, area.name_ja, area.name_es, area.name_pt)
        for scheme, code in (*schemes.items(), *(("name", fold(name)) for name in names)):
            if code:
                self._by.setdefault((scheme.strip(), code), place)

    def find(self, text: str, scheme: str = "") -> str:
        """Return the place of a code or name, or nothing.

        Parameters
        ----------
        text : the code or name.
        scheme : iso2, iso3, m49, dac or name; all but dac and m49, which share numbers, when not given.

        Returns
        -------
        The id without ``place/``; one that begins with ``?`` is not in the graph, see `new`.
        """
        for tried in (scheme,) if scheme else ("iso3", "iso2", "name"):
            code = (
                fold(text) if tried == "name" else text.upper().zfill(3) if tried == "m49" else text.upper()
            )
            if place := self._by.get((tried, code)):
                return place
        return ""

    def is_known(self, place: str) -> bool:
        """Return whether the graph has a place."""
        return place in self._wider

    def is_region(self, place: str) -> bool:
        """Return whether a place is a region of several countries; its id may begin with ``place/``."""
        return place.removeprefix("place/") in self._regions

    def is_within(self, place: str, region: str = REGION) -> bool:
        """Return whether a place is a region or lies in it."""
        for _ in range(9):
            if place == region:
                return True
            place = self._wider.get(place, "")
        return False


def _rows(store: Store) -> Iterator[tuple[str, ...]]:
    for row in store.select(_PLACES):
        place, *rest, wider = ("" if term is None else text_of(term) for term in row)
        yield (place.removeprefix(_BASE), *rest, wider.removeprefix(_BASE))


def _areas() -> list[Area]:
    with _AREAS.open(encoding="utf-8", newline="") as file:
        return [Area(**row) for row in csv.DictReader(file)]
