"""Label placement: how wide words are, and whether a box is still free."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Box", "Page", "filled", "width"]

CELL = 60.0


class Box(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """Return the area that two boxes share.

        >>> Box(0, 0, 2, 2).overlap(Box(1, 1, 3, 3)), Box(0, 0, 1, 1).overlap(Box(1, 0, 2, 1))
        (1, 0)
        """
        wide = min(self.right, other.right) - max(self.left, other.left)
        tall = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * tall if wide > 0 and tall > 0 else 0

    def crossed(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Return whether a line runs through the box (Liang and Barsky 1984).

        >>> Box(0, 0, 2, 2).crossed((-1, 1), (3, 1)), Box(0, 0, 2, 2).crossed((-1, 0), (1, 4))
        (True, False)
        """
        first, last = 0.0, 1.0
        for low, high, at, to in (
            (self.left, self.right, start[0], end[0]),
            (self.top, self.bottom, start[1], end[1]),
        ):
            if at == to:
                if not low < at < high:
                    return False
                continue
            near, far = sorted(((low - at) / (to - at), (high - at) / (to - at)))
            first, last = max(first, near), min(last, far)
        return first < last


def width(words: str, size: float) -> float:
    """Return the approximate width of a line of text; East Asian characters are square.

    >>> width("三井", 10), width("ab", 10)
    (20.0, 11.4)
    """
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in words)
    return round(size * (wide + 0.57 * (len(words) - wide)), 1)


def filled(words: str, size: float, room: float) -> list[str]:
    """Break a text into lines that fit a width; what has no spaces breaks between characters.

    >>> filled("Sources: 三井物産 releases", 10, 100)
    ['Sources: 三井物産', 'releases']
    """
    lines, line = [], ""
    for piece in re.findall(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef]\s*", words):
        if line and width((line + piece).rstrip(), size) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


@dataclass(slots=True)
class Page:
    """The boxes taken so far, found again by the cells of a grid that they touch."""

    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        for cell in _touched(box):
            self._cells[cell].append(box)

    def clash(self, box: Box) -> float:
        """Return the occupied area of a box, counted once for each box that occupies it.

        >>> page = Page()
        >>> page.take(Box(0, 0, 100, 10))
        >>> page.clash(Box(90, 0, 120, 10)), page.clash(Box(101, 0, 120, 10))
        (100, 0)
        """
        left, top, right, bottom = box
        near = {
            other
            for cell in _touched(box)
            for other in self._cells.get(cell, ())
            if other[0] < right and left < other[2] and other[1] < bottom and top < other[3]
        }
        return sum(sorted(box.overlap(other) for other in near))


def _touched(box: Box) -> list[tuple[int, int]]:
    columns = range(int(box.left // CELL), int(box.right // CELL) + 1)
    rows = range(int(box.top // CELL), int(box.bottom // CELL) + 1)
    return [(column, row) for column in columns for row in rows]
