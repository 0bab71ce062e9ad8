"""Collections as Excel workbooks: a sheet per table, every cell as text. `sheets` reads them back.

Codes, classes and ids are offered as drop-downs; the comment of a header is its entry in the data dictionary.
Since every cell is text, a spreadsheet makes no dates or numbers of them, and the tables come back the same,
byte for byte.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, UsageError
from .collections import read_collections
from .dictionary import ColumnEntry, describe_table
from .folders import collections_in
from .legal import Vocabulary, read_vocabulary
from .sheets import LISTS, require_openpyxl

if TYPE_CHECKING:
    from .metadata import TableGroup

__all__ = ["to_workbook"]

TEXT = "@"
"""The number format of text."""
SPARE = 1000
"""Empty rows below a table that have its drop-downs too."""
NARROW, WIDE = 10, 50
"""Least and most width of a column, in characters."""
LONGEST = 32_767
"""Characters that a cell of a workbook holds."""


@dataclass
class _Book:
    """A workbook in the making, and where the lists of its drop-downs stand."""

    book: Any
    lists: Any
    places: dict[tuple[str, ...], str] = field(default_factory=dict)

    def place(self, values: tuple[str, ...]) -> str:
        """Return the address of a list of values, written once."""
        from openpyxl.utils import get_column_letter

        if values not in self.places:
            number = len(self.places) + 1
            for row, value in enumerate(values, start=1):
                _write(self.lists.cell(row, number), value)
            letter = get_column_letter(number)
            self.places[values] = f"={LISTS}!${letter}$1:${letter}${len(values)}"
        return self.places[values]


def to_workbook(folder: Path, *, others: Sequence[Path] = ()) -> bytes:
    """Write the tables of a collection as a workbook.

    Parameters
    ----------
    folder : the collection.
    others : collections whose ids and codes its tables may refer to.

    Raises
    ------
    UsageError : openpyxl is not installed, or the folder is several collections.
    DataError : a file is not UTF-8, or a cell is longer than a workbook holds.
    """
    require_openpyxl()
    from openpyxl import Workbook

    found = collections_in([folder])
    if found != [folder]:
        listed = ", ".join(str(place) for place in found)
        raise UsageError(f"{folder} contains several collections; give one of {listed}")
    group = read_collections([*others, folder])
    vocabulary = read_vocabulary(group)
    made = _Book(Workbook(), None)
    made.lists = made.book.active
    made.lists.title = LISTS
    for path in _files(folder, group):
        _add_sheet(made, path, _entries(path, folder, group, vocabulary))
    made.book.move_sheet(LISTS, len(made.book.sheetnames))
    made.lists.sheet_state = "hidden"
    made.book.active = 0
    out = io.BytesIO()
    made.book.save(out)
    return out.getvalue()


def _name_of(folder: Path, group: TableGroup) -> str:
    return next(name for name, place in group.folders.items() if place.resolve() == folder.resolve())


def _files(folder: Path, group: TableGroup) -> list[Path]:
    """Return the files of a collection in the order of its metadata, those of no table last."""
    known = [table.path for table in group.tables if table.collection == _name_of(folder, group)]
    names = {path.name for path in known}
    others = [path for path in sorted(folder.glob("*.csv")) if path.name not in names]
    return [path for path in [*known, *others] if path.is_file()]


def _entries(
    path: Path, folder: Path, group: TableGroup, vocabulary: Vocabulary
) -> Mapping[str, ColumnEntry]:
    names = [t.name for t in group.tables if t.path == path and t.collection == _name_of(folder, group)]
    return {c.name: c for name in names for c in describe_table(name, group, vocabulary).columns}


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    except UnicodeDecodeError:
        raise DataError(f"{path} is not UTF-8; jlac tidy {path} --write corrects it") from None


def _add_sheet(made: _Book, path: Path, entries: Mapping[str, ColumnEntry]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    rows = _rows(path)
    sheet = made.book.create_sheet(path.stem[:31])
    sheet.freeze_panes = "B2"
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if len(value) > LONGEST:
                raise DataError(f"{path}, row {number}: a cell of more than {LONGEST:,} characters")
            if value:
                _write(sheet.cell(number, place), value)
    for place, name in enumerate(rows[0] if rows else (), start=1):
        letter = get_column_letter(place)
        cells = [len(row[place - 1]) for row in rows if len(row) >= place]
        column = sheet.column_dimensions[letter]
        column.width, column.number_format = min(max(*cells, NARROW, 0) + 2, WIDE), TEXT
        head = sheet.cell(1, place)
        head.font = Font(bold=True)
        if entry := entries.get(name):
            head.comment = Comment(_comment(entry), "jlac", width=420, height=160)
            _offer(made, sheet, f"{letter}2:{letter}{len(rows) + SPARE}", entry)


def _write(cell: Any, value: str) -> None:
    from openpyxl.utils.exceptions import IllegalCharacterError

    try:
        cell.value = value
    except IllegalCharacterError:
        raise DataError(f"{value!r} has a control character, which a workbook cannot contain") from None
    cell.data_type = "s"  # never a formula, a number or a date
    cell.number_format = TEXT


def _comment(entry: ColumnEntry) -> str:
    lines = [entry.meaning, entry.type, f"such as {entry.example}" if entry.example else ""]
    lines += ["required"] if entry.required else []
    lines += [f"empty means {entry.default}"] if entry.default else []
    lines += [f"{value}: {term.definition or term.label}" for value, term in list(entry.values.items())[:12]]
    return "\n".join(line for line in lines if line)


def _offer(made: _Book, sheet: Any, cells: str, entry: ColumnEntry) -> None:
    """Offer the legal values of a column; another value is allowed after a warning, for a new id."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if not entry.values or "separated by" in entry.type:
        return
    offered = DataValidation(
        type="list",
        formula1=made.place(tuple(entry.values)),
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=entry.name,
        error="The value is not in the list. Keep it only if another sheet defines it.",
    )
    offered.add(cells)
    sheet.add_data_validation(offered)
