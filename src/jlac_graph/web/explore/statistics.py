"""Statistics of the graph, each with its indicator, area, period, unit and passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.namespaces import expand, local_name, shorten
from ...core.terms import text_of
from .cache import Cache
from .fact_rows import Page

if TYPE_CHECKING:
    from ...sparql.syntax import Bindings, Term

__all__ = ["HOME", "all_statistics", "statistics_of"]

HOME = "place/japan"
_FIGURES = """
SELECT ?figure ?cube ?indicator ?area ?other ?whose ?under ?product ?sector ?value ?upper ?unit
  (GROUP_CONCAT(DISTINCT ?locator; separator=" ") AS ?cited) WHERE {
  VALUES ?figure { UNDEF }
  ?figure qb:dataSet ?cube ; jlac:indicator ?indicator ; jlac:citation ?locator .
  ?figure sdmx-dimension:refArea ?area ; sdmx-measure:obsValue ?value .
  OPTIONAL { ?figure jlac:counterpartArea ?other }
  OPTIONAL { ?figure jlac:subject|jlac:provider ?whose }
  OPTIONAL { ?figure jlac:about ?under }
  OPTIONAL { ?figure jlac:product ?product }
  OPTIONAL { ?figure jlac:sector ?sector }
  OPTIONAL { ?figure jlac:valueTo ?upper }
  OPTIONAL { ?figure sdmx-attribute:unitMeasure ?unit }
} GROUP BY ?figure ?cube ?indicator ?area ?other ?whose ?under ?product ?sector ?value ?upper ?unit
ORDER BY ?figure"""
_ABOUT = """
SELECT DISTINCT ?figure WHERE { ?figure a jlac:Observation ; ?dimension ?_thing }"""
_PILLARS = {"tariff": "trade", "trade": "trade", "investment": "investment", "cooperation": "cooperation"}
_NAMED = ("id", "indicator", "about", "area", "other", "whose", "under", "unit")


def all_statistics(cache: Cache, lang: str) -> list[dict[str, Any]]:
    """Return every statistic, with its pillar if it has one."""
    return _worded(cache, cache.kept("statistics", lambda: _read(cache, {})), lang)


def statistics_of(cache: Cache, iri: str, lang: str, page: Page) -> tuple[list[dict[str, Any]], int]:
    """Return a page of the statistics of which an entity is a dimension, and how many there are."""
    from pyoxigraph import NamedNode

    wanted = {shorten(text_of(row[0])) for row in cache.store.select(_ABOUT, {"_thing": NamedNode(iri)})}
    nodes = [NamedNode(expand(name)) for name in page.of(sorted(wanted))]
    read = _read(cache, {"figure": nodes}) if nodes else []
    return _worded(cache, read, lang), len(wanted)


def _read(cache: Cache, values: Bindings) -> list[dict[str, Any]]:
    """The statistics without their words."""
    found = cache.store.select(_FIGURES, values)
    met: dict[str, dict[str, Any]] = {}
    for terms in found:
        figure = _figure(cache, dict(zip(found.columns, terms, strict=True)))
        met.setdefault(figure["id"], figure | cache.said(figure["id"]))
    return list(met.values())


def _worded(cache: Cache, read: Sequence[Mapping[str, Any]], lang: str) -> list[dict[str, Any]]:
    labels = cache.labels({row[key] for row in read for key in _NAMED if key in row}, lang)
    rows = []
    for figure in read:
        row = {**figure, **cache.claimant(figure, lang), "words": labels[figure["id"]]}
        row |= {f"{key}Label": labels[row[key]] for key in _NAMED if key in row and key != "id"}
        if "unit" in row:
            row["unit"] = row["unit"].rpartition("/")[2]
        rows.append(row)
    return rows


def _figure(cache: Cache, row: Mapping[str, Term | None]) -> dict[str, Any]:
    def name(*columns: str) -> str | None:
        return next((shorten(text_of(row[c])) for c in columns if row[c] is not None), None)

    places = [place for place in (name("area"), name("other")) if place]
    codes = [code for code in (name("product"), name("sector")) if code]
    found: dict[str, Any] = {
        "id": name("figure"),
        "pillar": _PILLARS.get(local_name(text_of(row["cube"]))),
        "indicator": name("indicator"),
        "about": name("product", "sector"),
        "area": name("area"),
        "other": name("other"),
        "whose": name("whose"),
        "under": name("under"),
        "value": float(text_of(row["value"])),
        "upper": float(text_of(row["upper"])) if row["upper"] is not None else None,
        "unit": name("unit"),
        "countries": sorted({cache.countries.get(place, place) for place in places} - {HOME}),
        "sectors": sorted({sector for code in codes for sector in cache.sectors.get(code, ())}),
        "sources": sorted(text_of(row["cited"]).split()),
    }
    return {key: value for key, value in found.items() if value is not None}
