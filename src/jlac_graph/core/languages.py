"""The languages of labels and messages, and how each writes numbers and lists.

Babel would write the same digits in these four languages, but other lists ("A, B, and C", "A、B"), and
importing it would add about 40 ms to a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

__all__ = ["LANGUAGES", "and_list", "comma_list", "digits", "number"]

LANGUAGES = ("en", "ja", "es", "pt")
"""Every language that labels and messages come in, English first."""

_AND = {"en": " and ", "ja": "と", "es": " y ", "pt": " e "}
_COMMA = {"en": ", ", "ja": "、", "es": ", ", "pt": ", "}
_DECIMAL_COMMA = ("es", "pt")
_SCALES = {
    "en": ((10**12, "trillion", "trillion"), (10**9, "billion", "billion"), (10**6, "million", "million")),
    "es": ((10**12, "billón", "billones"), (10**6, "millón", "millones")),
    "pt": ((10**12, "trilhão", "trilhões"), (10**9, "bilhão", "bilhões"), (10**6, "milhão", "milhões")),
}
"""Large units: size, name of one, name of more. Spanish counts thousands of millions."""
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
    """Write a number as `digits` does, but with the large units of the language if few digits are left.

    Examples
    --------
    >>> number(Decimal("2800000000"), "en"), number(Decimal("29.5"), "es")
    ('2.8 billion', '29,5')
    >>> number(Decimal("2800000000"), "ja"), number(Decimal("57600000"), "ja")
    ('28億', '5,760万')
    >>> number(Decimal("10000000000"), "es"), number(Decimal("1500000000"), "pt")
    ('10.000 millones', '1,5 bilhão')
    """
    millions = value / 1_000_000
    if abs(millions) < 1 or millions != round(millions, 3):
        return digits(value, lang)
    if lang == "ja":
        size, name = next((size, name) for size, name in _MYRIADS if abs(value) >= size)
        return digits(value / size, lang) + name
    for size, one, many in _SCALES[lang]:
        scaled = value / size
        if abs(scaled) >= 1 and scaled == round(scaled, 3):
            single = abs(scaled) < 2 if lang == "pt" else scaled == 1
            return f"{digits(scaled, lang)} {one if single else many}"
    return digits(value, lang)  # pragma: no cover - millions always fit


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
    >>> and_list(["Japón", "Instituto"], "es")
    'Japón e Instituto'
    """
    *first, last = texts
    if not first:
        return last
    before_i = lang == "es" and re.match(r"(?:h?i(?![ae])|h?í|y(?![aeiou]))", last, re.IGNORECASE)
    return f"{comma_list(first, lang)}{' e ' if before_i else _AND[lang]}{last}"
