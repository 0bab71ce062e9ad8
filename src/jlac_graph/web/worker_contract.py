"""The contract of the service and its worker processes: the plan, the task, and the frames between them."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..core.errors import JlacError
from ..open_graph import GraphChoice
from .limits import Limits
from .source_choice import ALL, SourceChoice

__all__ = ["ANSWER", "OUT_OF_MEMORY", "REQUEST", "Plan", "RefusedTaskError", "Task"]

Task = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]
"""From the head and body of a request to those of its answer."""
REQUEST = struct.Struct("!dII")
"""Seconds of processor time the request may take (0: any), lengths of its head (JSON) and body."""
ANSWER = struct.Struct("!II")
"""Lengths of the answer's head (JSON) and body."""
OUT_OF_MEMORY = "the request exceeded the memory limit and would again; narrow it, or add LIMIT to its query"


class RefusedTaskError(JlacError):
    """A request that a worker refuses with a status of its own."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Plan:
    """What a nursery needs to serve a graph.

    Parameters
    ----------
    graph : the graph to open.
    queries : folder of the query library; the project's own when None.
    endpoint : public address of the SPARQL endpoint.
    root : path of the service, without a closing slash.
    limits : limits on the cost of a request.
    sources : which sources of the graph to serve.
    """

    graph: GraphChoice
    queries: str | None
    endpoint: str
    root: str
    limits: Limits
    sources: SourceChoice = ALL

    def written(self) -> str:
        """Return the plan as JSON."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def read(cls, text: str) -> Plan:
        """Read a plan from JSON."""
        values = json.loads(text)
        sources = SourceChoice(*(tuple(values["sources"][name]) for name in ("only", "without")))
        graph, limits = _choice(values["graph"]), Limits(**values["limits"])
        return cls(**{**values, "graph": graph, "limits": limits, "sources": sources})


def _choice(values: dict[str, Any]) -> GraphChoice:
    folders = {name: tuple(map(Path, values[name])) for name in ("data", "with_")}
    return GraphChoice(**{name: _fixed(value) for name, value in (values | folders).items()})


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
