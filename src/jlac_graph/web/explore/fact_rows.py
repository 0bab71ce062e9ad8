"""The long lists of a profile, a page of each: facts with what qualifies them, mentions, partners."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ...core.kept_tables import some
from ...core.namespaces import expand, kind_of, shorten
from ...core.terms import text_of
from .cache import Cache
from .statements import approximate

if TYPE_CHECKING:
    from ...sparql.syntax import Term

__all__ = ["FIRST", "Page", "claims", "fact_groups", "mentions", "partners", "statements"]

_T = TypeVar("_T")
_CITED = """
SELECT DISTINCT ?fact ?locator WHERE {
  VALUES ?fact { UNDEF } ?fact jlac:citation ?locator
} ORDER BY ?fact ?locator"""
_INWARD = """
SELECT DISTINCT ?property ?from WHERE {
  ?property a jlac:DirectLink . ?from ?property ?_thing . FILTER (isIRI(?from))
} ORDER BY ?property ?from"""
_APART = {"Finding": "findings", "Relatedness": "related"}
"""Classes of facts that a profile lists apart."""
_PARTNERS = 8
FIRST = 300
"""Rows of each list that a profile gives unless a request asks for more."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of each list a profile gives: `limit` after the first `offset`; all if it is None."""

    limit: int | None = None
    offset: int = 0

    def of(self, rows: Sequence[_T]) -> Sequence[_T]:
        """Return the rows of the page.

        >>> Page(2, 1).of("abcd"), Page().of("abcd")
        ('bc', 'abcd')
        """
        return rows[self.offset : None if self.limit is None else self.offset + self.limit]


def fact_groups(cache: Cache, name: str, lang: str, page: Page) -> dict[str, Any]:
    """Return the facts in which an entity plays a role, findings and possible relations apart.

    Returns
    -------
    `facts`, `findings` and `related`, a page of each in order of time; `kinds` and `counts`, which count
    all of them.
    """
    played = cache.roles_of.get(name, {})
    groups: dict[str, list[str]] = {"facts": [], **{group: [] for group in _APART.values()}}
    classes = some(cache.fact_kinds, list(played))
    for fact in _in_time(cache, played):
        groups[_APART.get(classes.get(fact, ""), "facts")].append(fact)
    found: dict[str, Any] = {
        group: _with_roles(cache, page.of(names), played, lang) for group, names in groups.items()
    }
    kinds = Counter(classes.get(fact, "Fact") for fact in groups["facts"])
    labels = cache.terms(kinds, lang)
    return found | {
        "kinds": [{"kind": kind, "label": labels[kind], "count": n} for kind, n in kinds.most_common()],
        "counts": {group: len(names) for group, names in groups.items()},
        "partners": partners(cache, name, groups["facts"], lang),
    }


def _in_time(cache: Cache, facts: Iterable[str]) -> list[str]:
    names = sorted(facts)
    said = some(cache.qualifiers, names)
    return sorted(names, key=lambda fact: _rank(cache, fact, said.get(fact, {})))


def _rank(cache: Cache, fact: str, said: Mapping[str, Any]) -> tuple[str, bool, bool, int]:
    """The day of a fact; undated ones by amount, then by passages, classifications last."""
    if day := said.get("earliest") or said.get("latest"):
        return day, False, False, 0
    data = cache.links.facts.get(fact)
    sources, amount = (len(data.sources), "amount" in data.values) if data else (0, False)
    return "9999", cache.fact_kinds.get(fact) == "Classification", not amount, -sources


def _with_roles(
    cache: Cache, names: Sequence[str], played: Mapping[str, Sequence[str]], lang: str
) -> list[dict[str, Any]]:
    terms = cache.terms({role for name in names for role in played[name]}, lang)
    return [
        {**row, "role": ", ".join(sorted(terms[role] for role in played[row["id"]]))}
        for row in statements(cache, names, lang)
    ]


def partners(cache: Cache, name: str, facts: Sequence[str], lang: str) -> list[dict[str, Any]]:
    """Return the entities that share the most facts with one; plans do not count, nor one claim twice."""
    counts: Counter[str] = Counter()
    real = claims(cache, facts)
    roles = some(cache.roles, real)
    for fact in real:
        parties = dict.fromkeys(party for _, party in roles.get(fact, ()))
        counts.update(p for p in parties if p != name and kind_of(p) != "code")
    least = min((n for _, n in counts.most_common(_PARTNERS)), default=0)
    near = {party: n for party, n in counts.items() if n >= least}
    labels = cache.labels(near, lang)
    best = sorted(near, key=lambda party: (-near[party], labels[party]))[:_PARTNERS]
    return [{"id": party, "label": labels[party], "count": near[party]} for party in best]


def claims(cache: Cache, facts: Sequence[str]) -> list[str]:
    """One fact that is more than a plan for each claim or event."""
    known = some(cache.qualifiers, facts)
    real = {fact: known.get(fact, {}) for fact in facts}
    real = {fact: said for fact, said in real.items() if not said.get("planned")}
    found: dict[str, str] = {}
    for fact, said in real.items():
        claim = said.get("countedIn") or said.get("sameClaim") or fact
        if claim == fact or claim not in real:
            found.setdefault(claim, fact)
    return list(found.values())


def mentions(cache: Cache, node: Term, lang: str, page: Page) -> tuple[list[dict[str, Any]], int]:
    """Return a page of the entities that refer to one by a direct link, and how many there are."""
    pairs = cache.store.select(_INWARD, {"_thing": node}).rows
    shown = [(shorten(text_of(start)), shorten(text_of(property_))) for property_, start in page.of(pairs)]
    labels = cache.labels({part for pair in shown for part in pair}, lang)
    cited = _citations(cache, list(dict.fromkeys(start for start, _ in shown)))
    rows = [
        {"id": start, "words": labels[start], "role": labels[relation], "sources": cited[start]}
        for start, relation in shown
    ]
    return rows, len(pairs)


def _citations(cache: Cache, names: Sequence[str]) -> dict[str, list[str]]:
    from pyoxigraph import NamedNode

    found: dict[str, list[str]] = defaultdict(list)
    nodes = [NamedNode(expand(name)) for name in names]
    for fact, locator in cache.store.select(_CITED, {"fact": nodes}) if nodes else ():
        found[shorten(text_of(fact))].append(text_of(locator))
    return found


def statements(cache: Cache, names: Sequence[str], lang: str) -> list[dict[str, Any]]:
    """Return facts and statistics by name, in order of time, with everything that qualifies them.

    Each has its class, amount, status and parties; the undated come last, the weightiest of them first.
    """
    labels, cited = cache.labels(names, lang), _citations(cache, names)
    named = cache.labels({party for name in names for party in cache.parties(name)}, lang)
    kinds = {name: cache.fact_kinds.get(name, "Fact") for name in names}
    roles = {role for name in names for role, _ in cache.roles.get(name, ())}
    terms = cache.terms({*kinds.values(), *roles}, lang)
    made = [
        {
            **_fact(cache, name, labels[name], cited[name], lang),
            "kind": kinds[name],
            "kindLabel": terms[kinds[name]],
            "parties": [{"id": p, "label": named[p], "role": terms[r]} for r, p in cache.roles.get(name, ())],
        }
        for name in names
    ]
    said = some(cache.qualifiers, names)
    return sorted(made, key=lambda row: (_rank(cache, row["id"], said.get(row["id"], {})), row["words"]))


def _fact(cache: Cache, name: str, words: str, cited: Sequence[str], lang: str) -> dict[str, Any]:
    data = cache.links.facts.get(name)
    values, said = data.values if data else {}, cache.qualified(name, lang)
    found: dict[str, Any] = {
        "id": name,
        "words": words,
        "role": "",
        "amount": float(values["amount"]) if "amount" in values else None,
        "currency": values.get("currency"),
        "approximate": approximate(said) or None,
        "sources": list(cited),
        **said,
    }
    return {key: value for key, value in found.items() if value is not None}
