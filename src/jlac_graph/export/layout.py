"""Layout: deterministic positions for the nodes of a figure.

Each connected part is laid out by stress majorization (Gansner, Koren and North 2005, "Graph
drawing by stress majorization", Graph Drawing 2004, LNCS 3383:239-250), which places nodes at distances
proportional to the number of links between them; a very large part on a circle. The parts are then packed in
rows, largest first.
"""

from __future__ import annotations

from collections.abc import Hashable
from math import sqrt
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from numpy import ndarray

__all__ = ["layout"]

LARGE = 3000
"""A part with more nodes is set on a circle: stress needs the distances of all pairs."""
ROUNDS = 150
"""How often the stress of a part is lowered; of one with more than 500 nodes, less often."""


def layout(graph: nx.Graph, *, scale: float | None = None) -> dict[Hashable, tuple[float, float]]:
    """Return the positions for every node, to a tenth of a unit.

    Parameters
    ----------
    graph : any networkx graph; directions and parallel edges do not matter.
    scale : half the width of the figure; None makes a small network a small figure.

    Examples
    --------
    >>> import networkx as nx
    >>> layout(nx.path_graph(2)) == layout(nx.path_graph(2))
    True
    """
    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph.nodes, key=str))
    plain.add_edges_from(sorted({tuple(sorted(e[:2], key=str)) for e in graph.edges}, key=str))
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    parts = sorted(nx.connected_components(plain), key=lambda p: (-len(p), min(map(str, p))))
    placed = _pack([_part(plain, part) for part in parts])
    extent = max((max(abs(x), abs(y)) for x, y in placed.values()), default=1.0) or 1.0
    factor = (scale or min(1000.0, 42 + 64 * sqrt(len(plain)))) / extent
    return {n: (round(x * factor, 1), round(y * factor, 1)) for n, (x, y) in placed.items()}


Places = dict[Any, tuple[float, float]]


def _part(plain: nx.Graph, part: set[Any]) -> Places:
    """Lay out one connected part around its centre, about twice the root of its size wide."""
    order = sorted(part, key=str)
    if len(order) == 1:
        return {order[0]: (0.0, 0.0)}
    sub = nx.Graph()
    sub.add_nodes_from(order)
    sub.add_edges_from(sorted(plain.subgraph(part).edges, key=str))
    size = sqrt(len(order)) - 0.6
    if len(order) > LARGE:
        found = nx.circular_layout(sub, scale=size)
    else:
        found = dict(zip(order, _stress(sub, order), strict=True))
    return _upright({n: (float(x), float(y)) for n, (x, y) in found.items()}, size)


def _stress(sub: nx.Graph, order: list[Any]) -> ndarray[Any, Any]:
    """Majorize the stress of all pairs, weighing each by the inverse square of its distance.

    One thread of linear algebra: with more, most of the processor time goes into waiting for each other.
    """
    import numpy as np
    from scipy.linalg import cho_factor, cho_solve
    from scipy.sparse.csgraph import shortest_path
    from scipy.spatial.distance import cdist
    from threadpoolctl import threadpool_limits

    count = len(order)
    matrix = nx.to_scipy_sparse_array(sub, nodelist=order, dtype=float)
    near = shortest_path(matrix, unweighted=True)
    np.fill_diagonal(near, np.inf)
    np.divide(1.0, near, out=near)  # the weight of a pair times its distance
    laplacian = -near * near
    np.fill_diagonal(laplacian, -laplacian.sum(axis=1))
    turn = np.arange(count) * 2.399963  # the golden angle: no two nodes start in the same direction
    places: ndarray[Any, Any] = np.sqrt(np.arange(1, count + 1))[:, None] * np.column_stack(
        [np.cos(turn), np.sin(turn)]
    )
    pull = np.empty_like(near)
    with threadpool_limits(1, user_api="blas"):
        # the first node stays where it is: only differences count
        factor = cho_factor(laplacian[1:, 1:], check_finite=False)
        del laplacian  # few matrices of all pairs at a time: the service limits memory
        for _ in range(ROUNDS if count <= 500 else max(30, ROUNDS * 500 // count)):
            np.maximum(cdist(places, places, out=pull), 1e-9, out=pull)
            np.divide(near, pull, out=pull)
            drawn = pull.sum(axis=1)[:, None] * places - pull @ places
            places = np.vstack([np.zeros(2), cho_solve(factor, drawn[1:], check_finite=False)])
    return places


def _upright(places: Places, size: float) -> Places:
    """Turn the longest spread into the width and scale it to `size` either way."""
    import numpy as np

    points = np.array(list(places.values()))
    points = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    if axes.shape[0] == 2:
        signs = np.where(axes[np.arange(2), np.abs(axes).argmax(axis=1)] < 0, -1.0, 1.0)
        points = points @ (axes * signs[:, None]).T
    points *= size / (float(np.abs(points).max()) or 1.0)
    return {node: (float(x), float(y)) for node, (x, y) in zip(places, points, strict=True)}


def _pack(parts: list[Places]) -> Places:
    """Place the parts in rows, 1.5 times as wide in all as high."""
    gap = 1.5
    boxes = [_extent(part) for part in parts]
    area = sum((w + gap) * (h + gap) for w, h in boxes)
    width = max([sqrt(area * 1.5), *(w + gap for w, _ in boxes)], default=0.0)
    x = y = high = 0.0
    placed: Places = {}
    for part, (wide, tall) in zip(parts, boxes, strict=True):
        if x and x + wide > width:
            x, y, high = 0.0, y + high + gap, 0.0
        left, top = (min(values) for values in zip(*part.values(), strict=True))
        for node, (px, py) in part.items():
            placed[node] = (x + px - left, y + py - top)
        x, high = x + wide + gap, max(high, tall)
    middle = [(min(v) + max(v)) / 2 for v in zip(*placed.values(), strict=True)] or [0.0, 0.0]
    return {n: (px - middle[0], py - middle[1]) for n, (px, py) in placed.items()}


def _extent(part: Places) -> tuple[float, float]:
    xs, ys = zip(*part.values(), strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)
