"""An index of texts by their words, as arrays that can be kept on disk.

The texts are numbered in the order in which they are to be found, so that ascending numbers are the order of
results. The distinct words stand one after the other in UTF-16, those in ASCII first, each of the two parts
sorted; those that begin alike are neighbours. Words of scripts without spaces are found at any place inside
by going through the second part.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arrays", "Text", "TextIndex", "index_arrays", "part"]

Arrays: TypeAlias = Mapping[str, NDArray[Any]]
"""Arrays by name; the names of those of one part begin with its name and a slash."""
_Numbers = NDArray[Any]
_CODE = "utf-16-le"
_TOP = "\uffff".encode(_CODE)
"""Not in any word, and after all characters of one."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """What can be found: its id, its folded words, its values by facet, and its rank among equals."""

    id: str
    words: str
    facets: Mapping[str, Sequence[str]]
    rank: tuple[int | float | str, ...]
    sectors: str = ""
    """The folded names of the sectors that a statement has to do with; its own words come first."""


def index_arrays(texts: Iterable[Text]) -> dict[str, _Numbers]:
    """Return the arrays of an index of texts, of which only one is in memory at a time."""
    ids: list[str] = []
    ranks: list[tuple[Any, ...]] = []
    own, sectors, shared = _Postings(), _Postings(), _numbering()
    sector_of = array("I")
    facets: dict[str, _Facet] = defaultdict(_Facet)
    shared[""]
    sectors.add("")
    for number, text in enumerate(texts):
        ids.append(text.id)
        ranks.append(text.rank)
        own.add(text.words)
        if text.sectors not in shared:
            sectors.add(text.sectors)
        sector_of.append(shared[text.sectors])
        for name, values in text.facets.items():
            facets[name].add(number, values)
    order = np.array(sorted(range(len(ids)), key=ranks.__getitem__), np.uint32)
    place = np.empty(len(ids), np.uint32)
    place[order] = np.arange(len(ids), dtype=np.uint32)
    ranked = [ids[number] for number in order]
    found = {
        "sector": np.array(sector_of, np.uint32)[order],
        "by id": np.array(sorted(range(len(ids)), key=ranked.__getitem__), np.uint32),
        **_named("ids", _strings(ranked)),
        **_named("own", own.arrays(place)),
        **_named("sectors", sectors.arrays(np.arange(len(shared), dtype=np.uint32))),
        **_named("facets", _strings(facets)),
    }
    for name, facet in facets.items():
        found |= _named(name, facet.arrays(place))
    return found


def part(arrays: Mapping[str, Any], name: str) -> dict[str, _Numbers]:
    """Return the arrays of a part, by what follows its name."""
    start = f"{name}/"
    return {key.removeprefix(start): np.asarray(of) for key, of in arrays.items() if key.startswith(start)}


def _named(name: str, arrays: Arrays) -> dict[str, _Numbers]:
    return {f"{name}/{key}": value for key, value in arrays.items()}


def _numbering() -> defaultdict[str, int]:
    """A map that gives each new key the next number."""
    found: defaultdict[str, int] = defaultdict()
    found.default_factory = found.__len__
    return found


def _starts(lengths: Iterable[int]) -> _Numbers:
    """Where each of several parts begins, and where the last ends."""
    return np.concatenate([[0], np.cumsum(np.fromiter(lengths, np.int64))]).astype(np.int64)


def _strings(texts: Iterable[str]) -> dict[str, _Numbers]:
    parts = [text.encode() for text in texts]
    return {"bytes": np.frombuffer(b"".join(parts), np.uint8), "starts": _starts(map(len, parts))}


class _Postings:
    """The words of texts while they are read."""

    def __init__(self) -> None:
        self._known, self._words, self._lengths = _numbering(), array("I"), array("I")

    def add(self, text: str) -> None:
        words = set(text.split())
        self._lengths.append(len(words))
        self._words.extend(map(self._known.__getitem__, words))

    def arrays(self, place: _Numbers) -> dict[str, _Numbers]:
        """The distinct words, and the numbers of the texts of each.

        Parameters
        ----------
        place : the number of each text, in the order in which they were added.
        """
        coded = sorted((not word.isascii(), word.encode(_CODE), n) for word, n in self._known.items())
        new = np.empty(len(coded), np.uint64)
        new[np.array([number for *_, number in coded], np.int64)] = np.arange(len(coded), dtype=np.uint64)
        pairs = new[np.asarray(self._words)]
        pairs <<= np.uint64(32)
        pairs |= np.repeat(place, np.asarray(self._lengths))
        pairs.sort()
        words = np.arange(len(coded) + 1, dtype=np.uint64) << np.uint64(32)
        return {
            "letters": np.frombuffer(b"".join(word for _, word, _ in coded), np.uint16),
            "starts": _starts(len(word) // 2 for _, word, _ in coded),
            "firsts": np.searchsorted(pairs, words),
            "texts": pairs.astype(np.uint32),
            "sizes": np.array([sum(not other for other, *_ in coded), len(place)], np.int64),
        }


class _Facet:
    """The values of texts for one facet while they are read."""

    def __init__(self) -> None:
        self._known, self._owners, self._codes = _numbering(), array("I"), array("I")

    def add(self, number: int, values: Sequence[str]) -> None:
        for value in values:
            self._owners.append(number)
            self._codes.append(self._known[value])

    def arrays(self, place: _Numbers) -> dict[str, _Numbers]:
        owners = place[np.asarray(self._owners)]
        return {"owners": owners, "codes": np.array(self._codes, np.uint32), **_strings(self._known)}


class _Strings(Sequence[str]):
    """Strings that stay on disk."""

    def __init__(self, arrays: Arrays) -> None:
        self._bytes, self._starts = arrays["bytes"], arrays["starts"]

    def __getitem__(self, number: Any) -> Any:
        return self._bytes[self._starts[number] : self._starts[number + 1]].tobytes().decode()

    def __len__(self) -> int:
        return len(self._starts) - 1


class _Words:
    """Which texts have a word."""

    def __init__(self, arrays: Arrays) -> None:
        self._letters, self._starts = arrays["letters"], arrays["starts"]
        self._firsts, self._texts = arrays["firsts"], arrays["texts"]
        self._plain, self._size = arrays["sizes"].tolist()

    def having(self, forms: Sequence[str]) -> _Numbers:
        """Mark the texts with a word that begins with one of some forms, or not in ASCII has one inside."""
        found = np.zeros(self._size, bool)
        for form in forms:
            if form.isascii():
                for low, high in ((0, self._plain), (self._plain, len(self._starts) - 1)):
                    first, last = self._beginning(form.encode(_CODE), low, high)
                    found[self._texts[self._firsts[first] : self._firsts[last]]] = True
            else:
                found[self._of(self._with(form))] = True
        return found

    def _beginning(self, form: bytes, low: int, high: int) -> tuple[int, int]:
        numbers = range(high)
        first = bisect_left(numbers, form, low, high, key=self._word)
        return first, bisect_left(numbers, form + _TOP, first, high, key=self._word)

    def _word(self, number: int) -> bytes:
        return bytes(self._letters[self._starts[number] : self._starts[number + 1]].tobytes())

    def _with(self, form: str) -> _Numbers:
        """The numbers of the words that have some letters inside."""
        wanted, start = np.frombuffer(form.encode(_CODE), np.uint16), self._starts[self._plain]
        letters = self._letters[start:]
        at = np.flatnonzero(letters[: max(0, len(letters) - len(wanted) + 1)] == wanted[0])
        for step, letter in enumerate(wanted[1:], 1):
            at = at[letters[at + step] == letter]
        words = np.searchsorted(self._starts, at + start, "right") - 1
        return np.unique(words[at + start + len(wanted) <= self._starts[words + 1]])

    def _of(self, words: _Numbers) -> _Numbers:
        """The numbers of the texts of some words, one after the other."""
        lengths = self._firsts[words + 1] - self._firsts[words]
        ends = np.cumsum(lengths)
        places = np.arange(lengths.sum()) + np.repeat(self._firsts[words] - ends + lengths, lengths)
        found: _Numbers = self._texts[places]
        return found


class TextIndex:
    """The texts of a group, by their words and facets.

    Parameters
    ----------
    arrays : from `index_arrays`.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._ids, self._by_id, self._sector = (
            _Strings(part(arrays, "ids")),
            arrays["by id"],
            arrays["sector"],
        )
        self._own, self._sectors = _Words(part(arrays, "own")), _Words(part(arrays, "sectors"))
        self._facets = {name: part(arrays, name) for name in _Strings(part(arrays, "facets"))}

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def facets(self) -> tuple[str, ...]:
        """The facets that the texts have."""
        return tuple(self._facets)

    def ids(self, numbers: Iterable[int]) -> list[str]:
        """Return the ids of texts."""
        return [self._ids[number] for number in numbers]

    def numbers(self, ids: Iterable[str]) -> list[int]:
        """Return the numbers of the texts that have one of some ids, in the order of the ids."""
        found = []
        for name in ids:
            place = bisect_left(self._by_id, name, key=self._ids.__getitem__)
            if place < len(self) and self._ids[self._by_id[place]] == name:
                found.append(int(self._by_id[place]))
        return found

    def best(self, words: Sequence[Sequence[str]]) -> tuple[_Numbers, bool]:
        """Return the texts with every word, or if there are none those with most of them, more than half.

        Parameters
        ----------
        words : the forms of each; one of them is enough.

        Returns
        -------
        The numbers of the texts, best first, and whether they have every word.
        """
        if not words:
            return np.arange(len(self)), True
        met, by_themselves = np.zeros(len(self), np.uint16), np.zeros(len(self), np.uint16)
        for forms in words:
            own = self._own.having(forms)
            by_themselves += own
            met += own | self._sectors.having(forms)[self._sector]
        most = int(met.max(initial=0))
        if most * 2 <= len(words):
            return np.arange(0), True
        found = np.flatnonzero(met == most)
        by_sector = by_themselves[found] < most
        return np.concatenate([found[~by_sector], found[by_sector]]), most == len(words)

    def within(self, facet: str, value: str) -> _Numbers:
        """Mark the texts that have a value of a facet."""
        found = np.zeros(len(self), bool)
        arrays = self._facets.get(facet)
        values = list(_Strings(arrays)) if arrays else []
        if arrays and value in values:
            found[arrays["owners"][arrays["codes"] == values.index(value)]] = True
        return found

    def counts(self, facet: str, marked: _Numbers) -> Counter[str]:
        """Count the values of a facet among marked texts."""
        arrays = self._facets[facet]
        counts = np.bincount(arrays["codes"][marked[arrays["owners"]]])
        values = _Strings(arrays)
        return Counter({values[code]: int(counts[code]) for code in np.flatnonzero(counts).tolist()})
