"""Findings as text, JSON, SARIF, GitHub annotations and CSV."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from jlac_graph.tables.findings import Finding
from jlac_graph.tables.report_formats import render

BAD = Finding(
    "loans.csv", 2, "amount", "1,000", "csvw:datatype", "not a number", "error", "write 1000",
    (("ja", "数値ではない"),),
)  # fmt: skip


def test_text_shows_the_line_with_the_cell_marked(tmp_path: Path) -> None:
    (tmp_path / "loans.csv").write_text('id,amount\na,"1,000"\n')
    text = render([BAD], form="text", folders={"": tmp_path})
    assert text.splitlines() == [
        "error: loans.csv: amount: not a number [csvw:datatype]",
        "  loans.csv:2:amount",
        '    a,"1,000"',
        "       ^^^^^",
        "    write 1000",
        "",
        "1 error found",
    ]


def test_a_suggestion_that_repeats_cells_does_not_act_on_a_terminal(tmp_path: Path) -> None:
    bad = Finding(
        "x.csv", 2, "id", "a", "csvw:primaryKey", "used", "error", "differ in name (\u202egnp \x1b[2J)"
    )
    text = render([bad], form="text", folders={"": tmp_path})
    assert "    differ in name (�gnp �[2J)\n" in text


def test_text_groups_what_is_alike(tmp_path: Path) -> None:
    many = [Finding("x.csv", n, "c", "", "r", "is missing") for n in range(2, 12)]
    text = render(many, form="text", folders={"": tmp_path})
    assert text.count("error: x.csv") == 1
    assert "and 7 more alike, in rows 5, 6, 7, 8, 9, 10, 11" in text
    assert "10 errors found" in text


def test_nothing_found(tmp_path: Path) -> None:
    assert render([], form="text", folders={"": tmp_path}) == "conforms: nothing found\n"
    assert json.loads(render([], form="json", folders={"": tmp_path})) == {
        "conforms": True,
        "findings": [],
    }


def test_messages_in_the_language_asked_for(tmp_path: Path) -> None:
    assert "数値ではない" in render([BAD], form="github", folders={"": tmp_path}, lang="ja")


def test_github_escapes_what_would_break_an_annotation(tmp_path: Path) -> None:
    finding = Finding("a,b.csv", 0, "", "50%\nx", "r", "bad", "warning")
    assert render([finding], form="github", folders={"": Path("d")}) == (
        "::warning file=d/a%2Cb.csv,title=r::bad (found '50%25\\nx')\n"
    )


def test_the_mark_stands_under_the_cell_not_under_its_first_likeness(tmp_path: Path) -> None:
    (tmp_path / "loans.csv").write_text("id,amount\n1a,1\n")
    text = render([Finding("loans.csv", 2, "amount", "1", "r", "bad")], form="text", folders={"": tmp_path})
    assert text.splitlines()[2:4] == ["    1a,1", "       ^"]


def test_wide_letters_take_two_marks(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,x\n日本,国\n", encoding="utf-8")
    text = render([Finding("a.csv", 2, "x", "国", "r", "bad")], form="text", folders={"": tmp_path})
    assert text.splitlines()[3] == "         ^^"


def test_an_empty_cell_is_pointed_at(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,x,y\nab,,c\n")
    text = render([Finding("a.csv", 2, "x", "", "r", "is missing")], form="text", folders={"": tmp_path})
    assert text.splitlines()[3] == "       ^ here"


def test_a_cell_far_to_the_right_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,x,y\na,{'z' * 500},bad\n")
    text = render([Finding("a.csv", 2, "y", "bad", "r", "bad")], form="text", folders={"": tmp_path})
    shown, marks = text.splitlines()[2:4]
    assert shown.endswith("zz,bad")
    assert shown[marks.index("^") :] == "bad"


def test_sarif_obeys_its_schema(tmp_path: Path) -> None:
    (tmp_path / "loans.csv").write_text('id,amount\na,"1,000"\n')
    whole = Finding("gone.csv", 0, "", "", "csvw:file", "cannot be read")
    report = json.loads(render([BAD, whole], form="sarif", folders={"": tmp_path}))
    Sarif.model_validate(report)
    broken = json.loads(json.dumps(report))
    broken["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(ValidationError):
        Sarif.model_validate(broken)
    region = report["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 4, "endColumn": 9}


def test_csv_can_be_read_back(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(render([BAD], form="csv", folders={"": tmp_path}))))
    assert [(r["row"], r["value"], r["suggestion"]) for r in rows] == [("2", "1,000", "write 1000")]


@pytest.mark.parametrize("name", ["data", "sub data", "."])
def test_machines_get_paths_from_the_root_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "part" / name
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    finding = Finding("loans.csv", 3, "amount", "x", "csvw:datatype", "not a number")
    expected = (Path("part") / name / "loans.csv").as_posix()
    assert f"file={expected}," in render([finding], form="github", folders={"": Path()})
    sarif = json.loads(render([finding], form="sarif", folders={"": Path()}))
    location = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == expected.replace(" ", "%20")


@pytest.mark.parametrize("form", ["text", "sarif", "github"])
def test_a_file_is_read_once_whatever_is_found_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    (tmp_path / "loans.csv").write_text("id,amount\n" + 'a,"1,000"\n' * 50)
    opened, opening = [], Path.open
    monkeypatch.setattr(
        Path, "open", lambda path, *a, **more: opened.append(path) or opening(path, *a, **more)
    )
    text = render([replace(BAD, row=row) for row in range(2, 52)], form=form, folders={"": tmp_path})
    assert "write 1000" in text
    assert opened == [tmp_path / "loans.csv"]
