"""MCP over standard input and output: one client, which starts the process and ends it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ...core.namespaces import BASE
from ...queries.library import list_queries
from ..limits import Limits
from ..worker_contract import Plan
from ..workers import Workers

if TYPE_CHECKING:
    from ...open_graph import GraphChoice

__all__ = ["serve"]


def serve(graph: GraphChoice, limits: Limits) -> None:
    """Open the graph and answer until the client closes the input.

    Raises
    ------
    StoreError : the graph cannot be opened.
    """
    workers = Workers(Plan(graph, None, BASE + "sparql", "", limits))
    try:
        asyncio.run(_answer(workers))
    finally:
        workers.close()


async def _answer(workers: Workers) -> None:
    from mcp.server.stdio import stdio_server

    from .server import make_server

    workers.attach(patient=True)
    server = make_server(workers, [query.name for query in list_queries()])
    try:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())
    finally:
        workers.close()
