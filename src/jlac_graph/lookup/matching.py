"""Entities for many names at once: ids with scores and reasons, and never a guess.

A name is matched only if one entity alone has it, in any language, perhaps without its legal form. What is
similar, or fits several entities, is a candidate for a person to choose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.errors import NotFoundError
from ..core.namespaces import ONT, kind_of
from .legal_forms import without_company_limited, without_form, without_general_words
from .likeness import fold
from .search import Names, class_names, find_class, members, read_names, resolve

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["Candidate", "Match", "Matcher", "matcher"]

SAME, BARE, JOINED, ORDER, GENERAL, PART, BEGINS = 100.0, 97.0, 96.0, 95.0, 90.0, 85.0, 80.0
"""Scores of the same name or id; without its legal form; with other spaces or hyphens; in another order;
without general words; a part of a name; a name with more words after it."""
CERTAIN = ORDER
"""Lowest score of a match; below it, an entity is only a candidate."""
SIMILAR = 80.0
"""Lowest similarity of a candidate, of 100; a similar name scores less than any certain one."""
SHORT = 3
"""Most letters of a name that is not looked for at the beginning of another."""
FAMILY = 4
"""Least number of other agents whose names begin with the name of a family of firms; a firm with
two subsidiaries is not one."""
MOST = 5
"""Most candidates of a name."""

Index = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may mean.

    Attributes
    ----------
    id : such as ``agent/mitsui``.
    name : the name of the entity that fits.
    score : from 0 to 100.
    reason : why it fits, in words.
    """

    id: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a name was taken for.

    Attributes
    ----------
    text : the name that was looked up.
    candidates : the entities that it may mean, best first.
    """

    text: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def id(self) -> str:
        """The entity, if one alone certainly has the name; else empty."""
        certain = [found for found in self.candidates if found.score >= CERTAIN]
        alone = certain and (len(certain) == 1 or certain[1].score < certain[0].score)
        return certain[0].id if alone else ""

    @property
    def status(self) -> str:
        """``matched``, ``candidates`` when a person has to choose, or ``unmatched``."""
        return "matched" if self.id else "candidates" if self.candidates else "unmatched"


class Matcher:
    """Finds the entities of names.

    Parameters
    ----------
    names : of the graph.
    among : short names of the entities that come into question; None for all but codes and facts.

    Attributes
    ----------
    ids : short names of the entities that it can find.
    """

    def __init__(self, names: Names, among: Collection[str] | None = None) -> None:
        kept = {
            name: frozenset(t for t in things if (t in among if among is not None else _is_entity(t)))
            for name, things in names.by_name.items()
        }
        self._written = names.written
        self._names: Index = {name: things for name, things in kept.items() if things}
        self.ids = frozenset(thing for things in self._names.values() for thing in things)
        self._slugs = _grouped((thing.rpartition("/")[2], thing) for thing in self.ids)
        self._bare = self._index(_plain)
        self._general = self._index(without_general_words)
        agents = [(n, t) for n, things in self._bare.items() for t in things if kind_of(t) == "agent"]
        self._begun = _grouped((name.partition(" ")[0], thing) for name, thing in agents if " " in name)
        self._short = self._shortened()
        self._joined = _grouped(
            (name.replace(" ", ""), thing) for name, things in self._bare.items() for thing in things
        )
        self._sorted = _grouped(
            (" ".join(sorted(name.split())), thing) for name, things in self._bare.items() for thing in things
        )

    def _index(self, cut: Callable[[str], str]) -> Index:
        pairs = ((fold(cut(self._written[n])) or n, t) for n, things in self._names.items() for t in things)
        return _grouped(pairs)

    def _shortened(self) -> Index:
        """Folded names without general words -> agents with that name and more words in full."""
        pairs = (
            (fold(without_general_words(self._written[name])), fold(_plain(self._written[name])), thing)
            for name, things in self._names.items()
            for thing in things
            if kind_of(thing) == "agent"
        )
        return _grouped((short, thing) for short, whole, thing in pairs if short != whole)

    def match(self, text: str) -> Match:
        """Find the entities that a name may mean.

        Parameters
        ----------
        text : a name in any language, an id or a slug.
        """
        text = text.strip()
        found: dict[str, Candidate] = {}
        for candidate in self._candidates(text):
            if candidate.id not in found or candidate.score > found[candidate.id].score:
                found[candidate.id] = candidate
        ranked = sorted(found.values(), key=lambda c: (-c.score, kind_of(c.id) != "agent", c.id))
        return Match(text, tuple(ranked[:MOST]))

    def _candidates(self, text: str) -> Iterable[Candidate]:
        folded, bare = fold(text), fold(_plain(text))
        if not folded:
            return
        limited = without_company_limited(text)
        if text in self.ids:
            yield Candidate(text, text, SAME, "same id")
        ways = (
            (self._names, folded, SAME, "same name"),
            (self._slugs, text.lower(), SAME, "same id"),
            (self._bare, bare, BARE, "same name without its legal form"),
            (self._bare, fold(_plain(limited)), BARE, "same name without its legal form"),
            (self._joined, bare.replace(" ", ""), JOINED, "same name with other spaces or hyphens"),
            (self._sorted, " ".join(sorted(bare.split())), ORDER, "same words in another order"),
            (
                self._general,
                fold(without_general_words(text)),
                GENERAL,
                "same name without words such as Group",
            ),
        )
        for index, key, score, reason in ways:
            for thing in index.get(key, ()):
                if score >= CERTAIN and text not in self._slugs and self._is_family(key, thing):
                    yield Candidate(
                        thing, self._name_of(thing, key), GENERAL, "a name that others begin with"
                    )
                else:
                    yield Candidate(thing, self._name_of(thing, key), score, reason)
        yield from self._similar(bare)

    def _is_family(self, key: str, thing: str) -> bool:
        """Return whether a name is short for a longer one of an agent, and others begin with it as well.

        *Mitsubishi* may be written for Mitsubishi Corporation, and for any other firm of that family.
        """
        return (
            thing in self._short.get(key, ()) and len(self._begun.get(key, frozenset()) - {thing}) >= FAMILY
        )

    def _similar(self, bare: str) -> Iterable[Candidate]:
        """Yield the entities with a name similar to a folded one, or of which the one is a part."""
        from rapidfuzz import fuzz, process

        known = list(self._bare)
        for name, score, _ in process.extract(
            bare, known, scorer=fuzz.token_sort_ratio, limit=MOST, score_cutoff=SIMILAR
        ):
            for thing in self._bare[name]:
                yield Candidate(thing, self._name_of(thing, name), min(score, GENERAL - 1), "similar name")
        for name in known if len(bare) > 2 else ():
            if f" {bare} " in f" {name} " or (not bare.isascii() and bare in name):
                for thing in self._bare[name]:
                    yield Candidate(thing, self._name_of(thing, name), PART, "part of its name")
            elif _begins(bare, name):
                for thing in (thing for thing in self._bare[name] if kind_of(thing) != "place"):
                    yield Candidate(thing, self._name_of(thing, name), BEGINS, "its name and more words")

    def _name_of(self, thing: str, key: str) -> str:
        """Return the name of an entity that fits a folded text best, as it is written."""
        from rapidfuzz import fuzz

        own = [name for name, things in self._names.items() if thing in things]
        return self._written[max(own, key=lambda name: (fuzz.ratio(key, name), name))] if own else thing


def _plain(name: str) -> str:
    """Return a name without its legal form, with no word for *and*: Mitsui & Co. is Mitsui and Co.

    >>> _plain("Mitsui & Co., Ltd."), _plain("Mitsui and Co."), _plain("Andean Copper")
    ('Mitsui Company', 'Mitsui Company', 'Andean Copper')
    """
    return " ".join(word for word in without_form(name).split() if word.lower() not in ("&", "and"))


def _begins(text: str, name: str) -> bool:
    """Return whether a folded text is a name of more than a few letters and more words."""
    if not name.isascii():
        return len(name) > 1 and text.startswith(name)
    return len(name) > SHORT and text.startswith(f"{name} ")


def _is_entity(thing: str) -> bool:
    return kind_of(thing) not in ("code", "fact", "src")


def _grouped(pairs: Iterable[tuple[str, str]]) -> Index:
    found: dict[str, set[str]] = defaultdict(set)
    for key, thing in pairs:
        found[key].add(thing)
    return {key: frozenset(things) for key, things in found.items()}


def matcher(store: Store, *, class_: str | None = None, country: str | None = None) -> Matcher:
    """Make a matcher for the entities of a graph, of a class or a country perhaps.

    Parameters
    ----------
    store : the graph.
    class_ : name of a class, such as ``Firm``.
    country : name of a country.

    Raises
    ------
    NotFoundError : there is no such class or country, or no entity of both.
    """
    names = read_names(store)
    if class_ is None and country is None:
        return Matcher(names)
    iri = find_class(store, class_) if class_ else ONT + "Entity"
    if iri is None:
        raise NotFoundError("class", class_ or "", class_names(store, class_ or ""))
    place = resolve(store, country, names=names) if country else None
    return Matcher(names, frozenset(members(store, iri, country=place)))
