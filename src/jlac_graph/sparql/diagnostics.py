"""Error messages for queries: the line and column of the error, and the nearest known name."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from ..core.errors import QueryError
from ..core.namespaces import ONT, PREFIXES
from .grammar import FUNCTIONS, KEYWORDS, first_fault
from .syntax import Token, columns, declared, decoded, position, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Literal, NamedNode

    from .answers import Solutions
    from .syntax import Bindings, Term

__all__ = ["check_terms", "explain", "hints"]

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD")
_CLOSING = ("LIMIT", "OFFSET", "ORDER", "GROUP", "HAVING")
_WORDS = {
    "VAR": "a variable", "PNAME": "a prefixed name", "IRI": "an IRI", "STRING": "a string",
    "NUMBER": "a number", "BLANK": "a blank node", "FUNCTION": "a function",
    "AGGREGATE": "an aggregate", "LANG": "a language", "NIL": "", "END": "the end",
}  # fmt: skip
_FEW = 8
_OCCURS = "ASK { { ?_t ?p ?o } UNION { ?s ?_t ?o } UNION { ?s ?p ?_t } }"
_NEIGHBOURS = """SELECT DISTINCT ?term {
  { ?term ?p ?o } UNION { ?s ?term ?o } UNION { ?s a ?term }
  FILTER(ISIRI(?term) && STRSTARTS(STR(?term), ?_namespace)) }"""
_OBJECTS = "SELECT ?value { ?s ?_property ?value } LIMIT 1"
_MEANT = """SELECT ?value {
  ?s ?_property ?value
  OPTIONAL { ?value skos:prefLabel|rdfs:label ?label }
  BIND(LCASE(STR(?value)) AS ?text)
  BIND(ISIRI(?value) && STRENDS(?text, CONCAT("/", ?_text)) AS ?ends)
  FILTER(?ends || ?text = ?_text || LCASE(STR(?label)) = ?_text)
} LIMIT 1"""
_TERMS = "SELECT DISTINCT ?term { ?term a ?kind FILTER(STRSTARTS(STR(?term), ?_namespace)) }"


class Asked(Protocol):
    """The graph that a query is run on; every store is one."""

    def ask(self, text: str, bindings: Bindings | None = None) -> bool:
        """Answer an ASK."""

    def select(self, text: str, bindings: Bindings | None = None) -> Solutions:
        """Answer a SELECT."""


def explain(text: str, message: str, *, bound: bool = False) -> QueryError:
    """Return the parser's message as an error with its place in the original text.

    Parameters
    ----------
    text : the query as written, with its parameters still variables.
    message : the parser's message about that text, or about the text with terms bound.
    bound : whether terms were bound; if the query parses without them, a value is the reason.

    Examples
    --------
    >>> print(explain("ASK {} LIMIT x", "error at 1:14: expected [_]"))
    line 1, column 14: 'x' is not allowed here; expected a number
      ASK {} LIMIT x
                   ^
    """
    from pyoxigraph import Store

    parts = tokens(text)
    fault = first_fault(parts)
    if fault is not None:
        return _misfit(text, *fault)
    relative = next((t for t in parts if t.kind == "iri" and ":" not in t.text), None)
    if relative is not None and not any(t.is_word("BASE") for t in parts):
        return QueryError.at(text, relative.start, f"{relative.text} is not an absolute IRI")
    try:
        Store().query(decoded(text), prefixes=PREFIXES)
    except SyntaxError as error:
        message = str(error)
    except (RuntimeError, OSError):
        pass
    else:
        if bound:
            return QueryError(
                "a parameter value does not fit its place in the query, such as a literal as the subject"
            )
    return _refused(text, parts, message)


def _misfit(text: str, part: Token | None, expected: frozenset[str]) -> QueryError:
    """Return the error for a token that the grammar does not allow at its place."""
    if part is None:
        return QueryError.at(text, len(text.rstrip()), f"the query ends too early{_wish(expected)}")
    if part.is_word(*_UPDATES) and "SELECT" in expected:
        message = (
            f"{part.text} is an update, but the graph is read-only; use SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    elif part.is_word(*_CLOSING) and "}" in expected:
        message = f"{part.text} is inside a group; close the group with }} first"
    elif part.kind == "word" and (close := _close(part.text, expected)):
        message = f"{part.text!r} is not allowed here; did you mean {close}?"
    else:
        message = f"{part.text!r} is not allowed here{_wish(expected)}"
    return QueryError.at(text, part.start, message)


def _close(word: str, expected: frozenset[str]) -> str:
    from difflib import get_close_matches

    known = [w for w in KEYWORDS if w in expected]
    known += sorted(FUNCTIONS) if "FUNCTION" in expected else []
    return next(iter(get_close_matches(word.upper(), known, n=1, cutoff=0.6)), "")


def _wish(expected: frozenset[str]) -> str:
    """List what is allowed at the place, in words."""
    names = sorted({_WORDS.get(e, e) for e in expected} - {""}, key=lambda e: (e.isupper(), e))
    if not names:
        return ""
    more = " ..." if len(names) > _FEW else ""
    return f"; expected {', '.join(names[:_FEW])}{more}"


def _refused(text: str, parts: list[Token], message: str) -> QueryError:
    """Return the error of a query that fits the grammar but that the engine refuses."""
    sentence = re.search(r"The [A-Za-z]+ [^,\[]*", message)
    start = next((t.start for t in parts if t.is_word("SELECT")), 0)
    if sentence and "unbound" in sentence[0] and (loose := _ungrouped(parts)):
        message = f"{loose.text} is used with an aggregate; add it to GROUP BY, or use SAMPLE()"
        return QueryError.at(text, loose.start, message)
    if sentence:
        return QueryError.at(text, start, sentence[0].strip())
    if message.startswith("error at"):
        message = (
            "the query is invalid; check whether a variable is assigned twice or an expression is misplaced"
        )
    return QueryError(message)


def _ungrouped(parts: list[Token]) -> Token | None:
    """Find the plain variable of the first SELECT that GROUP BY lacks."""
    close = next((i for i in range(len(parts) - 1, -1, -1) if parts[i].text == "}"), len(parts))
    grouped = {t.text for t in parts[close:] if t.kind == "variable"}
    depth = 0
    for part in parts:
        if part.text == "{" or part.is_word("WHERE"):
            break
        depth += (part.text == "(") - (part.text == ")")
        if part.kind == "variable" and depth == 0 and part.text not in grouped:
            return part
    return None


def hints(text: str, graph: Asked, *, most: int | None = None) -> list[str]:
    """Return possible reasons for an empty answer: names that do not occur in the graph or in the query.

    Parameters
    ----------
    text : a query that parses and gave no row.
    graph : the graph that it asked.
    most : number of unknown terms after which no other is looked for; each costs a look at all terms.

    Returns
    -------
    One line for each: a column that the pattern lacks, a term that the graph does not contain, a literal that
    a property does not have.
    """
    found = _lost_columns(text, _read_only(tokens(text)))
    for part, near in unknown_terms(text, graph, most=most):
        line, column = position(text, part.start)
        meant = f"; did you mean {near}?" if near else ""
        found.append(f"line {line}, column {column}: {part.text} does not occur in the graph{meant}")
    return found + list(islice(_unfit_literals(text, graph), most))


def _unfit_literals(text: str, graph: Asked) -> Iterator[str]:
    """Yield, for each literal that its property never has, what the property has instead."""
    from itertools import pairwise

    from pyoxigraph import Literal

    parts = _read_only(tokens(text))
    prefixes = {**PREFIXES, **declared(parts)}
    for number, (property_, start) in enumerate(pairwise(parts), 1):
        iri = _iri(property_, prefixes)
        if ":" not in iri or not (start.kind in ("string", "number") or start.is_word("TRUE", "FALSE")):
            continue
        after = parts[number + 1 : number + 3]
        sign = after[0] if after else start
        end = after[-1] if sign.text == "^^" else sign if sign.kind == "language" else start
        written, asked = text[start.start : end.end], {"_property": _node(iri)}
        given, found = _value(written, prefixes), graph.select(_OBJECTS, asked).rows
        if given is None or not found:
            continue
        if graph.ask("ASK { ?s ?_property ?_value }", {**asked, "_value": given}):
            continue
        meant = graph.select(_MEANT, {**asked, "_text": Literal(given.value.lower())}).rows
        (value,) = (meant or found)[0]
        shown = _shown(value)
        way = f"did you mean {shown}?" if meant else f"it has values such as {shown}"
        line, column = position(text, start.start)
        yield f"line {line}, column {column}: nothing has {property_.text} {written}; {way}"


def _value(written: str, prefixes: dict[str, str]) -> Literal | None:
    """Read a literal as it stands in a query; None if it has no value."""
    from pyoxigraph import Literal, Store

    rows: Any = Store().query(f"SELECT ({written} AS ?value) {{}}", prefixes=prefixes)
    value = next(iter(rows))["value"]
    return value if isinstance(value, Literal) else None


def _shown(term: Term | None) -> str:
    """Write a term as it can stand in a query."""
    return re.sub(rf"\^\^<{re.escape(PREFIXES['xsd'])}(\w+)>$", r"^^xsd:\1", str(term))


def unknown_terms(text: str, graph: Asked, *, most: int | None = None) -> list[tuple[Token, str]]:
    """Return the terms of a query that do not occur in a graph, each with the nearest that does, if any.

    Parameters
    ----------
    text : a query that parses.
    graph : the graph that it asks.
    most : as of `hints`.
    """
    parts = _read_only(tokens(text))
    prefixes = {**PREFIXES, **declared(parts)}
    used = {iri: t for t in parts[_opening(parts) :] if ":" in (iri := _iri(t, prefixes))}
    found = (
        (part, _nearest(iri, part.text, graph))
        for iri, part in used.items()
        if not (part.kind == "pname" and iri.startswith(PREFIXES["xsd"]))
        and not graph.ask(_OCCURS, {"_t": _node(iri)})
    )
    return list(islice(found, most))


def _opening(parts: list[Token]) -> int:
    """Find where the pattern begins, after the prologue and the columns."""
    return next((i for i, t in enumerate(parts) if t.text == "{"), len(parts))


def _lost_columns(text: str, parts: list[Token]) -> list[str]:
    from difflib import get_close_matches
    from itertools import pairwise

    inside = {t.text[1:] for t in parts[_opening(parts) :] if t.kind == "variable"}
    head = parts[: _opening(parts)]
    made = {after.text[1:] for t, after in pairwise(head) if t.is_word("AS")}
    found = []
    for name in columns(text):
        if name not in inside | made:
            close = get_close_matches(name, inside, n=1, cutoff=0.5)
            hint = f"; did you mean ?{close[0]}?" if close else ""
            found.append(f"?{name} is a column but does not occur in the pattern{hint}")
    return found


def _nearest(iri: str, written: str, graph: Asked) -> str:
    """Suggest the nearest name of the same namespace in the graph."""
    from difflib import get_close_matches

    from pyoxigraph import Literal

    namespace = re.sub(r"[^/#]*$", "", iri)
    rows = graph.select(_NEIGHBOURS, {"_namespace": Literal(namespace)})
    names = {str(row["term"]).removeprefix(namespace) for row in rows.to_dicts()}
    close = get_close_matches(iri.removeprefix(namespace), names, n=1, cutoff=0.6)
    if not close:
        return ""
    if written.startswith("<"):
        return f"<{namespace}{close[0]}>"
    return f"{written.partition(':')[0]}:{close[0]}"


def check_terms(text: str, graph: Asked) -> None:
    """Refuse a term in the namespace of the project that does not occur in the graph.

    Raises
    ------
    QueryError : with the nearest term that exists.
    """
    parts = _read_only(tokens(text))
    prefixes = {**PREFIXES, **declared(parts)}
    used = {iri: t for t in parts if (iri := _iri(t, prefixes)).startswith(ONT) and iri != ONT}
    unknown = {iri: t for iri, t in used.items() if not graph.ask(_OCCURS, {"_t": _node(iri)})}
    if unknown and (known := _ontology(graph)):
        iri, part = next(iter(unknown.items()))
        raise QueryError.at(text, part.start, _unknown(part.text, iri, known))


def _read_only(parts: list[Token]) -> list[Token]:
    """Drop the template of a CONSTRUCT, which can contain new terms."""
    start = next((i for i, t in enumerate(parts) if t.is_word("CONSTRUCT")), None)
    if start is None or parts[start + 1 : start + 2] == [] or parts[start + 1].text != "{":
        return parts
    end = next((i for i, t in enumerate(parts) if i > start and t.text == "}"), start)
    return parts[:start] + parts[end + 1 :]


def _node(iri: str) -> NamedNode:
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def _iri(part: Token, prefixes: dict[str, str]) -> str:
    if part.kind == "iri":
        return part.text[1:-1]
    if part.kind == "pname":
        prefix, _, local = part.text.partition(":")
        return prefixes.get(prefix, "") + local.replace("\\", "")
    return ""


def _ontology(graph: Asked) -> set[str]:
    from pyoxigraph import Literal

    found = graph.select(_TERMS, {"_namespace": Literal(ONT)})
    return {term.value for (term,) in found if isinstance(term, type(_node(ONT)))}


def _unknown(written: str, iri: str, known: set[str]) -> str:
    from difflib import get_close_matches

    names = {name.removeprefix(ONT): name for name in known}
    close = get_close_matches(iri.removeprefix(ONT), names, n=1, cutoff=0.5)
    hint = f"; did you mean jlac:{close[0]}?" if close else "; ontology/jlac.ttl defines the terms"
    return f"unknown term {written}{hint}"
