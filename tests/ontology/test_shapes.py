"""Every shape has an example that conforms and one that violates it.

For a property shape both come from the project's own graph: a node that conforms, and the same
node with one triple too many or too few. A SPARQL constraint has a fault in faults.toml or a file in
tests/shapes, whose subjects ``good:`` conform and ``bad:`` do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from jlac_graph.shacl.compiler import component
from jlac_graph.shacl.engine import Check, compile_shapes, run
from jlac_graph.shacl.shapes import ShapesGraph
from tests.tables.faults.edits import read_faults

ROOT = Path(__file__).parents[2]
SHAPES = ShapesGraph.parse((ROOT / "ontology" / "shapes.ttl").read_bytes())
COMPILED = compile_shapes(SHAPES)
SHAPE = "https://w3id.org/jlac/shape/"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
NOWHERE = ox.NamedNode("https://w3id.org/jlac/id/agent/nobody-knows-it")
DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
GRAPH = ox.NamedNode("https://w3id.org/jlac/graph/mutant")
TYPED = ("class", "datatype", "or", "pattern", "in", "minInclusive", "maxInclusive", "languageIn")
WRONG: dict[str, ox.NamedNode | ox.Literal] = {
    "class": NOWHERE,
    "datatype": ox.Literal("many"),
    "or": ox.Literal("in spring"),
    "pattern": ox.Literal("US$"),
    "in": ox.Literal("YEN"),
    "minInclusive": ox.Literal("-1", datatype=DECIMAL),
    "maxInclusive": ox.Literal("120", datatype=DECIMAL),
    "languageIn": ox.Literal("Nom", language="fr"),
}


@dataclass(frozen=True)
class Case:
    shape: str
    name: str
    target: ox.NamedNode
    path: ox.NamedNode
    check: Check


def cases() -> Iterator[Case]:
    checks = {(c.shape, c.constraint): c for c in COMPILED.checks}
    for node, kind, target in SHAPES.targets():
        for prop in SHAPES.objects(node, "property"):
            for name in sorted(SHAPES.parameters(prop) - {"path", "message", "severity"}):
                check = checks[prop.value, component(name)]
                assert kind == "targetClass"
                path = SHAPES.value(prop, "path")
                yield Case(prop.value.removeprefix(SHAPE), name, target, path, check)


CASES = list(cases())


@pytest.fixture(scope="module")
def graph(dist: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(dist / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    return store


def focus_of(graph: ox.Store, case: Case) -> ox.NamedNode:
    """A node of the shape's class, with a value at its path where there is such a node."""
    query = """SELECT ?x { ?x ?type/?sub* ?class OPTIONAL { ?x ?path ?v }
               FILTER (ISIRI(?x)) } ORDER BY DESC(BOUND(?v)) ?x LIMIT 1"""
    for name, term in (("type", RDF_TYPE), ("sub", SUBCLASS), ("class", case.target), ("path", case.path)):
        query = query.replace(f"?{name}", str(term))
    found: Any = graph.query(query, use_default_graph_as_union=True)
    rows = list(found)
    return rows[0]["x"] if rows else ox.NamedNode("https://w3id.org/jlac/id/agent/first-of-its-kind")


def mutate(graph: ox.Store, case: Case, focus: ox.NamedNode) -> tuple[Any, list[ox.Quad], list[ox.Quad]]:
    """Return the value at fault, and the quads to add and to take away."""
    own = list(graph.quads_for_pattern(focus, case.path, None, None))
    if case.name == "minCount":
        return None, [], own
    if case.name == "maxCount":
        limit = int(SHAPES.value(ox.NamedNode(SHAPE + case.shape), "maxCount").value)
        values: list[Any] = [ox.Literal(f"v{n}") for n in range(limit + 1)]
    elif case.name == "uniqueLang":
        values = [ox.Literal("one", language="en"), ox.Literal("two", language="en")]
    else:
        values = [WRONG[case.name]]
    new = [ox.Quad(focus, case.path, value, GRAPH) for value in values]
    return (WRONG[case.name] if case.name in TYPED else None), new, own


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.shape)
def test_a_property_shape_finds_its_fault_and_no_other(graph: ox.Store, case: Case) -> None:
    focus = focus_of(graph, case)
    kind = ox.Quad(focus, RDF_TYPE, case.target, GRAPH)
    graph.add(kind)
    if not case.name.startswith("min"):
        assert list(run(graph, case.check)) == []
    value, new, gone = mutate(graph, case, focus)
    graph.extend(new)
    for quad in gone:
        graph.remove(quad)
    try:
        results = list(run(graph, case.check))
    finally:
        for quad in [*new, kind]:
            graph.remove(quad)
        graph.extend(gone)
    assert [(r.focus, r.path, r.value) for r in results] == [(focus, case.path.value, value)]


EXAMPLES = sorted((ROOT / "tests" / "shapes").glob("*.ttl"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_constraint_tells_good_from_bad(path: Path) -> None:
    store = ox.Store()
    for file in [ROOT / "ontology" / "jlac.ttl", path]:
        store.load(path=str(file), format=ox.RdfFormat.TURTLE)
    checks = [c for c in COMPILED.checks if c.shape == SHAPE + path.stem]
    found = {r.focus.value.split("/")[-2] for check in checks for r in run(store, check)}
    assert found == {"bad"}


def test_every_shape_has_its_example() -> None:
    in_faults = {e.split(" ")[3].removeprefix("shape:") for f in read_faults() for e in f.expect}
    covered = {case.shape for case in CASES} | {path.stem for path in EXAMPLES} | in_faults
    assert {c.shape.removeprefix(SHAPE) for c in COMPILED.checks} <= covered


def test_nothing_is_left_to_the_slow_engine() -> None:
    assert COMPILED.left == ()


def test_every_shape_speaks_four_languages() -> None:
    for check in COMPILED.checks:
        assert {lang for _, lang in check.messages} == {"en", "ja", "es", "pt"}, check.shape
