"""Networks for the explorer: surroundings of an entity, projections, paths."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, Any

from ...core.errors import NotFoundError, UsageError
from ...core.namespaces import shorten
from ...lookup.search import resolve
from ...network.build_network import links_of, network
from ...network.projections import WHOLE, Projection, checked_classes, find_projection
from .cache import Cache
from .in_use import in_use
from .kept_values import kept_value
from .nearby import PLACING
from .parameters import whole, whole_or

if TYPE_CHECKING:
    import networkx as nx

    from ...network.trace_model import Hop, TracedPath
    from ...network.tracing import TraceOptions

__all__ = [
    "concerning",
    "edge_id",
    "edge_record",
    "edges_among",
    "edges_with_ids",
    "kept_positions",
    "kept_projection",
    "network_around",
    "prepare_traces",
    "projected",
    "projection_network",
    "traced",
]

_SHORTEST = 5
_DRAWN = 2500
"""Nodes of a projection that are all sent; of a larger one `_OF_MANY` are."""
_OF_MANY = 1000
"""Nodes of a larger projection that are sent: a browser draws fewer, and needs seconds to read more."""


def is_context(data: Mapping[str, Any]) -> bool:
    """Return whether a link only assigns an entity to a country, region or sector."""
    return not data.get("fact") or data.get("relation") in PLACING


def edge_id(source: str, target: str, data: Mapping[str, Any]) -> str:
    """Return an id for an edge that stays the same between requests."""
    return "|".join((data.get("fact") or "", str(data.get("relation")), source, target))


def edge_record(cache: Cache, source: str, target: str, data: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """An edge as the explorer draws it, with what qualifies its fact; without what is not known."""
    fact, facts = data.get("fact"), data.get("facts")
    countries, sectors = cache.concerned(facts or [fact] if fact or facts else [])
    ends = (source, target)
    countries -= {cache.countries.get(end, "") for end in ends}
    sectors -= {sector for end in ends for sector in cache.sectors.get(end, ())}
    found = {
        "id": edge_id(source, target, data),
        "source": source,
        "target": target,
        "relation": data.get("relation"),
        "label": data.get("relation_label"),
        "fact": fact,
        "kind": data.get("fact_class"),
        "words": data.get("wording"),
        "amount": data.get("amount"),
        "currency": data.get("currency"),
        "weight": data.get("weight"),
        "facts": facts,
        "amountShared": data.get("amount_shared"),
        "agreed": data.get("agreed"),
        "membership": data.get("membership"),
        "undirected": bool(data.get("shared")) or None,
        "countries": sorted(countries) or None,
        "sectors": sorted(sectors) or None,
        "possible": (fact in cache.open_facts and not _planned(cache, [str(fact)])) or None,
        "sources": data.get("sources") or [],
        "context": (is_context(data) and not facts) or None,
        **(cache.qualified(fact, lang) if fact else _folded(cache, data)),
    }
    return {key: value for key, value in found.items() if value is not None}


def _folded(cache: Cache, data: Mapping[str, Any]) -> dict[str, Any]:
    """What holds of an edge that stands for several facts: its year, and whether all of them are plans."""
    facts = data.get("facts") or []
    plan = data.get("planned") or (facts and len(_planned(cache, facts)) == len(facts))
    found: dict[str, Any] = {"planned": True} if plan else {}
    if first := data.get("start"):
        found |= {"date": first, "earliest": f"{first[:4]}-01-01", "latest": f"{first[:4]}-12-31"}
    return found


def _planned(cache: Cache, facts: Iterable[str]) -> list[str]:
    return [name for name in facts if cache.qualifiers.get(name, {}).get("planned")]


def edges_among(cache: Cache, things: Collection[str], lang: str, *, context: bool) -> list[dict[str, Any]]:
    """Every edge between things of a set, sorted by id."""
    rows = (
        edge_record(cache, a, b, data, lang)
        for a, b, data in cache.edges(set(things), lang)
        if context or not is_context(data)
    )
    return sorted({row["id"]: row for row in rows}.values(), key=lambda row: str(row["id"]))


def network_around(
    cache: Cache,
    lang: str,
    *,
    shown: Sequence[str],
    expand: str = "",
    relation: str = "",
    offset: int = 0,
    limit: int = 25,
    context: bool = False,
) -> dict[str, Any]:
    """Return nodes and edges among the drawn entities and, with `expand`, the neighbours of one more.

    Parameters
    ----------
    shown : short names of the drawn entities; a fact stands for its parties. Unknown ones are returned.
    expand : the node to expand.
    relation : only neighbours by this relation.
    offset, limit : which of its neighbours, those with most links first.
    context : whether country, place and sector links are shown too.

    Raises
    ------
    NotFoundError : the node to expand is not in the network.
    """
    named = {name: _drawable(cache, name) for name in shown}
    around: dict[str, Any] = {}
    added: list[str] = []
    if expand:
        around, added = _around(cache, lang, expand, relation, offset, limit, context)
    known = [thing for things in named.values() for thing in things]
    things = list(dict.fromkeys([*known, *([expand] if expand else []), *added]))
    edges = edges_among(cache, things, lang, context=context)
    return {
        "nodes": [cache.node(name, lang) for name in things],
        "edges": edges,
        "added": added,
        "around": around,
        "unknown": sorted(name for name, things in named.items() if not things),
        "passages": cache.cited(s for edge in edges for s in edge["sources"]),
    }


def _drawable(cache: Cache, name: str) -> list[str]:
    """An entity for itself, a fact for its parties; its places and codes would have no links."""
    parties = [party for party in cache.parties(name) if not party.startswith(("place/", "code:"))]
    return [thing for thing in parties or [name] if thing in cache.nearby or cache.holds(thing)]


def _around(
    cache: Cache, lang: str, centre: str, relation: str, offset: int, limit: int, context: bool
) -> tuple[dict[str, Any], list[str]]:
    nearby = cache.nearby
    if centre not in nearby and not cache.holds(centre):
        raise NotFoundError("entity", centre, where="the network")
    firm: Counter[str] = Counter()
    passages: Counter[str] = Counter()
    kinds: dict[str, set[str]] = defaultdict(set)
    for tie in nearby.around(centre):
        if context or not tie.context:
            kinds[tie.relation].add(tie.other)
            if relation in ("", tie.relation):
                firm[tie.other] += tie.firm
                passages[tie.other] += tie.passages
    order = sorted(firm, key=lambda name: (-firm[name], -passages[name], -nearby.degree(name), name))
    labels = cache.terms(kinds, lang)
    groups = [
        {"relation": name, "label": labels[name], "count": len(things)}
        for name, things in sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    page = order[offset : offset + limit]
    left = max(len(order) - offset - len(page), 0)
    return {"id": centre, "groups": groups, "total": len(order), "left": left}, page


def projected(cache: Cache, name: str, lang: str, *, start: int | None, end: int | None) -> dict[str, Any]:
    """Return a projection of the whole graph; of a large one the nodes with most links, and their links.

    Raises
    ------
    NotFoundError : there is no such projection, or nothing in those years.
    """
    graph, nodes, left = _drawn(cache, name, lang, start, end)
    cache.labels(nodes, lang)  # one query for all, which `node` finds in the cache
    rows = (edge_record(cache, a, b, data, lang) | {"id": edge} for a, b, data, edge in edges_with_ids(graph))
    edges = sorted(rows, key=lambda row: str(row["id"]))
    labels = cache.terms({edge["relation"] for edge in edges if edge["relation"] != name}, lang)
    for edge in edges:
        edge.setdefault("label", labels.get(edge["relation"], edge["relation"]))
    return {
        "nodes": [cache.node(node, lang) for node in sorted(nodes)],
        "edges": edges,
        "title": graph.graph["title"],
        "left": left,
        "passages": cache.cited(s for edge in edges for s in edge["sources"]),
    }


def _drawn(
    cache: Cache, name: str, lang: str, start: int | None, end: int | None
) -> tuple[nx.MultiDiGraph, Collection[str], int]:
    """The part of a projection that is sent, its nodes, and how many are left out."""
    found = _projection(cache, name)
    every = start is None and end is None
    if every and len(cache.nearby) > _DRAWN and not found.fold and not found.through:
        declared = sha256(repr(found).encode()).hexdigest()[:12]
        best, left = kept_value(cache, f"best of {declared}", lambda: _best(_degrees(cache, found)))
        if left:
            drawn = cache.kept(
                f"drawn {name} {lang}", lambda: _network(cache, found, lang, among=frozenset(best))
            )
            return drawn, best, left
    graph = (
        kept_projection(cache, name, lang)
        if every
        else projection_network(cache, name, lang, start=start, end=end)
    )
    best, left = _best(dict(graph.degree()))
    return (graph.subgraph(best) if left else graph), best, left


def _best(degrees: Mapping[str, int]) -> tuple[list[str], int]:
    """The nodes with most links of a large network, all of a smaller one; how many are left out."""
    if len(degrees) <= _DRAWN:
        return list(degrees), 0
    return sorted(degrees, key=lambda node: (-degrees[node], node))[:_OF_MANY], len(degrees) - _OF_MANY


def _degrees(cache: Cache, projection: Projection) -> Counter[str]:
    """Count the edges of each node of a projection that neither folds nor joins links."""
    links = links_of(cache.links, checked_classes(cache.store, projection), cache.classes)
    return Counter(chain.from_iterable((link.source, link.target) for link in links))


def _projection(cache: Cache, name: str) -> Projection:
    path = cache.queries / "projections.toml" if cache.queries else None
    return find_projection(name, path=path if path and path.is_file() else None)


def _network(cache: Cache, projection: Projection, lang: str, **options: Any) -> nx.MultiDiGraph:
    made = partial(network, links=cache.links, describer=cache.describer(lang), classes=cache.classes)
    return made(cache.store, projection, lang=lang, **options)


def kept_projection(cache: Cache, name: str, lang: str) -> nx.MultiDiGraph:
    """Return a projection of all years, made once in each process; it must not be changed."""
    return cache.kept(f"projection {name} {lang}", lambda: projection_network(cache, name, lang))


def kept_positions(cache: Cache, name: str, lang: str) -> Mapping[Any, tuple[float, float]]:
    """Return where the nodes of a projection of all years are drawn; the same in every language."""
    from ...export.layout import layout

    return cache.kept(f"positions {name}", lambda: layout(kept_projection(cache, name, lang)))


def projection_network(
    cache: Cache, name: str, lang: str, *, start: int | None = None, end: int | None = None
) -> nx.MultiDiGraph:
    """Return a projection as networkx has it.

    Raises
    ------
    NotFoundError : there is no such projection, or nothing in those years.
    """
    found = _projection(cache, name)
    everything = start is None and end is None and found == replace(WHOLE, summaries=found.summaries)
    if everything and (kept := cache.network(lang)):
        return kept
    return _network(cache, found, lang, start=start, end=end)


def concerning(
    cache: Cache, graph: nx.MultiDiGraph, lang: str, *, country: str = "", sector: str = ""
) -> nx.MultiDiGraph:
    """Return the links that have to do with a country and a sector, as the explorer's filters do.

    Parameters
    ----------
    country, sector : names or ids; a link has to do with each if one of its ends or a party of its fact does.

    Raises
    ------
    NotFoundError, AmbiguousError : nothing is called so, or no such link is left.
    """
    chosen = []
    if country:
        chosen.append(_one_of(cache, "country", country, {*in_use(cache)["countries"]}))
    if sector:
        chosen.append(_one_of(cache, "sector", sector, {*in_use(cache)["sectors"]}))
    kept = [
        (source, target, key)
        for source, target, key, data in graph.edges(keys=True, data=True)
        if _concerns(cache, source, target, data).issuperset(chosen)
    ]
    if not kept:
        raise NotFoundError("link of", " and ".join(filter(None, (country, sector))), where="this view")
    found = graph.edge_subgraph(kept).copy()
    labels = cache.labels(chosen, lang)
    found.graph["title"] = f"{graph.graph['title']} ({', '.join(labels[name] for name in chosen)})"
    return found


def _one_of(cache: Cache, kind: str, name: str, known: set[str]) -> str:
    """The one of some ids that a name means."""
    found = shorten(resolve(cache.store, name, names=cache.names, among=known))
    if found not in known:
        raise NotFoundError(kind, name, get_close_matches(name, sorted(known), 3))
    return found


def _concerns(cache: Cache, source: str, target: str, data: Mapping[str, Any]) -> set[str]:
    """The countries and sectors that a link has to do with, and its ends."""
    facts = data.get("facts") or [data["fact"]] if data.get("fact") or data.get("facts") else []
    found = {source, target}.union(*cache.concerned(facts))
    for end in (source, target):
        found |= {cache.countries.get(end, ""), *cache.sectors.get(end, ())}
    return found


def edges_with_ids(graph: nx.MultiDiGraph) -> Iterable[tuple[str, str, Mapping[str, Any], str]]:
    """Yield every edge with an id of its own; parallel ones, such as one per year, are numbered."""
    met: Counter[str] = Counter()
    for source, target, data in graph.edges(data=True):
        name = edge_id(source, target, data)
        met[name] += 1
        yield source, target, data, name if met[name] == 1 else f"{name}|{met[name]}"


def traced(cache: Cache, values: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return the best-evidenced paths between two entities, the shortest ones, and their intermediaries.

    Raises
    ------
    NotFoundError, AmbiguousError, UsageError : as `trace` does.
    """
    from ...network.tracing import trace

    source, target = str(values.get("source") or ""), str(values.get("target") or "")
    if not source or not target:
        raise UsageError("give two entities as source and target")
    options = _options(values)
    found = trace(
        cache.store, source, target, options=options, lang=lang, links=cache.links, names=cache.names
    )
    paths = [_path(cache, path, lang, found.ground) for path in found.paths]
    misses: list[dict[str, Any]] = [
        {"without": miss.without, "nodes": list(miss.path.nodes)} for miss in found.misses
    ]
    single = found.source.single and found.target.single
    ends = found.source.things[0], found.target.things[0]
    shortest = _shortest(cache, *ends) if single else []
    things = {n for p in (*paths, *misses) for n in p["nodes"]} | {n for p in shortest for n in p}
    edges = edges_among(cache, things, lang, context=True)
    return {
        "paths": paths,
        "shortest": shortest,
        "misses": misses,
        "hubs": [cache.node(name, lang) for name in found.hubs],
        "searched": dict(found.searched),
        "gaps": list(found.gaps),
        "nodes": [cache.node(name, lang) for name in sorted(things)],
        "edges": edges,
        "passages": cache.cited(s for edge in edges for s in edge["sources"]),
    }


def _options(values: Mapping[str, Any]) -> TraceOptions:
    from ...network.tracing import TraceOptions

    avoid = values.get("avoid") or []
    if not isinstance(avoid, list):
        raise UsageError("avoid must be a list of names")
    return TraceOptions(
        paths=min(whole_or(values, "paths", 5), 20),
        max_length=min(whole_or(values, "max_length", 5), 8),
        avoid=tuple(map(str, avoid)),
        start=whole(values, "from"),
        end=whole(values, "to"),
    )


def _path(cache: Cache, path: TracedPath, lang: str, ground: Collection[str]) -> dict[str, Any]:
    words = cache.labels(path.together, lang)
    found: dict[str, Any] = {
        "nodes": list(path.nodes),
        "cost": round(path.cost, 2),
        "hops": [_hop(cache, hop, lang) for hop in path.hops],
        "passing": [{"id": name, "parts": _parts(parts, lang)} for name, parts in path.passing.items()],
    }
    if path.together:
        found["together"] = [{"id": fact, "words": words[fact]} for fact in path.together]
    if shared := [name for name in path.nodes[1:-1] if name in ground]:
        found["shared"] = shared
    return found


def _parts(parts: Mapping[str, float], lang: str) -> list[dict[str, Any]]:
    from ...core.messages import phrase

    return [{"part": part, "label": phrase(part, lang), "cost": cost} for part, cost in parts.items()]


def _hop(cache: Cache, hop: Hop, lang: str) -> dict[str, Any]:
    said = [
        {
            **cache.qualified(s.fact, lang), "source": s.source, "target": s.target, "relation": s.relation,
            "fact": s.fact, "words": s.words, "sources": list(s.sources),
        }
        for s in hop.statements
    ]  # fmt: skip
    parts = _parts(hop.parts, lang)
    return {"source": hop.source, "target": hop.target, "statements": said, "parts": parts}


def prepare_traces(cache: Cache) -> None:
    """Make what every trace needs, so that none has to."""
    from ...network.prepared import prepared

    prepared(cache.links)
    _ = cache.nearby


def _shortest(cache: Cache, source: str, target: str) -> list[list[str]]:
    """The shortest paths; country and sector links, plans and possible relations aside."""
    return cache.nearby.shortest(source, target, _SHORTEST)
