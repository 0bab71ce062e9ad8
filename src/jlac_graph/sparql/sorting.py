"""Sort the rows of an answer after the embedded engine has found them.

The engine evaluates the keys of ORDER BY anew for every comparison, and reads their terms from the store
each time: of an answer of 30,000 rows that was most of the time. Where the keys are columns with values whose
order is that of their text or number, the rows are sorted here, in the order of `ordering`; other queries are
sorted by the engine.

Examples
--------
>>> without_order("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s DESC(?o)")
('SELECT ?s ?o { ?s ?p ?o } ', (('s', False), ('o', True)))
>>> without_order("SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 5") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from ..core.namespaces import PREFIXES
from .syntax import Token, columns, tokens

if TYPE_CHECKING:
    from .answers import Row
    from .syntax import Term

Keys: TypeAlias = "tuple[tuple[str, bool], ...]"
"""The columns to sort by, and whether each is in descending order."""

__all__ = ["sorted_rows", "without_order"]

_XSD = PREFIXES["xsd"]
_STRING = f"{_XSD}string"
_DATES = {f"{_XSD}{name}" for name in ("date", "gYear", "gYearMonth")}
_NUMBERS = {f"{_XSD}integer", f"{_XSD}decimal"}
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.][0-9]{1,15})?")
"""Numbers that the engine holds; it takes others for texts."""


def without_order(text: str) -> tuple[str, Keys] | None:
    """Return a SELECT without the ORDER BY at its end, and the columns by which that sorts.

    None where it has none, where it sorts by anything but columns that it lists, or where something follows.
    """
    if "order" not in text.lower():
        return None
    parts = tokens(text)
    depth, at = 0, -1
    for i, part in enumerate(parts):
        depth += (part.text in ("{", "(")) - (part.text in ("}", ")"))
        if depth == 0 and part.is_word("ORDER"):
            at = i
    keys = _keys(parts[at + 2 :]) if at > 0 and parts[at + 1 : at + 2] else None
    if not keys or not {name for name, _ in keys} <= set(columns(text)):
        return None
    return text[: parts[at].start], keys


def _keys(parts: Sequence[Token]) -> Keys | None:
    found: list[tuple[str, bool]] = []
    at = 0
    while at < len(parts):
        directed = parts[at].is_word("ASC", "DESC")
        inner = parts[at + 1 : at + 4] if directed else parts[at : at + 1]
        texts = [part.text for part in inner]
        if directed and (len(inner) < 3 or texts[::2] != ["(", ")"]):
            return None
        named = inner[1] if directed else inner[0]
        if named.kind != "variable":
            return None
        found.append((named.text[1:], directed and parts[at].is_word("DESC")))
        at += 4 if directed else 1
    return tuple(found)


def sorted_rows(names: Sequence[str], rows: Sequence[Row], keys: Keys) -> list[Row] | None:
    """Sort rows by some of their columns; None if a value is of a kind that only the engine can order."""
    made: dict[Term | None, tuple[str, Decimal | str, str]] = {}
    places = [names.index(name) for name, _ in keys]
    for term in {row[place] for place in places for row in rows}:
        key = _key(term)
        if key is None:
            return None
        made[term] = key
    found = list(rows)
    for place, (_, descending) in reversed(list(zip(places, keys, strict=True))):
        found.sort(key=lambda row: made[row[place]], reverse=descending)
    return found


def _key(term: Term | None) -> tuple[str, Decimal | str, str] | None:
    """Its kind as in `ordering`, and its value within that; None for a kind that is not ordered here."""
    from pyoxigraph import Literal, NamedNode

    if term is None:
        return "", "", ""
    if isinstance(term, NamedNode):
        return "1", term.value, ""
    if not isinstance(term, Literal):
        return None
    kind, text = term.datatype.value, term.value
    if kind in _NUMBERS and _NUMBER.fullmatch(text):
        return "2", Decimal(text), ""
    plain = kind == _STRING or not kind.startswith(_XSD) or text in ("true", "false")
    if plain or (kind in _DATES and _DATE.fullmatch(text)):
        return f"3{kind}", text, term.language or ""
    return None
