"""Tables -> quads: DuckDB reads the tables, and SQL made from their descriptions writes N-Quads.

Every cell becomes a literal or, through its templates, an IRI; the same expressions, run the
other way, lead from a triple back to its cell.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.namespaces import BASE, PREFIXES
from .findings import Cell

if TYPE_CHECKING:
    import duckdb

    from .metadata import Column, Table, TableGroup

__all__ = ["Loaded", "cells_of", "convert", "drop_cells", "expand", "load", "quote", "text"]

XSD = PREFIXES["xsd"]
LINE = "_line"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The tables of a group that were read: all cells as text, with the line of each record."""

    group: TableGroup
    db: duckdb.DuckDBPyConnection


def load(
    group: TableGroup,
    *,
    only: Iterable[str] | None = None,
    repaired: Mapping[str, str] | None = None,
) -> Loaded:
    """Read the tables of a group into memory; what is no readable CSV must be checked before.

    Parameters
    ----------
    only : urls of the tables to read; all by default.
    repaired : for some tables, the text to read in place of the file.
    """
    import duckdb

    db = duckdb.connect(config={"preserve_insertion_order": True})
    names = {table.url for table in group.tables} if only is None else set(only)
    with tempfile.TemporaryDirectory() as folder:
        for number, table in enumerate(group.tables):
            if table.url not in names:
                continue
            path = table.path
            if repaired and table.url in repaired:
                path = Path(folder) / f"{number}.csv"
                path.write_text(repaired[table.url], encoding="utf-8", newline="")
            _read(db, table, path)
    return Loaded(replace(group, tables=tuple(t for t in group.tables if t.url in names)), db)


def drop_cells(loaded: Loaded, cells: Iterable[tuple[str, int, str]]) -> set[tuple[str, str, str]]:
    """Empty cells that are at fault; a row whose key is at fault, or its whole record, goes as well.

    Parameters
    ----------
    cells : file, row and column; an empty column means the whole row.

    Returns
    -------
    The triples that are no longer made: subject and predicate as IRIs, value as IRI or text.
    """
    by_table: dict[str, dict[int, set[str]]] = {}
    for file, row, column in cells:
        by_table.setdefault(file, {}).setdefault(row, set()).add(column)
    before: set[tuple[str, str, str]] = set()
    after: set[tuple[str, str, str]] = set()
    for table in loaded.group.tables:
        if rows := by_table.get(table.url):
            before |= _triples(loaded.db, table, rows)
            for row, columns in rows.items():
                _drop(loaded.db, table, row, columns)
            after |= _triples(loaded.db, table, rows)
    return before - after


def _drop(db: Any, table: Table, row: int, columns: set[str]) -> None:
    templates = "".join(column.about for column in table.columns)
    naming = {*table.primary_key, *re.findall(r"{\+?(\w+)}", templates)}
    if "" in columns or columns & naming:
        db.execute(f"DELETE FROM {quote(table.url)} WHERE {LINE} = ?", [row])
        return
    for column in sorted(columns):
        db.execute(f"UPDATE {quote(table.url)} SET {quote(column)} = NULL WHERE {LINE} = ?", [row])


def _triples(db: Any, table: Table, rows: Iterable[int]) -> set[tuple[str, str, str]]:
    sql = _rows(table)
    if not sql:
        return set()
    lines = ", ".join(str(row) for row in rows)
    found = db.execute(f"{sql} WHERE {LINE} IN ({lines})").fetchall()
    quads = [quad for (text_of_row,) in found for quad in (text_of_row or "").split("\n")]
    parts = (re.match(r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"(.*)")', quad) for quad in quads)
    return {(m[1], m[2], m[3] if m[3] is not None else m[4]) for m in parts if m}


def convert(loaded: Loaded, out: Path) -> None:
    """Write the quads of all tables as N-Quads.

    The lines come in no fixed order, and a quad that two rows make stands twice: a store or a build
    sorts them out at less cost.
    """
    rows = [sql for table in loaded.group.tables if (sql := _rows(table))]
    if not rows:
        out.write_bytes(b"")
        return
    db = loaded.db
    db.execute("SET preserve_insertion_order = false")
    db.execute(
        f"COPY (SELECT quads FROM ({' UNION ALL '.join(rows)}) WHERE quads <> '') "
        f"TO {text(str(out))} (FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE '')"
    )
    db.execute("SET preserve_insertion_order = true")


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
        and _may_speak(column, value)
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


def _may_speak(column: Column, value: Any) -> bool:
    """Say whether a column's text is in the language of a value; the same words may stand in another."""
    return bool(column.value) or not hasattr(value, "language") or column.lang == (value.language or "")


def _read(db: Any, table: Table, path: Path) -> None:
    """Read one table; the line of a record counts the line breaks inside earlier cells."""
    columns = ", ".join(f"{text(c.name)}: 'VARCHAR'" for c in table.stored)
    breaks = " + ".join(f"coalesce({_breaks(c.name)}, 0)" for c in table.stored)
    cells = ", ".join(
        f"coalesce({quote(c.name)}, {text(c.default)}) AS {quote(c.name)}" if c.default else quote(c.name)
        for c in table.stored
    )
    db.execute(
        f"CREATE TABLE {quote(table.url)} AS "
        f"SELECT CAST(_n + 1 + coalesce(sum({breaks}) OVER "
        "(ORDER BY _n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS BIGINT) "
        f"AS {LINE}, {cells} FROM (SELECT row_number() OVER () AS _n, * FROM read_csv("
        f"{text(str(path))}, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"auto_detect = false, nullstr = '', max_line_size = 104857600, columns = {{{columns}}}))"
    )


def _breaks(name: str) -> str:
    return f"length({quote(name)}) - length(replace({quote(name)}, chr(10), ''))"


def _rows(table: Table) -> str:
    """Give the query that makes of each row one text, its quads line by line; empty if it makes none."""
    quads = [
        _quads(table, column)
        for column in table.columns
        if column.about and column.property and not column.suppressed
    ]
    return f"SELECT concat_ws(chr(10), {', '.join(quads)}) AS quads FROM {quote(table.url)}" if quads else ""


def _quads(table: Table, column: Column) -> str:
    """Give the expression of the quads that a column makes in a row; NULL for none."""
    cell = quote(column.name)
    if column.separator:
        items = f"list_filter(string_split({cell}, {text(column.separator)}), lambda item: item <> '')"
        return (
            f"array_to_string(list_transform({items}, lambda item: {_quad(table, column, 'item')}), chr(10))"
        )
    quad = _quad(table, column, cell)
    return quad if column.virtual else f"CASE WHEN {cell} IS NOT NULL THEN {quad} END"


def _quad(table: Table, column: Column, cell: str) -> str:
    start = [_Text("<"), *_pieces(column.about), _Text("> <"), *_pieces(column.property), _Text("> ")]
    return _concat([*start, *_object(column, cell), _Text(" <"), *_graph(table), _Text("> .")])


def _object(column: Column, cell: str) -> list[str]:
    if column.value:
        return [_Text("<"), *_pieces(column.value), _Text(">")]
    literal = [_Text('"'), _escaped(cell)]
    if column.partial_date:
        kind = f"CASE length({cell}) WHEN 4 THEN 'gYear' WHEN 7 THEN 'gYearMonth' ELSE 'date' END"
        return [*literal, _Text(f'"^^<{XSD}'), kind, _Text(">")]
    if column.lang:
        return [*literal, _Text(f'"@{column.lang}')]
    return [*literal, _Text('"' if column.base == "string" else f'"^^<{XSD}{column.base}>')]


def _escaped(cell: str) -> str:
    """Escape what N-Quads does not allow in a literal: backslash, quote, line feed, return."""
    for char, code in (("\\", "\\\\"), ('"', '\\"')):
        cell = f"replace({cell}, {text(char)}, {text(code)})"
    for number, code in ((10, "\\n"), (13, "\\r")):
        cell = f"replace({cell}, chr({number}), {text(code)})"
    return cell


def _graph(table: Table) -> list[str]:
    if table.graph:
        return [_Text(table.graph)]
    if not table.graph_by_source:
        return [_Text(BASE + "graph/default")]
    source = f"split_part({quote(table.graph_by_source)}, '#', 1)"
    return [_Text(BASE + "graph/"), f"coalesce({source}, 'default')"]


class _Text(str):
    """A constant text among SQL expressions."""


def _pieces(template: str) -> list[str]:
    """Cut a URI template (RFC 6570, ``{name}`` and ``{+name}``) into texts and SQL expressions."""
    found: list[str] = []
    for piece in re.split(r"({\+?\w+})", template):
        if piece.startswith("{+"):
            found.append(f"coalesce({quote(piece[2:-1])}, '')")
        elif piece.startswith("{"):
            found.append(f"coalesce(url_encode({quote(piece[1:-1])}), '')")
        elif piece:
            found.append(_Text(piece))
    return found


def _concat(pieces: Iterable[str]) -> str:
    """Give the SQL expression that joins pieces; neighbouring texts become one, which is faster."""
    arguments = []
    for constant, group in groupby(pieces, lambda piece: isinstance(piece, _Text)):
        parts = list(group)
        arguments += [text("".join(parts))] if constant else parts
    return f"concat({', '.join(arguments)})"


def expand(template: str) -> str:
    """Give the SQL expression that expands a URI template; a variable without a value gives nothing."""
    return _concat(_pieces(template)) if template else "''"


def quote(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """Quote a text for SQL."""
    return "'" + value.replace("'", "''") + "'"
