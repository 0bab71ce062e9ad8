"""Which classes, relations, codes, countries and sectors the statements of a graph use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.kept_tables import each
from .kept_values import kept_value
from .nearby import PLACING
from .statements import CODED

if TYPE_CHECKING:
    from .cache import Cache

__all__ = ["in_use"]

_STARTS = {"Firm": 2, "PublicAgency": 2, "TradeAgreement": 2, "Mine": 2, "Project": 2, "Country": 4}
"""Familiar classes -> how many of their best linked entities are offered to start from."""


def in_use(cache: Cache) -> Mapping[str, Any]:
    """Return what the statements of a graph use, each list sorted.

    Returns
    -------
    `kinds` of linked entities, `facts`, the classes of facts that make links, `relations`, `context`, those
    that only place an entity, `countries`, `sectors`, `plans`, statuses of what has not come true, `codes`,
    scheme -> its codes that qualify a statement, and `starts`, entities to start from.
    """
    return kept_value(cache, "in use", lambda: _read(cache))


def _read(cache: Cache) -> dict[str, Any]:
    kinds = _kinds(cache)
    facts: set[str] = set()
    relations: set[str] = set()
    context: set[str] = set()
    for link in cache.links.links:
        relations.add(link.relation)
        if not link.fact or link.relation in PLACING:
            context.add(link.relation)
        if kind := cache.fact_kinds.get(link.fact or ""):
            facts.add(kind)
    found = {
        "kinds": {*kinds.values()},
        "facts": facts,
        "relations": relations,
        "context": context,
        "countries": {country for _, country in each(cache.countries)},
        "sectors": {sector for _, sectors in each(cache.sectors) for sector in sectors},
    }
    return {name: sorted(group) for name, group in found.items()} | {
        **_qualifying(cache),
        "starts": _starts(cache, kinds),
    }


def _kinds(cache: Cache) -> dict[str, str]:
    """Linked entity -> its narrowest class."""
    known = dict(each(cache.kinds["Entity"]))
    others = cache.describer("en").kinds([name for name in cache.nearby if name not in known])
    return {name: known.get(name) or others.get(name, "Thing") for name in cache.nearby}


def _qualifying(cache: Cache) -> dict[str, Any]:
    plans: set[str] = set()
    codes: dict[str, set[str]] = defaultdict(set)
    for _, entry in each(cache.qualifiers):
        if entry.get("planned"):
            plans.add(entry["status"])
        for scheme in CODED:
            if scheme in entry:
                codes[scheme].add(entry[scheme])
    return {"plans": sorted(plans), "codes": {scheme: sorted(codes[scheme]) for scheme in CODED}}


def _starts(cache: Cache, kinds: Mapping[str, str]) -> Sequence[str]:
    """Well-connected entities of familiar classes that the sources name."""
    named: dict[str, list[str]] = defaultdict(list)
    for name, kind in kinds.items():
        if kind in _STARTS and name not in cache.unnamed:
            named[kind].append(name)
    return [
        name
        for kind, most in _STARTS.items()
        for name in sorted(named[kind], key=lambda n: (-cache.ties(n), n))[:most]
    ]
