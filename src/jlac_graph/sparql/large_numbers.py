"""Comparisons of numbers that the embedded engine cannot hold.

Oxigraph holds integers in 64 bits and decimals in 18 digits on either side of the point. A comparison with a
larger number is an error to it, so that a filter drops the row. Where a graph has such numbers, comparisons
with them are made here, with all their digits; all others stay the engine's.

Examples
--------
>>> store = ExactStore.from_text("<urn:a> <urn:p> 99999999999999999999 .", "ttl")
>>> store.select("SELECT ?n { ?s ?p ?n FILTER(?n >= 10) }").to_dicts()
[{'n': 99999999999999999999}]
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from .store import OxigraphStore
from .syntax import Token, tokens

__all__ = ["ExactStore", "compared_exactly"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_EXACT = (
    "integer", "decimal", "long", "unsignedLong", "nonNegativeInteger", "positiveInteger",
    "nonPositiveInteger", "negativeInteger",
)  # fmt: skip
_INEXACT = ("int", "short", "byte", "unsignedInt", "unsignedShort", "unsignedByte", "double", "float")
_COMPARE = "https://w3id.org/jlac/function/"
_SIGNS = {
    "<": ("less", operator.lt),
    ">": ("greater", operator.gt),
    "<=": ("at-most", operator.le),
    ">=": ("at-least", operator.ge),
    "=": ("equal", operator.eq),
    "!=": ("unequal", operator.ne),
}
_TYPES = ", ".join(f"<{_XSD}{name}>" for name in _EXACT)
_LARGE = (
    f"(isLiteral({{0}}) && !isNumeric({{0}}) && DATATYPE({{0}}) IN ({_TYPES})"
    ' && REGEX(STR({0}), "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$"))'
)
"""Whether a value is a number that the engine does not take for one; ``"x"^^xsd:integer`` is not a number."""
_ENDS = (",", "&&", "||", ";", "{", "}")


class ExactStore(OxigraphStore):
    """A graph in Oxigraph; it is searched for such numbers when a query first compares."""

    @cached_property
    def _has_large(self) -> bool:
        query = f"ASK {{ ?s ?p ?o FILTER({_LARGE.format('?o')}) }}"
        return bool(super()._evaluate(query))

    def _evaluate(self, text: str, **more: Any) -> Any:
        exact = compared_exactly(text)
        if exact == text or not self._has_large:
            return super()._evaluate(text, **more)
        return super()._evaluate(exact, custom_functions=_functions(), **more)


def compared_exactly(text: str) -> str:
    """Rewrite each comparison of a query: where a side is such a number, a function of ours compares.

    A comparison whose sides hold others stays as it is; they are rewritten.

    Parameters
    ----------
    text : a query.

    Examples
    --------
    >>> compared_exactly("ASK { ?s ?p ?o }")
    'ASK { ?s ?p ?o }'
    >>> compared_exactly("ASK { ?s ?p ?o FILTER(?o < 5) }").endswith("?o < 5)) }")
    True
    """
    parts = tokens(text)
    pieces: list[str] = []
    at = 0
    for place, part in enumerate(parts):
        if not _is_sign(part):
            continue
        first, last = _reach(parts, place, -1), _reach(parts, place, 1)
        if first is None or last is None:
            continue
        start, end = parts[first].start, parts[last].end
        left, right = text[start : parts[place - 1].end], text[parts[place + 1].start : end]
        name = _COMPARE + _SIGNS[part.text][0]
        large = f"{_LARGE.format(left)} || {_LARGE.format(right)}"
        pieces += [text[at:start], f"IF({large}, <{name}>({left}, {right}), {text[start:end]})"]
        at = end
    return "".join([*pieces, text[at:]])


def _is_sign(part: Token) -> bool:
    return part.kind == "sign" and part.text in _SIGNS


def _reach(parts: Sequence[Token], place: int, step: int) -> int | None:
    """Return the outer token of the operand beside a sign; None if it is empty or holds another sign.

    Parameters
    ----------
    step : -1 for the operand before the sign, 1 for the one after it.
    """
    opening, closing = ("(", ")") if step > 0 else (")", "(")
    depth, at = 0, place + step
    while 0 <= at < len(parts) and not _is_sign(parts[at]):
        part = parts[at]
        depth += (part.text == opening) - (part.text == closing)
        if depth < 0 or (depth == 0 and (part.text in _ENDS or part.is_word("AS", "DISTINCT"))):
            return at - step if at != place + step else None
        at += step
    return None


def _functions() -> dict[Any, Any]:
    from pyoxigraph import NamedNode

    return {NamedNode(_COMPARE + name): _comparing(sign) for name, sign in _SIGNS.values()}


def _comparing(sign: Any) -> Any:
    from pyoxigraph import Literal

    def compare(left: Any, right: Any) -> Any:
        one, other = _number(left), _number(right)
        if one is None or other is None:
            both = isinstance(left, Literal) and isinstance(right, Literal)
            # a number and an IRI differ; a number and another literal are not comparable (an error)
            return None if both or sign not in (operator.eq, operator.ne) else Literal(sign is operator.ne)
        if one.is_nan() or other.is_nan():
            return Literal(sign is operator.ne)
        return Literal(bool(sign(one, other)))

    return compare


def _number(term: Any) -> Decimal | None:
    """Return the value of a numeric literal; None, which is an error in SPARQL, for anything else."""
    datatype = getattr(getattr(term, "datatype", None), "value", "")
    if datatype.removeprefix(_XSD) not in (*_EXACT, *_INEXACT):
        return None
    try:
        return Decimal(term.value)
    except InvalidOperation:
        return None
