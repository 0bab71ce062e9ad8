"""Facts and statistics by place and year, in three pillars: trade, investment, cooperation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ...core.namespaces import local_name, shorten
from ...core.terms import text_of
from .cache import Cache
from .statistics import HOME, all_statistics

__all__ = ["activity"]

_FACTS = """
SELECT DISTINCT ?fact ?class ?pillar WHERE {
  VALUES (?top ?pillar) {
    (jlac:Investment "investment") (jlac:Ownership "investment") (jlac:Operation "investment")
    (jlac:Financing "cooperation") (jlac:Participation "cooperation") (jlac:Partnership "cooperation")
    (jlac:Adoption "cooperation")
    (jlac:SupplyRelation "trade") (jlac:AgreementParty "trade") (jlac:Negotiation "trade")
  }
  ?class rdfs:subClassOf* ?top . ?fact a ?class .
  FILTER NOT EXISTS { ?narrower rdfs:subClassOf+ ?class . ?fact a ?narrower }
} ORDER BY ?fact ?class"""
_PARTIES = """
SELECT DISTINCT ?fact ?party WHERE {
  ?fact a jlac:Fact ; ?role ?party . ?role rdfs:subPropertyOf jlac:role .
}"""
_DATES = """
SELECT ?thing (MIN(STR(?when)) AS ?date) WHERE {
  VALUES ?class { jlac:Project jlac:Programme jlac:Agreement }
  ?thing a ?class ; jlac:start|jlac:signed|jlac:inForce ?when .
} GROUP BY ?thing"""


def activity(cache: Cache, lang: str) -> dict[str, Any]:
    """Return every fact of a pillar with its countries, year and sectors, every statistic, and the countries.

    A fact without a date takes the start of the project, or the signing of the agreement, that it is about;
    `dated` then says so.
    """
    facts = _facts(cache, lang)
    figures = [row for row in all_statistics(cache, lang) if "pillar" in row]
    places = {c for row in (*facts, *figures) for c in row["countries"]}
    labels = cache.labels(places, lang)
    kinds = cache.terms({fact["kind"] for fact in facts}, lang)
    sectors = {s for row in (*facts, *figures) for s in row.get("sectors", ())}
    cited = [s for row in (*facts, *figures) for s in row["sources"]]
    codes = cache.codes
    return {
        "facts": facts,
        "figures": figures,
        "countries": [
            {"id": name, "label": label, "iso3": codes[name][0], "m49": codes[name][1]}
            for name, label in sorted(labels.items(), key=lambda item: item[1])
            if name in codes
        ],
        "kinds": kinds,
        "sectors": cache.labels(sectors, lang),
        "passages": cache.cited(cited),
    }


def _facts(cache: Cache, lang: str) -> list[dict[str, Any]]:
    parties: dict[str, list[str]] = defaultdict(list)
    for fact, party in cache.store.select(_PARTIES):
        parties[shorten(text_of(fact))].append(shorten(text_of(party)))
    dates = {shorten(text_of(thing)): text_of(date)[:4] for thing, date in cache.store.select(_DATES)}
    rows = [
        _fact(cache, shorten(text_of(fact)), local_name(text_of(kind)), text_of(pillar), parties, dates)
        for fact, kind, pillar in cache.store.select(_FACTS)
    ]
    labels = cache.labels({row["id"] for row in rows}, lang)
    for row in rows:
        row["words"] = labels[row["id"]]
    return rows


def _fact(
    cache: Cache,
    name: str,
    kind: str,
    pillar: str,
    parties: Mapping[str, list[str]],
    dates: Mapping[str, str],
) -> dict[str, Any]:
    data = cache.links.facts.get(name)
    values, (first, last) = (data.values, data.span) if data else ({}, (None, None))
    things = parties.get(name, [])
    homes = sorted({cache.countries.get(thing, "") for thing in things} - {"", HOME})
    lent = min((dates[thing] for thing in things if thing in dates), default=None)
    found: dict[str, Any] = {
        "id": name,
        "kind": kind,
        "pillar": pillar,
        "year": int(first[:4]) if first else (int(lent) if lent else None),
        "end": int(last[:4]) if last and last != first else None,
        "dated": None if first or not lent else "lent",
        "amount": float(values["amount"]) if "amount" in values else None,
        "currency": values.get("currency"),
        "status": values.get("status"),
        "countries": homes,
        "sectors": sorted({s for thing in things for s in cache.sectors.get(thing, ())}),
        "sources": list(data.sources) if data else [],
    }
    return {key: value for key, value in found.items() if value is not None}
