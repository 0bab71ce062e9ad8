"""A compact graph for path search: nodes as numbers, hops in three flat arrays.

Measured against networkx's dicts, scipy's csgraph and rustworkx by ``benchmarks/paths.py``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, overload

from ...lookup.links import Link
from .costs import Weights, hop_cost

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

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
        import numpy as np

        spans: dict[int, int] = {}
        rows = [(u, v, cost, spans.setdefault(mask, len(spans))) for u, v, cost, mask in hops]
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        return cls.of_arrays(
            names, table[:, :2], table[:, 2], table[:, 3], list(spans), weights=weights, ground=ground
        )

    @classmethod
    def of_arrays(
        cls,
        names: Sequence[str],
        pairs: Numbers,
        costs: Numbers,
        years: Numbers,
        spans: Sequence[int],
        *,
        weights: Weights,
        ground: Mapping[str, int] | None = None,
    ) -> CompactGraph:
        """Make the graph of hops that are in arrays; each node has its own in the order of all.

        Parameters
        ----------
        pairs : the two nodes of each hop by number, each unordered pair once, no loops.
        costs, years : of each hop, its cost, and the place of its mask in `spans`.
        spans : the different masks.
        weights, ground : as for `of_hops`.
        """
        import numpy as np

        ends, due = pairs.ravel(), ground or {}
        order = np.argsort(ends, kind="stable")
        neighbours, hops = pairs[:, ::-1].ravel()[order], order // 2
        degrees = np.bincount(ends, minlength=len(names))
        first = _plain(np.concatenate(([0], np.cumsum(degrees))))
        degree = degrees.tolist()
        price = {d: weights.node(d) for d in set(degree)}
        toll = array("q", (price[d] + due.get(name, 0) for name, d in zip(names, degree, strict=True)))
        masks = Masks(spans, _plain(years[hops]))
        return cls(list(names), first, _plain(neighbours), _plain(costs[hops]), masks, toll)

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
    import numpy as np

    prices = weights or Weights()
    numbers: dict[str, int] = {}
    spans: dict[int, int] = {}
    ends, costs, years = array("q"), array("q"), array("q")
    for links in bundles:
        a, b = links[0].source, links[0].target
        if a != b:
            ends.append(numbers.setdefault(a, len(numbers)))
            ends.append(numbers.setdefault(b, len(numbers)))
            costs.append(hop_cost(links, prices))
            years.append(spans.setdefault(_mask(links), len(spans)))
    names = sorted(numbers)
    rank = np.empty(len(names), np.int64)
    rank[[numbers[name] for name in names]] = np.arange(len(names))
    pairs = rank[np.asarray(ends, np.int64)].reshape(-1, 2)
    pairs.sort(axis=1)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    given, spanned = np.asarray(costs, np.int64)[order], np.asarray(years, np.int64)[order]
    return CompactGraph.of_arrays(
        names, pairs[order], given, spanned, list(spans), weights=prices, ground=ground
    )


def _plain(numbers: Numbers) -> array[int]:
    """Return the numbers as an array whose items are plain integers."""
    found = array("q")
    found.frombytes(numbers.astype("int64").tobytes())
    return found


def _mask(links: Iterable[Link]) -> int:
    mask = 0
    for link in links:
        mask |= link.years
    return mask
