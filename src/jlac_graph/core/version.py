"""The version of the package, in the one place that everything else reads."""

from __future__ import annotations

__all__ = ["VERSION"]

VERSION = "0.1.0"
