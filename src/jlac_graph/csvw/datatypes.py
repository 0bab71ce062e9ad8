"""Read a cell by its datatype: the literal it stands for, or what is wrong with it."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from .dates import ZONE, is_date_format, moment, read_date, span
from .model import Datatype
from .numbers import is_number_format, read_number
from .vocabulary import DATES, NUMBERS

if TYPE_CHECKING:
    import duckdb

__all__ = ["LENGTHS", "RANGES", "bound", "is_format", "read"]

_TIME = r"(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
_YEAR, _MONTH, _DAY = r"-?([1-9]\d{3,}|0\d{3})", r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
_FORMS = {
    "gDay": rf"---{_DAY}{ZONE}",
    "gMonth": rf"--{_MONTH}{ZONE}",
    "gMonthDay": rf"--(?!02-3|(04|06|09|11)-31){_MONTH}-{_DAY}{ZONE}",
    "gYear": rf"{_YEAR}{ZONE}",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{ZONE}",
    "duration": r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?" + _TIME,
    "dayTimeDuration": r"-?P(?=.)(\d+D)?" + _TIME,
    "yearMonthDuration": r"-?P(?=.)(\d+Y)?(\d+M)?",
    "hexBinary": r"([0-9A-Fa-f]{2})*",
    "base64Binary": r"[A-Za-z0-9+/\s]*={0,2}",
    "binary": r"[A-Za-z0-9+/\s]*={0,2}",
    "language": r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
}
_NAMES = {
    "Name": r"[^\W\d][\w:.-]*|:[\w:.-]*",
    "NMTOKEN": r"[\w:.-]+",
    "QName": r"([^\W\d][\w.-]*:)?[^\W\d][\w.-]*",
}
_SHORT = 100
"""Characters of a text up to which its match is kept."""
LENGTHS: dict[str, Callable[[int, int], bool]] = {
    "length": operator.eq,
    "minLength": operator.ge,
    "maxLength": operator.le,
}
RANGES: dict[str, Callable[[Any, Any], bool]] = {
    "minInclusive": operator.ge,
    "maxInclusive": operator.le,
    "minExclusive": operator.gt,
    "maxExclusive": operator.lt,
}


def read(text: str, datatype: Datatype) -> tuple[str, str]:
    """Read the text of a cell.

    Returns
    -------
    The lexical form of the literal, and what is wrong with the text (empty when nothing is).

    Examples
    --------
    >>> read("1,234.5", Datatype("decimal", format="#,##0.0"))
    ('1234.5', '')
    >>> read("31/12/2012", Datatype("date", format="dd/MM/yyyy"))
    ('2012-12-31', '')
    >>> read("x", Datatype("integer"))
    ('x', 'not a valid integer')
    """
    value = _lexical(text, datatype)
    if value is None:
        shape = f" of the format {_shown(datatype.format)}" if datatype.format else ""
        return text, f"not a valid {datatype.base}{shape}"
    wrong = _out_of_bounds(value, datatype) if datatype.bounds else ""
    return (text, wrong) if wrong else (value, "")


def _shown(form: Any) -> str:
    return form if isinstance(form, str) else str(form.get("pattern", form))


def _lexical(text: str, datatype: Datatype) -> str | None:
    base, form = datatype.base, datatype.format
    if base in NUMBERS:
        return read_number(text, base, form)
    if base == "boolean":
        return _boolean(text, form)
    if base in DATES:
        return read_date(text, base, form)
    if base in _FORMS and not re.fullmatch(_FORMS[base], text, re.ASCII):
        return None
    if base in _NAMES and not re.fullmatch(_NAMES[base], text):
        return None
    return text if not form or _fits(form, text) else None


def _boolean(text: str, form: str | None) -> str | None:
    if form:
        yes, no = form.split("|")
        return {yes: "true", no: "false"}.get(text)
    return {"true": "true", "1": "true", "false": "false", "0": "false"}.get(text)


def _fits(form: str, text: str) -> bool:
    """Match a metadata's regular expression; ids and codes recur, so short texts are matched once."""
    return _fits_once(form, text) if len(text) <= _SHORT else _match(form, text)


@lru_cache(maxsize=2**14)
def _fits_once(form: str, text: str) -> bool:
    return _match(form, text)


def _match(form: str, text: str) -> bool:
    """Match by RE2, in time linear in the text."""
    found = _engine().execute("SELECT regexp_full_match(?, ?)", [text, _re2(form)]).fetchone()
    return bool(found and found[0])


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect()


def _re2(pattern: str) -> str:
    """Turn an XSD or ECMAScript regular expression into RE2's where they differ."""
    return pattern.replace(r"\i", "[A-Za-z_:]").replace(r"\c", r"[\w:.-]")


def is_format(base: str, form: Any) -> bool:
    """Return whether a format is one that the recommendation allows for a datatype."""
    if base in NUMBERS:
        return is_number_format(form)
    if not isinstance(form, str):
        return False
    if base == "boolean":
        return form.count("|") == 1 and all(form.split("|"))
    if base in DATES:
        return is_date_format(base, form)
    return _is_expression(form)


@lru_cache(maxsize=256)
def _is_expression(form: str) -> bool:
    """Ask the engine once for each: the schemas have the same few."""
    import duckdb

    try:
        _fits(form, "")
    except duckdb.Error:
        return False
    return True


def bound(base: str, value: Any) -> Any:
    """Return a value that can be compared with others of its datatype; None when it is none.

    >>> bound("integer", "10") < bound("integer", 9)
    False
    """
    if base.endswith("uration"):
        return span(str(value))
    if base in DATES or base in ("gYear", "gYearMonth"):
        return moment(str(value))
    if base not in NUMBERS:
        return str(value)
    try:
        number = Decimal(str(value).replace("INF", "Infinity"))
    except InvalidOperation:
        return None
    return None if number.is_nan() else number


def _out_of_bounds(value: str, datatype: Datatype) -> str:
    """Return which bound a value breaks."""
    length, own = _length(value, datatype.base), bound(datatype.base, value)
    for key, limit in datatype.bounds.items():
        if key in LENGTHS:
            if not LENGTHS[key](length, int(limit)):
                return f"the length is {length}, {key} is {limit}"
        elif own is None or not RANGES[key](own, bound(datatype.base, limit)):
            return f"{key} is {limit}"
    return ""


def _length(value: str, base: str) -> int:
    if base == "hexBinary":
        return len(value) // 2
    if base in ("base64Binary", "binary"):
        return len("".join(value.split()).rstrip("=")) * 3 // 4
    return len(value)
