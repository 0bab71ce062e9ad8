"""What is written for a user replaces nothing else: links, pipes, notes and settings stay."""

import gzip
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from jlac_graph.core.atomic import DRAFT, MANIFEST, is_stream, settle, write_bundle, write_file, write_folder
from jlac_graph.core.errors import UsageError

JLAC = Path(sys.executable).with_name("jlac")


def listing(folder: Path) -> dict[str, bytes]:
    """Path -> content, without the manifest and without the drafts of killed processes."""
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {n: p.read_bytes() for n, p in files.items() if n != MANIFEST and not n.startswith(DRAFT)}


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_and_its_target_is_written(tmp_path: Path, exists: bool) -> None:
    (tmp_path / "far").mkdir()
    real, link = tmp_path / "far" / "real.csv", tmp_path / "link.csv"
    if exists:
        real.write_bytes(b"old")
    link.symlink_to(real)
    write_file(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert list(real.parent.iterdir()) == [real]


def test_a_link_that_leads_nowhere_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "missing" / "b")
    with pytest.raises(UsageError, match=r"cannot write .*/a: No such file"):
        write_file(tmp_path / "a", b"")


def test_the_reader_of_a_pipe_gets_all_and_the_pipe_stays(tmp_path: Path) -> None:
    pipe, content, read = tmp_path / "pipe", b"x" * 200_000, []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, content)
    reader.join(10)
    assert read == [content]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("path", "kind", "streamed"),
    [
        ("a.csv", stat.S_IFREG, False),
        ("a.csv", stat.S_IFIFO, True),
        ("a.csv", stat.S_IFCHR, True),
        ("a.csv", stat.S_IFBLK, True),
        ("a.csv", stat.S_IFSOCK, True),
        ("/dev/stdout", stat.S_IFREG, True),
        ("/proc/self/fd/1", stat.S_IFREG, True),
        ("/dev/../home/a.csv", stat.S_IFREG, False),
    ],
)
def test_what_is_not_a_regular_file_is_written_through(path: str, kind: int, streamed: bool) -> None:
    assert is_stream(Path(path), os.stat_result([kind | 0o644, *[0] * 9])) is streamed


def test_standard_output_by_its_name_is_appended_to(tmp_path: Path) -> None:
    """Only into a file of this test: `>> log` keeps what the log holds."""
    log = tmp_path / "log"
    log.write_bytes(b"kept\n")
    code = "from pathlib import Path; from jlac_graph.core.atomic import write_file as w; "
    with log.open("ab") as out:
        subprocess.run(
            [sys.executable, "-c", code + "w(Path('/proc/self/fd/1'), b'new')"], stdout=out, check=True
        )
    assert log.read_bytes() == b"kept\nnew"


def test_a_new_file_has_the_mode_of_the_umask_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "new", b"")
        write_folder(tmp_path / "folder", {"a": b""})
        (tmp_path / "old").touch(0o600)
        write_file(tmp_path / "old", b"x")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new", "folder/a", "old")]
    assert modes == [0o640, 0o640, 0o600]


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it is a folder"):
        write_bundle({"": b""}, tmp_path)


def test_a_second_export_removes_only_its_own_unchanged_files(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    write_folder(vault, {"agent/a.md": b"1", "agent/b.md": b"1", "asset/c.md": b"1"})
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "app.json").write_bytes(b"{}")
    (vault / "agent" / "My analysis.md").write_bytes(b"mine")
    (vault / "agent" / "b.md").write_bytes(b"1 and a remark")
    write_folder(vault, {"agent/a.md": b"2"})
    assert listing(vault) == {
        ".obsidian/app.json": b"{}",
        "agent/My analysis.md": b"mine",
        "agent/a.md": b"2",
        "agent/b.md": b"1 and a remark",
    }
    assert not (vault / "asset").exists()
    assert list(json.loads(gzip.decompress((vault / MANIFEST).read_bytes()))["files"]) == ["agent/a.md"]


@pytest.mark.parametrize("change", ["edit", "link", "folder", "file of that name"])
def test_a_changed_file_is_not_overwritten(tmp_path: Path, change: str) -> None:
    vault = tmp_path / "vault"
    write_folder(vault, {"a.md": b"1", "b.md": b"1"})
    note = vault / "a.md"
    if change == "file of that name":
        write_folder(vault, {"b.md": b"1"})
        note.write_bytes(b"mine")
    else:
        note.unlink()
        actions = {"edit": lambda: note.write_bytes(b"mine"), "folder": note.mkdir}
        actions.get(change, lambda: note.symlink_to(vault / "b.md"))()
    with pytest.raises(UsageError, match=r"not as the last export wrote them: a\.md; rename or"):
        write_folder(vault, {"a.md": b"2", "b.md": b"2"})
    assert (vault / "b.md").read_bytes() == b"1"
    note.rename(vault / "mine.md")
    write_folder(vault, {"a.md": b"2", "b.md": b"2"})
    assert (note.read_bytes(), (vault / "mine.md").is_symlink()) == (b"2", change == "link")


def test_a_file_edited_into_what_would_be_written_is_no_change(tmp_path: Path) -> None:
    write_folder(tmp_path / "v", {"a.md": b"1"})
    (tmp_path / "v" / "a.md").write_bytes(b"2")
    write_folder(tmp_path / "v", {"a.md": b"2"})
    write_folder(tmp_path / "v", {})
    assert listing(tmp_path / "v") == {}


def test_a_folder_of_others_is_refused_and_a_forged_manifest_removes_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"x")
    write_folder(tmp_path / "v", {"a": b"x"})
    digest = json.loads(gzip.decompress((tmp_path / "v" / MANIFEST).read_bytes()))["files"]["a"]
    forged = {"files": {"../outside": digest, str(tmp_path / "outside"): digest}}
    (tmp_path / "v" / MANIFEST).write_bytes(gzip.compress(json.dumps(forged).encode()))
    write_folder(tmp_path / "v", {"b": b"x"})
    assert (tmp_path / "outside").exists()
    with pytest.raises(UsageError, match="the folder contains other files"):
        write_folder(tmp_path, {"b": b"x"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["outside", "v"]


KILLED = """
import os, signal, sys
from pathlib import Path
from jlac_graph.core.atomic import write_folder
steps = int(sys.argv[2])
def counted(call):
    def run(*args, **kwargs):
        global steps
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        steps -= 1
        return call(*args, **kwargs)
    return run
for name in ("rename", "replace", "rmdir", "mkdir", "unlink"):
    setattr(Path, name, counted(getattr(Path, name)))
write_folder(Path(sys.argv[1]), {"x/a": b"new", "b": b"new", "y/c": b"new"})
"""


@pytest.mark.parametrize("steps", range(14))
def test_an_export_killed_at_any_step_leaves_whole_files_and_the_next_one_finishes(
    tmp_path: Path, steps: int
) -> None:
    vault = tmp_path / "vault"
    write_folder(vault, {"x/a": b"old", "b": b"old", "z/gone": b"old"})
    (vault / "mine").write_bytes(b"mine")
    done = subprocess.run([sys.executable, "-c", KILLED, str(vault), str(steps)], check=False)
    assert done.returncode in (0, -signal.SIGKILL)
    (vault / "z" / "mine").parent.mkdir(exist_ok=True)
    (vault / "z" / "mine").write_bytes(b"mine")
    settle(vault)
    found = listing(vault)
    assert (found.pop("mine"), found.pop("z/mine")) == (b"mine", b"mine")
    old, new = {"x/a": b"old", "b": b"old", "z/gone": b"old"}, {"x/a": b"new", "b": b"new", "y/c": b"new"}
    assert found in (old, new)


def test_what_a_user_writes_between_a_kill_and_the_next_export_is_kept(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    write_folder(vault, {"x/a": b"old", "b": b"old"})
    for steps in range(14):
        subprocess.run([sys.executable, "-c", KILLED, str(vault), str(steps)], check=False)
        if (vault / ".next").is_dir() and (vault / "b").read_bytes() == b"old":
            break
    else:
        pytest.fail("no step is between the point of no return and the last move")
    (vault / "b").write_bytes(b"mine")
    settle(vault)
    assert listing(vault) == {"x/a": b"new", "b": b"mine", "y/c": b"new"}


def test_the_obsidian_command_leaves_what_the_user_added(tmp_path: Path, small_file: Path) -> None:
    vault = tmp_path / "vault"
    command = [str(JLAC), "export", "obsidian", "--ego", "jbic", "-g", str(small_file), "-o", str(vault)]
    subprocess.run(command, check=True, capture_output=True)
    first = listing(vault)
    (vault / ".obsidian").mkdir(exist_ok=True)
    for name in (".obsidian/app.json", "My analysis.md"):
        (vault / name).write_bytes(b"mine")
    subprocess.run(command, check=True, capture_output=True)
    assert listing(vault) == {**first, ".obsidian/app.json": b"mine", "My analysis.md": b"mine"}


def test_what_comes_in_pieces_is_written_one_after_the_other(tmp_path: Path) -> None:
    """A large export is never in memory at once."""
    held: list[int] = []

    def pieces(name: str) -> Iterator[bytes]:
        for number in range(3):
            held.append(number)
            yield f"{name}{number}\n".encode()

    write_bundle({"": pieces("a")}, tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_bytes() == b"a0\na1\na2\n"
    out = tmp_path / "tables"
    for _ in range(2):
        write_folder(out, {"a.csv": pieces("a"), "b/c.csv": pieces("c"), "read.me": b"whole"})
        assert listing(out) == {"a.csv": b"a0\na1\na2\n", "b/c.csv": b"c0\nc1\nc2\n", "read.me": b"whole"}
        assert not list(out.glob(f"{DRAFT}*"))
    assert held == [0, 1, 2] * 5
    (out / "a.csv").write_bytes(b"mine")
    with pytest.raises(UsageError, match=r"not as the last export wrote them: a\.csv"):
        write_folder(out, {"a.csv": pieces("a")})
    assert (out / "a.csv").read_bytes() == b"mine"
    assert not list(out.glob(f"{DRAFT}*"))


def test_pieces_that_cannot_be_made_leave_no_folder(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="No space left"):
        write_folder(tmp_path / "tables", {"a.csv": broken()})
    assert not list(tmp_path.iterdir())
