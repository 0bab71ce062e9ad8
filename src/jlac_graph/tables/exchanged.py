"""Two columns with each other's values: one finding in place of one for each cell.

It is reported only where it is sure: the cells of both columns are invalid, and valid in the other column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from .checks import invalid_form
from .findings import Finding
from .quads import LINE, quote
from .rule_texts import fault

if TYPE_CHECKING:
    from ..csvw.model import Column
    from .metadata import Table
    from .quads import Loaded
    from .reader import ReadTable

__all__ = ["Exchange", "exchanges", "with_exchanges"]

_FORMS = {
    "csvw:datatype",
    "csvw:format",
    "csvw:minimum",
    "csvw:maximum",
    "csvw:language",
    "csvw:not-japanese",
    "csvw:month-name",
    "csvw:day-number",
    "csvw:rounded",
    "csvw:no-value",
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two columns of a table with each other's values, in some rows or in all.

    Attributes
    ----------
    table : name of the file.
    columns : the two.
    rows : row -> the value of its first cell.
    whole : whether every row is exchanged, so that the header may be at fault.
    """

    table: str
    columns: tuple[str, str]
    rows: Mapping[int, str]
    whole: bool

    def covers(self, finding: Finding) -> bool:
        """Whether a finding follows from the exchange: one of its cells, or the order of its two names."""
        if finding.file != self.table:
            return False
        cell = finding.row in self.rows and finding.column in self.columns
        return cell or (self.whole and finding.rule == "csvw:column-order")

    def findings(self) -> Iterator[Finding]:
        """Yield one finding for the columns, or one for each row."""
        one, other = self.columns
        if self.whole:
            yield fault("csvw:exchanged", self.table, 1, one, one, one=one, other=other)
            return
        for row, value in self.rows.items():
            yield fault("csvw:exchanged-cells", self.table, row, one, value, one=one, other=other)


def exchanges(loaded: Loaded, tables: Iterable[ReadTable], findings: Sequence[Finding]) -> list[Exchange]:
    """Return the exchanges that explain findings about cells, before those cells are dropped."""
    return [
        found
        for table in (read.table for read in tables if read.readable)
        for pair in _candidates(table, findings)
        if (found := _exchange(loaded.db, table, pair))
    ]


def with_exchanges(found: Sequence[Exchange], findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with those of exchanges in place of what follows from these."""
    left = [finding for finding in findings if not any(one.covers(finding) for one in found)]
    return [*left, *(finding for one in found for finding in one.findings())]


def _candidates(table: Table, findings: Iterable[Finding]) -> list[tuple[Column, Column]]:
    """List the pairs of columns that both have an invalid cell in one row, in the table's order."""
    columns = table.stored
    rows: dict[int, set[str]] = {}
    for finding in findings:
        if finding.file == table.url and finding.rule in _FORMS:
            rows.setdefault(finding.row, set()).add(finding.column)
    pairs = combinations(columns, 2)
    return [
        pair for pair in pairs if any({column.name for column in pair} <= names for names in rows.values())
    ]


def _exchange(db: Any, table: Table, pair: tuple[Column, Column]) -> Exchange | None:
    """Return the rows in which both cells are invalid, and valid in the other column; None without any."""
    one, other = (quote(column.name) for column in pair)
    own = [_fits(db, table, column, column.name) for column in pair]
    crossed = [_fits(db, table, column, beside.name) for column, beside in zip(pair, pair[::-1], strict=True)]
    cells = db.execute(
        f"SELECT {LINE}, coalesce({one}, ''), {' AND '.join(crossed)}, NOT {own[0]} AND NOT {own[1]} "
        f"FROM {quote(table.url)} WHERE {one} IS NOT NULL OR {other} IS NOT NULL ORDER BY 1"
    ).fetchall()
    sure = {row: value for row, value, fits, wrong in cells if fits and wrong}
    if not sure:
        return None
    whole = len(sure) > 1 and all(fits for _, _, fits, _ in cells)
    rows = {row: value for row, value, *_ in cells} if whole else sure
    return Exchange(table.url, (pair[0].name, pair[1].name), rows, whole)


def _fits(db: Any, table: Table, column: Column, under: str) -> str:
    """Return the SQL that is true where a cell is empty or has the form that a column asks for."""
    return f"({quote(under)} IS NULL OR NOT {invalid_form(db, table, column, under)})"
