"""Characters that a place cannot hold, and the mark that stands for them: U+FFFD.

Examples
--------
>>> for_xml("Mitsui\\x0b & Co."), for_people("ESC \\x1b[2J, \\u202eturned")
('Mitsui\\ufffd & Co.', 'ESC \\ufffd[2J, \\ufffdturned')
"""

from __future__ import annotations

import re

__all__ = ["for_people", "for_xml", "for_xml_bytes", "for_yaml"]

_MARK = "\ufffd"
_NOT_XML = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_NOT_XML_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NOT_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_NOT_YAML = "[^\x20-\x7e\xa0-\u2027\u202f-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"


def for_xml(text: str) -> str:
    """A text with a mark in place of each character that XML 1.0 cannot hold."""
    return re.sub(_NOT_XML, _MARK, text)


def for_xml_bytes(document: bytes) -> bytes:
    """`for_xml` for a whole document in UTF-8, such as an engine writes."""
    return _NOT_XML_BYTES.sub(_MARK.encode(), document)


def for_people(text: str) -> str:
    """A text with a mark in place of what could move a cursor, recolour a terminal or turn text round.

    Tabs and line feeds stay; other control characters, separators of lines and paragraphs and the
    overrides of writing direction do not.
    """
    return _NOT_SHOWN.sub(_MARK, text)


def for_yaml(quoted: str) -> str:
    r"""A string quoted as in JSON, with escapes for the characters that YAML does not allow in a file.

    >>> print(for_yaml('"a\ufffe\x85三井"'))
    "a\ufffe\u0085三井"
    """
    return re.sub(_NOT_YAML, lambda found: f"\\u{ord(found[0]):04x}", quoted)
