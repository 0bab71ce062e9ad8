"""Dates of the tables in words: EDTF dates and intervals (ISO 8601-2, level 1) in four languages."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["act_in_words", "date_in_words", "is_closed", "time_in_words"]

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_MONTH = {
    "en": "{month} {year}",
    "ja": "{year}年{number}月",
    "es": "{month} de {year}",
    "pt": "{month} de {year}",
}
_DAY = {"en": "{day} {month}", "ja": "{month}{day}日", "es": "{day} de {month}", "pt": "{day} de {month}"}
_YEAR = {"en": "{}", "ja": "{}年", "es": "{}", "pt": "{}"}
_DECADE = {"en": "{}s", "ja": "{}年代", "es": "años {}", "pt": "anos {}"}
_CENTURY = {"en": "{}th century", "ja": "{}世紀", "es": "siglo {}", "pt": "século {}"}
_ROMAN = {"16": "XVI", "17": "XVII", "18": "XVIII", "19": "XIX", "20": "XX", "21": "XXI"}
_ABOUT = {"en": "about {}", "ja": "{}頃", "es": "hacia {}", "pt": "por volta de {}"}
_UNCERTAIN = {"en": "{}, uncertain", "ja": "{}（不確か）", "es": "{}, dudoso", "pt": "{}, incerto"}
_IS_DECADE = re.compile(r"\d{3}0s|años \d{3}0|(?:década de|anos) \d{3}0")
_THE = {"en": "the ", "ja": "", "es": "los ", "pt": "os "}
"""The article that a decade takes after a preposition."""
_SINCE = {"en": "since {}", "ja": "{}以降", "es": "desde {}", "pt": "desde {}"}
_IN_OR_AFTER = {
    "en": "in or after {}",
    "ja": "{}またはそれ以降",
    "es": "en {} o después",
    "pt": "em {} ou depois",
}
_UNTIL = {"en": "until {}", "ja": "{}まで", "es": "hasta {}", "pt": "até {}"}
_BY = {"en": "by {}", "ja": "{}までに", "es": "a más tardar en {}", "pt": "o mais tardar em {}"}
_BY_DAY = {**_BY, "es": "a más tardar el {}"}
_BY_END_OF = {
    "en": "by the end of {}",
    "ja": "{}年末までに",
    "es": "para fines de {}",
    "pt": "até o fim de {}",
}
_WITHIN = {"en": "between {} and {}", "ja": "{}から{}の間", "es": "entre {} y {}", "pt": "entre {} e {}"}
_SPAN = {"en": "{}–{}", "ja": "{}～{}", "es": "{}–{}", "pt": "{}–{}"}
_AS_OF = {"en": "as of {}", "ja": "{}時点", "es": "a {}", "pt": "em {}"}


def date_in_words(date: str, lang: str) -> str:
    """Write a date or an interval within which something happened.

    Parameters
    ----------
    date : a year, month or day, perhaps uncertain or unspecified, or an interval of these.
    lang : en, ja, es or pt.

    Examples
    --------
    >>> date_in_words("2012-03", "en"), date_in_words("196X", "ja"), date_in_words("1990~", "es")
    ('March 2012', '1960年代', 'hacia 1990')
    >>> date_in_words("../2013-12", "en"), date_in_words("2000/2012", "pt"), date_in_words("2013/..", "ja")
    ('by the end of 2013', 'entre 2000 e 2012', '2013年以降')
    >>> date_in_words("../199X", "en"), date_in_words("../199X", "pt"), date_in_words("../2013~", "pt")
    ('by the 1990s', 'o mais tardar nos anos 1990', 'o mais tardar por volta de 2013')
    >>> date_in_words("2015?/2016?", "en"), date_in_words("2015/2016?", "en")
    ('between 2015 and 2016, uncertain', 'between 2015 and 2016, uncertain')
    """
    if "/" not in date:
        return _single(date, lang)
    start, end = (part.strip().strip(".") for part in date.split("/", 1))
    if start and end:
        if start == end:
            return _single(start, lang)
        return _from_to(_WITHIN, start, end, lang)
    if start:
        return _the_day(_SINCE[lang].format(_single(start, lang)), lang)
    if re.fullmatch(r"\d{4}-12", end):
        return _BY_END_OF[lang].format(end[:4])
    to_the_day = re.fullmatch(r"\d{4}-\d\d-\d\d", end)
    said = _single(end, lang)
    said = _THE[lang] + said if _IS_DECADE.fullmatch(said) else said
    text = (_BY_DAY if to_the_day else _BY)[lang].format(said)
    return text.replace("em os ", "nos ").replace("em por volta", "por volta").replace("en hacia", "hacia")


@lru_cache(maxsize=4096)
def time_in_words(date: str, start: str, end: str, as_of: str, *, lang: str) -> str:
    """Write when something happened, else how long it lasted, else when it was true.

    Examples
    --------
    >>> time_in_words("", "1990", "1999", "", lang="en"), time_in_words("", "", "", "2013-06", lang="es")
    ('1990–1999', 'a junio de 2013')
    >>> time_in_words("", "2005", "", "2013", lang="ja")
    '2005年以降'
    >>> time_in_words("", "198X", "", "", lang="en"), time_in_words("", "198X", "", "", lang="pt")
    ('since the 1980s', 'desde os anos 1980')
    """
    if date:
        return date_in_words(date, lang)
    if start and end and start != end:
        return _span(start, end, lang)
    if start and start == end:
        return date_in_words(start, lang)
    if start or end:
        bound = date_in_words(start or end, lang)
        decade = _IS_DECADE.fullmatch(bound)
        return _the_day(
            (_SINCE if start else _UNTIL)[lang].format(_THE[lang] + bound if decade else bound), lang
        )
    return _the_day(_AS_OF[lang].format(date_in_words(as_of, lang)), lang) if as_of else ""


def _the_day(text: str, lang: str) -> str:
    """Put the article before a day that follows a preposition in Spanish.

    >>> _the_day("a 29 de marzo de 2023", "es"), _the_day("desde 5 de mayo de 2005", "es")
    ('al 29 de marzo de 2023', 'desde el 5 de mayo de 2005')
    >>> _the_day("entre 1 de mayo de 2005 y junio de 2005", "es")
    'entre el 1 de mayo de 2005 y junio de 2005'
    """
    if lang != "es":
        return text
    text = re.sub(r"^(desde|hasta|hacia|entre) (?=\d{1,2} de )", r"\1 el ", text)
    text = re.sub(r"(?<=^entre )(.* y )(?=\d{1,2} de )", r"\1el ", text)
    return re.sub(r"^a (?=\d{1,2} de )", "al ", text)


@lru_cache(maxsize=4096)
def act_in_words(date: str, lang: str) -> str:
    """Write when something was done: what has an open end was done once, and not since then.

    >>> act_in_words("2006-05/..", "en"), act_in_words("2006-05", "en")
    ('in or after May 2006', 'May 2006')
    """
    start, found, end = date.partition("/")
    if found and start and end == "..":
        return _IN_OR_AFTER[lang].format(_single(start, lang))
    return date_in_words(date, lang)


def is_closed(date: str, end: str) -> bool:
    """Return whether something with these dates is over.

    >>> is_closed("2012", ""), is_closed("2013/..", ""), is_closed("", "")
    (True, False, False)
    """
    return bool(end and not end.endswith("..")) or bool(date and not date.endswith(".."))


def _span(start: str, end: str, lang: str) -> str:
    if "/" in start + end:
        return _SPAN[lang].format(date_in_words(start, lang), date_in_words(end, lang))
    return _from_to(_SPAN, start, end, lang)


def _from_to(words: dict[str, str], start: str, end: str, lang: str) -> str:
    """Write two dates and what joins them; when both are uncertain, it is said once, of the whole.

    >>> _from_to(_SPAN, "2018-05?", "2018-06?", "es"), _from_to(_SPAN, "2018?", "2019", "en")
    ('mayo de 2018–junio de 2018, dudoso', '2018, uncertain–2019')
    """
    if start.endswith("?") and end.endswith("?"):
        return _UNCERTAIN[lang].format(_from_to(words, start[:-1], end[:-1], lang))
    return _the_day(words[lang].format(_single(start, lang), _single(end, lang)), lang)


def _single(date: str, lang: str) -> str:
    mark = date[-1:] if date[-1:] in "~?%" else ""
    text = _certain(date.rstrip("~?%"), lang)
    if mark in ("~", "%"):
        return _the_day(_ABOUT[lang].format(text), lang)
    return _UNCERTAIN[lang].format(text) if mark else text


def _certain(date: str, lang: str) -> str:
    year, _, rest = date.partition("-")
    if re.fullmatch(r"\d\dXX", year):
        return _century(int(year[:2]) + 1, lang)
    if re.fullmatch(r"\d{3}X", year):
        return _DECADE[lang].format(year[:3] + "0")
    if not rest or rest.startswith("XX"):
        return _YEAR[lang].format(year)
    number, _, day = rest.partition("-")
    name = "" if lang == "ja" else _MONTHS[lang].split()[int(number) - 1]
    month = _MONTH[lang].format(year=year, month=name, number=int(number))
    return _DAY[lang].format(month=month, day=int(day)) if day and day != "XX" else month


def _century(number: int, lang: str) -> str:
    if lang == "en" and number == 21:
        return "21st century"
    name = _ROMAN.get(str(number), str(number)) if lang in ("es", "pt") else str(number)
    return _CENTURY[lang].format(name)
