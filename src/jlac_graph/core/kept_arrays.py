"""Arrays kept in one file on disk, which is mapped into memory: only the parts that are used are read.

The file has a line of JSON with the name, type and length of each array, and then the arrays.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .kept_tables import draft_of

__all__ = ["Arrays", "part", "read_arrays", "write_arrays"]

Arrays: TypeAlias = Mapping[str, NDArray[Any]]
"""Arrays of one dimension by name."""
_WORD = 8
"""Each array begins at a multiple of it, in bytes."""


def part(arrays: Arrays, name: str) -> dict[str, NDArray[Any]]:
    """Return the arrays whose names begin with a name and a slash, without these."""
    start = f"{name}/"
    return {key.removeprefix(start): value for key, value in arrays.items() if key.startswith(start)}


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays into a file, which stands when it is whole."""
    head = [[name, array.dtype.str, len(array)] for name, array in arrays.items()]
    line = json.dumps(head).encode()
    with draft_of(path) as draft, draft.open("wb") as file:
        file.write(line + b" " * (-(len(line) + 1) % _WORD) + b"\n")
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (-array.nbytes % _WORD))


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Map the arrays of a file into memory.

    Raises
    ------
    OSError : there is no such file.
    ValueError : it is not such a file, or not a whole one.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.bin")
    ...     write_arrays(file, {"a/x": np.array([1, 2, 3]), "a/y": np.array([7], "u2")})
    ...     {name: array.tolist() for name, array in part(read_arrays(file), "a").items()}
    {'x': [1, 2, 3], 'y': [7]}
    """
    with path.open("rb") as file:
        line = file.readline()
        head = json.loads(line)
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    found, at = {}, len(line)
    for name, kind, length in head:
        dtype = np.dtype(kind)
        found[name] = np.frombuffer(content, dtype, length, at)
        at += length * dtype.itemsize
        at += -(length * dtype.itemsize) % _WORD
    if at != len(content):
        raise ValueError(f"{path} is incomplete")
    return found
