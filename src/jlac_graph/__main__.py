"""``jlac`` and ``python -m jlac_graph`` run the command line.

Ctrl-C is heard from the first call on. Before that, while the interpreter starts and runs its ``site``, it
ends the process by Python's own means; so little is imported here.
"""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False  # typing itself is not imported: it takes longer than all else here
if TYPE_CHECKING:
    from types import FrameType

__all__ = ["main"]


def main() -> None:
    """Load the command line and run it; Ctrl-C ends it at any moment, without a traceback."""
    signal.signal(signal.SIGINT, _leave)
    try:
        from .cli import main as run

        run()
    finally:
        signal.signal(signal.SIGINT, _leave)


def _leave(number: int, frame: FrameType | None) -> None:
    os.write(2, b"jlac: interrupted\n")
    os._exit(130)


if __name__ == "__main__":
    main()
