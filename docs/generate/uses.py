"""Where a term is used: in columns of the tables, in queries of the library, and in the graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jlac_graph.core.namespaces import BASE, ID, ONT, PREFIXES
from jlac_graph.core.paths import schemas_dir
from jlac_graph.sparql.syntax import declared, tokens

from .terms import CODE

if TYPE_CHECKING:
    from jlac_graph import Graph
    from jlac_graph.queries.parameters import Query
    from jlac_graph.tables.dictionary import TableEntry

__all__ = ["Code", "Example", "Uses", "read_uses"]

_TYPE = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["rdfs"] + "label"
_MEMBERS = """SELECT ?term (COUNT(DISTINCT ?x) AS ?n) (MIN(?key) AS ?first) {
  ?x a ?term . FILTER (STRSTARTS(STR(?term), STR(jlac:)))
  BIND (CONCAT(IF(STRSTARTS(STR(?x), STR(id:)), "0", "1"), STR(?x)) AS ?key)
} GROUP BY ?term"""
_SUBJECTS = """SELECT ?term (COUNT(*) AS ?n) (MIN(?key) AS ?first) {
  ?x ?term ?value . FILTER (STRSTARTS(STR(?term), STR(jlac:)))
  BIND (CONCAT(IF(STRSTARTS(STR(?x), STR(id:)), "0", "1"), STR(?x)) AS ?key)
} GROUP BY ?term"""
_CODED = """SELECT ?term (COUNT(DISTINCT ?x) AS ?n) (MIN(?key) AS ?first) {
  ?x ?property ?term . FILTER (STRSTARTS(STR(?term), STR(code:)) && !STRSTARTS(STR(?x), STR(code:)))
  BIND (CONCAT(IF(STRSTARTS(STR(?x), STR(id:)), "0", "1"), STR(?x)) AS ?key)
} GROUP BY ?term"""
_LISTED = """SELECT ?scheme ?code ?label ?definition {
  ?code skos:inScheme ?scheme ; skos:prefLabel ?label .
  OPTIONAL { ?code skos:definition ?definition FILTER (LANG(?definition) = "en") }
} ORDER BY ?scheme ?code ?label"""
_DESCRIBED = "SELECT DISTINCT ?x ?p ?o { VALUES ?x { %s } ?x ?p ?o }"


@dataclass(frozen=True, slots=True)
class Example:
    """An entity, fact or statistic of the graph in which a term occurs.

    Attributes
    ----------
    labels : language -> its label; the sentence, if it is a fact or a statistic.
    triples : its predicates and values, as terms.
    """

    iri: str
    labels: Mapping[str, str]
    triples: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the graph, declared by the ontology or by a row of a table; labels by language."""

    iri: str
    labels: Mapping[str, str]
    definition: str


@dataclass(frozen=True)
class Uses:
    """Where terms are used, by IRI.

    Attributes
    ----------
    columns : tables and columns whose cells become the property, or may name the class or code.
    queries : names of queries of the library.
    counts : how many members, triples or statements.
    examples : one of them.
    codes : the codes of each list, by the IRI of the list.
    """

    columns: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    queries: Mapping[str, Sequence[str]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, Example] = field(default_factory=dict)
    codes: Mapping[str, Sequence[Code]] = field(default_factory=dict)


def read_uses(graph: Graph, tables: Iterable[TableEntry], classes: Mapping[str, Iterable[str]]) -> Uses:
    """Read where the terms are used.

    Parameters
    ----------
    classes : name of a table to the names of the classes that its rows have.
    """
    columns: dict[str, list[tuple[str, str]]] = {}
    for iri, place in (pair for entry in tables for pair in _columns(entry, classes.get(entry.name, ()))):
        columns.setdefault(iri, []).append(place)
    queries: dict[str, list[str]] = {}
    for query in graph.queries():
        for iri in sorted(_named(query)):
            queries.setdefault(iri, []).append(query.name)
    counts, first = _counted(graph)
    return Uses(columns, queries, counts, _examples(graph, first), _codes(graph))


def _columns(entry: TableEntry, classes: Iterable[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each term that a column of a table may state."""
    schema = json.loads((schemas_dir() / f"{entry.name}.json").read_text("utf-8"))
    rules = {column["name"]: column for column in schema["columns"]}
    for name, rule in rules.items():
        if rule.get("virtual"):
            if rule.get("propertyUrl") == _TYPE and "{" not in rule["valueUrl"]:
                yield rule["valueUrl"], (entry.name, "")
        elif str(rule.get("propertyUrl", "")).startswith(ONT):
            yield rule["propertyUrl"], (entry.name, name)
    for column in entry.columns:
        template = rules[column.name].get("valueUrl", "")
        values = classes if template.startswith(ONT) else column.values if template.startswith(CODE) else ()
        for value in values:
            yield template.replace(f"{{{column.name}}}", value), (entry.name, column.name)


def _named(query: Query) -> set[str]:
    """Return the IRIs that a query names."""
    parts = tokens(query.text)
    prefixes = {**PREFIXES, **declared(parts)}
    found = {part.text[1:-1] for part in parts if part.kind == "iri"}
    for part in parts:
        prefix, colon, local = part.text.partition(":")
        if part.kind == "pname" and colon and prefix in prefixes:
            found.add(prefixes[prefix] + local)
    return found


def _counted(graph: Graph) -> tuple[dict[str, int], dict[str, str]]:
    """Count the uses of each term, and return its first subject: an entity or fact if one has it."""
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for query in (_MEMBERS, _SUBJECTS, _CODED):
        for row in graph.query(query).to_dicts():
            counts[row["term"]], first[row["term"]] = int(row["n"]), row["first"][1:]
    return counts, {term: iri for term, iri in first.items() if iri.startswith(BASE)}


def _examples(graph: Graph, first: Mapping[str, str]) -> dict[str, Example]:
    labels: dict[str, dict[str, str]] = {}
    triples: dict[str, list[tuple[str, object]]] = {}
    named = " ".join(f"<{iri}>" for iri in sorted(set(first.values())))
    for subject, predicate, value in _rows(graph, _DESCRIBED % named):
        if predicate.value == _LABEL:
            labels.setdefault(subject.value, {})[value.language or ""] = value.value
        else:
            triples.setdefault(subject.value, []).append((predicate.value, value))
    return {
        term: Example(iri, labels.get(iri, {}), tuple(sorted(triples.get(iri, ()), key=_order)))
        for term, iri in first.items()
    }


def _rows(graph: Graph, query: str) -> Iterator[tuple[Any, ...]]:
    return iter(graph.query(query))


def _codes(graph: Graph) -> dict[str, list[Code]]:
    labels: dict[tuple[str, str, str], dict[str, str]] = {}
    for scheme, code, label, definition in _rows(graph, _LISTED):
        meaning = definition.value if definition else ""
        labels.setdefault((scheme.value, code.value, meaning), {})[label.language or ""] = label.value
    found: dict[str, list[Code]] = {}
    for (scheme_iri, iri, meaning), names in labels.items():
        found.setdefault(scheme_iri, []).append(Code(iri, names, meaning))
    return found


def _order(triple: tuple[str, object]) -> tuple[bool, str, bool, str]:
    predicate, value = triple
    return predicate != _TYPE, predicate, not str(value).startswith(f"<{ID}"), str(value)
