"""The language of wordings: sentences with places for roles, optional parts and verbs that agree.

``{investor} {investor|bought|bought|buy} [{share} of ]{target} || {target} {target|was|were} bought``

- ``{role}`` is replaced by the names of the role; ``{financed/recipient}`` takes the first that has a value.
- ``[...]`` is left out if a role in it has no value.
- ``{role|one|many}`` agrees with the number of a role. The first of them in a wording is its verb, which may
  have a third form, after which a plan is told ("plans to **buy**"), and a fourth and a fifth for what is
  over ("owned"). In Japanese the forms are: at the end of a sentence, before a hedge, before a plan.
- `` || `` separates alternatives; the first is taken whose roles outside brackets all have a value.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "MISSING",
    "Manner",
    "can_say",
    "chosen",
    "fill",
    "has_plan",
    "has_verb",
    "is_standing",
    "verb_role",
]

MISSING = "…"
"""Stands for a role without a value that no alternative can do without."""

_PLACE = re.compile(r"{([\w/]+)(?:\|([^{}]*))?}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Manner:
    """How the verb of a sentence is said.

    Attributes
    ----------
    modal : what a plan puts before the verb, for one and for many subjects ("plans to|plan to"); Japanese
        puts it after the verb.
    hedge : a pattern with ``{verb}`` that says how sure the source is ("probably {verb}").
    past : what is said is over.
    """

    modal: str = ""
    hedge: str = ""
    past: bool = False

    def say(self, forms: Sequence[str], *, many: bool, lang: str) -> str:
        """Return the form of a verb, with its modal and hedge.

        >>> Manner(modal="plans to|plan to").say(["bought", "bought", "buy"], many=True, lang="en")
        'plan to buy'
        >>> Manner(hedge="{verb}とみられる").say(["取得", "取得した", "取得する"], many=False, lang="ja")
        '取得したとみられる'
        """
        planned = bool(self.modal) and len(forms) > 2
        if lang == "ja":
            if self.hedge:
                text = self.hedge.replace("{verb}", forms[2] if planned else forms[1])
            else:
                text = forms[2] + self.modal if planned else forms[3 if self.past and len(forms) > 3 else 0]
            return text
        if planned:
            text = f"{_agreeing(self.modal.split('|'), many)} {forms[2]}"
        else:
            text = _agreeing(forms[3:] if self.past and len(forms) > 3 else forms, many)
        return self._hedged(text, lang) if self.hedge else text

    def _hedged(self, text: str, lang: str) -> str:
        """Put the hedge before the verb; in English after a form of "to be"."""
        be = re.fullmatch(r"(is|are|was|were)(?: (.+))?", text) if lang == "en" else None
        if be:
            return f"{be[1]} {self.hedge.replace('{verb}', be[2] or '').strip()}"
        return self.hedge.replace("{verb}", text)


def fill(
    wording: str,
    values: Mapping[str, str],
    *,
    lang: str = "en",
    many: Container[str] = (),
    manner: Manner | None = None,
) -> str:
    """Fill a wording with values.

    Parameters
    ----------
    wording : see the module.
    values : role or property name -> text; a name that is absent or empty has no value.
    lang : en, ja, es or pt.
    many : the roles that have several parties, or a party in the plural.
    manner : how the verb is said; by default as a plain statement.

    Returns
    -------
    The sentence; a role without a value that no alternative can do without reads ``…``.

    Examples
    --------
    >>> fill("{a} {a|lends|lend} [{amount} ][to {b}]", {"a": "JBIC", "b": "Codelco"})
    'JBIC lends to Codelco'
    >>> fill("{a} finances {b/c} || {b/c} is financed", {"c": "UTN-CEFOF"})
    'UTN-CEFOF is financed'
    """
    verbs = _Verbs(values, lang=lang, many=many, manner=manner or Manner())
    return _choose(wording, values).say(verbs).strip()


def chosen(wording: str, values: Mapping[str, str]) -> str:
    """Return the alternative of a wording that `fill` takes.

    >>> chosen("{a} sells {b} || {b} is sold", {"b": "Caserones"})
    '{b} is sold'
    """
    return _choose(wording, values).text


def _choose(wording: str, values: Mapping[str, str]) -> _Alternative:
    alternatives = _parse(wording)
    if len(alternatives) == 1:
        return alternatives[0]
    return next((found for found in alternatives if found.can_say(values)), alternatives[0])


def can_say(wording: str, values: Mapping[str, str]) -> bool:
    """Return whether a wording has an alternative whose roles all have a value.

    >>> can_say("{a} lends to {b}", {"a": "JBIC"}), can_say("{a} lends [to {b}]", {"a": "JBIC"})
    (False, True)
    """
    return any(found.can_say(values) for found in _parse(wording))


@lru_cache(maxsize=1024)
def has_plan(wording: str) -> bool:
    """Return whether the verb of a wording has the form that a plan takes.

    >>> has_plan("{a} {a|is|are|be} here"), has_plan("{a} {a|negotiates|negotiate} it")
    (True, False)
    """
    return len(wording.partition("|")[2].partition("}")[0].split("|")) > 2


def is_standing(wording: str) -> bool:
    """Return whether the verb of a wording tells of what lasts: it has forms of its own for what is over.

    In Japanese the form before a hedge ends in 〜ている or 〜である.

    >>> is_standing("{a} {a|owns|own|own|owned|owned} {b}"), is_standing("{a} {a|bought|bought|buy} {b}")
    (True, False)
    >>> is_standing("{a}が{b}を{a|保有|保有している|保有する}")
    True
    """
    forms = wording.partition("|")[2].partition("}")[0].split("|")
    return len(forms) > 3 or forms[1 % len(forms)].endswith(("ている", "である"))


def has_verb(wording: str) -> bool:
    """Return whether a wording is a sentence with a verb."""
    return bool(verb_role(wording))


@lru_cache(maxsize=1024)
def verb_role(wording: str) -> str:
    """Return the roles with which the verb of a wording agrees; empty if it has no verb.

    >>> verb_role("{owner} {owner|owns|own} {owned}")
    'owner'
    """
    return next((match[1] for match in _PLACE.finditer(wording) if match[2] is not None), "")


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a role in a wording: the names that may fill it, or the forms that agree with it."""

    names: tuple[str, ...]
    forms: tuple[str, ...] = ()

    def value(self, values: Mapping[str, str]) -> str:
        for name in self.names:
            if value := values.get(name):
                return value
        return ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a wording; an optional one is left out if one of its places has no value."""

    pieces: tuple[str | _Place, ...]
    places: tuple[_Place, ...]
    optional: bool

    @classmethod
    def read(cls, text: str, *, optional: bool) -> _Part:
        pieces: list[str | _Place] = []
        end = 0
        for match in _PLACE.finditer(text):
            forms = tuple(match[2].split("|")) if match[2] is not None else ()
            pieces += [text[end : match.start()], _Place(tuple(match[1].split("/")), forms)]
            end = match.end()
        pieces.append(text[end:])
        places = tuple(piece for piece in pieces if isinstance(piece, _Place))
        return cls(tuple(piece for piece in pieces if piece), places, optional)


@dataclass(frozen=True, slots=True)
class _Alternative:
    text: str
    parts: tuple[_Part, ...]
    needs: tuple[_Place, ...]

    @classmethod
    def read(cls, text: str) -> _Alternative:
        parts, end = [], 0
        for match in _OPTIONAL.finditer(text):
            parts.append(_Part.read(text[end : match.start()], optional=False))
            parts.append(_Part.read(match[1], optional=True))
            end = match.end()
        parts.append(_Part.read(text[end:], optional=False))
        needs = (place for part in parts if not part.optional for place in part.places if not place.forms)
        return cls(text, tuple(parts), tuple(needs))

    def can_say(self, values: Mapping[str, str]) -> bool:
        return all(place.value(values) for place in self.needs)

    def say(self, verbs: _Verbs) -> str:
        said: list[str] = []
        for part in self.parts:
            if part.optional and not all(place.value(verbs.values) for place in part.places):
                continue
            said += [piece if isinstance(piece, str) else verbs.say(piece) for piece in part.pieces]
        return "".join(said)


class _Verbs:
    """Says the places of one wording; knows which place is the verb."""

    def __init__(self, values: Mapping[str, str], *, lang: str, many: Container[str], manner: Manner) -> None:
        self.values, self.lang, self.many, self.manner = values, lang, many, manner
        self.said = False

    def say(self, place: _Place) -> str:
        if not place.forms:
            return place.value(self.values) or MISSING
        several = next((name for name in place.names if self.values.get(name)), "") in self.many
        if self.said:
            return _agreeing(place.forms, several)
        self.said = True
        return self.manner.say(place.forms, many=several, lang=self.lang)


@lru_cache(maxsize=1024)
def _parse(wording: str) -> tuple[_Alternative, ...]:
    return tuple(_Alternative.read(text.strip()) for text in wording.split(" || "))


def _agreeing(forms: Sequence[str], many: bool) -> str:
    return forms[1] if many and len(forms) > 1 else forms[0]
