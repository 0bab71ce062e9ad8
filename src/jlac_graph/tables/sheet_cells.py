"""The text of a cell of a workbook, in the form of the tables, as its number format shows it.

A spreadsheet keeps 25% as 0.25 and November 2026 as the first of that month: the number format of the cell
says what a reader sees.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

__all__ = ["shown"]

_UNSAID = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
"""What a number format shows as it stands, or does not show at all."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def shown(value: Any, form: str = "General") -> str:
    """Return the text of a cell; of a number or a date that a person typed, in the form of the tables.

    White space alone is empty. A date shows the year, month and day of its number format; one that shows no
    year is given as the spreadsheet shows it, because its year is a guess of the spreadsheet.

    Parameters
    ----------
    value : as openpyxl reads it.
    form : the number format.

    Examples
    --------
    >>> shown(0.25, "0%"), shown(29.5), shown(2800000000.0), shown(32, "000"), shown(0.07, "0.0%")
    ('25', '29.5', '2800000000', '032', '7')
    >>> day = datetime.datetime(2026, 11, 1)
    >>> [shown(day, form) for form in ("yyyy-mm-dd", "mmm-yy", "yyyy", "d-mmm")]
    ['2026-11-01', '2026-11', '2026', '1-Nov']
    """
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, datetime.datetime):
        return _date(value, _plain(form))
    if isinstance(value, int | float):
        return _number(value, _plain(form))
    text = str(value)
    return text if text.strip() else ""


def _plain(form: str) -> str:
    """Return the part of a number format for positive numbers, without its literal texts."""
    return _UNSAID.sub("", form or "").partition(";")[0].lower()


def _number(value: float, form: str) -> str:
    number = Decimal(f"{value:.15g}")
    if "%" in form:
        number *= 100
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.zfill(len(form)) if re.fullmatch("0{2,}", form) else text


def _date(value: datetime.datetime, form: str) -> str:
    if value.time() != datetime.time():
        return value.isoformat()
    has_year, has_day = re.search("[yeg]", form), "d" in form
    if not has_year and (has_day or "m" in form):
        month = _MONTHS[value.month - 1]
        return f"{value.day}-{month}" if has_day else month
    day = value.date().isoformat()
    if has_day or not has_year:
        return day
    return day[:7] if "m" in form else day[:4]
