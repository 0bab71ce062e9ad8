"""Cytoscape: the JSON of Cytoscape.js and desktop, and CX2 of the Network Data Exchange."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from ..core.contents import Pieces
from .flat_network import Edge, FlatNetwork, Node
from .xmlwriter import encoded

__all__ = ["as_json", "write", "write_cx2"]

CX2_TYPES = {"boolean": "boolean", "long": "long", "double": "double", "string": "string"}


def as_json(value: object) -> Iterator[bytes]:
    """Return JSON in UTF-8 with one node or edge per line, keys in the order given, never NaN.

    An iterator in place of a list is read when it is written.

    Examples
    --------
    >>> print(b"".join(as_json({"title": "a", "nodes": iter([{"id": 1}, {"id": 2}])})).decode(), end="")
    {
    "title": "a",
    "nodes": [
    {"id": 1},
    {"id": 2}
    ]
    }
    """
    return encoded(chain(_items("[]", value, _block) if isinstance(value, list) else _block(value), "\n"))


def _block(value: object) -> Iterator[str]:
    """Break objects and the lists in them into lines; json's fast encoder writes their items."""
    if isinstance(value, dict):
        yield from _items("{}", value.items(), _pair)
    elif isinstance(value, Iterator) or (isinstance(value, list) and value):
        yield from _items("[]", value, lambda item: iter((_flat(item),)))
    else:
        yield _flat(value)


def _pair(item: tuple[str, object]) -> Iterator[str]:
    yield f"{_flat(item[0])}: "
    yield from _block(item[1])


def _items(brackets: str, items: Iterable[Any], written: Callable[[Any], Iterator[str]]) -> Iterator[str]:
    """Yield the items one per line between brackets."""
    mark = f"{brackets[0]}\n"
    for item in items:
        yield mark
        yield from written(item)
        mark = ",\n"
    yield f"\n{brackets[1]}" if mark == ",\n" else brackets


def _flat(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def write(flat: FlatNetwork) -> Pieces:
    """Return the elements for ``cytoscape({elements})``, Cytoscape's own import and networkx.

    `networkx.cytoscape_graph` also needs `directed`, `multigraph`, the `value` of each node, which becomes
    the node, and the `key` of each edge.
    """
    nodes = (({**_node_data(node), "value": node.id}, {"x": node.x, "y": node.y}) for node in flat.nodes)
    content = {
        "format_version": "1.0",
        "generated_by": "jlac-graph",
        "directed": True,
        "multigraph": True,
        "data": {"name": flat.title},
        "elements": {
            "nodes": ({"data": data, "position": position} for data, position in nodes),
            "edges": ({"data": {**_edge_data(edge), "key": edge.id}} for edge in flat.edges),
        },
    }
    return {"": as_json(content)}


def _node_data(node: Node) -> dict[str, Any]:
    own = {"id": node.id, "name": node.label, "label": node.label, "entity_class": node.kind}
    return {**node.attributes, **own, "size": node.size, "color": node.style.colour}


def _edge_data(edge: Edge) -> dict[str, Any]:
    own = {
        "id": edge.id,
        "source": edge.source,
        "target": edge.target,
        "name": f"{edge.source} ({edge.relation}) {edge.target}",
        "interaction": edge.relation,
        "relation": edge.relation,
        "weight": edge.weight,
    }
    dates = {"start_date": edge.start, "end_date": edge.end}
    own |= {"dashed": True} if edge.dashed else {}
    return {**edge.attributes, **own, **{k: v for k, v in dates.items() if v}}


def write_cx2(flat: FlatNetwork) -> Pieces:
    """Return CX2: the aspects in their order, whole numbers as ids, the status last."""
    numbers = {node.id: number for number, node in enumerate(flat.nodes)}
    nodes = ({"id": numbers[n.id], "x": n.x, "y": n.y, "v": _renamed(_node_data(n))} for n in flat.nodes)
    edges = (
        {
            "id": number,
            "s": numbers[edge.source],
            "t": numbers[edge.target],
            "v": _renamed(_edge_data(edge)),
        }
        for number, edge in enumerate(flat.edges)
    )
    aspects: dict[str, Iterable[dict[str, Any]]] = {
        "attributeDeclarations": [_declarations(flat)],
        "networkAttributes": [{"name": flat.title, "sources": "; ".join(flat.documents)}],
        "nodes": nodes,
        "edges": edges,
        "visualProperties": [_looks(flat)],
    }
    sizes = {"nodes": len(flat.nodes), "edges": len(flat.edges)}
    counts = [{"name": name, "elementCount": sizes.get(name, 1)} for name in aspects]
    content: list[dict[str, Any]] = [{"CXVersion": "2.0", "hasFragments": False}]
    content.append({"metaData": counts})
    content += [{name: rows} for name, rows in aspects.items()]
    content.append({"status": [{"success": True}]})
    return {"": as_json(content)}


def _renamed(values: dict[str, Any]) -> dict[str, Any]:
    """Return the id as an attribute beside CX2's own whole number; the ends of an edge are not attributes."""
    kept = {name: value for name, value in values.items() if name not in ("source", "target")}
    return {("local_id" if name == "id" else name): value for name, value in kept.items()}


def _declarations(flat: FlatNetwork) -> dict[str, Any]:
    text = {"d": "string"}
    nodes = {name: {"d": CX2_TYPES[kind]} for name, kind in flat.node_columns.items()}
    edges = {name: {"d": CX2_TYPES[kind]} for name, kind in flat.edge_columns.items()}
    own = dict.fromkeys(("local_id", "name", "label", "entity_class", "color"), text)
    ties = ("local_id", "name", "interaction", "relation", "start_date", "end_date")
    edges |= {"dashed": {"d": "boolean"}} if _has_dashed(flat) else {}
    return {
        "networkAttributes": {"name": text, "sources": text},
        "nodes": {**nodes, **own, "size": {"d": "double"}},
        "edges": {**edges, **dict.fromkeys(ties, text), "weight": {"d": "double"}},
    }


def _has_dashed(flat: FlatNetwork) -> bool:
    return any(edge.dashed for edge in flat.edges)


def _looks(flat: FlatNetwork) -> dict[str, Any]:
    colours = [{"v": kind, "vp": style.colour} for kind, style in flat.styles.items()]
    mapping = {
        "NODE_BACKGROUND_COLOR": {
            "type": "DISCRETE",
            "definition": {"attribute": "entity_class", "map": colours},
        },
        "NODE_LABEL": {"type": "PASSTHROUGH", "definition": {"attribute": "label"}},
    }
    defaults = {"edge": {"EDGE_TARGET_ARROW_SHAPE": "triangle", "EDGE_LINE_STYLE": "solid"}}
    dashed = {"attribute": "dashed", "map": [{"v": True, "vp": "dashed"}]}
    edges = {"EDGE_LINE_STYLE": {"type": "DISCRETE", "definition": dashed}}
    return {
        "default": defaults,
        "nodeMapping": mapping,
        "edgeMapping": edges if _has_dashed(flat) else {},
    }
