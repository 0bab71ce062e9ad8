"""Python types as JSON Schema, for the OpenAPI document."""

from __future__ import annotations

import types
from collections.abc import Iterable
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from .answers import NAMED

__all__ = ["components", "schema"]

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}


def schema(kind: Any) -> dict[str, Any]:
    """Return a type as a JSON Schema; typed dictionaries are referred to by name.

    Raises
    ------
    TypeError : JSON has no equivalent of that type.

    Examples
    --------
    >>> schema(dict[str, list[int]])
    {'type': 'object', 'additionalProperties': {'type': 'array', 'items': {'type': 'integer'}}}
    """
    if name := NAMED.get(kind) or (kind.__name__ if is_typeddict(kind) else None):
        return {"$ref": f"#/components/schemas/{name}"}
    return _inner(kind)


def _inner(kind: Any) -> dict[str, Any]:
    origin, parts = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if origin is NotRequired:
        return schema(parts[0])
    if origin is list:
        return {"type": "array", "items": schema(parts[0])}
    if origin is tuple:
        items = [schema(part) for part in parts]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema(parts[1])}
    if origin is Literal:
        return {"type": "string", "enum": list(parts)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema(part) for part in parts]}
    raise TypeError(f"no schema for {kind!r}")


def _object(kind: Any) -> dict[str, Any]:
    fields = get_type_hints(kind, include_extras=True)
    # not __required_keys__, which does not see into annotations that are text
    needed = [name for name, field in fields.items() if get_origin(field) is not NotRequired]
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {name: schema(field) for name, field in fields.items()},
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


def components(kinds: Iterable[Any]) -> dict[str, Any]:
    """Return every type that occurs in the given ones, by name."""
    found: dict[str, Any] = {}
    left = list(kinds)
    while left:
        kind = left.pop()
        if is_typeddict(kind):
            if kind.__name__ not in found:
                found[kind.__name__] = _object(kind)
                left += get_type_hints(kind, include_extras=True).values()
            continue
        if name := NAMED.get(kind):
            found[name] = _inner(kind)
        left += [part for part in get_args(kind) if not isinstance(part, str)]
    return dict(sorted(found.items()))
