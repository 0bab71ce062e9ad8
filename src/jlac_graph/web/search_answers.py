"""The shapes of search results, the start page and its stories in the service's JSON."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from .answers import Fact, FoundEntity, Passages, Thing

__all__ = ["Found", "Front", "QueryFinding", "Story"]


class Reading(TypedDict):
    """What a text may ask: a ``path`` between two entities, to ``compare`` them, a ``query`` of the library.

    A query comes with its name, its title and the parameter values that the text gives.
    """

    ask: Literal["path", "compare", "query"]
    things: list[Thing]
    name: NotRequired[str]
    title: NotRequired[str]
    values: NotRequired[dict[str, str]]


class FacetValue(TypedDict):
    """A value of a facet, and how many results have it."""

    value: str
    label: str
    count: int


class Facet(TypedDict):
    """What results can be narrowed by: kind, country, decade or collection."""

    name: str
    values: list[FacetValue]


class FoundEntities(TypedDict):
    """Entities with the words of a search; `every` is false where they have only most of them."""

    total: int
    every: bool
    facets: list[Facet]
    items: list[FoundEntity]
    passages: Passages


class FoundStatements(TypedDict):
    """Facts and statistics with the words of a search."""

    total: int
    every: bool
    facets: list[Facet]
    items: list[Fact]
    passages: Passages


class FoundPassage(TypedDict):
    """A passage among the results of a search."""

    id: str
    label: str


class FoundPassages(TypedDict):
    """Passages whose place or source has the words of a search."""

    total: int
    every: bool
    facets: list[Facet]
    items: list[FoundPassage]
    passages: Passages


class Found(TypedDict):
    """What a text asks for: how it can be read, the entity of exactly that name, and the results."""

    readings: list[Reading]
    exact: str
    entities: FoundEntities
    statements: FoundStatements
    passages: FoundPassages


class Headed(TypedDict):
    """A story with the number of its facts."""

    name: str
    title: str
    lead: str
    count: int


class Story(Headed):
    """A story told by facts, in order."""

    facts: list[Fact]
    passages: Passages


class FrontCountry(TypedDict):
    """A country with its UN M49 number."""

    id: str
    label: str
    m49: str


class FirstQuestion(TypedDict):
    """A query of the library to start with."""

    name: str
    title: str


class Front(TypedDict):
    """Events by country and first year, the stories, and questions to start with.

    Each row of `events` has the country, the year, and the numbers for trade, investment and cooperation.
    """

    events: list[tuple[str, int, int, int, int]]
    countries: list[FrontCountry]
    stories: list[Headed]
    questions: list[FirstQuestion]


class QueryFinding(TypedDict):
    """An error in a query, with its message, or a term that the graph lacks, with the nearest that it has."""

    severity: Literal["error", "warning"]
    line: int
    column: int
    length: int
    message: NotRequired[str]
    term: NotRequired[str]
    near: NotRequired[str]
