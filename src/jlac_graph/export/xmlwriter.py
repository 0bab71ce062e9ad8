"""Small XML helpers shared by the XML formats: characters that XML 1.0 forbids are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from .flat_network import Scalar

__all__ = ["attrs", "document", "plain", "text"]

AWKWARD = re.compile(r"""[&<>"\n\r\t]""")
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(value: Scalar | None) -> str:
    """Return a value as XML schema writes it.

    >>> plain(True), plain(2.50), plain("a\\x00b")
    ('true', '2.5', 'ab')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return FORBIDDEN.sub("", str(value))


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


def document(lines: Iterator[str]) -> bytes:
    """Return the lines as one UTF-8 document."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (head + "\n".join(lines) + "\n").encode()
