"""Two folders of tables are compared by row and cell, a renamed row as such."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jlac_graph.cli import app
from jlac_graph.core.errors import DataError, UsageError
from jlac_graph.tables.differences import FileDifference, as_text, compare_folders

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("old", "new"):
        shutil.copytree(DATA, tmp_path / name)
    return tmp_path / "old", tmp_path / "new"


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "idb-mg-172" / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def lines(folder: Path, name: str) -> list[str]:
    return (folder / "idb-mg-172" / f"{name}.csv").read_text(encoding="utf-8").splitlines()


def only(found: list[FileDifference]) -> FileDifference:
    (difference,) = found
    return difference


def test_equal_folders_have_no_differences(copies: tuple[Path, Path]) -> None:
    assert compare_folders(*copies) == []
    assert as_text([]) == "no differences\n"


def test_a_cell_that_changed_is_named_with_its_row(copies: tuple[Path, Path]) -> None:
    edit(copies[1], "investments", ",29.5,2800000000,", ",29.5,2900000000,")
    assert as_text(compare_folders(*copies)) == (
        "idb-mg-172/investments.csv: 1 changed\n"
        "  ~ codelco-mitsui-anglo-sur-2012 (row 2): amount: 2800000000 -> 2900000000\n"
    )


def test_a_renamed_row_is_one_change(copies: tuple[Path, Path]) -> None:
    edit(copies[1], "investments", "codelco-mitsui-anglo-sur-2012,", "codelco-mitsui-anglo-sur,")
    (change,) = only(compare_folders(*copies)).rows
    assert (change.kind, change.row) == ("renamed", 2)
    assert change.cells == {"id": ("codelco-mitsui-anglo-sur-2012", "codelco-mitsui-anglo-sur")}


def test_rows_added_and_removed_are_shown_whole(copies: tuple[Path, Path]) -> None:
    first = lines(copies[0], "sites")[1]
    edit(copies[1], "sites", f"{first}\n", "")
    edit(copies[0], "names", f"{lines(copies[0], 'names')[1]}\n", "")
    found = {difference.file: difference for difference in compare_folders(*copies)}
    (removed,), (added,) = found["idb-mg-172/sites.csv"].rows, found["idb-mg-172/names.csv"].rows
    assert (removed.kind, removed.row, added.kind, added.row) == ("removed", 2, "added", 2)
    assert [old for old, _ in removed.cells.values()] == first.split(",")


def test_a_row_whose_key_is_several_cells_keeps_its_identity(copies: tuple[Path, Path]) -> None:
    """All else being equal, the row with another party is the one that changed."""
    row = lines(copies[0], "parties")[1]
    edit(copies[1], "parties", row, row.replace("agent/mitsui", "agent/jbic"))
    (change,) = only(compare_folders(*copies)).rows
    assert (change.kind, change.cells) == ("changed", {"party": ("agent/mitsui", "agent/jbic")})


def test_another_order_files_and_columns_are_reported(copies: tuple[Path, Path]) -> None:
    old, new = copies
    head, *rows = lines(new, "sites")
    (new / "idb-mg-172" / "sites.csv").write_text("\n".join([head, *reversed(rows), ""]), encoding="utf-8")
    (new / "idb-mg-172" / "people.csv").unlink()
    (old / "common" / "sources.csv").unlink()
    table = (new / "common" / "places.csv").read_text(encoding="utf-8").splitlines()
    wider = [f"{line},{'seen' if n == 0 else ''}" for n, line in enumerate(table)]
    (new / "common" / "places.csv").write_text("\n".join([*wider, ""]), encoding="utf-8")
    notes = {difference.file: difference.notes for difference in compare_folders(old, new)}
    assert notes == {
        "common/places.csv": ("column seen is new",),
        "common/sources.csv": ("the file is new",),
        "idb-mg-172/people.csv": ("the file is gone",),
        "idb-mg-172/sites.csv": ("the rows are in another order",),
    }


def test_the_command_takes_tables_or_graphs_but_not_both(copies: tuple[Path, Path], tmp_path: Path) -> None:
    edit(copies[1], "investments", ",29.5,", ",29.6,")
    old, new = map(str, copies)
    assert "share: 29.5 -> 29.6" in CliRunner().invoke(app, ["diff", old, new]).stdout
    found = json.loads(CliRunner().invoke(app, ["diff", old, new, "-f", "json"]).stdout)
    assert found[0]["rows"][0]["cells"] == {"share": ["29.5", "29.6"]}
    graph = tmp_path / "graph.ttl"
    graph.write_text("", encoding="utf-8")
    mixed = CliRunner().invoke(app, ["diff", old, str(graph)])
    assert isinstance(mixed.exception, UsageError)
    assert "give two folders of tables, or two graphs" in str(mixed.exception)


def test_a_file_that_is_not_utf_8_names_the_command_that_mends_it(copies: tuple[Path, Path]) -> None:
    path = copies[1] / "idb-mg-172" / "sites.csv"
    path.write_bytes("thing,place,source\nasset/x,México,a#p1\n".encode("cp1252"))
    with pytest.raises(DataError, match="is not UTF-8; jlac tidy"):
        compare_folders(*copies)
