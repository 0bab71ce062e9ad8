"""A compact graph for path search: nodes as numbers, hops in three flat arrays.

Measured against networkx's dicts, scipy's csgraph and rustworkx by ``benchmarks/paths.py``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from ...lookup.links import Link
from .costs import Weights, hop_cost

__all__ = ["CompactGraph", "compact"]


class CompactGraph:
    """An undirected graph of hops in compressed sparse rows.

    Parameters
    ----------
    names : node names; a node's number is its place here.
    first : the index in `neighbours` at which each node's neighbours begin; one longer than `names`.
    neighbours, costs : the other end and the cost of each hop, both ways round, by number.
    masks : years of each hop, one bit a year, parallel to `neighbours`.
    toll : surcharge for passing through each node.
    """

    __slots__ = ("costs", "first", "index", "masks", "names", "neighbours", "toll")

    def __init__(
        self,
        names: Sequence[str],
        first: Sequence[int],
        neighbours: Sequence[int],
        costs: Sequence[int],
        masks: Sequence[int],
        toll: Sequence[int],
    ) -> None:
        self.names, self.first, self.neighbours = names, first, neighbours
        self.costs, self.masks, self.toll = costs, masks, toll
        self.index = {name: number for number, name in enumerate(names)}

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
        degree = [0] * len(names)
        for u, v, _, _ in hops:
            degree[u] += 1
            degree[v] += 1
        price = {d: weights.node(d) for d in set(degree)}
        due = ground or {}
        toll = [price[d] + due.get(name, 0) for name, d in zip(names, degree, strict=True)]
        first = [0, *accumulate(degree)]
        return cls(list(names), first, *_rows(first, hops), toll)

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
    prices = weights or Weights()
    kept = [link for link in links if link.source != link.target]
    names = sorted({link.source for link in kept} | {link.target for link in kept})
    index = {name: number for number, name in enumerate(names)}
    size = len(names)
    bundles: dict[int, list[Link]] = {}
    for link in kept:
        u, v = index[link.source], index[link.target]
        key = u * size + v if u < v else v * size + u
        if key in bundles:
            bundles[key].append(link)
        else:
            bundles[key] = [link]
    hops = [
        (*divmod(key, size), hop_cost(bundles[key], prices), _mask(bundles[key])) for key in sorted(bundles)
    ]
    return CompactGraph.of_hops(names, hops, weights=prices, ground=ground)


def _rows(
    first: Sequence[int], hops: Sequence[tuple[int, int, int, int]]
) -> tuple[array[int], array[int], list[int]]:
    """Return neighbours, costs and masks of hops, both ways round, by node."""
    size = 2 * len(hops)
    neighbours, costs, masks = array("q", bytes(8 * size)), array("q", bytes(8 * size)), [0] * size
    place = list(first[:-1])
    for u, v, cost, mask in hops:
        for here, there in ((u, v), (v, u)):
            at = place[here]
            place[here] = at + 1
            neighbours[at], costs[at], masks[at] = there, cost, mask
    return neighbours, costs, masks


def _mask(links: Iterable[Link]) -> int:
    mask = 0
    for link in links:
        mask |= link.years
    return mask
