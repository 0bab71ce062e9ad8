"""Results in a notebook: HTML tables, and pandas data frames if pandas is installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from .errors import UsageError

__all__ = ["MOST", "data_frame", "html_table"]

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


def data_frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    """Return the rows as a pandas DataFrame, its columns in order even when there are no rows.

    Raises
    ------
    UsageError : when pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise UsageError("pandas is not installed; pip install 'jlac-graph[pandas]'") from None
    return pd.DataFrame(rows, columns=list(columns))
