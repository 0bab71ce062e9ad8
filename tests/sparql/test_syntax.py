"""Binding: a value stays a value, whatever it holds."""

import contextlib
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from jlac_graph.core.errors import QueryError
from jlac_graph.queries.library import list_queries
from jlac_graph.sparql import syntax
from jlac_graph.sparql.store import OxigraphStore
from jlac_graph.sparql.syntax import bind, decoded, form, prefixed, tokens, variables
from jlac_graph.sparql.token_patterns import TokenPatterns, patterns

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
    with pytest.raises(QueryError, match=r"line 1, column \d+: \?_x is a parameter and cannot be assigned"):
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


def _row(query, graph='@prefix : <http://example.org/> . :a :pa\u00eds "Lima" .'):
    return OxigraphStore.from_text(graph, "ttl").select(query).to_dicts()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?o { ?s <http://example.org/pa\\u00EDs> ?o }",
        "SELECT ?o { ?s <http://example.org/\\u0070a\\U000000EDs> ?o }",
        "PREFIX x: <http://example.org/> SELECT ?o { ?s x:pa\\u00EDs ?o }",
        "PREFIX \\u0078: <http://example.org/> SELECT ?o { ?s x:pa\u00eds ?\\u006F }",
        "SELECT ?o { ?s ?p ?o FILTER(?o = 'L\\u0069ma') }",
        "\ufeff# asked on Windows\nSELECT ?o { ?s ?p ?o }",
    ],
)
def test_escapes_and_a_byte_order_mark_are_read(query):
    assert _row(query) == [{"o": "Lima"}]
    assert form(query) == "SELECT"


NAMES = [
    "pai\u0301s",
    "\u30ab\u3099\u30a4\u30c8\u3099",
    "a\u00b7b",
    "\u0e1c\u0e39\u0e49",
    "\u203fa",
    "1\u203f",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_hold_every_character_of_the_grammar(name):
    if name[0] != "\u203f":
        assert _row(f"SELECT ?{name} {{ ?s ?p ?{name} }}") == [{name: "Lima"}]
    graph = f'<http://example.org/a> <http://example.org/x{name}> "Lima" .'
    query = f"PREFIX x: <http://example.org/> SELECT ?o {{ ?s x:x{name} ?o }}"
    assert _row(query, graph) == [{"o": "Lima"}]


@pytest.mark.parametrize(
    ("query", "column", "message"),
    [
        ("SELECT ?o\u00a0{ ?s ?p ?o }", 10, r"U\+00A0 \(NO-BREAK SPACE\) is not a space in SPARQL"),
        ("SELECT ?o\u3000{ ?s ?p ?o }", 10, r"U\+3000 \(IDEOGRAPHIC SPACE\) is not a space"),
        ("SELECT\u200b ?o { ?s ?p ?o }", 7, r"U\+200B \(ZERO WIDTH SPACE\) is not a space"),
        ("SELECT ?o { ?s ?p \u201cLima\u201d }", 19, "cannot start a SPARQL token"),
        ("SELECT ?o { ?s <http://e/\\u003E> ?o }", 16, "an escape in .* stands for a character that"),
        ("SELECT ?o { ?s <http://e/\\u0020> ?o }", 16, "an escape in .* stands for a character that"),
        ("SELECT ?o { ?s <http://e/\\uD800> ?o }", 16, "an escape in .* stands for a character that"),
        ("SELECT ?o { ?s <http://e/\\u005Cu0041> ?o }", 16, "an escape in .* stands for a character that"),
        ("SELECT ?o { ?s ?x\\u0020y ?o }", 16, "an escape in .* stands for a character that"),
        ("SELECT ?o { ?s \"\"\"a ?o }", 16, "the string that starts here is not closed"),
        ("SERVIC\\u0045 <http://e/> {}", 7, "cannot start a SPARQL token"),
    ],
)  # fmt: skip
def test_what_no_token_is_made_of_is_named_at_its_place(query, column, message):
    with pytest.raises(QueryError, match=message) as caught:
        tokens(query)
    assert (caught.value.line, caught.value.column) == (1, column)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.b:c.d.", ["a.b:c.d", "."]),
        ("a.:b", ["a", ".", ":b"]),
        ("?x.y:z", ["?x", ".", "y:z"]),
        ("1.a:b", ["1", ".", "a:b"]),
        ("1.5.e:p", ["1.5", ".", "e:p"]),
        ("?x-a-b:c", ["?x", "-", "a-b:c"]),
        (":-a", [":", "-", "a"]),
        (":a:b%20\\-c", [":a:b%20\\-c"]),
        ("_:a.b. _:1", ["_:a.b", ".", "_:1"]),
        ("5e:p 1.e3 .5E-2", ["5", "e:p", "1.e3", ".5E-2"]),
        ("?a<?b", ["?a", "<", "?b"]),
        ("<<:a>>", ["<<", ":a", ">>"]),
        ('""" "a" ""\\"""" "" \'\'', ['""" "a" ""\\""""', '""', "''"]),
        ("(a|^:)+", ["(", "a", "|", "^", ":", ")", "+"]),
    ],
)
def test_the_longest_token_wins(text, parts):
    assert [t.text for t in tokens(text)] == parts
    assert [text[t.start : t.end] for t in tokens(text)] == parts


PIECES = [
    *("a", ".", "-", ":", "_:", "?", "<", ">", '"', "'", '"""', "\\", "\\u0061", "#", "\n", " "),
    *("1", "e", "@", "\u00e9", "\u0301", "{", "%20", "(", "*"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_tokens_cover_a_text_or_refuse_it_at_a_place(text):
    try:
        found = tokens(text)
    except QueryError as error:
        assert error.line is not None
        return
    at = 0
    for token in found:
        between = text[at : token.start]
        assert not between.strip(" \t\r\n") or between.lstrip().startswith("#")
        assert token.end > token.start
        at = token.end
    again = tokens(decoded(text))
    assert [(t.kind, t.text) for t in again] == [(t.kind, t.text) for t in found]


def test_the_patterns_of_texts_in_ascii_find_the_same_tokens():
    """A text with a comment in another script is read by the patterns for every script."""
    for query in list_queries()[::10]:
        text = "".join(line for line in query.text.splitlines(keepends=True) if line.isascii())
        assert tokens(text) == tokens(f"{text}\n# é")


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join))
def test_the_work_for_a_token_does_not_grow_with_the_text(piece):
    """The characters that all regular expressions look at, counted, at most double with the text."""
    first, second = (_looked_at(piece * times) for times in (200, 400))
    assert second <= 2 * first + 200 * len(piece)


def _looked_at(text):
    """Upper bound of the work: the spans that the patterns matched, each counted as often as matched."""
    seen = 0

    class Counting:
        def __init__(self, pattern):
            self.pattern = pattern

        def match(self, text, at):
            nonlocal seen
            found = self.pattern.match(text, at)
            seen += 1 + (found.end() - at if found else 0)
            return found

    known = patterns(text)
    counting = TokenPatterns(*(Counting(getattr(known, field.name)) for field in fields(known)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(syntax, "patterns", lambda text: counting)
        with contextlib.suppress(QueryError):
            tokens(text)
    return seen


def test_long_queries_of_strangers_are_not_kept() -> None:
    import tracemalloc

    tracemalloc.start()
    for number in range(30):
        prefixed(f"ASK {{ ?s ?p '{'x' * 100_000}\U0001f5fe{number}' }}")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_000_000


@pytest.mark.parametrize(
    ("string", "column", "escape"),
    [
        (r"'^\d+'", 28, r"\d is not an escape in SPARQL; write \\ for a backslash"),
        (r"'''a' \z'''", 32, r"\z is not an escape"),
        (r'"\u12"', 27, r"\u is not an escape"),
        (r"'\uD800'", 27, r"\uD800 is not an escape in SPARQL"),
    ],
)
def test_an_escape_that_sparql_does_not_have_is_reported_at_its_place(string, column, escape):
    with pytest.raises(QueryError) as caught:
        tokens("ASK { FILTER(STRLEN(?a) =" + string + ") }")
    assert str(caught.value).startswith(f"line 1, column {column}: {escape}")


def test_true_and_false_are_read_in_any_case():
    query = "SELECT (TRUE AS ?a) (False AS ?b) ('TRUE' AS ?c) { FILTER(!faLse) }"
    (row,) = OxigraphStore.from_text("", "ttl").select(query).to_dicts()
    assert row == {"a": True, "b": False, "c": "TRUE"}
    assert [t.text for t in tokens("ASK { TRUE:a ?TRUE TRUE }")][2:5] == ["TRUE:a", "?TRUE", "true"]
