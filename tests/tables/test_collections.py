"""Folders of tables are read as one: keys, repeats and ledgers across them, each finding in its own file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import Assembly, assemble, build
from jlac_graph.core.errors import MetadataError, UsageError
from jlac_graph.tables.collections import read_collections
from jlac_graph.tables.findings import Finding
from jlac_graph.tables.folders import collections_in, named
from tests.fixtures.report import REPORT

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
COMMON = DATA / "common"
TABLES = {
    "sources": [{"id": "press-1", "title": "Press release", "publisher": "Yamato", "published": "2014-03-01",
                 "url": "https://example.org/1", "covers_area": "world"}],
    "passages": [{"locator": "press-1#p1", "source": "press-1", "fragment": "p1", "kind": "paragraph",
                  "label": "Press release, paragraph 1"}],
    "places": [{"id": "iquique", "class": "City", "name_en": "Iquique", "part_of": "chile",
                "source": "press-1#p1"}],
}  # fmt: skip
ARICA = {"id": "arica", "class": "City", "name_en": "Arica", "part_of": "chili", "source": "press-1#p1"}


def columns(table: str) -> list[str]:
    schema = json.loads((DATA / "schemas" / f"{table}.json").read_text(encoding="utf-8"))
    return [column["name"] for column in schema["columns"] if not column.get("virtual")]


def write(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns(table), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def collection(folder: Path, name: str = "mine", **more: list[dict[str, str]]) -> Path:
    """Write a collection without metadata; `more` has rows to add to a table."""
    place = folder / name
    place.mkdir(parents=True)
    for table, rows in TABLES.items():
        write(place, table, [*rows, *more.get(table, [])])
    return place


def checked(*folders: Path) -> Assembly:
    return assemble(Inputs((COMMON, *folders), ROOT / "ontology"))


def errors(made: Assembly) -> list[Finding]:
    return [finding for finding in made.findings if finding.severity == "error"]


def places(made: Assembly) -> list[tuple[str, int, str, str]]:
    return [(f.file, f.row, f.column, f.rule) for f in errors(made)]


def test_a_folder_without_metadata_takes_the_schemas_of_its_names(tmp_path: Path) -> None:
    group = read_collections([collection(tmp_path)])
    assert [(t.name, t.url) for t in group.tables] == [
        ("passages", "mine/passages.csv"), ("places", "mine/places.csv"), ("sources", "mine/sources.csv"),
    ]  # fmt: skip


def test_a_path_to_a_folder_may_go_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "checkout").mkdir()
    monkeypatch.chdir(tmp_path / "checkout")
    folder = Path("..", collection(tmp_path).name)
    assert list(read_collections([folder]).folders) == ["mine"]


def test_keys_are_found_in_any_collection(tmp_path: Path) -> None:
    """Iquique lies in Chile, which the common collection has."""
    assert places(checked(collection(tmp_path))) == []


def test_a_key_that_no_collection_has_is_found_in_its_own_file(tmp_path: Path) -> None:
    mine = collection(tmp_path, places=[ARICA])
    (finding,) = errors(checked(mine))
    assert (finding.file, finding.row, finding.column) == ("mine/places.csv", 3, "part_of")
    assert (finding.rule, finding.suggestion) == ("csvw:foreignKey", "did you mean chile?")


def test_an_id_of_another_collection_may_not_be_defined_again(tmp_path: Path) -> None:
    mine = collection(tmp_path, places=[ARICA | {"id": "mexico", "part_of": "japan"}])
    (finding,) = [f for f in errors(checked(mine)) if f.rule == "csvw:primaryKey"]
    lines = (COMMON / "places.csv").read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("mexico,"))
    assert (finding.file, finding.row, finding.column) == ("mine/places.csv", 3, "id")
    assert finding.message == f"the key is already used in row common/places.csv:{line}"


def test_a_subject_that_no_collection_defines_is_found(tmp_path: Path) -> None:
    mine = collection(tmp_path)
    name = {"kind": "altLabel", "name_en": "Copperland", "source": "press-1#p1"}
    write(mine, "names", [name | {"thing": "place/chile"}, name | {"thing": "place/nowhere"}])
    assert places(checked(mine)) == [("mine/names.csv", 3, "thing", "csvw:undefined")]


def test_a_file_that_no_schema_knows_is_a_finding(tmp_path: Path) -> None:
    mine = collection(tmp_path)
    (mine / "finacings.csv").write_text("id\n", encoding="utf-8")
    book = mine / "financings.xlsx"
    book.write_bytes(b"PK")
    found = errors(checked(mine))
    assert [(f.file, f.rule) for f in found] == [
        ("mine/finacings.csv", "csvw:unlisted"),
        ("mine/financings.xlsx", "csvw:unlisted"),
    ]
    ways = ["rename it to financings.csv", f"jlac xlsx {book} FOLDER writes its sheets as tables"]
    assert [f.suggestion for f in found] == ways


def test_a_ledger_accounts_for_the_rows_of_its_own_collection(tmp_path: Path) -> None:
    mine = collection(tmp_path)
    row = {"source": "press-1", "fragment": "p1", "outcome": "cited", "tables": "places"}
    write(mine, "coverage", [row])
    assert [f for f in checked(mine).findings if f.rule.startswith("ledger:")] == []
    write(mine, "coverage", [row | {"tables": "names"}])
    (finding,) = [f for f in checked(mine).findings if f.rule.startswith("ledger:")]
    assert (finding.file, finding.row, finding.suggestion) == ("mine/coverage.csv", 2, "write places")


def test_metadata_may_refer_to_the_projects_schemas_from_anywhere(tmp_path: Path) -> None:
    mine = collection(tmp_path)
    table = {"url": "cities.csv", "tableSchema": "https://w3id.org/jlac/schemas/places.json"}
    metadata = {"@context": "http://www.w3.org/ns/csvw", "tables": [table]}
    (mine / "places.csv").rename(mine / "cities.csv")
    (mine / "csv-metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    group = read_collections([mine])
    assert [(t.name, t.url) for t in group.tables] == [("places", "mine/cities.csv")]


def test_files_of_one_table_have_the_same_columns(tmp_path: Path) -> None:
    mine = collection(tmp_path)
    schema = {"aboutUrl": "urn:x:{id}", "columns": [{"name": "id", "propertyUrl": "urn:id"}]}
    metadata = {"url": "places.csv", "tableSchema": schema}
    (mine / "csv-metadata.json").write_text(
        json.dumps({"@context": "http://www.w3.org/ns/csvw", "tables": [metadata]}), encoding="utf-8"
    )
    with pytest.raises(MetadataError, match="are both tables of places, with different columns"):
        read_collections([COMMON, mine])


def test_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    one, two = collection(tmp_path / "a"), collection(tmp_path / "b")
    assert list(named([one, two])) == ["a/mine", "b/mine"]
    assert places(checked(one, two))[0][:3] == ("b/mine/passages.csv", 2, "locator")


def test_the_folder_of_some_collections_stands_for_them(tmp_path: Path) -> None:
    found = collections_in([DATA])
    assert found == sorted({path.parent for path in DATA.glob("*/*.csv")})
    assert {*REPORT} <= {*found}
    with pytest.raises(UsageError, match="contains no tables"):
        collections_in([tmp_path])
    with pytest.raises(UsageError, match="does not exist; give a folder of tables"):
        collections_in([tmp_path / "none"])


def test_each_collection_is_an_input_of_a_build(tmp_path: Path) -> None:
    manifest, _ = build(
        Inputs((COMMON, collection(tmp_path)), ROOT / "ontology"),
        out=tmp_path / "dist",
    )
    assert {
        "data/common/places.csv", "data/mine/places.csv", "data/schemas/places.json",
    } <= set(manifest.inputs)  # fmt: skip
    graph = (tmp_path / "dist" / "graph.nq").read_text(encoding="utf-8")
    assert "<https://w3id.org/jlac/id/place/iquique> " in graph
