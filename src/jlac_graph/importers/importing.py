"""Imports: the records of a data set become the rows of a collection, or are listed with a reason."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import DataError, UsageError
from .bods import read_bods
from .delimited import LayoutError
from .ftm import read_ftm
from .iati import read_iati
from .json_records import read_table
from .records import Reader, Record, Unreadable, opened
from .rows import Rows
from .texts import GARBLED
from .values import RejectedError, slug
from .writing import Tables

if TYPE_CHECKING:
    from ..lookup.search import Names
    from ..sparql.store import Store
    from .entities import Chosen, Named
    from .mapping import Mapped

__all__ = ["Imported", "Request", "import_records"]

_READERS: Mapping[str, Reader] = {"table": read_table, "iati": read_iati, "bods": read_bods, "ftm": read_ftm}
_REJECTED = ("file", "record", "place", "rule", "reason", "value", "text")
_SHOWN = 10_000
"""Characters of a value and of a record that are listed."""
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
    chosen : what a person has decided, see `jlac_graph.importers.entities.Chosen`.
    """

    files: Sequence[Path]
    layouts: Sequence[Mapped]
    collection: str
    published: str = ""
    read: str = ""
    chosen: Chosen = field(default_factory=dict)


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
    left : records that were left out, each for a reason; with those taken and outside, all that were read.
    rejected : reason -> how many records, or rows of records that were taken.
    names : every name and what it was taken for.
    garbled : records within the scope that have a letter which the encoding of their file does not have.
    """

    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    read: int = 0
    taken: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    outside: dict[str, Counter[str]] = field(default_factory=dict)
    left: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    names: list[Named] = field(default_factory=list)
    garbled: int = 0


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
    layouts = [_layout(path, request.layouts) for path in request.files]
    with Tables(folder) as tables:
        rules = _rules(request, layouts, store, tables, names)
        runs = [
            _Run(path, source, rules[layout.name], layout, found, tables)
            for path, layout, source in zip(request.files, layouts, _source_ids(request), strict=True)
        ]
        digests: dict[str, Path] = {}
        for run in runs:
            digest = run.begin(request)
            if digest in digests:
                raise UsageError(f"{run.path} is the same file as {digests[digest]}; give it once")
            digests[digest] = run.path
        for number in range(max(max(1, len(layout.passes)) for layout in layouts)):
            for run in runs:
                run.read(number, progress)
        first = rules[layouts[0].name]
        files = {run.source: run.path.name for run in runs}
        for source, record, fault in first.finish():
            found.taken -= 1
            found.left += 1
            _reject(found, tables, (files[source], record.fragment, record.place, "", fault, ""))
        first.add_collection(list(files.values()), read=request.read)
        found.rows = dict(sorted(tables.counts.items()))
    found.names = first.names
    return found


def _rules(
    request: Request, layouts: Sequence[Mapped], store: Store, tables: Tables, names: Names | None
) -> dict[str, Rows]:
    """Make the rules of each layout; what one of them finds and names, all know."""
    rules = {
        layout.name: Rows(
            layout, store, tables, collection=request.collection, chosen=request.chosen, names=names
        )
        for layout in layouts
    }
    for rows in rules.values():
        rows.share(rules[layouts[0].name])
    return rules


def _reject(found: Imported, tables: Tables, case: tuple[str, str, str, str, RejectedError, str]) -> None:
    """Count and list what does not fit: file, record, place, rule, fault, text."""
    *head, fault, text = case
    found.rejected[fault.reason] += 1
    values = (*head, fault.reason, fault.value[:_SHOWN], text[:_SHOWN])
    tables.report("rejected.csv", _REJECTED, dict(zip(_REJECTED, values, strict=True)))


def _layout(path: Path, layouts: Sequence[Mapped]) -> Mapped:
    """Find the layout whose columns a file has; if it has those of none, say what the likeliest one needs."""
    with opened(path) as stream:
        if not stream.read(1):
            raise DataError(f"{path} is empty; get the file again")
    if len(layouts) == 1:
        return layouts[0]
    errors: list[tuple[LayoutError, Mapped]] = []
    for layout in layouts:
        try:
            next(_READERS[layout.reader](path, layout.options), None)
        except LayoutError as fault:
            errors.append((fault, layout))
        else:
            return layout
    nearest, likeliest = min(errors, key=lambda pair: pair[0].missing)
    known = ", ".join(layout.name for layout in layouts)
    raise DataError(f"{nearest} (layouts that are known: {known}; nearest is {likeliest.name})")


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
    """The readings of one file."""

    def __init__(
        self, path: Path, source: str, rows: Rows, layout: Mapped, found: Imported, tables: Tables
    ) -> None:
        self.path, self.source = path, source
        self._rows, self._layout, self._found, self._tables = rows, layout, found, tables

    def begin(self, request: Request) -> str:
        """Add the file as a source, and return its SHA-256."""
        published, read = request.published, request.read
        digest = self._rows.add_source(self.path, self.source, published=published, read=read)
        self._found.files[str(self.path)] = (self.source, self._layout.name)
        return digest

    def read(self, number: int, progress: Progress) -> None:
        """Read the kinds of record of a pass; the first also those of no pass."""
        kinds = self._layout.passes[number] if number < len(self._layout.passes) else ()
        if number and not kinds:
            return
        last = time.monotonic()
        later = {kind for group in self._layout.passes[1:] for kind in group}
        for record in _READERS[self._layout.reader](self.path, self._layout.options):
            if isinstance(record, Unreadable):
                if not number:
                    self._unreadable(record)
            elif record.kind in kinds or (not number and record.kind not in later):
                self._take(record)
            if time.monotonic() - last > _EVERY:
                last = time.monotonic()
                progress(f"{self.path.name}: {self._found.read:,} records read, {self._found.taken:,} taken")

    def _unreadable(self, record: Unreadable) -> None:
        self._found.read += 1
        self._found.left += 1
        case = (self.path.name, record.fragment, record.place, "", RejectedError(record.reason), record.text)
        _reject(self._found, self._tables, case)

    def _take(self, record: Record) -> None:
        self._found.read += 1
        outside = self._rows.outside(record)
        if outside is not None:
            says, value = outside
            self._found.outside.setdefault(says, Counter())[value] += 1
            return
        self._found.garbled += any(GARBLED in text for text in record.fields.values())
        for rule, fault in self._rows.take(record, self.source):
            case = (self.path.name, record.fragment, record.place, rule, fault, _text(record))
            _reject(self._found, self._tables, case)
        self._found.taken += self._rows.took
        self._found.left += not self._rows.took


def _text(record: Record) -> str:
    return "; ".join(f"{name}={value}" for name, value in record.fields.items() if value)
