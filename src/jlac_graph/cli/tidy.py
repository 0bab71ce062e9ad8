"""``jlac tidy``: tables as spreadsheets save them, put back into the form of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .streams import write_output, write_text

if TYPE_CHECKING:
    from ..tables.tidy import Tidied

__all__ = ["tidy"]

LISTED = 20
"""Most cells of a file that the text lists."""


@app.command()
def tidy(
    files: Annotated[
        list[Path], typer.Argument(help="Tables as CSV, such as investments.csv.", metavar="FILE...")
    ],
    write: Annotated[
        bool, typer.Option("--write", help="Write the changes; without it they are only shown.")
    ] = False,
    encoding: Annotated[
        str | None,
        typer.Option(
            help="Encoding of the files, if it cannot be detected: cp1252, cp932, cp850, mac-roman, euc-jp, "
            "iso-2022-jp, utf-8 or utf-16."
        ),
    ] = None,
    like: Annotated[
        Path | None,
        typer.Option(
            help="An earlier state of the tables (file or folder); cells of the same value get its text."
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="List every cell, not the first 20 of a file.")
    ] = False,
    form: Annotated[str, typer.Option("--format", "-f", help="Output format: text or json.")] = "text",
) -> None:
    """Restore the project's format in tables that a spreadsheet or program has saved.

    Corrects what is certain: encoding, line ends, separators, empty rows and columns, full-width digits,
    2012.0, decimal commas, dates. What is not certain is listed with its cell. Writes only with --write.

    A spreadsheet drops the zero of 2.40 and shows 2012-03 as Mar-12; --like takes such cells from an earlier
    state of the table.

    Exit code: 0 if every change is certain, 1 if cells are in doubt, 2 for wrong usage.

    Example: jlac tidy ~/loans/*.csv

    Example: jlac tidy ~/loans/financings.csv --like backup/financings.csv --write
    """
    from ..core.atomic import write_file
    from ..core.errors import UsageError
    from ..tables.encodings import ENCODINGS
    from ..tables.tidy import tidy as run

    if form not in ("text", "json"):
        raise UsageError(f"unknown format {form!r}; choose text or json")
    if encoding is not None and encoding not in ENCODINGS:
        raise UsageError(f"unknown encoding {encoding!r}; choose one of {', '.join(ENCODINGS)}")
    found = [run(path, encoding=encoding, like=like) for path in files]
    if write:
        for tidied in found:
            if tidied.changed:
                write_file(tidied.path, tidied.content)
    if form == "json":
        write_output(_json(found))
    else:
        write_text("".join(_text(tidied, written=write, most=None if every else LISTED) for tidied in found))
    raise typer.Exit(1 if any(tidied.doubts for tidied in found) else 0)


def _json(found: list[Tidied]) -> str:
    import json
    from dataclasses import asdict

    records = []
    for tidied in found:
        record = asdict(tidied) | {"path": str(tidied.path)}
        del record["content"]
        records.append(record)
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _text(tidied: Tidied, *, written: bool, most: int | None) -> str:
    if not tidied.changed and not tidied.doubts:
        return f"{tidied.path}: tidy\n"
    state = ("changed" if written else "would change; --write writes it") if tidied.changed else "unchanged"
    lines = [f"{tidied.path}: {state}"]
    if not tidied.table:
        lines.append("  no table of the project has this name or header: only the file as a whole is tidied")
    lines += [f"  {change}" for change in tidied.file_changes]
    lines += [f"  {c.row}:{c.column}: {c.old!r} -> {c.new!r}" for c in tidied.cells[:most]]
    lines += _more(len(tidied.cells), most, "cells mended")
    if tidied.doubts:
        lines.append(f"  not certain, so left as it is ({len(tidied.doubts)}):")
        lines += [
            f"  {d.row}:{d.column}: {f'{d.value!r}: ' * bool(d.value)}{d.reason}"
            for d in tidied.doubts[:most]
        ]
        lines += _more(len(tidied.doubts), most, "in doubt")
    return "".join(f"{line}\n" for line in lines)


def _more(count: int, most: int | None, what: str) -> list[str]:
    return (
        [f"  ... and {count - most} more {what}; --all lists them"]
        if most is not None and count > most
        else []
    )
