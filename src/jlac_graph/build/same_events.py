"""Rows of an added collection that may report an event that the graph has from another source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ..core.edtf import bounds
from ..tables.quads import LINE, PART, Loaded, quote
from ..tables.rule_texts import fault
from ..tables.support import expand_prefix

if TYPE_CHECKING:
    from ..tables.findings import Finding

__all__ = ["same_events"]

LED = "same_as_fact"
"""The column that names the fact of the same event."""
REPEATED = "same_claim"
"""The column that names the fact whose claim the row repeats."""
RELATED = (LED, REPEATED, "part_of", "replaces")
"""Columns that say how a row relates to a known fact."""
COMPARED = ("class", "capacity", "kind", "amount", "currency", "share")
"""Columns whose values must be the same where both rows have one."""
OBJECTS = ("financed", "target")
"""Columns of what money is spent on, which two curators may enter under two ids."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table of facts: its file by number, its line, and its cells that are not empty."""

    part: int
    line: int
    cells: Mapping[str, str]

    @property
    def fact(self) -> str:
        """The id of the fact, as other rows name it."""
        return f"fact/{self.cells.get('id', '')}"

    def days(self) -> tuple[date, date] | None:
        """Return the first and the last day of its date or its span; None if it is undated."""
        start, end = (self.cells.get("date") or self.cells.get(name, "") for name in ("start", "end"))
        first, last = (bounds(text) if text else (None, None) for text in (start, end))
        if not (first[0] or last[1]):
            return None
        return first[0] or date.min, last[1] or date.max


def same_events(loaded: Loaded, added: Collection[str], roles: Collection[str]) -> Iterator[Finding]:
    """Find rows that name the same parties, date and numbers as a fact of another collection.

    A row that says how it relates to a known fact, or names the similar one in its note, is left out.

    Parameters
    ----------
    loaded : the tables.
    added : names of the collections whose rows are compared with those of the others.
    roles : IRIs of the properties that are roles.
    """
    for name in loaded.group.names:
        tables = loaded.group.named(name)
        names = {column.name for table in tables for column in table.stored}
        if LED not in names or not any(table.collection in added for table in tables):
            continue
        parties = {c.name for c in tables[0].stored if expand_prefix(c.rules.property_url or "") in roles}
        yield from _of_table(loaded, list(_rows(loaded, name, names)), added, parties)


def _rows(loaded: Loaded, name: str, names: Iterable[str]) -> Iterator[_Row]:
    columns = sorted(names)
    sql = f"SELECT {PART}, {LINE}, {', '.join(map(quote, columns))} FROM {quote(name)} ORDER BY 1, 2"
    for part, line, *cells in loaded.db.execute(sql).fetchall():
        yield _Row(part, line, {column: cell for column, cell in zip(columns, cells, strict=True) if cell})


def _of_table(
    loaded: Loaded, rows: list[_Row], added: Collection[str], parties: set[str]
) -> Iterator[Finding]:
    events = {row.fact: row.cells.get(LED) or row.cells.get(REPEATED, row.fact) for row in rows}
    own = [row for row in rows if loaded.group.tables[row.part].collection in added]
    known: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        if loaded.group.tables[row.part].collection not in added:
            for party in parties & row.cells.keys():
                known[party, row.cells[party]].append(row)
    for row in own:
        if any(name in row.cells for name in RELATED) or not row.days():
            continue
        shared = Counter(id(k) for p in parties & row.cells.keys() for k in known[p, row.cells[p]])
        near = {id(k): k for p in parties & row.cells.keys() for k in known[p, row.cells[p]]}
        alike = [near[key] for key, count in shared.items() if count > 1 and _alike(row, near[key], parties)]
        own_event, note = _event(row.fact, events), row.cells.get("note", "")
        columns: dict[str, str] = {}
        for other in alike:
            fact = _event(other.fact, events)
            differing = next((name for name in parties if _differ(row, other, name)), "")
            columns[fact] = differing and columns.get(fact, differing)
        for fact, column in sorted(columns.items()):
            if fact != own_event and fact not in note:
                rule = "csvw:same-event-but" if column else "csvw:same-event"
                place = (loaded.file(row.part), row.line, "id", row.cells["id"])
                yield fault(rule, *place, fact=fact, role=column)


def _event(fact: str, events: Mapping[str, str]) -> str:
    """Return the fact to which the others of its event, and rows that repeat their claims, point."""
    seen: set[str] = set()
    while fact not in seen and events.get(fact, fact) != fact:
        seen.add(fact)
        fact = events[fact]
    return fact


def _alike(one: _Row, other: _Row, parties: Collection[str]) -> bool:
    """Return whether two rows with two parties in common may report one event."""
    if any(_differ(one, other, name) for name in COMPARED):
        return False
    others = [name for name in parties if _differ(one, other, name)]
    if others:
        return _under_another_id(one, other, others, parties)
    if not (_both(one, other, "amount") or _both(one, other, "share") or _same_things(one, other, parties)):
        return False
    return _overlap(one, other)


def _under_another_id(one: _Row, other: _Row, differing: Sequence[str], parties: Collection[str]) -> bool:
    """Return whether rows may name one object by two ids: both sides, class, amount and date are the same."""
    exact = all(_both(one, other, name) for name in ("class", "amount", "currency"))
    return (
        exact
        and len(differing) == 1
        and differing[0] in OBJECTS
        and _same_things(one, other, set(parties) - set(differing))
        and _overlap(one, other)
    )


def _overlap(one: _Row, other: _Row) -> bool:
    mine, theirs = one.days(), other.days()
    return bool(mine and theirs and mine[0] <= theirs[1] and theirs[0] <= mine[1])


def _same_things(one: _Row, other: _Row, parties: Collection[str]) -> bool:
    """Return whether two rows have two parties in common besides a country, which is much to both."""
    return sum(_both(one, other, name) for name in parties if "/" in one.cells.get(name, "")) > 1


def _both(one: _Row, other: _Row, name: str) -> bool:
    return name in one.cells and name in other.cells


def _differ(one: _Row, other: _Row, name: str) -> bool:
    """Return whether two rows both have a value and the values are not the same."""
    a, b = one.cells.get(name), other.cells.get(name)
    if not (a and b) or a == b:
        return False
    try:
        return Decimal(a) != Decimal(b)
    except InvalidOperation:
        return True
