"""Open a graph wherever it is: a file, a folder, a server, the project's own, or some collections.

Examples
--------
>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     path = Path(folder, "small.ttl")
...     _ = path.write_text("<urn:a> <urn:p> 3 .")
...     open_graph(str(path)).count()
1
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .core.atomic import settle
from .core.errors import StoreError, UsageError
from .sparql.store import OxigraphStore

if TYPE_CHECKING:
    from .sparql.store import Store

__all__ = ["SERVED_IN_MEMORY", "GraphChoice", "open_graph"]

GRAPH, MANIFEST = "graph.nq", "manifest.json"
"""Files of a build."""
SERVED_IN_MEMORY = 100_000_000
"""Bytes of a graph's file up to which a service holds the graph in memory."""


@dataclass(frozen=True, slots=True)
class GraphChoice:
    """A graph that can be opened; the attributes are the parameters of `open_graph`."""

    place: str | None = None
    data: tuple[Path, ...] = ()
    with_: tuple[Path, ...] = ()
    sources: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def open(self, *, in_memory: int = 0) -> Store:
        """Open the graph; see `open_graph`."""
        found = self._whole(in_memory=in_memory)
        if not (self.sources or self.without):
            return found
        from .build.sources import narrowed

        return narrowed(found, only=self.sources, without=self.without)

    def _whole(self, *, in_memory: int) -> Store:
        if self.data or self.with_:
            if self.place:
                raise UsageError(
                    f"collections cannot be added to {self.place}, which is built already; "
                    "name folders with --data instead of --graph"
                )
            return _opened(_built(self.data, self.with_), in_memory=in_memory)
        place = self.place or os.environ.get("JLAC_GRAPH")
        scheme = urlsplit(place).scheme if place and "://" in place else ""  # lower case
        if place and scheme in ("http", "https"):
            from .sparql.endpoint import EndpointStore

            return EndpointStore(place)
        if place:
            return _opened(_file(place, scheme) if scheme else Path(place), in_memory=in_memory)
        return _opened(_built((), ()), in_memory=in_memory)


def open_graph(
    place: str | None = None,
    *,
    data: Iterable[Path] = (),
    with_: Iterable[Path] = (),
    sources: Iterable[str] = (),
    without: Iterable[str] = (),
    in_memory: int = 0,
) -> Store:
    """Open the graph at a path or URL, or that of some collections.

    Parameters
    ----------
    place : a file, a store or build folder, or the http(s) address of a SPARQL endpoint. None means
        the variable JLAC_GRAPH, and without it the project's own graph, built if necessary.
    data : folders of collections that replace the project's own; their graph is built if necessary.
    with_ : folders of collections to add.
    sources : ids of sources or collections: only their statements.
    without : ids of sources or collections whose statements are left out.
    in_memory : bytes up to which the graph of a build is read into memory, for a service. A larger one is
        queried on disk, from a copy that is kept beside it, which starts at once and is a little slower.

    Raises
    ------
    StoreError : when nothing is there, or it is not a graph.
    DataError : the tables of the collections have errors.
    UsageError : for an unknown source, or folders together with a place.
    """
    return GraphChoice(place, tuple(data), tuple(with_), tuple(sources), tuple(without)).open(
        in_memory=in_memory
    )


def _built(data: tuple[Path, ...], with_: tuple[Path, ...]) -> Path:
    from .build.inputs import Inputs
    from .build.pipeline import ensure_built

    return ensure_built(Inputs.of(data=data, with_=with_))


def _opened(path: Path, *, in_memory: int) -> OxigraphStore:
    """Open a file or a folder; the graph of a build by its copy, unless it is to be in memory."""
    settle(path)
    file = path / GRAPH if path.is_dir() else path
    built = file.name == GRAPH and file.is_file() and file.with_name(MANIFEST).is_file()
    if built and file.stat().st_size > in_memory:
        from .sparql.disk_cache import open_copy

        copy = open_copy(file)
        if copy is not None:
            return copy
    if built:
        return OxigraphStore.from_path(path)
    # only a graph from elsewhere may have a number that is too large for the engine
    from .sparql.large_numbers import ExactStore

    return ExactStore.from_path(path)


def _file(address: str, scheme: str) -> Path:
    """The file that a file address names."""
    from urllib.request import url2pathname

    if scheme != "file":
        raise StoreError(f"{address!r}: a graph is a file, a folder, or the http(s) address of an endpoint")
    return Path(url2pathname(urlsplit(address).path))
