"""What tables were refused last, so that commands that go on with the last good graph need not try again."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from ..core.atomic import write_file
from ..core.errors import DataError, JlacError

__all__ = ["refused", "remember"]

_REFUSED = ".refused.json"


def remember(folder: Path, inputs: str, error: DataError) -> None:
    """Keep why tables were refused, beside the last good graph; without a place they are read again.

    Parameters
    ----------
    folder : where the graph is.
    inputs : fingerprint of the tables, the ontology and the program.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     remember(Path(name), "a1", DataError("2 errors in the data"))
    ...     refused(Path(name), "a1"), refused(Path(name), "b2")
    (DataError('2 errors in the data'), None)
    """
    with contextlib.suppress(JlacError):  # no permission, no space
        write_file(folder / _REFUSED, json.dumps({"inputs": inputs, "error": str(error)}).encode())


def refused(folder: Path, inputs: str) -> DataError | None:
    """Return the error of the same tables, if they are those that were refused last."""
    try:
        last = json.loads((folder / _REFUSED).read_bytes())
        return DataError(str(last["error"])) if last["inputs"] == inputs else None
    except (OSError, ValueError, TypeError, KeyError):
        return None
