"""Numbers in a cell: their patterns (UAX 35, as far as the recommendation lists them) and limits."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

__all__ = ["is_number_format", "read_number"]

INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}
FLOATS = ("double", "float", "number")
SPECIAL = ("NaN", "INF", "-INF")
SCALES = {"%": 2, "‰": 3}
_PATTERN = re.compile(r"([+\-%‰]*)([#0,]*)(?:\.([#0,]*))?(?:E([+-]?)([#0]+))?([%‰]?)")
_SIGNS = {"+": "[+-]", "-": "-?", "": "[+-]?"}


def is_number_format(form: Any) -> bool:
    """Return whether a format is one for numbers: a pattern, or an object with pattern and marks."""
    parts = {"pattern": form} if isinstance(form, str) else form
    if not isinstance(parts, dict) or not all(isinstance(value, str) for value in parts.values()):
        return False
    marks = [parts[key] for key in ("decimalChar", "groupChar") if key in parts]
    return all(len(mark) == 1 for mark in marks) and _compiled(*_settled(parts)) is not None


def read_number(text: str, base: str, form: Any) -> str | None:
    """Return the lexical form of a number, None when the text is none of the base and format.

    Examples
    --------
    >>> read_number("1.234,5", "decimal", {"decimalChar": ",", "groupChar": "."})
    '1234.5'
    >>> read_number("300", "byte", None) is None
    True
    """
    if text in SPECIAL:
        return text if base in FLOATS else None
    pattern, decimal, group = _settled({"pattern": form} if isinstance(form, str) else form or {})
    if pattern:
        compiled = _compiled(pattern, decimal, group)
        if compiled is None or compiled.fullmatch(text) is None:
            return None
    if group and group * 2 in text:
        return None
    text = text.replace(group, "") if group else text
    scale = max(SCALES.get(text[-1:], 0), SCALES.get(text[:1], 0))
    text = text.strip("%‰") if scale else text
    return _lexical(text.replace(decimal, ".").replace("E", "e"), base, scale)


def _settled(parts: dict[str, str]) -> tuple[str, str, str]:
    """Return the pattern in standard marks, the decimal mark and the group mark of a format.

    The recommendation writes patterns with the marks that the format gives.
    """
    pattern, decimal = parts.get("pattern", ""), parts.get("decimalChar", ".")
    group = parts.get("groupChar", "," if pattern else "")
    marks = {ord(decimal): "."} | ({ord(group): ","} if group else {})
    standard = pattern.translate(marks)
    return (standard if _PATTERN.fullmatch(standard) else pattern), decimal, group


def _lexical(text: str, base: str, scale: int) -> str | None:
    exponent = r"(e[+-]?\d+)?" if base in FLOATS else ""
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)" + exponent, text, re.ASCII):
        return None
    try:
        text = f"{Decimal(text).scaleb(-scale):f}" if scale else text
        value = Decimal(text)
    except InvalidOperation:
        return None
    if base in INTEGERS:
        low, high = INTEGERS[base]
        if not re.fullmatch(r"[+-]?\d+", text, re.ASCII):
            return None
        if (low is not None and value < low) or (high is not None and value > high):
            return None
    return text


@lru_cache(maxsize=256)
def _compiled(pattern: str, decimal: str, group: str) -> re.Pattern[str] | None:
    """Turn a pattern into a regular expression; None when it is no pattern."""
    match = _PATTERN.fullmatch(pattern)
    if match is None:
        return None
    prefix, whole, fraction, exponent_sign, exponent, suffix = match.groups()
    head = "".join(_SIGNS.get(mark, mark) for mark in prefix)
    head += "" if set(prefix) & {"+", "-"} else _SIGNS[""]
    body = head + _whole(whole, group) + _fraction(fraction or "", decimal, group)
    if exponent:
        body += rf"E{_SIGNS[exponent_sign]}\d{{{exponent.count('0')},}}"
    return re.compile(body + suffix, re.ASCII)


def _whole(pattern: str, group: str) -> str:
    least = pattern.count("0")
    if "," not in pattern or not group:
        return rf"\d{{{least},}}"
    sizes = [len(part) for part in pattern.split(",")]
    first, other = sizes[-1], (sizes[-2] if len(sizes) > 2 else sizes[-1])
    mark = re.escape(group)
    grouped = rf"(\d{{1,{other}}}({mark}\d{{{other}}})*{mark}\d{{{first}}}|\d{{1,{first}}})"
    digits = rf"(?=({mark}?\d){{{least},}}(\D|$))" if least > 1 else ""
    return digits + (grouped if least else grouped + "?")


def _fraction(pattern: str, decimal: str, group: str) -> str:
    if not pattern:
        return ""
    least, most = pattern.count("0"), pattern.count("0") + pattern.count("#")
    point, mark = re.escape(decimal), re.escape(group)
    if "," in pattern and group:
        size = len(pattern.split(",")[0])
        digits = rf"(?=({mark}?\d){{{least},{most}}}(\D|$))(\d{{{size}}}{mark})*\d{{1,{size}}}"
    else:
        digits = rf"\d{{{max(least, 1)},{most}}}"
    return f"{point}{digits}" if least else f"({point}{digits})?"
