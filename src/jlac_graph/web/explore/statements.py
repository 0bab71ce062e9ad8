"""What qualifies a statement: how far along and how likely it is, whose and when, and what is noted on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from sys import intern
from typing import TYPE_CHECKING, Any

from ...core.edtf import is_plain
from ...core.namespaces import ONT, expand, local_name, shorten
from ...core.terms import text_of

if TYPE_CHECKING:
    from ...sparql.answers import Row
    from ...sparql.store import Store

__all__ = ["CODED", "approximate", "qualifiers_of", "read_qualifiers", "year_span"]

CODED = ("status", "likelihood", "basis", "scope", "condition", "when", "precision")
"""Qualifiers whose values are codes; their labels stand in the explorer's vocabulary."""
_NAMED = ("claimant", "sameClaim", "countedIn", "portionOf", "replaces")
_DATES = ("date", "start", "end", "asOf")
_STATED = (
    *CODED,
    *_DATES,
    *("earliest", "latest"),
    *_NAMED,
    *("note", "flag", "interest", "maturity", "grace", "terms", "seriesBreak"),
)
_OF_SOME = f"""
SELECT DISTINCT ?statement ?property ?value WHERE {{
  VALUES ?statement {{ UNDEF }}
  ?statement ?property ?value .
  FILTER (?property IN ({", ".join(f"jlac:{name}" for name in _STATED)}))
}}"""
"""VALUES in place of FILTER would let an engine begin with all statements that have one of the properties."""
_PLANS = "SELECT DISTINCT ?code WHERE { ?code jlac:isPlan true }"


def read_qualifiers(store: Store, among: Container[str]) -> dict[str, dict[str, Any]]:
    """Short name of each fact and statistic -> what qualifies it; without what is not known.

    Codes go by local name, dates as the graph has them (EDTF) with their bounds `earliest` and
    `latest`; `planned` is there, and true, where the status says that it has not come true.

    Parameters
    ----------
    among : the facts and statistics of the graph.
    """
    return _entries(store, store.statements([ONT + name for name in _STATED]), among)


def qualifiers_of(store: Store, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Short name of some facts and statistics -> what qualifies them; see `read_qualifiers`."""
    from pyoxigraph import NamedNode

    nodes = [NamedNode(expand(name)) for name in names]
    return _entries(store, store.rows(_OF_SOME, {"statement": nodes})) if nodes else {}


def _entries(
    store: Store, rows: Iterable[Row], among: Container[str] | None = None
) -> dict[str, dict[str, Any]]:
    plans = {local_name(text_of(row[0])) for row in store.select(_PLANS)}
    stated: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for statement, property_, value in rows:
        name = shorten(text_of(statement))
        if among is None or name in among:
            stated[name][intern(local_name(text_of(property_)))].add(intern(text_of(value)))
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
