"""A copy of a graph file as an Oxigraph store next to it, ready for queries.

Opening the copy takes a small part of the time of reading the file. The copy is derived, so nothing depends
on it. One process makes it on first use while others wait. Every byte of it is checked when it is opened,
and it is made again if the check fails. If it cannot be made, the file is read.
"""

from __future__ import annotations

import shutil
import time
import zlib
from pathlib import Path

from .store import OxigraphStore, distinct_triples

__all__ = ["open_copy"]

_CHECKSUMS = "CHECKSUMS"
_LOCK = ".store.lock"
_WAIT = 60.0
"""Seconds to wait for another process that makes the copy; after that the file itself is read."""
_STALE = 3600.0
"""Seconds after which the copy of an earlier file, or a draft of a killed process, is removed."""


def open_copy(path: Path) -> OxigraphStore | None:
    """Open the copy of a graph file, made on first use; None if it cannot be made.

    Parameters
    ----------
    path : an N-Quads file. Its copy is named for the file's time and size and for the engine's version.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "graph.nq")
    ...     _ = file.write_text("<urn:a> <urn:p> <urn:b> <urn:g> .")
    ...     open_copy(file).count()
    1
    """
    folder = _place(path)
    found = _opened(folder, path)
    if found is not None:
        return found
    from filelock import FileLock, Timeout

    try:
        with FileLock(path.with_name(_LOCK), timeout=_WAIT):
            # another process may have made it while this one waited
            return _opened(folder, path) or _made(folder, path)
    except (OSError, Timeout):
        return None


def _place(path: Path) -> Path:
    import pyoxigraph

    state = path.stat()
    return path.with_name(f".store-{state.st_mtime_ns:x}-{state.st_size:x}-{pyoxigraph.__version__}")


def _opened(folder: Path, path: Path) -> OxigraphStore | None:
    """Open the store in a folder if every byte of it is as it was written, else return None."""
    from pyoxigraph import Store

    try:
        if (folder / _CHECKSUMS).read_text("ascii") != _checksums(folder):
            return None
        return OxigraphStore(Store.read_only(str(folder)), name=str(path), writable=False)
    except (OSError, RuntimeError, ValueError):  # RocksDB reports damage as RuntimeError
        return None


def _made(folder: Path, path: Path) -> OxigraphStore | None:
    draft = folder.with_name(folder.name.replace(".store-", ".draft-", 1))
    for old in (folder, draft):
        shutil.rmtree(old, ignore_errors=True)
    _sweep(path.parent)
    try:
        _write(draft, path)
        draft.rename(folder)
    except (OSError, RuntimeError):  # no space, no permission
        shutil.rmtree(draft, ignore_errors=True)
        return None
    return _opened(folder, path)


def _write(draft: Path, path: Path) -> None:
    from pyoxigraph import RdfFormat, Store

    store = Store(str(draft))
    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    store.bulk_extend(distinct_triples(store))
    store.flush()
    del store  # closes it
    (draft / _CHECKSUMS).write_text(_checksums(draft), "ascii")


def _checksums(folder: Path) -> str:
    """Return a line for each file of a store except the log and the lock: name, size and checksum."""
    lines = []
    for file in sorted(folder.iterdir()):
        if file.name not in (_CHECKSUMS, "LOCK") and not file.name.startswith("LOG"):
            content = file.read_bytes()
            lines.append(f"{file.name} {len(content)} {zlib.crc32(content):08x}\n")
    return "".join(lines)


def _sweep(folder: Path) -> None:
    """Remove drafts and copies of earlier files; a recent copy may still be open in another process."""
    for pattern in (".store-*", ".draft-*"):
        for old in folder.glob(pattern):
            if time.time() - old.stat().st_mtime > _STALE:
                shutil.rmtree(old, ignore_errors=True)
