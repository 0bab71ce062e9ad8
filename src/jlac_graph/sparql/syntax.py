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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from ..core.errors import QueryError
from ..core.namespaces import PREFIXES
from .token_patterns import ESCAPE, TokenPatterns, is_whole, patterns

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
    Bindings: TypeAlias = Mapping[str, Term | Sequence[Term]]

__all__ = [
    "Token",
    "bind",
    "columns",
    "declared",
    "decoded",
    "form",
    "position",
    "prefixed",
    "tokens",
    "variables",
]

_CODE = re.compile(ESCAPE)
_LOUD = re.compile(r"\b(?!(?:true|false)\b)(?i:true|false)\b")
_IN_STRING = re.compile(rf"{ESCAPE}|\\.", re.DOTALL)
_SHORT_ESCAPES = frozenset("\\" + letter for letter in "tbnrf\\\"'")
_BOM = "\ufeff"
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a query.

    Parameters
    ----------
    kind : iri, string, language, variable, blank, pname, number, word or sign.
    text : what it says; escapes such as ``\\u00e9`` are characters here, but for those in strings, and
        ``TRUE`` is ``true``.
    start, end : its offsets in the query, in characters.
    """

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Return whether this is one of these keywords, whatever its case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> list[Token]:
    """Split a query into tokens, without space and comments.

    Cost: linear in the length of the text.

    Raises
    ------
    QueryError : at a character that cannot start a token, such as that of an open string.

    Examples
    --------
    >>> [t.text for t in tokens("ASK { ?s a <http://e/#x> } # end")]
    ['ASK', '{', '?s', 'a', '<http://e/#x>', '}']
    """
    found: list[Token] = []
    known = patterns(text)
    at = run = int(text.startswith(_BOM))
    while at < len(text):
        if at >= run:  # a run of name characters without a colon after it contains no prefix
            run = match.end() if (match := known.run.match(text, at)) else at + 1
        colon = at if text[at] == ":" else run
        named = known.first.match(text, at) and (colon == at or text[colon - 1] != ".")
        local = known.local.match(text, colon) if named else None
        kind, end = ("pname", local.end()) if local else _next(text, at, known)
        if kind not in ("space", "comment"):
            found.append(Token(kind, _plain(text, kind, at, end), at, end))
        at = end
    return found


def _next(text: str, at: int, known: TokenPatterns) -> tuple[str, int]:
    """Return the kind and end of the token that starts here, except a prefixed name."""
    match = known.token.match(text, at)
    if match is None:
        raise QueryError.at(text, at, _unreadable(text[at]))
    return str(match.lastgroup), match.end()


def _unreadable(character: str) -> str:
    from unicodedata import category, name

    if character in "\"'":
        return "the string that starts here is not closed"
    if category(character) in ("Zs", "Zl", "Zp", "Cf"):
        called = f"U+{ord(character):04X} ({name(character, 'unnamed')})"
        return f"{called} is not a space in SPARQL; type a plain space"
    return f"{character!r} cannot start a SPARQL token"


def _plain(text: str, kind: str, start: int, end: int) -> str:
    """Write the escapes of a token as characters; the engine reads those of a string."""
    raw = text[start:end]
    if kind == "word" and _LOUD.fullmatch(raw):
        return raw.lower()  # the engine knows true and false in lower case only
    if "\\" not in raw:
        return raw
    if kind == "string":
        _check_escapes(text, start, raw)
        return raw
    if not _CODE.search(raw):
        return raw
    plain = _CODE.sub(_character, raw)
    if not is_whole(kind, plain):
        raise QueryError.at(
            text, start, f"an escape in {raw} stands for a character that is not allowed there"
        )
    return plain


def _check_escapes(text: str, start: int, raw: str) -> None:
    """Refuse a string with an escape that SPARQL does not have: engines differ in where it would end."""
    for escape in _IN_STRING.finditer(raw):
        coded = len(escape[0]) > 2
        if _is_character(int(escape[0][2:], 16)) if coded else escape[0] in _SHORT_ESCAPES:
            continue
        hint = "" if coded else "; write \\\\ for a backslash"
        raise QueryError.at(text, start + escape.start(), f"{escape[0]} is not an escape in SPARQL{hint}")


def _is_character(code: int) -> bool:
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF


def _character(escape: re.Match[str]) -> str:
    code = int(escape[0][2:], 16)
    return chr(code) if _is_character(code) and code != ord("\\") else "\0"


def decoded(text: str) -> str:
    r"""Write a query as engines take it: no byte order mark, no escapes outside strings, no ``TRUE``.

    >>> decoded("ASK { ?s <http://e/pa\\u00eds> '\\u00ed' }")
    "ASK { ?s <http://e/país> '\\u00ed' }"
    """
    text = text.removeprefix(_BOM)
    if "\\" not in text and not _LOUD.search(text):
        return text
    return _edited(text, [(t.start, t.end, t.text) for t in tokens(text)])


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Replace spans, which are in order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for start, end, new in edits:
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column, both from 1, of an offset.

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
    """Return which form a query has: SELECT, ASK, CONSTRUCT or DESCRIBE; empty for anything else.

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


def prefixed(text: str) -> str:
    """Declare, ahead of the query and on its first line, the known prefixes it uses but omits.

    The query is `decoded` too, so that what engines read is what `tokens` reads.

    Raises
    ------
    QueryError : for a prefix that neither the query declares nor the project knows.

    Examples
    --------
    >>> prefixed("ASK { ?s a rdfs:Class }")
    'PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> ASK { ?s a rdfs:Class }'
    """
    return _kept_prefixed(text) if len(text) <= _SHORT else _prefixed(text)


def _prefixed(text: str) -> str:
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
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in missing.items()) + decoded(text)


_SHORT = 4096
"""Characters of the longest query that is kept: a hundred long ones of strangers would fill a worker."""
_kept_prefixed = lru_cache(maxsize=128)(_prefixed)


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
    return _edited(text, _Binder(text, tokens(text), bindings).edits())


class _Binder:
    """Finds the spans of a query that are replaced by terms."""

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
                self._text, part.start, f"{part.text} is a parameter and cannot be assigned in the query"
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
