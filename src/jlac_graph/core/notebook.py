"""Results in a notebook: HTML tables, and data frames of pandas, polars or Arrow if these are installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from importlib import import_module
from typing import Any

from .errors import UsageError

_PANDAS = {int: "Int64", float: "Float64", bool: "boolean", str: "string"}
_WHOLE = 2**63

__all__ = ["MOST", "arrow_table", "data_frame", "html_table", "installed", "polars_frame"]

MOST = 50
"""Maximum number of rows shown; the total is below them."""


def html_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, note: str = "") -> str:
    """Return the rows as an HTML table, the first `MOST` of them, with a note below.

    Examples
    --------
    >>> html_table(["a"], [["<x>"], [None]], note="two")
    '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;x&gt;</td></tr><tr><td></td></tr></tbody></table><p>two</p>'
    """
    head = _row(columns, "th")
    body = "".join(_row(row, "td") for row in rows[:MOST])
    left = f"{MOST:,} of {len(rows):,} rows. " if len(rows) > MOST else ""
    below = f"<p>{escape(left + note)}</p>" if left or note else ""
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>{below}"


def _row(cells: Iterable[object], tag: str) -> str:
    texts = ("" if cell is None else escape(str(cell), quote=False) for cell in cells)
    return "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in texts) + "</tr>"


def installed(module: str, extra: str) -> Any:
    """Import an optional package.

    Parameters
    ----------
    module : its name in Python.
    extra : the extra of jlac-graph that installs it.

    Raises
    ------
    UsageError : when it is not installed.

    Examples
    --------
    >>> installed("jlac_nothing", "nothing")
    Traceback (most recent call last):
    jlac_graph.core.errors.UsageError: jlac_nothing is not installed; pip install 'jlac-graph[nothing]'
    """
    try:
        return import_module(module)
    except ImportError:
        raise UsageError(f"{module} is not installed; pip install 'jlac-graph[{extra}]'") from None


def data_frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    """Return the rows as a pandas DataFrame, its columns in order even when there are no rows.

    Columns have the nullable types of pandas: Int64, Float64, boolean, and string for texts and for columns
    without values; dates stay ``datetime.date``. See `arrow_table` for what a column is.

    Raises
    ------
    UsageError : when pandas is not installed.
    """
    pandas = installed("pandas", "pandas")
    made = {
        name: pandas.Series(values, dtype=_PANDAS.get(_kind(values), "object"))
        for name, values in _by_column(rows, columns).items()
    }
    return pandas.DataFrame(made, columns=list(columns))


def polars_frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    """Return the rows as a polars DataFrame; see `arrow_table` for the types of its columns.

    Raises
    ------
    UsageError : when polars is not installed.
    """
    polars = installed("polars", "polars")
    found = _by_column(rows, columns)
    texts = {name: polars.String for name, values in found.items() if _kind(values) is str}
    return polars.DataFrame(found, schema_overrides=texts)


def arrow_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    """Return the rows as an Arrow table, one type per column.

    A column of whole numbers has 64-bit integers; one with other numbers has doubles, which keep 15
    decimal digits: ``to_dicts()`` keeps every digit. Mixtures, such as a year beside a date, and columns
    without values are text.

    Raises
    ------
    UsageError : when pyarrow is not installed.
    """
    pyarrow = installed("pyarrow", "arrow")
    found = _by_column(rows, columns)
    typed = {
        name: pyarrow.array(values, pyarrow.string() if _kind(values) is str else None)
        for name, values in found.items()
    }
    return pyarrow.table(typed)


def _by_column(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> dict[str, list[Any]]:
    return {name: _of_one_type([row.get(name) for row in rows]) for name in columns}


def _of_one_type(values: list[Any]) -> list[Any]:
    """Return values of one type.

    >>> _of_one_type([1, Decimal("2.5"), None]), _of_one_type([2012, "196X"])
    ([1.0, 2.5, None], ['2012', '196X'])
    """
    present = [value for value in values if value is not None]
    kinds: set[type] = {type(value) for value in present}
    common: Any = next(iter(kinds)) if len(kinds) == 1 else str
    if kinds and kinds <= {int, Decimal, float}:
        common = int if float not in kinds and all(map(_is_whole, present)) else float
    return values if {common} == kinds else [None if value is None else common(value) for value in values]


def _is_whole(value: int | Decimal) -> bool:
    """Return whether a number fits a 64-bit integer."""
    return value == int(value) and abs(int(value)) < _WHOLE


def _kind(values: list[Any]) -> type:
    """Return the type of the values of a column; text if there are none."""
    return next((type(value) for value in values if value is not None), str)
