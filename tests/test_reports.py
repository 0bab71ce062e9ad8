"""Findings as text, JSON, SARIF, GitHub annotations and CSV."""

import csv
import io
import json
from pathlib import Path

from jlac_graph.findings import Finding
from jlac_graph.reports import render

BAD = Finding(
    "loans.csv", 2, "amount", "1,000", "csvw:datatype", "not a number", "error", "write 1000",
    (("ja", "数値ではない"),),
)  # fmt: skip


def test_text_shows_the_line_with_the_cell_marked(tmp_path: Path) -> None:
    (tmp_path / "loans.csv").write_text('id,amount\na,"1,000"\n')
    text = render([BAD], form="text", folder=tmp_path)
    assert text.splitlines() == [
        "error: loans.csv: amount: not a number [csvw:datatype]",
        f"  {tmp_path.name}/loans.csv:2:amount",
        '    a,"1,000"',
        "       ^^^^^",
        "    write 1000",
        "",
        "1 error found",
    ]


def test_text_groups_what_is_alike(tmp_path: Path) -> None:
    many = [Finding("x.csv", n, "c", "", "r", "is missing") for n in range(2, 12)]
    text = render(many, form="text", folder=tmp_path)
    assert text.count("error: x.csv") == 1
    assert "and 7 more alike, in rows 5, 6, 7, 8, 9, 10, 11" in text
    assert "10 errors found" in text


def test_nothing_found(tmp_path: Path) -> None:
    assert render([], form="text", folder=tmp_path) == "conforms: nothing found\n"
    assert json.loads(render([], form="json", folder=tmp_path)) == {
        "conforms": True,
        "findings": [],
    }


def test_messages_in_the_language_asked_for(tmp_path: Path) -> None:
    assert "数値ではない" in render([BAD], form="github", folder=tmp_path, lang="ja")


def test_github_escapes_what_would_break_an_annotation(tmp_path: Path) -> None:
    finding = Finding("a,b.csv", 0, "", "50%\nx", "r", "bad", "warning")
    assert render([finding], form="github", folder=Path("d")) == (
        "::warning file=d/a,b.csv,title=r::bad (found '50%25\\nx')\n"
    )


def test_csv_can_be_read_back(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(render([BAD], form="csv", folder=tmp_path))))
    assert [(r["row"], r["value"], r["suggestion"]) for r in rows] == [("2", "1,000", "write 1000")]
