"""Suggest what a value that fails a check most likely should be."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .forms import DATE, FORMS, without_unseen

if TYPE_CHECKING:
    from ..csvw.model import Column

__all__ = ["nearest", "suggestion"]

CLOSE = 5.0  # points out of 100 that a second guess may lie behind the first


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """Return the one or two known names that a misspelt one most likely means; none if unlike.

    >>> nearest("agent/mitusi", ["agent/mitsui", "agent/jbic"])
    ['agent/mitsui']
    """
    from rapidfuzz import fuzz, process

    found = process.extract(name, known, scorer=fuzz.ratio, limit=2, score_cutoff=70)
    return [match for match, score, _ in found if score > found[0][1] - CLOSE]


def suggestion(column: Column, value: str) -> str:
    """Suggest what a value most likely should be: the nearest writing that the column allows."""
    datatype = column.rules.datatype
    pattern = DATE if datatype.partial else FORMS.get(datatype.base) or datatype.format
    for candidate in _candidates(value):
        if candidate != value and candidate and (not pattern or re.fullmatch(pattern, candidate)):
            return f"did you mean {candidate}?"
    return ""


def _candidates(value: str) -> Iterator[str]:
    with contextlib.suppress(UnicodeError):
        yield value.encode("cp1252").decode("utf-8")
    clean = " ".join(unicodedata.normalize("NFC", without_unseen(value)).split())
    wide = " ".join(unicodedata.normalize("NFKC", clean).split())
    yield clean
    yield wide
    yield wide.replace("/", "-")
    if re.fullmatch(r"[+-]?\d{1,3}([,.' ]\d{3})+", wide):
        yield re.sub(r"[,.' ]", "", wide)
    if re.fullmatch(r"[+-]?\d+,\d{1,2}", wide):
        yield wide.replace(",", ".")
    if re.fullmatch(r"[+-]?\d+(\.\d+)?[eE]\+?\d{1,2}", wide):
        yield format(float(wide), ".0f")
    plain = unicodedata.normalize("NFKD", wide).encode("ascii", "ignore").decode()
    yield re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9/#.-]+", "-", plain.lower())).strip("-")
    yield re.sub("[^A-Za-z]", "", plain).upper()
