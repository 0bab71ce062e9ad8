"""Search by name: from a text to the entity that it means.

A name may be an IRI, the end of one (``agent/mitsui``), a slug (``mitsui``), a label in any
language, an acronym, a country code, the locator of a passage, or something close to one of these.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from heapq import nsmallest
from typing import TYPE_CHECKING

from ..core.errors import AmbiguousError, NotFoundError, UsageError
from ..core.kept_tables import holding
from ..core.namespaces import BASE, ONT, PREFIXES, expand, kind_of, local_name, named_node, short_id, shorten
from ..core.terms import text_of
from .hierarchy import above
from .likeness import fold
from .names_of_entities import Hit, Names, is_code, names_by_thing, read_names, read_texts
from .own_bases import found_under

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = [
    "Ends",
    "Hit",
    "Names",
    "class_names",
    "ends",
    "find_class",
    "members",
    "read_names",
    "read_texts",
    "resolve",
    "search",
]

CLOSE = 85
"""Minimum similarity, of 100, at which a single nearest name is accepted."""
LIKELY = 75
"""Minimum similarity at which a search lists a name; below it, short names share one or two letters."""
OFFERED = 70
"""Minimum similarity at which the message about an unknown name offers another."""
WORDS_OF_NAMES = 94.0
"""Score of an entity whose names hold every word that was asked, in any order."""
WORDS_OF_TEXT = 79.0
"""Score of an entity that needs its description too to hold every word."""
_SMALL = frozenset(("of", "in", "the", "and", "for", "de", "del", "da", "do", "das", "dos"))
_SMALL |= {"la", "el", "los", "las", "y", "e", "em", "en"}

_CLASSES = """
SELECT DISTINCT ?class ?name WHERE {
  { ?class rdfs:subClassOf ?other ; rdfs:label ?name } UNION
  { ?other rdfs:subClassOf ?class . ?class rdfs:label ?name }
}"""
"""Not by the path of alternatives, for which the embedded store goes through all labels."""
_PASSAGE = "SELECT ?passage WHERE { ?passage jlac:locator ?_locator }"
_PASSAGES = """
SELECT ?locator WHERE { ?passage jlac:locator ?locator FILTER (STRSTARTS(?locator, ?_source)) }
ORDER BY ?locator"""
_LOCATOR = re.compile(r"[\w.-]+#[^\s/]+")
_EXISTS = "ASK { ?_thing ?property ?value }"
_IS_A = "ASK { ?_thing a ?_class }"
_MEMBERS = """
SELECT DISTINCT ?thing WHERE {
  ?thing a ?_class . ?thing jlac:country|jlac:locatedIn/jlac:country ?_country
}"""
_ALL_MEMBERS = "SELECT DISTINCT ?thing WHERE { ?thing a ?_class }"


@dataclass(frozen=True, slots=True)
class Ends:
    """One end of a trace: an entity, or all entities of a class (and country)."""

    text: str
    things: tuple[str, ...]
    single: bool


class _Members(Container[str]):
    """The members of a class, each asked for."""

    def __init__(self, store: Store, class_: str) -> None:
        from pyoxigraph import NamedNode

        self._store, self._class = store, NamedNode(class_)

    def __contains__(self, thing: object) -> bool:
        node = named_node(expand(str(thing)))
        return self._store.ask(_IS_A, {"_thing": node, "_class": self._class}) if node else False


def search(store: Store, text: str, *, limit: int = 20, names: Names | None = None) -> list[Hit]:
    """Return entities and codes by name in any language, or by the words of their names and descriptions.

    Exact names come first, then by score (see `likeness`, `WORDS_OF_NAMES` and `WORDS_OF_TEXT`); words may
    stand in any order.

    Raises
    ------
    UsageError : for a text without a letter or digit.
    """
    _require(text)
    known = names or read_names(store)
    exact = [Hit(thing, text, 100.0) for thing in known.exact(text)]
    near = known.close(text, limit=limit + len(exact), least=LIKELY)
    words = [word for word in fold(text).split() if word not in _SMALL]
    # one word in a name is what `likeness` measures
    most = WORDS_OF_NAMES if len(words) > 1 else WORDS_OF_TEXT
    enough = len({hit.thing for hit in (*exact, *near) if hit.score >= most}) >= limit
    further = [] if enough else _by_words(store, words, known, limit + len(exact) + len(near))
    found: dict[str, Hit] = {}
    for hit in [*exact, *sorted([*near, *further], key=lambda hit: -hit.score)]:
        found.setdefault(hit.thing, hit)
    return list(found.values())[:limit]


def _by_words(store: Store, words: Sequence[str], known: Names, limit: int) -> list[Hit]:
    """Entities whose names, slug and description hold every one of some words, the shortest first."""
    if not words:
        return []
    hits = []
    for thing, (slug, folded, about) in holding(read_texts(store, known), words):
        named = f" {slug} {' '.join(folded)}"
        if not _holds(f"{named} {about}", words):
            continue
        score = WORDS_OF_NAMES if len(words) > 1 and _holds(named, words) else WORDS_OF_TEXT
        best = max(folded, key=lambda name: (sum(_holds(f" {name}", [w]) for w in words), -len(name)))
        # the shortest text that holds them all, so that names in further languages change nothing
        whole = min((len(name) for name in (slug, *folded) if _holds(f" {name}", words)), default=len(named))
        hits.append((-score, whole, thing, best))
    return [Hit(thing, known.written[best], -score) for score, _, thing, best in nsmallest(limit, hits)]


def _holds(text: str, words: Iterable[str]) -> bool:
    """Return whether each word begins a word of a text; scripts without spaces may stand anywhere in it."""
    return all(f" {word}" in text or (not word.isascii() and word in text) for word in words)


def resolve(
    store: Store,
    text: str,
    *,
    names: Names | None = None,
    class_: str | None = None,
    among: Container[str] = (),
) -> str:
    """Return the IRI of the entity that a name means.

    Parameters
    ----------
    store : the graph.
    text : what was written.
    names : from `read_names`, if several names are to be resolved.
    class_ : IRI of the expected class; its members come first.
    among : short names of the entities and codes that are expected; they come first.

    Raises
    ------
    UsageError
        The text has no letter or digit.
    NotFoundError
        No entity has a similar name.
    AmbiguousError
        Several entities have that name, or names as similar; they are listed.
    """
    _require(text)
    if "#" in text and (passage := _passage(store, text.strip())):
        return passage
    if "://" in text or "/" in text or ":" in text:
        node = named_node(_expanded(text.strip()))
        if node and store.ask(_EXISTS, {"_thing": node}):
            return node.value
        if node and (own := found_under(store, node.value)):
            return own
    known = names or read_names(store)
    expected: Container[str] = among or (_Members(store, class_) if class_ else ())
    exact = (known.among(expected).exact(text) if expected else ()) or known.exact(text)
    if len(exact) == 1:
        return expand(exact[0])
    if exact:
        raise AmbiguousError(text, [short_id(thing) for thing in exact])
    if _LOCATOR.fullmatch(text.strip()):
        raise NotFoundError("passage", text, _near_passages(store, text.strip()))
    if class_ and not among:
        expected = frozenset(_of_class(store, class_))
    wanted = known.among(expected) if among or class_ else known
    if called := _called_as(text.strip(), wanted):
        raise NotFoundError("entity", text, [short_id(thing) for thing in called[:3]])
    return _closest(text, wanted, codes=class_ is not None or bool(among))


def _called_as(text: str, known: Names) -> list[str]:
    """Return the entities of which the last part of an unknown id is a name, such as an acronym."""
    kind, slash, word = text.rpartition("/")
    things = known.exact(word.replace("-", " ")) if slash else ()
    return [thing for thing in things if kind_of(thing) == kind.rpartition("/")[2]]


def _require(text: str) -> None:
    if not text.strip():
        raise UsageError("the name is empty; give a slug, an IRI or a label such as mitsui")
    if not fold(text):
        raise UsageError(f"nothing to search for in {text!r}: no letter or digit; give a name such as mitsui")


def _passage(store: Store, locator: str) -> str | None:
    """Return the IRI of the passage at a locator, as every answer prints them."""
    from pyoxigraph import Literal

    found = store.select(_PASSAGE, {"_locator": Literal(locator)}).rows
    return text_of(found[0][0]) if found else None


def _near_passages(store: Store, locator: str) -> list[str]:
    """Return the locators of the same source that are most similar."""
    from pyoxigraph import Literal

    source = Literal(locator.partition("#")[0] + "#")
    others = [text_of(row[0]) for row in store.select(_PASSAGES, {"_source": source})]
    return get_close_matches(locator, others, 3)


def _expanded(text: str) -> str:
    """Return the IRI of a prefixed or short name."""
    return BASE + text if text.startswith("src/") else expand(text)


def _closest(text: str, known: Names, *, codes: bool) -> str:
    near = [hit for hit in known.close(text, limit=50) if codes or not is_code(hit.thing)]
    best = [hit for hit in near if hit.score >= CLOSE]
    if not best:
        offered = [*_named_with(text, known), *(hit.thing for hit in near if hit.score >= OFFERED)]
        raise NotFoundError("entity", text, [short_id(thing) for thing in dict.fromkeys(offered)][:3])
    rivals = [hit for hit in best if hit.score >= best[0].score - 3]
    if len(rivals) > 1:
        raise AmbiguousError(text, [short_id(hit.thing) for hit in rivals])
    return expand(best[0].thing)


def _named_with(text: str, known: Names) -> list[str]:
    """Return the entity whose names and slug hold every word of a text of several, the shortest first."""
    words = [word for word in fold(text).split() if word not in _SMALL]
    named = {
        thing: f" {fold(local_name(thing))} {' '.join(names)}"
        for thing, names in (names_by_thing(known).items() if len(words) > 1 else ())
    }
    found = [thing for thing, held in named.items() if _holds(held, words)]
    return sorted(found, key=lambda thing: (len(named[thing]), thing))[:1]


def ends(store: Store, text: str, *, names: Names | None = None) -> Ends:
    """Return one end of a trace: ``mitsui``, or a class such as ``Firm``, or ``Mine@chile``.

    A class comes before a code of the same name, such as the precision *place*; ``code:`` names the code.

    Raises
    ------
    NotFoundError, AmbiguousError
        No such entity or class, or several; a class without members in that country.
    """
    known = names or read_names(store)
    word, at, country = text.partition("@")
    exact = known.exact(text)
    if not at and not all(map(is_code, exact)):
        return Ends(text, (shorten(resolve(store, text, names=known)),), single=True)
    class_ = find_class(store, word)
    if class_ is None and exact and not at:
        return Ends(text, (shorten(resolve(store, text, names=known)),), single=True)
    if class_ is None and not at:
        return Ends(text, (_thing(store, text, known),), single=True)
    if class_ is None:
        raise NotFoundError("class", word, class_names(store, word))
    place = resolve(store, country, names=known) if at else None
    return Ends(text, members(store, class_, country=place), single=False)


def _thing(store: Store, text: str, known: Names) -> str:
    """Return an entity where a class is also allowed; a misspelt class is reported as one."""
    try:
        return shorten(resolve(store, text, names=known))
    except NotFoundError as error:
        near = _near_classes(store, text, 0.6)
        raise NotFoundError("entity", text, [*near, *error.near][:3]) from None


def find_class(store: Store, word: str) -> str | None:
    """Return the IRI of a class by its name or its label in any language; plurals in -s are accepted."""
    folded = fold(word)
    wanted = {folded, folded.removesuffix("s")} - {""}
    for iri, name in _classes(store):
        if iri.startswith(ONT) and {fold(local_name(iri)), fold(name)} & wanted:
            return iri
    return None


def _classes(store: Store) -> list[tuple[str, str]]:
    """Return the classes of entities, once for each of their labels."""
    wider = above(store, f"{PREFIXES['rdfs']}subClassOf")
    rows = [(text_of(class_), text_of(name)) for class_, name in store.select(_CLASSES)]
    return [(iri, name) for iri, name in rows if f"{ONT}Entity" in {iri, *wider.get(iri, ())}]


def class_names(store: Store, word: str) -> list[str]:
    """Return the names of the classes most similar to a word; all of them when none is similar."""
    return _near_classes(store, word, 0.4) or _near_classes(store, word, 0)


def _near_classes(store: Store, word: str, least: float) -> list[str]:
    """Return the names of classes similar to a word, nearest first."""
    from difflib import get_close_matches

    known = {local_name(iri) for iri, _ in _classes(store)}
    return get_close_matches(word, sorted(known), 3, least) if least else sorted(known)


def members(store: Store, class_: str, *, country: str | None = None) -> tuple[str, ...]:
    """Return the short names of the entities of a class, in a country if one is given, sorted."""
    found = _of_class(store, class_, country)
    if not found:
        where = shorten(country) if country else ""
        raise NotFoundError("entity of class", local_name(class_), where=where)
    return found


def _of_class(store: Store, class_: str, country: str | None = None) -> tuple[str, ...]:
    from pyoxigraph import NamedNode

    values = {"_class": NamedNode(class_)}
    if country is None:
        rows: Iterable[Sequence[object]] = store.select(_ALL_MEMBERS, values)
    else:
        rows = store.select(_MEMBERS, {**values, "_country": NamedNode(country)})
    return tuple(sorted({shorten(text_of(row[0])) for row in rows}))
