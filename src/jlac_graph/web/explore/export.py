"""A drawn network as a file of any export format, with the positions on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...core.errors import UsageError
from ...export import network_format
from .cache import Cache
from .networks import edges_with_ids, projection_network
from .views import zipped

if TYPE_CHECKING:
    import networkx as nx

    from ...export.flat_network import FlatNetwork

__all__ = ["export"]


def export(cache: Cache, values: Mapping[str, Any], lang: str) -> bytes:
    """Write the drawn network.

    Parameters
    ----------
    values : ``format``; ``positions``, entity -> [x, y]; ``edges``, ids of the edges shown, all between the
        entities if absent; ``projection``, if one is drawn; ``title``.

    Returns
    -------
    The content; the files of a format that writes a folder come as a zip archive.
    """
    from ...export.figure import write_svg

    form = str(values.get("format") or "")
    if form == "svg":
        return write_svg(_flat_network(cache, values, lang))[""]
    chosen = network_format(form)
    bundle = chosen.write(_flat_network(cache, values, lang, costed=chosen.costed))
    return bundle[""] if chosen.suffix else zipped(bundle)


def _flat_network(cache: Cache, values: Mapping[str, Any], lang: str, *, costed: bool = False) -> FlatNetwork:
    from ...export.flat_network import flat_network
    from ...network.link_costs import trace_costs

    positions = _positions(values.get("positions"))
    projection = str(values.get("projection") or "")
    whole = projection_network(cache, projection, lang) if projection else cache.network(lang)
    graph = _part(whole, positions, values.get("edges"))
    title = str(values.get("title") or "jlac-graph")[:200]
    costs = trace_costs(cache.links, graph) if costed else None
    return flat_network(graph, title=title, lang=lang, positions=positions, costs=costs)


def _positions(given: Any) -> dict[str, tuple[float, float]]:
    if not isinstance(given, dict) or not given:
        raise UsageError("positions must give each node its position: {name: [x, y]}")
    found = {}
    for name, place in given.items():
        if not isinstance(place, list) or len(place) != 2 or not all(map(_is_number, place)):
            raise UsageError(f"the position of {name!r} is not a pair of numbers")
        found[str(name)] = (round(float(place[0]), 1), round(float(place[1]), 1))
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _part(graph: nx.MultiDiGraph, things: Mapping[str, Any], edges: Any) -> nx.MultiDiGraph:
    import networkx as nx

    inside = [name for name in things if name in graph]
    if not inside:
        raise UsageError("none of the nodes is in the graph")
    wanted = set(map(str, edges)) if isinstance(edges, list) else None
    kept = nx.MultiDiGraph(**graph.graph)
    kept.add_nodes_from((name, graph.nodes[name]) for name in inside)
    for source, target, data, name in edges_with_ids(graph):
        if source in kept and target in kept and (wanted is None or name in wanted):
            kept.add_edge(source, target, **data)
    return kept
