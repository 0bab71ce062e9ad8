"""The sentences of facts and statistics, written as quads of the graphs that follow from their rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.graph_names import DERIVED, bases, derived
from .fact_sentences import fact_sentences
from .statistic_sentences import statistic_sentences
from .vocabulary import RDFS_LABEL, Said, iris, read_vocabulary, select

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["write_sentences"]

_ROWS = """
SELECT DISTINCT ?thing ?graph WHERE {
  VALUES ?thing { $things } GRAPH ?graph { ?thing a ?class }
  FILTER (?graph != <$derived> && !STRSTARTS(STR(?graph), "$derived/"))
}""".replace("$derived", DERIVED)
"""The graphs that state a class of each thing."""


def write_sentences(store: ox.Store, out: Path) -> None:
    """Write the labels of facts and statistics as N-Quads.

    Parameters
    ----------
    store : a graph that conforms: sentences need whole values. It stays as it is.
    out : the file to write; its lines come in no fixed order.
    """
    vocabulary = read_vocabulary(store)
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for said in chain(fact_sentences(store, vocabulary), statistic_sentences(store, vocabulary)):
            file.writelines(_lines(said, _graphs(store, said)))


def _lines(said: Said, graphs: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Yield the quads of some sentences."""
    of_no_row = (derived(None),)  # an event of several accounts
    for iri, texts in said.items():
        for lang, text in texts.items():
            triple = f"<{iri}> <{RDFS_LABEL}> {_literal(text, lang)}"
            for graph in graphs.get(iri, of_no_row):
                yield f"{triple} <{graph}> .\n"


def _literal(text: str, lang: str) -> str:
    r"""Return a text of a language as in N-Quads.

    >>> _literal("Perú", "es"), _literal('a "b"', "en")
    ('"Perú"@es', '"a \\"b\\""@en')
    """
    import pyoxigraph as ox

    if text.isprintable() and '"' not in text and "\\" not in text:  # as nearly all are
        return f'"{text}"@{lang}'
    return str(ox.Literal(text, language=lang))


def _graphs(store: ox.Store, things: Collection[str]) -> dict[str, set[str]]:
    """Return the graphs of what is derived from the rows of some things; nothing for one without a row."""
    names: dict[str, str] = {}
    found: dict[str, set[str]] = {}
    for thing, graph in select(store, _ROWS.replace("$things", iris(things))):
        name = graph.value
        if name not in names:
            names[name] = derived(bases(name))
        found.setdefault(thing.value, set()).add(names[name])
    return found
