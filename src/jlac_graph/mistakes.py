"""Mistakes in a query, told so that the writer can mend them: place, line, nearest known name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .errors import QueryError
from .sparql import Token, declared, tokens
from .terms import ONT, PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from .store import Store

__all__ = ["check_terms", "explain"]

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_FEW = 8
_OCCURS = "ASK { { ?_t ?p ?o } UNION { ?s ?_t ?o } UNION { ?s ?p ?_t } }"
_TERMS = "SELECT DISTINCT ?term { ?term a ?kind FILTER(STRSTARTS(STR(?term), ?_namespace)) }"


def explain(text: str, message: str, *, bound: bool = False) -> QueryError:
    """Turn the parser's message into an error that shows the place in the writer's own text.

    Parameters
    ----------
    text : the query as written, with its parameters still variables.
    message : the parser's message about that text, or about the text with terms bound.
    bound : whether terms were bound; then a query that parses by itself blames a value.

    Examples
    --------
    >>> print(explain("ASK { ?s }", "error at 1:10: expected OPTIONAL"))
    line 1, column 10: '}' does not fit here
      ASK { ?s }
               ^
    """
    from pyoxigraph import Store

    try:
        Store().query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        message = str(error)
    except (RuntimeError, OSError):
        pass
    else:
        if bound:
            return QueryError("a value does not fit where the query uses it: a literal as subject?")
    found = _PLACE.match(message)
    if found is None:
        return QueryError(message)
    return _placed(text, int(found[1]), int(found[2]), found[3])


def _placed(text: str, line: int, column: int, expected: str) -> QueryError:
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    offset = min(starts[min(line, len(starts)) - 1] + column - 1, len(text))
    parts = tokens(text)
    part = next((t for t in parts if t.end > offset), None)
    if part is None:
        return QueryError.at(text, len(text.rstrip()), "the query ends too early" + _wish(expected))
    if part.kind == "iri" and ":" not in part.text:
        return QueryError.at(text, part.start, f"{part.text} is no absolute IRI")
    return QueryError.at(text, part.start, f"{part.text!r} does not fit here{_wish(expected)}")


def _wish(expected: str) -> str:
    """Keep what the parser says when it is a sentence, or few enough choices to help."""
    sentence = re.search(r"[A-Z][a-z]* [^,\[]*", expected)
    if sentence:
        return f": {sentence[0].strip()}"
    choices = [c for c in re.findall(r'"([^"]+)"', expected) if "\\" not in c]
    if 0 < len(choices) <= _FEW:
        return f"; expected one of {' '.join(choices)}"
    return ""


def check_terms(text: str, store: Store) -> None:
    """Refuse a term of the project's ontology that the graph has never heard of.

    Raises
    ------
    QueryError : with the nearest term that exists.
    """
    parts = tokens(text)
    prefixes = {**PREFIXES, **declared(parts)}
    used = {iri: t for t in parts if (iri := _iri(t, prefixes)).startswith(ONT) and iri != ONT}
    unknown = {iri: t for iri, t in used.items() if not store.ask(_OCCURS, {"_t": _node(iri)})}
    if unknown and (known := _ontology(store)):
        iri, part = next(iter(unknown.items()))
        raise QueryError.at(text, part.start, _unknown(part.text, iri, known))


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


def _ontology(store: Store) -> set[str]:
    from pyoxigraph import Literal

    found = store.select(_TERMS, {"_namespace": Literal(ONT)})
    return {term.value for (term,) in found if isinstance(term, type(_node(ONT)))}


def _unknown(written: str, iri: str, known: set[str]) -> str:
    from difflib import get_close_matches

    names = {name.removeprefix(ONT): name for name in known}
    close = get_close_matches(iri.removeprefix(ONT), names, n=1, cutoff=0.5)
    hint = f"; did you mean jlac:{close[0]}?" if close else "; jlac:ont lists them"
    return f"the graph knows no term {written}{hint}"
