"""Lines of files, sorted in bounded memory: sorted runs on disk that are merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, groupby
from pathlib import Path

__all__ = ["sorted_lines"]

_MOST = 1 << 27
"""Bytes of lines that are sorted at once."""


@contextmanager
def sorted_lines(sources: Iterable[Path], folder: Path, *, most: int = _MOST) -> Iterator[Iterator[bytes]]:
    """Give the lines of some files, sorted by their bytes and each once.

    Parameters
    ----------
    sources : each line of these files has a line feed at its end.
    folder : where runs stand meanwhile.
    most : bytes of lines that are sorted at once; about half as much again is needed in memory.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     one, two = Path(folder, "one"), Path(folder, "two")
    ...     _ = one.write_bytes(b"c\\na\\nb\\n"), two.write_bytes(b"b\\n")
    ...     with sorted_lines([one, two], Path(folder), most=4) as lines:
    ...         list(lines)
    [b'a\\n', b'b\\n', b'c\\n']
    """
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        runs: list[Iterable[bytes]] = []
        batches = _batches(sources, most)
        lines = next(batches, [])
        for number, following in enumerate(batches):
            run = place / str(number)
            with run.open("wb") as out:
                out.writelines(sorted(lines))
            runs.append(stack.enter_context(run.open("rb")))
            lines = following
        lines.sort()
        yield (line for line, _ in groupby(heapq.merge(*runs, lines) if runs else lines))


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
