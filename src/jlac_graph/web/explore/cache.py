"""What the explorer needs of a graph: names, links, labels, and maps of what it looks up.

Of a graph whose store is on disk, the maps are kept beside it, and only what is looked up is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ...core.kept_tables import Tables, each
from ...core.languages import LANGUAGES
from ...core.namespaces import BASE, PREFIXES, expand, local_name, relation_iri, shorten
from ...core.terms import text_of
from ...lookup.classes import Classes, read_classes
from ...lookup.labels import fetch_labels
from ...lookup.links import LinkSet, read_links
from ...lookup.own_bases import found_under, own_bases
from ...lookup.search import Names, read_names
from .kept_values import kept_maps
from .maps import (
    read_accounts,
    read_countries,
    read_kinds,
    read_parties,
    read_passages,
    read_points,
    read_sectors,
)
from .nearby import Nearby, read_nearby
from .parameters import node
from .statements import read_qualifiers

if TYPE_CHECKING:
    import networkx as nx

    from ...lookup.describer import Describer
    from ...sparql.store import Store

__all__ = ["Cache"]

_T = TypeVar("_T")

_CODES = """
SELECT DISTINCT ?country ?iso3 ?m49 WHERE {
  ?country a jlac:Country ; jlac:iso3 ?iso3 . OPTIONAL { ?country jlac:m49 ?m49 }
} ORDER BY ?country"""
_POSSIBLE = "SELECT DISTINCT ?fact WHERE { ?fact a jlac:Relatedness }"
_UNNAMED = "SELECT DISTINCT ?thing WHERE { ?thing jlac:unnamed true }"
_TITLED = f"{PREFIXES['dcterms']}title"
_LABELS = (f"{PREFIXES['rdfs']}label", f"{PREFIXES['skos']}prefLabel", _TITLED)
_WITH_TITLES = """
SELECT DISTINCT ?thing { VALUES ?class { jlac:Source jlac:Collection } ?thing a ?class }"""
_TITLES = """
SELECT DISTINCT ?thing ?title {
  VALUES ?thing { UNDEF } VALUES ?class { jlac:Source jlac:Collection }
  ?thing a ?class ; dcterms:title ?title
} ORDER BY ?thing ?title"""
_TITLE = "SELECT ?title WHERE { ?_source dcterms:title ?title } ORDER BY ?title"


class Cache:
    """One graph as the explorer uses it, read when needed and cached.

    Parameters
    ----------
    store : the graph.
    queries : folder with ``projections.toml``; the project's own when None.
    whole : whether all maps and links are read into memory, for who looks up most of them.
    """

    def __init__(self, store: Store, queries: Path | None, *, whole: bool = False) -> None:
        self.store, self.queries, self._whole = store, queries, whole
        self._labels: dict[str, dict[str, str]] = defaultdict(dict)
        self._networks: dict[str, nx.MultiDiGraph] = {}
        self._kept: dict[str, Any] = {}
        self._kinds: dict[str, str] = {}

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

    def holds(self, name: str) -> bool:
        """Return whether a short name is that of an entity or a fact of the graph, linked or not."""
        return name in self.names.by_slug.get(local_name(expand(name)).lower(), ())

    @cached_property
    def links(self) -> LinkSet:
        """Every link with the data of its facts."""
        found = read_links(self.store)
        return found.in_memory() if self._whole else found

    @property
    def classes(self) -> Classes:
        """The classes and the country of every entity and fact."""
        if self.store.beside is not None and not self._whole:
            return read_classes(self.store)  # else a worker that draws once has them for its whole life
        return self.kept("classes", lambda: read_classes(self.store))

    def _map(self, name: str, make: Callable[[Store], Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return a map that a function reads from the graph."""
        return self._maps(name, lambda: {name: make(self.store)})[name]

    def _maps(self, name: str, make: Callable[[], Tables]) -> Tables:
        return kept_maps(self.store, name, make, whole=self._whole)

    @cached_property
    def qualifiers(self) -> Mapping[str, dict[str, Any]]:
        """Fact or statistic -> what qualifies it."""

        def made(store: Store) -> dict[str, dict[str, Any]]:
            among = dict(each(self.kinds["Fact"])) | dict(each(self.kinds["Observation"]))
            return read_qualifiers(store, among)

        return self._map("qualifiers", made)

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """Agents that the sources do not name."""
        return frozenset(shorten(text_of(row[0])) for row in self.store.select(_UNNAMED))

    @cached_property
    def open_facts(self) -> Mapping[str, Any]:
        """Facts that are no links yet, as keys: what has not come true, and relations only possible."""

        def made(store: Store) -> dict[str, int]:
            plans = (name for name, entry in each(self.qualifiers) if entry.get("planned"))
            possible = (shorten(text_of(row[0])) for row in store.select(_POSSIBLE))
            return dict.fromkeys(sorted({*plans, *possible}), 1)

        return self._map("open facts", made)

    @cached_property
    def nearby(self) -> Nearby:
        """The surroundings of every entity."""
        return read_nearby(self.store, self.links, self.open_facts, whole=self._whole)

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
        return self._map("countries", read_countries)

    @cached_property
    def codes(self) -> Mapping[str, tuple[str, str]]:
        """Country -> its ISO 3166 letters and its UN M49 number."""
        rows = self.store.select(_CODES)
        return {shorten(text_of(country)): (text_of(iso3), text_of(m49)) for country, iso3, m49 in rows}

    @cached_property
    def sectors(self) -> Mapping[str, Sequence[str]]:
        """Thing -> the sectors of its codes."""
        return self._map("sectors", read_sectors)

    @cached_property
    def _parties(self) -> Mapping[str, Mapping[str, Any]]:
        def made() -> dict[str, Mapping[str, Any]]:
            return read_parties(self.store, dict(each(self.fact_kinds)))

        return self._maps("parties", made)

    @property
    def roles(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Fact -> its parties, each after the local name of its role."""
        return self._parties["roles"]

    @property
    def roles_of(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Entity -> the facts in which it plays a role -> the local names of those roles."""
        return self._parties["played"]

    @cached_property
    def kinds(self) -> Mapping[str, Mapping[str, str]]:
        """Entity, Fact and Observation -> each of their members -> its narrowest class, by local names."""
        return self._maps("kinds", lambda: read_kinds(self.store))

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
        return self._map("passages", read_passages)

    @cached_property
    def _accounts(self) -> Mapping[str, Mapping[str, Any]]:
        return self._maps("accounts", lambda: read_accounts(self.store))

    @property
    def events(self) -> Mapping[str, str]:
        """Fact -> the event of which it is one of several accounts."""
        return self._accounts["events"]

    def accounts(self, name: str) -> Sequence[str]:
        """Return the accounts of an event, or of the event that a fact reports; none if it has but one."""
        found: Sequence[str] = self._accounts["accounts"].get(self.events.get(name, name), ())
        return found

    @cached_property
    def points(self) -> Mapping[str, Sequence[dict[str, Any]]]:
        """Entity -> its points in WGS 84, each with its precision and passages."""
        return self._map("points", read_points)

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

    def edges(self, things: Collection[str], lang: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield the source, target and attributes of every link between two of some entities."""
        from ...network.build_network import worded_edges
        from ...network.prepared import prepared

        between = prepared(self.links).bundles
        links = [link for pair in self.nearby.pairs(things) for link in between[pair]]
        for source, target, data in worded_edges(
            links, self.links, self.fact_kinds.get, self.describer(lang)
        ):
            if data.get("amount_fact") in self.nearby.shared:
                data["amount_shared"] = True
            yield source, target, data

    def labels(self, names: Iterable[str], lang: str) -> dict[str, str]:
        """Return a map from short name to label in a language; the last part of the name if there is none."""
        wanted, known = set(names), self._labels[lang]
        found = {name: known[name] for name in wanted if name in known}
        missing = sorted(name for name in wanted if name not in known)
        labels = fetch_labels(self.store, [node(name) for name in missing], lang) if missing else {}
        for thing, label in labels.items():
            found[shorten(text_of(thing))] = text_of(label)
        found |= self._titles([name for name in missing if name not in found], lang)
        if self.bases[1:]:
            found |= self._own_labels([name for name in missing if name not in found], lang)
        # only names in the graph are cached: made-up names of a client take no memory
        known.update({name: found[name] for name in missing if name in found})
        return {name: found.get(name) or local_name(expand(name)) for name in sorted(wanted)}

    def read_labels(self) -> None:
        """Read every label at once, so that no request looks up thousands of them."""
        titled = {text_of(row[0]) for row in self.store.rows(_WITH_TITLES)}
        known: dict[str, dict[str, str]] = defaultdict(dict)
        for thing, property_, label in self.store.statements(_LABELS):
            name, text = shorten(text_of(thing)), text_of(label)
            if text_of(property_) != _TITLED or text_of(thing) in titled:
                language = str(getattr(label, "language", None) or "")
                known[name][language] = min(text, known[name].get(language, text))
        for lang in LANGUAGES:
            self._labels[lang] |= {name: _in(lang, said) for name, said in known.items()}

    def _titles(self, names: Iterable[str], lang: str) -> dict[str, str]:
        """Return the titles of sources and collections, which have no labels."""
        nodes = [node(name) for name in names]
        titles: dict[str, dict[str, str]] = defaultdict(dict)
        for thing, title in self.store.select(_TITLES, {"thing": nodes}) if nodes else ():
            language = str(getattr(title, "language", None) or "")
            titles[shorten(text_of(thing))].setdefault(language, text_of(title))
        return {name: _in(lang, said) for name, said in titles.items()}

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
        found: dict[str, Any] = {
            "id": name,
            "label": self.labels([name], lang)[name],
            "kind": self.kind(name),
            "country": self.countries.get(name, ""),
            "sectors": list(self.sectors.get(name, ())),
            "degree": self.ties(name),
            "plans": self.plans(name) or "",
            "unnamed": name in self.unnamed or "",
        }
        return {key: value for key, value in found.items() if value != ""}

    def ties(self, name: str) -> int:
        """How many things facts tie to a thing; plans, possible relations and placing ones aside."""
        return self.nearby.ties(name)

    def plans(self, name: str) -> int:
        """How many more things are tied to it by plans and possible relations alone."""
        return self.nearby.plans(name)

    def kind(self, name: str) -> str:
        """Return the local name of an entity's narrowest class; Thing if it has none."""
        return self.kinds["Entity"].get(name) or self._other_kind(name)

    def _other_kind(self, name: str) -> str:
        if name not in self._kinds:
            self._kinds |= self.describer("en").kinds([name])
        return self._kinds.get(name, "Thing")


def _in(lang: str, said: Mapping[str, str]) -> str:
    """Return the text in a language; else in English, in none, or in any."""
    return next((said[code] for code in (lang, "en", "") if code in said), said[min(said)])
