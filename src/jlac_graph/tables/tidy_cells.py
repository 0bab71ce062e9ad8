"""What a spreadsheet makes of a cell, and back: only where the cell can have meant one thing."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from .forms import DATES, FORMS, MOJIBAKE, unseen, without_unseen
from .suggestions import certain_day, passes, without_percent

if TYPE_CHECKING:
    from ..csvw.model import Column

__all__ = ["MONTHS", "Habits", "habits", "is_number", "items", "mended"]

_MOJIBAKE = re.compile(re.sub(r"\\x{([0-9A-F]+)}", r"\\u\1", MOJIBAKE))
_TRUE = {"true", "wahr", "verdadero", "verdadeiro", "vrai"}
_FALSE = {"false", "falsch", "falso", "faux"}
MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "jan feb mrz apr mai jun jul aug sep okt nov dez",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "jan fev mar abr mai jun jul ago set out nov dez",
    )
    for number, name in enumerate(names.split(), start=1)
}
_GROUPED = re.compile(r"([+-]?\d{1,3}(?:([,.])\d{3})(?:\2\d{3})+)(?:(?!\2)[.,](\d+))?")
_PLANS = 30
"""Years ahead that a date can be planned for."""
_SPACED = re.compile(r"([+-]?\d{1,3}(?:([ '\u2019])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?")
_COMMA = re.compile(r"[+-]?(\d+,(\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+)")
_THOUSAND = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_POINT = re.compile(r"[+-]?\d+\.\d+")
_WHOLE = re.compile(r".*\d[.,]00?")
GROUP = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
"""A number whose point may be decimal, or separate thousands."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How the spreadsheet that wrote a file writes numbers and dates, as far as its cells show.

    Attributes
    ----------
    decimal_comma, decimal_point : some number has one.
    order : ``dmy`` or ``mdy`` for dates with slashes or hyphens; empty when no date shows it.
    floats : the columns in which every number has a decimal point, as pandas writes them.
    whole : the columns in which every number ends in an empty fraction, as a spreadsheet may show them: 5,00.
    only_groups : each number with a point has three digits after it, so that it may be a thousands mark.
    """

    decimal_comma: bool = False
    decimal_point: bool = False
    order: str = ""
    floats: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    only_groups: bool = False

    def either(self, value: str) -> tuple[str, str] | None:
        """Return the two numbers that 1.234 may be, if no other number shows what the point is.

        >>> Habits(only_groups=True).either("20.000"), Habits().either("20.000")
        (('20000', '20.000'), None)
        """
        return (value.replace(".", ""), value) if self.only_groups and GROUP.fullmatch(value) else None


def is_number(column: Column) -> bool:
    """Return whether the cells of a column are numbers."""
    return column.rules.datatype.base in ("decimal", "integer")


def _is_date(column: Column) -> bool:
    return column.rules.datatype.partial or column.rules.datatype.base in DATES


def habits(columns: Iterable[tuple[Column, list[str]]]) -> Habits:
    """Find out how a spreadsheet writes numbers and dates.

    Parameters
    ----------
    columns : each column with its cells.
    """
    comma, points = False, list[str]()
    orders: set[str] = set()
    floats, whole = set(), set()
    for column, cells in columns:
        values = [value.strip() for value in cells if value.strip()]
        if is_number(column):
            comma = comma or any(map(_COMMA.fullmatch, values))
            points += filter(_POINT.fullmatch, values)
        elif _is_date(column):
            orders |= set(_orders(values))
        if len(values) > 1 and all(map(_POINT.fullmatch, values)):
            floats.add(column.name)
        if len(values) > 1 and all(map(_WHOLE.fullmatch, values)):
            whole.add(column.name)
    order = orders.pop() if len(orders) == 1 else ""
    point = any(not value.endswith(".0") for value in points)
    only_groups = bool(points) and all(map(GROUP.fullmatch, points))
    return Habits(comma, point, order, frozenset(floats), frozenset(whole), only_groups)


def _orders(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        if match := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}", value):
            if int(match[1]) > 12:
                yield "dmy"
            if int(match[2]) > 12:
                yield "mdy"


def mended(column: Column, value: str, known: Habits) -> str:
    """Return what a cell certainly means, in the form of the tables; the cell itself where it is not certain.

    Parameters
    ----------
    column : its column.
    value : the cell.
    known : how the file's numbers and dates are written.

    Examples
    --------
    >>> from jlac_graph.csvw.model import Column, Datatype, Inherited
    >>> amount = Column("amount", 1, {}, Inherited(datatype=Datatype("decimal")))
    >>> [mended(amount, text, Habits()) for text in ("２９.5", "1.234.567", "29,5", "2,800")]
    ['29.5', '1234567', '29.5', '2,800']
    >>> [mended(amount, text, Habits(whole=frozenset({"amount"}))) for text in ("80.000.000,00", "500,00")]
    ['80000000', '500']
    """
    clean = _clean(value)
    if not clean:
        return ""
    separator = column.rules.separator
    if separator:
        return separator.join(_mended_item(column, item, known) for item in items(column, clean))
    return _mended_item(column, clean, known)


def items(column: Column, value: str) -> list[str]:
    """Return the values of a cell: of one, or of several where the column has a separator."""
    separator = column.rules.separator
    return value.split(None if separator == " " else separator) if separator else [value]


def _mended_item(column: Column, value: str, known: Habits) -> str:
    """Return what one value certainly means, with `value` already free of outer space."""
    datatype = column.rules.datatype
    if datatype.base == "string" and not datatype.format and not datatype.partial:
        return value
    wide = " ".join(unicodedata.normalize("NFKC", value).split())
    for candidate in _candidates(column, wide, known):
        if candidate != wide and passes(column, candidate):
            return candidate
    return wide if passes(column, wide) else value


def _clean(value: str) -> str:
    """Take away what cannot be seen, and letters of a wrong encoding."""
    if _MOJIBAKE.search(value):
        with contextlib.suppress(UnicodeError):
            value = value.encode("cp1252").decode("utf-8")
    if unseen(value):
        value = "\n".join(without_unseen(line) for line in value.split("\n"))
    value = value.replace("\u00a0", " ").replace("\u202f", " ").strip(" \t\n\u3000")
    return unicodedata.normalize("NFC", value)


def _candidates(column: Column, text: str, known: Habits) -> Iterator[str]:
    datatype = column.rules.datatype
    if _is_date(column):
        if not passes(column, text):
            yield from _dates(text, known)
    elif is_number(column):
        text = without_percent(column, text)
        numbers = (*_numbers(text, known, floats=column.name in known.floats), text)
        yield from (re.sub(r"\.00?$", "", n) for n in numbers) if column.name in known.whole else numbers
    elif datatype.base == "boolean":
        yield from ("true" for _ in range(text.lower() in _TRUE))
        yield from ("false" for _ in range(text.lower() in _FALSE))
    elif match := re.fullmatch(r"\[0-9\]\{(\d)\}", str(datatype.format)):
        digits = text.removesuffix(".0")
        yield digits.zfill(int(match[1])) if digits.isdecimal() else ""
    elif datatype.base not in FORMS and re.fullmatch(r"\d+\.0", text):
        yield text.removesuffix(".0") if column.name in known.floats else ""


def _dates(text: str, known: Habits) -> Iterator[str]:
    """Yield the date that a spreadsheet's date certainly is."""
    yield re.sub(r"^(\d{4})\.0$", r"\1", text)
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ]00:00(:00(\.0+)?)?", text):
        yield match[1]
    if match := re.fullmatch(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?", text):
        yield _iso(match[1], match[2], match[3])
    yield certain_day(text)
    if match := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", text):
        if known.order == "dmy":
            yield _iso(match[3], match[2], match[1])
        if known.order == "mdy":
            yield _iso(match[3], match[1], match[2])
    if (match := re.fullmatch(r"([A-Za-z]{3})\.?[-/ ](\d{2}|\d{4})", text)) and match[1].lower() in MONTHS:
        yield _month(match[1].lower(), match[2])


def _iso(year: str, month: str, day: str | None) -> str:
    return f"{year}-{month:0>2}" + (f"-{day:0>2}" if day else "")


def _month(name: str, year: str) -> str:
    """Return a month; of a year in two digits only if in this century it would lie beyond any plan."""
    if len(year) == 2:
        if 2000 + int(year) <= date.today().year + _PLANS:
            return ""
        year = f"19{year}"
    return f"{year}-{MONTHS[name]:02}"


def _numbers(text: str, known: Habits, *, floats: bool) -> Iterator[str]:
    """Yield the number that a spreadsheet's number certainly is."""
    if floats and re.fullmatch(r"[+-]?\d+\.0", text):
        yield text.removesuffix(".0")
    if match := _GROUPED.fullmatch(text) or _SPACED.fullmatch(text):
        whole = re.sub(r"[^\d+-]", "", match[1])
        yield f"{whole}.{match[3]}" if match[3] else whole
    if _COMMA.fullmatch(text):
        yield text.replace(",", ".")
    if _THOUSAND.fullmatch(text) and known.decimal_point and not known.decimal_comma:
        yield text.replace(",", "")
    if match := re.fullmatch(
        r"([+-]?\d(?:\.\d{1,14})?)e\+(\d\d)", text
    ):  # pandas writes e, Excel rounds to E
        yield f"{Decimal(match[1]).scaleb(int(match[2])):f}"
