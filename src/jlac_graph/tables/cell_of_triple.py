"""From a triple back to the cells that made it: the expressions of the SQL mapping, run the other way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..csvw.templates import parse
from .findings import Cell
from .quads import LINE, Loaded, expand, quote, text, variables
from .support import expand_prefix

if TYPE_CHECKING:
    from ..csvw.model import Column
    from .metadata import Table

__all__ = ["cells_of"]


def cells_of(loaded: Loaded, subject: str, predicate: str, value: Any = None) -> list[Cell]:
    """Find the cells that made a triple.

    Parameters
    ----------
    subject, predicate : IRIs.
    value : a term (``.value`` is compared), or None for a value that is missing: then the
        row of the subject and the column of the predicate, empty or not.

    Returns
    -------
    The cells; none when no table makes such a triple.
    """
    subject = loaded.as_written(subject)
    said = None if value is None else loaded.as_written(value.value)
    return [
        cell
        for table in loaded.group.tables
        for column in table.columns
        if not column.suppress
        and _may_make(column.rules.about_url, subject)
        and _may_make(column.rules.property_url, predicate)
        and _may_speak(column, value)
        for cell in _cells(loaded.db, table, column, (subject, predicate, said))
    ]


def _cells(db: Any, table: Table, column: Column, triple: tuple[str, str, str | None]) -> Iterator[Cell]:
    subject, predicate, value = triple
    shown = column.name if not column.virtual else _variable(column) or table.primary_key[0]
    rules = column.rules
    tests = [f"{expand(table, rules.about_url)} = ?", f"{expand(table, rules.property_url)} = ?"]
    values = [subject, predicate]
    if value is not None:
        made = expand(table, rules.value_url) if rules.value_url else quote(column.name)
        if rules.separator:
            tests.append(f"list_contains(string_split({made}, {text(rules.separator)}), ?)")
        else:
            tests.append(f"{made} = ?")
        values.append(value)
    sql = f"SELECT {LINE}, coalesce({quote(shown)}, '') FROM {quote(table.url)}"
    for line, cell in db.execute(f"{sql} WHERE {' AND '.join(tests)} ORDER BY 1", values).fetchall():
        yield Cell(table.url, line, shown, cell)


def _variable(column: Column) -> str:
    return next(iter(variables(column.rules.value_url)), "")


@lru_cache(maxsize=4096)
def _pattern(template: str) -> re.Pattern[str]:
    pieces = parse(expand_prefix(template))
    return re.compile("".join(re.escape(piece) if isinstance(piece, str) else ".*" for piece in pieces))


def _may_make(template: str | None, iri: str) -> bool:
    """Say whether a template can give an IRI, before any row is looked at."""
    return bool(template) and _pattern(template or "").fullmatch(iri) is not None


def _may_speak(column: Column, value: Any) -> bool:
    """Say whether a column's text is in the language of a value; the same words may stand in another."""
    if column.rules.value_url or not hasattr(value, "language"):
        return True
    plain = column.rules.datatype.base != "string" or column.rules.lang == "und"
    return value.language is None if plain else column.rules.lang.lower() == value.language
