"""A release: the build stays as it is, its description gains a day and checksums."""

import datetime
import shutil
import subprocess

import pytest
from pyoxigraph import RdfFormat, parse

from jlac_graph.build.release import release_day, write_release
from jlac_graph.core.errors import NotFoundError, UsageError

DAY = datetime.date(2026, 1, 2)
DATASET = "https://w3id.org/jlac/dataset"


@pytest.fixture
def folder(dist, tmp_path):
    return shutil.copytree(dist, tmp_path / "dist")


def said(folder):
    return {
        (q.subject.value.removeprefix(DATASET), q.predicate.value.rpartition("#")[2], q.object.value)
        for q in parse((folder / "release.ttl").read_bytes(), RdfFormat.TURTLE)
    }


def test_checksums_hold_and_the_description_carries_them(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_release(folder, DAY)
    assert {name: (folder / name).read_bytes() for name in before} == before
    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=folder, capture_output=True)
    assert checked.returncode == 0
    assert checked.stdout.count(b": OK") == len(before) + 1
    facts = said(folder)
    assert ("", "http://purl.org/dc/terms/issued", "2026-01-02") in facts
    assert ("/graph.nq", "byteSize", str(len(before["graph.nq"]))) in facts
    digest = (folder / "SHA256SUMS").read_text().split("  graph.nq")[0].splitlines()[-1]
    assert ("/graph.nq/checksum", "checksumValue", digest) in facts
    assert set(parse(before["void.ttl"], RdfFormat.TURTLE)) <= set(
        parse((folder / "release.ttl").read_bytes(), RdfFormat.TURTLE)
    )


def test_a_file_that_no_build_wrote_is_not_released(folder):
    (folder / "scratch.json").write_text("{}")
    (folder / "draft.ttl").write_text("")
    write_release(folder, DAY)
    assert not any("scratch" in part or "draft" in part for fact in said(folder) for part in fact)
    assert "scratch" not in (folder / "SHA256SUMS").read_text()


def test_the_same_day_gives_the_same_bytes(folder):
    first = [path.read_bytes() for path in write_release(folder, DAY)]
    assert [path.read_bytes() for path in write_release(folder, DAY)] == first


def test_the_day_can_be_set_from_outside(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert release_day() == datetime.date(2023, 11, 14)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH 'yesterday' is not a number of seconds"):
        release_day()


def test_a_folder_without_a_build_is_refused(tmp_path):
    with pytest.raises(NotFoundError, match="no build"):
        write_release(tmp_path, DAY)


def test_a_partition_counts_one_class_only(dist):
    parts = {}
    for quad in parse((dist / "void.ttl").read_bytes(), RdfFormat.TURTLE):
        if quad.predicate.value.endswith(("void#class", "void#property")):
            parts.setdefault(quad.subject.value, set()).add(quad.object.value)
    assert f"{DATASET}/class/prov-Agent" in parts
    assert [part for part, terms in parts.items() if len(terms) > 1] == []
