"""The annotated tables of CSVW as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Column", "Datatype", "Dialect", "ForeignKey", "Group", "Inherited", "Table"]


@dataclass(frozen=True, slots=True)
class Datatype:
    """A datatype: its base, its own IRI if it has one, its format and its bounds.

    `partial` is an extension of this project: a string that is a year, a month or a day makes a literal
    of the type of its form.
    """

    base: str = "string"
    id: str = ""
    format: Any = None
    bounds: Mapping[str, Any] = field(default_factory=dict)
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is cut into rows and cells (CSVW, dialect descriptions).

    Without any description there are no comments; a description has ``#`` by default.
    """

    comment_prefix: str | None = None
    delimiter: str = ","
    double_quote: bool = True
    encoding: str = "utf-8"
    header_row_count: int = 1
    quote_char: str | None = '"'
    skip_blank_rows: bool = False
    skip_columns: int = 0
    skip_rows: int = 0
    trim: str = "false"
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Inherited:
    """Properties that go down from group to table, schema and column."""

    about_url: str | None = None
    datatype: Datatype = field(default_factory=Datatype)
    default: str = ""
    lang: str = "und"
    null: tuple[str, ...] = ("",)
    ordered: bool = False
    property_url: str | None = None
    required: bool = False
    separator: str | None = None
    value_url: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `number` is its place among the cells of a row, from 1, and 0 when virtual; `named` says that the
    description gives the name, so that keys may refer to it; `place` is the document and the JSON path
    of the description; `common` has the common properties.
    """

    name: str
    number: int
    titles: Mapping[str, tuple[str, ...]]
    rules: Inherited
    suppress: bool = False
    virtual: bool = False
    named: bool = False
    place: str = ""
    common: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that must be found in columns of the table at a URL, or of the table with a schema."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]
    by_schema: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table description; `columns` is None when the header is to name them; `place` as in a column.

    `schema` is the address of its schema, and `schema_common` has the common properties of that.
    """

    url: str
    id: str = ""
    schema: str = ""
    columns: tuple[Column, ...] | None = None
    rules: Inherited = field(default_factory=Inherited)
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    row_titles: tuple[str, ...] = ()
    dialect: Dialect = field(default_factory=Dialect)
    suppress: bool = False
    common: Mapping[str, Any] = field(default_factory=dict)
    schema_common: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Any, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of tables with what is said of the group as a whole."""

    tables: tuple[Table, ...]
    id: str = ""
    common: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Any, ...] = ()
    language: str = "und"
