"""A copy of a graph file as an Oxigraph store next to it, ready for queries.

Opening the copy takes a small part of the time of reading the file. The copy is derived, so nothing depends
on it. One process makes it on first use while others wait. It is checked when it is opened (of large files
both ends; the engine checks each block that it reads), and made again if the check fails. If it cannot be
made, the file is read. What else is made from the graph can be kept in a folder beside it.
"""

from __future__ import annotations

import os
import shutil
import time
import zlib
from pathlib import Path

from .sorted_quads import SortedQuads
from .store import OxigraphStore

__all__ = ["open_copy"]

_STORE, _DRAFT, _BESIDE = ".store-", ".draft-", ".beside-"
_CHECKSUMS = "CHECKSUMS"
_EDGE = 1 << 20
"""Bytes at each end of a file that are checked when a copy is opened."""
_LOCK = ".store.lock"
_WAIT = 60.0
"""Seconds to wait for another process that makes the copy; after that the file itself is read."""
_STALE = 3600.0
"""Seconds after which the copy of an earlier file is removed."""


def open_copy(path: Path) -> OxigraphStore | None:
    """Open the copy of a graph file, made on first use; None if it cannot be made.

    Parameters
    ----------
    path : the graph of a build: N-Quads, sorted, all in named graphs. Its copy is named for the file's time
        and size and for the engine's version.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "graph.nq")
    ...     _ = file.write_text("<urn:a> <urn:p> <urn:b> <urn:g> .")
    ...     open_copy(file).count()
    1
    """
    state = path.stat()
    folder = _place(path, state)
    found = _opened(folder, path, state)
    if found is not None:
        return found
    from filelock import FileLock, Timeout

    try:
        with FileLock(path.with_name(_LOCK), timeout=_WAIT):
            # another process may have made it while this one waited
            return _opened(folder, path, state) or _made(folder, path, state)
    except (OSError, Timeout):
        return None


def _place(path: Path, state: os.stat_result) -> Path:
    import pyoxigraph

    return path.with_name(f"{_STORE}{state.st_mtime_ns:x}-{state.st_size:x}-{pyoxigraph.__version__}")


def _opened(folder: Path, path: Path, state: os.stat_result) -> OxigraphStore | None:
    """Open the store in a folder if it is as it was written, else return None."""
    from pyoxigraph import Store

    try:
        if (folder / _CHECKSUMS).read_text("ascii") != _checksums(folder):
            return None
        found = OxigraphStore(Store.read_only(str(folder)), name=str(path), writable=False)
        found.beside = _renamed(folder, _BESIDE)
        found.file, found.one_pass = SortedQuads(path, found.beside, state), True
        return found
    except (OSError, RuntimeError, ValueError):  # RocksDB reports damage as RuntimeError
        return None


def _made(folder: Path, path: Path, state: os.stat_result) -> OxigraphStore | None:
    draft = _renamed(folder, _DRAFT)
    for old in (folder, draft, _renamed(folder, _BESIDE)):
        shutil.rmtree(old, ignore_errors=True)
    _sweep(path.parent)
    try:
        _write(draft, path)
        if _place(path, path.stat()) != folder:  # another file took its place meanwhile
            raise OSError
        draft.rename(folder)
    except (OSError, RuntimeError):  # no space, no permission
        shutil.rmtree(draft, ignore_errors=True)
        return None
    return _opened(folder, path, state)


def _renamed(folder: Path, beginning: str) -> Path:
    return folder.with_name(folder.name.replace(_STORE, beginning, 1))


def _write(draft: Path, path: Path) -> None:
    from pyoxigraph import RdfFormat, Store

    store = Store(str(draft))
    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    union = draft / "union.nt"
    _write_union(path, union)
    store.bulk_load(path=str(union), format=RdfFormat.N_TRIPLES)
    union.unlink()
    store.flush()
    del store  # closes it
    (draft / _CHECKSUMS).write_text(_checksums(draft), "ascii")


def _write_union(path: Path, union: Path) -> None:
    """Write the triples of quads that are sorted, each once and without its graph."""
    last = b""
    with path.open("rb") as quads, union.open("wb") as triples:
        for line in quads:
            triple = line.rsplit(b" ", 2)[0]
            if triple != last:
                triples.write(triple + b" .\n")
                last = triple


def _checksums(folder: Path) -> str:
    """Return a line for each file of a store except the log and the lock: name, size and checksum."""
    files = (file for file in sorted(folder.iterdir()) if not file.name.startswith((_CHECKSUMS, "LO")))
    return "".join(f"{file.name} {file.stat().st_size} {_checksum(file):08x}\n" for file in files)


def _checksum(file: Path) -> int:
    """Return the checksum of both ends of a file."""
    with file.open("rb") as content:
        first = zlib.crc32(content.read(_EDGE))
        content.seek(max(content.tell(), file.stat().st_size - _EDGE))
        return zlib.crc32(content.read(), first)


def _sweep(folder: Path) -> None:
    """Remove drafts of killed processes and copies of earlier files.

    A recent copy may still be open in another process. A draft is not: whoever makes one has the lock.
    """
    for beginning in (_STORE, _DRAFT, _BESIDE):
        for old in folder.glob(f"{beginning}*"):
            if beginning == _DRAFT or time.time() - old.stat().st_mtime > _STALE:
                shutil.rmtree(old, ignore_errors=True)
