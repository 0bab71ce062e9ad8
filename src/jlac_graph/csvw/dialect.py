"""Cut a CSV file into rows, as its dialect says (Model for Tabular Data, section 8)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from ..core.errors import DataError
from .encodings import decode
from .model import Dialect

__all__ = ["Cut", "cut"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A file in pieces.

    Attributes
    ----------
    header : for each column, its titles in the header rows.
    rows : (number in the source, cells); the number counts from 1 and takes in the header.
    comments : the texts of comment lines.
    """

    header: list[list[str]]
    rows: list[tuple[int, list[str]]]
    comments: list[str]


def cut(raw: bytes, dialect: Dialect, url: str) -> Cut:
    """Cut a file into header, rows and comments.

    Raises
    ------
    DataError : the bytes do not fit the encoding, or the quotes do not match.
    """
    try:
        text = decode(raw, dialect.encoding)
    except UnicodeDecodeError as error:
        raise DataError(f"{url} is not in {dialect.encoding}: {error}") from None
    found = Cut([], [], [])
    headers = dialect.header_row_count
    prefix = dialect.comment_prefix or ""
    for number, line, cells in _records(text, dialect, url):
        if number <= dialect.skip_rows or (prefix and line.startswith(prefix)):
            if comment := line.removeprefix(prefix).strip():
                found.comments.append(comment)
        elif headers:
            headers -= 1
            _add_titles(found.header, cells)
        elif any(cells) or not dialect.skip_blank_rows:
            found.rows.append((number, cells))
    return found


def _add_titles(header: list[list[str]], cells: list[str]) -> None:
    for number, cell in enumerate(cells):
        if number == len(header):
            header.append([])
        if cell:
            header[number].append(cell)


def _records(text: str, dialect: Dialect, url: str) -> Iterator[tuple[int, str, list[str]]]:
    """Yield the number, the text and the cells of each record; comments are cut too."""
    csv.field_size_limit(1 << 30)
    lines = io.StringIO(text, newline="")
    taken: list[str] = []

    def feed() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            aside = number < dialect.skip_rows or (prefix and line.startswith(prefix))
            yield "\n" if aside and len(taken) == 1 else line  # quotes mean nothing in a comment

    quote, prefix, number = dialect.quote_char, dialect.comment_prefix, 0
    reader = csv.reader(
        feed(),
        delimiter=dialect.delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        doublequote=dialect.double_quote,
        escapechar=None if dialect.double_quote else "\\",
        strict=True,
    )
    try:
        for cells in reader:
            number += 1
            line = "".join(taken).rstrip("\r\n")
            taken.clear()
            yield number, line, [_trim(cell, dialect.trim) for cell in cells[dialect.skip_columns :]] or [""]
    except csv.Error as error:
        raise DataError(f"{url}#row={number + 1}: the quotes do not match: {error}") from None


def _trim(cell: str, how: str) -> str:
    if how == "start":
        return cell.lstrip()
    if how == "end":
        return cell.rstrip()
    return cell.strip() if how == "true" else cell
