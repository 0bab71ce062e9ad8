"""Replace a set of files as one: whoever reads afterwards sees all the old ones or all the new.

The new files are written whole into a hidden folder beside the old ones; one rename of that folder
is the point of no return. Then each file is moved into its place. A process killed before that
point leaves the old set; one killed after it leaves moves that `settle` makes, and everybody who
reads or writes the set settles it first. Files of other names in the folder are not touched.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from .errors import JlacError

__all__ = ["publish", "settle"]

READY = ".next"
DRAFT = ".build-"
STALE = 3600.0


def publish(out: Path, contents: Mapping[str, bytes]) -> None:
    """Put a set of files into a folder, all or none.

    Parameters
    ----------
    out : the folder; made when it is missing.
    contents : file name -> content; the last is moved last.

    Raises
    ------
    JlacError : when the folder cannot be written or the disk is full; the old set stands.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     publish(Path(folder), {"a": b"1", "b": b"2"})
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['a', 'b']
    """
    draft: Path | None = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        settle(out)
        _sweep(out)
        draft = Path(tempfile.mkdtemp(dir=out, prefix=DRAFT))
        for number, (name, content) in enumerate(contents.items()):
            _write(draft / f"{number:03}-{name}", content)
        settle(out)
        draft.rename(out / READY)
        settle(out)
    except OSError as error:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
        stands = "; the last good files stand" if out.is_dir() else ""
        raise JlacError(f"cannot write {error.filename or out}: {error.strerror}{stands}") from None


def settle(out: Path) -> None:
    """Finish the moves of a process that was killed while it put files into a folder.

    Raises
    ------
    JlacError : when a file cannot be moved.
    """
    ready = out / READY
    if not ready.is_dir():
        return
    try:
        for path in sorted(ready.iterdir()):
            path.replace(out / path.name.partition("-")[2])
        ready.rmdir()
    except FileNotFoundError:
        return  # another process settles the same folder
    except OSError as error:
        raise JlacError(f"cannot finish the last build in {out}: {error.strerror}") from None


def _sweep(out: Path) -> None:
    """Remove drafts of processes that were killed; a young one may belong to a build under way."""
    for draft in out.glob(f"{DRAFT}*"):
        if time.time() - draft.stat().st_mtime > STALE:
            shutil.rmtree(draft, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
