"""What the explorer makes of a whole graph, kept beside its store for later processes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ...core.kept_tables import KeptTable
from ...core.program import program
from ...lookup.kept import kept_tables

if TYPE_CHECKING:
    from ...core.kept_tables import Tables
    from ...sparql.store import Store

__all__ = ["kept_maps", "kept_value", "version"]

_T = TypeVar("_T")
_SMALL = 20_000
"""Items of a map below which it is in memory, where it takes a few MB and is looked up faster."""


class _Keeps(Protocol):
    """The explorer's cache, of which only this is needed."""

    store: Store

    def kept(self, name: str, make: Callable[[], _T]) -> _T: ...


def kept_maps(store: Store, name: str, make: Callable[[], Tables], *, whole: bool = False) -> Tables:
    """Open the maps that are kept beside a graph under a name; make and keep them at the first use.

    They are made again when the graph or the program has changed. Where nothing can be kept, they are made in
    memory, and small ones are read into it.

    Parameters
    ----------
    whole : whether large ones are read into memory too.
    """
    file = re.sub(r"\W+", "-", name)
    tables = kept_tables(store, f"explore-{file}-{version()}", make)
    return {
        part: dict(table.each()) if isinstance(table, KeptTable) and (whole or len(table) < _SMALL) else table
        for part, table in tables.items()
    }


def kept_value(cache: _Keeps, name: str, make: Callable[[], _T]) -> _T:
    """Return what a function makes of the graph, made once under a name and kept beside its store.

    The value is one that JSON can hold; a tuple becomes a list when it is read again. What it depends on
    beside the graph and the program belongs to the name.
    """

    def made() -> Any:
        return {"value": {"": {"value": make()}}}

    def read() -> _T:
        found: _T = kept_maps(cache.store, name, made)["value"][""]["value"]
        return found

    return cache.kept(name, read)


@once
def version() -> str:
    """Return a hash of the program: what is kept depends on the modules of networks and queries too."""
    return program(Path(__file__).parents[2])[:12]
