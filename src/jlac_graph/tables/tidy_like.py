"""What a spreadsheet changed for good, taken from an earlier state of the table.

A spreadsheet shows 2.40 as 2.4, 2012-03 as Mar-12 and 29.5 as 29-May; which of several texts it was, an
earlier state of the same row says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from .tidy_cells import MONTHS
from .tidy_text import decoded, read_records

if TYPE_CHECKING:
    from .metadata import Table

__all__ = ["Earlier", "read_earlier", "shows"]

Rows = Mapping[tuple[str, ...], Mapping[str, str]]


class Earlier:
    """An earlier state of a table, whose rows are found by key, or else by place."""

    def __init__(self, rows: Sequence[Mapping[str, str]], key: Sequence[str]) -> None:
        self._rows, self._key = rows, key
        self._by_key = {tuple(row.get(name, "") for name in key): row for row in rows} if key else {}

    def row(self, place: int, count: int, cells: Mapping[str, str]) -> Mapping[str, str]:
        """Return the earlier state of a row; empty when there is none.

        Parameters
        ----------
        place, count : the row's place among the rows of the file, and their number.
        cells : the row as it is now.
        """
        found = self._by_key.get(tuple(cells.get(name, "") for name in self._key))
        return found or (self._rows[place] if count == len(self._rows) else {})


def read_earlier(path: Path, table: Table) -> Earlier:
    """Read an earlier state of a table.

    Parameters
    ----------
    path : a file, or a folder with a file of the table's name.

    Raises
    ------
    UsageError : there is no such file.
    """
    file = path / f"{table.name}.csv" if path.is_dir() else path
    try:
        text, _ = decoded(file.read_bytes(), str(file))
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from None
    (header, *rows), _ = read_records(text, [column.name for column in table.stored])
    return Earlier([dict(zip(header, cells, strict=False)) for cells in rows], table.primary_key)


def shows(now: str, earlier: str) -> bool:
    """Return whether a spreadsheet shows an earlier text as the text of now.

    Older encodings have question marks, or look-alikes, for letters that they lack.

    Examples
    --------
    >>> shows("2.4", "2.40"), shows("Mar-12", "2012-03"), shows("29-May", "29.5"), shows("2.4", "2.41")
    (True, True, True, False)
    >>> shows("M?xico", "México"), shows("メキシコ－日本", "メキシコ−日本")
    (True, True)
    """
    if not earlier or now == earlier:
        return False
    if "?" in now and re.fullmatch(re.escape(now).replace(r"\?", "."), earlier):
        return True
    if now == earlier.encode("cp932", "replace").decode("cp932"):
        return True
    return _same_number(now, earlier) or earlier in set(_read_as(now))


def _same_number(now: str, earlier: str) -> bool:
    try:
        shown, exact = Decimal(now.replace(",", ".")), Decimal(earlier)
    except InvalidOperation:
        return False
    if re.search("[eE]", now):
        digits = len(shown.as_tuple().digits)
        return f"{exact:.{digits - 1}E}" == f"{shown:.{digits - 1}E}"
    return shown == exact


def _read_as(text: str) -> Iterator[str]:
    """Yield what a date of a spreadsheet can have been: a month, or a number such as 29.5."""
    if match := re.fullmatch(r"([A-Za-z]{3})\.?[-/ ](\d\d)", text):
        month = MONTHS.get(match[1].lower(), 0)
        yield from (f"{century}{match[2]}-{month:02}" for century in (19, 20))
        yield f"{month}.{match[2]}"
    if match := re.fullmatch(r"(\d{1,2})\.?[-/ ]([A-Za-z]{3})\.?", text):
        month = MONTHS.get(match[2].lower(), 0)
        yield from (f"{match[1]}.{month}", f"{month}.{match[1]}")
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        yield from (f"{match[1]}-{match[2]}",) if match[3] == "01" else ()
        yield from (f"{int(match[3])}.{int(match[2])}", f"{int(match[2])}.{int(match[3])}")
