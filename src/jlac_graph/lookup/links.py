"""The links of a graph, made by its facts and direct properties, read by SPARQL.

Which facts make which links is declared in the ontology (`jlac:ShortcutRule`, `jlac:DirectLink`);
no class or role is named here, so a new fact class needs no code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from sys import intern
from typing import TYPE_CHECKING, TypeAlias

from ..core.namespaces import ONT, PREFIXES, local_name, shorten
from ..core.terms import text_of
from .classes import read_types
from .hierarchy import above
from .kept import kept_tables
from .kept_links import kept_links, link_tables
from .link_model import ALWAYS, QUALIFIERS, TEXTS, FactData, Link, LinkSet, Surcharges, years_mask

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

_Triple: TypeAlias = tuple[str, str, str]
_BODY, _CITATION = f"{ONT}body", f"{ONT}citation"
_RULES = """
SELECT DISTINCT ?class ?fromRole ?toRole ?shortcut WHERE {
  ?rule jlac:ofFact ?class ; jlac:fromRole ?fromRole ; jlac:toRole ?toRole ; jlac:shortcut ?shortcut
}"""
_FORMS = """
SELECT DISTINCT ?status ?shortcut ?form WHERE {
  { ?status jlac:isPlan true . ?form jlac:plannedFor ?shortcut }
  UNION { ?status jlac:isAgreed true . ?form jlac:agreedFor ?shortcut }
}"""
"""What stands for a shortcut while a fact has a status."""
_DIRECT = "SELECT DISTINCT ?property WHERE { ?property a jlac:DirectLink }"
_FACT_DATA = (
    *("amount", "currency", "share", "precision", "status", "capacity", "sameClaim", "countedIn"),
    *("date", "start", "end", "asOf", "earliest", "latest", "citation"),
    *QUALIFIERS,
)
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
_PLANS = "SELECT DISTINCT ?status WHERE { ?status jlac:isPlan true }"
_OWN_PARTS = "SELECT DISTINCT ?scope WHERE { ?scope jlac:isOwnPart true }"
_BESIDE = "SELECT ?role ?main WHERE { ?role jlac:beside ?main }"
_UNNAMED = "SELECT DISTINCT ?agent WHERE { ?agent jlac:unnamed true }"
_AGREED = "SELECT DISTINCT ?form WHERE { ?form jlac:agreedFor ?realised }"
_SYMMETRIC = "SELECT ?property WHERE { ?property a owl:SymmetricProperty }"


def read_links(store: Store) -> LinkSet:
    """Read every link that the ontology's declarations yield, or open those that are kept beside the graph.

    Where a rule of a narrower relation ties the same two entities by the same fact, the broader one
    is left out; a symmetric relation is given once, in the order of the names. A curator's remark that two
    entities may be related (`jlac:Relatedness`) is not a link.
    """
    if store.beside is None:
        return _read(store)
    return kept_links(kept_tables(store, "links", lambda: link_tables(_read(store))), store.beside)


def _read(store: Store) -> LinkSet:
    facts = _Facts(store)
    symmetric = frozenset(text_of(row[0]) for row in store.select(_SYMMETRIC))
    groups = {shorten(text_of(group)): int(text_of(due)) for group, due in store.select(_GROUPS)}
    data = {name: facts.data(name) for name in sorted(facts.names)}
    links = sorted([*_from_facts(store, facts, data, symmetric, groups), *_direct(store, groups)], key=_order)
    data |= {link.fact: FactData() for link in links if link.fact and link.fact not in data}
    names = frozenset(map(local_name, symmetric))
    surcharges = replace(_surcharges(store), membership=max(groups.values(), default=0))
    beside = {local_name(text_of(role)): local_name(text_of(main)) for role, main in store.select(_BESIDE)}
    return LinkSet(
        tuple(links),
        data,
        _ground(store),
        names,
        surcharges,
        unnamed=_names(store, _UNNAMED),
        own_parts=frozenset(facts.own_parts),
        beside=beside,
        agreed=frozenset(local_name(text_of(row[0])) for row in store.select(_AGREED)),
    )


def _ground(store: Store) -> dict[str, int]:
    """The least surcharge that a class of each place or code declares: a city has less than any place."""
    found: dict[str, int] = {}
    for thing, surcharge in store.rows(_GROUND):
        name, due = shorten(text_of(thing)), int(text_of(surcharge))
        found[name] = min(due, found.get(name, due))
    return found


def _names(store: Store, query: str) -> frozenset[str]:
    return frozenset(shorten(text_of(row[0])) for row in store.rows(query))


def _surcharges(store: Store) -> Surcharges:
    found: dict[str, dict[str, int]] = {"relation": {}, "precision": {}, "status": {}, "likelihood": {}}
    for term, scheme, surcharge in store.select(_SURCHARGES):
        kind = local_name(text_of(scheme)) or "relation"
        if kind in found:
            found[kind][local_name(text_of(term))] = int(text_of(surcharge))
    return Surcharges(**found)  # type: ignore[arg-type]


def _order(link: Link) -> tuple[str, str, str, str]:
    return (link.source, link.target, link.relation, link.fact or "")


class _Facts:
    """All facts of a graph: what they say, their parties, and their classes that a rule names.

    Attributes
    ----------
    names : the facts that say anything.
    parties : fact -> role -> who has it.
    forms : fact -> shortcut -> what stands for it, as the status of the fact has it.
    planned, own_parts : facts that have not come true, and those of which the scope is the party's own part.
    """

    def __init__(self, store: Store) -> None:
        self.rules: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for kind, *rule in store.select(_RULES):
            self.rules[text_of(kind)].append((text_of(rule[0]), text_of(rule[1]), text_of(rule[2])))
        self.classes = self._classes(store)
        self.parties: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.forms: dict[str, Mapping[str, Sequence[str]]] = {}
        self.planned, self.own_parts = set[str](), set[str]()
        self._values: dict[str, dict[str, str]] = defaultdict(dict)
        self._sources: dict[str, set[str]] = defaultdict(set)
        self._qualifiers: dict[str, dict[str, str]] = defaultdict(dict)
        self._fill(store)
        self.names = {*self._values, *self._sources, *self._qualifiers}

    def data(self, name: str) -> FactData:
        """Return what a fact says besides its parties."""
        sources = tuple(sorted(self._sources.get(name, ())))
        return FactData(self._values.get(name, {}), sources, self._qualifiers.get(name, {}))

    def _classes(self, store: Store) -> dict[str, tuple[str, ...]]:
        """Fact -> its classes that a rule names; none of a remark that two entities may be related."""
        shared: dict[frozenset[str], tuple[str, ...]] = {}
        found: dict[str, tuple[str, ...]] = {}
        for name, kinds in read_types(store, [f"{ONT}Fact", *self.rules]).items():
            if kinds not in shared:
                remark = f"{ONT}Relatedness" in kinds
                shared[kinds] = () if remark else tuple(kind for kind in self.rules if kind in kinds)
            found[intern(name)] = shared[kinds]
        return found

    def _fill(self, store: Store) -> None:
        forms: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for status, shortcut, form in store.select(_FORMS):
            forms[text_of(status)][text_of(shortcut)].append(text_of(form))
        plans = {text_of(row[0]) for row in store.select(_PLANS)}
        own_parts = {text_of(row[0]) for row in store.select(_OWN_PARTS)}
        roles = {_BODY}.union(*(rule[:2] for rules in self.rules.values() for rule in rules))
        said = {ONT + name: name for name in _FACT_DATA}
        for fact, key, value in store.statements([*said, *sorted(roles - said.keys())]):
            name, property_, text = shorten(text_of(fact)), text_of(key), intern(text_of(value))
            if name not in self.classes:
                continue
            if property_ in roles:
                self.parties[intern(name)].setdefault(intern(property_), []).append(intern(shorten(text)))
            if property_ in said:
                self._say(intern(name), said[property_], text)
            if property_ == f"{ONT}status":
                self.forms[name] = _together(self.forms.get(name, {}), forms.get(text, {}))
                self.planned.update([name] if text in plans else ())
            elif property_ == f"{ONT}scope" and text in own_parts:
                self.own_parts.add(name)

    def _say(self, name: str, property_: str, text: str) -> None:
        if property_ == "citation":
            self._sources[name].add(text)
        elif property_ in QUALIFIERS:
            self._qualifiers[name][property_] = text if property_ in TEXTS else shorten(text)
        elif property_ in ("sameClaim", "countedIn"):
            self._values[name][property_] = min(shorten(text), self._values[name].get(property_, "~"))
        else:
            coded = property_ in ("precision", "status", "capacity")
            text = local_name(text) if coded else text
            self._values[name][property_] = min(text, self._values[name].get(property_, text))


def _together(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the forms of shortcuts by two statuses of one fact."""
    return {key: sorted({*one.get(key, ()), *other.get(key, ())}) for key in (*one, *other)}


def _from_facts(
    store: Store,
    facts: _Facts,
    data: Mapping[str, FactData],
    symmetric: Collection[str],
    groups: Collection[str],
) -> Iterable[Link]:
    broader = above(store, PREFIXES["rdfs"] + "subPropertyOf")
    for name, parties in facts.parties.items():
        ties: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for ends, relation, roles in _ties(facts, name):
            turned = relation in symmetric and ends[1] < ends[0]
            pair, said = (ends[::-1], roles[::-1]) if turned else (ends, roles)
            ties[pair][relation].add("-".join(map(local_name, said)))
        member = any(body in groups for body in parties.get(_BODY, ()))
        for (a, b), relations in ties.items():
            covered = {wide for narrow in relations for wide in broader.get(narrow, ())}
            for narrow in sorted(relations.keys() - covered):
                role, planned = ", ".join(sorted(relations[narrow])), name in facts.planned
                link = Link(a, b, local_name(narrow), name, role, planned=planned, membership=member)
                yield _filled(link, data.get(name, FactData()))


def _ties(facts: _Facts, name: str) -> Iterator[tuple[tuple[str, str], str, tuple[str, str]]]:
    """Yield the ends of each tie that a fact makes, its relation, and the roles of the ends."""
    parties, forms = facts.parties[name], facts.forms.get(name, {})
    for kind in facts.classes[name]:
        for start, end, shortcut in facts.rules[kind]:
            for pair in product(parties.get(start, ()), parties.get(end, ())):
                if pair[0] != pair[1]:
                    for relation in forms.get(shortcut) or (shortcut,):
                        yield pair, relation, (start, end)


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
    from pyoxigraph import NamedNode

    direct = [text_of(row[0]) for row in store.select(_DIRECT)]
    links = dict.fromkeys(_triple(row) for row in store.statements(direct) if isinstance(row[2], NamedNode))
    own = _own_citations(store, direct, links)
    others = {start for start, _, _ in links.keys() - own.keys()}
    sources: dict[str, set[str]] = defaultdict(set)
    for thing, _, locator in map(_triple, store.statements([_CITATION]) if others else ()):
        if thing in others:
            sources[thing].add(locator)
    for link in links:
        cited = tuple(sorted(own.get(link) or sources.get(link[0]) or ()))
        a, relation, b = shorten(link[0]), local_name(link[1]), shorten(link[2])
        member = relation == "partOf" and b in groups
        yield Link(a, b, relation, timeless=True, membership=member, sources=cited)


def _own_citations(
    store: Store, direct: Sequence[str], links: Collection[_Triple]
) -> dict[_Triple, set[str]]:
    """Each link that is stated on an entity -> the passages it cites in the same graph."""
    things = {start for start, _, _ in links}
    stated: list[tuple[_Triple, str]] = []
    cited: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in store.statements_by_graph([*direct, _CITATION]):
        triple, graph = _triple(row), intern(text_of(row[3]))
        if triple in links:
            stated.append((triple, graph))
        elif triple[1] == _CITATION and triple[0] in things:
            cited[triple[0], graph].add(triple[2])
    found: dict[_Triple, set[str]] = defaultdict(set)
    for triple, graph in stated:
        if passages := cited.get((triple[0], graph)):
            found[triple] |= passages
    return found


def _triple(row: Sequence[object]) -> _Triple:
    return intern(text_of(row[0])), intern(text_of(row[1])), intern(text_of(row[2]))


def spaced(kind: str) -> str:
    """Return a class name in words.

    >>> spaced("PublicAgency")
    'Public agency'
    """
    return re.sub(r"(?<=[a-z])[A-Z]", lambda m: " " + m[0].lower(), kind)
