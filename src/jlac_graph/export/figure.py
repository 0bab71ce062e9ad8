"""A figure for a paper: SVG written here, and PNG drawn from that very SVG.

Own SVG rather than matplotlib: the labels stay text that can be searched and edited, nothing heavy
is imported, and the bytes are the same on every machine. PNG needs `resvg-py` (the extra
``figures``), a small wheel around the resvg renderer.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot

from ..errors import UsageError
from .colours import Style
from .files import Bundle
from .sheet import Edge, Node, Sheet
from .xmlwriter import text

__all__ = ["write_png", "write_svg"]

WIDTH = 1200.0
MARGIN = 90.0
TOP = 100.0
LARGEST = 1.8
MANY = 60
FONT = "Helvetica, Arial, 'DejaVu Sans', 'Noto Sans CJK JP', sans-serif"
INK, FAINT = "#222222", "#8a8a8a"


@dataclass(frozen=True, slots=True)
class _Frame:
    """How positions of the sheet become positions on the page."""

    margin: float
    left: float
    top: float
    scale: float
    height: float

    def place(self, node: Node) -> tuple[float, float]:
        return (
            round(self.margin + (node.x - self.left) * self.scale, 1),
            round(TOP + (node.y - self.top) * self.scale, 1),
        )


def write_svg(sheet: Sheet) -> Bundle:
    """One SVG file with title, legend and a line of sources."""
    return {"": ("\n".join(_lines(sheet)) + "\n").encode()}


def write_png(sheet: Sheet) -> Bundle:
    """The SVG as a picture, twice as large for print.

    Raises
    ------
    UsageError
        The renderer is not installed.
    """
    try:
        import resvg_py
    except ImportError:
        raise UsageError("PNG needs resvg-py; pip install 'jlac-graph[figures]', or write svg") from None
    svg = write_svg(sheet)[""].decode()
    return {"": bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2))}


def _lines(sheet: Sheet) -> Iterator[str]:
    frame = _frame(sheet)
    legend = 26 * ((len(sheet.styles) + 3) // 4)
    height = frame.height + TOP + 90 + legend + 40
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}"'
    yield f'    width="{WIDTH:g}" height="{height:g}" font-family="{FONT}">'
    yield f"  <title>{text(sheet.title)}</title>"
    yield '  <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"'
    yield '    markerHeight="8" orient="auto" markerUnits="userSpaceOnUse">'
    yield f'    <path d="M0,0.8 L8,4 L0,7.2 z" fill="{FAINT}"/></marker></defs>'
    yield '  <rect width="100%" height="100%" fill="#ffffff"/>'
    yield f'  <text x="24" y="34" font-size="20" fill="{INK}">{text(sheet.title)}</text>'
    yield from _edges(sheet, frame)
    for node in sheet.nodes:
        yield from _node(node, frame)
    yield from _legend(sheet, frame.height + TOP + 90)
    documents = ", ".join(sheet.documents) or "none cited"
    yield f'  <text x="24" y="{height - 16:g}" font-size="12" fill="#555555">'
    size = f"{len(sheet.nodes):,} things, {len(sheet.edges):,} links"
    yield f"    Sources: {text(documents)}. {size}.</text>"
    yield "</svg>"


def _frame(sheet: Sheet) -> _Frame:
    xs = [node.x for node in sheet.nodes] or [0.0]
    ys = [node.y for node in sheet.nodes] or [0.0]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    wide = (WIDTH - 2 * MARGIN) / width if width else LARGEST
    scale = min(wide, WIDTH / height if height else LARGEST, LARGEST)
    return _Frame((WIDTH - width * scale) / 2, min(xs), min(ys), scale, height * scale)


def _edges(sheet: Sheet, frame: _Frame) -> Iterator[str]:
    """Lines first, then their words; parallel links fan out, so that each can be seen."""
    nodes = {node.id: node for node in sheet.nodes}
    pairs: dict[tuple[str, str], list[Edge]] = {}
    for edge in sheet.edges:
        a, b = edge.source, edge.target
        pairs.setdefault((a, b) if a < b else (b, a), []).append(edge)
    captions: list[str] = []
    for (a, _), edges in pairs.items():
        for number, edge in enumerate(edges):
            bend = (number - (len(edges) - 1) / 2) * 52
            curve = _curve(edge, nodes, frame, bend if edge.source == a else -bend)
            said = text(str(edge.attributes.get("wording", edge.relation)))
            yield f'  <path d="{curve.path}" fill="none" stroke="{FAINT}" stroke-width="1.3"'
            yield f'    marker-end="url(#tip)"><title>{said}</title></path>'
            named = str(edge.attributes.get("relation_label", edge.relation))
            year = f", {edge.start[:4]}" if edge.start else ""
            captions += _caption(named + year, *curve.middle, 10.5, "#555555")
    if len(sheet.edges) <= MANY:
        yield from captions


@dataclass(frozen=True, slots=True)
class _Curve:
    path: str
    middle: tuple[float, float]


def _curve(edge: Edge, nodes: Mapping[str, Node], frame: _Frame, bend: float) -> _Curve:
    """A curve from one thing to another that stops at the rim of its target."""
    (x1, y1), (x2, y2) = frame.place(nodes[edge.source]), frame.place(nodes[edge.target])
    length = hypot(x2 - x1, y2 - y1) or 1.0
    mx = (x1 + x2) / 2 - (y2 - y1) / length * bend
    my = (y1 + y2) / 2 + (x2 - x1) / length * bend
    reach, rim = hypot(x2 - mx, y2 - my) or 1.0, _radius(nodes[edge.target]) + 2
    x2, y2 = x2 - (x2 - mx) / reach * rim, y2 - (y2 - my) / reach * rim
    middle = ((x1 + 2 * mx + x2) / 4, (y1 + 2 * my + y2) / 4 + 3)
    return _Curve(f"M{x1:g},{y1:g} Q{mx:.1f},{my:.1f} {x2:.1f},{y2:.1f}", middle)


def _node(node: Node, frame: _Frame) -> Iterator[str]:
    x, y = frame.place(node)
    radius = _radius(node)
    yield f"  <g><title>{text(node.label)} ({text(node.kind)})</title>"
    yield f"    {_shape(node.style, x, y, radius)}</g>"
    for number, line in enumerate(_wrapped(node.label)):
        yield from _caption(line, x, y + radius + 13 + 13 * number, 12, INK)


def _radius(node: Node) -> float:
    return max(node.size * 0.55, 5.0)


def _spaced(kind: str) -> str:
    """A class name in words.

    >>> _spaced("PublicAgency")
    'Public agency'
    """
    return re.sub(r"(?<=[a-z])[A-Z]", lambda m: " " + m[0].lower(), kind)


def _shape(style: Style, x: float, y: float, r: float) -> str:
    look = f'fill="{style.colour}" stroke="#ffffff" stroke-width="1.2"'
    if style.shape == "circle":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{r:.1f}" {look}/>'
    if style.shape == "square":
        corner = f'x="{x - r:.1f}" y="{y - r:.1f}"'
        return f'<rect {corner} width="{2 * r:.1f}" height="{2 * r:.1f}" {look}/>'
    points = {
        "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
        "triangle": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    }[style.shape]
    path = " ".join(f"{x + dx * r:.1f},{y + dy * r:.1f}" for dx, dy in points)
    return f'<polygon points="{path}" {look}/>'


def _caption(words: str, x: float, y: float, size: float, colour: str) -> Iterator[str]:
    """Text with a white rim, readable over lines."""
    yield f'  <text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="middle"'
    yield f'    fill="{colour}" stroke="#ffffff" stroke-width="3" paint-order="stroke"'
    yield f"    >{text(words)}</text>"


def _wrapped(label: str) -> list[str]:
    """At most three lines of about 22 columns; a wide character counts as two.

    >>> _wrapped("Japan Bank for International Cooperation")
    ['Japan Bank for', 'International', 'Cooperation']
    """
    wide = any(unicodedata.east_asian_width(c) in "WF" for c in label)
    lines = textwrap.wrap(label, 11 if wide else 20)
    return lines if len(lines) <= 3 else [*lines[:2], lines[2].rstrip() + "…"]


def _legend(sheet: Sheet, top: float) -> Iterator[str]:
    for number, (kind, style) in enumerate(sheet.styles.items()):
        x, y = 36 + (number % 4) * 280, top + 26 * (number // 4)
        yield f"  {_shape(style, x, y, 7)}"
        words = text(_spaced(kind))
        yield f'  <text x="{x + 16}" y="{y + 4:g}" font-size="13" fill="{INK}">{words}</text>'
