"""``jlac mcp``."""

from __future__ import annotations

import importlib.util
from typing import Annotated

import typer

from ..core.errors import UsageError
from ..open_graph import GraphChoice
from .app import app
from .options import OWN, reads_graph

__all__ = ["mcp"]

_LONGEST = 86_400.0


@app.command()
@reads_graph
def mcp(
    graph: GraphChoice = OWN,
    seconds: Annotated[float, typer.Option(help="Maximum time of a call, in seconds.")] = 20.0,
) -> None:
    """Serve the graph to a language model over stdin and stdout, by the Model Context Protocol.

    A client such as Claude Desktop or VS Code starts this command. Over HTTP, jlac serve answers at /mcp.

    Example: jlac mcp --with my-collection
    """
    if not 0 < seconds <= _LONGEST:
        raise UsageError(f"--seconds must be greater than 0 and at most {_LONGEST:g}, not {seconds}")
    if importlib.util.find_spec("mcp") is None:
        raise UsageError("the MCP server is not installed; pip install 'jlac-graph[mcp]'")

    from ..web.limits import Limits
    from ..web.mcp.stdio import serve

    serve(graph, Limits(seconds=seconds))
