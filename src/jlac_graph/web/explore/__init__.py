"""What the explorer asks of the graph, as plain values ready for JSON."""

from .questions import Explorer

__all__ = ["Explorer"]
