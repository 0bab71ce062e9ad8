"""Where things lie in a picture: the same graph always gets the same positions.

Each connected part is laid out by stress majorization's cheap cousin, the Fruchterman-Reingold
springs of networkx with a fixed seed (1991, "Graph drawing by force-directed placement", Software:
Practice and Experience 21:1129-1164); the parts are then packed in rows, largest first.
"""

from __future__ import annotations

from collections.abc import Hashable
from math import sqrt
from typing import Any

import networkx as nx

__all__ = ["layout"]

LARGE = 3000
"""A part with more nodes is set on a circle, since the cost of the springs is quadratic."""


def layout(graph: nx.Graph, *, scale: float = 1000.0, seed: int = 172) -> dict[Hashable, tuple[float, float]]:
    """Positions for every node, to a tenth of a unit.

    Parameters
    ----------
    graph : any networkx graph; directions and parallel edges do not matter.
    scale : width of the picture.
    seed : of the springs' start.

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
    placed = _pack([_spring(plain, part, seed) for part in parts])
    extent = max((max(abs(x), abs(y)) for x, y in placed.values()), default=1.0) or 1.0
    factor = scale / extent
    return {n: (round(x * factor, 1), round(y * factor, 1)) for n, (x, y) in placed.items()}


def _spring(plain: nx.Graph, part: set[Any], seed: int) -> dict[Any, tuple[float, float]]:
    size = sqrt(len(part))
    order = sorted(part, key=str)
    if len(order) == 1:
        return {order[0]: (0.0, 0.0)}
    sub = nx.Graph()
    sub.add_nodes_from(order)
    sub.add_edges_from(sorted(plain.subgraph(part).edges, key=str))
    if len(order) > LARGE:
        found = nx.circular_layout(sub, scale=size)
    else:
        start = nx.circular_layout(sub)
        found = nx.spring_layout(sub, pos=start, seed=seed, iterations=150, scale=size, method="force")
    return {n: (float(x), float(y)) for n, (x, y) in found.items()}


def _pack(parts: list[dict[Any, tuple[float, float]]]) -> dict[Any, tuple[float, float]]:
    """Set the parts beside one another in rows about as wide as all are high."""
    gap = 0.8
    boxes = [sqrt(len(part)) * 2 + gap for part in parts]
    width = max([sqrt(sum(box * box for box in boxes)), *boxes], default=0)
    x = y = high = 0.0
    placed: dict[Any, tuple[float, float]] = {}
    for part, box in zip(parts, boxes, strict=True):
        if x and x + box > width * 1.1:
            x, y, high = 0.0, y + high, 0.0
        for node, (px, py) in part.items():
            placed[node] = (x + box / 2 + px, y + box / 2 + py)
        x, high = x + box, max(high, box)
    middle = [(min(v) + max(v)) / 2 for v in zip(*placed.values(), strict=True)] or [0.0, 0.0]
    return {n: (px - middle[0], py - middle[1]) for n, (px, py) in placed.items()}
