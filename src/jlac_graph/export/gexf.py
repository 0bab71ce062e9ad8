"""GEXF 1.3 for Gephi, with colours, positions, dates, and a kind for each parallel edge.

networkx's writer is not used: it fails on None, lists, dates and decimals, and writes the edge
attribute ``type`` with values that the schema forbids.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence

from ..core.contents import Pieces
from .flat_network import Edge, FlatNetwork, Node, Scalar
from .xmlwriter import attrs, document, text

__all__ = ["write"]

SHAPES = {"circle": "disc", "square": "square", "diamond": "diamond", "triangle": "triangle"}
NAMES = 'xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3"'


def write(flat: FlatNetwork) -> Pieces:
    """Return a GEXF file; dynamic if any edge is dated."""
    return {"": document(_lines(flat))}


def _lines(flat: FlatNetwork) -> Iterator[str]:
    dated = any(edge.start or edge.end for edge in flat.edges)
    time = ' mode="dynamic" timeformat="date" timerepresentation="interval"' if dated else ""
    yield f"<gexf {NAMES}>"
    yield "  <meta>"
    yield "    <creator>jlac-graph</creator>"
    yield f"    <description>{text(flat.title)}</description>"
    yield "  </meta>"
    yield f'  <graph defaultedgetype="directed" idtype="string"{time}>'
    node_names = ["entity_class", *_rest(flat)]
    edge_names = ["relation", *flat.edge_columns]
    yield from _declare("node", node_names, {"entity_class": "string", **flat.node_columns})
    yield from _declare("edge", edge_names, {"relation": "string", **flat.edge_columns})
    yield f'    <nodes count="{len(flat.nodes)}">'
    for node in flat.nodes:
        yield from _node(node, node_names)
    yield "    </nodes>"
    yield f'    <edges count="{len(flat.edges)}">'
    for edge in flat.edges:
        yield from _edge(edge, edge_names)
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _rest(flat: FlatNetwork) -> list[str]:
    return [name for name in flat.node_columns if name != "entity_class"]


def _declare(kind: str, names: Sequence[str], types: Mapping[str, str]) -> Iterator[str]:
    """Declare the attributes; their ids are their names, for Gephi Lite and sigma.js show the ids."""
    yield f'    <attributes class="{kind}" mode="static">'
    for name in names:
        yield f"      <attribute{attrs(id=name, title=name, type=types[name])}/>"
    yield "    </attributes>"


def _node(node: Node, names: Sequence[str]) -> Iterator[str]:
    red, green, blue = node.style.rgb
    yield f"      <node{attrs(id=node.id, label=node.label)}>"
    yield from _values({**node.attributes, "entity_class": node.kind}, names)
    yield f'        <viz:color r="{red}" g="{green}" b="{blue}" a="1.0"/>'
    yield f'        <viz:position x="{node.x}" y="{node.y}" z="0.0"/>'
    yield f'        <viz:size value="{node.size}"/>'
    yield f'        <viz:shape value="{SHAPES[node.style.shape]}"/>'
    yield "      </node>"


def _edge(edge: Edge, names: Sequence[str]) -> Iterator[str]:
    head = attrs(
        id=edge.id,
        source=edge.source,
        target=edge.target,
        type="directed",
        kind=edge.kind,
        label=edge.relation,
        weight=edge.weight,
        start=day(edge.start, last=False),
        end=day(edge.end, last=True),
    )
    yield f"      <edge{head}>"
    yield from _values({**edge.attributes, "relation": edge.relation}, names)
    if edge.dashed:
        yield '        <viz:shape value="dashed"/>'
    yield "      </edge>"


def _values(values: Mapping[str, Scalar], names: Sequence[str]) -> Iterator[str]:
    yield "        <attvalues>"
    for name in names:
        if name in values:
            yield f"          <attvalue{attrs(for_=name, value=values[name])}/>"
    yield "        </attvalues>"


def day(value: str | None, *, last: bool) -> str | None:
    """Return the first or last day of a year or month, as Gephi's timeline needs it.

    >>> day("2012", last=True), day("2012-02", last=True), day("2012-02", last=False)
    ('2012-12-31', '2012-02-29', '2012-02-01')
    """
    if value is None or len(value) >= 10:
        return value[:10] if value else None
    year, month = int(value[:4]), int(value[5:7] or (12 if last else 1))
    number = monthrange(year, month)[1] if last else 1
    return f"{year:04}-{month:02}-{number:02}"
