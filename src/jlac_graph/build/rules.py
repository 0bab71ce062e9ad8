"""Derive what the asserted facts imply: evidence, super-classes, shortcuts, inverses.

The rules are the CONSTRUCT queries of ``ontology/rules``. They run in the order of their names,
repeatedly until they derive nothing new, so that a rule can use the result of a later one.

A rule says with ``GRAPH ?name`` which of its patterns are statements, and leaves out the graph of terms. What
it derives stands in the graph that is derived from the graphs of those statements, so that a triple goes
when its source is left out, and stays when another source states the same. What a rule without ``GRAPH``
derives, such as a choice among all accounts of an event, rests on the whole graph: for a part of the
sources it is derived again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError
from ..core.graph_names import bases, derived

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["derive", "of_the_whole", "read_rules"]

_TEMPLATE = re.compile(r"CONSTRUCT\s*\{\s*(\S+)\s+(\S+)\s+(\S+?)\s*\.?\s*\}\s*(?:WHERE)?")
_GRAPH = re.compile(r"\bGRAPH\s*\?(\w+)", re.I)
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_Support = frozenset[str] | None
"""The graphs that a derived triple rests on, as `bases` names them; None if the rule does not say."""
_Triple = tuple[Any, Any, Any]


def read_rules(*folders: Path) -> list[str]:
    """Read the rules of some folders, in the order of their file names.

    Raises
    ------
    DataError : when there is no rule.
    """
    paths = sorted((path for folder in folders for path in folder.glob("*.rq")), key=lambda p: p.name)
    if not paths:
        raise DataError(f"{folders[0]} contains no rules (*.rq)")
    return [path.read_text(encoding="utf-8") for path in paths]


def derive(store: ox.Store, rules: Iterable[str]) -> int:
    """Add every triple that the rules derive from the union of all graphs.

    Parameters
    ----------
    store : the store, changed in place; its triples are in named graphs.
    rules : CONSTRUCT queries; those with ``GRAPH`` construct one triple.

    Returns
    -------
    The number of quads added. A triple is not added again beside one that rests on the same graphs, or on
    some of them.

    Examples
    --------
    >>> import pyoxigraph as ox
    >>> store, mine = ox.Store(), ox.NamedNode("https://w3id.org/jlac/graph/mine/press-1")
    >>> turtle = b"<urn:a> <urn:in> <urn:b> . <urn:b> <urn:in> <urn:c> ."
    >>> store.load(turtle, ox.RdfFormat.TURTLE, to_graph=mine)
    >>> rule = "CONSTRUCT { ?x <urn:in> ?z } WHERE { GRAPH ?g { ?x <urn:in> ?y . ?y <urn:in> ?z } }"
    >>> derive(store, [rule])
    1
    >>> [str(graph.value) for graph in store.named_graphs() if graph != mine]
    ['https://w3id.org/jlac/graph/derived/mine/press-1']
    """
    read = [_Rule.read(rule) for rule in rules]
    known, total, idle = _Known(store), 0, 0
    for rule in cycle(read):
        added = _apply(store, rule, known)
        total, idle = total + added, 0 if added else idle + 1
        if idle == len(read):
            break
    return total


def of_the_whole(rules: Iterable[str]) -> list[str]:
    """Return the rules that rest on the whole graph."""
    return [rule for rule in rules if not _GRAPH.search(rule)]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule; with graphs, as a SELECT of the triple and of the graphs that it follows from."""

    query: str
    graphs: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> _Rule:
        graphs = tuple(dict.fromkeys(_GRAPH.findall(text)))
        if not graphs:
            return cls(text, ())
        template = _TEMPLATE.search(text)
        if template is None:
            raise DataError("a rule with GRAPH must construct one triple: CONSTRUCT { ?s ?p ?o } WHERE ...")
        terms = zip(template.groups(), ("subject", "predicate", "object"), strict=True)
        shown = [f"({_TYPE if term == 'a' else term} AS ?derived_{name})" for term, name in terms]
        select = f"SELECT DISTINCT {' '.join([*shown, *(f'?{name}' for name in graphs)])} WHERE"
        return cls(text[: template.start()] + select + text[template.end() :], graphs)

    def rows(self, store: ox.Store) -> Iterator[tuple[Any, ...]]:
        """Yield subject, predicate, object and graphs of what follows."""
        import pyoxigraph as ox

        found = store.query(self.query, use_default_graph_as_union=True)
        if not isinstance(found, ox.QuerySolutions if self.graphs else ox.QueryTriples):
            raise DataError("a rule must be a CONSTRUCT query")
        return (tuple(row) for row in found)


def _apply(store: ox.Store, rule: _Rule, known: _Known) -> int:
    import pyoxigraph as ox

    found: dict[_Triple, set[_Support]] = {}
    for subject, predicate, value, *graphs in rule.rows(store):
        support, name = _support(*(graph.value for graph in graphs))
        if name not in known[predicate].get((subject, value), ()):
            found.setdefault((subject, predicate, value), set()).add(support)
    new = [
        ox.Quad(*triple, name)
        for triple, supports in found.items()
        for name in _needed(known[triple[1]].get((triple[0], triple[2]), ()), supports)
    ]
    store.extend(new)
    known.add(new)
    return len(new)


class _Known(dict[Any, dict[tuple[Any, Any], tuple[Any, ...]]]):
    """The graphs where each triple of a predicate stands, read at once when the first is asked for."""

    def __init__(self, store: ox.Store) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, predicate: Any) -> dict[tuple[Any, Any], tuple[Any, ...]]:
        self[predicate] = {}
        self.add(self._store.quads_for_pattern(None, predicate, None, None))
        return self[predicate]

    def add(self, quads: Iterable[ox.Quad]) -> None:
        for subject, predicate, value, graph in quads:
            there = self[predicate]
            before = there.get((subject, value))
            there[subject, value] = (*before, graph) if before else _alone(graph)


@cache
def _alone(graph: Any) -> tuple[Any, ...]:
    return (graph,)


@cache
def _support(*graphs: str) -> tuple[_Support, ox.NamedNode]:
    """Return what a triple that follows from some graphs rests on, and the graph where it stands."""
    support = frozenset().union(*map(_bases, graphs)) if graphs else None
    return support, _graph(support)


@cache
def _graph(support: _Support) -> ox.NamedNode:
    import pyoxigraph as ox

    return ox.NamedNode(derived(support))


_bases = cache(bases)


def _needed(there: Iterable[Any], supports: set[_Support]) -> Iterator[ox.NamedNode]:
    """Yield where a derived triple is to stand: a graph for each smallest set of graphs that it rests on.

    Parameters
    ----------
    there : the graphs where it stands.
    supports : what it follows from.
    """
    known = {_bases(graph.value) for graph in there}
    for support in supports:
        if support is None:
            needed = not known and len(supports) == 1
        else:
            needed = not any(other <= support for other in known)
            needed = needed and not any(other < support for other in supports if other is not None)
        if needed:
            yield _graph(support)
