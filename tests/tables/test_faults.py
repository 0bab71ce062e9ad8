"""Faulty variants of the real data: every finding at its cell, no more and no fewer."""

from pathlib import Path

import pytest

from jlac_graph.build.pipeline import assemble
from tests.tables.faults.edits import ROOT, Fault, apply, expected, read_faults

FAULTS = read_faults()


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    assert len(FAULTS) >= 80
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.fixture(scope="module")
def standing() -> set[tuple[str, str, str]]:
    """What the sound tables are warned of, which each variant is warned of too."""
    findings = assemble(ROOT / "data", ROOT / "ontology").findings
    assert not [f for f in findings if f.severity == "error"]
    return {(f.file, f.value, f.rule) for f in findings}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_is_found_at_its_cell(
    fault: Fault, tmp_path: Path, standing: set[tuple[str, str, str]]
) -> None:
    data = apply(fault, tmp_path)
    findings = assemble(data, ROOT / "ontology").findings
    found = [f for f in findings if (f.file, f.value, f.rule) not in standing]
    assert sorted((f.file, f.row, f.column, f.rule) for f in found) == expected(fault, data)
    if fault.suggestion:
        assert fault.suggestion in {f.suggestion for f in findings}
    assert all({lang for lang, _ in f.messages} == {"ja", "es", "pt"} for f in findings)
