"""The words of entities, statements and passages in every language, to search them by words in any order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, Any

from ...core.kept_tables import each
from ...core.namespaces import ONT, PREFIXES, local_name, shorten
from ...core.terms import text_of
from ...lookup.kept import kept_arrays
from ...lookup.likeness import fold, in_kana
from .kept_values import version
from .statements import year_span
from .word_index import Text, TextIndex, index_arrays, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .cache import Cache

__all__ = ["Text", "best", "class_words", "query_words", "read_texts", "text_index", "words_of_names"]

_SMALL = frozenset(
    [
        *("a", "an", "and", "are", "at", "by", "did", "do", "does", "for", "from", "how", "in", "into", "is"),
        *("of", "on", "or", "the", "to", "was", "were", "what", "which", "who", "with"),
        *(
            "de",
            "del",
            "da",
            "das",
            "dos",
            "la",
            "el",
            "los",
            "las",
            "un",
            "una",
            "y",
            "e",
            "em",
            "en",
            "con",
        ),
        *("que", "por", "para", "o", "ao", "na", "no", "os", "as", "um", "uma", "com", "se", "como", "cómo"),
    ]
)
_PARTICLES = re.compile(r"(?<=[^\W\u3041-\u3096])[のとはがをにでへや](?=[^\u3041-\u3096\s])")
_ENDS = "のとはがをにでへやもか"
_SHORT, _DECADE = 3, 10
_CLASS_LABELS = "SELECT ?class ?label WHERE { ?class a owl:Class ; rdfs:label ?label }"
_ABOUT, _CODES = f"{PREFIXES['dcterms']}description", (f"{ONT}classifiedAs", f"{ONT}area")
_LABEL, _DERIVED = f"{PREFIXES['rdfs']}label", f"{PREFIXES['prov']}wasDerivedFrom"
_OF_STATISTICS = (
    f"{PREFIXES['sdmx-dimension']}refArea",
    f"{ONT}counterpartArea",
    f"{ONT}subject",
)
_CITED = """
SELECT DISTINCT ?passage ?collection WHERE {
  ?passage dcterms:isPartOf ?source . ?source jlac:inCollection ?collection
}"""
_KEPT_IN = "SELECT ?source ?collection WHERE { ?source jlac:inCollection ?collection }"
_PASSAGES = """
SELECT ?passage ?label ?source ?title WHERE {
  ?passage a jlac:Passage ; rdfs:label ?label ; dcterms:isPartOf ?source .
  OPTIONAL { ?source dcterms:title ?title }
}"""


def query_words(query: str) -> list[str]:
    """Return the words of a query, folded, without the small ones; Japanese is parted at its particles.

    >>> query_words("How many copper mines are in Chile?"), query_words("チリの銅山")
    (['many', 'copper', 'mines', 'chile'], ['チリ', '銅山'])
    """
    words = (word.strip(_ENDS) for word in _PARTICLES.sub(" ", fold(query)).split())
    return [word for word in dict.fromkeys(words) if word and word not in _SMALL]


def _forms(word: str) -> tuple[str, ...]:
    """A word, and the singular that it may be the plural of; in kana, the other kana."""
    if not word.isascii() or len(word) <= _SHORT:
        return in_kana(word)
    return tuple(dict.fromkeys((word, word.removesuffix("s"), word.removesuffix("es"))))


def best(index: TextIndex, words: Sequence[str]) -> tuple[NDArray[Any], bool]:
    """Return the texts with every word of a query, or if there are none those with most of them.

    Returns
    -------
    The numbers of the texts, best first, and whether they have every word.
    """
    return index.best([_forms(word) for word in words])


def text_index(cache: Cache, group: str) -> TextIndex:
    """Open the index of a group of texts (see `read_texts`), or make it at the first use."""

    def made() -> dict[str, NDArray[Any]]:
        return {
            f"{name}/{key}": value
            for name, texts in read_texts(cache).items()
            for key, value in index_arrays(texts).items()
        }

    arrays = cache.kept("texts", lambda: kept_arrays(cache.store.beside, f"explore-texts-{version()}", made))
    return cache.kept(f"texts of {group}", lambda: TextIndex(part(arrays, group)))


def words_of_names(cache: Cache) -> Mapping[str, str]:
    """Return the folded names of each entity and code, in every language."""
    called: dict[str, list[str]] = defaultdict(list)
    for name, things in each(cache.names.by_name):
        for thing in things:
            called[thing].append(name)
    return {thing: " " + " ".join(names) for thing, names in called.items()}


def read_texts(cache: Cache) -> Mapping[str, Iterable[Text]]:
    """Read everything that can be found: entities, statements and passages, each when it is asked for."""
    called, classes = words_of_names(cache), class_words(cache)
    return {
        "entities": _entities(cache, cache.kinds["Entity"], called, classes),
        "statements": _statements(cache, called, classes),
        "passages": _passages(cache),
    }


def _entities(
    cache: Cache, kinds: Mapping[str, str], called: Mapping[str, str], classes: Mapping[str, str]
) -> Iterator[Text]:
    more: dict[str, str] = defaultdict(str)
    for thing, property_, value in cache.store.statements([_ABOUT, *_CODES]):
        text = text_of(value)
        words = f" {fold(text)}" if text_of(property_) == _ABOUT else called.get(shorten(text), "")
        more[shorten(text_of(thing))] += words
    countries = dict(each(cache.countries))
    for name, kind in each(kinds):
        country = countries.get(name, "")
        words = called.get(name, "") + classes.get(kind, "") + called.get(country, "") + more.pop(name, "")
        facets = {"kind": (kind,), "country": (country,) if country else ()}
        yield Text(name, words, facets, (-cache.ties(name), name))


def _statements(cache: Cache, called: Mapping[str, str], classes: Mapping[str, str]) -> Iterator[Text]:
    facts, figures = dict(each(cache.fact_kinds)), dict(each(cache.kinds["Observation"]))
    parties = _parties(cache, figures)
    sentences, collections = _sentences(cache, {**facts, **figures})
    countries, sectors = dict(each(cache.countries)), dict(each(cache.sectors))
    for name, kind in chain(facts.items(), figures.items()):
        said, things = cache.qualifiers.get(name, {}), parties.pop(name, ())
        about = (name, *things) if name in facts else (name,)
        codes = sorted({code for thing in about for code in sectors.get(thing, ())})
        facets = {
            "kind": (kind,),
            "country": sorted({countries[thing] for thing in things if thing in countries}),
            "decade": _decades(said),
            "collection": collections.get(name, ()),
        }
        # the counted account of an event first, then what has come true, then the newest
        rank = ("countedIn" in said, bool(said.get("planned")), -(max(_years(said), default=0)), name)
        names = "".join(called.get(thing, "") for thing in things)
        words = sentences.pop(name, "") + classes.get(kind, "") + names
        yield Text(name, words, facets, rank, "".join(called.get(code, "") for code in codes))


def _parties(cache: Cache, figures: Container[str]) -> dict[str, list[str]]:
    """Return the parties of each fact, and what each statistic is of."""
    found = {fact: [intern(party) for _, party in parties] for fact, parties in each(cache.roles)}
    for figure, _, thing in cache.store.statements(_OF_STATISTICS):
        if (name := shorten(text_of(figure))) in figures:
            found.setdefault(name, []).append(shorten(text_of(thing)))
    return found


def _passages(cache: Cache) -> Iterator[Text]:
    kept = {shorten(text_of(s)): local_name(text_of(c)) for s, c in cache.store.select(_KEPT_IN)}
    met: set[str] = set()
    for passage, label, source, title in cache.store.select(_PASSAGES).ordered():
        name, whole = shorten(text_of(passage)), kept.get(shorten(text_of(source)), "")
        if name not in met:
            met.add(name)
            words = f" {fold(text_of(label))} {fold(text_of(title))} {fold(name)}"
            yield Text(name, words, {"collection": (whole,) if whole else ()}, (name,))


def class_words(cache: Cache) -> dict[str, str]:
    """Return the folded labels of each class, in every language."""
    found: dict[str, str] = defaultdict(str)
    for kind, label in cache.store.select(_CLASS_LABELS):
        found[local_name(text_of(kind))] += f" {fold(text_of(label))}"
    return found


def _sentences(cache: Cache, among: Container[str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Fact or statistic -> its folded sentences; and the collections of the passages that it cites."""
    of_passages = {text_of(p): local_name(text_of(c)) for p, c in cache.store.select(_CITED)}
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    said: dict[str, str] = defaultdict(str)
    found: dict[str, tuple[str, ...]] = {}
    for thing, property_, value in cache.store.statements([_LABEL, _DERIVED]):
        if (name := shorten(text_of(thing))) not in among:
            continue
        if text_of(property_) == _LABEL:
            said[name] += f" {fold(text_of(value))}"
        elif whole := of_passages.get(text_of(value)):
            group = tuple(sorted({*found.get(name, ()), whole}))
            found[name] = shared.setdefault(group, group)
    return said, found


def _years(said: Mapping[str, object]) -> list[int]:
    return [year for year in year_span(said) if year is not None]


def _decades(said: Mapping[str, object]) -> list[str]:
    """The decades that the dates of a statement allow; of an open time the known end's alone."""
    years = _years(said)
    return [str(y) for y in range(min(years) // _DECADE * _DECADE, max(years) + 1, _DECADE)] if years else []
