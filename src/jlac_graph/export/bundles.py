"""Files appear whole or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..core.errors import UsageError

__all__ = ["Bundle", "write_bundle"]

Bundle = Mapping[str, bytes]
"""Relative path -> content; a single file has the empty path."""


def write_bundle(bundle: Bundle, target: Path) -> list[Path]:
    """Write a file, or a folder of files, in one step.

    Parameters
    ----------
    bundle : one entry under ``""`` for a file, else one entry a file of the folder.
    target : the file or the folder; a folder that a former export wrote is replaced.

    Returns
    -------
    The files written, sorted.

    Raises
    ------
    UsageError
        The place cannot be written, or is a folder with other content.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return _file(bundle[""], target) if set(bundle) == {""} else _folder(bundle, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot write {target}: {reason}; give another place with -o") from error


def _file(content: bytes, target: Path) -> list[Path]:
    if target.is_dir():
        raise UsageError(f"cannot write {target}: it is a folder; give a file with -o")
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return [target]


MARK = ".jlac-export"


def _folder(bundle: Bundle, target: Path) -> list[Path]:
    if target.is_file():
        raise UsageError(f"cannot write {target}: it is a file and this format makes a folder")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).exists():
        raise UsageError(f"cannot write {target}: the folder holds other files; give a new one")
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
    try:
        for name, content in bundle.items():
            place = fresh / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        (fresh / MARK).write_bytes(b"")
        fresh.chmod(0o755)
        if target.is_dir():
            shutil.rmtree(target)
        fresh.replace(target)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return sorted(target / name for name in bundle)
