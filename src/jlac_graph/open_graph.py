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

from .sparql.store import OxigraphStore, merge

if TYPE_CHECKING:
    from .sparql.store import Store

__all__ = ["open_graph"]


def open_graph(place: str | None = None, *, once: bool = False) -> Store:
    """Open the graph at a path or URL.

    Parameters
    ----------
    place : a file, a store or build folder, or the http(s) address of a SPARQL endpoint. None means
        the variable JLAC_GRAPH, and without it the project's own graph, built if need be.
    once : for a question or two: the project's own graph is then not read into memory but asked on
        disk, read-only, which starts sooner and answers a little slower.

    Raises
    ------
    StoreError : when nothing is there, or it is not a graph.
    """
    place = place or os.environ.get("JLAC_GRAPH")
    if place and place.startswith(("http://", "https://")):
        from .sparql.endpoint import EndpointStore

        return EndpointStore(place)
    if place:
        return OxigraphStore.from_path(Path(place))
    from .build.pipeline import ensure_built

    path = ensure_built()
    kept = _kept(path) if once else None
    return kept or OxigraphStore.from_path(path)


def _kept(path: Path) -> OxigraphStore | None:
    """Open the copy of a file that stands beside it ready to be asked, made on first use.

    Opening it takes a twentieth of the time of reading the file. None where it cannot be written.
    """
    from pyoxigraph import Store

    state = path.stat()
    folder = path.with_name(f".store-{state.st_mtime_ns:x}-{state.st_size:x}")
    try:
        if not (folder / "CURRENT").is_file():
            _keep(path, folder)
        return OxigraphStore(Store.read_only(str(folder)), name=str(path), writable=False)
    except OSError:
        return None


def _keep(path: Path, folder: Path) -> None:
    """Write the store of a file, whole or not at all, and take away those of its former states."""
    import shutil
    import tempfile

    from pyoxigraph import RdfFormat, Store

    draft = Path(tempfile.mkdtemp(dir=path.parent, prefix=".draft-"))
    try:
        store = Store(str(draft))
        store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
        merge(store)
        store.flush()
        del store
        for old in path.parent.glob(".store-*"):
            shutil.rmtree(old, ignore_errors=True)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
