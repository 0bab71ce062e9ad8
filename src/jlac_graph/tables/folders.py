"""The folders of collections, and their names; apart from `collections`, so that a command starts at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

from ..core.errors import UsageError

__all__ = ["METADATA", "TEXT", "collections_in", "is_tabular", "named"]

METADATA = "csv-metadata.json"
TEXT = {".csv", ".tsv", ".tab"}
TABULAR = TEXT | {".xlsx", ".xls", ".xlsm", ".ods", ".numbers", ".parquet"}


def collections_in(folders: Iterable[Path]) -> list[Path]:
    """List the collections that some folders are or hold.

    Raises
    ------
    UsageError : a folder does not exist, or is neither a collection nor holds one.
    """
    found: list[Path] = []
    for folder in folders:
        if folder.suffix.lower() == ".xlsx" and folder.is_file():
            raise UsageError(f"{folder} is a workbook; jlac xlsx {folder} FOLDER writes its tables")
        if not folder.is_dir():
            raise UsageError(f"{folder} does not exist; give a folder of tables")
        here = [folder] if _is_collection(folder) else list(filter(_is_collection, sorted(folder.iterdir())))
        if not here:
            raise UsageError(
                f"{folder} contains no tables: no CSV file and no {METADATA}, here or one level below"
            )
        found += here
    return found


def _is_collection(folder: Path) -> bool:
    if not folder.is_dir() or folder.name.startswith("."):
        return False
    return (folder / METADATA).is_file() or any(is_tabular(path) for path in folder.iterdir())


def is_tabular(path: Path) -> bool:
    """Return whether a file is named as a table."""
    return path.suffix.lower() in TABULAR and not path.name.startswith(".")


def named(folders: Sequence[Path]) -> dict[str, Path]:
    """Name collections by their folders, with as much of the path as tells them apart.

    Examples
    --------
    >>> named([Path("/data/common"), Path("/mine/loans")])
    {'common': PosixPath('/data/common'), 'loans': PosixPath('/mine/loans')}
    >>> list(named([Path("/a/loans"), Path("/b/loans")]))
    ['a/loans', 'b/loans']
    """
    by_place = {folder.resolve(): folder for folder in folders}
    for size in count(1):
        found = {"/".join(place.parts[-size:]): folder for place, folder in by_place.items()}
        if len(found) == len(by_place):
            break
    return found
