"""Batches of reconciliation queries and data extension queries, read and bounded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...core.errors import LimitError, UsageError

__all__ = ["MOST_QUERIES", "Extension", "Query", "read_extension", "read_queries"]

MOST_QUERIES = 50
"""Most queries in a batch; the manifest declares it."""
_MOST_IDS, _MOST_PROPERTIES, _MOST_TYPES, _MOST_VALUES = 500, 20, 20, 20
_LONGEST = 300
"""Most characters of a name, an id or a value."""
_MOST_CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Query:
    """What one cell asks.

    Parameters
    ----------
    text : the name; empty if only properties are given.
    types : classes by local name.
    limit : most candidates.
    properties : property -> values that a candidate should have.
    """

    text: str
    types: tuple[str, ...] = ()
    limit: int = _MOST_CANDIDATES
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """The entities and properties of which values are asked."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]


def read_queries(text: str) -> dict[str, Query]:
    """Read a batch of reconciliation queries.

    Raises
    ------
    UsageError : it is not as the specification says; the message names the query.
    LimitError : it has too many queries.

    Examples
    --------
    >>> read_queries('{"q0": {"query": "Codelco", "type": "Firm"}}')["q0"].types
    ('Firm',)
    """
    batch = _object(text, "queries")
    if len(batch) > MOST_QUERIES:
        raise LimitError(f"queries: {len(batch)} queries; at most {MOST_QUERIES} per batch")
    return {name: _query(name, value) for name, value in batch.items()}


def read_extension(text: str) -> Extension:
    """Read a data extension query.

    Raises
    ------
    UsageError : it is not as the specification says.
    LimitError : it has too many ids or properties.
    """
    given = _object(text, "extend")
    ids = _list(given.get("ids"), "extend.ids", _MOST_IDS)
    properties = _list(given.get("properties"), "extend.properties", _MOST_PROPERTIES)
    names = [_text(p.get("id") if isinstance(p, dict) else p, "extend.properties.id") for p in properties]
    return Extension(
        tuple(dict.fromkeys(_text(one, "extend.ids") for one in ids)), tuple(dict.fromkeys(names))
    )


def _query(name: str, value: Any) -> Query:
    if not isinstance(value, dict):
        raise UsageError(f'{name} must be an object such as {{"query": "Codelco"}}')
    text = _text(value["query"], f"{name}.query") if "query" in value else ""
    properties = tuple(
        _property(one, f"{name}.properties")
        for one in _list(value.get("properties") or [], f"{name}.properties", _MOST_PROPERTIES)
    )
    if not text.strip() and not properties:
        raise UsageError(f"{name} has neither query nor properties; give a name as query")
    types = value.get("type") or []
    listed = _list(types if isinstance(types, list) else [types], f"{name}.type", _MOST_TYPES)
    kinds = (one.get("id") if isinstance(one, dict) else one for one in listed)
    limit = value.get("limit", _MOST_CANDIDATES)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit < 1:
        raise UsageError(f"{name}.limit: {limit!r} is not a positive number")
    return Query(
        text, tuple(_text(k, f"{name}.type") for k in kinds), int(min(limit, _MOST_CANDIDATES)), properties
    )


def _property(given: Any, place: str) -> tuple[str, tuple[str, ...]]:
    if not isinstance(given, Mapping) or "pid" not in given or "v" not in given:
        raise UsageError(f'{place} must be objects such as {{"pid": "country", "v": "Chile"}}')
    value = given["v"]
    values = _list(value if isinstance(value, list) else [value], f"{place}.v", _MOST_VALUES)
    return _text(given["pid"], f"{place}.pid"), tuple(_value(one, f"{place}.v") for one in values)


def _value(given: Any, place: str) -> str:
    if isinstance(given, Mapping):
        return _text(given.get("id"), f"{place}.id")
    return _text(str(given) if isinstance(given, int | float) else given, place)


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise UsageError(f"{name} contains half of a surrogate pair, which is not text") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{name} is not JSON") from None
    if not isinstance(found, dict):
        raise UsageError(f"{name} is not a JSON object")
    return found


def _list(given: Any, place: str, most: int) -> list[Any]:
    if not isinstance(given, list):
        raise UsageError(f"{place} must be a list")
    if len(given) > most:
        raise LimitError(f"{place}: {len(given)} values; at most {most}")
    return given


def _text(given: Any, place: str) -> str:
    if not isinstance(given, str):
        raise UsageError(f"{place}: {given!r} is not text")
    if len(given) > _LONGEST:
        raise UsageError(f"{place}: {len(given)} characters; at most {_LONGEST}")
    return given
