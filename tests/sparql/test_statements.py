"""The statements of some properties, from every kind of graph."""

from array import array
from pathlib import Path

import pytest

from jlac_graph.core.errors import StoreError
from jlac_graph.core.kept_arrays import write_arrays
from jlac_graph.core.terms import text_of
from jlac_graph.open_graph import open_graph
from jlac_graph.sparql.disk_cache import open_copy
from jlac_graph.sparql.rdflib_store import RdflibStore, to_rdflib
from jlac_graph.sparql.sorted_quads import SortedQuads
from jlac_graph.sparql.store import OxigraphStore, Store

LABEL, NOTE = "http://www.w3.org/2000/01/rdf-schema#label", "https://w3id.org/jlac/ont#note"
TWICE = (
    f'<urn:a> <{NOTE}> "é \\" {{}} \\n" <urn:g1> .\n<urn:a> <{NOTE}> "é \\" {{}} \\n" <urn:g2> .\n'
    f'<urn:a> <urn:other> "{NOTE}" <urn:g1> .\n<urn:b> <{NOTE}> "b"@es <urn:g2> .\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "graph.nq"
    path.write_text(TWICE, "utf-8")
    return path


def every(store: Store, by_graph: bool = False) -> list[tuple[str, ...]]:
    rows = store.statements_by_graph([NOTE]) if by_graph else store.statements([NOTE])
    return sorted(tuple(map(str, row)) for row in rows)


def test_a_triple_of_two_graphs_is_one_statement_and_two_by_graph(file: Path) -> None:
    disk, memory = open_copy(file), OxigraphStore.from_path(file)
    assert disk is not None
    assert disk.file is not None
    texts = [text_of(row[2]) for row in disk.statements([NOTE])]
    assert texts == ['é " {} \n', "b"]
    assert every(disk) == every(memory)
    assert every(disk, by_graph=True) == every(memory, by_graph=True)
    assert len(every(disk, by_graph=True)) == 3


def test_when_the_file_is_another_one_the_copy_answers(file: Path) -> None:
    disk = open_copy(file)
    assert disk is not None
    whole = every(disk), every(disk, by_graph=True)
    file.write_text("")
    assert (every(disk), every(disk, by_graph=True)) == whole
    file.unlink()
    assert (every(disk), every(disk, by_graph=True)) == whole


def test_the_report_on_disk_has_the_statements_that_it_has_in_memory_and_in_rdflib(
    report_copy: Path, report_graph: OxigraphStore
) -> None:
    disk = open_graph(str(report_copy))
    other = RdflibStore(to_rdflib(report_graph))
    for names in ([LABEL], [NOTE, "https://w3id.org/jlac/ont#amount"], ["urn:none"]):
        found = [sorted(map(str, store.statements(names))) for store in (disk, report_graph, other)]
        assert found[0] == found[1]
        assert len(found[0]) == len(found[2])
    graphs = [sorted(map(str, store.statements_by_graph([NOTE]))) for store in (disk, report_graph)]
    assert graphs[0] == graphs[1] != []


def test_a_file_that_changes_while_it_is_read_is_told(file: Path) -> None:
    file.write_text("".join(f'<urn:{n:05}> <{NOTE}> "{n}" <urn:g1> .\n' for n in range(30_000)))
    disk = open_copy(file)
    assert disk is not None
    rows = disk.statements([NOTE])
    next(rows)
    file.write_text(f'<urn:a> <{NOTE}> "a" <urn:g1> .\n')
    with pytest.raises(StoreError, match="has changed since the graph was opened"):
        list(rows)


def test_an_index_is_only_kept_of_the_file_that_was_opened(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = open_copy(file)
    assert disk is not None
    monkeypatch.setattr(SortedQuads, "is_unchanged", True)
    file.write_text(f'<urn:other> <{NOTE}> "another" <urn:g1> .\n')
    with pytest.raises(StoreError, match="has changed"):
        list(disk.statements([NOTE]))
    assert not list(file.parent.glob(".beside-*/properties-*"))


def test_an_index_of_another_program_is_not_read(file: Path) -> None:
    disk = open_copy(file)
    assert disk is not None
    whole = every(disk)
    (index,) = file.parent.glob(".beside-*/properties-*")
    index.rename(index.with_name("properties-000000000000.bin"))
    write_arrays(index.with_name("properties-000000000000.bin"), {NOTE: array("Q")})
    again = open_copy(file)
    assert again is not None
    assert every(again) == whole
    assert len(list(index.parent.glob("properties-*"))) == 2


def test_the_last_line_may_lack_its_end(file: Path) -> None:
    file.write_text(f'<urn:a> <{LABEL}> "a" <urn:g1> .\n<urn:a> <{NOTE}> "n" <urn:g1> .')
    disk = open_copy(file)
    assert disk is not None
    assert [text_of(row[2]) for row in disk.statements([NOTE, LABEL])] == ["n", "a"]
