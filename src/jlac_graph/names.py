"""From what people write to the thing they mean.

A name may be an IRI, the end of one (``agent/mitsui``), a slug (``mitsui``), a label in any
language, an acronym, a country code, or something close to one of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import AmbiguousError, NotFoundError, UsageError
from .links import local_name
from .terms import ONT, expand, shorten

if TYPE_CHECKING:
    from .store import Store

__all__ = [
    "Ends",
    "Hit",
    "Names",
    "ends",
    "find_class",
    "fold",
    "members",
    "read_names",
    "resolve",
    "search",
]

CLOSE = 85
"""Least likeness, of 100, at which a single nearest name is taken for the one that was meant."""
CODE = 4
"""Names up to this length would be found inside any word: bs (Bahamas) and fish in mitsubish."""
LIKELY = 75
"""Least likeness at which a search lists a name; below it two short names share a letter or two."""
NEAR = 60
"""Least likeness at which a name is offered as a candidate."""

_NAMES = """
SELECT DISTINCT ?thing ?name ?property WHERE {
  { ?thing a jlac:Entity } UNION { ?thing a skos:Concept }
  VALUES ?property { skos:prefLabel skos:altLabel jlac:acronym jlac:iso2 jlac:iso3 }
  ?thing ?property ?name .
}"""
_CLASSES = """
SELECT ?class ?name WHERE {
  ?class rdfs:subClassOf* jlac:Entity ; rdfs:label ?name .
}"""
_SLUGS = "SELECT DISTINCT ?thing WHERE { { ?thing a jlac:Entity } UNION { ?thing a jlac:Fact } }"
_EXISTS = "ASK { ?_thing ?property ?value }"
_MEMBERS = """
SELECT DISTINCT ?thing WHERE {
  ?thing a ?_class . ?thing jlac:country|jlac:locatedIn/jlac:country ?_country
}"""
_ALL_MEMBERS = "SELECT DISTINCT ?thing WHERE { ?thing a ?_class }"


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that a text may mean: its short name, the name that matched, and how well (0-100)."""

    thing: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Ends:
    """One end of a trace: a thing, or all things of a class (and country)."""

    text: str
    things: tuple[str, ...]
    single: bool


def fold(text: str) -> str:
    """A text as it is compared: no case, accents, width or punctuation.

    >>> fold("Perú"), fold("ＪＩＣＡ"), fold("Japan-Chile  EPA"), fold("三井物産")
    ('peru', 'jica', 'japan chile epa', '三井物産')
    """
    wide = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in wide if not "\u0300" <= c <= "\u036f")
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", bare)).split())


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of every thing.

    Attributes
    ----------
    by_name : folded name -> things that go by it, sorted.
    written : folded name -> the name as written, for display.
    by_slug : last part of a thing's IRI -> things, sorted.
    """

    by_name: Mapping[str, Sequence[str]]
    written: Mapping[str, str]
    by_slug: Mapping[str, Sequence[str]]

    def exact(self, text: str) -> Sequence[str]:
        """Things that have exactly this slug or name."""
        return self.by_slug.get(text.lower()) or self.by_name.get(fold(text)) or ()

    def close(self, text: str, *, limit: int = 5, least: float = NEAR) -> list[Hit]:
        """Things with a name close to the text, best first, each once.

        The likeness is rapidfuzz's weighted ratio, which finds a part of a long name too; codes and
        short acronyms are left out where they are only a part of the text.
        """
        from rapidfuzz import fuzz, process

        found: dict[str, Hit] = {}
        folded = fold(text)
        whole = [
            name
            for name in self.by_name
            if len(name) > CODE or len(name) + 1 >= len(folded) or not name.isascii()
        ]
        scored = process.extract(folded, whole, scorer=fuzz.WRatio, limit=None, score_cutoff=least)
        for name, score, _ in sorted(scored, key=lambda s: (-s[1], len(s[0]), s[0])):
            for thing in self.by_name[name]:
                found.setdefault(thing, Hit(thing, self.written[name], round(score, 1)))
        return list(found.values())[:limit]


def read_names(store: Store) -> Names:
    """Read every name of a graph."""
    by_name: dict[str, set[str]] = defaultdict(set)
    written: dict[str, str] = {}
    for thing, name, _ in store.select(_NAMES):
        text = str(getattr(name, "value", ""))
        if folded := fold(text):
            by_name[folded].add(shorten(str(getattr(thing, "value", ""))))
            written.setdefault(folded, text)
    by_slug: dict[str, set[str]] = defaultdict(set)
    for (thing,) in store.select(_SLUGS):
        short = shorten(str(getattr(thing, "value", "")))
        by_slug[local_name(short).lower()].add(short)
    return Names(_sorted(by_name), written, _sorted(by_slug))


def _sorted(groups: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(group)) for key, group in sorted(groups.items())}


def search(store: Store, text: str, *, limit: int = 20, names: Names | None = None) -> list[Hit]:
    """Things by name in any language: exact names first, then those close to it."""
    known = names or read_names(store)
    exact = [Hit(thing, text, 100.0) for thing in known.exact(text)]
    seen = {hit.thing for hit in exact}
    near = known.close(text, limit=limit + len(seen), least=LIKELY)
    return [*exact, *(hit for hit in near if hit.thing not in seen)][:limit]


def resolve(store: Store, text: str, *, names: Names | None = None) -> str:
    """The IRI of the thing that a name means.

    Parameters
    ----------
    store : the graph.
    text : what was written.
    names : from `read_names`, where several names are to be resolved.

    Raises
    ------
    NotFoundError
        Nothing has a name like it.
    AmbiguousError
        Several things have that name, or names as close; they are listed.
    """
    from pyoxigraph import NamedNode

    if not text.strip():
        raise UsageError("an empty name; give a slug, an IRI or a label such as mitsui")
    if "://" in text or "/" in text or ":" in text:
        iri = _expanded(text.strip())
        if iri and store.ask(_EXISTS, {"_thing": NamedNode(iri)}):
            return iri
    known = names or read_names(store)
    exact = known.exact(text)
    if len(exact) == 1:
        return expand(exact[0])
    if exact:
        raise AmbiguousError(text, exact)
    return _closest(text, known)


def _expanded(text: str) -> str | None:
    """The IRI of a prefixed or short name; None when it cannot be one."""
    iri = expand(text)
    return iri if re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+", iri) else None


def _closest(text: str, known: Names) -> str:
    near = [hit for hit in known.close(text, limit=50) if not hit.thing.startswith("code:")]
    best = [hit for hit in near if hit.score >= CLOSE]
    if not best:
        raise NotFoundError("entity", text, [hit.thing for hit in near[:3]])
    rivals = [hit for hit in best if hit.score >= best[0].score - 3]
    if len(rivals) > 1:
        raise AmbiguousError(text, [hit.thing for hit in rivals])
    return expand(best[0].thing)


def ends(store: Store, text: str, *, names: Names | None = None) -> Ends:
    """One end of a trace: ``mitsui``, or a class such as ``Firm``, or ``Mine@chile``.

    Raises
    ------
    NotFoundError, AmbiguousError
        No such thing or class, or several; a class without members in that country.
    """
    known = names or read_names(store)
    word, at, country = text.partition("@")
    if not at and known.exact(text):
        return Ends(text, (shorten(resolve(store, text, names=known)),), single=True)
    class_ = find_class(store, word)
    if class_ is None and not at:
        return Ends(text, (shorten(resolve(store, text, names=known)),), single=True)
    if class_ is None:
        raise NotFoundError("class", word, _class_names(store, word))
    place = resolve(store, country, names=known) if at else None
    return Ends(text, members(store, class_, country=place), single=False)


def find_class(store: Store, word: str) -> str | None:
    """The IRI of a class by its name or its label in any language; plurals in -s are fine."""
    folded = fold(word)
    for class_, name in store.select(_CLASSES):
        iri = str(getattr(class_, "value", ""))
        names = {fold(local_name(iri)), fold(str(getattr(name, "value", "")))}
        if iri.startswith(ONT) and names & {folded, folded.removesuffix("s")}:
            return iri
    return None


def _class_names(store: Store, word: str) -> list[str]:
    from difflib import get_close_matches

    known = {local_name(str(getattr(row[0], "value", ""))) for row in store.select(_CLASSES)}
    return get_close_matches(word, sorted(known), 3, 0.4) or sorted(known)


def members(store: Store, class_: str, *, country: str | None = None) -> tuple[str, ...]:
    """Short names of the things of a class, in a country when one is given, sorted."""
    from pyoxigraph import NamedNode

    values = {"_class": NamedNode(class_)}
    if country is None:
        rows: Iterable[Sequence[object]] = store.select(_ALL_MEMBERS, values)
    else:
        rows = store.select(_MEMBERS, {**values, "_country": NamedNode(country)})
    found = sorted({shorten(str(getattr(row[0], "value", ""))) for row in rows})
    if not found:
        where = f" in {shorten(country)}" if country else ""
        raise NotFoundError("thing", f"{local_name(class_)}{where}")
    return tuple(found)
