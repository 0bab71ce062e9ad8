"""Hashes of the files of a build, read again only when a file has changed since.

Every command asks whether the build is whole, which takes longer the larger its graph is.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from ..core.atomic import write_file
from ..core.errors import JlacError

__all__ = ["hashed"]

_KNOWN = ".hashes.json"
_SETTLED = 2_000_000_000
"""Nanoseconds for which a file must have stood: a clock may be too coarse to tell two writes apart."""


def hashed(folder: Path, names: Iterable[str], hash_of: Callable[[Path], str]) -> dict[str, str]:
    """Hash files of a folder; one of the same size, inode and times as at the last hash is not read again.

    Raises
    ------
    OSError : a file cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     _ = Path(name, "a").write_text("one")
    ...     hashed(Path(name), ["a"], Path.read_text)
    {'a': 'one'}
    """
    known, found = _read(folder / _KNOWN), {}
    latest = time.time_ns() - _SETTLED
    settled: dict[str, list[str]] = {}
    for name in names:
        state = (folder / name).stat()
        key = f"{state.st_size} {state.st_ino} {state.st_mtime_ns} {state.st_ctime_ns}"
        kept = known.get(name)
        found[name] = kept[1] if kept and kept[0] == key else hash_of(folder / name)
        if max(state.st_mtime_ns, state.st_ctime_ns) < latest:
            settled[name] = [key, found[name]]
    if settled != known:
        with contextlib.suppress(JlacError):  # no permission: they are hashed at each use
            write_file(folder / _KNOWN, json.dumps(settled).encode())
    return found


def _read(path: Path) -> dict[str, list[str]]:
    """Read what is known; nothing when the file is damaged."""
    try:
        known = json.loads(path.read_bytes())
        return {str(name): [str(key), str(value)] for name, (key, value) in known.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
