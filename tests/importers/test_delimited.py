"""The reader of text files: what is written is read again, and nothing is lost in silence."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlac_graph.importers.delimited import read_delimited
from jlac_graph.importers.records import Options, Record, Unreadable, clean
from jlac_graph.importers.values import RejectedError, number, slug

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
ROWS = st.lists(st.tuples(CELLS.filter(clean), CELLS), max_size=6)
OPTIONS = Options({"a": ("A",), "b": ("B",)}, required=("a", "b"))


def read(path: Path, text: str) -> list[Record | Unreadable]:
    path.write_bytes(text.encode())
    return list(read_delimited(path, OPTIONS))


@given(ROWS, st.sampled_from("|,;\t"), st.sampled_from(["\n", "\r\n"]))
def test_rows_that_a_csv_writer_quotes_are_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], separator: str, end: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("A", "B"), *rows])
    found = read(tmp_path_factory.getbasetemp() / "rows.csv", out.getvalue())
    assert [dict(record.fields) for record in found if isinstance(record, Record)] == [
        {"a": clean(a), "b": clean(b)} for a, b in rows
    ]
    assert [record.fragment for record in found] == [f"record-{n}" for n in range(1, len(rows) + 1)]


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=20), max_size=8)
)
def test_every_line_of_any_text_is_a_record_or_listed(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    plain = [line.replace('"', "'") for line in lines]
    text = "".join(f"{line}\n" for line in ["A|B", *plain])
    found = read(tmp_path_factory.getbasetemp() / "lines.csv", text)
    assert len(found) == sum(bool(line.strip()) for line in plain)


def test_a_quote_that_closes_nowhere_costs_one_row(tmp_path: Path) -> None:
    text = 'A|B\n1|"open\n' + "2|x\n" * 300
    found = read(tmp_path / "open.csv", text)
    assert len(found) == 301
    assert found[0] == Record("row", "record-1", "row 1 (line 2)", {"a": "1", "b": '"open'})
    assert found[-1].place == "row 301 (line 302)"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_numbers_with_marks_between_thousands_are_read_exactly(value: Decimal) -> None:
    assert Decimal(number(f"{value:,}")) == Decimal(number(str(value))) == value


@pytest.mark.parametrize("text", ["1,5", "1.234.567", "12 34", "0x1f", "١٢", "1e99", "", "--", "1,23,456"])
def test_what_may_mean_another_number_is_refused(text: str) -> None:
    with pytest.raises(RejectedError, match="not a number"):
        number(text)


@given(st.text(min_size=1))
def test_any_name_gives_the_part_of_an_id(text: str) -> None:
    import re

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))
