"""Workbooks read back as tables: which sheets are tables, and where in a sheet a cell of a table is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.errors import DataError, NotFoundError, UsageError
from .collections import read_schemas
from .sheet_cells import shown
from .suggestions import nearest

__all__ = ["LISTS", "Beyond", "Book", "Sheet", "from_workbook", "read_book", "require_openpyxl"]

LISTS = "lists"
"""The hidden sheet with the values of the drop-downs."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """A cell with a value to the right of the header: its address, its value, and its line in the table."""

    address: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as a table.

    Attributes
    ----------
    records : its rows, header first, without the empty ones.
    rows : the row of the sheet on which each record stands.
    beyond : cells that belong to no column.
    """

    records: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]
    beyond: tuple[Beyond, ...] = ()

    @property
    def content(self) -> bytes:
        """The table as a CSV file."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(self.records)
        return out.getvalue().encode()

    def cell(self, line: int, column: str) -> str:
        """Return the address of a cell of the CSV file in the sheet.

        Parameters
        ----------
        line : the line on which the record begins; the header is 1.
        column : name of the column; empty for the whole row.

        Examples
        --------
        >>> Sheet((("id", "amount"), ("x", "1")), (1, 4)).cell(2, "amount")
        'B4'
        """
        start = 1
        for record, row in zip(self.records, self.rows, strict=True):
            if start == line:
                place = self.records[0].index(column) + 1 if column in self.records[0] else 1
                return _address(place, row)
            start += _lines(record)
        return "A1"


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook.

    Attributes
    ----------
    tables : the sheets that are tables, by name.
    likely : a sheet that has the header of a table, or nearly its name -> the name of that table.
    others : the names of all other sheets, which are a curator's own.
    """

    tables: Mapping[str, Sheet]
    likely: Mapping[str, str]
    others: tuple[str, ...]


def require_openpyxl() -> None:
    """Refuse to go on without openpyxl.

    Raises
    ------
    UsageError : it is not installed.
    """
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise UsageError("openpyxl is not installed; pip install 'jlac-graph[xlsx]'") from None


def from_workbook(path: Path, folder: Path | None = None) -> tuple[dict[str, bytes], Book]:
    """Read the tables of a workbook, to be written as files.

    Parameters
    ----------
    path : a workbook.
    folder : where the files go; the tables that it contains are tables of the workbook too.

    Returns
    -------
    The name of each file -> its bytes, and the workbook.

    Raises
    ------
    UsageError : openpyxl is not installed, or the file is not a workbook.
    DataError : a sheet is a table under another name, or a cell of a table belongs to no column.
    """
    book = read_book(path, own={file.stem for file in folder.glob("*.csv")} if folder else ())
    for name, table in book.likely.items():
        raise DataError(
            f"sheet {name!r} of {path} is not named as a table, and looks like one of {table}; move its rows "
            f"to the sheet {table}, or delete the sheet"
        )
    if found := [f"{name}!{b.address} ({b.value!r})" for name, s in book.tables.items() for b in s.beyond]:
        raise DataError(
            f"{path}: a value to the right of the header belongs to no column: {', '.join(found)}; "
            "delete it, or move it to the column where it belongs"
        )
    return {f"{name}.csv": sheet.content for name, sheet in book.tables.items()}, book


def read_book(path: Path, *, own: set[str] | tuple[()] = ()) -> Book:
    """Read the sheets of a workbook, and sort them into tables and others.

    Parameters
    ----------
    path : a workbook that `to_workbook` made, edited or not; the first row of a table is its header.
    own : names of tables besides those of the project.

    Raises
    ------
    UsageError : openpyxl is not installed, or the file is not a workbook.
    NotFoundError : no sheet is a table.
    """
    sheets = dict(_sheets(path))
    schemas = {name: [c.name for c in table.stored] for name, table in read_schemas().items()}
    tables = {n: s for n, s in sheets.items() if s.records and (n in schemas or n in own)}
    left = [name for name in sheets if name not in tables and name not in schemas and name not in own]
    likely = {name: table for name in left if (table := _meant(name, sheets[name], schemas))}
    if not (tables or likely):
        raise NotFoundError("sheet that is a table", str(path), legal=sorted(schemas))
    return Book(tables, likely, tuple(name for name in left if name not in likely))


def _meant(name: str, sheet: Sheet, schemas: Mapping[str, list[str]]) -> str:
    """Return the table that a sheet under another name is meant to be; empty for none."""
    header = set(sheet.records[0]) - {""} if sheet.records else set()
    fitting = [n for n, columns in schemas.items() if len(header) > 1 and header <= set(columns)]
    named = [n for n in fitting if name.lower().startswith(n)]
    plain = nearest(name.strip().lower(), list(schemas))
    return next(iter([*named, *plain[:1], *(fitting if len(fitting) == 1 else ())]), "")


def _sheets(path: Path) -> Iterator[tuple[str, Sheet]]:
    require_openpyxl()
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        values, formulas = (load_workbook(path, read_only=True, data_only=o) for o in (True, False))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    except (BadZipFile, InvalidFileException, KeyError):
        raise UsageError(f"{path} is not an .xlsx workbook") from None
    for sheet in values.worksheets:
        if sheet.title != LISTS:
            yield sheet.title, _sheet(_texts(sheet, formulas[sheet.title]))
    values.close()
    formulas.close()


def _texts(values: Any, formulas: Any) -> Iterator[list[str]]:
    """Yield the texts of each row of a sheet; of a formula without a result, the formula."""
    for row, same in zip(values.iter_rows(), formulas.iter_rows(), strict=True):
        yield [
            shown(cell.value, cell.number_format) if cell.value is not None else _formula(other)
            for cell, other in zip(row, same, strict=True)
        ]


def _formula(cell: Any) -> str:
    if cell.value is None or cell.data_type != "f":
        return ""
    return str(getattr(cell.value, "text", None) or cell.value)


def _sheet(rows_of_texts: Iterator[list[str]]) -> Sheet:
    """Read a sheet as wide as its header."""
    width, records, rows, line = 0, [], [], 1
    beyond: list[Beyond] = []
    for number, cells in enumerate(rows_of_texts, start=1):
        if number == 1:
            width = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
        for place, cell in enumerate(cells[width:], start=width + 1):
            if cell:
                beyond.append(Beyond(_address(place, number), cell, line))
        if any(cells[:width]):
            records.append(tuple(cells[:width] + [""] * (width - len(cells))))
            rows.append(number)
            line += _lines(records[-1])
    return Sheet(tuple(records), tuple(rows), tuple(beyond))


def _lines(record: tuple[str, ...]) -> int:
    return 1 + sum(cell.count("\n") for cell in record)


def _address(place: int, row: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(place)}{row}"
