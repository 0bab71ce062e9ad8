"""What the sources say of many statements at once: locators, statuses, and the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.namespaces import expand, kind_of, named_node, shorten
from ...core.terms import text_of

if TYPE_CHECKING:
    from ...sparql.store import Store
    from ..explore.cache import Cache

__all__ = ["citations", "is_statement", "ledger_entry", "with_evidence"]

_CITED = """
SELECT DISTINCT ?thing ?locator WHERE {
  VALUES ?thing { UNDEF }
  ?thing jlac:citation ?locator
} ORDER BY ?thing ?locator"""
_LEDGER = """
SELECT ?outcome ?note WHERE {
  ?_passage jlac:coverage ?code . ?code skos:prefLabel ?outcome .
  FILTER (?code != <https://w3id.org/jlac/code/coverage/cited> && LANG(?outcome) = "en")
  OPTIONAL { ?_passage jlac:note ?note }
}"""
_STATEMENTS = ("fact", "obs")
_LIMITS = ("status", "planned", "likelihood", "condition", "scope", "claimant", "note", "flag")


def citations(store: Store, names: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return a map from short name to the locators of the passages that state it."""
    nodes = [node for name in names if (node := named_node(expand(name)))]
    found: dict[str, list[str]] = defaultdict(list)
    for thing, locator in store.select(_CITED, {"thing": nodes}) if nodes else ():
        found[shorten(text_of(thing))].append(text_of(locator))
    return found


def ledger_entry(store: Store, iri: str) -> str:
    """Return what the ledger says of a passage that no row cites; empty for any other IRI."""
    node = named_node(iri)
    rows = store.select(_LEDGER, {"_passage": node}).rows if node else ()
    if not rows:
        return ""
    outcome, note = rows[0]
    return f"not covered ({text_of(outcome)})" + (f": {text_of(note)}" if note is not None else "")


def is_statement(cell: object) -> bool:
    """Return whether a cell names a fact or a statistic.

    >>> is_statement("fact/jbic-caserones"), is_statement("agent/jbic")
    (True, False)
    """
    return kind_of(str(cell)) in _STATEMENTS


def with_evidence(cache: Cache, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Add to each row the locators of the facts and statistics in it, and what limits them."""
    named = [[cell for cell in row.values() if is_statement(cell)] for row in rows]
    wanted = sorted({name for group in named for name in group})
    cited = citations(cache.store, wanted)
    made: list[Mapping[str, Any]] = []
    for row, group in zip(rows, named, strict=True):
        sources = list(dict.fromkeys(at for name in group for at in cited.get(name, ())))
        limits = {name: kept for name in group if (kept := _limits(cache, name))}
        extra = ({"_sources": sources} if sources else {}) | ({"_status": limits} if limits else {})
        made.append({**row, **extra})
    return made


def _limits(cache: Cache, name: str) -> dict[str, Any]:
    stated = cache.qualifiers.get(name, {})
    return {key: stated[key] for key in _LIMITS if key in stated}
