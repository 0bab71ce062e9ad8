"""Texts and numbers of a data set as the cells of our tables may have them."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal

from ..tables.forms import (
    ERROR_IN_TEXT,
    ERROR_VALUE,
    LOOK_ALIKE,
    LOOK_ALIKES,
    MOJIBAKE,
    SIZED,
    USUAL,
    straightened,
    without_unseen,
)
from .values import RejectedError

__all__ = ["GARBLED", "legible", "number_of_cell", "text_of_cell", "without_error"]

GARBLED = "\ufffd"
"""What stands in a text for bytes that could not be read."""
_SPOILED = re.compile(re.sub(r"\\x{([0-9A-F]+)}", r"\\u\1", MOJIBAKE))
_ERROR = re.compile(ERROR_VALUE)
_ERROR_IN_TEXT = re.compile(ERROR_IN_TEXT)
_MIXED = re.compile(LOOK_ALIKE)
_WORD = re.compile(rf"[A-Za-z{''.join(sorted(LOOK_ALIKES))}]+")
_THOUSANDS = re.compile(USUAL["decimal"][0][1])
_KEPT = Decimal("1e-9")


def legible(text: str) -> str:
    """Return a text with accents on their letters, without what cannot be seen, and in the encoding it had.

    Examples
    --------
    >>> legible("Peru\\u0301"), legible("PerÃº"), legible("a\\u00adb")
    ('Perú', 'Perú', 'ab')
    """
    if _SPOILED.search(text):
        with contextlib.suppress(UnicodeError):
            text = text.encode("cp1252").decode("utf-8")
    return unicodedata.normalize("NFC", GARBLED.join(map(without_unseen, text.split(GARBLED))))


def without_error(text: str) -> str:
    """Return nothing for the error value of a spreadsheet.

    >>> without_error("#N/A"), without_error("No. 1")
    ('', 'No. 1')
    """
    return "" if text.startswith("#") and _ERROR.fullmatch(text) else text


def text_of_cell(text: str) -> str:
    """Return a text as a cell may have it; the file has it as it was.

    A letter of another script in a Latin word becomes the Latin one that it looks like, and a letter that was
    lost a question mark. The sign of a formula and error values of spreadsheets are left out.

    Examples
    --------
    >>> text_of_cell("= A"), text_of_cell("Jos\\ufffd"), text_of_cell("\\u0421odelco")
    ('A', 'Jos?', 'Codelco')
    """
    if text.isascii() and not text.startswith("=") and "#" not in text:
        return text
    text = _ERROR_IN_TEXT.sub("", text.lstrip("= ").replace(GARBLED, "?"))
    if _MIXED.search(text):
        text = _WORD.sub(lambda word: straightened(word[0]) if _MIXED.search(word[0]) else word[0], text)
    return _SPOILED.sub("?", text).strip()


def number_of_cell(text: str) -> str:
    """Return a number with the digits that are kept: 9 after the point.

    A number that might be read as one with thousands gets a zero at its end.

    Raises
    ------
    RejectedError : it has more than 18 digits before the point.

    Examples
    --------
    >>> number_of_cell("5165.562913907284"), number_of_cell("-43.129")
    ('5165.562913907', '-43.1290')
    """
    if not re.fullmatch(SIZED, text):
        if re.fullmatch(r"[+-]?\d{19,}.*", text):
            raise RejectedError("a number of more than 18 digits", text)
        text = format(Decimal(text).quantize(_KEPT, ROUND_HALF_EVEN), "f").rstrip("0").rstrip(".")
    return f"{text}0" if _THOUSANDS.fullmatch(text) else text
