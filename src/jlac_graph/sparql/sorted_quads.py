"""The statements of some properties, read from a file of quads.

Of a large graph that is faster than to look them up in a store on disk, where each term is a look-up. An
index, kept beside the store, says where the lines of each property begin.
"""

from __future__ import annotations

import os
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ..core.kept_arrays import Arrays, read_arrays, write_arrays

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["SortedQuads"]

_AT_ONCE = 20_000
"""Quads that are in memory together."""
_INDEX = "properties.bin"


class SortedQuads:
    """The file of a graph.

    Parameters
    ----------
    path : N-Quads in which the lines of one triple are neighbours, each with its graph.
    beside : folder for the index, which is made at the first use.
    """

    def __init__(self, path: Path, beside: Path) -> None:
        self._path, self._beside, self._state = path, beside, _state(path.stat())

    @property
    def stands(self) -> bool:
        """Whether it is still there, as it was."""
        try:
            return _state(self._path.stat()) == self._state
        except OSError:
            return False

    def of(self, properties: Collection[str]) -> Iterator[Quad]:
        """Yield the quads of some properties, those of each in the order of the file.

        Raises
        ------
        OSError : the file cannot be read, or is another one than before.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "a.nq")
        ...     _ = file.write_text("<urn:a> <urn:p> <urn:b> <urn:g> .\\n<urn:a> <urn:q> _:b <urn:g> .\\n")
        ...     [str(quad) for quad in SortedQuads(file, Path(folder, "kept")).of(["urn:q"])]
        ['<urn:a> <urn:q> _:b <urn:g>']
        """
        from pyoxigraph import RdfFormat, parse

        starts = self._starts
        with self._path.open("rb") as file:
            if _state(os.fstat(file.fileno())) != self._state:
                raise OSError(f"{self._path} is another file than when the graph was opened")
            # not mapped into memory, of which it would take as much as the file has
            lines = (_line(file, place) for name in properties for place in starts.get(name, ()))
            while some := b"".join(islice(lines, _AT_ONCE)):
                yield from parse(some, RdfFormat.N_QUADS)

    @cached_property
    def _starts(self) -> Arrays:
        """Property -> where its lines begin."""
        path = self._beside / _INDEX
        with suppress(OSError, ValueError):
            return read_arrays(path)
        starts = self._read()
        with suppress(OSError):  # no space, no permission
            write_arrays(path, starts)
        return starts

    def _read(self) -> dict[str, array[int]]:
        found: dict[bytes, array[int]] = defaultdict(lambda: array("Q"))
        place = 0
        with self._path.open("rb") as file:
            for line in file:
                found[line.split(b" ", 2)[1]].append(place)
                place += len(line)
        return {name.decode()[1:-1]: starts for name, starts in found.items()}


def _line(file: IO[bytes], place: int) -> bytes:
    file.seek(place)
    return file.readline()


def _state(found: os.stat_result) -> tuple[int, int]:
    """What tells a file from another that took its place."""
    return found.st_mtime_ns, found.st_size
