"""JSON for the browser: D3's node-link form and graphology's serialization (sigma.js)."""

from __future__ import annotations

from ..core.contents import Pieces
from .cytoscape import as_json
from .flat_network import Edge, FlatNetwork, Node, Scalar

__all__ = ["write_d3", "write_graphology"]


def _node(node: Node) -> dict[str, Scalar]:
    own: dict[str, Scalar] = {"label": node.label, "entity_class": node.kind}
    place: dict[str, Scalar] = {
        "x": node.x,
        "y": node.y,
        "size": node.size,
        "color": node.style.colour,
    }
    return {**node.attributes, **own, **place}


def _edge(edge: Edge) -> dict[str, Scalar]:
    own: dict[str, Scalar] = {"label": edge.relation, "relation": edge.relation}
    own["weight"] = edge.weight
    dates = {"start_date": edge.start, "end_date": edge.end}
    return {**edge.attributes, **own, **{k: v for k, v in dates.items() if v}}


def write_d3(flat: FlatNetwork) -> Pieces:
    """Return ``{nodes, links}`` for d3-force; links name their ends by id."""
    content = {
        "title": flat.title,
        "directed": True,
        "multigraph": True,
        "nodes": ({**_node(node), "id": node.id} for node in flat.nodes),
        "links": (
            {**_edge(edge), "id": edge.id, "source": edge.source, "target": edge.target}
            for edge in flat.edges
        ),
    }
    return {"": as_json(content)}


def write_graphology(flat: FlatNetwork) -> Pieces:
    """Return the input of ``graph.import``; attributes sit inside, and parallel edges are allowed."""
    content = {
        "attributes": {"name": flat.title, "sources": list(flat.documents)},
        "options": {"allowSelfLoops": True, "multi": True, "type": "directed"},
        "nodes": ({"key": node.id, "attributes": _node(node)} for node in flat.nodes),
        "edges": (
            {
                "key": edge.id,
                "source": edge.source,
                "target": edge.target,
                "attributes": _edge(edge),
            }
            for edge in flat.edges
        ),
    }
    return {"": as_json(content)}
