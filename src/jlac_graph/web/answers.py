"""The shapes of entities, statements and networks in the service's JSON: one typed dictionary for each.

The OpenAPI document is made from them, and the explorer's types from the OpenAPI document.
Short names such as ``agent/mitsui`` stand for entities, locators such as ``idb-mg-172#case-auto.p7``
for passages of sources. Unknown values are omitted.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from .list_answers import KindCount, ListCounts, Partner
from .path_answers import CostPart, Passing, Together

__all__ = [
    "NAMED", "Activity", "Drawn", "Entity", "Fact", "FoundEntity", "Network", "Passages", "Pillar",
    "Projected", "Suggestion", "Thing", "Traced",
]  # fmt: skip

Pillar = Literal["trade", "investment", "cooperation"]


class Qualified(TypedDict):
    """What qualifies a statement.

    Codes stand by local name; their labels are in the vocabulary. `date`, `start`, `end` and `asOf` are
    EDTF as the graph has them, `earliest` and `latest` the days between which they lie. `planned` says
    that the statement has not come true; `sameClaim` names the fact that states the same claim, and
    `countedIn` the one that sums and counts take instead. `event` is the event of which the fact is one
    of several accounts, `portionOf` the fact whose amount includes its own, `replaces` the earlier ceiling,
    plan or price that it changes. `interest` is in percent per year, `maturity` and `grace` in years;
    `seriesBreak` says what a statistic counts otherwise than those before it.
    """

    status: NotRequired[str]
    likelihood: NotRequired[str]
    basis: NotRequired[str]
    scope: NotRequired[str]
    condition: NotRequired[str]
    when: NotRequired[str]
    precision: NotRequired[str]
    date: NotRequired[str]
    start: NotRequired[str]
    end: NotRequired[str]
    asOf: NotRequired[str]
    earliest: NotRequired[str]
    latest: NotRequired[str]
    claimant: NotRequired[str]
    claimantLabel: NotRequired[str]
    sameClaim: NotRequired[str]
    event: NotRequired[str]
    countedIn: NotRequired[str]
    portionOf: NotRequired[str]
    replaces: NotRequired[str]
    interest: NotRequired[str]
    maturity: NotRequired[str]
    grace: NotRequired[str]
    terms: NotRequired[str]
    seriesBreak: NotRequired[str]
    note: NotRequired[str]
    flag: NotRequired[str]
    planned: NotRequired[bool]


class Thing(TypedDict):
    """A thing as it is drawn.

    `degree` is the number of things that facts link it to, `plans` that of further things tied to it
    only by what has not come true or is only possible; `unnamed` marks an agent that no source names.
    """

    id: str
    label: str
    kind: str
    country: NotRequired[str]
    sectors: list[str]
    degree: int
    plans: NotRequired[int]
    unnamed: NotRequired[bool]


class FoundEntity(Thing):
    """An entity among the results of a search."""

    kindLabel: str
    countryLabel: NotRequired[str]


class Suggestion(FoundEntity):
    """An entity found by one of its names."""

    name: str
    score: float


class Passage(TypedDict):
    """A passage of a source: its place, address, tier, and the date its source was read."""

    label: str
    section: NotRequired[str]
    url: NotRequired[str]
    tier: NotRequired[str]
    read: NotRequired[str]


Passages = dict[str, Passage]


class Tie(Qualified):
    """A link between two things, by a fact or by a shared attribute.

    `possible` where no source states it, `agreed` where it is agreed and not known to be done, `membership`
    where the source only names an agent in a group.
    The amount is that of the whole fact on each of its links; `amountShared` where several parties have
    it together. `countries` and `sectors` are those of its fact beside those of its ends.
    """

    id: str
    source: str
    target: str
    relation: str
    label: str
    fact: NotRequired[str]
    kind: NotRequired[str]
    words: NotRequired[str]
    amount: NotRequired[float]
    currency: NotRequired[str]
    weight: NotRequired[float]
    facts: NotRequired[list[str]]
    countries: NotRequired[list[str]]
    sectors: NotRequired[list[str]]
    undirected: NotRequired[bool]
    possible: NotRequired[bool]
    agreed: NotRequired[bool]
    membership: NotRequired[bool]
    amountShared: NotRequired[bool]
    sources: list[str]
    context: NotRequired[bool]


class Network(TypedDict):
    """Entities, the links between them and the passages that the links cite."""

    nodes: list[Thing]
    edges: list[Tie]
    passages: Passages


class Group(TypedDict):
    """How many neighbours an entity has by one relation."""

    relation: str
    label: str
    count: int


class Around(TypedDict):
    """The neighbours of an entity by relation; `left` is how many more there are."""

    id: str
    groups: list[Group]
    total: int
    left: int


class Nothing(TypedDict):
    """No entity was expanded."""


class Drawn(Network):
    """A network of chosen entities; `added` are the neighbours of the expanded one."""

    added: list[str]
    around: Around | Nothing
    unknown: list[str]


class Projected(Network):
    """A projection of the graph; `left` is how many nodes with fewer links are not in it."""

    title: str
    left: int


class Statement(Qualified):
    """One statement that a step of a path rests on."""

    source: str
    target: str
    relation: str
    fact: str | None
    words: str
    sources: list[str]


class Hop(TypedDict):
    """A step of a path; `parts` add up to its cost. A published site leaves them out."""

    source: str
    target: str
    statements: list[Statement]
    parts: NotRequired[list[CostPart]]


class Path(TypedDict):
    """A path with the evidence of each step; the lower the cost, the better the evidence.

    `together` are facts of which each names every entity of the path; `shared` are the intermediaries that
    are shared attributes, such as a country, and no transaction. The parts of the cost of all hops,
    and of all entities passed through, add up to `cost`; a published site leaves them out.
    """

    nodes: list[str]
    cost: float
    hops: list[Hop]
    together: NotRequired[list[Together]]
    shared: NotRequired[list[str]]
    passing: NotRequired[list[Passing]]


class Miss(TypedDict):
    """A path that dropping one of the options would give."""

    without: str
    nodes: list[str]


class Traced(Network):
    """Paths between two entities, and their intermediaries."""

    paths: list[Path]
    shortest: list[list[str]]
    misses: list[Miss]
    hubs: list[Thing]
    searched: dict[str, int]
    gaps: list[str]


class Party(TypedDict):
    """An entity that takes part in a fact."""

    id: str
    label: str
    role: str


class Fact(Qualified):
    """A fact about a thing; `approximate` where its dates are only bounds of a vaguer time."""

    id: str
    words: str
    role: str
    kind: str
    kindLabel: str
    amount: NotRequired[float]
    currency: NotRequired[str]
    approximate: NotRequired[bool]
    parties: list[Party]
    sources: list[str]


class Figure(Qualified):
    """A statistic: a value of an indicator for an area and a period.

    `whose` is who or what it counts where that is not the area, `about` of what, `under` the agreement
    under which it holds, `upper` the upper end of a range.
    """

    id: str
    pillar: NotRequired[Pillar]
    indicator: str
    indicatorLabel: str
    about: NotRequired[str]
    aboutLabel: NotRequired[str]
    area: str
    areaLabel: str
    other: NotRequired[str]
    otherLabel: NotRequired[str]
    whose: NotRequired[str]
    whoseLabel: NotRequired[str]
    under: NotRequired[str]
    underLabel: NotRequired[str]
    words: str
    value: float
    upper: NotRequired[float]
    unit: NotRequired[str]
    unitLabel: NotRequired[str]
    countries: list[str]
    sectors: list[str]
    sources: list[str]


class Value(TypedDict):
    """A value of a property: an entity by its name, or a text."""

    id: NotRequired[str]
    text: NotRequired[str]
    label: str


class Property(TypedDict):
    """A property of an entity with its values."""

    label: str
    name: str
    values: list[Value]


class Identifier(TypedDict):
    """A code of an entity, or its address in another register."""

    name: str
    value: str
    url: NotRequired[str]


class Mention(TypedDict):
    """An entity or fact that refers to another."""

    id: str
    words: str
    role: str
    sources: list[str]


class Citation(Qualified):
    """What a passage is cited for."""

    id: str
    label: str
    kind: str
    kindLabel: str


class Whole(TypedDict):
    """The source that a passage is part of: address of the document, tier, date it was read, language."""

    id: str
    label: str
    url: NotRequired[str]
    tier: NotRequired[str]
    read: NotRequired[str]
    language: NotRequired[str]


class Point(TypedDict):
    """A point in WGS 84; `precision` says whether it is the entity's own or that of its place."""

    lat: float
    long: float
    precision: NotRequired[str]
    sources: list[str]


class Entity(Thing):
    """Everything about one thing; of long lists a page, and in `counts` how many rows they have.

    `translated` are the names that no source gives; `findings` are what the sources find of it,
    `related` what may belong together with it though no source says so; `qualifiers` are those of a
    fact or statistic, `accounts` all that report the event of a fact; of them, the one without `countedIn`
    is counted. `kinds` counts the facts by class, `partners` are those that share the most of them.
    `events` is there for a country: how many the map counts for it, those of its firms and bodies included.
    """

    iri: str
    kindLabel: str
    counts: ListCounts
    kinds: list[KindCount]
    partners: list[Partner]
    names: dict[str, list[str]]
    about: list[Property]
    identifiers: list[Identifier]
    sources: list[str]
    translated: dict[str, list[str]]
    facts: list[Fact]
    findings: list[Fact]
    related: list[Fact]
    qualifiers: Qualified
    inward: list[Mention]
    figures: list[Figure]
    accounts: list[Fact]
    points: list[Point]
    cited: list[Citation]
    whole: Whole | None
    events: NotRequired[int]
    passages: Passages


class PlacedFact(Qualified):
    """A fact on the map.

    `first` and `last` are the years that its dates allow, one alone where the time is open at the other
    end. `dated` is ``lent`` where they are those of its project or agreement, ``asOf`` where only the
    time of writing is known. `projects` are the projects and programmes among its parties.
    `unsummed` says that its amount is not to be added to others: part of a sum, a ceiling, or of a group.
    `at` are the parties that have coordinates.
    """

    id: str
    kind: str
    pillar: Pillar
    words: str
    first: NotRequired[int]
    last: NotRequired[int]
    dated: NotRequired[Literal["lent", "asOf"]]
    approximate: NotRequired[bool]
    amount: NotRequired[float]
    currency: NotRequired[str]
    countries: list[str]
    projects: NotRequired[list[str]]
    at: NotRequired[list[str]]
    unsummed: NotRequired[bool]
    sectors: list[str]
    sources: list[str]


class Country(TypedDict):
    """A country with its ISO 3166 letters and its UN M49 number."""

    id: str
    label: str
    iso3: str
    m49: str


class PlacedPoint(TypedDict):
    """An entity with coordinates in WGS 84."""

    id: str
    label: str
    country: str
    sectors: list[str]
    lat: float
    long: float


class Activity(TypedDict):
    """Facts and statistics by country, year and pillar."""

    facts: list[PlacedFact]
    figures: list[Figure]
    countries: list[Country]
    kinds: dict[str, str]
    sectors: dict[str, str]
    points: list[PlacedPoint]
    passages: Passages


NAMED = {Pillar: "Pillar", Passages: "Passages"}
"""Types that are not typed dictionaries but have a schema of their own."""
