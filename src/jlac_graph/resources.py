"""Where the project's own files are: in a checkout, or bundled inside the installed package."""

from __future__ import annotations

from pathlib import Path

from .errors import StoreError

__all__ = ["checkout", "folder"]

_PACKAGE = Path(__file__).resolve().parent


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


def folder(name: str) -> Path:
    """Find one of the folders ``data``, ``ontology`` and ``queries``.

    Raises
    ------
    StoreError : when the installation lacks it.

    Examples
    --------
    >>> folder("queries").name
    'queries'
    """
    root = checkout()
    found = root / name if root else _PACKAGE / "_bundle" / name
    if not found.is_dir():
        raise StoreError(f"no folder {found}; the installation is incomplete")
    return found
