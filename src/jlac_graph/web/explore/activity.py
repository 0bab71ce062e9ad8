"""Facts and statistics by place and year, in three pillars: trade, investment, cooperation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ...core.edtf import bounds
from ...core.kept_tables import each
from ...core.namespaces import ONT, local_name, shorten
from ...core.terms import text_of
from .cache import Cache
from .fact_rows import claims
from .kept_values import kept_value
from .statements import approximate, year_span
from .statistics import HOME, all_statistics

__all__ = ["activity", "events_of", "year_range"]

_PILLARS = {
    **dict.fromkeys(("Investment", "Ownership", "Operation"), "investment"),
    **dict.fromkeys(("Financing", "Participation", "Partnership", "Adoption"), "cooperation"),
    "SupplyRelation": "trade",
    **dict.fromkeys(("AgreementParty", "Negotiation"), ""),
}
"""Classes of facts -> their pillar; empty if it is that of the agreement that they are about."""
_DECADE = 10
_PROJECTS = ("project/", "programme/")
_UNSUMMED = """
SELECT DISTINCT ?fact WHERE {
  { ?fact jlac:countedWithin ?whole } UNION { ?fact jlac:financeType/jlac:isCeiling true }
  UNION { ?fact jlac:investor|jlac:financier ?group . ?group a jlac:Group }
}"""
_DATES = tuple(ONT + name for name in ("earliest", "latest", "signed", "inForce"))
_DATED = frozenset({"Project", "Programme", "Agreement"})


def activity(cache: Cache, lang: str) -> dict[str, Any]:
    """Every fact of a pillar with its countries, years and sectors; every statistic; the countries.

    `first` and `last` are the years that the dates allow: only one of them where the time is open at
    the other end. A fact without a date takes the time of a project or agreement that it is about, and
    says so by `dated`; so does a fact of which only the time of the source's writing is known.
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
        "points": _points(cache, lang),
        "passages": cache.cited(cited),
    }


def events_of(cache: Cache, country: str) -> int:
    """How many events have a party in a country, as the map counts them: each once, plans not counted."""
    return kept_value(cache, "events of countries", lambda: _events(cache)).get(country, 0)


def _events(cache: Cache) -> dict[str, int]:
    facts: dict[str, list[str]] = defaultdict(list)
    for row in cache.kept("activity", lambda: _read(cache)):
        for country in row["countries"]:
            facts[country].append(row["id"])
    return {country: len(claims(cache, names)) for country, names in facts.items()}


def year_range(cache: Cache) -> list[int]:
    """The first and the last year of the facts of a pillar that have come true, those of vaguer time than
    a decade left out; of a time open at one end, the year that is known counts.
    """
    return kept_value(cache, "years", lambda: _year_range(cache))


def _year_range(cache: Cache) -> list[int]:
    said = (cache.qualifiers.get(name, {}) for name, *_ in _facts_of_pillars(cache))
    spans = [year_span(entry) for entry in said if "date" in entry and not entry.get("planned")]
    years = {
        year
        for first, last in spans
        if first is None or last is None or last - first < _DECADE
        for year in (first, last)
        if year is not None
    }
    return [min(years), max(years)] if years else []


def _points(cache: Cache, lang: str) -> list[dict[str, Any]]:
    """The first point of each entity that has coordinates."""
    labels = cache.labels(cache.points, lang)
    return [
        {
            "id": name,
            "label": labels[name],
            "country": cache.countries.get(name, ""),
            "sectors": list(cache.sectors.get(name, ())),
            "lat": points[0]["lat"],
            "long": points[0]["long"],
        }
        for name, points in cache.points.items()
    ]


def _facts(cache: Cache, lang: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = cache.kept("activity", lambda: _read(cache))
    labels = cache.labels({row["id"] for row in rows}, lang)
    return [{**row, "words": labels[row["id"]], **cache.claimant(row, lang)} for row in rows]


def _read(cache: Cache) -> list[dict[str, Any]]:
    """Every fact of a pillar without its words."""
    lent = _lent(cache)
    unsummed = {shorten(text_of(row[0])) for row in cache.store.select(_UNSUMMED)}
    rows = []
    for name, kind, pillar in _facts_of_pillars(cache):
        row = _fact(cache, name, cache.parties(name), lent) | {"kind": kind, "pillar": pillar}
        rows.append(row | {"unsummed": True} if name in unsummed else row)
    return rows


def _facts_of_pillars(cache: Cache) -> Iterator[tuple[str, str, str]]:
    """Yield each fact of a pillar, with its narrowest class and the pillar."""
    types = cache.classes.types
    for name, kind in each(cache.fact_kinds):
        top = next((top for top in _PILLARS if top in types.get(name, ())), None)
        if top is not None:
            yield name, kind, _PILLARS[top] or _of_agreement(cache, name, types)


def _of_agreement(cache: Cache, name: str, types: Mapping[str, Collection[str]]) -> str:
    """Return the pillar of a fact about an agreement."""
    about = (thing for role, thing in cache.roles.get(name, ()) if role == "agreement")
    return "trade" if any("TradeAgreement" in types.get(thing, ()) for thing in about) else "cooperation"


def _lent(cache: Cache) -> dict[str, dict[str, str]]:
    """The bounds of the time of each project, programme and agreement, as far as they are known."""
    dated = {name for name, kinds in cache.classes.types.items() if kinds & _DATED}
    found: dict[str, dict[str, str]] = {}
    for row in cache.store.statements(_DATES):
        name, property_, day = shorten(text_of(row[0])), local_name(text_of(row[1])), text_of(row[2])
        if name not in dated:
            continue
        for bound, known in _known(property_, day).items():
            choose = min if bound == "earliest" else max
            entry = found.setdefault(name, {})
            entry[bound] = choose(entry.get(bound, known), known)
    return found


def _known(property_: str, day: str) -> dict[str, str]:
    """The bound that a date gives; a signature or entry into force begins a time that has no end.

    >>> _known("latest", "2013-12-31"), _known("signed", "2005-02/.."), _known("inForce", "../2014-07-28")
    ({'latest': '2013-12-31'}, {'earliest': '2005-02-01'}, {'latest': '2014-07-28'})
    """
    if property_ in ("earliest", "latest"):
        return {property_: day}
    try:
        first, last = bounds(day)
    except ValueError:
        return {}
    if first is not None:
        return {"earliest": first.isoformat()}
    return {"latest": last.isoformat()} if last is not None else {}


def _fact(
    cache: Cache, name: str, things: Sequence[str], lent: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    data = cache.links.facts.get(name)
    values, said = data.values if data else {}, cache.said(name)
    countries, sectors = cache.concerned([name])
    dated, first, last = _time(said, [lent[thing] for thing in things if thing in lent])
    found: dict[str, Any] = {
        "id": name,
        "first": first,
        "last": last,
        "dated": dated,
        "approximate": approximate(said) or None,
        "amount": float(values["amount"]) if "amount" in values else None,
        "currency": values.get("currency"),
        "countries": sorted(countries - {HOME}),
        "sectors": sorted(sectors),
        "projects": sorted(thing for thing in things if thing.startswith(_PROJECTS)) or None,
        "at": sorted(thing for thing in things if thing in cache.points) or None,
        "sources": list(data.sources) if data else [],
        **said,
    }
    return {key: value for key, value in found.items() if value is not None}


def _time(
    said: Mapping[str, Any], lent: Sequence[Mapping[str, str]]
) -> tuple[str | None, int | None, int | None]:
    """Whence the time of a fact is, its first and its last year.

    >>> _time({}, [{"earliest": "2015-01-01"}, {"latest": "2014-07-28"}])
    ('lent', None, 2014)
    """
    if {"date", "start", "end"} & said.keys():
        return (None, *year_span(said))
    if lent:
        return ("lent", *year_span(min(lent, key=lambda entry: entry.get("earliest") or entry["latest"])))
    return ("asOf" if "asOf" in said else None, *year_span(said))
