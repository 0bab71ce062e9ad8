"""Collections: folders of tables that are read as one.

A collection is a folder of CSV files about one body of sources. Its ``csv-metadata.json`` names its tables;
without that document, each file has the schema of its name, as ``investments.csv``.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from ..core.errors import MetadataError
from ..core.paths import schemas_dir
from .findings import Finding
from .folders import METADATA, TEXT, collections_in, is_tabular, named
from .hints import NO_HINT, Hint, hint
from .metadata import SCHEMAS, Table, TableGroup, read_tables
from .rule_texts import fault
from .suggestions import nearest

__all__ = ["read_collections", "read_schemas", "unlisted_files"]


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
            if is_tabular(path) and path.resolve() not in known:
                found.append(fault("csvw:unlisted", f"{name}/{path.name}", 0, hint=_way_out(path, free)))
    return found


def _way_out(path: Path, free: Sequence[str]) -> Hint:
    """Return what to do with a file that is not read; a workbook does not become a table by another name."""
    if path.suffix.lower() == ".xlsx":
        return hint("from-workbook", path=shlex.quote(str(path)))
    near = nearest(path.name.lower(), free) if path.suffix.lower() in TEXT else []
    return hint("rename", name=near[0]) if near else NO_HINT
