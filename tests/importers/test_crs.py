"""The CRS: its two layouts, older files, and what real files have beside plain rows."""

import gzip
from pathlib import Path

import pytest

from jlac_graph.core.errors import DataError

from .conftest import Import
from .crs import BULK, OLDER, bulk, explorer, write

COMMITTED = {"USD_Commitment": "1"}


def test_commitments_and_disbursements_are_two_facts_and_deflated_amounts_none(
    run: Import, tmp_path: Path
) -> None:
    row = {"USD_Commitment": "1,234.5", "USD_Disbursement": "0.25", "Finance_T": "421", "FlowCode": "13"}
    made = run("crs", write(tmp_path / "crs.txt", bulk(row)))
    columns = (
        "id",
        "class",
        "financier",
        "recipient",
        "financed",
        "amount",
        "flow_type",
        "status",
        "date",
        "source",
    )
    shared = ("Loan", "agent/jica", "place/chile", "project/rural-water-supply-test")
    assert made.column("financings.csv", *columns) == [
        ("test-record-1-commitment", *shared, "1234500000", "10", "agreed", "2023", "test#record-1"),
        ("test-record-1-disbursement", *shared, "250000", "10", "completed", "2023", "test#record-1"),
    ]
    assert made.column("passages.csv", "locator", "label") == [
        (
            "test#record-1",
            "OECD Creditor Reporting System (CRS), row 1 (line 2), CRS 2023000001, 2023: Rural water supply",
        )
    ]
    assert "Deflated amounts" in made.rows("collections.csv")[0]["missing"]
    assert {row["amount"] for row in made.rows("financings.csv")} & {"9990000", "8880000"} == set()


def test_a_project_of_several_years_is_one(run: Import, tmp_path: Path) -> None:
    rows = [{"Year": str(year), "USD_Disbursement": "1"} for year in range(2019, 2023)]
    made = run("crs", write(tmp_path / "crs.txt", bulk(*rows)))
    assert made.column("projects.csv", "name", "source") == [("Rural water supply", "test#record-1")]
    assert len(made.rows("financings.csv")) == 4
    assert made.column("classifications.csv", "code", "basis") == [("dac-purpose/14021", "printed")]


def test_an_activity_is_a_programme_if_its_type_of_aid_says_so_whatever_its_title(
    run: Import, tmp_path: Path
) -> None:
    rows = [
        {"Aid_T": aid, "CrsID": aid or "none", "ProjectTitle": title}
        for aid, title in (("C01", "Road programme"), ("B03", "Seed fund"), ("b031", "Pool"), ("", "Old aid"))
    ]
    later = {"Aid_T": "C01", "CrsID": "B03", "ProjectTitle": "Seed fund", "Year": "2024"}
    made = run("crs", write(tmp_path / "crs.txt", bulk(*({**COMMITTED, **row} for row in (*rows, later)))))
    assert made.column("projects.csv", "id") == [("road-programme-test",), ("old-aid-test",)]
    assert made.column("programmes.csv", "id", "country") == [
        ("seed-fund-test", "chile"),
        ("pool-test", "chile"),
    ]
    assert made.column("financings.csv", "financed")[-1] == ("programme/seed-fund-test",), (
        "one activity, one id"
    )
    assert len(made.rows("classifications.csv")) == 4


@pytest.mark.parametrize("header", [BULK, OLDER], ids=["dotstat", "older"])
def test_donor_and_recipient_are_found_by_either_code(run: Import, tmp_path: Path, header: list[str]) -> None:
    kenya = {"RecipientCode": "248", "DERecipientcode": "KEN", "RecipientName": "Kenya"}
    korea = {"DonorCode": "742", "DEDonorcode": "KOR", "DonorName": "Korea"}
    regional = {"RecipientCode": "489", "DERecipientcode": "A7_X", "RecipientName": "South America, regional"}
    text = bulk(*({**COMMITTED, **row} for row in (kenya, korea, regional)), header=header)
    made = run("crs", write(tmp_path / "crs.txt", text))
    assert made.column("financings.csv", "recipient", "financed", "note") == [
        ("", "project/rural-water-supply-test", "Recipient: South America, regional.")
    ], "a region is not an agent"
    assert made.column("projects.csv", "country") == [("",)]
    assert [counts.total() for counts in made.found.outside.values()] == [1, 1]


def test_a_territory_that_the_graph_does_not_have_gets_a_row(run: Import, tmp_path: Path) -> None:
    aruba = {"RecipientCode": "373", "DERecipientcode": "ABW", "RecipientName": "Aruba"}
    made = run("crs", write(tmp_path / "crs.txt", bulk({**COMMITTED, **aruba})))
    assert made.column("places.csv", "id", "name_ja", "iso3", "part_of") == [
        ("aruba-test", "アルバ", "ABW", "caribbean")
    ]


FAULTY = [
    ({"USD_Commitment": "-3.5"}, "negative amount: a correction of another record"),
    ({"USD_Commitment": "n.a."}, "not a number"),
    ({"USD_Commitment": "0", "USD_Disbursement": ""}, "no amount committed or disbursed"),
    ({**COMMITTED, "Year": "20O3"}, "not a date"),
]


def test_what_does_not_fit_is_listed_with_its_reason(run: Import, tmp_path: Path) -> None:
    made = run("crs", write(tmp_path / "crs.txt", bulk(*(row for row, _ in FAULTY), COMMITTED)))
    rejected = made.rows("report/rejected.csv")
    assert [row["reason"] for row in rejected] == [reason for _, reason in FAULTY]
    assert rejected[0]["place"] == "row 1 (line 2)"
    assert "crs_id=2023000001" in rejected[0]["text"]
    assert made.column("coverage.csv", "outcome") == [("left-out",)] * 4 + [("cited",)]
    assert made.column("projects.csv", "source") == [("test#record-5",)], (
        "nothing is introduced by a rejected row"
    )


def test_a_bad_amount_leaves_the_other_amount_of_the_row(run: Import, tmp_path: Path) -> None:
    row = {"USD_Commitment": "-1", "USD_Disbursement": "2"}
    made = run("crs", write(tmp_path / "crs.txt", bulk(row)))
    assert made.column("financings.csv", "status") == [("completed",)]
    assert (
        made.rows("coverage.csv")[0]["note"] == "Not taken: negative amount: a correction of another record."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_text_of_any_encoding_with_marks_in_it(run: Import, tmp_path: Path, encoding: str) -> None:
    titles = ["Ñandú\x00 park", "Water\rsupply", '"Quoted" title', '"Never closed', 'Two "quotes" within']
    rows = ({**COMMITTED, "CrsID": str(n), "ProjectTitle": title} for n, title in enumerate(titles))
    made = run("crs", write(tmp_path / "crs.txt", bulk(*rows), encoding))
    assert made.column("projects.csv", "name") == [
        ("Ñandú park",), ("Water supply",), ("Quoted title",), ('"Never closed',), ('Two "quotes" within',),
    ]  # fmt: skip


def test_a_file_saved_again_with_another_separator_is_read(run: Import, tmp_path: Path) -> None:
    made = run("crs", write(tmp_path / "crs.txt", bulk(COMMITTED).replace("|", ";")))
    assert made.column("financings.csv", "amount") == [("1000000",)]


def test_letters_that_an_encoding_does_not_have_are_counted(run: Import, tmp_path: Path) -> None:
    text = bulk({**COMMITTED, "ProjectTitle": "水供給"}, COMMITTED)
    assert run("crs", write(tmp_path / "a.txt", text, "shift_jis"), name="guessed").found.garbled == 1
    own = write(tmp_path / "own.toml", 'extends = "crs"\nencoding = "shift_jis"\n')
    made = run("crs", tmp_path / "a.txt", own=own)
    assert made.found.garbled == 0
    assert made.rows("projects.csv")[0]["name"] == "水供給"


@pytest.mark.parametrize("form", ["crs", "iati", "bods", "ftm", "comtrade"])
def test_an_empty_file_is_said_to_be_empty(run: Import, tmp_path: Path, form: str) -> None:
    with pytest.raises(DataError, match=r"empty\.txt is empty; get the file again"):
        run(form, write(tmp_path / "empty.txt", ""))


def test_a_missing_column_is_that_of_the_likeliest_layout(run: Import, tmp_path: Path) -> None:
    file = write(tmp_path / "explorer.csv", explorer({}).replace("MD_DIM", "OTHER"))
    with pytest.raises(DataError, match=r"no column MD_DIM; the columns are .* nearest is crs-explorer"):
        run("crs", file)


def test_a_quoted_cell_may_span_lines_and_hold_bars(run: Import, tmp_path: Path) -> None:
    rows = [{**COMMITTED, "ProjectTitle": '"Dam | phase\n\n2"'}, {**COMMITTED, "CrsID": "2"}]
    made = run("crs", write(tmp_path / "crs.txt", bulk(*rows)))
    assert made.rows("projects.csv")[0]["name"] == "Dam | phase 2"
    assert "row 2 (line 5)" in made.rows("passages.csv")[1]["label"]


def test_a_row_with_too_many_cells_is_listed_and_the_next_is_read(run: Import, tmp_path: Path) -> None:
    text = bulk({**COMMITTED, "ProjectTitle": "A|B"}, COMMITTED)
    made = run("crs", write(tmp_path / "crs.txt", text))
    assert made.column("report/rejected.csv", "record", "reason") == [
        ("record-1", f"expected {len(BULK)} cells, found {len(BULK) + 1}")
    ]
    assert made.column("financings.csv", "source") == [("test#record-2",)]


def test_a_file_cut_within_a_row_is_refused(run: Import, tmp_path: Path) -> None:
    with pytest.raises(
        DataError, match=r"the file ends within row 2 \(line 3\): \d+ of \d+ cells; get it again"
    ):
        run("crs", write(tmp_path / "crs.txt", bulk(COMMITTED, COMMITTED)[:-100]))


def test_a_damaged_gzip_is_refused_and_a_whole_one_read(run: Import, tmp_path: Path) -> None:
    packed = gzip.compress(bulk(COMMITTED).encode())
    (tmp_path / "whole.gz").write_bytes(packed)
    (tmp_path / "cut.gz").write_bytes(packed[:-20])
    assert run("crs", tmp_path / "whole.gz").found.taken == 1
    with pytest.raises(DataError, match=r"cut.gz: the compressed data are damaged or cut off"):
        run("crs", tmp_path / "cut.gz", name="cut")


def test_the_data_explorer_gives_one_amount_per_row(run: Import, tmp_path: Path) -> None:
    text = explorer(
        {}, {"FLOW_TYPE": "D", "OBS_VALUE": "250", "UNIT_MULT": "3"}, {"PRICE_BASE": "Q"},
        {"MD_DIM": "_T", "MD_ID": "0"}, {"FLOW_TYPE": "GE"}, {"UNIT_MEASURE": "XDC"},
    )  # fmt: skip
    made = run("crs", write(tmp_path / "explorer.csv", text))
    assert made.column("financings.csv", "class", "amount", "currency", "status") == [
        ("Loan", "1500000", "USD", "agreed"),
        ("Loan", "250000", "USD", "completed"),
    ]
    assert {says: dict(counts) for says, counts in made.found.outside.items()} == {
        "current prices (deflated amounts are left out)": {"Q": 1},
        "single activities (sums are left out)": {"_T": 1},
        "US dollars (amounts in national currency are left out)": {"XDC": 1},
    }
    assert made.found.rejected == {"neither a commitment nor a disbursement": 1}


def test_both_layouts_in_one_import(run: Import, tmp_path: Path) -> None:
    made = run("crs", write(tmp_path / "a.txt", bulk(COMMITTED)), write(tmp_path / "b.csv", explorer({})))
    assert made.column("sources.csv", "id") == [("test-a",), ("test-b",)]
    assert [row["covers"].split(". ")[-1] for row in made.rows("sources.csv")] == [
        "File a.txt.",
        "File b.csv.",
    ]
    assert made.column("financings.csv", "financier", "source") == [
        ("agent/jica", "test-a#record-1"), ("agent/jica", "test-b#record-1"),
    ]  # fmt: skip
