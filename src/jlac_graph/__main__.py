"""``jlac`` and ``python -m jlac_graph`` run the command line."""

from __future__ import annotations

import os
import signal
from types import FrameType

__all__ = ["main"]


def main() -> None:
    """Load the command line and run it; Ctrl-C ends it at any moment, without a traceback."""
    signal.signal(signal.SIGINT, _leave)
    from .cli import main as run

    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _leave(number: int, frame: FrameType | None) -> None:
    os.write(2, b"jlac: interrupted\n")
    os._exit(130)


if __name__ == "__main__":
    main()
