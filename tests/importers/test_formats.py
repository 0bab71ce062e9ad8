"""Each format becomes a collection that conforms; its facts are found with the locators of their records."""

import json
from pathlib import Path
from typing import Any

import pytest

import jlac_graph as jlac
from jlac_graph.core.errors import DataError

from . import samples
from .conftest import Import
from .crs import write

JICA = "The Japan International Cooperation Agency"
STATED = {
    ("jica", "Rural water supply"): [
        (
            f"{JICA} agreed to give a grant of USD 2.5 million to Chile for Rural water supply (2023)",
            "our-crs#record-1",
        )
    ],
    ("jica", "Solar park"): [
        (f"{JICA} agreed to lend USD 1.5 million to Peru for Solar park (2022)", "our-crs-explorer#record-1")
    ],
    ("mitsui", "Example power station"): [
        ("Mitsui & Co. plans to own 40% of the Example power station", "our-gem-gas#record-1")
    ],
    ("jica", "Example bridge"): [
        (
            f"{JICA} agreed to lend JPY 5 billion to Paraguay for Example bridge (1 April 2020)",
            "our-iati#activity-1.transaction-1",
        ),
        (
            f"{JICA} lent USD 1,000,000.5 to Example Ministry of Works for Example bridge"
            " (completed, 31 March 2021)",
            "our-iati#activity-1.transaction-2",
        ),
    ],
    ("mitsui", "Example Copper Ltd"): [
        (
            "Mitsui & Co. owns at least 25% of Example Copper Ltd (as of 3 March 2023)",
            "our-bods#statement-5.interest-1",
        )
    ],
    ("nissan", "Example Lithium SA"): [
        ("Nissan owns 12.5% of Example Lithium SA (since March 2019)", "our-ftm#entity-1")
    ],
}
"""Two ends -> what the path between them says, and where."""


@pytest.mark.parametrize("ends", STATED)
def test_a_trace_cites_the_record(everything: jlac.Graph, ends: tuple[str, str]) -> None:
    hops = everything.trace(*ends, paths=1).paths[0].hops
    assert [(s.words, " ".join(s.sources)) for hop in hops for s in hop.statements] == STATED[ends]


def imported(graph: jlac.Graph, query: str, **parameters: str) -> list[dict[str, Any]]:
    return [row for row in graph.query(query, **parameters).to_dicts() if "our-" in str(row["sources"])]


def test_aid_is_found_by_its_financier(everything: jlac.Graph) -> None:
    rows = imported(everything, "financing-by", agency="jica")
    assert [(str(r["amount"]), r["currency"], r["status"], r["sources"]) for r in rows] == [
        ("5000000000", "JPY", "agreed", "our-iati#activity-1.transaction-1"),
        ("1000000.5", "USD", "completed", "our-iati#activity-1.transaction-2"),
        ("1500000", "USD", "agreed", "our-crs-explorer#record-1"),
        ("2500000", "USD", "agreed", "our-crs#record-1"),
    ]


def test_trade_is_found_by_its_indicator(everything: jlac.Graph) -> None:
    rows = imported(everything, "figures", indicator="imports-value")
    assert [
        (r["counterpart"][-5:], r["product"].rpartition("/")[2], str(r["value"]), r["sources"]) for r in rows
    ] == [
        ("chile", "hs-2603", "1000000", "our-comtrade#record-2"),
        ("chile", "total", "1234567.5", "our-comtrade#record-1"),
    ]
    counts = {
        r["indicator"].rpartition("/")[2]: r["figures"]
        for r in everything.query("figures-by-indicator").to_dicts()
    }
    assert counts["imports-value"] >= 2


def test_power_stations_have_units_owners_and_coordinates(run: Import, tmp_path: Path) -> None:
    made = run("gem", write(tmp_path / "map.csv", samples.GEOTHERMAL), published="2025-03")
    assert made.column("assets.csv", "name", "part_of") == [
        ("Ahuachapán geothermal power plant", ""),
        ("Ahuachapán geothermal power plant, unit 1", "asset/ahuachapan-geothermal-power-plant-test"),
        ("Ahuachapán geothermal power plant, unit 2", "asset/ahuachapan-geothermal-power-plant-test"),
        ("Ahuachapán geothermal power plant, unit 4", "asset/ahuachapan-geothermal-power-plant-test"),
        ("Berlín geothermal power plant", ""),
        ("Berlín geothermal power plant, unit 1", "asset/berlin-geothermal-power-plant-test"),
    ]
    assert (
        made.column("ownerships.csv", "owner", "share", "as_of")
        == [("agent/lageo-test", "100", "2025-03")] * 3
    )
    assert made.column("activity_statistics.csv", "value", "source")[0] == ("30", "test#record-2")
    assert made.found.outside == {"country in Latin America and the Caribbean": {"Türkiye": 1, "japan": 1}}
    assert made.column("passages.csv", "url")[0] == (
        "https://www.gem.wiki/Ahuachapán_geothermal_power_plant",
    )


def test_the_share_of_a_parent_is_not_added_to_that_of_the_owner(run: Import, tmp_path: Path) -> None:
    made = run("gem", write(tmp_path / "gas.csv", samples.GAS))
    assert made.column("ownerships.csv", "owner", "share", "status", "basis") == [
        ("agent/example-power-sa-test", "60", "planned", ""),
        ("agent/mitsui", "40", "planned", ""),
        ("agent/mitsubishi-corporation", "", "planned", "inferred"),
    ]


def test_trade_of_several_files_counts_once(run: Import, tmp_path: Path) -> None:
    files = [
        write(tmp_path / f"{name}.json", samples.comtrade() + end) for name, end in (("a", ""), ("b", "\n"))
    ]
    made = run("comtrade", *files)
    assert made.found.rejected == {"repeats an earlier record": 2}
    assert made.column("trade_statistics.csv", "source") == [("test-a#record-1",), ("test-a#record-2",)]
    assert made.column("codes.csv", "code", "label_en", "label_ja") == [
        ("hs-2603", "Copper ores and concentrates", "HS 2603")
    ]


def test_trade_is_read_from_text_as_from_json(run: Import, tmp_path: Path) -> None:
    records = json.loads(samples.comtrade())["data"]
    lines = [",".join(records[0])] + [
        ",".join("" if v is None else str(v) for v in r.values()) + "," for r in records
    ]
    made = [
        run("comtrade", write(tmp_path / "t.csv", "\n".join(lines) + "\n"), name="text"),
        run("comtrade", write(tmp_path / "t.json", samples.comtrade()), name="json"),
        run("comtrade", write(tmp_path / "l.json", json.dumps(records)), name="list"),
    ]
    values = [m.column("trade_statistics.csv", "product", "value", "start") for m in made]
    assert values == [[("total", "1234567.5", "2020"), ("hs-2603", "1000000", "2020")]] * 3


def test_trade_per_month_and_of_the_older_site(run: Import, tmp_path: Path) -> None:
    older = (
        "Classification,Year,Period,Trade Flow,Reporter Code,Partner Code,Commodity Code,Commodity,"
        "Trade Value (US$)\n"
        "H1,1999,199912,Import,392,484,TOTAL,All Commodities,12345\n"
        "H1,1999,199912,Re-Export,392,484,TOTAL,All Commodities,1\n"
        "S2,1999,199912,Import,392,484,TOTAL,All Commodities,12345\n"
    )
    made = run("comtrade", write(tmp_path / "old.csv", older))
    assert made.column("trade_statistics.csv", "start", "counterpart", "value") == [
        ("1999-12", "mexico", "12345")
    ]
    assert [counts.total() for counts in made.found.outside.values()] == [1, 1]


def test_an_activity_names_its_parts(run: Import, tmp_path: Path) -> None:
    made = run("iati", write(tmp_path / "a.xml", samples.IATI))
    assert made.column("projects.csv", "name", "country", "start") == [
        ("Example bridge", "paraguay", "2020-04-01")
    ]
    assert made.column("participations.csv", "participant", "capacity") == [
        ("agent/example-ministry-of-works-test", "implementer")
    ]
    assert made.column("classifications.csv", "code") == [("dac-purpose/21020",)]
    assert made.found.rejected == {"negative amount: a correction of another record": 1}
    assert {says: dict(counts) for says, counts in made.found.outside.items()} == {
        "an organisation of Japan takes part (reference JP-... or XM-DAC-701...)": {"": 1},
        "commitments and disbursements (other transactions are left out)": {"4": 1},
    }


def test_a_currency_that_does_not_exist_is_listed(run: Import, tmp_path: Path) -> None:
    made = run("iati", write(tmp_path / "a.xml", samples.IATI.replace('currency="USD"', 'currency="US$"')))
    assert ("not a currency of ISO 4217", "US$") in made.column("report/rejected.csv", "reason", "value")


def test_a_transaction_of_nothing_or_with_oneself_is_listed(run: Import, tmp_path: Path) -> None:
    text = samples.IATI.replace("5,000,000,000", "0").replace(
        "<receiver-org><narrative>Example Ministry of Works",
        "<receiver-org><narrative>Japan International Cooperation Agency",
    )
    made = run("iati", write(tmp_path / "a.xml", text))
    assert "financings" not in made.found.rows
    assert set(made.found.rejected) == {
        "an amount of 0, or an activity without identifier",
        "the same entity is on both sides of the fact",
        "negative amount: a correction of another record",
    }


def test_a_fact_that_ends_before_it_starts_is_listed(run: Import, tmp_path: Path) -> None:
    made = run(
        "ftm",
        write(tmp_path / "e.json", samples.FTM.replace('"startDate"', '"endDate": ["2019"], "startDate"')),
    )
    assert made.column("ownerships.csv", "start", "end") == [("2019-03", "2019")]
    text = samples.FTM.replace('"startDate"', '"endDate": ["2019-02-01"], "startDate"')
    made = run("ftm", write(tmp_path / "e.json", text), name="wrong")
    assert ("the start is after the end", "2019-03/2019-02-01") in made.column(
        "report/rejected.csv", "reason", "value"
    )


def test_only_the_last_statement_counts_and_people_who_take_part(run: Import, tmp_path: Path) -> None:
    made = run("bods", write(tmp_path / "b.json", samples.BODS))
    assert made.column("organizations.csv", "name") == [("Example Copper Ltd",)]
    assert made.column("people.csv", "name", "source") == [("Anna Example", "test#statement-3")]
    assert made.column("affiliations.csv", "status", "note") == [("ended", "Chair of the board.")]
    assert made.column("ownerships.csv", "share", "precision", "note") == [
        ("25", "at-least", "At most 50 %."),
        ("", "", "Held indirectly: 60 %."),
    ]
    assert made.column("report/rejected.csv", "record", "reason") == [
        ("statement-1", "superseded by a later statement about the same record"),
        ("statement-5.interest-2", "no table for an interest of type votingRights"),
        ("statement-7.interest-1", "nothing for ownerships.owner"),
        ("statement-4", "a person who takes no part"),
    ]


def test_what_a_closed_record_states_has_ended(run: Import, tmp_path: Path) -> None:
    statements = json.loads(samples.BODS)
    for statement in statements:
        statement["recordStatus"] = "closed" if statement["recordType"] == "relationship" else "new"
    made = run("bods", write(tmp_path / "b.json", json.dumps(statements)))
    assert made.column("ownerships.csv", "status", "end") == [("ended", ""), ("ended", "")]
    assert made.rows("ownerships.csv")[0]["note"] == "At most 50 %. The record of it is closed."


def test_a_link_may_come_before_its_ends(run: Import, tmp_path: Path) -> None:
    made = run("ftm", write(tmp_path / "e.ftm.json", samples.FTM))
    assert made.column("ownerships.csv", "owner", "owned", "share") == [
        ("agent/nissan", "agent/example-lithium-sa-test", "12.5")
    ]
    assert made.column("people.csv", "name", "country") == [("Carla Example", "argentina")]
    assert made.column("report/rejected.csv", "record", "reason", "value") == [
        ("entity-6", "no table for records of kind Vessel", ""),
        ("entity-7", "not named, or not among the records read (body)", "nobody"),
    ]


WRONG = {
    ("comtrade", '{"data": [{"period": "2020"'): "no column reporterCode or Reporter Code|cut off or damaged",
    ("comtrade", samples.comtrade()[:-40]): "cut off or damaged after item 2",
    ("comtrade", '{"statusCode": 429, "message": "Rate limit"}'): "no records under 'data'",
    (
        "comtrade",
        "a,b\n1,2\n",
    ): "no column period or Period or refPeriodId, .*; the columns are a, b; if the data set",
    ("comtrade", ""): "is empty; get the file again",
    ("iati", "<html/>"): "its root is 'html', expected 'iati-activities'",
    (
        "iati",
        '<iati-activities version="1.05"/>',
    ): "is of IATI version 1.05; version 2.01, 2.02 or 2.03 is read",
    ("iati", samples.IATI[:-60]): r"line \d+, column \d+: not XML, or cut off",
    (
        "iati",
        '<!DOCTYPE x [<!ENTITY a "b">]>' + samples.IATI[39:],
    ): "line 1: the document has an entity 'a' of its own",
    ("bods", '[{"statementType": "entityStatement"}]'): "these are of version 0.3 or older",
    ("bods", samples.BODS.replace("0.4", "0.5")): "is of BODS version 0.5; version 0.4 is read",
    ("bods", samples.BODS[:-9]): "cut off or damaged after item 7",
    ("ftm", '{"name": "x"}'): "contains no entities of FollowTheMoney",
    ("ftm", samples.FTM + '{"id": "x", '): "cut off or damaged after item 7",
    ("gem", "Country,Plant name,Status,Owner\n"): "no column",
    ("crs", "Year|DonorName\n"): "no column RecipientName, .* nearest is crs",
}
"""Format and text -> what the error says."""


@pytest.mark.parametrize(("form", "text"), WRONG, ids=range(len(WRONG)))
def test_another_format_or_half_a_file_is_one_error_and_no_folder(
    run: Import, tmp_path: Path, form: str, text: str
) -> None:
    with pytest.raises(DataError, match=WRONG[form, text]):
        run(form, write(tmp_path / "in", text))
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
