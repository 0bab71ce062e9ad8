"""Say figures in words: what was measured, of what and where, how much and when.

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

__all__ = ["figure_labels", "quantity"]

# What a figure is about, in the order of speech; a total says nothing.
DIMENSIONS = ("subject", "provider", "refArea", "counterpartArea", "product", "sector", "agreement")
BARE = {"count", "fraction", "rank"}
RATES = ("年間", "年率")
"""Japanese says before the number that it is one of a year."""
MILLIONS = ("millones", "milhões")
_FIGURES = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?figure ?property ?value ?label WHERE {
  ?figure a jlac:Observation ; ?property ?value .
  OPTIONAL { ?value skos:prefLabel ?label }
}"""


@dataclass(frozen=True)
class _Figure:
    """Properties of an observation by local name: values, and their labels by language."""

    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def say(self, name: str, lang: str) -> str:
        found = self.labels.get(name, {})
        return found.get(lang) or found.get("en") or ""


def figure_labels(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield an rdfs:label in each language for every observation of the store."""
    import pyoxigraph as ox

    wordings, predicate = read_wordings(store), ox.NamedNode(RDFS_LABEL)
    for iri, figure in sorted(_figures(store).items()):
        for lang in LANGUAGES:
            label = ox.Literal(_sentence(figure, lang, wordings), language=lang)
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


def _figures(store: ox.Store) -> dict[str, _Figure]:
    figures: dict[str, _Figure] = {}
    for row in select(store, _FIGURES):
        figure = figures.setdefault(row["figure"].value, _Figure())
        name = local_name(row["property"].value)
        figure.values[name] = row["value"].value
        if row["label"] is not None:
            figure.labels.setdefault(name, {})[row["label"].language or ""] = row["label"].value
    return figures


def _sentence(figure: _Figure, lang: str, wordings: Mapping[tuple[str, str], str]) -> str:
    about = [
        figure.say(name, lang)
        for name in DIMENSIONS
        if local_name(figure.values.get(name, "total")) != "total"
    ]
    unit = local_name(figure.values.get("unitMeasure", ""))
    value = quantity(Decimal(figure.values["obsValue"]), unit, figure.say("unitMeasure", lang), lang)
    pattern = wordings.get((figure.values.get("precision", ""), lang), "{number}")
    said = f"{figure.say('indicator', lang)}: {comma_list(filter(None, about), lang)}"
    return f"{said}: {fill(pattern, {'number': value})}{_when(figure.values, lang)}{_status(figure, lang)}"


def _when(values: Mapping[str, str], lang: str) -> str:
    start, end, as_of = (values.get(name, "") for name in ("start", "end", "asOf"))
    return period(start, end, as_of, lang=lang) if start else period("", "", end or as_of, lang=lang)


def _status(figure: _Figure, lang: str) -> str:
    """Say the status of a figure that is more, or less, than reported: projected, planned, estimated."""
    status = "" if figure.values.get("status", "").endswith("/reported") else figure.say("status", lang)
    return comma_list(["", status], lang) if status else ""
