"""A citable release: files with checksums, and metadata that the programs of archives read."""

import datetime
import json
import subprocess
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import mlcroissant
import pytest
import yaml
from pyoxigraph import RdfFormat, parse
from rocrate.rocrate import ROCrate

from jlac_graph.build.release import release_day, release_files
from jlac_graph.cli.build import _release
from jlac_graph.core.errors import NotFoundError, UsageError
from jlac_graph.lookup.change_feed import change_feed
from jlac_graph.lookup.diff import compare
from jlac_graph.sparql.store import OxigraphStore
from tests.web.conftest import service

DAY = datetime.date(2026, 1, 2)
DATASET = "https://w3id.org/jlac/dataset"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def released(report_dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "release"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(
            "SOURCE_DATE_EPOCH", str(int(datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC).timestamp()))
        )
        _release(report_dist, folder, None)
    return folder


def said(folder: Path) -> set[tuple[str, str, str]]:
    return {
        (q.subject.value.removeprefix(DATASET), q.predicate.value.rpartition("#")[2], q.object.value)
        for q in parse((folder / "release.ttl").read_bytes(), RdfFormat.TURTLE)
    }


def test_checksums_hold_and_the_description_carries_them(released: Path, report_dist: Path) -> None:
    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=released, capture_output=True)
    assert checked.returncode == 0
    names = {path.name for path in released.iterdir()} - {"SHA256SUMS", ".jlac-export"}
    assert checked.stdout.count(b": OK") == len(names)
    assert {"graph.nq", "nodes.csv", "edges.csv", "LICENSE-DATA", "changes.atom", ".zenodo.json"} < names
    facts = said(released)
    assert ("", "http://purl.org/dc/terms/issued", "2026-01-02") in facts
    assert ("/graph.nq", "byteSize", str((report_dist / "graph.nq").stat().st_size)) in facts
    digest = (released / "SHA256SUMS").read_text().split("  graph.nq")[0].splitlines()[-1]
    assert ("/graph.nq/checksum", "checksumValue", digest) in facts
    stable = set(parse((report_dist / "void.ttl").read_bytes(), RdfFormat.TURTLE))
    assert stable <= set(parse((released / "release.ttl").read_bytes(), RdfFormat.TURTLE))


def test_an_ro_crate_reader_finds_every_file(released: Path) -> None:
    crate = ROCrate(str(released))
    assert crate.root_dataset["datePublished"] == "2026-01-02"
    assert crate.root_dataset["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    assert {"graph.nq", "edges.csv", "release.ttl"} <= {file.id for file in crate.root_dataset["hasPart"]}
    for file in crate.root_dataset["hasPart"]:
        assert int(file["contentSize"]) == (released / file.id).stat().st_size


def test_croissant_is_valid_and_its_records_are_those_of_the_tables(released: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = mlcroissant.Dataset(str(released / "croissant.json"))
        edges = list(dataset.records("edges"))
    assert not dataset.metadata.ctx.issues.errors
    found = next(row for row in edges if row["edges/fact"] == b"fact/jbic-caserones")
    assert (found["edges/amount"], found["edges/source_passages"]) == (3e8, b"idb-mg-172#case-mining.p7")


def test_archives_get_title_licence_and_day(released: Path) -> None:
    deposit = json.loads((released / ".zenodo.json").read_text("utf-8"))
    assert (deposit["license"], deposit["publication_date"]) == ("cc-by-4.0", "2026-01-02")
    assert {"title", "description", "creators", "upload_type"} <= set(deposit)
    cited = yaml.safe_load((released / "CITATION.cff").read_text("utf-8"))
    assert (cited["title"], cited["date-released"]) == (deposit["title"], DAY)
    assert (released / "LICENSE-DATA").read_text("utf-8").startswith("The data of jlac-graph")


def test_the_same_day_gives_the_same_bytes(released: Path, report_dist: Path) -> None:
    more = {name: (released / name).read_bytes() for name in ("nodes.csv", "edges.csv", "changes.atom")}
    made = release_files(report_dist, DAY, more)
    assert {name: (released / name).read_bytes() for name in made} == made


def test_the_day_can_be_set_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert release_day() == datetime.date(2023, 11, 14)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH 'yesterday' is not a number of seconds"):
        release_day()


def test_a_folder_without_a_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no build"):
        release_files(tmp_path, DAY, {})


def entries(feed: bytes) -> list[tuple[str, str]]:
    root = ET.fromstring(feed)
    assert [root.find(ATOM + name) is not None for name in ("id", "title", "updated", "author")] == [True] * 4
    found = root.findall(ATOM + "entry")
    return [(e.findtext(ATOM + "updated") or "", e.findtext(ATOM + "content") or "") for e in found]


def test_the_feed_lists_what_each_release_changed(small_store: Callable[[str], OxigraphStore]) -> None:
    first = change_feed(DAY, None)
    old = small_store('<urn:f> <urn:amount> 3 . <urn:g> <urn:n> "x" .')
    new = small_store(
        '<urn:f> <urn:amount> 4 . <urn:h> <http://www.w3.org/2000/01/rdf-schema#label> "A & B" .'
    )
    later = datetime.date(2026, 5, 6)
    second = change_feed(later, compare(old, new), earlier=first.decode())
    assert entries(second) == [
        ("2026-05-06T00:00:00Z", "1 added, 1 removed, 1 changed\nadded: A & B <urn:h>\n"
         "removed: urn:g <urn:g>\nchanged: urn:f <urn:f>"),
        ("2026-01-02T00:00:00Z", "The first release."),
    ]  # fmt: skip
    assert len(entries(change_feed(later, None, earlier=second.decode()))) == 2


@pytest.fixture
def small_store() -> Callable[[str], OxigraphStore]:
    return lambda text: OxigraphStore.from_text(text, "ttl")


def test_the_service_gives_the_feed_of_a_release(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("<urn:a> <urn:p> <urn:b> .\n")
    (tmp_path / "changes.atom").write_bytes(change_feed(DAY, None))
    with service(graph=tmp_path) as running:
        answer = running.ask("/changes.atom")
    assert (answer.status, answer.media) == (200, "application/atom+xml")
    assert entries(answer.body) == [("2026-01-02T00:00:00Z", "The first release.")]


def test_a_partition_counts_one_class_only(dist: Path) -> None:
    parts: dict[str, set[str]] = {}
    for quad in parse((dist / "void.ttl").read_bytes(), RdfFormat.TURTLE):
        if quad.predicate.value.endswith(("void#class", "void#property", "void-ext#datatype")):
            parts.setdefault(quad.subject.value, set()).add(quad.object.value)
    assert f"{DATASET}/class/prov-Agent" in parts
    assert [part for part, terms in parts.items() if len(terms) > 1] == []
