"""References to columns: primary keys, row titles, foreign keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .context import Context, resolve
from .model import Column, ForeignKey, Table

__all__ = ["foreign_keys", "names", "settled"]

Columns = Sequence[Column] | None


def _known(columns: Columns) -> set[str]:
    return {column.name for column in columns or () if column.named}


def _texts(value: Any) -> tuple[str, ...]:
    """Return the names of a column reference, none when it is no text and no array of texts."""
    items = value if isinstance(value, list) else [value]
    return tuple(items) if all(isinstance(item, str) for item in items) else ()


def names(context: Context, schema: Mapping[str, Any], key: str, columns: Columns) -> tuple[str, ...]:
    """Return the columns of a primary key or of the titles of rows; a wrong one is passed over."""
    if key not in schema:
        return ()
    found = _texts(schema[key])
    if not found or not set(found) <= _known(columns):
        context.drop(key, schema[key])
        return ()
    return found


def foreign_keys(context: Context, schema: Mapping[str, Any], columns: Columns) -> tuple[ForeignKey, ...]:
    """Read the foreign keys of a schema.

    Raises
    ------
    MetadataError : a key has other properties than it may, or names columns that do not exist.
    """
    keys = context.objects(schema.get("foreignKeys", []), "foreignKeys")
    return tuple(_foreign_key(there, key, columns) for there, key in keys)


def _foreign_key(context: Context, key: Mapping[str, Any], columns: Columns) -> ForeignKey:
    reference = key.get("reference")
    if set(key) - {"columnReference", "reference"} or not isinstance(reference, dict):
        raise context.error("a foreign key has columnReference and reference only")
    targets = [name for name in ("resource", "schemaReference") if isinstance(reference.get(name), str)]
    if set(reference) - {"resource", "schemaReference", "columnReference"} or len(targets) != 1:
        raise context.error("a reference has resource or schemaReference, and columnReference")
    own, there = _texts(key.get("columnReference")), _texts(reference.get("columnReference"))
    if not own or not set(own) <= _known(columns):
        raise context.error(f"a foreign key names columns {list(own)} that do not exist")
    if len(own) != len(there):
        raise context.error(f"a foreign key of {len(own)} columns refers to {len(there)}")
    return ForeignKey(
        own, resolve(context.base, reference[targets[0]]), there, targets[0] == "schemaReference"
    )


def settled(tables: Sequence[tuple[Context, Table]]) -> tuple[Table, ...]:
    """Lead the foreign keys of all tables, each given with its context, to tables by their URLs.

    Raises
    ------
    MetadataError : a key leads to no table of the group, or to columns that it does not have.
    """
    every = [table for _, table in tables]
    return tuple(
        replace(
            table,
            foreign_keys=tuple(
                _settle(context.at("tableSchema", "foreignKeys", number), key, every)
                for number, key in enumerate(table.foreign_keys)
            ),
        )
        for context, table in tables
    )


def _settle(context: Context, key: ForeignKey, tables: Sequence[Table]) -> ForeignKey:
    for table in tables:
        if key.table == (table.schema if key.by_schema else table.url):
            if not set(key.references) <= _known(table.columns):
                raise context.error(f"{table.url} has no columns {list(key.references)}")
            return replace(key, table=table.url, by_schema=False)
    raise context.error(f"a foreign key refers to {key.table}, which is not a table of the group")
