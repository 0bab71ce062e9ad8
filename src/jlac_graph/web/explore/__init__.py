"""The requests of the explorer, answered by plain values ready for JSON."""

from .questions import Explorer

__all__ = ["Explorer"]
