"""Maps: GeoJSON and KML of the nodes that have coordinates, and of the links between them.

A node without coordinates has no place on a map; what links it to a node that has some is told there, in the
property `facts` of that node, each statement with all that the edge carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from ..core.contents import Pieces
from .cytoscape import as_json
from .flat_network import Edge, FlatNetwork, Node, Scalar
from .xmlwriter import attrs, document, text

__all__ = ["write_geojson", "write_kml"]

_SPACE = "http://www.opengis.net/kml/2.2"


def write_geojson(flat: FlatNetwork) -> Pieces:
    """Return a FeatureCollection of RFC 7946: points, then lines, with the title and the sources beside."""
    places = _places(flat)
    about = _about(flat, places)
    points = (_point_feature(node, places, about[node.id]) for node in flat.nodes if node.id in places)
    lines = (_line_feature(edge, places) for edge in _lines_of(flat, places))
    content = {
        "type": "FeatureCollection",
        "title": flat.title,
        "sources": list(flat.documents),
        "unlocated": len(flat.nodes) - len(places),
        "features": chain(points, lines),
    }
    return {"": as_json(content)}


def _places(flat: FlatNetwork) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude by node."""
    found = {}
    for node in flat.nodes:
        long, lat = node.attributes.get("longitude"), node.attributes.get("latitude")
        if isinstance(long, int | float) and isinstance(lat, int | float):
            found[node.id] = (float(long), float(lat))
    return found


def _lines_of(flat: FlatNetwork, places: Mapping[str, Any]) -> Iterator[Edge]:
    return (e for e in flat.edges if e.source in places and e.target in places and e.source != e.target)


def _about(flat: FlatNetwork, places: Iterable[str]) -> dict[str, list[dict[str, Scalar]]]:
    """Return the statements about each node that has coordinates, those of one fact once."""
    found: dict[str, dict[str, Edge]] = {name: {} for name in places}
    for edge in flat.edges:
        for name in (edge.source, edge.target):
            if name in found:
                found[name].setdefault(str(edge.attributes.get("fact", edge.id)), edge)
    return {name: [_statement(edge) for edge in edges.values()] for name, edges in found.items()}


def _statement(edge: Edge) -> dict[str, Scalar]:
    return {"relation": edge.relation, **edge.attributes}


def _node_properties(node: Node) -> dict[str, Scalar]:
    own = {"local_id": node.id, "label": node.label, "entity_class": node.kind, "color": node.style.colour}
    rest = {k: v for k, v in node.attributes.items() if k not in ("longitude", "latitude")}
    return {**rest, **own}


def _edge_properties(edge: Edge) -> dict[str, Scalar]:
    own = {"local_id": edge.id, "source_id": edge.source, "target_id": edge.target, "relation": edge.relation}
    dates = {"start_date": edge.start, "end_date": edge.end}
    return {**edge.attributes, **own, **{key: value for key, value in dates.items() if value}}


def _point_feature(
    node: Node, places: Mapping[str, tuple[float, float]], facts: Sequence[Mapping[str, Scalar]]
) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": list(places[node.id])}
    properties = {**_node_properties(node), "facts": list(facts)}
    return {"type": "Feature", "id": node.id, "geometry": geometry, "properties": properties}


def _line_feature(edge: Edge, places: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    ends = [list(places[edge.source]), list(places[edge.target])]
    geometry = {"type": "LineString", "coordinates": ends}
    return {"type": "Feature", "id": edge.id, "geometry": geometry, "properties": _edge_properties(edge)}


def write_kml(flat: FlatNetwork) -> Pieces:
    """Return KML 2.2 for Google Earth, QGIS and others: a folder of points and one of lines."""
    return {"": document(_kml(flat))}


def _kml(flat: FlatNetwork) -> Iterator[str]:
    places = _places(flat)
    about = _about(flat, places)
    yield f'<kml xmlns="{_SPACE}"><Document>'
    yield f"<name>{text(flat.title)}</name>"
    yield f"<description>{text('Sources: ' + '; '.join(flat.documents))}</description>"
    for number, style in enumerate(flat.styles.values()):
        icon = f"<IconStyle><color>{_colour(style.rgb)}</color></IconStyle>"
        yield f"<Style{attrs(id=f's{number}')}>{icon}</Style>"
    yield "<Folder><name>Entities</name>"
    numbers = {kind: number for number, kind in enumerate(flat.styles)}
    for node in flat.nodes:
        if node.id in places:
            said = "\n".join(str(fact.get("wording", "")) for fact in about[node.id])
            point = f"<Point><coordinates>{_position(places[node.id])}</coordinates></Point>"
            look = f"<styleUrl>#s{numbers[node.kind]}</styleUrl>"
            yield _placemark(node.label, said, look, _node_properties(node), point)
    yield "</Folder><Folder><name>Links</name>"
    for edge in _lines_of(flat, places):
        ends = f"{_position(places[edge.source])} {_position(places[edge.target])}"
        line = f"<LineString><coordinates>{ends}</coordinates></LineString>"
        said = str(edge.attributes.get("wording", ""))
        yield _placemark(edge.relation, said, "", _edge_properties(edge), line)
    yield "</Folder></Document></kml>"


def _position(place: tuple[float, float]) -> str:
    return f"{place[0]!r},{place[1]!r}"


def _colour(rgb: tuple[int, int, int]) -> str:
    """Return a colour as KML writes it: opacity, blue, green, red."""
    red, green, blue = rgb
    return f"ff{blue:02x}{green:02x}{red:02x}"


def _placemark(name: str, said: str, style: str, data: Mapping[str, Scalar], shape: str) -> str:
    values = "".join(f"<Data{attrs(name=k)}><value>{text(v)}</value></Data>" for k, v in data.items())
    described = f"<description>{text(said)}</description>" if said else ""
    extended = f"<ExtendedData>{values}</ExtendedData>"
    return f"<Placemark><name>{text(name)}</name>{described}{style}{extended}{shape}</Placemark>"
