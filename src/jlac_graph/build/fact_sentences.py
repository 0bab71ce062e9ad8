"""Facts in words: a plain sentence in each language, by the wordings that the ontology declares.

``JBIC financed the Caserones copper mine with more than USD 300 million (agreed)``

The wording is that of a code of the fact (a kind of presence, influence or finding, a capacity) or else of
its class. Brackets at the end hold what narrows the statement: details that its class declares (terms of a
loan), scope, condition, status and time.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..core.languages import LANGUAGES, number
from ..core.names import contract, name_list
from ..core.namespaces import BASE, ONT, PREFIXES
from .dates_in_words import act_in_words, is_closed, time_in_words
from .names_then import Former, dates_of_sources, names_then
from .vocabulary import (
    ACCORDING_TO,
    INFERRED,
    OUR_INFERENCE,
    Said,
    Vocabulary,
    any_label,
    batches,
    bracket,
    iris,
    is_entity,
    labels,
    money,
    names_of,
    quantity,
    read_vocabulary,
    select,
)
from .wording import Manner, can_say, chosen, fill, has_plan, has_verb, is_standing, verb_role

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["fact_labels", "fact_sentences"]

_JOINT = {"en": "joint amount", "ja": "合計額", "es": "monto conjunto", "pt": "valor conjunto"}
_PERCENT = {"en": "{}%", "ja": "{}%", "es": "el {} %", "pt": "{}%"}
_ONE_YEAR = re.compile(r"\b1 (year|año|ano)s\b")
_OVER = ("/completed", "/ended")
_OF_STATUS = {"agreed": "agreedWording", "under-way": "underWayWording"}
"""The wordings of a class for facts that have not come further than a status."""
_CODE = f"{BASE}code/"
_GOES_ON = ("/under-way", "/negotiating")
"""Statuses of what was going on at its date."""
_STANDING = ("/agreed", "/in-force", *_GOES_ON)
"""Statuses of what has a date and still holds."""

_CLASSES = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?fact ?class WHERE {
  ?class a owl:Class ; jlac:wording ?any . FILTER (LANG(?any) = "en")
  ?fact a ?class .
  MINUS { ?narrower rdfs:subClassOf+ ?class . ?fact a ?narrower }
}"""
_FACTS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?fact ?property ?value WHERE {
  VALUES ?fact { $facts }
  ?fact ?property ?value .
  FILTER (STRSTARTS(STR(?property), STR(jlac:)))
  FILTER (?property NOT IN (jlac:role, jlac:linkedTo, jlac:citation, jlac:note))
  MINUS { ?property rdfs:range jlac:Fact }
}
"""
"""MINUS lists once what it leaves out; FILTER NOT EXISTS looks for it in each row."""

_Found = list[tuple[str, dict[str, str]]]
"""Values with their labels by language."""


@dataclass(frozen=True)
class _Fact:
    """A fact: its class, and values by local name of the property."""

    klass: str
    values: dict[str, _Found] = field(default_factory=dict)

    @property
    def day(self) -> str:
        """Its first date, in EDTF; empty if it has none."""
        return next(filter(None, map(self.first, ("date", "start", "asOf", "end"))), "")

    @property
    def entities(self) -> Iterator[str]:
        """What it speaks of."""
        return (value for found in self.values.values() for value, _ in found)

    def first(self, name: str) -> str:
        return self.values[name][0][0] if name in self.values else ""

    def label(self, name: str, lang: str) -> str:
        if name not in self.values:
            return ""
        labels = self.values[name][0][1]
        return labels.get(lang) or labels.get("en") or any_label(labels)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The IRIs whose wording may be the fact's, codes before its class."""
        found = [value for values in self.values.values() for value, _ in values]
        return (*(value for value in found if value.startswith(_CODE)), self.klass)

    @cached_property
    def form(self) -> tuple[Any, ...]:
        """What the wording of a fact depends on: its class and codes, and the properties that have values."""
        return (*self.sources, *self.values)


@dataclass(frozen=True, slots=True)
class _Wording:
    """A wording, and the status and likelihood that it says by itself."""

    text: str
    says: frozenset[str] = frozenset()


def fact_labels(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield an rdfs:label in each language for every fact of the store, those of a fact together."""
    yield from labels(fact_sentences(store, read_vocabulary(store)))


def fact_sentences(store: ox.Store, vocabulary: Vocabulary) -> Iterator[Said]:
    """Yield the sentences of all facts of the store, many at a time."""
    classes = {fact.value: class_.value for fact, class_ in select(store, _CLASSES)}
    former = names_then(store)
    for some in batches(sorted(classes)):
        facts = _facts(store, some, classes)
        _say_former_names(store, facts, former)
        speakers = [_Speaker(facts, vocabulary, lang) for lang in LANGUAGES]
        yield {iri: _in_words(iri, speakers) for iri in some if iri in facts}


def _in_words(iri: str, speakers: Iterable[_Speaker]) -> dict[str, str]:
    said = {speaker.lang: speaker.sentence(iri) for speaker in speakers}
    return {lang: sentence for lang, sentence in said.items() if sentence}


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Says the facts of a graph in one language."""

    facts: Mapping[str, _Fact]
    vocabulary: Vocabulary
    lang: str
    within: tuple[str, ...] = ()
    """The facts that are being said, so that facts that speak of one another come to an end."""
    known: dict[tuple[str, str], tuple[str, bool]] = field(default_factory=dict)
    """Each entity and code said so far under a name: what is said, and whether verbs agree in the plural."""
    wordings: dict[tuple[Any, ...], _Wording] = field(default_factory=dict)
    """The wording of each form of a fact said so far."""
    manners: dict[tuple[Any, ...], list[tuple[_Wording, Manner]]] = field(default_factory=dict)
    """How the verb is said of each form, past or not: of who cannot act, and of who can; once if alike."""
    details: dict[tuple[Any, ...], list[str]] = field(default_factory=dict)
    """The patterns of details that have something to say of each form."""

    def sentence(self, iri: str) -> str:
        fact = self.facts[iri]
        words = _Words(self, fact)
        wording = self.wordings.get(form := fact.form)
        if wording is None:
            wording = self.wordings[form] = self._wording(fact, words)
        wording, manner = self._manner(fact, wording)
        text = fill(wording.text, words, lang=self.lang, many=_Many(self, fact), manner=manner)
        if iri not in self.vocabulary.own and words.get("claimant"):
            text = ACCORDING_TO[self.lang].format(words["claimant"], text)
        text = contract(text, self.lang) + self._bracket(fact, wording, words)
        return text[:1].upper() + text[1:]

    def noun(self, iri: str) -> str:
        """Say a fact as a party of another one."""
        fact = self.facts[iri]
        nouns = (self.vocabulary.text("nounWording", thing, self.lang) for thing in fact.sources)
        wording = next(filter(None, nouns), "")
        if not wording or iri in self.within:
            return ""
        inner = _Speaker(self.facts, self.vocabulary, self.lang, (*self.within, iri), self.known)
        words = _Words(inner, fact)
        text = fill(wording, words, lang=self.lang, many=_Many(self, fact))
        return contract(text, self.lang) + inner._bracket(fact, _Wording(wording), words)

    def _wording(self, fact: _Fact, words: Mapping[str, str]) -> _Wording:
        status = fact.first("status")
        of_status = _OF_STATUS.get(status.rpartition("/")[2], "")
        if text := self.vocabulary.text(of_status, fact.klass, self.lang):
            return _Wording(chosen(text, words), frozenset({status}))
        for thing in fact.sources:
            text = self.vocabulary.text("wording", thing, self.lang)
            if thing == fact.klass or (has_verb(text) and can_say(text, words)):
                return _Wording(
                    chosen(text, words), frozenset(self.vocabulary.text("says", thing, "").split())
                )
        raise AssertionError("the class of a fact is one of its sources")

    def _manner(self, fact: _Fact, wording: _Wording) -> tuple[_Wording, Manner]:
        """Return how the verb is said, and the wording with what it then says by itself."""
        key = fact.form, is_closed(fact.first("date"), fact.first("end"))
        if key not in self.manners:
            inert, acting = (self._manner_of(fact, wording, past=key[1], acts=acts) for acts in (False, True))
            self.manners[key] = [inert] if inert == acting else [inert, acting]
        known = self.manners[key]
        return known[-1] if len(known) > 1 and self._acts(fact, wording) else known[0]

    def _manner_of(
        self, fact: _Fact, wording: _Wording, *, past: bool, acts: bool
    ) -> tuple[_Wording, Manner]:
        status, likelihood = fact.first("status"), fact.first("likelihood")
        holds = status.endswith(_STANDING) and not (status.endswith("/negotiating") and fact.first("end"))
        past = past and not holds
        by_status = frozenset(self.vocabulary.text("says", status, "").split())
        hedge = self.vocabulary.text("wording", likelihood, self.lang)
        hedge = "" if likelihood in wording.says | by_status else hedge
        modal = "" if status in wording.says else self.vocabulary.text("modal", status, self.lang)
        if not modal or not has_plan(wording.text):
            return wording, Manner(hedge=hedge, past=past or status.endswith(_OVER))
        if possible := self.vocabulary.text("modal", likelihood, self.lang):
            return wording, Manner(modal=possible)
        standing = self.vocabulary.text("standingModal", status, self.lang)
        if standing and (is_standing(wording.text) or not acts):
            return wording, Manner(modal=standing, hedge=hedge)
        acting, inert = modal.split("|")[:2], modal.split("|")[2:]
        said = _Wording(wording.text, wording.says | by_status)
        if inert and not acts:
            return said, Manner(modal="|".join(inert), hedge=hedge)
        manner = Manner(modal="|".join(acting), hedge=hedge)
        if hedge and self.lang == "ja":  # the hedge takes the place of the modal
            return wording, manner
        return said, manner

    def _acts(self, fact: _Fact, wording: _Wording) -> bool:
        roles = verb_role(wording.text).split("/")
        return all(self.vocabulary.acts(thing) for role in roles for thing, _ in fact.values.get(role, ()))

    def _word(self, fact: _Fact, name: str) -> str:
        """Say the values of a property, or the number of one with its unit and precision."""
        if name not in ("amount", "share", "units"):
            return self._join(fact.values[name])
        value = Decimal(fact.first(name))
        if name == "amount":
            said = money(value, fact.first("currency"), self.lang)
        elif name == "share":
            said = _PERCENT[self.lang].format(number(value, self.lang))
            if "amount" in fact.values:
                return said
        else:
            unit = self.vocabulary.text("wording", fact.first("unit"), self.lang) or "{number}"
            said = quantity(value, unit, self.lang)
        precision = self.vocabulary.text("wording", fact.first("precision"), self.lang) or "{number}"
        return precision.replace("{number}", said)

    def _join(self, found: Sequence[tuple[str, dict[str, str]]]) -> str:
        names = [self._name(value, labels) for value, labels in found]
        return name_list(sorted(names), self.lang) if len(names) > 1 else names[0]

    def _name(self, value: str, labels: Mapping[str, str]) -> str:
        if value in self.facts:
            return self.noun(value) or value
        if "://" not in value:  # a number or a text
            return labels.get(self.lang) or value
        return self._known(value, labels)[0]

    def _known(self, value: str, labels: Mapping[str, str]) -> tuple[str, bool]:
        vocabulary, lang = self.vocabulary, self.lang
        key = value, labels.get(lang) or labels.get("en", "")
        if key not in self.known:
            said = vocabulary.name(value, labels, lang)
            self.known[key] = said, vocabulary.is_plural(value, labels, lang, said)
        return self.known[key]

    def is_plural(self, value: str, labels: Mapping[str, str]) -> bool:
        return self._known(value, labels)[1]

    def _bracket(self, fact: _Fact, wording: _Wording, words: Mapping[str, str]) -> str:
        role = verb_role(wording.text).split("/")[0]
        own = self.vocabulary.text("isOwnPart", fact.first("scope"), "")
        joint = "amount" in fact.values and len(fact.values.get(role, ())) > 1 and not own
        dated = [self._status(fact, wording), self._when(fact)]
        groups = [
            *self._details(fact, words),
            _JOINT[self.lang] if joint else "",
            fact.label("scope", self.lang),
            fact.label("condition", self.lang),
            "" if has_verb(wording.text) else fact.label("likelihood", self.lang),
            ("、" if self.lang == "ja" else ", ").join(filter(None, dated)),
            OUR_INFERENCE[self.lang] if fact.first("basis") == INFERRED else "",
        ]
        return bracket(groups, self.lang)

    def _details(self, fact: _Fact, words: Mapping[str, str]) -> list[str]:
        patterns = self.details.get(fact.form)
        if patterns is None:
            found = self.vocabulary.text("detailWording", fact.klass, self.lang).split(";")
            patterns = [pattern for pattern in found if fill(pattern, words, lang=self.lang)]
            self.details[fact.form] = patterns
        said = (fill(pattern, words, lang=self.lang) for pattern in patterns)
        return [contract(_ONE_YEAR.sub(r"1 \1", text), self.lang) for text in said]

    def _status(self, fact: _Fact, wording: _Wording) -> str:
        """Return the status in words, unless the sentence says it or the source merely reports."""
        status = fact.first("status")
        silent = status in wording.says or status.endswith("/reported")
        return "" if silent else fact.label("status", self.lang)

    def _when(self, fact: _Fact) -> str:
        """Return the time in the words of the source, else as a date, else in words of another language."""
        labels = fact.values["when"][0][1] if "when" in fact.values else {}
        return labels.get(self.lang) or self._time(fact) or fact.label("when", self.lang)

    def _time(self, fact: _Fact) -> str:
        date, start, end, as_of = (fact.first(name) for name in ("date", "start", "end", "asOf"))
        status = fact.first("status")
        if not (start or end or "/" in date):  # a state has the day it is known for, or of its beginning
            if status.endswith(_GOES_ON):
                date, as_of = "", date or as_of
            elif status.endswith("/in-force"):
                date, start = "", date
        if date and status.endswith((*_OVER, "/agreed")):
            return act_in_words(date, self.lang)
        return time_in_words(date, start, end, as_of, lang=self.lang)


class _Many(Container[str]):
    """The roles of a fact that have several parties, or a party in the plural."""

    def __init__(self, speaker: _Speaker, fact: _Fact) -> None:
        self._speaker, self._values = speaker, fact.values

    def __contains__(self, name: object) -> bool:
        found = self._values.get(str(name), ())
        return len(found) > 1 or any(self._speaker.is_plural(*value) for value in found)


class _Words(dict[str, str]):
    """The values of a fact in words, by local name of the property, each said when it is asked for."""

    def __init__(self, speaker: _Speaker, fact: _Fact) -> None:
        super().__init__()
        self._speaker, self._fact = speaker, fact

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self and name in self._fact.values:
            self[name] = self._speaker._word(self._fact, name)
            if name == "origin" and self[name].casefold() in self.get("actor", "").casefold():
                self[name] = ""  # the pork industry of Mexico exports from there
        return super().get(name, default)

    def __missing__(self, name: str) -> str:
        found: str = self.get(name, "")
        return found


def _facts(store: ox.Store, some: Sequence[str], classes: Mapping[str, str]) -> dict[str, _Fact]:
    """Read some facts, and those that they speak of."""
    facts: dict[str, _Fact] = {}
    due = list(some)
    while due:
        rows = select(store, _FACTS.replace("$facts", iris(due)))
        found = [(fact.value, property_.value, term, term.value) for fact, property_, term in rows]
        names = names_of(store, {value for *_, term, value in found if is_entity(term)})
        for iri, property_, term, value in found:
            fact = facts.get(iri) or facts.setdefault(iri, _Fact(classes[iri]))
            values = fact.values.setdefault(property_.removeprefix(ONT), [])
            if not values or all(value != other for other, _ in values):
                values.append((value, names.get(value) or _number_labels(term)))
        spoken_of = {value for *_, value in found}
        due = sorted(iri for iri in spoken_of if iri in classes and iri not in facts)
    return facts


def _say_former_names(store: ox.Store, facts: Mapping[str, _Fact], former: Mapping[str, Former]) -> None:
    """Name parties as they were called on the date of the fact, or when its source was published."""
    concerned = {iri: fact for iri, fact in facts.items() if any(v in former for v in fact.entities)}
    dates = {iri: fact.day for iri, fact in concerned.items() if fact.day}
    dates |= dates_of_sources(store, [iri for iri in concerned if iri not in dates])
    for iri, date in dates.items():
        for found in concerned[iri].values.values():
            for place, (value, names) in enumerate(found):
                if value in former:
                    found[place] = value, {**names, **former[value].on(date)}


def _number_labels(value: Any) -> dict[str, str]:
    """A decimal as each language writes it; nothing for any other value."""
    if getattr(getattr(value, "datatype", None), "value", "") != f"{PREFIXES['xsd']}decimal":
        return {}
    return {lang: number(Decimal(value.value), lang) for lang in LANGUAGES}
