"""The program as an input of what it makes: a hash of its modules."""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["program"]


def program(package: Path, *others: Path) -> str:
    """Hash the modules of a package, and some others, by their names and contents, in hexadecimal."""
    whole = hashlib.sha256()
    names = [(path.relative_to(package).as_posix(), path) for path in sorted(package.rglob("*.py"))]
    for name, path in [*names, *((path.name, path) for path in others)]:
        whole.update(f"{name}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
