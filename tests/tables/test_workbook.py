"""A collection goes through a workbook and comes back byte for byte; cells are text, codes are offered."""

from __future__ import annotations

import datetime
import io
import json
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from jlac_graph.cli import app
from jlac_graph.core.errors import DataError, UsageError
from jlac_graph.core.paths import data_dir
from jlac_graph.tables.folders import collections_in
from jlac_graph.tables.new_collection import new_collection
from jlac_graph.tables.sheets import from_workbook as read_workbook
from jlac_graph.tables.workbook import to_workbook

COMMON, REPORT = data_dir() / "common", data_dir() / "idb-mg-172"


Row = tuple[object, ...]


def from_workbook(path: Path) -> dict[str, bytes]:
    return read_workbook(path)[0]


def saved(path: Path, **sheets: list[Row]) -> Path:
    """Save a workbook as a person fills it; a value with a number format is a pair."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row, start=1):
                cell = sheet.cell(number, place)
                if isinstance(value, tuple):
                    cell.value, cell.number_format = value
                else:
                    cell.value = value  # type: ignore[assignment]
    made.save(path)
    return path


@cache
def workbook() -> bytes:
    return to_workbook(REPORT, others=[COMMON])


@cache
def book() -> Workbook:
    return load_workbook(io.BytesIO(workbook()))


def test_every_table_comes_back_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(workbook())
    assert from_workbook(path) == {table.name: table.read_bytes() for table in REPORT.glob("*.csv")}


def test_a_spreadsheet_that_saves_the_workbook_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    load_workbook(io.BytesIO(workbook())).save(path)
    assert from_workbook(path) == {table.name: table.read_bytes() for table in REPORT.glob("*.csv")}


def test_all_cells_are_text() -> None:
    for sheet in book().worksheets:
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row if cell.value is not None} <= {"s"}


def test_codes_and_ids_are_offered_and_headers_explained() -> None:
    sheet = book()["investments"]
    header = {cell.value: cell for cell in sheet[1]}
    assert sheet.freeze_panes == "B2"
    assert "agreed: Signed or otherwise agreed by the parties." in header["status"].comment.text
    letter = header["status"].column_letter
    (rule,) = [v for v in sheet.data_validations.dataValidation if str(v.sqref).startswith(f"{letter}2:")]
    place = rule.formula1.removeprefix("=lists!").replace("$", "")
    offered = [cell.value for (cell,) in book()["lists"][place]]
    assert offered[0] == "agreed"
    assert {"announced", "completed", "in-force"} < set(offered)
    assert book()["lists"].sheet_state == "hidden"


def test_cells_that_a_person_typed_as_numbers_and_dates_become_text(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    sheet.title = "financings"
    sheet.append(["id", "amount", "share", "date", "unnamed"])
    sheet.append(["x", 2800000000.0, 29.5, datetime.datetime(2012, 3, 1), True])
    sheet.append([None, None, None, None, None])
    made.save(tmp_path / "mine.xlsx")
    assert from_workbook(tmp_path / "mine.xlsx") == {
        "financings.csv": b"id,amount,share,date,unnamed\nx,2800000000,29.5,2012-03-01,true\n"
    }


def test_numbers_and_dates_are_read_as_their_format_shows_them(tmp_path: Path) -> None:
    day = datetime.datetime(2026, 11, 1)
    path = saved(
        tmp_path / "mine.xlsx",
        ownerships=[
            ("id", "share", "as_of", "date"),
            ("a", (0.25, "0%"), (day, "mmm-yy"), (day, "yyyy")),
            ("b", (0.295, "0.0%"), (day, '[$-411]yyyy"年"m"月"'), (day, "dd/mm/yyyy")),
            ("c", (0.1 + 0.2, "0.00"), (day, "d-mmm"), (day, "ggge")),
            ("d", (25, "General"), "=YEAR(2026)", " "),
        ],
    )
    assert from_workbook(path)["ownerships.csv"].decode().splitlines()[1:] == [
        "a,25,2026-11,2026",
        "b,29.5,2026-11,2026-11-01",
        "c,0.3,1-Nov,46327",
        "d,25,=YEAR(2026),",
    ]


def test_a_row_of_white_space_is_empty(tmp_path: Path) -> None:
    path = saved(tmp_path / "mine.xlsx", people=[("id", "name"), ("a", "A"), (" ", None), ("b", "B")])
    assert from_workbook(path)["people.csv"] == b"id,name\na,A\nb,B\n"


def test_a_cell_beyond_the_header_is_refused_with_its_place(tmp_path: Path) -> None:
    path = saved(tmp_path / "mine.xlsx", names=[("id",), ("x",), ("y", None, "a word")])
    with pytest.raises(DataError, match=r"names!C3 \('a word'\); delete it, or move it"):
        from_workbook(path)


def test_a_sheet_of_ones_own_is_not_written(tmp_path: Path) -> None:
    path = saved(tmp_path / "mine.xlsx", people=[("id", "name"), ("a", "A")], **{"my notes": [("to do",)]})
    result = CliRunner().invoke(app, ["xlsx", str(path), str(tmp_path / "out")])
    assert result.stderr.splitlines()[0] == "sheet 'my notes' is not a table; not written"
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["people.csv"]


def test_a_renamed_copy_of_a_table_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "mine.xlsx", **{"people (2)": [("id", "name"), ("a", "A")]})
    with pytest.raises(DataError, match=r"sheet 'people \(2\)' .* move its rows to the sheet people"):
        from_workbook(path)


def test_validate_finds_each_cell_and_sheet_that_is_not_of_a_table(tmp_path: Path) -> None:
    header = ("id", "name", "country", "description", "note", "source")
    path = saved(
        tmp_path / "mine.xlsx",
        people=[header, ("a-b", "=A1", "japan", None, None, None, "loose")],
        **{"people (2)": [header], "my notes": [("to do",)]},
    )
    result = CliRunner().invoke(
        app, ["validate", "--data", str(COMMON), "--with", str(path), "--format=json"]
    )
    findings = json.loads(result.stdout)["findings"]
    assert {(f["rule"], f["file"], f["value"], f["severity"]) for f in findings} >= {
        ("sheet:beyond-header", "mine/people.csv", "loose", "error"),
        ("sheet:unknown", "mine/mine.xlsx", "people (2)", "error"),
        ("sheet:ignored", "mine/mine.xlsx", "my notes", "note"),
        ("csvw:formula", "mine/people.csv", "=A1", "error"),
    }
    ways = {f["rule"]: f["suggestion"] for f in findings}
    assert ways["sheet:beyond-header"].endswith("; cell G2 of sheet people of mine.xlsx")
    assert ways["csvw:formula"].endswith("; cell B2 of sheet people of mine.xlsx")


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    header = "id,name,country,description,note,source"
    (mine / "people.csv").write_bytes(f"{header}\nx,=1+1,+japan,0012,2012-03,a#p1\n".encode())
    (tmp_path / "mine.xlsx").write_bytes(to_workbook(mine, others=[COMMON]))
    assert from_workbook(tmp_path / "mine.xlsx")["people.csv"] == (mine / "people.csv").read_bytes()


def test_the_command_writes_only_tables_that_differ(tmp_path: Path) -> None:
    file, folder = tmp_path / "report.xlsx", tmp_path / "back"
    file.write_bytes(workbook())
    first = CliRunner().invoke(app, ["xlsx", str(file), str(folder)])
    assert first.exit_code == 0
    changed = load_workbook(file)
    changed["sites"]["B2"] = "chile"
    changed.save(file)
    second = CliRunner().invoke(app, ["xlsx", str(file), str(folder)])
    assert second.stderr == f"{folder}: sites.csv written, {len(list(REPORT.glob('*.csv'))) - 1} unchanged\n"
    assert (folder / "investments.csv").read_bytes() == (REPORT / "investments.csv").read_bytes()


def test_a_folder_of_several_collections_and_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"contains several collections; give one of .*common"):
        to_workbook(data_dir())
    (tmp_path / "a.xlsx").write_text("no", encoding="utf-8")
    with pytest.raises(UsageError, match=r"is not an \.xlsx workbook"):
        from_workbook(tmp_path / "a.xlsx")
    result = CliRunner().invoke(app, ["xlsx", str(tmp_path), str(tmp_path / "out.csv")])
    assert isinstance(result.exception, UsageError)


def test_findings_in_a_workbook_name_the_cell_of_its_sheet(tmp_path: Path) -> None:
    new_collection(tmp_path / "mine")
    book = tmp_path / "mine.xlsx"
    book.write_bytes(to_workbook(tmp_path / "mine" / "example", others=[COMMON]))
    changed = load_workbook(book)
    sheet = changed["financings"]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == "status")
    sheet[f"{letter}2"] = "agred"
    sheet.insert_rows(2)
    changed.save(book)
    result = CliRunner().invoke(
        app, ["validate", "--data", str(COMMON), "--with", str(book), "--format", "json"]
    )
    assert result.exit_code == 1
    (finding,) = [f for f in json.loads(result.stdout)["findings"] if f["severity"] == "error"]
    assert (finding["file"], finding["column"], finding["value"]) == (
        "mine/financings.csv",
        "status",
        "agred",
    )
    assert finding["suggestion"].endswith(f"; cell {letter}3 of sheet financings of mine.xlsx")


def test_a_build_names_the_command_that_turns_a_workbook_into_tables(tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(b"PK")
    with pytest.raises(UsageError, match=r"mine\.xlsx is a workbook; jlac xlsx .* FOLDER"):
        collections_in([tmp_path / "mine.xlsx"])
