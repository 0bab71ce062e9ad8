"""SPARQL text: its tokens, and the binding of values as terms.

A value enters a query only as an RDF term, written by the RDF library in place of a variable token:
never inside a string, a comment or an IRI, and never as text.

Examples
--------
>>> from pyoxigraph import NamedNode
>>> bind("SELECT ?y { ?_x a ?y } # ?_x", {"_x": NamedNode("http://example.org/a")})
'SELECT ?y { <http://example.org/a> a ?y } # ?_x'
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from ..core.errors import QueryError
from ..core.namespaces import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
    Bindings: TypeAlias = Mapping[str, Term | Sequence[Term]]

__all__ = ["Token", "bind", "columns", "declared", "form", "position", "prefixed", "tokens", "variables"]

_NAME = r"[^\W\d_](?:[\w.\-]*[\w\-])?"
_LOCAL = r"(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<comment>\#[^\n\r]*)
    |(?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    |(?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<variable>[?$]\w+)
    |(?P<blank>_:[\w](?:[\w.\-]*[\w\-])?)
    |(?P<pname>(?:{_NAME})?:(?:{_LOCAL}(?:(?:{_LOCAL}|\.)*{_LOCAL})?)?)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+\-]?\d+)?)
    |(?P<word>[A-Za-z]\w*)
    |(?P<sign>\^\^|&&|\|\||[<>!]=|<<|>>|[{{}}()\[\].;,*/|^?!=<>+\-~])""",
    re.VERBOSE | re.DOTALL,
)
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a query: its kind, its text and where it starts (offset in characters)."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset of the first character after the token."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Whether this is one of these keywords, whatever its case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> list[Token]:
    """Split a query into tokens, without space and comments.

    Raises
    ------
    QueryError : at a character that begins no token, such as an open string.

    Examples
    --------
    >>> [t.text for t in tokens("ASK { ?s a <http://e/#x> } # end")]
    ['ASK', '{', '?s', 'a', '<http://e/#x>', '}']
    """
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise QueryError.at(text, at, f"{text[at]!r} begins no SPARQL token; a string left open?")
        if match.lastgroup not in ("space", "comment"):
            found.append(Token(match.lastgroup or "", match.group(), at))
        at = match.end()
    return found


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset.

    >>> position("ASK {\\n ?s", 7)
    (2, 2)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def variables(text: str) -> tuple[str, ...]:
    """Name the variables of a query, in order of appearance.

    >>> variables("SELECT ?b { ?a ?b '?c' }")
    ('b', 'a')
    """
    return tuple(dict.fromkeys(t.text[1:] for t in tokens(text) if t.kind == "variable"))


def form(text: str) -> str:
    """Say which form a query has: SELECT, ASK, CONSTRUCT or DESCRIBE; empty for anything else.

    >>> form("PREFIX select: <http://e/> ask {}")
    'ASK'
    """
    return next((t.text.upper() for t in tokens(text) if t.is_word(*_FORMS)), "")


def columns(text: str) -> tuple[str, ...]:
    """Name the columns that a SELECT lists, in order; none for ``*`` and for the other forms.

    >>> columns("SELECT ?a (COUNT(?b) AS ?n) { ?a ?b ?c }")
    ('a', 'n')
    """
    found: list[str] = []
    parts = tokens(text)
    start = next((i for i, t in enumerate(parts) if t.is_word(*_FORMS)), len(parts))
    if start == len(parts) or not parts[start].is_word("SELECT"):
        return ()
    depth = 0
    for before, part in zip(parts[start:], parts[start + 1 :], strict=False):
        if part.text == "{" or part.is_word("WHERE", "FROM"):
            break
        depth += (part.text == "(") - (part.text == ")")
        if part.kind == "variable" and (depth == 0 or before.is_word("AS")):
            found.append(part.text[1:])
    return tuple(found)


def declared(parts: Sequence[Token]) -> dict[str, str]:
    """Read the prefixes that a query declares.

    >>> declared(tokens("PREFIX e: <http://e/> ASK {}"))
    {'e': 'http://e/'}
    """
    return {
        name.text.rstrip(":"): iri.text[1:-1]
        for word, name, iri in zip(parts, parts[1:], parts[2:], strict=False)
        if word.is_word("PREFIX") and name.kind == "pname" and iri.kind == "iri"
    }


@lru_cache(maxsize=512)
def prefixed(text: str) -> str:
    """Declare, ahead of the query and on its first line, the known prefixes it uses but omits.

    Raises
    ------
    QueryError : for a prefix that neither the query declares nor the project knows.

    Examples
    --------
    >>> prefixed("ASK { ?s a rdfs:Class }")
    'PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> ASK { ?s a rdfs:Class }'
    """
    parts = tokens(text)
    own = declared(parts)
    missing: dict[str, str] = {}
    for part in parts:
        prefix = part.text.partition(":")[0]
        if part.kind != "pname" or prefix in own or prefix in missing:
            continue
        if prefix not in PREFIXES:
            raise QueryError.at(text, part.start, _unknown_prefix(prefix, {**own, **PREFIXES}))
        missing[prefix] = PREFIXES[prefix]
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in missing.items()) + text


def _unknown_prefix(prefix: str, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(prefix, known, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]!r}?" if close else "declare it with PREFIX"
    return f"unknown prefix {prefix!r}; {hint}"


def bind(text: str, bindings: Bindings) -> str:
    """Put terms in place of variables, as if each had that one value everywhere.

    Parameters
    ----------
    text : a query.
    bindings : variable name, without ``?``, to a term; or to several terms, which then fill the
        block ``VALUES ?name { UNDEF }`` of the query. Names that the query lacks are ignored.

    Returns
    -------
    The query with the terms; a bound variable that SELECT lists stays a column of the result.

    Raises
    ------
    QueryError : when the query itself assigns a bound variable (``AS``, ``VALUES``).

    Examples
    --------
    >>> from pyoxigraph import Literal, NamedNode
    >>> a, b = NamedNode("http://e/a"), NamedNode("http://e/b")
    >>> bind("SELECT ?_x ?y { ?_x ?p ?y }", {"_x": a})
    'SELECT (<http://e/a> AS ?_x) ?y { <http://e/a> ?p ?y }'
    >>> bind("ASK { ?s ?p ?o FILTER(!BOUND(?__n) || ?o = ?__n) }", {"__n": Literal("a'")})
    'ASK { ?s ?p ?o FILTER(!true || ?o = "a\\'") }'
    >>> bind("ASK { VALUES ?s { UNDEF } ?s ?p ?o }", {"s": [a, b]})
    'ASK { VALUES ?s { <http://e/a> <http://e/b> } ?s ?p ?o }'
    """
    if not bindings:
        return text
    edits = _Binder(text, tokens(text), bindings).edits()
    pieces: list[str] = []
    at = 0
    for start, end, new in edits:
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


class _Binder:
    """Walks the tokens of a query and says which spans become which terms."""

    def __init__(self, text: str, parts: Sequence[Token], bindings: Bindings) -> None:
        self._text, self._parts, self._bindings = text, parts, bindings
        self._clause = ""
        self._braces = self._parens = 0

    def edits(self) -> list[tuple[int, int, str]]:
        """Spans and their replacement, in order and without overlap."""
        found: list[tuple[int, int, str]] = []
        for i, part in enumerate(self._parts):
            self._follow(part)
            if part.kind == "variable" and part.text[1:] in self._bindings:
                found.append(self._edit(i, part))
        return found

    def _follow(self, part: Token) -> None:
        if part.is_word("SELECT", "GROUP", "ORDER"):
            self._clause, self._parens = part.text.upper(), 0
        elif part.text in ("{", "}") or part.is_word("HAVING", "LIMIT", "OFFSET", "WHERE", "VALUES"):
            self._clause = ""
        self._braces += (part.text == "{") - (part.text == "}")
        self._parens += (part.text == "(") - (part.text == ")")

    def _edit(self, i: int, part: Token) -> tuple[int, int, str]:
        value = self._bindings[part.text[1:]]
        before = [t.text.upper() for t in self._parts[max(0, i - 2) : i]]
        if isinstance(value, Sequence):
            return self._fill(i, part, value)
        if before[-1:] in (["AS"], ["VALUES"]):
            raise QueryError.at(
                self._text, part.start, f"the query assigns {part.text}, which is a parameter"
            )
        if before == ["BOUND", "("]:
            return self._parts[i - 2].start, self._parts[i + 1].end, "true"
        return part.start, part.end, self._written(part, str(value))

    def _written(self, part: Token, term: str) -> str:
        if self._parens or not self._clause:
            return term
        if self._clause == "ORDER":
            return f"({term})"
        # a column of a subquery would clash with the same column outside it; rdflib cannot group
        # by an expression without a name
        outer = self._clause == "SELECT" and self._braces == 0
        column = part.text if outer else f"?bound{part.start}"
        return f"({term} AS {column})"

    def _fill(self, i: int, part: Token, values: Sequence[Term]) -> tuple[int, int, str]:
        around = [t.text.upper() for t in self._parts[i - 1 : i + 4]]
        if around != ["VALUES", part.text.upper(), "{", "UNDEF", "}"]:
            return part.start, part.end, part.text
        block = " ".join(map(str, values))
        return part.start, self._parts[i + 3].end, f"{part.text} {{ {block} }}"
