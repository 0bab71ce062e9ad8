"""What the explorer looks up of each entity, fact and passage, read from the whole graph.

Each function returns a map that can be kept: its keys are texts, its values what JSON can hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from sys import intern
from typing import TYPE_CHECKING, Any

from ...core.namespaces import local_name, shorten
from ...core.terms import text_of

if TYPE_CHECKING:
    from ...sparql.store import Store

__all__ = [
    "read_accounts",
    "read_countries",
    "read_kinds",
    "read_parties",
    "read_passages",
    "read_points",
    "read_sectors",
]

_COUNTRIES = """
SELECT DISTINCT ?thing ?country WHERE {
  { ?thing jlac:country ?country . ?country a jlac:Country }
  UNION { ?thing jlac:locatedIn|(jlac:locatedIn/jlac:within) ?country . ?country a jlac:Country }
  UNION { ?thing a jlac:Place ; jlac:within ?country . ?country a jlac:Country }
  UNION { ?thing a jlac:Country BIND (?thing AS ?country) }
} ORDER BY ?thing ?country"""
_SECTORS = """
SELECT DISTINCT ?thing ?sector WHERE {
  { ?thing jlac:area ?code } UNION { ?thing jlac:classifiedAs ?code }
  UNION { ?thing skos:inScheme ?scheme BIND (?thing AS ?code) }
  { ?code a skos:Concept BIND (?code AS ?sector) } UNION { ?code skos:broaderTransitive ?sector }
  FILTER (STRSTARTS(STR(?sector), "https://w3id.org/jlac/code/sector/"))
} ORDER BY ?thing ?sector"""
_PASSAGES = """
SELECT DISTINCT ?locator ?label ?section ?address ?tier ?read WHERE {
  ?passage a jlac:Passage ; jlac:locator ?locator ; rdfs:label ?label .
  OPTIONAL { ?passage jlac:section ?section }
  OPTIONAL { ?passage dcterms:source ?own }
  OPTIONAL { ?passage dcterms:isPartOf ?source . ?source dcterms:source ?document }
  OPTIONAL { ?passage dcterms:isPartOf/jlac:tier ?tier }
  OPTIONAL { ?passage dcterms:isPartOf/jlac:read ?read }
  BIND (COALESCE(?own, ?document) AS ?address)
} ORDER BY ?locator ?label"""
_ACCOUNTS = """
SELECT DISTINCT ?event ?fact WHERE {
  ?event a jlac:ReportedEvent ; jlac:account ?fact
} ORDER BY ?event ?fact"""
_PARTIES = """
SELECT DISTINCT ?fact ?role ?party WHERE {
  ?fact a jlac:Fact ; ?role ?party . ?role rdfs:subPropertyOf jlac:role . FILTER (isIRI(?party))
}"""
_CLASSES = """
SELECT DISTINCT ?thing ?class WHERE {
  VALUES ?top { jlac:Entity jlac:Fact jlac:Observation }
  ?class rdfs:subClassOf* ?top . ?thing a ?class
}"""
_BROADER = """
SELECT DISTINCT ?class ?broader WHERE {
  ?class rdfs:subClassOf+ ?broader FILTER (STRSTARTS(STR(?broader), STR(jlac:)))
}"""
"""Not those of other vocabularies, which have classes of the same local names."""
_POINTS = """
SELECT DISTINCT ?thing ?lat ?long ?precision ?locator WHERE {
  ?thing geo:hasGeometry ?point . ?point wgs84:lat ?lat ; wgs84:long ?long .
  OPTIONAL { ?point jlac:coordinatePrecision ?precision }
  OPTIONAL { ?point jlac:citation ?locator }
} ORDER BY ?thing ?lat ?long ?locator"""


def read_countries(store: Store) -> dict[str, str]:
    """Entity -> its country."""
    found: dict[str, str] = {}
    for thing, country in store.rows(_COUNTRIES):
        found.setdefault(shorten(text_of(thing)), shorten(text_of(country)))
    return found


def read_sectors(store: Store) -> dict[str, list[str]]:
    """Thing -> the sectors of its codes; a narrower code of any scheme belongs to a sector too."""
    found: dict[str, list[str]] = defaultdict(list)
    for thing, sector in store.rows(_SECTORS):
        found[shorten(text_of(thing))].append(shorten(text_of(sector)))
    return dict(found)


def read_parties(store: Store) -> dict[str, Mapping[str, Any]]:
    """`roles`, fact -> its parties, each after the local name of its role; `played`, the other way round:
    entity -> the facts in which it plays a role -> the local names of those roles.
    """
    roles: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for fact, role, party in store.rows(_PARTIES):
        roles[shorten(text_of(fact))].append(
            (intern(local_name(text_of(role))), intern(shorten(text_of(party))))
        )
    roles = {fact: sorted(parties) for fact, parties in sorted(roles.items())}
    played: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, parties in roles.items():
        for place, thing in parties:
            played[thing][name].append(place)
    return {"roles": roles, "played": played}


def read_kinds(store: Store) -> dict[str, dict[str, str]]:
    """Entity, Fact and Observation -> each of their members -> its narrowest class, by local names."""
    above: dict[str, set[str]] = defaultdict(set)
    for kind, broader in store.select(_BROADER):
        above[local_name(text_of(kind))].add(local_name(text_of(broader)))
    classes: dict[str, set[str]] = defaultdict(set)
    for thing, kind in store.rows(_CLASSES):
        classes[shorten(text_of(thing))].add(intern(local_name(text_of(kind))))
    found: dict[str, dict[str, str]] = {top: {} for top in ("Entity", "Fact", "Observation")}
    for name, own in sorted(classes.items()):
        wider = set().union(*(above[one] for one in own))
        for top in found.keys() & own:
            found[top][name] = min(own - wider or own)
    return found


def read_passages(store: Store) -> dict[str, dict[str, str]]:
    """Locator -> label and section of a passage, its address, the tier and the reading of its source."""
    found: dict[str, dict[str, str]] = {}
    for locator, label, section, address, tier, read in store.rows(_PASSAGES):
        entry = {"label": text_of(label), "section": text_of(section), "url": text_of(address)}
        entry["tier"] = local_name(text_of(tier)) if tier is not None else ""
        entry["read"] = text_of(read)
        found.setdefault(text_of(locator), {k: v for k, v in entry.items() if v})
    return found


def read_accounts(store: Store) -> dict[str, Mapping[str, Any]]:
    """`events`, fact -> the event of which it is one of several accounts; `accounts`, the other way round."""
    events: dict[str, str] = {}
    accounts: dict[str, list[str]] = defaultdict(list)
    for event, fact in store.rows(_ACCOUNTS):
        events[shorten(text_of(fact))] = shorten(text_of(event))
    for told, of in events.items():
        accounts[of].append(told)
    return {"events": events, "accounts": accounts}


def read_points(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Entity -> its points in WGS 84, each with its precision and passages."""
    found: dict[str, dict[tuple[str, str], dict[str, Any]]] = defaultdict(dict)
    for thing, lat, long, precision, locator in store.rows(_POINTS):
        at = text_of(lat), text_of(long)
        point: dict[str, Any] = {"lat": float(at[0]), "long": float(at[1]), "sources": []}
        entry = found[shorten(text_of(thing))].setdefault(at, point)
        if precision is not None:
            entry["precision"] = local_name(text_of(precision))
        if locator is not None and text_of(locator) not in entry["sources"]:
            entry["sources"].append(text_of(locator))
    return {thing: list(points.values()) for thing, points in found.items()}
