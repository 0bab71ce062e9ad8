"""The languages of labels and messages, and how each writes numbers and lists.

Babel would write the same digits in these four languages, but other lists ("A, B, and C", "A、B"), and
importing it would add about 40 ms to a command.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

__all__ = ["LANGUAGES", "and_list", "comma_list", "digits", "number"]

LANGUAGES = ("en", "ja", "es", "pt")
"""Every language that labels and messages come in, English first."""

_AND = {"en": " and ", "ja": "と", "es": " y ", "pt": " e "}
_COMMA = {"en": ", ", "ja": "、", "es": ", ", "pt": ", "}
_DECIMAL_COMMA = ("es", "pt")
_MILLION = {"en": " million", "es": " millones", "pt": " milhões"}
_MYRIADS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
"""Japanese counts by ten thousands."""


def digits(value: Decimal | float, lang: str, *, places: int | None = None) -> str:
    """Write a number in digits, in groups of three.

    Parameters
    ----------
    value : the number.
    lang : en, ja, es or pt.
    places : how many decimal places; None for those that the number has, without zeros at the end.

    Examples
    --------
    >>> digits(1522, "en"), digits(1522, "es"), digits(1.634, "pt", places=2)
    ('1,522', '1.522', '1,63')
    >>> digits(Decimal("29.50"), "ja")
    '29.5'
    """
    if places is None:
        text = f"{Decimal(str(value)):,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if lang in _DECIMAL_COMMA else text


def number(value: Decimal, lang: str) -> str:
    """Write a number as `digits` does, but whole millions in the large units of the language.

    Examples
    --------
    >>> number(Decimal("2800000000"), "en"), number(Decimal("29.5"), "es")
    ('2,800 million', '29,5')
    >>> number(Decimal("2800000000"), "ja"), number(Decimal("57600000"), "ja")
    ('28億', '5,760万')
    """
    millions = value / 1_000_000
    if abs(millions) < 1 or millions != round(millions, 3):
        return digits(value, lang)
    if lang == "ja":
        size, name = next((size, name) for size, name in _MYRIADS if abs(value) >= size)
        return digits(value / size, lang) + name
    return digits(millions, lang) + _MILLION[lang]


def comma_list(texts: Iterable[str], lang: str) -> str:
    """Join texts with the comma of a language.

    >>> comma_list(["Chile", "Perú"], "es"), comma_list(["チリ", "ペルー"], "ja")
    ('Chile, Perú', 'チリ、ペルー')
    """
    return _COMMA[lang].join(texts)


def and_list(texts: Iterable[str], lang: str) -> str:
    """Join texts with commas and, before the last, the language's "and".

    >>> and_list("ABC", "en"), and_list("AB", "pt"), and_list("ABC", "ja"), and_list(["A"], "es")
    ('A, B and C', 'A e B', 'A、BとC', 'A')
    """
    *first, last = texts
    return f"{comma_list(first, lang)}{_AND[lang]}{last}" if first else last
