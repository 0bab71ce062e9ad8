"""The command line: a thin shell over the library.

Each module of this package registers its commands on `app`; what is heavy is imported inside the
command that needs it, so that every command starts at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from ..core.errors import JlacError
from . import build, csvw, diff, export, network, push, query, serve, show, trace  # noqa: F401
from .app import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; a known fault becomes one line on stderr and its exit code."""
    if sys.stdout is None:  # closed by the caller
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
    try:
        try:
            app()
        finally:
            # a full disk shows only when the last lines are written
            sys.stdout.flush()
    except JlacError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        _drop_output()
        raise SystemExit(0) from None
    except OSError as error:
        _drop_output()
        _fail(
            f"{error.filename or 'standard output'} cannot be read or written: {error.strerror or error}", 1
        )


def _fail(message: str, code: int) -> NoReturn:
    sys.stderr.write(f"jlac: {message}\n")
    raise SystemExit(code) from None


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that the interpreter does not fail on it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
