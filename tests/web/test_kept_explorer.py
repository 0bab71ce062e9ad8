"""The explorer of a graph on disk: its answers are those in memory, and a later process finds them made."""

import json
import shutil
from pathlib import Path

import pytest

from jlac_graph.open_graph import open_graph
from jlac_graph.sparql.store import OxigraphStore
from jlac_graph.web.explore import Explorer, kept_values, networks
from jlac_graph.web.explore.kept_answers import KeptAnswers

ROOT = Path(__file__).parents[2]
ASKED = [
    ("vocabulary", {"lang": "ja"}),
    ("front", {}),
    ("coverage", {"lang": "es"}),
    ("activity", {"lang": "pt"}),
    ("projection", {"name": "actors", "lang": "en"}),
    ("projection", {"name": "countries"}),
    ("thing", {"id": "place/japan", "lang": "ja"}),
    ("thing", {"id": "src:idb-mg-172"}),
    ("graph", {"shown": ["agent/jbic"], "expand": "agent/jbic", "lang": "es"}),
    ("graph", {"shown": ["place/chile", "agent/codelco", "agent/mitsui"], "context": True}),
    ("trace", {"source": "agent/mitsui", "target": "agent/jbic"}),
    ("find", {"q": "copper chile"}),
    ("graph", {"shown": ["\ud800"], "expand": "agent/jica"}),
    ("labels", {"ids": ["src:idb-mg-172", "agent/jica", "code:sector/mining"]}),
]


def test_answers_from_disk_are_those_in_memory(
    report_copy: Path, report_graph: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_values, "_SMALL", 0)  # so that even a small map stays on disk
    first, plain = (
        Explorer(open_graph(str(report_copy)), ROOT / "queries"),
        Explorer(report_graph, ROOT / "queries"),
    )
    first.warm()
    later = Explorer(open_graph(str(report_copy)), ROOT / "queries")
    later.warm()
    for what, values in ASKED:
        expected = json.loads(plain.answer(what, values))
        assert json.loads(first.answer(what, values)) == expected, what
        assert json.loads(later.answer(what, values)) == expected, what


def test_what_stands_is_not_made_again(report_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Explorer, "_keep", lambda _: pytest.fail("made again"))
    Explorer(open_graph(str(report_copy)), ROOT / "queries").warm()


def test_another_query_library_has_answers_of_its_own(report_copy: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "queries", tmp_path / "queries")
    (tmp_path / "queries" / "stories.toml").unlink()
    found = Explorer(open_graph(str(report_copy)), tmp_path / "queries")
    assert json.loads(found.answer("front", {}))["stories"] == []


def test_a_projection_of_another_library_has_its_own_nodes(
    report_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(networks, "_DRAWN", 3)
    monkeypatch.setattr(networks, "_OF_MANY", 2)
    shutil.copytree(ROOT / "queries", tmp_path / "queries")
    own = '[actors]\nsummary.en = "Assets"\nnodes = ["Agent", "Asset"]\nfacts = ["Ownership"]\n'
    (tmp_path / "queries" / "projections.toml").write_text(own)
    ours, theirs = (
        {node["id"] for node in json.loads(Explorer(store, path).answer("projection", {}))["nodes"]}
        for store in (open_graph(str(report_copy)),)
        for path in (ROOT / "queries", tmp_path / "queries")
    )
    assert len(ours) == len(theirs) == 2 and ours != theirs


def test_other_files_beside_the_queries_do_not_count(report_copy: Path, tmp_path: Path) -> None:
    store = open_graph(str(report_copy))
    (tmp_path / "mine.rq").write_text("ASK {}")
    KeptAnswers(store, tmp_path).keep("front", {}, b"1")
    (tmp_path / "notes.txt").write_text("Not a query.")
    assert KeptAnswers(store, tmp_path).get("front", {}) == b"1"
    (tmp_path / "mine.rq").write_text("ASK { ?s ?p ?o }")
    assert KeptAnswers(store, tmp_path).get("front", {}) is None


def test_a_folder_that_takes_no_files_leaves_the_answers_in_memory(
    report_copy: Path, report_graph: OxigraphStore
) -> None:
    store = open_graph(str(report_copy))
    (report_copy / "taken").write_text("a file, where a folder is due")
    store.beside = report_copy / "taken"
    found = Explorer(store, ROOT / "queries")
    found.warm()
    plain = Explorer(report_graph, ROOT / "queries")
    assert found.answer("front", {}) == plain.answer("front", {})


def test_classes_of_other_vocabularies_do_not_hide_ours(report_graph: OxigraphStore) -> None:
    kinds = Explorer(report_graph, ROOT / "queries").cache.kinds["Entity"]
    found = [kinds[name] for name in ("project/kingston-water-supply", "agent/kevin-gallagher", "agent/jbic")]
    assert found == ["Project", "Person", "PublicAgency"]
