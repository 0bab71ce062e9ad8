"""The ASGI application: routes, middleware, and the life of the worker processes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from ..core.errors import LimitError, UsageError
from ..open_graph import GraphChoice
from ..queries.library import list_queries
from .embedding import Embedding
from .limits import Limits, WarmingError
from .mcp.http import Endpoint
from .public_address import Address, StripRoot
from .responses import RefusedError, problem
from .routes import routes
from .source_choice import SplitSources
from .source_pools import SourcePools
from .worker_contract import Plan

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["create_app"]


def create_app(
    graph: str | GraphChoice | None = None,
    *,
    limits: Limits | None = None,
    queries_dir: Path | None = None,
    address: Address | None = None,
) -> Starlette:
    """Make the web service over a graph; opening it takes a moment.

    Parameters
    ----------
    graph : a file, a store or build folder, or the address of a SPARQL endpoint; or a choice as
        `open_graph` takes it.
    limits : limits on the cost of a request.
    queries_dir : folder of the query library; the project's own by default.
    address : where the public reaches the service.

    Returns
    -------
    An ASGI application. Its worker processes end with its lifespan.

    Raises
    ------
    StoreError : the graph cannot be opened.
    """
    bounds, public = limits or Limits(), address or Address.of(None)
    queries = str(queries_dir) if queries_dir else None
    choice = graph if isinstance(graph, GraphChoice) else GraphChoice(graph)
    pools = SourcePools(Plan(choice, queries, public.url + "/sparql", public.root, bounds))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        pools.attach()
        yield
        pools.close()
        await app.state.mcp.close()

    app = Starlette(
        routes=routes(),
        middleware=_middleware(public),
        lifespan=lifespan,
        exception_handlers={
            RefusedError: _refused,
            UsageError: _refused,
            LimitError: _limited,
            404: _missing,
        },
    )
    app.router.redirect_slashes = False
    app.state.pools, app.state.limits, app.state.address = pools, bounds, public
    app.state.library = list_queries(queries_dir)
    names = [query.name for query in app.state.library]
    app.state.mcp = Endpoint(pools.main, names, bounds.request_bytes)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    return problem(request, getattr(error, "status", 400), str(error))


async def _missing(request: Request, _error: Exception) -> Response:
    return problem(request, 404, f"no page at {request.scope['path']}")


async def _limited(request: Request, error: Exception) -> Response:
    return problem(request, 503, str(error), soon=isinstance(error, WarmingError))


def _middleware(address: Address) -> list[Middleware]:
    cors = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        allow_private_network=True,
        expose_headers=["ETag"],
        max_age=86_400,
    )
    return [Middleware(StripRoot, root=address.root), Middleware(Embedding), Middleware(SplitSources), cors]
