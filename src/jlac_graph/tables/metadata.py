"""Read csv-metadata.json (W3C CSVW) into typed, frozen descriptions of tables and columns.

Beside the recommendation's properties, a table may say into which named graph its triples go
(`GRAPH`, or `GRAPH_BY_SOURCE` with the column whose first locator names the source), and a column that
it holds a year, month or day (`DATATYPE`: ``partialDate``). These are common properties named by
IRIs, which other CSVW tools keep or pass over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.errors import MetadataError
from ..csvw.vocabulary import PROPERTIES

EXTENSION = "https://w3id.org/jlac/csvw#"
GRAPH = EXTENSION + "graph"
GRAPH_BY_SOURCE = EXTENSION + "graphBySource"
DATATYPE = EXTENSION + "datatype"

__all__ = [
    "DATATYPE",
    "EXTENSION",
    "GRAPH",
    "GRAPH_BY_SOURCE",
    "Column",
    "ForeignKey",
    "Table",
    "TableGroup",
    "read_group",
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; a virtual one has no cells.

    Attributes
    ----------
    name : its name, which is also its header.
    base, format, minimum, maximum : the datatype; format is a regular expression for strings.
    lang : language of its text.
    separator : what stands between the items of a list; empty when a cell holds one value.
    default : value of an empty cell.
    required : whether a cell may not be empty.
    about, property, value : URI templates of subject, predicate and object.
    virtual, suppressed : it has no cells; it makes no triple.
    partial_date : a year, a month or a day, typed by its form.
    """

    name: str
    base: str = "string"
    format: str = ""
    minimum: str = ""
    maximum: str = ""
    lang: str = ""
    separator: str = ""
    default: str = ""
    required: bool = False
    about: str = ""
    property: str = ""
    value: str = ""
    virtual: bool = False
    suppressed: bool = False
    partial_date: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values must be found in columns of another table."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its file, its columns and its keys."""

    url: str
    path: Path
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    graph: str = ""
    graph_by_source: str = ""

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns that have cells."""
        return tuple(column for column in self.columns if not column.virtual)


@dataclass(frozen=True, slots=True)
class TableGroup:
    """All tables that a metadata file describes."""

    path: Path
    tables: tuple[Table, ...]

    def table(self, url: str) -> Table:
        """Return a table by its url; KeyError when there is none."""
        return next(t for t in self.tables if t.url == url)


def read_group(path: Path) -> TableGroup:
    """Read a metadata file.

    Raises
    ------
    MetadataError : the file cannot be read, is no JSON, or lacks what a table or column needs; the
        message says where.
    """
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MetadataError(f"cannot read {path}: {error.strerror}") from None
    except ValueError as error:
        raise MetadataError(f"{path} is not JSON in UTF-8: {error}") from None
    tables = tuple(_table(path, n, item) for n, item in enumerate(_get(path, "", meta, "tables")))
    group = TableGroup(path, tables)
    _check_names(group)
    return group


def _check_properties(path: Path, place: str, item: Any, kind: str) -> None:
    """Refuse a misspelt property, which would silently disarm the check that it asks for."""
    from difflib import get_close_matches

    for key in item if isinstance(item, Mapping) else ():
        if key not in PROPERTIES[kind] and ":" not in key and not key.startswith("@"):
            near = get_close_matches(key, sorted(PROPERTIES[kind]), 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise MetadataError(f"{path}: {place}/{key} is no property of a {kind}{hint}")


def _get(path: Path, place: str, item: Any, key: str) -> Any:
    if not isinstance(item, Mapping) or key not in item:
        raise MetadataError(f"{path}: {place}/{key} is missing")
    return item[key]


def _table(path: Path, number: int, item: Any) -> Table:
    place = f"/tables/{number}"
    _check_extensions(path, place, item)
    _check_properties(path, place, item, "Table")
    url = _get(path, place, item, "url")
    schema = _get(path, place, item, "tableSchema")
    _check_properties(path, f"{place}/tableSchema", schema, "Schema")
    about = schema.get("aboutUrl", "")
    columns = _get(path, f"{place}/tableSchema", schema, "columns")
    return Table(
        url=url,
        path=path.parent / url,
        columns=tuple(
            _column(path, f"{place}/tableSchema/columns/{n}", c, about) for n, c in enumerate(columns)
        ),
        primary_key=tuple(schema.get("primaryKey", ())),
        foreign_keys=tuple(_foreign_key(path, place, k) for k in schema.get("foreignKeys", ())),
        graph=item.get(GRAPH, ""),
        graph_by_source=item.get(GRAPH_BY_SOURCE, ""),
    )


def _check_extensions(path: Path, place: str, item: Any) -> None:
    """Check that extensions are named by IRIs: CSVW knows no other prefixes than its own."""
    members = item.items() if isinstance(item, dict) else enumerate(item) if isinstance(item, list) else ()
    for key, value in members:
        if str(key).startswith("jlac:"):
            right = EXTENSION + str(key).removeprefix("jlac:")
            raise MetadataError(f"{path}: {place}/{key} must be written {right}")
        _check_extensions(path, f"{place}/{key}", value)


def _foreign_key(path: Path, place: str, item: Any) -> ForeignKey:
    reference = _get(path, f"{place}/tableSchema/foreignKeys", item, "reference")
    return ForeignKey(
        tuple(_get(path, f"{place}/tableSchema/foreignKeys", item, "columnReference")),
        _get(path, f"{place}/tableSchema/foreignKeys/reference", reference, "resource"),
        tuple(_get(path, f"{place}/tableSchema/foreignKeys/reference", reference, "columnReference")),
    )


def _column(path: Path, place: str, item: Any, about: str) -> Column:
    _check_properties(path, place, item, "Column")
    datatype = item.get("datatype", "string") if isinstance(item, Mapping) else "string"
    typed = datatype if isinstance(datatype, Mapping) else {"base": datatype}
    return Column(
        name=_get(path, place, item, "name"),
        base=typed.get("base", "string"),
        format=typed.get("format", ""),
        minimum=str(typed.get("minimum", "")),
        maximum=str(typed.get("maximum", "")),
        lang=item.get("lang", ""),
        separator=item.get("separator", ""),
        default=item.get("default", ""),
        required=item.get("required", False),
        about=item.get("aboutUrl", about),
        property=item.get("propertyUrl", ""),
        value=item.get("valueUrl", ""),
        virtual=item.get("virtual", False),
        suppressed=item.get("suppressOutput", False),
        partial_date=item.get(DATATYPE) == "partialDate",
    )


def _check_names(group: TableGroup) -> None:
    """Check that keys and templates name columns that exist, and keys tables that exist."""
    urls = {table.url: {c.name for c in table.stored} for table in group.tables}
    for table in group.tables:
        templates = " ".join(f"{c.about} {c.property} {c.value}" for c in table.columns)
        named = {*re.findall(r"{\+?(\w+)}", templates), *table.primary_key}
        for key in table.foreign_keys:
            named |= set(key.columns)
            if lost := set(key.references) - urls.get(key.table, set()):
                raise MetadataError(f"{group.path}: {table.url}: no {key.table} with {sorted(lost)}")
        if lost := named - urls[table.url]:
            raise MetadataError(f"{group.path}: {table.url} has no column {', '.join(sorted(lost))}")
