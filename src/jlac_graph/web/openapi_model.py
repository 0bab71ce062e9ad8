"""How an address of the service is declared for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.languages import LANGUAGES
from .source_choice import ONLY, WITHOUT

__all__ = ["CHOICE", "LANG", "SOME", "SOURCES", "STRING", "WHOLE", "Question", "Value"]

STRING = {"type": "string"}
WHOLE = {"type": "integer", "minimum": 0, "maximum": 999_999}
SOME = {"type": "integer", "minimum": 1, "maximum": 999_999}
LANG = {"type": "string", "enum": list(LANGUAGES), "default": "en"}


@dataclass(frozen=True, slots=True)
class Value:
    """A value in an address."""

    name: str
    about: str
    schema: Mapping[str, Any]
    required: bool = False
    place: str = "query"

    def described(self) -> dict[str, Any]:
        """Return it as OpenAPI describes a parameter."""
        known = {"name": self.name, "in": self.place, "description": self.about, "schema": dict(self.schema)}
        return known | ({"required": True} if self.required else {})


@dataclass(frozen=True, slots=True)
class Question:
    """An address of the service: its parameters, its answer and its errors.

    Parameters
    ----------
    path, name, about : the address, the name of the operation, and what it answers.
    answer : type of the JSON that it answers, unless `content` says what it answers.
    values : parameters of the address.
    body : type of the JSON that it takes.
    faults : statuses of its errors.
    content : media type -> schema of its answers; errors are then text.
    media : media type -> schema of a body that is not JSON.
    """

    path: str
    name: str
    about: str
    answer: Any = None
    values: tuple[Value, ...] = ()
    body: Any = None
    faults: tuple[str, ...] = ("400", "503")
    content: Mapping[str, Any] | None = None
    media: Mapping[str, Any] | None = None


_IDS = {"type": "array", "items": STRING}
_WAY = "; repeated, or ids with commas between them"
SOURCES = {
    "OnlySource": Value(ONLY, f"only statements of these sources or collections{_WAY}", _IDS).described(),
    "WithoutSource": Value(WITHOUT, f"no statements of these sources or collections{_WAY}", _IDS).described(),
}
"""The parameters that choose sources, which most addresses take."""
CHOICE = tuple({"$ref": f"#/components/parameters/{name}"} for name in SOURCES)
