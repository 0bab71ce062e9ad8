"""Statistics in words: what was measured, of whom or what and where, how much, how sure and when.

``Output: Codelco, in Chile, copper: 1.7 million metric tons a year (as of 2013)``

The wording is that of the indicator or else of the data set: trade of an area with another, investment in
an area from another, a tariff of an area on imports from another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ..core.languages import LANGUAGES
from ..core.names import contract
from ..core.namespaces import local_name
from .dates_in_words import time_in_words
from .vocabulary import (
    ACCORDING_TO,
    INFERRED,
    OUR_INFERENCE,
    Said,
    Vocabulary,
    batches,
    bracket,
    iris,
    is_entity,
    names_of,
    quantity,
    select,
)
from .wording import can_say, fill

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["DIMENSIONS", "statistic_sentences"]

DIMENSIONS = ("subject", "provider", "refArea", "counterpartArea", "product", "sector", "agreement")
"""What a statistic is about; a total says nothing."""
_SLOTS = {"refArea": "area", "counterpartArea": "counterpart"}
"""What wordings call a dimension, where it is not called by its own name: as the tables do."""
_FLAGGED = {
    "en": "flagged: {}",
    "ja": "数値に疑義あり",
    "es": "cifra señalada como dudosa",
    "pt": "estatística assinalada como duvidosa",
}
"""The reason of a flag is in English; the other languages say that there is one."""
_RANGE = {"en": "{} to {}", "ja": "{}～{}", "es": "{} a {}", "pt": "{} a {}"}
_COLON = {"en": ": ", "ja": "：", "es": ": ", "pt": ": "}
_STATISTICS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT DISTINCT ?statistic WHERE { ?statistic a jlac:Observation }"""
_VALUES = """
SELECT ?statistic ?property ?value WHERE { VALUES ?statistic { $statistics } ?statistic ?property ?value }"""


@dataclass(frozen=True)
class _Statistic:
    """Properties of an observation by local name: values, and their labels by language."""

    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def label(self, name: str, lang: str) -> str:
        found = self.labels.get(name, {})
        return found.get(lang) or found.get("en") or ""


def statistic_sentences(store: ox.Store, vocabulary: Vocabulary) -> Iterator[Said]:
    """Yield the sentences of all observations of the store, many at a time."""
    for some in batches(sorted(row[0].value for row in select(store, _STATISTICS))):
        statistics = _statistics(store, some)
        yield {iri: _in_words(iri, statistics[iri], vocabulary) for iri in some}


def _in_words(iri: str, statistic: _Statistic, vocabulary: Vocabulary) -> dict[str, str]:
    said = {lang: _sentence(statistic, vocabulary, lang) for lang in LANGUAGES}
    if iri in vocabulary.own:
        return said
    return {lang: _claimed(text, statistic, vocabulary, lang) for lang, text in said.items()}


def _statistics(store: ox.Store, some: Sequence[str]) -> dict[str, _Statistic]:
    statistics: dict[str, _Statistic] = {}
    rows = select(store, _VALUES.replace("$statistics", iris(some)))
    found = [(iri.value, property_.value, term, term.value) for iri, property_, term in rows]
    names = names_of(store, {value for *_, term, value in found if is_entity(term)})
    for iri, property_, _, value in found:
        statistic = statistics.get(iri) or statistics.setdefault(iri, _Statistic())
        name = local_name(property_)
        statistic.values[name] = value
        if value in names:
            known = statistic.labels.get(name)
            statistic.labels[name] = {**known, **names[value]} if known else names[value]
    return statistics


def _sentence(statistic: _Statistic, vocabulary: Vocabulary, lang: str) -> str:
    words = {"indicator": statistic.label("indicator", lang)}
    for name in DIMENSIONS:
        if local_name(statistic.values.get(name, "total")) != "total":
            slot = _SLOTS.get(name, name)
            words[slot] = vocabulary.name(statistic.values[name], statistic.labels.get(name, {}), lang)
            words[f"{slot}Name"] = statistic.label(name, lang)
    found = (vocabulary.text("wording", statistic.value(name), lang) for name in ("indicator", "dataSet"))
    wording = next((text for text in found if text and can_say(text, words)), "{indicator}")
    about = _once(contract(fill(wording, words, lang=lang), lang), words.get("areaName", ""))
    said = f"{about[:1].upper()}{about[1:]}{_COLON[lang]}{_number(statistic, vocabulary, lang)}"
    return said + _bracket(statistic, lang)


def _claimed(sentence: str, statistic: _Statistic, vocabulary: Vocabulary, lang: str) -> str:
    """Begin a sentence with who else than the source claims it."""
    claimant = statistic.value("claimant")
    if not claimant:
        return sentence
    name = vocabulary.name(claimant, statistic.labels.get("claimant", {}), lang)
    within = sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence
    text = contract(ACCORDING_TO[lang].format(name, within), lang)
    return text[:1].upper() + text[1:]


def _once(text: str, area: str) -> str:
    """Say the place once where the name before it ends with it.

    >>> _once("Output by Honda's second plant in Mexico in Mexico", "Mexico")
    "Output by Honda's second plant in Mexico"
    """
    return re.sub(rf"( \w+ {re.escape(area)}),?\1", r"\1", text) if area else text


def _number(statistic: _Statistic, vocabulary: Vocabulary, lang: str) -> str:
    unit = vocabulary.text("wording", statistic.value("unitMeasure"), lang)
    unit = unit or f"{{number}} {statistic.label('unitMeasure', lang)}"
    precision = vocabulary.text("wording", statistic.value("precision"), lang) or "{number}"
    said = quantity(Decimal(statistic.values["obsValue"]), unit, lang)
    if upper := statistic.value("valueTo"):
        said = _RANGE[lang].format(said, quantity(Decimal(upper), unit, lang))
    return precision.replace("{number}", said)


def _bracket(statistic: _Statistic, lang: str) -> str:
    status = "" if statistic.value("status").endswith("/reported") else statistic.label("status", lang)
    date, start, end, as_of = (statistic.value(name) for name in ("date", "start", "end", "asOf"))
    # The end of a statistic alone is the time that it is of, not that of something that ended.
    when = time_in_words(date or ("" if start else end), start, end, as_of, lang=lang)
    dated = filter(None, [status, statistic.label("when", lang) or when])
    likelihood, scope, condition = (statistic.label(n, lang) for n in ("likelihood", "scope", "condition"))
    flag = statistic.value("flag")
    groups = [
        scope,
        condition,
        likelihood,
        ("、" if lang == "ja" else ", ").join(dated),
        _FLAGGED[lang].format(flag.rstrip(".")) if flag else "",
        OUR_INFERENCE[lang] if statistic.value("basis") == INFERRED else "",
    ]
    return bracket(groups, lang)
