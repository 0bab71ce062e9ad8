"""The folder of an import: tables that grow row by row, and reports that no build reads."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ..tables.collections import read_schemas
from ..tables.reader import LONGEST
from ..tables.suggestions import passes
from .mapping import KINDS
from .texts import number_of_cell, text_of_cell
from .values import RejectedError

if TYPE_CHECKING:
    from ..csvw.model import Column

__all__ = ["REPORT", "REVERSED", "Tables", "is_reversed"]

REVERSED = "the start is after the end"
REPORT = "report"
"""The folder within the collection for what a person reads; a build passes it over."""
_ENTITIES = tuple(f"{kind}/" for kind in dict.fromkeys((*KINDS.values(), "place")))


class Tables:
    """Writes rows to the tables of a collection.

    Parameters
    ----------
    folder : of the collection.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = ExitStack()
        self._writers: dict[str, csv.DictWriter[str]] = {}
        self._columns: dict[str, tuple[Column, ...]] = {}
        self.counts: dict[str, int] = {}

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, *error: object) -> None:
        self._files.close()

    def fitted(self, table: str, cells: Mapping[str, str]) -> dict[str, str]:
        """Return the cells of a row with texts and numbers as its table takes them.

        Raises
        ------
        RejectedError : a number has more digits, or a text more characters, than a table takes.
        """
        found = dict(cells)
        for column in self._of(table):
            value = found.get(column.name, "")
            datatype = column.rules.datatype
            if value and datatype.base == "decimal" and passes(column, value):
                found[column.name] = number_of_cell(value)
            elif value and not datatype.format:
                found[column.name] = text_of_cell(value)
            if len(value) > LONGEST:
                raise RejectedError(f"more than {LONGEST:,} characters for {table}.{column.name}", value)
        return found

    def check(self, table: str, cells: Mapping[str, str]) -> None:
        """Check a row against the schema of its table, and a fact for what no build takes.

        Raises
        ------
        RejectedError : a required cell is empty, or a cell does not have the form of its column; a fact names
            one entity twice, or ends before it starts.
        """
        for column in self._of(table):
            value = cells.get(column.name, "")
            if not value:
                if column.rules.required:
                    raise RejectedError(f"nothing for {table}.{column.name}")
            elif not column.rules.separator and not passes(column, value):
                raise RejectedError(f"not valid in {table}.{column.name}", value)
        if table not in KINDS:
            _check_fact(cells)

    def write(self, table: str, cells: Mapping[str, str]) -> None:
        """Add a row to a table; its file is made with the first."""
        if table not in self._writers:
            header = [column.name for column in self._of(table)]
            self._writers[table] = self._open(f"{table}.csv", header)
        self._writers[table].writerow(cells)
        self.counts[table] = self.counts.get(table, 0) + 1

    def report(self, name: str, header: Sequence[str], row: Mapping[str, str]) -> None:
        """Add a row to a report."""
        if name not in self._writers:
            self._writers[name] = self._open(f"{REPORT}/{name}", header)
        self._writers[name].writerow(row)

    def _of(self, table: str) -> tuple[Column, ...]:
        if table not in self._columns:
            self._columns[table] = read_schemas()[table].stored
        return self._columns[table]

    def _open(self, name: str, header: Sequence[str]) -> csv.DictWriter[str]:
        path = self._folder / name
        path.parent.mkdir(exist_ok=True)
        file = self._files.enter_context(path.open("w", encoding="utf-8", newline=""))
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        return writer


def _check_fact(cells: Mapping[str, str]) -> None:
    named = [text for text in cells.values() if text.startswith(_ENTITIES)]
    for text in named:
        if named.count(text) > 1:
            raise RejectedError("the same entity is on both sides of the fact", text)
    if is_reversed(cells):
        raise RejectedError(REVERSED, f"{cells['start']}/{cells['end']}")


def is_reversed(cells: Mapping[str, str]) -> bool:
    """Return whether a row starts after its end, as far as both dates say.

    >>> is_reversed({"start": "2012-05", "end": "2012"}), is_reversed({"start": "2013", "end": "2012-05"})
    (False, True)
    """
    start, end = cells.get("start", ""), cells.get("end", "")
    size = min(len(start), len(end))
    return start[:size] > end[:size]
