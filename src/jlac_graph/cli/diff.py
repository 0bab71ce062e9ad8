"""`jlac diff`."""

from __future__ import annotations

from typing import Annotated

import typer

from .app import app
from .options import Lang
from .streams import write_output, write_text

__all__ = ["diff"]


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="The older graph: file, build or store folder, or endpoint.")],
    new: Annotated[str, typer.Argument(help="The newer graph: file, build or store folder, or endpoint.")],
    kind: Annotated[
        str, typer.Option("--format", "-f", help="Output format: text, json or patch (RDF Patch).")
    ] = "text",
    lang: Lang = None,
) -> None:
    """Report what was added, removed and changed between two graphs.

    Example: jlac diff old/dist new/dist --format json
    """
    from ..core.errors import UsageError
    from ..lookup.diff import as_json, as_patch, as_text, compare
    from ..lookup.labels import reader_language
    from ..open_graph import open_graph

    writers = {"text": as_text, "json": as_json, "patch": as_patch}
    if kind not in writers:
        raise UsageError(f"unknown format {kind!r}; choose one of {', '.join(writers)}")
    found = compare(open_graph(old), open_graph(new), lang=reader_language(lang))
    (write_text if kind == "text" else write_output)(writers[kind](found))
