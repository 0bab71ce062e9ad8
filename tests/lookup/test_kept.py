"""Names, links and hops kept beside the copy of a build: the same as those read from the graph."""

import os
from pathlib import Path

import pytest

from jlac_graph.core import kept_files
from jlac_graph.core.errors import StoreError
from jlac_graph.core.kept_files import draft_of, kept_version, remove_old_versions
from jlac_graph.core.kept_tables import KeptTable, called, some, write_tables
from jlac_graph.lookup.classes import read_classes
from jlac_graph.lookup.kept import kept_tables
from jlac_graph.lookup.links import LinkSet, read_links
from jlac_graph.lookup.search import read_names, search
from jlac_graph.network.prepared import PreparedLinks, prepared
from jlac_graph.network.tracing import trace
from jlac_graph.open_graph import open_graph
from jlac_graph.sparql.store import OxigraphStore, Store


@pytest.fixture(scope="module")
def disk(report_copy: Path) -> Store:
    return open_graph(str(report_copy))


def kept(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(f".beside-*/{pattern}"))


def content(links: LinkSet) -> tuple[object, ...]:
    sets = (links.symmetric, links.unnamed, links.surcharges)
    return tuple(links.links), dict(links.facts), dict(links.ground), *sets


def test_names_are_the_same_when_they_are_made_and_when_they_are_opened(
    disk: Store, report_copy: Path, report_graph: OxigraphStore
) -> None:
    read = read_names(report_graph)
    for _ in range(2):
        found = read_names(disk)
        for part in ("by_name", "written", "by_slug", "by_code"):
            assert list(getattr(found, part).items()) == list(getattr(read, part).items())
        assert found.exact("JBIC") == read.exact("JBIC") == ("agent/jbic",)
        assert found.close("codelko") == read.close("codelko")
    assert len(kept(report_copy, "names-*")) == 1


def test_a_search_on_disk_is_that_in_memory(disk: Store, report_graph: OxigraphStore) -> None:
    for text in ("copper mine chile", "三井", "codelko", "agreement partnership economic", "bank"):
        assert search(disk, text) == search(report_graph, text) != []
    read = kept_tables(disk, "texts", dict)["texts"]
    assert isinstance(read, KeptTable)
    some = dict(read.holding(["copper", "mine"]))
    assert 0 < len(some) < len(read) / 4
    assert all("copper" in str(value) for value in some.values())


def test_keys_are_looked_up_on_disk_as_in_memory(disk: Store, report_graph: OxigraphStore) -> None:
    kept_names, names = read_names(disk).by_name, read_names(report_graph).by_name
    assert isinstance(kept_names, KeptTable)
    held = dict(called(kept_names, "development bank"))
    assert held == dict(called(names, "development bank"))
    assert 1 < len(held) < len(names) / 4 and all("development bank" in name for name in held)
    assert some(kept_names, [*names, "no such name"]) == names
    half = "\ud800"  # of a surrogate pair
    assert half not in kept_names and not some(kept_names, [half]) and not list(called(kept_names, half))


def test_links_are_the_same_whether_all_are_read_or_few(disk: Store, report_graph: OxigraphStore) -> None:
    read = read_links(report_graph)
    assert content(read_links(disk)) == content(read_links(disk).in_memory()) == content(read)
    pairs = prepared(read).bundles
    few = prepared(read_links(disk)).bundles
    assert {pair: list(few[pair]) for pair in pairs} == {pair: list(links) for pair, links in pairs.items()}


def test_classes_are_the_same_when_they_are_made_and_when_they_are_opened(
    disk: Store, report_copy: Path, report_graph: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = read_classes(report_graph)
    assert read.kind("agent/jbic") == "PublicAgency"
    assert {"Agent", "Entity", "PublicAgency"} <= read.types["agent/jbic"]
    assert read.country["agent/jbic"] == "place/japan"
    assert read.kind("code:sector/mining") is None
    assert read_classes(disk) == read
    monkeypatch.setattr(OxigraphStore, "raw", None)
    assert read_classes(disk) == read
    assert len(kept(report_copy, "classes-*")) == 1


def hops(ready: PreparedLinks) -> tuple[object, ...]:
    graph = ready.graph
    arrays = (graph.first, graph.neighbours, graph.costs, graph.masks, graph.toll)
    return list(graph.names), *map(list, arrays), ready.links, ready.undated


def test_a_trace_on_disk_is_that_in_memory(disk: Store, report_graph: OxigraphStore) -> None:
    assert hops(prepared(read_links(disk))) == hops(prepared(read_links(report_graph)))
    for ends in (("mitsui", "codelco"), ("jbic", "Mine@chile")):
        assert str(trace(disk, *ends)) == str(trace(report_graph, *ends))


def test_what_is_kept_is_made_again_when_it_is_not_whole(disk: Store, report_copy: Path) -> None:
    expected = content(read_links(disk)), hops(prepared(read_links(disk)))
    for pattern in ("links-*", "hops-*"):
        (file,) = kept(report_copy, pattern)
        file.write_bytes(file.read_bytes()[:1000])
        assert (content(read_links(disk)), hops(prepared(read_links(disk)))) == expected
        file.write_bytes(b"")
        assert (content(read_links(disk)), hops(prepared(read_links(disk)))) == expected


def test_damage_inside_what_is_kept_is_told_with_a_way_out(disk: Store, report_copy: Path) -> None:
    read_names(disk)
    (file,) = kept(report_copy, "names-*")
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\0" * (len(whole) - 8192))
    with pytest.raises(StoreError, match=r"names-\w+\.sqlite is damaged .*; remove it, and it is made again"):
        list(read_names(disk).written.items())
    file.unlink()
    assert read_names(disk).exact("JBIC") == ("agent/jbic",)


def test_where_nothing_can_be_kept_it_is_read(report_copy: Path, report_graph: OxigraphStore) -> None:
    store = open_graph(str(report_copy))
    store.beside = report_copy / "missing" / "folder"
    assert content(read_links(store)) == content(read_links(report_graph))
    assert hops(prepared(read_links(store))) == hops(prepared(read_links(report_graph)))


def test_what_earlier_versions_kept_goes_after_a_day(tmp_path: Path) -> None:
    names = [
        "a-0123456789ab.bin",
        "a-0123456789ac.bin",
        "a-0123456789ad.bin",
        "a-b-0123456789ad.bin",
        "a-x.bin",
        "a-0123456789ab.bin.bak",
        "a-0123456789ad.bin.27",
        "a-0123456789ad.bin.27-journal",
    ]
    for name in names:
        (tmp_path / name).touch()
    for name in names[0], *names[2:]:
        os.utime(tmp_path / name, (0, 0))
    remove_old_versions(tmp_path / names[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names[:2], *names[3:6]])


def test_where_a_folder_is_gone_there_is_nothing_to_remove(tmp_path: Path) -> None:
    remove_old_versions(tmp_path / "gone" / "a-0123456789ab.bin")


def test_two_drafts_of_one_file_have_different_names(tmp_path: Path) -> None:
    with draft_of(tmp_path / "a.bin") as one, draft_of(tmp_path / "a.bin") as other:
        one.write_text("one")
        other.write_text("other")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.bin": "one"}
    one.touch()
    os.utime(one, (0, 0))
    remove_old_versions(tmp_path / "a.bin")
    assert not one.exists()


def test_the_name_of_what_is_kept_changes_with_its_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, core = tmp_path / "maker", tmp_path / "core"
    for folder in (package, core):
        folder.mkdir()
    files = [package / "a.py", core / "kept_arrays.py", core / "kept_tables.py"]
    monkeypatch.setattr(kept_files, "__file__", str(core / "kept_files.py"))
    for file in files:
        file.touch()
    seen = set()
    for file in (None, *files):
        if file:
            file.write_text("changed")
        kept_version.cache_clear()
        seen.add(kept_version(package))
    kept_version.cache_clear()
    assert len(seen) == 1 + len(files)


def test_a_write_that_fails_leaves_no_draft(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="set is not JSON"):
        write_tables(tmp_path / "a.sqlite", {"a": {"b": {1}}})
    assert list(tmp_path.iterdir()) == []
