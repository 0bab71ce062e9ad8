"""The tools with their arguments and what they answer, typed; clients receive them as JSON Schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ...core.errors import UsageError
from .pages import MOST_CHARACTERS, Outcome

__all__ = ["TOOLS", "Tool", "checked", "output_schema"]

_Name = Annotated[str, Field(min_length=1, max_length=300)]
_Year = Annotated[int, Field(ge=1000, le=2999)]


class _Arguments(BaseModel):
    """What every tool takes."""

    model_config = ConfigDict(extra="forbid")

    start: int = Field(
        0, ge=0, le=1_000_000, description="Number of items to skip: next_start of the last page."
    )
    lang: Literal["en", "ja", "es", "pt"] = Field("en", description="Language of labels and sentences.")


class Search(_Arguments):
    """Find entities by name, or part of one, in any language. Start here to get the id of a name."""

    text: str = Field(min_length=1, max_length=200, description="A name, acronym, slug or some words of one.")
    kind: str = Field("", max_length=100, description="Only members of this class, such as Firm or Mine.")


class Show(_Arguments):
    """Everything that the sources state of an entity, fact, statistic, source or passage."""

    entity: _Name = Field(
        description="An id such as agent/mitsui, a name, an IRI, or a locator of a passage."
    )
    part: Literal[
        "", "facts", "findings", "related", "statistics", "accounts", "mentions", "cited"
    ] = Field("", description="Only this part; all parts when empty.")  # fmt: skip


class Trace(_Arguments):
    """Trace the best-evidenced paths between two entities, each step with its facts and passages."""

    source: _Name = Field(description="An id or name, or a class such as Firm@japan.")
    target: _Name = Field(description="An id or name, or a class such as Mine@chile.")
    paths: int = Field(3, ge=1, le=20, description="Number of paths, best evidence first.")
    max_length: int = Field(5, ge=1, le=8, description="Maximum number of links in a path.")
    via: list[_Name] = Field([], max_length=10, description="Classes or entities that a path must pass.")
    avoid: list[_Name] = Field([], max_length=50, description="Classes, entities or facts not to use.")
    from_year: _Year | None = Field(None, description="Only links that hold in this year or later.")
    to_year: _Year | None = Field(None, description="Only links that hold in this year or earlier.")
    overlap: bool = Field(False, description="Only paths whose links all hold in the same year.")
    max_degree: int | None = Field(None, ge=1, description="Do not pass entities with more neighbours.")


class ListQueries(_Arguments):
    """List the queries of the library; with a name, one query in full: parameters, legal values, columns."""

    name: str = Field("", max_length=100, description="A query, to see its parameters and legal values.")
    topic: str = Field("", max_length=100, description="Only queries with this topic or tag.")
    text: str = Field(
        "", max_length=200, description="Queries whose name or summary has these words, best first."
    )


Value = Annotated[str, Field(max_length=300)] | int | float | bool


class RunQuery(_Arguments):
    """Run a query of the library. list_queries gives the parameters of each with their legal values."""

    name: str = Field(min_length=1, max_length=100, description="The name of the query.")
    parameters: dict[str, Value | Annotated[list[Value], Field(max_length=50)]] = Field(
        {},
        max_length=50,
        description="Value or values by parameter; an entity may be given by id or name in any language.",
    )


class AskSparql(_Arguments):
    """Ask a read-only SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE) with the project's prefixes.

    The vocabulary tool lists classes and properties. Prefer run_query if a query of the library fits.
    """

    query: str = Field(
        min_length=1, max_length=20_000, description="The query; prefixes need no declaration."
    )


class Coverage(_Arguments):
    """What the graph contains, what its sources cover, what was searched and what is known to be missing."""

    part: Literal["", "collections", "sources", "passages", "classes"] = Field(
        "", description="Only this part; collections when empty."
    )
    source: str = Field("", max_length=200, description="Only this source or collection, by id.")


class Cite(_Arguments):
    """References for locators, facts, statistics or entities: document, passage, address, tier, date read."""

    ids: list[_Name] = Field(
        min_length=1, max_length=50, description="Locators such as idb-mg-172#case-mining.p7, or ids."
    )


class Vocabulary(_Arguments):
    """The classes and properties of the ontology with definitions, for queries of your own."""

    text: str = Field(
        "", max_length=200, description="Only terms whose name, label or definition has these words."
    )


class _Passage(BaseModel):
    label: str
    section: str | None = None
    url: str | None = None
    tier: str | None = None


class _Answer(BaseModel):
    """A page of an answer.

    `outcome` is "found"; "none found" if the sources cover what was asked and state nothing that fits; "not
    covered" if it is outside of what the sources cover.
    """

    outcome: Outcome
    about: dict[str, Any] | None = None
    total: int
    start: int
    items: list[dict[str, Any]]
    next_start: int | None = None
    passages: dict[str, _Passage]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, title and arguments, and the workers that answer it."""

    name: str
    title: str
    arguments: type[_Arguments]
    lane: str = "pages"

    @property
    def about(self) -> str:
        """What the tool does and how its answer is paged."""
        said = " ".join((self.arguments.__doc__ or "").split())
        return f"{said} At most {MOST_CHARACTERS:,} characters; next_start is the start of the next page."

    def input_schema(self) -> dict[str, Any]:
        """Return the arguments as JSON Schema."""
        return dict(_untitled(self.arguments.model_json_schema()))


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("search", "Find entities by name", Search),
        Tool("show", "Show an entity", Show),
        Tool("trace", "Trace paths", Trace),
        Tool("list_queries", "List queries", ListQueries),
        Tool("run_query", "Run a query of the library", RunQuery, "sparql"),
        Tool("ask_sparql", "Ask SPARQL", AskSparql, "sparql"),
        Tool("coverage", "What is covered", Coverage),
        Tool("cite", "Cite", Cite),
        Tool("vocabulary", "Classes and properties", Vocabulary),
    )
}
"""Every tool by name."""


def checked(tool: Tool, given: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call, with defaults.

    Raises
    ------
    UsageError : an argument is unknown, missing or invalid; the message names all that are.

    Examples
    --------
    >>> checked(TOOLS["search"], {"text": "JBIC"})
    {'start': 0, 'lang': 'en', 'text': 'JBIC', 'kind': ''}
    """
    try:
        return tool.arguments.model_validate(given).model_dump()
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:10]]
        legal = ", ".join(tool.arguments.model_fields)
        raise UsageError(f"{'; '.join(faults)}; the arguments are {legal}") from None


def output_schema() -> dict[str, Any]:
    """Return what every tool answers, as JSON Schema."""
    return dict(_untitled(_Answer.model_json_schema()))


def _untitled(schema: Any) -> Any:
    """Leave out the titles that pydantic makes from names: they take room in every conversation."""
    if isinstance(schema, dict):
        return {
            key: _untitled(part) for key, part in schema.items() if key != "title" or isinstance(part, dict)
        }
    return [_untitled(part) for part in schema] if isinstance(schema, list) else schema
