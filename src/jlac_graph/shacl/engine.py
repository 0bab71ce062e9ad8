"""SHACL on the embedded store: constraints become SPARQL, which stays fast as the graph grows.

`compiler` turns each constraint of a shapes graph into one SELECT that returns the violations. Constraints
that it does not support are left to pySHACL on a copy of the data; none is skipped.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError
from ..sparql.rdflib_terms import from_rdflib, to_rdflib_term
from .compiler import Check, CompiledShapes, Messages, compile_shapes
from .shapes import SH, ShapesGraph

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

__all__ = [
    "SH",
    "Check",
    "CompiledShapes",
    "Result",
    "compile_shapes",
    "read_shapes",
    "reference",
    "run",
    "validate",
]


_EXACT = {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal")}
_COMPARE = {
    "MinInclusive": operator.ge,
    "MaxInclusive": operator.le,
    "MinExclusive": operator.gt,
    "MaxExclusive": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result, as in the SHACL report vocabulary.

    Attributes
    ----------
    focus : the focus node.
    path : IRI of the property, empty if the result is about the node itself or the path is not one IRI.
    value : the invalid value; None if one is missing or there are too many.
    constraint : IRI of the constraint component.
    shape : IRI of the shape (or of its SPARQL constraint).
    severity : IRI of the severity.
    messages : (text, language) pairs.
    of_absence : further triples could resolve it, such as the missing value.
    beside : what else tells it apart: a language, or the value compared with.
    """

    focus: ox.NamedNode | ox.BlankNode | ox.Literal
    path: str
    value: ox.NamedNode | ox.BlankNode | ox.Literal | None
    constraint: str
    shape: str
    severity: str
    messages: Messages = ()
    of_absence: bool = True
    beside: str = ""


def read_shapes(*paths: Path) -> CompiledShapes:
    """Read and compile Turtle files of shapes.

    Raises
    ------
    DataError : when a file cannot be read or is not valid Turtle.
    """
    read: list[bytes] = []
    for path in paths:
        try:
            read.append(path.read_bytes())
            found = ShapesGraph.parse(b"\n".join(read))
        except OSError as error:
            raise DataError(f"cannot read {path}: {error.strerror}") from None
        except DataError as error:
            raise DataError(f"{path}: {error}") from None
    return compile_shapes(found)


def validate(store: ox.Store, shapes: CompiledShapes) -> list[Result]:
    """Validate the union of a store's graphs.

    Cost: one query per constraint, each linear in the nodes it checks; the rest costs
    a copy of the data and pySHACL's time.

    Returns
    -------
    The results, sorted; empty when the graph conforms.
    """
    # Oxigraph releases the interpreter's lock during a query; more at once would only need more memory
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        screens = list(dict.fromkeys(check.screen for check in shapes.checks if check.screen))
        broken = dict(zip(screens, pool.map(partial(_holds, store), screens), strict=True))
        due = [check for check in shapes.checks if broken.get(check.screen, True)]
        found = pool.map(lambda check: list(run(store, check)), due)
        results = {result for some in found for result in some}
    if shapes.left:
        results |= set(_left(store, shapes))
    return sorted(
        results, key=lambda r: (r.shape, str(r.focus), r.path, str(r.value), r.constraint, r.beside)
    )


def _holds(store: ox.Store, ask: str) -> bool:
    return bool(store.query(ask, use_default_graph_as_union=True))


def _left(store: ox.Store, shapes: CompiledShapes) -> Iterator[Result]:
    """Yield what pySHACL finds of the constraints that were not compiled."""
    compiled = {(check.shape, check.constraint) for check in shapes.checks}
    for result in reference(store, shapes.graph):
        if (result.shape, result.constraint) not in compiled or (
            result.shape,
            result.constraint,
        ) in shapes.left:
            yield result


def reference(store: ox.Store, shapes: ShapesGraph) -> list[Result]:
    """Validate with pySHACL: slower, and the reference for what `validate` must find.

    Returns
    -------
    The results in no order.

    Raises
    ------
    DataError : when pySHACL reports that the shapes are invalid, or cannot apply them.
    """
    import logging

    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    data, graph = rdflib.Graph(), rdflib.Graph()
    for quad in store:
        data.add((to_rdflib_term(quad.subject), to_rdflib_term(quad.predicate), to_rdflib_term(quad.object)))
    for subject, predicate, value in shapes.triples:
        graph.add((to_rdflib_term(subject), to_rdflib_term(predicate), to_rdflib_term(value)))
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=graph, inference="none")
    except (NotImplementedError, ReportableRuntimeError) as error:
        raise DataError(f"pySHACL cannot apply the shapes: {error}") from None
    if not isinstance(report, rdflib.Graph):
        raise DataError(f"the shapes are invalid: {report}")
    sh = rdflib.Namespace(SH)
    return [_from_report(report, node) for node in report.objects(predicate=sh.result)]


def _from_report(report: rdflib.Graph, node: rdflib.term.Node) -> Result:
    import rdflib

    sh = rdflib.Namespace(SH)
    path, source = report.value(node, sh.resultPath), report.value(node, sh.sourceConstraint)
    return Result(
        _term(report.value(node, sh.focusNode)),
        str(path) if isinstance(path, rdflib.URIRef) else "",
        _term(report.value(node, sh.value)),
        str(report.value(node, sh.sourceConstraintComponent)),
        str(source or report.value(node, sh.sourceShape)),
        str(report.value(node, sh.resultSeverity)),
        _messages(report.objects(node, sh.resultMessage)),
    )


def _term(node: rdflib.term.Node | None) -> Any:
    return None if node is None else from_rdflib(node)


def run(store: ox.Store, check: Check) -> Iterator[Result]:
    """Yield the results of one compiled constraint."""
    rows: Any = store.query(check.query, use_default_graph_as_union=True)
    names = {variable.value for variable in rows.variables}
    for row in rows:
        path = row["path"].value if "path" in names and row["path"] else check.path
        value = row["value"] if "value" in names else None
        if value is None and check.constraint == f"{SH}SPARQLConstraintComponent" and not check.path:
            value = row["this"]
        if check.bound is not None and _obeys_beyond_the_engine(value, check):
            continue
        beside = row["beside"].value if "beside" in names else ""
        yield Result(
            row["this"], path, value, check.constraint, check.shape, check.severity, check.messages,
            check.of_absence, beside,
        )  # fmt: skip


def _obeys_beyond_the_engine(value: Any, check: Check) -> bool:
    """Return whether a number that the engine cannot hold obeys a bound.

    Oxigraph compares integers of 64 bits and decimals of 18 digits before and after the point; comparing a
    larger one is an error there.
    """
    kinds = [getattr(term, "datatype", None) for term in (value, check.bound)]
    if not all(kind is not None and kind.value in _EXACT for kind in kinds):
        return False
    try:
        one, two = Decimal(value.value), Decimal(check.bound.value)
    except InvalidOperation:
        return False
    name = check.constraint.removeprefix(SH).removesuffix("ConstraintComponent")
    return bool(_COMPARE[name](one, two))


def _messages(nodes: Iterable[Any]) -> Messages:
    return tuple(sorted((str(node), getattr(node, "language", "") or "") for node in nodes))
