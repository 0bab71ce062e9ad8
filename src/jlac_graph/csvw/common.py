"""Common properties and notes: what metadata says in the terms of other vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from .context import Context
from .vocabulary import CSVW, DATATYPES, EXTENSION, EXTENSIONS, PREFIXES, PROPERTIES, expand_name, is_language

__all__ = ["common"]

KEYWORDS = {"@value", "@type", "@language", "@id"}


def common(context: Context, item: Mapping[str, Any], kind: str) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """Return the common properties of a description by their IRIs, and its notes.

    Texts become ``{"@value": ..., "@language": ...}``.

    Raises
    ------
    MetadataError : a value is not what the recommendation allows of JSON-LD.
    """
    found: dict[str, Any] = {}
    for key, value in item.items():
        if key in PROPERTIES[kind] or key.startswith("@"):
            continue
        name = expand_name(key)
        extended = name is not None and name.startswith(EXTENSION)
        if name is None or name.startswith(CSVW) or (extended and name not in EXTENSIONS.get(kind, ())):
            context.at(key).say(_unknown(key, kind))
            continue
        found[name] = _value(context.at(key), value)
    notes = item.get("notes", [])
    if not isinstance(notes, list):
        notes = context.drop("notes", notes, [])
    return found, tuple(_value(context.at("notes", number), note) for number, note in enumerate(notes))


def _unknown(key: str, kind: str) -> str:
    """Say that a property does not exist, and which one may be meant."""
    prefix, colon, _ = key.partition(":")
    if colon and prefix not in PREFIXES and not key.startswith(EXTENSION):
        return f"the prefix {prefix} is unknown: write the property as a whole IRI"
    near = get_close_matches(key, sorted(PROPERTIES[kind] | EXTENSIONS.get(kind, set())), 1)
    return f"is not a property of a {kind}" + (f"; did you mean {near[0]}?" if near else "")


def _value(context: Context, value: Any) -> Any:
    """Check and normalise a value (Metadata Vocabulary, section 6.1)."""
    if isinstance(value, list):
        return [_value(context, item) for item in value]
    if isinstance(value, str):
        return {"@value": value, "@language": context.language}
    if not isinstance(value, dict):
        return value
    _check_keywords(context, value)
    _check_types(context, value)
    if "@value" in value:
        return value
    return {key: v if key.startswith("@") else _value(context, v) for key, v in value.items()}


def _check_keywords(context: Context, value: Mapping[str, Any]) -> None:
    keys = set(value)
    if strange := {key for key in keys if key.startswith("@")} - KEYWORDS:
        raise context.error(f"{sorted(strange)} are not allowed in a common property")
    if "@value" in keys:
        if keys - {"@value", "@type", "@language"} or {"@type", "@language"} <= keys:
            raise context.error("beside @value, only @type or @language is allowed, and not both")
        if not isinstance(value["@value"], str | int | float):
            raise context.error(f"@value {value['@value']!r} is not a text, a number or a boolean")
    if "@language" in keys:
        if not isinstance(value.get("@value"), str):
            raise context.error("@language is allowed only beside a @value that is a text")
        if not is_language(value["@language"]):
            raise context.error(f"{value['@language']!r} is not a language tag")
    if "@id" in keys and (not isinstance(value["@id"], str) or value["@id"].startswith("_:")):
        raise context.error(f"@id {value['@id']!r} is a blank node or not a text")


def _check_types(context: Context, value: Mapping[str, Any]) -> None:
    types = value.get("@type", [])
    for name in types if isinstance(types, list) else [types]:
        known = isinstance(name, str) and not name.startswith("_:")
        if not known or (expand_name(name) is None and name not in DATATYPES):
            raise context.error(f"@type {name!r} is not a name that can be expanded")
