"""A compact graph kept in a file, which is mapped into memory: only what a search touches is read.

The file has a line of JSON with the spans of years in use and the length of each part, the arrays of 64-bit
integers, and the names of the nodes, sorted, one after another.
"""

from __future__ import annotations

import json
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import overload

from ...core.kept_tables import draft_of
from ...core.program import program
from ...lookup.kept import remove_old_versions
from ...lookup.kept import version as links_version
from .compact_graph import CompactGraph, Masks

__all__ = ["kept_graph", "read_graph", "write_graph"]

_WORD = 8
"""Bytes of an integer; the arrays begin at a multiple of it."""


def kept_graph(beside: Path, make: Callable[[], CompactGraph]) -> CompactGraph:
    """Open the compact graph that is kept in a folder; make and keep it at the first use."""
    path = beside / f"hops-{_version()}.bin"
    try:
        return read_graph(path)
    except (OSError, ValueError, KeyError):
        pass
    made = make()
    try:
        write_graph(path, made)
    except OSError:  # no space, no permission
        return made
    remove_old_versions(path)
    return read_graph(path)


@cache
def _version() -> str:
    return f"{links_version()}-{program(Path(__file__).parent)[:12]}"


def write_graph(path: Path, graph: CompactGraph) -> None:
    """Write a compact graph, its names sorted, into a file, which stands when it is whole."""
    names = [name.encode() for name in graph.names]
    starts = array("q", accumulate(map(len, names), initial=0))
    masks = graph.masks
    parts = (starts, graph.first, graph.neighbours, graph.costs, graph.toll, masks.numbers)
    arrays = [array("q", part) for part in parts]
    head = {"spans": [f"{mask:x}" for mask in masks.spans], "lengths": [len(part) for part in arrays]}
    line = json.dumps(head).encode()
    with draft_of(path) as draft, draft.open("wb") as file:
        file.write(line + b" " * (-(len(line) + 1) % _WORD) + b"\n")
        for part in arrays:
            part.tofile(file)
        file.writelines(names)


def read_graph(path: Path) -> CompactGraph:
    """Map a file of `write_graph` into memory.

    Raises
    ------
    OSError : there is no such file.
    ValueError, KeyError : it is not such a file, or not a whole one.

    Examples
    --------
    >>> import tempfile
    >>> from jlac_graph.lookup.links import Link
    >>> from jlac_graph.network.paths.compact_graph import compact
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_graph(Path(folder, "g"), compact([Link("a", "b", "owns"), Link("b", "c", "lends")]))
    ...     kept = read_graph(Path(folder, "g"))
    >>> kept.names[1], kept.index["b"], list(kept.around(1)), kept.masks[0]
    ('b', 1, [0, 2], 0)
    """
    with path.open("rb") as file:
        line = file.readline()
        head = json.loads(line)
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start, size = len(line), _WORD * sum(head["lengths"])
    words = memoryview(content)[start : start + size]
    if len(words) != size:
        raise ValueError(f"{path} is incomplete")
    numbers, at, parts = words.cast("q"), 0, []
    for length in head["lengths"]:
        parts.append(numbers[at : at + length])
        at += length
    starts, first, neighbours, costs, toll, years = parts
    names = _Names(starts, memoryview(content)[start + size :])
    if len(content) != start + size + starts[-1]:
        raise ValueError(f"{path} is incomplete")
    masks = Masks([int(span, 16) for span in head["spans"]], years)
    return CompactGraph(names, first, neighbours, costs, masks, toll, _Index(names))


class _Names(Sequence[str]):
    """The names of the nodes, each decoded when it is asked for."""

    def __init__(self, starts: Sequence[int], text: memoryview) -> None:
        self._starts, self._text = starts, text

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[number] for number in range(len(self))[at]]
        place = range(len(self))[at]
        return str(self._text[self._starts[place] : self._starts[place + 1]], "utf-8")

    def __len__(self) -> int:
        return len(self._starts) - 1


class _Index(Mapping[str, int]):
    """The number of each name, looked up in the sorted names."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def __getitem__(self, name: str) -> int:
        place = bisect_left(self._names, name)
        if place == len(self._names) or self._names[place] != name:
            raise KeyError(name)
        return place

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
