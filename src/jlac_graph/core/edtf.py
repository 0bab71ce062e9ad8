"""Dates in EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/): what a source says of a time.

Read here: a year, month or day; one that is uncertain or approximate (``2012?``, ``1990~``, ``2012-03%``);
a decade or century (``196X``, ``19XX``); and intervals of these, open at one end (``2000/2012``, ``../2013``,
``2013/..``). The tests hold the bounds against those of the library `edtf`, which is not used itself: it
takes 5 ms a date, prints to standard output on some texts, and spreads an approximate month over 13 months.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache

__all__ = ["DATATYPE", "EXAMPLES", "bounds", "is_edtf", "is_plain"]

DATATYPE = "http://id.loc.gov/datatypes/edtf/EDTF"
"""The datatype of a literal that is not a plain year, month or day."""
EXAMPLES = (
    "2012, 2012-03 or 2012-03-01; 1990~ for about 1990, 196X for the 1960s, 2000/2012 for a time within "
    "these years, ../2013 for by 2013, 2013/.. for since 2013"
)
_PLAIN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_SINGLE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2})(?:-(\d{2}))?)?([~?%])?", re.ASCII)
_OPEN = ".."


def is_plain(text: str) -> bool:
    """Return whether a date has the form of a year, a month or a day.

    >>> is_plain("2012-03"), is_plain("1990~")
    (True, False)
    """
    return _PLAIN.fullmatch(text) is not None


def is_edtf(text: str) -> bool:
    """Return whether a text is a date in EDTF, as far as it is read here, whose days exist.

    >>> [is_edtf(text) for text in ("2012-02-30", "196X", "2013/2012", "../2013-12", "May 2012")]
    [False, True, False, True, False]
    """
    try:
        bounds(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def bounds(text: str) -> tuple[date | None, date | None]:
    """The earliest and the latest day of a date; None for an open end.

    A date that is about or perhaps a year may lie a year off, one of a month a month, one of a day a day.

    Raises
    ------
    ValueError : the text is not a date in EDTF, its days do not exist, or it ends before it begins.

    Examples
    --------
    >>> [str(day) for day in bounds("2012-02")]
    ['2012-02-01', '2012-02-29']
    >>> [str(day) for day in bounds("../2013")]
    ['None', '2013-12-31']
    >>> [str(day) for day in bounds("1990~")]
    ['1989-01-01', '1991-12-31']
    """
    first, slash, last = text.partition("/")
    if not slash:
        return _single(text)
    if first == last == _OPEN:
        raise ValueError(f"{text!r} is open at both ends")
    start = None if first == _OPEN else _single(first)[0]
    end = None if last == _OPEN else _single(last)[1]
    if start and end and start > end:
        raise ValueError(f"{text!r} ends before it begins")
    return start, end


def _single(text: str) -> tuple[date, date]:
    match = _SINGLE.fullmatch(text)
    if match is None or ("X" in match[1] and match[2]):
        raise ValueError(f"{text!r} is not a date: write {EXAMPLES}")
    low, high = int(match[1].replace("X", "0")), int(match[1].replace("X", "9"))
    month, day = int(match[2] or 0), int(match[3] or 0)
    off = 1 if match[4] else 0
    if day:
        known = date(low, month, day)
        return date.fromordinal(known.toordinal() - off), date.fromordinal(known.toordinal() + off)
    if month:
        return _month(low, month, -off)[0], _month(high, month, off)[1]
    return date(max(low - off, MINYEAR), 1, 1), date(min(high + off, MAXYEAR), 12, 31)


def _month(year: int, month: int, off: int) -> tuple[date, date]:
    """The first and last day of the month that lies so many months from a month."""
    date(year, month, 1)  # the month itself must exist
    years, months = divmod(month - 1 + off, 12)
    year, month = year + years, months + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
