"""A figure for a paper: SVG written here, and PNG drawn from that very SVG.

Own SVG rather than matplotlib: the labels stay text that can be searched and edited, nothing heavy
is imported, and the bytes are the same on every machine. PNG needs `resvg-py` (the extra
``figures``), a small wheel around the resvg renderer.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
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
FONT = "Helvetica, Arial, 'DejaVu Sans', 'Noto Sans CJK JP', sans-serif"
INK, FAINT = "#222222", "#8a8a8a"


@dataclass(frozen=True, slots=True)
class _Frame:
    """How positions of the sheet become positions on the page."""

    left: float
    top: float
    scale: float
    height: float

    def place(self, node: Node) -> tuple[float, float]:
        return (
            round(MARGIN + (node.x - self.left) * self.scale, 1),
            round(70 + (node.y - self.top) * self.scale, 1),
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
        raise UsageError(
            "PNG needs resvg-py; pip install 'jlac-graph[figures]', or write svg"
        ) from None
    svg = write_svg(sheet)[""].decode()
    return {"": bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2))}


def _lines(sheet: Sheet) -> Iterator[str]:
    frame = _frame(sheet)
    legend = 26 * ((len(sheet.styles) + 3) // 4)
    height = frame.height + 110 + legend + 20
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}"'
    yield f'    width="{WIDTH:g}" height="{height:g}" font-family="{FONT}">'
    yield f"  <title>{text(sheet.title)}</title>"
    yield '  <rect width="100%" height="100%" fill="#ffffff"/>'
    yield f'  <text x="24" y="34" font-size="20" fill="{INK}">{text(sheet.title)}</text>'
    yield from _edges(sheet, frame)
    for node in sheet.nodes:
        yield from _node(node, frame)
    yield from _legend(sheet, frame.height + 90)
    documents = ", ".join(sheet.documents) or "none cited"
    yield f'  <text x="24" y="{height - 16:g}" font-size="12" fill="#555555">'
    yield f"    Sources: {text(documents)}. {len(sheet.nodes)} things, {len(sheet.edges)} links.</text>"
    yield "</svg>"


def _frame(sheet: Sheet) -> _Frame:
    xs = [node.x for node in sheet.nodes] or [0.0]
    ys = [node.y for node in sheet.nodes] or [0.0]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    scale = (WIDTH - 2 * MARGIN) / width if width else 1.0
    return _Frame(min(xs), min(ys), scale, height * scale)


def _edges(sheet: Sheet, frame: _Frame) -> Iterator[str]:
    """Parallel links fan out, so that each can be seen."""
    nodes = {node.id: node for node in sheet.nodes}
    many = len(sheet.edges) > 60
    pairs: dict[tuple[str, str], list[Edge]] = {}
    for edge in sheet.edges:
        a, b = edge.source, edge.target
        pairs.setdefault((a, b) if a < b else (b, a), []).append(edge)
    for (a, b), edges in pairs.items():
        start, end = frame.place(nodes[a]), frame.place(nodes[b])
        for number, edge in enumerate(edges):
            bend = (number - (len(edges) - 1) / 2) * 26
            yield from _edge(edge, start, end, bend, label=not many)


def _edge(
    edge: Edge, start: tuple[float, float], end: tuple[float, float], bend: float, *, label: bool
) -> Iterator[str]:
    (x1, y1), (x2, y2) = start, end
    length = hypot(x2 - x1, y2 - y1) or 1.0
    mx = (x1 + x2) / 2 - (y2 - y1) / length * bend
    my = (y1 + y2) / 2 + (x2 - x1) / length * bend
    said = text(str(edge.attributes.get("wording", edge.relation)))
    yield f'  <path d="M{x1:g},{y1:g} Q{mx:.1f},{my:.1f} {x2:g},{y2:g}" fill="none"'
    yield f'    stroke="{FAINT}" stroke-width="1.3"><title>{said}</title></path>'
    if label:
        cx, cy = (x1 + 2 * mx + x2) / 4, (y1 + 2 * my + y2) / 4
        yield from _caption(edge.relation, cx, cy - 3, 10.5, "#555555")


def _node(node: Node, frame: _Frame) -> Iterator[str]:
    x, y = frame.place(node)
    radius = max(node.size * 0.55, 5.0)
    yield f"  <g><title>{text(node.label)} ({text(node.kind)})</title>"
    yield f"    {_shape(node.style, x, y, radius)}</g>"
    for number, line in enumerate(_wrapped(node.label)):
        yield from _caption(line, x, y + radius + 13 + 13 * number, 12, INK)


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
        yield f'  <text x="{x + 16}" y="{y + 4:g}" font-size="13" fill="{INK}">{text(kind)}</text>'
