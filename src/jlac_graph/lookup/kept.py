"""What is read from the whole graph, kept beside its store so that a command reads only what it asks for."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.kept_arrays import Arrays
from ..core.kept_arrays import kept_arrays as core_kept_arrays
from ..core.kept_files import kept_version, remove_old_versions
from ..core.kept_tables import Tables, open_tables, write_tables
from ..core.memory import gc_paused

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["kept_arrays", "kept_tables", "version"]


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
    MemoryError : there is no memory left to map them.
    """
    return core_kept_arrays(beside, f"{name}-{version()}", make)


def version() -> str:
    """Return a hash of the modules that read names and links."""
    return kept_version(Path(__file__).parent)
