"""`jlac serve`."""

from __future__ import annotations

import socket
import sys
from typing import Annotated

import typer

from ..core.errors import UsageError
from .app import app
from .query import Graph

__all__ = ["serve"]


@app.command()
def serve(
    graph: Graph = None,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at; 0 takes a free one.")] = 8000,
    seconds: Annotated[float, typer.Option(help="Time one query may take.")] = 20.0,
    address: Annotated[str | None, typer.Option(help="Public address of the service.", metavar="URL")] = None,
) -> None:
    """Serve the graph: SPARQL endpoint, pages of things, query API.

    Example: jlac serve --port 8000
    """
    if seconds <= 0:
        raise UsageError(f"--seconds {seconds} must be above 0")
    listening = _listen(host, port)
    public = (address or f"http://{host}:{listening.getsockname()[1]}").rstrip("/")
    # the address is told at once; what is asked there meanwhile waits
    sys.stderr.write(f"opening the graph, to be served at {public}\n")
    sys.stderr.flush()

    import uvicorn

    from ..open_graph import open_graph
    from ..web import Limits, create_app
    from ..web.assets import is_built

    store = open_graph(graph)
    service = create_app(store, limits=Limits(seconds=seconds), address=public)
    sys.stderr.write(f"serving {store.name} at {public}\n")
    if not is_built():
        sys.stderr.write("without the explorer, which is not built here; 'make web' builds it\n")
    config = uvicorn.Config(service, log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except (OSError, OverflowError) as error:
        raise UsageError(f"cannot listen at {host}:{port}: {error}") from None
