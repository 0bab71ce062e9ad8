"""Faulty variants of the report's tables: every finding at its cell, no more and no fewer.

Faults that do not meet are put into one copy of the tables, which is checked once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import assemble
from tests.fixtures.report import REPORT
from tests.tables.faults.edits import ROOT, Fault, apply, expected, read_faults
from tests.tables.validation_doc import PAGE, examples, shown

FAULTS = read_faults()
EXAMPLES = examples(PAGE.read_text(encoding="utf-8"))
SLIPS = ("ledger:", "hygiene:", "csvw:same-row", "csvw:other-value", "csvw:check-digit")
Place = tuple[str, str, str]
"""A file, row and column; empty for all rows or all columns."""


@dataclass
class Batch:
    """Faults of one kind that touch different places of the tables."""

    kind: str
    faults: list[Fault] = field(default_factory=list)
    places: set[Place] = field(default_factory=set)

    def takes(self, kind: str, places: Iterable[Place]) -> bool:
        return kind == self.kind and not any(_meet(new, old) for new in places for old in self.places)


def _meet(one: Place, other: Place) -> bool:
    return all(a == b or not a or not b for a, b in zip(one, other, strict=True))


def kind_of(fault: Fault) -> str:
    """Say how far a fault reaches: a file or record that is lost, links between rows, or its cells alone."""
    found = [place.split(" ")[2:] for place in fault.expect]
    moves_lines = any("\r" in "".join(edit.get("replace", ())) for edit in fault.edits)
    if (
        any(column == "-" for column, _ in found)
        or any("row" not in edit for edit in fault.edits)
        or moves_lines
    ):
        return "files"
    if any(rule.startswith(SLIPS) for _, rule in found):
        return "slips"  # looked for only where there is no error
    if any(rule == "shape:ledger-cited" for _, rule in found):
        return "ledger"  # judged only when every row is there
    linked = ("shape:", "csvw:foreignKey", "csvw:undefined", "csvw:primaryKey", "csvw:renamed")
    return "graph" if any(rule.startswith(linked) for _, rule in found) else "cells"


def places_of(fault: Fault, kind: str) -> set[Place]:
    """List what a fault changes and where it is found."""
    found: set[Place] = set()
    for edit in fault.edits:
        columns = edit.get("set", {}) if kind == "cells" else {}
        found |= {(edit["file"], edit.get("row", ""), column) for column in columns or [""]}
    for place in fault.expect:
        file, row, column, _ = place.split(" ")
        found.add((file, "" if row.startswith("@") else row, column if kind == "cells" else ""))
    return {(file, "", "") for file, _, _ in found} if kind == "files" else found


def batches() -> list[Batch]:
    made: list[Batch] = []
    for fault in FAULTS:
        kind = kind_of(fault)
        places = places_of(fault, kind)
        batch = next((b for b in made if b.takes(kind, places)), None)
        if batch is None:
            made.append(batch := Batch(kind))
        batch.faults.append(fault)
        batch.places |= places
    return made


BATCHES = batches()


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    assert len(FAULTS) >= 80
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) == sum(len(b.faults) for b in BATCHES)


@pytest.fixture(scope="module")
def standing() -> set[tuple[str, str, str]]:
    """What the sound tables are warned of, which each variant is warned of too."""
    findings = assemble(Inputs(REPORT, ROOT / "ontology")).findings
    assert not [f for f in findings if f.severity == "error"]
    return {(f.file, f.value, f.rule) for f in findings}


@pytest.mark.parametrize(
    "batch", BATCHES, ids=lambda b: f"{b.faults[0].name} and {len(b.faults) - 1} more {b.kind}"
)
def test_every_fault_is_found_at_its_cell(
    batch: Batch, tmp_path: Path, standing: set[tuple[str, str, str]]
) -> None:
    data = apply(batch.faults, tmp_path)
    made = assemble(Inputs((data,), ROOT / "ontology"))
    findings = made.findings
    found = [f for f in findings if (f.file, f.value, f.rule) not in standing]
    due = sorted(place for fault in batch.faults for place in expected(fault, data))
    assert sorted((f.file, f.row, f.column, f.rule) for f in found) == due
    suggestions = {f.suggestion for f in findings}
    assert {fault.suggestion for fault in batch.faults if fault.suggestion} <= suggestions
    assert all({lang for lang, _ in f.messages} == {"ja", "es", "pt"} for f in findings)
    assert all({lang for lang, _ in f.suggestions} == {"ja", "es", "pt"} for f in findings if f.suggestion)
    for fault in batch.faults:
        if fault.name in EXAMPLES:
            places = set(expected(fault, data))
            own = [f for f in findings if (f.file, f.row, f.column, f.rule) in places]
            assert as_documented(EXAMPLES[fault.name], shown(own, made.group.folders))


def as_documented(written: str, found: str) -> bool:
    """Say whether an example of docs/validation.md is true; rows may move and columns be added."""
    one, other = written.splitlines(), found.splitlines()
    return (one[1], one[-4:], len(one)) == (other[1], other[-4:], len(other))


ROWS_WITHOUT_ID = {
    "an id with capitals and an unknown owner, and an invalid id that other rows name": (
        [
            ("ownerships", "anglo-american-anglo-sur", {"id": "Anglo-Sur", "owner": "agent/nobody"}),
            ("organizations", "codelco", {"id": "Codelco SA"}),
        ],
        {
            ("ownerships", "id", "csvw:format"), ("ownerships", "owner", "shape:Ownership-owner-class"),
            ("organizations", "id", "csvw:format"),
        },
    ),
    "an invalid id that other rows name, in an unknown country": (
        [("organizations", "codelco", {"id": "Codelco SA", "country": "atlantis"})],
        {("organizations", "id", "csvw:format"), ("organizations", "country", "csvw:foreignKey")},
    ),
}  # fmt: skip
"""Edits (table, row, cells), and all errors: those of the row itself, none at what names it."""


@pytest.mark.parametrize("name", ROWS_WITHOUT_ID)
def test_a_row_without_a_valid_id_is_checked_for_what_it_refers_to(name: str, tmp_path: Path) -> None:
    edits, errors = ROWS_WITHOUT_ID[name]
    files = [{"file": f"idb-mg-172/{table}.csv", "row": row, "set": cells} for table, row, cells in edits]
    data = apply([Fault(name=name, edits=tuple(files), expect=())], tmp_path)
    findings = assemble(Inputs((data,), ROOT / "ontology")).findings
    found = {(f.file, f.column, f.rule) for f in findings if f.severity == "error"}
    assert found == {(f"idb-mg-172/{table}.csv", column, rule) for table, column, rule in errors}
