"""The data dictionary as text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from textwrap import wrap

from ..core.edtf import EXAMPLES
from .dictionary import ColumnEntry, TableEntry

__all__ = ["FORMATS", "render_column", "render_table", "render_tables"]

LISTED = 24
"""Most legal values that the description of a table lists for one column."""
WIDTH = 100

Render = Callable[[TableEntry], str]


def render_tables(tables: Sequence[TableEntry], form: str) -> str:
    """List tables with what they hold.

    Parameters
    ----------
    form : text, md or json.

    Examples
    --------
    >>> print(render_tables([TableEntry("sites", "Where assets lie.")], "text"), end="")
    sites  Where assets lie.
    """
    if form == "json":
        return _json([{"name": table.name, "meaning": table.meaning} for table in tables])
    if form == "md":
        return _md(("table", "rows"), ((f"`{table.name}`", table.meaning) for table in tables))
    width = max((len(table.name) for table in tables), default=0)
    return "".join(f"{table.name:<{width}}  {table.meaning}\n" for table in tables)


def render_table(table: TableEntry, form: str) -> str:
    """Describe a table and its columns.

    Parameters
    ----------
    form : text, md or json.
    """
    return FORMATS[form](table)


def render_column(table: TableEntry, column: ColumnEntry, form: str) -> str:
    """Describe one column, with all its legal values.

    Parameters
    ----------
    form : text, md or json.
    """
    if form == "json":
        return _json(asdict(column))
    if form == "md":
        rows = ((f"`{value}`", term.label, term.definition) for value, term in column.values.items())
        return f"{_meaning(column)}\n\n{_md(('value', 'label', 'definition'), rows)}"
    width = max(map(len, column.values), default=0)
    lines = [f"{table.name}.{column.name}: {_meaning(column)}", *_notes(column)]
    for value, term in column.values.items():
        said = ": ".join(part for part in (term.label, term.definition) if part)
        lines.append(f"  {value:<{width}}  {said}".rstrip())
    return "".join(f"{line}\n" for line in lines)


def _text(table: TableEntry) -> str:
    width = max(len(column.name) for column in table.columns) + 2
    lines = [
        f"{table.name}: {table.meaning}",
        f"{len(table.columns)} columns; * marks those that are required",
        "",
    ]
    for column in table.columns:
        name = f"{column.name} *" if column.required else column.name
        body = [_meaning(column), *_notes(column), *_values(column.values)]
        for number, line in enumerate(part for text in body for part in _wrapped(text, WIDTH - width - 2)):
            lines.append(f"{name if number == 0 else '':<{width}}  {line}")
    if any(column.type == "date in EDTF" for column in table.columns):
        lines += ["", *_wrapped(f"Dates in EDTF: {EXAMPLES}", WIDTH)]
    lines += ["", f"jlac describe {table.name} COLUMN lists all values of a column"]
    return "".join(f"{line}\n" for line in lines)


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, width, break_on_hyphens=False, break_long_words=False)


def _meaning(column: ColumnEntry) -> str:
    return column.meaning or column.type


def _notes(column: ColumnEntry) -> Iterator[str]:
    """Yield what a cell looks like, what an empty one means, and the tables that define its values."""
    example = f", such as {column.example}" if column.example else ""
    yield f"{column.type}{example}"
    if column.default:
        yield f"empty means {column.default}"
    if column.leads_to:
        yield f"defined in {_few(column.leads_to)}"


def _few(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 7 else f"any of {len(names)} tables"


def _values(values: Mapping[str, object]) -> Iterator[str]:
    if 0 < len(values) <= LISTED:
        yield f"values: {', '.join(values)}"
    elif values:
        yield f"one of {len(values):,} values"


def _markdown(table: TableEntry) -> str:
    rows = (
        (
            f"`{column.name}`{' *' if column.required else ''}",
            _meaning(column),
            "; ".join([*_notes(column), *_values(column.values)]),
        )
        for column in table.columns
    )
    return f"# {table.name}\n\n{table.meaning}\n\n{_md(('column', 'meaning', 'cells'), rows)}"


def _md(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _table_json(table: TableEntry) -> str:
    return _json(asdict(table))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


FORMATS: Mapping[str, Render] = {"text": _text, "md": _markdown, "json": _table_json}
