"""Say facts in words: fill the wording that the ontology gives each fact class.

A wording is text with roles in braces and with parts in brackets that fall away when a role in
them has no value: ``{financier} lends [{amount} ][to {recipient}]``. ``{financed/recipient}``
takes the first that has a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..core.languages import LANGUAGES, and_list, number
from ..core.namespaces import ONT
from ..core.patterns import no_narrower_class

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = [
    "RDFS_LABEL",
    "fact_labels",
    "fill",
    "money",
    "period",
    "read_wordings",
    "select",
]

AS_OF = {"en": "as of {year}", "ja": "{year}年時点", "es": "a {year}", "pt": "em {year}"}
SINCE = {"en": "since {year}", "ja": "{year}年以降", "es": "desde {year}", "pt": "desde {year}"}
UNTIL = {"en": "until {year}", "ja": "{year}年まで", "es": "hasta {year}", "pt": "até {year}"}
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

_FACTS = f"""
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?fact ?class ?property ?value ?label WHERE {{
  ?class rdfs:subClassOf* jlac:Fact ; jlac:wording ?any . FILTER (LANG(?any) = "en")
  ?fact a ?class .
  {no_narrower_class("?fact")}
  ?fact ?property ?value .
  FILTER (STRSTARTS(STR(?property), STR(jlac:)))
  OPTIONAL {{ ?value skos:prefLabel ?label }}
}}
"""
_WORDINGS = "SELECT ?thing ?text WHERE { ?thing <https://w3id.org/jlac/ont#wording> ?text }"


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill a wording with values.

    Parameters
    ----------
    template : a wording, see the module.
    values : role or property name -> text; a name that is absent or empty has no value.

    Returns
    -------
    The sentence; a mandatory role without a value reads ``…``.

    Examples
    --------
    >>> fill("{a} lends [{amount} ][to {b}]", {"a": "JBIC", "b": "Codelco"})
    'JBIC lends to Codelco'
    >>> fill("{a} finances {b/c}", {"a": "JICA", "c": "UTN-CEFOF"})
    'JICA finances UTN-CEFOF'
    """

    def value(match: re.Match[str]) -> str:
        return next((values[n] for n in match[1].split("/") if values.get(n)), "…")

    def part(match: re.Match[str]) -> str:
        text = re.sub(r"{([\w/]+)}", value, match[1])
        return "" if "…" in text else text

    return re.sub(r"{([\w/]+)}", value, re.sub(r"\[([^\]]*)\]", part, template)).strip()


def money(amount: Decimal, currency: str, lang: str) -> str:
    """Write an amount with its currency.

    >>> money(Decimal(500000000), "USD", "pt")
    'USD 500 milhões'
    """
    return f"{currency} {number(amount, lang)}".strip()


def period(start: str, end: str, as_of: str, *, lang: str) -> str:
    """Write a time in brackets, by years or months; empty when nothing is known.

    Examples
    --------
    >>> period("1990", "1999", "", lang="en"), period("", "", "2013-06", lang="es")
    (' (1990–1999)', ' (a 2013-06)')
    """
    start, end, as_of = start[:7], end[:7], as_of[:7]
    if start and end:
        text = start if start == end else f"{start}–{end}"
    elif start or end:
        text = (SINCE if start else UNTIL)[lang].format(year=start or end)
    else:
        text = AS_OF[lang].format(year=as_of) if as_of else ""
    return (f"（{text}）" if lang == "ja" else f" ({text})") if text else ""


def fact_labels(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield an rdfs:label in each language for every fact of the store.

    The label is the wording of the fact's narrowest class, filled, with its time in brackets.
    """
    import pyoxigraph as ox

    wordings = read_wordings(store)
    predicate = ox.NamedNode(RDFS_LABEL)
    facts = _facts(store)
    said: dict[str, dict[str, str]] = {}
    for fact in sorted(facts, key=lambda name: (_names_a_fact(facts, name, wordings), name)):
        klass, values = facts[fact]
        said[fact] = {}
        for lang in LANGUAGES:
            if template := wordings.get((klass, lang)):
                words = _words(values, lang, wordings, said)
                said[fact][lang] = fill(template, words) + _when(words, lang)
                label = ox.Literal(said[fact][lang], language=lang)
                yield ox.Triple(ox.NamedNode(fact), predicate, label)


def _names_a_fact(
    facts: Mapping[str, tuple[str, _Values]], fact: str, wordings: Mapping[tuple[str, str], str]
) -> bool:
    """Say whether the words of a fact speak of other facts, whose own words must then come first.

    Links that rules derived between two facts do not count: no wording says them.
    """
    klass, values = facts[fact]
    names = re.findall(r"\w+", wordings.get((klass, "en"), ""))
    return any(value in facts for name in names for value, _ in values.get(name, ()))


def select(store: ox.Store, query: str) -> Iterator[Any]:
    """Yield the rows of a query over all graphs of a store."""
    return iter(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]


_Values = dict[str, list[tuple[str, dict[str, str]]]]


def read_wordings(store: ox.Store) -> dict[tuple[str, str], str]:
    """Read the wordings of classes and codes, by IRI and language."""
    rows = select(store, _WORDINGS)
    return {(r["thing"].value, r["text"].language): r["text"].value for r in rows}


def _facts(store: ox.Store) -> dict[str, tuple[str, _Values]]:
    facts: dict[str, tuple[str, _Values]] = {}
    for row in select(store, _FACTS):
        _, values = facts.setdefault(row["fact"].value, (row["class"].value, {}))
        found = values.setdefault(row["property"].value.removeprefix(ONT), [])
        value = row["value"].value
        labels = next((labels for v, labels in found if v == value), None)
        if labels is None:
            found.append((value, labels := {}))
        if row["label"] is not None:
            labels[row["label"].language or ""] = row["label"].value
    return facts


def _words(
    values: _Values,
    lang: str,
    wordings: Mapping[tuple[str, str], str],
    said: Mapping[str, dict[str, str]],
) -> dict[str, str]:
    words = {
        name: _join([(value, labels or said.get(value, {})) for value, labels in found], lang)
        for name, found in values.items()
    }
    precision = values.get("precision", [("", {})])[0][0]
    pattern = wordings.get((precision, lang), "{number}")
    if "amount" in words:
        amount = Decimal(values["amount"][0][0])
        words["amount"] = fill(pattern, {"number": money(amount, words.get("currency", ""), lang)})
    if "share" in words:
        share = number(Decimal(values["share"][0][0]), lang) + ("%" if lang in "enja" else " %")
        words["share"] = share if "amount" in words else fill(pattern, {"number": share})
    return words


def _join(found: Sequence[tuple[str, dict[str, str]]], lang: str) -> str:
    return and_list(sorted(labels.get(lang) or labels.get("en") or value for value, labels in found), lang)


def _when(words: Mapping[str, str], lang: str) -> str:
    start, end, as_of = (words.get(name, "") for name in ("start", "end", "asOf"))
    date = words.get("date", "")
    return period(date, date, "", lang=lang) if date else period(start, end, as_of, lang=lang)
