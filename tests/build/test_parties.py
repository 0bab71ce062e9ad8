"""What a check says of the parties, codes and dates of facts: the cell, and the way out."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import assemble
from jlac_graph.build.same_events import same_events
from jlac_graph.build.ways_out import role_properties
from jlac_graph.tables.collections import read_collections
from jlac_graph.tables.findings import Finding
from jlac_graph.tables.new_collection import EXAMPLE, new_collection
from jlac_graph.tables.quads import load
from tests.fixtures.report import ROOT

COMMON = ROOT / "data" / "common"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    new_collection(tmp_path / "new")
    return tmp_path / "new" / EXAMPLE


def edit(folder: Path, old: str, new: str) -> None:
    """Change a cell of the loan."""
    path = folder / "financings.csv"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def found(folder: Path) -> dict[tuple[str, int, str], Finding]:
    findings = assemble(Inputs.of(data=[COMMON, folder])).findings
    return {(f.file.rpartition("/")[2], f.row, f.column): f for f in findings if f.severity != "note"}


def test_a_party_of_any_role_that_no_row_defines_is_an_error_at_its_cell(example: Path) -> None:
    with (example / "parties.csv").open("a") as file:
        file.write("example-loan-2014,claimant,agent/exampel-bank,example-bank-2014#p1\n")
    ((place, finding),) = found(example).items()
    assert (place[0], place[2], finding.value) == ("parties.csv", "party", "agent/exampel-bank")
    assert finding.severity == "error"
    assert finding.suggestion == "did you mean agent/example-bank?"


def test_an_entity_in_the_wrong_column_is_said_to_exist_with_the_column_for_it(example: Path) -> None:
    edit(example, "agent/example-mining,asset/example-mine", "asset/example-mine,")
    finding = found(example)["financings.csv", 2, "recipient"]
    assert finding.suggestion == (
        "asset/example-mine exists, but is not what this column takes: put it in the column financed"
    )


def test_a_start_after_the_end_names_both_cells(example: Path) -> None:
    edit(example, "agreed,2014-03-01,,,", "agreed,,2014-05,2014-03,")
    finding = found(example)["financings.csv", 2, "start"]
    assert (finding.value, finding.suggestion) == (
        "2014-05",
        "end in row 2 is 2014-03: correct one of the two",
    )


@pytest.mark.parametrize(
    ("old", "new", "column", "way"),
    [
        ("exactly,,,", "exactly,,framwork,", "finance_type", "did you mean framework?"),
        ("agreed,2014", "signed,2014", "status", "did you mean agreed?"),
    ],
)
def test_a_code_that_was_meant_is_named(example: Path, old: str, new: str, column: str, way: str) -> None:
    edit(example, old, new)
    assert found(example)["financings.csv", 2, column].suggestion == way


def test_a_class_of_another_table_is_reported_with_those_of_this_one(example: Path) -> None:
    edit(example, ",Loan,", ",JointVenture,")
    ((place, finding),) = found(example).items()
    assert (place, finding.rule) == (("financings.csv", 2, "class"), "csvw:class")
    assert finding.message == "a row of financings cannot have the class JointVenture"
    assert finding.suggestion.startswith("the class must be one of BondIssue, Contribution, DebtRelief")


def test_an_unknown_code_comes_with_the_nearest_and_the_way_to_make_it(example: Path) -> None:
    edit(example, "agreed,2014-03-01,,,,", "agreed,2014-03-01,,,,early-2026")
    new = "a new code is a row of codes.csv: scheme when, code early-2026, and its label in label_en"
    assert found(example)["financings.csv", 2, "when"].suggestion == new
    (example / "codes.csv").write_text("scheme,code,label_en\nwhen,early-2011,early 2011\n")
    assert found(example)["financings.csv", 2, "when"].suggestion == f"legal values: early-2011; {new}"


def test_a_passage_that_is_not_listed_can_be_added(example: Path) -> None:
    edit(example, "example-bank-2014#p1", "example-bank-2014#p9")
    finding = found(example)["financings.csv", 2, "source"]
    assert finding.suggestion.endswith("; or add the passage to passages.csv")


def roles() -> frozenset[str]:
    store = ox.Store()
    store.load(path=str(ROOT / "ontology" / "jlac.ttl"), format=ox.RdfFormat.TURTLE)
    return role_properties(store)


def test_a_loan_like_a_known_one_may_be_the_same_event(example: Path, tmp_path: Path) -> None:
    known = roles()
    mine = tmp_path / "mine"
    mine.mkdir()
    rows = csv.DictReader(io.StringIO((example / "financings.csv").read_text()))
    (loan,) = rows

    def write(**cells: str) -> list[str]:
        with (mine / "financings.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(loan))
            writer.writeheader()
            writer.writerow(loan | {"id": "my-loan"} | cells)
        tables = load(read_collections([example, mine]))
        return [f.message for f in same_events(tables, {"mine"}, known)]

    said = "this may be the same event as fact/example-loan-2014: the class, the parties and the date agree"
    assert write(date="2014") == write(date="2014-03", amount="", currency="", precision="") == [said]
    assert write(date="2015") == write(amount="5") == write(financier="agent/example-trading") == []
    elsewhere = write(financed="agent/example-mining")
    assert [text.partition(":")[0] for text in elsewhere] == [said.partition(":")[0]]
    assert elsewhere[0].endswith("the other parties agree; only financed differs")
    assert write(financed="agent/example-mining", amount="", currency="", precision="") == []
    assert write(same_as_fact="fact/example-loan-2014") == []
    assert write(note="Another loan than fact/example-loan-2014.") == []
    write()
    findings = assemble(Inputs.of(data=[COMMON, example], with_=[mine])).findings
    assert [f.rule for f in findings if f.message == said] == ["csvw:same-event"]


def test_our_own_collections_link_the_facts_that_look_like_one_event() -> None:
    loaded = load(read_collections([ROOT / "data"]))
    known = roles()
    found = [f for name in loaded.group.folders for f in same_events(loaded, {name}, known)]
    assert [(f.value, f.message) for f in found] == []


@pytest.mark.parametrize(
    ("code", "way"), [("YEN", "did you mean JPY?"), ("ZZZ", "others of ISO 4217 are legal too")]
)
def test_a_currency_that_does_not_exist_comes_with_the_one_meant_or_those_in_use(
    example: Path, code: str, way: str
) -> None:
    path = example / "financings.csv"
    known = path.read_text().splitlines()[1].replace("example-loan-2014", "another-loan", 1)
    edit(example, ",USD,", f",{code},")
    with path.open("a") as file:
        file.write(f"{known}\n")
    assert found(example)["financings.csv", 2, "currency"].suggestion.endswith(way)


def test_an_amount_that_may_be_in_millions_is_reported(example: Path) -> None:
    with (example / "financings.csv").open(newline="") as file:
        (loan,) = csv.DictReader(file)
    edit(example, f",{loan['amount']},{loan['currency']},", f",1.5,{loan['currency']},")
    assert found(example)["financings.csv", 2, "amount"].rule == "csvw:small-amount"
