"""The shapes of the vocabulary, the coverage, the query library and rows in the service's JSON."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from ..queries.explaining import Taken
from .answers import Thing

__all__ = ["Coverage", "Fault", "Parameter", "Query", "Rows", "Vocabulary"]


class Fault(TypedDict):
    """Why a request failed."""

    error: str


class Style(TypedDict):
    """How a kind of entity is drawn."""

    colour: str
    shape: str


class Word(TypedDict):
    """A term of the ontology."""

    name: str
    type: str
    label: str


class Codes(TypedDict):
    """Labels of the codes that qualify statements or stand in answers of queries, by scheme."""

    status: dict[str, str]
    likelihood: dict[str, str]
    basis: dict[str, str]
    scope: dict[str, str]
    condition: dict[str, str]
    when: dict[str, str]
    precision: dict[str, str]
    tier: dict[str, str]
    financeType: dict[str, str]


class Vocabulary(TypedDict):
    """Labels, colours and choices that the explorer needs before it draws.

    `plans` are the statuses of what has not come true; `span` the first and the last year of what has;
    `holds` counts facts, figures, cited sources and collections; `repository` is the project's address, or
    empty; `author` and `year`, in which the graph was written, belong in a citation.
    """

    version: str
    author: str
    year: int
    base: str
    bases: list[str]
    repository: str
    kinds: dict[str, str]
    styles: dict[str, Style]
    facts: dict[str, str]
    relations: dict[str, str]
    context: list[str]
    countries: dict[str, str]
    sectors: dict[str, str]
    plans: list[str]
    codes: Codes
    span: list[int]
    holds: dict[str, int]
    projections: dict[str, str]
    topics: dict[str, str]
    starts: list[Thing]
    formats: dict[str, str]
    prefixes: dict[str, str]
    terms: list[Word]


class Count(TypedDict):
    """How many entities of a class there are."""

    kind: str
    label: str
    count: int


class Entry(TypedDict):
    """How many passages of a section have an outcome."""

    source: str
    section: str
    outcome: str
    count: int


class Collection(TypedDict):
    """What belongs in a collection, what was searched, what is known to be missing.

    `readings` counts its passages by how often they were read; the empty name is for those unmarked.
    """

    id: str
    title: str
    coverage: NotRequired[str]
    searched: NotRequired[str]
    start: NotRequired[str]
    end: NotRequired[str]
    searchedOn: NotRequired[str]
    missing: NotRequired[str]
    readings: dict[str, int]


class Coverage(TypedDict):
    """What the graph contains and what its sources cover."""

    title: str
    version: str
    licence: str
    triples: int
    cited: int
    counts: list[Count]
    collections: list[Collection]
    readings: dict[str, str]
    tiers: dict[str, str]
    sources: list[dict[str, str]]
    ledger: list[Entry]
    outcomes: dict[str, str]
    formats: dict[str, str]


class Parameter(TypedDict):
    """A parameter of a query of the library."""

    name: str
    kind: str
    required: bool
    default: str | None
    legal: list[str]
    about: dict[str, str]


class Query(TypedDict):
    """A query of the library; texts by language."""

    name: str
    summary: dict[str, str]
    description: dict[str, str]
    topic: str
    tags: list[str]
    form: str
    parameters: list[Parameter]
    columns: dict[str, dict[str, str]]
    examples: list[dict[str, str]]
    query: str


Term = TypedDict(
    "Term",
    {"type": str, "value": str, "datatype": NotRequired[str], "xml:lang": NotRequired[str]},
)
Term.__doc__ = "A term in SPARQL 1.1 Query Results JSON."


class Head(TypedDict):
    """The columns of an answer."""

    vars: NotRequired[list[str]]


class Results(TypedDict):
    """The rows of an answer."""

    bindings: list[dict[str, Term]]


class Rows(TypedDict):
    """An answer in SPARQL 1.1 Query Results JSON.

    `taken` says of a query of the library what each parameter was taken for.
    """

    head: Head
    taken: NotRequired[dict[str, list[Taken]]]
    results: NotRequired[Results]
    boolean: NotRequired[bool]
