"""The explorer's cache: names, links, the network in each language, labels.

It contains only data of the graph, so its size is limited by that of the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ...core.languages import LANGUAGES
from ...core.namespaces import BASE, expand, kind_of, local_name, relation_iri, shorten
from ...core.terms import text_of
from ...lookup.labels import fetch_labels
from ...lookup.links import LinkSet, read_links
from ...lookup.own_bases import found_under, own_bases
from ...lookup.search import Names, read_names
from .parameters import node
from .statements import read_qualifiers

if TYPE_CHECKING:
    import networkx as nx

    from ...lookup.describer import Describer
    from ...sparql.store import Store

__all__ = ["PLACING", "Cache"]

_T = TypeVar("_T")

PLACING = frozenset({"classifiedAs"})
"""Relations of facts that, like country or part of, only state where an entity belongs."""
_COUNTRIES = """
SELECT DISTINCT ?thing ?country WHERE {
  { ?thing jlac:country ?country . ?country a jlac:Country }
  UNION { ?thing jlac:locatedIn|(jlac:locatedIn/jlac:within) ?country . ?country a jlac:Country }
  UNION { ?thing a jlac:Place ; jlac:within ?country . ?country a jlac:Country }
  UNION { ?thing a jlac:Country BIND (?thing AS ?country) }
} ORDER BY ?thing ?country"""
_CODES = """
SELECT DISTINCT ?country ?iso3 ?m49 WHERE {
  ?country a jlac:Country ; jlac:iso3 ?iso3 . OPTIONAL { ?country jlac:m49 ?m49 }
} ORDER BY ?country"""
_SECTORS = """
SELECT DISTINCT ?thing ?sector WHERE {
  { ?thing jlac:area ?code } UNION { ?thing jlac:classifiedAs ?code }
  UNION { ?thing skos:inScheme ?scheme BIND (?thing AS ?code) }
  { ?code a skos:Concept BIND (?code AS ?sector) } UNION { ?code skos:broaderTransitive ?sector }
  FILTER (STRSTARTS(STR(?sector), "https://w3id.org/jlac/code/sector/"))
} ORDER BY ?thing ?sector"""
_POSSIBLE = "SELECT DISTINCT ?fact WHERE { ?fact a jlac:Relatedness }"
_UNNAMED = "SELECT DISTINCT ?thing WHERE { ?thing jlac:unnamed true }"
_LABELS = """
SELECT DISTINCT ?thing ?label {
  { ?thing rdfs:label|skos:prefLabel ?label }
  UNION { VALUES ?titled { jlac:Source jlac:Collection } ?thing a ?titled ; dcterms:title ?label }
}"""
_TITLE = "SELECT ?title WHERE { ?_source dcterms:title ?title } ORDER BY ?title"
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
_BROADER = "SELECT DISTINCT ?class ?broader WHERE { ?class rdfs:subClassOf+ ?broader }"
_POINTS = """
SELECT DISTINCT ?thing ?lat ?long ?precision ?locator WHERE {
  ?thing geo:hasGeometry ?point . ?point wgs84:lat ?lat ; wgs84:long ?long .
  OPTIONAL { ?point jlac:coordinatePrecision ?precision }
  OPTIONAL { ?point jlac:citation ?locator }
} ORDER BY ?thing ?lat ?long ?locator"""


class Cache:
    """One graph as the explorer uses it, read when needed and cached.

    Parameters
    ----------
    store : the graph.
    queries : folder with ``projections.toml``; the project's own when None.
    """

    def __init__(self, store: Store, queries: Path | None) -> None:
        self.store, self.queries = store, queries
        self._labels: dict[str, dict[str, str]] = defaultdict(dict)
        self._networks: dict[str, nx.MultiDiGraph] = {}
        self._kept: dict[str, Any] = {}

    def kept(self, name: str, make: Callable[[], _T]) -> _T:
        """Return what a function makes of the graph, made once under a name."""
        if name not in self._kept:
            self._kept[name] = make()
        found: _T = self._kept[name]
        return found

    @cached_property
    def names(self) -> Names:
        """Every name of every entity."""
        return read_names(self.store)

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """How the IRIs of the graph begin: the project's base and those of collections."""
        return BASE, *own_bases(self.store)

    @cached_property
    def things(self) -> frozenset[str]:
        """Every entity that can be drawn, linked or not."""
        return frozenset(thing for group in self.names.by_slug.values() for thing in group)

    @cached_property
    def links(self) -> LinkSet:
        """Every link with the data of its facts."""
        return read_links(self.store)

    @cached_property
    def qualifiers(self) -> Mapping[str, dict[str, Any]]:
        """Fact or statistic -> what qualifies it."""
        return read_qualifiers(self.store)

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """Agents that the sources do not name."""
        return frozenset(shorten(text_of(row[0])) for row in self.store.select(_UNNAMED))

    @cached_property
    def open_facts(self) -> frozenset[str]:
        """Facts that are no links yet: what has not come true, and relations that are only possible."""
        plans = {name for name, entry in self.qualifiers.items() if entry.get("planned")}
        return frozenset({*plans, *(shorten(text_of(row[0])) for row in self.store.select(_POSSIBLE))})

    def said(self, name: str) -> dict[str, Any]:
        """What qualifies a fact or statistic, whatever the language; empty for other things."""
        found = dict(self.qualifiers.get(name, {}))
        return found | {"event": self.events[name]} if name in self.events else found

    def claimant(self, said: Mapping[str, Any], lang: str) -> dict[str, str]:
        """The label of who claims a fact or statistic, if its source names them."""
        named = said.get("claimant")
        return {"claimantLabel": self.labels([named], lang)[named]} if named else {}

    def qualified(self, name: str | None, lang: str) -> dict[str, Any]:
        """What qualifies a fact or statistic, the claimant with its label; empty for other things."""
        found = self.said(name or "")
        return found | self.claimant(found, lang)

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """Entity -> its country."""
        found: dict[str, str] = {}
        for thing, country in self.store.select(_COUNTRIES):
            found.setdefault(shorten(text_of(thing)), shorten(text_of(country)))
        return found

    @cached_property
    def codes(self) -> Mapping[str, tuple[str, str]]:
        """Country -> its ISO 3166 letters and its UN M49 number."""
        rows = self.store.select(_CODES)
        return {shorten(text_of(country)): (text_of(iso3), text_of(m49)) for country, iso3, m49 in rows}

    @cached_property
    def sectors(self) -> Mapping[str, tuple[str, ...]]:
        """Thing -> the sectors of its codes; a narrower code of any scheme belongs to a sector too."""
        found: dict[str, list[str]] = defaultdict(list)
        for thing, sector in self.store.select(_SECTORS):
            found[shorten(text_of(thing))].append(shorten(text_of(sector)))
        return {thing: tuple(sectors) for thing, sectors in found.items()}

    @cached_property
    def roles(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Fact -> its parties, each after the local name of its role."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for fact, role, party in self.store.select(_PARTIES).ordered():
            found[shorten(text_of(fact))].append((local_name(text_of(role)), shorten(text_of(party))))
        return {fact: tuple(parties) for fact, parties in found.items()}

    @cached_property
    def roles_of(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Entity -> the facts in which it plays a role -> the local names of those roles."""
        found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for fact, parties in self.roles.items():
            for role, party in parties:
                found[party][fact] = (*found[party].get(fact, ()), role)
        return dict(found)

    @cached_property
    def kinds(self) -> Mapping[str, Mapping[str, str]]:
        """Entity, Fact and Observation -> each of their members -> its narrowest class, by local names."""
        above: dict[str, set[str]] = defaultdict(set)
        for kind, broader in self.store.select(_BROADER):
            above[local_name(text_of(kind))].add(local_name(text_of(broader)))
        classes: dict[str, set[str]] = defaultdict(set)
        for thing, kind in self.store.select(_CLASSES).ordered():
            classes[shorten(text_of(thing))].add(local_name(text_of(kind)))
        found: dict[str, dict[str, str]] = {top: {} for top in ("Entity", "Fact", "Observation")}
        for name, own in classes.items():
            wider = set().union(*(above[one] for one in own))
            for top in found.keys() & own:
                found[top][name] = min(own - wider or own)
        return found

    @property
    def fact_kinds(self) -> Mapping[str, str]:
        """Fact -> its narrowest class."""
        return self.kinds["Fact"]

    def parties(self, fact: str) -> tuple[str, ...]:
        """Return the parties of a fact in any role, each once."""
        return tuple(dict.fromkeys(party for _, party in self.roles.get(fact, ())))

    def concerned(self, facts: Iterable[str]) -> tuple[set[str], set[str]]:
        """Return the countries and the sectors that some facts have to do with by any of their parties."""
        things = {thing for fact in facts for thing in (fact, *self.parties(fact))}
        countries = {self.countries[thing] for thing in things if thing in self.countries}
        return countries, {sector for thing in things for sector in self.sectors.get(thing, ())}

    @cached_property
    def passages(self) -> Mapping[str, dict[str, str]]:
        """Locator -> label and section of a passage, its address, the tier and the reading of its source."""
        found: dict[str, dict[str, str]] = {}
        for locator, label, section, address, tier, read in self.store.select(_PASSAGES):
            entry = {"label": text_of(label), "section": text_of(section), "url": text_of(address)}
            entry["tier"] = local_name(text_of(tier)) if tier is not None else ""
            entry["read"] = text_of(read)
            found.setdefault(text_of(locator), {k: v for k, v in entry.items() if v})
        return found

    @cached_property
    def events(self) -> Mapping[str, str]:
        """Fact -> the event of which it is one of several accounts."""
        rows = self.store.select(_ACCOUNTS)
        return {shorten(text_of(fact)): shorten(text_of(event)) for event, fact in rows}

    def accounts(self, name: str) -> tuple[str, ...]:
        """Return the accounts of an event, or of the event that a fact reports; none if it has but one."""
        event = self.events.get(name, name)
        return tuple(fact for fact, of in self.events.items() if of == event)

    @cached_property
    def points(self) -> Mapping[str, tuple[dict[str, Any], ...]]:
        """Entity -> its points in WGS 84, each with its precision and passages."""
        found: dict[str, dict[tuple[str, str], dict[str, Any]]] = defaultdict(dict)
        for thing, lat, long, precision, locator in self.store.select(_POINTS):
            at = text_of(lat), text_of(long)
            point: dict[str, Any] = {"lat": float(at[0]), "long": float(at[1]), "sources": []}
            entry = found[shorten(text_of(thing))].setdefault(at, point)
            if precision is not None:
                entry["precision"] = local_name(text_of(precision))
            if locator is not None and text_of(locator) not in entry["sources"]:
                entry["sources"].append(text_of(locator))
        return {thing: tuple(points.values()) for thing, points in found.items()}

    def title(self, name: str) -> str:
        """Return the title of a source; empty if it has none."""
        from pyoxigraph import NamedNode

        rows = self.store.select(_TITLE, {"_source": NamedNode(expand(name))}).rows
        return text_of(rows[0][0]) if rows else ""

    def network(self, lang: str) -> nx.MultiDiGraph:
        """Return the whole network with labels in a language; empty if the graph has no link."""
        from ...network.in_language import in_language

        if lang not in self._networks:
            other = next(iter(self._networks.values()), None)
            made = (
                self._network(lang) if other is None else in_language(other, self.links, self.describer(lang))
            )
            self._networks[lang] = made
        return self._networks[lang]

    def _network(self, lang: str) -> nx.MultiDiGraph:
        import networkx as nx

        from ...core.errors import NotFoundError
        from ...network.build_network import network
        from ...network.projections import WHOLE

        try:
            return network(self.store, WHOLE, lang=lang, links=self.links, describer=self.describer(lang))
        except NotFoundError:
            return nx.MultiDiGraph()

    def describer(self, lang: str) -> Describer:
        """Return what words links in a language, with the labels that are known already."""
        from ...lookup.describer import Describer

        return Describer(self.store, lang, self._labels[lang])

    def labels(self, names: Iterable[str], lang: str) -> dict[str, str]:
        """Return a map from short name to label in a language; the last part of the name if there is none."""
        wanted, known = set(names), self._labels[lang]
        found = {name: known[name] for name in wanted & known.keys()}
        missing = sorted(wanted - known.keys())
        labels = fetch_labels(self.store, [node(name) for name in missing], lang) if missing else {}
        for thing, label in labels.items():
            found[shorten(text_of(thing))] = text_of(label)
        if self.bases[1:]:
            found |= self._own_labels([name for name in missing if name not in found], lang)
        # only names in the graph are cached: made-up names of a client take no memory
        known.update({name: found[name] for name in missing if name in found})
        return {name: found.get(name) or local_name(expand(name)) for name in sorted(wanted)}

    def read_labels(self) -> None:
        """Read every label at once, so that no request looks up thousands of them."""
        known: dict[str, dict[str, str]] = defaultdict(dict)
        for thing, label in self.store.select(_LABELS).ordered():
            language = str(getattr(label, "language", None) or "")
            known[shorten(text_of(thing))].setdefault(language, text_of(label))
        for lang in LANGUAGES:
            ranked = {
                name: next((t[k] for k in (lang, "en", "") if k in t), None) for name, t in known.items()
            }
            self._labels[lang] |= {
                name: text or known[name][min(known[name])] for name, text in ranked.items()
            }

    def _own_labels(self, names: Iterable[str], lang: str) -> dict[str, str]:
        """Return the labels of ids that lack the base of their collection."""
        own = {name: node(iri) for name in names if (iri := found_under(self.store, expand(name)))}
        labels = fetch_labels(self.store, list(own.values()), lang) if own else {}
        return {name: text_of(labels[iri]) for name, iri in own.items() if iri in labels}

    def terms(self, names: Collection[str], lang: str) -> dict[str, str]:
        """Return the label of a class or relation by its local name.

        Codes are of no class of the ontology; they are called as the property that names one.
        """
        short = {name: shorten(relation_iri("code" if name == "Code" else name)) for name in names}
        labels = self.labels(short.values(), lang)
        return {name: labels[short[name]] for name in sorted(names)}

    def cited(self, locators: Iterable[str]) -> dict[str, dict[str, str]]:
        """Return the data of a passage by its locator."""
        found = {name: self.passages.get(name, {"label": name}) for name in sorted(set(locators))}
        return {name: found[name] for name in found if name}

    def node(self, name: str, lang: str) -> dict[str, Any]:
        """Return an entity as the explorer draws it; unknown values are omitted."""
        graph = self.network(lang)
        data = graph.nodes[name] if name in graph else {}
        country = self.countries.get(name, "")
        # the network calls facts by their ids, and may mark in the label what `unnamed` says here
        plain = kind_of(name) == "fact" or name in self.unnamed
        known = "" if plain else data.get("label")
        label = known or self.labels([name], lang)[name]
        found: dict[str, Any] = {
            "id": name,
            "label": label,
            "kind": data.get("entity_class") or self.kind(name),
            "country": country,
            "sectors": list(self.sectors.get(name, ())),
            "degree": self.ties(name),
            "plans": self.plans(name) or "",
            "unnamed": name in self.unnamed or "",
        }
        return {key: value for key, value in found.items() if value != ""}

    @cached_property
    def _ties(self) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
        """Thing -> the things that facts tie to it, and those that only open facts do."""
        firm: dict[str, set[str]] = defaultdict(set)
        loose: dict[str, set[str]] = defaultdict(set)
        for link in self.links.links:
            if link.fact and link.relation not in PLACING:
                found = loose if link.fact in self.open_facts else firm
                found[link.source].add(link.target)
                found[link.target].add(link.source)
        return firm, {name: others - firm[name] for name, others in loose.items()}

    def ties(self, name: str) -> int:
        """How many things facts tie to a thing; plans, possible relations and placing ones aside."""
        return len(self._ties[0].get(name, ()))

    def plans(self, name: str) -> int:
        """How many more things are tied to it by plans and possible relations alone."""
        return len(self._ties[1].get(name, ()))

    def kind(self, name: str) -> str:
        """Return the local name of an entity's narrowest class; Thing if it has none."""
        return self.describer("en").kinds([name]).get(name, "Thing")
