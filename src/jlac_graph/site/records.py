"""Everything that the site says of entities, facts, statistics and passages, read of the graph in bulk.

A record has ids where a page shows a label, so that one set of records serves every language; `labels`
gives the label of each id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from ..core.languages import LANGUAGES
from ..core.namespaces import BASE, PREFIXES, kind_of, local_name, page_path, relation_iri, shorten
from ..core.patterns import narrowest_class
from ..core.terms import text_of
from ..lookup.hierarchy import above, derived_properties
from ..lookup.profile import names_by_language
from ..web.explore.statements import approximate
from ..web.explore.statistics import all_statistics
from ..web.explore.thing import identifiers, notes, own_properties, property_value

if TYPE_CHECKING:
    from ..sparql.syntax import Term
    from ..web.explore.cache import Cache

__all__ = ["Record", "Records"]

Record = dict[str, Any]
"""A value ready for JSON, without what is not known."""
_PAGES = ("id", "code", "obs", "src", "period")
_STATED = """
SELECT DISTINCT ?thing ?property ?value WHERE {
  ?thing ?property ?value . FILTER (isIRI(?thing))
} ORDER BY ?thing ?property ?value"""
_KINDS = f"SELECT DISTINCT ?thing ?class WHERE {{ {narrowest_class('?thing')} }} ORDER BY ?thing ?class"
_PARTIES = """
SELECT DISTINCT ?fact ?role ?party WHERE {
  ?fact a jlac:Fact ; ?role ?party . ?role rdfs:subPropertyOf jlac:role . FILTER (isIRI(?party))
} ORDER BY ?fact ?role ?party"""
_INWARD = """
SELECT DISTINCT ?property ?from ?to WHERE { ?property a jlac:DirectLink . ?from ?property ?to }
ORDER BY ?property ?from ?to"""
_OURS = """
SELECT DISTINCT ?thing ?name WHERE {
  VALUES ?naming { skos:prefLabel skos:altLabel jlac:acronym }
  GRAPH ?unsourced { ?thing ?naming ?name }
  FILTER (STRENDS(STR(?unsourced), "/none") && !CONTAINS(STR(?unsourced), "/graph/derived/"))
  FILTER NOT EXISTS { GRAPH ?source { ?thing ?naming ?name ; jlac:citation ?locator } }
} ORDER BY ?thing ?name"""
_CITING = """
SELECT DISTINCT ?passage ?thing WHERE {
  ?thing prov:wasDerivedFrom ?passage ; a ?class .
  FILTER (STRSTARTS(STR(?class), STR(jlac:)))
} ORDER BY ?passage ?thing"""
_DIMENSIONS = """
SELECT DISTINCT ?thing ?figure WHERE { ?figure a jlac:Observation ; ?dimension ?thing FILTER (isIRI(?thing)) }
ORDER BY ?thing ?figure"""
_PARTS = """
SELECT DISTINCT ?passage ?whole WHERE { ?passage a jlac:Passage ; dcterms:isPartOf ?whole }
ORDER BY ?passage ?whole"""
_WHOLES = """
SELECT ?whole ?title ?address ?tier ?read ?language WHERE {
  ?whole a jlac:Source . OPTIONAL { ?whole dcterms:title ?title } OPTIONAL { ?whole dcterms:source ?address }
  OPTIONAL { ?whole jlac:tier ?tier } OPTIONAL { ?whole jlac:read ?read }
  OPTIONAL { ?whole dcterms:language ?language }
} ORDER BY ?whole ?title"""

_short = lru_cache(maxsize=None)(shorten)


class Records:
    """The records of one graph, read when needed.

    Parameters
    ----------
    cache : the graph as the explorer's service reads it.
    """

    def __init__(self, cache: Cache) -> None:
        self.cache = cache

    @cached_property
    def _stated(self) -> Mapping[str, list[tuple[Term | None, Term | None]]]:
        """Each id that has a page -> the properties and values of its statements."""
        found: dict[str, list[tuple[Term | None, Term | None]]] = defaultdict(list)
        for thing, property_, value in self.cache.store.select(_STATED):
            if self._has_page(text_of(thing)):
                found[_short(text_of(thing))].append((property_, value))
        return found

    def _has_page(self, iri: str) -> bool:
        if iri.startswith(BASE):
            return iri.removeprefix(BASE).partition("/")[0] in _PAGES
        return iri.startswith(self.cache.bases) and kind_of(iri) != ""

    @cached_property
    def kinds(self) -> Mapping[str, list[str]]:
        """Id -> local names of its narrowest classes."""
        found = _grouped(self.cache.store.select(_KINDS))
        return {name: [kind.partition(":")[2] or kind for kind in kinds] for name, kinds in found.items()}

    @cached_property
    def things(self) -> Mapping[str, Record]:
        """Each id that has a page -> what is stated of it itself."""
        derived, ours = derived_properties(self.cache.store), self._translated
        wider = above(self.cache.store, PREFIXES["rdfs"] + "subPropertyOf")
        return {
            name: self._thing(name, rows, (derived, wider), ours.get(name, {}))
            for name, rows in self._stated.items()
        }

    def _thing(
        self,
        name: str,
        rows: Sequence[Sequence[Term | None]],
        hierarchy: tuple[frozenset[str], Mapping[str, frozenset[str]]],
        ours: Mapping[str, Any],
    ) -> Record:
        cache, graph = self.cache, self.cache.network("en")
        kinds = self.kinds.get(name, [])
        drawn = graph.nodes[name].get("entity_class") if name in graph else None
        found = {
            "kind": drawn or (kinds[0] if kinds else "Code" if name.startswith("code:") else "Thing"),
            "kinds": kinds,
            "country": cache.countries.get(name),
            "sectors": list(cache.sectors.get(name, ())),
            "degree": cache.ties(name),
            "plans": cache.plans(name),
            "unnamed": name in cache.unnamed,
            "names": {lang: list(names) for lang, names in names_by_language(rows).items()},
            "about": _about(own_properties(rows, *hierarchy), self.cache.bases),
            "notes": notes(rows),
            "identifiers": identifiers(rows),
            "sources": sorted(text_of(v) for p, v in rows if local_name(text_of(p)) == "citation"),
            "translated": ours,
            "points": list(cache.points.get(name, ())),
        }
        return {key: value for key, value in found.items() if value}

    @cached_property
    def _translated(self) -> Mapping[str, Mapping[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for thing, name in self.cache.store.select(_OURS):
            language = getattr(name, "language", None) or ""
            found[_short(text_of(thing))].setdefault(language, []).append(text_of(name))
        return found

    @cached_property
    def facts(self) -> Mapping[str, Record]:
        """Fact -> its class, amount and parties; what qualifies it is in `qualifiers`."""
        parties: dict[str, list[list[str]]] = defaultdict(list)
        for fact, role, party in self.cache.store.select(_PARTIES):
            parties[_short(text_of(fact))].append([local_name(text_of(role)), _short(text_of(party))])
        return {name: self._fact(name, parties[name]) for name in self.things if kind_of(name) == "fact"}

    def _fact(self, name: str, parties: list[list[str]]) -> Record:
        data = self.cache.links.facts.get(name)
        values = data.values if data else {}
        found = {
            "kind": (self.kinds.get(name) or ["Fact"])[0],
            "amount": float(values["amount"]) if "amount" in values else None,
            "currency": values.get("currency"),
            "approximate": approximate(self.qualifiers.get(name, {})) or None,
            "parties": parties,
        }
        return {key: value for key, value in found.items() if value is not None}

    @cached_property
    def qualifiers(self) -> Mapping[str, Record]:
        """Fact or statistic -> what qualifies it; the label of a claimant is in `labels`."""
        events = self.cache.events
        plain = self.cache.qualifiers
        names = sorted({*plain, *events})
        return {n: {**plain.get(n, {}), **({"event": events[n]} if n in events else {})} for n in names}

    @cached_property
    def statistics(self) -> Mapping[str, Record]:
        """Statistic -> its indicator, areas, value and passages; its unit is an id."""
        found = {}
        for row in all_statistics(self.cache, "en"):
            said = {*self.cache.qualified(row["id"], "en"), "id", "words"}
            kept = {k: v for k, v in row.items() if k not in said and not k.endswith("Label")}
            found[row["id"]] = kept
        return found

    @cached_property
    def units(self) -> Mapping[str, Mapping[str, str]]:
        """Language -> unit, such as ``percent`` -> its label."""
        return {
            lang: {r["unit"]: r["unitLabel"] for r in all_statistics(self.cache, lang) if "unit" in r}
            for lang in LANGUAGES
        }

    @cached_property
    def dimensions(self) -> Mapping[str, list[str]]:
        """Id -> the statistics of which it is a dimension."""
        found = _grouped(self.cache.store.select(_DIMENSIONS), within=self.things)
        return {name: [row for row in rows if row in self.statistics] for name, rows in found.items()}

    @cached_property
    def inward(self) -> list[tuple[str, str, str]]:
        """The direct links: property, the entity that has it, and its value."""
        rows = self.cache.store.select(_INWARD)
        return [(_short(text_of(p)), _short(text_of(a)), _short(text_of(b))) for p, a, b in rows]

    @cached_property
    def cited(self) -> Mapping[str, list[str]]:
        """Passage -> what it is cited for, statistics aside."""
        rows = self.cache.store.select(_CITING)
        return _grouped((row for row in rows if kind_of(text_of(row[1])) != "obs"), within=self.things)

    @cached_property
    def wholes(self) -> Mapping[str, Record]:
        """Source -> title, address, tier and the date it was read."""
        found: dict[str, Record] = {}
        for whole, title, address, tier, read, language in self.cache.store.select(_WHOLES):
            entry = {"title": text_of(title), "url": text_of(address)}
            entry |= {"tier": local_name(text_of(tier)), "read": text_of(read), "language": text_of(language)}
            found.setdefault(_short(text_of(whole)), {k: v for k, v in entry.items() if v})
        return found

    @cached_property
    def passages(self) -> Mapping[str, str]:
        """Path of the page of a source or passage -> its id, which has the base of its collection."""
        return {page_path(name): name for name in self.things if kind_of(name) == "src"}

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """Passage -> the source that it is part of."""
        return {name: wholes[0] for name, wholes in _grouped(self.cache.store.select(_PARTS)).items()}

    def labels(self, lang: str) -> Mapping[str, str]:
        """Return the label in a language of every id and term that a record names."""
        terms = {shorten(relation_iri(name)) for name in self._terms}
        things = {*self.things, *self._named, *terms}
        return self.cache.labels(things, lang)

    @cached_property
    def _terms(self) -> frozenset[str]:
        roles = {role for fact in self.facts.values() for role, _ in fact["parties"]}
        kinds = {kind for kinds in self.kinds.values() for kind in kinds}
        relations = {link.relation for link in self.cache.links.links}
        more = {p.partition(":")[2] for p, *_ in self.inward}
        return frozenset({"note", "code", "Observation", "Fact", "Entity", *roles, *kinds, *relations, *more})

    @cached_property
    def _named(self) -> frozenset[str]:
        """The properties and the values that records name."""
        rows = [row for thing in self.things.values() for row in thing.get("about", ())]
        values = {value["id"] for _, values in rows for value in values if "id" in value}
        ends = {end for row in (*self.inward, *self.cited.values()) for end in row}
        return frozenset({*(name for name, _ in rows), *values, *ends})


def _about(rows: Iterable[tuple[str, Term | None]], bases: Sequence[str]) -> list[list[Any]]:
    """Properties with their values in every language, as they are listed."""
    found: list[list[Any]] = []
    for name, term in rows:
        value: Record = property_value(term, bases)
        if "text" in value and (lang := getattr(term, "language", None)):
            value["lang"] = lang
        if not found or found[-1][0] != _short(name):
            found.append([_short(name), []])
        found[-1][1].append(value)
    return found


def _grouped(
    rows: Iterable[Sequence[Term | None]], within: Mapping[str, Any] | None = None
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in rows:
        name = _short(text_of(one))
        if within is None or name in within:
            found[name].append(_short(text_of(other)))
    return found
