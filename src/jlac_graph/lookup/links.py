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

__all__ = [
    "ALWAYS",
    "QUALIFIERS",
    "TEXTS",
    "FactData",
    "Link",
    "LinkSet",
    "Surcharges",
    "read_links",
    "spaced",
    "years_mask",
]

QUALIFIERS = ("likelihood", "claimant", "scope", "condition", "when", "basis", "terms", "note")
"""Properties that say how far a statement goes, in the order in which they are shown."""

TEXTS = frozenset({"terms", "note"})
"""Those whose value is a text; the others have codes or agents."""

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
  FILTER NOT EXISTS { ?fact a jlac:Relatedness }
  OPTIONAL {
    ?fact jlac:status ?status .
    { ?status jlac:isPlan true . ?form jlac:plannedFor ?shortcut }
    UNION { ?status jlac:isAgreed true . ?form jlac:agreedFor ?shortcut }
  }
  BIND (COALESCE(?form, ?shortcut) AS ?link)
}"""
_DIRECT_LINKS = """
SELECT DISTINCT ?from ?property ?to WHERE {
  ?property a jlac:DirectLink . ?from ?property ?to . FILTER (isIRI(?to))
}"""
_FACT_DATA = f"""
SELECT DISTINCT ?fact ?property ?value WHERE {{
  VALUES ?property {{
    jlac:amount jlac:currency jlac:share jlac:precision jlac:status jlac:capacity jlac:sameClaim
    jlac:countedIn
    jlac:date jlac:start jlac:end jlac:asOf jlac:earliest jlac:latest jlac:citation
    {" ".join(f"jlac:{name}" for name in QUALIFIERS)}
  }}
  ?fact a jlac:Fact ; ?property ?value .
}}"""
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
SELECT DISTINCT ?thing ?surcharge WHERE {
  { ?thing a jlac:Place } UNION { ?thing a skos:Concept }
  ?thing a ?class . ?class jlac:surcharge ?surcharge .
}"""
_SURCHARGES = """
SELECT ?term ?scheme ?surcharge WHERE {
  ?term jlac:surcharge|((jlac:plannedFor|jlac:agreedFor)/jlac:surcharge) ?surcharge .
  { ?term a owl:ObjectProperty } UNION { ?term skos:inScheme ?scheme }
}"""
_GROUPS = """
SELECT DISTINCT ?group ?surcharge WHERE { ?group a jlac:Group . jlac:Group jlac:surcharge ?surcharge }"""
_MEMBERSHIPS = "SELECT DISTINCT ?fact WHERE { ?fact jlac:body ?group . ?group a jlac:Group }"
_PLANS = "SELECT DISTINCT ?fact WHERE { ?fact a jlac:Fact ; jlac:status/jlac:isPlan true }"
_OWN_PARTS = "SELECT DISTINCT ?fact WHERE { ?fact jlac:scope/jlac:isOwnPart true }"
_BESIDE = "SELECT ?role ?main WHERE { ?role jlac:beside ?main }"
_UNNAMED = "SELECT DISTINCT ?agent WHERE { ?agent jlac:unnamed true }"
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
    precision, status, likelihood : how exact, how far along and how sure the fact is, as short codes.
    planned : True if the fact has not yet come true.
    membership : True if the link says only that the source names an agent in a group.
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
    likelihood: str | None = None
    planned: bool = False
    membership: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactData:
    """What a fact says besides its parties.

    Attributes
    ----------
    values : amount, dates, codes and so on by property, as text.
    sources : locators of the passages.
    qualifiers : property of `QUALIFIERS` -> short name of a code or agent; of a note, its text.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    qualifiers: Mapping[str, str] = field(default_factory=dict)

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

    @property
    def year(self) -> int | None:
        """The year in which it happened or began; None if the source is not exact to the year.

        >>> FactData({"date": "2012-08"}).year, FactData({"date": "201X"}).year
        (2012, None)
        """
        value = self.values
        first = value.get("start") or value.get("date") or value.get("asOf")
        return int(first[:4]) if first and is_plain(first) else None

    def claim(self, fact: str) -> str:
        """The fact that counts in place of this one: of the same claim or event, or later; else itself."""
        return self.values.get("countedIn") or self.values.get("sameClaim", fact)


@dataclass(frozen=True, slots=True)
class Surcharges:
    """What the ontology adds to the cost of a link, in thousandths of a link.

    Attributes
    ----------
    relation, precision, status, likelihood : local name of a relation, or code -> surcharge; absent means
        none. A planned or agreed relation has the surcharge of the relation that it would become.
    membership : for a link that only says that an agent is named in a group.
    """

    relation: Mapping[str, int] = field(default_factory=dict)
    precision: Mapping[str, int] = field(default_factory=dict)
    status: Mapping[str, int] = field(default_factory=dict)
    likelihood: Mapping[str, int] = field(default_factory=dict)
    membership: int = 0


@dataclass(frozen=True, slots=True)
class LinkSet:
    """Every link of a graph with the data of its facts.

    Attributes
    ----------
    links : between entities by short name (``agent/mitsui``), sorted.
    facts : fact by short name -> its data.
    ground : place or code, a shared attribute, not a party of a transaction -> what its class adds to
        the cost of passing through it.
    symmetric : relations that hold both ways, such as ``cofinancesWith``.
    surcharges : what the ontology adds to the cost of links.
    unnamed : agents that the source does not name.
    own_parts : facts whose amount is that of the main party alone, without those who act beside it.
    beside : role of a party that acts beside a main one, such as ``cofinancier`` -> the role of the main one.
    cache : results computed from the links, kept for later calls.
    """

    links: tuple[Link, ...]
    facts: Mapping[str, FactData]
    ground: Mapping[str, int] = field(default_factory=dict)
    symmetric: frozenset[str] = frozenset()
    surcharges: Surcharges = field(default_factory=Surcharges)
    unnamed: frozenset[str] = frozenset()
    own_parts: frozenset[str] = frozenset()
    beside: Mapping[str, str] = field(default_factory=dict)
    cache: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def claim(self, fact: str) -> str:
        """The fact that sums count in place of this one, however many replace each other; else itself.

        >>> first, second = FactData({"countedIn": "fact/b"}), FactData({"countedIn": "fact/c"})
        >>> LinkSet((), {"fact/a": first, "fact/b": second}).claim("fact/a")
        'fact/c'
        """
        seen = {fact}
        while (counted := self.facts[fact].claim(fact) if fact in self.facts else fact) not in seen:
            seen.add(fact := counted)
        return fact


def read_links(store: Store) -> LinkSet:
    """Read every link that the ontology's declarations yield.

    Where a rule of a narrower relation ties the same two entities by the same fact, the broader one
    is left out; a symmetric relation is given once, in the order of the names. A curator's remark that two
    entities may be related (`jlac:Relatedness`) is not a link.
    """
    facts = _fact_data(store)
    symmetric = frozenset(text_of(row[0]) for row in store.select(_SYMMETRIC))
    groups = {shorten(text_of(group)): int(text_of(due)) for group, due in store.select(_GROUPS)}
    links = sorted([*_from_facts(store, facts, symmetric), *_direct(store, groups)], key=_order)
    facts |= {link.fact: FactData() for link in links if link.fact and link.fact not in facts}
    names = frozenset(map(local_name, symmetric))
    surcharges = replace(_surcharges(store), membership=max(groups.values(), default=0))
    beside = {local_name(text_of(role)): local_name(text_of(main)) for role, main in store.select(_BESIDE)}
    return LinkSet(
        tuple(links),
        facts,
        _ground(store),
        names,
        surcharges,
        unnamed=_names(store, _UNNAMED),
        own_parts=_names(store, _OWN_PARTS),
        beside=beside,
    )


def _ground(store: Store) -> dict[str, int]:
    """The least surcharge that a class of each place or code declares: a city has less than any place."""
    found: dict[str, int] = {}
    for thing, surcharge in store.select(_GROUND):
        name, due = shorten(text_of(thing)), int(text_of(surcharge))
        found[name] = min(due, found.get(name, due))
    return found


def _names(store: Store, query: str) -> frozenset[str]:
    return frozenset(shorten(text_of(row[0])) for row in store.select(query))


def _surcharges(store: Store) -> Surcharges:
    found: dict[str, dict[str, int]] = {"relation": {}, "precision": {}, "status": {}, "likelihood": {}}
    for term, scheme, surcharge in store.select(_SURCHARGES):
        kind = local_name(text_of(scheme)) or "relation"
        if kind in found:
            found[kind][local_name(text_of(term))] = int(text_of(surcharge))
    return Surcharges(**found)  # type: ignore[arg-type]


def _order(link: Link) -> tuple[str, str, str, str]:
    return (link.source, link.target, link.relation, link.fact or "")


def _fact_data(store: Store) -> dict[str, FactData]:
    values: dict[str, dict[str, str]] = defaultdict(dict)
    sources: dict[str, set[str]] = defaultdict(set)
    qualifiers: dict[str, dict[str, str]] = defaultdict(dict)
    for fact, key, value in store.select(_FACT_DATA):
        name, property_, text = shorten(text_of(fact)), local_name(text_of(key)), text_of(value)
        if property_ == "citation":
            sources[name].add(text)
        elif property_ in QUALIFIERS:
            qualifiers[name][property_] = text if property_ in TEXTS else shorten(text)
        elif property_ in ("sameClaim", "countedIn"):
            values[name][property_] = min(shorten(text), values[name].get(property_, "~"))
        else:
            coded = property_ in ("precision", "status", "capacity")
            values[name][property_] = local_name(text) if coded else text
    return {
        name: FactData(values.get(name, {}), tuple(sorted(sources.get(name, ()))), qualifiers.get(name, {}))
        for name in sorted({*values, *sources, *qualifiers})
    }


def _from_facts(store: Store, facts: Mapping[str, FactData], symmetric: Collection[str]) -> Iterable[Link]:
    broader = above(store, PREFIXES["rdfs"] + "subPropertyOf")
    plans, memberships = _names(store, _PLANS), _names(store, _MEMBERSHIPS)
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
            bare = Link(
                a, b, local_name(narrow), name, role, planned=name in plans, membership=name in memberships
            )
            yield _filled(bare, facts.get(name, FactData()))


def _filled(link: Link, data: FactData) -> Link:
    first, last = data.span
    return replace(
        link,
        start=int(first[:4]) if first else None,
        end=int(last[:4]) if last else None,
        precision=data.values.get("precision"),
        status=data.values.get("status"),
        likelihood=local_name(data.qualifiers["likelihood"]) if "likelihood" in data.qualifiers else None,
        sources=data.sources,
    )


def _direct(store: Store, groups: Collection[str]) -> Iterable[Link]:
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
        member = relation == "partOf" and b in groups
        yield Link(a, b, relation, timeless=True, membership=member, sources=cited)


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
