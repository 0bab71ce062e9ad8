"""The query that lists the values of one variable of another query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from ..sparql.syntax import tokens

if TYPE_CHECKING:
    from ..sparql.syntax import Token

__all__ = ["listing"]


def listing(text: str, variable: str) -> str:
    """Write the query that lists a variable: the same prologue and pattern, another SELECT.

    What the pattern adds at its end where it is there (OPTIONAL) is left out, because it takes no value away.

    Raises
    ------
    UsageError : the query has no pattern.

    Examples
    --------
    >>> listing("SELECT ?label { ?fact a ?_kind_iri OPTIONAL { ?fact rdfs:label ?label } }", "_kind_iri")
    ' SELECT DISTINCT ?_kind_iri WHERE { ?fact a ?_kind_iri  }'
    """
    parts = tokens(text)
    start = next(t for t in parts if t.is_word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
    where = next((t for t in parts if t.is_word("WHERE") and t.start > start.start), start)
    group = _group([part for part in parts if part.start >= where.start])
    if not group:
        raise UsageError(f"the query has no pattern from which the values of ?{variable} can be listed")
    ends = _before_optional(group, variable)
    return f"{text[: start.start]} SELECT DISTINCT ?{variable} WHERE {text[group[0].start : ends]} }}"


def _group(parts: Sequence[Token]) -> list[Token]:
    """Return the tokens of the first group, with its brackets; none if it does not end."""
    found: list[Token] = []
    depth = 0
    for part in parts:
        depth += {"{": 1, "}": -1}.get(part.text, 0) if part.kind == "sign" else 0
        if depth or found:
            found.append(part)
        if found and not depth:
            return found
    return []


def _before_optional(group: Sequence[Token], variable: str) -> int:
    """Return where the part of a group ends that decides which values a variable has."""
    elements = _elements(group)
    kept = {name for element in elements if element[0].is_word("FILTER") for name in _variables(element)}
    kept.add(variable)
    end = group[-1].start
    for element in reversed(elements):
        if not element[0].is_word("OPTIONAL") or kept & _variables(element):
            break
        end = element[0].start
    return end


def _elements(group: Sequence[Token]) -> list[list[Token]]:
    """Return the parts of a group, each FILTER and OPTIONAL one of its own."""
    found: list[list[Token]] = [[]]
    depth = 0
    for part in group[1:-1]:
        if not depth and (part.is_word("FILTER", "OPTIONAL") or _ended(found[-1])):
            found.append([])
        found[-1].append(part)
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(part.text, 0) if part.kind == "sign" else 0
    return [element for element in found if element]


def _ended(element: Sequence[Token]) -> bool:
    """Return whether an OPTIONAL has had its group."""
    return len(element) > 1 and element[0].is_word("OPTIONAL") and element[-1].text == "}"


def _variables(element: Sequence[Token]) -> set[str]:
    return {part.text.lstrip("?$") for part in element if part.kind == "variable"}
