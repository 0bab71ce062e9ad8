"""The forms that cells may have, as regular expressions that RE2 and Python read alike."""

from __future__ import annotations

import re

__all__ = [
    "DATE", "DATES", "DAY_NUMBER", "ERROR_VALUE", "FORMS", "FORMULA", "LOOK_ALIKE", "LOOK_ALIKES", "MOJIBAKE",
    "MONTH_NAME", "PLACEHOLDER", "ROUNDED", "SIZED", "SPACE", "UNSAFE", "UNSEEN", "USUAL", "straightened",
    "unseen", "without_unseen",
]  # fmt: skip

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


DAY_NUMBER = r"[1-9][0-9]{4}(\.0)?"
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
MONTH_NAME = f"(?i)([0-9]{{1,2}}-{_MONTH}(-[0-9]{{2}})?|{_MONTH}-[0-9]{{2}})"
ERROR_VALUE = (
    r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|GETTING_DATA)|#{3,}"
)
FORMULA = r"=[^=\s].*"
ROUNDED = r"[0-9]([.,][0-9]+)?[eE]\+[0-9]+"
"""A long number or code as a spreadsheet shows it."""
UNSAFE = r"(?i)(javascript|vbscript|data|file):.*"
"""Addresses that run a program or open a file where they are followed."""
USUAL = {
    "decimal": (("thousands", r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}"),),
    "string": (
        ("half-width", "(?s).*[\uff61-\uff9f].*"),
        ("command-sign", "(?s)[+@].*"),
        ("capitals", r"[A-Z]{2,}([ .,&-]+[A-Z]{2,}){2,}[.]?"),
    ),
}
"""Type -> forms that are seldom meant, by the rule that says so."""
PLACEHOLDER = r"(?i)(todo|tbd|tba|xxx+|n/?a|null|none|nan|\?+|-+|unknown|\(blank\))"
SIZED = r"[+-]?0*[0-9]{0,18}(\.[0-9]{0,9})?"
"""Numbers whose digits are kept exactly: 18 before the point and 9 after it."""
_LATIN, _OTHERS = (
    "aeopcyxisjhABEKMHOPCTXIJSABEZHIKMNOPTYXo",
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u04bb"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
)
_STRAIGHT = str.maketrans(_OTHERS, _LATIN)
LOOK_ALIKES = frozenset(_OTHERS)
LOOK_ALIKE = f"[A-Za-z][{_OTHERS}]|[{_OTHERS}][A-Za-z]"
"""A letter of another script in a Latin word."""
_JOINERS = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufeff"
)


def unseen(value: str) -> list[str]:
    """List the characters of a text that cannot be seen."""
    return _SEEN.findall(value)


def without_unseen(value: str) -> str:
    """Give a text without the characters that cannot be seen.

    >>> without_unseen("a\\u200bb")
    'ab'
    """
    return _SEEN.sub(lambda match: "" if match[0] in _JOINERS else " ", value)


def straightened(value: str) -> str:
    """Give a text with the Latin letters that its Cyrillic and Greek ones look like.

    >>> straightened("agent/\\u0441odelco")
    'agent/codelco'
    """
    return value.translate(_STRAIGHT)
