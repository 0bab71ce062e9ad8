"""The neighbours of a node."""

from __future__ import annotations

import networkx as nx

from ...core.errors import NotFoundError
from .tables import Table

__all__ = ["neighbours"]

COLUMNS = (
    *("thing", "label", "way", "relation", "year", "fact", "statement"),
    *("status", "limits", "sources"),
)
LIMITS = ("planned", "likelihood", "claimant", "scope", "condition", "time_in_words", "basis", "note")
"""Attributes of an edge that say how far its statement goes."""


def _limit(name: str, value: object) -> str:
    return name if value is True else f"{name}: {value}"


def neighbours(graph: nx.MultiDiGraph, node: str) -> Table:
    """List the links of a node, one row per link, by neighbour and year.

    Raises
    ------
    NotFoundError
        The node is not in this network.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> key = graph.add_edge("jbic", "mine", relation="finances", year=2011, sources=["r#p1"])
    >>> neighbours(graph, "mine").rows
    (('jbic', 'jbic', 'from', 'finances', 2011, None, None, None, '', 'r#p1'),)
    """
    if node not in graph:
        raise NotFoundError("entity", node, where="this network")
    out = [(target, "to", data) for _, target, data in graph.out_edges(node, data=True)]
    back = [(source, "from", data) for source, _, data in graph.in_edges(node, data=True)]
    rows = [
        (
            other,
            graph.nodes[other].get("label", other),
            "both" if data.get("symmetric") else way,
            data.get("relation"),
            data.get("year"),
            data.get("fact"),
            data.get("wording"),
            data.get("status"),
            "; ".join(_limit(name, data[name]) for name in LIMITS if name in data),
            " ".join(data.get("sources", ())),
        )
        for other, way, data in (*out, *back)
    ]
    order = sorted(rows, key=lambda row: (row[0], row[4] or 0, str(row[3]), str(row[5])))
    return Table(
        COLUMNS,
        tuple(order),
        "Each row is a link: to the neighbour, from the neighbour, or in both directions.",
    )
