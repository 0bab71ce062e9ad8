"""Communities: groups of nodes with more links inside than to the rest.

Leiden (Traag, Waltman and van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected
communities", Scientific Reports 9:5233) by python-igraph if that is installed, because networkx leaves it
to backends; else networkx's Louvain. Both maximize modularity on the weighted network
without directions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from random import Random

import networkx as nx

from ...core.errors import UsageError
from .tables import Table, measurable, simple, table

__all__ = ["Partition", "communities"]

METHODS = ("auto", "leiden", "louvain")


@dataclass(frozen=True, slots=True)
class Partition:
    """Communities, the largest first, with their network and method.

    `degree` is the number of neighbours of each member, on which the partition rests.
    """

    method: str
    seed: int
    modularity: float
    groups: tuple[tuple[str, ...], ...]
    degree: Mapping[str, int] = field(default_factory=dict)

    def table(self, graph: nx.MultiDiGraph) -> Table:
        """Return one row per node, with the number and size of its community."""
        rows = [(n, (i, len(g))) for i, g in enumerate(self.groups, 1) for n in g]
        return table(graph, ("community", "size"), rows, reading=self.reading)

    def summary(self, graph: nx.MultiDiGraph, *, names: int = 4) -> Table:
        """Return one row per community: its best connected members and its most common countries."""
        rows = []
        for number, group in enumerate(self.groups, 1):
            first = sorted(group, key=lambda n: (-self.degree.get(n, 0), n))[:names]
            homes = Counter(home for n in group if (home := graph.nodes[n].get("country")))
            common = sorted(homes.items(), key=lambda item: (-item[1], item[0]))[:names]
            leaders = "; ".join(str(graph.nodes[n].get("label", n)) for n in first)
            rows.append((number, len(group), leaders, "; ".join(f"{c} ({k})" for c, k in common)))
        return Table(("community", "size", "best_connected", "countries"), tuple(rows), self.reading)

    @property
    def reading(self) -> str:
        """How the communities were found, and how to read the modularity."""
        return (
            f"{self.method} with seed {self.seed}: {len(self.groups)} communities, modularity "
            f"{self.modularity:.3f}; above about 0.3, the communities are unlikely to be due to chance."
        )


def communities(
    graph: nx.MultiDiGraph,
    *,
    method: str = "auto",
    seed: int = 172,
    resolution: float = 1.0,
    plans: bool = False,
    unnamed: bool = False,
) -> Partition:
    """Find communities.

    Parameters
    ----------
    graph : a projection.
    method : leiden, louvain, or auto for the best that is installed.
    seed : the same seed gives the same groups.
    resolution : above 1 gives more and smaller groups.
    plans, unnamed : count planned links, and agents that the source does not name.

    Raises
    ------
    UsageError
        There is no such method, or it is not installed.

    Examples
    --------
    >>> two = nx.MultiDiGraph(["ab", "bc", "ca", "xy", "yz", "zx"])
    >>> communities(two, method="louvain").groups
    (('a', 'b', 'c'), ('x', 'y', 'z'))
    """
    if method not in METHODS:
        raise UsageError(f"unknown method {method!r}; choose one of {', '.join(METHODS)}")
    installed = find_spec("igraph") is not None
    if method == "leiden" and not installed:
        raise UsageError("leiden needs igraph; pip install 'jlac-graph[leiden]', or use louvain")
    plain = simple(measurable(graph, plans=plans, unnamed=unnamed))
    leiden = method != "louvain" and installed
    find = _leiden if leiden else _louvain
    groups = sorted((sorted(g) for g in find(plain, seed, resolution)), key=lambda g: (-len(g), g))
    score = nx.community.modularity(plain, groups, resolution=resolution) if plain.size() else 0.0
    name = "leiden" if leiden else "louvain"
    return Partition(name, seed, round(score, 6), tuple(tuple(g) for g in groups), dict(plain.degree()))


def _louvain(plain: nx.Graph, seed: int, resolution: float) -> list[set[str]]:
    found: list[set[str]] = nx.community.louvain_communities(
        plain, weight="weight", seed=seed, resolution=resolution
    )
    return found


def _leiden(plain: nx.Graph, seed: int, resolution: float) -> list[set[str]]:
    """Run Leiden with its seed; igraph has one generator per process, set for this call only."""
    import random

    import igraph

    names = list(plain)
    index = {name: number for number, name in enumerate(names)}
    edges = [(index[u], index[v]) for u, v in plain.edges]
    weights = [weight for _, _, weight in plain.edges(data="weight")]
    igraph.set_random_number_generator(Random(seed))  # noqa: S311
    try:
        found = igraph.Graph(len(names), edges).community_leiden(
            objective_function="modularity",
            weights=weights,
            resolution=resolution,
            n_iterations=-1,
        )
    finally:
        igraph.set_random_number_generator(random)
    return [{names[number] for number in group} for group in found]
