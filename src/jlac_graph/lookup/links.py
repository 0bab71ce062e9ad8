"""The links of a graph, made by its facts and direct properties, read by SPARQL.

Which facts make which links is declared in the ontology (`jlac:ShortcutRule`, `jlac:DirectLink`);
no class or role is named here, so a new fact class needs no code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..core.edtf import is_plain
from ..core.namespaces import PREFIXES, local_name, shorten
from ..core.terms import text_of
from .hierarchy import above

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["ALWAYS", "FactData", "Link", "LinkSet", "Surcharges", "read_links", "spaced", "years_mask"]

ALWAYS = -1
"""The mask of a link that holds in every year (a mine lies in its country)."""

FIRST_YEAR = 1800
LAST_YEAR = 2199


_FACT_LINKS = """
SELECT DISTINCT ?fact ?from ?link ?to ?fromRole ?toRole WHERE {
  ?rule jlac:ofFact ?class ; jlac:fromRole ?fromRole ; jlac:toRole ?toRole .
  ?rule jlac:shortcut ?shortcut .
  ?fact a ?class ; ?fromRole ?from ; ?toRole ?to .
  FILTER (?from != ?to)
  OPTIONAL { ?fact jlac:status/jlac:isPlan true . ?planned jlac:plannedFor ?shortcut }
  BIND (COALESCE(?planned, ?shortcut) AS ?link)
}"""
_DIRECT_LINKS = """
SELECT DISTINCT ?from ?property ?to WHERE {
  ?property a jlac:DirectLink . ?from ?property ?to . FILTER (isIRI(?to))
}"""
_FACT_DATA = """
SELECT DISTINCT ?fact ?property ?value WHERE {
  VALUES ?property {
    jlac:amount jlac:currency jlac:share jlac:precision jlac:status jlac:capacity
    jlac:date jlac:start jlac:end jlac:asOf jlac:earliest jlac:latest jlac:citation
  }
  ?fact a jlac:Fact ; ?property ?value .
}"""
_CITATIONS = """
SELECT DISTINCT ?thing ?locator WHERE {
  ?property a jlac:DirectLink . ?thing ?property ?to ; jlac:citation ?locator .
}"""
_OWN_CITATIONS = """
SELECT DISTINCT ?from ?property ?to ?locator WHERE {
  ?property a jlac:DirectLink .
  GRAPH ?graph { ?from ?property ?to . ?from jlac:citation ?locator } FILTER (isIRI(?to))
}"""
_GROUND = """
SELECT DISTINCT ?thing WHERE { { ?thing a jlac:Place } UNION { ?thing a skos:Concept } }"""
_SURCHARGES = """
SELECT ?term ?scheme ?surcharge WHERE {
  ?term jlac:surcharge ?surcharge . OPTIONAL { ?term skos:inScheme ?scheme }
}"""
_SYMMETRIC = "SELECT ?property WHERE { ?property a owl:SymmetricProperty }"


@dataclass(frozen=True, slots=True)
class Link:
    """One link between two entities, with the data of its fact.

    Parameters
    ----------
    source, target : ids of the two entities, in the direction of the relation.
    relation : the shortcut or property, e.g. ``"investedIn"``.
    role : the roles of the two in the fact, e.g. ``"financier-recipient"``.
    fact : id of the fact behind the link; None for a direct property such as a location.
    start, end : first and last year in which it holds; both None when undated.
    timeless : True for links that no date limits (location, class membership).
    precision, status : precision and status of the fact, as short codes.
    sources : locators of the passages, ``"document#place"``.
    """

    source: str
    target: str
    relation: str
    fact: str | None = None
    role: str | None = None
    start: int | None = None
    end: int | None = None
    timeless: bool = False
    precision: str | None = None
    status: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactData:
    """The data of a fact besides its parties; values as text, as in the graph."""

    values: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[str | None, str | None]:
        """First and last date in which it can have held or happened; a single date is both.

        A date that is not a year, month or day gives way to its bounds.

        >>> FactData({"date": "2011"}).span, FactData({"start": "2005"}).span
        (('2011', '2011'), ('2005', None))
        >>> FactData({"date": "../2013", "latest": "2013-12-31"}).span
        (None, '2013-12-31')
        """
        value = self.values
        if "start" in value or "end" in value:
            first, last = value.get("start"), value.get("end")
        else:
            first = last = value.get("date") or value.get("asOf")
        return (
            first if first is None or is_plain(first) else value.get("earliest"),
            last if last is None or is_plain(last) else value.get("latest"),
        )


@dataclass(frozen=True, slots=True)
class Surcharges:
    """What the ontology adds to the cost of a link, in thousandths of a link.

    Attributes
    ----------
    relation, precision, status : local name of a relation, or code -> surcharge; absent means none.
    """

    relation: Mapping[str, int] = field(default_factory=dict)
    precision: Mapping[str, int] = field(default_factory=dict)
    status: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkSet:
    """Every link of a graph with the data of its facts.

    Attributes
    ----------
    links : between entities by short name (``agent/mitsui``), sorted.
    facts : fact by short name -> its data.
    ground : places and codes: shared attributes, not parties of a transaction.
    symmetric : relations that hold both ways, such as ``cofinancesWith``.
    surcharges : what the ontology adds to the cost of links.
    cache : results computed from the links, kept for later calls.
    """

    links: tuple[Link, ...]
    facts: Mapping[str, FactData]
    ground: frozenset[str] = frozenset()
    symmetric: frozenset[str] = frozenset()
    surcharges: Surcharges = field(default_factory=Surcharges)
    cache: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


def read_links(store: Store) -> LinkSet:
    """Read every link that the ontology's declarations yield.

    If a rule of a narrower relation links the same two entities by the same fact, the broader one is
    omitted; a symmetric relation is returned once, in the order of the names.
    """
    facts = _fact_data(store)
    symmetric = frozenset(text_of(row[0]) for row in store.select(_SYMMETRIC))
    links = sorted([*_from_facts(store, facts, symmetric), *_direct(store)], key=_order)
    ground = frozenset(shorten(text_of(row[0])) for row in store.select(_GROUND))
    names = frozenset(map(local_name, symmetric))
    return LinkSet(tuple(links), facts, ground, names, _surcharges(store))


def _surcharges(store: Store) -> Surcharges:
    found: dict[str, dict[str, int]] = {"relation": {}, "precision": {}, "status": {}}
    for term, scheme, surcharge in store.select(_SURCHARGES):
        kind = local_name(text_of(scheme)) or "relation"
        if kind in found:
            found[kind][local_name(text_of(term))] = int(text_of(surcharge))
    return Surcharges(**found)


def _order(link: Link) -> tuple[str, str, str, str]:
    return (link.source, link.target, link.relation, link.fact or "")


def _fact_data(store: Store) -> dict[str, FactData]:
    values: dict[str, dict[str, str]] = defaultdict(dict)
    sources: dict[str, set[str]] = defaultdict(set)
    for fact, key, value in store.select(_FACT_DATA):
        name, property_, text = shorten(text_of(fact)), local_name(text_of(key)), text_of(value)
        if property_ == "citation":
            sources[name].add(text)
        else:
            coded = property_ in ("precision", "status", "capacity")
            values[name][property_] = local_name(text) if coded else text
    return {
        name: FactData(values.get(name, {}), tuple(sorted(sources.get(name, ()))))
        for name in sorted({*values, *sources})
    }


def _from_facts(store: Store, facts: Mapping[str, FactData], symmetric: Collection[str]) -> Iterable[Link]:
    broader = above(store, PREFIXES["rdfs"] + "subPropertyOf")
    ties: dict[tuple[str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for fact, start, relation, end, *roles in store.select(_FACT_LINKS):
        a, b, name = shorten(text_of(start)), shorten(text_of(end)), text_of(relation)
        if name in symmetric and b < a:
            a, b = b, a
            roles.reverse()
        ties[shorten(text_of(fact)), a, b][name].add("-".join(local_name(text_of(r)) for r in roles))
    for (name, a, b), relations in ties.items():
        covered = {wide for narrow in relations for wide in broader.get(narrow, ())}
        for narrow in sorted(relations.keys() - covered):
            role = ", ".join(sorted(relations[narrow]))
            bare = Link(a, b, local_name(narrow), name, role)
            yield _filled(bare, facts.get(name, FactData()))


def _filled(link: Link, data: FactData) -> Link:
    first, last = data.span
    return replace(
        link,
        start=int(first[:4]) if first else None,
        end=int(last[:4]) if last else None,
        precision=data.values.get("precision"),
        status=data.values.get("status"),
        sources=data.sources,
    )


def _direct(store: Store) -> Iterable[Link]:
    """Yield the links stated on an entity, with the passages it cites in the graph of that source.

    Passages cited only for names or identifiers are no evidence of the link. Without one graph per source,
    each link has all passages that the entity cites.
    """
    sources: dict[str, set[str]] = defaultdict(set)
    for thing, locator in store.select(_CITATIONS):
        sources[text_of(thing)].add(text_of(locator))
    own: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for start, property_, end, locator in store.select(_OWN_CITATIONS):
        own[text_of(start), text_of(property_), text_of(end)].add(text_of(locator))
    for start, property_, end in store.select(_DIRECT_LINKS):
        known = own.get((text_of(start), text_of(property_), text_of(end)))
        cited = tuple(sorted(known or sources.get(text_of(start), set())))
        a, b, relation = shorten(text_of(start)), shorten(text_of(end)), local_name(text_of(property_))
        yield Link(a, b, relation, timeless=True, sources=cited)


def years_mask(start: int | None, end: int | None, *, timeless: bool = False) -> int:
    """Return the years in which a link holds, one bit per year; 0 when the years are unknown.

    A link with only a start holds from then on, one with only an end holds until then.

    >>> years_mask(2001, 2003) & years_mask(2003, 2004) == years_mask(2003, 2003)
    True
    >>> years_mask(None, None), years_mask(None, None, timeless=True) == ALWAYS
    (0, True)
    """
    if timeless:
        return ALWAYS
    if start is None and end is None:
        return 0
    first = min(max(start if start is not None else FIRST_YEAR, FIRST_YEAR), LAST_YEAR)
    last = min(max(end if end is not None else LAST_YEAR, FIRST_YEAR), LAST_YEAR)
    return ((1 << (last - first + 1)) - 1) << (first - FIRST_YEAR) if last >= first else 0


def spaced(kind: str) -> str:
    """Return a class name in words.

    >>> spaced("PublicAgency")
    'Public agency'
    """
    return re.sub(r"(?<=[a-z])[A-Z]", lambda m: " " + m[0].lower(), kind)
