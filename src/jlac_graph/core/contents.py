"""What files hold: whole, or in pieces that are made while they are written."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

__all__ = ["Bundle", "Content", "Pieces", "hash_of", "pieces", "spooled"]

Bundle: TypeAlias = Mapping[str, bytes]
"""Relative path -> content; a single file has the empty path."""
Content: TypeAlias = bytes | Iterable[bytes]
"""What a file holds, whole or in pieces that are made one after the other."""
Pieces: TypeAlias = Mapping[str, Content]
"""Relative path -> content; what is in pieces can be read once. A single file has the empty path."""


def pieces(content: Content) -> Iterable[bytes]:
    """Return the pieces of what a file holds.

    >>> list(pieces(b"whole")), list(pieces([b"in ", b"two"]))
    ([b'whole'], [b'in ', b'two'])
    """
    return (content,) if isinstance(content, bytes) else content


@contextmanager
def spooled(files: Pieces, target: Path, *, prefix: str) -> Iterator[Mapping[str, bytes | Path]]:
    """Write what comes in pieces into files of a draft, so that it is never in memory at once.

    Parameters
    ----------
    files : those of a folder.
    target : the folder; it is made if it is missing, and removed again if it stays empty.
    prefix : of the name of the draft in it, which is removed at the end.
    """
    if all(isinstance(content, bytes) for content in files.values()):
        yield {name: b"".join(pieces(content)) for name, content in files.items()}
        return
    fresh = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target, prefix=prefix))
    try:
        contents = {}
        for number, (name, content) in enumerate(files.items()):
            contents[name] = draft / str(number)
            with contents[name].open("wb") as file:
                file.writelines(pieces(content))
        yield contents
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if fresh:
            with suppress(OSError):  # it has files now
                target.rmdir()


def hash_of(content: bytes | Path) -> str:
    """Return a hash of 128 bits: it finds changes, and is no defence against forgery."""
    if isinstance(content, bytes):
        return hashlib.blake2b(content, digest_size=16).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
