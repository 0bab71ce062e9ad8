"""Small XML helpers shared by the XML formats; a mark stands for each character that XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from xml.sax.saxutils import escape, quoteattr

from ..core.characters import for_xml
from .flat_network import Scalar

__all__ = ["attrs", "document", "encoded", "plain", "text"]

_BLOCK = 1000
"""How many texts are encoded at once."""
AWKWARD = re.compile(r"""[&<>"\n\r\t]""")


def plain(value: Scalar | None) -> str:
    """Return a value as XML schema writes it.

    >>> plain(True), plain(2.50), plain("a\\x00b")
    ('true', '2.5', 'a\ufffdb')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return for_xml(str(value))


def text(value: Scalar) -> str:
    """Return escaped element content."""
    return escape(plain(value))


def attrs(**values: Scalar | None) -> str:
    """Return escaped attributes, each after a space; None is omitted, a trailing ``_`` of a name dropped.

    >>> attrs(id="a&b", for_=1, label=None)
    ' id="a&amp;b" for="1"'
    """
    pieces = []
    for name, value in values.items():
        if value is not None:
            word = plain(value)
            quoted = quoteattr(word) if AWKWARD.search(word) else f'"{word}"'
            pieces.append(f" {name.rstrip('_')}={quoted}")
    return "".join(pieces)


def document(lines: Iterable[str]) -> Iterator[bytes]:
    """Return the lines as a UTF-8 document in pieces."""
    return encoded(chain(('<?xml version="1.0" encoding="UTF-8"?>',), lines), end="\n")


def encoded(texts: Iterable[str], *, end: str = "") -> Iterator[bytes]:
    """Return texts in UTF-8, many in a piece.

    Parameters
    ----------
    end : what follows each text.

    Examples
    --------
    >>> list(encoded(["a", "é"], end=";"))
    [b'a;\\xc3\\xa9;']
    """
    rest = iter(texts)
    while block := list(islice(rest, _BLOCK)):
        yield (end.join(block) + end).encode()
