"""The shapes of the JSON that the service takes in the body of a request."""

from __future__ import annotations

from typing import NotRequired, TypedDict

__all__ = ["Checked", "Exported", "Labelled", "Shown"]


class Shown(TypedDict):
    """The drawn entities, and the one to expand."""

    shown: NotRequired[list[str]]
    expand: NotRequired[str]
    relation: NotRequired[str]
    offset: NotRequired[int]
    limit: NotRequired[int]
    context: NotRequired[bool]
    lang: NotRequired[str]


class Labelled(TypedDict):
    """Entities whose labels are requested."""

    ids: list[str]
    lang: NotRequired[str]


class Checked(TypedDict):
    """The text of a SPARQL query to check before it is run."""

    query: str
    lang: NotRequired[str]


class Exported(TypedDict):
    """What is drawn, and the format to write it in; every link between the entities without `edges`."""

    format: str
    positions: dict[str, tuple[float, float]]
    edges: NotRequired[list[str]]
    projection: NotRequired[str]
    title: NotRequired[str]
    lang: NotRequired[str]
