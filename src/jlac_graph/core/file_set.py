"""A set of files that is put into a folder all or none, however large they are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from .atomic import DRAFT, publish, sweep
from .errors import JlacError

__all__ = ["workplace", "write_set"]


@contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """Make a hidden folder inside another one for files that `write_set` moves; removed at the end.

    Raises
    ------
    JlacError : when the folder cannot be written or the disk is full.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder, workplace(Path(folder)) as work:
    ...     _ = (work / "large").write_bytes(b"1")
    ...     write_set(Path(folder), {"a": work / "large"})
    ...     print(Path(folder, "a").read_bytes())
    b'1'
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        sweep(out)
        with tempfile.TemporaryDirectory(dir=out, prefix=DRAFT, ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    except OSError as error:
        raise _not_written(out, error) from None


def write_set(out: Path, contents: Mapping[str, bytes | Path]) -> None:
    """Put a set of files into a folder, all or none.

    Parameters
    ----------
    out : the folder; made when it is missing.
    contents : file name -> content, or a file of `workplace` to move; the last is moved last.

    Raises
    ------
    JlacError : when the folder cannot be written or the disk is full; the old set is kept.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_set(Path(folder), {"a": b"1", "b": b"2"})
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['a', 'b']
    """
    try:
        publish(out, contents, held={}, removes={}, durable=True)
    except OSError as error:
        raise _not_written(out, error) from None


def _not_written(out: Path, error: OSError) -> JlacError:
    there = False
    with suppress(OSError):
        there = any(not path.name.startswith(".") for path in out.iterdir())
    stands = "; the last good files are kept" if there else ""
    return JlacError(f"cannot write {error.filename or out}: {error.strerror or error}{stands}")
