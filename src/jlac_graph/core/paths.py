"""Locations of the project's files: in a checkout, or bundled in the installed package."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

from .errors import StoreError

__all__ = [
    "cache_dir",
    "checkout",
    "data_dir",
    "dist_dir",
    "ontology_dir",
    "queries_dir",
    "read_regular",
    "schemas_dir",
    "web_dir",
]

_PACKAGE = Path(__file__).resolve().parents[1]


def read_regular(path: Path) -> bytes:
    """Read a file, but not a FIFO or a device, which may never end.

    Raises
    ------
    OSError : it is not there, cannot be read, or is not a regular file.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    return path.read_bytes()


def checkout() -> Path | None:
    """Find the root of the checkout this package runs from; None when it is installed.

    Examples
    --------
    >>> root = checkout()
    >>> root is None or (root / "pyproject.toml").is_file()
    True
    """
    root = _PACKAGE.parent.parent
    here = _PACKAGE.parent.name == "src" and (root / "pyproject.toml").is_file()
    return root if here else None


def data_dir() -> Path:
    """Find the folder of the project's collections of tables."""
    return _folder("data")


def schemas_dir() -> Path:
    """Find the folder of the tables' schemas.

    Examples
    --------
    >>> (schemas_dir() / "places.json").is_file()
    True
    """
    return _folder("data") / "schemas"


def ontology_dir() -> Path:
    """Find the folder of the ontology, its shapes, code lists and rules."""
    return _folder("ontology")


def queries_dir() -> Path:
    """Find the folder of the query library.

    Examples
    --------
    >>> queries_dir().name
    'queries'
    """
    return _folder("queries")


def web_dir() -> Path | None:
    """Find the explorer's built front end; None if it was never built.

    Examples
    --------
    >>> folder = web_dir()
    >>> folder is None or (folder / "assets").is_dir()
    True
    """
    root = checkout()
    found = root / "web" / "dist" if root else _PACKAGE / "_bundle" / "web"
    return found if found.is_dir() else None


def dist_dir() -> Path:
    """Return where builds go: ``dist`` of the checkout, else the user's cache (not made here).

    Examples
    --------
    >>> dist_dir().is_absolute()
    True
    """
    root = checkout()
    return root / "dist" if root else cache_dir()


def cache_dir() -> Path:
    """Return the folder for what can be made again, of this user (not made here).

    Examples
    --------
    >>> cache_dir().name
    'jlac-graph'
    """
    if sys.platform == "win32":
        cache = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        cache = Path.home() / "Library" / "Caches"
    else:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "jlac-graph"


def _folder(name: str) -> Path:
    root = checkout()
    found = root / name if root else _PACKAGE / "_bundle" / name
    if not found.is_dir():
        raise StoreError(f"{found} does not exist; the installation is incomplete")
    return found
