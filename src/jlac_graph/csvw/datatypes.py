"""Read a cell by its datatype: the literal it stands for, or what is wrong with it.

Formats of numbers and dates are those of UAX 35 that the recommendation lists.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from .model import Datatype
from .vocabulary import DATES, NUMBERS

__all__ = ["bound", "is_format", "read"]

_INTEGERS = {
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
_ZONE = r"(Z|[+-]\d\d:\d\d)?"
_FORMS = {
    "gDay": r"---\d\d" + _ZONE,
    "gMonth": r"--\d\d" + _ZONE,
    "gMonthDay": r"--\d\d-\d\d" + _ZONE,
    "gYear": r"-?\d{4,}" + _ZONE,
    "gYearMonth": r"-?\d{4,}-\d\d" + _ZONE,
    "duration": r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
    "dayTimeDuration": r"-?P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
    "yearMonthDuration": r"-?P(?=.)(\d+Y)?(\d+M)?",
    "hexBinary": r"([0-9A-Fa-f]{2})*",
    "base64Binary": r"[A-Za-z0-9+/\s]*={0,2}",
    "binary": r"[A-Za-z0-9+/\s]*={0,2}",
    "language": r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    "Name": r"[A-Za-z_:][\w:.-]*",
    "NMTOKEN": r"[\w:.-]+",
    "QName": r"([A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*",
}
_DEFAULTS = {
    "date": r"(?P<y>-?\d{4,})-(?P<M>\d\d)-(?P<d>\d\d)" + _ZONE,
    "time": r"(?P<H>\d\d):(?P<m>\d\d):(?P<s>\d\d)(\.\d+)?" + _ZONE,
    "dateTime": r"(?P<y>-?\d{4,})-(?P<M>\d\d)-(?P<d>\d\d)T(?P<H>\d\d):(?P<m>\d\d):(?P<s>\d\d)(\.\d+)?"
    + _ZONE,
}
_DEFAULTS["datetime"] = _DEFAULTS["dateTime"]
_DEFAULTS["dateTimeStamp"] = _DEFAULTS["dateTime"].removesuffix("?")
_FIELDS = {
    "yyyy": r"(?P<y>-?\d{4})", "MM": r"(?P<M>\d\d)", "M": r"(?P<M>\d\d?)", "dd": r"(?P<d>\d\d)",
    "d": r"(?P<d>\d\d?)", "HH": r"(?P<H>\d\d)", "mm": r"(?P<m>\d\d)", "ss": r"(?P<s>\d\d)",
    "XXX": r"(?P<z>Z|[+-]\d\d:\d\d)", "XX": r"(?P<z>Z|[+-]\d{4})", "X": r"(?P<z>Z|[+-]\d\d(\d\d)?)",
    "xxx": r"(?P<z>[+-]\d\d:\d\d)", "xx": r"(?P<z>[+-]\d{4})", "x": r"(?P<z>[+-]\d\d(\d\d)?)",
    "T": "T",
}  # fmt: skip
_DAYS = {"yyyy-MM-dd", "yyyyMMdd"} | {
    f"{a}{sep}{b}{sep}yyyy" for sep in "-/." for a, b in (("dd", "MM"), ("d", "M"), ("MM", "dd"), ("M", "d"))
}
_CLOCKS = r"(HH:mm:ss|HHmmss|HH:mm|HHmm)(\.S+)?"
_LENGTHS: dict[str, Callable[[int, int], bool]] = {
    "length": operator.eq,
    "minLength": operator.ge,
    "maxLength": operator.le,
}
_RANGES: dict[str, Callable[[Any, Any], bool]] = {
    "minInclusive": operator.ge,
    "maxInclusive": operator.le,
    "minExclusive": operator.gt,
    "maxExclusive": operator.lt,
}
SCALES = {"%": 2, "‰": 3}
_SPECIAL = {"NaN", "INF", "-INF"}


def read(text: str, datatype: Datatype) -> tuple[str, str]:
    """Read the text of a cell.

    Returns
    -------
    The lexical form of the literal, and what is wrong with the text (empty when nothing is).

    Examples
    --------
    >>> read("1,234.5", Datatype("decimal", format="#,##0.0"))
    ('1234.5', '')
    >>> read("31/12/2012", Datatype("date", format="dd/MM/yyyy"))
    ('2012-12-31', '')
    >>> read("x", Datatype("integer"))
    ('x', 'not a valid integer')
    """
    value = _lexical(text, datatype)
    if value is None:
        shape = f" of the format {_shown(datatype.format)}" if datatype.format else ""
        return text, f"not a valid {datatype.base}{shape}"
    wrong = _out_of_bounds(value, datatype)
    return (text, wrong) if wrong else (value, "")


def _shown(form: Any) -> str:
    return form if isinstance(form, str) else str(form.get("pattern", form))


def _lexical(text: str, datatype: Datatype) -> str | None:
    base, form = datatype.base, datatype.format
    if base in NUMBERS:
        return _number(text, base, form)
    if base == "boolean":
        return _boolean(text, form)
    if base in DATES:
        return _date(text, base, form)
    pattern = form or _FORMS.get(base)
    if base in _FORMS and not re.fullmatch(_FORMS[base], text):
        return None
    return text if not pattern or re.fullmatch(_python(pattern), text) else None


def _boolean(text: str, form: str | None) -> str | None:
    if form:
        yes, no = form.split("|")
        return {yes: "true", no: "false"}.get(text)
    return {"true": "true", "1": "true", "false": "false", "0": "false"}.get(text)


def _python(pattern: str) -> str:
    """Turn an XSD or ECMAScript regular expression into Python's where they differ."""
    return re.sub(r"\\[pP]\{[^}]*\}", r"\\w", pattern).replace(r"\i", "[A-Za-z_:]").replace(r"\c", r"[\w:.-]")


# --- numbers


def _number(text: str, base: str, form: Any) -> str | None:
    parts = {"pattern": form} if isinstance(form, str) else dict(form or {})
    decimal, group = parts.get("decimalChar", "."), parts.get("groupChar")
    pattern = parts.get("pattern")
    if pattern and group is None:
        group = ","
    if text in _SPECIAL:
        return text if base in ("double", "float", "number") else None
    if pattern and not re.fullmatch(_number_pattern(pattern, decimal, group or ""), text):
        return None
    if group:
        if f"{group}{group}" in text:
            return None
        text = text.replace(group, "")
    scale = max(SCALES.get(text[-1:], 0), SCALES.get(text[:1], 0))
    text = text.strip("%‰") if scale else text
    text = text.replace(decimal, ".").replace("E", "e")
    return _number_form(text, base, scale)


def _number_form(text: str, base: str, scale: int) -> str | None:
    exponent = r"([eE][+-]?\d+)?" if base in ("double", "float", "number") else ""
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)" + exponent, text):
        return None
    if scale:
        try:
            text = f"{Decimal(text).scaleb(-scale):f}"
        except InvalidOperation:
            return None
    if base in _INTEGERS:
        if not re.fullmatch(r"[+-]?\d+", text):
            return None
        low, high = _INTEGERS[base]
        if (low is not None and int(text) < low) or (high is not None and int(text) > high):
            return None
    return text


def _number_pattern(pattern: str, decimal: str, group: str) -> str:
    """Turn a number pattern of UAX 35 into a regular expression."""
    match = re.fullmatch(r"([+\-%‰]*)([#0,]*)(?:\.([#0,]*))?(?:E([+-]?)([#0]+))?([%‰]?)", pattern)
    if match is None:
        return r"(?!)"
    prefix, whole, fraction, sign, exponent, suffix = match.groups()
    sign_before = "+" in prefix or "-" in prefix
    head = re.escape(prefix).replace(r"\+", "[+-]").replace(r"\-", "-?") + ("" if sign_before else "[+-]?")
    body = head + _whole(whole, group) + _fraction(fraction, decimal, group)
    if exponent:
        body += (
            f"E{'[+-]' if sign == '+' else '-?' if sign == '-' else '[+-]?'}"
            + rf"\d{{{exponent.count('0')},}}"
        )
    return body + re.escape(suffix or "")


def _whole(pattern: str, group: str) -> str:
    least = pattern.count("0")
    if "," not in pattern or not group:
        return rf"\d{{{least},}}" if least else r"\d*"
    sizes = [len(part) for part in pattern.split(",")]
    first, other = sizes[-1], (sizes[-2] if len(sizes) > 2 else sizes[-1])
    mark = re.escape(group)
    grouped = rf"(\d{{1,{other}}}({mark}\d{{{other}}})*{mark}\d{{{first}}}|\d{{1,{first}}})"
    digits = rf"(?=({mark}?\d){{{least},}}(\D|$))" if least > 1 else ""
    return digits + (grouped if least else grouped + "?")


def _fraction(pattern: str | None, decimal: str, group: str) -> str:
    if not pattern:
        return ""
    least, most = pattern.count("0"), pattern.count("0") + pattern.count("#")
    point = re.escape(decimal)
    if "," in pattern and group:
        size = len(pattern.split(",")[0])
        mark = re.escape(group)
        digits = rf"(?=({mark}?\d){{{least},{most}}}(\D|$))(\d{{{size}}}{mark})*\d{{1,{size}}}"
    else:
        digits = rf"\d{{{max(least, 1)},{most}}}"
    return f"{point}{digits}" if least else f"({point}{digits})?"


# --- dates


def _date(text: str, base: str, form: Any) -> str | None:
    match = re.fullmatch(_date_pattern(form) if form else _DEFAULTS[base], text)
    if match is None:
        return None
    parts = match.groupdict()
    if not _is_date(parts):
        return None
    if not form:
        return text
    day = "{y}-{M:0>2}-{d:0>2}".format(**parts) if "y" in parts else ""
    clock = (
        f"{parts['H']}:{parts['m']}:{parts.get('s') or '00'}{_split_second(match)}" if "H" in parts else ""
    )
    zone = _zone(parts.get("z") or "")
    return f"{day}{'T' if day and clock else ''}{clock}{zone}"


def _split_second(match: re.Match[str]) -> str:
    part = match.groupdict().get("S")
    return f".{part}".rstrip("0").rstrip(".") if part else ""


def _zone(zone: str) -> str:
    if zone in ("", "Z") or ":" in zone:
        return zone
    return f"{zone[:3]}:{zone[3:] or '00'}"


def _is_date(parts: dict[str, str | None]) -> bool:
    try:
        if parts.get("y"):
            datetime.date(
                max(1, abs(int(parts["y"] or 1))) % 9999 or 1, int(parts["M"] or 1), int(parts["d"] or 1)
            )
        if parts.get("H"):
            datetime.time(int(parts["H"] or 0) % 24, int(parts["m"] or 0), int(parts.get("s") or 0))
    except ValueError:
        return False
    return True


def _date_pattern(form: str) -> str:
    def field(match: re.Match[str]) -> str:
        token = match[0]
        if token.startswith(".S"):
            return rf"(\.(?P<S>\d{{1,{len(token) - 1}}}))?"
        return _FIELDS.get(token) or re.escape(token)

    return re.sub(r"yyyy|MM|M|dd|d|HH|mm|ss|\.S+|X{1,3}|x{1,3}|.", field, form)


def is_format(base: str, form: Any) -> bool:
    """Say whether a format is one that the recommendation allows for a datatype."""
    if base in NUMBERS:
        parts = {"pattern": form} if isinstance(form, str) else form
        if not isinstance(parts, dict) or not all(
            isinstance(v, str) and (k == "pattern" or len(v) == 1) for k, v in parts.items()
        ):
            return False
        pattern = parts.get("pattern", "0")
        return _number_pattern(pattern, ".", ",") != r"(?!)"
    if not isinstance(form, str):
        return False
    if base == "boolean":
        return form.count("|") == 1 and all(form.split("|"))
    if base in DATES:
        return _is_date_format(base, form)
    try:
        re.compile(_python(form))
    except re.error:
        return False
    return True


def _is_date_format(base: str, form: str) -> bool:
    body = re.sub(r" ?(X{1,3}|x{1,3})$", "", form)
    if base == "date":
        return body in _DAYS
    if base == "time":
        return re.fullmatch(_CLOCKS, body) is not None
    day, _, clock = body.replace("T", " ").partition(" ")
    return day in _DAYS and re.fullmatch(_CLOCKS, clock) is not None


# --- bounds


def bound(base: str, value: Any) -> Any:
    """Give a value that can be compared with others of its datatype; None when it is none.

    >>> bound("integer", "10") < bound("integer", 9)
    False
    """
    if base not in NUMBERS:
        return str(value)
    try:
        return Decimal(str(value).replace("INF", "Infinity"))
    except InvalidOperation:
        return None


def _out_of_bounds(value: str, datatype: Datatype) -> str:
    """Say which bound a value breaks."""
    length = _length(value, datatype.base)
    for key, limit in datatype.bounds.items():
        if key in _LENGTHS:
            if not _LENGTHS[key](length, int(limit)):
                return f"the length is {length}, {key} is {limit}"
        elif not _RANGES[key](bound(datatype.base, value), bound(datatype.base, limit)):
            return f"{key} is {limit}"
    return ""


def _length(value: str, base: str) -> int:
    if base == "hexBinary":
        return len(value) // 2
    if base in ("base64Binary", "binary"):
        return len("".join(value.split()).rstrip("=")) * 3 // 4
    return len(value)
