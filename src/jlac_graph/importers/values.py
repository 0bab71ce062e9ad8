"""Filters that read numbers, dates, shares and codes out of the text of a field."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Mapping
from decimal import Decimal

from ..core.edtf import is_edtf
from ..core.errors import DataError, JlacError
from .currencies import currencies
from .templates import Filter

__all__ = ["FILTERS", "RejectedError", "slug"]

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([,\u202f' ])\d{3}(\1\d{3})*(\.\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?:[T ]\d{2}:?\d{2}.*)?", re.ASCII)
_DIGITS = 30
"""Most digits before or after the point."""
_LONGEST = 80
"""Letters of an id's part that comes from a name."""


class RejectedError(JlacError):
    """A record or a row of it does not fit.

    Attributes
    ----------
    reason : short and the same for all cases of a kind, so that they can be counted.
    value : the text that does not fit.
    """

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(f"{reason}: {value!r}")
        self.reason, self.value = reason, value


def number(text: str, argument: str = "", fields: Mapping[str, str] | None = None) -> str:
    """Read a number as it is printed, with marks between thousands or an exponent perhaps.

    Raises
    ------
    RejectedError : it is not one; ``1,5`` is not taken for 1.5. With the argument ``?``, nothing is returned.

    Examples
    --------
    >>> number("1,234,567.50"), number("1.2e3"), number("-0.25")
    ('1234567.5', '1200', '-0.25')
    """
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[^\d.+-]", "", text)
    value = Decimal(text) if _NUMBER.fullmatch(text) else Decimal("NaN")
    if value.is_nan() or abs(value.adjusted()) > _DIGITS:
        if argument == "?":
            return ""
        raise RejectedError("not a number", text)
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def times(text: str, argument: str, fields: Mapping[str, str]) -> str:
    """Multiply exactly.

    >>> times("12.345678", "1000000", {})
    '12345678'
    """
    return _plain(Decimal(number(text)) * Decimal(argument))


def _scaled(text: str, argument: str, fields: Mapping[str, str]) -> str:
    """Multiply by a power of ten that a field gives, such as 6 for millions."""
    power = number(fields.get(argument, "") or "0")
    if not re.fullmatch(r"\d{1,2}", power):
        raise RejectedError("not a power of ten", power)
    return _plain(Decimal(number(text)).scaleb(int(power)))


def amount(text: str, argument: str = "", fields: Mapping[str, str] | None = None) -> str:
    """Read a sum of money that an event moved: 0 says nothing, and less than 0 corrects another record.

    >>> amount("0.00"), amount("1,250,000")
    ('', '1250000')
    """
    found = number(text)
    if Decimal(found) < 0:
        raise RejectedError("negative amount: a correction of another record", text)
    return "" if Decimal(found) == 0 else found


def _most(text: str, argument: str, fields: Mapping[str, str]) -> str:
    """Pass an amount that may be one of the data set; stop at one that shows another unit.

    Raises
    ------
    DataError : it is more than the argument. Smaller amounts of the file would be in the wrong unit too.
    """
    if Decimal(number(text)) > Decimal(argument):
        raise DataError(
            f"{fields.get('locator', '')}: the amount {text} is more than {argument}; the file may be in"
            " another unit than the mapping says: change 'times' in a mapping of your own (--mapping)"
        )
    return text


def percent(text: str, argument: str = "", fields: Mapping[str, str] | None = None) -> str:
    """Read a share in percent; with the argument ``?``, nothing if it is none.

    >>> percent("50.0%"), percent("33,3 %".replace(",", "."))
    ('50', '33.3')
    """
    found = number(text.removesuffix("%").strip(), argument)
    if not found or not 0 <= Decimal(found) <= 100:
        if argument == "?":
            return ""
        raise RejectedError("not a share from 0 to 100", text)
    return found


def date(text: str, argument: str = "", fields: Mapping[str, str] | None = None) -> str:
    """Read a year, a month or a day, or the day of a time; with the argument ``?``, nothing if it is none.

    >>> date("2012"), date("201203"), date("2012-03-01T00:00:00Z"), date("2012.0")
    ('2012', '2012-03', '2012-03-01', '2012')
    """
    match = _DATE.fullmatch(text.removesuffix(".0"))
    found = "-".join(filter(None, match.groups())) if match else ""
    if match and is_edtf(found):
        return found
    if argument == "?":
        return ""
    raise RejectedError("not a date", text)


def _past(text: str, argument: str, fields: Mapping[str, str]) -> str:
    """Return a date only if it is not after the day of the import.

    >>> _past("2024", "", {"read": "2026-11-26"}), _past("2026-12-01", "", {"read": "2026-11-26"})
    ('2024', '')
    """
    return text if text <= fields.get("read", "")[: len(text)] else ""


def _words(text: str, argument: str, fields: Mapping[str, str]) -> str:
    """Return a text only if it has two letters in a row, so that it may be a name and not a code.

    >>> _words("JICA", "", {}), _words("701_8", "", {})
    ('JICA', '')
    """
    return text if re.search(r"[^\W\d_]{2}", text) else ""


def slug(text: str) -> str:
    """Return a text as the part of an id; of a text without Latin letters, a checksum.

    >>> slug("Alaşehir 1 (Fase II)"), slug("三井物産")
    ('alasehir-1-fase-ii', 'x2389d4d9')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")
    return plain or f"x{zlib.crc32(text.encode()):08x}"


def _then(text: str, argument: str, fields: Mapping[str, str]) -> str:
    return argument


def _instead(text: str, argument: str, fields: Mapping[str, str]) -> str:
    """Return the text of another field."""
    return fields.get(argument, "")


def _unless(text: str, argument: str, fields: Mapping[str, str]) -> str:
    """Return nothing for a text that is one of those listed, separated by commas."""
    return "" if text.casefold() in argument.casefold().split(",") else text


def _only(text: str, argument: str, fields: Mapping[str, str]) -> str:
    """Return the text only if it is one of those listed, separated by commas."""
    return text if text.casefold() in argument.casefold().split(",") else ""


def _first(text: str, argument: str, fields: Mapping[str, str]) -> str:
    return text.split(argument or ";")[0].strip()


def _prefix(text: str, argument: str, fields: Mapping[str, str]) -> str:
    return argument + text


def _after(text: str, argument: str, fields: Mapping[str, str]) -> str:
    return text.rpartition(argument)[2]


def _pad(text: str, argument: str, fields: Mapping[str, str]) -> str:
    return text.zfill(int(argument))


def _cut(text: str, argument: str, fields: Mapping[str, str]) -> str:
    most = int(argument)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _currency(text: str, argument: str, fields: Mapping[str, str]) -> str:
    if text.upper() not in currencies():
        raise RejectedError("not a currency of ISO 4217", text)
    return text.upper()


FILTERS: Mapping[str, Filter] = {
    "number": number,
    "amount": amount,
    "times": times,
    "scaled": _scaled,
    "most": _most,
    "percent": percent,
    "date": date,
    "currency": _currency,
    "past": _past,
    "words": _words,
    "slug": lambda text, argument, fields: slug(text),
    "lower": lambda text, argument, fields: text.lower(),
    "upper": lambda text, argument, fields: text.upper(),
    "then": _then,
    "instead": _instead,
    "unless": _unless,
    "only": _only,
    "first": _first,
    "pad": _pad,
    "prefix": _prefix,
    "after": _after,
    "cut": _cut,
}
"""Filters that need nothing but the text; those of lookups, places and entities are added for each import."""
