"""Derive what the asserted facts imply: evidence, super-classes, shortcuts, inverses.

The rules are the CONSTRUCT queries of ``ontology/rules``. They run in the order of their names,
repeatedly until they derive nothing new, so that a rule can use the result of a later one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import DataError
from ..core.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["DERIVED", "derive", "read_rules"]

DERIVED = PREFIXES["graph"] + "derived"


def read_rules(folder: Path) -> list[str]:
    """Read the rules of a folder in the order of their file names.

    Raises
    ------
    DataError : when the folder contains no rule.
    """
    rules = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rq"))]
    if not rules:
        raise DataError(f"{folder} contains no rules (*.rq)")
    return rules


def derive(store: ox.Store, rules: Iterable[str], *, graph: str = DERIVED) -> int:
    """Add to `graph` every triple that the rules derive from the union of all graphs.

    Parameters
    ----------
    store : the store, changed in place.
    rules : CONSTRUCT queries.
    graph : IRI of the named graph that receives the new triples.

    Returns
    -------
    The number of triples added. A triple that is in any graph already is not added again.

    Examples
    --------
    >>> import pyoxigraph as ox
    >>> store = ox.Store()
    >>> store.load(b"<urn:a> <urn:in> <urn:b> . <urn:b> <urn:in> <urn:c> .", ox.RdfFormat.TURTLE)
    >>> rule = "CONSTRUCT { ?x <urn:in> ?z } WHERE { ?x <urn:in> ?y . ?y <urn:in> ?z }"
    >>> derive(store, [rule])
    1
    """
    import pyoxigraph as ox

    rules = list(rules)
    name = ox.NamedNode(graph)
    total = 0
    while added := sum(_apply(store, rule, name) for rule in rules):
        total += added
    return total


def _apply(store: ox.Store, rule: str, graph: ox.NamedNode) -> int:
    import pyoxigraph as ox

    result = store.query(rule, use_default_graph_as_union=True)
    if not isinstance(result, ox.QueryTriples):
        raise DataError("a rule must be a CONSTRUCT query")
    new = [
        ox.Quad(t.subject, t.predicate, t.object, graph)
        for t in result
        if next(store.quads_for_pattern(t.subject, t.predicate, t.object, None), None) is None
    ]
    store.extend(new)
    return len(set(new))
