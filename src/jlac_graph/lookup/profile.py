"""The profile of one entity: its statements with their sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..core.namespaces import ONT, PREFIXES, expand, local_name, short_id, shorten
from ..core.patterns import narrowest_class
from ..core.terms import text_of
from .describer import Describer
from .hierarchy import above, derived_properties, said_twice
from .labels import fetch_labels
from .links import QUALIFIERS, TEXTS

if TYPE_CHECKING:
    from ..sparql.store import Store
    from ..sparql.syntax import Term

__all__ = ["FactRow", "Profile", "names_by_language", "profile"]

_OUTWARD = """
SELECT DISTINCT ?property ?value WHERE {
  ?_thing ?property ?value
}"""
_FACTS = """
SELECT DISTINCT ?fact ?role ?locator ?status ?remark ?time ?event WHERE {
  ?fact ?role ?_thing ; a jlac:Fact .
  ?role rdfs:subPropertyOf jlac:role .
  OPTIONAL { ?fact jlac:citation ?locator }
  OPTIONAL { ?fact jlac:status/skos:notation ?status }
  OPTIONAL { ?fact a ?remark . FILTER (?remark = jlac:Relatedness) }
  OPTIONAL { ?fact jlac:earliest ?earliest }
  OPTIONAL { ?fact jlac:latest ?latest }
  BIND (STR(COALESCE(?latest, ?earliest)) AS ?time)
  OPTIONAL { ?event jlac:account ?fact }
} ORDER BY ?fact ?role ?locator"""
_DOCUMENT = """
SELECT ?source ?title ?address WHERE {
  ?_thing dcterms:isPartOf ?source . ?source a jlac:Source ; dcterms:title ?title .
  OPTIONAL { ?source dcterms:source ?address }
}"""
_INWARD = """
SELECT DISTINCT ?from ?property ?locator WHERE {
  ?property a jlac:DirectLink . ?from ?property ?_thing .
  OPTIONAL { ?from jlac:citation ?locator }
} ORDER BY ?property ?from ?locator"""
_STATISTICS = """
SELECT DISTINCT ?statistic ?locator WHERE {
  ?statistic ?dimension ?_thing .
  FILTER EXISTS { ?statistic a jlac:Observation }
  OPTIONAL { ?statistic jlac:citation ?locator }
} ORDER BY ?statistic ?locator"""
"""Both conditions as patterns would let an engine begin with all observations."""
_QUALIFIERS = f"""
SELECT DISTINCT ?statement ?property ?value WHERE {{
  VALUES ?statement {{ UNDEF }}
  ?statement ?property ?value .
  FILTER (?property IN ({", ".join(f"jlac:{name}" for name in QUALIFIERS)}))
}} ORDER BY ?statement ?property ?value"""
_NARROWEST = f"SELECT DISTINCT ?class WHERE {{ {narrowest_class('?_thing')} }} ORDER BY ?class"
_NAMES = {"prefLabel", "altLabel", "label", "acronym"}
_PLUMBING = {
    "inForcePrinted",
    "signedPrinted",
    "type",
    "citation",
    "wasDerivedFrom",
    "isPartOf",
    "within",
    "broaderTransitive",
    "linkedTo",
    "alternateOf",
    "plannedLink",
    "agreedLink",
    "earliest",
    "latest",
    "notation",
    "role",
}


@dataclass(frozen=True, slots=True)
class FactRow:
    """A statement of an entity's profile.

    Attributes
    ----------
    id : of the fact, statistic or entity, such as ``fact/jbic-caserones``.
    words : the sentence, or the name of the entity.
    role : that the entity of the profile plays in it, in words.
    status : its code; None without one.
    sources : locators of the passages that state it.
    qualifiers : how far it goes: label of a property, such as likelihood or note -> its value in words.
    time : the last day on which it can have happened; empty if it has no date.
    event : id of the event of which it is one of several accounts; empty if it is not.
    unsaid : labels of those qualifiers that the sentence does not say.
    """

    id: str
    words: str
    role: str
    status: str | None
    sources: tuple[str, ...]
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    time: str = ""
    event: str = ""
    unsaid: tuple[str, ...] = ()

    @property
    def remarks(self) -> Mapping[str, str]:
        """The qualifiers that belong below the sentence, because it does not say them."""
        return {name: self.qualifiers[name] for name in self.unsaid}


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity with all that the graph states of it.

    Attributes
    ----------
    iri : of the entity.
    label : its name.
    kinds : names of its classes, the narrowest first.
    sources : locators of the passages that state the entity itself.
    names : language -> names, the preferred one first; the empty language for codes and acronyms.
    about : property label -> values, for what is stated on the entity itself.
    facts : statements in which it plays a role, in order of time; those without a date come last.
    inward : entities that refer to it by a direct link.
    statistics : those that it is a dimension of.
    related : remarks of curators that it may be the same as another thing, or belong to it.
    see_also : the government of a country, or the country of a government.
    """

    iri: str
    label: str
    kinds: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    about: Mapping[str, tuple[str, ...]]
    sources: tuple[str, ...]
    facts: tuple[FactRow, ...]
    inward: tuple[FactRow, ...]
    statistics: tuple[FactRow, ...]
    related: tuple[FactRow, ...] = ()
    see_also: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from html import escape

        from ..core.notebook import html_table

        rows = [
            (row.words, row.role, _joined(row.remarks), " ".join(row.sources))
            for row in (*self.facts, *self.related, *self.inward, *self.statistics)
        ]
        head = f"{self.label} ({', '.join(self.kinds)}; {short_id(self.iri)})"
        table = html_table(("statement", "role", "remarks", "sources"), rows)
        return f"<p>{escape(head, quote=False)}</p>{table}"


def _joined(qualifiers: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in qualifiers.items())


def profile(store: Store, iri: str, *, lang: str = "en", bare: bool = False) -> Profile:
    """Read the profile of one entity.

    Parameters
    ----------
    store : the graph.
    iri : from `search.resolve`.
    lang : language of labels and words.
    bare : for a caller that knows the rest: statements without their qualifiers, and neither properties
        of the entity, statistics nor `see_also`, which take most of the time for a hub.
    """
    return _Reader(store, iri, lang, bare=bare).read()


class _Reader:
    def __init__(self, store: Store, iri: str, lang: str, *, bare: bool = False) -> None:
        from pyoxigraph import NamedNode

        self.store, self.iri, self.lang, self.bare = store, iri, lang, bare
        self.bound = {"_thing": NamedNode(iri)}
        self.describer = Describer(store, lang)

    def read(self) -> Profile:
        derived = derived_properties(self.store)
        rows = [row for row in self.store.select(_OUTWARD, self.bound) if text_of(row[0]) not in derived]
        kinds = tuple(text_of(row[0]) for row in self.store.select(_NARROWEST, self.bound))
        labels = self._labels([self.iri, *kinds])
        facts, related = self._facts()
        return Profile(
            iri=self.iri,
            label=self.describer.marked([shorten(self.iri)])[shorten(self.iri)],
            kinds=tuple(labels[kind] for kind in kinds),
            names=names_by_language(rows),
            about={} if self.bare else self._about(rows),
            sources=tuple(sorted(text_of(v) for p, v in rows if text_of(p) == ONT + "citation")),
            facts=facts,
            inward=self._inward(),
            statistics=() if self.bare else self._statistics(),
            related=related,
            see_also=() if self.bare else self._see_also(),
        )

    def _see_also(self) -> tuple[str, ...]:
        name = shorten(self.iri)
        others = self.describer.counterparts([name]).get(name, ())
        return tuple(f"{self.describer.label(other)} ({short_id(other)})" for other in others)

    def _qualified(self, rows: Sequence[FactRow]) -> tuple[FactRow, ...]:
        """The rows with what limits each statement."""
        if self.bare:
            return tuple(rows)
        from pyoxigraph import NamedNode

        nodes = [NamedNode(expand(row.id)) for row in rows]
        stated: dict[str, dict[str, str]] = defaultdict(dict)
        for statement, key, value in self.store.select(_QUALIFIERS, {"statement": nodes}) if nodes else ():
            short = shorten(text_of(value)) if isinstance(value, NamedNode) else text_of(value)
            stated[shorten(text_of(statement))].setdefault(local_name(text_of(key)), short)
        say = self.describer
        say.labels({name for group in stated.values() for key, name in group.items() if key not in TEXTS})
        return tuple(
            replace(
                row,
                qualifiers={say.property(k): v for k, v in say.qualifiers(stated[row.id]).items()},
                unsaid=tuple(say.property(name) for name in say.unsaid(stated[row.id], row.words)),
            )
            for row in rows
        )

    def _labels(self, iris: Sequence[str]) -> dict[str, str]:
        from pyoxigraph import NamedNode

        nodes = [NamedNode(iri) for iri in dict.fromkeys(iris)]
        found = {text_of(t): text_of(v) for t, v in fetch_labels(self.store, nodes, self.lang).items()}
        return {iri: found.get(iri) or local_name(iri) for iri in iris}

    def _about(self, rows: Sequence[Sequence[Term | None]]) -> dict[str, tuple[str, ...]]:
        """Return the values of the entity's own properties, IRIs as labels with their short names."""
        from pyoxigraph import NamedNode

        hidden = _NAMES | _PLUMBING
        kept = [(text_of(p), v) for p, v in rows if local_name(text_of(p)) not in hidden]
        kept = [(p, v) for p, v in kept if p != PREFIXES["skos"] + "note"]  # derived from jlac:note
        wider = above(self.store, PREFIXES["rdfs"] + "subPropertyOf")
        twice = said_twice(((p, text_of(v)) for p, v in kept), wider)
        kept = [(p, v) for p, v in kept if (p, text_of(v)) not in twice]
        iris = [text_of(v) for _, v in kept if isinstance(v, NamedNode)]
        labels = self._labels([*(p for p, _ in kept), *iris])
        found: dict[str, set[str]] = defaultdict(set)
        for property_, value in kept:
            text = text_of(value)
            named = isinstance(value, NamedNode) and labels[text] != local_name(text)
            short = short_id(text) if isinstance(value, NamedNode) else text
            found[labels[property_]].add(f"{labels[text]} ({short})" if named else short)
        for source, title, address in self.store.select(_DOCUMENT, self.bound):
            words = f"{text_of(title)} ({short_id(text_of(source))})"
            found[self.describer.label("jlac:Source")].add(f"{words} {text_of(address)}".rstrip())
        return {name: tuple(sorted(values)) for name, values in sorted(found.items())}

    def _facts(self) -> tuple[tuple[FactRow, ...], tuple[FactRow, ...]]:
        """The statements of sources, and the remarks of curators."""
        roles: dict[str, set[str]] = defaultdict(set)
        sources: dict[str, set[str]] = defaultdict(set)
        status: dict[str, str] = {}
        remarks: set[str] = set()
        times: dict[str, str] = {}
        events: dict[str, str] = {}
        for fact, role, locator, state, remark, time, event in self.store.select(_FACTS, self.bound):
            roles[text_of(fact)].add(text_of(role))
            sources[text_of(fact)].add(text_of(locator))
            if state is not None:
                status[text_of(fact)] = text_of(state)
            if remark is not None:
                remarks.add(text_of(fact))
            times[text_of(fact)] = text_of(time)
            events[text_of(fact)] = shorten(text_of(event)) if event is not None else ""
        labels = self._labels([*roles, *{r for group in roles.values() for r in group}])
        rows = {
            fact: FactRow(
                shorten(fact),
                labels[fact],
                ", ".join(sorted(labels[role] for role in roles[fact])),
                status.get(fact),
                tuple(sorted(sources[fact] - {""})),
                time=times[fact],
                event=events[fact],
            )
            for fact in sorted(roles, key=lambda fact: (times[fact] or "9999", fact))
        }
        return (
            self._qualified([row for fact, row in rows.items() if fact not in remarks]),
            self._qualified([row for fact, row in rows.items() if fact in remarks]),
        )

    def _inward(self) -> tuple[FactRow, ...]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for start, property_, locator in self.store.select(_INWARD, self.bound):
            found[text_of(property_), text_of(start)].add(text_of(locator))
        labels = self._labels([part for pair in found for part in pair])
        return tuple(
            FactRow(shorten(start), labels[start], labels[p], None, tuple(sorted(cited - {""})))
            for (p, start), cited in sorted(found.items())
        )

    def _statistics(self) -> tuple[FactRow, ...]:
        found: dict[str, set[str]] = defaultdict(set)
        for statistic, locator in self.store.select(_STATISTICS, self.bound):
            found[text_of(statistic)].add(text_of(locator))
        labels = self._labels(list(found))
        return self._qualified(
            [
                FactRow(shorten(statistic), labels[statistic], "", None, tuple(sorted(cited - {""})))
                for statistic, cited in sorted(found.items())
            ]
        )


def names_by_language(rows: Sequence[Sequence[Term | None]]) -> dict[str, tuple[str, ...]]:
    """Return the names by language, preferred before others."""
    ranked: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for property_, value in rows:
        name = local_name(text_of(property_))
        if name in _NAMES:
            lang = str(getattr(value, "language", None) or "")
            ranked[lang].append((0 if name == "prefLabel" else 1, text_of(value)))
    return {
        lang: tuple(dict.fromkeys(text for _, text in sorted(names)))
        for lang, names in sorted(ranked.items())
    }
