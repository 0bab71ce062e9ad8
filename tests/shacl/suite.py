"""Run the W3C SHACL tests on our engine, on pySHACL and against the suite's own results.

``SHACL_SUITE=path/to/tests python -m tests.shacl.suite``, where the folder is
``data-shapes-test-suite/tests`` of the repository w3c/data-shapes. The suite is not part of this
project. A line is printed for each test on which the three differ.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib

from jlac_graph.core.errors import DataError
from jlac_graph.shacl.engine import compile_shapes, reference, validate
from jlac_graph.shacl.shapes import SH, ShapesGraph
from tests.shacl.differential import Key, canonical, keys

rdflib.NORMALIZE_LITERALS = False
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
S = rdflib.Namespace(SH)


def cases(folder: Path) -> Iterator[tuple[str, Path, Path, frozenset[Key] | None]]:
    """Yield name, data, shapes and expected results; None where a failure is expected."""
    for path in sorted(folder.rglob("*.ttl")):
        base = path.resolve().as_uri()
        graph = rdflib.Graph().parse(path, publicID=base)
        for test in graph.subjects(rdflib.RDF.type, SHT.Validate):
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            data, shapes = (
                Path(str(graph.value(action, p)).removeprefix("file://"))
                for p in (SHT.dataGraph, SHT.shapesGraph)
            )
            wanted = None if result == SHT.Failure else frozenset(_expected(graph, result))
            yield str(path.relative_to(folder)), data, shapes, wanted


def _expected(graph: rdflib.Graph, report: rdflib.term.Node) -> Iterator[Key]:
    for node in graph.objects(report, S.result):
        path = graph.value(node, S.resultPath)
        yield (
            _key(graph.value(node, S.focusNode)),
            str(path) if isinstance(path, rdflib.URIRef) else "",
            _key(graph.value(node, S.value)),
            str(graph.value(node, S.sourceConstraintComponent)).removeprefix(SH),
            str(graph.value(node, S.resultSeverity)),
        )


def _key(node: rdflib.term.Node | None) -> str:
    if isinstance(node, rdflib.BNode):
        return "_"
    return "" if node is None else canonical(str(node))


def check(data: Path, shapes: Path) -> tuple[frozenset[Key], frozenset[Key], tuple[tuple[str, str], ...]]:
    """Run both engines on a test."""
    store = ox.Store()
    store.load(data.read_bytes(), ox.RdfFormat.TURTLE, base_iri=data.resolve().as_uri())
    graph = ShapesGraph.parse(shapes.read_bytes(), base=shapes.resolve().as_uri())
    compiled = compile_shapes(graph)
    ours = keys(validate(store, compiled))
    try:
        return ours, keys(reference(store, graph)), compiled.left
    except Exception as error:
        if not compiled.left:
            return ours, frozenset({(f"pySHACL fails: {error}", "", "", "", "")}), ()
        raise


if __name__ == "__main__":
    root = Path(os.environ["SHACL_SUITE"])
    total = same = right = compiled_whole = 0
    for name, data_file, shapes_file, expected in cases(root):
        if len(sys.argv) > 1 and not any(word in name for word in sys.argv[1:]):
            continue
        total += 1
        try:
            found, by_reference, left = check(data_file, shapes_file)
        except (DataError, NotImplementedError) as error:
            outcome = "" if expected is None else f"raises {error}"
            same, right = same + (not outcome), right + (not outcome)
            sys.stdout.write(f"{name}: {outcome}\n" if outcome else "")
            continue
        same, right = same + (found == by_reference), right + (found == expected)
        compiled_whole += not left
        for title, other in (("pySHACL", by_reference), ("the suite", expected)):
            if found != other and other is not None:
                sys.stdout.write(f"{name} ({title}): too many {sorted(found - other)}, ")
                sys.stdout.write(f"too few {sorted(other - found)}\n")
        if expected is None:
            sys.stdout.write(f"{name}: a failure is expected\n")
        if left:
            sys.stdout.write(f"{name}: left to pySHACL: {[part for _, part in left]}\n")
    sys.stdout.write(
        f"{total} tests: {same} as pySHACL, {right} as the suite, {compiled_whole} wholly compiled\n"
    )
