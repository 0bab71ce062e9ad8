"""URI templates (RFC 6570) as CSVW uses them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

__all__ = ["Expression", "encode", "expand", "parse"]

UNRESERVED = "-._~"
RESERVED = UNRESERVED + ":/?#[]@!$&'()*+,;="
# operator -> first character, separator, named, what follows the name of an empty value, reserved allowed
OPERATORS: dict[str, tuple[str, str, bool, str, bool]] = {
    "": ("", ",", False, "", False),
    "+": ("", ",", False, "", True),
    "#": ("#", ",", False, "", True),
    ".": (".", ".", False, "", False),
    "/": ("/", "/", False, "", False),
    ";": (";", ";", True, "", False),
    "?": ("?", "&", True, "=", False),
    "&": ("&", "&", True, "=", False),
}
_TRIPLET = re.compile(r"(%[0-9A-Fa-f]{2})")
Value = str | Sequence[str] | None


def encode(text: str, *, reserved: bool = False) -> str:
    """Percent-encode all but unreserved characters (or all but reserved and unreserved ones).

    >>> encode("São Paulo")
    'S%C3%A3o%20Paulo'
    >>> encode("/Per%C3%BA 100%", reserved=True)
    '/Per%C3%BA%20100%25'
    """
    if not reserved:
        return quote(text, safe=UNRESERVED)
    pieces = _TRIPLET.split(text)  # every second piece is encoded already
    return "".join(piece if i % 2 else quote(piece, safe=RESERVED) for i, piece in enumerate(pieces))


def expand(template: str, values: Mapping[str, Value]) -> str:
    """Expand a template; a variable without a value gives nothing.

    >>> expand("{+base}/row{?_row,tags*}", {"base": "a/b", "_row": "3", "tags": ["x", "y"]})
    'a/b/row?_row=3&tags=x&tags=y'
    """
    return "".join(piece if isinstance(piece, str) else _expand(piece, values) for piece in parse(template))


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression in braces: its operator, and each variable's name, explode mark and length of prefix."""

    operator: str
    variables: tuple[tuple[str, bool, int | None], ...]


@lru_cache(maxsize=1024)
def parse(template: str) -> tuple[str | Expression, ...]:
    """Cut a template into texts and expressions.

    >>> parse("row/{+id}")[1]
    Expression(operator='+', variables=(('id', False, None),))
    """
    found: list[str | Expression] = []
    for number, piece in enumerate(re.split(r"{([^{}]+)}", template)):
        if number % 2 == 0:
            found.append(piece)
            continue
        operator = piece[0] if piece[0] in OPERATORS else ""
        specs = (re.fullmatch(r"([^:*]+)(\*|:(\d+))?", s) for s in piece[len(operator) :].split(","))
        variables = tuple((m[1], m[2] == "*", int(m[3]) if m[3] else None) for m in specs if m)
        found.append(Expression(operator, variables))
    return tuple(found)


def _expand(expression: Expression, values: Mapping[str, Value]) -> str:
    first, between, named, empty, reserved = OPERATORS[expression.operator]
    parts: list[str] = []
    for name, explode, length in expression.variables:
        value = values.get(name)
        if value is None or (not isinstance(value, str) and not value):
            continue
        items = [value] if isinstance(value, str) else list(value)
        texts = [encode(item[:length], reserved=reserved) for item in items]
        if not named:
            parts += texts if explode else [",".join(texts)]
        elif explode:
            parts += [f"{name}={text}" if text else name + empty for text in texts]
        else:
            joined = ",".join(texts)
            parts.append(f"{name}={joined}" if joined else name + empty)
    return first + between.join(parts) if parts else ""
