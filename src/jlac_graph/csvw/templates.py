"""URI templates (RFC 6570) as CSVW uses them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

__all__ = ["encode", "expand"]

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
Value = str | Sequence[str] | None


def encode(text: str, *, reserved: bool = False) -> str:
    """Percent-encode all but unreserved characters (or all but reserved and unreserved ones).

    >>> encode("São Paulo")
    'S%C3%A3o%20Paulo'
    """
    return quote(text, safe=RESERVED if reserved else UNRESERVED)


def expand(template: str, values: Mapping[str, Value]) -> str:
    """Expand a template; a variable without a value gives nothing.

    >>> expand("{+base}/row{?_row,tags*}", {"base": "a/b", "_row": "3", "tags": ["x", "y"]})
    'a/b/row?_row=3&tags=x&tags=y'
    """
    return re.sub(r"{([^{}]+)}", lambda match: _expression(match[1], values), template)


def _expression(expression: str, values: Mapping[str, Value]) -> str:
    operator = expression[0] if expression[0] in OPERATORS else ""
    first, between, named, empty, reserved = OPERATORS[operator]
    parts: list[str] = []
    for spec in expression[len(operator) :].split(","):
        match = re.fullmatch(r"([^:*]+)(\*|:(\d+))?", spec)
        if match is None:
            continue
        name, explode, length = match[1], match[2] == "*", match[3]
        value = values.get(name)
        if value is None or (not isinstance(value, str) and not value):
            continue
        items = [value] if isinstance(value, str) else list(value)
        texts = [encode(v[: int(length)] if length else v, reserved=reserved) for v in items]
        if not named:
            parts += texts if explode else [",".join(texts)]
        elif explode:
            parts += [f"{name}={text}" if text else name + empty for text in texts]
        else:
            joined = ",".join(texts)
            parts.append(f"{name}={joined}" if joined else name + empty)
    return first + between.join(parts) if parts else ""
