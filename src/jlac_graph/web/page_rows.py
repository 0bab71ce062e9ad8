"""The rows of a page: what it shows, as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.errors import NotFoundError, UsageError
from ..lookup.labels import with_labels
from ..sparql.answers import Solutions

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from ..sparql.answers import Triples
    from ..sparql.store import Store

__all__ = ["records_csv", "thing_rows", "view_rows"]

_Record = Mapping[str, Any]
_Ask = Callable[..., Any]
"""A question of the explorer with its values, and the answer."""


def _plain(what: str, member: str) -> Callable[[_Ask, _Record], tuple[Any, Sequence[_Record]]]:
    def rows(ask: _Ask, values: _Record) -> tuple[Any, Sequence[_Record]]:
        found = ask(what, **{k: values[k] for k in ("from", "to") if k in values})
        return found, found[member]

    return rows


def _network(ask: _Ask, values: _Record) -> tuple[Any, Sequence[_Record]]:
    ends = str(values.get("path", "")).split("~")
    if len(ends) == 2:
        found = ask("trace", source=ends[0], target=ends[1])
        rows: list[_Record] = [
            {"path": number, "from": hop["source"], "to": hop["target"], **said}
            for number, path in enumerate(found["paths"], 1)
            for hop in path["hops"]
            for said in hop["statements"]
        ]
        return found, rows
    names = [name for name in str(values.get("n", "")).split(",") if name]
    expand = str(values.get("x", "")).split(",")[0] or (names[0] if len(names) == 1 else "")
    if names or expand:
        found = ask("graph", shown=names, expand=expand)
    else:
        name = values.get("projection") or values.get("p") or "actors"
        found = ask("projection", name=name, **{k: values[k] for k in ("from", "to") if k in values})
    return found, found["edges"]


def _found(ask: _Ask, values: _Record) -> tuple[Any, Sequence[_Record]]:
    found = ask("find", **values)
    groups = ("entities", "statements", "passages")
    return found, [{"group": group, **row} for group in groups for row in found[group]["items"]]


def _compared(ask: _Ask, values: _Record) -> tuple[Any, Sequence[_Record]]:
    things = [ask("thing", id=values[end], limit=0) for end in ("a", "b") if values.get(end)]
    if not things:
        raise UsageError("a comparison needs an entity in a or b, such as ?a=agent/mitsui&b=agent/mitsubishi")
    parts = ("facts", "findings", "figures")
    rows = [{"of": one["id"], **row} for one in things for part in parts for row in one[part]]
    countries = {one["id"] for one in things if one["kind"] == "Country"}
    placed = ask("activity")["facts"] if countries else ()
    met = {(row["of"], row["id"]) for row in rows}
    rows += [
        {"of": country, **row}
        for row in placed
        for country in row["countries"]
        if country in countries and (country, row["id"]) not in met
    ]
    return {"things": things}, rows


def _told(ask: _Ask, values: _Record) -> tuple[Any, Sequence[_Record]]:
    found = ask("story", name=values["name"])
    return found, found["facts"]


_VIEWS = {
    "/": _plain("coverage", "counts"),
    "/data": _plain("coverage", "sources"),
    "/map": _plain("activity", "facts"),
    "/network": _network,
    "/search": _found,
    "/compare": _compared,
    "/story": _told,
}


def view_rows(path: str, values: _Record, ask: _Ask) -> tuple[Any, Sequence[_Record]]:
    """Return what a page of the explorer shows, and the records of its table.

    Parameters
    ----------
    path : of the page.
    values : parameters in its address.
    ask : asks the explorer a question by its name.

    Raises
    ------
    UsageError : a parameter is missing or invalid.
    NotFoundError : the page shows what only the reader's browser has.
    """
    view, _, name = path.strip("/").partition("/")
    make = _VIEWS.get(f"/{view}")
    if make is None:
        raise NotFoundError("page with rows", path, legal=[*_VIEWS, "/queries"])
    return make(ask, {**values, "name": name} if name else values)


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
