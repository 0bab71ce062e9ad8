"""``jlac describe``: the data dictionary."""

from __future__ import annotations

from typing import Annotated

import typer

from .app import app
from .options import Data, With
from .streams import write_output, write_text

__all__ = ["describe"]


@app.command()
def describe(
    table: Annotated[str | None, typer.Argument(help="A table, such as investments.")] = None,
    column: Annotated[
        str | None, typer.Argument(help="A column of the table: all its legal values are listed.")
    ] = None,
    data: Data = None,
    with_: With = None,
    form: Annotated[str, typer.Option("--format", "-f", help="Output format: text, md or json.")] = "text",
) -> None:
    """List the tables, or describe the columns of one: meaning, legal values, example.

    Codes and ids are those of the tables that are read; --with adds those of a folder of yours.

    Example: jlac describe investments

    Example: jlac describe investments status
    """
    from ..build.inputs import Inputs
    from ..core.errors import NotFoundError, UsageError
    from ..tables.collections import read_collections
    from ..tables.dictionary import describe_table, list_tables
    from ..tables.dictionary_formats import FORMATS, render_column, render_table, render_tables
    from ..tables.suggestions import nearest

    if form not in FORMATS:
        raise UsageError(f"unknown format {form!r}; choose one of {', '.join(FORMATS)}")
    write = write_text if form == "text" else write_output
    if table is None:
        write(render_tables(list_tables(), form))
        return
    found = describe_table(table, read_collections(Inputs.of(data=data or (), with_=with_ or ()).folders))
    if column is None:
        write(render_table(found, form))
        return
    columns = {entry.name: entry for entry in found.columns}
    if column not in columns:
        near = nearest(column.lower(), list(columns))
        raise NotFoundError("column", column, near, legal=list(columns), where=found.name)
    write(render_column(found, columns[column], form))
