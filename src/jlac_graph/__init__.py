"""A knowledge graph of cooperation and investment between Japan and Latin America.

``import jlac_graph`` alone reads nothing else: each name below is imported when it is first used.

Examples
--------
>>> import jlac_graph as jlac
>>> kg = jlac.load()
>>> kg.trace("mitsui", "jbic", paths=1).paths[0].nodes
('agent/mitsui', 'asset/caserones', 'agent/jbic')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import AmbiguousError, JlacError, NotFoundError, QueryError, StoreError, UsageError
    from .graph import Graph, load
    from .projections import Projection
    from .solutions import Solutions, Triples
    from .trace import Trace, TraceOptions

__version__ = "0.1.0"

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
    "errors": ("AmbiguousError", "JlacError", "NotFoundError", "QueryError", "StoreError", "UsageError"),
    "graph": ("Graph", "load"),
    "projections": ("Projection",),
    "solutions": ("Solutions", "Triples"),
    "trace": ("Trace", "TraceOptions"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
