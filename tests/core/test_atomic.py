"""A build that fails or is killed leaves one whole set of files: the last good one, or the new."""

import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jlac_graph.build import inputs as making
from jlac_graph.build import pipeline as building
from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import FILES, assemble, build, is_whole, read_manifest
from jlac_graph.core import file_set
from jlac_graph.core.atomic import DRAFT, READY, STALE, settle, write_file
from jlac_graph.core.errors import DataError, JlacError, JlacWarning, StoreError
from jlac_graph.core.file_set import write_set
from jlac_graph.core.program import program

ROOT = Path(__file__).parents[2]
JLAC = Path(sys.executable).with_name("jlac")
KILLED = """
import os, signal, sys
from pathlib import Path
from jlac_graph.core.file_set import write_set
steps = int(sys.argv[2])
def counted(call):
    def run(*args, **kwargs):
        global steps
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        steps -= 1
        return call(*args, **kwargs)
    return run
for name in ("rename", "replace", "rmdir", "open", "mkdir", "unlink"):
    setattr(Path, name, counted(getattr(Path, name)))
write_set(Path(sys.argv[1]), {name: b"new " + name.encode() for name in "abc"})
"""


def hashes(folder: Path) -> dict[str, str]:
    files = (p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def contents(folder: Path) -> set[bytes]:
    return {path.read_bytes().split()[0] for path in folder.iterdir() if path.is_file()}


def test_a_process_killed_at_any_step_leaves_a_whole_set(tmp_path: Path) -> None:
    """Some of the steps are before the commit and some after it; what is left undone is done later."""
    seen = set()
    for steps in range(16):
        folder = tmp_path / str(steps)
        write_set(folder, {name: b"old " + name.encode() for name in "abc"})
        done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(steps)], check=False)
        assert done.returncode in (0, -signal.SIGKILL)
        unsettled = (folder / READY).exists()
        settle(folder)
        (age,) = contents(folder)
        seen.add((unsettled, age))
        assert not (folder / READY).exists()
        write_set(folder, {name: b"last " + name.encode() for name in "abc"})
        assert contents(folder) == {b"last"}
    assert seen == {(False, b"old"), (True, b"new"), (False, b"new")}


def test_only_old_drafts_are_removed(tmp_path: Path) -> None:
    young, old = (tmp_path / f"{DRAFT}{name}" for name in ("young", "old"))
    for draft in (young, old):
        draft.mkdir()
    past = time.time() - STALE - 60
    os.utime(old, (past, past))
    write_set(tmp_path, {"a": b"1"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [young.name, "a"]


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "package.whl").write_bytes(b"x")
    write_set(tmp_path, {"a": b"1"})
    assert hashes(tmp_path).keys() == {"package.whl", "a"}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good build of a small collection, and a copy of it to spoil."""
    folder = tmp_path_factory.mktemp("good")
    for name in ("common", "schemas"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    build(Inputs((folder / "data",), ROOT / "ontology"), out=folder / "dist")
    return folder


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "copy")
    return tmp_path / "copy"


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "data" / "common" / "places.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def test_faults_leave_the_last_good_build(copy: Path) -> None:
    before = hashes(copy / "dist")
    change(copy, ",484,", ",48,")
    with pytest.raises(DataError, match="nothing was written"):
        build(Inputs((copy / "data",), ROOT / "ontology"), out=copy / "dist")
    assert hashes(copy / "dist") == before


@pytest.mark.parametrize("limit", [1_000, 1_000_000])
def test_a_full_disk_leaves_the_last_good_build(copy: Path, limit: int) -> None:
    """The limit on a file's size stands for a full disk: first for working files, then for dist/."""
    before = hashes(copy / "dist")
    assert (copy / "dist" / "graph.nq").stat().st_size > limit
    change(copy, ",Mexico,", ",United Mexican States,")
    command = [str(JLAC), "build", "--data", str(copy / "data")]
    done = subprocess.run(
        [*command, "--out", str(copy / "dist")],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "cannot write" in done.stderr
    assert hashes(copy / "dist") == before
    assert sorted(p.name for p in (copy / "dist").iterdir()) == sorted(FILES)


@pytest.mark.parametrize("delay", [0.3, 0.8, 1.3])
def test_a_killed_build_leaves_a_whole_set(copy: Path, delay: float) -> None:
    change(copy, ",Mexico,", ",United Mexican States,")
    command = [str(JLAC), "build", "--data", str(copy / "data")]
    process = subprocess.Popen(
        [*command, "--out", str(copy / "dist")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(delay)
    process.kill()
    process.wait()
    settle(copy / "dist")
    manifest = read_manifest(copy / "dist")
    assert manifest is not None
    assert is_whole(copy / "dist", manifest)


def test_files_of_two_builds_are_seen_and_built_again(copy: Path) -> None:
    (copy / "dist" / "graph.ttl").write_bytes(b"")
    manifest = read_manifest(copy / "dist")
    assert manifest is not None
    assert not is_whole(copy / "dist", manifest)
    build(Inputs((copy / "data",), ROOT / "ontology"), out=copy / "dist")
    assert is_whole(copy / "dist", manifest)


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JlacError, match="cannot write"):
        write_set(tmp_path / "file" / "dist", {"a": b""})


def test_an_error_has_its_reason_and_promises_no_files_that_there_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(file_set, "publish", full)
    with pytest.raises(JlacError) as caught:
        write_set(tmp_path, {"a": b""})
    assert str(caught.value) == f"cannot write {tmp_path}: No space left on device"


def test_the_manifest_lists_every_other_file(good: Path) -> None:
    outputs = json.loads((good / "dist" / "manifest.json").read_text())["outputs"]
    assert sorted([*outputs, "manifest.json"]) == sorted(FILES)


def test_a_graph_that_cannot_be_built_anywhere_says_what_to_set(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setattr(making, "data_dir", lambda: copy / "data")
    monkeypatch.setattr(making, "dist_dir", lambda: blocked / "jlac-graph")
    monkeypatch.setattr(building, "checkout", lambda: None)
    with pytest.raises(StoreError, match=r"cannot write .*; set XDG_CACHE_HOME .* --graph or JLAC_GRAPH$"):
        building.ensure_built()


def test_reading_goes_on_with_the_last_good_graph_and_says_so(
    copy: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("data", "dist"):
        monkeypatch.setattr(making, f"{name}_dir", lambda name=name: copy / name)
    assert building.ensure_built() == copy / "dist" / "graph.nq"
    assert caplog.messages == []
    before = hashes(copy / "dist")
    change(copy, ",484,", ",48,")
    with pytest.warns(JlacWarning, match=r"the last good graph.*1 error in the data.*jlac validate"):
        assert building.ensure_built() == copy / "dist" / "graph.nq"
    assert caplog.messages == [
        "jlac: building the graph, since its inputs have changed; this takes a while ..."
    ]
    assert hashes(copy / "dist") == before
    with monkeypatch.context() as patch:
        patch.setattr(building, "assemble", None)  # the same tables are not read again
        with pytest.warns(JlacWarning, match=r"the last good graph.*1 error in the data.*jlac validate"):
            assert building.ensure_built() == copy / "dist" / "graph.nq"
    (copy / "dist" / "graph.nq").write_text("")
    with pytest.raises(DataError, match="1 error in the data"):
        building.ensure_built()


def test_two_first_uses_at_once_build_once(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("data", "dist"):
        monkeypatch.setattr(making, f"{name}_dir", lambda name=name: copy / name)
    (copy / "dist" / "graph.nq").unlink()
    assembled = []
    monkeypatch.setattr(building, "assemble", lambda *a, **b: (assembled.append(a), assemble(*a, **b))[1])
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda _: building.ensure_built(), range(2))
    assert (first, len(assembled)) == (second, 1)
    manifest = read_manifest(copy / "dist")
    assert manifest is not None
    assert is_whole(copy / "dist", manifest)


def test_another_program_builds_anew(tmp_path: Path, good: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.py").write_text("one")
    (tmp_path / "notes.txt").write_text("one")
    before = program(tmp_path)
    (tmp_path / "notes.txt").write_text("two")
    assert program(tmp_path) == before
    (tmp_path / "sub" / "a.py").write_text("two")
    assert program(tmp_path) != before
    inputs = json.loads((good / "dist" / "manifest.json").read_text())["inputs"]
    assert inputs["program"] == program(Path(building.__file__).parents[1])


def test_a_loop_of_links_is_refused_and_stays(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(JlacError, match=r"cannot write .*one.csv: Too many levels of symbolic links"):
        write_file(one, b"rows")
    assert one.is_symlink()
    assert other.is_symlink()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_link_to_nothing_is_written_through(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "new.csv")
    write_file(link, b"rows")
    assert link.is_symlink()
    assert (tmp_path / "new.csv").read_bytes() == b"rows"
