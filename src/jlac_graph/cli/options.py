"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["End", "Graph", "Lang", "Output", "Projection", "Start"]

Graph = Annotated[
    str | None,
    typer.Option("--graph", "-g", help="The graph: file, store folder or http(s) endpoint.", metavar="GRAPH"),
]
Lang = Annotated[
    str | None, typer.Option("--lang", help="Language of labels: en, ja, es or pt.", metavar="LANG")
]


Projection = Annotated[
    str,
    typer.Option(
        "--projection",
        "-P",
        help="Projection of the graph: full, actors, coinvestment, cofinancing, countries...",
    ),
]
Start = Annotated[int | None, typer.Option("--from", help="Only links that hold in this year or later.")]
End = Annotated[int | None, typer.Option("--to", help="Only links that hold in this year or earlier.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Output file; default: stdout.")]
