"""The compiled constraints find what pySHACL finds: focus, path, value, constraint and severity."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jlac_graph.build import pipeline as build
from jlac_graph.core.errors import DataError
from jlac_graph.shacl.engine import Result, compile_shapes, read_shapes, reference, validate
from jlac_graph.shacl.shapes import ShapesGraph
from jlac_graph.tables import quads as mapping
from jlac_graph.tables import reader as records
from jlac_graph.tables.collections import read_collections
from tests.fixtures.report import thinned
from tests.shacl.differential import keys
from tests.tables.faults.edits import apply
from tests.tables.test_faults import BATCHES

ROOT = Path(__file__).parents[2]
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix : <urn:x:> .
"""
DATA = """
:a a :C ; :p 1 , 2 , "x"@en , "y"@en , :b ; :q :b , 2 ; :r "2012-01-01"^^xsd:date .
:b a :D ; :p "abc" , "2012-02-30"^^xsd:date ; :q :c , :a ; :r "2013"^^xsd:gYear , "b" .
:c a :C , :D ; :p -1.5 , true , "z"@es-MX , "w"@ja ; :s :a , [ :p 7 ] ; :r "2011-01-01"^^xsd:date .
:d a :E ; :p :a , :b , :c ; :q "1"^^xsd:double , "nan" ; :s _:n . _:n :p :n , "" . :D rdfs:subClassOf :C .
:e a :E ; :r "2012-01-01"^^xsd:date , "2014-12-31"^^xsd:date ; :p "x"@en .
:f a :E ; :p "2012-02-29Z"^^xsd:date , "2013-02-29"^^xsd:date , "12012-02-29+14:00"^^xsd:date ,
  "2012Z"^^xsd:gYear , "-0500"^^xsd:gYear , "2012-13"^^xsd:gYearMonth , "2012-12-10:30"^^xsd:gYearMonth ,
  "2012-01-01+15:00"^^xsd:date .
"""
SINGLE = [
    "sh:minCount 2", "sh:maxCount 1", "sh:minCount 0", "sh:class :C", "sh:class :D , :E",
    "sh:datatype xsd:integer", "sh:datatype xsd:date", "sh:datatype xsd:string",
    "sh:datatype rdf:langString",
    "sh:datatype xsd:gYear", "sh:datatype xsd:gYearMonth", "sh:datatype xsd:time",
    "sh:nodeKind sh:IRI", "sh:nodeKind sh:Literal",
    "sh:nodeKind sh:BlankNode", "sh:nodeKind sh:BlankNodeOrIRI", "sh:nodeKind sh:IRIOrLiteral",
    "sh:nodeKind sh:BlankNodeOrLiteral",
    "sh:minLength 2", "sh:maxLength 1",
    'sh:pattern "^[a-z]+$"', 'sh:pattern "^X" ; sh:flags "i"', 'sh:pattern "(?=a)b"',
    'sh:languageIn ( "en" "es" )', 'sh:languageIn ( "en" "" )', "sh:uniqueLang true", "sh:uniqueLang false",
    "sh:equals :q", "sh:disjoint :q",
    "sh:hasValue 2", "sh:hasValue :b", 'sh:in ( 1 2 :b "x"@en )', "sh:in ( )",
    "sh:not [ sh:class :C ]", "sh:not [ sh:property [ sh:path :p ; sh:minCount 1 ] ]",
    "sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class :C ] )",
    "sh:or ( [ sh:datatype xsd:integer ] [ sh:class :C ] )",
    "sh:xone ( [ sh:class :C ] [ sh:class :D ] [ sh:minLength 3 ] )",
    "sh:node [ sh:property [ sh:path :p ; sh:minCount 2 ; sh:nodeKind sh:IRI ] ]",
    "sh:node [ sh:property [ sh:path :p ; sh:maxCount 1 ] ; sh:class :C ]",
    "sh:node [ sh:property [ sh:path :p ; sh:uniqueLang true ; sh:disjoint :q ] ]",
    "sh:node [ sh:property [ sh:path ( :q :p ) ; sh:hasValue 1 ] ]",
    "sh:property [ sh:path :q ; sh:minCount 1 ; sh:property [ sh:path :p ; sh:class :C ] ]",
    "sh:qualifiedValueShape [ sh:class :C ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1",
    "sh:deactivated true ; sh:minCount 9", "sh:severity sh:Warning ; sh:maxCount 0",
    "sh:severity :Odd ; sh:minCount 8",
]  # fmt: skip
# Where a value cannot be compared with the bound, SHACL asks for a violation; pySHACL compares true
# with 1, passes over a date beside a number, or fails. The two are compared on what can be compared.
COMPARED = ["sh:minInclusive 1", "sh:maxInclusive 1", "sh:minExclusive 1", "sh:maxExclusive 2.0"]
COMPARED += ["sh:lessThan :q", "sh:lessThanOrEquals :r"]
NUMBERS = """
:a a :C ; :p 1 , 2.5 ; :q 2 , 3 ; :r 1.0 , 7 . :b a :C ; :p -4 , 1.0 ; :q 1 ; :r 1 , 2e0 . :c a :C ; :p 9 .
:d a :C ; :q 1 ; :r 5 .
"""
DAYS = """
:a a :C ; :p "2012-01-01"^^xsd:date , "2013-01-01"^^xsd:date ; :q "2012-06-01"^^xsd:date .
:b a :C ; :p "2011-12-31"^^xsd:date ; :q "2011-12-31"^^xsd:date ; :r "2011-12-31"^^xsd:date .
"""
PATHS = [
    ":p", ":q", ":r", "( :q :p )", "[ sh:inversePath :q ]", "[ sh:alternativePath ( :p :r ) ]",
    "[ sh:zeroOrMorePath :q ]", "[ sh:oneOrMorePath :q ]", "[ sh:zeroOrOnePath :p ]",
    "( [ sh:inversePath :p ] [ sh:zeroOrMorePath :q ] )",
]  # fmt: skip
TARGETS = [
    "sh:targetClass :C",
    "sh:targetClass :E",
    "sh:targetNode :a , :nowhere , 2",
    "sh:targetSubjectsOf :p",
    "sh:targetObjectsOf :q",
]
NOT_ON_NODES = ("Count", "uniqueLang", "qualified", "severity :Odd", "severity sh:Warning")


def compare(shapes: str, data: str) -> tuple[tuple[str, str], ...]:
    store = ox.Store()
    store.load((PREFIXES + data).encode(), ox.RdfFormat.TURTLE)
    graph = ShapesGraph.parse((PREFIXES + shapes).encode())
    compiled = compile_shapes(graph)
    assert keys(validate(store, compiled)) == keys(reference(store, graph))
    return compiled.left


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("target", TARGETS)
def test_property_shapes_as_pyshacl(path: str, target: str) -> None:
    props = " , ".join(f"[ sh:path {path} ; {p} ]" for p in SINGLE)
    compare(f":S a sh:NodeShape ; {target} ; sh:property {props} .", DATA)


@pytest.mark.parametrize("target", TARGETS)
def test_node_shapes_as_pyshacl(target: str) -> None:
    usable = [p for p in SINGLE if not any(word in p.partition("[")[0] for word in NOT_ON_NODES)]
    shapes = [f":S{n} a sh:NodeShape ; {target} ; {p} ." for n, p in enumerate(usable)]
    compare("\n".join(shapes), DATA)


def test_comparisons_as_pyshacl() -> None:
    props = " , ".join(f"[ sh:path :p ; {p} ]" for p in COMPARED)
    compare(f":S a sh:NodeShape ; sh:targetClass :C ; sh:property {props} .", NUMBERS)
    days = [*COMPARED[4:], 'sh:minInclusive "2012-01-01"^^xsd:date', 'sh:maxExclusive "2012-01-01"^^xsd:date']
    props = " , ".join(f"[ sh:path :p ; {p} ]" for p in days)
    compare(f":S a sh:NodeShape ; sh:targetClass :C ; sh:property {props} .", DAYS)


def test_what_cannot_be_compared_is_at_fault() -> None:
    store = ox.Store()
    store.load((PREFIXES + ':a :p true , "2012"^^xsd:gYear , :b , "x" , 3 .').encode(), ox.RdfFormat.TURTLE)
    shapes = ":S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; sh:maxInclusive 9 ] ."
    found = validate(store, compile_shapes(ShapesGraph.parse((PREFIXES + shapes).encode())))
    assert sorted(r.value.value for r in found if r.value) == ["2012", "true", "urn:x:b", "x"]


def test_the_inverse_of_a_sequence_runs_backwards() -> None:
    """PySHACL takes the steps of an inverse sequence in the wrong order, so it is no measure here."""
    store = ox.Store()
    store.load((PREFIXES + ":a :q :b . :b :p :c . :c :q :d . :d :p :a .").encode(), ox.RdfFormat.TURTLE)
    path = "[ sh:inversePath ( :q :p ) ]"
    shapes = f":S a sh:NodeShape ; sh:targetNode :c ; sh:property [ sh:path {path} ; sh:in ( ) ] ."
    found = validate(store, compile_shapes(ShapesGraph.parse((PREFIXES + shapes).encode())))
    assert [r.value.value for r in found if r.value] == ["urn:x:a"]


@pytest.mark.parametrize(
    "shapes",
    [
        ":S a sh:NodeShape ; sh:targetClass :C ; sh:closed true ; sh:ignoredProperties ( rdf:type :r ) ; "
        "sh:property [ sh:path :p ] , [ sh:path ( :q :s ) ] .",
        ":C a rdfs:Class , sh:NodeShape ; sh:property [ sh:path :p ; sh:maxCount 1 ] .",
        ":S a sh:PropertyShape ; sh:targetClass :C ; sh:path :q ; sh:minCount 2 .",
        ":S a sh:NodeShape ; sh:targetClass :C ; sh:property "
        "[ sh:path :q ; sh:qualifiedValueShape [ sh:class :C ] ; sh:qualifiedValueShapesDisjoint true ; "
        "sh:qualifiedMinCount 1 ] , "
        "[ sh:path :q ; sh:qualifiedValueShape [ sh:class :D ] ; sh:qualifiedValueShapesDisjoint true ; "
        "sh:qualifiedMinCount 1 ] .",
        ":S a sh:NodeShape ; sh:targetClass :C ; sh:node :T . :T sh:property [ sh:path :q ; sh:node :S ] .",
        ':S a sh:NodeShape ; sh:targetClass :C ; sh:sparql [ sh:message "m"@en ; '
        'sh:select "SELECT $this ?value { $this <urn:x:p> ?value FILTER (ISIRI(?value)) }" ] .',
        ':S a sh:NodeShape ; sh:targetClass :C ; sh:sparql [ sh:message "m"@en ; '
        'sh:select "SELECT $this { { $this <urn:x:p> 1 } UNION { $this <urn:x:s> ?x } }" ] .',
        ":S a sh:PropertyShape ; sh:targetClass :C ; sh:path :p ; sh:sparql [ "
        'sh:select "SELECT $this ?value { $this $PATH ?value FILTER (ISLITERAL(?value)) }" ] .',
        ":S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ "
        'sh:select "SELECT $this ?v { FILTER NOT EXISTS { ?any <urn:x:q> ?v } $this <urn:x:p> ?v }" ] .',
        ":S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ "
        'sh:select "SELECT $this ?v { $this <urn:x:p> ?v . FILTER NOT EXISTS { $this <urn:x:q> ?w '
        'FILTER NOT EXISTS { ?any <urn:x:p> ?w } } }" ] .',
        ":S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ "
        'sh:select "SELECT $this ?v { $this <urn:x:p> ?v . FILTER NOT EXISTS { $this <urn:x:s> ?w } '
        'FILTER NOT EXISTS { ?any <urn:x:r> ?w } }" ] .',
    ],
    ids=[
        "closed", "class", "property", "disjoint", "recursive", "sparql", "union", "path", "values", "nested",
        "unbound",
    ],
)  # fmt: skip
def test_other_shapes_as_pyshacl(shapes: str) -> None:
    compare(shapes, DATA)


def test_a_filter_without_a_subject_is_asked_once() -> None:
    select = "SELECT $this ?v { $this <urn:x:p> ?v . FILTER NOT EXISTS { ?any <urn:x:q> ?v } }"
    shapes = f':S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ sh:select "{select}" ] .'
    (check,) = compile_shapes(ShapesGraph.parse((PREFIXES + shapes).encode())).checks
    assert "MINUS { ?any <urn:x:q> ?v }" in check.query
    assert "EXISTS" not in check.query
    assert check.of_absence


def test_a_screen_asks_for_stated_classes_and_lets_the_check_decide_on_others() -> None:
    shapes = ":S a sh:NodeShape ; sh:targetSubjectsOf :q ; sh:property [ sh:path :q ; sh:class :C ] ."
    (check,) = compile_shapes(ShapesGraph.parse((PREFIXES + shapes).encode())).checks
    assert "subClassOf" in check.query
    assert "subClassOf" not in check.screen
    assert results(shapes, ":a :q :b . :b a :D . :D rdfs:subClassOf :C .") == []
    assert len(results(shapes, ":a :q :b . :b a :D .")) == 1


def test_what_is_not_known_is_named_and_goes_to_pyshacl() -> None:
    shapes = """:S a sh:NodeShape ; sh:targetClass :C ;
        sh:property [ sh:path :p ; sh:datatype xsd:time ; sh:pattern "(?=a)b" ; sh:maxCount 1 ] ;
        sh:sparql [ sh:select "SELECT $this { { $this <urn:x:p> 1 } UNION { $this <urn:x:s> ?x } }" ] ."""
    left = compare(shapes, DATA)
    assert sorted(name.rpartition("#")[2] for _, name in left) == [
        "*",
        "DatatypeConstraintComponent",
        "PatternConstraintComponent",
    ]


def results(shapes: str, data: str, *, by: Callable[..., list[Result]] = validate) -> list[Result]:
    store = ox.Store()
    store.load((PREFIXES + data).encode(), ox.RdfFormat.TURTLE)
    graph = ShapesGraph.parse((PREFIXES + shapes).encode())
    return by(store, graph if by is reference else compile_shapes(graph))


SELECTS = {
    "limit": "SELECT $this ?value { $this <urn:x:p> ?value } LIMIT 1",
    "offset": "SELECT $this ?value { $this <urn:x:p> ?value } ORDER BY ?value OFFSET 1",
    "having": "SELECT $this { $this <urn:x:p> ?value } GROUP BY $this HAVING (COUNT(?value) > 3)",
    "count": "SELECT $this (COUNT(?v) AS ?value) { $this <urn:x:p> ?v }",
}


@pytest.mark.parametrize("select", SELECTS.values(), ids=SELECTS)
def test_a_query_is_asked_once_for_each_focus_node(select: str) -> None:
    compare(f':S a sh:NodeShape ; sh:targetClass :C , :E ; sh:sparql [ sh:select "{select}" ] .', DATA)


@pytest.mark.parametrize(
    ("constraint", "data", "many"),
    [
        ("sh:uniqueLang true", ':a :p "a"@en , "b"@EN , "c"@ja , "d"@ja , "e"@es .', 2),
        ("sh:lessThan :q", ":a :p 5 ; :q 1 , 2 , 9 .", 2),
        ("sh:lessThanOrEquals :q", ":a :p 5 ; :q 1 , 5 .", 1),
    ],
)
def test_each_language_and_each_pair_is_a_result(constraint: str, data: str, many: int) -> None:
    shapes = f":S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; {constraint} ] ."
    assert len(results(shapes, data)) == len(results(shapes, data, by=reference)) == many


@pytest.mark.parametrize("bound", ["sh:minInclusive 10", "sh:maxInclusive 10", "sh:minExclusive 10.5"])
def test_numbers_that_the_engine_cannot_hold_are_compared(bound: str) -> None:
    data = (
        ":a :p 99999999999999999999 . :b :p 123456789012345678901234567890.5 . :c :p -99999999999999999999 ."
    )
    compare(f":S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; {bound} ] .", data)


@pytest.mark.parametrize(
    ("shape", "list_"),
    [
        ("sh:in _:l", "_:l rdf:first 1 ; rdf:rest _:l ."),
        ("sh:or _:l", "_:l rdf:first [ sh:class :C ] ; rdf:rest _:l ."),
        ("sh:in 5", ""),
        ("sh:languageIn _:l", '_:l rdf:first "en" , "ja" ; rdf:rest () .'),
        ("sh:in _:l", "_:l rdf:first 1 ."),
    ],
)
def test_a_malformed_list_is_refused(shape: str, list_: str) -> None:
    shapes = f":S a sh:NodeShape ; sh:targetClass :C ; sh:property :P . :P sh:path :p ; {shape} . {list_}"
    with pytest.raises(DataError, match=rf"{shape.partition(' ')[0]} of <urn:x:P> is not a well-formed list"):
        results(shapes, DATA)


def test_shapes_that_are_not_turtle_are_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text("this is not turtle")
    with pytest.raises(DataError, match=r"shapes\.ttl: the shapes are not valid Turtle"):
        read_shapes(tmp_path / "shapes.ttl")
    with pytest.raises(DataError, match="cannot read"):
        read_shapes(tmp_path / "none.ttl")


def test_what_neither_engine_knows_is_one_clear_error() -> None:
    shapes = (
        ":S a sh:NodeShape ; sh:targetClass :C ; "
        'sh:sparql [ sh:select "SELECT $this { GRAPH $shapesGraph { $this ?p ?o } }" ] .'
    )
    with pytest.raises(DataError, match="pySHACL cannot apply the shapes"):
        compare(shapes, DATA)


NODES = st.sampled_from([":a", ":b", ":c", ":C", ":D"])
VALUES = st.one_of(
    NODES,
    st.sampled_from(["1", "2", "-1.5", "1.0e0", "true", '""', '"abc"', '"x"@en', '"X"@EN', '"y"@en', '"z"@ja',
                     '"2012"^^xsd:gYear', '"2012-02-30"^^xsd:date', '"2012-03-01"^^xsd:date', '"q"^^:t']),
)  # fmt: skip
TRIPLES = st.lists(
    st.one_of(
        st.tuples(NODES, st.sampled_from([":p", ":q", ":r"]), VALUES),
        st.tuples(NODES, st.just("a"), st.sampled_from([":C", ":D"])),
        st.tuples(st.just(":D"), st.just("rdfs:subClassOf"), st.just(":C")),
    ),
    max_size=14,
)
PROPERTY = st.tuples(st.sampled_from(PATHS), st.lists(st.sampled_from(SINGLE), min_size=1, max_size=2))


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(TRIPLES, st.lists(PROPERTY, min_size=1, max_size=2), st.sampled_from(TARGETS))
def test_any_graph_and_shapes_as_pyshacl(
    triples: list[tuple[str, str, str]],
    properties: list[tuple[str, list[str]]],
    target: str,
) -> None:
    props = " , ".join(f"[ sh:path {path} ; {p} ]" for path, many in properties for p in many)
    data = "\n".join(f"{s} {p} {o} ." for s, p, o in triples)
    compare(f":S a sh:NodeShape ; {target} ; sh:property {props} .", data)


def test_the_faulty_tables_as_pyshacl(tmp_path: Path) -> None:
    """The report with many faults of the graph at once; of the sound rest one node in 1,500.

    PySHACL would need minutes for all of it; the nodes left out make links that lead nowhere, which
    are faults to agree on as well.
    """
    batch = max((b for b in BATCHES if b.kind == "graph"), key=lambda b: len(b.faults))
    faults = [fault for fault in batch.faults if all(" shape:" in place for place in fault.expect)]
    group = read_collections([apply(faults, tmp_path)])
    assert all(not records.read_table(table).findings for table in group.tables)
    store = ox.Store()
    build._load_tables(store, mapping.load(group))
    build._load_ontology(store, [ROOT / "ontology"])
    build._derive(store, [ROOT / "ontology"])
    shapes = read_shapes(ROOT / "ontology" / "shapes.ttl")
    at_fault = {result.focus for result in validate(store, shapes)}
    kinds = tuple(f"<https://w3id.org/jlac/{kind}/" for kind in ("id", "obs", "code", "src"))
    thin = thinned(store, kinds, keep=at_fault, every=1500)
    store.clear()
    store.extend(thin)
    found = keys(validate(store, shapes))
    assert len(at_fault) >= len(faults) > 12
    assert len(found) > 100
    assert found == keys(reference(store, shapes.graph))
