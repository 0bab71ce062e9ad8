"""A compact graph kept on disk, which is mapped into memory: only what a search touches is read."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import overload

from ...core.kept_arrays import Arrays
from ...core.kept_files import kept_version
from ...lookup.kept import kept_arrays
from .compact_graph import CompactGraph, Masks

__all__ = ["graph_arrays", "graph_of", "kept_graph"]


def kept_graph(beside: Path, make: Callable[[], CompactGraph]) -> CompactGraph:
    """Open the compact graph that is kept in a folder; make and keep it at the first use.

    Raises
    ------
    MemoryError : there is no memory left to map it.
    """
    name = f"hops-{kept_version(Path(__file__).parent)}"
    return graph_of(kept_arrays(beside, name, lambda: graph_arrays(make())))


def graph_arrays(graph: CompactGraph) -> dict[str, array[int] | bytes]:
    """Return a compact graph as arrays that can be kept; its names are sorted.

    Examples
    --------
    >>> from jlac_graph.lookup.links import Link
    >>> from jlac_graph.network.paths.compact_graph import compact
    >>> arrays = graph_arrays(compact([Link("a", "b", "owns"), Link("b", "c", "lends")]))
    >>> kept = graph_of(arrays)
    >>> kept.names[1], kept.index["b"], list(kept.around(1)), kept.masks[0]
    ('b', 1, [0, 2], 0)
    """
    names = [name.encode() for name in graph.names]
    return {
        "first": array("q", graph.first),
        "neighbours": array("q", graph.neighbours),
        "costs": array("q", graph.costs),
        "toll": array("q", graph.toll),
        "years": array("q", graph.masks.numbers),
        "spans": " ".join(f"{mask:x}" for mask in graph.masks.spans).encode(),
        "starts": array("q", accumulate(map(len, names), initial=0)),
        "names": b"".join(names),
    }


def graph_of(arrays: Arrays) -> CompactGraph:
    """Return the compact graph of such arrays, which stay where they are."""
    found = {name: memoryview(part) for name, part in arrays.items()}
    names = _Names(found["starts"], found["names"])
    masks = Masks([int(span, 16) for span in bytes(found["spans"]).split()], found["years"])
    first, neighbours, costs = found["first"], found["neighbours"], found["costs"]
    return CompactGraph(names, first, neighbours, costs, masks, found["toll"], _Index(names))


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
