"""A figure for a paper: SVG written here, and PNG drawn from that SVG.

Own SVG rather than matplotlib: the labels stay text that can be searched and edited, nothing heavy
is imported, and the bytes are the same on every machine. PNG needs `resvg-py` (the extra
``figures``), a small wheel around the resvg renderer.

All links between two nodes are one line, wider if there are more of them, labelled with the relations;
pointing at a line shows every statement. Labels without room are omitted, those of the smallest nodes
first, and the figure reports how many.
"""

from __future__ import annotations

import struct
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import atan2, degrees, hypot, log2, sqrt
from typing import TypeAlias
from zlib import crc32

from ..core.contents import Bundle
from ..core.errors import UsageError
from ..core.languages import digits
from ..core.messages import phrase
from ..core.version import VERSION
from .colours import Style
from .flat_network import Edge, FlatNetwork, Node
from .label_placement import Box, Page, filled, width
from .lines import Tie
from .xmlwriter import text

__all__ = ["write_png", "write_svg"]

NARROW, WIDTH = 760.0, 1200.0
WIDEST = 1800.0
MARGIN = 100.0
LARGEST = 1.8
FEW = 40
"""Up to this number of nodes every label is drawn, even if labels overlap."""
CAPTIONED = 90
"""Up to this number of lines, the lines have labels."""
FONT = "Helvetica, Arial, 'DejaVu Sans', 'Noto Sans CJK JP', sans-serif"
DASH = "7 5"
"""The line of what has not yet come true."""
EAST_ASIAN = "'Noto Sans CJK JP', " + FONT
"""For lines with East Asian characters: some programs take any font that has them, even one with serifs."""
NAMED = 8
"""How many sources the foot of a figure names; others are counted, but never those of the user."""
BENDS = (0.0, 0.2, -0.2, 0.4, -0.4, 0.7, -0.7)
"""How far a line may be led aside, as parts of its length: straight if that is free."""
DPI = 300
"""Dots per inch of a PNG, as journals ask for."""
_HEADER = 33
"""Bytes of a PNG up to the end of its first chunk, the header."""
INK, FAINT, SOFT = "#222222", "#8a8a8a", "#555555"


def write_svg(flat: FlatNetwork) -> Bundle:
    """Return one SVG file with title, legend and a line of sources."""
    return {"": ("\n".join(_Drawing(flat).lines()) + "\n").encode()}


def write_png(flat: FlatNetwork) -> Bundle:
    """Draw the SVG as PNG, twice as large and with its size in print: 300 dots per inch.

    Raises
    ------
    UsageError
        The renderer is not installed.
    """
    try:
        import resvg_py
    except ImportError:
        raise UsageError(
            "PNG needs resvg-py; pip install 'jlac-graph[figures]', or write an .svg file"
        ) from None
    svg = write_svg(flat)[""].decode()
    return {"": _sized(bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2)))}


def _sized(png: bytes) -> bytes:
    """Return a PNG with a pHYs chunk (PNG 1.2, 4.2.4.2) after its header: the renderer writes none."""
    per_metre = round(DPI / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    return png[:_HEADER] + struct.pack(">I", 9) + chunk + struct.pack(">I", crc32(chunk)) + png[_HEADER:]


def _ties(flat: FlatNetwork) -> list[Tie]:
    pairs: dict[tuple[str, str], list[Edge]] = {}
    for edge in flat.edges:
        a, b = edge.source, edge.target
        pairs.setdefault((a, b) if a < b else (b, a), []).append(edge)
    return [Tie(a, b, tuple(edges)) for (a, b), edges in sorted(pairs.items())]


@dataclass(slots=True)
class _Drawing:
    """A figure under construction: positions of nodes and occupied areas."""

    flat: FlatNetwork
    page: Page = field(default_factory=Page)
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    bends: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    unnamed: int = 0
    shortened: bool = False
    wide: float = WIDTH
    top: float = 0.0
    bottom: float = 0.0

    def lines(self) -> Iterator[str]:
        """Yield the whole document."""
        ties = _ties(self.flat)
        self._width()
        title = textwrap.wrap(self.flat.title, int(self.wide / 11)) or ["Network"]
        self.top = 40.0 + 24 * len(title) + 40
        self._frame()
        self._bend(ties)
        body = [*self._strokes(ties), *self._symbols(), *self._labels(), *self._captions(ties)]
        below = [*self._legend(), *self._footer(len(ties))]
        height = self.bottom + 10
        yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.wide:g} {height:g}"'
        yield f'    width="{self.wide:g}" height="{height:g}" font-family="{FONT}">'
        yield f"  <title>{text(self.flat.title)}</title>"
        yield '  <rect width="100%" height="100%" fill="#ffffff"/>'
        for number, line in enumerate(title):
            y = 36 + 24 * number
            yield f'  <text x="24" y="{y}" font-size="20" fill="{INK}"{_font(line)}>{text(line)}</text>'
        yield from (*body, *below)
        yield "</svg>"

    def _width(self) -> None:
        """Set the width of the page by the number of nodes."""
        xs = [node.x for node in self.flat.nodes] or [0.0]
        most = min(WIDTH * max(1.0, sqrt(len(self.flat.nodes) / FEW)), WIDEST)
        self.wide = min(most, max(NARROW, (max(xs) - min(xs)) * LARGEST + 2 * MARGIN))

    def _frame(self) -> None:
        """Turn the positions of the flat into positions on the page."""
        xs = [node.x for node in self.flat.nodes] or [0.0]
        ys = [node.y for node in self.flat.nodes] or [0.0]
        across, down = max(xs) - min(xs), max(ys) - min(ys)
        fits = (self.wide - 2 * MARGIN) / across if across else LARGEST
        scale = min(fits, self.wide / down if down else LARGEST, max(LARGEST, self.wide / 1100))
        left = (self.wide - across * scale) / 2
        for node in self.flat.nodes:
            x, y = left + (node.x - min(xs)) * scale, self.top + (node.y - min(ys)) * scale
            self.places[node.id] = (round(x, 1), round(y, 1))
            r = _radius(node) + 2
            self.page.take(Box(x - r, y - r, x + r, y + r))
        self.bottom = self.top + down * scale + 70

    def _bend(self, ties: Sequence[Tie]) -> None:
        """Lead the lines of a small figure around the nodes that they do not link."""
        if len(ties) > CAPTIONED:
            return
        rims = {n.id: (*self.places[n.id], _radius(n) + 6) for n in self.flat.nodes}
        for tie in ties:
            ends = self.places[tie.a], self.places[tie.b]
            others = [rim for name, rim in rims.items() if name not in (tie.a, tie.b)]
            controls = [_aside(*ends, by) for by in BENDS] if tie.a != tie.b else []
            if controls and _hits(*ends, controls[0], others):
                best = min(controls, key=lambda control: _hits(*ends, control, others))
                self.bends[tie.a, tie.b] = best

    def _strokes(self, ties: Sequence[Tie]) -> Iterator[str]:
        radii = {node.id: _radius(node) for node in self.flat.nodes}
        for tie in ties:
            weight = 1.1 + 0.8 * log2(max(sum(edge.weight for edge in tie.edges), 1.0))
            (x1, y1), (x2, y2) = self.places[tie.a], self.places[tie.b]
            look = f'fill="none" stroke="{FAINT}" stroke-width="{weight:.1f}"'
            look += f' stroke-dasharray="{DASH}"' if tie.dashed else ""
            if tie.a == tie.b:
                r = radii[tie.a]
                shape = f'<circle cx="{x1:g}" cy="{y1 - r - 7:g}" r="9" {look}>'
                yield f"  {shape}<title>{text(tie.said)}</title></circle>"
                continue
            bend = self.bends.get((tie.a, tie.b))
            way = f"Q{bend[0]:g},{bend[1]:g} {x2:g},{y2:g}" if bend else f"L{x2:g},{y2:g}"
            yield f'  <path d="M{x1:g},{y1:g} {way}" {look}><title>{text(tie.said)}</title></path>'
            for there, end, start, reach in zip(
                tie.tips,
                ((x2, y2), (x1, y1)),
                (bend or (x1, y1), bend or (x2, y2)),
                (radii[tie.b], radii[tie.a]),
                strict=True,
            ):
                if there:
                    yield _tip(start, end, reach, weight)

    def _symbols(self) -> Iterator[str]:
        for node in self.flat.nodes:
            x, y = self.places[node.id]
            yield f"  <g><title>{text(node.label)} ({text(self.flat.kind(node.kind))})</title>"
            yield f"    {_shape(node.style, x, y, _radius(node))}</g>"

    def _labels(self) -> Iterator[str]:
        """Draw names where there is room, the largest nodes first."""
        must = len(self.flat.nodes) <= FEW
        for node in sorted(self.flat.nodes, key=lambda n: (-n.size, n.id)):
            lines = _wrapped(node.label)
            spots = _spots(self.places[node.id], _radius(node), lines)
            costs = [(self.page.clash(box) + self._outside(box), at) for at, box in enumerate(spots)]
            cost, at = min(costs)
            if cost and not must:
                self.unnamed += 1
                continue
            box = spots[at]
            self.page.take(box)
            for number, line in enumerate(lines):
                middle = (box.left + box.right) / 2
                yield from _words(line, middle, box.top + 11 + 13 * number, 12, INK)

    def _outside(self, box: Box) -> float:
        """Return the area of a box outside the page, which counts more than an overlap."""
        return 1000 * (max(0.0, 4 - box.left) + max(0.0, box.right - self.wide + 4))

    def _captions(self, ties: Sequence[Tie]) -> Iterator[str]:
        """Draw relations along the lines, on white, where they overlap nothing and cross the fewest lines."""
        if len(ties) > CAPTIONED:
            return
        for tie in ties:
            others = [(self.places[o.a], self.places[o.b]) for o in ties if o is not tie]
            words = tie.words(self.flat.lang)
            free = [box for box in self._beds(tie, words) if not self.page.clash(box)]
            if tie.a != tie.b and not free:
                # the relation alone, where amounts have no room
                words = words[:1]
                free = [box for box in self._beds(tie, words) if not self.page.clash(box)]
            if tie.a == tie.b or not free:
                continue
            box = min(free, key=lambda box: sum(box.crossed(*line) for line in others))
            self.page.take(box)
            self.shortened |= not tie.says_all(words, self.flat.lang)
            wide, tall = box.right - box.left, box.bottom - box.top
            place = f'x="{box.left:.1f}" y="{box.top:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
            yield f'  <rect {place} fill="#ffffff"/>'
            for at, line in enumerate(words):
                middle = (box.left + box.right) / 2
                yield from _words(line, middle, box.top + 9.5 + 12 * at, 10.5, SOFT)

    def _beds(self, tie: Tie, words: Sequence[str]) -> Iterator[Box]:
        """Yield the places for the words of a line, those nearest to its middle first."""
        (x1, y1), (x2, y2) = self.places[tie.a], self.places[tie.b]
        bend = self.bends.get((tie.a, tie.b), ((x1 + x2) / 2, (y1 + y2) / 2))
        half, tall = max(width(line, 10.5) for line in words) / 2 + 2, 12.0 * len(words)
        for part in (0.5, 0.42, 0.58, 0.34, 0.66):
            x, y = _along((x1, y1), (x2, y2), bend, part)
            yield Box(x - half, y - tall / 2, x + half, y + tall / 2)

    def _legend(self) -> Iterator[str]:
        """Yield colours and shapes by class, in as many columns as fit."""
        styles = self.flat.styles
        names = {kind: self.flat.kind(kind) for kind in styles}
        longest = max((width(name, 13) for name in names.values()), default=0.0) + 50
        columns = max(1, int((self.wide - 48) // max(longest, 150)))
        step = (self.wide - 48) / columns
        for number, (kind, style) in enumerate(styles.items()):
            x, y = 36 + number % columns * step, self.bottom + 26 * (number // columns)
            yield f"  {_shape(style, x, y, 7)}"
            look = f'font-size="13" fill="{INK}"{_font(names[kind])}'
            yield f'  <text x="{x + 16:g}" y="{y + 4:g}" {look}>{text(names[kind])}</text>'
        self.bottom += 26 * ((len(styles) + columns - 1) // columns) + 14

    def _footer(self, ties: int) -> Iterator[str]:
        """Yield the counts, the omitted labels, the sources, and what made the figure."""
        flat = self.flat
        lang = flat.lang
        sizes = {"nodes": len(flat.nodes), "links": len(flat.edges), "lines": ties}
        written = {name: digits(value, lang) for name, value in sizes.items()}
        size = phrase("{nodes} nodes, {links} links in {lines} lines", lang, **written)
        if any(edge.dashed for edge in flat.edges):
            size += phrase("; dashed: planned or agreed only", lang)
        if self.unnamed:
            size += phrase(
                "; labels of {n} nodes omitted for lack of room", lang, n=digits(self.unnamed, lang)
            )
        if self.shortened:
            size += phrase("; the file formats list every link of a line", lang)
        others = [text for text in flat.documents if text not in flat.own_documents]
        room = max(NAMED - len(flat.own_documents), 0)
        named = "; ".join([*flat.own_documents, *others[:room]]) or phrase("none cited", lang)
        if (more := len(others) - room) > 0:
            listed = "; and {n} more, which the file formats of this network list"
            named += phrase(listed, lang, n=digits(more, lang))
        said = phrase("{size}. Sources: {list}.", lang, size=size, list=named)
        made = phrase("{program}; its data: CC BY 4.0.", lang, program=f"jlac-graph {VERSION}")
        for line in [*filled(said, 12, self.wide - 48), made]:
            look = f'font-size="12" fill="{SOFT}"{_font(line)}'
            yield f'  <text x="24" y="{self.bottom:g}" {look}>{text(line)}</text>'
            self.bottom += 16


Point: TypeAlias = tuple[float, float]


def _aside(start: Point, end: Point, by: float) -> Point:
    """Return the control point that leads a curve past the middle of a line, at a part of its length."""
    (x1, y1), (x2, y2) = start, end
    return round((x1 + x2) / 2 - (y2 - y1) * by, 1), round((y1 + y2) / 2 + (x2 - x1) * by, 1)


def _along(start: Point, end: Point, control: Point, part: float) -> Point:
    """Return a point of a quadratic Bézier curve.

    >>> _along((0, 0), (10, 0), (5, 4), 0.5)
    (5.0, 2.0)
    """
    near, middle, far = (1 - part) ** 2, 2 * part * (1 - part), part**2
    x, y = (near * a + middle * c + far * b for a, b, c in zip(start, end, control, strict=True))
    return x, y


def _hits(start: Point, end: Point, control: Point, rims: Sequence[tuple[float, float, float]]) -> int:
    """Return the number of circles (middle and radius) that a curve runs through."""
    points = [_along(start, end, control, step / 24) for step in range(1, 24)]
    return sum(any(hypot(x - a, y - b) < r for a, b in points) for x, y, r in rims)


def _radius(node: Node) -> float:
    return max(node.size * 0.55, 5.0)


def _tip(start: tuple[float, float], end: tuple[float, float], reach: float, weight: float) -> str:
    """Draw an arrow head that touches the rim of a node."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy) or 1.0
    x, y = end[0] - dx / length * (reach + 1), end[1] - dy / length * (reach + 1)
    size = 6 + 1.5 * weight
    turn = f"translate({x:.1f},{y:.1f}) rotate({degrees(atan2(dy, dx)):.1f})"
    points = f"0,0 {-size:.1f},{size * 0.42:.1f} {-size:.1f},{-size * 0.42:.1f}"
    return f'  <polygon points="{points}" transform="{turn}" fill="{FAINT}"/>'


def _spots(place: tuple[float, float], radius: float, lines: Sequence[str]) -> list[Box]:
    """Return the candidate positions of a name: below, above, right, left, and at the corners."""
    x, y = place
    wide, tall = max(width(line, 12) for line in lines) + 4, 13.0 * len(lines) + 2
    below, above = y + radius + 2, y - radius - 2 - tall
    right, left, middle = x + radius + 3, x - radius - 3 - wide, y - tall / 2
    corners = [(x - wide / 2, below), (x - wide / 2, above), (right, middle), (left, middle)]
    corners += [(right - 4, below - 4), (left + 4, below - 4), (right - 4, above + 4), (left + 4, above + 4)]
    return [Box(a, b, a + wide, b + tall) for a, b in corners]


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


def _words(words: str, x: float, y: float, size: float, colour: str) -> Iterator[str]:
    """Text over its own white rim, readable over lines; some programs ignore `paint-order`."""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="middle"{_font(words)}'
    rim = 'fill="#ffffff" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" aria-hidden="true"'
    yield f"  <text {place} {rim}>{text(words)}</text>"
    yield f'  <text {place} fill="{colour}">{text(words)}</text>'


def _font(words: str) -> str:
    """Return the attribute for a line with East Asian characters, nothing for others."""
    wide = any(character >= "\u2e80" for character in words)
    return f' font-family="{EAST_ASIAN}"' if wide else ""


def _wrapped(label: str) -> list[str]:
    """Break a label into at most three lines of about 22 columns; a wide character counts as two.

    >>> _wrapped("Japan Bank for International Cooperation")
    ['Japan Bank for', 'International', 'Cooperation']
    """
    wide = width(label, 1) > 0.7 * len(label)
    lines = textwrap.wrap(label, 11 if wide else 20) or [""]
    return lines if len(lines) <= 3 else [*lines[:2], lines[2].rstrip() + "…"]
