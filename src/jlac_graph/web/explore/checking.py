"""A SPARQL query checked before it is run: where it is invalid, and which of its terms the graph lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...core.errors import QueryError, UsageError
from ...sparql.diagnostics import explain, unknown_terms
from ...sparql.syntax import position, prefixed

if TYPE_CHECKING:
    from .cache import Cache

__all__ = ["check"]

_PLACED = re.compile(r"line (\d+), column (\d+): (.*)")


def check(cache: Cache, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is wrong with a query: an error of syntax, or every term that the graph does not have.

    Parameters
    ----------
    values : ``query``, the text.

    Raises
    ------
    UsageError : the query is missing.
    """
    text = values.get("query")
    if not isinstance(text, str) or not text.strip():
        raise UsageError("query is missing; give the text of a SPARQL query")
    try:
        _parse(text)
        return [_finding(text, part.start, len(part.text), part.text, near) for part, near in
                unknown_terms(text, cache.store)]  # fmt: skip
    except QueryError as error:
        return [_fault(str(error))]


def _parse(text: str) -> None:
    from pyoxigraph import Store

    ready = prefixed(text)
    try:
        Store().query(ready)
    except SyntaxError as error:
        raise explain(text, str(error)) from None


def _finding(text: str, start: int, length: int, term: str, near: str) -> dict[str, Any]:
    line, column = position(text, start)
    place = {"line": line, "column": column, "length": length}
    return {"severity": "warning", **place, "term": term, **({"near": near} if near else {})}


def _fault(message: str) -> dict[str, Any]:
    first = message.split("\n")[0]
    placed = _PLACED.match(first)
    line, column, words = placed.groups() if placed else ("1", "1", first)
    place = {"line": int(line), "column": int(column), "length": 1}
    return {"severity": "error", **place, "message": words}
