"""The ledger accounts for every passage, and agrees with what the rows cite."""

import csv
from collections import defaultdict
from pathlib import Path

REPORT = Path(__file__).parents[2] / "data" / "idb-mg-172"
APPARATUS = {"passages.csv", "coverage.csv"}


def rows(name: str) -> list[dict[str, str]]:
    with (REPORT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cited_by() -> dict[str, set[str]]:
    """Locator -> names of the tables that cite it."""
    tables: dict[str, set[str]] = defaultdict(set)
    for path in REPORT.glob("*.csv"):
        if path.name not in APPARATUS:
            for row in rows(path.name):
                for locator in (row.get("source") or "").split(" "):
                    tables[locator].add(path.stem)
    return tables


def ledger() -> dict[str, dict[str, str]]:
    return {f"{row['source']}#{row['fragment']}": row for row in rows("coverage.csv")}


def test_every_passage_of_the_report_is_accounted_for() -> None:
    passages = [row["locator"] for row in rows("passages.csv") if row["source"] == "idb-mg-172"]
    assert len(passages) == 248
    assert set(passages) == {name for name in ledger() if name.startswith("idb-mg-172#")}


def test_the_ledger_names_the_tables_that_cite_each_passage() -> None:
    tables = cited_by()
    wrong = {
        name: (row["tables"], sorted(tables[name]))
        for name, row in ledger().items()
        if row["tables"].split() != sorted(tables[name])
    }
    assert wrong == {}


def test_what_yields_nothing_says_why() -> None:
    for name, row in ledger().items():
        cited = row["outcome"] == "cited"
        assert cited == bool(row["tables"]), name
        assert cited or row["note"], f"{name} yields nothing and does not say why"


def test_no_row_cites_an_unknown_passage() -> None:
    known = {row["locator"] for row in rows("passages.csv")} | {""}
    assert set(cited_by()) - known == set()
