"""Rows of a query in the reader's language: columns of names, labels of entities, codes and words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.namespaces import PREFIXES, expand
from ..sparql.syntax import columns as listed

if TYPE_CHECKING:
    from ..sparql.answers import Solutions
    from ..sparql.store import Store
    from ..sparql.syntax import Term
    from .parameters import Query

__all__ = ["coded_columns", "joined_columns", "labelled", "named_in"]

_JOINED = re.compile(r'separator\s*=\s*"([^"]+)"\s*\)\s*AS\s*\?(\w+)', re.IGNORECASE)
_GATHERED = re.compile(
    r"GROUP_CONCAT\s*\(\s*DISTINCT\s+(?:COALESCE\()?\?(\w+)[^?]*AS\s+\?(\w+)", re.IGNORECASE
)
_PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_CODE_OF = re.compile(r"([\w-]+):([\w-]+)/skos:notation\s+\?(\w+)")
_CODE = re.compile(r"\?(\w+)\s+skos:notation\s+\?(\w+)")
_NAMED = re.compile(
    r'(LANG\(\?\w+\) = )"en"( \|\| NOT EXISTS \{[^{}]*FILTER \(LANG\(\?\w+\) = )"en"(?= \|\| LANG)'
)


def named_in(text: str, lang: str) -> str:
    """Return the text of a query whose columns of names have those in a language where there are any.

    A name that is not there in the language is the English one, and else that of the first language.

    >>> other = 'NOT EXISTS { ?a rdfs:label ?b FILTER (LANG(?b) = "en" || LANG(?b) < LANG(?n)) }'
    >>> named_in(f'(LANG(?n) = "en" || {other})', "ja")
    '(LANG(?n) = "ja" || NOT EXISTS { ?a rdfs:label ?b FILTER (LANG(?b) = "ja" || LANG(?b) < LANG(?n)) })'
    """
    return _NAMED.sub(rf'\g<1>"{lang}"\g<2>"{lang}"', text)


def joined_columns(query: Query) -> dict[str, str]:
    """Return the columns whose cells join several values, each with the mark between them."""
    return {name: mark for mark, name in _JOINED.findall(query.text)}


def coded_columns(query: Query) -> dict[str, str]:
    """Return the columns of notations of codes, each with the IRI of the property whose values the codes are.

    Several notations in a cell have a space between them.

    Examples
    --------
    >>> from jlac_graph.queries.library import read_query
    >>> text = "SELECT ?f ?state { ?f jlac:status/skos:notation ?state }"
    >>> coded_columns(read_query("states", text))
    {'state': 'https://w3id.org/jlac/ont#status'}
    """
    text = query.text
    spaces = {**PREFIXES, **dict(_PREFIX.findall(text))}
    found = {column: (prefix, local) for prefix, local, column in _CODE_OF.findall(text)}
    for code, column in _CODE.findall(text):
        if stated := re.search(rf"([\w-]+):([\w-]+)\s+\?{code}\b", text):
            found[column] = (stated[1], stated[2])
    found |= {name: found[one] for one, name in _GATHERED.findall(text) if one in found}
    return {column: spaces[found[column][0]] + found[column][1] for column in listed(text) if column in found}


def labelled(query: Query, rows: Solutions, store: Store, lang: str) -> Solutions:
    """Add the labels of the entities, codes and words in the rows of a query.

    See `lookup.labels.with_labels`.
    """
    from pyoxigraph import Literal, NamedNode

    from ..lookup.labels import with_labels

    words: dict[Term, Term] = {
        NamedNode(expand(word)) if ":" in word else Literal(word): Literal(texts[lang], language=lang)
        for word, texts in query.words.items()
        if texts.get(lang, word) != word
    }
    coded, joined = coded_columns(query), joined_columns(query)
    return with_labels(rows, store, lang, codes=coded, joined=joined, words=words)
