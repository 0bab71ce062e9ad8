"""`jlac push`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..open_graph import GraphChoice
from .app import app
from .options import OWN, reads_graph

__all__ = ["push"]


@app.command()
@reads_graph
def push(
    url: Annotated[str, typer.Argument(help="Address of the server: SPARQL Update or Graph Store Protocol.")],
    graph: GraphChoice = OWN,
    query: Annotated[str, typer.Option(help="Address for queries.", metavar="URL")] = "",
    update: Annotated[str, typer.Option(help="Address for updates.", metavar="URL")] = "",
    store: Annotated[str, typer.Option(help="Address of the graph store.", metavar="URL")] = "",
    into: Annotated[
        str, typer.Option(help="Push all triples into one graph: an IRI, or default.", metavar="GRAPH")
    ] = "",
    batch: Annotated[int, typer.Option(min=1, help="Number of triples per request.")] = 1000,
) -> None:
    """Load the graph into a SPARQL 1.1 server; the live graphs are replaced in one step.

    Example: jlac push http://localhost:7878/update
    """
    from ..core.errors import UsageError
    from ..sparql.push import Server, parts_of
    from ..sparql.push import push as push_parts
    from ..sparql.store import OxigraphStore

    opened = graph.open()
    if not isinstance(opened, OxigraphStore):
        raise UsageError(f"{opened.name} is a server; give a file or a store folder with --graph")
    server = Server.guess(url, query=query, update=update, store=store)
    parts = parts_of(opened, into=into)

    def progress(step: str) -> None:
        sys.stderr.write(f"{step}\n")

    sent = push_parts(parts, server, batch=batch, progress=progress, remove_others=not into)
    held = sum(len(part.lines) for part in parts)
    names = ", ".join(part.name for part in parts)
    sys.stderr.write(f"{held} triples in {names}; {sent} sent in this run\n")
