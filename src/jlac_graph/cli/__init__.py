"""The command line: a thin shell over the library.

Each module of this package registers its commands on `app`; heavy modules are imported inside the command
that needs them, so that every command starts at once.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any, NoReturn

from ..core.characters import for_people
from ..core.errors import JlacError, JlacWarning
from . import (  # noqa: F401 - each registers its commands
    build,
    csvw,
    describe,
    diff,
    export,
    import_,
    match,
    mcp,
    network,
    new,
    publish,
    push,
    query,
    serve,
    show,
    tidy,
    trace,
    xlsx,
)  # fmt: skip
from .app import app
from .streams import (
    INTERRUPTED,
    drop_output,
    end_interrupted,
    end_when_interrupted,
    prepare_output,
    raise_when_interrupted,
)

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; a known error becomes one line on stderr and its exit code."""
    prepare_output()
    warnings.simplefilter("always", JlacWarning)
    warnings.showwarning = _note
    interrupted = end_when_interrupted()
    try:
        try:
            raise_when_interrupted()
            app()
        finally:
            # a full disk shows only when the last lines are written
            sys.stdout.flush()
    except SystemExit as end:
        _leave(end)
    except KeyboardInterrupt:
        end_interrupted()
    except JlacError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        drop_output()
        raise SystemExit(0) from None
    except OSError as error:
        drop_output()
        _fail(
            f"{error.filename or 'standard output'} cannot be read or written: {error.strerror or error}", 1
        )
    except MemoryError as error:
        _fail(f"there is not enough memory{f': {error}' if str(error) else ''}", 1)
    except Exception:  # an engine may end its work on Ctrl-C with an error of its own
        if not interrupted.wait(0.2):
            raise
        end_interrupted()


def _leave(end: SystemExit) -> NoReturn:
    """Exit with the command's code; a pipe closed by its reader is not an error."""
    if end.code == INTERRUPTED:
        end_interrupted()
    if end.code == 1 and isinstance(end.__context__, BrokenPipeError):
        drop_output()
        raise SystemExit(0) from None
    raise end


def _note(message: Warning | str, *_: Any, **__: Any) -> None:
    sys.stderr.write(for_people(f"jlac: warning: {message}\n"))


def _fail(message: str, code: int) -> NoReturn:
    sys.stderr.write(for_people(f"jlac: {message}\n"))
    raise SystemExit(code) from None
