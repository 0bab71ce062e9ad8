"""``jlac csvw``: any CSV on the Web as N-Triples."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import app

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["csvw"]

PART = 50_000
SPOOL = 1 << 26


@app.command()
def csvw(
    source: Annotated[
        Path, typer.Argument(metavar="INPUT", help="A CSV file, or a CSVW metadata document (.json).")
    ],
    metadata: Annotated[
        Path | None, typer.Option(help="Metadata of a CSV file, in place of any that is found beside it.")
    ] = None,
    linked: Annotated[
        Path | None,
        typer.Option(help="Metadata named by a server's Link header; used if it describes INPUT."),
    ] = None,
    minimal: Annotated[
        bool,
        typer.Option(
            "--minimal", help="Minimal mode of CSVW: only the triples of cells, not tables and rows."
        ),
    ] = False,
    validate: Annotated[
        bool,
        typer.Option("--validate", help="Check and write nothing; invalid data is an error, not a warning."),
    ] = False,
    base: Annotated[
        str | None, typer.Option(help="Address of INPUT on the web, or of its folder (ending in /).")
    ] = None,
) -> None:
    """Turn any CSV with CSVW metadata into N-Triples; warnings go to stderr.

    Example: jlac csvw table.csv --minimal --base https://example.org/table.csv
    """
    from ..csvw import open_source, triples
    from ..csvw import validate as check

    faults: list[str] = []

    def warn(text: str) -> None:
        sys.stderr.write(f"jlac: warning: {text}\n")

    def note(text: str) -> None:
        sys.stderr.write(f"jlac: note: {text}\n")

    def fault(text: str) -> None:
        faults.append(text)
        sys.stderr.write(f"jlac: {text}\n")

    opened = open_source(source, metadata=metadata, linked=linked, base=base, warn=warn, note=note)
    if validate:
        check(opened, fault=fault)
        raise typer.Exit(1 if faults else 0)
    _write(triples(opened, minimal=minimal, warn=warn))


def _write(found: Iterator[Triple]) -> None:
    """Write N-Triples, but nothing when reading ends in an error; repeats within a part are left out."""
    import shutil
    from tempfile import SpooledTemporaryFile

    import pyoxigraph as ox

    with SpooledTemporaryFile(max_size=SPOOL) as kept:
        while part := dict.fromkeys(islice(found, PART)):
            kept.write(ox.serialize(part, format=ox.RdfFormat.N_TRIPLES) or b"")
        kept.seek(0)
        shutil.copyfileobj(kept, sys.stdout.buffer)
