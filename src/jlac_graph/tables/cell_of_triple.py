"""From a triple back to the cells that made it: the expressions of the SQL mapping, run the other way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from ..csvw.templates import parse
from .findings import Cell
from .quads import LINE, Loaded, expand, quote, text, variables
from .support import expand_prefix

if TYPE_CHECKING:
    from ..csvw.model import Column
    from .metadata import Table

__all__ = ["Triple", "cells_of", "cells_of_all"]


Triple: TypeAlias = tuple[str, str, Any]
"""Subject and predicate as IRIs, and the value as a term; None for a value that is missing."""


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
    return cells_of_all(loaded, [(subject, predicate, value)])[0]


def cells_of_all(loaded: Loaded, triples: Sequence[Triple]) -> list[list[Cell]]:
    """Find the cells that made each of some triples, as `cells_of` does.

    Cost: one query for each column that may make some of them, however many these are.
    """
    found: list[list[Cell]] = [[] for _ in triples]
    wanted = _by_predicate(loaded, triples)
    for table in loaded.group.tables:
        for column in (column for column in table.columns if not column.suppress):
            asked = [
                triple
                for predicate, numbered in wanted.items()
                if _may_make(column.rules.property_url, predicate)
                for triple in numbered
                if _may_make(column.rules.about_url, triple[1]) and _may_speak(column, triple[3])
            ]
            for number, cell in _cells(loaded, table, column, asked):
                found[number].append(cell)
    return found


_Asked: TypeAlias = tuple[int, str, str, Any]
"""The place of a triple among those that are asked for, and its subject, predicate and value."""


def _by_predicate(loaded: Loaded, triples: Sequence[Triple]) -> dict[str, list[_Asked]]:
    found: dict[str, list[_Asked]] = defaultdict(list)
    for number, (subject, predicate, value) in enumerate(triples):
        found[predicate].append((number, loaded.as_written(subject), predicate, value))
    return found


def _cells(
    loaded: Loaded, table: Table, column: Column, asked: Sequence[_Asked]
) -> Iterator[tuple[int, Cell]]:
    """Yield the cells of a column with the places of the triples that they made."""
    shown = column.name if not column.virtual else _variable(column) or table.primary_key[0]
    for missing in (False, True):
        some = [triple for triple in asked if (triple[3] is None) == missing]
        if not some:
            continue
        numbers, subjects, predicates, values = map(list, zip(*some, strict=True))
        said = [None if missing else loaded.as_written(value.value) for value in values]
        sql = (
            f"SELECT wanted._number, {LINE}, coalesce({quote(shown)}, '') FROM {quote(table.url)} JOIN "
            "(SELECT unnest(?) AS _number, unnest(?) AS _about, unnest(?) AS _property, unnest(?) AS _said) "
            f"AS wanted ON {' AND '.join(_tests(table, column, missing=missing))} ORDER BY 1, 2"
        )
        for number, line, cell in loaded.db.execute(sql, [numbers, subjects, predicates, said]).fetchall():
            yield number, Cell(table.url, line, shown, cell)


def _tests(table: Table, column: Column, *, missing: bool) -> Iterator[str]:
    rules = column.rules
    yield f"{expand(table, rules.about_url)} = wanted._about"
    yield f"{expand(table, rules.property_url)} = wanted._property"
    if not missing:
        made = expand(table, rules.value_url) if rules.value_url else quote(column.name)
        if rules.separator:
            made = f"string_split({made}, {text(rules.separator)})"
        yield f"list_contains({made}, wanted._said)" if rules.separator else f"{made} = wanted._said"


def _variable(column: Column) -> str:
    return next(iter(variables(column.rules.value_url)), "")


@lru_cache(maxsize=4096)
def _pattern(template: str) -> re.Pattern[str]:
    pieces = parse(expand_prefix(template))
    return re.compile("".join(re.escape(piece) if isinstance(piece, str) else ".*" for piece in pieces))


def _may_make(template: str | None, iri: str) -> bool:
    """Return whether a template can give an IRI, before any row is looked at."""
    return bool(template) and _pattern(template or "").fullmatch(iri) is not None


def _may_speak(column: Column, value: Any) -> bool:
    """Return whether a column's text is in the language of a value; the same words may stand in another."""
    if column.rules.value_url or not hasattr(value, "language"):
        return True
    plain = column.rules.datatype.base != "string" or column.rules.lang == "und"
    return value.language is None if plain else column.rules.lang.lower() == value.language
