"""Checks of a mapping before the first record is read: what its keys hold, what its filters are given."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ..core.errors import NotFoundError, UsageError
from ..tables.suggestions import nearest

__all__ = ["check_forms", "check_steps"]

_SCHEMES = ("iso2", "iso3", "m49", "dac", "name")
_KINDS = {
    "table": ("row",), "iati": ("activity", "participant", "transaction"),
    "bods": ("entity", "person", "interest"), "ftm": (),
}  # fmt: skip
"""Readers -> the kinds of record that they yield; of FollowTheMoney, any."""


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_texts(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(map(_is_text, value)))


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_table_of_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str | int | float) for text in value.values())


def _is_lists(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, list) and _is_texts(part) for part in value)


_TEXT = (_is_text, "a text")
_TEXTS = (_is_texts, "a text or a list of texts")
_TABLE = (_is_table, "a table of TOML")
_CELLS = (_is_table_of_texts, "a table of columns and texts")
_FLAG = (lambda value: isinstance(value, bool), "true or false")
_FORMS: Mapping[str, Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "": {
        **dict.fromkeys(("title", "extends", "reader", "items", "delimiter", "encoding"), _TEXT),
        **dict.fromkeys(("nothing", "unique"), _TEXT), "required": _TEXTS,
        "passes": (_is_lists, "a list of lists of kinds"),
        **dict.fromkeys(("columns", "source", "collection", "passage", "lookups"), _TABLE),
        **dict.fromkeys(("scope", "entities", "rows"), _TABLE),
    },
    "scope": {
        **dict.fromkeys(("value", "within", "matches", "says"), _TEXT), "of": _TEXTS, "in": _TEXTS,
        "enabled": _FLAG,
    },
    "entities": {
        **dict.fromkeys(("table", "key", "country"), _TEXT), "match": _TEXTS, "cells": _CELLS,
        "ids": (_is_table_of_texts, "a table of names and ids"),
    },
    "rows": {
        **dict.fromkeys(("table", "when", "entity", "introduces"), _TEXT), "of": _TEXTS, "enabled": _FLAG,
        "each": _TABLE, "cells": _CELLS,
    },
    "each": dict.fromkeys(("field", "split", "pattern"), _TEXT),
}  # fmt: skip


def check_forms(document: Mapping[str, Any], where: str) -> None:
    """Check that each key of a mapping holds what it must.

    Raises
    ------
    UsageError : a value is of another type, or is not one of those that there are.
    """
    _held(document, "", where)
    for name, headers in document.get("columns", {}).items():
        _demand(_is_texts(headers), f"{where}: columns.{name}", "a header or a list of headers", headers)
    for part in ("source", "collection", "passage"):
        for name, text in document.get(part, {}).items():
            _demand(_is_text(text), f"{where}: {part}.{name}", "a text", text)
    for name, found in document.get("lookups", {}).items():
        _demand(_is_table_of_texts(found), f"{where}: lookups.{name}", "a table of codes and texts", found)
    for part in ("scope", "entities", "rows"):
        for name, found in document.get(part, {}).items():
            place = f"{where}: {part}.{name}"
            _demand(_is_table(found), place, "a table of TOML", found)
            _held(found, part, place)
            _held(found.get("each", {}), "each", f"{place}.each")
    _check_choices(document, where)


def _held(found: Mapping[str, Any], part: str, where: str) -> None:
    for key, (test, form) in _FORMS[part].items():
        if key in found:
            _demand(test(found[key]), f"{where}: {key}", form, found[key])


def _demand(met: bool, where: str, form: str, value: object) -> None:
    if not met:
        raise UsageError(f"{where} must be {form}, found {str(value)[:60]!r}")


def _check_choices(document: Mapping[str, Any], where: str) -> None:
    """Check what must be one of several."""
    reader = document.get("reader", "table")
    if reader not in _KINDS:
        raise UsageError(
            f"{where}: {NotFoundError('reader', reader, nearest(reader, list(_KINDS)), legal=list(_KINDS))}"
        )
    if len(document.get("delimiter", "")) > 1:
        raise UsageError(f"{where}: delimiter must be one character, found {document['delimiter']!r}")
    try:
        codecs.lookup(document.get("encoding", "") or "utf-8")
    except LookupError:
        raise UsageError(
            f"{where}: unknown encoding {document['encoding']!r}, such as utf-8 or shift_jis"
        ) from None
    columns, entities = document.get("columns", {}), document.get("entities", {})
    for name in _texts(document.get("required", ())):
        _find("column", name, columns, f"{where}: required")
    for name, found in document.get("rows", {}).items():
        for key in ("entity", "introduces"):
            if found.get(key):
                _find("entity", found[key], entities, f"{where}: rows.{name}.{key}")
        if found.get("each", {}).get("split") == "":
            raise UsageError(
                f"{where}: rows.{name}.each: split is empty; write what separates the parts, such as ;"
            )
    for part in ("scope", "rows"):
        for name, found in document.get(part, {}).items():
            for kind in _texts(found.get("of", ())) if _KINDS[reader] else ():
                _find("kind of record", kind, _KINDS[reader], f"{where}: {part}.{name}.of")
    for name, found in entities.items():
        for text in map(str, found.get("ids", {}).values()):
            if not re.fullmatch(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*", text):
                raise UsageError(f"{where}: entities.{name}.ids: {text!r} is not an id such as agent/jica")


def _texts(value: str | Collection[str]) -> Collection[str]:
    return (value,) if isinstance(value, str) else value


def _find(what: str, name: str, known: Collection[str], where: str) -> None:
    if name not in known:
        legal = sorted(known)
        raise UsageError(f"{where}: {NotFoundError(what, name, nearest(name, legal), legal=legal)}")


def check_steps(
    steps: Collection[tuple[str, str]],
    where: str,
    *,
    fields: Collection[str],
    lookups: Collection[str],
    entities: Collection[str],
) -> None:
    """Check the arguments of the filters of a template.

    Parameters
    ----------
    steps : names of filters and their arguments.
    where : the mapping and the template, for messages.
    fields : that a record may have; empty when any.
    lookups, entities : names of those of the mapping.

    Raises
    ------
    UsageError : an argument is missing, is not a number, or names what does not exist.
    """
    for name, argument in steps:
        place, bare = f"{where}: {name}", argument.removesuffix("?")
        if name == "lookup":
            _find("lookup", bare, lookups, where)
        elif name == "entity":
            _find("entity", bare, entities, where)
        elif name in ("place", "area", "places"):
            _find("scheme of places", bare, _SCHEMES, where)
        elif name in ("cut", "pad") and not argument.isdecimal():
            raise UsageError(f"{place} needs a whole number, such as {name}:80, found {argument!r}")
        elif name in ("times", "most") and not _is_number(argument):
            raise UsageError(f"{place} needs a number, such as {name}:1000000, found {argument!r}")
        elif name in ("scaled", "instead"):
            _find("field", argument, fields or (argument,), place)
        elif name == "code" and (label := argument.partition(",")[2]):
            _find("field", label, fields or (label,), place)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
