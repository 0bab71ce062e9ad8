"""``jlac xlsx``: a collection as a workbook, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import UsageError
from .app import app
from .options import With

__all__ = ["xlsx"]


@app.command()
def xlsx(
    source: Annotated[Path, typer.Argument(help="A collection (folder), or a workbook (.xlsx).")],
    target: Annotated[Path, typer.Argument(help="The workbook to write, or the folder for its tables.")],
    with_: With = None,
) -> None:
    """Write a collection as one Excel workbook, or the sheets of a workbook as tables.

    A sheet per table, with drop-downs for codes and ids, and the meaning of each column as a comment. All
    cells are text, so a spreadsheet turns none into dates or numbers; tables come back byte for byte.

    Example: jlac xlsx ~/loans loans.xlsx

    Example: jlac xlsx loans.xlsx ~/loans
    """
    if source.is_dir() == (target.suffix.lower() != ".xlsx"):
        raise UsageError("give a folder and a file that ends in .xlsx, or such a file and a folder")
    if source.is_dir():
        _to_workbook(source, target, with_ or [])
    else:
        _to_tables(source, target)


def _to_workbook(folder: Path, file: Path, added: list[Path]) -> None:
    from ..core.atomic import write_file
    from ..core.paths import data_dir
    from ..tables.workbook import to_workbook

    write_file(file, to_workbook(folder, others=[data_dir(), *added]))
    typer.echo(f"{file}: {len(list(folder.glob('*.csv')))} sheets", err=True)


def _to_tables(file: Path, folder: Path) -> None:
    from ..core.file_set import write_set
    from ..tables.sheets import from_workbook

    found, book = from_workbook(file, folder)
    old = {name: (folder / name).read_bytes() for name in found if (folder / name).is_file()}
    changed = {name: content for name, content in found.items() if old.get(name) != content}
    if changed:
        write_set(folder, changed)
    same = len(found) - len(changed)
    for title in book.others:
        typer.echo(f"sheet {title!r} is not a table; not written", err=True)
    typer.echo(f"{folder}: {', '.join(changed) or 'nothing'} written, {same} unchanged", err=True)
