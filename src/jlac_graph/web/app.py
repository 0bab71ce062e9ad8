"""The ASGI application: routes, middleware, and the life of the worker pool."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount, Route

from ..queries.library import list_queries
from ..sparql.answers import Triples
from ..sparql.store import OxigraphStore
from .assets import Assets
from .explorer_routes import explorer_routes
from .limits import Limits
from .pool import Pool
from .routes import about, front, openapi_document, queries, query, thing, void
from .service_description import EXAMPLES, example_triples
from .sparql_protocol import sparql
from .tasks import make_task

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from ..queries.library import Query
    from ..sparql.store import Store

__all__ = ["create_app"]

_READ = ["GET", "HEAD"]
_VIEWS = ("/", "/network", "/map", "/queries", "/queries/{name}", "/data")
_THINGS = ("id", "code", "cube", "obs", "src", "period", "query", "graph")


def create_app(
    store: Store,
    *,
    limits: Limits | None = None,
    queries_dir: Path | None = None,
    address: str = "http://127.0.0.1:8000",
) -> Starlette:
    """Make the web service over a graph.

    Parameters
    ----------
    store : the graph; an embedded one is shared by all workers.
    limits : bounds on what a request may cost.
    queries_dir : folder of the query library; the project's own by default.
    address : where the public reaches the service; query examples name it.

    Returns
    -------
    An ASGI application. Its workers start and end with its lifespan.
    """
    bounds = limits or Limits()
    library = list_queries(queries_dir)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.void = Triples.of(_void(store))
        _add_examples(store, library, address + "/sparql")
        app.state.graphs = frozenset(store.graph_names())
        app.state.pool = Pool(make_task(store, bounds, queries_dir), bounds)
        yield
        app.state.pool.close()

    app = Starlette(routes=_routes(), middleware=_middleware(), lifespan=lifespan)
    app.state.store, app.state.limits, app.state.library = store, bounds, library
    return app


def _routes() -> list[BaseRoute]:
    things = [Route(f"/{name}/{{path:path}}", thing, methods=_READ) for name in _THINGS]
    return [
        *(Route(path, front, methods=_READ) for path in _VIEWS),
        Route("/sparql", sparql, methods=["GET", "HEAD", "POST"]),
        Route("/api/queries", queries, methods=_READ),
        Route("/api/queries/{name}", query, methods=_READ),
        Route("/api/queries/{name}/about", about, methods=_READ),
        Route("/openapi.json", openapi_document, methods=_READ),
        Route("/.well-known/void", void, methods=_READ),
        Route("/ont", thing, methods=_READ),
        *explorer_routes(),
        *things,
        Mount("/assets", Assets()),
    ]


def _middleware() -> list[Middleware]:
    cors = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=["ETag"],
        max_age=86_400,
    )
    return [cors, Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)]


def _void(store: Store) -> list[Triple]:
    from pyoxigraph import RdfFormat, parse

    from ..build.dataset_description import void_description

    if not isinstance(store, OxigraphStore):
        return []
    return [quad.triple for quad in parse(void_description(store.inner), RdfFormat.TURTLE)]


def _add_examples(store: Store, library: Sequence[Query], endpoint: str) -> None:
    """Put the library's queries into the graph, where SPARQL editors look for examples."""
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    if not isinstance(store, OxigraphStore) or not store.writable:
        return
    for triple in list(example_triples(library, store, endpoint)):
        for graph in (NamedNode(EXAMPLES), DefaultGraph()):
            store.inner.add(Quad(triple.subject, triple.predicate, triple.object, graph))
