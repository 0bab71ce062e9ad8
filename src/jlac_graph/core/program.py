"""The program as an input of what it makes: a hash of its modules."""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["program"]


def program(package: Path) -> str:
    """Hash the modules of a package by their names and contents, in hexadecimal."""
    whole = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        whole.update(f"{path.relative_to(package).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
