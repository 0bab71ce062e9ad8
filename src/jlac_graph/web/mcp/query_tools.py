"""The tools about queries: the library, SPARQL, the vocabulary and the coverage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.errors import NotFoundError
from ...core.namespaces import local_name, shorten
from ...core.terms import text_of
from ...lookup.likeness import fold
from ...queries.explaining import taken, why_empty
from ...queries.in_language import labelled
from ...queries.library import answer as answer_of
from ...queries.library import find_query, list_queries
from ...queries.parameters import chosen, legal_values
from ...sparql.answers import Solutions, Triples
from ...sparql.diagnostics import hints
from ..explore.activity import year_range
from ..explore.asking import query_scores
from ..explore.vocabulary import coverage as coverage_of
from .entity_tools import outside_years, unknown
from .evidence import is_statement, with_evidence
from .pages import Found

if TYPE_CHECKING:
    from ...queries.parameters import Chosen, Parameter, Query
    from ..explore.cache import Cache

__all__ = ["ask_sparql", "coverage", "library", "run_query", "vocabulary"]

Answer = Solutions | Triples | bool
_TERMS = """
SELECT DISTINCT ?term ?type ?label ?definition ?domain ?range WHERE {
  VALUES ?type { owl:Class owl:ObjectProperty owl:DatatypeProperty }
  ?term a ?type ; rdfs:label ?label . FILTER (LANG(?label) = ?_lang)
  FILTER (STRSTARTS(STR(?term), STR(jlac:)))
  OPTIONAL { ?term skos:definition ?definition FILTER (LANG(?definition) = "en") }
  OPTIONAL { ?term rdfs:domain ?domain FILTER (isIRI(?domain)) }
  OPTIONAL { ?term rdfs:range ?range FILTER (isIRI(?range)) }
} ORDER BY ?type ?term ?domain ?range"""
_EMPTY = "no triple of the graph fits; coverage shows what the sources cover"
_EVIDENCE = "_sources and _status are those of the facts and statistics in the row"
_UNCITED = (
    "no row names a fact or statistic, so the answer cites nothing by itself; return the facts too to cite "
    "them, and sum amounts only by currency and status"
)
_SHORT = "ids such as agent/mitsui are short for <https://w3id.org/jlac/id/agent/mitsui>"


def library(cache: Cache, given: Mapping[str, Any]) -> Found:
    """List the queries, or describe one with the legal values that the graph holds."""
    lang = given["lang"]
    if given["name"]:
        query = find_query(given["name"], cache.queries)
        parameters = [_parameter(query, p, cache, lang) for p in query.parameters]
        return Found(parameters, "found", about=_described(query, lang), notes=["items: the parameters"])
    every = list_queries(cache.queries)
    found = [query for query in every if given["topic"] in ("", *query.tags)]
    if given["text"]:
        ranks = query_scores(cache, given["text"])
        found = sorted((q for q in found if q.name in ranks), key=lambda q: (-ranks[q.name], q.name))
    items = [_listed(query, lang) for query in found]
    topics = sorted({tag for query in every for tag in query.tags})
    if items:
        return Found(items, "found", notes=["give name to see the legal values of the parameters"])
    return Found((), "none found", notes=[f"no query of the library fits; topics: {', '.join(topics)}"])


def _listed(query: Query, lang: str) -> dict[str, Any]:
    needed = {
        p.name: "required" if p.required and p.default is None else "optional" for p in query.parameters
    }
    return {"name": query.name, "summary": query.summary(lang), "parameters": needed}


def _described(query: Query, lang: str) -> dict[str, Any]:
    return {
        "name": query.name,
        "summary": query.summary(lang),
        "description": query.description(lang),
        "topics": list(query.tags),
        "columns": {name: query.column(name, lang) for name in query.columns},
        "examples": [dict(values) for values in query.examples],
    }


def _parameter(query: Query, parameter: Parameter, cache: Cache, lang: str) -> dict[str, Any]:
    legal = legal_values(query, parameter, cache.store)
    return {
        "name": parameter.name,
        "kind": parameter.kind,
        "required": parameter.required and parameter.default is None,
        **({"default": shorten(parameter.default)} if parameter.default is not None else {}),
        "about": parameter.about.get(lang) or parameter.about.get("en", ""),
        **({"legal": list(map(shorten, legal))} if legal else {}),
    }


def run_query(cache: Cache, given: Mapping[str, Any], bound: Callable[[int], None]) -> Found:
    """Run a query of the library."""
    query = find_query(given["name"], cache.queries)
    try:
        values = chosen(query, given["parameters"], cache.store)
    except NotFoundError as error:
        if not error.kind.startswith("entity"):
            raise
        return unknown(cache, given["lang"], str(error), error)
    answer = answer_of(query, cache.store, values, lang=given["lang"])
    about = {
        "query": query.name,
        "summary": query.summary(given["lang"]),
        "taken": taken(values, cache.store, lang=given["lang"]),
        "columns": {name: query.column(name, given["lang"]) for name in query.columns},
    }
    if isinstance(answer, Solutions):
        bound(len(answer))
        answer = labelled(query, answer, cache.store, given["lang"])
    found = _answered(cache, answer, about)
    if found.items:
        return found
    reasons = why_empty(query, values, cache.store)
    outside = _outside(cache, query, values)
    covered = not outside and all(reason.covered for reason in reasons)
    notes = [*outside, *(reason.words for reason in reasons)]
    return Found((), "none found" if covered else "not covered", about=about, notes=notes)


def _outside(cache: Cache, query: Query, values: Chosen) -> list[str]:
    """Say that the years of a query are before or after what the sources cover."""
    ends = {"year": (True, True), "from": (True, False), "to": (False, True)}
    return [
        reason
        for name, terms in values.items()
        if name in ends and query.parameter(name).kind in ("integer", "xsd:gYear")
        for year in (int(text_of(terms[0])),)
        for reason in outside_years(cache, *(year if used else None for used in ends[name]))
    ]


def ask_sparql(cache: Cache, given: Mapping[str, Any], ask: Callable[[str], Answer]) -> Found:
    """Ask a client's own query; `ask` guards and bounds it."""
    answer = ask(given["query"])
    found = _answered(cache, answer, {})
    if not _says_nothing(answer):
        return found
    notes = [*hints(given["query"], cache.store), _EMPTY]
    return Found(found.items, "none found", notes=notes)


def _says_nothing(answer: Answer) -> bool:
    """Return whether an answer is empty, false, or one row of zeros, which a count of nothing gives."""
    if isinstance(answer, bool):
        return not answer
    if isinstance(answer, Solutions) and len(answer) == 1:
        return all(term is None or text_of(term) == "0" for term in answer.rows[0])
    return not len(answer)


def _answered(cache: Cache, answer: Answer, about: Mapping[str, Any]) -> Found:
    if isinstance(answer, bool):
        items: list[Mapping[str, Any]] = [{"answer": answer}]
    elif isinstance(answer, Triples):
        items = [
            {"subject": _cell(t.subject), "predicate": _cell(t.predicate), "object": _cell(t.object)}
            for t in answer
        ]
    else:
        items = [
            {c: _cell(t) for c, t in zip(answer.columns, row, strict=True) if t is not None} for row in answer
        ]
    names = any(is_statement(cell) for item in items for cell in item.values())
    notes = [_SHORT, _EVIDENCE if names else _UNCITED] if items else []
    return Found(items, "found", about=about, notes=notes, enrich=lambda page: with_evidence(cache, page))


def _cell(term: object) -> str:
    return text_of(term) if hasattr(term, "datatype") else shorten(text_of(term))


def vocabulary(cache: Cache, given: Mapping[str, Any]) -> Found:
    """List classes and properties with their definitions."""
    from pyoxigraph import Literal

    words = fold(given["text"]).split()
    found: dict[str, dict[str, Any]] = {}
    for term, kind, label, definition, domain, range_ in cache.store.select(
        _TERMS, {"_lang": Literal(given["lang"])}
    ):
        name = shorten(text_of(term))
        entry = found.setdefault(
            name, {"term": name, "type": local_name(text_of(kind)), "label": text_of(label)}
        )
        known = {"definition": text_of(definition), "domain": _cell(domain), "range": _cell(range_)}
        entry |= {key: text for key, text in known.items() if text}
    items = [e for e in found.values() if all(w in fold(" ".join(e.values())) for w in words)]
    if not items:
        return Found((), "none found", notes=["no term has these words; leave out text to list all"])
    return Found(
        items, "found", notes=[_SHORT, "facts are nodes: a fact has roles, amount, status and dates"]
    )


def coverage(cache: Cache, given: Mapping[str, Any]) -> Found:
    """Say what the graph contains and what its sources cover."""
    told = coverage_of(cache, given["lang"])
    parts: dict[str, Sequence[Mapping[str, Any]]] = {
        "collections": [row | {"readings": _marked(row["readings"])} for row in told["collections"]],
        "sources": told["sources"],
        "passages": [row | {"outcome": told["outcomes"][row["outcome"]]} for row in told["ledger"]],
        "classes": told["counts"],
    }
    among = ["collections", "sources"] if given["source"] else ["collections"]
    names = [given["part"]] if given["part"] else among
    wanted = local_name(given["source"].replace(":", "/"))
    items = [
        {"part": part, **row} for part in names for row in parts[part] if not wanted or wanted in _of(row)
    ]
    about = {key: told[key] for key in ("title", "version", "licence", "triples")} | {
        "years": year_range(cache)
    }
    if items:
        sizes = ", ".join(f"{part} {len(rows)}" for part, rows in parts.items())
        return Found(items, "found", about=about, notes=[f"entries of each part: {sizes}"])
    reason = f"no source or collection {given['source']!r}; leave out source to list all"
    return Found((), "not covered", about=about, notes=[reason])


def _marked(readings: Mapping[str, int]) -> dict[str, int]:
    """How many passages were read how often; those without a mark are called so."""
    return {name or "not marked": number for name, number in readings.items()}


def _of(row: Mapping[str, Any]) -> set[str]:
    """The source and the collection that an entry is about."""
    names = (str(row.get(key, "")) for key in ("id", "source", "inCollection"))
    return {local_name(name.replace(":", "/")) for name in names}
