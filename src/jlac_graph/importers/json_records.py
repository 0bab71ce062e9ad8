"""JSON documents of many records, read one by one: a list, a list under a key, or one record per line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from ..core.errors import DataError
from .delimited import LayoutError, fields_of, read_delimited
from .records import Options, Record, Unreadable, clean, opened

__all__ = ["is_json", "json_items", "read_table", "scalar"]

_NONE = 999
"""Columns that a document without records lacks: more than any other."""
_DEEPEST = 100
"""Levels of nesting that a document may have; a parser takes memory and time by the square of them."""
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|(\\?)\Z)', re.DOTALL)
"""A string, or at the end of a part of a document the beginning of one."""
_UNNESTED = bytes(set(range(256)) - set(b'[]{}"'))


def is_json(path: Path) -> bool:
    """Return whether the first character of a file begins a JSON list or object."""
    with opened(path) as stream:
        return stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")


def json_items(path: Path, under: str = "") -> Iterator[Any]:
    """Yield the records of a JSON document without holding all of it.

    Parameters
    ----------
    path : a list, an object with a list under a key, or one record after the other.
    under : the key; empty when records follow each other.

    Raises
    ------
    DataError : the document is not JSON, ends early, or holds no record where they are expected.
    """
    import ijson

    with opened(path) as stream:
        start = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    prefix = "item" if start == b"[" else f"{under}.item" if under else ""
    number = 0
    with opened(path) as stream:
        _skip_mark(stream)
        try:
            for item in ijson.items(_Shallow(stream, path), prefix, multiple_values=not prefix):
                number += 1
                yield item
        except ijson.common.IncompleteJSONError as error:
            raise DataError(
                f"{path}: the document is cut off or damaged after item {number}: {_said(error)}"
            ) from None
        except (ijson.common.JSONError, UnicodeDecodeError) as error:
            raise DataError(f"{path}: not JSON after item {number}: {_said(error)}") from None
    if number == 0 and under and start == b"{":
        raise LayoutError(
            f"{path}: no records under {under!r}; the document is an answer without data, or another format",
            _NONE,
        )


class _Shallow:
    """A stream of JSON that stops when the document is nested deeper than a data set is."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream, self._path = stream, path
        self._open, self._depth = b"", 0

    def read(self, size: int = -1) -> bytes:
        """Read some bytes, and count the levels that they open and close.

        Raises
        ------
        DataError : there are too many levels.
        """
        chunk = self._stream.read(size)
        text, self._open = self._open + chunk, b""
        text = _STRING.sub(self._without, text)
        for sign in text.translate(None, _UNNESTED):
            self._depth += 1 if sign in b"[{" else -1
            if self._depth > _DEEPEST:
                raise DataError(f"{self._path}: nested deeper than {_DEEPEST} levels, as no data set is")
        return chunk

    def _without(self, found: re.Match[bytes]) -> bytes:
        if (escape := found[1]) is not None:  # the string goes on in the next part
            self._open = b'"' + escape
        return b""


def _skip_mark(stream: Any) -> None:
    if stream.read(3) != b"\xef\xbb\xbf":
        stream.seek(0)


def _said(error: Exception) -> str:
    said = error.args[0] if error.args else error
    return clean(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))[:120]


def scalar(value: Any) -> str:
    """Return a JSON value as the text of a field.

    Examples
    --------
    >>> scalar(Decimal("6804128143.0")), scalar(True), scalar(None), scalar(["a", 2])
    ('6804128143', 'true', '', 'a; 2')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, list):
        return "; ".join(filter(None, map(scalar, value)))
    if isinstance(value, Mapping):
        return ""
    return clean(str(value))


def read_table(path: Path, options: Options) -> Iterator[Record | Unreadable]:
    """Yield the records of a data set that is published both as text with a header and as JSON.

    Raises
    ------
    UsageError, DataError : see `read_delimited` and `json_items`.
    """
    if not is_json(path):
        yield from read_delimited(path, options)
        return
    layouts: dict[tuple[str, ...], dict[str, int]] = {}
    for number, item in enumerate(json_items(path, options.items), 1):
        place, fragment = f"item {number}", f"record-{number}"
        if not isinstance(item, Mapping):
            yield Unreadable(fragment, place, "not a JSON object", scalar(item))
            continue
        keys = tuple(item)
        if keys not in layouts:
            layouts[keys] = fields_of(keys, options if number == 1 else Options(options.columns), str(path))
        values = list(item.values())
        yield Record("row", fragment, place, {name: scalar(values[at]) for name, at in layouts[keys].items()})
