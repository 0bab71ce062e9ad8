"""What a process does with its memory: when it looks for cycles, and when it gives memory back."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

__all__ = ["gc_paused", "give_back"]


def give_back() -> None:
    """Return freed memory to the system; without effect where the C library is not glibc.

    glibc keeps what the engine of the graph frees in many small pieces: 0.3 GB for a million quads.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector while many objects without cycles are made."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
