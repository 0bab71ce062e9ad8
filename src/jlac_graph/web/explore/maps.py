"""What the explorer looks up of each entity, fact and passage, read from the whole graph.

Each function returns a map that can be kept: its keys are texts, its values what JSON can hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from sys import intern
from typing import TYPE_CHECKING, Any

from ...core.namespaces import ONT, PREFIXES, local_name, shorten
from ...core.terms import text_of
from ...lookup.classes import read_types
from ...lookup.hierarchy import above, countries

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

_COUNTRIES = "SELECT DISTINCT ?country WHERE { ?country a jlac:Country }"
_AREA, _CODE, _SCHEME = f"{ONT}area", f"{ONT}classifiedAs", PREFIXES["skos"] + "inScheme"
_SECTOR = "https://w3id.org/jlac/code/sector/"
_SECTORS = """
SELECT DISTINCT ?code ?sector WHERE {
  { ?code a skos:Concept BIND (?code AS ?sector) } UNION { ?code skos:broaderTransitive ?sector }
}"""
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
_ROLES = "SELECT DISTINCT ?role WHERE { ?role rdfs:subPropertyOf jlac:role }"
_TOPS = ("Entity", "Fact", "Observation")
_POINTS = """
SELECT DISTINCT ?thing ?lat ?long ?precision ?locator WHERE {
  ?thing geo:hasGeometry ?point . ?point wgs84:lat ?lat ; wgs84:long ?long .
  OPTIONAL { ?point jlac:coordinatePrecision ?precision }
  OPTIONAL { ?point jlac:citation ?locator }
} ORDER BY ?thing ?lat ?long ?locator"""


def read_countries(store: Store) -> dict[str, str]:
    """Entity -> its country; of several the first by its id."""
    known = {text_of(row[0]) for row in store.select(_COUNTRIES)}
    found: dict[str, set[str]] = {country: {country} for country in known}
    for thing, places in countries(store).items():
        found.setdefault(thing, set()).update(places)
    of_class = read_types(store, [f"{ONT}Place"])
    for row in store.statements([f"{ONT}within"]):
        place, wider = text_of(row[0]), text_of(row[2])
        if wider in known and shorten(place) in of_class:
            found.setdefault(place, set()).add(wider)
    return {shorten(thing): shorten(min(places)) for thing, places in sorted(found.items()) if places}


def read_sectors(store: Store) -> dict[str, list[str]]:
    """Thing -> the sectors of its codes; a narrower code of any scheme belongs to a sector too."""
    wider: dict[str, set[str]] = defaultdict(set)
    for code, sector in store.select(_SECTORS):
        if text_of(sector).startswith(_SECTOR):
            wider[text_of(code)].add(shorten(text_of(sector)))
    found: dict[str, set[str]] = defaultdict(set)
    for thing, property_, value in store.statements([_AREA, _CODE, _SCHEME]):
        own = text_of(thing)
        if sectors := wider.get(own if text_of(property_) == _SCHEME else text_of(value)):
            found[shorten(own)] |= sectors
    return {thing: sorted(sectors) for thing, sectors in sorted(found.items())}


def read_parties(store: Store, facts: Container[str]) -> dict[str, Mapping[str, Any]]:
    """`roles`, fact -> its parties, each after the local name of its role; `played`, the other way round:
    entity -> the facts in which it plays a role -> the local names of those roles.
    """
    from pyoxigraph import NamedNode

    roles: dict[str, list[tuple[str, str]]] = defaultdict(list)
    of_roles = [text_of(row[0]) for row in store.select(_ROLES)]
    for fact, role, party in store.statements(of_roles):
        name = shorten(text_of(fact))
        if isinstance(party, NamedNode) and name in facts:
            roles[name].append((intern(local_name(text_of(role))), intern(shorten(text_of(party)))))
    roles = {fact: sorted(parties) for fact, parties in sorted(roles.items())}
    played: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, parties in roles.items():
        for place, thing in parties:
            played[thing][name].append(place)
    return {"roles": roles, "played": played}


def read_kinds(store: Store) -> dict[str, dict[str, str]]:
    """Entity, Fact and Observation -> each of their members -> its narrowest class, by local names."""
    every = above(store, f"{PREFIXES['rdfs']}subClassOf")
    # not those of other vocabularies, which have classes of the same local names
    broader = {kind: {one for one in wider if one.startswith(ONT)} for kind, wider in every.items()}
    found: dict[str, dict[str, str]] = {top: {} for top in _TOPS}
    narrowest: dict[tuple[str, frozenset[str]], str] = {}
    for name, kinds in sorted(read_types(store, [ONT + top for top in _TOPS]).items()):
        for top in _TOPS:
            if ONT + top not in kinds:
                continue
            if (top, kinds) not in narrowest:
                own = {kind for kind in kinds if ONT + top in broader.get(kind, set()) | {kind}}
                wider = set().union(*(broader.get(kind, set()) for kind in own))
                narrowest[top, kinds] = min(map(local_name, own - wider or own))
            found[top][name] = narrowest[top, kinds]
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
