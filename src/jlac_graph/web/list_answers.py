"""The shapes of what counts the lists of a profile."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["KindCount", "ListCounts", "Partner"]


class KindCount(TypedDict):
    """How many facts of an entity are of a class."""

    kind: str
    label: str
    count: int


class Partner(TypedDict):
    """An entity that shares facts with another, and how many."""

    id: str
    label: str
    count: int


class ListCounts(TypedDict):
    """How many rows each list of a profile has, whatever page of them is given."""

    facts: int
    findings: int
    related: int
    figures: int
    inward: int
