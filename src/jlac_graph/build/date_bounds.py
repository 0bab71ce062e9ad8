"""The days between which the dates of a fact or entity lie, so that a filter by year is a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from sys import intern
from typing import TYPE_CHECKING, Any, TypeAlias

from ..core.edtf import bounds
from ..core.graph_names import bases, derived
from ..core.namespaces import ONT, PREFIXES, local_name

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["date_bounds"]

_DATES = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT ?graph ?thing ?property ?date WHERE {
  VALUES ?property {
    jlac:date jlac:start jlac:end jlac:asOf jlac:inForcePrinted jlac:signedPrinted jlac:yearPrinted
  }
  GRAPH ?graph { ?thing ?property ?date }
}"""


_MOMENTS = ("date", "inForcePrinted", "signedPrinted", "yearPrinted", "asOf")
"""Dates of what happened at once; the first that is there counts."""
_Dates: TypeAlias = tuple[tuple[str, str], ...]
"""Dates by local name of the property."""


def date_bounds(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield `jlac:earliest` and `jlac:latest` for everything that has dates, derived from the graph of these.

    What lasted has the first day of its start (else of its date) and the last day of its end; what
    happened, or was so when the source was written, both days of that date; an agreement those of its
    entry into force, else of its signature. An open or unknown end has no bound; a text that is not a
    date is passed over, since the cell is a finding.
    """
    import pyoxigraph as ox

    found: dict[tuple[str, str], _Dates] = {}
    rows: Any = store.query(_DATES, use_default_graph_as_union=True)
    for row in rows:
        key = row["thing"].value, intern(row["graph"].value)
        found[key] = _with(found.get(key, ()), row["property"].value, row["date"].value)
    day = ox.NamedNode(PREFIXES["xsd"] + "date")
    for (thing, graph), dates in sorted(found.items()):
        name = ox.NamedNode(derived(bases(graph)))
        for bound, value in _bounds(dict(dates)).items():
            literal = ox.Literal(value, datatype=day)
            yield ox.Quad(ox.NamedNode(thing), ox.NamedNode(ONT + bound), literal, name)


@cache
def _with(dates: _Dates, property_: str, date: str) -> _Dates:
    """Return dates with one more; alike ones are the same object, since most things share theirs."""
    return (*dates, (local_name(property_), date))


def _bounds(dates: Mapping[str, str]) -> dict[str, str]:
    """The bounds of some dates, by local name of the property.

    >>> _bounds({"start": "196X"}), _bounds({"date": "../2013", "asOf": "2013"})
    ({'earliest': '1960-01-01'}, {'latest': '2013-12-31'})
    >>> _bounds({"date": "2025-10-23", "end": "2026-05"})  # a step announced that day and due by then
    {'earliest': '2025-10-23', 'latest': '2026-05-31'}
    """
    if "start" in dates or "end" in dates:
        ends = dates.get("start", dates.get("date")), dates.get("end")
    else:
        ends = (single := next(dates[name] for name in _MOMENTS if name in dates)), single
    try:
        first = bounds(ends[0])[0] if ends[0] else None
        last = bounds(ends[1])[1] if ends[1] else None
    except ValueError:
        return {}
    both = {"earliest": first, "latest": last}
    return {name: day.isoformat() for name, day in both.items() if day is not None}
