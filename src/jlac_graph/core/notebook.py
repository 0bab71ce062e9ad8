"""Results in a notebook: HTML tables, and data frames of pandas, polars or Arrow if these are installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from importlib import import_module
from typing import Any

from .errors import UsageError

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

    Raises
    ------
    UsageError : when pandas is not installed.
    """
    return installed("pandas", "pandas").DataFrame(rows, columns=list(columns))


def polars_frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    """Return the rows as a polars DataFrame; see `arrow_table` for the types of its columns.

    Raises
    ------
    UsageError : when polars is not installed.
    """
    return installed("polars", "polars").DataFrame(_by_column(rows, columns))


def arrow_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    """Return the rows as an Arrow table, one type per column.

    Whole numbers beside decimal ones are decimal; other mixtures, such as a year beside a date, are text.

    Raises
    ------
    UsageError : when pyarrow is not installed.
    """
    return installed("pyarrow", "arrow").table(_by_column(rows, columns))


def _by_column(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> dict[str, list[Any]]:
    return {name: _of_one_type([row.get(name) for row in rows]) for name in columns}


def _of_one_type(values: list[Any]) -> list[Any]:
    """Return values of one type.

    >>> _of_one_type([1, Decimal("2.5"), None]), _of_one_type([2012, "196X"])
    ([Decimal('1'), Decimal('2.5'), None], ['2012', '196X'])
    """
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) < 2:
        return values
    numbers = {int: Decimal, Decimal: Decimal, float: float}
    common: Any = str
    if kinds <= set(numbers):
        common = float if float in kinds else Decimal
    return [None if value is None else common(value) for value in values]
