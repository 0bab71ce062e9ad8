"""Check the keys of tables: ids that two rows have, and references that no row has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..csvw.model import ForeignKey
from .definitions import Nameless
from .findings import Finding
from .hints import Hint, did_you_mean, hint
from .metadata import Table
from .quads import LINE, PART, Loaded, quote
from .rule_texts import fault
from .suggestions import nearest

__all__ = ["foreign_key", "primary_key"]


def primary_key(loaded: Loaded, name: str) -> Iterator[Finding]:
    """Find the rows of a table whose key another row has, in whichever file."""
    columns = loaded.group.named(name)[0].primary_key
    if not columns:
        return
    key = ", ".join(f"coalesce({quote(column)}, '')" for column in columns)
    rows = loaded.db.execute(
        f"SELECT {PART}, {LINE}, first_part, first, concat_ws(',', {key}) FROM (SELECT *, "
        f"first_value({PART}) OVER w AS first_part, first_value({LINE}) OVER w AS first, "
        f"row_number() OVER w AS nth FROM {quote(name)} "
        f"WINDOW w AS (PARTITION BY {key} ORDER BY {PART}, {LINE})) "
        f"WHERE nth > 1 AND concat({key}) <> '' ORDER BY 1, 2"
    ).fetchall()
    for part, line, first_part, first, value in rows:
        place = loaded.place(first_part, first, seen_from=part)
        way = _difference(loaded, name, (first_part, first), (part, line))
        yield fault("csvw:primaryKey", loaded.file(part), line, columns[0], value, hint=way, first=place)


def _difference(loaded: Loaded, name: str, one: tuple[int, int], other: tuple[int, int]) -> Hint:
    """Name the cells in which two rows with the same key differ, and say what to do about them."""
    columns = [column.name for column in loaded.group.named(name)[0].stored]
    shown = ", ".join(f"coalesce({quote(column)}, '')" for column in columns)
    sql = f"SELECT {shown} FROM {quote(name)} WHERE {PART} = ? AND {LINE} = ?"
    rows = [loaded.db.execute(sql, [*place]).fetchone() for place in (one, other)]
    pairs = zip(columns, *(row or () for row in rows), strict=True)
    cells = [f"{column} ({old or '-'} / {new or '-'})" for column, old, new in pairs if old != new]
    return hint("differing-rows", cells=", ".join(cells)) if cells else hint("same-rows")


def foreign_key(
    loaded: Loaded, table: Table, key: ForeignKey, unknown: Sequence[Nameless]
) -> Iterator[Finding]:
    """Find the rows of a file whose foreign key no row of the other table has, in whichever file."""
    lost = [row for row in unknown if row.table == key.table]
    own = " AND ".join(f"{quote(c)} IS NOT NULL" for c in key.columns)
    match = " AND ".join(
        f"there.{quote(r)} = here.{quote(c)}" for c, r in zip(key.columns, key.references, strict=True)
    )
    shown = ", ".join(f"here.{quote(c)}" for c in key.columns)
    known = f"EXISTS (SELECT 1 FROM {quote(key.table)} there WHERE {match})"
    rows = loaded.db.execute(
        f"SELECT {LINE}, concat_ws(',', {shown}) FROM {quote(table.url)} here WHERE {own} AND NOT "
        f"{known if loaded.group.named(key.table) else 'false'} ORDER BY 1"
    ).fetchall()
    keys = _keys(loaded, key) if rows else []
    for line, value in rows:
        if any(row.may_be(value) for row in lost):
            continue
        near = nearest(value, keys) if len(key.columns) == 1 and "#" not in value else []
        names = " and ".join(key.references)
        yield fault(
            "csvw:foreignKey", table.url, line, key.columns[0], value,
            hint=did_you_mean(near), table=f"{key.table}.csv", columns=names,
        )  # fmt: skip


def _keys(loaded: Loaded, key: ForeignKey) -> list[str]:
    if not loaded.group.named(key.table):
        return []
    names = ", ".join(quote(name) for name in key.references)
    rows = loaded.db.execute(f"SELECT DISTINCT concat_ws(',', {names}) FROM {quote(key.table)}").fetchall()
    return sorted(row[0] for row in rows if row[0])
