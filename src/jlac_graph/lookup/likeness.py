"""How texts are compared, and how well one fits a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

__all__ = ["CODE", "ComparedNames", "fold", "in_kana", "likeness"]

CODE = 3
"""Texts and names up to this length are codes: one other letter makes another code."""


def fold(text: str) -> str:
    """Return a text as it is compared: no case, accents, width or punctuation.

    >>> fold("Perú"), fold("ＪＩＣＡ"), fold("Japan-Chile  EPA"), fold("三井物産")
    ('peru', 'jica', 'japan chile epa', '三井物産')
    """
    if text.isascii():
        plain = text.lower()
    else:
        wide = unicodedata.normalize("NFKD", text).casefold()
        plain = unicodedata.normalize("NFC", _ACCENTS.sub("", wide))
    return " ".join(_BETWEEN.sub(" ", plain).split())


_ACCENTS, _BETWEEN = re.compile("[\u0300-\u036f]+"), re.compile(r"[\W_]+")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30f6\u30fc\s]+")
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_KATAKANA = {katakana: hiragana for hiragana, katakana in _HIRAGANA.items()}


def in_kana(folded: str) -> tuple[str, ...]:
    """Return a folded text and, if it is written in kana alone, the same in hiragana and in katakana.

    >>> in_kana("まつだ"), in_kana("マツダ"), in_kana("三井")
    (('まつだ', 'マツダ'), ('マツダ', 'まつだ'), ('三井',))
    """
    if not _KANA.fullmatch(folded):
        return (folded,)
    return tuple(dict.fromkeys((folded, folded.translate(_KATAKANA), folded.translate(_HIRAGANA))))


def likeness(text: str, name: str) -> float:
    """Return how well a folded text fits a folded name, from 0 to 100.

    The name itself is 100; whole words of it 95, the beginning of one of its words 90; a name that
    is a part of the text, or letters inside a word, 80; typing errors, the share of matching letters.

    >>> [likeness(text, "mitsubishi corporation") for text in ("mitsubishi", "mitsubi", "corpo")]
    [95.0, 90.0, 90.0]
    >>> likeness("pan", "japan"), likeness("mexico", "promexico"), round(likeness("codelko", "codelco"))
    (0.0, 80.0, 86)
    """
    if text == name:
        return 100.0
    if f" {text} " in f" {name} ":
        return 95.0
    if not text.isascii() and text in name:
        return 90.0
    if name.startswith(text) or (len(text) >= CODE and f" {text}" in name):
        return 90.0
    if min(len(text), len(name)) <= CODE:
        return 0.0
    if f" {name} " in f" {text} ":
        return 80.0
    return _slip(text, name)


def _slip(text: str, name: str) -> float:
    """Return the similarity of a text to a name, to one of its words, or to a part of it."""
    from rapidfuzz import fuzz

    whole = max(fuzz.ratio(text, name), fuzz.token_sort_ratio(text, name))
    if len(name) < len(text):
        return whole
    if " " in text:
        return max(whole, 0.9 * fuzz.partial_ratio(text, name))
    if len(text) > CODE + 1 and text in name:
        return max(whole, 80.0)
    return max(whole, *(0.9 * fuzz.ratio(text, word) for word in name.split()))


class ComparedNames:
    """Names as they are compared with one text after another.

    Parameters
    ----------
    names : folded, each once.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._words = set(" ".join(self._names).split())
        self._most = max((name.count(" ") + 1 for name in self._names), default=0)

    def may_be_like(self, text: str, least: float) -> set[str]:
        """Return the names that may reach a likeness, and few others, without measuring each in Python.

        >>> names = ComparedNames(["codelco", "codelco chile", "vale", "the codelkos"])
        >>> sorted(names.may_be_like("codelko", 75))
        ['codelco', 'codelco chile', 'the codelkos']
        """
        from rapidfuzz import fuzz, process

        def near(scorer: Callable[..., float], among: Iterable[str], cutoff: float) -> set[str]:
            # a point less, as the scorers round their cutoff
            found = process.extract_iter(text, among, scorer=scorer, score_cutoff=cutoff - 1)
            return {choice for choice, *_ in found}

        words, names, most = text.split(), self._names, self._most
        spans = {" ".join(words[i : i + size]) for size in range(1, most + 1) for i in range(len(words))}
        found = spans.intersection(names) | {name for name in names if text in name}
        found |= near(fuzz.ratio, names, least) | near(fuzz.token_sort_ratio, names, least)
        if len(words) > 1:
            return found | near(fuzz.partial_ratio, names, least / 0.9)
        alike = near(fuzz.ratio, self._words, least / 0.9)
        return found.union(name for word in alike for name in names if word in name and word in name.split())
