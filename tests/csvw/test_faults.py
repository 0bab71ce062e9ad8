"""Where metadata is looked for, and what is said of input at fault."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jlac_graph.core.errors import JlacError
from jlac_graph.csvw import open_source, triples

from .command import run
from .conftest import BASE, Place, statements

PORTS = "id,name\ncallao,Callao\nkobe,Kobe\n"
COLUMNS = [{"name": "id", "titles": "id"}, {"name": "name", "titles": "name"}]
META = {"url": "ports.csv", "aboutUrl": "http://example.org/{id}", "tableSchema": {"columns": COLUMNS}}
DESCRIBED = [':callao :ports.csv#id "callao"', ':callao :ports.csv#name "Callao"']
PLAIN = ['_ :ports.csv#id "callao"', '_ :ports.csv#id "kobe"']


@pytest.mark.parametrize("name", ["ports.csv-metadata.json", "csv-metadata.json"])
def test_metadata_beside_the_file_is_found(place: Place, name: str) -> None:
    place.write("ports.csv", PORTS)
    place.write(name, META)
    assert place.triples("ports.csv", "--minimal")[:2] == DESCRIBED


def test_metadata_of_the_file_comes_before_that_of_the_folder(place: Place) -> None:
    place.write("ports.csv", PORTS)
    place.write("ports.csv-metadata.json", META)
    place.write("csv-metadata.json", {"url": "ports.csv", "aboutUrl": "http://example.org/other"})
    assert place.triples("ports.csv", "--minimal")[:2] == DESCRIBED


def test_metadata_of_another_file_is_passed_over(place: Place) -> None:
    place.write("ports.csv", PORTS)
    place.write("csv-metadata.json", {"url": "towns.csv"})
    got = place.run("ports.csv", "--minimal")
    assert (got.code, statements(got)[:2]) == (0, PLAIN)
    assert got.err == (
        f"jlac: warning: {BASE}csv-metadata.json does not describe {BASE}ports.csv and is ignored\n"
    )


def test_a_site_may_say_where_metadata_lies(place: Place) -> None:
    place.write(".well-known/csvm", "meta/{+url}.json\n{+url}.meta\n")
    place.write("ports.csv", PORTS)
    place.write("ports.csv.meta", META)
    assert place.triples("ports.csv", "--minimal")[:2] == DESCRIBED


def test_json_that_is_no_metadata_is_not_taken_for_it(place: Place) -> None:
    place.write("ports.csv", PORTS)
    (place.root / "csv-metadata.json").write_text('{"rows": 2}')
    assert place.triples("ports.csv", "--minimal")[:2] == PLAIN


def test_metadata_that_is_named_comes_first(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "m.json"
    elsewhere.write_text(json.dumps({"@context": "http://www.w3.org/ns/csvw", **META}))
    place.write("ports.csv", PORTS)
    place.write("csv-metadata.json", {"url": "ports.csv", "aboutUrl": "http://example.org/other"})
    assert place.triples("ports.csv", "--minimal", "--metadata", str(elsewhere))[:2] == DESCRIBED


def test_linked_metadata_counts_when_it_describes_the_file(place: Place) -> None:
    place.write("ports.csv", PORTS)
    path = place.write("m.json", META)
    assert place.triples("ports.csv", "--minimal", "--linked", str(path))[:2] == DESCRIBED
    place.write("m.json", META | {"url": "towns.csv"})
    got = place.run("ports.csv", "--minimal", "--linked", str(path))
    assert (got.code, statements(got)[:2]) == (0, PLAIN)
    assert "m.json does not describe" in got.err


def test_without_base_addresses_are_those_of_files(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write("data/ports.csv", PORTS)
    place.write("data/m.json", {"url": "ports.csv"})
    monkeypatch.chdir(place.root)
    expected = f"<file://{place.root}/data/ports.csv#name>"
    for arguments in (["data/ports.csv"], ["data/m.json"], ["data/ports.csv", "--metadata", "data/m.json"]):
        got = run("csvw", *arguments, "--minimal")
        assert (got.code, got.err) == (0, "")
        assert got.out.decode().count(expected) == 2


@pytest.mark.parametrize("base", ["http://example.org/data/ports.csv", "http://example.org/data/"])
def test_base_names_the_file_or_a_folder(place: Place, monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    place.write("data/ports.csv", PORTS)
    monkeypatch.chdir(place.root)
    got = run("csvw", "data/ports.csv", "--minimal", "--base", base)
    assert statements(got)[0] == '_ :data/ports.csv#id "callao"'


def test_metadata_names_files_above_it(place: Place) -> None:
    place.write("tables/ports.csv", PORTS)
    place.write("meta/m.json", {"url": "../tables/ports.csv"})
    assert place.triples("meta/m.json", "--minimal")[0] == '_ :tables/ports.csv#id "callao"'


# --- faults of the data


def fault(place: Place, table: str, **schema: Any) -> str:
    """Validate a table; what is said, which conversion says too but as a warning."""
    place.write("ports.csv", table)
    place.write("m.json", {"url": "ports.csv", "tableSchema": {"columns": COLUMNS} | schema})
    got, warned = place.run("m.json", "--validate"), place.run("m.json", "--minimal")
    assert (got.code, got.out, warned.code) == (1, b"", 0)
    assert warned.err == got.err.replace("jlac: ", "jlac: warning: ")
    return got.err.replace(f"jlac: {BASE}", "").strip()


def test_validation_is_silent_when_all_is_well(place: Place) -> None:
    place.write("ports.csv", PORTS)
    place.write("m.json", META)
    got = place.run("m.json", "--validate")
    assert (got.code, got.out, got.err) == (0, b"", "")


def test_primary_keys_are_unique(place: Place) -> None:
    assert (
        fault(place, "id,name\na,b\na,c\n", primaryKey="id") == "ports.csv#row=3: the key 'a' is used twice"
    )


def test_rows_have_as_many_cells_as_columns(place: Place) -> None:
    assert fault(place, "id,name\na\n") == "ports.csv#row=2: expected 2 cells, found 1"


@pytest.mark.parametrize("options", [(), ("--validate",)])
def test_an_address_with_two_fragments_is_named_with_its_cell(place: Place, options: tuple[str, ...]) -> None:
    home = {"name": "home", "titles": "home", "valueUrl": "{+home}"}
    place.write("ports.csv", "id,home\ncallao,http://a.example/#x\nkobe,http://b.example/#x#y\n")
    place.write("m.json", {"url": "ports.csv", "tableSchema": {"columns": [COLUMNS[0], home]}})
    got = place.run("m.json", *options)
    said = "ports.csv#row=3: home: 'http://b.example/#x#y' is not a valid IRI: Invalid IRI code point '#'"
    assert (got.code, got.err) == (1, f"jlac: {BASE}{said}\n")


def test_headers_are_those_described(place: Place) -> None:
    found = fault(place, "id,nombre\n")
    assert found == "ports.csv: column 2 has the title 'nombre', expected 'name'"
    assert fault(place, "id,name,more\n") == "ports.csv: expected 2 columns, found 3 in the header"


@pytest.mark.parametrize(
    ("described", "of_table", "fits"),
    [("EN-gb", "en", True), ("en", "EN-GB", True), ("es", "en", False), ("en-GB", "en-US", False)],
)
def test_a_title_counts_in_the_language_of_the_table_whatever_its_case(
    place: Place, described: str, of_table: str, fits: bool
) -> None:
    place.write("ports.csv", "code\ncallao\n")
    column = {"name": "id", "titles": {described: "code"}}
    place.write("m.json", {"url": "ports.csv", "lang": of_table, "tableSchema": {"columns": [column]}})
    got = place.run("m.json", "--validate")
    assert (got.code == 0) == fits
    assert ("has the title 'code', expected 'code'" in got.err) == (not fits)


def test_foreign_keys_lead_to_one_row(place: Place) -> None:
    place.write("towns.csv", "code\na\nb\nb\n")
    key = {"columnReference": "name", "reference": {"resource": "towns.csv", "columnReference": "code"}}
    schema = {"columns": COLUMNS, "foreignKeys": [key]}
    towns = {"url": "towns.csv", "tableSchema": {"@id": "towns", "columns": [{"name": "code"}]}}
    place.write("m.json", {"tables": [{"url": "ports.csv", "tableSchema": schema}, towns]})
    place.write("ports.csv", "id,name\n1,a\n2,b\n3,c\n4,\n")
    expected = [
        f"jlac: {BASE}ports.csv#row=3: 'b' is in 2 rows of {BASE}towns.csv",
        f"jlac: {BASE}ports.csv#row=4: 'c' is in no row of {BASE}towns.csv",
    ]
    got = place.run("m.json", "--validate")
    assert (got.code, got.err.splitlines()) == (1, expected)
    key["reference"] = {"schemaReference": "towns", "columnReference": "code"}
    place.write("m.json", {"tables": [{"url": "ports.csv", "tableSchema": schema}, towns]})
    assert place.run("m.json", "--validate").err.splitlines() == expected


# --- input that cannot be read


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "none.csv does not exist; give a CSV or JSON file"),
        ("t.csv", b"a\n\xff\xfe\xfa\n", "t.csv is not in utf-8: 'utf-8' codec can't decode byte 0xff"),
        ("t.csv", b'a,b\n"1,2\n', "t.csv#row=2: the quotes do not match: unexpected end of data"),
        ("t.json", b"{", "t.json is not JSON: Expecting property name"),
        ("t.json", b"\xff", "t.json is not UTF-8 (byte 1); save it as UTF-8"),
        ("t.json", b"[]", "t.json: the document must be an object"),
        ("t.json", b"[" * 100_000, "t.json is nested too deeply"),
        ("t.json", {"url": "t.csv", "dc:title": deep(600)}, "t.json: nested too deeply"),
        ("t.json", b'{"@context": "http://www.w3.org/ns/csvw"}', "t.json: a table group needs tables"),
        ("t.json", b'{"url": "t.csv"}', "t.json: @context must be http://www.w3.org/ns/csvw"),
        ("t.json", {"url": "gone.csv"}, "no file"),
        ("t.json", {"url": "http://elsewhere.example/t.csv"}, "no local file for 'http://elsewhere.example"),
        ("t.json", {"url": "t.csv", "tableSchema": "gone.json"}, "no file"),
        ("t.json", {"url": "http://[t.csv"}, "'http://[t.csv' is not a valid IRI"),
        ("t.json", {"url": "t.csv", "@id": "_:t"}, "@id _:t of a Table is a blank node"),
        ("t.json", {"url": "t.csv", "dc:title": {"@value": "x", "@id": "y"}}, "beside @value, only @type"),
        ("t.json", {"url": "t.csv", "dc:title": "\ud800"}, "t.json is not JSON: 'utf-8' codec can't encode"),
    ],
)
def test_input_that_cannot_be_read_is_one_line(place: Place, name: str, content: Any, said: str) -> None:
    if content is not None:
        place.write(name, content)
    got = place.run(name)
    assert (got.code, got.out, got.err.count("\n")) == (1, b"", 1)
    assert said in got.err


def test_a_folder_is_no_input(tmp_path: Path) -> None:
    got = run("csvw", str(tmp_path))
    assert (got.code, got.err) == (1, f"jlac: {tmp_path} is a folder; give a CSV or JSON file\n")


def test_a_base_must_be_absolute(place: Place) -> None:
    path = place.write("t.csv", "a\n1\n")
    got = run("csvw", str(path), "--base", "data/")
    assert (got.code, got.err) == (
        2,
        "jlac: --base data/ is not an absolute IRI, such as https://example.org/data/\n",
    )


@pytest.mark.parametrize(
    "url", ["..%2Fsecret.csv", "%2e%2e/secret.csv", "a/..%2F..%2Fsecret.csv", "{root}/secret.csv"]
)
def test_no_address_leads_out_of_the_folder(place: Place, url: str) -> None:
    place.write("secret.csv", "a\n1\n")
    path = place.write("open/t.json", {"url": url.replace("{root}", f"/{place.root}")})
    got = run("csvw", str(path), "--base", "http://example.org/t.json", "--minimal")
    assert (got.code, got.out) == (1, b"")
    assert "no local file for" in got.err


# --- no metadata ends in a crash

FULL: dict[str, Any] = {
    "@context": ["http://www.w3.org/ns/csvw", {"@base": "", "@language": "en"}],
    "@id": "g",
    "@type": "TableGroup",
    "dc:title": {"@value": "x", "@language": "es"},
    "notes": [{"dc:title": "n", "@id": "http://example.org/n", "@type": "csvw:Row"}],
    "tableDirection": "ltr",
    "dialect": {"delimiter": ",", "quoteChar": '"', "headerRowCount": 1, "encoding": "utf-8", "trim": "true"},
    "tables": [
        {
            "url": "ports.csv",
            "transformations": [{"url": "t", "targetFormat": "x", "scriptFormat": "y", "titles": "t"}],
            "tableSchema": {
                "columns": [
                    {
                        "name": "id",
                        "titles": {"en": ["id"]},
                        "datatype": {"base": "string", "format": "[a-z]+"},
                    },
                    {
                        "name": "name",
                        "datatype": {"base": "decimal", "format": {"pattern": "#0"}, "minimum": 1},
                    },
                    {"virtual": True, "propertyUrl": "p{_row}", "valueUrl": "dc:{id}", "lang": "es"},
                ],
                "primaryKey": ["id"],
                "rowTitles": "name",
                "foreignKeys": [
                    {
                        "columnReference": "id",
                        "reference": {"resource": "ports.csv", "columnReference": ["id"]},
                    }
                ],
                "null": ["-"],
                "separator": " ",
                "ordered": True,
            },
        }
    ],
}
ODD: list[Any] = [
    None,
    True,
    -1,
    1.5,
    "",
    "http://[",
    "{",
    "a b",
    "_:x",
    [],
    [1],
    {},
    {"@id": 1},
    {"x": {}},
    "é" * 99,
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each value inside a document."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*path, key)
        yield from places(value[key], (*path, key))


@pytest.mark.parametrize("way", list(places(FULL)), ids=str)
def test_no_value_anywhere_ends_in_a_crash(place: Place, way: tuple[Any, ...]) -> None:
    place.write("ports.csv", "id,name\ncallao,1\n-,2 3\nx y,z\n")
    for odd in ODD:
        document = copy.deepcopy(FULL)
        inner = document
        for key in way[:-1]:
            inner = inner[key]
        inner[way[-1]] = odd
        path = place.write("m.json", document)
        try:
            assert list(triples(open_source(path, base=BASE + "m.json"))), odd
        except JlacError as error:
            assert str(error), odd
