"""The query library as files: its records, ready texts for any choice of parameters, answers without any."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ..core.errors import JlacError
from ..core.namespaces import shorten
from ..core.terms import text_of
from ..output.rows import write
from ..queries.in_language import coded_columns, joined_columns
from ..queries.library import answer
from ..queries.parameters import chosen, legal_values
from ..sparql.answers import Solutions
from ..sparql.ordering import with_total_order
from ..sparql.syntax import bind, prefixed
from ..web.service_description import query_record
from .pack import packed

if TYPE_CHECKING:
    from ..queries.parameters import Query
    from ..sparql.store import Store

__all__ = ["SENTINEL", "apart", "library_files", "ready_texts"]

_LARGEST = 40_000
"""Bytes of the largest answer, compressed, that a site has as a file."""
SENTINEL = "urn:jlac-parameter:"
"""Beginning of the IRI that a ready text has in place of the value of a parameter."""


def library_files(queries: Sequence[Query], store: Store) -> Iterator[tuple[str, bytes]]:
    """Yield the records of all queries; for each the legal values, its texts and its answer by default."""
    yield "data/queries.json.gz", packed([query_record(query) for query in queries])
    for query in queries:
        legal = {p.name: legal_values(query, p, store) for p in query.parameters}
        record: dict[str, Any] = {
            "legal": legal,
            "texts": ready_texts(query),
            "variables": {p.variable: p.name for p in query.parameters},
            "joined": joined_columns(query),
            "codes": _schemes(query, store),
            "words": {word: dict(texts) for word, texts in query.words.items()},
            "rows": _rows(query, store),
        }
        yield f"data/query-{query.name}.json.gz", packed(record)


_EITHER = re.compile(r"OPTIONAL \{ (\?\w+) ([\w-]+:\w+(?:\|[\w-]+:\w+)+) (\?\w+) \. (?=\3 rdfs:label )")
"""An optional name of what one of several properties gives."""


def apart(text: str) -> str:
    """Write out optional names reached by one of several properties, as a union of a pattern for each.

    Oxigraph 0.5.11 for WebAssembly joins the alternatives with all names of the graph, once for each row: the
    loans of JBIC took 35 s of processor time, and 0.1 s when written out.

    Examples
    --------
    >>> print(apart("OPTIONAL { ?f jlac:host|jlac:product ?x . ?x rdfs:label ?n }"))
    OPTIONAL { { ?f jlac:host ?x . ?x rdfs:label ?n } UNION { ?f jlac:product ?x . ?x rdfs:label ?n } }
    """
    found = _EITHER.search(text)
    if found is None:
        return text
    subject, properties, thing = found.groups()
    end, depth = found.end(), 1
    while depth:
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        end += 1
    rest, filters = _filters_last(text[found.end() : end - 1].strip())
    union = " UNION ".join(f"{{ {subject} {one} {thing} . {rest} }}" for one in properties.split("|"))
    return f"{text[: found.start()]}OPTIONAL {{ {union}{filters} }}{apart(text[end:])}"


def _filters_last(pattern: str) -> tuple[str, str]:
    """Part a pattern before its first filter: only in the OPTIONAL itself may a filter see variables outside.

    >>> _filters_last("?x rdfs:label ?name FILTER (?x != ?y)")
    ('?x rdfs:label ?name', ' FILTER (?x != ?y)')
    """
    depth = 0
    for place, letter in enumerate(pattern):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth == 0 and pattern.startswith("FILTER", place):
            return pattern[:place].rstrip(" ."), f" {pattern[place:]}"
    return pattern, ""


def ready_texts(query: Query) -> dict[str, str]:
    """Return the text for each choice of parameters that have a value, ready for the engine.

    Returns
    -------
    The names of the parameters that have a value, joined by commas -> the text, in which each value is an
    IRI that begins with `SENTINEL`.

    Examples
    --------
    >>> from jlac_graph.queries.library import read_query
    >>> ready_texts(read_query("above", "SELECT ?s { ?s ?p ?_least_integer }"))["least"]
    'SELECT ?s { ?s ?p <urn:jlac-parameter:least> }'
    """
    from pyoxigraph import NamedNode

    found = {}
    for number in range(len(query.parameters) + 1):
        for group in combinations(query.parameters, number):
            values = {p.variable: NamedNode(SENTINEL + p.name) for p in group}
            text = with_total_order(bind(prefixed(apart(query.text)), values))
            found[",".join(p.name for p in group)] = text
    return found


_SCHEMES = "SELECT DISTINCT ?code { ?thing ?_property ?code . ?code skos:notation ?notation } LIMIT 1"


def _schemes(query: Query, store: Store) -> dict[str, str]:
    """The columns of notations, each with the beginning of the ids of its codes, such as ``code:status/``."""
    from pyoxigraph import NamedNode

    found = {}
    for column, property_ in coded_columns(query).items():
        for (code,) in store.select(_SCHEMES, {"_property": NamedNode(property_)}):
            found[column] = shorten(text_of(code)).rpartition("/")[0] + "/"
    return found


def _rows(query: Query, store: Store) -> dict[str, Any]:
    """The values that the page asks first, defaults or the first example, and the answer without labels."""
    example = query.examples[0] if query.examples else {}
    values = {p.name: example[p.name] for p in query.parameters if p.default is None and p.name in example}
    try:
        terms = chosen(query, values, store)
        found = answer(query, store, terms)
    except JlacError:  # the example is of another collection
        return {}
    if not isinstance(found, Solutions):
        return {}
    read = {name: [shorten(text_of(term)) for term in group] for name, group in terms.items()}
    told = json.loads(write(found, "json"))
    # a page asks the engine for a large answer; then its graph is loaded once, and not each answer besides
    return {"values": read, "answer": told} if len(packed(told)) <= _LARGEST else {"values": read}
