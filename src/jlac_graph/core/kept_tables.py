"""Maps kept in one file on disk: what is looked up is read, the rest stays there.

The file is an SQLite database with a table for each map, whose values are JSON.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

from .errors import StoreError
from .kept_files import draft_of

__all__ = [
    "KeptTable",
    "Tables",
    "called",
    "each",
    "holding",
    "open_tables",
    "some",
    "write_tables",
]

Tables: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Maps by name; keys are texts, values what JSON can hold."""

_AT_ONCE = 500
"""Keys that are looked up by one statement; some builds of SQLite allow 999 parameters."""


class KeptTable(Mapping[str, Any]):
    """One map of a file; each look-up reads one row. A list of the file is given as a tuple."""

    def __init__(self, db: sqlite3.Connection, name: str, path: Path) -> None:
        self._db, self._name, self._path = db, name, path

    def _rows(self, columns: str, rest: str = "", values: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        sql = f'SELECT {columns} FROM "{self._name}" {rest}'  # noqa: S608 - a name of this program
        try:
            return self._db.execute(sql, values).fetchall()
        except UnicodeEncodeError:  # half a surrogate pair, which no file has
            return []
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from None

    def _damaged(self, error: sqlite3.DatabaseError) -> StoreError:
        return StoreError(f"{self._path} is damaged ({error}); remove it, and it is made again")

    def __getitem__(self, key: str) -> Any:
        rows = self._rows("value", "WHERE key = ?", (key,))
        if not rows:
            raise KeyError(key)
        return _value(rows[0][0])

    def __iter__(self) -> Iterator[str]:
        return iter([key for (key,) in self._rows("key", "ORDER BY rowid")])

    def __len__(self) -> int:
        return int(self._rows("count(*)")[0][0])

    def items(self) -> ItemsView[str, Any]:
        """Read the whole map."""
        return {key: _value(text) for key, text in self._rows("key, value", "ORDER BY rowid")}.items()

    def values(self) -> ValuesView[Any]:
        """Read all values."""
        return dict(self.items()).values()

    def each(self) -> Iterator[tuple[str, Any]]:
        """Read the whole map, one item in memory at a time."""
        try:
            for key, text in self._db.execute(f'SELECT key, value FROM "{self._name}" ORDER BY rowid'):  # noqa: S608
                yield key, _value(text)
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from None

    def holding(self, words: Sequence[str]) -> ItemsView[str, Any]:
        """Read what has each of some words in its value; words need no escapes in JSON."""
        where = " AND ".join("instr(value, ?)" for _ in words)
        rows = self._rows("key, value", f"WHERE {where} ORDER BY rowid", tuple(words))
        return {key: _value(text) for key, text in rows}.items()

    def some(self, keys: Sequence[str]) -> dict[str, Any]:
        """Read the values of some keys, many at a time."""
        found: dict[str, Any] = {}
        for start in range(0, len(keys), _AT_ONCE):
            part = tuple(keys[start : start + _AT_ONCE])
            rows = self._rows("key, value", f"WHERE key IN ({', '.join('?' * len(part))})", part)
            found |= ((key, _value(text)) for key, text in rows)
        return found

    def called(self, words: str) -> Iterator[tuple[str, Any]]:
        """Read what has whole words in its key, one item in memory at a time."""
        sql = f"SELECT key, value FROM \"{self._name}\" WHERE instr(' ' || key || ' ', ?)"  # noqa: S608
        try:
            for key, text in self._db.execute(sql, (f" {words} ",)):
                yield key, _value(text)
        except UnicodeEncodeError:  # as above
            return
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from None


def _value(text: str) -> Any:
    value = json.loads(text)
    return tuple(value) if isinstance(value, list) else value


def holding(table: Mapping[str, Any], words: Sequence[str]) -> Iterable[tuple[str, Any]]:
    """Yield the items of a map that may hold every word, and some others; of a file only these are read."""
    return table.holding(words) if isinstance(table, KeptTable) else table.items()


def called(table: Mapping[str, Any], words: str) -> Iterable[tuple[str, Any]]:
    """Yield the items of a map that have whole words in their keys; of a file only these are read.

    >>> list(called({"inter american bank": 1, "american banks": 2}, "american bank"))
    [('inter american bank', 1)]
    """
    if isinstance(table, KeptTable):
        return table.called(words)
    return ((key, value) for key, value in table.items() if f" {words} " in f" {key} ")


def some(table: Mapping[str, Any], keys: Sequence[str]) -> Mapping[str, Any]:
    """Return a map that has some keys of a map with their values; those of a file are read together."""
    return table.some(keys) if isinstance(table, KeptTable) else table


def each(table: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Yield the items of a map, those of a file one at a time."""
    return table.each() if isinstance(table, KeptTable) else table.items()


def write_tables(path: Path, tables: Tables) -> None:
    """Write maps into a file, which stands when it is whole.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_tables(Path(folder, "a.sqlite"), {"numbers": {"one": [1, "uno"], "two": [2]}})
    ...     kept = open_tables(Path(folder, "a.sqlite"))
    ...     kept["numbers"]["one"], list(kept["numbers"])
    ((1, 'uno'), ['one', 'two'])
    """
    with draft_of(path) as draft, closing(sqlite3.connect(draft)) as db, db:
        db.execute("PRAGMA synchronous = OFF")  # it is made again when it is not whole
        for name, table in tables.items():
            db.execute(f'CREATE TABLE "{name}" (key TEXT PRIMARY KEY, value TEXT NOT NULL)')
            rows = ((key, json.dumps(value, ensure_ascii=False)) for key, value in table.items())
            db.executemany(f'INSERT INTO "{name}" VALUES (?, ?)', rows)  # noqa: S608 - as above


def open_tables(path: Path) -> dict[str, KeptTable] | None:
    """Open the maps of a file; None if there is no such file, or it is not one of these."""
    if not path.is_file():
        return None
    try:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        db = sqlite3.connect(address, uri=True, check_same_thread=False)
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except sqlite3.DatabaseError:
        return None
    return {name: KeptTable(db, name, path) for (name,) in names} or None
