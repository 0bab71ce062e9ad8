"""A mistake is told at its place, with what would be right."""

import pytest

from jlac_graph.core.errors import QueryError
from jlac_graph.core.paths import ontology_dir, queries_dir
from jlac_graph.sparql.diagnostics import check_terms, hints
from jlac_graph.sparql.grammar import first_fault
from jlac_graph.sparql.syntax import tokens


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELEC ?x { ?s ?p ?o }", 1, 1, "'SELEC' is not allowed here; did you mean SELECT?"),
        ("SELECT ?x {\n ?s ?p ?o . FILTR(?o > 1) }", 2, 13, "did you mean FILTER?"),
        ("SELECT ?x { ?s ?p ?o FILTER(CONTANS(?o, 'x')) }", 1, 29, "did you mean CONTAINS?"),
        ("SELECT ?x { ?s ?p }", 1, 19, "'}' is not allowed here; expected"),
        ("SELECT ?x { ?s ?p ?o\nLIMIT 3", 2, 1, "LIMIT is inside a group; close the group with }"),
        ("SELECT ?x { ?s ?p ?o }\nLIMIT x", 2, 7, "'x' is not allowed here; expected a number"),
        ("SELECT ?s, ?o { ?s ?p ?o }", 1, 10, "',' is not allowed here"),
        ("SELECT (COUNT(?s) ?n) { ?s ?p ?o }", 1, 19, "expected"),
        ("SELECT ?s { ?s ?p ?o", 1, 21, "the query ends too early"),
        ("SELECT ?s { ?s <name> ?o }", 1, 16, "<name> is not an absolute IRI"),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", 1, 8, "?s is used with an aggregate"),
        ("ASK { ?s ?p 'open }", 1, 13, "the string that starts here is not closed"),
    ],
)
def test_the_first_token_that_does_not_fit_is_named(embedded, query, line, column, message):
    with pytest.raises(QueryError) as caught:
        embedded.query(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in str(caught.value)


def test_every_query_and_rule_of_the_project_fits_the_grammar():
    files = [*queries_dir().rglob("*.rq"), *ontology_dir().rglob("*.rq")]
    assert files
    for path in files:
        assert first_fault(tokens(path.read_text("utf-8"))) is None, path


def test_the_whole_grammar_is_taken():
    query = """BASE <http://e/> PREFIX e: <x#> SELECT DISTINCT ?a (GROUP_CONCAT(DISTINCT ?b;
      SEPARATOR=", ") AS ?c) (COUNT(*) AS ?n) FROM <g> FROM NAMED e:h WHERE {
      { SELECT * { [] a ?a ; e:p/(e:q|^e:r)*|!(a|^e:s) (1 -2.5e3 "x"@en 'y'^^e:t), _:b ; . } }
      UNION { ?a ?b [ e:p true ] } OPTIONAL { GRAPH ?g {} } MINUS { () e:p () }
      VALUES (?a ?b) { (UNDEF 1) } VALUES ?c { } SERVICE SILENT e:s { }
      FILTER(!BOUND(?a) && -?b * 2 <= STRLEN(?c) || ?a NOT IN (1, 2) || e:f(DISTINCT ?a))
      FILTER NOT EXISTS { ?a e:p ?b } BIND(IF(?a = ?b, RAND(), 1 + 2 - 3) AS ?z) }
      GROUP BY ?a (?b AS ?k) STR(?c) HAVING(SUM(?a) > 1) ORDER BY DESC(?a) ?b OFFSET 1 LIMIT 2
      VALUES ?d { 1 }"""
    assert first_fault(tokens(query)) is None


def test_a_term_that_no_graph_has_names_the_nearest(embedded):
    check_terms("CONSTRUCT { ?s jlac:brandNew ?o } WHERE { ?s jlac:host ?o }", embedded)
    with pytest.raises(QueryError, match=r"line 1, column 10: .*did you mean jlac:host\?"):
        check_terms("ASK { ?s jlac:hots ?o }", embedded)
    with pytest.raises(QueryError, match="did you mean jlac:Firm"):
        check_terms("ASK { ?s a <https://w3id.org/jlac/ont#Frim> }", embedded)


def test_a_long_line_is_quoted_around_the_fault(embedded):
    query = "SELECT * { ?s ?p '" + "x" * 5000 + "' . ?s nosuch:p ?o }"
    with pytest.raises(QueryError, match="unknown prefix 'nosuch'") as caught:
        embedded.query(query)
    _, source, mark = str(caught.value).splitlines()
    assert len(source) < 210
    assert source[len(mark) - 1 :].startswith("nosuch:p")
    assert caught.value.column == query.index("nosuch") + 1


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("?f jlac:date 2012", 'nothing has jlac:date 2012; did you mean "2012"^^xsd:gYear?'),
        ('?f jlac:status "agreed"', 'nothing has jlac:status "agreed"; did you mean <{code}status/agreed>?'),
        (
            '?f a jlac:Fact ; jlac:country "Chile"@en .',
            'nothing has jlac:country "Chile"@en; did you mean <{id}place/chile>?',
        ),
        (
            'VALUES (?a ?b) { (jlac:Fact "x") } ?f skos:prefLabel "chile"',
            'nothing has skos:prefLabel "chile"; did you mean "Chile"@en?',
        ),
        (
            '?f jlac:basis "x"^^xsd:token',
            'nothing has jlac:basis "x"^^xsd:token; it has values such as <{code}basis/inferred>',
        ),
    ],
)
def test_a_literal_that_a_property_never_has_is_told_with_what_it_has(report_graph, pattern, said):
    base = "https://w3id.org/jlac/"
    (found,) = hints(f"SELECT * {{ {pattern} }}", report_graph)
    assert found.partition(": ")[2] == said.format(code=f"{base}code/", id=f"{base}id/")


@pytest.mark.parametrize(
    "pattern", ['?f jlac:currency "USD"', "?f jlac:amount ?a FILTER(?a > 1e30)", "?f ?p 2012"]
)
def test_of_a_literal_that_a_property_has_nothing_is_said(report_graph, pattern):
    assert hints(f"SELECT * {{ {pattern} }}", report_graph) == []
