"""Rows as Parquet (by DuckDB) and XLSX (by openpyxl), each column with one type.

A column of whole numbers is an integer there, one of numbers a number, one of dates a date; any other
holds text. What a query left unbound is an empty cell. No digit is lost: numbers of more digits than a
spreadsheet keeps (15) are text there, and decimals in Parquet.
"""

from __future__ import annotations

import datetime
import decimal
import io
import json
import math
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.characters import for_xml
from ..core.errors import UsageError
from ..core.terms import text_of
from ..sparql.answers import python_value

if TYPE_CHECKING:
    from ..sparql.answers import Solutions

__all__ = ["column_kinds", "parquet", "xlsx"]

_SQL = {
    "integer": "BIGINT", "number": "DOUBLE", "decimal": "DECIMAL(38, 18)", "date": "DATE",
    "boolean": "BOOLEAN",
}  # fmt: skip
_BIGINT = 2**63
_DIGITS = 15
"""Decimal digits that a double always keeps, and all that a spreadsheet does."""
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_575
_FIRST_DAY = datetime.date(1900, 1, 1)
"""The first date that a spreadsheet knows."""
_DECIMAL_PLACES = 18


def column_kinds(rows: Solutions) -> list[str]:
    """Name the kind of each column: integer, number, decimal, date, boolean or text.

    A number is one that a double holds exactly; a decimal has more digits.

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
        return _number_kind(present)
    if present and all(type(v) is datetime.date for v in present):
        return "date"
    return "text"


def _number_kind(values: list[Any]) -> str:
    if all(type(v) is float or _digits(v) <= _DIGITS for v in values):
        return "number"
    exact = all(type(v) is not float and _is_decimal(decimal.Decimal(v)) for v in values)
    return "decimal" if exact else "text"


def _digits(value: int | decimal.Decimal) -> int:
    """How many decimal digits a number has, without the zeros around them."""
    return len(f"{value:f}".replace(".", "").strip("-0"))


def _is_decimal(value: decimal.Decimal) -> bool:
    places = -int(value.as_tuple().exponent)
    return places <= _DECIMAL_PLACES and abs(value) < decimal.Decimal(10) ** (38 - _DECIMAL_PLACES)


def _cells(rows: Solutions, kinds: list[str]) -> list[list[Any]]:
    return [[_cell(term, kind) for term, kind in zip(row, kinds, strict=True)] for row in rows]


def _cell(term: Any, kind: str) -> Any:
    if term is None:
        return None
    if kind == "text":
        return text_of(term)
    value = python_value(term)
    if kind == "number" and math.isfinite(value):
        return float(value)
    return text_of(term) if kind in ("number", "decimal") else value


def parquet(rows: Solutions) -> bytes:
    """Write rows as a Parquet file.

    Raises
    ------
    UsageError : when there is no column, or two differ by case only.
    """
    import duckdb

    _check_columns(rows)
    kinds = column_kinds(rows)
    table = _cells(rows, kinds)
    names = [f"c{i}" for i in range(len(kinds))]
    types = {n: _SQL.get(k, "VARCHAR") for n, k in zip(names, kinds, strict=True)}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "rows.ndjson"), Path(folder, "rows.parquet")
        lines = (json.dumps(dict(zip(names, row, strict=True)), default=str) for row in table)
        source.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        with duckdb.connect() as database:
            database.execute("SET enable_progress_bar = false")
            rows_read = database.read_json(str(source), columns=types, format="newline_delimited")
            renamed = (
                f'{name} AS "{column.replace(chr(34), chr(34) * 2)}"'
                for name, column in zip(names, rows.columns, strict=True)
            )
            rows_read.project(", ".join(renamed)).write_parquet(str(target))
        return target.read_bytes()


def _check_columns(rows: Solutions) -> None:
    if not rows.columns:
        raise UsageError("an answer without columns cannot be Parquet; choose csv or json")
    seen: dict[str, str] = {}
    for name in rows.columns:
        other = seen.setdefault(name.lower(), name)
        if other != name:
            raise UsageError(f"?{other} and ?{name} would be one column in Parquet; rename one of them")


def xlsx(rows: Solutions, taken: Mapping[str, Any] | None = None) -> bytes:
    """Write rows as an Excel workbook; text stays text, whatever it looks like.

    Text too are what a spreadsheet changes: numbers of more than 15 digits, infinite ones and NaN, and
    dates before 1900. A mark stands for each control character.

    Parameters
    ----------
    taken : what each parameter was taken for; the second sheet lists it.

    Raises
    ------
    UsageError : when openpyxl is not installed, or for more text or rows than a sheet can hold.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise UsageError("openpyxl is not installed; pip install 'jlac-graph[xlsx]'") from None
    if len(rows) > _MOST_ROWS:
        raise UsageError(f"{len(rows):,} rows; a sheet can contain {_MOST_ROWS:,}; choose parquet")
    kinds = [_sheet_kind(rows, i, kind) for i, kind in enumerate(column_kinds(rows))]
    table = [
        [_sheet_cell(value, name, number) for value, name in zip(row, rows.columns, strict=True)]
        for number, row in enumerate(_cells(rows, kinds), start=1)
    ]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    sheet.freeze_panes = "A2"
    _fill(sheet, [list(rows.columns), *table])
    if taken:
        _fill(book.create_sheet("parameters"), [["parameter", "value", "label"], *_parameters(taken)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parameters(taken: Mapping[str, Any]) -> list[list[Any]]:
    """Return a line for each value of each parameter."""
    return [
        [name, for_xml(one["value"]), for_xml(one.get("label", ""))]
        for name, values in taken.items()
        for one in values
    ]


def _fill(sheet: Any, lines: Iterable[list[Any]]) -> None:
    """Append lines to a sheet; text stays text."""
    from openpyxl.cell import WriteOnlyCell

    for line in lines:
        cells = [WriteOnlyCell(sheet, value=value) for value in line]
        for cell, value in zip(cells, line, strict=True):
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
        sheet.append(cells)


def _sheet_kind(rows: Solutions, i: int, kind: str) -> str:
    """The kind of a column in a sheet, whose numbers are doubles."""
    if kind != "integer":
        return "text" if kind == "decimal" else kind
    values = (python_value(row[i]) for row in rows)
    return kind if all(value is None or _digits(value) <= _DIGITS for value in values) else "text"


def _sheet_cell(value: Any, column: str, row: int) -> Any:
    if isinstance(value, datetime.date) and value < _FIRST_DAY:
        return value.isoformat()
    if not isinstance(value, str):
        return value
    length = len(value.encode("utf-16-le")) // 2
    if length > _LONGEST_CELL:
        raise UsageError(
            f"row {row}, {column}: {length:,} characters; a cell can contain {_LONGEST_CELL:,}; "
            "choose csv or parquet"
        )
    return for_xml(value)
