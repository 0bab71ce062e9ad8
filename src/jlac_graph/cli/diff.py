"""`jlac diff`: what changed between two graphs, or two folders of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import UsageError
from .app import app
from .options import Lang
from .streams import write_output, write_text

__all__ = ["diff"]


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="The older graph or folder of tables.")],
    new: Annotated[str, typer.Argument(help="The newer graph or folder of tables.")],
    kind: Annotated[
        str,
        typer.Option("--format", "-f", help="Output format: text, json or, of graphs, patch (RDF Patch)."),
    ] = "text",
    lang: Lang = None,
) -> None:
    """Report what was added, removed and changed between two graphs, or between two folders of tables.

    A graph is a file, a folder of a build or store, or an endpoint. Tables are compared by row and cell.

    Example: jlac diff old/dist new/dist --format json

    Example: jlac diff backup/loans ~/loans
    """
    from ..tables.differences import holds_tables

    tables = [holds_tables(Path(given)) for given in (old, new)]
    if any(tables):
        if not all(tables):
            graph = new if tables[0] else old
            raise UsageError(f"{graph} is not a folder of tables; give two folders of tables, or two graphs")
        _tables(Path(old), Path(new), kind)
    else:
        _graphs(old, new, kind, lang)


def _tables(old: Path, new: Path, kind: str) -> None:
    from ..tables.differences import as_json, as_text, compare_folders

    if kind not in ("text", "json"):
        raise UsageError(f"unknown format {kind!r} for tables; choose text or json")
    found = compare_folders(old, new)
    if kind == "text":
        write_text(as_text(found))
    else:
        write_output(as_json(found))


def _graphs(old: str, new: str, kind: str, lang: str | None) -> None:
    from ..lookup.diff import as_json, as_patch, as_text, compare
    from ..lookup.labels import reader_language
    from ..open_graph import open_graph

    writers = {"text": as_text, "json": as_json, "patch": as_patch}
    if kind not in writers:
        raise UsageError(f"unknown format {kind!r}; choose one of {', '.join(writers)}")
    found = compare(open_graph(old), open_graph(new), lang=reader_language(lang))
    (write_text if kind == "text" else write_output)(writers[kind](found))
