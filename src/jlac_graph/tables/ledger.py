"""The ledger of a source: what the rows take from each passage, or why nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .quads import LINE, Loaded, quote, text
from .rule_texts import fault

if TYPE_CHECKING:
    from .findings import Finding
    from .metadata import Table

__all__ = ["LEDGER", "check_ledger"]

LEDGER, PASSAGES, CITATION = "coverage", "passages", "https://w3id.org/jlac/ont#citation"


def check_ledger(loaded: Loaded) -> Iterator[Finding]:
    """Compare the ledger of each collection with its passages and with what its rows cite."""
    for collection in dict.fromkeys(table.collection for table in loaded.group.tables):
        tables = [table for table in loaded.group.tables if table.collection == collection]
        ledgers = [table for table in tables if table.name == LEDGER]
        cited = _cited(loaded, tables) if ledgers else {}
        known: set[str] = set()
        for ledger in ledgers:
            rows = _rows(loaded, ledger)
            known |= {f"{source}#{fragment}" for _, source, fragment, *_ in rows}
            yield from _differences(ledger, rows, cited)
        passages = [table for table in tables if table.name == PASSAGES and loaded.rows(table)]
        if ledgers:
            yield from _missing(loaded, passages, known)
        else:
            yield from (fault("ledger:none", table.url, 0) for table in passages)


_Row = tuple[int, str, str, str, str, str]
"""Line, source, fragment, outcome, tables and note of a row of a ledger."""


def _rows(loaded: Loaded, ledger: Table) -> list[_Row]:
    return loaded.db.execute(
        f"SELECT {LINE}, source, fragment, outcome, coalesce(tables, ''), coalesce(note, '') "
        f"FROM {quote(ledger.url)} ORDER BY 1"
    ).fetchall()


def _differences(ledger: Table, rows: list[_Row], cited: dict[str, set[str]]) -> Iterator[Finding]:
    for line, source, fragment, outcome, tables, note in rows:
        due = sorted(cited.get(f"{source}#{fragment}", ()))
        if tables.split() != due:
            named = " ".join(due) or "no table"
            yield fault("ledger:tables", ledger.url, line, "tables", tables, due=named)
        if due and outcome != "cited":
            yield fault("ledger:outcome", ledger.url, line, "outcome", outcome)
        if not due and not note and outcome != "cited":
            yield fault("ledger:note", ledger.url, line, "note")


def _cited(loaded: Loaded, tables: Iterable[Table]) -> dict[str, set[str]]:
    """Return the names of the tables that cite each locator."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for column in table.stored:
            if column.rules.property_url == CITATION:
                items = f"unnest(string_split({quote(column.name)}, {text(column.rules.separator or ' ')}))"
                rows = loaded.db.execute(f"SELECT DISTINCT {items} FROM {quote(table.url)}").fetchall()
                for (locator,) in rows:
                    found[locator].add(table.name)
    return found


def _missing(loaded: Loaded, passages: list[Table], known: set[str]) -> Iterator[Finding]:
    for table in passages:
        sql = f"SELECT {LINE}, locator FROM {quote(table.url)} ORDER BY 1"
        for line, locator in loaded.db.execute(sql).fetchall():
            if locator not in known:
                yield fault("ledger:missing", table.url, line, "locator", locator)
