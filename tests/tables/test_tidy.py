"""What spreadsheets and pandas make of our tables comes back byte for byte; nothing is guessed.

pandas is the real one. The spreadsheets are written as each saves a table: German Excel with semicolons,
decimal commas and CRLF; Japanese Excel as "CSV UTF-8" and in Shift_JIS; LibreOffice with all text quoted.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jlac_graph.cli import app
from jlac_graph.core.errors import UsageError
from jlac_graph.tables.collections import read_schemas
from jlac_graph.tables.tidy import Tidied, tidy
from tests.fixtures.report import REPORT

ROOT = Path(__file__).parents[2]
TABLES = sorted((ROOT / "data").glob("*/*.csv"))
INVESTMENTS = ROOT / "data" / "idb-mg-172" / "investments.csv"
MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "de": ["Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"],
}
Save = Callable[[Path, Path], None]


def shown(cell: str, lang: str) -> str:
    """A cell as a spreadsheet shows it: numbers, dates and truth values are not the text that was read."""
    if re.fullmatch(r"-?\d+(\.\d+)?", cell):
        number = f"{Decimal(cell).normalize():f}"
        if len(number) > 11:
            number = f"{Decimal(cell):.5E}"
        return number.replace(".", ",") if lang == "de" else number
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell):
        year, month, day = match.groups()
        return f"{day}.{month}.{year}" if lang == "de" else f"{year}/{int(month)}/{int(day)}"
    if match := re.fullmatch(r"(\d{4})-(\d\d)", cell):
        name = MONTHS[lang][int(match[2]) - 1]
        return f"{name} {match[1][2:]}" if lang == "de" else f"{name}-{match[1][2:]}"
    if cell in ("true", "false"):
        return {"true": "WAHR", "false": "FALSCH"}[cell] if lang == "de" else cell.upper()
    return cell


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def written(cells: list[list[str]], **dialect: object) -> str:
    out = io.StringIO()
    csv.writer(out, **dialect).writerows(cells)  # type: ignore[arg-type]
    return out.getvalue()


def german_excel(source: Path, target: Path) -> None:
    cells = [[shown(cell, "de") for cell in row] + [""] for row in rows(source)]
    text = "sep=;\r\n" + written([*cells, [""] * len(cells[0])], delimiter=";")
    try:
        target.write_bytes(text.encode("cp1252"))
    except UnicodeEncodeError:
        target.write_bytes(text.encode("utf-8-sig"))


def german_excel_by_double_click(source: Path, target: Path) -> None:
    """Excel reads no commas there: each line becomes one cell, which is quoted if it has quotes."""
    lines = [line.split(";") for line in source.read_text(encoding="utf-8").splitlines()]
    width = max(map(len, lines))
    text = written([line + [""] * (width - len(line)) for line in lines], delimiter=";")
    target.write_bytes(text.encode("utf-8-sig"))


def japanese_excel(source: Path, target: Path) -> None:
    text = written([[shown(cell, "en") for cell in row] for row in rows(source)])
    target.write_bytes(text.encode("utf-8-sig"))


def japanese_excel_in_shift_jis(source: Path, target: Path) -> None:
    text = written([[shown(cell, "en") for cell in row] for row in rows(source)])
    target.write_bytes(text.encode("cp932", "replace"))


def excel_unicode_text(source: Path, target: Path) -> None:
    text = written([[shown(cell, "en") for cell in row] for row in rows(source)], delimiter="\t")
    target.write_bytes(text.encode("utf-16"))


def libre_office(source: Path, target: Path) -> None:
    """LibreOffice keeps ISO dates, and quotes all text where it is told to."""
    cells: list[list[object]] = []
    for row in rows(source):
        numbers = [re.fullmatch(r"-?\d+(\.\d+)?", cell) for cell in row]
        cells.append([Decimal(c).normalize() if n else c for c, n in zip(row, numbers, strict=True)])
    plain = [
        [
            f"{c:f}" if isinstance(c, Decimal) else f'"{str(c).replace(chr(34), chr(34) * 2)}"' * bool(c)
            for c in r
        ]
        for r in cells
    ]
    target.write_text("".join(",".join(row) + "\n" for row in plain), encoding="utf-8", newline="")


def pandas(source: Path, target: Path) -> None:
    import pandas as pd

    pd.read_csv(source).to_csv(target)


def pandas_for_windows(source: Path, target: Path) -> None:
    import pandas as pd

    pd.read_csv(source).to_csv(target, index=False, lineterminator="\r\n", encoding="utf-8-sig")


PROGRAMS = [
    german_excel, german_excel_by_double_click, japanese_excel, japanese_excel_in_shift_jis,
    excel_unicode_text, libre_office, pandas, pandas_for_windows,
]  # fmt: skip


def pairs() -> Iterator[tuple[Path, Save]]:
    """Each table of the report with each program; those of other collections in turn, each with one."""
    for number, table in enumerate(TABLES):
        whole = table.parent in REPORT
        yield from ((table, save) for save in (PROGRAMS if whole else [PROGRAMS[number % len(PROGRAMS)]]))


@pytest.mark.parametrize(
    ("table", "save"), [pytest.param(t, s, id=f"{t.parent.name}/{t.stem}-{s.__name__}") for t, s in pairs()]
)
def test_every_table_comes_back_byte_for_byte(tmp_path: Path, table: Path, save: Save) -> None:
    """With the table as it was before, also what the program changed for good, such as 2.40 to 2.4."""
    copy = tmp_path / table.name
    save(table, copy)
    found = tidy(copy, like=table)
    assert found.content == table.read_bytes()
    assert found.doubts == ()


PLAIN = ["organizations", "ownerships", "places", "sites", "financings", "passages"]


@pytest.mark.parametrize(
    "save", [german_excel, japanese_excel, libre_office, pandas], ids=lambda s: s.__name__
)
@pytest.mark.parametrize("name", PLAIN)
def test_without_an_earlier_state_only_months_stay_in_doubt(tmp_path: Path, name: str, save: Save) -> None:
    source = ROOT / "data" / "idb-mg-172" / f"{name}.csv"
    copy = tmp_path / source.name
    save(source, copy)
    found = tidy(copy)
    months = [cell for row in rows(source) for cell in row if re.fullmatch(r"\d{4}-\d\d", cell)]
    if not months or save in (libre_office, pandas):
        assert (found.content, found.doubts) == (source.read_bytes(), ())
    else:
        assert len(found.doubts) == len(months)


def test_our_own_tables_are_tidy() -> None:
    found = {table: tidy(table) for table in TABLES}
    assert [t for t, f in found.items() if (f.changed, f.cells, f.doubts) != (False, (), ())] == []


def tidied(tmp_path: Path, text: str | bytes, name: str = "investments.csv", **options: Path) -> Tidied:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return tidy(path, **options)


def investment(**cells: str) -> str:
    """An investments table of one row with some cells."""
    header = rows(INVESTMENTS)[0]
    row = {"id": "x", "class": "Investment", "investor": "agent/jbic", "status": "agreed", "source": "a#p1"}
    return written([header, [(row | cells).get(name, "") for name in header]], lineterminator="\n")


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("amount", "２８０００", "28000"),
        ("amount", "1,234,567", "1234567"),
        ("amount", "1.234.567,891", "1234567.891"),
        ("amount", "2\u00a0800", "2800"),
        ("amount", "29,5", "29.5"),
        ("date", "01.03.2012", "2012-03-01"),
        ("date", "2012/3/1", "2012-03-01"),
        ("date", "2012年3月", "2012-03"),
        ("date", "2012-03-01 00:00:00", "2012-03-01"),
        ("date", "2012.0", "2012"),
        ("date", "25/03/2012", "2012-03-25"),
        ("date", "Mar-74", "1974-03"),
        ("date", "2012/2013", "2012/2013"),
        ("investor", "\u200bagent/jbic\u00a0", "agent/jbic"),
        ("note", "PerÃº", "Perú"),
        ("note", "Peru\u0301", "Perú"),
        ("note", "１２ years", "１２ years"),
    ],
)
def test_a_cell_that_can_mean_one_thing_is_mended(
    tmp_path: Path, column: str, cell: str, expected: str
) -> None:
    found = tidied(tmp_path, investment(**{column: cell}))
    assert found.content.decode() == investment(**{column: expected})
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("amount", "2,800"),
        ("amount", "2.8E+09"),
        ("amount", "(2800)"),
        ("amount", "28億"),
        ("date", "Mar-12"),
        ("date", "03/04/2012"),
        ("date", "40969"),
        ("note", "#REF!"),
        ("class", "investment "),
    ],
)
def test_what_is_not_certain_is_listed_and_left(tmp_path: Path, column: str, cell: str) -> None:
    found = tidied(tmp_path, investment(**{column: cell}))
    assert [(d.row, d.column, d.value) for d in found.doubts] == [(2, column, cell.strip())]
    assert found.doubts[0].reason
    assert found.content.decode() == investment(**{column: cell.strip()})


def test_a_decimal_comma_puts_a_thousands_point_in_doubt(tmp_path: Path) -> None:
    found = tidied(tmp_path, investment(amount="1.234", share="29,5"))
    assert [(d.column, d.value) for d in found.doubts] == [("amount", "1.234")]


def test_points_elsewhere_make_a_comma_a_thousands_mark(tmp_path: Path) -> None:
    assert tidied(tmp_path, investment(amount="2,800", share="29.5")).content.decode() == investment(
        amount="2800", share="29.5"
    )


@pytest.mark.parametrize(
    ("cell", "other", "ways"),
    [
        ("20.000", "1.500", "write 20000 or 20"),
        ("1.234", "", "write 1234 or 1.2340"),
        ("1.250", "", "write 1250 or 1.25"),
        ("1.250", "2.5", ""),
        ("1.2340", "", ""),
    ],
)
def test_a_point_that_may_separate_thousands_is_in_doubt(
    tmp_path: Path, cell: str, other: str, ways: str
) -> None:
    found = tidied(tmp_path, f"id,amount,share\na,{cell},\nb,,{other}\n")
    reasons = [d.reason for d in found.doubts if (d.row, d.column) == (2, "amount")]
    assert reasons == ([f"is the point a thousands mark or a decimal point? {ways}"] if ways else [])
    assert cell in found.content.decode()


def test_letters_that_shift_jis_lacks_are_in_doubt(tmp_path: Path) -> None:
    text = investment(note="ラテン M?xico")
    found = tidied(tmp_path, text.encode("cp932"))
    assert [(d.column, d.value) for d in found.doubts] == [("note", "ラテン M?xico")]


def test_an_encoding_that_is_not_clear_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="its encoding is not clear; give it with --encoding: cp1252, cp932"):
        tidied(tmp_path, b"id,\x83\n")


def test_one_odd_cell_in_a_table_of_utf_8_does_not_spoil_the_others(tmp_path: Path) -> None:
    text = investment(note="São Paulo, México, Perú").encode() + "x,Panamá\n".encode("cp1252")
    with pytest.raises(UsageError, match="is UTF-8 except for some bytes, the first in line 3"):
        tidied(tmp_path, text)


def test_a_table_under_another_name_is_known_by_its_header(tmp_path: Path) -> None:
    found = tidied(tmp_path, "source;place;thing\r\na#p1;chile;asset/x\r\n", "copy (1).csv")
    assert (found.table, found.content) == ("sites", b"thing,place,source\nasset/x,chile,a#p1\n")


def test_a_column_that_the_table_does_not_have_stays(tmp_path: Path) -> None:
    found = tidied(tmp_path, "thing,place,sauce\nasset/x,chile,a\n", "sites.csv")
    assert found.content == b"thing,place,sauce\nasset/x,chile,a\n"
    assert [d.reason for d in found.doubts] == [
        "column source is missing", "column 'sauce' is not one of the table's",
    ]  # fmt: skip


def test_a_column_that_may_be_missing_is_not_mentioned(tmp_path: Path) -> None:
    found = tidied(tmp_path, "thing,kind,name_en,source\nasset/x,altLabel,X,a#p1\n", "names.csv")
    assert found.doubts == ()


def test_a_row_with_a_cell_too_many_stays(tmp_path: Path) -> None:
    found = tidied(tmp_path, "thing,place,source\nasset/x,chile,a#p1,more\n", "sites.csv")
    assert found.content == b"thing,place,source\nasset/x,chile,a#p1,more\n"
    assert [(d.row, d.reason) for d in found.doubts] == [(2, "4 cells, expected 3")]


def test_nothing_is_written_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    german_excel(ROOT / "data" / "idb-mg-172" / "sites.csv", path)
    before = path.read_bytes()
    shown_only = CliRunner().invoke(app, ["tidy", str(path)])
    assert (shown_only.exit_code, path.read_bytes()) == (0, before)
    assert "would change; --write writes it" in shown_only.stdout
    done = CliRunner().invoke(app, ["tidy", "--write", str(path)])
    assert done.exit_code == 0
    assert path.read_bytes() == (ROOT / "data" / "idb-mg-172" / "sites.csv").read_bytes()
    assert CliRunner().invoke(app, ["tidy", str(path)]).stdout == f"{path}: tidy\n"


def test_doubts_end_with_exit_code_one(tmp_path: Path) -> None:
    (tmp_path / "investments.csv").write_text(investment(amount="2,800"), encoding="utf-8")
    result = CliRunner().invoke(app, ["tidy", str(tmp_path / "investments.csv")])
    assert result.exit_code == 1
    assert "2:amount: '2,800': " in result.stdout


def test_a_byte_order_mark_before_windows_letters_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    rows = "id;name;country;description;note;source\r\nx;José;mexico;;;a#p1\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + rows.encode("cp1252"))
    found = tidy(path)
    assert found.content.decode() == "id,name,country,description,note,source\nx,José,mexico,,,a#p1\n"
    assert (found.cells, found.doubts) == ((), ())


def test_dates_that_show_which_number_is_the_day_are_certain_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text("id,published\na,14/10/2026\nb,10/14/2026\nc,03/04/2026\nd,01.03.2026\n")
    found = tidy(path)
    assert [(c.row, c.new) for c in found.cells] == [(2, "2026-10-14"), (3, "2026-10-14"), (5, "2026-03-01")]
    doubts = [d for d in found.doubts if d.column == "published"]
    assert [d.reason for d in doubts] == [
        "it is not clear whether the day or the month is first: write 2026-04-03 or 2026-03-04"
    ]


def test_columns_in_another_order_are_put_in_order_though_some_are_left_out(tmp_path: Path) -> None:
    names = [c.name for c in read_schemas()["investments"].stored if c.rules.required or c.name == "share"]
    cells = {name: "29.5" if name == "share" else name for name in names}
    path = tmp_path / "investments.csv"
    others = [name for name in names if name != "share"]
    path.write_text(f"share,{','.join(others)}\n29.5 %,{','.join(others)}\n")
    found = tidy(path)
    assert found.content.decode() == f"{','.join(names)}\n{','.join(cells.values())}\n"
    assert "columns are in the order of the schema" in found.file_changes
