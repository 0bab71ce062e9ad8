"""The values of the explorer's requests, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...core.errors import UsageError
from ...core.languages import LANGUAGES
from ...core.namespaces import expand, named_node

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

__all__ = ["MOST_THINGS", "language", "names", "node", "whole", "whole_or"]

MOST_THINGS = 5000
"""Maximum number of entities in one request."""


def language(values: Mapping[str, Any]) -> str:
    """Return the requested language, English by default.

    Raises
    ------
    UsageError : no labels are kept in that language.
    """
    lang = str(values.get("lang") or "en")
    if lang not in LANGUAGES:
        raise UsageError(f"there are no labels in {lang!r}; choose one of {', '.join(LANGUAGES)}")
    return lang


def whole(values: Mapping[str, Any], name: str) -> int | None:
    """Return a whole number among the values; None when it is absent.

    Raises
    ------
    UsageError : it is not a whole number of at most six digits.
    """
    given = values.get(name)
    if given in (None, ""):
        return None
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise UsageError(f"{name}: {text!r} is not a whole number below a million")
    return int(text)


def whole_or(values: Mapping[str, Any], name: str, default: int) -> int:
    """Return a whole number among the values, or the default when it is absent or 0."""
    return whole(values, name) or default


def names(values: Mapping[str, Any], name: str) -> list[str]:
    """Return a list of names of entities among the values; empty when it is absent.

    Raises
    ------
    UsageError : it is not a list of names, or has too many.
    """
    given = values.get(name) or []
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise UsageError(f"{name} must be a list of names such as agent/mitsui")
    if len(given) > MOST_THINGS:
        raise UsageError(f"{name}: {len(given)} entities; at most {MOST_THINGS} can be drawn")
    return given


def node(name: str) -> NamedNode:
    """Return the IRI of a name such as ``agent/mitsui``, or of an IRI.

    Raises
    ------
    UsageError : it is not a valid IRI.
    """
    found = named_node(expand(name))
    if found is None:
        raise UsageError(f"{name!r} is not a valid IRI or name, such as agent/mitsui")
    return found
