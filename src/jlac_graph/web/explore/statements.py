"""What qualifies a statement: how far along and how likely it is, whose and when, and what is noted on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from sys import intern
from typing import TYPE_CHECKING, Any

from ...core.edtf import is_plain
from ...core.namespaces import expand, local_name, shorten
from ...core.terms import text_of

if TYPE_CHECKING:
    from ...sparql.store import Store

__all__ = ["CODED", "approximate", "read_qualifiers", "year_span"]

CODED = ("status", "likelihood", "basis", "scope", "condition", "when", "precision")
"""Qualifiers whose values are codes; their labels stand in the explorer's vocabulary."""
_NAMED = ("claimant", "sameClaim", "countedIn", "portionOf", "replaces")
_DATES = ("date", "start", "end", "asOf")
_STATED = """
SELECT DISTINCT ?statement ?property ?value WHERE {
  VALUES ?statement { UNDEF }
  VALUES ?property {
    jlac:status jlac:likelihood jlac:basis jlac:scope jlac:condition jlac:when jlac:precision
    jlac:date jlac:start jlac:end jlac:asOf jlac:earliest jlac:latest
    jlac:claimant jlac:sameClaim jlac:countedIn jlac:portionOf jlac:replaces jlac:note jlac:flag
    jlac:interest jlac:maturity jlac:grace jlac:terms jlac:seriesBreak
  }
  { ?statement a jlac:Fact } UNION { ?statement a jlac:Observation }
  ?statement ?property ?value .
}"""
_PLANS = "SELECT DISTINCT ?code WHERE { ?code jlac:isPlan true }"


def read_qualifiers(store: Store, names: Iterable[str] = ()) -> dict[str, dict[str, Any]]:
    """Short name of each fact and statistic -> what qualifies it; without what is not known.

    Codes go by local name, dates as the graph has them (EDTF) with their bounds `earliest` and
    `latest`; `planned` is there, and true, where the status says that it has not come true.

    Parameters
    ----------
    names : only these facts and statistics; all of the graph when there are none.
    """
    from pyoxigraph import NamedNode

    plans = {local_name(text_of(row[0])) for row in store.select(_PLANS)}
    wanted: Any = {"statement": [NamedNode(expand(name)) for name in names]}
    stated: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for statement, property_, value in store.rows(_STATED, wanted if wanted["statement"] else {}):
        stated[shorten(text_of(statement))][intern(local_name(text_of(property_)))].add(
            intern(text_of(value))
        )
    found = {}
    for name in sorted(stated):
        entry: dict[str, Any] = {key: _said(key, values) for key, values in sorted(stated.pop(name).items())}
        found[name] = entry | {"planned": True} if entry.get("status") in plans else entry
    return found


def _said(name: str, values: set[str]) -> str:
    """What a statement says by one property; of several values the first, of notes all."""
    if name in ("note", "flag"):
        return " ".join(sorted(values))
    first = min(values)
    if name in CODED:
        return local_name(first)
    return shorten(first) if name in _NAMED else first


def approximate(entry: Mapping[str, Any]) -> bool:
    """Return whether a statement's dates are only bounds of a vaguer time.

    >>> approximate({"date": "196X"}), approximate({"start": "1990", "end": "1999"})
    (True, False)
    """
    return "when" in entry or any(name in entry and not is_plain(entry[name]) for name in _DATES)


def year_span(entry: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """The first and the last year that a statement's dates allow; None for an open or unknown end.

    >>> year_span({"earliest": "1960-01-01", "latest": "1969-12-31"}), year_span({"latest": "2013-12-31"})
    ((1960, 1969), (None, 2013))
    """
    first, last = entry.get("earliest"), entry.get("latest")
    return (int(first[:4]) if first else None, int(last[:4]) if last else None)
