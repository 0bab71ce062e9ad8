"""SHACL constraints as SPARQL: each becomes one SELECT that returns the violations.

Supported are SHACL Core except recursive shapes, and ``sh:sparql`` if pre-binding `$this` is the same as a
join. Constraints that are not supported are listed in `CompiledShapes.left`, never ignored.
The reference for what a constraint means is https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from . import value_tests as tests
from .focus_queries import (
    PER_FOCUS,
    RDF_TYPE,
    SUBCLASS,
    Scope,
    Target,
    Unknown,
    count,
    focus_target,
    integer,
    of_several,
    of_value,
    pairs,
    same_language,
)
from .shapes import SH, ShapesGraph

__all__ = ["Check", "CompiledShapes", "Messages", "Unknown", "compile_shapes"]

Messages: TypeAlias = tuple[tuple[str, str], ...]

QUIET = frozenset({
    "path", "message", "severity", "name", "description", "order", "group", "defaultValue", "deactivated",
    "flags", "ignoredProperties", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint",
    "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf",
    "property", "sparql", "declare", "prefixes", "select", "parameter",
})  # fmt: skip
MOST = 4


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint of one shape as a query that returns ``?this``, ``?path`` and ``?value``.

    ``?beside`` tells further results apart: the language of `sh:uniqueLang`, the other value of
    `sh:lessThan`.

    Attributes
    ----------
    of_absence : the violation may be a missing value, so that further triples could resolve it.
    bound : the value of a parameter such as `sh:minInclusive`, None for other constraints.
    screen : an ASK query, quicker than `query`; if it is false there is no violation. Empty if there is none.
    """

    query: str
    path: str
    constraint: str
    shape: str
    severity: str
    messages: Messages
    of_absence: bool
    bound: Any = None
    screen: str = ""


@dataclass(frozen=True, slots=True)
class CompiledShapes:
    """What was compiled, and what is left to pySHACL.

    Attributes
    ----------
    checks : the compiled constraints.
    left : (shape, constraint component) that the compiler does not support; the component ``*`` means the
        whole shape and the shapes that it refers to.
    graph : the shapes as read.
    """

    checks: tuple[Check, ...]
    left: tuple[tuple[str, str], ...]
    graph: ShapesGraph


def compile_shapes(graph: ShapesGraph) -> CompiledShapes:
    """Turn every constraint of a shapes graph into a query, or name what must go to pySHACL."""
    compiler = _Compiler(graph)
    checks = tuple(dict.fromkeys(compiler.checks()))
    return CompiledShapes(checks, tuple(sorted(compiler.left)), graph)


def component(name: str) -> str:
    """Return the IRI of the constraint component of a parameter, such as ``minCount``."""
    return f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"


class _Compiler:
    """Compiler of one shapes graph; records what it leaves to pySHACL."""

    def __init__(self, graph: ShapesGraph) -> None:
        self.graph, self.left = graph, set[tuple[str, str]]()
        self._fresh, self._open = 0, list[Any]()

    def checks(self) -> Iterator[Check]:
        for shape, target, fixed in self._targets():
            yield from self._shape(shape, target, fixed=fixed)

    # --- focus nodes and value nodes

    def _targets(self) -> Iterator[tuple[Any, Target, bool]]:
        for shape, name, value in self.graph.targets():
            yield shape, focus_target(name, str(value)), name == "targetNode"

    def _variable(self) -> str:
        self._fresh += 1
        return f"?v{self._fresh}"

    # --- violations of one shape

    def _shape(self, shape: Any, target: Target, *, fixed: bool = False) -> Iterator[Check]:
        graph = self.graph
        if graph.is_true(shape, "deactivated"):
            return
        path = self._known_path(shape)
        if path is None or shape in self._open or (fixed and path.endswith(("*", "?", "*)", "?)"))):
            self.left.add((shape.value, "*"))
            return
        self.left |= {(shape.value, name) for name in graph.custom(shape)}
        scope = Scope(shape, target, path)
        self._open.append(shape)
        for name in sorted(graph.parameters(shape) - QUIET):
            yield from self._parameter(scope, name)
        for constraint in graph.objects(shape, "sparql"):
            yield from self._sparql(scope, constraint)
        for inner in graph.objects(shape, "property"):
            reached = scope.reached(self._variable()) if path else target
            yield from self._shape(inner, reached, fixed=fixed and not path)
        self._open.pop()

    def _known_path(self, shape: Any) -> str | None:
        try:
            return self._path(shape)
        except Unknown:
            return None

    def _parameter(self, scope: Scope, name: str) -> Iterator[Check]:
        for value in self.graph.objects(scope.shape, name):
            try:
                found = list(self._faults(scope, name, value))
            except Unknown:
                self.left.add((scope.shape.value, component(name)))
                continue
            for parameter, query, quick in found:
                found_by = replace(self._check(scope.shape, query, component(parameter), name), screen=quick)
                yield replace(found_by, bound=value) if name in tests.SIGNS else found_by

    def _faults(self, scope: Scope, name: str, value: Any) -> Iterator[tuple[str, str, str]]:
        """Yield the component's name, the query of its violations, and that of whether there may be any."""
        if name == "qualifiedValueShape":
            yield from self._qualified(scope, value)
        elif name in PER_FOCUS:
            yield name, PER_FOCUS[name](scope, value), of_several(scope, name, value)
        elif name == "closed" and scope.path:
            raise Unknown("sh:closed on a property shape")
        elif name == "closed":
            allowed = ", ".join(map(str, self.graph.closed_properties(scope.shape))) or "<urn:none>"
            if value.value == "true":
                pattern = f"{scope.target('?this')} ?this ?path ?value . FILTER (?path NOT IN ({allowed}))"
                yield name, f"SELECT DISTINCT ?this ?path ?value {{ {pattern} }}", ""
        else:
            fault = self._fault(scope.shape, name, value)
            yield name, pairs(f"{scope.values('?this', '?value')} {fault}"), of_value(scope, fault)

    def _qualified(self, scope: Scope, value: Any) -> Iterator[tuple[str, str, str]]:
        test = self._conforms(value, "?v")
        if self.graph.is_true(scope.shape, "qualifiedValueShapesDisjoint"):
            for other in self.graph.siblings(scope.shape):
                test += f" && !{self._conforms(other, '?v')}"
        for name, sign in (("qualifiedMinCount", "<"), ("qualifiedMaxCount", ">")):
            for limit in self.graph.objects(scope.shape, name):
                pattern = f"OPTIONAL {{ ?this {scope.path} ?v . FILTER ({test}) }}"
                yield name, count(scope, pattern, f"{sign} {integer(limit)}"), ""

    # --- whether one value conforms

    def _fault(self, shape: Any, name: str, value: Any) -> str:
        """Return the pattern that leaves of the values ``?value`` those that break a constraint.

        MINUS lists the members of a class once, EXISTS once for each value.
        """
        if name == "class":
            return f"MINUS {{ ?value {RDF_TYPE}/{SUBCLASS}* {value} }}"
        if name == "or":
            return " ".join(map(self._fault_of, self.graph.items(value))) or "FILTER (!false)"
        return f"FILTER (!{self._test(shape, name, value, '?value')})"

    def _fault_of(self, shape: Any) -> str:
        """Return the pattern that leaves the values ``?value`` that do not conform to a shape."""
        classes = self.graph.objects(shape, "class")
        if self.graph.parameters(shape) == {"class"} and len(classes) == 1:
            return self._fault(shape, "class", classes[0])
        return f"FILTER (!{self._conforms(shape, '?value')})"

    def _test(self, shape: Any, name: str, value: Any, at: str) -> str:
        """Return the expression that says whether the value `at` obeys a constraint."""
        graph = self.graph
        if name == "class":
            return f"EXISTS {{ {at} {RDF_TYPE}/{SUBCLASS}* {value} }}"
        if name == "node":
            return self._conforms(value, at)
        if name == "not":
            return f"(!{self._conforms(value, at)})"
        if name in ("and", "or", "xone"):
            return _joined(name, [self._conforms(member, at) for member in graph.items(value)])
        found = tests.value_test(name, value, at, flags=graph.value(shape, "flags"), items=graph.items)
        if found is None:
            raise Unknown(f"sh:{name}")
        return found

    def _conforms(self, shape: Any, at: str) -> str:
        """Return the expression that says whether a node conforms to a shape."""
        graph = self.graph
        if shape in self._open:
            raise Unknown("a shape that refers to itself")
        if graph.is_true(shape, "deactivated"):
            return "true"
        if graph.value(shape, "sparql") is not None or graph.custom(shape):
            raise Unknown("sh:sparql or a component of its own inside a shape")
        self._open.append(shape)
        try:
            path = self._path(shape)
            found = [
                t for name in sorted(graph.parameters(shape)) for t in self._tests(shape, name, at, path)
            ]
        finally:
            self._open.pop()
        return f"({' && '.join(found)})" if found else "true"

    def _tests(self, shape: Any, name: str, at: str, path: str) -> Iterator[str]:
        if name in QUIET - {"property", "qualifiedMinCount", "qualifiedMaxCount"}:
            return
        for value in self.graph.objects(shape, name):
            if name in ("qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShape", "closed"):
                raise Unknown(f"sh:{name} inside a shape")
            if name in ("equals", "disjoint", "lessThan", "lessThanOrEquals", "uniqueLang"):
                yield self._pair_test(name, value, at, path)
            elif name in ("minCount", "maxCount"):
                yield self._count_test(name, value, at, path)
            elif name == "hasValue":
                yield f"EXISTS {{ {at} {path} {value} }}" if path else f"SAMETERM({at}, {value})"
            elif not path:
                yield self._test_of(shape, name, value, at)
            else:
                inner = self._variable()
                test = self._test_of(shape, name, value, inner)
                yield f"NOT EXISTS {{ {at} {path} {inner} . FILTER (!{test}) }}"

    def _test_of(self, shape: Any, name: str, value: Any, at: str) -> str:
        return self._conforms(value, at) if name == "property" else self._test(shape, name, value, at)

    def _pair_test(self, name: str, value: Any, at: str, path: str) -> str:
        if not path:
            raise Unknown(f"sh:{name} on a node inside a shape")
        one, two = self._variable(), self._variable()
        pairs = f"{at} {path} {one} . {at} {value} {two} ."
        if name == "uniqueLang":
            if value.value != "true":
                return "true"
            return f"NOT EXISTS {{ {at} {path} {one} , {two} . FILTER ({same_language(one, two)}) }}"
        if name == "disjoint":
            return f"NOT EXISTS {{ {at} {path} {one} . {at} {value} {one} }}"
        if name == "equals":
            return (
                f"(NOT EXISTS {{ {at} {path} {one} . FILTER NOT EXISTS {{ {at} {value} {one} }} }} && "
                f"NOT EXISTS {{ {at} {value} {two} . FILTER NOT EXISTS {{ {at} {path} {two} }} }})"
            )
        sign = "<" if name == "lessThan" else "<="
        return f"NOT EXISTS {{ {pairs} FILTER (!COALESCE({one} {sign} {two}, false)) }}"

    def _count_test(self, name: str, value: Any, at: str, path: str) -> str:
        """Test a count by that many different values; a large count is left to pySHACL."""
        number = integer(value) + (name == "maxCount")
        if number > MOST:
            raise Unknown(f"sh:{name} {number} inside a shape")
        if number <= 0:
            return "true" if name == "minCount" else "false"
        names = [self._variable() for _ in range(number)]
        triples = " ".join(f"{at} {path} {n} ." for n in names)
        apart = [f"!SAMETERM({a}, {b})" for i, a in enumerate(names) for b in names[:i]]
        pattern = f"{triples} FILTER ({' && '.join(apart)})" if apart else triples
        return f"{'' if name == 'minCount' else 'NOT '}EXISTS {{ {pattern} }}"

    # --- paths, sh:sparql, results

    def _path(self, shape: Any) -> str:
        node = self.graph.value(shape, "path")
        return "" if node is None else self._path_of(node)

    def _path_of(self, node: Any) -> str:
        graph = self.graph
        if graph.is_iri(node):
            return str(node)
        if graph.is_list(node) and (items := graph.items(node)):
            return f"({'/'.join(self._path_of(item) for item in items)})"
        for name, before, after in (
            ("inversePath", "^", ""), ("zeroOrMorePath", "", "*"),
            ("oneOrMorePath", "", "+"), ("zeroOrOnePath", "", "?"),
        ):  # fmt: skip
            if (inner := graph.value(node, name)) is not None:
                return f"({before}({self._path_of(inner)}){after})"
        if (choice := graph.value(node, "alternativePath")) is not None:
            return f"({'|'.join(self._path_of(item) for item in graph.items(choice))})"
        raise Unknown("sh:path")

    def _sparql(self, scope: Scope, constraint: Any) -> Iterator[Check]:
        graph = self.graph
        if graph.is_true(constraint, "deactivated"):
            return
        select = graph.value(constraint, "select")
        simple = not scope.path or graph.is_iri(graph.value(scope.shape, "path"))
        if select is not None and simple and _joinable(select.value):
            text = select.value.replace("$PATH", scope.path).replace("$this", "?this")
            head, _, rest = text.partition("{")
            query = f"{graph.prologue(constraint)}{head}{{ {scope.target('?this')} {rest}"
            if _parses(query):
                yield self._check(scope.shape, _by_values(query), component("SPARQL"), "sparql", constraint)
                return
        self.left.add((constraint.value, "*"))

    def _check(self, shape: Any, query: str, constraint: str, name: str, source: Any = None) -> Check:
        graph = self.graph
        own = graph.value(shape, "path")
        messages = graph.messages(source) if source is not None else ()
        absence = name in tests.OF_ABSENCE or (name == "sparql" and _looks_for_absence(query))
        return Check(
            query=query,
            path=own.value if own is not None and graph.is_iri(own) else "",
            constraint=constraint,
            shape=(shape if source is None else source).value,
            severity=graph.severity(shape),
            messages=messages or graph.messages(shape),
            of_absence=absence,
        )


def _joined(name: str, members: list[str]) -> str:
    if name == "xone":
        return f"({' + '.join(f'IF({m}, 1, 0)' for m in members) or '0'} = 1)"
    if not members:
        return "true" if name == "and" else "false"
    return f"({(' && ' if name == 'and' else ' || ').join(members)})"


_PER_FOCUS_ONLY = (
    r"\b(UNION|OPTIONAL|MINUS|VALUES|SERVICE|GRAPH|LIMIT|OFFSET|GROUP|HAVING|COUNT|SUM|AVG|MIN|MAX|SAMPLE"
    r"|GROUP_CONCAT)\b|\$(currentShape|shapesGraph)\b"
)
"""Constructs that depend on all rows of one focus node, or that a join does not reach."""


def _joinable(select: str) -> bool:
    """Return whether joining the targets to the first group is what pre-binding `$this` asks for."""
    bare = re.sub(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*', " ", select)
    if re.search(_PER_FOCUS_ONLY, bare, re.I) or not re.search(r"SELECT\b[^{]*([$?]this\b|\*)", bare, re.I):
        return False
    groups, inner = bare.count("{"), len(re.findall(r"\bEXISTS\s*{", bare, re.I))
    return len(re.findall(r"\bSELECT\b", bare, re.I)) == 1 and groups == inner + 1


_NO_SUBJECT = re.compile(
    r"FILTER\s+NOT\s+EXISTS\s*(\{\s*(\?\w+)\s+(?:[\w-]*:[\w-]+|<[^<>\s]+>)\s+(\?\w+)\s*\.?\s*\})", re.I
)
"""A filter that looks for any subject with a value."""


def _by_values(query: str) -> str:
    """Let a joined query list the values that any subject has once, rather than look for each value.

    The engine finds who has a value among all that refer to it, which may be much of the graph. A query with
    texts, which may hold braces, stays as it is.

    >>> _by_values("SELECT ?this { ?this :cites ?v . FILTER NOT EXISTS { ?page :at ?v } }")
    'SELECT ?this { ?this :cites ?v .   MINUS { ?page :at ?v } }'
    """
    for found in _NO_SUBJECT.finditer(query):
        inner, subject, value = found.groups()
        outer = query.replace(found[0], "", 1)
        own = outer[outer.index("{") + 1 : outer.rindex("}")]
        while own != (own := re.sub(r"\{[^{}]*\}", "", own)):
            pass
        is_own = query.count("{", 0, found.start()) - query.count("}", 0, found.start()) == 1
        bound = re.search(rf"[\w>]\s+\{value}\s*(?:[.;,]|$)", own)  # as the object of a pattern
        if is_own and bound and not re.search(rf"\{subject}\b|[\"']", outer):
            start, end, rest = outer.rpartition("}")
            query = f"{start} MINUS {inner} {end}{rest}"
    return query


def _parses(query: str) -> bool:
    import pyoxigraph as ox

    try:
        ox.Store().query(query)
    except SyntaxError:
        return False
    return True


def _looks_for_absence(query: str) -> bool:
    return re.search(r"\bNOT\s+EXISTS\b|\bMINUS\b|\bCOUNT\b|\bBOUND\b", query, re.I) is not None
