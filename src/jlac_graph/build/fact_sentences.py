"""Facts in words: a plain sentence in each language, by the wordings that the ontology declares.

``JBIC financed the Caserones copper mine with more than USD 300 million (agreed)``

The wording is that of a code of the fact (a kind of presence, influence or finding, a capacity) or else of
its class. Brackets at the end hold what narrows the statement: scope, condition, status and time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..core.languages import LANGUAGES, and_list, number
from ..core.names import contract, is_plural, within_sentence
from ..core.namespaces import BASE, ONT
from ..core.patterns import no_narrower_class
from .dates_in_words import is_closed, time_in_words
from .wording import Manner, fill, has_verb, verb_role

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["RDFS_LABEL", "Vocabulary", "bracket", "fact_labels", "quantity", "read_vocabulary", "select"]

RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
INFERRED = f"{BASE}code/basis/inferred"

ACCORDING_TO = {
    "en": "according to {}, {}",
    "ja": "{}によれば、{}",
    "es": "según {}, {}",
    "pt": "segundo {}, {}",
}
OUR_INFERENCE = {
    "en": "our inference",
    "ja": "編者の推定",
    "es": "inferencia nuestra",
    "pt": "inferência nossa",
}
JOINT = {"en": "joint amount", "ja": "合計額", "es": "monto conjunto", "pt": "valor conjunto"}
_PERCENT = {"en": "{}%", "ja": "{}%", "es": "{} %", "pt": "{} %"}
_YEN_AND_DOLLARS = {"USD": "米ドル", "JPY": "円", "EUR": "ユーロ"}
_OF_MILLIONS = ("ón", "ones", "ão", "ões")
"""Ends of the large units after which Spanish and Portuguese say "de"."""

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
_VOCABULARY = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT ?thing ?property ?text WHERE {
  VALUES ?property { jlac:wording jlac:nounWording jlac:modal jlac:saysStatus jlac:grammaticalNumber }
  ?thing ?property ?text
}"""
_KINDS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT ?thing ?kind WHERE {
  VALUES ?kind { jlac:Person jlac:Project jlac:Publication jlac:Group jlac:Event jlac:Programme jlac:Asset
    jlac:Economy jlac:Industry jlac:TradeFlow }
  ?thing a ?kind
}"""
_TITLES = {"Person", "Project", "Publication"}
"""Entities whose names are written as they are."""
_DESCRIPTIONS = {"Group", "Event", "Programme", "Asset", "Economy", "Industry", "TradeFlow"}
"""Entities whose names mostly describe them."""
_PUBLISHERS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?fact WHERE {
  ?fact jlac:claimant ?claimant ; prov:wasDerivedFrom/dcterms:isPartOf/dcterms:publisher ?publisher .
  ?claimant skos:prefLabel|skos:altLabel ?name
  FILTER (STR(?name) = STR(?publisher) || ?claimant = ?publisher)
}"""

_Values = dict[str, list[tuple[str, dict[str, str]]]]


@dataclass(frozen=True)
class Vocabulary:
    """What the graph declares about saying it.

    Attributes
    ----------
    texts : property name -> (IRI of a class or code, language) -> pattern.
    kinds : entity -> local names of those of its classes that decide how its name is written.
    own : facts that their claimant states in a publication of its own.
    """

    texts: dict[str, dict[tuple[str, str], str]]
    kinds: dict[str, set[str]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def text(self, name: str, thing: str, lang: str) -> str:
        """Return a pattern, or an empty text."""
        return self.texts.get(name, {}).get((thing, lang), "")

    def name(self, thing: str, labels: Mapping[str, str], lang: str) -> str:
        """Return the name of an entity or code as it is written within a sentence."""
        label = labels.get(lang)
        if not label:
            return labels.get("en") or thing
        if thing.startswith(f"{BASE}code/"):
            return label[:1].lower() + label[1:] if label[1:2].islower() else label
        kinds = self.kinds.get(thing, set())
        if kinds & _TITLES:
            return label
        descriptive = bool(kinds & _DESCRIPTIONS) and not (lang == "en" and "Asset" in kinds)
        return within_sentence(label, lang, descriptive=descriptive)

    def is_plural(self, thing: str, labels: Mapping[str, str], lang: str) -> bool:
        """Return whether verbs agree with the name of an entity in the plural."""
        if declared := self.text("grammaticalNumber", thing, ""):
            return declared == "plural"
        label = labels.get(lang) or labels.get("en") or ""
        if self.kinds.get(thing, set()) & _DESCRIPTIONS:
            return is_plural(label, lang if labels.get(lang) else "en")
        return self.name(thing, labels, lang).startswith(("os ", "as "))


def select(store: ox.Store, query: str) -> Iterator[Any]:
    """Yield the rows of a query over all graphs of a store."""
    return iter(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]


def read_vocabulary(store: ox.Store) -> Vocabulary:
    """Read wordings, modals and grammatical numbers."""
    texts: dict[str, dict[tuple[str, str], str]] = {}
    for row in select(store, _VOCABULARY):
        language = getattr(row["text"], "language", None) or ""
        found = texts.setdefault(row["property"].value.removeprefix(ONT), {})
        found[row["thing"].value, language] = row["text"].value
    kinds: dict[str, set[str]] = {}
    for row in select(store, _KINDS):
        kinds.setdefault(row["thing"].value, set()).add(row["kind"].value.removeprefix(ONT))
    return Vocabulary(texts, kinds, frozenset(row["fact"].value for row in select(store, _PUBLISHERS)))


def fact_labels(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield an rdfs:label in each language for every fact of the store."""
    import pyoxigraph as ox

    vocabulary, facts = read_vocabulary(store), _facts(store)
    predicate = ox.NamedNode(RDFS_LABEL)
    for iri in sorted(facts):
        for lang in LANGUAGES:
            if sentence := _Speaker(facts, vocabulary, lang).sentence(iri):
                yield ox.Triple(ox.NamedNode(iri), predicate, ox.Literal(sentence, language=lang))


def quantity(value: Decimal, unit: str, lang: str) -> str:
    """Write a value with the pattern of its unit.

    Parameters
    ----------
    value : the number.
    unit : the pattern, such as ``{number} metric tons``.
    lang : en, ja, es or pt.

    Examples
    --------
    >>> quantity(Decimal("29.5"), "{number}%", "en"), quantity(Decimal(1700000), "年間{number}トン", "ja")
    ('29.5%', '年間170万トン')
    >>> quantity(Decimal(2000000), "{number} toneladas", "es")
    '2 millones de toneladas'
    """
    text = number(value, lang)
    follows = unit.partition("{number} ")[2][:1].isalpha()
    if follows and lang in ("es", "pt") and text.endswith(_OF_MILLIONS):
        text += " de"
    return unit.replace("{number}", text)


def money(amount: Decimal, currency: str, lang: str) -> str:
    """Write an amount with its currency: its code before the number, in Japanese its name after it.

    >>> money(Decimal(10_000_000_000), "USD", "en"), money(Decimal(10_000_000_000), "USD", "ja")
    ('USD 10 billion', '100億米ドル')
    """
    if lang == "ja" and currency in _YEN_AND_DOLLARS:
        return number(amount, lang) + _YEN_AND_DOLLARS[currency]
    return f"{currency} {number(amount, lang)}".strip()


def bracket(groups: Sequence[str], lang: str) -> str:
    """Write what narrows a statement, after it, in brackets; empty if there is nothing.

    >>> bracket(["only exporters", "agreed, 2012"], "en"), bracket(["", "2012年"], "ja"), bracket([], "es")
    (' (only exporters; agreed, 2012)', '（2012年）', '')
    """
    said = [group for group in groups if group]
    if not said:
        return ""
    return f"（{'；'.join(said)}）" if lang == "ja" else f" ({'; '.join(said)})"


@dataclass(frozen=True)
class _Speaker:
    """Says the facts of a graph in one language."""

    facts: Mapping[str, tuple[str, _Values]]
    vocabulary: Vocabulary
    lang: str
    within: tuple[str, ...] = field(default=())
    """The facts that are being said, so that facts that speak of one another come to an end."""

    def sentence(self, iri: str) -> str:
        klass, values = self.facts[iri]
        if not (wording := self._wording(klass, values)):
            return ""
        words, manner = self._words(iri, values), self._manner(klass, values)
        text = fill(wording, words, lang=self.lang, many=self._many(values), manner=manner)
        if iri not in self.vocabulary.own and words.get("claimant"):
            text = ACCORDING_TO[self.lang].format(words["claimant"], text)
        said = bool(manner.modal) and verb_role(wording) != "" and _has_plan(wording)
        text = contract(text, self.lang) + self._bracket(klass, values, wording, said=said)
        return text[:1].upper() + text[1:]

    def noun(self, iri: str) -> str:
        """Say a fact as a party of another one."""
        klass, values = self.facts[iri]
        wording = self.vocabulary.text("nounWording", klass, self.lang)
        if not wording or iri in self.within:
            return ""
        inner = _Speaker(self.facts, self.vocabulary, self.lang, (*self.within, iri))
        text = fill(wording, inner._words(iri, values), lang=self.lang, many=self._many(values))
        return text + self._bracket(klass, values, wording, said=False)

    def _wording(self, klass: str, values: _Values) -> str:
        codes = [value for found in values.values() for value, _ in found if value.startswith(f"{BASE}code/")]
        worded = (self.vocabulary.text("wording", code, self.lang) for code in codes)
        found = next((wording for wording in worded if has_verb(wording)), "")
        return found or self.vocabulary.text("wording", klass, self.lang)

    def _words(self, iri: str, values: _Values) -> dict[str, str]:
        words = {name: self._join(found) for name, found in values.items()}
        precision = self.vocabulary.text("wording", _first(values, "precision"), self.lang) or "{number}"
        if "amount" in words:
            amount = money(Decimal(_first(values, "amount")), _first(values, "currency"), self.lang)
            words["amount"] = precision.replace("{number}", amount)
        if "share" in words:
            share = _PERCENT[self.lang].format(number(Decimal(_first(values, "share")), self.lang))
            words["share"] = share if "amount" in words else precision.replace("{number}", share)
        if "units" in words:
            unit = self.vocabulary.text("wording", _first(values, "unit"), self.lang) or "{number}"
            said = quantity(Decimal(_first(values, "units")), unit, self.lang)
            words["units"] = precision.replace("{number}", said)
        return words

    def _join(self, found: Sequence[tuple[str, dict[str, str]]]) -> str:
        return and_list(sorted(self._name(value, labels) for value, labels in found), self.lang)

    def _name(self, value: str, labels: Mapping[str, str]) -> str:
        if value in self.facts:
            return self.noun(value) or value
        return self.vocabulary.name(value, labels, self.lang)

    def _many(self, values: _Values) -> set[str]:
        return {
            name
            for name, found in values.items()
            if len(found) > 1 or self.vocabulary.is_plural(*found[0], self.lang)
        }

    def _manner(self, klass: str, values: _Values) -> Manner:
        status = _first(values, "status")
        hedge = self.vocabulary.text("wording", _first(values, "likelihood"), self.lang)
        over = is_closed(_first(values, "date"), _first(values, "end")) or status.endswith(
            ("/completed", "/ended")
        )
        return Manner(self.vocabulary.text("modal", status, self.lang), hedge, past=over)

    def _bracket(self, klass: str, values: _Values, wording: str, *, said: bool) -> str:
        label = {name: self._label(values, name) for name in ("scope", "condition", "when")}
        role = verb_role(wording).split("/")[0]
        joint = JOINT[self.lang] if "amount" in values and len(values.get(role, ())) > 1 else ""
        inferred = OUR_INFERENCE[self.lang] if _first(values, "basis") == INFERRED else ""
        comma = "、" if self.lang == "ja" else ", "
        dated = filter(None, [self._status(klass, values, said=said), label["when"] or self._time(values)])
        hedge = "" if has_verb(wording) else self._label(values, "likelihood")
        return bracket(
            [joint, label["scope"], label["condition"], hedge, comma.join(dated), inferred], self.lang
        )

    def _label(self, values: _Values, name: str) -> str:
        labels = values.get(name, [("", {})])[0][1]
        return labels.get(self.lang) or labels.get("en") or ""

    def _status(self, klass: str, values: _Values, *, said: bool) -> str:
        """Return the status in words, unless the sentence has said it."""
        status = _first(values, "status")
        if status == self.vocabulary.text("saysStatus", klass, ""):
            return ""
        if said and self.vocabulary.text("saysStatus", status, ""):
            return ""
        return "" if status.endswith("/reported") else self._label(values, "status")

    def _time(self, values: _Values) -> str:
        date, start, end, as_of = (_first(values, name) for name in ("date", "start", "end", "asOf"))
        return time_in_words(date, start, end, as_of, lang=self.lang)


def _has_plan(wording: str) -> bool:
    """Return whether the verb of a wording has the form that a plan takes."""
    return len(wording.partition("|")[2].partition("}")[0].split("|")) > 2


def _first(values: _Values, name: str) -> str:
    return values[name][0][0] if name in values else ""


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
