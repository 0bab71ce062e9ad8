"""What the cells of a column may hold: codes, classes and ids, each with its label.

The ontology defines classes and codes, and each row of a table that gives its subject a class defines an
entity, a fact or a code. Which of these a column takes follows from its template alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.namespaces import ID, ONT, PREFIXES, local_name
from ..core.paths import ontology_dir
from ..csvw.templates import expand as filled
from ..csvw.vocabulary import RDF
from .definitions import homes, template_of, value_reader
from .quads import variables
from .suggestions import passes
from .support import expand_prefix

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ..csvw.model import Column
    from .metadata import Table, TableGroup

__all__ = ["Term", "Vocabulary", "class_vocabulary", "read_vocabulary", "records"]

_LABELS = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (("skos", "prefLabel"), ("rdfs", "label"), ("dcterms", "title"), ("skos", "altLabel"))
)
_TERMS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?label ?definition WHERE {
  ?term rdfs:label|skos:prefLabel ?label FILTER (LANG(?label) = "en")
  OPTIONAL { ?term skos:definition ?definition FILTER (LANG(?definition) = "en") }
}"""
_WIDER = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?class ?wider { ?class a owl:Class ; rdfs:subClassOf* ?wider }"""
_SIDES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?property ?domain ?range WHERE {
  { ?property rdfs:domain ?domain } UNION { ?property rdfs:range ?range }
  FILTER (isIRI(?domain) || isIRI(?range))
}"""
_SHORTCUTS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT ?class ?from ?to { ?rule jlac:ofFact ?class ; jlac:fromRole ?from ; jlac:toRole ?to }"""
_ROLES = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?role { ?role rdfs:subPropertyOf jlac:role ; rdfs:label ?label }"""
_VAGUE = frozenset(ONT + name for name in ("Fact", "Entity", "Agent"))
"""Classes that too many properties have as their domain to say what one table holds."""


@dataclass(frozen=True, slots=True)
class Term:
    """What a legal value stands for: its label in English, and its definition where there is one."""

    label: str = ""
    definition: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """What the ontology and some tables define.

    Attributes
    ----------
    terms : IRI -> what it stands for.
    classes : IRI of what a row defines -> the IRIs of the classes that the row gives it.
    wider : IRI of a class -> the classes that it is a subclass of, itself among them.
    domains, ranges : IRI of a property -> IRI of a class.
    role_properties : IRIs of the roles.
    roles : IRI of a class of facts, and of the two roles of each of its shortcuts.
    """

    terms: Mapping[str, Term]
    classes: Mapping[str, frozenset[str]]
    wider: Mapping[str, frozenset[str]]
    domains: Mapping[str, str]
    ranges: Mapping[str, str]
    roles: frozenset[tuple[str, str, str]] = frozenset()
    role_properties: frozenset[str] = frozenset()

    def legal(self, table: Table, column: Column) -> dict[str, Term]:
        """Return the values of a column that lead to something defined; empty when nothing says.

        Parameters
        ----------
        table : the table of the column.
        """
        if templates := _names_property(table, column):
            return self._roles_of(column, templates[0])
        template = template_of(table, column)
        iris: Iterable[str] = self._narrowed(column, template)
        if expand_prefix(column.rules.property_url or "") == RDF + "type":
            iris = self.classes_of(table)
        read = value_reader(template, column.name)
        found = {value: iri for iri in iris if (value := read(iri))}
        return {value: self.terms[found[value]] for value in sorted(found) if passes(column, value)}

    def _roles_of(self, column: Column, template: str) -> dict[str, Term]:
        """Return the roles that a column names, from whose cells a template makes the property."""
        read = value_reader(template, column.name)
        found = {name: self.terms[iri] for iri in sorted(self.role_properties) if (name := read(iri))}
        return {name: term for name, term in found.items() if passes(column, name)}

    def _narrowed(self, column: Column, template: str) -> Iterable[str]:
        """Return the IRIs that a template may lead to: those of the class that the property's range names."""
        range_ = self.ranges.get(expand_prefix(column.rules.property_url or ""), "")
        if range_.startswith(ONT) and template.startswith(ID):
            fitting = [iri for iri, found in self.classes.items() if self._is_any(found, range_)]
            return fitting or self.terms
        return () if template.startswith(ONT) else self.terms

    def _is_any(self, classes: Iterable[str], wider: str) -> bool:
        return any(wider in self.wider.get(name, ()) for name in classes)

    def classes_of(self, table: Table) -> list[str]:
        """List the classes that the rows of a table may have, by its properties or by the kind in its ids."""
        properties = {expand_prefix(column.rules.property_url or "") for column in table.columns}
        domains = {self.domains[p] for p in properties if p in self.domains} - _VAGUE
        tops = [d for d in domains if not (self.wider.get(d, frozenset()) & domains) - {d}]
        tops = tops or self._of_roles(properties)
        if not tops:
            kinds = {h.removeprefix(ID).partition("/")[0] for h in map(expand_prefix, homes(table))}
            tops = [iri for iri in self.wider if _is_of_kind(iri, kinds)]
        return [c for c, wider in self.wider.items() if wider & set(tops) and c in self.terms]

    def _of_roles(self, properties: set[str]) -> list[str]:
        """List the classes of facts that link two roles of a table and need no property that it lacks."""
        found = {name for name, start, end in self.roles if {start, end} <= properties}
        apart = {d for d in self.domains.values() if not any(self.domains.get(p) == d for p in properties)}
        return sorted(found - apart - _of_other_tables())


def _names_property(table: Table, column: Column) -> list[str]:
    """Return the templates of properties that the cells of a column fill."""
    urls = (other.rules.property_url or "" for other in table.columns)
    return [url for url in urls if variables(url) == [column.name]]


def _of_other_tables() -> set[str]:
    """Return the classes that a schema gives to all rows of its table."""
    from .collections import read_schemas

    columns = (column for table in read_schemas().values() for column in table.columns)
    typed = [
        c.rules.value_url or "" for c in columns if expand_prefix(c.rules.property_url or "") == RDF + "type"
    ]
    return {expand_prefix(url) for url in typed if not variables(url)}


def _is_of_kind(iri: str, kinds: set[str]) -> bool:
    return iri.startswith(ONT) and any(local_name(iri).lower().endswith(kind) for kind in kinds)


def read_vocabulary(group: TableGroup, ontology: Path | None = None) -> Vocabulary:
    """Read what the ontology and the rows of some tables define.

    Parameters
    ----------
    group : the tables; a file with another header than its schema defines nothing.
    ontology : the folder of the ontology; by default the project's own.
    """
    store = _ontology(ontology or ontology_dir())
    known = class_vocabulary(store)
    terms = dict(known.terms)
    classes: dict[str, frozenset[str]] = {}
    for table in group.tables:
        for iri, term, found in _defined(table):
            terms[iri], classes[iri] = term, found
    return replace(known, terms=terms, classes=classes)


def class_vocabulary(store: ox.Store) -> Vocabulary:
    """Read what an ontology in a store defines: classes, properties and codes."""
    terms = {
        row["term"].value: Term(row["label"].value, row["definition"].value if row["definition"] else "")
        for row in _rows(store, _TERMS)
    }
    wider: dict[str, set[str]] = {}
    for row in _rows(store, _WIDER):
        wider.setdefault(str(row["class"].value), set()).add(str(row["wider"].value))
    sides = list(_rows(store, _SIDES))
    return Vocabulary(
        terms,
        {},
        {name: frozenset(found) for name, found in wider.items()},
        {row["property"].value: row["domain"].value for row in sides if row["domain"]},
        {row["property"].value: row["range"].value for row in sides if row["range"]},
        frozenset((str(a.value), str(b.value), str(c.value)) for a, b, c in _rows(store, _SHORTCUTS)),
        frozenset(str(row["role"].value) for row in _rows(store, _ROLES)),
    )


def _ontology(folder: Path) -> ox.Store:
    import pyoxigraph as ox

    store = ox.Store()
    for path in sorted([*folder.glob("*.ttl"), *folder.glob("vocab/*.ttl")]):
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def _rows(store: ox.Store, query: str) -> Iterator[Any]:
    found: Any = store.query(query, use_default_graph_as_union=True)
    yield from found


def _defined(table: Table) -> Iterator[tuple[str, Term, frozenset[str]]]:
    """Yield the subjects that the rows of a table define, with their labels and classes."""
    named = _label_columns(table)
    types = [expand_prefix(url) for url in sorted(_types(table))]
    templates = [expand_prefix(template) for template in sorted(homes(table))]
    for row in records(table):
        label = next((row[name] for name in named if row[name]), "")
        for template in templates:
            if all(row.get(name) for name in variables(template)):
                yield filled(template, row), Term(label), frozenset(filled(url, row) for url in types)


def _types(table: Table) -> set[str]:
    """Return the templates of the classes that a table gives its subjects."""
    typed = (c.rules for c in table.columns if expand_prefix(c.rules.property_url or "") == RDF + "type")
    return {rules.value_url or "" for rules in typed if (rules.about_url or "") in homes(table)}


def _label_columns(table: Table) -> list[str]:
    """List the columns that name the subject of a row, the one in English first."""
    found = [
        (_LABELS.index(url), column.rules.lang != "en", column.number, column.name)
        for column in table.stored
        if (url := expand_prefix(column.rules.property_url or "")) in _LABELS
    ]
    return [name for *_, name in sorted(found)]


def records(table: Table) -> Iterator[dict[str, str]]:
    """Yield the rows of a table's file by column; none when it is missing or has another header."""
    if not table.path.is_file():
        return
    try:
        with table.path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
            reader = csv.DictReader(file, restval="")
            if set(reader.fieldnames or ()) == {column.name for column in table.stored}:
                yield from ({k: v for k, v in row.items() if k} for row in reader)
    except OSError:
        return
