"""Workbooks checked in place of folders: their findings name the cell of the sheet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .findings import Finding
from .hints import hint
from .rule_texts import fault
from .sheets import Book, read_book

__all__ = ["Workbooks", "is_workbook", "unpacked"]


def is_workbook(path: Path) -> bool:
    """Return whether a path is that of a workbook, not of a folder."""
    return path.suffix.lower() == ".xlsx" and not path.is_dir()


@dataclass(frozen=True)
class Workbooks:
    """Workbooks whose tables stand in temporary folders.

    Attributes
    ----------
    folders : the folders to read, those of workbooks included.
    origins : temporary folder -> the workbook.
    books : temporary folder -> its sheets.
    """

    folders: list[Path]
    origins: Mapping[Path, Path] = field(default_factory=dict)
    books: Mapping[Path, Book] = field(default_factory=dict)

    def located(self, finding: Finding, folders: Mapping[str, Path]) -> Finding:
        """Add to a finding the cell of its sheet, if its table comes from a workbook.

        Parameters
        ----------
        folders : name of a collection -> its folder.
        """
        collection, _, file = finding.file.rpartition("/")
        folder = folders.get(collection)
        book = self.books.get(folder) if folder else None
        sheet = book.tables.get(Path(file).stem) if book else None
        if folder is None or sheet is None:
            return finding
        words = {"sheet": Path(file).stem, "book": self.origins[folder].name}
        if not finding.row:
            return finding.hinted(hint("sheet", **words))
        return finding.hinted(hint("sheet-cell", cell=sheet.cell(finding.row, finding.column), **words))

    def findings(self, folders: Mapping[str, Path]) -> Iterator[Finding]:
        """Yield the cells of workbooks that belong to no column, and the sheets that are not tables.

        Parameters
        ----------
        folders : name of a collection -> its folder.
        """
        for name, folder in folders.items():
            if not (book := self.books.get(folder)):
                continue
            origin = self.origins[folder].name
            for table, sheet in book.tables.items():
                for cell in sheet.beyond:
                    way = hint("sheet-cell", cell=cell.address, sheet=table, book=origin)
                    file = f"{name}/{table}.csv"
                    yield fault("sheet:beyond-header", file, cell.line, value=cell.value).hinted(way)
            for title, table in book.likely.items():
                yield fault("sheet:unknown", f"{name}/{origin}", 0, value=title, table=table)
            for title in book.others:
                yield fault("sheet:ignored", f"{name}/{origin}", 0, value=title)


@contextmanager
def unpacked(paths: Iterable[Path]) -> Iterator[Workbooks]:
    """Write the tables of workbooks into temporary folders, for as long as the context lasts.

    Parameters
    ----------
    paths : folders, and workbooks among them.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folders: list[Path] = []
        origins: dict[Path, Path] = {}
        books: dict[Path, Book] = {}
        for number, path in enumerate(paths):
            if not is_workbook(path):
                folders.append(path)
                continue
            folder = Path(temporary, str(number), path.stem)
            folder.mkdir(parents=True)
            books[folder], origins[folder] = read_book(path), path
            for name, sheet in books[folder].tables.items():
                (folder / f"{name}.csv").write_bytes(sheet.content)
            folders.append(folder)
        yield Workbooks(folders, origins, books)
