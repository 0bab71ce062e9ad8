"""The shapes of what explains a path in the service's JSON: the parts of its cost, what names all of it."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["CostPart", "Passing", "Together"]


class CostPart(TypedDict):
    """What adds to the cost of a step or of passing through an entity: its code, name and cost in links."""

    part: str
    label: str
    cost: float


class Passing(TypedDict):
    """What passing through an entity adds to the cost of a path."""

    id: str
    parts: list[CostPart]


class Together(TypedDict):
    """A fact that names every entity of a path."""

    id: str
    words: str
