"""A flat network: nodes and edges with one type per column, ready for any writer.

Every format is written from a `FlatNetwork`, so the content of a node or an edge is decided once: short
ids, the IRI as an attribute, missing values omitted, lists joined, dates as ISO strings, and no attribute
with a name that a tool reserves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from math import log2
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from ..core.namespaces import SRC, short_id
from ..lookup.links import spaced
from .colours import Style, styles

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RESERVED", "Costs", "Edge", "FlatNetwork", "Node", "Scalar", "flat_network", "references"]

Scalar: TypeAlias = bool | int | float | str

RESERVED = {
    "id": "local_id",
    "source": "source_doc",
    "sources": "source_passages",
    "target": "target_doc",
    "key": "edge_key",
    "type": "kind_of",
    "pid": "parent",
    "kind": "kind_of",
    "start": "start_date",
    "end": "end_date",
    "name": "full_name",
    "value": "amount_value",
    "weight": "link_weight",
    "directed": "is_directed",
}
"""Names of attributes whose plain name is reserved by some tool."""

TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `kind` is its class, `attributes` what is known of it besides."""

    id: str
    label: str
    kind: str
    x: float
    y: float
    size: float
    style: Style
    attributes: Mapping[str, Scalar]
    surcharge: float | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge: `kind` tells parallel edges apart, `start` and `end` are ISO dates as they came.

    The `cost` is that of `Costs`, if the network was flattened with them.
    """

    id: str
    source: str
    target: str
    relation: str
    kind: str
    weight: float
    start: str | None
    end: str | None
    attributes: Mapping[str, Scalar]
    cost: float | None = None

    @property
    def planned(self) -> bool:
        """Whether it has not yet come true."""
        return self.attributes.get("planned") is True

    @property
    def dashed(self) -> bool:
        """Whether it is drawn dashed: it is planned, or agreed and not known to be done."""
        return self.planned or self.attributes.get("agreed") is True


@dataclass(frozen=True, slots=True)
class Costs:
    """What a trace counts, for a tool that adds up one number of each edge of a path.

    Attributes
    ----------
    links : two entities, either way round -> the cost of all links between them together, and half the
        surcharge of both. Their sum along a path is its cost and half the surcharges of its two ends.
    surcharges : entity -> what passing through it adds.
    """

    links: Mapping[tuple[str, str], float]
    surcharges: Mapping[str, float]


Item = TypeVar("Item", Node, Edge)


@dataclass(frozen=True, slots=True)
class FlatNetwork:
    """A whole network, flat.

    Attributes
    ----------
    title : for the head of a file or picture.
    nodes, edges : sorted by id.
    node_columns, edge_columns : attribute name -> boolean, long, double or string.
    documents : the sources that the edges cite, as in a reference list, sorted.
    own_sources : source -> IRI, of those in collections with a base of their own.
    own_documents : those of `documents` that are in collections which the user added.
    lang : language of the labels.
    kinds : class -> its name in that language; without it the class itself, spaced.
    see_also : the government of the country, or the country of the government, around which the network is
        -> its links in the whole network.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    node_columns: Mapping[str, str]
    edge_columns: Mapping[str, str]
    documents: tuple[str, ...]
    own_sources: Mapping[str, str] = field(default_factory=dict)
    own_documents: tuple[str, ...] = ()
    lang: str = "en"
    kinds: Mapping[str, str] = field(default_factory=dict)

    def kind(self, name: str) -> str:
        """Return the name of a class, with a capital first letter.

        >>> FlatNetwork("", (), (), {}, {}, ()).kind("PublicAgency")
        'Public agency'
        """
        words = self.kinds.get(name) or spaced(name)
        return words[:1].upper() + words[1:]

    see_also: Mapping[str, int] = field(default_factory=dict)

    def passage(self, locator: str) -> str:
        """Return the IRI of a passage."""
        source, _, fragment = locator.partition("#")
        return f"{self.own_sources.get(source, SRC + source)}/{fragment}"

    @property
    def styles(self) -> dict[str, Style]:
        """The style of each class present, for a legend."""
        return {node.kind: node.style for node in sorted(self.nodes, key=lambda n: n.kind)}


def flat_network(
    graph: nx.MultiDiGraph,
    *,
    title: str = "",
    lang: str = "en",
    positions: Mapping[Any, tuple[float, float]] | None = None,
    costs: Costs | None = None,
) -> FlatNetwork:
    """Flatten a MultiDiGraph.

    Parameters
    ----------
    graph : nodes with `label`, `entity_class` and more; edges with `relation`, `fact`, `sources`...
    title : what the network shows.
    lang : labels are taken from ``label_<lang>`` where a node has it.
    positions : from `layout`; all at the origin when None.
    costs : of a trace, for the edges that are links; one that counts what it stands for has none.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("agent/jbic", label="JBIC", entity_class="PublicAgency")
    >>> key = graph.add_edge("agent/jbic", "mine", relation="lentTo", amount=3, sources=["r#p1"])
    >>> flat = flat_network(graph)
    >>> flat.edges[0].id, dict(flat.edges[0].attributes)
    ('e/lentTo/agent/jbic/mine', {'amount': 3, 'source_passages': 'r#p1'})
    """
    kinds = styles(str(data.get("entity_class", "Thing")) for _, data in graph.nodes(data=True))
    where = positions or {}
    due = costs.surcharges if costs else {}
    nodes = tuple(
        _node(short_id(str(n)), data, lang, where.get(n, (0.0, 0.0)), graph.degree(n), kinds, due.get(n))
        for n, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0]))
    )
    edges = _edges(graph, costs.links if costs else {})
    documents = {
        locator.partition("#")[0]
        for edge in edges
        for locator in str(edge.attributes.get("source_passages", "")).split("; ")
        if locator
    }
    node_columns = _columns(node.attributes for node in nodes)
    edge_columns = _columns(edge.attributes for edge in edges)
    return FlatNetwork(
        title,
        _cast(nodes, node_columns),
        _cast(edges, edge_columns),
        node_columns,
        edge_columns,
        references(documents, graph.graph.get("documents", {})),
        graph.graph.get("own_sources", {}),
        references(documents & {*graph.graph.get("own_documents", ())}, graph.graph.get("documents", {})),
        lang,
        graph.graph.get("kinds", {}),
        graph.graph.get("see_also", {}),
    )


def references(documents: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the documents as references with their ids, sorted by id.

    >>> references(["s", "r"], {"r": "A report, 2013"})
    ('A report, 2013 (r)', 's')
    """
    named = ((name, known.get(name, name)) for name in sorted(documents))
    return tuple(text if text == name else f"{text} ({name})" for name, text in named)


def _node(
    name: str,
    data: Mapping[str, Any],
    lang: str,
    place: tuple[float, float],
    degree: int,
    kinds: Mapping[str, Style],
    surcharge: float | None,
) -> Node:
    kind = str(data.get("entity_class", "Thing"))
    label = data.get(f"label_{lang}") or data.get("label") or name
    rest = {key: value for key, value in data.items() if key != "label"}
    size = round(6 + 4 * log2(1 + degree), 1)
    return Node(
        name, " ".join(str(label).split()), kind, *place, size, kinds[kind], _attributes(rest), surcharge
    )


_IDS = ("fact", "same_claim")
"""Attributes that name a fact."""
OWN = ("relation", "weight", "start", "end", "timeless")
"""Attributes for which an `Edge` has fields, or which only the path search needs."""


def _edges(graph: nx.MultiDiGraph, costs: Mapping[tuple[str, str], float]) -> tuple[Edge, ...]:
    ids: dict[str, int] = {}
    kinds: dict[tuple[str, str, str], int] = {}
    taken = {short_id(str(node)) for node in graph.nodes}
    edges = []
    rows = sorted(graph.edges(data=True), key=_edge_order)
    for source, target, data in rows:
        a, b = short_id(str(source)), short_id(str(target))
        relation, fact = str(data.get("relation", "linked")), short_id(data.get("fact") or "")
        stem = f"e/{fact}/{relation}" if fact else f"e/{relation}/{a}/{b}"
        name = _unused(stem, ids, taken)
        count = kinds[a, b, relation] = kinds.get((a, b, relation), 0) + 1
        kind = relation if count == 1 else f"{relation} ({count})"
        rest = {k: v for k, v in data.items() if k not in OWN}
        weight = float(data.get("weight", 1) or 1)
        start, end = _text(data.get("start")), _text(data.get("end"))
        cost = None if "weight" in data else costs.get((source, target))
        edges.append(Edge(name, a, b, relation, kind, weight, start, end, _attributes(rest), cost))
    return tuple(sorted(edges, key=lambda edge: edge.id))


def _edge_order(row: tuple[Any, Any, Mapping[str, Any]]) -> tuple[str, ...]:
    source, target, data = row
    rest = (data.get(name) for name in ("relation", "fact", "start", "amount", "wording"))
    return (str(source), str(target), *map(str, rest))


def _unused(stem: str, ids: dict[str, int], taken: set[str]) -> str:
    name = stem
    while name in taken:
        ids[stem] = ids.get(stem, 1) + 1
        name = f"{stem}.{ids[stem]}"
    taken.add(name)
    return name


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _attributes(data: Mapping[str, Any]) -> dict[str, Scalar]:
    short = {key: short_id(data[key]) for key in _IDS if data.get(key)}
    flat = {RESERVED.get(key, key): _scalar(value) for key, value in sorted({**data, **short}.items())}
    return {key: value for key, value in flat.items() if value is not None}


def _scalar(value: object) -> Scalar | None:
    """Return one plain value, or None if there is none.

    >>> _scalar(["a", "b"]), _scalar(Decimal("2.50")), _scalar(Decimal(3)), _scalar(())
    ('a; b', 2.5, 3, None)
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return "; ".join(str(item) for item in value) or None
    return str(value)


def _columns(rows: Iterable[Mapping[str, Scalar]]) -> dict[str, str]:
    """Return one type per column: integers mixed with other numbers are double, any other mix a string."""
    seen: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            seen.setdefault(name, set()).add(TYPES[type(value)])
    return {name: _common(kinds) for name, kinds in sorted(seen.items())}


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"long", "double"} else "string"


def _cast(items: Iterable[Item], columns: Mapping[str, str]) -> tuple[Item, ...]:
    """Give every value the type of its column."""
    make = {"boolean": bool, "long": int, "double": float, "string": str}
    wanted = {name: make[kind] for name, kind in columns.items()}
    return tuple(
        item
        if all(type(value) is wanted[name] for name, value in item.attributes.items())
        else replace(item, attributes={n: wanted[n](v) for n, v in item.attributes.items()})
        for item in items
    )
