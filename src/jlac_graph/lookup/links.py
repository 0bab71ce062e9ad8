"""The links of a graph, made by its facts and direct properties, read by SPARQL.

Which facts make which links is declared in the ontology (`jlac:ShortcutRule`, `jlac:DirectLink`);
no class or role is named here, so a new fact class needs no code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from sys import intern
from typing import TYPE_CHECKING

from ..core.namespaces import PREFIXES, local_name, shorten
from ..core.terms import text_of
from .hierarchy import above
from .kept import kept_tables
from .kept_links import kept_links, link_tables
from .link_model import ALWAYS, QUALIFIERS, TEXTS, FactData, Link, LinkSet, Surcharges, years_mask

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = [
    "ALWAYS",
    "QUALIFIERS",
    "TEXTS",
    "FactData",
    "Link",
    "LinkSet",
    "Surcharges",
    "read_links",
    "spaced",
    "years_mask",
]

_FACT_LINKS = """
SELECT DISTINCT ?fact ?from ?link ?to ?fromRole ?toRole WHERE {
  ?rule jlac:ofFact ?class ; jlac:fromRole ?fromRole ; jlac:toRole ?toRole .
  ?rule jlac:shortcut ?shortcut .
  ?fact a ?class ; ?fromRole ?from ; ?toRole ?to .
  FILTER (?from != ?to)
  FILTER NOT EXISTS { ?fact a jlac:Relatedness }
  OPTIONAL {
    ?fact jlac:status ?status .
    { ?status jlac:isPlan true . ?form jlac:plannedFor ?shortcut }
    UNION { ?status jlac:isAgreed true . ?form jlac:agreedFor ?shortcut }
  }
  BIND (COALESCE(?form, ?shortcut) AS ?link)
}"""
_DIRECT_LINKS = """
SELECT DISTINCT ?from ?property ?to WHERE {
  ?property a jlac:DirectLink . ?from ?property ?to . FILTER (isIRI(?to))
}"""
_FACT_DATA = f"""
SELECT DISTINCT ?fact ?property ?value WHERE {{
  VALUES ?property {{
    jlac:amount jlac:currency jlac:share jlac:precision jlac:status jlac:capacity jlac:sameClaim
    jlac:countedIn
    jlac:date jlac:start jlac:end jlac:asOf jlac:earliest jlac:latest jlac:citation
    {" ".join(f"jlac:{name}" for name in QUALIFIERS)}
  }}
  ?fact a jlac:Fact ; ?property ?value .
}}"""
_CITATIONS = """
SELECT DISTINCT ?thing ?locator WHERE {
  ?property a jlac:DirectLink . ?thing ?property ?to ; jlac:citation ?locator .
}"""
_OWN_CITATIONS = """
SELECT DISTINCT ?from ?property ?to ?locator WHERE {
  ?property a jlac:DirectLink .
  GRAPH ?graph { ?from ?property ?to . ?from jlac:citation ?locator } FILTER (isIRI(?to))
}"""
_GROUND = """
SELECT DISTINCT ?thing ?surcharge WHERE {
  { ?thing a jlac:Place } UNION { ?thing a skos:Concept }
  ?thing a ?class . ?class jlac:surcharge ?surcharge .
}"""
_SURCHARGES = """
SELECT ?term ?scheme ?surcharge WHERE {
  ?term jlac:surcharge|((jlac:plannedFor|jlac:agreedFor)/jlac:surcharge) ?surcharge .
  { ?term a owl:ObjectProperty } UNION { ?term skos:inScheme ?scheme }
}"""
_GROUPS = """
SELECT DISTINCT ?group ?surcharge WHERE { ?group a jlac:Group . jlac:Group jlac:surcharge ?surcharge }"""
_MEMBERSHIPS = "SELECT DISTINCT ?fact WHERE { ?fact jlac:body ?group . ?group a jlac:Group }"
_PLANS = "SELECT DISTINCT ?fact WHERE { ?fact a jlac:Fact ; jlac:status/jlac:isPlan true }"
_OWN_PARTS = "SELECT DISTINCT ?fact WHERE { ?fact jlac:scope/jlac:isOwnPart true }"
_BESIDE = "SELECT ?role ?main WHERE { ?role jlac:beside ?main }"
_UNNAMED = "SELECT DISTINCT ?agent WHERE { ?agent jlac:unnamed true }"
_AGREED = "SELECT DISTINCT ?form WHERE { ?form jlac:agreedFor ?realised }"
_SYMMETRIC = "SELECT ?property WHERE { ?property a owl:SymmetricProperty }"


def read_links(store: Store) -> LinkSet:
    """Read every link that the ontology's declarations yield, or open those that are kept beside the graph.

    Where a rule of a narrower relation ties the same two entities by the same fact, the broader one
    is left out; a symmetric relation is given once, in the order of the names. A curator's remark that two
    entities may be related (`jlac:Relatedness`) is not a link.
    """
    if store.beside is None:
        return _read(store)
    return kept_links(kept_tables(store, "links", lambda: link_tables(_read(store))), store.beside)


def _read(store: Store) -> LinkSet:
    facts = _fact_data(store)
    symmetric = frozenset(text_of(row[0]) for row in store.select(_SYMMETRIC))
    groups = {shorten(text_of(group)): int(text_of(due)) for group, due in store.select(_GROUPS)}
    links = sorted([*_from_facts(store, facts, symmetric), *_direct(store, groups)], key=_order)
    facts |= {link.fact: FactData() for link in links if link.fact and link.fact not in facts}
    names = frozenset(map(local_name, symmetric))
    surcharges = replace(_surcharges(store), membership=max(groups.values(), default=0))
    beside = {local_name(text_of(role)): local_name(text_of(main)) for role, main in store.select(_BESIDE)}
    return LinkSet(
        tuple(links),
        facts,
        _ground(store),
        names,
        surcharges,
        unnamed=_names(store, _UNNAMED),
        own_parts=_names(store, _OWN_PARTS),
        beside=beside,
        agreed=frozenset(local_name(text_of(row[0])) for row in store.select(_AGREED)),
    )


def _ground(store: Store) -> dict[str, int]:
    """The least surcharge that a class of each place or code declares: a city has less than any place."""
    found: dict[str, int] = {}
    for thing, surcharge in store.rows(_GROUND):
        name, due = shorten(text_of(thing)), int(text_of(surcharge))
        found[name] = min(due, found.get(name, due))
    return found


def _names(store: Store, query: str) -> frozenset[str]:
    return frozenset(shorten(text_of(row[0])) for row in store.rows(query))


def _surcharges(store: Store) -> Surcharges:
    found: dict[str, dict[str, int]] = {"relation": {}, "precision": {}, "status": {}, "likelihood": {}}
    for term, scheme, surcharge in store.select(_SURCHARGES):
        kind = local_name(text_of(scheme)) or "relation"
        if kind in found:
            found[kind][local_name(text_of(term))] = int(text_of(surcharge))
    return Surcharges(**found)  # type: ignore[arg-type]


def _order(link: Link) -> tuple[str, str, str, str]:
    return (link.source, link.target, link.relation, link.fact or "")


def _fact_data(store: Store) -> dict[str, FactData]:
    values: dict[str, dict[str, str]] = defaultdict(dict)
    sources: dict[str, set[str]] = defaultdict(set)
    qualifiers: dict[str, dict[str, str]] = defaultdict(dict)
    for fact, key, value in store.rows(_FACT_DATA):
        name, property_ = intern(shorten(text_of(fact))), intern(local_name(text_of(key)))
        text = intern(text_of(value))
        if property_ == "citation":
            sources[name].add(text)
        elif property_ in QUALIFIERS:
            qualifiers[name][property_] = text if property_ in TEXTS else shorten(text)
        elif property_ in ("sameClaim", "countedIn"):
            values[name][property_] = min(shorten(text), values[name].get(property_, "~"))
        else:
            coded = property_ in ("precision", "status", "capacity")
            values[name][property_] = local_name(text) if coded else text
    return {
        name: FactData(values.get(name, {}), tuple(sorted(sources.get(name, ()))), qualifiers.get(name, {}))
        for name in sorted({*values, *sources, *qualifiers})
    }


def _from_facts(store: Store, facts: Mapping[str, FactData], symmetric: Collection[str]) -> Iterable[Link]:
    broader = above(store, PREFIXES["rdfs"] + "subPropertyOf")
    plans, memberships = _names(store, _PLANS), _names(store, _MEMBERSHIPS)
    ties: dict[tuple[str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for fact, start, relation, end, *roles in store.rows(_FACT_LINKS):
        a, b, name = intern(shorten(text_of(start))), intern(shorten(text_of(end))), text_of(relation)
        if name in symmetric and b < a:
            a, b = b, a
            roles.reverse()
        ties[intern(shorten(text_of(fact))), a, b][name].add("-".join(local_name(text_of(r)) for r in roles))
    for (name, a, b), relations in ties.items():
        covered = {wide for narrow in relations for wide in broader.get(narrow, ())}
        for narrow in sorted(relations.keys() - covered):
            role = ", ".join(sorted(relations[narrow]))
            bare = Link(
                a, b, local_name(narrow), name, role, planned=name in plans, membership=name in memberships
            )
            yield _filled(bare, facts.get(name, FactData()))


def _filled(link: Link, data: FactData) -> Link:
    first, last = data.span
    return replace(
        link,
        start=int(first[:4]) if first else None,
        end=int(last[:4]) if last else None,
        precision=data.values.get("precision"),
        status=data.values.get("status"),
        likelihood=local_name(data.qualifiers["likelihood"]) if "likelihood" in data.qualifiers else None,
        sources=data.sources,
    )


def _direct(store: Store, groups: Collection[str]) -> Iterable[Link]:
    """Yield the links stated on an entity, with the passages it cites in the graph of that source.

    Passages cited only for names or identifiers are no evidence of the link. Without one graph per source,
    each link has all passages that the entity cites.
    """
    sources: dict[str, set[str]] = defaultdict(set)
    for thing, locator in store.rows(_CITATIONS):
        sources[text_of(thing)].add(text_of(locator))
    own: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for start, property_, end, locator in store.rows(_OWN_CITATIONS):
        own[text_of(start), text_of(property_), text_of(end)].add(text_of(locator))
    for start, property_, end in store.rows(_DIRECT_LINKS):
        known = own.get((text_of(start), text_of(property_), text_of(end)))
        cited = tuple(sorted(known or sources.get(text_of(start), set())))
        a, b, relation = shorten(text_of(start)), shorten(text_of(end)), local_name(text_of(property_))
        member = relation == "partOf" and b in groups
        yield Link(a, b, relation, timeless=True, membership=member, sources=cited)


def spaced(kind: str) -> str:
    """Return a class name in words.

    >>> spaced("PublicAgency")
    'Public agency'
    """
    return re.sub(r"(?<=[a-z])[A-Z]", lambda m: " " + m[0].lower(), kind)
