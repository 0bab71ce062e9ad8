"""Centrality of nodes: degree, betweenness, closeness, PageRank, HITS, cores.

networkx computes the measures, so its backends (``nx-parallel``, ``nx-cugraph``, ...) can be used by its
dispatch: set ``NETWORKX_AUTOMATIC_BACKENDS`` or pass `backend`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

import networkx as nx

from ...core.errors import NotFoundError, UsageError
from .tables import Table, measurable, simple, table

__all__ = ["MEASURES", "rank"]

LARGE = 5000
"""Above this number of nodes, betweenness is estimated from as many sampled nodes, with a fixed seed."""


def _degree(graph: nx.MultiDiGraph, **_: Any) -> Mapping[str, tuple[float, ...]]:
    plain = simple(graph)
    strength = dict(plain.degree(weight="weight"))
    return {node: (degree, strength[node]) for node, degree in plain.degree()}


def _betweenness(graph: nx.MultiDiGraph, *, seed: int, **backend: Any) -> Mapping[str, tuple[float, ...]]:
    plain = simple(graph)
    sample = None if len(plain) <= LARGE else LARGE
    scores = nx.betweenness_centrality(plain, k=sample, seed=seed, **backend)
    return {node: (score,) for node, score in scores.items()}


def _closeness(graph: nx.MultiDiGraph, *, seed: int, **backend: Any) -> Mapping[str, tuple[float, ...]]:
    """Compute harmonic closeness, defined for networks in several parts (Marchiori and Latora 2000)."""
    plain = simple(graph)
    others = max(len(plain) - 1, 1)
    reached = nx.all_pairs_shortest_path_length(plain, **backend)
    return {
        node: (sum(1 / steps for steps in sorted(away.values()) if steps) / others,) for node, away in reached
    }


def _pagerank(graph: nx.MultiDiGraph, *, seed: int, **backend: Any) -> Mapping[str, tuple[float]]:
    scores = nx.pagerank(simple(graph, directed=True, both_ways=True), weight="weight", **backend)
    return {node: (score,) for node, score in scores.items()}


def _hits(graph: nx.MultiDiGraph, *, seed: int, **backend: Any) -> Mapping[str, tuple[float, ...]]:
    """Compute hubs and authorities; networkx needs three nodes, so fewer get their degrees."""
    plain = simple(graph, directed=True, both_ways=True)
    if len(plain) < 3:
        return {n: (float(plain.out_degree(n)), float(plain.in_degree(n))) for n in plain}
    hubs, authorities = nx.hits(plain, max_iter=1000, **backend)
    return {node: (authorities[node], hubs[node]) for node in plain}


def _core(graph: nx.MultiDiGraph, **_: Any) -> Mapping[str, tuple[float, ...]]:
    plain = simple(graph)
    return {node: (core, plain.degree(node)) for node, core in nx.core_number(plain).items()}


Scorer = Callable[..., Mapping[str, tuple[float, ...]]]
MEASURES: dict[str, tuple[Scorer, tuple[str, ...], str]] = {
    "degree": (
        _degree,
        ("neighbours", "links"),
        "neighbours: number of linked nodes; links: number of statements that link them.",
    ),
    "betweenness": (
        _betweenness,
        ("betweenness",),
        "betweenness: share of shortest paths between others through the node; high for intermediaries.",
    ),
    "closeness": (
        _closeness,
        ("closeness",),
        "closeness: mean of 1 / distance to each other node; 1 if all are direct neighbours.",
    ),
    "pagerank": (
        _pagerank,
        ("pagerank",),
        "pagerank: share of visits of a random walk; high if well-linked nodes point to the node.",
    ),
    "hits": (
        _hits,
        ("authority", "hub"),
        "hub: points to good authorities, such as a lender to many; authority: pointed to by good hubs.",
    ),
    "core": (
        _core,
        ("core", "neighbours"),
        "core: largest k such that the node belongs to a group in which each node has k neighbours.",
    ),
}


def rank(
    graph: nx.MultiDiGraph,
    *,
    by: str = "degree",
    seed: int = 172,
    backend: str | None = None,
    plans: bool = False,
    unnamed: bool = False,
) -> Table:
    """Rank the nodes of a network, the highest first, equals by name.

    Parameters
    ----------
    graph : a projection.
    by : one of `MEASURES`.
    seed : for the estimate of betweenness on large networks.
    backend : a networkx backend for the measures that networkx dispatches.
    plans, unnamed : count planned links, and agents that the source does not name.

    Raises
    ------
    NotFoundError
        There is no such measure.
    UsageError
        The backend is missing, too old for this networkx, or without this measure.

    Examples
    --------
    >>> graph = nx.MultiDiGraph([("a", "b"), ("a", "c"), ("a", "c")])
    >>> [(row[0], *row[4:]) for row in rank(graph).rows]
    [('a', 2, 3), ('c', 1, 2), ('b', 1, 1)]
    """
    if by not in MEASURES:
        raise NotFoundError("measure", by, get_close_matches(by, MEASURES, 3, 0.3), legal=[*MEASURES])
    scorer, columns, reading = MEASURES[by]
    chosen = {"backend": backend} if backend else {}
    graph = measurable(graph, plans=plans, unnamed=unnamed)
    try:
        scores = scorer(graph, seed=seed, **chosen)
    except (ImportError, NotImplementedError, TypeError) as error:
        if backend is None:
            raise
        raise UsageError(f"the backend {backend!r} cannot compute {by}: {error}; omit --backend") from None
    shown = table(graph, columns, scores.items(), reading=reading)
    order = sorted(shown.rows, key=lambda row: (*(-float(str(c)) for c in row[4:]), str(row[0])))
    return Table(shown.columns, tuple(order), reading)
