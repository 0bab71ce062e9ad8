"""What the graph declares about saying it: wordings, modals and numbers, and names within sentences."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from ..core.languages import number
from ..core.names import describes, is_plural, is_title, within_sentence
from ..core.namespaces import BASE, ONT, kind_of

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = [
    "ACCORDING_TO",
    "INFERRED",
    "OUR_INFERENCE",
    "RDFS_LABEL",
    "Said",
    "Vocabulary",
    "any_label",
    "batches",
    "bracket",
    "iris",
    "is_entity",
    "labels",
    "money",
    "names_of",
    "quantity",
    "read_vocabulary",
    "select",
]

RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
Said: TypeAlias = dict[str, dict[str, str]]
"""Sentences: IRI -> language -> text."""
INFERRED = f"{BASE}code/basis/inferred"
OUR_INFERENCE = {
    "en": "our inference",
    "ja": "編者の推定",
    "es": "inferencia nuestra",
    "pt": "inferência nossa",
}
ACCORDING_TO = {
    "en": "according to {}, {}",
    "ja": "{}によれば、{}",
    "es": "según {}, {}",
    "pt": "segundo {}, {}",
}
"""Who claims what follows, if another than the source."""
_CURRENCIES = {"USD": "米ドル", "JPY": "円", "EUR": "ユーロ"}
"""Currencies that Japanese names after the number."""
_OF_MILLIONS = ("ón", "ones", "ão", "ões")
"""Ends of the large units after which Spanish and Portuguese say "de"."""

_VOCABULARY = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT ?thing ?property ?text WHERE {
  VALUES ?property { jlac:wording jlac:nounWording jlac:agreedWording jlac:underWayWording jlac:modal
    jlac:standingModal jlac:says jlac:isOwnPart }
  ?thing ?property ?text
} ORDER BY ?thing ?property ?text"""
_DETAILS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?text WHERE {
  ?wider jlac:detailWording ?text . ?thing rdfs:subClassOf* ?wider
} ORDER BY ?thing ?wider"""
_KINDS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT ?thing ?kind WHERE {
  VALUES ?kind { jlac:Person jlac:Project jlac:Publication jlac:Group jlac:Event jlac:Programme jlac:Asset
    jlac:Topic jlac:Agreement }
  ?thing a ?kind
}"""
_TITLES = {"Person", "Project", "Publication"}
"""Entities whose names are written as they are."""
_INERT = {"Project", "Publication", "Event", "Programme", "Asset", "Topic", "Agreement"}
_DESCRIPTIONS = {"Group", "Event", "Programme", "Asset", "Topic"}
"""Entities whose names mostly describe them."""
_QUOTED = {"Project", "Agreement", "Event", "Programme", "Topic"}
"""Entities whose names are put in quotes if they are in another language."""
_QUOTES = {"en": "{}", "ja": "「{}」", "es": "«{}»", "pt": "“{}”"}
_UNIDENTIFIED = {"ja": "名称不明の{}", "es": "{} sin identificar", "pt": "{} sem identificação"}
_NAMES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?name WHERE { VALUES ?thing { $things } ?thing skos:prefLabel ?name }"""
_NONE: frozenset[str] = frozenset()
_BATCH = 5_000
"""Facts or statistics that are in memory at once."""
_UNNAMED = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT ?thing WHERE { ?thing jlac:unnamed true }"""
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


@dataclass(frozen=True)
class Vocabulary:
    """What the graph declares about saying it.

    Attributes
    ----------
    texts : property name -> (IRI of a class or code, language) -> pattern.
    kinds : entity -> local names of those of its classes that decide how its name is written.
    own : facts that their claimant states in a publication of its own.
    unnamed : agents that the sources do not name.
    """

    texts: dict[str, dict[tuple[str, str], str]]
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()

    def text(self, name: str, thing: str, lang: str) -> str:
        """Return a pattern, or an empty text."""
        return self.texts.get(name, {}).get((thing, lang), "")

    def name(self, thing: str, labels: Mapping[str, str], lang: str) -> str:
        """Return the name of an entity or code as it is written within a sentence."""
        label = labels.get(lang)
        kinds = self.kinds.get(thing, _NONE)
        if not label:
            foreign = labels.get("en") or any_label(labels) or thing
            if thing in self.unnamed:
                return quoted(unnamed(foreign, ""), lang)
            always = bool(kinds & _QUOTED)
            return quoted(foreign, lang, always=always) if always or "Asset" in kinds else foreign
        if thing in self.unnamed and (label.endswith(")") or label.startswith("Unnamed ")):
            return unnamed(label, lang)
        if thing.startswith(f"{BASE}code/"):
            return label[:1].lower() + label[1:] if label[1:2].islower() else label
        described = describes(labels.get("en", ""))
        if kinds & _TITLES and not described:
            return label
        titled = "Programme" in kinds and is_title(labels.get("en", ""))
        descriptive = bool(kinds & _DESCRIPTIONS) and not titled and not (lang == "en" and "Asset" in kinds)
        return within_sentence(label, lang, descriptive=descriptive or described)

    def acts(self, thing: str) -> bool:
        """Return whether an entity can have plans: not a plant, an agreement or a fact."""
        return not (kind_of(thing) == "fact" or self.kinds.get(thing, _NONE) & _INERT)

    def is_plural(self, thing: str, labels: Mapping[str, str], lang: str, said: str) -> bool:
        """Return whether verbs agree with the name of an entity, as it is said, in the plural."""
        label = labels.get(lang) or labels.get("en") or any_label(labels)
        if self.kinds.get(thing, _NONE) & (_DESCRIPTIONS | {"Agreement"}):
            return is_plural(label, lang if labels.get(lang) else "en")
        return said.startswith(("os ", "as ", "las "))


def any_label(labels: Mapping[str, str]) -> str:
    """Return the label in the first language that there is; empty if there is none.

    >>> any_label({"ja": "大和"}), any_label({})
    ('大和', '')
    """
    return labels[min(labels)] if labels else ""


def select(store: ox.Store, query: str) -> Iterator[Any]:
    """Yield the rows of a query over all graphs of a store."""
    return iter(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]


def batches(iris: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield parts of a list that fit into memory with what is known of each of its things."""
    yield from (iris[start : start + _BATCH] for start in range(0, len(iris), _BATCH))


def iris(things: Iterable[str]) -> str:
    """Write IRIs of a graph as the values of a query.

    >>> iris(["urn:a", "urn:b"])
    '<urn:a> <urn:b>'
    """
    return " ".join(f"<{thing}>" for thing in things)


def is_entity(term: Any) -> bool:
    """Return whether a term of a graph is an IRI."""
    import pyoxigraph as ox

    return isinstance(term, ox.NamedNode)


def names_of(store: ox.Store, things: Collection[str]) -> dict[str, dict[str, str]]:
    """Read the names of some things: IRI -> language -> name; those without a name are left out."""
    names: dict[str, dict[str, str]] = {}
    for thing, name in select(store, _NAMES.replace("$things", iris(sorted(things)))):
        names.setdefault(thing.value, {})[name.language or ""] = name.value
    return names


def labels(said: Iterable[Said]) -> Iterator[ox.Triple]:
    """Yield sentences as labels."""
    import pyoxigraph as ox

    label = ox.NamedNode(RDFS_LABEL)
    for some in said:
        for iri, texts in some.items():
            for lang, text in texts.items():
                yield ox.Triple(ox.NamedNode(iri), label, ox.Literal(text, language=lang))


def read_vocabulary(store: ox.Store) -> Vocabulary:
    """Read wordings, modals and grammatical numbers."""
    texts: dict[str, dict[tuple[str, str], str]] = {}
    for row in select(store, _VOCABULARY):
        language = getattr(row["text"], "language", None) or ""
        found = texts.setdefault(row["property"].value.removeprefix(ONT), {})
        key, text = (row["thing"].value, language), row["text"].value
        found[key] = f"{found[key]} {text}" if key in found and not language else text  # IRIs of several
    details = texts.setdefault("detailWording", {})
    for row in select(store, _DETAILS):  # those of a class and of its superclasses
        key = row["thing"].value, row["text"].language
        details[key] = ";".join(filter(None, (details.get(key), row["text"].value)))
    kinds: dict[str, frozenset[str]] = {}
    shared: dict[frozenset[str], frozenset[str]] = {}  # the sets are few, the entities may be many
    for row in select(store, _KINDS):
        thing = row["thing"].value
        found_kinds = kinds.get(thing, _NONE) | {row["kind"].value.removeprefix(ONT)}
        kinds[thing] = shared.setdefault(found_kinds, found_kinds)
    own = frozenset(row["fact"].value for row in select(store, _PUBLISHERS))
    return Vocabulary(texts, kinds, own, frozenset(row["thing"].value for row in select(store, _UNNAMED)))


def unnamed(label: str, lang: str) -> str:
    """Write the name of an agent that the sources do not name, without what tells it from others like it.

    >>> unnamed("Private banks (Antucoya copper mine, 2013)", "en")
    'unnamed private banks'
    >>> unnamed("Six private banks (Revap, 2006)", "en"), unnamed("Embassies in Japan", "en")
    ('six unnamed private banks', 'embassies in Japan')
    >>> unnamed("Special purpose company (NTN, 2003)", "en")
    'an unnamed special purpose company'
    """
    name, found, _ = label.partition(" (")
    if lang != "en":
        return _UNIDENTIFIED[lang].format(within_sentence(name, lang, descriptive=True)) if lang else name
    name = within_sentence(name, lang, descriptive=True).removeprefix("unnamed ")
    if name.istitle() and " " not in name:  # a common noun: "Lenders"
        name = name.lower()
    if not found and not label.startswith("Unnamed "):
        return name
    if not is_plural(name, lang):
        return f"an unnamed {name}"
    count = re.match(r"(?:two|three|four|five|six|seven|eight|nine|ten|several) ", name)
    return f"{count[0]}unnamed {name[count.end() :]}" if count else f"unnamed {name}"


def quoted(label: str, lang: str, *, always: bool = False) -> str:
    """Put a name of another language in quotes, unless it is a mere proper name.

    >>> quoted("Port of La Unión", "es"), quoted("Escondida mine", "ja"), quoted("Tartaruga MV29", "pt")
    ('«Port of La Unión»', '「Escondida mine」', 'Tartaruga MV29')
    """
    return _QUOTES[lang].format(label) if always or re.search(r"\b(?:[a-z]{3,}|of|in)\b", label) else label


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
    if lang == "ja" and currency in _CURRENCIES:
        return number(amount, lang) + _CURRENCIES[currency]
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
