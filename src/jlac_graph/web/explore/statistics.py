"""Statistics of the graph, each with its indicator, area, period, unit and passages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...core.namespaces import expand, local_name, shorten
from ...core.terms import text_of
from .cache import Cache

if TYPE_CHECKING:
    from ...sparql.syntax import Bindings, Term

__all__ = ["HOME", "all_statistics", "statistics_of"]

HOME = "place/japan"
_FIGURES = """
SELECT ?figure ?cube ?indicator ?area ?other ?product ?sector ?start ?end ?value ?unit
  (GROUP_CONCAT(DISTINCT ?locator; separator=" ") AS ?cited) WHERE {
  VALUES ?figure { UNDEF }
  ?figure a jlac:Observation ; qb:dataSet ?cube ; jlac:indicator ?indicator ; jlac:citation ?locator .
  ?figure sdmx-dimension:refArea ?area ; sdmx-measure:obsValue ?value .
  OPTIONAL { ?figure jlac:counterpartArea ?other }
  OPTIONAL { ?figure jlac:product ?product }
  OPTIONAL { ?figure jlac:sector ?sector }
  OPTIONAL { ?figure jlac:start ?start }
  OPTIONAL { ?figure jlac:end ?end }
  OPTIONAL { ?figure sdmx-attribute:unitMeasure/skos:notation ?unit }
} GROUP BY ?figure ?cube ?indicator ?area ?other ?product ?sector ?start ?end ?value ?unit
ORDER BY ?figure"""
_ABOUT = """
SELECT DISTINCT ?figure WHERE { ?figure a jlac:Observation ; ?dimension ?_thing }"""
_PILLARS = {"tariff": "trade", "trade": "trade", "investment": "investment", "cooperation": "cooperation"}
_NAMED = ("indicator", "about", "area", "other")


def all_statistics(cache: Cache, lang: str) -> list[dict[str, Any]]:
    """Return every statistic, with its pillar if it has one."""
    return _read(cache, lang, {})


def statistics_of(cache: Cache, iri: str, lang: str) -> list[dict[str, Any]]:
    """Return the statistics of which an entity is a dimension."""
    from pyoxigraph import NamedNode

    wanted = {shorten(text_of(row[0])) for row in cache.store.select(_ABOUT, {"_thing": NamedNode(iri)})}
    if not wanted:
        return []
    nodes = [NamedNode(expand(name)) for name in sorted(wanted)]
    return _read(cache, lang, {"figure": nodes})


def _read(cache: Cache, lang: str, values: Bindings) -> list[dict[str, Any]]:
    found = cache.store.select(_FIGURES, values)
    rows = [_figure(cache, dict(zip(found.columns, row, strict=True))) for row in found]
    labels = cache.labels({row[key] for row in rows for key in _NAMED if key in row}, lang)
    for row in rows:
        row |= {f"{key}Label": labels[row[key]] for key in _NAMED if key in row}
    return rows


def _figure(cache: Cache, row: Mapping[str, Term | None]) -> dict[str, Any]:
    def name(*columns: str) -> str | None:
        return next((shorten(text_of(row[c])) for c in columns if row[c] is not None), None)

    def year(column: str) -> int | None:
        return int(text_of(row[column])[:4]) if row[column] is not None else None

    places = [place for place in (name("area"), name("other")) if place]
    found: dict[str, Any] = {
        "id": name("figure"),
        "pillar": _PILLARS.get(local_name(text_of(row["cube"]))),
        "indicator": name("indicator"),
        "about": name("product", "sector"),
        "area": name("area"),
        "other": name("other"),
        "year": year("start"),
        "end": year("end"),
        "value": float(text_of(row["value"])),
        "unit": text_of(row["unit"]) or None,
        "countries": sorted({cache.countries.get(place, place) for place in places} - {HOME}),
        "sources": text_of(row["cited"]).split(),
    }
    return {key: value for key, value in found.items() if value is not None}
