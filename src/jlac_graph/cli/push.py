"""`jlac push`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ..open_graph import GraphChoice
from .app import app
from .options import OWN, reads_graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..sparql.push import Part

__all__ = ["push"]

_FEW = 5
"""Number of graphs up to which each is named."""


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
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name every graph, not only their number.")
    ] = False,
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
        if verbose or len(parts) <= _FEW or ": " not in step:
            sys.stderr.write(f"{step}\n")

    sent = push_parts(parts, server, batch=batch, progress=progress, remove_others=not into)
    sys.stderr.write(f"{_account(parts, sent, verbose=verbose)}\n")


def _account(parts: Sequence[Part], sent: int, *, verbose: bool) -> str:
    """Say how many triples are live in how many graphs, and why they may be more than the build counts."""
    held, distinct = (
        sum(len(part.lines) for part in parts),
        len({line for part in parts for line in part.lines}),
    )
    names = ", ".join(part.name for part in parts)
    where = names if verbose or len(parts) <= _FEW else f"{len(parts):,} graphs (--verbose names them)"
    twice = f" ({distinct} distinct: a triple that several sources state is in the graph of each)"
    return f"{held} triples in {where}{twice if distinct < held else ''}; {sent} sent in this run"
