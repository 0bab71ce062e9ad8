"""Memory that was freed and is not yet given back to the system."""

from __future__ import annotations

import ctypes
from contextlib import suppress

__all__ = ["give_back"]


def give_back() -> None:
    """Give freed memory back to the system; without effect where the C library is not glibc.

    glibc keeps what the engine of the graph frees in many small pieces: 0.3 GB for a million quads.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
