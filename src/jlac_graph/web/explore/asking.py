"""Questions in words: which entities a text names, and what may be asked of them.

A text that names two entities may ask how they are linked or how they compare; one whose words are those of
a query of the library asks that query, with the entities that it names as parameter values.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...core.kept_tables import called, each
from ...core.languages import LANGUAGES
from ...core.namespaces import kind_of, shorten
from ...core.sector_words import SECTOR_WORDS
from ...core.terms import text_of
from ...lookup.likeness import fold
from ...queries.library import list_queries
from ...queries.parameters import legal_values, takes
from .kept_values import kept_maps, kept_value
from .statistics import HOME
from .texts import class_words, query_words

if TYPE_CHECKING:
    from ...queries.parameters import Parameter, Query
    from .cache import Cache

__all__ = ["POPULAR", "asks_for_path", "named", "prepare", "query_index", "query_scores", "readings"]

POPULAR = (
    "investments-in",
    "finance-by-country",
    "agreements-of",
    "cooperation-projects",
    "financing-by",
    "portfolio",
)
"""Queries that are offered for an entity alone."""
_HISTORY = "history-of"
"""The query that is offered for an entity if no other takes it."""
_LONGEST_NAME, _SHORT = 90, 3
_OFFERED, _LOOKED_AT, _STEM = 3, 20, 7
_TITLE, _TAKES = 2, 2.5
_HIRAGANA = re.compile("[\u3041-\u3096]+")
_WORD = re.compile(r"[a-z]{4,}(?![a-z0-9_])")
_WORDS = re.compile(r"(?<![a-z0-9_])[a-z]{4,}(?![a-z0-9_])")
_ASSET_NAMES = """SELECT ?asset ?name {
  ?asset a jlac:Asset ; skos:prefLabel ?name FILTER(LANG(?name) IN ("en", "es", "pt"))
}"""
_IDEOGRAPH = re.compile("[ぁ-ヺ㐀-鿿]")
_YEARS = {
    "since": re.compile(
        r"\b(?:since|from|after|desde|a partir de)\s+(\d{4})\b|(\d{4})\s*年?\s*(?:以降|以後|から)"
    ),
    "until": re.compile(r"\b(?:until|till|to|hasta|ate)\s+(\d{4})\b|(\d{4})\s*年?\s*(?:以前|まで)"),
}
"""Words before or after a year, in folded text."""
_LINKED = (
    "link", "connect", "relat", "path", "between", "tie", "chain", "vincul", "relacion", "conect", "camino",
    "entre", "lazo", "ligad", "ligacao", "caminho", "関係", "つなが", "繋が", "結び", "経路", "間",
)  # fmt: skip
"""Beginnings of words that ask for a path."""


def asks_for_path(word: str) -> bool:
    """Return whether a word asks how entities are linked.

    >>> [asks_for_path(word) for word in ("linked", "vinculo", "関係", "loan")]
    [True, True, True, False]
    """
    return word.startswith(_LINKED)


@dataclass(frozen=True, slots=True)
class _Read:
    """The entities that a text names, in its order, the words left, the codes, and years since or until."""

    things: tuple[str, ...]
    rest: tuple[str, ...]
    codes: tuple[str, ...] = ()
    years: tuple[tuple[str, str], ...] = ()


def named(cache: Cache, query: str) -> _Read:
    """Find the names of entities in a text, the longest first where they overlap."""
    text, things, rest, at = fold(query), [], "", 0
    while at < len(text):
        starts = at == 0 or not (text[at - 1].isalnum() and text[at - 1].isascii())
        end = _name_at(cache, text, at, query) if starts else at
        asset = "" if end > at or not starts else _asset_at(cache, text, at)
        if asset:
            end = at + len(_WORD.match(text, at)[0])  # type: ignore[index]
        if end > at:
            things.append(asset or _likeliest(cache, text[at:end]))
            rest += " "
            at = end
        else:
            rest += text[at]
            at += 1
    years, rest = _years(rest)
    codes, rest = _codes(cache, rest)
    return _Read(tuple(dict.fromkeys(things)), tuple(query_words(rest)), codes, years)


def _years(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Take the years since or until which a folded text asks; the rest of the text.

    >>> _years("loans since 2013 until 2020"), _years("2013年以降の融資")
    (((('since', '2013'), ('until', '2020')), 'loans    '), ((('since', '2013'),), ' の融資'))
    """
    found = []
    for name, pattern in _YEARS.items():
        if match := pattern.search(text):
            found.append((name, match[1] or match[2]))
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return tuple(found), text


def _codes(cache: Cache, text: str) -> tuple[tuple[str, ...], str]:
    """Take the sectors and products that a folded text names, the longest first; the rest of the text."""
    found = []
    for name, code in kept_value(cache, f"names of fields {_library(cache)}", lambda: _field_names(cache)):
        if name not in text:  # cheaper than the pattern, and most names are not
            continue
        plain = name.isascii() or not _IDEOGRAPH.search(name)
        if match := re.search(rf"\b{re.escape(name)}\b" if plain else re.escape(name), text):
            found.append(code)
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return tuple(dict.fromkeys(found)), text


def _library(cache: Cache) -> str:
    """A hash of the query library, on which what is kept of a graph depends."""
    return cache.kept("library", lambda: sha256(repr(list_queries(cache.queries)).encode()).hexdigest()[:12])


def _field_names(cache: Cache) -> list[tuple[str, str]]:
    """The names of the codes that a parameter ``field`` takes, the longest first."""
    said = set().union(*(titles for titles, _ in _library_stems(cache).values()))
    takes = (
        (query, p) for query in list_queries(cache.queries) for p in query.parameters if p.name == "field"
    )
    legal = frozenset(next((_legal(cache, query, parameter) for query, parameter in takes), ()))
    names = [
        (name, code)
        for name, things in each(cache.names.by_name)
        for code in sorted(legal.intersection(things))
        # a word of a title, such as loans, asks for the query and not for a sector of that name
        if not _stems([name]) <= said
    ]
    names += [(word, code) for word, code in SECTOR_WORDS.items() if code in legal]
    return sorted(names, key=lambda one: (-len(one[0]), one))


def _name_at(cache: Cache, text: str, at: int, written: str) -> int:
    """Where the longest name that starts at a position ends; the position itself if there is none."""
    for end in range(min(len(text), at + _LONGEST_NAME), at + 1, -1):
        inside = end < len(text) and text[end].isalnum() and text[end - 1].isascii() and text[end].isascii()
        name = text[at:end]
        if inside or name != name.strip() or not _entities(cache, name):
            continue
        # a short name is a code: it counts only in capitals
        if len(name) > _SHORT or not name.isascii() or name.upper() in written:
            return end
    return at


def _asset_at(cache: Cache, text: str, at: int) -> str:
    """The asset whose name alone begins with the word at a position: Quellaveco is a copper mine."""
    word = _WORD.match(text, at)
    return str(_beginnings(cache).get(word[0], "")) if word else ""


def _beginnings(cache: Cache) -> Mapping[str, str]:
    """First word of names -> the asset of all of them, if it is the only proper name that the asset has.

    A word that is translated, as that of an airport, or one of several names, as that of a city at the end of
    a railway, names none; nor do words of queries and classes.
    """

    def read() -> Mapping[str, str]:
        name = f"beginnings {_library(cache)}"
        return kept_maps(cache.store, name, lambda: {"assets": _read_beginnings(cache)})["assets"]

    return cache.kept("beginnings", read)


def _read_beginnings(cache: Cache) -> dict[str, str]:
    said = set().union(*(titles | texts for titles, texts in _library_stems(cache).values()))
    classes = {word for words in class_words(cache).values() for word in words.split()}
    found: dict[str, str] = {}
    for name, things in each(cache.names.by_name):
        if (match := _WORD.match(name)) and match.end() < len(name):
            for thing in filter(_is_entity, things):
                # empty when several entities have names that begin with the word
                found[match[0]] = thing if found.get(match[0], thing) == thing else ""
    labels: dict[str, list[str]] = {}
    for thing, label in cache.store.rows(_ASSET_NAMES):
        labels.setdefault(shorten(text_of(thing)), []).append(text_of(label))
    return {
        word: thing
        for word, thing in found.items()
        if thing in labels and _is_only_name(word, labels[thing])
        if word not in classes and not _stems([word]) & said
    }


def _is_only_name(word: str, labels: Sequence[str]) -> bool:
    """Return whether labels in several languages all have a word, and one has no other capital or number.

    >>> _is_only_name("jirau", ["Jirau hydroelectric plant", "Central hidroeléctrica Jirau"])
    True
    >>> _is_only_name("metro", ["Metro of São Paulo", "Metro de São Paulo"])
    False
    """
    plain = any(re.fullmatch(r"\w+( [^\W\d_A-Z][^\WA-Z]*)*", label) for label in labels)
    return plain and len(labels) > 1 and all(word in _WORDS.findall(fold(label)) for label in labels)


def _entities(cache: Cache, name: str) -> list[str]:
    return list(filter(_is_entity, cache.names.by_name.get(name, ())))


def _is_entity(thing: str) -> bool:
    return kind_of(thing) not in ("code", "src")


def _likeliest(cache: Cache, name: str) -> str:
    return min(_entities(cache, name), key=lambda thing: (-cache.ties(thing), thing))


def readings(cache: Cache, query: str, lang: str) -> list[dict[str, Any]]:
    """Return what a text may ask, the likeliest first: a path, a comparison, queries of the library."""
    read = named(cache, query)
    pairs = list(pairwise(read.things))[:1]
    found: list[dict[str, Any]] = []
    for pair in pairs:
        things = [cache.node(name, lang) for name in pair]
        found.append({"ask": "path", "things": things})
        if len({_sort(node["kind"]) for node in things}) == 1:
            found.append({"ask": "compare", "things": things})
    if pairs and any(map(asks_for_path, read.rest)):
        return found
    asked = [] if not read.things and _names_part(cache, query) else _asked(cache, read, lang)
    return [*asked, *found] if len(read.rest) > 1 else [*found, *asked]


def _names_part(cache: Cache, query: str) -> bool:
    """Return whether a text of several words is a part of an agent's name, such as development bank."""
    words = fold(query)
    return " " in words and any(
        kind_of(thing) == "agent" for _, things in called(cache.names.by_name, words) for thing in things
    )


def _sort(kind: str) -> str:
    """Agents of every class can be compared; other entities with those of their class."""
    return "Agent" if kind in ("Firm", "PublicAgency", "Bank", "DevelopmentBank", "JointVenture") else kind


def _asked(cache: Cache, read: _Read, lang: str) -> list[dict[str, Any]]:
    """Queries of the library that a text asks, with the values that it gives."""
    words = any(not asks_for_path(word) for word in read.rest)
    library = {query.name: query for query in list_queries(cache.queries)}
    things = [*sorted(read.things, key=lambda name: name == HOME), *read.codes]
    scores = _ranked(cache, read)
    found = []
    for name in sorted(scores, key=lambda name: (-scores[name], name))[:_LOOKED_AT]:
        values = {**_values(cache, library[name], things), **_times(library[name], read)}
        needed = {p.name for p in library[name].parameters if p.required and p.default is None}
        if (words or values) and needed <= values.keys():
            # a query that takes an entity of the text is asked rather than one that does not, and of texts
            # that only name some, one that takes most of them
            taken = min(len(values), 1) if words else len(values)
            found.append((scores[name] * _TAKES**taken, library[name], values))
    if read.things and _HISTORY in library and not any(values for *_, values in found):
        # what a query lists that takes none of the entities is not what was asked of them
        found = [(1.0, library[_HISTORY], {"thing": read.things[0]})]
    most = max((score for score, *_ in found), default=0)
    found = sorted((one for one in found if one[0] * 2 >= most or not words), key=lambda one: -one[0])
    return [
        {
            "ask": "query", "name": query.name, "title": query.summary(lang), "values": values,
            "things": [cache.node(name, lang) for name in values.values() if name in things],
        }
        for _, query, values in found[:_OFFERED]
    ]  # fmt: skip


def query_scores(cache: Cache, text: str) -> dict[str, float]:
    """Return the queries of the library that a text asks for; the more and the rarer its words, the higher.

    A text that only names entities gives the queries that are offered for an entity alone.
    """
    return _ranked(cache, named(cache, text))


def _ranked(cache: Cache, read: _Read) -> dict[str, float]:
    words = [word for word in read.rest if not asks_for_path(word)]
    if words:
        return _scores(cache, words)
    known = {query.name for query in list_queries(cache.queries)}
    return {name: 1 / place for place, name in enumerate(POPULAR, 1) if name in known and read.things}


def _scores(cache: Cache, words: Sequence[str]) -> dict[str, float]:
    """Query -> how many rare words of it a text has; words of the title count most."""
    known = cache.kept("stems", lambda: _library_stems(cache))
    often = Counter(stem for titles, texts in known.values() for stem in titles | texts)
    rare = {stem: math.log(1 + len(known) / (1 + often[stem])) for stem in sorted(_stems(words))}
    scores = {
        name: sum(rare[s] * (_TITLE if s in titles else s in texts) for s in rare)
        for name, (titles, texts) in known.items()
    }
    return {name: score for name, score in scores.items() if score}


def _library_stems(cache: Cache) -> dict[str, tuple[set[str], set[str]]]:
    return {
        query.name: (_stems([*query.summaries.values(), query.name]), _stems(query.descriptions.values()))
        for query in list_queries(cache.queries)
    }


def _stems(texts: Iterable[str]) -> set[str]:
    """The first letters of each word's singular; every two characters of a script without spaces.

    Two letters of hiragana are an ending or a part of a word, so that a word in hiragana counts as a whole.

    >>> sorted(_stems(["copper mines"])), sorted(_stems(["銅山について"])), sorted(_stems(["みつい"]))
    (['copper', 'min'], ['山に', '銅山'], ['みつい'])
    """
    found: set[str] = set()
    for word in query_words(" ".join(texts)):
        if word.isascii():
            found.add(word.removesuffix("s").removesuffix("e")[:_STEM])
        elif _HIRAGANA.fullmatch(word):
            found.add(word)
        else:
            pairs = (word[i : i + 2] for i in range(max(1, len(word) - 1)))
            found |= {pair for pair in pairs if not _HIRAGANA.fullmatch(pair)}
    return found


def _values(cache: Cache, query: Query, things: Sequence[str]) -> Mapping[str, str]:
    """Parameter -> the entity named that is one of its legal values; each entity is used once."""
    found: dict[str, str] = {}
    for parameter in _in_turn(query):
        if parameter.kind == "iri":
            places = _takes_places(parameter)
            free = (t for t in things if (places or kind_of(t) != "place") and t not in found.values())
            given = next((t for t in free if _may_mean(cache, query, parameter, t)), None)
            if given:
                found[parameter.name] = given
    return found


def _in_turn(query: Query) -> list[Parameter]:
    """The country of what is financed first, then that of the lender: Bolivia does not lend to Bolivia."""
    return sorted(query.parameters, key=lambda parameter: parameter.name == "lenderCountry")


def _may_mean(cache: Cache, query: Query, parameter: Parameter, thing: str) -> bool:
    """Return whether a text can mean an entity by a parameter, without listing all that it takes."""
    if thing == HOME and _lends(query, parameter):
        return False
    if query.name in POPULAR:  # asked for any entity, so that their lists are read once
        return thing in _legal(cache, query, parameter)
    name = f"takes {query.name} {parameter.name} {thing}"
    return cache.kept(name, lambda: takes(query, parameter, thing, cache.store))


def _lends(query: Query, parameter: Parameter) -> bool:
    """Whether a parameter is the country that receives, in a query that has a country of lenders too."""
    return parameter.name == "country" and any(p.name == "lenderCountry" for p in query.parameters)


def _asked_of(cache: Cache, query: Query, parameter: Parameter) -> frozenset[str]:
    """The entities that a text can mean by a parameter."""
    legal = frozenset(_legal(cache, query, parameter))
    return legal - {HOME} if _lends(query, parameter) else legal


def _times(query: Query, read: _Read) -> dict[str, str]:
    known = {parameter.name for parameter in query.parameters}
    return {name: year for name, year in read.years if name in known}


def _takes_places(parameter: Parameter) -> bool:
    return re.search("countr|place|part", parameter.about.get("en", "")) is not None


def prepare(cache: Cache) -> None:
    """Read what any text needs: the names of sectors, and what the queries offered for any entity take."""
    readings(cache, "loans", LANGUAGES[0])
    for query in list_queries(cache.queries):
        for parameter in query.parameters if query.name in POPULAR else ():
            if parameter.kind == "iri":
                _legal(cache, query, parameter)


def query_index(cache: Cache) -> dict[str, Any]:
    """Return from what `readings` finds queries of the library, for a page that does it without a server.

    Returns
    -------
    ``home``, ``popular``, ``words``, those of sectors, and ``assets``, by the first word of their names; in
    ``queries`` by name the titles by language, the stems of titles and of texts, and of each parameter
    whether it is needed, whether it takes places, and the entities that it takes.
    """
    stems = _library_stems(cache)
    return {
        "home": HOME,
        "popular": list(POPULAR),
        "words": dict(SECTOR_WORDS),
        "assets": dict(_beginnings(cache)),
        "queries": {
            query.name: {
                "titles": {lang: query.summary(lang) for lang in LANGUAGES},
                "stems": [sorted(group) for group in stems[query.name]],
                "takes": [
                    [p.name, p.required and p.default is None, _takes_places(p),
                     sorted(_asked_of(cache, query, p)) if p.kind == "iri" else []]
                    for p in _in_turn(query)
                ],
            }
            for query in list_queries(cache.queries)
        },
    }  # fmt: skip


def _legal(cache: Cache, query: Query, parameter: Parameter) -> Mapping[str, Any]:
    """The entities that a parameter takes, as the keys of a map."""
    name = f"legal {query.name} {parameter.name}"

    def make() -> dict[str, Any]:
        values = legal_values(query, parameter, cache.store)
        return {"values": dict.fromkeys((value.removeprefix("id:") for value in values), 1)}

    return cache.kept(name, lambda: kept_maps(cache.store, f"{name} {_library(cache)}", make)["values"])
