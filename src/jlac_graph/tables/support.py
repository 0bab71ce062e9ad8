"""Refuse, at its place in the metadata, each part of CSVW that the SQL mapping does not support.

What passes here gives the same triples as `jlac csvw --minimal`; a test holds that for each property.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.errors import MetadataError
from ..csvw.model import Column, Dialect, Table
from ..csvw.templates import Expression, parse
from ..csvw.vocabulary import PREFIXES

__all__ = ["DATATYPES", "check_support", "expand_prefix"]

DATATYPES = ("string", "decimal", "integer", "boolean", "anyURI", "date", "gYear", "gYearMonth")
NUMBERS = ("decimal", "integer")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ILLEGAL = re.compile(r'[\x00-\x20<>"{}|\\^`\[\]]')
_BEYOND_RE2 = re.compile(r"\\[pPicIC1-9]|\(\?(?!:)")

Fault = tuple[str, str]
"""The path below a description, and what is wrong there."""


def check_support(table: Table) -> None:
    """Check that a table uses only what the SQL mapping supports.

    Raises
    ------
    MetadataError : it uses something else; the message says where and what to do instead.
    """
    for fault in _table_faults(table):
        raise MetadataError(f"{fault[0]}: {fault[1]}")


def _table_faults(table: Table) -> Iterator[Fault]:
    if table.dialect != Dialect():
        asked = ", ".join(_changed(table.dialect))
        yield (
            table.dialect.place,
            f"the dialect of the tables is fixed ({asked} cannot be set): UTF-8, commas, double quotes, one "
            'header row, "commentPrefix": null',
        )
    if not table.columns:
        yield f"{table.place}/tableSchema", "columns must be described"
    columns = {column.name: column for column in table.columns or ()}
    for column in columns.values():
        for path, message in _column_faults(column, columns):
            yield f"{column.place}{path}", message
    keys = [("primaryKey", table.primary_key)]
    keys += [(f"foreignKeys/{number}", key.columns) for number, key in enumerate(table.foreign_keys)]
    for path, names in keys:
        for name in names:
            if columns[name].virtual or columns[name].rules.separator is not None:
                yield (
                    f"{table.place}/tableSchema/{path}",
                    f"{name} is a virtual column or a list, which cannot be a key",
                )


def _changed(dialect: Dialect) -> Iterator[str]:
    for name in Dialect.__slots__:
        if name != "place" and getattr(dialect, name) != getattr(Dialect(), name):
            head, *rest = name.split("_")
            yield head + "".join(map(str.capitalize, rest))


def _column_faults(column: Column, columns: dict[str, Column]) -> Iterator[Fault]:
    rules = column.rules
    if not column.named:
        yield "/name", "a column needs a name, which is its header"
    titles = {title for texts in column.titles.values() for title in texts}
    if column.titles and column.name not in titles and not column.virtual:
        yield "/titles", f"the header of the column is its name: add {column.name!r} to the titles"
    if not column.suppress:
        for key, template in (("aboutUrl", rules.about_url), ("propertyUrl", rules.property_url)):
            if template is None:
                yield f"/{key}", f'a column needs {key}, or "suppressOutput": true'
    if column.virtual and rules.value_url is None and not column.suppress:
        yield "/valueUrl", "a virtual column needs a valueUrl; a default gives it no value"
    subject, predicate, value = rules.about_url, rules.property_url, rules.value_url
    for key, template in (("aboutUrl", subject), ("propertyUrl", predicate), ("valueUrl", value)):
        if template is not None:
            for message in _template_faults(template, columns):
                yield f"/{key}", message
    yield from _cell_faults(column)
    yield from _datatype_faults(column)


def _cell_faults(column: Column) -> Iterator[Fault]:
    rules = column.rules
    if rules.null != ("",):
        yield "/null", "is not supported: a cell without a value is left empty"
    if rules.separator is not None:
        if rules.separator == "":
            yield "/separator", "must not be empty"
        if rules.ordered:
            yield "/ordered", "is not supported: a list gives a triple for each of its items"
        if rules.value_url is not None:
            yield "/valueUrl", "is not supported in a column with a separator"
        if rules.default:
            yield "/default", "is not supported in a column with a separator"


def _datatype_faults(column: Column) -> Iterator[Fault]:
    datatype = column.rules.datatype
    if datatype.base not in DATATYPES:
        yield "/datatype", f"{datatype.base} is not supported; the tables take {', '.join(DATATYPES)}"
    if datatype.partial and (datatype.base != "string" or datatype.id):
        yield "/datatype", "a partialDate is a string"
    if datatype.format is not None:
        if datatype.base != "string":
            yield "/datatype/format", "is supported for strings only"
        elif _BEYOND_RE2.search(datatype.format):
            yield "/datatype/format", f"{datatype.format!r} uses escapes or groups that are not supported"
    for bound in datatype.bounds:
        if datatype.base not in NUMBERS or bound not in ("minInclusive", "maxInclusive"):
            yield f"/datatype/{bound}", "is not supported; a number may have a minimum and a maximum"


def _template_faults(template: str, columns: dict[str, Column]) -> Iterator[str]:
    """Yield what a URI template may not have: other operators than ``+``, lists, names of no column."""
    pieces = parse(expand_prefix(template))
    if not isinstance(pieces[0], str) or not _ABSOLUTE.match(pieces[0]):
        yield f"{template!r} must begin with an absolute IRI"
    for piece in pieces:
        if isinstance(piece, str):
            if _ILLEGAL.search(piece):
                yield f"{template!r} contains a character that an IRI cannot contain, or an unpaired brace"
            continue
        yield from _expression_faults(template, piece, columns)


def _expression_faults(template: str, piece: Expression, columns: dict[str, Column]) -> Iterator[str]:
    plain = len(piece.variables) == 1 and piece.variables[0][1:] == (False, None)
    if piece.operator not in ("", "+") or not plain:
        yield f"{template!r}: only {{name}} and {{+name}} are supported"
        return
    name = piece.variables[0][0]
    if name not in columns or columns[name].virtual:
        yield f"{template!r} names {name!r}, which is not a column with cells"
    elif columns[name].rules.separator is not None:
        yield f"{template!r} names {name!r}, a list, which is not supported"


def expand_prefix(template: str) -> str:
    """Expand the prefix that a template may begin with.

    >>> expand_prefix("dc:title")
    'http://purl.org/dc/terms/title'
    """
    prefix, colon, local = template.partition(":")
    known = bool(colon) and prefix in PREFIXES and not local.startswith("//")
    return PREFIXES[prefix] + local if known else template
