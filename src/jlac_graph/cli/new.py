"""``jlac new``: an empty collection."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from .app import app

__all__ = ["new"]


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make.", metavar="DIR")],
) -> None:
    """Make an empty collection: tables with headers, a worked example, a README with the next steps.

    Example: jlac new ~/loans
    """
    from ..tables.new_collection import EXAMPLE, new_collection

    files = new_collection(folder)
    tables = sum("/" not in name and name.endswith(".csv") for name in files)
    place = shlex.quote(str(folder))
    typer.echo(
        f"{folder}: {tables} empty tables, README.md with the next steps, a worked example in {EXAMPLE}/"
    )
    typer.echo(f"next: jlac validate --with {place}/{EXAMPLE}")
