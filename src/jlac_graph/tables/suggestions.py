"""Suggest what a value that fails a check should be.

A suggestion is made only when it would pass the checks of its column. A magnitude, a sign or a place in a
source is never guessed: a number is offered in another writing only where nobody could take it for another.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ..core.currency_words import currency_meant
from ..core.edtf import is_edtf
from .forms import DATE, DATES, DAY_NUMBER, FORMS, MONTH_NAME, straightened, unescaped, without_unseen
from .hints import NO_HINT, Hint, did_you_mean, hint, legal_values

if TYPE_CHECKING:
    from ..csvw.model import Column

__all__ = ["certain_day", "nearest", "passes", "somewhat_near", "suggestion", "without_percent"]

ALIKE = 80
"""Points out of 100 that a word must have in common with a known one to be taken for a slip of it."""
SHORT = 60.0
"""Likeness of two short names that differ by one letter, such as jbik and jbic."""
CLOSE = 5.0  # points that a second guess may lie behind the first
LISTED = 30
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = datetime.date(1899, 12, 30)


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """Return the one or two known names that a misspelt one most likely means; none if unlike.

    Names of a kind (``agent/mitsui``) are compared within their kind, by what follows it.

    Examples
    --------
    >>> nearest("agent/mitusi", ["agent/mitsui", "agent/jbic"])
    ['agent/mitsui']
    >>> nearest("agent/jbik", ["agent/jbic", "agent/jica"])
    ['agent/jbic']
    >>> nearest("agent/mitsui", ["agent/hitachi", "agent/metalsa"])
    []
    """
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    kind, slash, word = name.rpartition("/")
    start = kind + slash
    words = {k.removeprefix(start): k for k in known if not slash or k.startswith(start)}
    alike = process.extract(word, list(words), scorer=fuzz.ratio, limit=2, score_cutoff=SHORT)
    found = [(match, score) for match, score, _ in alike if score >= ALIKE or OSA.distance(word, match) == 1]
    return [words[match] for match, score in found if score > found[0][1] - CLOSE]


def somewhat_near(name: str, known: Sequence[str], *, most: int = 3) -> list[str]:
    """Return the known names that are the most similar to one, however unlike they are.

    Examples
    --------
    >>> somewhat_near("early-2026", ["early-2011", "late-1980s", "early-2012"], most=2)
    ['early-2012', 'early-2011']
    """
    from rapidfuzz import fuzz, process

    return [match for match, _, _ in process.extract(name, known, scorer=fuzz.ratio, limit=most)]


def suggestion(column: Column, value: str, legal: Sequence[str] = ()) -> Hint:
    """Suggest the right value of a cell, or name the legal ones where they are few; empty for neither.

    Parameters
    ----------
    legal : the values that lead to something defined; empty when the column may hold any.
    """
    known = set(legal)
    for candidate in _candidates(column, value, legal):
        if candidate not in ("", value) and passes(column, candidate) and (not known or candidate in known):
            return did_you_mean([candidate])
    if (column.rules.datatype.partial or column.rules.datatype.base in DATES) and (two := _two_days(value)):
        return hint("day-or-month", one=two[0], other=two[1])
    if (column.rules.datatype.partial or column.rules.datatype.base in DATES) and re.fullmatch(DATE, value):
        return NO_HINT if _is_date(value) else hint("no-such-day", value=value)
    if parts := _parts(column, value, known):
        if column.rules.separator:
            sign = column.rules.separator
            return hint("separate", sign=repr(sign), values=sign.join(parts))
        return hint("one-value", values=", ".join(parts[1:]))
    return legal_values(legal) if len(legal) <= LISTED else NO_HINT


def _parts(column: Column, value: str, known: set[str]) -> list[str]:
    """Return the legal values that a cell holds several of, by whatever separates them."""
    parts = [part for part in re.split(r"[;,\s、]+", value) if part]
    listed = column.rules.separator and column.rules.datatype.format and all(passes(column, p) for p in parts)
    return parts if len(parts) > 1 and (set(parts) <= known or (listed and not known)) else []


def passes(column: Column, value: str) -> bool:
    """Return whether a value has the type, form and range that its column asks for."""
    datatype = column.rules.datatype
    if datatype.partial:
        return is_edtf(value)
    if datatype.base in DATES:
        return _is_date(value) and len(value) == DATES[datatype.base]
    pattern = FORMS.get(datatype.base) or datatype.format
    if pattern and not re.fullmatch(pattern, value):
        return False
    try:
        low, high = (datatype.bounds.get(key) for key in ("minInclusive", "maxInclusive"))
        below = low is not None and Decimal(value) < Decimal(str(low))
        above = high is not None and Decimal(value) > Decimal(str(high))
    except InvalidOperation:
        return False
    return not below and not above


def _is_date(value: str) -> bool:
    if not re.fullmatch(DATE, value):
        return False
    with contextlib.suppress(ValueError):
        datetime.date.fromisoformat(value + "0001-01-01"[len(value) :])
        return True
    return False


def _candidates(column: Column, value: str, legal: Sequence[str]) -> Iterator[str]:
    with contextlib.suppress(UnicodeError):
        yield value.encode("cp1252").decode("utf-8")
    yield unescaped(value)
    clean = " ".join(unicodedata.normalize("NFC", without_unseen(value)).split())
    yield clean
    wide = " ".join(unicodedata.normalize("NFKC", clean).split())
    datatype = column.rules.datatype
    if datatype.partial or datatype.base in DATES:
        yield wide
        yield from _dates(wide)
    elif datatype.base in FORMS:
        yield wide
        bare = without_percent(column, wide)
        yield bare
        yield from _numbers(bare)
    elif datatype.format:
        yield currency_meant(wide) if column.name == "currency" else ""
        yield wide
        yield straightened(wide)
        yield from _names(straightened(wide), datatype.format, legal)


_DAY = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


def certain_day(text: str) -> str:
    """Return the day that a date in figures certainly is; empty if the month may be first.

    With points the day is first, as everywhere that they are used. With slashes or hyphens one of the two
    numbers must be above 12, or both the same.

    Examples
    --------
    >>> [certain_day(text) for text in ("14/10/2026", "10/14/2026", "3-3-2026", "01.03.2026", "03/04/2026")]
    ['2026-10-14', '2026-10-14', '2026-03-03', '2026-03-01', '']
    """
    if match := _DAY_FIRST.fullmatch(text):
        return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}"
    if match := _DAY.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        if first > 12 or first == second:
            return f"{match[4]}-{second:02}-{first:02}"
        if second > 12:
            return f"{match[4]}-{first:02}-{second:02}"
    return ""


def _two_days(text: str) -> tuple[str, str] | None:
    """Return the two days that a date may be of which the day or the month may be first."""
    match = _DAY.fullmatch(text.strip())
    if not match or certain_day(text.strip()):
        return None
    first, second = int(match[1]), int(match[3])
    days = f"{match[4]}-{second:02}-{first:02}", f"{match[4]}-{first:02}-{second:02}"
    return days if all(map(_is_date, days)) else None


def without_percent(column: Column, text: str) -> str:
    """Return the number before a percent sign, in a column of percentages; the text itself elsewhere."""
    of_percents = str(column.rules.datatype.bounds.get("maxInclusive", "")) == "100"
    return text.removesuffix("%").rstrip() if of_percents else text


def _periods(text: str) -> Iterator[str]:
    """Yield the months of a half year, a quarter or a Japanese fiscal year, and the years of a season.

    >>> [next(_periods(text)) for text in ("FY2018", "2019/20", "H1 2011", "2012 Q4", "2018年度")]
    ['2018-04/2019-03', '2019/2020', '2011-01/2011-06', '2012-10/2012-12', '2018-04/2019-03']
    """
    if match := re.fullmatch(r"(?i:J?FY ?|fiscal (?:year )?)(\d{4})|(\d{4})年度", text):
        year = int(match[1] or match[2])
        yield f"{year}-04/{year + 1}-03"
    if (match := re.fullmatch(r"(\d{4})[/-](\d\d)", text)) and int(match[2]) > 12:
        following = int(match[1]) + 1
        yield f"{match[1]}/{following}" if following % 100 == int(match[2]) else ""
    if match := re.fullmatch(r"([HQ])([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?([HQ])([1-4])", text, re.I):
        kind, part, year_ = (match[1], match[2], match[3]) if match[1] else (match[5], match[6], match[4])
        size = 6 if kind.upper() == "H" else 3
        last = int(part) * size
        yield f"{year_}-{last - size + 1:02}/{year_}-{last:02}" if last <= 12 else ""


def _dates(text: str) -> Iterator[str]:
    yield from _periods(text)
    yield certain_day(text)
    yield text.replace("/", "-")
    yield text.removesuffix(".0")
    if match := re.fullmatch(r"(\d{4})[-/](\d)(?:[-/](\d{1,2}))?", text):
        yield f"{match[1]}-{match[2]:0>2}" + (f"-{match[3]:0>2}" if match[3] else "")
    if match := re.fullmatch(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?", text):
        yield "-".join(f"{part:0>2}" for part in match.groups() if part)
    if match := re.fullmatch(rf"(?:(\d{{1,2}}) )?(?i:({'|'.join(_MONTHS)}))[a-z]*\.? (\d{{4}})", text):
        parts = (match[3], str(_MONTHS.index(match[2].lower()) + 1), match[1])
        yield "-".join(f"{part:0>2}" for part in parts if part)
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ]00:00(:00)?(\.0+)?Z?", text):
        yield match[1]
    if re.fullmatch(DAY_NUMBER, text):
        yield (_EPOCH + datetime.timedelta(days=int(text.removesuffix(".0")))).isoformat()
    if re.fullmatch(MONTH_NAME, text) and (match := re.fullmatch(r"([A-Za-z]{3})-(\d\d)", text)):
        month = _MONTHS.index(match[1].lower()) + 1
        yield f"{'20' if int(match[2]) < 30 else '19'}{match[2]}-{month:02}"  # as Excel tells centuries apart


def _numbers(text: str) -> Iterator[str]:
    """Yield other writings of a number, where they can only mean the same."""
    if re.fullmatch(r"[+-]?\d{1,3}([,.' ])\d{3}(\1\d{3})+", text):
        yield re.sub(r"[,.' ]", "", text)
    if re.fullmatch(r"[+-]?\d+,(\d{1,2}|\d{4,})", text) or re.fullmatch(r"[+-]?0,\d+", text):
        yield text.replace(",", ".")
    if re.fullmatch(r"[+-]?\d+\.0+", text):
        yield text.partition(".")[0]
    if match := re.fullmatch(r"([+-]?\d+(?:\.\d+)?)(?:e\+?|E)(\d{1,2})", text):  # E+ is Excel's, rounded
        number = Decimal(match[1]).scaleb(int(match[2]))
        yield f"{number:f}"
    if text.lower() in ("true", "false"):
        yield text.lower()


def _names(text: str, form: str, legal: Sequence[str]) -> Iterator[str]:
    """Yield the writings of a name that a column's form allows: of ids, of codes in capitals."""
    if "#" in form or re.fullmatch(MONTH_NAME, text):  # a locator, or what a date was, is never guessed
        return
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    folded = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9/.-]+", "-", plain.lower())).strip("-")
    if match := re.fullmatch(r"\[0-9\]\{(\d)\}", form):  # a code whose zeros a spreadsheet left out
        yield text.zfill(int(match[1])) if text.isdecimal() else ""
    if re.search(r"\d[eE]\+|^[#=]|^n/a$", text.lower()) or re.search(r"[0-9]\]\{\d", form):
        return
    if legal:
        yield from (value for value in legal if value.lower() == folded)
        if re.search(r"[;,\s]", text):  # several names, of which none is the right one
            return
        ends = [value for value in legal if value.rpartition("/")[2].lower() == folded.rpartition("/")[2]]
        yield ends[0] if len(ends) == 1 else ""
    elif "[a-z" in form:
        yield folded if re.search(r"[^\W\d_]", plain) and len(plain) == len(text) else ""
    elif not legal and form == "[A-Z]{3}":
        yield plain.upper() if re.fullmatch("[A-Za-z]{3}", plain) else ""
