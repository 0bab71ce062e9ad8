"""Imports: the records of a data set become the rows of a collection, or are listed with a reason."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import DataError
from .bods import read_bods
from .ftm import read_ftm
from .iati import read_iati
from .json_records import read_table
from .records import Reader, Record, Unreadable
from .rows import Rows
from .values import slug
from .writing import Tables

if TYPE_CHECKING:
    from ..lookup.search import Names
    from ..sparql.store import Store
    from .entities import Named
    from .mapping import Mapped

__all__ = ["Imported", "Request", "import_records"]

_READERS: Mapping[str, Reader] = {"table": read_table, "iati": read_iati, "bods": read_bods, "ftm": read_ftm}
_REJECTED = ("file", "record", "place", "rule", "reason", "value", "text")
_EVERY = 5.0
"""Seconds between two lines of progress."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is imported.

    Attributes
    ----------
    files : of the data set.
    layouts : mappings of its layouts; each file is read with the first whose columns it has.
    collection : name of the collection.
    published : when the data set was published, as an EDTF date; empty when not known.
    read : the day of the import.
    chosen : name -> id, as a person has decided.
    """

    files: Sequence[Path]
    layouts: Sequence[Mapped]
    collection: str
    published: str = ""
    read: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Imported:
    """What an import did.

    Attributes
    ----------
    files : file -> the name of its source and of the mapping that it was read with.
    read : records that were read.
    taken : records that yielded at least one row.
    rows : table -> rows.
    outside : test of the scope -> how many records it kept out, by the text that was tested.
    rejected : reason -> how many records or rows.
    names : every name and what it was taken for.
    """

    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    read: int = 0
    taken: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    outside: dict[str, Counter[str]] = field(default_factory=dict)
    rejected: Counter[str] = field(default_factory=Counter)
    names: list[Named] = field(default_factory=list)


def import_records(
    request: Request,
    store: Store,
    folder: Path,
    *,
    names: Names | None = None,
    progress: Progress = lambda line: None,
) -> Imported:
    """Write the tables of a collection from the files of a data set.

    Parameters
    ----------
    request : what is imported.
    store : the graph whose entities, places and codes are used again.
    folder : of the collection; it exists and is empty.
    names : of the graph, if they were read before.
    progress : called with a line every few seconds.

    Returns
    -------
    Counts, and what names were taken for. Records are read one by one; names are held in memory.

    Raises
    ------
    UsageError, DataError : a file cannot be read, is of another format or is cut off.
    """
    found = Imported()
    plan = [(path, _layout(path, request.layouts)) for path in request.files]
    sources = _source_ids(request)
    with Tables(folder) as tables:
        rules = {
            layout.name: Rows(
                layout, store, tables, collection=request.collection, chosen=request.chosen, names=names
            )
            for _, layout in plan
        }
        share = next(iter(rules.values()))
        for rows in rules.values():
            rows.share(share)
        for (path, layout), source in zip(plan, sources, strict=True):
            rules[layout.name].add_source(path, source, published=request.published, read=request.read)
            found.files[str(path)] = (source, layout.name)
        passes = max(max(1, len(layout.passes)) for _, layout in plan)
        for number in range(passes):
            for (path, layout), source in zip(plan, sources, strict=True):
                run = _Run(path, source, layout, rules[layout.name], found, tables)
                run.read(number, progress)
        for fragment, fault in share.finish():
            found.taken -= 1
            found.rejected[fault.reason] += 1
            values = ("", fragment, "", "", fault.reason, fault.value, "")
            tables.report("rejected.csv", _REJECTED, dict(zip(_REJECTED, values, strict=True)))
        share.add_collection([path.name for path in request.files], read=request.read)
        found.rows = dict(sorted(tables.counts.items()))
    found.names = list(share.entities.known.values())
    return found


def _layout(path: Path, layouts: Sequence[Mapped]) -> Mapped:
    """Find the layout whose columns a file has."""
    if len(layouts) == 1:
        return layouts[0]
    errors = []
    for layout in layouts:
        try:
            next(_READERS[layout.reader](path, layout.options), None)
        except DataError as error:
            errors.append(str(error))
        else:
            return layout
    known = ", ".join(layout.title for layout in layouts)
    raise DataError(f"{path} has none of the layouts that are known ({known}): {errors[0]}")


def _source_ids(request: Request) -> list[str]:
    """Name the source of each file: the collection, and the file if there are several."""
    if len(request.files) == 1:
        return [request.collection]
    found: list[str] = []
    for path in request.files:
        base = f"{request.collection}-{slug(path.name.partition('.')[0])}"
        number = 1 + sum(name == base or name.startswith(f"{base}-") for name in found)
        found.append(base if number == 1 else f"{base}-{number}")
    return found


class _Run:
    """One reading of one file."""

    def __init__(
        self, path: Path, source: str, layout: Mapped, rows: Rows, found: Imported, tables: Tables
    ) -> None:
        self._path, self._source, self._layout = path, source, layout
        self._rows, self._found, self._tables = rows, found, tables

    def read(self, number: int, progress: Progress) -> None:
        """Read the kinds of record of a pass."""
        due, last = _EVERY, time.monotonic()
        kinds = self._layout.passes[number] if number < len(self._layout.passes) else ()
        if not kinds and number:
            return
        others = {kind for group in self._layout.passes for kind in group}
        for record in self._records():
            if isinstance(record, Unreadable):
                if not number:
                    self._found.read += 1
                    self._reject(record.fragment, record.place, "", record.reason, "", record.text)
            elif not kinds or record.kind in kinds or (not number and record.kind not in others):
                self._found.read += 1
                self._take(record)
            if time.monotonic() - last > due:
                last = time.monotonic()
                progress(f"{self._path.name}: {self._found.read:,} records read, {self._found.taken:,} taken")

    def _records(self) -> Iterator[Record | Unreadable]:
        return _READERS[self._layout.reader](self._path, self._layout.options)

    def _take(self, record: Record) -> None:
        outside = self._rows.outside(record)
        if outside is not None:
            says, value = outside
            self._found.outside.setdefault(says, Counter())[value] += 1
            return
        faults = self._rows.take(record, self._source)
        for rule, fault in faults:
            self._reject(record.fragment, record.place, rule, fault.reason, fault.value, _text(record))
        if self._rows.took:
            self._found.taken += 1

    def _reject(self, fragment: str, place: str, rule: str, reason: str, value: str, text: str) -> None:
        self._found.rejected[reason] += 1
        values = (self._path.name, fragment, place, rule, reason, value, text)
        self._tables.report("rejected.csv", _REJECTED, dict(zip(_REJECTED, values, strict=True)))


def _text(record: Record) -> str:
    return "; ".join(f"{name}={value}" for name, value in record.fields.items() if value)
