"""What real files were found to have, and what a build would not take of it."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jlac_graph.core.errors import DataError, UsageError
from jlac_graph.importers.json_records import _Shallow

from . import samples
from .conftest import Import
from .crs import bulk, explorer, write

COMMITTED = {"USD_Commitment": "1"}


def test_amounts_in_another_unit_stop_the_import(run: Import, tmp_path: Path) -> None:
    text = bulk(COMMITTED, {"USD_Commitment": "122160.160662733"})
    with pytest.raises(
        DataError, match=r"test#record-2: the amount 122160.160662733 is more than 100000; the"
    ):
        run("crs", write(tmp_path / "crs.txt", text))


def test_an_amount_keeps_the_digits_that_a_build_keeps(run: Import, tmp_path: Path) -> None:
    made = run("crs", write(tmp_path / "crs.txt", bulk({"USD_Commitment": "0.005165562913907284"})))
    assert made.column("financings.csv", "amount") == [("5165.562913907",)]


def test_a_place_of_an_unknown_code_is_found_and_counted_by_its_name(run: Import, tmp_path: Path) -> None:
    named = {"DEDonorcode": "", "DonorCode": "9", "DonorName": "Japan"}
    finland = {"DEDonorcode": "FIN", "DonorCode": "18", "DonorName": "Finland"}
    made = run("crs", write(tmp_path / "crs.txt", bulk({**COMMITTED, **named}, {**COMMITTED, **finland})))
    assert (made.found.taken, made.found.outside) == (1, {"donor Japan": {"Finland": 1}})


def test_an_activity_that_ends_before_it_starts_is_taken_without_dates(run: Import, tmp_path: Path) -> None:
    dates = {"ExpectedStartDate": "2001-10-01", "CompletionDate": "2001-09-30"}
    made = run("crs", write(tmp_path / "crs.txt", bulk({**COMMITTED, **dates})))
    assert made.column("projects.csv", "start", "end") == [("", "")]
    assert made.column("report/rejected.csv", "rule", "reason", "value") == [
        ("project", "the start is after the end: neither date is taken", "2001-10-01/2001-09-30")
    ]
    assert (made.found.taken, made.found.left) == (1, 0)


def test_a_region_without_a_project_is_what_the_money_is_for(run: Import, tmp_path: Path) -> None:
    codes = {"DERecipientcode": "A4_X", "RecipientCode": "1031", "RecipientName": "Caribbean, regional"}
    regional = {**codes, "ProjectTitle": ""}
    made = run("crs", write(tmp_path / "crs.txt", bulk({**COMMITTED, **regional})))
    assert made.column("financings.csv", "recipient", "financed") == [("", "place/caribbean")]


SPOILED = {
    "#N/A": "14021",
    "Peru\u0301": "Perú",
    "PerÃº": "Perú",
    "Water_x000D_ supply": "Water supply",
    "=Water": "Water",
    "W\u0430ter": "Water",
    "Wa\u00adter": "Water",
}


@pytest.mark.parametrize("text", SPOILED)
def test_spoiled_texts_become_such_as_a_build_takes(run: Import, tmp_path: Path, text: str) -> None:
    made = run(
        "crs", write(tmp_path / "crs.txt", bulk({**COMMITTED, "PurposeCode": "99999", "PurposeName": text}))
    )
    assert made.column("codes.csv", "label_en") == [("99999" if text == "#N/A" else SPOILED[text],)]


def test_the_explorer_names_the_agency_where_it_has_its_code(run: Import, tmp_path: Path) -> None:
    plain = explorer({"DONOR_AGENCY": "Ministry of Health", "Donor agency": ""})
    made = run("crs", write(tmp_path / "explorer.csv", plain))
    assert made.column("organizations.csv", "name", "country") == [("Ministry of Health", "japan")]
    coded = explorer({"DONOR_AGENCY": "701_8", "Donor agency": ""})
    made = run("crs", write(tmp_path / "coded.csv", coded), name="coded")
    assert made.column("financings.csv", "financier") == [("place/japan",)]


MINE = "country,project,status,owner,capacity,mine-type\nChile,Example,operating,A,1.1,underground\n"
PIPELINE = (
    "project,type,owner,country,status,capacity,units\nExample,gas_pipeline,A,Chile,operating,10,bcm/y\n"
)


@pytest.mark.parametrize("text", [MINE, PIPELINE], ids=["mine", "pipeline"])
def test_a_tracker_of_no_power_stations_is_refused(run: Import, tmp_path: Path, text: str) -> None:
    with pytest.raises(
        DataError, match=r"no column Capacity .MW. or Unit Capacity .MW. or technology or fuel_ty"
    ):
        run("gem", write(tmp_path / "gem.csv", text))


def test_a_station_of_two_countries_says_so(run: Import, tmp_path: Path) -> None:
    header = "country,country_2,project_name,capacity_(mw),country_1_capacity_(mw),status,owner"
    rows = "Brazil,Paraguay,Example dam,14000,7000,operating,A\nChile,,Other dam,5,5,announced,A"
    made = run("gem", write(tmp_path / "gem.csv", f"{header}\n{rows}\n"))
    assert made.column("activity_statistics.csv", "area", "value", "note") == [
        ("brazil", "14000", "It lies in Paraguay too; 7000 MW are in Brazil."),
        ("chile", "5", "Status in the tracker: announced."),
    ]


OLD: dict[str, Any] = {
    "pfCode": "H5", "yr": 2017, "period": 2017, "rgCode": 1, "rgDesc": "Import", "rtCode": 392, "ptCode": 76,
    "ptCode2": None, "cstCode": "", "motCode": "", "cmdCode": "010511", "cmdDescE": "Poultry",
    "TradeValue": 549423,
}  # fmt: skip


def test_the_api_before_2023(run: Import, tmp_path: Path) -> None:
    answer = {"validation": {"message": None}, "dataset": [OLD, {**OLD, "rgCode": 4}, {**OLD, "ptCode": 699}]}
    made = run("comtrade", write(tmp_path / "old.json", json.dumps(answer)))
    assert made.column(
        "trade_statistics.csv", "indicator", "area", "counterpart", "product", "start", "value"
    ) == [("imports-value", "japan", "brazil", "hs-010511", "2017", "549423")]
    assert sum(counts.total() for counts in made.found.outside.values()) == 2
    with pytest.raises(DataError, match="no records under 'data'; the document is an answer without data"):
        run("comtrade", write(tmp_path / "none.json", '{"count": 0, "data": []}'), name="none")


def _ftm(*entities: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(entity)}\n" for entity in entities)


def test_the_country_of_an_entity_is_the_one_that_it_states_first_and_alone(
    run: Import, tmp_path: Path
) -> None:
    firm = {"id": "f", "schema": "Company", "properties": {"name": ["Example SA"], "country": ["ar", "br"]}}
    person = {
        "id": "p",
        "schema": "Person",
        "properties": {"name": ["Anna"], "nationality": ["xx"], "country": ["ar"]},
    }
    held = {"id": "o", "schema": "Ownership", "properties": {"owner": ["p"], "asset": ["f"]}}
    made = run("ftm", write(tmp_path / "ftm.json", _ftm(firm, person, held)))
    assert made.column("organizations.csv", "country") == [("",)]
    assert made.column("people.csv", "country") == [("",)]


def test_values_that_differ_are_not_chosen_from(run: Import, tmp_path: Path) -> None:
    dates = ["2005-11-03", "2002-07-31"]
    firm = {
        "id": "f",
        "schema": "Company",
        "properties": {"name": ["Example SA"], "incorporationDate": dates},
    }
    owner = {
        "id": "g",
        "schema": "Company",
        "properties": {"name": ["Other SA"], "incorporationDate": ["2001"] * 2},
    }
    held = {
        "id": "o",
        "schema": "Ownership",
        "properties": {"owner": ["g"], "asset": ["f"], "percentage": ["48", "50"]},
    }
    made = run("ftm", write(tmp_path / "ftm.json", _ftm(firm, owner, held)))
    assert made.column("organizations.csv", "founded") == [("",), ("2001",)]
    assert made.column("ownerships.csv", "share", "note") == [("", "Shares stated: 48; 50 %.")]


def test_what_ends_later_than_the_import_has_not_ended(run: Import, tmp_path: Path) -> None:
    later = f"{date.max.year}-01-01"
    ends = [("2020", "ended"), (later, "reported")]
    firms = [{"id": name, "schema": "Company", "properties": {"name": [f"Firm {name}"]}} for name in "fg"]
    links = [
        {"id": end, "schema": "Ownership", "properties": {"owner": ["f"], "asset": ["g"], "endDate": [end]}}
        for end, _ in ends
    ]
    made = run("ftm", write(tmp_path / "ftm.json", _ftm(*firms, *links)))
    assert made.column("ownerships.csv", "end", "status") == ends
    seat = [{**samples._CHAIR, "endDate": later}]
    text = [s for s in samples.STATEMENTS if s["recordId"] in ("firm", "anna")]
    text.append(samples._statement(9, "relationship", "r9", samples._held("anna", *seat)))
    made = run("bods", write(tmp_path / "bods.json", json.dumps(text)), name="bods")
    assert made.column("affiliations.csv", "end", "status") == [(later, "reported")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            bulk(COMMITTED).replace("\r\n", "\r"),
            "lines end with carriage returns alone; save it with line feeds",
        ),
        ("\x00\x01\n", "the first line has no text; it must name the columns"),
    ],
)
def test_a_file_without_rows_to_read_is_an_error(run: Import, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        run("crs", write(tmp_path / "crs.txt", text))


@pytest.mark.parametrize("text", ["[" * 200, '{"schema": "Company", "properties": ' + '{"a":' * 200])
def test_a_document_that_is_nested_too_deep_is_refused_before_it_is_parsed(
    run: Import, tmp_path: Path, text: str
) -> None:
    with pytest.raises(DataError, match="nested deeper than 100 levels"):
        run("ftm", write(tmp_path / "ftm.json", text))


def test_a_long_text_is_let_go_while_it_is_read() -> None:
    text = b'["' + b'[\\"' * 3000 + b'"]'
    stream = _Shallow(io.BytesIO(text), Path("a.json"))
    read = b""
    while part := stream.read(1000):
        read += part
        assert len(stream._open) <= 2
    assert read == text and stream._depth == 0


def test_brackets_in_texts_are_no_levels(run: Import, tmp_path: Path) -> None:
    name = '[[{"\\"' * 60
    text = _ftm(*({"id": str(n), "schema": "Vessel", "properties": {"name": [name]}} for n in range(900)))
    made = run("ftm", write(tmp_path / "ftm.json", text))
    assert made.found.read == 900


def test_an_entity_of_another_document_is_refused(run: Import, tmp_path: Path) -> None:
    start = '<!DOCTYPE x SYSTEM "x.dtd"><iati-activities version="2.03"><iati-activity>'
    with pytest.raises(DataError, match="an entity 'foo' of its own"):
        run("iati", write(tmp_path / "iati.xml", f"{start}<iati-identifier>A&foo;</iati-identifier>"))


def test_a_text_that_a_table_does_not_take_is_listed(run: Import, tmp_path: Path) -> None:
    made = run("crs", write(tmp_path / "crs.txt", bulk({**COMMITTED, "ProjectTitle": "x" * 200_000})))
    reason = "more than 100,000 characters for projects.name"
    assert (made.found.left, list(made.found.rejected)) == (1, [reason])


def test_a_quoted_cell_longer_than_the_reader_takes(run: Import, tmp_path: Path) -> None:
    cell = '"' + "x" * 17_000_000 + '"'
    made = run("crs", write(tmp_path / "crs.txt", bulk({**COMMITTED, "LongDescription": cell})))
    assert made.found.taken == 1


def test_a_file_counts_once(run: Import, tmp_path: Path) -> None:
    files = [write(tmp_path / name, bulk(COMMITTED)) for name in ("a.txt", "b.txt")]
    with pytest.raises(UsageError, match=r"b.txt is the same file as .*a.txt; give it once"):
        run("crs", *files)


def test_what_a_mac_adds_to_a_zip_is_not_a_file_of_the_data_set(run: Import, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "crs.zip", "w") as archive:
        archive.writestr("crs.txt", bulk(COMMITTED))
        archive.writestr("__MACOSX/._crs.txt", "x")
    assert run("crs", tmp_path / "crs.zip").found.taken == 1


def test_a_parquet_file_is_named(run: Import, tmp_path: Path) -> None:
    (tmp_path / "crs.parquet").write_bytes(b"PAR1\x15\x04")
    with pytest.raises(UsageError, match=r"is a Parquet file; write its rows as CSV, .* TO 'rows.csv'"):
        run("crs", tmp_path / "crs.parquet")


def test_a_cell_of_many_lines_is_one(run: Import, tmp_path: Path) -> None:
    lines = "A" + "\n" * 300 + "B"
    made = run(
        "crs", write(tmp_path / "crs.txt", bulk({**COMMITTED, "LongDescription": f'"{lines}"'}, COMMITTED))
    )
    assert (made.found.read, made.found.taken) == (2, 2)


def test_a_stray_quote_before_an_end_without_a_line_feed_is_not_the_end(run: Import, tmp_path: Path) -> None:
    text = bulk({**COMMITTED, "LongDescription": '"A|B'}, COMMITTED, COMMITTED).rstrip()
    made = run("crs", write(tmp_path / "crs.txt", text))
    assert (made.found.read, made.found.taken, made.found.left) == (3, 2, 1)
