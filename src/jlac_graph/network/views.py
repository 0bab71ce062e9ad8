"""A view: the part of a graph that is drawn, exported or measured, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    import networkx as nx

    from ..export.flat_network import FlatNetwork
    from ..lookup.links import LinkSet
    from ..lookup.search import Names
    from ..sparql.store import Store

__all__ = ["View", "flat_view", "view_network"]

_PATHS = 10


@dataclass(frozen=True, slots=True)
class View:
    """A projection, the surroundings of an entity in it, or the best paths between two entities.

    Parameters
    ----------
    projection : a name from ``queries/projections.toml``.
    ego, radius : only nodes within so many links of this entity.
    ends : two entities; the view is the best paths between them, whatever the projection.
    via : names or classes; the paths must pass through one of each.
    start, end : years; only links that hold in some year from `start` to `end`.
    lang : language of labels and words.
    """

    projection: str = "full"
    ego: str | None = None
    radius: int = 1
    ends: tuple[str, str] | None = None
    start: int | None = None
    end: int | None = None
    lang: str = "en"
    via: tuple[str, ...] = ()


def view_network(
    store: Store,
    view: View,
    *,
    links: LinkSet | None = None,
    names: Names | None = None,
    projections: Path | None = None,
    whole: nx.MultiDiGraph | None = None,
    worded: bool = True,
) -> nx.MultiDiGraph:
    """Return a projection, or the surroundings of one entity in it, as a networkx graph.

    Parameters
    ----------
    links, names : from `read_links` and `read_names`, if several views are made of one graph.
    projections : the file that declares the projections; the project's own when None.
    whole : the projection in the years and the language of the view, if it is known already.
    worded : as of `build_network.network`.

    Raises
    ------
    NotFoundError : for an unknown projection or entity, or when no link is left.
    """
    from ..core.namespaces import shorten
    from ..lookup.describer import Describer
    from ..lookup.search import resolve
    from .build_network import ego, network
    from .projections import find_projection

    graph = whole
    if graph is None:
        found = find_projection(view.projection, path=projections)
        start, end = view.start, view.end
        graph = network(store, found, lang=view.lang, start=start, end=end, links=links, worded=worded)
    if view.ego is None:
        return graph
    centre = shorten(resolve(store, view.ego, names=names))
    known = Describer(store, view.lang).counterparts([centre]).get(centre, ())
    # a country has governments of states and cities too: the one with most links is its own
    others = sorted((name for name in known if name in graph), key=graph.degree, reverse=True)[:1]
    if centre not in graph and others:
        raise NotFoundError("entity", centre, others, where="this network")
    found = ego(graph, centre, radius=view.radius)
    found.graph["see_also"] = {name: graph.degree(name) for name in others}
    return found


def flat_view(
    store: Store,
    view: View,
    *,
    drawn: bool = True,
    costed: bool = False,
    links: LinkSet | None = None,
    names: Names | None = None,
    projections: Path | None = None,
    whole: nx.MultiDiGraph | None = None,
    positions: Mapping[Any, tuple[float, float]] | None = None,
) -> FlatNetwork:
    """Return a view as a flat network, ready for the writers of `jlac_graph.export`.

    Parameters
    ----------
    drawn : whether nodes get positions.
    costed : whether links get the costs of a trace; paths do not.
    links, names, projections, whole : as of `view_network`.
    positions : those of the nodes, if they are known already.

    Raises
    ------
    NotFoundError, AmbiguousError : as `view_network` and `trace` do.
    UsageError : for paths together with an entity's surroundings, or what to pass through without paths.

    Examples
    --------
    >>> from jlac_graph import load
    >>> flat = flat_view(load().store, View("actors", ego="caserones"), drawn=False)
    >>> "asset/caserones" in {node.id for node in flat.nodes}
    True
    """
    from ..export.flat_network import flat_network
    from ..export.layout import layout
    from ..lookup.links import read_links
    from .link_costs import trace_costs

    if view.ends and view.ego:
        raise UsageError("give either the surroundings of one entity or two ends of paths, not both")
    if view.via and not view.ends:
        raise UsageError("--via is for the paths between two entities; give both with --path")
    if view.ends:
        return _paths(store, view, links=links, names=names)
    if costed and links is None:
        links = read_links(store)
    graph = view_network(store, view, links=links, names=names, projections=projections, whole=whole)
    places = (positions or layout(graph)) if drawn else None
    title = graph.graph.get("title", view.projection)
    costs = None
    if costed and links is not None:
        costs = trace_costs(links, graph, start=view.start, end=view.end)
    return flat_network(graph, title=title, lang=view.lang, positions=places, costs=costs)


def _paths(store: Store, view: View, *, links: LinkSet | None, names: Names | None) -> FlatNetwork:
    from .trace_output import as_flat_network
    from .tracing import TraceOptions, trace

    options = TraceOptions(paths=_PATHS, via=view.via, start=view.start, end=view.end)
    source, target = view.ends or ("", "")
    found = trace(store, source, target, options=options, lang=view.lang, links=links, names=names)
    return as_flat_network(found, found.paths)
