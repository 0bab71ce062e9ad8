"""Each format reads back as what was written."""

import csv
import datetime
import io
import json

import duckdb
import openpyxl
import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
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
        [4, 2, None, '三"井\n'],
    ]
    assert sheet["D2"].data_type == "s"
