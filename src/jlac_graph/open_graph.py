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

from .core.errors import StoreError, UsageError
from .sparql.store import OxigraphStore

if TYPE_CHECKING:
    from .sparql.store import Store

__all__ = ["GraphChoice", "open_graph"]


@dataclass(frozen=True, slots=True)
class GraphChoice:
    """A graph that can be opened; the attributes are the parameters of `open_graph`."""

    place: str | None = None
    data: tuple[Path, ...] = ()
    with_: tuple[Path, ...] = ()
    sources: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def open(self, *, once: bool = False) -> Store:
        """Open the graph; see `open_graph`."""
        found = self._whole(once=once)
        if not (self.sources or self.without):
            return found
        if not isinstance(found, OxigraphStore):
            raise UsageError(
                f"{found.name} is a server; sources can be chosen only of a graph that is read here"
            )
        from .build.sources import narrowed

        return narrowed(found, only=self.sources, without=self.without)

    def _whole(self, *, once: bool) -> Store:
        if self.data or self.with_:
            if self.place:
                raise UsageError(
                    f"{self.place} is built already; collections are added to graphs that are built here"
                )
            return _built(self.data, self.with_, once=once)
        place = self.place or os.environ.get("JLAC_GRAPH")
        scheme = urlsplit(place).scheme if place and "://" in place else ""  # lower case
        if place and scheme in ("http", "https"):
            from .sparql.endpoint import EndpointStore

            return EndpointStore(place)
        if place:
            return _given(_file(place, scheme) if scheme else Path(place))
        return _built((), (), once=once)


def open_graph(
    place: str | None = None,
    *,
    data: Iterable[Path] = (),
    with_: Iterable[Path] = (),
    sources: Iterable[str] = (),
    without: Iterable[str] = (),
    once: bool = False,
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
    once : for one or two queries: a graph that is built here is then not read into memory but queried on
        disk, read-only, which starts sooner and is a little slower.

    Raises
    ------
    StoreError : when nothing is there, or it is not a graph.
    DataError : the tables of the collections have errors.
    UsageError : for an unknown source, or folders together with a place.
    """
    return GraphChoice(place, tuple(data), tuple(with_), tuple(sources), tuple(without)).open(once=once)


def _built(data: tuple[Path, ...], with_: tuple[Path, ...], *, once: bool) -> Store:
    from .build.inputs import Inputs
    from .build.pipeline import ensure_built

    path = ensure_built(Inputs.of(data=data, with_=with_))
    if once:
        from .sparql.disk_cache import open_copy

        copy = open_copy(path)
        if copy is not None:
            return copy
    return OxigraphStore.from_path(path)


def _given(path: Path) -> OxigraphStore:
    """Open the graph at a path; a build has no number that is too large for the engine."""
    if (path / "manifest.json").is_file() or (path.parent / "manifest.json").is_file():
        return OxigraphStore.from_path(path)
    from .sparql.large_numbers import ExactStore

    return ExactStore.from_path(path)


def _file(address: str, scheme: str) -> Path:
    """The file that a file address names."""
    from urllib.request import url2pathname

    if scheme != "file":
        raise StoreError(f"{address!r}: a graph is a file, a folder, or the http(s) address of an endpoint")
    return Path(url2pathname(urlsplit(address).path))
