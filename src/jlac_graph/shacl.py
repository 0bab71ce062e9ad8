"""SHACL on the embedded store: constraints become SPARQL, which stays fast as the graph grows.

`compile_shapes` turns each constraint of a shapes graph into one SELECT that returns the faults.
What the compiler does not know is left, by name, to pySHACL on a copy of the data: nothing is
skipped. The reference for what a constraint means is https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from .errors import DataError

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

__all__ = [
    "Check",
    "CompiledShapes",
    "Result",
    "compile_shapes",
    "read_shapes",
    "reference",
    "validate",
]

SH = "http://www.w3.org/ns/shacl#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
Messages: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result, as in the SHACL report vocabulary.

    Attributes
    ----------
    focus : the node at fault.
    path : IRI of the property, empty when the fault is of the node or the path is not one IRI.
    value : the value at fault, None when one is missing or too many.
    constraint : IRI of the constraint component.
    shape : IRI of the shape (or of its SPARQL constraint).
    severity : IRI of the severity.
    messages : (text, language) pairs.
    """

    focus: ox.NamedNode | ox.BlankNode | ox.Literal
    path: str
    value: ox.NamedNode | ox.BlankNode | ox.Literal | None
    constraint: str
    shape: str
    severity: str
    messages: Messages = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint of one shape as a query that returns ``?this``, ``?path`` and ``?value``."""

    query: str
    path: str
    constraint: str
    shape: str
    severity: str
    messages: Messages


@dataclass(frozen=True, slots=True)
class CompiledShapes:
    """What was compiled, and the shapes that are left to pySHACL.

    Attributes
    ----------
    checks : the compiled constraints.
    left : nodes of shapes that hold something the compiler does not know, with what it is.
    graph : the shapes as read.
    """

    checks: tuple[Check, ...]
    left: tuple[tuple[str, str], ...]
    graph: rdflib.Graph


def read_shapes(path: Path) -> CompiledShapes:
    """Read and compile a Turtle file of shapes.

    Raises
    ------
    DataError : when the file cannot be read or is not Turtle.
    """
    import rdflib
    from rdflib.exceptions import ParserError
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        return compile_shapes(rdflib.Graph().parse(path, format="turtle"))
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from None
    except (BadSyntax, ParserError) as error:
        raise DataError(f"{path} is not Turtle: {error}") from None


def compile_shapes(graph: rdflib.Graph) -> CompiledShapes:
    """Turn every constraint of a shapes graph into a query, or name what must go to pySHACL."""
    compiler = _Compiler(graph)
    checks = tuple(compiler.checks())
    return CompiledShapes(checks, tuple(sorted(compiler.left)), graph)


def validate(store: ox.Store, shapes: CompiledShapes) -> list[Result]:
    """Validate the union of a store's graphs.

    Cost: one query a constraint, each linear in the nodes it looks at; shapes left to pySHACL
    cost a copy of the data and pySHACL's own time.

    Returns
    -------
    The results, sorted; empty when the graph conforms.
    """
    results = {result for check in shapes.checks for result in _run(store, check)}
    if shapes.left:
        names = {shape for shape, _ in shapes.left}
        results |= {r for r in reference(store, shapes.graph) if r.shape in names}
    return sorted(results, key=lambda r: (r.shape, str(r.focus), r.path, str(r.value)))


def reference(store: ox.Store, shapes: rdflib.Graph) -> list[Result]:
    """Validate with pySHACL: slower, and the measure of what `validate` must find.

    Returns
    -------
    The results in no order.
    """
    import pyoxigraph as ox
    import pyshacl
    import rdflib

    triples = {quad.triple for quad in store}
    data = rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    if not isinstance(report, rdflib.Graph):
        raise DataError(f"the shapes are at fault: {report}")
    sh = rdflib.Namespace(SH)
    return [_from_report(report, node) for node in report.subjects(predicate=sh.focusNode)]


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


def _run(store: ox.Store, check: Check) -> Iterator[Result]:
    rows: Any = store.query(check.query, use_default_graph_as_union=True)
    names = {variable.value for variable in rows.variables}
    for row in rows:
        path = row["path"].value if "path" in names and row["path"] else check.path
        value = row["value"] if "value" in names else None
        yield Result(row["this"], path, value, check.constraint, check.shape, check.severity, check.messages)


def _term(node: Any) -> Any:
    """Turn an rdflib term into pyoxigraph's."""
    import pyoxigraph as ox
    import rdflib

    if node is None:
        return None
    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return (
            ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))
            if node.datatype
            else ox.Literal(str(node))
        )
    return ox.NamedNode(str(node)) if isinstance(node, rdflib.URIRef) else ox.BlankNode(str(node))


def _messages(nodes: Iterable[Any]) -> Messages:
    return tuple(sorted((str(node), getattr(node, "language", "") or "") for node in nodes))


class _Compiler:
    """Walks a shapes graph; yields checks and notes what it leaves."""

    IGNORED = frozenset({"message", "severity", "name", "description", "order", "group", "path"})

    def __init__(self, graph: rdflib.Graph) -> None:
        import rdflib

        self.graph, self.sh, self.left = graph, rdflib.Namespace(SH), set[tuple[str, str]]()

    def checks(self) -> Iterator[Check]:
        for shape, target in self._targets():
            for constraint in self.graph.objects(shape, self.sh.sparql):
                yield self._sparql(shape, constraint, target)
            for prop in self.graph.objects(shape, self.sh.property):
                yield from self._property(prop, target)
            known = {"property", "sparql", *self.IGNORED}
            self._leave(shape, {p for p in self._parameters(shape) if p not in known and "target" not in p})

    def _targets(self) -> Iterator[tuple[Any, str]]:
        patterns = {
            "targetClass": f"?this {RDF_TYPE}/{SUBCLASS}* {{}}",
            "targetSubjectsOf": "?this {} ?anything",
            "targetObjectsOf": "?anything {} ?this",
            "targetNode": "VALUES ?this {{ {} }}",
        }
        for name, pattern in patterns.items():
            for shape, target in self.graph.subject_objects(self.sh[name]):
                yield (
                    shape,
                    f"{{ SELECT DISTINCT ?this WHERE {{ {pattern.format(target.n3())} }} }}",
                )

    def _parameters(self, shape: Any) -> set[str]:
        return {str(p).removeprefix(SH) for p in self.graph.predicates(shape) if str(p).startswith(SH)}

    def _leave(self, shape: Any, names: set[str]) -> None:
        self.left |= {(str(shape), f"sh:{name}") for name in names}

    def _property(self, prop: Any, target: str) -> Iterator[Check]:
        import rdflib

        path = self.graph.value(prop, self.sh.path)
        if not isinstance(path, rdflib.URIRef):
            self._leave(prop, {"path"})
            return
        for name in sorted(self._parameters(prop) - self.IGNORED):
            for value in self.graph.objects(prop, self.sh[name]):
                body = self._body(name, value, path.n3())
                if body is None:
                    self._leave(prop, {name})
                    continue
                component = f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"
                yield self._check(prop, body.replace("$TARGET", target), str(path), component)

    def _body(self, name: str, value: Any, path: str) -> str | None:
        """Give the query of a constraint; None when the compiler does not know it."""
        import rdflib.collection

        template = CONSTRAINTS.get(name)
        if template is None or (name == "uniqueLang" and not value.toPython()):
            return None
        text = value.n3()
        if name == "languageIn":
            text = " || ".join(
                f"LANGMATCHES(LANG(?value), {item.n3()})"
                for item in rdflib.collection.Collection(self.graph, value)
            )
        elif name == "in":
            text = ", ".join(i.n3() for i in rdflib.collection.Collection(self.graph, value))
        elif name == "datatype":
            text = _is_datatype(text)
        elif name == "or":
            tests = [self._alternative(i) for i in rdflib.collection.Collection(self.graph, value)]
            if None in tests:
                return None
            text = " || ".join(str(test) for test in tests)
        return template.replace("$PATH", path).replace("$VALUE", text)

    def _alternative(self, shape: Any) -> str | None:
        """Give the test of a member of sh:or that holds one class or one datatype."""
        found = list(self.graph.predicate_objects(shape))
        if len(found) != 1:
            return None
        name, value = str(found[0][0]).removeprefix(SH), found[0][1].n3()
        if name == "class":
            return f"EXISTS {{ ?value {RDF_TYPE}/{SUBCLASS}* {value} }}"
        return f"COALESCE({_is_datatype(value)}, false)" if name == "datatype" else None

    def _sparql(self, shape: Any, constraint: Any, target: str) -> Check:
        prefixes = "".join(
            f"PREFIX {self.graph.value(d, self.sh.prefix)}: <{self.graph.value(d, self.sh.namespace)}>\n"
            for ontology in self.graph.objects(constraint, self.sh.prefixes)
            for d in self.graph.objects(ontology, self.sh.declare)
        )
        select = str(self.graph.value(constraint, self.sh.select)).replace("$this", "?this")
        head, brace, rest = select.partition("{")
        query = f"{prefixes}{head}{brace} {target} {rest}"
        return self._check(constraint, query, "", f"{SH}SPARQLConstraintComponent", severity_of=shape)

    def _check(self, shape: Any, query: str, path: str, component: str, severity_of: Any = None) -> Check:
        severity = self.graph.value(severity_of or shape, self.sh.severity) or self.sh.Violation
        messages = _messages(self.graph.objects(shape, self.sh.message))
        return Check(query, path, component, str(shape), str(severity), messages)


_XSD = "http://www.w3.org/2001/XMLSchema#"


def _is_datatype(datatype: str) -> str:
    """Test that ?value is a well-formed literal of a datatype, as SHACL's sh:datatype asks."""
    test = f"DATATYPE(?value) = {datatype}"
    form = LEXICAL.get(datatype.strip("<>").removeprefix(_XSD))
    return f"({test} && REGEX(STR(?value), {form!r}))".replace("'", '"') if form else test


LEXICAL = {
    "gYear": "^-?[0-9]{4,}$",
    "gYearMonth": "^-?[0-9]{4,}-(0[1-9]|1[0-2])$",
    "date": "^-?[0-9]{4,}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    "|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9]))$",
    "decimal": "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$",
    "integer": "^[+-]?[0-9]+$",
    "boolean": "^(true|false|0|1)$",
}

_FAULTS = "SELECT DISTINCT ?this ?value WHERE { $TARGET ?this $PATH ?value . FILTER (%s) }"
_COUNT = "SELECT ?this WHERE { $TARGET %s } GROUP BY ?this HAVING (COUNT(DISTINCT ?v) %s $VALUE)"

CONSTRAINTS: dict[str, str] = {
    "minCount": _COUNT % ("OPTIONAL { ?this $PATH ?v }", "<"),
    "maxCount": _COUNT % ("?this $PATH ?v", ">"),
    "class": _FAULTS % f"NOT EXISTS {{ ?value {RDF_TYPE}/{SUBCLASS}* $VALUE }}",
    "datatype": _FAULTS % "!COALESCE($VALUE, false)",
    "or": _FAULTS % "!($VALUE)",
    "in": _FAULTS % "!COALESCE(?value IN ($VALUE), false)",
    "minInclusive": _FAULTS % "!COALESCE(?value >= $VALUE, false)",
    "maxInclusive": _FAULTS % "!COALESCE(?value <= $VALUE, false)",
    "minExclusive": _FAULTS % "!COALESCE(?value > $VALUE, false)",
    "maxExclusive": _FAULTS % "!COALESCE(?value < $VALUE, false)",
    "pattern": _FAULTS % "ISBLANK(?value) || !REGEX(STR(?value), $VALUE)",
    "languageIn": _FAULTS % "!COALESCE($VALUE, false)",
    "uniqueLang": "SELECT DISTINCT ?this WHERE { $TARGET ?this $PATH ?a , ?b . "
    'FILTER (!SAMETERM(?a, ?b) && LANG(?a) != "" && LANG(?a) = LANG(?b)) }',
}
