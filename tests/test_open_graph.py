"""The project's own graph, asked once: a copy on disk that stands ready."""

from pathlib import Path

import pytest

from jlac_graph.build import pipeline as build
from jlac_graph.core.errors import StoreError
from jlac_graph.open_graph import open_graph
from jlac_graph.sparql.answers import Solutions

QUADS = "<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:p> <urn:b> <urn:h> .\n"


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "graph.nq"
    path.write_text(QUADS)
    (tmp_path / "manifest.json").write_text("{}")
    monkeypatch.setattr(build, "ensure_built", lambda inputs: path)
    monkeypatch.delenv("JLAC_GRAPH", raising=False)
    return path


def rows(*, in_memory: int = 0) -> list[str]:
    answer = open_graph(in_memory=in_memory).query("SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?o")
    assert isinstance(answer, Solutions)
    return [str(row[0]) for row in answer.rows]


def kept(graph: Path) -> list[str]:
    return [path.name for path in graph.parent.iterdir() if path.name.startswith((".store-", ".draft-"))]


def test_it_answers_as_the_graph_in_memory_does(graph: Path) -> None:
    assert rows() == rows() == rows(in_memory=1000) == ["<urn:b>"]
    assert len(kept(graph)) == 1


def test_a_changed_file_has_a_copy_of_its_own(graph: Path) -> None:
    rows()
    before = kept(graph)
    graph.write_text(QUADS + "<urn:a> <urn:p> <urn:c> <urn:g> .\n")
    assert rows() == ["<urn:b>", "<urn:c>"]
    assert len(set(kept(graph)) - set(before)) == 1


def test_where_no_copy_can_stand_the_file_is_read(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    assert rows() == ["<urn:b>"]
    assert kept(graph) == []


def test_a_scheme_in_capitals_is_a_scheme_and_a_file_has_an_address_too(tmp_path: Path) -> None:
    path = tmp_path / "año 1.ttl"
    path.write_text("<urn:a> <urn:p> 3 .")
    assert open_graph(path.as_uri()).count() == 1
    assert open_graph(f"FILE://{path}").count() == 1
    assert open_graph("HTTP://127.0.0.1:9/x").name == "http://127.0.0.1:9/x"
    with pytest.raises(StoreError, match=r"'ftp://e/g': a graph is a file, a folder, or the http"):
        open_graph("ftp://e/g")
