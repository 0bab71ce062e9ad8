"""Fonts with only the letters that a site has, because a whole Japanese font is larger than all its pages."""

from __future__ import annotations

import io
from collections.abc import Iterable

__all__ = ["shortened_font"]

_LATIN = map(chr, range(0x20, 0x180))
_TYPED = frozenset(_LATIN)
"""Letters that a reader may type, whatever the graph has."""


def shortened_font(font: bytes, letters: Iterable[str]) -> bytes:
    """Return a TrueType font with some letters and those of Latin, without hints for low resolutions.

    `fontTools <https://fonttools.readthedocs.io>`_ does it.

    Parameters
    ----------
    font : the whole font.
    letters : single characters; those that the font does not have are ignored.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(
        hinting=False, layout_features=[], glyph_names=False, notdef_outline=True, recalc_timestamp=False
    )
    whole = TTFont(io.BytesIO(font), recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in _TYPED.union(letters)])
    cutter.subset(whole)
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()
