"""Primary and foreign keys over the rows of a group of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .annotate import Row
from .model import ForeignKey, Group, Table

__all__ = ["Keys"]

Fault = Callable[[str], None]
Texts = tuple[tuple[str, ...] | None, ...]


@dataclass(slots=True)
class Keys:
    """Takes in rows, finds keys used twice at once and foreign keys that do not lead to one row at the end.

    Only the values of keys are kept.
    """

    group: Group
    fault: Fault
    _used: dict[str, set[Texts]] = field(default_factory=dict)
    _held: dict[tuple[str, tuple[str, ...]], Counter[Texts]] = field(default_factory=dict)
    _wanted: list[tuple[ForeignKey, str, int, Texts]] = field(default_factory=list)

    def add(self, table: Table, row: Row) -> None:
        """Take in a row."""
        if table.primary_key:
            key, used = _texts(row, table.primary_key), self._used.setdefault(table.url, set())
            if key in used:
                self.fault(f"{table.url}#row={row.place}: the key {_shown(key)} is used twice")
            used.add(key)
        for url, columns in self._targets():
            if url == table.url:
                self._held.setdefault((url, columns), Counter())[_texts(row, columns)] += 1
        for foreign in table.foreign_keys:
            key = _texts(row, foreign.columns)
            if any(part for part in key):
                self._wanted.append((foreign, table.url, row.place, key))

    def finish(self) -> None:
        """Report foreign keys that lead to no row or to several."""
        for foreign, url, place, key in self._wanted:
            count = self._held.get((foreign.table, foreign.references), Counter())[key]
            if count != 1:
                where = f"{count} rows" if count else "no row"
                self.fault(f"{url}#row={place}: {_shown(key)} is in {where} of {foreign.table}")

    def _targets(self) -> set[tuple[str, tuple[str, ...]]]:
        keys = (key for table in self.group.tables for key in table.foreign_keys)
        return {(key.table, key.references) for key in keys}


def _texts(row: Row, columns: tuple[str, ...]) -> Texts:
    return tuple(
        tuple(value.text for value in cell) if (cell := row.cells.get(name)) is not None else None
        for name in columns
    )


def _shown(key: Texts) -> str:
    return ", ".join(repr(";".join(part or ())) for part in key)
