"""The k best-evidenced paths between two nodes, or two sets of nodes.

The order is exact: every answer is the cheapest of those not yet given, where a path costs the sum of its
hops (`costs.hop_cost`) and of the surcharges of its intermediaries. The ranking is
that of Yen (1971, "Finding the k shortest loopless paths in a network", Management Science
17:712-716) with the partition of Lawler (1972, Management Science 18:401-405); each part is solved
by a bidirectional search.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise
from math import inf

from ...core.errors import LimitError, UsageError
from ...lookup.links import ALWAYS
from .compact_graph import CompactGraph
from .search import NOTHING, Prefix, Question, Walk, best_walk

__all__ = ["PathSearch", "RankedPath", "best_paths", "question"]

BALL = 20_000
"""Maximum number of nodes per side that are visited first, to bound the remaining hops."""


@dataclass(frozen=True, slots=True)
class RankedPath:
    """One answer: the names along the path and its cost in hops (1.0 is one hop without surcharges)."""

    nodes: tuple[str, ...]
    cost: float


def question(
    graph: CompactGraph,
    starts: Iterable[str],
    ends: Iterable[str],
    *,
    max_length: int = 6,
    avoid: Iterable[str] = (),
    hubs: Iterable[str] = (),
    via: Sequence[Iterable[str]] = (),
    overlap: bool = False,
) -> Question:
    """Translate a question about names into node numbers.

    Parameters
    ----------
    starts, ends : names; those that the graph does not know are left out.
    max_length : most hops, at least one.
    avoid, hubs : names not to pass through; of `hubs`, those met are reported.
    via : groups of names; a path must pass through one of each group.
    overlap : ask for a year in which every hop holds.

    Raises
    ------
    UsageError
        A start is also an end, or `max_length` is below one.
    """
    first, last = _numbers(graph, starts), _numbers(graph, ends)
    if first & last:
        both = ", ".join(sorted(graph.names[n] for n in first & last))
        raise UsageError(f"{both} cannot be both ends of a path; give two different entities")
    if max_length < 1:
        raise UsageError(f"--max-length must be at least 1, not {max_length}")
    groups = [{n for n in _numbers(graph, group) if graph.degree(n) > 1} - first - last for group in via]
    bits: dict[int, int] = {}
    for place, group in enumerate(groups):
        for node in group:
            bits[node] = bits.get(node, 0) | 1 << place
    return Question(
        starts=first,
        ends=last,
        max_length=max_length,
        avoid=_numbers(graph, avoid) - first - last,
        hubs=_numbers(graph, hubs) - first - last,
        via=bits,
        wanted=(1 << len(groups)) - 1,
        overlap=overlap,
    )


def _numbers(graph: CompactGraph, names: Iterable[str]) -> frozenset[int]:
    return frozenset(graph.index[name] for name in names if name in graph.index)


def bounded(graph: CompactGraph, asked: Question) -> Question:
    """Add lower bounds on the hops left, from a few rings around both ends."""
    most = asked.max_length or 0
    near_end, end_radius = _rings(graph, asked.ends, most // 2)
    near_start, start_radius = _rings(graph, asked.starts, most - most // 2)
    return replace(asked, near_start=near_start, near_end=near_end, radii=(start_radius, end_radius))


def _rings(graph: CompactGraph, homes: Iterable[int], radius: int) -> tuple[Mapping[int, int], int]:
    """Return the hops from the homes to all that lies within `radius`, or fewer rings if they grow large."""
    found = dict.fromkeys(homes, 0)
    ring = list(found)
    for distance in range(1, radius + 1):
        if sum(graph.degree(node) for node in ring) > BALL:
            return found, distance - 1
        outer = []
        for node in ring:
            for there in graph.around(node):
                if there not in found:
                    found[there] = distance
                    outer.append(there)
        ring = outer
    return found, radius


class PathSearch:
    """A ranking: paths one after another, cheapest first, with the number of searches.

    Parameters
    ----------
    graph : where to search.
    asked : from `question`.
    most : maximum number of paths; searches that cannot lead to one of these are cut short.
    effort : most searches before giving up; a ranking of k paths of n hops takes about k times n.

    Attributes
    ----------
    searches : searches made so far.
    """

    def __init__(
        self, graph: CompactGraph, asked: Question, *, most: int | None = None, effort: int = 20_000
    ) -> None:
        self.graph, self.asked, self.most, self.effort = graph, asked, most, effort
        self._free = replace(asked, max_length=None)
        self.searches = 0
        self._open: list[tuple[int, int, tuple[int, ...], int, frozenset[int]]] = []

    @property
    def hubs_met(self) -> list[str]:
        """Names of the hubs that the search met and excluded."""
        return sorted(self.graph.names[node] for node in self.asked.met)

    def __iter__(self) -> Iterator[RankedPath]:
        self._open.clear()
        self._costs: list[int] = []
        self._solve((), NOTHING)
        given = 0
        while self._open:
            cost, _, nodes, fixed, banned = heappop(self._open)
            simple = len(set(nodes)) == len(nodes)
            if simple:
                given += 1
                yield RankedPath(tuple(self.graph.names[n] for n in nodes), cost / 1000)
                if given == self.most:
                    return
            for at in range(fixed, len(nodes)):
                if len(set(nodes[:at])) < at:
                    break
                self._solve(nodes[:at], (banned if at == fixed else NOTHING) | {nodes[at]})

    def _solve(self, nodes: tuple[int, ...], banned: frozenset[int]) -> None:
        """Queue the best of the walks that begin with `nodes` and do not go on to `banned`."""
        if self.searches >= self.effort:
            raise LimitError(
                f"stopped after {self.effort} searches; reduce --paths or --max-length, or use --avoid"
            )
        self.searches += 1
        walk = self._best(self._prefix(nodes, banned))
        if walk:
            entry = (walk.cost, len(walk.nodes), walk.nodes, len(nodes), banned)
            heappush(self._open, entry)
            if len(set(walk.nodes)) == len(walk.nodes):
                insort(self._costs, walk.cost)

    def _best(self, prefix: Prefix) -> Walk | None:
        """Find the best walk, first without the limit on hops, which multiplies the labels."""
        enough = self.most is not None and len(self._costs) >= self.most
        ceiling = self._costs[(self.most or 0) - 1] if enough else inf
        walk = best_walk(self.graph, self._free, prefix, ceiling=ceiling)
        longest = self.asked.max_length
        if walk is None or longest is None or len(walk.nodes) - 1 <= longest:
            return walk
        return best_walk(self.graph, self._rings, prefix, ceiling=ceiling)

    @cached_property
    def _rings(self) -> Question:
        return bounded(self.graph, self.asked)

    def _prefix(self, nodes: tuple[int, ...], banned: frozenset[int]) -> Prefix:
        graph, cost, mask = self.graph, 0, ALWAYS
        for place, (here, there) in enumerate(pairwise(nodes)):
            at = _hop(graph, here, there)
            cost += graph.costs[at] + (graph.toll[here] if place else 0)
            mask &= graph.masks[at] if self.asked.overlap else ALWAYS
        seen = 0
        for node in nodes:
            seen |= self.asked.via.get(node, 0)
        return Prefix(nodes, banned, cost, seen, mask)


def _hop(graph: CompactGraph, here: int, there: int) -> int:
    """Return the place of the hop between two neighbours, looked up from the end with fewer of them."""
    if graph.degree(there) < graph.degree(here):
        here, there = there, here
    span = range(graph.first[here], graph.first[here + 1])
    return next(at for at in span if graph.neighbours[at] == there)


def best_paths(graph: CompactGraph, asked: Question, *, k: int = 3) -> list[RankedPath]:
    """Return the k cheapest simple paths, cheapest first.

    Parameters
    ----------
    graph, asked : from `compact.compact` and `question`.
    k : how many at most.

    Returns
    -------
    Fewer than k when there are no more. Among paths of the same cost as the last, any may be returned.

    Raises
    ------
    LimitError
        The search took too many steps.

    Examples
    --------
    >>> from jlac_graph.network.paths.compact_graph import compact
    >>> from jlac_graph.lookup.links import Link
    >>> graph = compact([
    ...     Link("mitsui", "mine", "investedIn", sources=("r#p1",)),
    ...     Link("mine", "jbic", "financedBy", sources=("r#p2",)),
    ...     Link("mitsui", "japan", "locatedIn"),
    ...     Link("jbic", "japan", "locatedIn"),
    ... ])
    >>> for path in best_paths(graph, question(graph, ["mitsui"], ["jbic"])):
    ...     print(*path.nodes, path.cost)
    mitsui mine jbic 3.8
    mitsui japan jbic 5.3
    """
    return list(PathSearch(graph, asked, most=k))
