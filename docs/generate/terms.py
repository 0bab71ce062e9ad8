"""The terms of the ontology: its classes, properties and codes, each with the address of its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from jlac_graph.core.namespaces import BASE, ONT, PREFIXES, shorten
from jlac_graph.core.paths import ontology_dir

__all__ = ["CODE", "Ontology", "Rule", "Term", "read_ontology"]

CODE = BASE + "code/"
_PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_KINDS = {
    "class": "?term a owl:Class",
    "property": "?term a ?type FILTER (?type IN (owl:ObjectProperty, owl:DatatypeProperty, rdf:Property))",
    "code": "?term a skos:Concept",
    "scheme": "?term a skos:ConceptScheme",
}
_FOLDERS = {"class": "classes", "property": "properties", "code": "codes", "scheme": "codes"}
_VALUES = "SELECT ?s ?p ?o { ?s ?p ?o FILTER (isIRI(?s)) }"
_RULES = """SELECT ?fact ?source ?target ?link {
  ?rule jlac:ofFact ?fact ; jlac:fromRole ?source ; jlac:toRole ?target ; jlac:shortcut ?link
}"""


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, code or scheme.

    Attributes
    ----------
    kind : class, property, code or scheme.
    labels, values : language -> label; property in short form -> its values, IRIs in short form.
    """

    iri: str
    kind: str
    labels: Mapping[str, str]
    values: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """The short name: ``jlac:Loan``, or ``status/agreed`` of a code."""
        return self.iri.removeprefix(CODE) if self.iri.startswith(CODE) else shorten(self.iri)

    @property
    def page(self) -> str:
        """The path of its page from the root of the site."""
        return f"reference/{_FOLDERS[self.kind]}/{self.name.removeprefix('jlac:')}.md"

    @property
    def definition(self) -> str:
        """What it means, in English; empty if the ontology does not say."""
        return next(iter(self.values.get("skos:definition", ())), "")


@dataclass(frozen=True, slots=True)
class Rule:
    """A declaration that facts of a class yield a one-hop link; all are IRIs."""

    fact: str
    source: str
    target: str
    link: str


@dataclass(frozen=True)
class Ontology:
    """All terms by IRI, and the rules for shortcuts."""

    terms: Mapping[str, Term]
    rules: tuple[Rule, ...] = field(default=())

    def of_kind(self, kind: str) -> list[Term]:
        """List the terms of a kind by name."""
        return sorted((t for t in self.terms.values() if t.kind == kind), key=lambda term: term.name.lower())

    def wider(self, term: Term, relation: str = "rdfs:subClassOf") -> Iterator[Term]:
        """Yield the terms above one, the nearest first."""
        for name in term.values.get(relation, ()):
            if found := self.named.get(name):
                yield found
                yield from self.wider(found, relation)

    @cached_property
    def named(self) -> dict[str, Term]:
        """The terms by short name."""
        return {shorten(iri): term for iri, term in self.terms.items()}

    def that(self, relation: str, name: str) -> list[Term]:
        """List the terms with a value for a property, such as the subclasses of a class."""
        return [term for term in self.terms.values() if name in term.values.get(relation, ())]


def read_ontology() -> Ontology:
    """Read the files of the ontology."""
    store = ox.Store()
    for path in sorted([*ontology_dir().glob("*.ttl"), *ontology_dir().glob("vocab/*.ttl")]):
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    labels: dict[str, dict[str, str]] = {}
    values: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in _rows(store, _VALUES):
        name = shorten(predicate.value)
        if name in ("rdfs:label", "skos:prefLabel") and value.language:
            labels.setdefault(subject.value, {})[value.language] = value.value
        elif not getattr(value, "language", None) or value.language == "en":
            told = shorten(value.value) if isinstance(value, ox.NamedNode) else value.value
            values.setdefault(subject.value, {}).setdefault(name, []).append(told)
    terms = {}
    for kind, pattern in _KINDS.items():
        for (node,) in _rows(store, f"SELECT DISTINCT ?term {{ {pattern} }}"):
            if node.value.startswith((ONT, CODE)):
                iri, own = node.value, values.get(node.value, {})
                sorted_ = {name: tuple(sorted(found)) for name, found in sorted(own.items())}
                terms[iri] = Term(iri, kind, labels.get(iri, {}), sorted_)
    rules = (Rule(*(cell.value for cell in row)) for row in _rows(store, _RULES))
    return Ontology(terms, tuple(sorted(rules, key=lambda rule: (rule.fact, rule.source, rule.target))))


def _rows(store: ox.Store, query: str) -> Iterator[tuple[Any, ...]]:
    found: Any = store.query(_PREFIXES + query)
    return (tuple(row) for row in found)
