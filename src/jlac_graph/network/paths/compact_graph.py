"""A compact graph for path search: nodes as numbers, hops in three flat arrays.

Measured against networkx's dicts, scipy's csgraph and rustworkx by ``benchmarks/paths.py``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import overload

from ...lookup.links import Link
from .costs import Weights, hop_cost

__all__ = ["CompactGraph", "Masks", "compact", "compact_bundles"]


class Masks(Sequence[int]):
    """The years of each hop, one bit a year, by the number of their span.

    Attributes
    ----------
    spans : the different masks.
    numbers : of each hop, the place of its mask in `spans`.
    """

    def __init__(self, spans: Sequence[int], numbers: Sequence[int]) -> None:
        self.spans, self.numbers = spans, numbers

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        if isinstance(at, slice):
            return [self.spans[number] for number in self.numbers[at]]
        return self.spans[self.numbers[at]]

    def __len__(self) -> int:
        return len(self.numbers)


class CompactGraph:
    """An undirected graph of hops in compressed sparse rows.

    Parameters
    ----------
    names : node names; a node's number is its place here.
    first : the index in `neighbours` at which each node's neighbours begin; one longer than `names`.
    neighbours, costs : the other end and the cost of each hop, both ways round, by number.
    masks : years of each hop, parallel to `neighbours`.
    toll : surcharge for passing through each node.
    index : name -> number; made of the names if None.
    """

    __slots__ = ("costs", "first", "index", "masks", "names", "neighbours", "toll")

    def __init__(
        self,
        names: Sequence[str],
        first: Sequence[int],
        neighbours: Sequence[int],
        costs: Sequence[int],
        masks: Masks,
        toll: Sequence[int],
        index: Mapping[str, int] | None = None,
    ) -> None:
        self.names, self.first, self.neighbours = names, first, neighbours
        self.costs, self.masks, self.toll = costs, masks, toll
        self.index = {name: number for number, name in enumerate(names)} if index is None else index

    @classmethod
    def of_hops(
        cls,
        names: Sequence[str],
        hops: Sequence[tuple[int, int, int, int]],
        *,
        weights: Weights,
        ground: Mapping[str, int] | None = None,
    ) -> CompactGraph:
        """Make the graph of some hops.

        Parameters
        ----------
        hops : ``(u, v, cost, mask)`` by node number, each unordered pair once, no loops.
        weights : the costs, for passing through a node.
        ground : place or code -> what it adds to the cost of passing through it.
        """
        spans: dict[int, int] = {}
        u, v, costs, masks = zip(*hops, strict=True) if hops else ((), (), (), ())
        years = [spans.setdefault(mask, len(spans)) for mask in masks]
        return cls.of_arrays(names, (u, v), costs, years, list(spans), weights=weights, ground=ground)

    @classmethod
    def of_arrays(
        cls,
        names: Sequence[str],
        ends: tuple[Sequence[int], Sequence[int]],
        costs: Sequence[int],
        years: Sequence[int],
        spans: Sequence[int],
        *,
        weights: Weights,
        ground: Mapping[str, int] | None = None,
    ) -> CompactGraph:
        """Make the graph of hops that are in arrays; each node has its own in the order of all.

        Parameters
        ----------
        ends : the two nodes of each hop by number, each unordered pair once, no loops.
        costs, years : of each hop, its cost, and the place of its mask in `spans`.
        spans : the different masks.
        weights, ground : as for `of_hops`.
        """
        degree, due = [0] * len(names), ground or {}
        for node in chain(*ends):
            degree[node] += 1
        first = array("q", accumulate(degree, initial=0))
        place, size = list(first), 2 * len(costs)
        neighbours, prices, numbers = (array("q", bytes(8 * size)) for _ in range(3))
        for u, v, cost, year in zip(*ends, costs, years, strict=True):
            for here, there in ((u, v), (v, u)):
                at = place[here]
                place[here] = at + 1
                neighbours[at], prices[at], numbers[at] = there, cost, year
        toll_of = {d: weights.node(d) for d in set(degree)}
        toll = array("q", (toll_of[d] + due.get(name, 0) for name, d in zip(names, degree, strict=True)))
        return cls(list(names), first, neighbours, prices, Masks(spans, numbers), toll)

    def degree(self, node: int) -> int:
        """Return the number of neighbours of a node."""
        return self.first[node + 1] - self.first[node]

    def around(self, node: int) -> Sequence[int]:
        """Return the neighbours of a node, in ascending order of the links that named them."""
        return self.neighbours[self.first[node] : self.first[node + 1]]


def compact(
    links: Iterable[Link], *, weights: Weights | None = None, ground: Mapping[str, int] | None = None
) -> CompactGraph:
    """Bundle links into hops and the hops into a `CompactGraph`.

    Parameters
    ----------
    links : any iterable of links; a link of a node to itself is left out.
    weights : the costs; the default ones if None.
    ground : place or code that nodes share -> what it adds to the cost of passing through it.

    Examples
    --------
    >>> graph = compact([Link("a", "b", "owns", sources=("r#1",)), Link("b", "a", "lends")])
    >>> graph.names, list(graph.neighbours), list(graph.costs)
    (['a', 'b'], [1, 0], [1750, 1750])
    """
    bundles: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        a, b = link.source, link.target
        bundles.setdefault((a, b) if a < b else (b, a), []).append(link)
    return compact_bundles(bundles.values(), weights=weights, ground=ground)


def compact_bundles(
    bundles: Iterable[Sequence[Link]],
    *,
    weights: Weights | None = None,
    ground: Mapping[str, int] | None = None,
) -> CompactGraph:
    """Make the graph of links that are bundled already; see `compact`.

    Parameters
    ----------
    bundles : all links between two nodes, of each pair; only one is in memory at a time.
    """
    prices = weights or Weights()
    numbers: dict[str, int] = {}
    spans: dict[int, int] = {}
    ones, others, costs, years = (array("q") for _ in range(4))
    for links in bundles:
        a, b = links[0].source, links[0].target
        if a != b:
            ones.append(numbers.setdefault(a, len(numbers)))
            others.append(numbers.setdefault(b, len(numbers)))
            costs.append(hop_cost(links, prices))
            years.append(spans.setdefault(_mask(links), len(spans)))
    names = sorted(numbers)
    size, rank = len(names), array("q", bytes(8 * len(names)))
    for place, name in enumerate(names):
        rank[numbers[name]] = place
    pairs = ((rank[a], rank[b]) for a, b in zip(ones, others, strict=True))
    keys = array("q", (min(pair) * size + max(pair) for pair in pairs))
    order = array("q", sorted(range(len(keys)), key=keys.__getitem__))
    ends = array("q", (keys[at] // size for at in order)), array("q", (keys[at] % size for at in order))
    given, spanned = array("q", (costs[at] for at in order)), array("q", (years[at] for at in order))
    return CompactGraph.of_arrays(names, ends, given, spanned, list(spans), weights=prices, ground=ground)


def _mask(links: Iterable[Link]) -> int:
    mask = 0
    for link in links:
        mask |= link.years
    return mask
