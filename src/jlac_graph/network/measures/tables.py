"""Results as tables with names, in a stable order, and one sentence on how to read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx

from ...core.notebook import arrow_table, data_frame, html_table, polars_frame

__all__ = ["Cell", "Table", "measurable", "simple", "table"]

Cell: TypeAlias = str | int | float | bool | None
NAMING = ("thing", "label", "class", "country")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column names; `reading` says in a sentence what the numbers mean."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    reading: str

    def __len__(self) -> int:
        return len(self.rows)

    def to_dicts(self) -> list[dict[str, Cell]]:
        """Return the rows as dictionaries by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> Any:
        """Return the rows as a pandas DataFrame.

        Raises
        ------
        UsageError
            pandas is not installed.
        """
        return data_frame(self.to_dicts(), self.columns)

    def to_polars(self) -> Any:
        """Return the rows as a polars DataFrame; see `jlac_graph.core.notebook.arrow_table`.

        Raises
        ------
        UsageError
            polars is not installed.
        """
        return polars_frame(self.to_dicts(), self.columns)

    def to_arrow(self) -> Any:
        """Return the rows as an Arrow table; see `jlac_graph.core.notebook.arrow_table`.

        Raises
        ------
        UsageError
            pyarrow is not installed.
        """
        return arrow_table(self.to_dicts(), self.columns)

    def _repr_html_(self) -> str:
        return html_table(self.columns, self.rows, note=self.reading)


def table(
    graph: nx.MultiDiGraph,
    measures: Sequence[str],
    rows: Iterable[tuple[str, Sequence[Cell]]],
    *,
    reading: str,
) -> Table:
    """Return the rows about nodes, with their names in front.

    Parameters
    ----------
    graph : whose nodes carry `label`, `entity_class`, `country`.
    measures : column names after those of the node.
    rows : node and its measures, in order.
    """
    named = []
    for node, values in rows:
        data = graph.nodes[node]
        names = (data.get("label", node), data.get("entity_class"), data.get("country"))
        named.append((node, *names, *(_rounded(value) for value in values)))
    return Table((*NAMING, *measures), tuple(named), reading)


def _rounded(value: Cell) -> Cell:
    """Round to six digits, so that results do not differ between machines."""
    if not isinstance(value, float):
        return value
    return float(f"{value:.6g}") if abs(value) > 1e-12 else 0.0


def measurable(graph: nx.MultiDiGraph, *, plans: bool = False, unnamed: bool = False) -> nx.MultiDiGraph:
    """The network without what has not come true and without agents that the source does not name.

    Parameters
    ----------
    graph : a projection; edges may be `planned`, nodes `unnamed`.
    plans, unnamed : keep them.

    Returns
    -------
    The nodes that still have a link; if there is nothing to leave out, the graph itself.

    Examples
    --------
    >>> graph = nx.MultiDiGraph([("a", "b")])
    >>> key = graph.add_edge("b", "c", planned=True)
    >>> sorted(measurable(graph)), sorted(measurable(graph, plans=True))
    (['a', 'b'], ['a', 'b', 'c'])
    """
    dropped = {node for node, mark in graph.nodes(data="unnamed") if mark and not unnamed}
    ties = {
        (u, v, key)
        for u, v, key, mark in graph.edges(keys=True, data="planned")
        if (mark and not plans) or u in dropped or v in dropped
    }
    if not ties and not dropped:
        return graph
    kept = graph.copy()
    kept.remove_edges_from(ties)
    kept.remove_nodes_from(dropped)
    kept.remove_nodes_from([node for node in list(kept) if graph.degree(node) and not kept.degree(node)])
    return kept


def simple(graph: nx.MultiDiGraph, *, directed: bool = False, both_ways: bool = False) -> nx.Graph:
    """Bundle parallel edges into one, whose weight is their number or the sum of their weights.

    Edges of one fact, or of facts that state the same claim, count once.

    Parameters
    ----------
    graph : a projection.
    directed : keep the directions.
    both_ways : in a directed result, return a `symmetric` edge in both directions.

    Loops are dropped; nodes and edges are in the order of their names, so that results do not depend on
    the order in which the graph was filled.

    Examples
    --------
    >>> plain = simple(nx.MultiDiGraph([("b", "a"), ("a", "b"), ("a", "a")]))
    >>> list(plain.edges(data="weight"))
    [('a', 'b', 2)]
    """
    plain = nx.DiGraph() if directed else nx.Graph()
    for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0])):
        plain.add_node(node, **data)
    counted: set[tuple[frozenset[str] | tuple[str, str], str]] = set()
    for source, target, data in sorted(graph.edges(data=True), key=lambda edge: (str(edge[0]), str(edge[1]))):
        ends = [(source, target)] if source != target else []
        if directed and both_ways and data.get("symmetric"):
            ends += [(b, a) for a, b in ends]
        claim = data.get("same_claim") or data.get("fact")
        for a, b in ends:
            key = ((a, b) if directed else frozenset((a, b)), claim)
            if claim and key in counted:
                continue
            counted.add(key)
            before = plain.get_edge_data(a, b, {"weight": 0})["weight"]
            plain.add_edge(a, b, weight=before + data.get("weight", 1))
    return plain
