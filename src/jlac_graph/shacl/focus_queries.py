"""Queries for the violations of constraints on all values of a focus node together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from .shapes import RDFS_CLASS

__all__ = [
    "PER_FOCUS",
    "RDF_TYPE",
    "SUBCLASS",
    "Scope",
    "Target",
    "Unknown",
    "count",
    "focus_target",
    "integer",
    "of_several",
    "of_value",
    "pairs",
    "same_language",
]

Target: TypeAlias = Callable[[str], str]
"""The pattern of the focus nodes for the name of their variable."""
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


class Unknown(Exception):  # noqa: N818  (not an error: the constraint goes to pySHACL)
    """A constraint that the compiler does not know; its text says which."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A shape, the pattern of its focus nodes, and its path; empty for a node shape."""

    shape: Any
    target: Target
    path: str

    def values(self, this: str, value: str) -> str:
        """Return the pattern of focus and value nodes."""
        if self.path:
            return f"{self.target(this)} {this} {self.path} {value} ."
        return f"{self.target(this)} BIND ({this} AS {value})"

    def reached(self, outer: str) -> Target:
        """Return the pattern of the value nodes, as focus nodes of a shape that hangs on this one."""
        return lambda this: f"{{ SELECT DISTINCT {this} {{ {self.values(outer, this)} }} }}"


def integer(value: Any) -> int:
    """Read a count; `Unknown` when it is not a whole number."""
    try:
        return int(value.value)
    except ValueError:
        raise Unknown(f"a count of {value.value}") from None


def focus_target(name: str, value: str) -> Target:
    """Return the pattern of the focus nodes of a target declaration, such as ``targetClass``."""
    patterns = {
        "targetClass": f"{{}} {RDF_TYPE}/{SUBCLASS}* {value}",
        RDFS_CLASS: f"{{}} {RDF_TYPE}/{SUBCLASS}* {value}",
        "targetSubjectsOf": f"{{}} {value} ?anything",
        "targetObjectsOf": f"?anything {value} {{}}",
    }
    if name == "targetNode":
        return lambda this: f"VALUES {this} {{ {value} }}"
    return lambda this: f"{{ SELECT DISTINCT {this} {{ {patterns[name].format(this)} }} }}"


def pairs(pattern: str) -> str:
    """Return the query of the focus and value nodes that match a pattern."""
    return f"SELECT DISTINCT ?this ?value {{ {pattern} }}"


def count(scope: Scope, pattern: str, test: str) -> str:
    """Return the query of the focus nodes whose number of values ``?v`` passes a test."""
    having = f"GROUP BY ?this HAVING (COUNT(DISTINCT ?v) {test})"
    return f"SELECT ?this {{ {scope.target('?this')} {pattern} }} {having}"


def of_value(scope: Scope, fault: str) -> str:
    """Return a query whether a value of the path is at fault, at any node; empty for a complex path.

    It does not look for the focus nodes, nor for the superclasses of a class: most constraints hold on all of
    a graph, which states them where rules derived them.
    """
    if not _IRI.fullmatch(scope.path):
        return ""
    start = "MINUS {{ ?value {} "
    stated = fault.replace(start.format(f"{RDF_TYPE}/{SUBCLASS}*"), start.format(RDF_TYPE))
    return f"ASK {{ {{ SELECT DISTINCT ?value {{ ?any {scope.path} ?value }} }} {stated} }}"


def of_several(scope: Scope, name: str, value: Any) -> str:
    """Return a query whether any node has values of the path that only together can break a constraint.

    It is empty for a complex path, and for a constraint that one value or none can break.
    """
    if not _IRI.fullmatch(scope.path) or name not in _SEVERAL or value.value in ("0", "false"):
        return ""
    return f"ASK {{ ?any {scope.path} ?a , ?b . FILTER ({_SEVERAL[name]}) }}"


def _min_count(scope: Scope, value: Any) -> str:
    if integer(value) == 1:
        test = f"FILTER NOT EXISTS {{ ?this {scope.path} ?v }}"
        return f"SELECT DISTINCT ?this {{ {scope.target('?this')} {test} }}"
    return count(scope, f"OPTIONAL {{ ?this {scope.path} ?v }}", f"< {integer(value)}")


def _max_count(scope: Scope, value: Any) -> str:
    return count(scope, f"?this {scope.path} ?v .", f"> {integer(value)}")


def _has_value(scope: Scope, value: Any) -> str:
    test = f"NOT EXISTS {{ ?this {scope.path} {value} }}" if scope.path else f"(!SAMETERM(?this, {value}))"
    return f"SELECT DISTINCT ?this {{ {scope.target('?this')} FILTER {test} }}"


def _unique_lang(scope: Scope, value: Any) -> str:
    switch = "true" if value.value == "true" else "false"
    test = f"FILTER ({switch} && {same_language('?a', '?b')})"
    found = f"{scope.target('?this')} ?this {scope.path} ?a , ?b . {test}"
    return f"SELECT DISTINCT ?this (LCASE(LANG(?a)) AS ?beside) {{ {found} }}"


def same_language(one: str, two: str) -> str:
    """Return the expression that tests whether two values are different texts of one language."""
    same = f"LCASE(LANG({one})) = LCASE(LANG({two}))"
    return f'!SAMETERM({one}, {two}) && LANG({one}) != "" && {same}'


def _equals(scope: Scope, value: Any) -> str:
    own = f"?this {scope.path} ?value" if scope.path else "FILTER (SAMETERM(?this, ?value))"
    only_here = f"{scope.values('?this', '?value')} FILTER NOT EXISTS {{ ?this {value} ?value }}"
    only_there = f"{scope.target('?this')} ?this {value} ?value . FILTER NOT EXISTS {{ {own} }}"
    return pairs(f"{{ {only_here} }} UNION {{ {only_there} }}")


def _disjoint(scope: Scope, value: Any) -> str:
    return pairs(f"{scope.values('?this', '?value')} FILTER EXISTS {{ ?this {value} ?value }}")


def _ordered(sign: str) -> Callable[[Scope, Any], str]:
    test = f"FILTER (!COALESCE(?value {sign} ?beside, false))"

    def query(scope: Scope, value: Any) -> str:
        pairs = f"{scope.values('?this', '?value')} ?this {value} ?beside . {test}"
        return f"SELECT DISTINCT ?this ?value ?beside {{ {pairs} }}"

    return query


_IRI = re.compile(r"<[^<>\s]+>")
_SEVERAL = {"maxCount": "!SAMETERM(?a, ?b)", "uniqueLang": same_language("?a", "?b")}
"""Constraints that only a node with several values can break, and the test of two of these."""

PER_FOCUS: dict[str, Callable[[Scope, Any], str]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "hasValue": _has_value,
    "uniqueLang": _unique_lang,
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _ordered("<"),
    "lessThanOrEquals": _ordered("<="),
}
