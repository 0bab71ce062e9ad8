"""The amounts of links: whose they are, and which of several accounts counts."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ..lookup.link_model import FactData, Link, LinkSet

__all__ = ["money", "shared_amounts"]


def _roles(link: Link) -> set[str]:
    """The roles of the two ends in the fact."""
    return {role for pair in (link.role or "").split(", ") for role in pair.split("-")}


def money(link: Link, data: FactData, found: LinkSet) -> dict[str, Any]:
    """Return the share and the amount of a link, by what an edge calls them.

    An amount that another account counts otherwise is only a reported one.
    """
    fact, values = link.fact, data.values
    share = {"share": float(values["share"])} if "share" in values else {}
    of_another = fact in found.own_parts and bool(_roles(link) & found.beside.keys())
    if fact is None or "amount" not in values or of_another:
        return share
    amount, currency = float(values["amount"]), values.get("currency")
    claim = found.claim(fact)
    counted = found.facts.get(claim, data).values
    if any(values.get(name) != counted.get(name) for name in ("amount", "currency", "status")):
        return {**share, "reported_amount": amount, "reported_currency": currency}
    return {**share, "amount": amount, "currency": currency, "amount_fact": claim}


def shared_amounts(found: LinkSet) -> frozenset[str]:
    """Return the facts in which several parties have the same role, so that the amount is theirs together.

    Who acts beside a main party counts as one of its role, unless the amount is the main party's own part.
    """
    if "shared amounts" not in found.cache:
        found.cache["shared amounts"] = _shared_amounts(found)
    shared: frozenset[str] = found.cache["shared amounts"]
    return shared


def _shared_amounts(found: LinkSet) -> frozenset[str]:
    parties: dict[tuple[str, str], set[str]] = defaultdict(set)
    for link in found.links:
        claim = money(link, found.facts.get(link.fact or "", FactData()), found).get("amount_fact")
        if claim is None:  # no amount, or one of another
            continue
        for pair in (link.role or "").split(", "):
            for role, party in zip(pair.split("-"), (link.source, link.target), strict=False):
                parties[claim, found.beside.get(role, role)].add(party)
    return frozenset(fact for (fact, _), things in parties.items() if len(things) > 1)
