"""The structure of a network: its backbone, and mixing between groups."""

from __future__ import annotations

from collections import Counter

import networkx as nx

from .tables import Table, measurable, simple

__all__ = ["backbone", "mixing"]


def backbone(
    graph: nx.MultiDiGraph, *, level: float = 0.05, plans: bool = False, unnamed: bool = False
) -> nx.Graph:
    """Keep the links with more weight than expected by chance: the disparity filter.

    A link of weight w of a node with k links and strength s has p = w / s and is kept when
    (1 - p) ** (k - 1) < level at either end (Serrano, Boguna and Vespignani 2009, "Extracting the
    multiscale backbone of complex weighted networks", PNAS 106:6483-6488, equation 2). A node with one link
    cannot judge it.

    Parameters
    ----------
    graph : a weighted projection, such as co-investment.
    level : significance; 1 keeps every link that one end can judge.
    plans, unnamed : count planned links, and agents that the source does not name.

    Returns
    -------
    An undirected graph with the links kept, each with its `significance`.

    Examples
    --------
    >>> star = nx.MultiDiGraph()
    >>> for leaf, weight in [("a", 20), ("b", 1), ("c", 1)]:
    ...     key = star.add_edge("hub", leaf, weight=weight)
    >>> list(backbone(star).edges)
    [('a', 'hub')]
    """
    plain = simple(measurable(graph, plans=plans, unnamed=unnamed))
    strength = dict(plain.degree(weight="weight"))
    kept = nx.Graph()
    for u, v, weight in plain.edges(data="weight"):
        chance = min(
            (
                (1 - weight / strength[end]) ** (plain.degree(end) - 1)
                for end in (u, v)
                if plain.degree(end) > 1
            ),
            default=1.0,
        )
        if chance < level:
            kept.add_edge(u, v, weight=weight, significance=round(chance, 6))
    for node in kept:
        kept.nodes[node].update(plain.nodes[node])
    return kept


def mixing(
    graph: nx.MultiDiGraph, *, group: str = "country", plans: bool = False, unnamed: bool = False
) -> Table:
    """Count links within and between groups, with the assortativity coefficient.

    The coefficient is Newman's (2003, "Mixing patterns in networks", Physical Review E 67:026126),
    by networkx: 1 if all links are within groups, 0 as by chance, negative if most cross. Planned links, and
    agents that the source does not name, count only if `plans` and `unnamed` are set.

    Returns
    -------
    One row for each pair of groups that has links, the most links first.
    """
    graph = measurable(graph, plans=plans, unnamed=unnamed)
    known = [node for node, value in graph.nodes(data=group) if value is not None]
    plain = simple(graph.subgraph(known), directed=True)
    links: Counter[tuple[str, str]] = Counter()
    for source, target, weight in plain.edges(data="weight"):
        links[plain.nodes[source][group], plain.nodes[target][group]] += weight
    score = (
        nx.attribute_assortativity_coefficient(plain, group)
        if len({value for _, value in plain.nodes(data=group)}) > 1 and plain.size()
        else float("nan")
    )
    said = f"assortativity by {group} {score:.3f}" if score == score else f"one {group} or no link"
    reading = (
        f"{said}: 1 if all links are within a group, 0 as expected by chance, negative if most cross groups."
    )
    rows = sorted(links.items(), key=lambda item: (-item[1], item[0]))
    return Table(
        (f"from_{group}", f"to_{group}", "links"),
        tuple((a, b, count) for (a, b), count in rows),
        reading,
    )
