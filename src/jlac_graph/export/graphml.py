"""GraphML for Cytoscape, igraph, networkx, NetworkX-based tools, and a flavour of it for yEd.

Its schema takes no "/" and no space in an id: nodes are n0, n1 ... here, and `local_id` has their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..core.contents import Pieces
from .flat_network import Edge, FlatNetwork, Node, Scalar
from .xmlwriter import attrs, document, text

__all__ = ["write", "write_yed"]

SPACE = "http://graphml.graphdrawing.org/xmlns"
SCHEMA = f"{SPACE} http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd"
YED_SCHEMA = f"{SPACE} http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd"
YED_SHAPES = {
    "circle": "ellipse",
    "square": "rectangle",
    "diamond": "diamond",
    "triangle": "triangle",
}

NODE_FIELDS = {
    "local_id": "string",
    "label": "string",
    "entity_class": "string",
    "x": "double",
    "y": "double",
    "size": "double",
    "color": "string",
}
EDGE_FIELDS = {
    "local_id": "string",
    "relation": "string",
    "interaction": "string",
    "weight": "double",
    "start_date": "string",
    "end_date": "string",
}


def write(flat: FlatNetwork) -> Pieces:
    """Return the plain GraphML; `interaction` is an attribute that Cytoscape needs."""
    return {"": document(_lines(flat, yed=False))}


def write_yed(flat: FlatNetwork) -> Pieces:
    """Return GraphML with the shapes, labels and lines that yEd draws."""
    return {"": document(_lines(flat, yed=True))}


def _lines(flat: FlatNetwork, *, yed: bool) -> Iterator[str]:
    more = ' xmlns:y="http://www.yworks.com/xml/graphml"' if yed else ""
    yield f'<graphml xmlns="{SPACE}"{more} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    yield f'    xsi:schemaLocation="{YED_SCHEMA if yed else SCHEMA}">'
    yield from _keys("node", {**flat.node_columns, **NODE_FIELDS})
    yield from _keys("edge", {**flat.edge_columns, **EDGE_FIELDS})
    if yed:
        yield '  <key for="node" id="y_node" yfiles.type="nodegraphics"/>'
        yield '  <key for="edge" id="y_edge" yfiles.type="edgegraphics"/>'
    yield '  <graph id="network" edgedefault="directed">'
    yield f"    <desc>{text(flat.title)}</desc>"
    ids = {node.id: f"n{number}" for number, node in enumerate(flat.nodes)}
    for node in flat.nodes:
        yield from _node(node, ids, yed=yed)
    for number, edge in enumerate(flat.edges):
        yield from _edge(edge, number, ids, yed=yed)
    yield "  </graph>"
    yield "</graphml>"


def _keys(kind: str, columns: Mapping[str, str]) -> Iterator[str]:
    for name, of in columns.items():
        head = attrs(id=f"{kind[0]}_{name}", for_=kind)
        named = f' attr.name="{text(name)}" attr.type="{of}"'
        yield f"  <key{head}{named}/>"


def _data(kind: str, values: Mapping[str, Scalar | None]) -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            yield f"      <data{attrs(key=f'{kind}_{name}')}>{text(value)}</data>"


def _node(node: Node, ids: Mapping[str, str], *, yed: bool) -> Iterator[str]:
    yield f"    <node{attrs(id=ids[node.id])}>"
    own: dict[str, Scalar | None] = {
        "local_id": node.id,
        "label": node.label,
        "entity_class": node.kind,
        "x": node.x,
        "y": node.y,
        "size": node.size,
        "color": node.style.colour,
    }
    yield from _data("n", {**node.attributes, **own})
    if yed:
        place = attrs(height=node.size, width=node.size, x=node.x, y=node.y)
        yield '      <data key="y_node"><y:ShapeNode>'
        yield f"        <y:Geometry{place}/>"
        yield f'        <y:Fill color="{node.style.colour}" transparent="false"/>'
        label = text(node.label)
        yield f'        <y:NodeLabel modelName="sides" modelPosition="s">{label}</y:NodeLabel>'
        yield f'        <y:Shape type="{YED_SHAPES[node.style.shape]}"/>'
        yield "      </y:ShapeNode></data>"
    yield "    </node>"


def _edge(edge: Edge, number: int, ids: Mapping[str, str], *, yed: bool) -> Iterator[str]:
    ends = attrs(id=f"e{number}", source=ids[edge.source], target=ids[edge.target])
    yield f"    <edge{ends}>"
    own: dict[str, Scalar | None] = {
        "local_id": edge.id,
        "relation": edge.relation,
        "interaction": edge.relation,
        "weight": edge.weight,
        "start_date": edge.start,
        "end_date": edge.end,
    }
    yield from _data("e", {**edge.attributes, **own})
    if yed:
        yield '      <data key="y_edge"><y:PolyLineEdge>'
        if edge.dashed:
            yield '        <y:LineStyle color="#666666" type="dashed" width="1.0"/>'
        yield '        <y:Arrows source="none" target="standard"/>'
        yield f"        <y:EdgeLabel>{text(edge.relation)}</y:EdgeLabel>"
        yield '        <y:BendStyle smoothed="false"/>'
        yield "      </y:PolyLineEdge></data>"
    yield "    </edge>"
