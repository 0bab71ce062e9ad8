"""The first token of a query that violates the grammar of SPARQL 1.1, and what is allowed there.

The engine's own parser backtracks and reports a place some tokens after the error. This one is
predictive (the grammar of the recommendation, section 19.8, is LL(1)): it stops at the first token
that cannot continue the query. It runs only once a query was refused.

Examples
--------
>>> from jlac_graph.sparql.syntax import tokens
>>> token, expected = first_fault(tokens("SELECT ?x { ?x a } LIMIT 3"))
>>> token.text, "IRI" in expected
('}', True)
>>> first_fault(tokens("ASK { ?x a ?y FILTER(?x > 3) }")) is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .syntax import Token

__all__ = ["FUNCTIONS", "KEYWORDS", "first_fault"]

_RULES = """
Query = Prologue ( Select | Construct | Describe | Ask ) Values END
Prologue = ( 'BASE' IRI | 'PREFIX' PNAME IRI )*
Select = SelectClause Dataset* Where Modifier
SubSelect = SelectClause Where Modifier Values
SelectClause = 'SELECT' ( 'DISTINCT' | 'REDUCED' )? ( ( VAR | '(' Expression 'AS' VAR ')' )+ | '*' )
Construct = 'CONSTRUCT' ( Template Dataset* Where Modifier | Dataset* 'WHERE' '{' Triples? '}' Modifier )
Describe = 'DESCRIBE' ( VarOrIri+ | '*' ) Dataset* Where? Modifier
Ask = 'ASK' Dataset* Where Modifier
Dataset = 'FROM' 'NAMED'? Iri
Where = 'WHERE'? Group
Modifier = GroupBy? Having? OrderBy? ( Limit Offset? | Offset Limit? )?
GroupBy = 'GROUP' 'BY' ( BuiltIn | Call | '(' Expression ( 'AS' VAR )? ')' | VAR )+
Having = 'HAVING' Constraint+
OrderBy = 'ORDER' 'BY' ( ( 'ASC' | 'DESC' ) Bracketted | Constraint | VAR )+
Limit = 'LIMIT' NUMBER
Offset = 'OFFSET' NUMBER
Values = ( 'VALUES' DataBlock )?
Group = '{' ( SubSelect | GroupSub ) '}'
GroupSub = Triples? ( NotTriples '.'? Triples? )*
Triples = SameSubject ( '.' Triples? )?
NotTriples = Union | Optional | Minus | Graph | Service | Filter | Bind | InlineData
Optional = 'OPTIONAL' Group
Graph = 'GRAPH' VarOrIri Group
Service = 'SERVICE' 'SILENT'? VarOrIri Group
Bind = 'BIND' '(' Expression 'AS' VAR ')'
InlineData = 'VALUES' DataBlock
DataBlock = VAR '{' Data* '}' | ( NIL | '(' VAR+ ')' ) '{' ( '(' Data+ ')' | NIL )* '}'
Data = Iri | Literal | Numeric | 'TRUE' | 'FALSE' | 'UNDEF'
Minus = 'MINUS' Group
Union = Group ( 'UNION' Group )*
Filter = 'FILTER' Constraint
Constraint = Bracketted | BuiltIn | Call
Call = Iri Arguments
Arguments = NIL | '(' 'DISTINCT'? Expression ( ',' Expression )* ')'
Template = '{' Triples? '}'
SameSubject = ( Term | VAR ) PropertiesNotEmpty | Node Properties
Properties = PropertiesNotEmpty?
PropertiesNotEmpty = ( Path | VAR ) Objects ( ';' ( ( Path | VAR ) Objects )? )*
Objects = Object ( ',' Object )*
Object = Term | VAR | Node
Path = Sequence ( '|' Sequence )*
Sequence = Inverse ( '/' Inverse )*
Inverse = '^' Element | Element
Element = Primary ( '?' | '*' | '+' )?
Primary = Iri | 'a' | '!' Negated | '(' Path ')'
Negated = OneInSet | NIL | '(' OneInSet ( '|' OneInSet )* ')'
OneInSet = Iri | 'a' | '^' ( Iri | 'a' )
Node = '(' Object+ ')' | '[' PropertiesNotEmpty ']'
VarOrIri = VAR | Iri
Term = Iri | Literal | Numeric | 'TRUE' | 'FALSE' | BLANK | NIL
Expression = And ( '||' And )*
And = Relational ( '&&' Relational )*
Relational = Additive ( ( '=' | '!=' | '<' | '>' | '<=' | '>=' ) Additive | 'IN' List | 'NOT' 'IN' List )?
List = NIL | '(' Expression ( ',' Expression )* ')'
Additive = Product ( ( '+' | '-' ) Product )*
Product = Unary ( ( '*' | '/' ) Unary )*
Unary = ( '!' | '+' | '-' )? Atom
Atom = Bracketted | BuiltIn | Iri Arguments? | Literal | NUMBER | 'TRUE' | 'FALSE' | VAR
Bracketted = '(' Expression ')'
BuiltIn = Aggregate | 'BOUND' '(' VAR ')' | 'EXISTS' Group | 'NOT' 'EXISTS' Group | FUNCTION List
Aggregate = 'COUNT' '(' 'DISTINCT'? ( '*' | Expression ) ')' | AGGREGATE '(' 'DISTINCT'? Expression ')' | 'GROUP_CONCAT' '(' 'DISTINCT'? Expression ( ';' 'SEPARATOR' '=' STRING )? ')'
Literal = STRING ( LANG | '^^' Iri )?
Numeric = ( '+' | '-' )? NUMBER
Iri = IRI | PNAME
"""  # noqa: E501 - one rule per line
_AGGREGATES = {"SUM", "MIN", "MAX", "AVG", "SAMPLE"}
FUNCTIONS = frozenset(
    re.findall(
        r"\w+",
        "STR LANG LANGMATCHES DATATYPE IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE "
        "LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS "
        "MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF "
        "STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE",
    )
)
_KINDS = {
    "iri": "IRI", "pname": "PNAME", "variable": "VAR", "blank": "BLANK", "string": "STRING",
    "language": "LANG", "number": "NUMBER",
}  # fmt: skip
_SYMBOL = re.compile(r"'([^']+)'|([A-Za-z]+)|([()|?*+])")


@dataclass(frozen=True, slots=True)
class _Expr:
    """A piece of a rule: a terminal, a rule's name, or a combination of pieces."""

    kind: str
    name: str = ""
    parts: tuple[_Expr, ...] = ()


def _compile(text: str) -> _Expr:
    symbols = [m.groups() for m in _SYMBOL.finditer(text)]
    expr, rest = _alternatives(symbols, 0)
    if rest != len(symbols):
        raise AssertionError(f"rule not read to its end: {text}")
    return expr


def _alternatives(symbols: Sequence[tuple[str, ...]], at: int) -> tuple[_Expr, int]:
    options: list[_Expr] = []
    items: list[_Expr] = []
    while at < len(symbols) and symbols[at][2] != ")":
        literal, name, sign = symbols[at]
        at += 1
        if sign == "|":
            options.append(_Expr("seq", parts=tuple(items)))
            items = []
        elif sign == "(":
            inner, at = _alternatives(symbols, at)
            items.append(inner)
            at += 1
        elif sign:
            items[-1] = _Expr(sign, parts=(items[-1],))
        elif literal or name.isupper():
            items.append(_Expr("terminal", literal or name))
        else:
            items.append(_Expr("rule", name))
    options.append(_Expr("seq", parts=tuple(items)))
    return (options[0] if len(options) == 1 else _Expr("or", parts=tuple(options))), at


def _rules() -> dict[str, _Expr]:
    lines = (line.partition(" = ") for line in _RULES.strip().splitlines())
    return {name: _compile(body) for name, _, body in lines}


KEYWORDS = frozenset(re.findall(r"'([A-Z_]{2,})'", _RULES)) | _AGGREGATES
_GRAMMAR = _rules()


@cache
def _first(expr: _Expr) -> frozenset[str]:
    """Return the terminals that may begin a piece; the empty string when it may be empty."""
    if expr.kind == "terminal":
        return frozenset([expr.name])
    if expr.kind == "rule":
        return _first(_GRAMMAR[expr.name])
    if expr.kind == "or":
        return frozenset().union(*map(_first, expr.parts))
    if expr.kind in "?*":
        return _first(expr.parts[0]) | {""}
    if expr.kind == "+":
        return _first(expr.parts[0])
    found: frozenset[str] = frozenset([""])
    for part in expr.parts:
        found = (found - {""}) | _first(part)
        if "" not in found:
            break
    return found


class _FaultError(Exception):
    """The token at the current place is not allowed there."""


class _Parser:
    """A parser over terminals that records what is allowed at the place where it stops."""

    def __init__(self, terminals: Sequence[str]) -> None:
        self._terminals = terminals
        self.at = 0
        self.expected: set[str] = set()

    def parse(self, expr: _Expr) -> None:
        if expr.kind == "terminal":
            self._take(expr.name)
        elif expr.kind == "rule":
            self.parse(_GRAMMAR[expr.name])
        elif expr.kind == "seq":
            for part in expr.parts:
                self.parse(part)
        elif expr.kind == "or":
            self.parse(self._choose(expr.parts))
        else:
            self._repeat(expr)

    def _take(self, name: str) -> None:
        self.expected.add(name)
        if self._terminals[self.at] != name:
            raise _FaultError
        self.at += 1
        self.expected = set()

    def _choose(self, options: Sequence[_Expr]) -> _Expr:
        empty = None
        for option in options:
            if self._terminals[self.at] in _first(option):
                return option
            empty = option if "" in _first(option) else empty
        for option in options:
            self.expected |= _first(option) - {""}
        if empty is None:
            raise _FaultError
        return empty

    def _repeat(self, expr: _Expr) -> None:
        (part,) = expr.parts
        if expr.kind == "+":
            self.parse(part)
        while self._terminals[self.at] in _first(part):
            self.parse(part)
            if expr.kind == "?":
                return
        self.expected |= _first(part) - {""}


def first_fault(parts: Sequence[Token]) -> tuple[Token | None, frozenset[str]] | None:
    """Find the first token that cannot continue a query.

    Returns
    -------
    The token, None for the end of the query, and the terminals that are allowed there: keywords,
    signs, and kinds such as IRI, VAR, NUMBER. None when the grammar has no objection.
    """
    merged = _merged(parts)
    parser = _Parser([_terminal(t) for t in merged] + ["END"])
    try:
        parser.parse(_GRAMMAR["Query"])
    except _FaultError:
        token = merged[parser.at] if parser.at < len(merged) else None
        return token, frozenset(parser.expected)
    except RecursionError:
        return None  # too deeply nested for this parser
    return None


def _merged(parts: Sequence[Token]) -> list[Token]:
    """Join ``( )`` and ``[ ]``, which the grammar takes as one token."""
    merged: list[Token] = []
    for part in parts:
        if merged and merged[-1].text + part.text in ("()", "[]"):
            merged[-1] = Token("pair", merged[-1].text + part.text, merged[-1].start, part.end)
        else:
            merged.append(part)
    return merged


def _terminal(part: Token) -> str:
    if part.kind == "pair":
        return "NIL" if part.text == "()" else "BLANK"
    if part.kind != "word":
        return _KINDS.get(part.kind, part.text)
    upper = part.text.upper()
    if part.text == "a":
        return "a"
    if upper in _AGGREGATES:
        return "AGGREGATE"
    if upper in FUNCTIONS:
        return "FUNCTION"
    return upper if upper in KEYWORDS else "unknown word"
