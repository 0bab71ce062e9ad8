"""What to do about a number with words: where tables have its currency and its precision."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from .hints import NO_HINT, Hint, hint

if TYPE_CHECKING:
    from ..csvw.model import Column
    from .metadata import Table

__all__ = ["number_way"]

_CURRENCY = re.compile(r"[$€¥£￥円]|\b(US|R)\$|\b[A-Z]{3}\b|dollars?|yen|euros?|d[oó]lar(es)?|reais", re.I)
_PRECISION = re.compile(
    r"about|around|approx|some|nearly|almost|over|more|less|at least|up to|[~≈<>+]|約|超|以上|未満|程度"
    r"|cerca|alrededor|aprox|m[aá]s de|menos|hasta|at[eé]|unos",
    re.I,
)
_SCALES = {
    "万": 4, "億": 8, "兆": 12, "million": 6, "millions": 6, "millón": 6, "millones": 6,
    "milhão": 6, "milhões": 6, "billion": 9, "billions": 9, "mil millones": 9, "bilhão": 9, "bilhões": 9,
}  # fmt: skip
"""Words for powers of ten; the Spanish billón, often mixed up with the English billion, is left out."""
_SCALED = re.compile(
    rf"(?<![\d.,])(\d+(?:[.,]\d{{1,2}})?) ?({'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![\w]*\d)",
    re.I,
)


def _scaled(value: str) -> str:
    """Return the number that digits and a word such as million or 億 make; empty for several numbers.

    >>> [_scaled(text) for text in ("12億円", "390 millones", "USD 2.5 billion", "1億2000万円", "12")]
    ['1200000000', '390000000', '2500000000', '', '']
    """
    found = _SCALED.search(value)
    if not found or len(re.findall(r"\d+(?:[.,]\d+)*", value)) > 1:
        return ""
    return f"{Decimal(found[1].replace(',', '.')).scaleb(_SCALES[found[2].lower()]):f}"


def number_way(table: Table, column: Column, value: str) -> Hint:
    """Return where the words around a number go; empty for a cell of another kind.

    Parameters
    ----------
    table : whose columns are named.
    column, value : the cell.
    """
    is_number = column.rules.datatype.base in ("decimal", "integer")
    if not is_number or not re.search(r"\d", value) or not re.search(r"[^\W\d_]{2}|[$€¥£~≈<>円約]", value):
        return NO_HINT
    if re.fullmatch(r"[\d.]+[eE]\+?\d+", value):
        return NO_HINT
    names = {c.name for c in table.stored}
    words = [
        hint(f"in-{name}")
        for name, form in (("currency", _CURRENCY), ("precision", _PRECISION))
        if name in names and form.search(value)
    ]
    languages = ("en", "ja", "es", "pt")
    more = {lang: "".join(getattr(word, lang) for word in words) for lang in languages}
    key, number = ("scaled", found) if (found := _scaled(value)) else ("digits-only", "")
    return Hint(*(getattr(hint(key, more=more[lang], number=number), lang) for lang in languages))
