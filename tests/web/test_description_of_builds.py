"""The description of a build is the one that the build wrote, unless the graph has changed since."""

import shutil
from pathlib import Path

import pytest

from jlac_graph.open_graph import open_graph
from jlac_graph.web import description
from jlac_graph.web.description import dataset_triples


def test_the_description_of_a_build_is_read_and_not_counted_again(
    report_dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("graph.nq", "manifest.json", "void.ttl"):
        shutil.copy(report_dist / name, tmp_path / name)
    store, counted = open_graph(str(tmp_path)), []
    expected = set(dataset_triples(open_graph(str(tmp_path), in_memory=2**40), "http://e/sparql"))
    assert len(expected) > 1000
    count = description.count_partitions
    monkeypatch.setattr(description, "count_partitions", lambda lines: counted.append(1) or count(lines))
    assert set(dataset_triples(store, "http://e/sparql")) == expected
    assert not counted
    text = (tmp_path / "void.ttl").read_text("utf-8")
    (tmp_path / "void.ttl").write_text(text.replace("void:triples ", "void:triples 1", 1), "utf-8")
    assert set(dataset_triples(store, "http://e/sparql")) == expected
    assert counted
