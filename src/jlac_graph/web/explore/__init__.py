"""What the explorer asks of the graph, as plain values ready for JSON."""

from .explorer import Explorer

__all__ = ["Explorer"]
