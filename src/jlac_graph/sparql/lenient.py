"""Answers that hold terms which RDF does not allow: one bad term costs that term, not the answer.

Virtuoso names blank nodes ``nodeID://b1``, DBpedia and Wikidata hold IRIs with spaces and language tags
such as ``es_MX``. Blank nodes get other names; what is not a valid term becomes plain text, and is named
in a warning.

Examples
--------
>>> rows = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"bnode","value":"nodeID://b1"}}]}}'
>>> read_rows(rows, []).rows
((<BlankNode value=bfb0b4507dd5ea16e>,),)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .answers import Solutions, Triples

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat

    from .syntax import Term

__all__ = ["read_rows", "read_triples"]

_PARTS = ("subject", "predicate", "object")


def read_rows(body: bytes, bad: list[str]) -> Solutions | bool:
    """Read an answer in JSON.

    Parameters
    ----------
    body : SPARQL results as JSON.
    bad : gets each term that is not valid.

    Raises
    ------
    ValueError : when it is not such a document.
    """
    try:
        document = json.loads(body.decode("utf-8-sig"))
        if isinstance(document.get("boolean"), bool):
            return bool(document["boolean"])
        names = tuple(map(str, document["head"]["vars"]))
        terms = _Terms(bad)
        rows = (
            tuple(terms.term(row[name]) if name in row else None for name in names)
            for row in document["results"]["bindings"]
        )
        return Solutions(names, tuple(rows))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None


class _Terms:
    """The terms of one answer."""

    def __init__(self, bad: list[str]) -> None:
        self._bad = bad

    def term(self, found: Mapping[str, Any]) -> Term:
        """The term, or plain text in its place."""
        from pyoxigraph import BlankNode, Literal, Triple

        kind, value = found["type"], found["value"]
        if kind == "triple":
            return Triple(*(self.term(value[part]) for part in _PARTS))  # type: ignore[arg-type]
        if kind == "bnode":
            return BlankNode("b" + hashlib.sha256(value.encode()).hexdigest()[:16])  # alike on every page
        try:
            return _typed(kind, value, found)
        except ValueError:
            self._bad.append(_shown(value, found))
            return Literal(value)


def _typed(kind: str, value: str, found: Mapping[str, Any]) -> Term:
    from pyoxigraph import BaseDirection, Literal, NamedNode

    if kind == "uri":
        return NamedNode(value)
    if language := found.get("xml:lang"):
        direction = found.get("its:dir")
        return Literal(value, language=language, direction=BaseDirection(direction) if direction else None)
    datatype = found.get("datatype")
    return Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value)


def _shown(value: str, found: Mapping[str, Any]) -> str:
    if found["type"] == "uri":
        return f"<{value}>"
    tag = f"@{found['xml:lang']}" if found.get("xml:lang") else f"^^<{found.get('datatype')}>"
    return f"{value!r}{tag}"


def read_triples(body: bytes, form: RdfFormat, bad: list[str]) -> Triples:
    """Read a graph; a triple whose subject or predicate is not a valid IRI is left out.

    Parameters
    ----------
    bad : gets each term that is not valid.

    Raises
    ------
    SyntaxError : when it is not of that format.
    """
    from pyoxigraph import parse

    return Triples.of([t for quad in parse(body, form, lenient=True) for t in _valid(quad.triple, bad)])


def _valid(triple: Any, bad: list[str]) -> Iterator[Any]:
    from pyoxigraph import Literal, Triple

    before = len(bad)
    terms = [_checked(term, bad) for term in triple]
    if len(bad) == before:
        yield triple
    elif not isinstance(terms[0], Literal) and not isinstance(terms[1], Literal):
        yield Triple(*terms)


def _checked(term: Any, bad: list[str]) -> Any:
    from pyoxigraph import Literal, NamedNode

    try:
        if isinstance(term, NamedNode):
            NamedNode(term.value)
        elif isinstance(term, Literal) and term.language:
            Literal("", language=term.language)
        elif isinstance(term, Literal):
            NamedNode(term.datatype.value)
    except ValueError:
        bad.append(str(term))
        return Literal(term.value)
    return term
