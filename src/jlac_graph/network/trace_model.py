"""The data of a trace: options, paths with their statements, and the record of the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from ..core.errors import UsageError
from ..lookup.describer import Origin
from ..lookup.search import Ends

__all__ = ["Hop", "Miss", "Statement", "TraceData", "TraceOptions", "TracedPath"]


@dataclass(frozen=True, slots=True)
class TraceOptions:
    """The conditions on a path.

    Parameters
    ----------
    paths : how many, best first.
    max_length : most hops.
    via : names or classes; a path must pass through one of each.
    avoid : names or classes of entities not to pass, or names of facts not to use.
    start : first year; only links that hold in this year or later.
    end : last year; only links that hold in this year or earlier.
    overlap : only paths with a year in which every link holds.
    max_degree : entities with more neighbours are not passed through; those met are listed.
    """

    paths: int = 3
    max_length: int = 6
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    overlap: bool = False
    max_degree: int | None = None

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> TraceOptions:
        """Return the options of some names and values; ``via`` and ``avoid`` take one name or several.

        Raises
        ------
        UsageError : for an unknown option.

        Examples
        --------
        >>> TraceOptions.of({"via": "chile"}).via
        ('chile',)
        """
        known = [field.name for field in fields(cls)]
        if unknown := sorted(set(options) - set(known)):
            raise UsageError(f"unknown option {unknown[0]!r}; choose one of {', '.join(known)}")
        return cls(**{name: _many(name, value) for name, value in options.items()})


def _many(name: str, value: Any) -> Any:
    """Return one name or several, as a tuple."""
    several = name in ("via", "avoid")
    return tuple([value] if isinstance(value, str) else value) if several else value


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement of one link: its sentence, amount, dates, status and passages.

    Attributes
    ----------
    source : id of the entity from which the relation goes out, such as ``agent/jbic``.
    target : id of the entity to which it goes.
    relation : label of the relation, in the language asked for.
    fact : id of the fact, such as ``fact/jbic-caserones``; None for a property stated on the entity itself.
    words : the sentence, in the language asked for.
    start : the first date, as the graph has it; None if it has none.
    end : the last date, as the graph has it; None if it has none.
    amount : in whole units of the currency, as text; None if the source gives none.
    currency : code of ISO 4217; None without an amount.
    precision : how the source qualifies the amount, such as ``more-than``; None if it does not.
    status : code of the status, such as ``agreed``; None for a property stated on the entity itself.
    sources : locators of the passages that state it.
    symmetric : whether the relation holds both ways.
    planned : whether the fact has not yet come true.
    membership : whether the source only names an agent in a group.
    qualifiers : how far the statement goes: likelihood, claimant, scope, condition, when, basis, note -> its
        value in words.
    unsaid : the names of those qualifiers that the sentence does not say.
    parties : role in words -> label, of those of the two entities that the sentence does not name.
    agreed : whether it is agreed and not known to be done.
    counted : whether its amount counts: of several accounts of one event one does.
    """

    source: str
    target: str
    relation: str
    fact: str | None
    words: str
    start: str | None
    end: str | None
    amount: str | None
    currency: str | None
    precision: str | None
    status: str | None
    sources: tuple[str, ...]
    symmetric: bool = False
    planned: bool = False
    membership: bool = False
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    unsaid: tuple[str, ...] = ()
    parties: Mapping[str, str] = field(default_factory=dict)
    agreed: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path and every statement that backs it.

    Attributes
    ----------
    source : id of the entity before the step, nearer to the first end of the trace.
    target : id of the entity after it.
    statements : the best-evidenced first; each has its own direction, which may be the opposite one.
    parts : what its cost consists of, in hops; see `paths.costs.hop_parts`.
    """

    source: str
    target: str
    statements: tuple[Statement, ...]
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TracedPath:
    """A path from one end of a trace to the other.

    Attributes
    ----------
    nodes : ids of its entities, the two ends included.
    hops : its steps, one fewer than its entities.
    cost : 1.0 is one step without surcharges; the path with the lowest cost comes first.
    groups : ids of those passed through by membership: what is said of them is not said of each member.
    passing : entity passed through -> what that adds to the cost: `neighbours`, and `attribute` for a place
        or a code. With the parts of all hops these add up to `cost`.
    together : facts of which each names every entity of the path; none of a path of one link.
    same_year : whether all links hold in one year; None if a link has no year.
    """

    nodes: tuple[str, ...]
    hops: tuple[Hop, ...]
    cost: float
    groups: tuple[str, ...] = ()
    passing: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    same_year: bool | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """A path that dropping one condition would give.

    Attributes
    ----------
    without : the condition in English.
    path : the path that there is without it.
    condition : its phrase, see `trace_output.condition_in_words`.
    """

    without: str
    path: TracedPath
    condition: str


@dataclass(frozen=True, slots=True)
class TraceData:
    """The paths between two ends, with a record of the search; `tracing.Trace` also prints itself.

    Attributes
    ----------
    source : the first end, with the text asked for and the entities that it means.
    target : the second end, likewise.
    options : the conditions on a path.
    paths : best first; empty if there is none.
    labels : entity -> label in the language asked for.
    hubs : entities excluded because of their many neighbours.
    searched : number of entities and of links searched, of undated ones excluded by the years, and of
        detours: paths with two links of one fact that also links the entities before and after.
    misses : without a path, the paths that dropping a condition would give.
    reach : the number of entities within the requested hops, from each end.
    gaps : what the collections cover; collections : their titles.
    kinds : entity -> name of its class.
    neighbours : entity passed through -> how many neighbours it has among the links searched.
    ground : those passed through that are places or codes, which show only a shared attribute.
    passages : locator cited -> what to look up.
    documents : id of a document -> its reference.
    own_sources : document -> IRI, of those in collections with a base of their own.
    origins : document -> its address on the web and its collection.
    lang : language asked for.
    terms : class, status or qualifier met -> its name in that language.
    see_also : end -> the government of the country, or the country of the government, that it is.
    namesakes : end -> the other entities whose names begin with the text that was taken for it.
    """

    source: Ends
    target: Ends
    options: TraceOptions
    paths: tuple[TracedPath, ...]
    labels: Mapping[str, str]
    hubs: tuple[str, ...]
    searched: Mapping[str, int]
    misses: tuple[Miss, ...] = ()
    reach: tuple[int, int] = (0, 0)
    gaps: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[str, int] = field(default_factory=dict)
    ground: tuple[str, ...] = ()
    passages: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    own_sources: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    collections: tuple[str, ...] = ()
    lang: str = "en"
    terms: Mapping[str, str] = field(default_factory=dict)
    see_also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    namesakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
