"""The graph as a networkx MultiDiGraph, whole or in one of the projections.

Nodes have short names (``agent/mitsui``) and the attributes `label`, `iri`, `entity_class`, `country`,
``label_<lang>``; edges have `relation`, `relation_label`, `fact`, `fact_class`, `role`, `wording`,
`amount`, `currency`, `start`, `end`, `year`, `status`, `precision`, `symmetric` and `sources`, where
known. The graph itself has `title`, `projection` and `documents` (id -> reference).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx

from ..core.errors import NotFoundError, UsageError
from ..core.namespaces import ONT, PREFIXES, expand, local_name, shorten
from ..core.terms import text_of
from ..lookup.describer import Describer
from ..lookup.hierarchy import above, countries
from ..lookup.labels import fetch_all_labels
from ..lookup.links import Link, LinkSet, read_links, years_mask
from .projections import Projection

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["ego", "network"]

_TYPES = """
SELECT DISTINCT ?thing ?class WHERE {
  ?thing a ?class . FILTER (STRSTARTS(STR(?class), STR(jlac:)))
  { ?thing a jlac:Entity } UNION { ?thing a jlac:Fact }
}"""


@dataclass(frozen=True, slots=True)
class _World:
    """The data of entities and facts that projections need, by short name."""

    types: Mapping[str, frozenset[str]]
    kind: Mapping[str, str]
    country: Mapping[str, str]


def network(
    store: Store,
    projection: Projection,
    *,
    lang: str = "en",
    start: int | None = None,
    end: int | None = None,
    links: LinkSet | None = None,
) -> nx.MultiDiGraph:
    """Build a projection of a graph.

    Parameters
    ----------
    store : the graph.
    projection : from `projections.find_projection`.
    lang : language of `label` and `wording`; every other label is there as ``label_<lang>``.
    start, end : years; only links that hold in some year from `start` to `end`.
    links : from `read_links`, if several networks are made of one graph.

    Raises
    ------
    NotFoundError
        The projection has no link, in those years or at all.
    """
    found = links or read_links(store)
    world = _world(store)
    kept = [k for k in found.links if _wanted(k, projection, world)]
    if start is not None or end is not None:
        if start is not None and end is not None and start > end:
            raise UsageError(f"--from {start} is after --to {end}; swap them")
        years = years_mask(start, end)
        kept = [k for k in kept if years_mask(k.start, k.end, timeless=k.timeless) & years]
    graph = _assembled(kept, found, projection, world, Describer(store, lang))
    if not graph.number_of_edges():
        span = f" in the years {start or '…'} to {end or '…'}" if (start or end) else ""
        raise NotFoundError(f"link{span} in projection", projection.name)
    describer = Describer(store, lang)
    _describe(graph, world, describer)
    cited = {s.partition("#")[0] for *_, sources in graph.edges(data="sources", default=()) for s in sources}
    graph.graph.update(title=projection.summary, projection=projection.name)
    graph.graph["documents"] = dict(describer.documents(cited))
    return graph


def _wanted(link: Link, projection: Projection, world: _World) -> bool:
    """Return whether a link is of the classes that a projection names."""
    if link.fact is None:
        return projection.direct
    if projection.facts and not world.types.get(link.fact, frozenset()) & {*projection.facts}:
        return False
    source = world.types.get(link.source, frozenset())
    target = world.types.get(link.target, frozenset())
    if projection.parts:
        a, b = _part(source, projection), _part(target, projection)
        return a is not None and b is not None and a != b
    if projection.nodes and not projection.through:
        return bool(source & {*projection.nodes}) and bool(target & {*projection.nodes})
    return True


def _part(types: frozenset[str], projection: Projection) -> int | None:
    return next((i for i, part in enumerate(projection.parts) if types & {*part}), None)


def _assembled(
    links: Sequence[Link],
    found: LinkSet,
    projection: Projection,
    world: _World,
    describer: Describer,
) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    if projection.through:
        rows: Iterable[_Row] = _one_mode(links, projection, world)
    elif projection.fold:
        rows = _folded(links, found, world, describer)
    else:
        describer.labels({link.fact for link in links if link.fact})
        rows = ((k.source, k.target, _edge(k, found, world, describer)) for k in links)
    for number, (source, target, data) in enumerate(rows):
        graph.add_edge(source, target, key=number, **data)
    return graph


_Row = tuple[str, str, dict[str, Any]]


def _edge(link: Link, found: LinkSet, world: _World, describer: Describer) -> dict[str, Any]:
    data = found.facts.get(link.fact or "")
    values, (first, last) = (data.values, data.span) if data else ({}, (None, None))
    edge: dict[str, Any] = {
        "relation": link.relation,
        "relation_label": describer.relation(link.relation),
        "fact": link.fact,
        "fact_class": world.kind.get(link.fact or ""),
        "role": link.role,
        "wording": describer.describe(link),
        "amount": float(values["amount"]) if "amount" in values else None,
        "currency": values.get("currency"),
        "share": float(values["share"]) if "share" in values else None,
        "start": first,
        "end": last,
        "year": link.start,
        "status": link.status,
        "precision": link.precision,
        "sources": list(link.sources),
        "timeless": link.timeless or None,
        "symmetric": link.relation in found.symmetric or None,
    }
    return {name: value for name, value in edge.items() if value is not None}


def _one_mode(links: Sequence[Link], projection: Projection, world: _World) -> Iterator[_Row]:
    """Link the agents that share an entity, once per pair, with the facts and passages of both."""
    members, through = {*projection.nodes}, {*projection.through}
    held: dict[str, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for link in links:
        source, target = world.types.get(link.source, ()), world.types.get(link.target, ())
        if members & {*source} and through & {*target}:
            held[link.target][link.source].append(link)
    shared: dict[tuple[str, str], dict[str, list[Link]]] = defaultdict(dict)
    for thing, holders in held.items():
        for a, b in combinations(sorted(holders), 2):
            shared[a, b][thing] = [*holders[a], *holders[b]]
    for (a, b), things in sorted(shared.items()):
        behind = [link for group in things.values() for link in group]
        yield (
            a,
            b,
            {
                "relation": projection.name,
                "symmetric": True,
                "weight": len(things),
                "shared": sorted(things),
                "facts": sorted({k.fact for k in behind if k.fact}),
                "sources": sorted({s for k in behind for s in k.sources}),
                "year": min((k.start for k in behind if k.start), default=None),
            },
        )


def _folded(links: Sequence[Link], found: LinkSet, world: _World, describer: Describer) -> Iterator[_Row]:
    """Replace entities by their countries; a fact counts once per pair, kind, year and currency."""
    groups: dict[tuple[str, str, str, str, str], set[str]] = defaultdict(set)
    for link in links:
        a, b = world.country.get(link.source), world.country.get(link.target)
        if a and b and a != b and link.fact:
            kind, values = world.kind.get(link.fact, link.relation), found.facts[link.fact].values
            currency = values.get("currency", "") if "amount" in values else ""
            groups[a, b, kind, str(link.start or ""), currency].add(link.fact)
    for (a, b, kind, year, currency), facts in sorted(groups.items()):
        data: dict[str, Any] = {
            "relation": kind,
            "relation_label": describer.relation(kind),
            "weight": len(facts),
            "facts": sorted(facts),
            "sources": sorted({s for fact in facts for s in found.facts[fact].sources}),
        }
        if year:
            data |= {"year": int(year), "start": year, "end": year}
        if currency:
            amounts = (Decimal(found.facts[fact].values["amount"]) for fact in facts)
            data |= {"amount": float(sum(amounts)), "currency": currency}
        yield a, b, data


def _world(store: Store) -> _World:
    broader = above(store, PREFIXES["rdfs"] + "subClassOf")
    types: dict[str, set[str]] = defaultdict(set)
    for thing, kind in store.select(_TYPES):
        types[shorten(text_of(thing))].add(text_of(kind))
    narrowest = {
        name: local_name(min(kinds - {broad for kind in kinds for broad in broader.get(kind, ())} or kinds))
        for name, kinds in types.items()
    }
    homes = {shorten(thing): {*places} for thing, places in countries(store).items()}
    for name, kinds in types.items():
        if f"{ONT}Country" in kinds:
            homes.setdefault(name, set()).add(expand(name))
    country = {name: shorten(min(places)) for name, places in homes.items()}
    local = {name: frozenset(map(local_name, kinds)) for name, kinds in types.items()}
    return _World(local, narrowest, country)


def _labels(store: Store, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Short name -> language -> label, of entities, facts, codes and statistics alike."""
    from pyoxigraph import NamedNode

    found = fetch_all_labels(store, [NamedNode(expand(name)) for name in sorted(names)])
    return {shorten(text_of(thing)): labels for thing, labels in found.items()}


def _describe(graph: nx.MultiDiGraph, world: _World, describer: Describer) -> None:
    countries = {world.country[name] for name in graph if name in world.country}
    every = _labels(describer.store, {*graph, *countries})
    kinds = {**describer.kinds([name for name in graph if name not in world.kind]), **world.kind}
    for name, data in graph.nodes(data=True):
        labels = every.get(name, {})
        label = labels.get(describer.lang) or labels.get("en") or next(iter(labels.values()), None)
        home = world.country.get(name)
        data["label"] = label or local_name(name)
        data["iri"] = expand(name)
        data["entity_class"] = kinds.get(name, "Thing")
        if home:
            places = every.get(home, {})
            data["country"] = places.get("en") or local_name(home)
        for code, text in sorted(labels.items()):
            if code:
                data[f"label_{code}"] = text


def ego(graph: nx.MultiDiGraph, centre: str, *, radius: int = 1) -> nx.MultiDiGraph:
    """Return the network within a number of links of one node, ignoring directions.

    Raises
    ------
    NotFoundError
        The entity is not in this network.

    Examples
    --------
    >>> import networkx as nx
    >>> sorted(ego(nx.MultiDiGraph([("a", "b"), ("b", "c"), ("c", "d")]), "b"))
    ['a', 'b', 'c']
    """
    if centre not in graph:
        raise NotFoundError("entity", centre, where="this network")
    near = nx.ego_graph(graph.to_undirected(as_view=True), centre, radius=radius)
    kept = graph.subgraph(sorted(near)).copy()
    within = "one link" if radius == 1 else f"{radius} links"
    kept.graph["title"] = f"{graph.nodes[centre].get('label', centre)}: entities within {within}"
    return kept
