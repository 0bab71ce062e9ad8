"""The statements of some properties, read from a file of quads in one pass.

Of a large graph that is faster than to look them up in a store on disk, where each term is a look-up.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["SortedQuads"]

_AT_ONCE = 20_000
"""Quads that are in memory together."""


class SortedQuads:
    """The file of a graph.

    Parameters
    ----------
    path : N-Quads in which the lines of one triple are neighbours, each with its graph.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._state = path, _state(path.stat())

    @property
    def stands(self) -> bool:
        """Whether it is still there, as it was."""
        try:
            return _state(self._path.stat()) == self._state
        except OSError:
            return False

    def of(self, properties: Collection[str]) -> Iterator[Quad]:
        """Yield the quads of some properties, in the order of the file.

        Raises
        ------
        OSError : the file cannot be read, or is another one than before.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "a.nq")
        ...     _ = file.write_text("<urn:a> <urn:p> <urn:b> <urn:g> .\\n<urn:a> <urn:q> _:b <urn:g> .")
        ...     [str(quad) for quad in SortedQuads(file).of(["urn:q"])]
        ['<urn:a> <urn:q> _:b <urn:g>']
        """
        from pyoxigraph import RdfFormat, parse

        wanted = {f"<{name}>".encode() for name in properties}
        with self._path.open("rb") as file:
            if _state(os.fstat(file.fileno())) != self._state:
                raise OSError(f"{self._path} is another file than when the graph was opened")
            chosen = (line for line in file if line.split(b" ", 2)[1] in wanted)
            while some := b"".join(islice(chosen, _AT_ONCE)):
                yield from parse(some, RdfFormat.N_QUADS)


def _state(found: os.stat_result) -> tuple[int, int]:
    """What tells a file from another that took its place."""
    return found.st_mtime_ns, found.st_size
