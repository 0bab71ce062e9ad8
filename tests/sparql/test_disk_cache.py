"""The copy of a graph on disk: made once, checked whenever it is opened, made again when it is damaged."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jlac_graph.core.errors import QueryError
from jlac_graph.sparql.disk_cache import open_copy

LINES = [f"<urn:s{n}> <urn:p> {'<urn:o>' if n % 2 else n} <urn:g{n % 3}> .\n" for n in range(500)]
LINES = [line.replace(f" {n} ", f' "{n}" ') for n, line in enumerate(LINES)]
TWICE = "<urn:s1> <urn:p> <urn:o> <urn:other> .\n"
ASK = "import sys; from pathlib import Path; from jlac_graph.sparql.disk_cache import open_copy; "


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.nq"
    path.write_text("".join(LINES) + TWICE)
    return path


def copy_of(graph: Path) -> Path:
    (folder,) = graph.parent.glob(".store-*")
    return folder


def rows(graph: Path) -> int:
    found = open_copy(graph)
    assert found is not None
    (only,) = found.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").to_dicts()
    return int(only["n"])


def test_a_triple_of_two_graphs_counts_once(graph: Path) -> None:
    assert rows(graph) == len(LINES)


def test_many_processes_on_a_cold_cache_all_answer(graph: Path) -> None:
    code = ASK + "print(open_copy(Path(sys.argv[1])).count())"
    command = [sys.executable, "-c", code, str(graph)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    assert [process.communicate()[0].strip() for process in started] == [str(len(LINES))] * 8
    assert len([*graph.parent.glob(".store-*")]) == 1
    assert not [*graph.parent.glob(".draft-*")]


def damages(folder: Path) -> list[Path]:
    return [
        path for path in sorted(folder.iterdir()) if path.stat().st_size and path.name not in ("LOG", "LOCK")
    ]


def test_damage_to_any_file_is_noticed_and_mended(graph: Path) -> None:
    assert rows(graph) == len(LINES)
    names = [path.name for path in damages(copy_of(graph))]
    assert len(names) > 5
    for number, name in enumerate(names):
        victims = damages(copy_of(graph))
        victim = victims[number % len(victims)]
        content = bytearray(victim.read_bytes())
        content[len(content) // 2] ^= 1
        victim.write_bytes(content)
        assert rows(graph) == len(LINES), (name, "flipped")
        damages(copy_of(graph))[number % len(victims)].write_bytes(b"")
        assert rows(graph) == len(LINES), (name, "emptied")
        damages(copy_of(graph))[number % len(victims)].unlink()
        assert rows(graph) == len(LINES), (name, "removed")


def test_damage_inside_a_large_file_is_no_wrong_answer(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jlac_graph.sparql.disk_cache._EDGE", 64)
    assert rows(graph) == len(LINES)
    tables = [path for path in copy_of(graph).glob("*.sst") if path.stat().st_size > 4000]
    for table in tables:
        content = bytearray(table.read_bytes())
        content[len(content) // 3] ^= 1
        table.write_bytes(content)
    found = open_copy(graph)
    assert found is not None
    with pytest.raises(QueryError, match="Corruption"):
        found.select("SELECT * { ?s ?p ?o }")


def test_what_a_killed_process_left_is_removed(graph: Path) -> None:
    left = [graph.parent / name for name in (".draft-1-2-0.5", ".store-1-2-0.5")]
    left.append(graph.parent / ".draft-5-6-0.5")
    young = graph.parent / ".store-3-4-0.5"
    for folder in (*left, young):
        folder.mkdir()
        (folder / "000001.sst").write_bytes(b"x")
    for folder in left[:2]:
        os.utime(folder, (0, 0))
    assert rows(graph) == len(LINES)
    assert [folder.exists() for folder in (*left, young)] == [False, False, False, True]


def test_where_it_cannot_be_written_there_is_none(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jlac_graph.sparql.disk_cache._write", full)
    assert open_copy(graph) is None
    assert not [*graph.parent.glob(".draft-*"), *graph.parent.glob(".store-*")]
