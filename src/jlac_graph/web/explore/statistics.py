"""Statistics of the graph, each with its indicator, area, period, unit and passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.kept_tables import each, some
from ...core.namespaces import ONT, PREFIXES, expand, local_name, shorten
from ...core.terms import text_of
from .cache import Cache
from .fact_rows import Page

if TYPE_CHECKING:
    from ...sparql.answers import Row

__all__ = ["HOME", "all_statistics", "statistics_of"]

HOME = "place/japan"
_STATED = {
    f"{PREFIXES['qb']}dataSet": "cube",
    f"{ONT}indicator": "indicator",
    f"{ONT}citation": "cited",
    f"{PREFIXES['sdmx-dimension']}refArea": "area",
    f"{PREFIXES['sdmx-measure']}obsValue": "value",
    f"{ONT}valueTo": "upper",
    f"{ONT}counterpartArea": "other",
    f"{ONT}subject": "whose",
    f"{ONT}provider": "whose",
    f"{ONT}about": "under",
    f"{ONT}product": "product",
    f"{ONT}sector": "sector",
    f"{PREFIXES['sdmx-attribute']}unitMeasure": "unit",
}
_NEEDED = frozenset({"cube", "indicator", "cited", "area", "value"})
_OF_SOME = f"""
SELECT ?figure ?property ?value WHERE {{
  VALUES ?figure {{ UNDEF }}
  ?figure ?property ?value .
  FILTER (?property IN ({", ".join(f"<{name}>" for name in _STATED)}))
}}"""
_TIED = "SELECT DISTINCT ?thing WHERE { ?thing ?property ?_thing }"
"""Which of them are statistics is looked up: an engine would ask it of one after the other."""
_PILLARS = {"tariff": "trade", "trade": "trade", "investment": "investment", "cooperation": "cooperation"}
_NAMED = ("id", "indicator", "about", "area", "other", "whose", "under", "unit")


def all_statistics(cache: Cache, lang: str) -> list[dict[str, Any]]:
    """Return every statistic, with its pillar if it has one."""

    def read() -> list[dict[str, Any]]:
        among = dict(each(cache.kinds["Observation"]))
        return _read(cache, cache.store.statements(_STATED), among)

    return _worded(cache, cache.kept("statistics", read), lang)


def statistics_of(cache: Cache, iri: str, lang: str, page: Page) -> tuple[list[dict[str, Any]], int]:
    """Return a page of the statistics of which an entity is a dimension, and how many there are."""
    from pyoxigraph import NamedNode

    tied = [shorten(text_of(row[0])) for row in cache.store.select(_TIED, {"_thing": NamedNode(iri)})]
    known = some(cache.kinds["Observation"], tied)
    wanted = sorted(name for name in tied if name in known)
    shown = page.of(wanted)
    rows = (
        cache.store.rows(_OF_SOME, {"figure": [NamedNode(expand(name)) for name in shown]}) if shown else ()
    )
    return _worded(cache, _read(cache, rows, shown), lang), len(wanted)


def _read(cache: Cache, rows: Iterable[Row], among: Container[str]) -> list[dict[str, Any]]:
    """The statistics of some statements, without their words."""
    stated: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for figure, property_, value in rows:
        if (name := shorten(text_of(figure))) in among:
            stated[name][_STATED[text_of(property_)]].add(text_of(value))
    whole = sorted(name for name, said in stated.items() if said.keys() >= _NEEDED)
    return [_figure(cache, name, stated[name]) | cache.said(name) for name in whole]


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


def _figure(cache: Cache, figure: str, said: Mapping[str, Collection[str]]) -> dict[str, Any]:
    def text(key: str) -> str:
        return min(said.get(key, ("",)))

    def name(*keys: str) -> str | None:
        return next((shorten(text(key)) for key in keys if key in said), None)

    places = [place for place in (name("area"), name("other")) if place]
    codes = [code for code in (name("product"), name("sector")) if code]
    found: dict[str, Any] = {
        "id": figure,
        "pillar": _PILLARS.get(local_name(text("cube"))),
        "indicator": name("indicator"),
        "about": name("product", "sector"),
        "area": name("area"),
        "other": name("other"),
        "whose": name("whose"),
        "under": name("under"),
        "value": float(text("value")),
        "upper": float(text("upper")) if "upper" in said else None,
        "unit": name("unit"),
        "countries": sorted({cache.countries.get(place, place) for place in places} - {HOME}),
        "sectors": sorted({sector for code in codes for sector in cache.sectors.get(code, ())}),
        "sources": sorted(said["cited"]),
    }
    return {key: value for key, value in found.items() if value is not None}
