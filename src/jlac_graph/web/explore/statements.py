"""What qualifies a statement: how far along and how likely it is, whose and when, and what is noted on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    wanted: Any = {"statement": [NamedNode(expand(name)) for name in names]}
    stated = store.select(_STATED, wanted if wanted["statement"] else {})
    for statement, property_, value in stated.ordered():
        name, text = local_name(text_of(property_)), text_of(value)
        entry = found[shorten(text_of(statement))]
        if name in ("note", "flag"):
            entry[name] = f"{entry[name]} {text}" if name in entry else text
        elif name in CODED:
            entry.setdefault(name, local_name(text))
        else:
            entry.setdefault(name, shorten(text) if name in _NAMED else text)
    for entry in found.values():
        if entry.get("status") in plans:
            entry["planned"] = True
    return dict(found)


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
