"""Labels and sentences for links, in one language, looked up in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from sys import intern
from typing import TYPE_CHECKING

from ..core.messages import count, phrase
from ..core.namespaces import PREFIXES, expand, kind_of, local_name, relation_iri, shorten
from ..core.paths import data_dir
from ..core.patterns import narrowest_class
from ..core.terms import text_of
from .labels import fetch_labels
from .links import QUALIFIERS, TEXTS, Link, spaced

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["Describer", "Origin", "unnamed_label"]

_COLLECTIONS = """
SELECT DISTINCT ?title WHERE { ?part a jlac:Collection ; dcterms:title ?title } ORDER BY ?title"""
_NAMED_COLLECTIONS = "SELECT DISTINCT ?part WHERE { ?part a jlac:Collection }"
_COVERS = """
SELECT ?title ?covers WHERE {
  { ?part a jlac:Collection ; dcterms:title ?title ; dcterms:coverage ?covers }
  UNION {
    ?part a jlac:Source ; dcterms:title ?title ; dcterms:coverage ?covers .
    FILTER NOT EXISTS { ?part jlac:inCollection ?collection }
    FILTER EXISTS { ?passage dcterms:isPartOf ?part . ?fact prov:wasDerivedFrom ?passage ; a jlac:Fact }
  }
} ORDER BY ?title ?covers"""
_LOST = """
SELECT (COUNT(DISTINCT ?passage) AS ?n) WHERE {
  ?passage a jlac:Passage ; jlac:coverage ?coverage .
  ?coverage skos:notation "values-lost" .
}"""


_AT_ONCE = 5000
"""Labels that are looked up at a time, so that their terms do not fill the memory."""
_PASSAGES = """
SELECT ?locator ?passage WHERE { VALUES ?locator { UNDEF } ?passage jlac:locator ?locator }"""
_DOCUMENTS = """
SELECT ?source ?key ?value WHERE {
  VALUES ?source { UNDEF }
  VALUES ?key { dcterms:creator dcterms:title dcterms:publisher dcterms:issued }
  ?source ?key ?value .
}"""
_ORIGINS = """
SELECT ?source ?key ?value WHERE {
  VALUES ?source { UNDEF }
  VALUES ?key { dcterms:source jlac:inCollection }
  ?source ?key ?value .
}"""
_SOURCES = "SELECT DISTINCT ?source WHERE { ?source a jlac:Source }"
_KINDS = f"""
SELECT DISTINCT ?thing ?class WHERE {{
  VALUES ?thing {{ UNDEF }}
  {narrowest_class()}
}} ORDER BY ?thing ?class"""


_UNNAMED = "SELECT ?thing WHERE { VALUES ?thing { UNDEF } ?thing jlac:unnamed true }"
_COUNTERPARTS = """
SELECT DISTINCT ?thing ?other WHERE {
  ?government a jlac:Government ; jlac:country ?country . ?country a jlac:Country .
  VALUES ?thing { UNDEF }
  FILTER (?thing = ?government || ?thing = ?country)
  BIND (IF(?thing = ?country, ?government, ?country) AS ?other)
} ORDER BY ?thing ?other"""
"""Governments are few; what is in a country may be much."""


_PRINTED = "code:basis/printed"
_INFERRED = "code:basis/inferred"
"""The basis that limits nothing."""


def unnamed_label(label: str, lang: str) -> str:
    """Mark the label of an agent of which the source speaks without naming it.

    >>> unnamed_label("Suppliers", "en")
    'Suppliers (not named by the source)'
    """
    return phrase("{label} (not named by the source)", lang, label=label)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from.

    Attributes
    ----------
    address : its address on the web; empty if the graph has none.
    collection : the collection that lists it, such as ``idb-mg-172``; empty if none does.
    own : whether that collection is not one of the project's, but added by the user.
    """

    address: str = ""
    collection: str = ""
    own: bool = False


@cache
def _ours() -> frozenset[str]:
    """The names of the project's collections."""
    return frozenset(path.parent.name for path in data_dir().glob("*/collections.csv"))


class Describer:
    """Labels of entities, relations and facts in one language, each looked up once.

    Parameters
    ----------
    store : the graph.
    lang : a language of the labels.
    known : short name -> label in the language, of what has been read already.
    """

    def __init__(self, store: Store, lang: str, known: Mapping[str, str] | None = None) -> None:
        self.store, self.lang = store, lang
        self._known: dict[str, str] = dict(known or {})

    def labels(self, names: Collection[str]) -> Mapping[str, str]:
        """Return a map from short name to label; the last part of the name if the graph has no label."""
        from pyoxigraph import NamedNode

        missing = sorted(name for name in names if name not in self._known)
        if missing:
            for start in range(0, len(missing), _AT_ONCE):
                nodes = [NamedNode(expand(name)) for name in missing[start : start + _AT_ONCE]]
                for thing, label in fetch_labels(self.store, nodes, self.lang).items():
                    self._known[intern(shorten(text_of(thing)))] = text_of(label)
        for name in missing:
            self._known.setdefault(name, local_name(expand(name)))
        return {name: self._known[name] for name in sorted(names)}

    def label(self, name: str) -> str:
        """Return the label of one entity."""
        known = self._known.get(name)
        return self.labels([name])[name] if known is None else known

    def marked(self, names: Collection[str]) -> Mapping[str, str]:
        """Short name -> label, with a remark if the source speaks of the agent without naming it."""
        labels = self.labels(names)
        unnamed = self._among(_UNNAMED, [name for name in labels if kind_of(name) == "agent"])
        return {
            name: unnamed_label(label, self.lang) if name in unnamed else label
            for name, label in labels.items()
        }

    def _among(self, query: str, names: Collection[str]) -> set[str]:
        """Those of the names that a query with the variable ``?thing`` gives."""
        from pyoxigraph import NamedNode

        nodes = [NamedNode(expand(name)) for name in sorted(names)]
        rows = self.store.select(query, {"thing": nodes}) if nodes else ()
        return {shorten(text_of(row[0])) for row in rows}

    def counterparts(self, names: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The government of each country and the country of each government among the names.

        One actor can be meant by both: what is said of the one may stand with the other.
        """
        from pyoxigraph import NamedNode

        nodes = [NamedNode(expand(name)) for name in sorted(names)]
        found: dict[str, tuple[str, ...]] = {}
        for thing, other in self.store.select(_COUNTERPARTS, {"thing": nodes}) if nodes else ():
            name = shorten(text_of(thing))
            found[name] = (*found.get(name, ()), shorten(text_of(other)))
        return found

    def qualifiers(self, stated: Mapping[str, str]) -> Mapping[str, str]:
        """What limits a statement, in words.

        Parameters
        ----------
        stated : property of `links.QUALIFIERS` -> short name of a code or agent, or the text of a note.

        Returns
        -------
        The same properties in the order of `QUALIFIERS`, with labels in the language of the describer; a
        statement that the source prints has no basis.
        """
        kept = {key: stated[key] for key in QUALIFIERS if key in stated and stated[key] != _PRINTED}
        labels = self.labels([name for key, name in kept.items() if key not in TEXTS])
        return {key: labels.get(value, value) for key, value in kept.items()}

    def unsaid(self, stated: Mapping[str, str], sentence: str) -> tuple[str, ...]:
        """The properties of `qualifiers` that the sentence of a statement does not say.

        A sentence always says how likely it is and that it is our inference; it never says the note.
        """
        said = {key for key in stated if key == "likelihood" or stated[key] == _INFERRED}
        words = self.qualifiers({key: value for key, value in stated.items() if key not in said})
        folded = sentence.casefold()
        return tuple(key for key, text in words.items() if key == "note" or text.casefold() not in folded)

    def property(self, name: str) -> str:
        """The label of a property of the ontology, such as ``claimant``."""
        return self.label(f"jlac:{name}")

    def kinds(self, names: Collection[str]) -> Mapping[str, str]:
        """Return a map from short name to name of its narrowest class, such as ``PublicAgency``."""
        from pyoxigraph import NamedNode

        nodes = [NamedNode(expand(name)) for name in sorted(names)]
        found: dict[str, str] = {}
        if nodes:
            for thing, kind in self.store.select(_KINDS, {"thing": nodes}):
                name = shorten(text_of(thing))
                found.setdefault(name, local_name(text_of(kind)))
        found.update({name: "Code" for name in names if name.startswith("code:") and name not in found})
        return found

    def terms(self, kinds: Collection[str], statuses: Collection[str]) -> Mapping[str, str]:
        """Return the names of classes and statuses; in English, spaced class names and status codes."""
        if self.lang == "en":
            return {kind: spaced(kind) for kind in kinds} | {status: status for status in statuses}
        names = {kind: f"jlac:{kind}" for kind in kinds}
        names |= {status: f"code:status/{status}" for status in statuses}
        names |= {"Code": "skos:Concept"} if "Code" in kinds else {}
        said = self.labels(names.values())
        return {term: said[name] for term, name in names.items()}

    def class_names(self, kinds: Iterable[str]) -> dict[str, str]:
        """Return the names of classes, each once."""
        return {**self.terms({*kinds} - {"Thing"}, ())}

    def relation(self, relation: str) -> str:
        """Return the label of a relation, such as ``invested in``."""
        return self.label(shorten(relation_iri(relation)))

    def describe(self, link: Link) -> str:
        """Return a link in words: those of its fact, else its ends around the relation."""
        return self.worded(link.fact, link.source, link.relation, link.target)

    def worded(self, fact: str | None, source: str, relation: str, target: str) -> str:
        """Return the sentence of a fact; of a link without one, its ends around the relation."""
        if fact:
            return self.label(fact)
        return f"{self.label(source)} ({self.relation(relation)}: {self.label(target)})"

    def passages(self, locators: Collection[str]) -> Mapping[str, str]:
        """Return a map from locator to document, section and paragraph; to itself if unknown."""
        from pyoxigraph import Literal, NamedNode

        texts = [Literal(locator) for locator in sorted(locators)]
        if not texts:
            return {}
        rows = self.store.select(_PASSAGES, {"locator": texts})
        places = {text_of(p): text_of(at) for at, p in rows}
        found = fetch_labels(self.store, [NamedNode(iri) for iri in sorted(places)], self.lang)
        said = {places[text_of(p)]: text_of(t) for p, t in found.items()}
        return {locator: said.get(locator, locator) for locator in sorted(locators)}

    def documents(self, names: Collection[str]) -> Mapping[str, str]:
        """Return a map from document to author, title, publisher and year, as in a reference list."""
        found = self._document_parts({PREFIXES["src"] + name: name for name in sorted(names)})
        own = self.own_sources(set(names) - set(found))
        found |= self._document_parts({iri: name for name, iri in own.items()})
        order = ("creator", "title", "publisher", "issued")
        return {
            name: ", ".join(part[k] for k in order if k in part) or name
            for name in sorted(names)
            for part in (found.get(name, {}),)
        }

    def own_sources(self, names: Collection[str]) -> Mapping[str, str]:
        """Return a map from document to IRI, of those in collections with a base of their own."""
        if not names:
            return {}
        iris = {text_of(row[0]) for row in self.store.select(_SOURCES)}
        own = ((local_name(iri), iri) for iri in sorted(iris) if not iri.startswith(PREFIXES["src"]))
        return {name: iri for name, iri in own if name in names}

    def _document_parts(self, iris: Mapping[str, str], query: str = _DOCUMENTS) -> dict[str, dict[str, str]]:
        """Read what a query says of documents, by IRI -> name; those without any of it are left out."""
        from pyoxigraph import NamedNode

        parts: dict[str, dict[str, str]] = {}
        if iris:
            sources = [NamedNode(iri) for iri in sorted(iris)]
            for source, key, value in self.store.select(query, {"source": sources}).ordered():
                part = parts.setdefault(iris[text_of(source)], {})
                part.setdefault(local_name(text_of(key)), text_of(value))
        return parts

    def origins(self, names: Collection[str]) -> Mapping[str, Origin]:
        """Return a map from document to its address on the web and its collection."""
        iris = {PREFIXES["src"] + name: name for name in sorted(names)}
        found = self._document_parts(iris, _ORIGINS)
        own = self.own_sources(set(names) - set(found))
        found |= self._document_parts({iri: name for name, iri in own.items()}, _ORIGINS)
        places = {name: local_name(part.get("inCollection", "")) for name, part in found.items()}
        return {
            name: Origin(found[name].get("source", ""), place, bool(place) and place not in _ours())
            for name, place in places.items()
        }

    def own_documents(self, names: Collection[str]) -> frozenset[str]:
        """Return those of the documents that are in collections which the user added."""
        collections = {local_name(text_of(row[0])) for row in self.store.select(_NAMED_COLLECTIONS)}
        if collections <= _ours():
            return frozenset()
        return frozenset(name for name, origin in self.origins(names).items() if origin.own)

    def collections(self) -> tuple[str, ...]:
        """Return the titles of the collections."""
        return tuple(text_of(title) for (title,) in self.store.select(_COLLECTIONS))

    def gaps(self) -> tuple[str, ...]:
        """Return what each collection covers, or each source of facts that is in none.

        The last is the number of figures without values as text.
        """
        said = [f"{text_of(title)}: {text_of(covers)}" for title, covers in self.store.select(_COVERS)]
        lost = sum(int(getattr(row[0], "value", 0)) for row in self.store.select(_LOST))
        if not lost:
            return (*said,)
        passages = count(lost, "passage", self.lang)
        return (
            *said,
            phrase(
                "{passages} are figures whose values are not available as text", self.lang, passages=passages
            ),
        )
