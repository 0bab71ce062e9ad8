"""Text files of one record per row: any separator and encoding, with the faults that such files have."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO

from ..core.errors import DataError
from .records import Options, Record, Unreadable, clean, opened
from .texts import without_error

__all__ = ["LayoutError", "encoding_of", "fields_of", "read_delimited"]

_SEPARATORS = "|\t;,"
_CHUNK = 1 << 20
_MOST_LINES = 1000
"""Lines that one quoted cell may span; a quote that closes later is taken for a stray one."""
csv.field_size_limit(1 << 24)


class LayoutError(DataError):
    """A file that lacks columns of a layout.

    Parameters
    ----------
    message : what is missing, and a way out.
    missing : how many columns are.
    """

    def __init__(self, message: str, missing: int) -> None:
        super().__init__(message)
        self.missing = missing


def encoding_of(stream: IO[bytes]) -> str:
    """Find out how a file is encoded: by its mark, else UTF-8 if all of it is, else Windows-1252.

    Examples
    --------
    >>> import io
    >>> encoding_of(io.BytesIO("Perú".encode())), encoding_of(io.BytesIO("Perú".encode("latin-1")))
    ('utf-8-sig', 'cp1252')
    """
    start = stream.read(_CHUNK)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while start:
            decoder.decode(start)
            start = stream.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def read_delimited(path: Path, options: Options) -> Iterator[Record | Unreadable]:
    """Yield the rows of a text file as records.

    NUL characters are dropped; a carriage return within a line is a space. A quote that never closes is
    taken as a letter of its line. A row with too many or too few cells is unreadable.

    Parameters
    ----------
    path : the file, perhaps compressed.
    options : its columns; the separator and the encoding, when they are known.

    Raises
    ------
    UsageError : the file cannot be opened.
    DataError : it has no header or lacks a required column, or its last row is cut off.
    """
    encoding = options.encoding or _encoding(path)
    with opened(path) as stream:
        lines = _Lines(stream, encoding)
        header_line = next(lines, "")
        if lines.cut and lines.returns:
            raise DataError(f"{path}: lines end with carriage returns alone; save it with line feeds")
        separator = options.delimiter or max(_SEPARATORS, key=header_line.count)
        header = [clean(cell) for cell in _cells(header_line, separator)]
        fields = fields_of(header, options, str(path))
        rows = _rows(lines, separator, len(header))
        first = list(islice(rows, 2))
        width = len(header) + (len(first) == 2 and all(_has_more(row.cells, len(header)) for row in first))
        for number, row in enumerate(chain(first, rows), 1):
            place = f"row {number} (line {row.line})"
            if len(row.cells) == width:
                values = {name: without_error(clean(row.cells[at])) for name, at in fields.items()}
                yield Record("row", f"record-{number}", place, values)
            elif row.is_cut:
                found = f"{len(row.cells)} of {width} cells"
                raise DataError(f"{path}: the file ends within {place}: {found}; get it again")
            else:
                reason = f"expected {width} cells, found {len(row.cells)}"
                yield Unreadable(f"record-{number}", place, reason, clean(row.text))


def _has_more(cells: Sequence[str], size: int) -> bool:
    """Return whether a row ends with a separator that the header does not have."""
    return len(cells) == size + 1 and not cells[-1]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a file: its first line, its cells, its text, and whether the file ends in it."""

    line: int
    cells: Sequence[str]
    text: str
    is_cut: bool


def _encoding(path: Path) -> str:
    with opened(path) as stream:
        return encoding_of(stream)


class _Lines(Iterator[str]):
    """The lines of a file, mended, with a way to give some back.

    Attributes
    ----------
    number : of the line read last.
    cut : whether the last line of the file, which has no line end, was read.
    returns : whether the line read last has carriage returns before its end.
    """

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        errors = "replace" if encoding == "cp1252" else "strict"
        # split at line feeds only: a carriage return within a line is not the end of a row
        self._text = io.TextIOWrapper(stream, encoding, errors, newline="\n")
        self._back: list[str] = []
        self.number = 0
        self.cut = self.returns = False

    def __next__(self) -> str:
        line = self._back.pop() if self._back else next(self._text)
        self.number += 1
        self.cut = not line.endswith("\n")
        line = line.replace("\x00", "").rstrip("\r\n")
        self.returns = "\r" in line
        return line.replace("\r", " ") + "\n"

    def give_back(self, lines: Sequence[str]) -> None:
        self._back += reversed(lines)
        self.number -= len(lines)
        self.cut = self.cut and not lines


def _rows(lines: _Lines, separator: str, size: int) -> Iterator[_Row]:
    """Yield the rows of a file; empty ones are left out."""
    for first in lines:
        if first.strip():
            start, parts = lines.number, [first]
            if _is_open(first, separator):
                parts += _continued(lines, first, separator, size)
            text = "".join(parts)
            cells = _cells(text, separator, quoted=not _is_open(text, separator))
            yield _Row(start, cells, text, lines.cut)


def _continued(lines: _Lines, first: str, separator: str, size: int) -> list[str]:
    """Return the lines that a quoted cell spans beyond the first one; none when its quote is a letter.

    It is when it closes nowhere, or when its line and the next have as many cells as the header without it.
    """
    parts: list[str] = []
    for following in islice(lines, _MOST_LINES):
        parts.append(following)
        if all(len(_cells(line, separator, quoted=False)) == size for line in (first, parts[0])):
            break
        if '"' in following and not _is_open("".join((first, *parts)), separator):
            return parts
    lines.give_back(parts)
    return []


def _is_open(text: str, separator: str) -> bool:
    """Return whether a quoted cell is not closed."""
    if '"' not in text:
        return False
    try:
        list(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _cells(text: str, separator: str, *, quoted: bool = True) -> list[str]:
    if not quoted:
        return text.rstrip("\n").split(separator)
    if '"' not in text:
        return text[:-1].split(separator)
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:  # a cell is longer than a reader takes
        return text.rstrip("\n").split(separator)


def _plain(header: str) -> str:
    return re.sub(r"\W|_", "", header.casefold())


def fields_of(header: Sequence[str], options: Options, where: str) -> dict[str, int]:
    """Return the position of each field, by the headers that the layout knows, whatever their case and marks.

    Raises
    ------
    DataError : the header is empty.
    LayoutError : required fields have no column.

    Examples
    --------
    >>> options = Options({"mw": ("Capacity (MW)",), "year": ("Start year",)}, required=("mw",))
    >>> fields_of(["start-year", "capacity-(mw)"], options, "a.csv")
    {'mw': 1, 'year': 0}
    """
    if not any(header):
        raise DataError(f"{where}: the first line has no text; it must name the columns")
    exact = {name: at for at, name in reversed(list(enumerate(header)))}
    plain = {_plain(name): at for name, at in reversed(exact.items())}
    found: dict[str, int] = {}
    missing: list[str] = []
    for name, headers in options.columns.items():
        tried = (exact.get(h, plain.get(_plain(h))) for h in headers)
        at = next((at for at in tried if at is not None), None)
        if at is not None:
            found[name] = at
        elif name in options.required:
            missing.append(" or ".join(headers))
    if missing:
        known = ", ".join(header[:12]) + (", ..." if len(header) > 12 else "")
        raise LayoutError(
            f"{where}: no column {', '.join(missing)}; the columns are {known}; "
            "if the data set has renamed one, name it in a mapping file (--mapping)",
            len(missing),
        )
    return found
