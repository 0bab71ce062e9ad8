"""Say statistics in words: what was measured, of what and where, how much and when.

``Output: Codelco, Chile, Copper: 1.7 million metric tons a year (as of 2013)``
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ..core.languages import LANGUAGES, comma_list, number
from ..core.namespaces import local_name
from .fact_sentences import RDFS_LABEL, fill, period, read_wordings, select

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["quantity", "statistic_labels"]

# What a statistic is about, in the order of speech; a total says nothing.
DIMENSIONS = ("subject", "provider", "refArea", "counterpartArea", "product", "sector", "agreement")
BARE = {"count", "fraction", "rank"}
RATES = ("年間", "年率")
"""Japanese says before the number that it is one of a year."""
MILLIONS = ("millones", "milhões")
_STATISTICS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?statistic ?property ?value ?label WHERE {
  ?statistic a jlac:Observation ; ?property ?value .
  OPTIONAL { ?value skos:prefLabel ?label }
}"""


@dataclass(frozen=True)
class _Statistic:
    """Properties of an observation by local name: values, and their labels by language."""

    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def say(self, name: str, lang: str) -> str:
        found = self.labels.get(name, {})
        return found.get(lang) or found.get("en") or ""


def statistic_labels(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield an rdfs:label in each language for every observation of the store."""
    import pyoxigraph as ox

    wordings, predicate = read_wordings(store), ox.NamedNode(RDFS_LABEL)
    for iri, statistic in sorted(_statistics(store).items()):
        for lang in LANGUAGES:
            label = ox.Literal(_sentence(statistic, lang, wordings), language=lang)
            yield ox.Triple(ox.NamedNode(iri), predicate, label)


def quantity(value: Decimal, unit: str, name: str, lang: str) -> str:
    """Write a value with its unit.

    Parameters
    ----------
    value, unit : the number, and the notation of its unit.
    name : what the unit is called in the language.
    lang : en, ja, es or pt.

    Examples
    --------
    >>> quantity(Decimal("29.5"), "percent", "percent", "en")
    '29.5%'
    >>> quantity(Decimal(115000), "tonnes", "toneladas métricas", "es")
    '115.000 toneladas métricas'
    >>> quantity(Decimal(2000000), "tonnes", "toneladas métricas", "pt")
    '2 milhões de toneladas métricas'
    >>> quantity(Decimal(11), "count", "count", "en")
    '11'
    >>> quantity(Decimal(1700000), "tonnes-per-year", "年間トン", "ja")
    '年間170万トン'
    >>> quantity(Decimal(32), "percent-per-year", "年率パーセント", "ja")
    '年率32%'
    """
    text = number(value, lang)
    if unit == "percent":
        return text + ("%" if lang in ("en", "ja") else " %")
    if unit in BARE:
        return text
    if lang == "ja":
        rate = next((rate for rate in RATES if name.startswith(rate)), "")
        return f"{rate}{text}{name.removeprefix(rate).replace('パーセント', '%')}"
    return f"{text} de {name}" if text.endswith(MILLIONS) else f"{text} {name}"


def _statistics(store: ox.Store) -> dict[str, _Statistic]:
    statistics: dict[str, _Statistic] = {}
    for row in select(store, _STATISTICS):
        statistic = statistics.setdefault(row["statistic"].value, _Statistic())
        name = local_name(row["property"].value)
        statistic.values[name] = row["value"].value
        if row["label"] is not None:
            statistic.labels.setdefault(name, {})[row["label"].language or ""] = row["label"].value
    return statistics


def _sentence(statistic: _Statistic, lang: str, wordings: Mapping[tuple[str, str], str]) -> str:
    about = [
        statistic.say(name, lang)
        for name in DIMENSIONS
        if local_name(statistic.values.get(name, "total")) != "total"
    ]
    unit = local_name(statistic.values.get("unitMeasure", ""))
    value = quantity(Decimal(statistic.values["obsValue"]), unit, statistic.say("unitMeasure", lang), lang)
    pattern = wordings.get((statistic.values.get("precision", ""), lang), "{number}")
    said = f"{statistic.say('indicator', lang)}: {comma_list(filter(None, about), lang)}"
    return (
        f"{said}: {fill(pattern, {'number': value})}{_when(statistic.values, lang)}{_status(statistic, lang)}"
    )


def _when(values: Mapping[str, str], lang: str) -> str:
    start, end, as_of = (values.get(name, "") for name in ("start", "end", "asOf"))
    return period(start, end, as_of, lang=lang) if start else period("", "", end or as_of, lang=lang)


def _status(statistic: _Statistic, lang: str) -> str:
    """Say the status of a statistic that is more, or less, than reported: projected, planned, estimated."""
    status = "" if statistic.values.get("status", "").endswith("/reported") else statistic.say("status", lang)
    return comma_list(["", status], lang) if status else ""
