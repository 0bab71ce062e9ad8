"""``jlac validate``: exit codes, formats, languages, and a word on what goes on when it is slow."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jlac_graph.cli import app
from jlac_graph.cli.build import _warn_of_other_data
from jlac_graph.core.errors import UsageError
from jlac_graph.tables.new_collection import EXAMPLE, new_collection
from tests.fixtures.report import REPORT, copy_report

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Choose a new collection's example with a comma in an amount."""
    folder = tmp_path_factory.mktemp("faulty") / "loans"
    new_collection(folder)
    path = folder / EXAMPLE / "financings.csv"
    text = path.read_text(encoding="utf-8").replace(",300000000,", ',"29,5",', 1)
    path.write_text(text, encoding="utf-8", newline="")
    return ["--data", str(REPORT[0]), "--data", str(path.parent)]


def test_sound_tables_exit_with_nothing_and_slow_ones_say_what_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jlac_graph.cli.build.SLOW", 0.0)
    monkeypatch.setattr("jlac_graph.cli.build._is_watched", lambda: True)
    result = CliRunner().invoke(app, ["validate", *(f"--data={folder}" for folder in REPORT)])
    said, checked = result.stdout.splitlines()
    assert (result.exit_code, said) == (0, "conforms: nothing found")
    tables = len({path.name for folder in REPORT for path in folder.glob("*.csv")})
    places = r".*/data/common and .*/data/idb-mg-172"
    assert re.fullmatch(rf"checked {tables} tables with [0-9],[0-9]{{3}} rows in {places}", checked)
    assert result.stderr.splitlines()[-2:] == ["deriving ...", "validating ..."]


def test_tables_at_fault_exit_with_one(faulty: list[str]) -> None:
    result = CliRunner().invoke(app, ["validate", *faulty, "--format", "json"])
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["conforms"], [f["rule"] for f in report["findings"]]) == (False, ["csvw:datatype"])
    assert report["findings"][0]["messages"]["es"] == "el valor no es un número"


def test_the_rules_speak_the_language_asked_for(faulty: list[str]) -> None:
    result = CliRunner().invoke(app, ["validate", *faulty, "--lang", "ja"])
    assert "値が数値ではない" in result.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--format", "pdf"], "choose one of text, json, sarif, github, csv"),
        (["--lang", "fr"], "choose one of en, ja, es, pt"),
        (["--watch", "--format", "json"], "text only"),
    ],
)
def test_a_wrong_call_is_usage(options: list[str], words: str) -> None:
    result = CliRunner().invoke(app, ["validate", *options])
    assert isinstance(result.exception, UsageError)
    assert (result.exception.exit_code, words in str(result.exception)) == (2, True)


def test_labels_without_a_language_are_found_at_their_cells_only(tmp_path: Path) -> None:
    data = copy_report(tmp_path)
    path = data / "schemas" / "organizations.json"
    schema = json.loads(path.read_text("utf-8"))
    next(c for c in schema["columns"] if c["name"] == "name").pop("lang")
    path.write_text(json.dumps(schema), "utf-8")
    result = CliRunner().invoke(app, ["validate", "--data", str(data), "--format", "json"])
    findings = json.loads(result.stdout)["findings"]
    found = {(f["file"], f["column"]) for f in findings if f["rule"] == "shape:Entity-prefLabel-languageIn"}
    rows = (data / "idb-mg-172" / "organizations.csv").read_text("utf-8").count("\n") - 1
    assert (result.exit_code, found) == (1, {("idb-mg-172/organizations.csv", "name")})
    assert len([f for f in findings if f["rule"] == "shape:Entity-prefLabel-languageIn"]) == rows


def _with_common(*folders: Path) -> list[str]:
    return [f"--data={folder}" for folder in (REPORT[0], *folders)]


def test_a_name_in_a_column_of_ids_comes_with_its_id(tmp_path: Path) -> None:
    new_collection(tmp_path / "new")
    folder = tmp_path / "new" / EXAMPLE
    path = folder / "financings.csv"
    path.write_text(path.read_text().replace("agent/example-bank", "EXAMPLE Bank Ltd."))
    result = CliRunner().invoke(app, ["validate", *_with_common(folder), "--format", "json"])
    (finding,) = [f for f in json.loads(result.stdout)["findings"] if f["severity"] == "error"]
    assert finding["suggestion"].endswith("; did you mean agent/example-bank?")


def test_collections_that_were_not_chosen_are_named_first(tmp_path: Path) -> None:
    new_collection(tmp_path / "new")
    (tmp_path / "all" / "agents").mkdir(parents=True)
    facts = (tmp_path / "new" / EXAMPLE).rename(tmp_path / "all" / "facts")
    (facts / "organizations.csv").rename(tmp_path / "all" / "agents" / "organizations.csv")
    result = CliRunner().invoke(app, ["build", *_with_common(facts), "--out", str(tmp_path / "dist")])
    first, second = str(result.exception).splitlines()
    assert re.match(r"\d errors name what is defined in collections .*: agents; add it: --data ", first)
    assert "nothing was written" in second


def test_data_of_the_working_directory_that_are_not_read_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    new_collection(tmp_path / "data" / "mine")
    monkeypatch.chdir(tmp_path)
    _warn_of_other_data(None)
    assert "are read, not ./data; --data data reads ./data" in capsys.readouterr().err
    _warn_of_other_data([Path("data")])
    assert capsys.readouterr().err == ""
