"""The ledger of a source: what the rows take from each passage, or why nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .quads import LINE, Loaded, quote, text
from .rule_texts import fault

if TYPE_CHECKING:
    from .findings import Finding

__all__ = ["LEDGER", "check_ledger"]

LEDGER, PASSAGES, CITATION = "coverage.csv", "passages.csv", "https://w3id.org/jlac/ont#citation"


def check_ledger(loaded: Loaded) -> Iterator[Finding]:
    """Compare the ledger with what the rows cite, for every source that has rows in it."""
    urls = {table.url for table in loaded.group.tables}
    if not urls >= {LEDGER, PASSAGES}:
        return
    cited = _cited(loaded)
    rows = loaded.db.execute(
        f"SELECT {LINE}, concat(source, '#', fragment), outcome, coalesce(tables, ''), coalesce(note, ''), "
        f"source FROM {quote(LEDGER)} ORDER BY 1"
    ).fetchall()
    for line, locator, outcome, tables, note, _ in rows:
        due = sorted(cited.get(locator, ()))
        if tables.split() != due:
            named = " ".join(due) or "no table"
            yield fault("ledger:tables", LEDGER, line, "tables", tables, due=named)
        if due and outcome != "cited":
            yield fault("ledger:outcome", LEDGER, line, "outcome", outcome)
        if not due and not note and outcome != "cited":
            yield fault("ledger:note", LEDGER, line, "note")
    yield from _missing(loaded, {row[1] for row in rows}, {row[5] for row in rows})


def _cited(loaded: Loaded) -> dict[str, set[str]]:
    """Give the names of the tables that cite each locator."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in loaded.group.tables:
        for column in table.stored:
            if column.rules.property_url == CITATION:
                items = f"unnest(string_split({quote(column.name)}, {text(column.rules.separator or ' ')}))"
                rows = loaded.db.execute(f"SELECT DISTINCT {items} FROM {quote(table.url)}").fetchall()
                for (locator,) in rows:
                    found[locator].add(table.path.stem)
    return found


def _missing(loaded: Loaded, known: set[str], sources: set[str]) -> Iterator[Finding]:
    sql = f"SELECT {LINE}, locator, source FROM {quote(PASSAGES)} ORDER BY 1"
    rows = loaded.db.execute(sql).fetchall()
    for line, locator, source in rows:
        if source in sources and locator not in known:
            yield fault("ledger:missing", PASSAGES, line, "locator", locator)
