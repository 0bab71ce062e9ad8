"""Tables -> quads: DuckDB reads the tables, and SQL made from their descriptions writes N-Quads.

Every cell becomes a literal or, through its templates, an IRI; the same expressions, run the
other way, lead from a triple back to its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .findings import Cell
from .terms import BASE, PREFIXES

if TYPE_CHECKING:
    import duckdb

    from .tables import Column, Table, TableGroup

__all__ = ["Loaded", "cells_of", "convert", "expand", "load", "quote", "text"]

XSD = PREFIXES["xsd"]
LINE = "_line"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table group whose cells are in a database, all as text, with the line of each record."""

    group: TableGroup
    db: duckdb.DuckDBPyConnection


def load(group: TableGroup, *, only: Iterable[str] | None = None) -> Loaded:
    """Read the tables of a group into memory; what is no readable CSV must be checked before.

    Parameters
    ----------
    only : urls of the tables to read; all by default.
    """
    import duckdb

    db = duckdb.connect(config={"preserve_insertion_order": True})
    names = {table.url for table in group.tables} if only is None else set(only)
    for table in group.tables:
        if table.url in names:
            _read(db, table)
    return Loaded(group, db)


def convert(loaded: Loaded, out: Path) -> int:
    """Write the quads of all tables as N-Quads, sorted, each once.

    Returns
    -------
    The number of quads.
    """
    db = loaded.db
    db.execute("CREATE OR REPLACE TEMP TABLE quads (quad VARCHAR)")
    for table in loaded.group.tables:
        if makers := list(_quads(table)):
            lists = ", ".join(makers)
            db.execute(f"INSERT INTO quads SELECT unnest(flatten([{lists}])) AS quad FROM {quote(table.url)}")
    db.execute(
        "COPY (SELECT DISTINCT quad FROM quads WHERE quad IS NOT NULL ORDER BY quad) "
        f"TO {text(str(out))} (FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE '')"
    )
    row = db.execute("SELECT count(DISTINCT quad) FROM quads").fetchone()
    return int(row[0]) if row else 0


def cells_of(loaded: Loaded, subject: str, predicate: str, value: Any = None) -> list[Cell]:
    """Find the cells that made a triple.

    Parameters
    ----------
    subject, predicate : IRIs.
    value : a term (``.value`` is compared), or None for a value that is missing: then the
        row of the subject and the column of the predicate, empty or not.

    Returns
    -------
    The cells; none when no table makes such a triple.
    """
    return [
        cell
        for table in loaded.group.tables
        for column in table.columns
        if not column.suppressed
        and _may_make(column.about, subject)
        and _may_make(column.property, predicate)
        for cell in _cells(loaded.db, table, column, (subject, predicate, value))
    ]


def _cells(db: Any, table: Table, column: Column, triple: tuple[str, str, Any]) -> Iterator[Cell]:
    subject, predicate, value = triple
    shown = column.name if not column.virtual else _variable(column) or table.primary_key[0]
    tests = [f"{expand(column.about)} = ?", f"{expand(column.property)} = ?"]
    values = [subject, predicate]
    if value is not None:
        made = expand(column.value) if column.value else quote(column.name)
        if column.separator:
            tests.append(f"list_contains(string_split({made}, {text(column.separator)}), ?)")
        else:
            tests.append(f"{made} = ?")
        values.append(value.value)
    sql = f"SELECT {LINE}, coalesce({quote(shown)}, '') FROM {quote(table.url)}"
    for line, cell in db.execute(f"{sql} WHERE {' AND '.join(tests)} ORDER BY 1", values).fetchall():
        yield Cell(table.url, line, shown, cell)


def _variable(column: Column) -> str:
    found = re.search(r"{\+?(\w+)}", column.value)
    return found[1] if found else ""


def _may_make(template: str, iri: str) -> bool:
    """Say whether a template can give an IRI, before any row is looked at."""
    pattern = ".*".join(re.escape(piece) for piece in re.split(r"{\+?\w+}", template))
    return bool(template) and re.fullmatch(pattern, iri) is not None


def _read(db: Any, table: Table) -> None:
    """Read one table; the line of a record counts the line breaks inside earlier cells."""
    columns = ", ".join(f"{text(c.name)}: 'VARCHAR'" for c in table.stored)
    breaks = " + ".join(f"coalesce({_breaks(c.name)}, 0)" for c in table.stored)
    cells = ", ".join(
        f"coalesce({quote(c.name)}, {text(c.default)}) AS {quote(c.name)}" if c.default else quote(c.name)
        for c in table.stored
    )
    db.execute(
        f"CREATE TABLE {quote(table.url)} AS "
        f"SELECT CAST(n + 1 + coalesce(sum({breaks}) OVER "
        "(ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS BIGINT) "
        f"AS {LINE}, {cells} FROM (SELECT row_number() OVER () AS n, * FROM read_csv("
        f"{text(str(table.path))}, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"auto_detect = false, nullstr = '', max_line_size = 104857600, columns = {{{columns}}}))"
    )


def _breaks(name: str) -> str:
    return f"length({quote(name)}) - length(replace({quote(name)}, chr(10), ''))"


def _quads(table: Table) -> Iterator[str]:
    """Yield, for each column that makes triples, an SQL list of its quads in a row."""
    graph = text(table.graph) if table.graph else _graph_by(table.graph_by_source)
    for column in table.columns:
        if column.suppressed or not column.about or not column.property:
            continue
        start = f"'<' || {expand(column.about)} || '> <' || {expand(column.property)} || '> '"
        end = f"' <' || {graph} || '> .'"
        if column.separator:
            items = f"string_split({quote(column.name)}, {text(column.separator)})"
            yield f"list_transform({items}, lambda item: {start} || {_object(column, 'item')} || {end})"
            continue
        quad = f"{start} || {_object(column, quote(column.name))} || {end}"
        yield (
            f"[{quad}]" if column.virtual else f"[CASE WHEN {quote(column.name)} IS NOT NULL THEN {quad} END]"
        )


def _object(column: Column, cell: str) -> str:
    if column.value:
        return f"'<' || {expand(column.value)} || '>'"
    literal = f"'\"' || {_escaped(cell)} || '\"'"
    if column.partial_date:
        kind = f"CASE length({cell}) WHEN 4 THEN 'gYear' WHEN 7 THEN 'gYearMonth' ELSE 'date' END"
        return f"{literal} || '^^<{XSD}' || {kind} || '>'"
    if column.lang:
        return f"{literal} || '@{column.lang}'"
    return literal if column.base == "string" else f"{literal} || '^^<{XSD}{column.base}>'"


def _escaped(cell: str) -> str:
    """Escape what N-Quads does not allow in a literal: backslash, quote, line feed, return."""
    for char, code in (("\\", "\\\\"), ('"', '\\"')):
        cell = f"replace({cell}, {text(char)}, {text(code)})"
    for number, code in ((10, "\\n"), (13, "\\r")):
        cell = f"replace({cell}, chr({number}), {text(code)})"
    return cell


def _graph_by(column: str) -> str:
    if not column:
        return text(BASE + "graph/default")
    return f"{text(BASE + 'graph/')} || split_part({quote(column)}, '#', 1)"


def expand(template: str) -> str:
    """Give the SQL expression that expands a URI template (RFC 6570, ``{name}`` and ``{+name}``).

    A variable without a value expands to nothing.
    """
    parts = []
    for piece in re.split(r"({\+?\w+})", template):
        if piece.startswith("{+"):
            parts.append(f"coalesce({quote(piece[2:-1])}, '')")
        elif piece.startswith("{"):
            parts.append(f"coalesce(url_encode({quote(piece[1:-1])}), '')")
        elif piece:
            parts.append(text(piece))
    return f"({' || '.join(parts)})" if parts else "''"


def quote(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """Quote a text for SQL."""
    return "'" + value.replace("'", "''") + "'"
