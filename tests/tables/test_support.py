"""Each part of CSVW gives the triples of `jlac csvw` through the SQL mapping, or is refused at its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jlac_graph.core.errors import MetadataError
from jlac_graph.csvw import open_source, triples
from jlac_graph.csvw.vocabulary import DATATYPES, EXTENSION, PROPERTIES
from jlac_graph.tables import support
from jlac_graph.tables.metadata import TableGroup, read_tables
from jlac_graph.tables.quads import convert, load

TABLE = 'id,name,amount,tags\ncallao,"Callao, ""el puerto""",12.5,a b\nkobe,,007,\nsão,é,,c\n'
SUBJECT = "http://example.org/{id}"
PROPERTY = "http://example.org/"


def document() -> dict[str, Any]:
    def column(name: str, **rules: Any) -> dict[str, Any]:
        return {"name": name, "titles": name, "propertyUrl": PROPERTY + name, **rules}

    columns = [
        column("id"),
        column("name", lang="es"),
        column("amount", datatype="decimal"),
        column("tags", separator=" "),
        {"name": "type", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": "http://example.org/Port"},
    ]
    table = {"url": "ports.csv", "tableSchema": {"aboutUrl": SUBJECT, "columns": columns, "primaryKey": "id"}}
    dialect = {"commentPrefix": None}
    return {"@context": "http://www.w3.org/ns/csvw", "dialect": dialect, "tables": [table]}


def put(place: str, value: Any) -> dict[str, Any]:
    """The document with a value at a JSON path."""
    found = document()
    inner: Any = found
    *way, last = place.strip("/").split("/")
    for key in way:
        inner = inner[int(key)] if isinstance(inner, list) else inner.setdefault(key, {})
    if isinstance(inner, list):
        inner[int(last)] = value
    else:
        inner[last] = value
    return found


def write(folder: Path, meta: dict[str, Any], table: str = TABLE) -> Path:
    (folder / "ports.csv").write_text(table, encoding="utf-8", newline="")
    (folder / "csv-metadata.json").write_text(json.dumps(meta), encoding="utf-8")
    return folder / "csv-metadata.json"


def read_group(path: Path) -> TableGroup:
    return TableGroup(read_tables(path, "ports"))


def by_sql(path: Path) -> set[str]:
    out = path.with_name("fast.nq")
    convert(load(read_group(path)), out)
    return {str(quad.triple) for quad in ox.parse(out.read_bytes(), format=ox.RdfFormat.N_QUADS)}


def by_csvw(path: Path) -> set[str]:
    def fail(text: str) -> None:
        pytest.fail(text)

    return {str(triple) for triple in triples(open_source(path, warn=fail), minimal=True, warn=fail)}


SCHEMA = "/tables/0/tableSchema"
COLUMN = SCHEMA + "/columns/"
CELL = COLUMN + "1/"  # the column "name"
TYPE = COLUMN + "4/"  # the virtual column

SUPPORTED: dict[str, tuple[str, Any]] = {
    "@context: a language": ("/@context", ["http://www.w3.org/ns/csvw", {"@language": "es"}]),
    "TableGroup @id": ("/@id", "http://example.org/group"),
    "TableGroup notes": ("/notes", [{"dc:title": "x"}]),
    "TableGroup tableDirection": ("/tableDirection", "rtl"),
    "TableGroup common property": ("/dc:title", "Ports"),
    "TableGroup lang": ("/lang", "pt"),
    "TableGroup textDirection": ("/textDirection", "rtl"),
    "TableGroup dialect": ("/dialect/delimiter", ","),
    "TableGroup transformations": (
        "/transformations",
        [{"url": "t", "targetFormat": "http://example.org/x", "scriptFormat": "http://example.org/y"}],
    ),
    "Table @id": ("/tables/0/@id", "http://example.org/ports"),
    "Table notes": ("/tables/0/notes", ["a note"]),
    "Table suppressOutput": ("/tables/0/suppressOutput", True),
    "Table tableDirection": ("/tables/0/tableDirection", "ltr"),
    "Table lang": ("/tables/0/lang", "ja"),
    "Table dialect": ("/tables/0/dialect", {"commentPrefix": None, "encoding": "utf-8", "header": True}),
    "Table transformations": ("/tables/0/transformations", []),
    "Schema @id": (SCHEMA + "/@id", "http://example.org/schema"),
    "Schema rowTitles": (SCHEMA + "/rowTitles", "name"),
    "Schema primaryKey": (SCHEMA + "/primaryKey", ["id", "amount"]),
    "Schema foreignKeys": (
        SCHEMA + "/foreignKeys",
        [{"columnReference": "id", "reference": {"resource": "ports.csv", "columnReference": "id"}}],
    ),
    "Schema lang": (SCHEMA + "/lang", "en"),
    "Schema datatype": (SCHEMA + "/datatype", "anyURI"),
    "Schema propertyUrl": (SCHEMA + "/propertyUrl", "http://example.org/said"),
    "Column aboutUrl": (CELL + "aboutUrl", "http://example.org/names/{name}"),
    "Column datatype": (CELL + "datatype", {"@id": "http://example.org/name", "base": "string"}),
    "Column datatype of a built-in name": (CELL + "datatype", "anyURI"),
    "Column datatype integer": (COLUMN + "2/datatype", {"base": "decimal", "minimum": 0, "maximum": "100"}),
    "Column default": (CELL + "default", "without a name"),
    "Column lang": (CELL + "lang", "ja"),
    "Column lang of a region": (CELL + "lang", "es-MX"),
    "Column lang of a number": (COLUMN + "2/lang", "ja"),
    "Column null": (CELL + "null", ""),
    "Column ordered, without a list": (CELL + "ordered", True),
    "Column propertyUrl": (CELL + "propertyUrl", "http://example.org/{+id}#{id}"),
    "Column propertyUrl with a prefix": (CELL + "propertyUrl", "dc:title"),
    "Column required": (COLUMN + "0/required", True),
    "Column separator": (COLUMN + "3/separator", "b"),
    "Column textDirection": (CELL + "textDirection", "rtl"),
    "Column valueUrl": (CELL + "valueUrl", "http://example.org/{+name}/{id}"),
    "Column suppressOutput": (CELL + "suppressOutput", True),
    "Column titles": (CELL + "titles", {"en": ["name", "Name"]}),
    "Column virtual": (TYPE + "valueUrl", "http://example.org/{name}"),
    "Column partialDate": (COLUMN + "0/" + EXTENSION + "datatype", "partialDate"),
    "Schema graph": (SCHEMA + "/" + EXTENSION + "graph", "http://example.org/graph"),
    "Schema graphBySource": (SCHEMA + "/" + EXTENSION + "graphBySource", "id"),
    "Column references": (CELL + EXTENSION + "references", "ports.id"),
}


@pytest.mark.parametrize("name", SUPPORTED)
def test_what_is_supported_gives_the_triples_of_the_general_reader(tmp_path: Path, name: str) -> None:
    place, value = SUPPORTED[name]
    if name == "Column partialDate":
        table = TABLE.replace("callao", "2012").replace("kobe", "2012-03").replace("são", "2012-03-01")
    else:
        table = TABLE
    way = place.replace(EXTENSION, "~")
    found = put(way, value)
    text = json.dumps(found).replace("~", EXTENSION)
    path = write(tmp_path, json.loads(text), table)
    assert by_sql(path) == by_csvw(path)
    assert bool(by_sql(path)) is (name != "Table suppressOutput")


REFUSED: dict[str, tuple[str, Any, str]] = {
    "@context: a prefix": (
        "/@context",
        ["http://www.w3.org/ns/csvw", {"ex": "http://x/"}],
        "@context may add",
    ),
    "@context: a base elsewhere": (
        "/@context",
        ["http://www.w3.org/ns/csvw", {"@base": "http://example.org/"}],
        "/tables/0/url: .* is not a file beside the metadata",
    ),
    "@type of another kind": ("/tables/0/@type", "Schema", "/tables/0: @type of a Table"),
    "TableGroup: unknown property": (
        "/tabels",
        [],
        "/tabels: is not a property of a TableGroup; did you mean",
    ),
    "TableGroup: unknown prefix": ("/jlac:graph", "x", "/jlac:graph: the prefix jlac is unknown"),
    "TableGroup null": ("/null", "n/a", "columns/0/null: is not supported"),
    "TableGroup ordered": ("/ordered", True, "columns/3/ordered: is not supported"),
    "TableGroup separator": ("/separator", ";", "columns/0/"),
    "TableGroup dialect": ("/dialect", {"delimiter": ";"}, "/dialect: the dialect .*delimiter"),
    "dialect: comments": ("/dialect", {"encoding": "utf-8"}, "/dialect: the dialect .*commentPrefix"),
    "dialect: unknown property": ("/dialect/delimeter", ";", "/dialect/delimeter: is not a property"),
    "dialect: encoding": ("/dialect/encoding", "latin-1", "/dialect: the dialect .*encoding"),
    "dialect: header": ("/dialect/header", False, "/dialect: the dialect .*headerRowCount"),
    "dialect: trim": ("/dialect/trim", True, "/dialect: the dialect .*trim"),
    "dialect: quoteChar": ("/dialect/quoteChar", "'", "/dialect: the dialect .*quoteChar"),
    "dialect: doubleQuote": ("/dialect/doubleQuote", False, "/dialect: the dialect .*doubleQuote"),
    "dialect: skipRows": ("/dialect/skipRows", 1, "/dialect: the dialect .*skipRows"),
    "dialect: skipColumns": ("/dialect/skipColumns", 1, "/dialect: the dialect .*skipColumns"),
    "dialect: skipBlankRows": ("/dialect/skipBlankRows", True, "/dialect: the dialect .*skipBlankRows"),
    "dialect: no such encoding": ("/dialect/encoding", "utf-9", "/dialect/encoding: 'utf-9' is not allowed"),
    "Table dialect": ("/tables/0/dialect", {"delimiter": "|"}, "/tables/0/dialect: the dialect"),
    "Table: unknown property": (
        "/tables/0/tableSchem",
        {},
        "/tables/0/tableSchem: is not a property of a Table",
    ),
    "Table url": ("/tables/0/url", "http://example.org/t.csv", "/tables/0/url: .* is not a file beside"),
    "Table: unknown extension": (
        "/tables/0/~grahp",
        "x",
        "#grahp: is not a property of a Table",
    ),
    "Schema graph": (SCHEMA + "/~graph", 3, "#graph: 3 is not a text"),
    "Schema graphBySource": (
        SCHEMA + "/~graphBySource",
        "sauce",
        "#graphBySource: the table has no column 'sauce'",
    ),
    "Schema columns": (SCHEMA, {"aboutUrl": SUBJECT}, "/tables/0/tableSchema: columns must be described"),
    "Schema: unknown property": (
        SCHEMA + "/foreignKey",
        [],
        "tableSchema/foreignKey: .* did you mean foreignKeys",
    ),
    "Schema primaryKey": (SCHEMA + "/primaryKey", "nmae", "tableSchema/primaryKey: 'nmae' is not allowed"),
    "Schema primaryKey, a list": (
        SCHEMA + "/primaryKey",
        "tags",
        "tableSchema/primaryKey: tags is a virtual",
    ),
    "Schema rowTitles": (SCHEMA + "/rowTitles", "nmae", "tableSchema/rowTitles: 'nmae' is not allowed"),
    "Schema foreignKeys, a table": (
        SCHEMA + "/foreignKeys",
        [{"columnReference": "id", "reference": {"resource": "towns.csv", "columnReference": "id"}}],
        "tableSchema/foreignKeys/0: a foreign key refers to .*towns.csv",
    ),
    "Schema foreignKeys, a column": (
        SCHEMA + "/foreignKeys",
        [{"columnReference": "di", "reference": {"resource": "ports.csv", "columnReference": "id"}}],
        r"tableSchema/foreignKeys/0: a foreign key names columns \['di'\]",
    ),
    "Schema transformations": (
        "/tables/0/transformations",
        [{"url": "x"}],
        "transformations/0: .* targetFormat",
    ),
    "Column: unknown property": (CELL + "requird", True, "columns/1/requird: .* did you mean required"),
    "Column name": (
        COLUMN + "1",
        {"titles": "name", "propertyUrl": "dc:title"},
        "columns/1/name: a column needs",
    ),
    "Column name, not a name": (CELL + "name", "na me", "columns/1/name: 'na me' is not allowed"),
    "Column name, twice": (CELL + "name", "id", "tableSchema/columns: two columns have the same name"),
    "Column titles": (CELL + "titles", "Name", "columns/1/titles: the header of the column is its name"),
    "Column aboutUrl": (CELL + "aboutUrl", "{id}", "columns/1/aboutUrl: '{id}' must begin with an absolute"),
    "Column aboutUrl, no such column": (
        CELL + "aboutUrl",
        "http://x/{di}",
        "columns/1/aboutUrl: .* names 'di'",
    ),
    "Column propertyUrl": (
        COLUMN + "1",
        {"name": "name"},
        "columns/1/propertyUrl: a column needs propertyUrl",
    ),
    "Column propertyUrl, relative": (CELL + "propertyUrl", "#x", "columns/1/propertyUrl: '#x' must begin"),
    "Column valueUrl, an operator": (CELL + "valueUrl", "http://x{/id}", "columns/1/valueUrl: .* only"),
    "Column valueUrl, a modifier": (CELL + "valueUrl", "http://x/{id:3}", "columns/1/valueUrl: .* only"),
    "Column valueUrl, variables": (CELL + "valueUrl", "http://x/{id,name}", "columns/1/valueUrl: .* only"),
    "Column valueUrl, row": (CELL + "valueUrl", "http://x/{_row}", "columns/1/valueUrl: .* names '_row'"),
    "Column valueUrl, a list": (
        TYPE + "valueUrl",
        "http://x/{tags}",
        "columns/4/valueUrl: .* names 'tags', a list",
    ),
    "Column valueUrl, own list": (COLUMN + "3/valueUrl", "http://x/", "columns/3/valueUrl: is not supported"),
    "Column valueUrl, a brace": (CELL + "valueUrl", "http://x/{id", "columns/1/valueUrl: .* brace"),
    "Column datatype": (CELL + "datatype", "decimall", "columns/1/datatype: 'decimall' is not allowed"),
    "Column datatype base": (
        CELL + "datatype",
        {"base": "dat"},
        "columns/1/datatype/base: 'dat' is not allowed",
    ),
    "Column datatype property": (
        CELL + "datatype",
        {"minimun": 1},
        "columns/1/datatype/minimun: is not a prop",
    ),
    "Column datatype number format": (
        COLUMN + "2/datatype",
        {"base": "decimal", "format": {"groupChar": "."}},
        "columns/2/datatype/format: is supported for strings only",
    ),
    "Column datatype date format": (
        CELL + "datatype",
        {"base": "date", "format": "dd/MM/yyyy"},
        "columns/1/datatype/format: is supported for strings only",
    ),
    "Column datatype expression": (
        CELL + "datatype",
        {"format": r"\p{L}+"},
        "columns/1/datatype/format: .* escapes",
    ),
    "Column datatype not an expression": (
        CELL + "datatype",
        {"format": "("},
        "columns/1/datatype/format: '\\('",
    ),
    "Column datatype length": (
        CELL + "datatype",
        {"base": "string", "length": 3},
        "columns/1/datatype/length: is",
    ),
    "Column datatype exclusive": (
        COLUMN + "2/datatype",
        {"base": "decimal", "minExclusive": 3},
        "columns/2/datatype/minExclusive: is not supported",
    ),
    "Column default, virtual": (
        TYPE.rstrip("/"),
        {"name": "type", "virtual": True, "default": "x", "propertyUrl": "rdf:type"},
        "columns/4/valueUrl: a virtual column needs a valueUrl",
    ),
    "Column default, a list": (COLUMN + "3/default", "x", "columns/3/default: is not supported"),
    "Column lang": (CELL + "lang", "e s", "columns/1/lang: 'e s' is not allowed"),
    "Column null": (CELL + "null", ["n/a", ""], "columns/1/null: is not supported"),
    "Column ordered": (COLUMN + "3/ordered", True, "columns/3/ordered: is not supported"),
    "Column required": (CELL + "required", "yes", "columns/1/required: 'yes' is not allowed"),
    "Column separator": (CELL + "separator", "", "columns/1/separator: must not be empty"),
    "Column textDirection": (CELL + "textDirection", "up", "columns/1/textDirection: 'up' is not allowed"),
    "Column suppressOutput": (CELL + "suppressOutput", 1, "columns/1/suppressOutput: 1 is not allowed"),
    "Column references": (CELL + "~references", "places", "#references: write 'places' as table.column"),
    "Column references, a list": (COLUMN + "3/~references", "places.id", "#references: a virtual column or"),
    "Column virtual": (COLUMN + "0/virtual", True, "tableSchema/columns: virtual columns must come after"),
    "Column: unknown kind of date": (
        COLUMN + "0/~datatype",
        "partial",
        "#datatype: 'partial' is not allowed",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_supported_is_refused_at_its_place(tmp_path: Path, name: str) -> None:
    place, value, message = REFUSED[name]
    text = json.dumps(put(place, value)).replace('"~', f'"{EXTENSION}')
    path = write(tmp_path, json.loads(text))
    with pytest.raises(MetadataError, match=message) as refused:
        read_group(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_listed_twice_is_refused(tmp_path: Path) -> None:
    meta = document()
    path = write(tmp_path, meta | {"tables": [*meta["tables"], meta["tables"][0]]})
    with pytest.raises(MetadataError, match=r"/tables/1/url: .*csv is listed already"):
        read_group(path)


def test_every_property_of_the_recommendation_is_looked_at() -> None:
    looked = {word.strip(":,") for name in [*SUPPORTED, *REFUSED] for word in name.split()}
    due = {p for kind in ("TableGroup", "Table", "Schema", "Column") for p in PROPERTIES[kind]}
    assert due - looked - {"tables", "tableSchema", "url", "columns"} == set()


@pytest.mark.parametrize("base", sorted(DATATYPES))
def test_a_datatype_is_supported_or_refused(tmp_path: Path, base: str) -> None:
    texts = {
        "decimal": "012.50", "integer": "+007", "boolean": "1", "anyURI": "http://example.org/ü",
        "date": "2012-02-29", "gYear": "2012", "gYearMonth": "2012-02", "string": "a\\b\n\"c\" ",
    }  # fmt: skip
    cell = '"' + texts.get(base, "1").replace('"', '""') + '"'
    table = f"id,name,amount,tags\nx,{cell},,\ny,,,\n"
    path = write(tmp_path, put(CELL + "datatype", base), table)
    if base in support.DATATYPES:
        assert by_sql(path) == by_csvw(path)
    else:
        with pytest.raises(MetadataError, match=f"columns/1/datatype: {base} is not supported"):
            read_group(path)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    # with brackets or a second # the address would not be a valid IRI
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="[]"), max_size=12).filter(
        lambda text: text.count("#") < 2
    )
)
def test_templates_encode_as_the_general_reader_does(tmp_path: Path, text: str) -> None:
    found = put(CELL + "valueUrl", "http://example.org/{name}?{+name}")
    path = write(tmp_path, found, 'id,name,amount,tags\nx,"' + text.replace('"', '""') + '",,\n')
    assert by_sql(path) == by_csvw(path)


def by_reference(folder: Path) -> dict[str, Any]:
    meta = document()
    (folder / "schemas").mkdir()
    schema = {"@context": "http://www.w3.org/ns/csvw", **meta["tables"][0]["tableSchema"]}
    (folder / "schemas" / "ports.json").write_text(json.dumps(schema))
    meta["tables"][0]["tableSchema"] = "schemas/ports.json"
    return meta


def in_the_group(folder: Path) -> dict[str, Any]:
    meta = document()
    meta["tableSchema"] = meta["tables"][0].pop("tableSchema")
    return meta


@pytest.mark.parametrize("shape", [by_reference, in_the_group])
def test_a_schema_may_stand_elsewhere(tmp_path: Path, shape: Callable[[Path], dict[str, Any]]) -> None:
    path = write(tmp_path, document())
    expected = by_sql(path)
    path = write(tmp_path, shape(tmp_path))
    assert by_sql(path) == by_csvw(path) == expected


def test_a_fault_of_a_schema_in_its_own_file_is_found_there(tmp_path: Path) -> None:
    path = write(tmp_path, by_reference(tmp_path))
    schema = tmp_path / "schemas" / "ports.json"
    schema.write_text(schema.read_text().replace('"decimal"', '"decimall"'))
    with pytest.raises(MetadataError) as refused:
        read_group(path)
    assert str(refused.value).startswith(
        f"{schema}: /columns/2/datatype: 'decimall' is not allowed; did you mean decimal?"
    )
    schema.unlink()
    with pytest.raises(MetadataError, match=f"cannot read {schema}"):
        read_group(path)


def test_no_odd_value_is_read_otherwise(tmp_path: Path) -> None:
    """Any value at any place: refused as metadata, or read as by the general reader."""
    odd: list[Any] = [None, True, -1, "", "http://[", "{", "_:x", [], {}, {"@id": 1}, "é"]

    def ways(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        return [found for key in keys for found in [(*way, key), *ways(value[key], (*way, key))]]

    read = 0
    for way in ways(document()):
        for new in odd:
            meta = copy.deepcopy(document())
            inner: Any = meta
            for key in way[:-1]:
                inner = inner[key]
            inner[way[-1]] = new
            path = write(tmp_path, meta)
            try:
                group = read_group(path)
            except MetadataError:
                continue
            if all(table.path.suffix == ".csv" and table.path.is_file() for table in group.tables):
                read += 1
                assert by_sql(path) == by_csvw(path), (way, new)
    assert read > 5
