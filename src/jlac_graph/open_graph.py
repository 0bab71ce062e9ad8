"""Open a graph wherever it is: a file, a folder, a server, or the project's own.

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
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .core.errors import StoreError
from .sparql.store import OxigraphStore

if TYPE_CHECKING:
    from .sparql.store import Store

__all__ = ["open_graph"]


def open_graph(place: str | None = None, *, once: bool = False) -> Store:
    """Open the graph at a path or URL.

    Parameters
    ----------
    place : a file, a store or build folder, or the http(s) address of a SPARQL endpoint. None means
        the variable JLAC_GRAPH, and without it the project's own graph, built if necessary.
    once : for one or two queries: the project's own graph is then not read into memory but queried on disk,
        read-only, which starts sooner and is a little slower.

    Raises
    ------
    StoreError : when nothing is there, or it is not a graph.
    """
    place = place or os.environ.get("JLAC_GRAPH")
    scheme = urlsplit(place).scheme if place and "://" in place else ""  # lower case
    if place and scheme in ("http", "https"):
        from .sparql.endpoint import EndpointStore

        return EndpointStore(place)
    if place and scheme:
        return OxigraphStore.from_path(_file(place, scheme))
    if place:
        return OxigraphStore.from_path(Path(place))
    from .build.pipeline import ensure_built

    path = ensure_built()
    if once:
        from .sparql.disk_cache import open_copy

        copy = open_copy(path)
        if copy is not None:
            return copy
    return OxigraphStore.from_path(path)


def _file(address: str, scheme: str) -> Path:
    """The file that a file address names."""
    from urllib.request import url2pathname

    if scheme != "file":
        raise StoreError(f"{address!r}: a graph is a file, a folder, or the http(s) address of an endpoint")
    return Path(url2pathname(urlsplit(address).path))
