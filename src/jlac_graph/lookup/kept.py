"""What is read from the whole graph, kept beside its store so that a command reads only what it asks for."""

from __future__ import annotations

import errno
import re
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.kept_arrays import Arrays, read_arrays, write_arrays
from ..core.kept_tables import Tables, open_tables, write_tables
from ..core.memory import gc_paused
from ..core.program import program

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["kept_arrays", "kept_tables", "remove_old_versions", "version"]

_HASH = re.compile(r"\b[0-9a-f]{12}\b")
_STALE = 24 * 3600.0
"""Seconds after which what another version of the program has kept is removed."""


def kept_tables(store: Store, name: str, make: Callable[[], Tables]) -> Tables:
    """Open the tables that are kept beside a graph under a name; make and keep them at the first use.

    They are made again when the graph or the modules that make them have changed. Where nothing can be
    kept, they are made in memory.
    """
    if store.beside is None:
        return make()
    path = store.beside / f"{name}-{version()}.sqlite"
    found = open_tables(path)
    if found is not None:
        return found
    with gc_paused():
        tables = make()
        try:
            write_tables(path, tables)
        except (OSError, sqlite3.Error):  # no space, no permission
            return tables
    remove_old_versions(path)
    return open_tables(path) or tables


def kept_arrays(beside: Path | None, name: str, make: Callable[[], Arrays]) -> Arrays:
    """Map the arrays that are kept in a folder under a name into memory; otherwise as `kept_tables`.

    Raises
    ------
    OSError : there is no memory left to map them.
    """
    if beside is None:
        return make()
    path = beside / f"{name}-{version()}.bin"
    try:
        return read_arrays(path)
    except ValueError:
        pass
    except OSError as error:
        if error.errno == errno.ENOMEM:  # to make them takes more
            raise
    with gc_paused():
        arrays = make()
    try:
        write_arrays(path, arrays)
    except OSError:  # no space, no permission
        return arrays
    remove_old_versions(path)
    return read_arrays(path)


def remove_old_versions(path: Path) -> None:
    """Remove what earlier versions of the program have kept in the place of a file or folder, and drafts.

    Only what is older than a day, since another version may still be in use, or write its draft.
    """
    name = _HASH.sub("[0-9a-f]" * 12, path.name)
    for old in chain(path.parent.glob(name), path.parent.glob(f"{name}.[0-9]*")):
        with suppress(OSError):
            if old != path and time.time() - old.stat().st_mtime > _STALE:
                shutil.rmtree(old) if old.is_dir() else old.unlink()


@cache
def version() -> str:
    """Return a hash of the modules that read names and links."""
    return program(Path(__file__).parent)[:12]
