"""Node and edge lists as CSV, with the headers that Gephi's spreadsheet import knows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from ..core.contents import Pieces
from .flat_network import Edge, FlatNetwork, Node, Scalar
from .xmlwriter import encoded, plain

__all__ = ["attribute_cells", "csv_table", "node_attributes", "write"]

GEPHI_HEADER = ("Source", "Target", "Type", "Kind", "Id", "Label", "Weight")
DATES = ("start_date", "end_date")
FORMULA = re.compile(r"[=+\-@\t\r]")
MONTH = re.compile(r"\d{4}-\d\d")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
Cells: TypeAlias = "list[Scalar | None]"


def attribute_cells(own: Iterable[Scalar | None], item: Node | Edge, names: Sequence[str]) -> Cells:
    """Return a row: its own fields, the dates of an edge, then the attributes."""
    dates = (item.start, item.end) if isinstance(item, Edge) else ()
    return [*own, *dates, *(item.attributes.get(name) for name in names)]


def node_attributes(flat: FlatNetwork) -> list[str]:
    """Return the names of the node attributes; the class has a column of its own."""
    return [name for name in flat.node_columns if name != "entity_class"]


def csv_table(header: Sequence[str], rows: Iterable[Sequence[Scalar | None]]) -> Iterator[bytes]:
    """Write a table as CSV in UTF-8 with LF line ends, in pieces; None is an empty cell."""
    return encoded(_csv_lines(header, rows))


def _csv_lines(header: Sequence[str], rows: Iterable[Sequence[Scalar | None]]) -> Iterator[str]:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for row in chain((header,), rows):
        writer.writerow(["" if v is None else plain(v) for v in row])
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()


def write(flat: FlatNetwork) -> Pieces:
    """Return ``nodes.csv`` and ``edges.csv`` with the headers that Gephi's importer knows.

    Gephi merges edges with the same ends and kind, so `Kind` tells parallel facts apart. It guesses the type
    of a column from its first 25 rows, so those with a value in each column come first. A text that a
    spreadsheet would take for a formula gets an apostrophe in front (see `no_formula`).
    """
    names, ties = node_attributes(flat), list(flat.edge_columns)
    nodes = (attribute_cells((n.id, n.label, n.kind, n.style.colour, n.x, n.y), n, names) for n in flat.nodes)
    edges = (
        attribute_cells((e.source, e.target, "Directed", e.kind, e.id, e.relation, e.weight), e, ties)
        for e in flat.edges
    )
    header = ("Id", "Label", "entity_class", "color", "x", "y", *names)
    return {
        "nodes.csv": csv_table(header, filled_first(map(no_formula, nodes))),
        "edges.csv": csv_table((*GEPHI_HEADER, *DATES, *ties), filled_first(map(no_formula, edges))),
    }


def filled_first(rows: Iterable[Cells]) -> list[Cells]:
    """Move to the front the fewest rows that fill each column that any row fills, in the order of the others.

    Years and days alone would make a column of times for Gephi, in which a month is an error: only a month
    fills a column that has one.

    >>> filled_first([["a", None, None], ["b", 1, None], ["c", 2, 0.5]])
    [['c', 2, 0.5], ['a', None, None], ['b', 1, None]]
    >>> filled_first([["2012"], ["2012-01-31"], ["2012-05"]])
    [['2012-05'], ['2012'], ['2012-01-31']]
    """
    rest = list(rows)
    filled = [{n for n, cell in enumerate(row) if cell is not None} for row in rest]
    months = [{n for n, cell in enumerate(row) if MONTH.fullmatch(str(cell))} for row in rest]
    some = set().union(*months)
    filled = [(own - some) | month for own, month in zip(filled, months, strict=True)]
    missing = set().union(*filled)
    first: list[int] = []
    while missing:
        first.append(max(range(len(rest)), key=lambda n: len(filled[n] & missing)))
        missing -= filled[first[-1]]
    chosen = set(first)
    return [*(rest[n] for n in first), *(row for n, row in enumerate(rest) if n not in chosen)]


def no_formula(cells: Cells) -> Cells:
    """A row whose texts no spreadsheet runs as a formula; numbers stay numbers.

    >>> no_formula(["=1+1", "@SUM(A1)", -2.5, "-2.5", "A = B", None])
    ["'=1+1", "'@SUM(A1)", -2.5, '-2.5', 'A = B', None]
    """
    return [
        f"'{v}" if isinstance(v, str) and FORMULA.match(v) and not NUMBER.fullmatch(v) else v for v in cells
    ]
