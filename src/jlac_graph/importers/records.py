"""Records of a data set, as the readers yield them, and the text of their cells."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from ..core.errors import DataError, UsageError
from .texts import legible

__all__ = ["GIVEN", "Options", "Reader", "Record", "Unreadable", "clean", "opened"]

_ESCAPES = re.compile("_x00(?:0[9ADad]|1[Ff])_")
"""Control characters as a workbook writes them."""
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]+")


GIVEN = ("locator", "record", "published", "read", "kind", "this", "part")
"""Fields that every record has, beside its own."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a data set.

    Attributes
    ----------
    kind : what the record is, such as ``row``, ``transaction`` or ``Company``.
    fragment : identifies it within its file, such as ``record-12``; the fragment of its passage.
    place : the same in words, such as ``row 12 (line 15)``.
    fields : name -> text; an empty text says nothing.
    """

    kind: str
    fragment: str
    place: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a file that is not a record, and why."""

    fragment: str
    place: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Options:
    """What a mapping says of a file's layout.

    Attributes
    ----------
    columns : field -> the headers that the data set has used for it.
    required : fields without which the file is not of this layout.
    items : the key under which a JSON document holds its list of records.
    delimiter : of a text file; empty when it is to be found out.
    encoding : of a text file; empty when it is to be found out.
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    items: str = ""
    delimiter: str = ""
    encoding: str = ""


Reader = Callable[[Path, Options], Iterator[Record | Unreadable]]


def clean(text: str) -> str:
    """Return a text on one line: control characters, their escapes and runs of spaces become one space.

    Examples
    --------
    >>> clean("  Water\\r\\nsupply\\x00,\\u00a0phase 2 ")
    'Water supply, phase 2'
    """
    if text.isascii() and text.isalnum():
        return text
    text = text.replace("\x00", "")
    if not text.isascii():
        text = legible(text)
    elif "_x00" in text:
        text = _ESCAPES.sub(" ", text)
    return _SPACES.sub(" ", text).strip()


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading, and what is inside it if it is compressed (gzip, or a zip of one file).

    Raises
    ------
    UsageError : the file cannot be opened, or a zip holds several files.
    DataError : the compressed data are damaged or end early.
    """
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
        if start[:2] == b"\x1f\x8b":
            with gzip.open(path) as inner:
                yield cast("IO[bytes]", inner)
        elif start == b"PAR1":
            raise UsageError(
                f"{path} is a Parquet file; write its rows as CSV, for example with DuckDB: "
                f"COPY '{path.name}' TO 'rows.csv'"
            )
        elif start == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive, archive.open(_only(path, archive)) as member:
                yield member
        else:
            with path.open("rb") as plain:
                yield plain
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise DataError(
            f"{path}: the compressed data are damaged or cut off ({error}); get the file again"
        ) from None
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from None


def _only(path: Path, archive: zipfile.ZipFile) -> str:
    names = [
        name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX/")
    ]
    if "xl/workbook.xml" in names:
        raise UsageError(f"{path} is a workbook; save its sheet as CSV (UTF-8) and give that file")
    if len(names) != 1:
        raise UsageError(f"{path} contains {len(names)} files; extract them and give the files to read")
    return names[0]
