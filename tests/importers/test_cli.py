"""`jlac import`: what it prints, its exit codes, and what a full disk or a killed process leaves."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jlac_graph.cli import app
from jlac_graph.core.atomic import new_folder
from jlac_graph.core.errors import UsageError

from .crs import bulk, write


def test_the_summary_counts_what_was_read_left_out_and_named(report_dist: Path, tmp_path: Path) -> None:
    rows = [{"USD_Commitment": "1"}, {"USD_Commitment": "x"}, {"DEDonorcode": "KOR"}]
    file = write(tmp_path / "crs.txt", bulk(*rows))
    options = ["--out", str(tmp_path / "out"), "--graph", str(report_dist), "--read", "2026-11-26"]
    done = CliRunner().invoke(app, ["import", "crs", str(file), *options])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "3 records read, 1 taken: 1 classifications, 1 collections, 2 coverage, 1 financings, 2 passages,"
        " 1 projects, 1 sources",
        "outside the scope (donor Japan): 1 records (south-korea 1)",
        "left out: 1 records",
        "not taken: 1 (not a number)",
        "2 names: 0 matched, 1 chosen, 0 doubtful, 1 new",
        f"read {tmp_path}/out/report/names.csv and {tmp_path}/out/report/rejected.csv",
        f"next: jlac validate --with {tmp_path}/out",
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "nothing taken: no file has a record"),
        (
            [{"DEDonorcode": "KOR"}],
            "nothing taken: all is outside the scope, which a mapping of your own can",
        ),
        ([{"USD_Commitment": "x"}], "nothing taken: rejected.csv has the reasons"),
    ],
)
def test_an_import_of_nothing_says_why(
    report_dist: Path, tmp_path: Path, rows: list[dict[str, str]], said: str
) -> None:
    file = write(tmp_path / "crs.txt", bulk(*rows))
    options = ["--out", str(tmp_path / "out"), "--graph", str(report_dist)]
    done = CliRunner().invoke(app, ["import", "crs", str(file), *options])
    assert done.stdout.splitlines()[-1].startswith(said)


def test_the_mapping_of_a_format_is_printed() -> None:
    done = CliRunner().invoke(app, ["import", "comtrade", "--show"])
    assert done.exit_code == 0
    assert '[scope.japan]\nsays = "Japan is one side"' in done.stdout


WRONG = {
    ("csr", "a", "--out", "o"): "no format 'csr'; did you mean 'crs'?",
    ("crs",): "give the files to read and --out DIR; jlac import --help has examples",
    ("crs", "nowhere.txt", "--out", "o"): "cannot read nowhere.txt: No such file or directory",
    ("crs", "a", "--out", "o", "--published", "May 2025"): "--published 'May 2025' is not a date; write 2012",
    ("crs", "a", "--out", "三井"): "三井: the folder's name becomes part of ids; give one with Latin letters",
    ("crs", "a", "--out", "o", "--mapping", "no.toml"): "cannot read no.toml: No such file or directory",
    ("crs", "a", "--out", "."): "contains files; give a folder that does not exist yet, or an empty one",
}


@pytest.mark.parametrize("words", WRONG, ids=range(len(WRONG)))
def test_a_wrong_request_is_one_error(
    words: tuple[str, ...], report_dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a", bulk())
    monkeypatch.setenv("JLAC_GRAPH", str(report_dist))
    done = CliRunner().invoke(app, ["import", *words])
    assert WRONG[words] in str(done.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_full_disk_leaves_no_folder(report_dist: Path, tmp_path: Path) -> None:
    rows = ({"USD_Commitment": "1", "CrsID": str(number)} for number in range(400))
    write(tmp_path / "crs.txt", bulk(*rows))
    command = [sys.executable, "-m", "jlac_graph", "import", "crs", "crs.txt", "--out", "out"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "JLAC_GRAPH": str(report_dist)}, capture_output=True,
        text=True, check=False, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("jlac: cannot write")
    assert done.stderr.endswith("File too large; nothing was written to out\n")
    assert [path.name for path in tmp_path.iterdir()] == ["crs.txt"]


def test_a_killed_process_leaves_a_hidden_draft_that_the_next_one_removes(tmp_path: Path) -> None:
    code = (
        "import os, sys, pathlib; from jlac_graph.core.atomic import new_folder\n"
        "with new_folder(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'a.csv').write_text('id'); os.kill(os.getpid(), 9)\n"
    )
    target = tmp_path / "out"
    done = subprocess.run([sys.executable, "-c", code, str(target)], check=False, timeout=60)
    assert done.returncode == -9
    (draft,) = tmp_path.iterdir()
    assert draft.name.startswith(".out")
    os.utime(draft, (0, 0))
    with new_folder(target) as folder:
        (folder / "b.csv").write_text("id")
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "b.csv"]
    with (
        pytest.raises(UsageError, match="out contains files; give a folder that does not exist yet"),
        new_folder(target),
    ):
        pass
