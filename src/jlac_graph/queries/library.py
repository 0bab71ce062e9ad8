"""The query library: SPARQL files that describe themselves and take typed parameters.

Beside the files, ``glossary.toml`` says once, in four languages, what the columns and parameters that many
queries share mean, and names the topics (see `glossary`); a text in the file itself takes precedence.

A file follows the grlc convention: comment lines that begin with ``#+`` hold YAML (summary,
description, tags, defaults, enumerate, columns, examples), and variables named ``?_name`` (or
``?__name`` when it may be left out) are parameters, with their type as suffix: ``_iri``,
``_integer``, ``_number``, ``_literal``, a language such as ``_en``, or a datatype such as
``_xsd_gYear``. Texts are a string (English) or a map by language.

Examples
--------
>>> query = read_query("by-year", "#+ summary: Of a year\\nSELECT ?f { ?f ?p ?_year_xsd_gYear }")
>>> query.summary()
'Of a year'
>>> [(p.name, p.kind, p.required) for p in query.parameters]
[('year', 'xsd:gYear', True)]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import NotFoundError, QueryError, UsageError
from ..core.namespaces import PREFIXES
from ..core.paths import queries_dir
from ..sparql.syntax import columns as listed
from ..sparql.syntax import variables
from .glossary import Glossary, Texts, read_glossary
from .in_language import joined_columns, named_in
from .nearest import nearest_queries
from .parameters import Parameter, Query, chosen

if TYPE_CHECKING:
    from ..sparql.answers import Row, Solutions, Triples
    from ..sparql.store import Store
    from .parameters import Chosen

__all__ = ["answer", "find_query", "list_queries", "read_query", "run"]

_PLAIN = Glossary()
_PARAMETER = re.compile(r"(__?)([A-Za-z0-9]+)(?:_(iri|number|integer|literal|string))?(?:_(\w+))?")
_KEYS = {
    "summary", "description", "tags", "defaults", "enumerate", "columns", "examples", "parameters",
    "endpoint", "method", "pagination", "transform", "topic",
}  # fmt: skip


def list_queries(folder: Path | None = None) -> tuple[Query, ...]:
    """Read every query of a folder (the library's own by default), sorted by name.

    Raises
    ------
    QueryError : when a file's header or query is at fault.
    """
    folder = folder or queries_dir()
    files = sorted(folder.glob("*.rq"), key=lambda path: path.stem)
    return _listed(folder, tuple((path.stem, path.read_text("utf-8")) for path in files))


@lru_cache(maxsize=4)
def _listed(folder: Path, texts: tuple[tuple[str, str], ...]) -> tuple[Query, ...]:
    """Read queries from their texts, once while these stay the same: it takes a third of a second."""
    glossary = read_glossary(folder)
    return tuple(read_query(name, text, glossary) for name, text in texts)


def find_query(name: str, folder: Path | None = None) -> Query:
    """Read one query by name.

    Raises
    ------
    NotFoundError : with the nearest names, when there is none.
    QueryError : when the file's header or query is at fault.
    """
    folder = folder or queries_dir()
    names = {path.stem: path for path in folder.glob("*.rq")}
    if name not in names:
        titles = {query.name: query.summary() for query in list_queries(folder)}
        raise NotFoundError("query", name, nearest_queries(name, titles))
    return read_query(name, names[name].read_text("utf-8"), read_glossary(folder))


def read_query(name: str, text: str, glossary: Glossary = _PLAIN) -> Query:
    """Read a query from its text.

    Parameters
    ----------
    glossary : explains the columns and parameters that the text itself does not explain.

    Raises
    ------
    QueryError : when the header is not a YAML map, has an unknown key, or explains a parameter or column
        that the query does not have.
    """
    header = _header(name, text)
    query = Query(
        name=name,
        text=text,
        summaries=_texts(header.get("summary", "")),
        descriptions=_texts(header.get("description", "")),
        tags=tuple(map(str, _items(name, header, "tags"))),
        parameters=_parameters(name, text, header, glossary),
        columns={str(k): _texts(v) for k, v in _map(header.get("columns")).items()},
        examples=tuple(_example(name, e) for e in _items(name, header, "examples")),
        words={word: texts for word, texts in glossary.words.items() if _has(text, word)},
    )
    _check(query)
    return replace(query, columns=_columns(query, glossary))


def _has(text: str, word: str) -> bool:
    """Return whether a query has a word as a text, or as a prefixed name."""
    return f'"{word}"' in text or (":" in word and re.search(rf"\b{word}\b", text) is not None)


def _columns(query: Query, glossary: Glossary) -> dict[str, Texts]:
    """Order what is known of the columns as the answer orders them."""
    names = {p.variable: p.name for p in query.parameters}
    order = [names.get(variable, variable) for variable in listed(query.text)]
    known = {**glossary.columns, **query.columns}
    return {c: known[c] for c in dict.fromkeys([*order, *query.columns]) if c in known}


def _check(query: Query) -> None:
    names = {p.name for p in query.parameters}
    for example in query.examples:
        if unknown := sorted(set(example) - names):
            raise QueryError(f"query {query.name}: an example uses the unknown parameter {unknown[0]!r}")
    if unknown := sorted(set(query.columns) - names - set(variables(query.text))):
        raise QueryError(f"query {query.name}: the header explains the unknown column {unknown[0]!r}")


def _header(name: str, text: str) -> dict[str, Any]:
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    if not lines:
        return {}
    import yaml

    try:
        header = yaml.load("\n".join(lines), Loader=yaml.CSafeLoader)  # in C: ten times as fast
    except yaml.YAMLError as error:
        raise QueryError(f"query {name}: its #+ header is not valid YAML: {error}") from None
    if not isinstance(header, dict):
        raise QueryError(f"query {name}: its #+ header is not a map of keys and values")
    base = {str(key).partition("@")[0] for key in header}
    if unknown := sorted(base - _KEYS):
        raise QueryError(
            f"query {name}: unknown key {unknown[0]!r}; choose one of {', '.join(sorted(_KEYS))}"
        )
    return header


def _map(value: Any) -> dict[str, Any]:
    """Read a map, or grlc's list of maps with one key each."""
    if isinstance(value, list):
        return {str(k): v for item in value if isinstance(item, dict) for k, v in item.items()}
    return {str(k): v for k, v in value.items()} if isinstance(value, dict) else {}


def _items(name: str, header: Mapping[str, Any], key: str) -> list[Any]:
    """Read a list of the header; an empty one where the key is missing or empty."""
    value = header.get(key) or []
    if not isinstance(value, list):
        raise QueryError(f"query {name}: {key} must be a list, not {value!r}")
    return value


def _example(name: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise QueryError(
            f"query {name}: each of the examples must be a map of parameters to values, not {value!r}"
        )
    return {str(k): _plain(v) for k, v in value.items()}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any) -> Texts:
    if isinstance(value, dict):
        return {str(lang): str(text).strip() for lang, text in value.items()}
    return {"en": str(value).strip()} if value else {}


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _parameters(name: str, text: str, header: Mapping[str, Any], glossary: Glossary) -> tuple[Parameter, ...]:
    defaults, about = _map(header.get("defaults")), _map(header.get("parameters"))
    listed = _items(name, header, "enumerate")
    legal = _map(listed)
    found: dict[str, Parameter] = {}
    for variable in variables(text):
        match = _PARAMETER.fullmatch(variable)
        if match is None:
            continue
        own = match[2]
        found[own] = Parameter(
            name=own,
            variable=variable,
            kind=_kind(name, variable, match[3], match[4]),
            required=match[1] == "_",
            default=_plain(defaults[own]) if own in defaults else None,
            legal=tuple(_plain(v) for v in _list(legal.get(own))),
            open_list=own in listed or own in legal,
            legal_class=str(_map(legal.get(own)).get("class", "")),
            legal_property=str(_map(legal.get(own)).get("values", "")),
            about=_texts(about.get(own)) or glossary.parameters.get(own, {}),
        )
    if unknown := sorted({*defaults, *about, *legal} - set(found)):
        raise QueryError(f"query {name}: the header names the unknown parameter {unknown[0]!r}")
    return tuple(found.values())


def _kind(name: str, variable: str, plain: str | None, rest: str | None) -> str:
    if plain:
        return {"literal": "string"}.get(plain, plain)
    if rest is None:
        return "string"
    prefix, _, local = rest.partition("_")
    if local and prefix in PREFIXES:
        return f"{prefix}:{local}"
    if re.fullmatch(r"[a-z]{2,3}", rest):
        return f"@{rest}"
    raise QueryError(
        f"query {name}: ?{variable} has no type suffix; use one such as _iri, _integer or _xsd_date"
    )


def run(query: Query, store: Store, values: Mapping[str, Any] | None = None) -> Solutions | Triples | bool:
    """Run a query of the library with values for its parameters.

    Parameters
    ----------
    query : from `find_query` or `read_query`.
    store : the graph to ask.
    values : parameter name to a string, number, date or term, or to several of them; the rest take their
        defaults.

    Raises
    ------
    UsageError : for a missing or unknown parameter, or a value that is not of its kind.
    QueryError, StoreError : as `Store.query`.

    Examples
    --------
    >>> from jlac_graph.sparql.store import OxigraphStore
    >>> store = OxigraphStore.from_text("<urn:a> <urn:n> 1 . <urn:b> <urn:n> 2 .", "ttl")
    >>> query = read_query("above", "SELECT ?s { ?s ?p ?n FILTER(?n > ?_least_integer) }")
    >>> run(query, store, {"least": 1}).to_dicts()
    [{'s': 'urn:b'}]
    """
    return answer(query, store, chosen(query, values or {}, store))


def answer(query: Query, store: Store, values: Chosen, *, lang: str = "en") -> Solutions | Triples | bool:
    """Run a query with the terms chosen for its parameters (see `parameters.chosen`).

    Parameters
    ----------
    lang : language of the columns that hold names as text; see `in_language.named_in`.

    A query with several values for a parameter runs once per value; the rows follow each other, and a column
    named like the parameter says which value each belongs to.

    Raises
    ------
    UsageError : for several values where the query asks yes or no.
    """
    from ..sparql.answers import Solutions

    names, text = tuple(values), named_in(query.text, lang)
    variables = [query.parameter(name).variable for name in names]
    several = [i for i, name in enumerate(names) if len(values[name]) > 1]
    parts: list[tuple[Row, Solutions | Triples | bool]] = []
    for terms in product(*values.values()):
        found = _told(query, store.query(text, dict(zip(variables, terms, strict=True))))
        parts.append((tuple(terms[i] for i in several), found))
    if not several:
        return parts[0][1]
    rows = [(key, part) for key, part in parts if isinstance(part, Solutions)]
    return _in_a_row(tuple(names[i] for i in several), rows) if rows else _together(query, parts)


def _in_a_row(names: tuple[str, ...], parts: Sequence[tuple[Row, Solutions]]) -> Solutions:
    """Put the rows of several answers one after the other, each with the values that it is for."""
    from ..sparql.answers import Solutions

    columns = parts[0][1].columns
    kept = [i for i, name in enumerate(names) if name not in columns]
    rows = [(*(key[i] for i in kept), *row) for key, part in parts for row in part]
    return Solutions((*(names[i] for i in kept), *columns), tuple(rows))


def _together(query: Query, parts: Sequence[tuple[Row, Any]]) -> Triples:
    """Merge the triples of several answers."""
    from ..sparql.answers import Triples

    if any(isinstance(part, bool) for _, part in parts):
        raise UsageError(f"query {query.name} asks yes or no; give one value per parameter")
    return Triples.of(list(dict.fromkeys(triple for _, part in parts for triple in part)))


def _told(query: Query, answer: Solutions | Triples | bool) -> Solutions | Triples | bool:
    """Normalize an answer, so that every store gives the same.

    The column of a parameter takes the parameter's name, unless that is taken; the parts of a joined
    cell, whose order SPARQL leaves open, are sorted; a joined cell without parts is unbound.
    """
    from ..sparql.answers import Solutions

    if not isinstance(answer, Solutions):
        return answer
    names = {p.variable: p.name for p in query.parameters if p.name not in answer.columns}
    columns = tuple(names.get(c, c) for c in answer.columns)
    marks = joined_columns(query)
    joined = [(i, marks[c]) for i, c in enumerate(answer.columns) if c in marks]
    return Solutions(columns, tuple(_sorted_cells(row, joined) for row in answer.rows))


def _sorted_cells(row: Row, joined: Sequence[tuple[int, str]]) -> Row:
    from pyoxigraph import Literal

    cells = list(row)
    for i, mark in joined:
        cell = cells[i]
        if isinstance(cell, Literal):
            parts = sorted(filter(None, cell.value.split(mark)))
            cells[i] = Literal(mark.join(parts)) if parts else None
    return tuple(cells)
