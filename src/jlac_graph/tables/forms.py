"""The forms that cells may have, as regular expressions that RE2 and Python read alike."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

__all__ = [
    "DATE", "DATES", "DAY_NUMBER", "ERROR_IN_TEXT", "ERROR_VALUE", "ESCAPE", "FORMS", "FORMULA",
    "FULL_WIDTH", "JAPANESE", "LOOK_ALIKE", "LOOK_ALIKES", "LOST", "MOJIBAKE", "MONTH_NAME", "PLACEHOLDER",
    "ROUNDED", "SIZED", "SPACE", "UNFINISHED", "UNSAFE", "UNSEEN", "UNUSUAL_SPACE", "USUAL",
    "straightened", "unescaped", "unseen", "unusual_spaces", "without_unseen",
]  # fmt: skip

DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
SPACE = r"[\s\x{00A0}\x{3000}]"
UNSEEN = (
    r"[\x{0000}-\x{0009}\x{000B}-\x{001F}\x{007F}-\x{009F}\x{00AD}\x{200B}-\x{200F}\x{2028}-\x{202E}"
    r"\x{2060}-\x{2064}\x{2066}-\x{206F}\x{FEFF}\x{FFF9}-\x{FFFD}\x{FFFE}\x{FFFF}]"
)


def _python(pattern: str) -> re.Pattern[str]:
    """Compile a form whose characters are written as RE2 does."""
    return re.compile(re.sub(r"\\x{([0-9A-F]+)}", r"\\u\1", pattern))


_SEEN = _python(UNSEEN)
MOJIBAKE = (
    r"[\x{00C2}\x{00C3}][\x{0080}-\x{00BF}]|\x{00E3}[\x{0080}-\x{0083}\x{201A}\x{0192}]"
    r"|\x{00E2}\x{20AC}|\x{00EF}\x{00BB}\x{00BF}"
)
NUMBERS = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
FORMS = {
    "decimal": NUMBERS,
    "integer": "[+-]?[0-9]+",
    "boolean": "true|false|1|0",
    "anyURI": r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`#]+(#[^\s<>\"{}|\\^`#]*)?",
}
DATES = {"date": 10, "gYearMonth": 7, "gYear": 4}
"""Datatypes that are a part of `DATE` by themselves -> number of characters."""


DAY_NUMBER = r"[1-9][0-9]{4}(\.0)?"
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
MONTH_NAME = f"(?i)([0-9]{{1,2}}-{_MONTH}(-[0-9]{{2}})?|{_MONTH}-[0-9]{{2}})"
ERROR_IN_TEXT = (
    r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|GETTING_DATA)"
)
ERROR_VALUE = rf"{ERROR_IN_TEXT}|#{{3,}}"
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
PLACEHOLDER = (
    r"(?i)(todo|tb[acd]|xxx+|n/?a|n\.a\.|null|none|nan|\?+|-+|\.\.+|unknown|\((blank|empty|none|unknown|vacío)\)"
    r"|to be (added|checked|completed|confirmed|determined)|not available|no data|sin datos?|sem dados|s/d"
    r"|por confirmar|a confirmar|pendiente|pendente|lorem ipsum.*|未定|不明|未確認|要確認|該当なし|なし)"
)
UNFINISHED = r"(^|[\s(\[])(TODO|FIXME|TBD|TBC|XXX+)($|[\s.,:;)\]])"
"""A mark of what is still to be checked, within a text."""
LOST = r"\?\?|\pL\?\pL"
"""Question marks within a text, which an older encoding has in place of letters."""
ESCAPE = (
    r"&([A-Za-z][A-Za-z0-9]{1,7}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});|(%[C-F][0-9A-F](%[89AB][0-9A-F])+)"
    r"|\\(u[0-9A-Fa-f]{4}|[nrt]\b)|_x[0-9A-F]{4}_"
    r"|</?(a|b|br|div|em|i|li|p|span|strong|sub|sup|u)( [^<>]*)?/?>"
)
"""An escape of HTML, of an address, of a program's string or of a workbook; a tag of HTML."""
FULL_WIDTH = r"[\x{FF10}-\x{FF19}\x{FF1D}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}]"
JAPANESE = r"[\x{3041}-\x{30FF}\x{3400}-\x{9FFF}]"
UNUSUAL_SPACE = r"[\x{00A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}]"
_SPACES = _python(UNUSUAL_SPACE)
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


def unusual_spaces(value: str) -> list[str]:
    """List the spaces of a text that are not the ordinary one."""
    return _SPACES.findall(value)


def without_unseen(value: str) -> str:
    """Return a text without the characters that cannot be seen.

    >>> without_unseen("a\\u200bb")
    'ab'
    """
    return _SEEN.sub(lambda match: "" if match[0] in _JOINERS else " ", value)


def unescaped(value: str) -> str:
    """Return a text with the characters that the escapes of HTML and of addresses in it stand for.

    >>> unescaped("Mitsui &amp; Co., S%C3%A3o Paulo")
    'Mitsui & Co., São Paulo'
    """
    return re.sub("(%[C-F][0-9A-F](?:%[89AB][0-9A-F])+)", lambda m: unquote(m[0]), html.unescape(value))


def straightened(value: str) -> str:
    """Return a text with the Latin letters that its Cyrillic and Greek ones look like.

    >>> straightened("agent/\\u0441odelco")
    'agent/codelco'
    """
    return value.translate(_STRAIGHT)
