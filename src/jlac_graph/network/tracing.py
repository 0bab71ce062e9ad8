"""Trace the links between two things, or two classes of things, with the evidence for each hop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from ..core.messages import wished
from ..lookup.describer import Speaker
from ..lookup.links import LinkSet, read_links
from ..lookup.search import Ends, ends, read_names
from .calm import calm
from .paths.compact_graph import CompactGraph, compact
from .paths.costs import Link, years_mask
from .paths.ranking import PathSearch, question

if TYPE_CHECKING:
    from ..lookup.search import Names
    from ..sparql.store import Store

__all__ = [
    "Hop",
    "Miss",
    "Ready",
    "Statement",
    "Trace",
    "TraceOptions",
    "TracedPath",
    "prepared",
    "trace",
]

LONG = 12
"""How many hops are tried when there is no path within those asked for."""


@dataclass(frozen=True, slots=True)
class TraceOptions:
    """What is asked of a path.

    Parameters
    ----------
    paths : how many, best first.
    max_length : most hops.
    via : names or classes; a path must pass one of each.
    avoid : names or classes of things not to pass.
    start, end : years; only links that hold in some year from `start` to `end`.
    overlap : only paths with a year in which every link holds.
    max_degree : things with more neighbours are not passed through; those met are named.
    """

    paths: int = 3
    max_length: int = 6
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    overlap: bool = False
    max_degree: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one link says: in words, with its amount, dates, status and passages.

    Attributes
    ----------
    source, target : the two things, in the direction of the relation.
    relation : label of the relation.
    fact : short name of the fact; None for a property stated on the thing itself.
    start, end : as the graph has them, None when it has none.
    sources : locators.
    symmetric : whether the relation holds both ways.
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


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path and every statement that backs it, the best first."""

    source: str
    target: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class TracedPath:
    """A path: its things, its hops and its cost (1.0 is one flawless hop)."""

    nodes: tuple[str, ...]
    hops: tuple[Hop, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A path that there would be, were one wish dropped.

    Attributes
    ----------
    without : the wish in English; wish : the phrase that it is said by, see `phrases`.
    """

    without: str
    path: TracedPath
    wish: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The answer, with an account of the search.

    Attributes
    ----------
    source, target : the two ends.
    paths : best first.
    labels : thing -> label in the language asked for.
    hubs : things not passed through for their many neighbours.
    searched : number of things and of links searched, of undated ones a window left out, and of
        detours: paths with two links of one fact that ties the things before and after as well.
    misses : when there is no path, what would give one.
    reach : how many things lie within the hops asked for, from either end.
    gaps : what the sources say they do not cover.
    kinds : thing -> name of its class.
    neighbours : thing passed through -> how many neighbours it has among the links searched.
    ground : those passed through that are places or codes, which show a shared trait at most.
    passages : locator cited -> what to look up; documents : document -> reference.
    lang : language asked for; terms : class or status met -> its name in that language.
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
    lang: str = "en"
    terms: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The whole answer as `jlac trace` prints it."""
        from .trace_output import render

        return render(self, "text").decode()

    def _repr_html_(self) -> str:
        """For a notebook: the paths as a drawing, and the text with every source below it."""
        from .trace_output import as_html

        return as_html(self)


def trace(
    store: Store,
    source: str,
    target: str,
    *,
    options: TraceOptions | None = None,
    lang: str = "en",
    links: LinkSet | None = None,
    names: Names | None = None,
) -> Trace:
    """Find the best-evidenced paths between two ends.

    Parameters
    ----------
    store : the graph.
    source, target : names of things, or a class such as ``Firm`` or ``Mine@chile``.
    options : see `TraceOptions`.
    lang : language of labels and words.
    links, names : from `read_links` and `read_names`, where several traces are made on one graph;
        what is worked out from the links is kept with them.

    Raises
    ------
    NotFoundError, AmbiguousError
        A name that means nothing, or several things.
    UsageError
        Both ends are the same, or an option cannot be met.

    Notes
    -----
    Between classes each pair of things gives its best path, and the pairs come best first.
    """
    wanted = options or TraceOptions()
    tracer = _Tracer(store, links or read_links(store), names or read_names(store), wanted, lang)
    a, b = ends(store, source, names=tracer.names), ends(store, target, names=tracer.names)
    if a.things == b.things:
        raise UsageError(f"{source!r} and {target!r} are both {_short(a)}; name two things")
    for end in (a, b):
        _refuse_fact(end)
    with calm():
        return tracer.answer(a, b)


def _short(end: Ends) -> str:
    return end.things[0] if len(end.things) == 1 else f"{len(end.things)} things of {end.text}"


def _refuse_fact(end: Ends) -> None:
    if end.single and end.things[0].startswith("fact/"):
        raise UsageError(
            f"{end.things[0]} is a link, not a thing; jlac show {end.things[0]} tells what it ties"
        )


class _Tracer:
    """One question put to one graph."""

    def __init__(
        self, store: Store, linkset: LinkSet, names: Names, options: TraceOptions, lang: str
    ) -> None:
        if options.start and options.end and options.start > options.end:
            raise UsageError(f"--from {options.start} is after --to {options.end}; swap them")
        self.store, self.linkset, self.options = store, linkset, options
        self.names = names
        self.speaker = Speaker(store, lang)
        self.detours: set[tuple[str, ...]] = set()
        self.via = [self._group(text) for text in options.via]
        self.avoid = [thing for text in options.avoid for thing in self._group(text)]

    def _group(self, text: str) -> tuple[str, ...]:
        return ends(self.store, text, names=self.names).things

    def answer(self, a: Ends, b: Ends) -> Trace:
        ready = prepared(self.linkset, self.options.start, self.options.end)
        graph, bundles = ready.graph, ready.bundles
        found, hubs = self._search(graph, bundles, a, b, self.options)
        paths = tuple(self._path(nodes, cost, bundles) for nodes, cost in found)
        searched = {"things": len(graph.names), "links": ready.links, "undated": ready.undated}
        searched["detours"] = len(self.detours)
        misses = () if paths else tuple(self._misses(a, b))
        seen = {*a.things[:50], *b.things[:50], *hubs}
        seen |= {n for p in (*paths, *(m.path for m in misses)) for n in p.nodes}
        result = Trace(a, b, self.options, paths, self.speaker.labels(seen), tuple(hubs), searched, misses)
        kinds = self.speaker.kinds(seen)
        result = self._explained(replace(result, kinds=kinds, lang=self.speaker.lang), graph)
        if paths:
            return result
        reach = _reach(graph, a, self.options), _reach(graph, b, self.options)
        return replace(result, reach=reach, gaps=self.speaker.gaps())

    def _explained(self, result: Trace, graph: CompactGraph) -> Trace:
        """Add what a reader needs to judge the paths: hubs and places on them, and the sources."""
        passed = sorted({name for path in result.paths for name in path.nodes[1:-1]})
        said = [said for path in result.paths for hop in path.hops for said in hop.statements]
        cited = {locator for statement in said for locator in statement.sources}
        statuses = {statement.status for statement in said if statement.status}
        return replace(
            result,
            neighbours={name: graph.degree(graph.index[name]) for name in passed},
            ground=tuple(name for name in passed if name in self.linkset.ground),
            passages=self.speaker.passages(cited),
            documents=self.speaker.documents({locator.partition("#")[0] for locator in cited}),
            terms=self.speaker.terms({*result.kinds.values(), "Thing"}, statuses),
        )

    def _search(
        self, graph: CompactGraph, bundles: _Bundles, a: Ends, b: Ends, options: TraceOptions
    ) -> tuple[list[tuple[tuple[str, ...], float]], list[str]]:
        met: set[str] = set()
        found: list[tuple[tuple[str, ...], float]] = []
        for starts, stops in _pairs(a, b):
            k = options.paths if a.single and b.single else 1
            search = self._paths(graph, starts, stops, options, k)
            found += self._straight(search, bundles, k)
            met.update(search.hubs_met)
        found.sort(key=lambda item: (item[1], item[0]))
        return found, sorted(met)

    def _straight(self, search: PathSearch, bundles: _Bundles, k: int) -> list[tuple[tuple[str, ...], float]]:
        """The k best paths that make no detour; more are searched for each that does."""
        while True:
            found = [(path.nodes, path.cost) for path in search]
            kept = [item for item in found if not self._detour(item[0], bundles)]
            if len(kept) >= k or len(found) < (search.most or 0):
                return kept[:k]
            search.most = 2 * (search.most or k)

    def _detour(self, nodes: tuple[str, ...], bundles: _Bundles) -> bool:
        """Whether a path goes by a thing that one fact ties to both those beside it, and these too."""
        wanted = {name for group in self.via for name in group}
        for u, v, w in zip(nodes, nodes[1:], nodes[2:], strict=False):
            facts = [_facts(bundles, *pair) for pair in ((u, v), (v, w), (u, w))]
            if v not in wanted and set.intersection(*facts):
                self.detours.add(nodes)
                return True
        return False

    def _paths(
        self,
        graph: CompactGraph,
        starts: Sequence[str],
        stops: Sequence[str],
        options: TraceOptions,
        k: int,
    ) -> PathSearch:
        limit = options.max_degree
        hubs = [n for i, n in enumerate(graph.names) if graph.degree(i) > limit] if limit else ()
        asked = question(
            graph,
            starts,
            stops,
            max_length=options.max_length,
            avoid=self.avoid if options.avoid else (),
            hubs=hubs,
            via=self.via if options.via else (),
            overlap=options.overlap,
        )
        return PathSearch(graph, asked, most=k)

    def _path(self, nodes: Sequence[str], cost: float, bundles: _Bundles) -> TracedPath:
        hops = [Hop(u, v, tuple(self._statements(bundles[min(u, v), max(u, v)]))) for u, v in pairwise(nodes)]
        return TracedPath(tuple(nodes), tuple(hops), cost)

    def _statements(self, links: Iterable[Link]) -> Iterator[Statement]:
        """A fact that ties two things by several relations is said once."""
        said: set[str] = set()
        for link in sorted(links, key=lambda li: (li.fact is None, -len(li.sources), li.fact or "")):
            words = self.speaker.say(link)
            if words in said:
                continue
            said.add(words)
            data = self.linkset.facts.get(link.fact or "")
            values = data.values if data else {}
            yield Statement(
                link.source,
                link.target,
                self.speaker.relation(link.relation),
                link.fact,
                words,
                *(data.span if data else (None, None)),
                values.get("amount"),
                values.get("currency"),
                link.precision,
                link.status,
                link.sources,
                link.relation in self.linkset.symmetric,
            )

    def _misses(self, a: Ends, b: Ends) -> Iterator[Miss]:
        """Drop one wish at a time, then all, and say what that would give."""
        options = self.options
        longer = replace(options, max_length=max(LONG, options.max_length))
        plain = TraceOptions(paths=1, max_length=longer.max_length)
        tries = (
            ("at most {links}", longer),
            ("avoiding {names}", replace(options, avoid=())),
            ("passing {names}", replace(options, via=())),
            ("the years asked for", replace(options, start=None, end=None)),
            ("links of one time", replace(options, overlap=False)),
            ("leaving out hubs", replace(options, max_degree=None)),
            ("all of this", plain),
        )
        seen: set[tuple[str, ...]] = set()
        for wish, other in tries:
            if other == options:
                continue
            ready = prepared(self.linkset, other.start, other.end)
            found, _ = self._search(ready.graph, ready.bundles, a, b, replace(other, paths=1))
            if found and found[0][0] not in seen:
                seen.add(found[0][0])
                path = self._path(*found[0], ready.bundles)
                yield Miss(wished(wish, options, "en"), path, wish)


_Bundles = Mapping[tuple[str, str], Sequence[Link]]


WINDOWS = 4
"""For how many spans of years what is worked out is kept."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The links of some years, made ready for any number of traces."""

    graph: CompactGraph
    bundles: _Bundles
    links: int
    undated: int


def prepared(linkset: LinkSet, start: int | None = None, end: int | None = None) -> Ready:
    """Bundle the links of some years; the second time costs nothing."""
    key = ("trace", start, end)
    if key not in linkset.cache:
        if len(linkset.cache) >= WINDOWS:
            linkset.cache.clear()
        kept, undated = _window(linkset.links, start, end)
        with calm():
            graph = compact(kept, ground=linkset.ground)
            linkset.cache[key] = Ready(graph, _bundles(kept), len(kept), undated)
    found: Ready = linkset.cache[key]
    return found


def _bundles(links: Iterable[Link]) -> _Bundles:
    found: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        a, b = link.source, link.target
        found[(a, b) if a < b else (b, a)].append(link)
    return found


def _facts(bundles: _Bundles, a: str, b: str) -> set[str]:
    """The facts that tie two things."""
    return {link.fact for link in bundles.get((min(a, b), max(a, b)), ()) if link.fact}


def _window(links: Sequence[Link], start: int | None, end: int | None) -> tuple[Sequence[Link], int]:
    """Links that hold in the years asked for, and how many were left out for bearing no date."""
    if start is None and end is None:
        return links, 0
    years = years_mask(start, end)
    kept = [k for k in links if years_mask(k.start, k.end, timeless=k.timeless) & years]
    undated = sum(1 for k in links if not k.timeless and k.start is None and k.end is None)
    return kept, undated


def _pairs(a: Ends, b: Ends) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Every pair of a start and an end, each once though both classes hold both things."""
    common = {*a.things} & {*b.things}
    for start in a.things:
        for end in b.things:
            twice = start in common and end in common and end < start
            if start != end and not twice:
                yield (start,), (end,)


def _reach(graph: CompactGraph, end: Ends, options: TraceOptions) -> int:
    """How many things lie within the hops asked for, the ends themselves aside."""
    ring = {graph.index[name] for name in end.things if name in graph.index}
    seen = set(ring)
    for _ in range(options.max_length):
        ring = {there for node in ring for there in graph.around(node)} - seen
        seen |= ring
    return max(len(seen) - sum(name in graph.index for name in end.things), 0)
