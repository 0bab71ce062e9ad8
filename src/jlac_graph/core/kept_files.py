"""Files that are made from a graph and kept beside it: their drafts, and those of earlier programs."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from .program import program

__all__ = ["draft_of", "kept_version", "remove_old_versions"]

_HASH = re.compile(r"\b[0-9a-f]{12}\b")
_DRAFT = r"(\.([0-9]+(-journal)?|[0-9a-f]{16}))?"
"""What follows the name of a file in that of its draft: now a random number, a process before."""
_STALE = 24 * 3600.0
"""Seconds after which what another version of the program has kept is removed."""


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Give the path of a draft, which replaces a file when it is whole and is removed when that fails.

    No other draft has its name, even where two machines keep files in one folder.
    """
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def remove_old_versions(path: Path) -> None:
    """Remove what earlier versions of the program have kept in the place of a file or folder, and drafts.

    Only what is older than a day, since another version may still be in use, or write its draft.
    """
    kept = re.compile(_HASH.sub("[0-9a-f]{12}", re.escape(path.name)) + _DRAFT)
    beside: list[Path] = []
    with suppress(OSError):  # the folder may be gone, or not be listed
        beside = list(path.parent.iterdir())
    for old in beside:
        with suppress(OSError):
            if kept.fullmatch(old.name) and old != path and time.time() - old.stat().st_mtime > _STALE:
                shutil.rmtree(old) if old.is_dir() else old.unlink()


@cache
def kept_version(package: Path) -> str:
    """Return a hash of the modules of a package and of those that write kept files, for the name of one."""
    return program(
        package, Path(__file__).with_name("kept_arrays.py"), Path(__file__).with_name("kept_tables.py")
    )[:12]
