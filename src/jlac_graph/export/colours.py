"""Node colours for any colour vision, one per class.

The palette is that of Okabe and Ito (2008, "Color Universal Design", jfly.uni-koeln.de/color). A kind
beyond the eighth reuses a colour with another shape, so that no two kinds look the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["PALETTE", "SHAPES", "Style", "styles"]

PALETTE = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#56B4E9",
    "#CC79A7",
    "#F0E442",
    "#999999",
)
SHAPES = ("circle", "square", "diamond", "triangle")

FIXED = (
    "Firm",
    "Country",
    "Project",
    "PublicAgency",
    "Mine",
    "Multilateral",
    "Agreement",
    "Government",
    "Programme",
    "Group",
    "Event",
    "Person",
    "Plant",
    "City",
    "PowerPlant",
    "Infrastructure",
    "Subdivision",
    "Observation",
    "ResearchBody",
    "Ministry",
    "Association",
    "Region",
    "Investment",
    "JointVenture",
    "Fund",
    "TradeAgreement",
    "Publication",
    "TradeFlow",
    "Asset",
)
"""The kinds of most nodes, the most common first: each looks the same in every figure."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of node is drawn."""

    colour: str
    shape: str

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Red, green and blue from 0 to 255.

        >>> Style("#0072B2", "circle").rgb
        (0, 114, 178)
        """
        red, green, blue = bytes.fromhex(self.colour[1:])
        return red, green, blue


def styles(kinds: Iterable[str]) -> dict[str, Style]:
    """Return a style for each kind, the same for the same set of kinds.

    >>> for kind, style in styles(["Port", "Firm"]).items():
    ...     print(kind, style.colour, style.shape)
    Firm #0072B2 circle
    Port #CC79A7 triangle
    """
    present = set(kinds)
    order = [*FIXED, *sorted(present.difference(FIXED))]
    return {
        kind: Style(PALETTE[place % len(PALETTE)], SHAPES[place // len(PALETTE) % len(SHAPES)])
        for place, kind in enumerate(order)
        if kind in present
    }
