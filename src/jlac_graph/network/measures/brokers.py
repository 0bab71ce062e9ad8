"""Intermediaries: structural holes, cut points, and brokerage between groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import networkx as nx

from .tables import Table, measurable, simple, table

__all__ = ["ROLES", "brokerage", "brokers"]

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
READING = (
    "Low constraint and high effective size: the neighbours are not linked to each other; "
    "removing a cut point disconnects the network; the roles count the pairs that a node links, "
    "by group: coordinator within its own, gatekeeper into it, representative out of it, itinerant "
    "within another, liaison between two others."
)


def brokerage(graph: nx.MultiDiGraph, *, group: str = "country") -> dict[str, Counter[str]]:
    """Count the brokerage roles of each node.

    A broker b has a link from a and one to c, where a has none to c. The role follows from who is
    of the same group (Gould and Fernandez 1989, "Structures of mediation: a formal approach to
    brokerage in transaction networks", Sociological Methodology 19:89-126).

    Parameters
    ----------
    graph : whose links have a meaningful direction (money, goods).
    group : node attribute; pairs with a node that lacks it are not counted.

    Examples
    --------
    >>> graph = nx.MultiDiGraph([("jbic", "mitsui"), ("mitsui", "mine")])
    >>> for name, country in [("jbic", "jp"), ("mitsui", "jp"), ("mine", "cl")]:
    ...     graph.nodes[name]["country"] = country
    >>> brokerage(graph)["mitsui"]
    Counter({'representative': 1})
    """
    plain = simple(graph, directed=True, both_ways=True)
    groups: Mapping[str, str] = {n: g for n, g in plain.nodes(data=group) if g is not None}
    counts: dict[str, Counter[str]] = {node: Counter() for node in plain}
    for broker in groups:
        for a in plain.predecessors(broker):
            for c in plain.successors(broker):
                if a in groups and c in groups and a != c and not plain.has_edge(a, c):
                    counts[broker][_role(groups[a], groups[broker], groups[c])] += 1
    return counts


def _role(a: str, b: str, c: str) -> str:
    if a == c:
        return "coordinator" if a == b else "itinerant"
    if b == a:
        return "representative"
    return "gatekeeper" if b == c else "liaison"


def brokers(
    graph: nx.MultiDiGraph, *, group: str = "country", plans: bool = False, unnamed: bool = False
) -> Table:
    """Rank nodes by constraint, the strongest brokers first.

    Planned links, and agents that the source does not name, count only if `plans` and `unnamed` are set.

    Constraint and effective size are Burt's (1992, "Structural Holes", Harvard University Press),
    by networkx, on the weighted network without directions; a node without neighbours has neither.

    Returns
    -------
    Lowest constraint first, equals by name.
    """
    graph = measurable(graph, plans=plans, unnamed=unnamed)
    plain = simple(graph)
    constraint = nx.constraint(plain, weight="weight")
    size = nx.effective_size(plain, weight="weight")
    cuts = set(nx.articulation_points(plain))
    roles = brokerage(graph, group=group)
    columns = ("constraint", "effective_size", "cut_point", *ROLES)
    rows = [
        (n, (_known(constraint[n]), _known(size[n]), n in cuts, *(roles[n][r] for r in ROLES)))
        for n in sorted(plain, key=lambda n: (_order(constraint[n]), str(n)))
    ]
    return table(graph, columns, rows, reading=READING)


def _known(value: float) -> float | None:
    """Return None for networkx's not-a-number of a node without neighbours."""
    return float(value) if value == value else None


def _order(value: float) -> float:
    return round(float(value), 9) if value == value else float("inf")
