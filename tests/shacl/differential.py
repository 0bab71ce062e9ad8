"""What is compared when two SHACL engines are laid side by side."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

import pyoxigraph as ox

from jlac_graph.shacl.engine import Result
from jlac_graph.shacl.shapes import SH

__all__ = ["Key", "canonical", "keys"]

Key: TypeAlias = tuple[str, str, str, str, str]


def keys(results: Iterable[Result]) -> frozenset[Key]:
    """Give focus, path, value, constraint and severity; a blank node has no name to compare."""
    return frozenset(
        (_text(r.focus), r.path, _text(r.value), r.constraint.removeprefix(SH), r.severity) for r in results
    )


def _text(term: Any) -> str:
    if term is None:
        return ""
    return "_" if isinstance(term, ox.BlankNode) else canonical(str(term.value))


def canonical(text: str) -> str:
    """Write a number in one way: the store keeps numbers, not how they were written."""
    try:
        return format(Decimal(text).normalize(), "f")
    except InvalidOperation:
        return text
