"""Collections: folders of tables that are read as one.

A collection is a folder of CSV files about one body of sources. Its ``csv-metadata.json`` names its tables;
without that document, each file has the schema of its name, as ``investments.csv``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import count
from pathlib import Path

from ..core.errors import MetadataError, UsageError
from ..core.paths import schemas_dir
from .findings import Finding
from .hints import NO_HINT, hint
from .metadata import SCHEMAS, Table, TableGroup, read_tables
from .rule_texts import fault
from .suggestions import nearest

__all__ = ["METADATA", "collections_in", "named", "read_collections", "read_schemas", "unlisted_files"]

METADATA = "csv-metadata.json"
TABULAR = {".csv", ".tsv", ".tab", ".xlsx", ".xls", ".xlsm", ".ods", ".numbers", ".parquet"}


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
    return (folder / METADATA).is_file() or any(_is_tabular(path) for path in folder.iterdir())


def _is_tabular(path: Path) -> bool:
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


def read_collections(folders: Iterable[Path]) -> TableGroup:
    """Read what describes the tables of collections.

    Parameters
    ----------
    folders : collections, or folders that hold some, as ``data`` of the checkout.

    Raises
    ------
    MetadataError : a folder or a metadata document is at fault, or two files of one table differ in columns.
    """
    names = named(collections_in(folders))
    tables = tuple(table for name, folder in names.items() for table in _tables(folder, name))
    group = TableGroup(tables, names)
    for table in tables:
        first = group.named(table.name)[0]
        if [c.name for c in table.stored] != [c.name for c in first.stored]:
            raise MetadataError(
                f"{table.url} and {first.url} are both tables of {table.name}, with different columns: "
                "give one of the two another name"
            )
    return group


def _tables(folder: Path, name: str) -> tuple[Table, ...]:
    path = folder / METADATA
    if path.is_file():
        return read_tables(path, name)
    known = _schemas()
    files = [file.name for file in sorted(folder.glob("*.csv")) if file.stem in known]
    if not files:
        return ()
    tables = [{"url": file, "tableSchema": f"{SCHEMAS}{Path(file).stem}.json"} for file in files]
    document = {"@context": "http://www.w3.org/ns/csvw", "tables": tables}
    return read_tables(path, name, text=json.dumps(document))


@cache
def read_schemas() -> Mapping[str, Table]:
    """Read the project's schemas as tables without a file, by name.

    Examples
    --------
    >>> [column.name for column in read_schemas()["sites"].stored]
    ['thing', 'place', 'source']
    """
    tables = [{"url": f"{name}.csv", "tableSchema": f"{SCHEMAS}{name}.json"} for name in _schemas()]
    document = {"@context": "http://www.w3.org/ns/csvw", "tables": tables}
    return {table.name: table for table in read_tables(Path(METADATA), "", text=json.dumps(document))}


def _schemas() -> list[str]:
    return sorted(path.stem for path in schemas_dir().glob("*.json"))


def unlisted_files(group: TableGroup) -> list[Finding]:
    """Find tabular files in the folders of collections that no table has: they would not be read."""
    known = {table.path.resolve() for table in group.tables}
    found = []
    for name, folder in group.folders.items():
        lost = [t.path.name for t in group.tables if t.collection == name and not t.path.is_file()]
        free = lost if (folder / METADATA).is_file() else [f"{schema}.csv" for schema in _schemas()]
        for path in sorted(folder.iterdir()):
            if _is_tabular(path) and path.resolve() not in known:
                near = nearest(path.name.lower(), free)
                way = hint("rename", name=near[0]) if near else NO_HINT
                found.append(fault("csvw:unlisted", f"{name}/{path.name}", 0, hint=way))
    return found
