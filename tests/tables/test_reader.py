"""A table as a spreadsheet saves it is read as the table that it was."""

import csv
import io
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jlac_graph.csvw.model import Column, Inherited
from jlac_graph.tables.checks import check_cells
from jlac_graph.tables.collections import read_collections
from jlac_graph.tables.metadata import Table, TableGroup
from jlac_graph.tables.quads import LINE, Loaded, load, quote
from jlac_graph.tables.reader import ReadTable, read_table

COLUMNS = ("id", "name", "note")
SOUND = [["callao", "Callao, el puerto", "two\nlines"], ["kobe", "神戸", ""], ["sao", 'São "Paulo"', "x"]]


def table(folder: Path, content: bytes) -> Table:
    path = folder / "ports.csv"
    path.write_bytes(content)
    return Table(
        "ports.csv",
        path,
        tuple(Column(name, number, {}, Inherited()) for number, name in enumerate(COLUMNS, 1)),
    )


def loaded(read: ReadTable) -> Loaded:
    repaired = {read.table.url: read.repaired} if read.repaired is not None else {}
    return load(TableGroup((read.table,)), repaired=repaired)


def rows(tables: Loaded) -> list[list[str]]:
    names = ", ".join(f"coalesce({quote(name)}, '')" for name in COLUMNS)
    return [
        list(row) for row in tables.db.execute(f"SELECT {names} FROM 'ports.csv' ORDER BY {LINE}").fetchall()
    ]


def written(folder: Path, encoding: str, ends: str, quoting: Literal[0, 1]) -> bytes:
    path = folder / "saved.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator=ends, quoting=quoting).writerows([COLUMNS, *SOUND])
    return path.read_bytes()


@pytest.mark.parametrize(
    ("encoding", "ends", "rules"),
    [
        ("utf-8", "\n", []),
        ("utf-8-sig", "\n", ["csvw:bom"]),
        ("utf-8", "\r\n", ["csvw:line-ends"]),
        ("utf-8-sig", "\r\n", ["csvw:excel"]),
    ],
)
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_one_warning_a_file_and_the_same_rows(
    tmp_path: Path, encoding: str, ends: str, rules: list[str], quoting: Literal[0, 1]
) -> None:
    found = table(tmp_path, written(tmp_path, encoding, ends, quoting))
    read = read_table(found)
    assert [(f.rule, f.severity) for f in read.findings] == [(rule, "warning") for rule in rules]
    assert rows(loaded(read)) == SOUND


PORTS = [
    ["sao", "São Paulo, Perú", "Después"],
    ["kobe", "神戸港湾局", "日本の港"],
    ["mex", "Tamarindo, Michoacán", ""],
]
LATIN, JAPANESE = [PORTS[0], PORTS[2]], [PORTS[1], PORTS[1]]


@pytest.mark.parametrize(
    ("encoding", "name", "lines"),
    [
        ("cp1252", "Windows-1252", LATIN),
        ("cp850", "MS-DOS (code page 850)", LATIN),
        ("mac-roman", "Mac OS Roman", LATIN),
        ("cp932", "Shift_JIS", JAPANESE),
        ("euc-jp", "EUC-JP", JAPANESE),
    ],
)
def test_a_file_in_another_encoding_is_one_finding_and_its_cells_are_read(
    tmp_path: Path, encoding: str, name: str, lines: list[list[str]]
) -> None:
    text = "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in [list(COLUMNS), *lines])
    read = read_table(table(tmp_path, text.encode(encoding)))
    (finding,) = read.findings
    assert (finding.rule, finding.row) == ("csvw:other-encoding", 0)
    assert finding.message == f"the file is {name}, not UTF-8"
    assert finding.suggestion == f"jlac tidy {tmp_path / 'ports.csv'} --write"
    assert rows(loaded(read)) == lines


def test_a_file_whose_letters_are_lost_is_not_read(tmp_path: Path) -> None:
    text = "id,name,note\nkobe,神戸,São\nosaka,大阪,\n".encode("cp1252", "replace")
    read = read_table(table(tmp_path, text))
    assert [(f.rule, f.message.partition(", and ")[2]) for f in read.findings] == [
        ("csvw:lossy-encoding", "2 cells have ? for letters that it does not have")
    ]
    assert not read.readable


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from(
            [b",", b'"', b"\n", b"\r", b"\0", b"a", b" ", b"\xff", b"\xe9", b"\xef\xbb\xbf", b";"]
        )
    )
)
def test_any_bytes_give_findings_or_what_python_reads(
    tmp_path_factory: pytest.TempPathFactory, parts: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    found = table(folder, b"id,name,note\n" + b"".join(parts))
    read = read_table(found)
    if read.readable:
        tables = loaded(read)
        if not read.findings and not check_cells(tables, [read]):
            text = found.path.read_bytes().decode("utf-8")
            assert rows(tables) == list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
    else:
        assert read.findings


def test_windows_letters_after_a_byte_order_mark_give_no_errors_of_columns(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    rows = "id;name;country;description;note;source\r\nx;José Pérez;mexico;;;a#p1\r\n"
    (tmp_path / "mine" / "people.csv").write_bytes(b"\xef\xbb\xbf" + rows.encode("cp1252"))
    (table,) = read_collections([tmp_path / "mine"]).tables
    assert [f.rule for f in read_table(table).findings] == ["csvw:other-encoding", "csvw:delimiter"]
