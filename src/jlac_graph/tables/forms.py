"""The forms that cells may have, as regular expressions that RE2 and Python read alike."""

from __future__ import annotations

import re

__all__ = ["DATE", "DATES", "FORMS", "MOJIBAKE", "SPACE", "UNSEEN", "unseen", "without_unseen"]

DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
SPACE = r"[\s\x{00A0}\x{3000}]"
UNSEEN = (
    r"[\x{0000}-\x{0009}\x{000B}-\x{001F}\x{007F}-\x{009F}\x{00AD}\x{200B}-\x{200F}\x{2028}-\x{202E}"
    r"\x{2060}-\x{2064}\x{2066}-\x{206F}\x{FEFF}\x{FFF9}-\x{FFFD}\x{FFFE}\x{FFFF}]"
)
_SEEN = re.compile(re.sub(r"\\x{([0-9A-F]+)}", r"\\u\1", UNSEEN))
MOJIBAKE = r"[\x{00C2}\x{00C3}][\x{0080}-\x{00BF}]|\x{00E3}[\x{0080}-\x{0083}\x{201A}\x{0192}]"
NUMBERS = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
FORMS = {
    "decimal": NUMBERS,
    "integer": "[+-]?[0-9]+",
    "boolean": "true|false|1|0",
    "anyURI": r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+",
}
DATES = {"date": 10, "gYearMonth": 7, "gYear": 4}
"""Datatypes that are a part of `DATE` by themselves -> number of characters."""


def unseen(value: str) -> list[str]:
    """List the characters of a text that cannot be seen."""
    return _SEEN.findall(value)


def without_unseen(value: str) -> str:
    """Give a text without the characters that cannot be seen.

    >>> without_unseen("a\\u200bb")
    'ab'
    """
    return _SEEN.sub("", value)
