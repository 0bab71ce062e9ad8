"""The statements of some properties, read from a file of quads.

Of a large graph that is faster than to look them up in a store on disk, where each term is a look-up. An
index, kept beside the store, says where the lines of each property begin.
"""

from __future__ import annotations

import os
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ..core.kept_arrays import Arrays, kept_arrays
from ..core.kept_files import kept_version

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
    beside : folder for the index, which is made at the first use.
    found : what the system said of the file when it was opened.
    """

    def __init__(self, path: Path, beside: Path, found: os.stat_result) -> None:
        self._path, self._beside, self._state = path, beside, _state(found)

    @property
    def is_unchanged(self) -> bool:
        """Whether the file exists and is unchanged."""
        try:
            self._check(self._path.stat())
        except OSError:
            return False
        return True

    def _check(self, found: os.stat_result) -> None:
        if _state(found) != self._state:
            raise OSError(f"{self._path} has changed since the graph was opened; run the command again")

    def of(self, properties: Collection[str]) -> Iterator[Quad]:
        """Yield the quads of some properties, those of each in the order of the file.

        Raises
        ------
        OSError : the file cannot be read, or has changed.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "a.nq")
        ...     _ = file.write_text("<urn:a> <urn:p> <urn:b> <urn:g> .\\n<urn:a> <urn:q> _:b <urn:g> .\\n")
        ...     [str(quad) for quad in SortedQuads(file, Path(folder, "kept"), file.stat()).of(["urn:q"])]
        ['<urn:a> <urn:q> _:b <urn:g>']
        """
        from pyoxigraph import RdfFormat, parse

        starts = self._starts
        with self._path.open("rb") as file:
            self._check(os.fstat(file.fileno()))
            # not mapped into memory, of which it would take as much as the file has
            lines = (_line(file, place) for name in properties for place in starts.get(name, ()))
            while some := b"".join(islice(lines, _AT_ONCE)):
                self._check(os.fstat(file.fileno()))  # before parts of another file are taken for lines
                yield from parse(some, RdfFormat.N_QUADS)
            self._check(os.fstat(file.fileno()))

    @cached_property
    def _starts(self) -> Arrays:
        """Property -> where its lines begin."""
        return kept_arrays(self._beside, f"properties-{kept_version(Path(__file__).parent)}", self._read)

    def _read(self) -> dict[str, array[int]]:
        found: dict[bytes, array[int]] = defaultdict(lambda: array("Q"))
        place = 0
        with self._path.open("rb") as file:
            self._check(os.fstat(file.fileno()))
            for line in file:
                found[line.split(b" ", 2)[1]].append(place)
                place += len(line)
            self._check(os.fstat(file.fileno()))
        return {name.decode()[1:-1]: starts for name, starts in found.items()}


def _line(file: IO[bytes], place: int) -> bytes:
    file.seek(place)
    return file.readline().rstrip(b"\n") + b"\n"


def _state(found: os.stat_result) -> tuple[int, int]:
    """Return what distinguishes a file from one that replaced it."""
    return found.st_mtime_ns, found.st_size
