"""The query library's convention, and its values."""

import pytest

from jlac_graph.core.errors import AmbiguousError, NotFoundError, QueryError, UsageError
from jlac_graph.core.namespaces import ONT
from jlac_graph.queries.library import find_query, list_queries, read_query, run
from jlac_graph.queries.parameters import legal_values, resolve_iri
from jlac_graph.sparql.store import OxigraphStore

ID = "https://w3id.org/jlac/id/"


def test_a_file_describes_itself(queries_path):
    query = find_query("investments-of-firm", queries_path)
    assert query.summary("ja") == "企業の投資"
    assert query.summary("de") == "What a firm invested"
    assert query.column("amount", "es") == "Amount, millions of US dollars"
    firm, since = query.parameters
    assert (firm.name, firm.kind, firm.required, firm.default) == (
        "firm",
        "iri",
        True,
        "agent/mitsui",
    )
    assert (since.name, since.kind, since.required, since.default) == (
        "since",
        "xsd:gYear",
        False,
        None,
    )
    assert [q.name for q in list_queries(queries_path)] == [
        "hosts", "investments-of-firm", "links", "totals",
    ]  # fmt: skip


def test_a_query_that_changes_is_read_again(tmp_path):
    (tmp_path / "one.rq").write_text("#+ summary: First\nASK {}")
    first = list_queries(tmp_path)
    assert list_queries(tmp_path) is first
    (tmp_path / "one.rq").write_text("#+ summary: Other\nASK {}")
    (tmp_path / "two.rq").write_text("ASK {}")
    assert [(query.name, query.summary()) for query in list_queries(tmp_path)] == [
        ("one", "Other"),
        ("two", ""),
    ]


@pytest.mark.parametrize(
    ("name", "values", "rows"),
    [
        ("investments-of-firm", {}, [("mitsui", "br", "1500.5"), ("mitsui", "mx", "20")]),
        ("investments-of-firm", {"since": "2010"}, [("mitsui", "mx", "20")]),
        ("investments-of-firm", {"firm": "Toyota"}, [("toyota", "mx", "300")]),
        ("investments-of-firm", {"firm": "三井物産", "since": 2011}, [("mitsui", "mx", "20")]),
        ("totals", {}, [("mitsui", "1520.5", "2"), ("toyota", "300", "1")]),
        ("totals", {"least": 1e3}, [("mitsui", "1520.5", "2")]),
        ("totals", {"least": "1E3"}, [("mitsui", "1520.5", "2")]),
        ("hosts", {"host": "place/mx"}, [("mitsui", "2"), ("toyota", "2")]),
        ("hosts", {"host": "brazil"}, [("mitsui", "1")]),
    ],
)
def test_a_query_answers_the_same_in_each_store(store, queries_path, name, values, rows):
    answer = run(find_query(name, queries_path), store, values)
    assert [tuple(str(v).rpartition("/")[2] for v in r.values()) for r in answer.to_dicts()] == rows


def test_a_parameters_column_takes_its_name(embedded, queries_path):
    answer = run(find_query("investments-of-firm", queries_path), embedded)
    assert answer.columns == ("firm", "host", "amount")


def test_legal_values_come_from_the_file_the_class_or_the_pattern(embedded, queries_path):
    def legal(name):
        query = find_query(name, queries_path)
        return legal_values(query, query.parameters[0], embedded)

    assert legal("investments-of-firm") == ("agent/mitsui", "agent/toyota")
    assert legal("hosts") == ("place/br", "place/mx")
    assert legal("links") == ("jlac:Firm", "jlac:Country")


@pytest.mark.parametrize(
    ("name", "values", "error", "message"),
    [
        ("hosts", {}, UsageError, "query hosts needs host; give a value, such as host=VALUE"),
        ("hosts", {"hots": "x"}, NotFoundError, "did you mean 'host'"),
        ("hosts", {"stocks": "x"}, NotFoundError, "no parameter 'stocks' in hosts; choose one of host"),
        ("hosts", {"host": "brasil"}, NotFoundError, "no entity 'brasil'"),
        ("hosts", {"host": "place/mz"}, NotFoundError, "no entity 'place/mz'"),
        ("hosts", {"host": "http://e/ x"}, UsageError, "is not a valid IRI"),
        ("hosts", {"host": "http://e/> } #"}, UsageError, "is not a valid IRI"),
        ("links", {"kind": "jlac:Agent"}, UsageError, "not one of jlac:Firm, jlac:Country"),
        ("totals", {"least": "many"}, UsageError, "least: 'many' is not a decimal number"),
        ("totals", {"least": "٣"}, UsageError, "is not a decimal number"),
        ("investments-of-firm", {"since": "05"}, UsageError, "since: '05' is not a year"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_clear_error(embedded, queries_path, name, values, error, message):
    with pytest.raises(error, match=message):
        run(find_query(name, queries_path), embedded, values)


def test_an_unknown_query_names_the_nearest(queries_path):
    with pytest.raises(NotFoundError, match="no query 'total'; did you mean 'totals'"):
        find_query("total", queries_path)


def test_a_name_of_two_things_lists_them():
    store = OxigraphStore.from_text(f"<{ID}agent/x> a <{ONT}Entity> . <{ID}place/x> a <{ONT}Entity> .", "ttl")
    with pytest.raises(AmbiguousError, match="'x' could be agent/x or place/x"):
        resolve_iri(store, "x")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("#+ summary: [", "is not valid YAML"),
        ("#+ just words", "is not a map"),
        ("#+ sumary: x", "unknown key 'sumary'"),
        ("#+ defaults: {b: 1}", "names the unknown parameter 'b'"),
        ("#+ columns: {b: x}", "explains the unknown column 'b'"),
        ("#+ examples: [{b: 1}]", "uses the unknown parameter 'b'"),
    ],
)
def test_a_faulty_header_is_refused(header, message):
    with pytest.raises(QueryError, match=message):
        read_query("q", f"{header}\nSELECT ?a {{ ?a ?p ?_x }}")


def test_a_parameter_with_a_strange_type_is_refused():
    with pytest.raises(QueryError, match=r"\?_x_FOO has no type suffix"):
        read_query("q", "ASK { ?s ?p ?_x_FOO }")
