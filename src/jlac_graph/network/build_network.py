"""The graph as a networkx MultiDiGraph, whole or in one of the projections.

Nodes have short names (``agent/mitsui``) and the attributes `label`, `iri`, `entity_class`, `country`,
``label_<lang>``, and `latitude` and `longitude` (WGS 84) with `coordinate_precision` and `coordinate_source`
where a source gives them; edges have `relation`, `relation_label`, `fact`, `fact_class`, `role`, `wording`,
`amount`, `currency`, `start`, `end`, `year`, `status`, `precision`, `symmetric` and `sources`, where
known, and how far the statement goes: `planned` (it has not yet come true), `agreed` (signed, but not known
to be done), `membership` (the source only names an agent in a group), `likelihood`, `claimant`, `scope`,
`condition`, `time_in_words`, `basis`, `note`.

An amount is that of the whole fact and is repeated on every edge that the fact yields. Such an edge also has
`amount_fact` (the fact whose amount it is), `amount_edges` (how many edges of this network repeat it) and
`amount_shared` (several parties have it together): ``sum(amount / amount_edges)`` counts each fact once.
An amount that is the own part of one party is on no edge of those who act beside it, such as co-lenders.
Where another account of the same event is counted and has another amount or status, the edge has
`reported_amount` and `reported_currency` instead, which no sum takes.

The graph itself carries `title`, `projection`, `documents` (id -> reference), `own_sources` (id -> IRI, of
those in collections with a base of their own) and `own_documents` (ids of those in collections that the user
added).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx

from ..core.errors import NotFoundError, UsageError
from ..core.memory import gc_paused
from ..core.namespaces import expand, local_name, shorten
from ..core.terms import text_of
from ..lookup.classes import Classes, read_classes
from ..lookup.coordinates import read_points
from ..lookup.describer import Describer, unnamed_label
from ..lookup.labels import fetch_all_labels
from ..lookup.links import TEXTS, FactData, Link, LinkSet, read_links, years_mask
from .amounts import money, shared_amounts
from .projections import Projection, checked_classes
from .titles import around, in_years

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["ego", "links_of", "network", "worded_edges"]


def network(
    store: Store,
    projection: Projection,
    *,
    lang: str = "en",
    start: int | None = None,
    end: int | None = None,
    links: LinkSet | None = None,
    describer: Describer | None = None,
    classes: Classes | None = None,
    among: Collection[str] | None = None,
    worded: bool = True,
) -> nx.MultiDiGraph:
    """Build a projection of a graph.

    Parameters
    ----------
    store : the graph.
    projection : from `projections.find_projection`.
    lang : language of `label` and `wording`; every other label is there as ``label_<lang>``.
    start, end : years; only links that hold in some year from `start` to `end`.
    links : from `read_links`, if several networks are made of one graph.
    describer : in the language, if it has read labels already.
    classes : from `read_classes`, if several networks are made of one graph.
    among : only links between these entities; of all when None. Entities that a projection folds or passes
        through are meant, not what stands for them. The network is empty if none of them are linked.
    worded : whether edges have all that their facts say; measures need only what tells links apart.

    Raises
    ------
    NotFoundError
        The projection has no link, in those years or at all, or names a class that the graph does not have.
    """
    found = (links or read_links(store)).in_memory()
    world = classes or read_classes(store)
    projection = checked_classes(store, projection)
    kept = links_of(found, projection, world)
    if among is not None:
        kept = [k for k in kept if k.source in among and k.target in among]
    if start is not None or end is not None:
        if start is not None and end is not None and start > end:
            raise UsageError(f"from {start} is after to {end}; swap the years")
        years = years_mask(start, end)
        kept = [k for k in kept if k.years & years]
    describer = describer or Describer(store, lang)
    with gc_paused():
        graph = _assembled(kept, found, projection, world, describer, worded=worded)
    if among is None and not graph.number_of_edges():
        span = f" in the years {start or '…'} to {end or '…'}" if (start or end) else ""
        raise NotFoundError(f"link{span} in projection", projection.name)
    _describe(graph, world, found.unnamed, describer)
    cited = {s.partition("#")[0] for *_, sources in graph.edges(data="sources", default=()) for s in sources}
    title = in_years(projection.told(describer.lang), start, end, describer.lang)
    graph.graph.update(title=title, projection=projection.name, lang=describer.lang)
    graph.graph["documents"] = dict(describer.documents(cited))
    graph.graph["own_sources"] = dict(describer.own_sources(cited))
    graph.graph["own_documents"] = sorted(describer.own_documents(cited))
    graph.graph["kinds"] = describer.class_names(kind for _, kind in graph.nodes(data="entity_class"))
    return graph


def links_of(found: LinkSet, projection: Projection, classes: Classes) -> list[Link]:
    """Return the links from which a projection is made; they are its edges, unless it folds or joins them."""
    return [link for link in found.links if _wanted(link, projection, classes)]


def _wanted(link: Link, projection: Projection, world: Classes) -> bool:
    """Return whether a link is of the classes that a projection names."""
    if link.fact is None:
        return projection.direct
    if link.relation in projection.without:
        return False
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
    world: Classes,
    describer: Describer,
    *,
    worded: bool,
) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    if projection.through:
        rows: Iterable[_Row] = _one_mode(links, found, projection, world)
    elif projection.fold:
        rows = _folded(links, found, world, describer)
    elif not worded:
        rows = ((k.source, k.target, _bare_edge(k, found)) for k in links)
    else:
        rows = worded_edges(links, found, world.kind, describer)
    for number, (source, target, data) in enumerate(rows):
        graph.add_edge(source, target, key=number, **data)
    if worded:
        _mark_amounts(graph, shared_amounts(found))
    return graph


def worded_edges(
    links: Sequence[Link], found: LinkSet, kind: Callable[[str], str | None], describer: Describer
) -> Iterator[_Row]:
    """Yield the source, target and attributes of the edge of each link, with all that its fact says.

    Parameters
    ----------
    links : some of those in `found`.
    kind : from a fact to its narrowest class.
    describer : of the same graph.
    """
    describer.labels({name for link in links for name in _named(link)})
    stated = (found.facts[k.fact].qualifiers for k in links if k.fact and k.fact in found.facts)
    describer.labels({v for said in stated for key, v in said.items() if key not in TEXTS})
    yield from ((k.source, k.target, _edge(k, found, kind, describer)) for k in links)


def _mark_amounts(graph: nx.MultiDiGraph, shared: Collection[str]) -> None:
    """Say on each edge with an amount on how many edges the amount of the same claim stands."""
    edges = [data for *_, data in graph.edges(data=True) if "amount_fact" in data]
    counts = Counter(data["amount_fact"] for data in edges)
    for data in edges:
        data["amount_edges"] = counts[data["amount_fact"]]
        if data["amount_fact"] in shared:
            data["amount_shared"] = True


def _named(link: Link) -> tuple[str, ...]:
    """What a link is worded with: its fact, or its ends."""
    return (link.fact,) if link.fact else (link.source, link.target)


_Row = tuple[str, str, dict[str, Any]]


def _edge(
    link: Link, found: LinkSet, kind: Callable[[str], str | None], describer: Describer
) -> dict[str, Any]:
    data = found.facts.get(link.fact or "", FactData())
    first, last = data.span
    edge: dict[str, Any] = {
        "relation": link.relation,
        "relation_label": describer.relation(link.relation),
        "fact": link.fact,
        "fact_class": kind(link.fact or ""),
        "role": link.role,
        "wording": describer.describe(link),
        **money(link, data, found),
        "start": first,
        "end": last,
        "year": data.year,
        "status": link.status,
        "precision": link.precision,
        "sources": list(link.sources),
        "timeless": link.timeless or None,
        "symmetric": link.relation in found.symmetric or None,
        "planned": link.planned or None,
        "agreed": link.relation in found.agreed or None,
        "membership": link.membership or None,
        "same_claim": data.values.get("countedIn") or data.values.get("sameClaim"),
        **{NAMES.get(name, name): said for name, said in describer.qualifiers(data.qualifiers).items()},
    }
    return {name: value for name, value in edge.items() if value is not None}


def _bare_edge(link: Link, found: LinkSet) -> dict[str, Any]:
    """What tells a link apart: its relation and fact, and whether it counts once for several facts."""
    values = found.facts.get(link.fact or "", FactData()).values
    edge: dict[str, Any] = {
        "relation": link.relation,
        "fact": link.fact,
        "symmetric": link.relation in found.symmetric or None,
        "planned": link.planned or None,
        "same_claim": values.get("countedIn") or values.get("sameClaim"),
    }
    return {name: value for name, value in edge.items() if value is not None}


NAMES = {"when": "time_in_words"}
"""What a qualifier is called on an edge where query languages take its own name for a keyword."""


def _one_mode(
    links: Sequence[Link], found: LinkSet, projection: Projection, world: Classes
) -> Iterator[_Row]:
    """Link the agents that share an entity, once per pair, with the facts and passages of both.

    What they share only by a plan makes an edge of its own, which is marked as planned. An edge is marked as
    agreed if nothing that they share goes beyond an agreement.
    """
    members, through = {*projection.nodes}, {*projection.through}
    held: dict[str, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for link in links:
        source, target = world.types.get(link.source, ()), world.types.get(link.target, ())
        if members & {*source} and through & {*target}:
            held[link.target][link.source].append(link)
    shared: dict[tuple[str, str, bool], dict[str, list[Link]]] = defaultdict(dict)
    for thing, holders in held.items():
        for a, b in combinations(sorted(holders), 2):
            planned = any(all(link.planned for link in holders[end]) for end in (a, b))
            shared[a, b, planned][thing] = [*holders[a], *holders[b]]
    for (a, b, planned), things in sorted(shared.items()):
        behind = [link for group in things.values() for link in group if planned or not link.planned]
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
                **({"planned": True} if planned else {}),
                **({"agreed": True} if not planned and _only_agreed(behind, found.agreed) else {}),
            },
        )


def _only_agreed(links: Sequence[Link], agreed: Collection[str]) -> bool:
    """Return whether one end at least of each shared entity is linked to it only by what is agreed."""
    ends: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for link in links:
        ends[link.target, link.source].append(link.relation in agreed)
    things = {thing for (thing, _), flags in ends.items() if all(flags)}
    return things == {link.target for link in links}


@dataclass(frozen=True, slots=True, order=True)
class _Flow:
    """What the facts of one edge between two countries have in common.

    `fact` is empty unless the fact ties several pairs of countries: then it has an edge of its own for each.
    """

    source: str
    target: str
    kind: str
    year: str
    currency: str
    status: str
    fact: str = ""


def _folded(links: Sequence[Link], found: LinkSet, world: Classes, describer: Describer) -> Iterator[_Row]:
    """Replace entities by their countries; a claim counts once, and statuses are never added together."""
    plans = {link.fact for link in links if link.planned}
    agreed = {link.fact for link in links if link.relation in found.agreed}
    for flow, facts in sorted(_flows(links, found, world).items()):
        known = [found.facts[fact] for fact in sorted(facts)]
        data: dict[str, Any] = {
            "relation": flow.kind,
            "relation_label": describer.relation(flow.kind),
            "weight": len(facts),
            "facts": sorted(facts),
            "sources": sorted({s for fact in known for s in fact.sources}),
            **({"status": flow.status} if flow.status else {}),
            **({"year": int(flow.year), "start": flow.year, "end": flow.year} if flow.year else {}),
            **({"planned": True} if facts & plans else {}),
            **({"agreed": True} if facts <= agreed else {}),
        }
        yield flow.source, flow.target, data | (_total(flow, known) if flow.currency else {})


def _total(flow: _Flow, facts: Sequence[FactData]) -> dict[str, Any]:
    """The sum of some amounts with the precisions that they have; whose it is, if it is one fact's."""
    amounts = (Decimal(fact.values["amount"]) for fact in facts)
    vague = sorted({fact.values["precision"] for fact in facts if "precision" in fact.values})
    total: dict[str, Any] = {"amount": float(sum(amounts)), "currency": flow.currency}
    total |= {"precision": "; ".join(vague)} if vague else {}
    return total | ({"amount_fact": flow.fact} if flow.fact else {"amount_edges": 1})


def _flows(links: Sequence[Link], found: LinkSet, world: Classes) -> Mapping[_Flow, set[str]]:
    """The facts of each edge; of facts that state the same claim, the one that the others repeat."""
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    stating: dict[str, set[str]] = defaultdict(set)
    for link in links:
        a, b = world.country.get(link.source), world.country.get(link.target)
        if a and b and a != b and link.fact:
            claim = found.claim(link.fact)
            pairs[claim].add((a, b))
            stating[claim].add(link.fact)
    flows: dict[_Flow, set[str]] = defaultdict(set)
    for claim, ends in pairs.items():
        fact = claim if claim in stating[claim] else min(stating[claim])
        data = found.facts[fact]
        currency = data.values.get("currency", "") if "amount" in data.values else ""
        year, status = str(data.year or ""), data.values.get("status", "")
        alone = fact if len(ends) > 1 and currency else ""
        for a, b in ends:
            flows[_Flow(a, b, world.kind(fact) or "Fact", year, currency, status, alone)].add(fact)
    return flows


def _labels(store: Store, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Short name -> language -> label, of entities, facts, codes and statistics alike."""
    from pyoxigraph import NamedNode

    found = fetch_all_labels(store, [NamedNode(expand(name)) for name in sorted(names)])
    return {shorten(text_of(thing)): labels for thing, labels in found.items()}


def _describe(graph: nx.MultiDiGraph, world: Classes, unnamed: Collection[str], describer: Describer) -> None:
    countries = {world.country[name] for name in graph if name in world.country}
    every = _labels(describer.store, {*graph, *countries})
    kinds = describer.kinds([name for name in graph if name not in world.types])
    points = read_points(describer.store)
    for name, data in graph.nodes(data=True):
        labels = every.get(name, {})
        label = labels.get(describer.lang) or labels.get("en") or next(iter(labels.values()), None)
        home = world.country.get(name)
        data["label"] = label or local_name(name)
        if name in unnamed:
            labels = {code: unnamed_label(text, code or describer.lang) for code, text in labels.items()}
            data |= {"label": unnamed_label(data["label"], describer.lang), "unnamed": True}
        data["iri"] = expand(name)
        data["entity_class"] = world.kind(name) or kinds.get(name, "Thing")
        if home:
            places = every.get(home, {})
            data["country"] = places.get("en") or local_name(home)
        if point := points.get(name):
            data |= {"latitude": point.lat, "longitude": point.long}
            data |= {"coordinate_precision": point.precision, "coordinate_source": point.source}
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
    _mark_amounts(kept, ())
    said, name = graph.graph, graph.nodes[centre].get("label", centre)
    kept.graph["title"] = around(name, radius, said.get("lang", "en"), said.get("title", ""))
    return kept
