"""Arrays kept in one file on disk, which is mapped into memory: only the parts that are used are read.

The file has a line of JSON with the name, type and length of each array, and then the arrays.
"""

from __future__ import annotations

import errno
import json
import mmap
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from struct import calcsize
from typing import Any, TypeAlias

from .kept_files import draft_of, remove_old_versions
from .memory import gc_paused

__all__ = ["Arrays", "kept_arrays", "read_arrays", "write_arrays"]

Arrays: TypeAlias = Mapping[str, Any]
"""Arrays of one dimension by name: those of the standard library, of numpy, bytes, or views of them."""
_WORD = 8
"""Each array begins at a multiple of it, in bytes."""


def kept_arrays(beside: Path | None, name: str, make: Callable[[], Arrays]) -> Arrays:
    """Map the arrays that are kept in a folder under a name into memory; make and keep them at the first use.

    Parameters
    ----------
    beside : where None, and where nothing can be kept, they are made in memory.
    name : with the version of the program that makes them (`kept_files.kept_version`).
    make : their maker.

    Raises
    ------
    MemoryError : there is no memory left to map them.
    """
    if beside is None:
        return make()
    path = beside / f"{name}.bin"
    with suppress(OSError, ValueError):  # not where there is no memory: to make them takes more
        return read_arrays(path)
    with gc_paused():
        arrays = make()
    try:
        write_arrays(path, arrays)
    except OSError:  # no space, no permission
        return arrays
    remove_old_versions(path)
    return read_arrays(path)


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays into a file, which replaces another only when it is whole."""
    views = {name: memoryview(array) for name, array in arrays.items()}
    line = json.dumps([[name, view.format, len(view)] for name, view in views.items()]).encode()
    with draft_of(path) as draft, draft.open("wb") as file:
        file.write(line + b" " * (-(len(line) + 1) % _WORD) + b"\n")
        for view in views.values():
            file.write(view)
            file.write(b"\0" * (-view.nbytes % _WORD))


def read_arrays(path: Path) -> dict[str, memoryview]:
    """Map the arrays of a file into memory.

    Raises
    ------
    FileNotFoundError : there is no such file.
    MemoryError : there is no memory left to map it.
    OSError : it cannot be read.
    ValueError : it is not such a file, or not a whole one.

    Examples
    --------
    >>> import tempfile
    >>> from array import array
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.bin")
    ...     write_arrays(file, {"places": array("q", [1, 2, 3]), "text": b"abc"})
    ...     {name: found.tolist() for name, found in read_arrays(file).items()}
    {'places': [1, 2, 3], 'text': [97, 98, 99]}
    """
    with path.open("rb") as file:
        line = file.readline()
        head = json.loads(line)
        try:
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except OSError as error:  # which names no file
            if error.errno == errno.ENOMEM:
                raise MemoryError(f"no memory is left to map {path}") from None
            raise OSError(error.errno, error.strerror, str(path)) from None
    found, at = {}, len(line)
    for name, kind, length in head:
        size = length * calcsize(kind)
        if at + size > len(content):
            raise ValueError(f"{path} is incomplete")
        found[name] = content[at : at + size].cast(kind)
        at += size + -size % _WORD
    if at != len(content):
        raise ValueError(f"{path} is incomplete")
    return found
