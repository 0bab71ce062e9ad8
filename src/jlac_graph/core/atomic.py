"""Atomic writing of files: one file, one folder of an export, or one set of files.

One file is written next to its target and then renamed. A set is written into a hidden folder next to the
old files. The rename of that folder commits the set; then each file is moved to its target. A process
killed before the commit leaves the old set; one killed after it leaves moves that `settle` finishes, and
every reader or writer of the set calls `settle` first. Files that were not written here are never changed.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import stat
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path, PurePosixPath

from .contents import Content, Pieces, hash_of, pieces, spooled
from .errors import JlacError, UsageError

__all__ = [
    "DRAFT",
    "alone",
    "check_folder",
    "new_folder",
    "publish",
    "settle",
    "sweep",
    "write_bundle",
    "write_file",
    "write_folder",
]

MANIFEST = ".jlac-export"
READY = ".next"
PLAN = "plan.json"
DRAFT = ".build-"
LOCK = ".build.lock"
STALE = 3600.0
_NAMED, _MISSING, _OTHER = 5, "", "not a regular file"


def write_bundle(bundle: Pieces, target: Path) -> list[Path]:
    """Write what an export made: a file, or a folder of files.

    Parameters
    ----------
    bundle : one entry under ``""`` for a file, else one entry for each file of the folder.
    target : the file or the folder; the folders above it are made.

    Returns
    -------
    The files written, sorted.

    Raises
    ------
    UsageError : see `write_file` and `write_folder`.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot(target, error) from None
    if set(bundle) != {""}:
        return write_folder(target, bundle)
    write_file(target, bundle[""])
    return [target]


def write_file(path: Path, content: Content) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    A symbolic link stays: its target is written; a loop of links is refused. A FIFO or a device is opened
    and written to, never replaced. An existing file keeps its mode, a new one has that of the umask.

    Raises
    ------
    UsageError : when the folder is missing, or the file cannot be written or is a folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_file(Path(folder, "a.txt"), b"whole")
    ...     print(Path(folder, "a.txt").read_bytes(), len(list(Path(folder).iterdir())))
    b'whole' 1
    """
    try:
        state = None
        with suppress(FileNotFoundError):
            state = path.stat()
        if state and stat.S_ISDIR(state.st_mode):
            raise UsageError(f"cannot write {path}: it is a folder; give a file")
        if state and is_stream(path, state):
            _write_through(path, content)
        else:
            mode = stat.S_IMODE(state.st_mode) if state else 0o666 & ~_umask()
            _replace(Path(os.path.realpath(path)), content, mode)
    except OSError as error:
        raise _cannot(path, error) from None


def is_stream(path: Path, state: os.stat_result) -> bool:
    """Return whether a path is opened and written to, not replaced by a rename.

    Parameters
    ----------
    path : as the user gave it.
    state : of what it leads to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     state = Path(file.name).stat()
    >>> is_stream(Path("a.csv"), state), is_stream(Path("/dev/stdout"), state)
    (False, True)
    """
    top = Path(os.path.abspath(path)).parts[1:2]  # noqa: PTH100 - a link of /dev is not to be followed
    return not stat.S_ISREG(state.st_mode) or top in (("dev",), ("proc",))


def _write_through(path: Path, content: Content) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND), "wb") as stream:
        stream.writelines(pieces(content))


def _replace(path: Path, content: Content, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".tmp")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(pieces(content))
        draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _cannot(path: Path, error: OSError) -> UsageError:
    return UsageError(f"cannot write {path}: {error.strerror or error}; give another place with -o")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def check_folder(target: Path) -> None:
    """Refuse a folder that `write_folder` would refuse whatever the files are.

    Raises
    ------
    UsageError : it is a file, contains other files and no manifest, or cannot be written.
    """
    if target.exists() and not target.is_dir():
        raise UsageError(f"cannot write {target}: it is a file, but this format writes a folder")
    above = next((path for path in (target, *target.absolute().parents) if path.exists()), target)
    if not os.access(above, os.W_OK):
        raise UsageError(f"cannot write {target}: {above} is read-only; give another place")
    try:
        settle(target)
        _former(target)
    except OSError as error:
        raise _cannot(target, error) from None


def write_folder(target: Path, files: Pieces) -> list[Path]:
    """Write the files of an export into a folder, all or none, and remove those of the last export.

    The folder keeps a manifest, ``.jlac-export``: compressed JSON with the hash of each file. Only a file
    that still has the hash that the manifest names is replaced or removed; all others stay.

    Parameters
    ----------
    target : a new folder, or one that a former export wrote, whatever was added to it since.
    files : relative path -> content.

    Returns
    -------
    The files of the export, sorted.

    Raises
    ------
    UsageError
        The folder holds other files and no manifest; or a file that was changed since the last
        export, or is not from an export, would be replaced. Nothing is written then.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     vault = Path(folder, "vault")
    ...     _ = write_folder(vault, {"a.md": b"1", "b.md": b"2"})
    ...     _ = (vault / "mine.md").write_bytes(b"note")
    ...     _ = write_folder(vault, {"a.md": b"3"})
    ...     sorted(path.name for path in vault.glob("*.md"))
    ['a.md', 'mine.md']
    """
    check_folder(target)
    try:
        former = _former(target)
        held = {name: _digest(target / name) for name in files}
        with spooled(files, target, prefix=DRAFT) as contents:
            _exchange(target, contents, held=held, former=former)
    except OSError as error:
        raise _cannot(target, error) from None
    return sorted(target / name for name in files)


def _exchange(
    target: Path, files: Mapping[str, bytes | Path], *, held: Mapping[str, str], former: Mapping[str, str]
) -> None:
    """Put the files of an export in the place of the former ones, unless somebody changed those."""
    new = {name: hash_of(content) for name, content in files.items()}
    changed = [name for name in files if held[name] not in (_MISSING, new[name], former.get(name))]
    if changed:
        raise UsageError(_changed(target, changed))
    writes: dict[str, bytes | Path] = {
        name: content for name, content in files.items() if held[name] != new[name]
    }
    writes[MANIFEST] = gzip.compress(json.dumps({"files": new}, sort_keys=True).encode(), 9, mtime=0)
    removes = {name: digest for name, digest in former.items() if name not in files}
    publish(target, writes, held=held, removes=removes)


def _former(target: Path) -> dict[str, str]:
    """Read what the last export wrote: path -> hash. A folder without a manifest has to be empty."""
    try:
        document = json.loads(gzip.decompress((target / MANIFEST).read_bytes()))
        found = {str(name): str(digest) for name, digest in document["files"].items()}
    except FileNotFoundError:
        if target.is_dir() and any(not path.name.startswith(".") for path in target.iterdir()):
            raise UsageError(
                f"cannot write {target}: the folder contains other files; give a new folder"
            ) from None
        return {}
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError, TypeError, LookupError, AttributeError):
        return {}  # without a readable manifest, no file counts as ours
    return {name: digest for name, digest in found.items() if _is_inside(name)}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _digest(path: Path) -> str:
    """Return the hash of a file; a link or device has a value that equals no hash."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return _OTHER
        return hash_of(path)
    except FileNotFoundError:
        return _MISSING
    except OSError:
        return _OTHER


def _changed(target: Path, names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    listed = ", ".join(sorted(names)[:_NAMED]) + more
    return (
        f"cannot write {target}: these files are not as the last export wrote them: {listed}; "
        "rename or move them, or give a new folder with -o; nothing was written"
    )


def publish(
    out: Path,
    contents: Mapping[str, bytes | Path],
    *,
    held: Mapping[str, str],
    removes: Mapping[str, str],
    durable: bool = False,
) -> None:
    """Write the files and the plan of their moves into a draft, make it ready, and settle it.

    Parameters
    ----------
    held : path -> hash of the file that is there; a file with another hash at the time of the move is kept.
    removes : path -> hash of the files to remove.
    durable : whether each file has to be on the disk before the point of no return.
    """
    out.mkdir(parents=True, exist_ok=True)
    settle(out)
    sweep(out)
    draft = Path(tempfile.mkdtemp(dir=out, prefix=DRAFT))
    try:
        for number, content in enumerate(contents.values()):
            _write(draft / str(number), content, durable=durable)
        plan = {"writes": {name: held.get(name) for name in contents}, "removes": dict(removes)}
        _write(draft / PLAN, json.dumps(plan).encode(), durable=durable)
        settle(out)
        draft.rename(out / READY)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    settle(out)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Make a folder that appears whole or not at all, however large its files become.

    Parameters
    ----------
    target : must not exist, or be empty.

    Yields
    ------
    A hidden folder beside the target to write into; it becomes the target in one step at the end, and is
    removed after an error. That of a process that was killed is removed by the next for the same target.

    Raises
    ------
    UsageError : the target contains files or is a file, or the disk is full or cannot be written.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as above:
    ...     with new_folder(Path(above, "tables")) as folder:
    ...         _ = (folder / "a.csv").write_text("id")
    ...         early = [path.name for path in Path(above).iterdir() if path.name == "tables"]
    ...     print(early, [path.name for path in Path(above, "tables").iterdir()])
    [] ['a.csv']
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        what = "contains files" if target.is_dir() else "is a file"
        raise UsageError(f"{target} {what}; give a folder that does not exist yet, or an empty one")
    prefix = f".{target.name[:100]}{DRAFT}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for draft in target.parent.glob(f"{prefix}*"):
            if time.time() - draft.stat().st_mtime > STALE:
                shutil.rmtree(draft, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=prefix))
    except OSError as error:
        raise UsageError(f"cannot write {target}: {error.strerror or error}") from None
    try:
        yield draft
        draft.chmod(0o777 & ~_umask())
        draft.replace(target)
    except OSError as error:
        what = f"{error.filename or target}: {error.strerror or error}"
        raise UsageError(f"cannot write {what}; nothing was written to {target}") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def settle(out: Path) -> None:
    """Finish the moves of a process that was killed while it put files into a folder.

    Raises
    ------
    JlacError : when a file cannot be moved.
    """
    ready = out / READY
    if not ready.is_dir():
        return
    try:
        if (ready / PLAN).exists():
            _carry_out(json.loads((ready / PLAN).read_bytes()), ready, out)
            (ready / PLAN).unlink()
    except FileNotFoundError:
        return  # another process finishes the moves in the same folder
    except OSError as error:
        raise JlacError(f"cannot finish the last write in {out}: {error.strerror}") from None
    with suppress(OSError):  # removed, or already that of the next write
        ready.rmdir()


def _carry_out(plan: dict[str, dict[str, str]], ready: Path, out: Path) -> None:
    for number, (name, held) in enumerate(plan["writes"].items()):
        _move(ready / str(number), out / name, held)
    for name, digest in plan["removes"].items():
        _remove(out, name, digest)


def _move(source: Path, place: Path, held: str | None) -> None:
    if not source.exists():
        return  # moved before the process was killed
    if held is not None and _digest(place) not in (_MISSING, held):
        source.unlink()
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(place)
    except FileNotFoundError:
        return  # another process moved it


def _remove(out: Path, name: str, digest: str) -> None:
    """Remove a file that nobody changed, and the folders that are empty then."""
    if _digest(out / name) != digest:
        return
    (out / name).unlink(missing_ok=True)
    for folder in [out / part for part in PurePosixPath(name).parents][:-1]:
        try:
            folder.rmdir()
        except OSError:
            return


def sweep(out: Path) -> None:
    """Remove drafts of processes that were killed; a young one may belong to a write under way."""
    for draft in out.glob(f"{DRAFT}*"):
        if time.time() - draft.stat().st_mtime > STALE:
            shutil.rmtree(draft, ignore_errors=True)


def alone(out: Path) -> AbstractContextManager[object]:
    """Lock a folder, so that of several processes that would fill it one does and the others wait.

    A folder that cannot be written is not locked: what it holds can still be read.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder, alone(Path(folder, "dist")):
    ...     Path(folder, "dist").is_dir()
    True
    """
    from filelock import FileLock

    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / LOCK).touch()
    except OSError:
        return nullcontext()
    return FileLock(out / LOCK)


def _write(path: Path, content: bytes | Path, *, durable: bool) -> None:
    if isinstance(content, Path):
        content.replace(path)
        content = b""
    with path.open("ab") as file:
        file.write(content)
        if durable:
            file.flush()
            os.fsync(file.fileno())
