"""Workbooks checked in place of folders: their findings name the cell of the sheet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .findings import Finding
from .hints import hint
from .workbook import Sheet, read_sheets

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
    sheets : temporary folder -> its sheets by name.
    """

    folders: list[Path]
    origins: Mapping[Path, Path] = field(default_factory=dict)
    sheets: Mapping[Path, Mapping[str, Sheet]] = field(default_factory=dict)

    def located(self, finding: Finding, folders: Mapping[str, Path]) -> Finding:
        """Add to a finding the cell of its sheet, if its table comes from a workbook.

        Parameters
        ----------
        folders : name of a collection -> its folder.
        """
        collection, _, file = finding.file.rpartition("/")
        folder = folders.get(collection)
        sheet = self.sheets.get(folder, {}).get(Path(file).stem) if folder else None
        if folder is None or sheet is None:
            return finding
        words = {"sheet": Path(file).stem, "book": self.origins[folder].name}
        if not finding.row:
            return finding.hinted(hint("sheet", **words))
        return finding.hinted(hint("sheet-cell", cell=sheet.cell(finding.row, finding.column), **words))


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
        sheets: dict[Path, Mapping[str, Sheet]] = {}
        for number, path in enumerate(paths):
            if not is_workbook(path):
                folders.append(path)
                continue
            folder = Path(temporary, str(number), path.stem)
            folder.mkdir(parents=True)
            sheets[folder], origins[folder] = read_sheets(path), path
            for name, sheet in sheets[folder].items():
                (folder / f"{name}.csv").write_bytes(sheet.content)
            folders.append(folder)
        yield Workbooks(folders, origins, sheets)
