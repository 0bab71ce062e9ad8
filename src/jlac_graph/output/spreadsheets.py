"""Rows as Parquet (by DuckDB) and XLSX (by openpyxl), each column with one type.

A column of whole numbers is an integer there, one of numbers a double, one of dates a date; any other
contains text. An unbound value is an empty cell.
"""

from __future__ import annotations

import datetime
import decimal
import io
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import UsageError
from ..core.terms import text_of
from ..sparql.answers import python_value

if TYPE_CHECKING:
    from ..sparql.answers import Solutions

__all__ = ["column_kinds", "parquet", "xlsx"]

_SQL = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BIGINT = 2**63


def column_kinds(rows: Solutions) -> list[str]:
    """Name the kind of each column: integer, number, date, boolean or text.

    Examples
    --------
    >>> from pyoxigraph import Literal
    >>> from jlac_graph.sparql.answers import Solutions
    >>> column_kinds(Solutions(("a", "b"), ((Literal(1), Literal("x")), (Literal(2.5), None))))
    ['number', 'text']
    """
    return [_kind([python_value(row[i]) for row in rows]) for i in range(len(rows.columns))]


def _kind(values: list[Any]) -> str:
    present = [v for v in values if v is not None]
    if present and all(isinstance(v, bool) for v in present):
        return "boolean"
    if present and all(type(v) is int and abs(v) < _BIGINT for v in present):
        return "integer"
    if present and all(type(v) in (int, float, decimal.Decimal) for v in present):
        return "number"
    if present and all(type(v) is datetime.date for v in present):
        return "date"
    return "text"


def _cells(rows: Solutions) -> tuple[list[str], list[list[Any]]]:
    kinds = column_kinds(rows)
    table = [[_cell(term, kind) for term, kind in zip(row, kinds, strict=True)] for row in rows]
    return kinds, table


def _cell(term: Any, kind: str) -> Any:
    if term is None:
        return None
    if kind == "text":
        return text_of(term)
    value = python_value(term)
    return float(value) if kind == "number" else value


def parquet(rows: Solutions) -> bytes:
    """Write rows as a Parquet file."""
    import duckdb

    kinds, table = _cells(rows)
    names = [f"c{i}" for i in range(len(kinds))]
    types = {n: _SQL.get(k, "VARCHAR") for n, k in zip(names, kinds, strict=True)}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "rows.ndjson"), Path(folder, "rows.parquet")
        lines = (json.dumps(dict(zip(names, row, strict=True)), default=str) for row in table)
        source.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        with duckdb.connect() as database:
            rows_read = database.read_json(str(source), columns=types, format="newline_delimited")
            renamed = (
                f'{name} AS "{column.replace(chr(34), chr(34) * 2)}"'
                for name, column in zip(names, rows.columns, strict=True)
            )
            rows_read.project(", ".join(renamed)).write_parquet(str(target))
        return target.read_bytes()


def xlsx(rows: Solutions) -> bytes:
    """Write rows as an Excel workbook; text stays text, whatever it looks like.

    Raises
    ------
    UsageError : when openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ImportError:
        raise UsageError("openpyxl is not installed; pip install 'jlac-graph[xlsx]'") from None
    _, table = _cells(rows)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    sheet.freeze_panes = "A2"
    for line in [list(rows.columns), *table]:
        cells = []
        for value in line:
            text = _CONTROL.sub("", value) if isinstance(value, str) else value
            cell = WriteOnlyCell(sheet, value=text)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
