"""Each format reads back as what was written."""

import csv
import datetime
import io
import json

import duckdb
import openpyxl
import pytest
from lxml import etree
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from jlac_graph.core.errors import UsageError
from jlac_graph.lookup.labels import with_labels
from jlac_graph.output.rows import GRAPH_FORMATS, write
from jlac_graph.sparql.answers import Solutions, Triples

MITSUI = "https://w3id.org/jlac/id/agent/mitsui"
XSD = "http://www.w3.org/2001/XMLSchema#"
ROWS = Solutions(
    ("thing", "value"),
    (
        (NamedNode(MITSUI), Literal('a "b",\tc\n<d> & | e', language="en")),
        (BlankNode("b0"), Literal("12.50", datatype=NamedNode(XSD + "decimal"))),
        (None, Literal("三井")),
    ),
)  # fmt: skip


@pytest.mark.parametrize("kind", ["json", "xml", "tsv"])
def test_w3c_formats_read_back_the_same_terms(kind):
    answer = parse_query_results(write(ROWS, kind), getattr(QueryResultsFormat, kind.upper()))
    assert tuple(v.value for v in answer.variables) == ROWS.columns
    assert tuple(tuple(row) for row in answer) == ROWS.rows


def test_csv_holds_plain_values():
    read = list(csv.reader(io.StringIO(write(ROWS, "csv").decode(), newline="")))
    assert read == [
        ["thing", "value"],
        ["https://w3id.org/jlac/id/agent/mitsui", 'a "b",\tc\n<d> & | e'],
        ["_:b0", "12.50"],
        ["", "三井"],
    ]


def test_markdown_keeps_one_line_a_row():
    assert write(ROWS, "md").decode().splitlines() == [
        "| thing | value |",
        "| --- | --- |",
        '| agent/mitsui | a "b",\tc<br><d> & \\| e |',
        "| _:b0 | 12.50 |",
        "|  | 三井 |",
    ]


def test_a_table_shows_names_and_sets_figures_right(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    rows = Solutions(("firm", "n"), ((NamedNode("https://w3id.org/jlac/id/agent/x"), Literal(7)),))
    assert write(rows, "table").decode().splitlines()[-1].split() == ["agent/x", "7"]


def test_ask_has_its_own_document():
    assert write(True, "json") == b'{"head": {}, "boolean": true}'
    assert write(True, "csv") == b"answer\r\ntrue\r\n"
    assert bool(parse_query_results(write(True, "xml"), QueryResultsFormat.XML)) is True


@pytest.mark.parametrize(
    ("kind", "rdf"),
    list(zip(GRAPH_FORMATS, ["TURTLE", "N_TRIPLES", "JSON_LD", "RDF_XML"], strict=True)),
)
def test_triples_read_back(kind, rdf, embedded):
    triples = embedded.construct("CONSTRUCT WHERE { ?s ?p ?o }")
    read = parse(write(triples, kind), getattr(RdfFormat, rdf))
    assert Triples.of([q.triple for q in read]) == triples


def test_a_format_of_the_other_kind_is_refused():
    with pytest.raises(UsageError, match="rows cannot be written as 'ttl'; choose one of table, csv"):
        write(ROWS, "ttl")
    with pytest.raises(UsageError, match="triples cannot be written as 'csv'; choose one of ttl, nt"):
        write(Triples(()), "csv")


def test_labels_stand_beside_their_things_in_the_readers_language(store):
    rows = store.select("SELECT ?who ?n { ?f jlac:investor ?who ; jlac:amount ?n } ORDER BY ?n")
    found = with_labels(rows, store, "ja")
    assert found.columns == ("who", "whoLabel", "n")
    assert [row["whoLabel"] for row in found.to_dicts()] == ["三井物産", "Toyota", "三井物産"]


def test_an_empty_answer_is_a_document():
    empty = Solutions(("a",), ())
    assert json.loads(write(empty, "json")) == {
        "head": {"vars": ["a"]},
        "results": {"bindings": []},
    }
    assert write(empty, "csv") == b"a\r\n"


TYPED = Solutions(
    ("n", "amount", "day", "note"),
    (
        (Literal(3), Literal("1.5", datatype=NamedNode(XSD + "decimal")),
         Literal("2005-04-01", datatype=NamedNode(XSD + "date")), Literal("=1+1")),
        (Literal(4), Literal(2), None, Literal('三"井\n\x07')),
    ),
)  # fmt: skip
DAY = datetime.date(2005, 4, 1)


def test_parquet_has_typed_columns(tmp_path):
    path = tmp_path / "rows.parquet"
    path.write_bytes(write(TYPED, "parquet"))
    read = duckdb.read_parquet(str(path))
    assert list(zip(read.columns, map(str, read.types), strict=True)) == [
        ("n", "BIGINT"), ("amount", "DOUBLE"), ("day", "DATE"), ("note", "VARCHAR"),
    ]  # fmt: skip
    assert read.fetchall() == [(3, 1.5, DAY, "=1+1"), (4, 2.0, None, '三"井\n\x07')]
    path.write_bytes(write(Solutions(('a"b',), ()), "parquet"))
    empty = duckdb.read_parquet(str(path))
    assert (empty.columns, empty.fetchall()) == (['a"b'], [])


def test_a_workbook_holds_text_as_text():
    sheet = openpyxl.load_workbook(io.BytesIO(write(TYPED, "xlsx"))).active
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["n", "amount", "day", "note"],
        [3, 1.5, datetime.datetime(2005, 4, 1), "=1+1"],
        [4, 2, None, '三"井\n\ufffd'],
    ]
    assert sheet["D2"].data_type == "s"


def column(*terms):
    return Solutions(("v",), tuple((term,) for term in terms))


def typed(value, kind):
    return Literal(value, datatype=NamedNode(XSD + kind))


def sheet(rows):
    return [cell.value for cell in openpyxl.load_workbook(io.BytesIO(write(rows, "xlsx"))).active["A"]][1:]


NODE = NamedNode("urn:a")
TRIPLE = Triple(NODE, NODE, Triple(NODE, NODE, Literal("x\ty", language="en")))
DIRECTED = Literal("شركة", language="ar", direction=BaseDirection.RTL)


@pytest.mark.parametrize("term", [TRIPLE, DIRECTED])
@pytest.mark.parametrize("kind", ["json", "xml", "tsv"])
def test_triple_terms_and_the_direction_of_a_text_read_back(kind, term):
    rows = column(term)
    answer = parse_query_results(write(rows, kind), getattr(QueryResultsFormat, kind.upper()))
    assert [tuple(row) for row in answer] == [(term,)]


def test_a_triple_term_stands_in_brackets_where_people_read():
    assert list(csv.reader(io.StringIO(write(column(TRIPLE), "csv").decode())))[1] == [
        '<<( <urn:a> <urn:a> <<( <urn:a> <urn:a> "x\\ty"@en )>> )>>'
    ]
    for kind in ("table", "md"):
        assert "<<( urn:a urn:a <<( urn:a urn:a x y )>> )>>" in write(column(TRIPLE), kind).decode().replace(
            "\t", " "
        )


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_xml_is_well_formed_whatever_a_text_holds(character):
    rows = column(Literal(f"a{character}b"))
    found = etree.fromstring(write(rows, "xml"))
    assert "".join(found.itertext()).strip() == "a\ufffdb"
    triples = Triples.of([Triple(NODE, NODE, Literal(f"a{character}b"))])
    assert "".join(etree.fromstring(write(triples, "xml")).itertext()).strip() == "a\ufffdb"
    assert f"a{character}b" in json.loads(write(rows, "json"))["results"]["bindings"][0]["v"]["value"]


CONTROLS = "Mitsui \x1b[2J\x1b]8;;http://e/\x07\x9b31m\u202eoc \u2066x\x7f"


@pytest.mark.parametrize("kind", ["table", "md"])
def test_no_control_sequence_reaches_a_terminal(kind):
    text = write(column(Literal(CONTROLS)), kind).decode()
    assert not set(text) & {"\x1b", "\x07", "\x9b", "\x7f", "\u202e", "\u2066"}
    assert "Mitsui \ufffd[2J" in text


@pytest.mark.parametrize("kind", ["csv", "tsv", "json"])
def test_formats_for_programs_hold_every_character(kind):
    assert "\u202eoc" in write(column(Literal(CONTROLS)), kind).decode()
    assert list(csv.reader(io.StringIO(write(column(Literal(CONTROLS)), "csv").decode())))[1] == [CONTROLS]


def test_a_sheet_loses_no_digit_no_date_and_no_number_without_a_value():
    assert sheet(column(Literal(7), Literal(2**53 + 1))) == ["7", "9007199254740993"]
    assert sheet(column(Literal(7), Literal(10**14))) == [7, 10**14]
    long = "0.1234567890123456"
    assert sheet(column(typed(long, "decimal"), typed("1.5", "decimal"))) == [long, "1.5"]
    days = sheet(column(typed("1888-11-30", "date"), typed("2004-09-17", "date")))
    assert days == ["1888-11-30", datetime.datetime(2004, 9, 17)]
    assert sheet(column(typed("NaN", "double"), typed("-INF", "double"), typed("1.5", "double"))) == [
        "NaN", "-INF", 1.5,
    ]  # fmt: skip


def test_a_text_too_long_for_a_cell_is_refused():
    assert sheet(column(Literal("三" * 32_767))) == ["三" * 32_767]
    with pytest.raises(UsageError, match=r"row 2, v: 32,768 characters; a cell can contain"):
        write(column(Literal("a"), Literal("三" * 32_768)), "xlsx")
    with pytest.raises(UsageError, match="32,768 characters"):
        write(column(Literal("𠮷" * 16_384)), "xlsx")


def parquet(rows, path):
    path.write_bytes(write(rows, "parquet"))
    return [str(row[0]) for row in duckdb.read_parquet(str(path)).fetchall()]


def test_parquet_loses_no_digit_and_no_number_without_a_value(tmp_path):
    path = tmp_path / "rows.parquet"
    assert parquet(column(Literal(7), Literal(2**53 + 1)), path) == ["7", "9007199254740993"]
    assert [float(v) for v in parquet(column(typed(str(2**64), "integer"), Literal(7)), path)] == [2**64, 7]
    assert parquet(column(typed("9" * 30, "integer"), Literal(7)), path) == ["9" * 30, "7"]
    assert parquet(column(typed("0.1234567890123456", "decimal")), path) == ["0.123456789012345600"]
    assert parquet(column(typed("NaN", "double"), typed("-INF", "double"), None), path) == [
        "nan", "-inf", "None",
    ]  # fmt: skip
    assert parquet(column(typed("1888-11-30", "date")), path) == ["1888-11-30"]


def test_parquet_without_a_column_or_with_one_name_twice_is_refused():
    with pytest.raises(UsageError, match="without columns cannot be Parquet; choose csv or json"):
        write(Solutions((), ((),)), "parquet")
    with pytest.raises(UsageError, match=r"\?a and \?A would be one column in Parquet"):
        write(Solutions(("a", "A"), ()), "parquet")
    assert write(Solutions((), ((),)), "csv")
    assert openpyxl.load_workbook(io.BytesIO(write(Solutions((), ((),)), "xlsx"))).active.max_row == 1


def test_a_workbook_lists_the_parameters_on_a_second_sheet() -> None:
    taken = {"country": [{"value": "place/mexico", "label": "Mexico"}], "least": [{"value": "=2"}]}
    book = openpyxl.load_workbook(io.BytesIO(write(TYPED, "xlsx", taken=taken)))
    assert book.sheetnames == ["rows", "parameters"]
    assert list(book["parameters"].values) == [
        ("parameter", "value", "label"),
        ("country", "place/mexico", "Mexico"),
        ("least", "=2", None),
    ]
