"""What to do about a number with words: where tables have its currency and its precision."""

from __future__ import annotations

import re
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


def number_way(table: Table, column: Column, value: str) -> Hint:
    """Say where the words around a number go; empty for a cell of another kind.

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
    return Hint(*(getattr(hint("digits-only", more=more[lang]), lang) for lang in languages))
