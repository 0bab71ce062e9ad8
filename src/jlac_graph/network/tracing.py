"""Trace the links between two entities, or two classes of entities, with the evidence for each hop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from ..core.errors import UsageError
from ..core.memory import gc_paused
from ..core.messages import phrase
from ..core.namespaces import kind_of, relation_iri, shorten
from ..lookup.describer import Describer
from ..lookup.links import ALWAYS, FactData, Link, LinkSet, read_links
from ..lookup.namesakes import of_ends
from ..lookup.search import Ends, ends, read_names
from .paths.compact_graph import CompactGraph
from .paths.costs import Weights, hop_parts
from .paths.ranking import PathSearch, question
from .prepared import Bundles, PreparedLinks, facts_between, prepared
from .trace_model import Hop, Miss, Statement, TraceData, TracedPath, TraceOptions
from .trace_output import as_html, render
from .trace_words import condition_in_words

if TYPE_CHECKING:
    from ..lookup.search import Names
    from ..sparql.store import Store

__all__ = ["Trace", "TraceOptions", "trace"]

LONG = 12
"""Number of hops that are tried if there is no path within those requested."""
MORE = 9
"""Number of further paths in which one that a single fact names as a whole is looked for."""


@dataclass(frozen=True, slots=True)
class Trace(TraceData):
    """The paths between two ends, with a record of the search; see `TraceData` for its attributes."""

    def __str__(self) -> str:
        """Return the whole answer as `jlac trace` prints it."""
        return render(self, "text").decode()

    def widget(self, *, paths: int = 5, height: int = 480) -> Any:
        """Return the best paths as an interactive widget; see `jlac_graph.network.widget`.

        Parameters
        ----------
        paths : maximum number of paths drawn.
        height : of the drawing, in pixels.
        """
        from .trace_output import as_flat_network
        from .widget import network_widget

        return network_widget(as_flat_network(self, self.paths[:paths]), height=height)

    def _repr_html_(self) -> str:
        """Return HTML for a notebook: the paths as a drawing, with the text below it."""
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
    source, target : names of entities, or a class such as ``Firm`` or ``Mine@chile``.
    options : see `TraceOptions`.
    lang : language of labels and words.
    links, names : from `read_links` and `read_names`, if several traces are made on one graph; results
        computed from the links are kept with them.

    Raises
    ------
    NotFoundError, AmbiguousError
        A name of no entity, or of several.
    UsageError
        Both ends are the same, or an option cannot be met.

    Notes
    -----
    Between classes, each pair of entities has its best path, and the pairs are listed best first.
    """
    wanted = options or TraceOptions()
    tracer = _Tracer(store, links or read_links(store), names or read_names(store), wanted, lang)
    a, b = ends(store, source, names=tracer.names), ends(store, target, names=tracer.names)
    if a.things == b.things:
        raise UsageError(f"{source!r} and {target!r} both mean {_short(a)}; give two different entities")
    for end in (a, b):
        _refuse_fact(end)
    with gc_paused():
        return tracer.answer(a, b)


def _short(end: Ends) -> str:
    return end.things[0] if len(end.things) == 1 else f"{len(end.things)} entities of {end.text}"


def _refuse_fact(end: Ends) -> None:
    if end.single and kind_of(end.things[0]) == "fact":
        raise UsageError(
            f"{end.things[0]} is a fact, not an entity; jlac show {end.things[0]} lists its parties"
        )


_Found: TypeAlias = tuple[tuple[str, ...], float]
"""The entities of a path and its cost."""


class _Tracer:
    """One search on one graph."""

    def __init__(
        self, store: Store, linkset: LinkSet, names: Names, options: TraceOptions, lang: str
    ) -> None:
        if options.start and options.end and options.start > options.end:
            raise UsageError(f"from {options.start} is after to {options.end}; swap the years")
        self.store, self.linkset, self.options = store, linkset, options
        self.names, self.weights = names, Weights(surcharges=linkset.surcharges)
        self.describer = Describer(store, lang)
        self.detours: set[tuple[str, ...]] = set()
        self.via = [self._to_pass(text) for text in options.via]
        self.avoid = [thing for text in options.avoid for thing in self._to_avoid(text)]

    def _to_pass(self, text: str) -> tuple[str, ...]:
        things = ends(self.store, text, names=self.names).things
        if kind_of(things[0]) == "fact" and not self._linked(things[0]):
            raise UsageError(f"--via {text}: {things[0]} is a fact, not an entity; give one of its parties")
        return self._on_paths("--via", text, things)

    def _to_avoid(self, text: str) -> tuple[str, ...]:
        return self._on_paths("--avoid", text, ends(self.store, text, names=self.names).things)

    def _on_paths(self, option: str, text: str, things: tuple[str, ...]) -> tuple[str, ...]:
        if kind_of(things[0]) in ("src", "obs") and not self._linked(things[0]):
            raise UsageError(f"{option} {text}: {things[0]} has no links; give an entity that has")
        return things

    def _linked(self, name: str) -> bool:
        return any(name in (link.source, link.target) for link in self.linkset.links)

    def _prepared(self, options: TraceOptions) -> PreparedLinks:
        facts = frozenset(name for name in self.avoid if kind_of(name) == "fact") if options.avoid else ()
        return prepared(self.linkset, options.start, options.end, avoid=frozenset(facts))

    def answer(self, a: Ends, b: Ends) -> Trace:
        ready = self._prepared(self.options)
        graph = ready.graph
        found, hubs = self._search(ready, a, b, self.options)
        paths = tuple(self._path(nodes, cost, ready) for nodes, cost in found)
        searched = {"things": len(graph.names), "links": ready.links, "undated": ready.undated}
        searched["detours"] = len(self.detours)
        misses = () if paths else tuple(self._misses(a, b))
        seen = {*a.things[:50], *b.things[:50], *hubs}
        seen |= {n for p in (*paths, *(m.path for m in misses)) for n in p.nodes}
        see_also = self.describer.counterparts([e.things[0] for e in (a, b) if e.single])
        same = of_ends(self.names, [(e.text, e.things[0]) for e in (a, b) if e.single])
        also = {name for groups in (see_also, same) for others in groups.values() for name in others}
        labels, met = self.describer.marked({*seen, *also}), tuple(hubs)
        result = Trace(a, b, self.options, paths, labels, met, searched, misses)
        result = replace(result, see_also=see_also, namesakes=same)
        kinds = self.describer.kinds(seen)
        result = self._explained(replace(result, kinds=kinds, lang=self.describer.lang), graph)
        if paths:
            return result
        reach = _reach(graph, a, self.options), _reach(graph, b, self.options)
        gaps, titles = self.describer.gaps(), self.describer.collections()
        return replace(result, reach=reach, gaps=gaps, collections=titles)

    def _explained(self, result: Trace, graph: CompactGraph) -> Trace:
        """Add what is needed to judge the paths: hubs and places on them, and the sources."""
        passed = sorted({name for path in result.paths for name in path.nodes[1:-1]})
        said = [said for path in result.paths for hop in path.hops for said in hop.statements]
        cited = {locator for statement in said for locator in statement.sources}
        sources = {locator.partition("#")[0] for locator in cited}
        statuses = {statement.status for statement in said if statement.status}
        return replace(
            result,
            neighbours={name: graph.degree(graph.index[name]) for name in passed},
            ground=tuple(name for name in passed if name in self.linkset.ground),
            passages=self.describer.passages(cited),
            documents=self.describer.documents(sources),
            own_sources=self.describer.own_sources(sources),
            origins=self.describer.origins(sources),
            terms={
                **self.describer.terms({*result.kinds.values(), "Thing"}, statuses),
                **{name: self.describer.property(name) for s in said for name in s.qualifiers},
            },
        )

    def _search(
        self, ready: PreparedLinks, a: Ends, b: Ends, options: TraceOptions
    ) -> tuple[list[_Found], list[str]]:
        met: set[str] = set()
        found: list[_Found] = []
        single = a.single and b.single
        k = options.paths if single else 1
        for starts, stops in _pairs(a, b):
            search = self._paths(ready.graph, starts, stops, options, k)
            found += self._straight(search, ready.bundles, k)
            met.update(search.hubs_met)
        found.sort(key=lambda item: (item[1], item[0]))
        if single and options.via:
            found = self._whole_first(search, ready.bundles, found)
        return found, sorted(met)

    def _whole_first(self, search: PathSearch, bundles: Bundles, found: list[_Found]) -> list[_Found]:
        """Put the paths first that one fact names as a whole; if none is among the best, look further."""
        wider, detours = found, set(self.detours)
        if not any(_together(nodes, bundles) for nodes, _ in found):
            wider = self._straight(search, bundles, len(found) + MORE) if found else []
            self.detours = detours
        return sorted(wider, key=lambda item: not _together(item[0], bundles))[: len(found)]

    def _straight(self, search: PathSearch, bundles: Bundles, k: int) -> list[_Found]:
        """Return the k best paths without detours; more are searched for each detour."""
        search.most = max(search.most or 0, k)
        while True:
            found = [(path.nodes, path.cost) for path in search]
            kept = [item for item in found if not self._detour(item[0], bundles)]
            if len(kept) >= k or len(found) < (search.most or 0):
                return kept[:k]
            search.most = 2 * (search.most or k)

    def _detour(self, nodes: tuple[str, ...], bundles: Bundles) -> bool:
        """Return whether a path goes through an entity that one fact links to both its neighbours."""
        wanted = {name for group in self.via for name in group}
        for u, v, w in zip(nodes, nodes[1:], nodes[2:], strict=False):
            facts = [facts_between(bundles, *pair) for pair in ((u, v), (v, w), (u, w))]
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

    def _path(self, nodes: tuple[str, ...], cost: float, ready: PreparedLinks) -> TracedPath:
        links = [ready.bundles[min(u, v), max(u, v)] for u, v in pairwise(nodes)]
        self.describer.labels({name for behind in links for link in behind for name in _worded_with(link)})
        hops = [
            Hop(u, v, tuple(self._statements(behind)), _hops(hop_parts(behind, self.weights)))
            for (u, v), behind in zip(pairwise(nodes), links, strict=True)
        ]
        groups = [_group(hop) for hop in hops]
        worded = tuple(
            self._named_in(hop, group, hops[place - 1 : place] + hops[place + 1 : place + 2])
            if group
            else hop
            for place, (hop, group) in enumerate(zip(hops, groups, strict=True))
        )
        passed = [group for group in dict.fromkeys(groups) if group and group in nodes[1:-1]]
        passing = {name: self._passing(ready.graph, name) for name in nodes[1:-1]}
        together = _together(nodes, ready.bundles)
        return TracedPath(nodes, worded, cost, tuple(passed), passing, together, _same_year(links))

    def _passing(self, graph: CompactGraph, name: str) -> dict[str, float]:
        """What passing through an entity adds to the cost."""
        degree = graph.degree(graph.index[name])
        due = {"neighbours": self.weights.node(degree), "attribute": self.linkset.ground.get(name, 0)}
        return _hops({part: cost for part, cost in due.items() if cost})

    def _named_in(self, hop: Hop, group: str, beside: Sequence[Hop]) -> Hop:
        """The hop in a sentence of its own, with what the next hop says of the group."""
        member = hop.target if hop.source == group else hop.source
        named = self.describer.labels([member, group])
        values = {"member": named[member], "group": named[group]}
        further = [h for h in beside if group in (h.source, h.target) and not _group(h)]
        words = "{member} is named among {group}"
        if further:
            words += ", of which the source says: {words}"
            values["words"] = further[0].statements[0].words
        sentence = phrase(words, self.describer.lang, **values)
        said = tuple(replace(s, words=sentence, parties={}) for s in hop.statements)
        return replace(hop, statements=said)

    def _statements(self, links: Iterable[Link]) -> Iterator[Statement]:
        """Yield the statements of a hop, each fact once; plans and memberships come last."""
        said: set[str] = set()
        for link in sorted(links, key=_best_first):
            words = self.describer.describe(link)
            if words in said:
                continue
            said.add(words)
            data = self.linkset.facts.get(link.fact or "", FactData())
            yield Statement(
                link.source,
                link.target,
                self.describer.relation(link.relation),
                link.fact,
                words,
                *data.span,
                data.values.get("amount"),
                data.values.get("currency"),
                link.precision,
                link.status,
                link.sources,
                link.relation in self.linkset.symmetric,
                link.planned,
                link.membership,
                self.describer.qualifiers(data.qualifiers),
                self.describer.unsaid(data.qualifiers, words),
                self._parties(link, words),
                link.relation in self.linkset.agreed,
                link.fact is None or self.linkset.claim(link.fact) == link.fact,
            )

    def _parties(self, link: Link, words: str) -> dict[str, str]:
        """The ends of a link that its sentence does not name, by their role in the fact."""
        roles = _roles(link)
        if link.fact is None or len(roles) != 2:
            return {}
        said = words.casefold()
        ends = zip(roles, (link.source, link.target), strict=True)
        labels = ((role, self.describer.label(name)) for role, name in ends)
        return {self.describer.property(r): label for r, label in labels if label.casefold() not in said}

    def _misses(self, a: Ends, b: Ends) -> Iterator[Miss]:
        """Drop one condition at a time, then all, and yield the paths that this would give."""
        options = self.options
        longer = replace(options, max_length=max(LONG, options.max_length))
        plain = TraceOptions(paths=1, max_length=longer.max_length)
        tries = (
            ("at most {links}", longer),
            ("avoiding {names}", replace(options, avoid=())),
            ("passing through {names}", replace(options, via=())),
            ("the requested years", replace(options, start=None, end=None)),
            ("links that hold in the same year", replace(options, overlap=False)),
            ("excluding hubs", replace(options, max_degree=None)),
            ("all conditions", plain),
        )
        seen: set[tuple[str, ...]] = set()
        for condition, other in tries:
            if other == options:
                continue
            ready = self._prepared(other)
            found, _ = self._search(ready, a, b, replace(other, paths=1))
            if found and found[0][0] not in seen:
                seen.add(found[0][0])
                path = self._path(*found[0], ready)
                yield Miss(condition_in_words(condition, options, "en"), path, condition)


def _worded_with(link: Link) -> Iterator[str]:
    """Yield what a link is worded with: its ends, its relation, its fact and the roles in it."""
    yield from (link.source, link.target, shorten(relation_iri(link.relation)))
    if link.fact:
        yield link.fact
        yield from (f"jlac:{role}" for role in _roles(link))


def _roles(link: Link) -> list[str]:
    """The roles of source and target in the fact of a link; of several pairs the first."""
    return link.role.partition(", ")[0].split("-") if link.role else []


def _best_first(link: Link) -> tuple[bool, bool, bool, int, str]:
    return (link.membership, link.planned, link.fact is None, -len(link.sources), link.fact or "")


def _group(hop: Hop) -> str | None:
    """The group, if all that a hop says is that an agent is named in it."""
    if not all(said.membership for said in hop.statements):
        return None
    return hop.statements[0].target


def _hops(parts: Mapping[str, int]) -> dict[str, float]:
    """Return costs in hops for costs in thousandths."""
    return {part: cost / 1000 for part, cost in parts.items()}


def _together(nodes: Sequence[str], bundles: Bundles) -> tuple[str, ...]:
    """Return the facts of which each names every entity of a path of more than one link."""
    named: dict[str, set[str]] = defaultdict(set)
    for pair in combinations(nodes, 2) if len(nodes) > 2 else ():
        for fact in facts_between(bundles, *pair):
            named[fact].update(pair)
    return tuple(sorted(fact for fact, things in named.items() if len(things) == len(nodes)))


def _same_year(links: Iterable[Sequence[Link]]) -> bool | None:
    """Return whether there is a year in which every hop holds; None if a hop has no year."""
    common, dated = ALWAYS, True
    for hop in links:
        years = 0
        for link in hop:
            years |= link.years
        common &= years
        dated = dated and bool(years)
    return bool(common) if dated else None


def _pairs(a: Ends, b: Ends) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield every pair of a start and an end, once even if both classes contain both entities."""
    common = {*a.things} & {*b.things}
    for start in a.things:
        for end in b.things:
            twice = start in common and end in common and end < start
            if start != end and not twice:
                yield (start,), (end,)


def _reach(graph: CompactGraph, end: Ends, options: TraceOptions) -> int:
    """Return the number of nodes within the requested hops, without the ends."""
    ring = {graph.index[name] for name in end.things if name in graph.index}
    seen = set(ring)
    for _ in range(options.max_length):
        ring = {there for node in ring for there in graph.around(node)} - seen
        seen |= ring
    return max(len(seen) - sum(name in graph.index for name in end.things), 0)
