"""Lines of files, sorted in bounded memory: sorted runs on disk that are merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, groupby
from pathlib import Path

__all__ = ["sort_lines"]

_MOST = 1 << 27
"""Bytes of lines that are sorted at once."""


def sort_lines(sources: Iterable[Path], target: Path, *, most: int = _MOST) -> None:
    """Write the lines of some files, sorted by their bytes and each once.

    Parameters
    ----------
    sources : each line of these files has a line feed at its end.
    target : the file to write; runs stand in its folder meanwhile.
    most : bytes of lines that are sorted at once; about half as much again is needed in memory.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     one, two = Path(folder, "one"), Path(folder, "two")
    ...     _ = one.write_bytes(b"c\\na\\nb\\n"), two.write_bytes(b"b\\n")
    ...     sort_lines([one, two], Path(folder, "out"), most=4)
    ...     Path(folder, "out").read_bytes()
    b'a\\nb\\nc\\n'
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=target.parent)))
        runs: list[Iterable[bytes]] = []
        batches = _batches(sources, most)
        lines = next(batches, [])
        for number, following in enumerate(batches):
            run = folder / str(number)
            with run.open("wb") as out:
                out.writelines(sorted(lines))
            runs.append(stack.enter_context(run.open("rb")))
            lines = following
        lines.sort()
        with target.open("wb") as out:
            out.writelines(line for line, _ in groupby(heapq.merge(*runs, lines) if runs else lines))


def _batches(sources: Iterable[Path], most: int) -> Iterator[list[bytes]]:
    """Yield the lines of files in lists of about so many bytes; the last one may be empty."""
    with ExitStack() as stack:
        lines = chain.from_iterable(stack.enter_context(path.open("rb")) for path in sources)
        batch: list[bytes] = []
        size = 0
        for line in lines:
            batch.append(line)
            size += len(line)
            if size >= most:
                yield batch
                batch, size = [], 0
        yield batch
