"""The rows of a page: what it shows, as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..lookup.labels import with_labels
from ..sparql.answers import Solutions

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from ..sparql.answers import Triples
    from ..sparql.store import Store

__all__ = ["PAGE_TABLES", "records_csv", "thing_rows"]

PAGE_TABLES = {
    "/": ("coverage", "counts"),
    "/data": ("coverage", "sources"),
    "/map": ("activity", "facts"),
    "/network": ("projection", "edges"),
}
"""Page -> the explorer's question that it shows, and the member that is its table."""
_INCOMING = """SELECT ?subject ?property { ?subject ?property ?_thing FILTER(isIRI(?subject)) }
ORDER BY ?property ?subject"""


def thing_rows(thing: NamedNode, found: Triples, store: Store, lang: str) -> Solutions:
    """Return what the graph says of an entity and what refers to it, a row each, with labels.

    Parameters
    ----------
    found : the triples of the entity's page.
    """
    rows = [(s, p, o) for s, p, o in found]
    for subject, property_ in store.select(_INCOMING, {"_thing": thing}):
        rows.append((subject, property_, thing))
    return with_labels(Solutions(("subject", "property", "value"), tuple(rows)), store, lang)


def records_csv(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Write records as CSV: a column for each key that some record has, lists joined by semicolons.

    >>> records_csv([{"id": "a"}, {"id": "b", "sources": ["r#1", "r#2"]}])
    b'id,sources\\r\\na,\\r\\nb,r#1; r#2\\r\\n'
    """
    out = io.StringIO(newline="")
    columns = list(dict.fromkeys(name for record in records for name in record))
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(record.get(name)) for name in columns] for record in records)
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
