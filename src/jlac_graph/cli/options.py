"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["End", "Graph", "Lang", "Output", "Projection", "Start"]

Graph = Annotated[
    str | None,
    typer.Option("--graph", "-g", help="File, store folder or http(s) endpoint.", metavar="GRAPH"),
]
Lang = Annotated[
    str | None, typer.Option("--lang", help="Language of labels: en, ja, es or pt.", metavar="LANG")
]


Projection = Annotated[
    str,
    typer.Option("--projection", "-P", help="full, actors, coinvestment, cofinancing, countries..."),
]
Start = Annotated[int | None, typer.Option("--from", help="Only links from this year.")]
End = Annotated[int | None, typer.Option("--to", help="Only links up to this year.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")]
