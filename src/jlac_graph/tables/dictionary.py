"""The data dictionary: what each table and column means, and what its cells may hold.

All of it follows from the schemas, the ontology and the rows of the tables; nothing is written here by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import NotFoundError
from ..core.namespaces import ID, PREFIXES
from ..core.paths import schemas_dir
from .definitions import homes
from .legal import Term, read_vocabulary, records
from .metadata import REFERENCES
from .suggestions import nearest
from .support import expand_prefix

if TYPE_CHECKING:
    from ..csvw.model import Column
    from .legal import Vocabulary
    from .metadata import Table, TableGroup

__all__ = ["ColumnEntry", "TableEntry", "describe_table", "list_tables"]

_DESCRIPTION = "http://purl.org/dc/terms/description"
_LANGUAGES = {"en": "English", "ja": "Japanese", "es": "Spanish", "pt": "Portuguese"}
_KNOWN = {
    PREFIXES["skos"] + "prefLabel": "The name by which it is shown.",
    PREFIXES["dcterms"] + "title": "The title.",
    PREFIXES["dcterms"] + "description": "What it is, in a sentence.",
    PREFIXES["dcterms"] + "creator": "Who wrote it.",
    PREFIXES["dcterms"] + "publisher": "Who published it.",
}
"""Properties of other vocabularies -> what they mean."""
_WORDS = "(?:[A-Za-z]+)(?:[|][A-Za-z]+)*"
"""A regular expression that lists words and nothing else."""
_FORMS = (
    (r"[a-z0-9]+(-[a-z0-9]+)*", "id: small letters, digits and hyphens"),
    (r"[a-z0-9-]+#[a-z0-9.-]+", "locator of a passage"),
)


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column in the dictionary.

    Attributes
    ----------
    name : the header.
    meaning : what its cells say, in English.
    type : what a cell looks like, in words.
    required : every row needs a value.
    default : what an empty cell means.
    leads_to : the tables that define its values.
    example : a value from the tables; empty when none has one.
    values : value -> what it stands for, where the legal values are known.
    """

    name: str
    meaning: str
    type: str
    required: bool
    default: str
    leads_to: tuple[str, ...]
    example: str
    values: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table in the dictionary: its name, what it holds, and its columns."""

    name: str
    meaning: str
    columns: tuple[ColumnEntry, ...] = ()


def list_tables() -> list[TableEntry]:
    """List the tables of the schemas, without their columns.

    Examples
    --------
    >>> [table.meaning for table in list_tables() if table.name == "adoptions"]
    ['Who adopted which standard.']
    """
    return [TableEntry(path.stem, _meaning_of(path)) for path in sorted(schemas_dir().glob("*.json"))]


def _meaning_of(schema: Path) -> str:
    return str(json.loads(schema.read_text(encoding="utf-8")).get("dc:description", ""))


def describe_table(name: str, group: TableGroup, vocabulary: Vocabulary | None = None) -> TableEntry:
    """Describe the columns of a table.

    Parameters
    ----------
    name : of the table, such as ``investments``.
    group : the tables whose rows define ids and give examples; one of them has the name.
    vocabulary : what they and the ontology define; read when not given.

    Raises
    ------
    NotFoundError : there is no such table.
    """
    files = group.named(name.removesuffix(".csv"))
    if not files:
        known = list(group.names)
        raise NotFoundError("table", name, nearest(name.removesuffix(".csv").lower(), known), legal=known)
    legal = vocabulary or read_vocabulary(group)
    shared = _Shared(legal, _examples(files), _kinds(group), _generic(group))
    columns = (_column(files[0], column, shared) for column in files[0].stored)
    meaning = next((table.meaning for table in list_tables() if table.name == files[0].name), "")
    return TableEntry(files[0].name, meaning, tuple(columns))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the columns of a table are described with.

    `examples` has a value of each column, `kinds` the tables that define a kind of entity, and `generic` the
    descriptions that say what a cell looks like rather than what one column means.
    """

    vocabulary: Vocabulary
    examples: Mapping[str, str]
    kinds: Mapping[str, tuple[str, ...]]
    generic: frozenset[str]


def _generic(group: TableGroup) -> frozenset[str]:
    """Return the descriptions of columns that several properties share."""
    properties: dict[str, set[str | None]] = {}
    for column in (column for table in group.tables for column in table.stored):
        properties.setdefault(_described(column), set()).add(column.rules.property_url)
    return frozenset(text for text, urls in properties.items() if len(urls) > 1)


def _described(column: Column) -> str:
    return str(column.common.get(_DESCRIPTION, {}).get("@value", ""))


def _examples(files: Sequence[Table]) -> dict[str, str]:
    """Return the first value of each column."""
    found: dict[str, str] = {}
    for row in (row for table in files for row in records(table)):
        for name, value in row.items():
            if value and name not in found:
                found[name] = value
    return found


def _kinds(group: TableGroup) -> dict[str, tuple[str, ...]]:
    """Return the tables that define each kind of entity, such as agent."""
    found: dict[str, set[str]] = {}
    for table in group.tables:
        for home in map(expand_prefix, homes(table)):
            if home.startswith(ID):
                found.setdefault(home.removeprefix(ID).partition("/")[0], set()).add(table.name)
    return {kind: tuple(sorted(tables)) for kind, tables in found.items()}


def _column(table: Table, column: Column, shared: _Shared) -> ColumnEntry:
    values = shared.vocabulary.legal(table, column) or {word: Term() for word in _listed(column)}
    return ColumnEntry(
        column.name,
        _meaning(column, shared),
        _type(column, values),
        column.rules.required and not column.rules.default,
        column.rules.default,
        tuple(_leads_to(column, values, shared.kinds)),
        shared.examples.get(column.name) or next(iter(values), ""),
        values,
    )


def _meaning(column: Column, shared: _Shared) -> str:
    """Return what a column means, in the words of its schema, the ontology or its vocabulary."""
    url = expand_prefix(column.rules.property_url or "")
    given, term = _described(column), shared.vocabulary.terms.get(url, Term())
    own = "" if given in shared.generic else given
    return own or term.definition or given or _KNOWN.get(url, term.label)


def _leads_to(
    column: Column, values: Mapping[str, Term], kinds: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Yield the tables that define the values of a column."""
    given = column.common.get(REFERENCES, {})
    if text := given.get("@value", given.get("@id", "")):
        yield text.partition(".")[0]
        return
    url = expand_prefix(column.rules.value_url or "")
    if url.startswith(ID):
        fixed = url.removeprefix(ID).partition("{")[0].strip("/")
        found = {fixed} if fixed else {value.partition("/")[0] for value in values}
        yield from sorted({table for kind in found for table in kinds.get(kind, ())})


def _listed(column: Column) -> list[str]:
    form = column.rules.datatype.format
    return form.split("|") if isinstance(form, str) and re.fullmatch(_WORDS, form) else []


def _type(column: Column, values: Iterable[str]) -> str:
    """Return in words what a cell of a column looks like."""
    rules = column.rules
    text = _kind_and_id(values) if "/id/{+" in (rules.value_url or "") else _base(column)
    if rules.separator:
        between = "a space" if rules.separator == " " else repr(rules.separator)
        text += f"; several are separated by {between}"
    return text


def _kind_and_id(values: Iterable[str]) -> str:
    kinds = sorted({value.partition("/")[0] for value in values})
    if not 0 < len(kinds) <= 3:
        return "kind/id of an entity or a fact"
    return " or ".join(f"{kind}/id" for kind in kinds)


def _base(column: Column) -> str:
    datatype = column.rules.datatype
    if datatype.partial:
        return "date in EDTF"
    if datatype.base in ("decimal", "integer"):
        return _number(column)
    if datatype.base == "boolean":
        return "true or false"
    if datatype.base == "anyURI":
        return "web address"
    if datatype.base != "string":
        return datatype.base
    return _string(column)


def _number(column: Column) -> str:
    datatype = column.rules.datatype
    low, high = (datatype.bounds.get(key) for key in ("minInclusive", "maxInclusive"))
    kind = "whole number" if datatype.base == "integer" else "number with a decimal point"
    if low is not None and high is not None:
        return f"{kind}, from {low} to {high}"
    return f"{kind}, at least {low}" if low is not None else kind


def _string(column: Column) -> str:
    form = column.rules.datatype.format
    if not form:
        lang = _LANGUAGES.get(column.rules.lang)
        return f"text in {lang}" if lang else "text"
    if _listed(column):
        return "one of the values listed"
    if form.startswith("[A-Z][A-Za-z]+"):
        return "class of the ontology"
    words = dict(_FORMS)
    if column.rules.value_url and form == _FORMS[0][0] and "/code/" in column.rules.value_url:
        return "code"
    return words.get(form, f"text of the form {form}")
