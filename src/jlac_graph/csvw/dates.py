"""Dates and times in a cell: the formats that the recommendation lists (fields of UAX 35)."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

__all__ = ["ZONE", "is_date_format", "moment", "read_date", "span"]

ZONE = r"(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DAY = r"(?P<y>-?\d{4,})-(?P<M>\d\d)-(?P<d>\d\d)"
_CLOCK = r"(?P<H>\d\d):(?P<m>\d\d):(?P<s>\d\d)(\.\d+)?"
_DEFAULTS = {
    "date": _DAY + ZONE,
    "time": _CLOCK + ZONE,
    "dateTime": f"{_DAY}T{_CLOCK}{ZONE}",
    "datetime": f"{_DAY}T{_CLOCK}{ZONE}",
    "dateTimeStamp": f"{_DAY}T{_CLOCK}{ZONE}".removesuffix("?"),
}
_FIELDS = {
    "yyyy": r"(?P<y>-?\d{4})", "MM": r"(?P<M>\d\d)", "M": r"(?P<M>\d\d?)", "dd": r"(?P<d>\d\d)",
    "d": r"(?P<d>\d\d?)", "HH": r"(?P<H>\d\d)", "mm": r"(?P<m>\d\d)", "ss": r"(?P<s>\d\d)",
    "XXX": r"(?P<z>Z|[+-]\d\d:\d\d)", "XX": r"(?P<z>Z|[+-]\d{4})", "X": r"(?P<z>Z|[+-]\d\d(\d\d)?)",
    "xxx": r"(?P<z>[+-]\d\d:\d\d)", "xx": r"(?P<z>[+-]\d{4})", "x": r"(?P<z>[+-]\d\d(\d\d)?)",
}  # fmt: skip
_DAYS = {"yyyy-MM-dd", "yyyyMMdd"} | {
    f"{a}{sep}{b}{sep}yyyy" for sep in "-/." for a, b in (("dd", "MM"), ("d", "M"), ("MM", "dd"), ("M", "d"))
}
_CLOCKS = r"(HH:mm:ss|HHmmss|HH:mm|HHmm)(\.S+)?"
_SPAN = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?")
_SECONDS = (31_556_952, 2_629_746, 86_400, 3_600, 60, 1)


def is_date_format(base: str, form: str) -> bool:
    """Return whether a format is one that the recommendation lists."""
    body = re.sub(r" ?(X{1,3}|x{1,3})$", "", form)
    if base == "date":
        return body in _DAYS
    if base == "time":
        return re.fullmatch(_CLOCKS, body) is not None
    day, _, clock = body.replace("T", " ").partition(" ")
    return day in _DAYS and re.fullmatch(_CLOCKS, clock) is not None


def read_date(text: str, base: str, form: str | None) -> str | None:
    """Return the lexical form of a date or time, None when the text is none.

    >>> read_date("7-3-2012 1502 -03", "dateTime", "d-M-yyyy HHmm X")
    '2012-03-07T15:02:00-03:00'
    """
    match = _compiled(base, form).fullmatch(text)
    if match is None:
        return None
    parts = {key: value or "" for key, value in match.groupdict().items()}
    if not _exists(parts):
        return None
    if not form:
        return text
    day = "{y}-{M:0>2}-{d:0>2}".format(**parts) if "y" in parts else ""
    clock = f"{parts['H']}:{parts['m']}:{parts.get('s') or '00'}" if "H" in parts else ""
    split = f".{parts['S']}".rstrip("0").rstrip(".") if parts.get("S") else ""
    zone = parts.get("z", "")
    zone = zone if zone in ("", "Z") or ":" in zone else f"{zone[:3]}:{zone[3:] or '00'}"
    return f"{day}{'T' if day and clock else ''}{clock}{split}{zone}"


def _exists(parts: dict[str, str]) -> bool:
    """Return whether the calendar has the day and the clock the time; leap years recur every 400."""
    try:
        if "y" in parts:
            datetime.date(2000 + int(parts["y"][-4:]) % 400, int(parts["M"]), int(parts["d"]))
        if "H" in parts:
            end = parts["H"] == "24" and not int(parts["m"]) and not int(parts.get("s") or 0)
            datetime.time(0 if end else int(parts["H"]), int(parts["m"]), int(parts.get("s") or 0))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def _compiled(base: str, form: str | None) -> re.Pattern[str]:
    if not form:
        return re.compile(_DEFAULTS[base], re.ASCII)

    def field(match: re.Match[str]) -> str:
        token = match[0]
        if token.startswith(".S"):
            return rf"(\.(?P<S>\d{{1,{len(token) - 1}}}))?"
        return _FIELDS.get(token) or re.escape(token)

    return re.compile(re.sub(r"yyyy|MM|M|dd|d|HH|mm|ss|\.S+|X{1,3}|x{1,3}|.", field, form), re.ASCII)


def span(duration: str) -> float:
    """Return the length of a duration in seconds, years and months by their mean length.

    >>> span("P1D") < span("PT25H") < span("P1M")
    True
    """
    match = _SPAN.fullmatch(duration)
    if match is None:
        return 0.0
    total = sum(float(n or 0) * size for n, size in zip(match.groups()[1:], _SECONDS, strict=True))
    return -total if match[1] else total


_MOMENT = re.compile(
    r"(?:(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?)?(?:T?(\d\d):(\d\d):(\d\d(?:\.\d+)?))?(?:(Z)|([+-])(\d\d):(\d\d))?"
)


def moment(text: str) -> float | None:
    """Give a year, month, day or time as seconds, in UTC where it has a zone; None when it is none of these.

    >>> moment("2000") < moment("10000"), moment("23:00:00-05:00") > moment("23:30:00Z")
    (True, True)
    """
    match = _MOMENT.fullmatch(text)
    if match is None or not text:
        return None
    year, month, day, hours, minutes, seconds, _, sign, ahead, past = match.groups()
    months = int(year or 0) * 12 + int(month or 1) - 1
    whole, left = divmod(months, 4800)  # the calendar recurs every 400 years
    try:
        days = datetime.date(2000 + left // 12, left % 12 + 1, int(day or 1)).toordinal() + whole * 146_097
    except ValueError:
        return None
    offset = (int(ahead or 0) * 3600 + int(past or 0) * 60) * (-1 if sign == "-" else 1)
    return days * 86_400 + int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds or 0) - offset
