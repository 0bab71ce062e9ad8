"""The costs of a trace on a network, for tools that search paths themselves."""

from __future__ import annotations

from collections.abc import Iterable

from ..export.flat_network import Costs
from ..lookup.links import LinkSet
from .paths.compact_graph import CompactGraph
from .prepared import prepared

__all__ = ["costs_between", "trace_costs"]


def trace_costs(
    links: LinkSet, names: Iterable[str], *, start: int | None = None, end: int | None = None
) -> Costs:
    """Return what a trace counts for the links between some entities, and for passing through each.

    Parameters
    ----------
    links : from `read_links`; all of them count, whether a network has them or not.
    names : the entities of the network.
    start, end : years, as of a trace.
    """
    return costs_between(prepared(links, start, end).graph, names)


def costs_between(graph: CompactGraph, names: Iterable[str]) -> Costs:
    """Return the costs of a compact graph between some of its entities.

    Examples
    --------
    >>> from jlac_graph.lookup.links import Link
    >>> from jlac_graph.network.paths.compact_graph import compact
    >>> links = [Link("a", "b", "owns", sources=("r#1",)), Link("c", "b", "lends", sources=("r#2",))]
    >>> found = costs_between(compact(links), "abc")
    >>> found.links["a", "b"], found.surcharges["b"]
    (1.9, 0.3)
    """
    numbers = {graph.index[name]: name for name in names if name in graph.index}
    links: dict[tuple[str, str], float] = {}
    for node, name in numbers.items():
        for at in range(graph.first[node], graph.first[node + 1]):
            there = graph.neighbours[at]
            if other := numbers.get(there):
                links[name, other] = (2 * graph.costs[at] + graph.toll[node] + graph.toll[there]) / 2000
    return Costs(links, {name: graph.toll[node] / 1000 for node, name in numbers.items()})
