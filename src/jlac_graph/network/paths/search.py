"""One best walk: bidirectional label-setting search with bounds on hops, passages and years.

A label says how a node was reached: its cost, hops, the via-groups seen and the years in which
every hop so far holds. A label is dominated by another at the same node that is no worse in any of these.
The two searches stop when the cheapest open labels together cost no less than the best meeting
(Pohl 1971, "Bi-directional search", Machine Intelligence 6), which holds for labels as for
distances because a dominated label is replaced by one that is no worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import TypeAlias

from ...lookup.links import ALWAYS
from .compact_graph import CompactGraph

__all__ = ["Prefix", "Question", "Walk", "best_walk"]

Label: TypeAlias = tuple[int, int, int, int, int, int, "Label | None"]
"""cost, hops, tick, node, seen, mask, parent; the tick keeps comparison away from the rest."""

NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """The conditions on a path, in node numbers.

    Parameters
    ----------
    starts, ends : a path leads from any start to any end and touches no other of either.
    max_length : most hops; None for any number, which needs far fewer labels.
    avoid : nodes that may not be passed through, without a record.
    hubs : likewise, but those met are recorded in `met`.
    via : node -> bits of the groups it belongs to; a path must pass a node of each group.
    overlap : only paths with a year in which every hop holds.
    near_end, near_start : lower bounds on the hops left, from `paths.bounded`, with their radius.
    """

    starts: frozenset[int]
    ends: frozenset[int]
    max_length: int | None
    avoid: frozenset[int] = NOTHING
    hubs: frozenset[int] = NOTHING
    via: Mapping[int, int] = field(default_factory=dict)
    wanted: int = 0
    overlap: bool = False
    near_start: Mapping[int, int] = field(default_factory=dict)
    near_end: Mapping[int, int] = field(default_factory=dict)
    radii: tuple[int, int] = (-1, -1)
    met: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Prefix:
    """A fixed beginning of the walk and the nodes that may not come next."""

    nodes: tuple[int, ...] = ()
    banned: frozenset[int] = NOTHING
    cost: int = 0
    seen: int = 0
    mask: int = ALWAYS


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk from a start to an end, with its cost in thousandths."""

    cost: int
    nodes: tuple[int, ...]


class _Side:
    """One of the two searches: its open labels and the undominated ones of every node.

    Parameters
    ----------
    homes : where it starts.
    gates : where the other starts: it may arrive there and go no further.
    blocked : nodes that it may not enter.
    question : for what labels differ in: cost alone, or hops, groups and years as well.
    """

    __slots__ = ("blocked", "bounded", "gates", "homes", "labels", "plain", "queue")

    def __init__(self, homes: Set[int], gates: Set[int], blocked: Set[int], question: Question) -> None:
        self.homes, self.gates, self.blocked = homes, gates, blocked
        self.bounded = question.max_length is not None
        self.plain = not (self.bounded or question.via or question.overlap)
        self.queue: list[Label] = []
        self.labels: dict[int, list[Label]] = {}

    def push(self, label: Label) -> None:
        """Keep a label unless one at its node is no worse; drop those that it beats."""
        node = label[3]
        kept = self.labels.get(node)
        if kept is None or (self.plain and label[0] < kept[0][0]):
            self.labels[node] = [label]
        elif self.plain or any(_no_worse(other, label, self.bounded) for other in kept):
            return
        else:
            kept[:] = [other for other in kept if not _no_worse(label, other, self.bounded)]
            kept.append(label)
        heappush(self.queue, label)

    def pop(self) -> Label | None:
        """Return the cheapest open label, or None if it has been dominated meanwhile."""
        label = heappop(self.queue)
        return label if any(label is kept for kept in self.labels[label[3]]) else None


def _no_worse(one: Label, other: Label, bounded: bool) -> bool:
    """Return whether a label dominates another: as cheap, as short, with all its groups and years."""
    return (
        one[0] <= other[0]
        and (not bounded or one[1] <= other[1])
        and one[4] | other[4] == one[4]
        and one[5] | other[5] == one[5]
    )


class _Search:
    """The state of one bidirectional search."""

    def __init__(self, graph: CompactGraph, question: Question, prefix: Prefix, ceiling: float) -> None:
        self.graph, self.question, self.ceiling = graph, question, ceiling
        self.ticks = count()
        self.best: tuple[int, int, Label, Label] | None = None
        last = prefix.nodes[-1] if prefix.nodes else None
        homes = frozenset([last]) if last is not None else question.starts - prefix.banned
        self.banned = prefix.banned if last is not None else NOTHING
        fixed = question.starts.union(prefix.nodes, question.avoid)
        ends = question.ends
        self.forward = _Side(homes, ends, fixed, question)
        self.backward = _Side(ends, homes, (fixed - homes) | ends, question)
        toll = graph.toll[last] if last is not None and len(prefix.nodes) > 1 else 0
        hops = max(len(prefix.nodes) - 1, 0)
        for node in sorted(homes):
            start = (prefix.cost + toll, hops, next(self.ticks), node, prefix.seen, prefix.mask)
            self.forward.push((*start, None))
        for node in sorted(question.ends):
            self.backward.push((0, 0, next(self.ticks), node, 0, ALWAYS, None))

    def run(self) -> Walk | None:
        """Expand the side with fewer open labels until no better meeting is possible."""
        forward, backward = self.forward, self.backward
        while forward.queue and backward.queue:
            least = forward.queue[0][0] + backward.queue[0][0]
            if least >= self.ceiling or (self.best and least >= self.best[0]):
                break
            near, far = (
                (forward, backward) if len(forward.queue) <= len(backward.queue) else (backward, forward)
            )
            label = near.pop()
            if label is not None:
                self.expand(label, near, far)
        return self.walk()

    def expand(self, label: Label, near: _Side, far: _Side) -> None:
        """Relax every hop of a node, noting where the two searches meet."""
        graph, question = self.graph, self.question
        cost, hops, _, node, seen, mask, _ = label
        at_home, ahead = node in near.homes, near is self.forward
        if question.max_length is not None and hops >= question.max_length:
            return
        banned: Set[int] = self.banned if at_home and ahead else NOTHING
        shut = not ahead and node in self.banned
        cost += 0 if at_home else graph.toll[node]
        for at in range(graph.first[node], graph.first[node + 1]):
            there = graph.neighbours[at]
            gate = there in near.gates
            if there in near.blocked or there in banned or (gate and shut):
                continue
            if there in question.hubs and not gate:
                question.met.add(there)
                continue
            both = mask & graph.masks[at] if question.overlap else mask
            if not both or (near.bounded and self.too_far(there, hops + 1, ahead=ahead)):
                continue
            bits = seen | question.via.get(there, 0)
            step = (cost + graph.costs[at], hops + 1, next(self.ticks), there, bits, both, label)
            if there in far.labels:
                self.meet(step, near, far)
            if not gate:
                near.push(step)

    def too_far(self, node: int, hops: int, *, ahead: bool) -> bool:
        """Return whether the rings around the other side leave too few hops to get there."""
        question = self.question
        rings = question.near_end if ahead else question.near_start
        left = rings.get(node, question.radii[1 if ahead else 0] + 1)
        return hops + left > (question.max_length or 0)

    def meet(self, label: Label, near: _Side, far: _Side) -> None:
        """Record the best pair of labels, one of each side, that make a whole walk."""
        question = self.question
        most = question.max_length
        toll = 0 if label[3] in far.homes else self.graph.toll[label[3]]
        for other in far.labels[label[3]]:
            total, hops = label[0] + other[0] + toll, label[1] + other[1]
            if (
                (most is None or hops <= most)
                and label[4] | other[4] == question.wanted
                and label[5] & other[5]
                and (self.best is None or (total, hops) < self.best[:2])
            ):
                pair = (label, other) if near is self.forward else (other, label)
                self.best = (total, hops, *pair)

    def walk(self) -> Walk | None:
        """Return the best meeting as a list of nodes."""
        if self.best is None or self.best[0] >= self.ceiling:
            return None
        total, _, ahead, behind = self.best
        nodes = [label[3] for label in _chain(ahead)][::-1]
        nodes += [label[3] for label in _chain(behind)][1:]
        return Walk(total, tuple(nodes))


def _chain(label: Label | None) -> list[Label]:
    chain = []
    while label is not None:
        chain.append(label)
        label = label[6]
    return chain


def best_walk(
    graph: CompactGraph, question: Question, prefix: Prefix, *, ceiling: float = inf
) -> Walk | None:
    """Find the cheapest walk below `ceiling` that begins with `prefix` and answers `question`.

    Without via-groups it is a path. With them it may pass a node twice, which the caller sorts out.
    """
    walk = _Search(graph, question, prefix, ceiling).run()
    return Walk(walk.cost, prefix.nodes[:-1] + walk.nodes) if walk else None
