"""A new collection conforms as it is, its example too, and every command of its README exists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import assemble
from jlac_graph.cli import app
from jlac_graph.core.errors import UsageError
from jlac_graph.core.paths import data_dir
from jlac_graph.tables.new_collection import EXAMPLE, new_collection

COMMON = data_dir() / "common"
FINANCIERS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX fact: <https://w3id.org/jlac/id/fact/>
SELECT ?who { fact:example-loan-2014 jlac:financier ?who } ORDER BY ?who"""


def test_the_example_conforms_without_a_word_and_says_what_it_should(tmp_path: Path) -> None:
    new_collection(tmp_path / "loans")
    made = assemble(Inputs.of(data=[COMMON, tmp_path / "loans" / EXAMPLE]))
    assert [f for f in made.findings if f.file.startswith(EXAMPLE)] == []
    assert [f for f in made.findings if f.severity == "error"] == []
    rows = made.store.query(FINANCIERS, use_default_graph_as_union=True)
    assert [row["who"].value.rpartition("/")[2] for row in rows] == ["example-bank", "example-credit"]


def test_the_empty_tables_conform(tmp_path: Path) -> None:
    new_collection(tmp_path / "loans")
    made = assemble(Inputs.of(data=[COMMON, tmp_path / "loans"]))
    assert [f for f in made.findings if f.file.startswith("loans")] == []
    assert {t.path.name for t in made.group.tables if t.collection == "loans"} >= {
        "sources.csv", "passages.csv", "coverage.csv", "financings.csv",
    }  # fmt: skip


def test_every_command_of_the_readme_exists(tmp_path: Path) -> None:
    new_collection(tmp_path / "my loans")
    text = (tmp_path / "my loans" / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"\bjlac ([a-z]+)", text))
    assert len(commands) > 7
    assert commands <= set(get_command(app).commands)
    assert f"--with '{tmp_path}/my loans'" in text


def test_git_keeps_the_rows_that_two_curators_add(tmp_path: Path) -> None:
    folder = tmp_path / "loans"
    new_collection(folder)
    places = folder / "places.csv"

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)

    def added(branch: str, row: str) -> None:
        git("checkout", "-q", "-b", branch, "start")
        with places.open("a", encoding="utf-8", newline="") as table:
            table.write(f"{row}\n")
        git("commit", "-qam", branch)

    git("init", "-q")
    git("checkout", "-q", "-b", "start")
    git("add", "-A")
    git("commit", "-qm", "start")
    added("one", "port-a,City,Port A")
    added("two", "port-b,City,Port B")
    git("merge", "-q", "one")
    rows = places.read_text(encoding="utf-8").splitlines()[1:]
    assert sorted(rows) == ["port-a,City,Port A", "port-b,City,Port B"]


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="contains files; give a folder that does not exist yet"):
        new_collection(tmp_path)
    with pytest.raises(UsageError, match="is a file"):
        new_collection(tmp_path / "notes.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_command_says_what_to_run_next(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["new", str(tmp_path / "loans")])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == f"next: jlac validate --with {tmp_path}/loans/example"
    assert (tmp_path / "loans" / "financings.csv").read_bytes().count(b"\n") == 1
