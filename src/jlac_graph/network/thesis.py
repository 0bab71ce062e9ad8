"""Events of the report's thesis, read from the graph: cooperation, investment, trade by sector."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..core.namespaces import shorten
from ..lookup.labels import fetch_labels
from .sequences import Event

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["read_events"]

_SECTORS = """
SELECT DISTINCT ?thing ?sector WHERE {
  { ?thing jlac:area ?code } UNION { ?thing jlac:classifiedAs ?code }
  ?code skos:broader* ?sector .
}"""
_COOPERATION = """
SELECT DISTINCT ?id ?thing ?country ?date WHERE {
  { ?id a jlac:Participation ; jlac:activity ?thing }
  UNION { ?id a jlac:Financing ; jlac:financed ?thing }
  ?thing jlac:country|(jlac:locatedIn/jlac:partOf*) ?country . ?country a jlac:Country .
  OPTIONAL { ?id jlac:date|jlac:start|jlac:asOf ?date }
}"""
_INVESTMENT = """
SELECT DISTINCT ?id ?thing ?country ?date WHERE {
  ?id a jlac:Investment ; jlac:target ?thing .
  OPTIONAL { ?id jlac:date|jlac:start|jlac:asOf ?date }
  { ?id jlac:host ?country } UNION { ?thing jlac:country ?country }
  ?country a jlac:Country .
}"""
_TRADE = """
SELECT DISTINCT ?id ?thing ?country ?date WHERE {
  ?id a jlac:Observation ; qb:dataSet <https://w3id.org/jlac/cube/trade> ; jlac:product ?thing .
  { ?id sdmx-dimension:refArea ?country } UNION { ?id jlac:counterpartArea ?country }
  ?country a jlac:Country .
  OPTIONAL { ?id sdmx-dimension:refPeriod/jlac:start|jlac:start ?date }
}"""
_SUPPLY = """
SELECT DISTINCT ?id ?thing ?country ?date WHERE {
  ?id a jlac:SupplyRelation ; jlac:good ?thing ; jlac:supplier ?supplier ; jlac:customer ?customer .
  OPTIONAL { ?id jlac:date|jlac:start|jlac:asOf ?date }
  { ?supplier jlac:country ?country } UNION { ?customer jlac:country ?country }
  ?country a jlac:Country .
}"""
_CITATIONS = "SELECT ?id ?locator WHERE { VALUES ?id { UNDEF } ?id jlac:citation ?locator }"
_KINDS = (
    ("cooperation", _COOPERATION),
    ("investment", _INVESTMENT),
    ("trade", _TRADE),
    ("trade", _SUPPLY),
)


_Row = tuple[str, str, str, str, int | None]


def read_events(store: Store, *, home: str = "place/japan", lang: str = "en") -> list[Event]:
    """Read the events of every country but `home`, once for each sector of what they are about.

    A sector is a code of the thing itself, by `jlac:area` or a classification, or one above it, so
    a narrow code still meets a broad one. An event whose source gives no date has no year.
    """
    sectors: dict[str, set[str]] = defaultdict(set)
    for classified, sector in store.select(_SECTORS):
        sectors[_text(classified)].add(_text(sector))
    found: list[_Row] = []
    for kind, query in _KINDS:
        for row in store.select(query):
            name, thing, country, date = map(_text, row)
            own = {thing} if query in (_TRADE, _SUPPLY) else set[str]()
            year = int(date[:4]) if date[:4].isdigit() else None
            if shorten(country) != home:
                found += [
                    (kind, shorten(country), code, name, year) for code in sectors.get(thing, set()) | own
                ]
    return _named(store, found, lang)


def _named(store: Store, rows: list[_Row], lang: str) -> list[Event]:
    from pyoxigraph import NamedNode

    ids = [NamedNode(name) for name in sorted({row[3] for row in rows})]
    codes = [NamedNode(code) for code in sorted({row[2] for row in rows})]
    labels = {_text(k): _text(v) for k, v in fetch_labels(store, [*ids, *codes], lang).items()}
    sources: dict[str, set[str]] = defaultdict(set)
    if ids:
        for name, locator in store.select(_CITATIONS, {"id": ids}):
            sources[_text(name)].add(_text(locator))
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


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))
