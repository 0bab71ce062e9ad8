"""The siblings answer alike; what cannot be read says so."""

import gzip

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph
from rdflib import Graph

from jlac_graph.core.errors import QueryError, StoreError, UsageError
from jlac_graph.open_graph import open_graph
from jlac_graph.sparql.rdflib_store import RdflibStore
from jlac_graph.sparql.store import OxigraphStore

INVESTOR = "SELECT ?f { ?f jlac:investor ?who } ORDER BY ?f"
FACT = "https://w3id.org/jlac/id/fact/"


def test_a_triple_of_two_graphs_counts_once(store):
    found = [row["f"] for row in store.select(INVESTOR).to_dicts()]
    assert found == [FACT + "f1", FACT + "f2", FACT + "f3"]
    assert store.count() == 41


def test_named_graphs_stay_apart(store):
    base = "https://w3id.org/jlac/graph/"
    assert store.graph_names() == (base + "one", base + "ontology", base + "two")
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?_g { ?s ?p ?o } }"
    assert store.select(query, {"_g": NamedNode(base + "two")}).to_dicts() == [{"n": 3}]


def test_each_form_answers_in_its_kind(store):
    assert store.ask("ASK { ?s a jlac:Firm }") is True
    assert len(store.construct("CONSTRUCT { ?s a jlac:X } WHERE { ?s a jlac:Firm }")) == 2
    assert len(store.describe("DESCRIBE <https://w3id.org/jlac/id/place/br>")) >= 3
    with pytest.raises(QueryError, match="expected a SELECT query, but this one returns true"):
        store.select("ASK {}")


def test_values_are_typed(store):
    query = "SELECT ?amount ?year ?note { fact:f3 jlac:amount ?amount ; jlac:year ?year }"
    assert store.select(query).to_dicts() == [{"amount": 300, "year": 2009, "note": None}]
    assert store.select(query).column("amount") == (Literal(300),)
    with pytest.raises(UsageError, match="unknown column 'x'; the columns are amount, year, note"):
        store.select(query).column("x")


def test_a_store_folder_opens_read_only_and_has_the_union(tmp_path, graph_path):
    folder = tmp_path / "store"
    writer = Oxigraph(str(folder))
    writer.bulk_load(path=str(graph_path))
    writer.flush()
    del writer
    opened = OxigraphStore.from_path(folder)
    assert opened.count() == 41
    assert opened.ask("ASK { agent:mitsui a jlac:Firm }")


def test_a_build_folder_and_the_environment_name_a_graph(tmp_path, monkeypatch):
    triple = Quad(NamedNode("http://e/a"), NamedNode("http://e/p"), Literal(1))
    (tmp_path / "graph.nq").write_text(f"{triple} .\n")
    monkeypatch.setenv("JLAC_GRAPH", str(tmp_path))
    assert open_graph().count() == 1


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["g.ttl", "G.TTL", "g.nt", "g.ttl.gz", "g.NT.GZ"])
def test_a_file_is_read_with_a_mark_with_capitals_and_packed(tmp_path, name, mark):
    content = mark + b"<http://e/a> <http://e/p> 'x' .".replace(b"'", b'"')
    (tmp_path / name).write_bytes(gzip.compress(content, mtime=0) if name.lower().endswith("gz") else content)
    assert OxigraphStore.from_path(tmp_path / name).count() == 1
    assert OxigraphStore.from_text(content, "nt").count() == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("cut.nt.gz", gzip.compress(b"<urn:a> <urn:p> <urn:b> .", mtime=0)[:-9], "cannot be read"),
        ("plain.nt.gz", b"<http://e/a> <http://e/p> <http://e/b> .", "cannot be read"),
        ("none.nq", None, "none.nq does not exist; build it with jlac build"),
        ("table.csv", b"a,b", r"'.csv' is not a known format; choose one of .jsonld, .nq, .nt"),
        ("bad.nt", b"<a> <b>\n", "bad.nt: "),
        ("bad.ttl", b"\xff\xfe", "bad.ttl: "),
        ("bad.jsonld", b"{", "bad.jsonld: "),
    ],
)
def test_what_is_no_graph_is_told_in_one_line(tmp_path, name, content, message):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=message):
        OxigraphStore.from_path(path)


def test_a_folder_that_is_no_store_is_refused(tmp_path):
    with pytest.raises(StoreError, match="neither an Oxigraph store nor a build"):
        OxigraphStore.from_path(tmp_path)


def test_a_server_that_a_query_asks_is_named_as_the_reason() -> None:
    with pytest.raises(QueryError, match=r"it asks another server \(SERVICE\)"):
        OxigraphStore.from_text("", "nt").query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_a_literal_as_subject_blames_the_value(store):
    with pytest.raises(QueryError, match="a parameter value does not fit its place"):
        store.query("SELECT ?o { ?_s a ?o ; ?_p ?o }", {"_s": NamedNode("urn:a"), "_p": Literal("x")})


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s", []),
        ("SELECT ?s ?n { { SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s } }", []),
        ("SELECT (COUNT(?o) AS ?n) { ?s ?p ?o }", [{"n": 0}]),
        ("SELECT ?unknown (SAMPLE(?none) AS ?n) { VALUES ?a { 1 2 } } GROUP BY ?unknown", [{}]),
    ],
)
def test_only_solutions_make_groups(query, rows):
    for store in (OxigraphStore(Oxigraph()), RdflibStore(Graph())):
        found = store.select(query).to_dicts()
        assert [{k: v for k, v in row.items() if v is not None} for row in found] == rows
