"""The contract of the service and its worker processes: the plan, the task, and the frames between them."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from .limits import Limits

__all__ = ["ANSWER", "OUT_OF_MEMORY", "REQUEST", "Plan", "Task"]

Task = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]
"""From the head and body of a request to those of its answer."""
REQUEST = struct.Struct("!dII")
"""Seconds of processor time the request may take (0: any), lengths of its head (JSON) and body."""
ANSWER = struct.Struct("!II")
"""Lengths of the answer's head (JSON) and body."""
OUT_OF_MEMORY = "the query exceeded the memory limit"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a nursery needs to serve a graph.

    Parameters
    ----------
    graph : path or address of the graph; the project's own when None.
    queries : folder of the query library; the project's own when None.
    endpoint : public address of the SPARQL endpoint.
    root : path of the service, without a closing slash.
    limits : limits on the cost of a request.
    """

    graph: str | None
    queries: str | None
    endpoint: str
    root: str
    limits: Limits

    def written(self) -> str:
        """Return the plan as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Plan:
        """Read a plan from JSON."""
        values = json.loads(text)
        return cls(**{**values, "limits": Limits(**values["limits"])})
