"""Binding: a value stays a value, whatever it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from jlac_graph.core.errors import QueryError
from jlac_graph.sparql.syntax import bind, form, prefixed, tokens, variables

A = NamedNode("http://e/a")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_comes_back_as_itself(text):
    query = bind("SELECT (?_v AS ?x) { }", {"_v": Literal(text)})
    assert [row[0] for row in Store().query(query)] == [Literal(text)]


@pytest.mark.parametrize(
    "value",
    ['"} ; DROP ALL #', "' . } #", "\\", '"""', "\n} UNION {", "?_w", "$_w", "\\u0022 } #"],
)
def test_text_that_looks_like_sparql_cannot_leave_its_literal(value, store):
    rows = store.select("SELECT ?x { BIND(?_v AS ?x) }", {"_v": Literal(value), "_w": A})
    assert len(rows) == 1
    if value != "\\u0022 } #":  # rdflib reads a backslash and u0022 as one escape
        assert rows.to_dicts() == [{"x": value}]


def test_strings_comments_and_iris_keep_what_looks_like_a_variable():
    text = 'ASK { ?_v ?p \'?_v\', """?_v""", <http://e/?_v> } # ?_v'
    assert bind(text, {"_v": A}) == text.replace("{ ?_v", "{ <http://e/a>")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT ?_x ?y { ?_x e:p ?y } ORDER BY ?_x ?y", [("a", "b"), ("a", "c")]),
        ("SELECT ?_x (COUNT(?y) AS ?n) { ?_x e:p ?y } GROUP BY ?_x", [("a", 2)]),
        ("SELECT ?y { { SELECT ?_x ?y { ?_x e:p ?y } } ?_x e:q ?z }", []),
        ("SELECT ?_x ?y { { SELECT ?_x ?y { ?_x e:p ?y } } } ORDER BY ?y",
         [("a", "b"), ("a", "c")]),
        ("SELECT ?y { ?z e:p ?y FILTER(BOUND(?_x) && ?z = ?_x) } ORDER BY ?y", [("b",), ("c",)]),
        ("SELECT ?z { ?z e:p ?y MINUS { ?_x e:p ?y . ?z e:r ?y } FILTER(?z != ?_x) }", [("b",)]),
        ("SELECT ?y { ?z e:p ?y FILTER EXISTS { ?_x e:p ?y } FILTER(?z IN (?_x)) } ORDER BY ?y",
         [("b",), ("c",)]),
        ("SELECT (SUM(IF(?z = ?_x, 1, 0)) AS ?n) { ?z e:p ?y } HAVING (COUNT(?_x) > 1)", [(2,)]),
        ("SELECT ?y { ?_x e:p+ ?y } ORDER BY ?y", [("b",), ("c",)]),
    ],
)  # fmt: skip
def test_a_parameter_binds_wherever_sparql_has_a_variable(query, rows):
    store = Store()
    store.update("PREFIX e: <http://e/> INSERT DATA { e:a e:p e:b, e:c . e:b e:p e:c }")
    text = bind("PREFIX e: <http://e/> " + query, {"_x": A})
    found = [tuple(t.value.removeprefix("http://e/") for t in row) for row in store.query(text)]
    assert found == [tuple(map(str, row)) for row in rows]


@pytest.mark.parametrize("query", ["SELECT (1 AS ?_x) {}", "ASK { VALUES ?_x { 1 } }"])
def test_a_query_that_assigns_its_parameter_is_refused(query):
    with pytest.raises(QueryError, match=r"line 1, column \d+: the query assigns \?_x"):
        bind(query, {"_x": A})


def test_several_terms_fill_an_open_values_block(store):
    firms = [NamedNode(f"https://w3id.org/jlac/id/agent/{n}") for n in ("mitsui", "toyota")]
    query = "SELECT (COUNT(*) AS ?n) { VALUES ?s { UNDEF } ?s a jlac:Firm }"
    assert store.select(query, {"s": firms}).to_dicts() == [{"n": 2}]
    assert store.select(query, {"s": firms[:1]}).to_dicts() == [{"n": 1}]


def test_known_prefixes_need_no_declaration_and_unknown_ones_name_the_nearest():
    assert prefixed("ASK { ?s a jlac:Firm }").startswith("PREFIX jlac: <https://w3id.org/jlac/ont#> ")
    with pytest.raises(QueryError) as caught:
        prefixed("SELECT *\n{ ?s a jlca:Firm }")
    assert (caught.value.line, caught.value.column) == (2, 8)
    assert "unknown prefix 'jlca'; did you mean 'jlac'?" in str(caught.value)


def test_an_open_string_is_told_by_place():
    with pytest.raises(QueryError, match="line 2, column 5"):
        tokens("ASK {\n ?s 'open }")


def test_forms_and_variables_ignore_comments_and_prefixes():
    text = "# SELECT ?c\nPREFIX ask: <http://e/#> CONSTRUCT { ?a ask:p $b } WHERE {}"
    assert form(text) == "CONSTRUCT"
    assert variables(text) == ("a", "b")
