"""A compact graph kept in a file, which is mapped into memory: only what a search touches is read.

The file has a line of JSON with the names of the nodes, the spans of years in use, and the length of each
array, and then the arrays of 64-bit integers.
"""

from __future__ import annotations

import json
import mmap
import os
from array import array
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import overload

from ...core.program import program
from ...lookup.kept import version as links_version
from .compact_graph import CompactGraph

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
    return read_graph(path)


@cache
def _version() -> str:
    return f"{links_version()}-{program(Path(__file__).parent)[:12]}"


def write_graph(path: Path, graph: CompactGraph) -> None:
    """Write a compact graph into a file, which stands when it is whole."""
    spans = {mask: number for number, mask in enumerate(dict.fromkeys(graph.masks))}
    years = [spans[mask] for mask in graph.masks]
    arrays = [array("q", part) for part in (graph.first, graph.neighbours, graph.costs, graph.toll, years)]
    head = {
        "names": list(graph.names),
        "spans": [f"{mask:x}" for mask in spans],
        "lengths": [len(part) for part in arrays],
    }
    line = json.dumps(head, ensure_ascii=False).encode()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(line + b" " * (-(len(line) + 1) % _WORD) + b"\n")
        for part in arrays:
            part.tofile(file)
    draft.replace(path)


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
    >>> kept.names, list(kept.around(1)), kept.masks[0]
    (['a', 'b', 'c'], [0, 2], 0)
    """
    with path.open("rb") as file:
        line = file.readline()
        head = json.loads(line)
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if len(content) != len(line) + _WORD * sum(head["lengths"]):
        raise ValueError(f"{path} is incomplete")
    words, at = memoryview(content)[len(line) :].cast("q"), 0
    parts = []
    for length in head["lengths"]:
        parts.append(words[at : at + length])
        at += length
    first, neighbours, costs, toll, years = parts
    masks = _Masks([int(span, 16) for span in head["spans"]], years)
    return CompactGraph(head["names"], first, neighbours, costs, masks, toll)


class _Masks(Sequence[int]):
    """The years of each hop, by the number of their span."""

    def __init__(self, spans: Sequence[int], years: Sequence[int]) -> None:
        self._spans, self._years = spans, years

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        if isinstance(at, slice):
            return [self._spans[number] for number in self._years[at]]
        return self._spans[self._years[at]]

    def __len__(self) -> int:
        return len(self._years)
