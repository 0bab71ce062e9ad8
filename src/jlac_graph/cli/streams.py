"""Standard output and interruption, as every command handles them.

Answers that are redirected are UTF-8 on every system, as files of this project are; on a terminal that cannot
show a character, its escape is shown instead.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn

from ..core.atomic import write_file
from ..core.characters import for_people

__all__ = [
    "INTERRUPTED",
    "drop_output",
    "end_interrupted",
    "end_when_interrupted",
    "prepare_output",
    "raise_when_interrupted",
    "write_output",
    "write_text",
]

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ends, as shells give it."""
_PATIENCE = 1.0
"""Seconds that a command has to clean up after Ctrl-C before it is terminated."""


def prepare_output() -> None:
    """Let standard output accept any character."""
    if sys.stdout is None:  # stdout was closed by the caller
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
    for stream, is_answer in ((sys.stdout, True), (sys.stderr, False)):
        if hasattr(stream, "reconfigure"):
            redirected = is_answer and not stream.isatty()
            stream.reconfigure(errors="backslashreplace", encoding="utf-8" if redirected else None)


def write_output(content: bytes | str, output: Path | None = None) -> None:
    """Write an answer to a file atomically, or to standard output.

    Parameters
    ----------
    content : text in UTF-8, or the bytes of a format that is not text.
    output : the file; None or ``-`` means standard output.

    Raises
    ------
    UsageError : the file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    if output is not None and str(output) != "-":
        write_file(output, data)
        return
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    if encoding == "utf-8" and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data.decode(errors="backslashreplace"))
    sys.stdout.flush()


def write_text(text: str) -> None:
    """Write text for people to standard output; control sequences in data do not reach the terminal."""
    write_output(for_people(text))


def drop_output() -> None:
    """Discard pending output, so that the interpreter does not fail on it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def end_when_interrupted() -> threading.Event:
    """End the process soon after Ctrl-C, even while an engine works and Python cannot.

    A signal is handled between two steps of Python; a query inside the engine is one step. A thread
    therefore receives the signal at once and ends the process if the command has not ended by itself.

    Returns
    -------
    An event that is set once Ctrl-C was pressed.
    """
    heard = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        return heard
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(read, heard), name="interrupt", daemon=True).start()
    return heard


def raise_when_interrupted() -> None:
    """Let Ctrl-C raise KeyboardInterrupt, so that a command can clean up."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _listen(read: int, heard: threading.Event) -> NoReturn:
    while True:
        if signal.SIGINT in os.read(read, 1):
            heard.set()
            time.sleep(_PATIENCE)
            end_interrupted()


def end_interrupted() -> NoReturn:
    """Exit at once with one line, without waiting for threads."""
    os.write(2, b"jlac: interrupted\n")
    os._exit(INTERRUPTED)
