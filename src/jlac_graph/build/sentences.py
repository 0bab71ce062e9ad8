"""The sentences of facts and statistics, written as quads of the graphs that follow from their rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.graph_names import bases, derived, is_derived
from ..core.namespaces import PREFIXES
from ..core.terms import text_of
from .fact_sentences import fact_labels
from .statistic_sentences import statistic_labels

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["write_sentences"]

_TYPE = PREFIXES["rdf"] + "type"


def write_sentences(store: ox.Store, out: Path) -> None:
    """Write the labels of facts and statistics as N-Quads.

    Parameters
    ----------
    store : a graph that conforms: sentences need whole values. It stays as it is.
    out : the file to write; its lines come in no fixed order.
    """
    import pyoxigraph as ox

    ox.serialize(_quads(store), str(out), format=ox.RdfFormat.N_QUADS)


def _quads(store: ox.Store) -> Iterator[ox.Quad]:
    import pyoxigraph as ox

    said = chain(fact_labels(store), statistic_labels(store))
    for subject, labels in groupby(said, key=lambda triple: triple.subject):
        graphs = _row_graphs(store, subject)
        yield from (ox.Quad(s, p, o, graph) for s, p, o in labels for graph in graphs)


def _row_graphs(store: ox.Store, subject: Any) -> list[ox.NamedNode]:
    """Return the graphs of what is derived from each graph that states the class of a subject."""
    import pyoxigraph as ox

    found = store.quads_for_pattern(subject, ox.NamedNode(_TYPE), None, None)
    rows = [graph for graph in (text_of(quad.graph_name) for quad in found) if not is_derived(graph)]
    # an event of several accounts has no row
    return [ox.NamedNode(name) for name in [derived(bases(graph)) for graph in rows] or [derived(None)]]
