"""A knowledge graph of cooperation and investment between Japan and Latin America.

``import jlac_graph`` alone reads nothing else: each name below is imported when it is first used.

Examples
--------
>>> import jlac_graph as jlac
>>> kg = jlac.load()
>>> kg.trace("mitsui", "jbic", paths=1).paths[0].nodes
('agent/mitsui', 'agent/jbic')
"""

from __future__ import annotations

from .core.version import VERSION

TYPE_CHECKING = False  # typing itself is not imported: it takes longer than all else here
if TYPE_CHECKING:
    from typing import Any

    from .core.errors import AmbiguousError, JlacError, NotFoundError, QueryError, StoreError, UsageError
    from .graph import Graph, load
    from .network.projections import Projection
    from .network.tracing import Trace, TraceOptions
    from .sparql.answers import Solutions, Triples

__version__ = VERSION

__all__ = [
    "AmbiguousError",
    "Graph",
    "JlacError",
    "NotFoundError",
    "Projection",
    "QueryError",
    "Solutions",
    "StoreError",
    "Trace",
    "TraceOptions",
    "Triples",
    "UsageError",
    "__version__",
    "load",
]

_HOMES = {
    "core.errors": ("AmbiguousError", "JlacError", "NotFoundError", "QueryError", "StoreError", "UsageError"),
    "graph": ("Graph", "load"),
    "network.projections": ("Projection",),
    "sparql.answers": ("Solutions", "Triples"),
    "network.tracing": ("Trace", "TraceOptions"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
