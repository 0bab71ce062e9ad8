"""The words of entities, statements and passages in every language, to search them by words in any order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.namespaces import local_name, shorten
from ...core.terms import text_of
from ...lookup.likeness import fold, in_kana
from .statements import year_span

if TYPE_CHECKING:
    from .cache import Cache

__all__ = ["Text", "best", "class_words", "query_words", "read_texts", "words_of_names"]

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
_ABOUT = "SELECT ?thing ?text WHERE { ?thing a jlac:Entity ; dcterms:description ?text }"
_CODES = "SELECT DISTINCT ?thing ?code WHERE { ?thing jlac:classifiedAs|jlac:area ?code }"
_SENTENCES = "SELECT ?thing ?label WHERE { ?thing a ?_top ; rdfs:label ?label }"
_PARTIES = """
SELECT DISTINCT ?fact ?party WHERE {
  { ?fact a jlac:Fact ; ?role ?party . ?role rdfs:subPropertyOf jlac:role }
  UNION { ?fact a jlac:Observation ; sdmx-dimension:refArea|jlac:counterpartArea|jlac:subject ?party }
}"""
_CITED = (
    "SELECT DISTINCT ?thing ?source WHERE { ?thing a ?_top ; prov:wasDerivedFrom/dcterms:isPartOf ?source }"
)
_KEPT_IN = "SELECT ?source ?collection WHERE { ?source jlac:inCollection ?collection }"
_PASSAGES = """
SELECT ?passage ?label ?source ?title WHERE {
  ?passage a jlac:Passage ; rdfs:label ?label ; dcterms:isPartOf ?source .
  OPTIONAL { ?source dcterms:title ?title }
}"""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """What can be found: its id, its folded words, its values by facet, and its rank among equals."""

    id: str
    words: str
    facets: Mapping[str, Sequence[str]]
    rank: tuple[int | float | str, ...]
    sectors: str = ""
    """The folded names of the sectors that a statement has to do with; its own words come first."""


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


def _met(text: str, words: Iterable[Sequence[str]]) -> int:
    """How many words begin a word of a text; scripts without spaces may stand anywhere in it."""
    return sum(any(f" {f}" in text or (not f.isascii() and f in text) for f in forms) for forms in words)


def best(texts: Iterable[Text], words: Sequence[str]) -> tuple[list[Text], bool]:
    """Return the texts with every word, or if there are none those with most of them.

    Returns
    -------
    The texts, best first, and whether they hold every word.
    """
    if not words:
        return sorted(texts, key=lambda text: text.rank), True
    wanted = [_forms(word) for word in words]
    scored = [
        (met, text) for text in texts if (met := _met(text.words + text.sectors, wanted)) * 2 > len(words)
    ]
    most = max((met for met, _ in scored), default=0)
    found = [text for met, text in scored if met == most]
    by_sector = {text.id for text in found if text.sectors and _met(text.words, wanted) < most}
    return sorted(found, key=lambda text: (text.id in by_sector, text.rank)), most in (0, len(words))


def words_of_names(cache: Cache) -> Mapping[str, str]:
    """Return the folded names of each entity and code, in every language."""
    called: dict[str, list[str]] = defaultdict(list)
    for name, things in cache.names.by_name.items():
        for thing in things:
            called[thing].append(name)
    return {thing: " " + " ".join(names) for thing, names in called.items()}


def read_texts(cache: Cache) -> Mapping[str, Sequence[Text]]:
    """Read everything that can be found: entities, statements and passages."""
    called, classes, kinds = words_of_names(cache), class_words(cache), cache.kinds
    facts, statistics = (
        _statements(cache, top, kinds[top], called, classes) for top in ("Fact", "Observation")
    )
    passages = _passages(cache)
    entities = _entities(cache, kinds["Entity"], called, classes)
    return {"entities": entities, "statements": [*facts, *statistics], "passages": passages}


def _entities(
    cache: Cache, kinds: Mapping[str, str], called: Mapping[str, str], classes: Mapping[str, str]
) -> list[Text]:
    more: dict[str, str] = defaultdict(str)
    for thing, text in cache.store.select(_ABOUT):
        more[shorten(text_of(thing))] += f" {fold(text_of(text))}"
    for thing, code in cache.store.select(_CODES):
        more[shorten(text_of(thing))] += called.get(shorten(text_of(code)), "")
    found = []
    for name, kind in kinds.items():
        country = cache.countries.get(name, "")
        words = called.get(name, "") + classes.get(kind, "") + called.get(country, "") + more[name]
        facets = {"kind": (kind,), "country": (country,) if country else ()}
        found.append(Text(name, words, facets, (-cache.ties(name), name)))
    return found


def _statements(
    cache: Cache, top: str, kinds: Mapping[str, str], called: Mapping[str, str], classes: Mapping[str, str]
) -> list[Text]:
    parties: dict[str, list[str]] = defaultdict(list)
    for fact, party in cache.store.select(_PARTIES):
        parties[shorten(text_of(fact))].append(shorten(text_of(party)))
    sentences, sources, found = _sentences(cache, top), _collections(cache, top), []
    shared: dict[str, str] = {}
    for name, kind in kinds.items():
        said, things = cache.qualifiers.get(name, {}), parties[name]
        names = "".join(called.get(thing, "") for thing in things)
        sectors = "".join(called.get(code, "") for code in sorted(cache.concerned([name])[1]))
        facets = {
            "kind": (kind,),
            "country": sorted({cache.countries[thing] for thing in things if thing in cache.countries}),
            "decade": _decades(said),
            "collection": sources.get(name, ()),
        }
        # the counted account of an event first, then what has come true, then the newest
        rank = ("countedIn" in said, bool(said.get("planned")), -(max(_years(said), default=0)), name)
        words = sentences.get(name, "") + classes.get(kind, "") + names
        found.append(Text(name, words, facets, rank, shared.setdefault(sectors, sectors)))
    return found


def _passages(cache: Cache) -> list[Text]:
    kept = {shorten(text_of(s)): local_name(text_of(c)) for s, c in cache.store.select(_KEPT_IN)}
    found: dict[str, Text] = {}
    for passage, label, source, title in cache.store.select(_PASSAGES).ordered():
        name, whole = shorten(text_of(passage)), kept.get(shorten(text_of(source)), "")
        words = f" {fold(text_of(label))} {fold(text_of(title))} {fold(name)}"
        found.setdefault(name, Text(name, words, {"collection": (whole,) if whole else ()}, (name,)))
    return list(found.values())


def class_words(cache: Cache) -> dict[str, str]:
    """Return the folded labels of each class, in every language."""
    found: dict[str, str] = defaultdict(str)
    for kind, label in cache.store.select(_CLASS_LABELS):
        found[local_name(text_of(kind))] += f" {fold(text_of(label))}"
    return found


def _sentences(cache: Cache, top: str) -> dict[str, str]:
    from pyoxigraph import NamedNode

    from ...core.namespaces import ONT

    found: dict[str, str] = defaultdict(str)
    for thing, label in cache.store.select(_SENTENCES, {"_top": NamedNode(ONT + top)}).ordered():
        found[shorten(text_of(thing))] += f" {fold(text_of(label))}"
    return found


def _collections(cache: Cache, top: str) -> dict[str, tuple[str, ...]]:
    from pyoxigraph import NamedNode

    from ...core.namespaces import ONT

    kept = {text_of(s): local_name(text_of(c)) for s, c in cache.store.select(_KEPT_IN)}
    found: dict[str, set[str]] = defaultdict(set)
    for thing, source in cache.store.select(_CITED, {"_top": NamedNode(ONT + top)}):
        if text_of(source) in kept:
            found[shorten(text_of(thing))].add(kept[text_of(source)])
    return {name: tuple(sorted(group)) for name, group in found.items()}


def _years(said: Mapping[str, object]) -> list[int]:
    return [year for year in year_span(said) if year is not None]


def _decades(said: Mapping[str, object]) -> list[str]:
    """The decades that the dates of a statement allow; of an open time the known end's alone."""
    years = _years(said)
    return [str(y) for y in range(min(years) // _DECADE * _DECADE, max(years) + 1, _DECADE)] if years else []
