"""Search suggestions, and the profile of one entity."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.errors import NotFoundError
from ...core.namespaces import ONT, PREFIXES, expand, kind_of, local_name, named_node, shorten
from ...core.patterns import narrowest_class
from ...core.terms import text_of
from ...lookup.hierarchy import above, derived_properties, said_twice
from ...lookup.own_bases import found_under
from ...lookup.profile import names_by_language
from ...lookup.search import search
from .activity import events_of
from .cache import Cache
from .fact_rows import Page, fact_groups, mentions, statements
from .statistics import statistics_of

if TYPE_CHECKING:
    from ...sparql.syntax import Term

    StatedValue = tuple[str, Term | None]

__all__ = [
    "ALL", "described", "identifiers", "notes", "own_properties", "property_value",
    "suggestions", "thing",
]  # fmt: skip

_KINDS = f"SELECT DISTINCT ?class WHERE {{ {narrowest_class('?_thing')} }} ORDER BY ?class"
_STATED = "SELECT DISTINCT ?property ?value WHERE { ?_thing ?property ?value } ORDER BY ?property ?value"
_CODE, _COUNTRY = 3, "jlac:Country"
_CITING = """
SELECT DISTINCT ?thing ?class WHERE {
  ?thing prov:wasDerivedFrom ?_thing ; a ?class . FILTER (STRSTARTS(STR(?class), STR(jlac:)))
  FILTER NOT EXISTS { ?thing a jlac:Observation }
  FILTER NOT EXISTS { ?narrower rdfs:subClassOf ?class . ?thing a ?narrower }
} ORDER BY ?thing ?class"""
_PART = """
SELECT ?whole ?address ?tier ?read ?language WHERE {
  ?_thing a jlac:Passage ; dcterms:isPartOf ?whole .
  OPTIONAL { ?_thing dcterms:source ?own }
  OPTIONAL { ?whole dcterms:source ?document }
  BIND (COALESCE(?own, ?document) AS ?address)
  OPTIONAL { ?whole dcterms:language ?language }
  OPTIONAL { ?whole jlac:tier ?tier }
  OPTIONAL { ?whole jlac:read ?read }
}"""
_OURS = """
SELECT DISTINCT ?name WHERE {
  VALUES ?naming { skos:prefLabel skos:altLabel jlac:acronym }
  GRAPH ?unsourced { ?_thing ?naming ?name }
  FILTER (STRENDS(STR(?unsourced), "/none") && !CONTAINS(STR(?unsourced), "/graph/derived/"))
  FILTER NOT EXISTS { GRAPH ?source { ?_thing ?naming ?name ; jlac:citation ?locator } }
} ORDER BY ?name"""
_FACTS = ("facts", "findings", "related")
ALL = Page()
"""Every row of every list."""
_OUTSIDE = ("exactMatch", "sameAs", "closeMatch")
_KEYS = ("identifier", "lei", "iso2", "iso3", "m49", "wtoRta", "notation")


def suggestions(cache: Cache, words: str, lang: str, limit: int) -> list[dict[str, Any]]:
    """Return the entities by name in any language, each with its class and country, the best match first."""
    if not words.strip() or len(words) > 200:
        return []
    found = search(cache.store, words, limit=min(limit, 50) * 2, names=cache.names)
    # a code of two or three letters is part of many words, so only an exact match counts
    hits = [hit for hit in found if hit.score >= 100 or len(hit.name) > _CODE][: min(limit, 50)]
    nodes = [{**cache.node(hit.thing, lang), "name": hit.name, "score": hit.score} for hit in hits]
    nodes.sort(key=lambda n: (-n["score"], n["kind"] == "Code", -n["degree"], n["label"]))
    return described(cache, nodes, lang)


def described(cache: Cache, nodes: list[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    """Add the names of their classes and countries to entities."""
    kinds = cache.terms({node["kind"] for node in nodes}, lang)
    places = cache.labels({node["country"] for node in nodes if "country" in node}, lang)
    for node in nodes:
        node["kindLabel"] = kinds[node["kind"]]
        if "country" in node:
            node["countryLabel"] = places[node["country"]]
    return nodes


def thing(cache: Cache, name: str, lang: str, page: Page = ALL) -> dict[str, Any]:
    """Return the profile of one entity: names, properties, facts, mentions, statistics.

    Parameters
    ----------
    page : which of its facts, mentions and statistics; `counts` says how many there are.

    Raises
    ------
    NotFoundError : the graph has no statement about it.
    """
    from pyoxigraph import NamedNode

    node = named_node(expand(name)) if name else None
    stated = cache.store.select(_STATED, {"_thing": node}).rows if node else ()
    if node and not stated and (own := found_under(cache.store, node.value)):
        node = NamedNode(own)
        stated = cache.store.select(_STATED, {"_thing": node}).rows
    if not node or not stated:
        raise NotFoundError("entity", name)
    iri, name = node.value, shorten(node.value)
    kinds = [shorten(text_of(row[0])) for row in cache.store.select(_KINDS, {"_thing": node})]
    labels = cache.labels([name, *kinds], lang)
    groups = fact_groups(cache, name, lang, page)
    inward, referring = mentions(cache, node, lang, page)
    figures, counted = statistics_of(cache, iri, lang, page)
    sources = sorted(text_of(v) for p, v in stated if text_of(p) == ONT + "citation")
    accounts = statements(cache, cache.accounts(name), lang)
    points = list(cache.points.get(name, ()))
    events = {"events": events_of(cache, name)} if _COUNTRY in kinds else {}
    told = [*(row for part in _FACTS for row in groups[part]), *inward, *figures, *accounts, *points]
    return {
        **cache.node(name, lang),
        "iri": iri,
        "label": labels[name],
        "kindLabel": ", ".join(labels[kind] for kind in kinds),
        "names": {code: list(names) for code, names in names_by_language(stated).items()},
        "about": _about(cache, stated, lang),
        "identifiers": identifiers(stated),
        "sources": sources,
        "translated": _translated(cache, iri),
        **groups,
        "counts": {**groups["counts"], "figures": counted, "inward": referring},
        "qualifiers": cache.qualified(name, lang),
        "inward": inward,
        "figures": figures,
        "accounts": accounts,
        "points": points,
        "cited": _citing(cache, iri, lang),
        "whole": _whole(cache, iri, lang),
        **events,
        "passages": cache.cited([*sources, *(locator for row in told for locator in row["sources"])]),
    }


def _translated(cache: Cache, iri: str) -> dict[str, list[str]]:
    """Language -> names that no source gives: the curators' own."""
    from pyoxigraph import NamedNode

    found: dict[str, list[str]] = {}
    for row in cache.store.select(_OURS, {"_thing": NamedNode(iri)}):
        found.setdefault(getattr(row[0], "language", None) or "", []).append(text_of(row[0]))
    return found


def _citing(cache: Cache, iri: str, lang: str) -> list[dict[str, Any]]:
    """What a passage is cited for, statements first."""
    from pyoxigraph import NamedNode

    rows = cache.store.select(_CITING, {"_thing": NamedNode(iri)}).rows
    kinds = {shorten(text_of(thing)): local_name(text_of(kind)) for thing, kind in reversed(rows)}
    labels, terms = cache.labels(kinds, lang), cache.terms(set(kinds.values()), lang)
    found = [
        {**cache.qualified(n, lang), "id": n, "label": labels[n], "kind": k, "kindLabel": terms[k]}
        for n, k in kinds.items()
    ]
    return sorted(found, key=lambda row: (kind_of(row["id"]) != "fact", row["kindLabel"], row["label"]))


def _whole(cache: Cache, iri: str, lang: str) -> dict[str, str] | None:
    """Return the source that a passage is part of."""
    from pyoxigraph import NamedNode

    rows = cache.store.select(_PART, {"_thing": NamedNode(iri)}).rows
    if not rows:
        return None
    name = shorten(text_of(rows[0][0]))
    title = cache.title(name)
    found = {"id": name, "label": title or cache.labels([name], lang)[name]}
    found |= {
        "url": text_of(rows[0][1]),
        "tier": local_name(text_of(rows[0][2])),
        "read": text_of(rows[0][3]),
        "language": text_of(rows[0][4]),
    }
    return {key: value for key, value in found.items() if value}


_HIDDEN = {
    "type", "citation", "wasDerivedFrom", "isPartOf", "within", "broaderTransitive", "linkedTo", "note",
    "role", "prefLabel", "altLabel", "label", "acronym", "confirmedBy", "earliest", "latest", "unnamed",
    "inScheme", "topConceptOf", "account", "countedAccount", "hasGeometry", "alternateOf", "sameEventAs",
    "inForcePrinted", "signedPrinted",
    *_OUTSIDE, *_KEYS,
}  # fmt: skip


def own_properties(
    stated: Sequence[Sequence[Term | None]], derived: Collection[str], wider: Mapping[str, frozenset[str]]
) -> list[StatedValue]:
    """Return the properties of an entity with their values, without names, identifiers and links of facts.

    Parameters
    ----------
    stated : property and value of each statement.
    derived : from `hierarchy.derived_properties`.
    wider : from `hierarchy.above`, by the steps of ``rdfs:subPropertyOf``.
    """
    named = [(text_of(p), v) for p, v in stated]
    own = {local_name(name): name for name, _ in named if name.startswith(ONT)}
    # a property of ours and its counterpart in another vocabulary are one
    found = [
        (own.get(local_name(name), name), value)
        for name, value in named
        if local_name(name) not in _HIDDEN and name not in derived
    ]
    twice = said_twice(((name, text_of(value)) for name, value in found), wider)
    return [(name, value) for name, value in found if (name, text_of(value)) not in twice]


def notes(stated: Sequence[Sequence[Term | None]]) -> list[str]:
    """Return the notes on an entity, each once."""
    return list(dict.fromkeys(text_of(v) for p, v in stated if local_name(text_of(p)) == "note"))


def _about(cache: Cache, stated: Sequence[Sequence[Term | None]], lang: str) -> list[dict[str, Any]]:
    """Return the properties of an entity without names and identifiers."""
    groups: dict[str, list[dict[str, str]]] = {}
    derived = cache.kept("derived properties", lambda: derived_properties(cache.store))
    wider = cache.kept("wider properties", lambda: above(cache.store, PREFIXES["rdfs"] + "subPropertyOf"))
    for name, value in own_properties(stated, derived, wider):
        if getattr(value, "language", None) not in (None, lang, "en"):
            continue
        if (found := property_value(value, cache.bases)) not in groups.setdefault(name, []):
            groups[name].append(found)
    things = {v["id"] for group in groups.values() for v in group if "id" in v}
    labels = cache.labels(things | {shorten(name) for name in groups}, lang)
    for entry in (entry for group in groups.values() for entry in group):
        entry["label"] = labels[entry["id"]] if "id" in entry else entry["text"]
    rows = [{"label": labels[shorten(n)], "name": local_name(n), "values": g} for n, g in groups.items()]
    if texts := notes(stated):
        said = [{"label": words, "text": words} for words in texts]
        rows.append({"label": cache.terms(["note"], lang)["note"], "name": "note", "values": said})
    return rows


def property_value(term: object, bases: Sequence[str]) -> dict[str, str]:
    """Return the value of a property: an entity by its short name, or a text.

    Parameters
    ----------
    bases : those of the graph's IRIs.
    """
    value = text_of(term)
    if type(term).__name__ == "NamedNode" and value.startswith(tuple(bases)):
        return {"id": shorten(value)}
    return {"text": value}


def identifiers(stated: Sequence[Sequence[Term | None]]) -> list[dict[str, str]]:
    """Return the codes of the entity, and the addresses of the same entity in other registers."""
    codes = [
        {"name": local_name(text_of(p)), "value": text_of(v)}
        for p, v in stated
        if local_name(text_of(p)) in _KEYS
    ]
    links = [
        {"name": local_name(text_of(p)), "value": text_of(v), "url": text_of(v)}
        for p, v in stated
        if local_name(text_of(p)) in _OUTSIDE and text_of(v).startswith(("http://", "https://"))
    ]
    return [*codes, *links]
