"""Tables as spreadsheets and programs save them, put back into the form of the project.

What is certain is mended: encoding, line ends, separators, empty margins, and cells whose text can have meant
one thing. What is not certain is reported with its cell and never guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from .collections import read_schemas
from .forms import ERROR_VALUE, FORMULA, ROUNDED
from .suggestions import passes, suggestion
from .tidy_cells import GROUP, Habits, habits, is_number, items, mended
from .tidy_like import Earlier, read_earlier, shows
from .tidy_text import decoded, read_records

if TYPE_CHECKING:
    from ..csvw.model import Column
    from .metadata import Table

__all__ = ["CellChange", "Doubt", "Tidied", "tidy"]

_SPOILT = re.compile(f"{ERROR_VALUE}|{ROUNDED}|{FORMULA}", re.DOTALL)
_LOST = re.compile(r"\w\?\w|\?\?|\ufffd")
"""A letter that an older encoding does not have."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that was mended: its row as an editor counts, its column, and its text before and after."""

    row: int
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is left as it is because its meaning is not certain; row 0 and no column mean the file."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tidied:
    """A tidied file.

    Attributes
    ----------
    path : the file.
    table : the name of its schema; empty when none fits.
    content : its new bytes.
    changed : whether they differ from the old ones.
    file_changes : what was changed of the file as a whole, in words.
    cells : the cells that were mended.
    doubts : what is not certain.
    """

    path: Path
    table: str
    content: bytes
    changed: bool
    file_changes: tuple[str, ...] = ()
    cells: tuple[CellChange, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def tidy(path: Path, *, encoding: str | None = None, like: Path | None = None) -> Tidied:
    """Put a table into the form of the project; nothing is written.

    Parameters
    ----------
    path : a CSV file; its name or its header says which table it is.
    encoding : a key of `jlac_graph.tables.encodings.ENCODINGS`; found out when not given.
    like : an earlier state of the table, or the folder of one: a cell that says the same gets its text back.

    Raises
    ------
    UsageError : the file cannot be read, is a workbook, or its encoding is not clear.
    """
    raw = _bytes(path)
    text, was = decoded(raw, str(path), encoding)
    schemas = read_schemas()
    table = schemas.get(path.stem)
    records, changes = read_records(text, _names(table) if table else _best_names(text, schemas))
    table = table or _by_header(records[0], schemas)
    changes = [f"the encoding is UTF-8, not {was}", *changes] if was else changes
    records, more, doubts = _ordered(records, table) if table else (records, [], [])
    cells: list[CellChange] = []
    if table:
        earlier = read_earlier(like, table) if like else None
        records, cells, found = _mend(records, table, earlier, lossy=bool(was) and not was.startswith("UTF"))
        doubts = [*doubts, *found]
    content = _written(records)
    changes = [*changes, *more]
    if content != raw and not changes and not cells:
        changes = ["only cells that need quotes have them, and the file ends with a line end"]
    name = table.name if table else ""
    return Tidied(path, name, content, content != raw, tuple(changes), tuple(cells), tuple(doubts))


def _bytes(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    if raw[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise UsageError(f"{path} is a workbook; jlac xlsx {path} FOLDER writes its sheets as tables")
    if not raw.strip():
        raise UsageError(f"{path} is empty")
    return raw


def _names(table: Table) -> list[str]:
    return [column.name for column in table.stored]


def _best_names(text: str, schemas: Mapping[str, Table]) -> list[str]:
    """Return the columns of the table whose header begins a file, whatever separates its cells."""
    words = set(re.split(r"[,;\t|\"\r\n]+", "\n".join(text.splitlines()[:2])))
    return max((_names(table) for table in schemas.values()), key=lambda names: len(words & set(names)))


def _by_header(header: Sequence[str], schemas: Mapping[str, Table]) -> Table | None:
    found = [table for table in schemas.values() if sorted(_names(table)) == sorted(header)]
    return found[0] if len(found) == 1 else None


def _ordered(records: list[list[str]], table: Table) -> tuple[list[list[str]], list[str], list[Doubt]]:
    """Put the columns into the order of the schema; those that may be missing may."""
    header, names = records[0], _names(table)
    if header == names:
        return records, [], []
    missing = [c.name for c in table.stored if c.rules.required and c.name not in header]
    unknown = [name for name in header if name not in names]
    if missing or unknown or len(set(header)) < len(header):
        reasons = [f"column {name} is missing" for name in missing]
        reasons += [f"column {name!r} is not one of the table's" for name in unknown]
        return records, [], [Doubt(1, "", "", reason) for reason in reasons]
    if any(len(cells) != len(header) for cells in records):
        return records, [], []
    order = [header.index(name) for name in names if name in header]
    if order == sorted(order):
        return records, [], []
    return [[cells[i] for i in order] for cells in records], ["columns are in the order of the schema"], []


def _mend(
    records: list[list[str]], table: Table, earlier: Earlier | None, *, lossy: bool
) -> tuple[list[list[str]], list[CellChange], list[Doubt]]:
    """Mend the cells of the rows that have a cell for each column."""
    header, *rows = records
    columns = {column.name: column for column in table.stored if column.name in header}
    even = [cells for cells in rows if len(cells) == len(header)]
    known = habits((columns[n], [cells[i] for cells in even]) for i, n in enumerate(header) if n in columns)
    done, changes, doubts, line = [header], list[CellChange](), list[Doubt](), 2
    for place, cells in enumerate(rows):
        if len(cells) != len(header):
            doubts.append(
                Doubt(line, "", ",".join(cells)[:60], f"{len(cells)} cells, expected {len(header)}")
            )
            done.append(cells)
            continue
        row = dict(zip(header, cells, strict=True))
        new = {name: mended(columns[name], cell, known) for name, cell in row.items() if name in columns}
        before = earlier.row(place, len(rows), new) if earlier else {}
        for name, now in new.items():
            if shows(now, before.get(name, "")):
                new[name] = before[name]
            elif reason := _doubt(columns[name], now, known, lossy=lossy):
                doubts.append(Doubt(line, name, now, reason))
        changes += [CellChange(line, name, row[name], now) for name, now in new.items() if row[name] != now]
        done.append([new.get(name, cell) for name, cell in row.items()])
        line += 1 + sum(cell.count("\n") for cell in done[-1])
    return done, changes, doubts


def _doubt(column: Column, value: str, known: Habits, *, lossy: bool) -> str:
    """Return why the meaning of a cell is not certain; empty when it is."""
    if not value:
        return ""
    if _SPOILT.fullmatch(value):
        return "a spreadsheet wrote this in place of the value; type it again from its source"
    if lossy and column.rules.datatype.base == "string" and _LOST.search(value):
        return "letters that the encoding does not have may be lost; compare with the source"
    if is_number(column) and known.decimal_comma and GROUP.fullmatch(value):
        return "other numbers have a decimal comma: is the point a thousands mark?"
    if is_number(column) and (two := known.either(value)):
        return (
            f"is the point a thousands mark or a decimal point? write {two[0]} or {_plainly_decimal(two[1])}"
        )
    bad = [item for item in items(column, value) if not passes(column, item)]
    return suggestion(column, bad[0]).en or "does not have the form of its column" if bad else ""


def _plainly_decimal(number: str) -> str:
    """Return a decimal number in a writing whose point cannot be a thousands mark.

    >>> _plainly_decimal("20.000"), _plainly_decimal("1.250"), _plainly_decimal("1.234")
    ('20', '1.25', '1.2340')
    """
    whole, _, part = number.partition(".")
    if part.endswith("0"):
        return f"{whole}.{part.rstrip('0')}".rstrip(".")
    return f"{number}0"


def _written(records: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(records)
    return out.getvalue().encode()
