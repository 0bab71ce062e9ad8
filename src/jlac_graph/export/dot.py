"""DOT for Graphviz; every id is quoted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..core.contents import Pieces
from .flat_network import Edge, FlatNetwork, Node
from .xmlwriter import encoded, plain

__all__ = ["quoted", "write"]


def quoted(value: object) -> str:
    r"""Return a quoted DOT string.

    >>> print(quoted('a "b" \n c'))
    "a \"b\" \n c"
    """
    body = plain(str(value)).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{body}"'


def write(flat: FlatNetwork) -> Pieces:
    """Return a digraph with positions for ``neato -n``; ``dot`` finds its own."""
    return {"": encoded(_lines(flat), end="\n")}


def _lines(flat: FlatNetwork) -> Iterator[str]:
    yield f"digraph {quoted(flat.title or 'jlac')} {{"
    yield '  graph [overlap=false, splines=true, fontname="Helvetica"];'
    yield '  node [style=filled, fontname="Helvetica", fontsize=10];'
    yield '  edge [color="#666666", fontname="Helvetica", fontsize=8];'
    yield from map(_node, flat.nodes)
    yield from map(_edge, flat.edges)
    yield "}"


SHAPES = {"circle": "ellipse", "square": "box", "diamond": "diamond", "triangle": "triangle"}


def _node(node: Node) -> str:
    label = "\n".join(textwrap.wrap(node.label, 18)) or node.id
    fields = {
        "label": label,
        "shape": SHAPES[node.style.shape],
        "fillcolor": node.style.colour,
        "fontcolor": "#000000" if sum(node.style.rgb) > 330 else "#ffffff",
        "pos": f"{node.x},{node.y}",
        "entity_class": node.kind,
    }
    rest = {name: value for name, value in node.attributes.items() if name not in fields}
    return f"  {quoted(node.id)} [{_list({**fields, **rest})}];"


def _edge(edge: Edge) -> str:
    passages = edge.attributes.get("source_passages", "")
    wording = edge.attributes.get("wording", edge.relation)
    label = edge.attributes.get("relation_label", edge.relation)
    fields = {"id": edge.id, "label": label, "tooltip": f"{wording} [{passages}]"}
    fields |= {"style": "dashed"} if edge.dashed else {}
    fields |= {"dir": "none"} if edge.attributes.get("symmetric") else {}
    rest = {name: value for name, value in edge.attributes.items() if name not in fields}
    dates = {"start_date": edge.start, "end_date": edge.end}
    kept = {name: value for name, value in dates.items() if value}
    return f"  {quoted(edge.source)} -> {quoted(edge.target)} [{_list({**fields, **rest, **kept})}];"


def _list(fields: dict[str, object]) -> str:
    return ", ".join(f"{quoted(name)}={quoted(value)}" for name, value in fields.items())
