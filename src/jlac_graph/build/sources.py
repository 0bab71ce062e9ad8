"""A graph of some sources: what they state, and what follows from it.

A source or a collection is chosen by its id; an id of both means the whole collection, unless it is
written ``source:ID`` or ``collection:ID``. Names, classes, countries and identifiers of the entities
that the chosen statements mention stay whoever states them, as do the passages and sources that are
cited: without them a statement could not be read. The collection ``common``, with its places and codes, stays
as well unless it is excluded by name. What rests on the whole graph is derived again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..core.errors import UsageError
from ..core.graph_names import COMMON, NO_SOURCE, TERMS, bases, derived
from ..core.namespaces import ONT, PREFIXES
from ..core.paths import ontology_dir
from ..sparql.store import OxigraphStore, merge
from ..tables.suggestions import nearest

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from ..sparql.store import Store

__all__ = ["check_sources", "narrowed", "source_ids"]

_TYPE = PREFIXES["rdf"] + "type"
_KEPT = frozenset(
    [_TYPE]
    + [PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "notation", "exactMatch")]
    + [ONT + name for name in ("acronym", "country", "unnamed", "lei", "iso2", "iso3", "m49")]
)
"""Properties that name an entity."""
_LISTED = 20
"""Ids up to which all are listed in a message; of more, only those of collections are."""
_STATEMENTS = frozenset(ONT + name for name in ("Fact", "Observation"))
_CITED = frozenset(ONT + name for name in ("Passage", "Source"))


def source_ids(graphs: Iterable[str]) -> tuple[str, ...]:
    """List the ids of the sources and collections of some named graphs.

    >>> source_ids(["https://w3id.org/jlac/graph/mine/press-1", "https://w3id.org/jlac/graph/codes"])
    ('mine', 'press-1')
    """
    return tuple(
        sorted({part for graph in graphs for base in bases(graph) for part in _ids(base)} - {NO_SOURCE})
    )


def narrowed(store: Store, *, only: Collection[str] = (), without: Collection[str] = ()) -> OxigraphStore:
    """Return the graph of some sources.

    Parameters
    ----------
    store : a graph whose named graphs have the names of `core.graph_names`.
    only : ids of sources or collections; all if empty.
    without : ids of sources or collections whose statements are left out.

    Returns
    -------
    A graph in memory. Cost: linear in its size.

    Raises
    ------
    UsageError : see `check_sources`; or what is chosen is left out as well.
    """
    import pyoxigraph as ox

    store = check_sources(store, [*only, *without])
    names = store.graph_names()
    chosen = [name for name in names if _is_chosen(name, only, without)]
    if only and not any(_has(base, only) for name in chosen for base in bases(name)):
        raise UsageError(f"no statement is left: {', '.join(only)} is both chosen and excluded; give it once")
    made, mentioned = ox.Store(), set[Any]()
    for name in chosen:
        quads = list(store.inner.quads_for_pattern(None, None, None, ox.NamedNode(name)))
        made.extend(quads)
        if name not in TERMS:
            mentioned |= _terms(quads)
    made.extend(_kept(store.inner, mentioned, frozenset(chosen)))
    _derive_again(made)
    merge(made)
    return OxigraphStore(made, name=store.name)


def _derive_again(store: Any) -> None:
    """Derive what rests on the whole: which account of an event is counted, and the events of several."""
    import pyoxigraph as ox

    from .fact_sentences import fact_labels
    from .rules import derive, of_the_whole, read_rules

    rules = read_rules(ontology_dir() / "rules")
    if derive(store, of_the_whole(rules)) and derive(store, rules):
        label, whole = ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.NamedNode(derived(None))
        for subject, predicate, words in list(fact_labels(store)):
            known = {quad.object for quad in store.quads_for_pattern(subject, label, None, None)}
            if not any(getattr(other, "language", "") == words.language for other in known):
                store.add(ox.Quad(subject, predicate, words, whole))


def check_sources(store: Store, ids: Iterable[str]) -> OxigraphStore:
    """Return the graph if it has all these sources and collections.

    Raises
    ------
    UsageError : the graph is on a server, or no source and no collection has an id; the message lists the
        legal ones.
    """
    if not isinstance(store, OxigraphStore):
        raise UsageError("sources cannot be chosen from a graph on a server; give a file or a build")
    legal = source_ids(graphs := store.graph_names())
    collections = {base.partition("/")[0] for graph in graphs for base in bases(graph)}
    marked = {
        f"{kind}:{id_}"
        for kind, id_ in (pair for graph in graphs for base in bases(graph) for pair in _kinds(base))
    }
    for given in ids:
        if given in marked:
            continue
        if given not in legal and not legal:
            raise UsageError("this graph has no named graphs of sources to choose from")
        if given not in legal:
            near = nearest(given, list(legal)) if len(legal) > _LISTED else []
            shown = [id_ for id_ in legal if id_ in collections] if len(legal) > _LISTED else legal
            hint = f"; did you mean {' or '.join(near)}" if near else ""
            more = "; jlac query sources lists the sources" if len(legal) > _LISTED else ""
            raise UsageError(f"unknown source {given!r}{hint}; choose one of {', '.join(shown)}{more}")
    return store


def _is_chosen(graph: str, only: Collection[str], without: Collection[str]) -> bool:
    parts = tuple(bases(graph))
    wanted = all(not only or _has(base, {COMMON, *only}) for base in parts)
    return wanted and all("/" in base and not _has(base, without) for base in parts)


def _has(base: str, ids: Collection[str]) -> bool:
    """Return whether a named graph is of one of the sources or collections."""
    marked = {f"{kind}:{id_}" for kind, id_ in _kinds(base)}
    return not marked.isdisjoint(ids) or not set(base.split("/")).isdisjoint(ids)


def _ids(base: str) -> list[str]:
    return base.split("/") if "/" in base else []


def _kinds(base: str) -> list[tuple[str, str]]:
    """Name what a named graph belongs to: its collection, then its source."""
    return list(zip(("collection", "source"), _ids(base), strict=False))


def _terms(quads: Iterable[Quad]) -> set[Any]:
    """Return the IRIs that some quads mention."""
    from pyoxigraph import NamedNode

    terms = {term for quad in quads for term in (quad.subject, quad.object)}
    return {term for term in terms if isinstance(term, NamedNode)}


def _kept(store: Any, mentioned: set[Any], chosen: frozenset[str]) -> Iterator[Quad]:
    """Yield what names the mentioned entities and describes the cited passages, of all other graphs."""
    seen: set[Any] = set()
    while mentioned:
        found = [quad for term in mentioned for quad in _description(store, term, chosen)]
        yield from found
        seen |= mentioned
        mentioned = _terms(found) - seen


def _description(store: Any, term: Any, chosen: frozenset[str]) -> list[Quad]:
    from pyoxigraph import DefaultGraph

    quads = [
        quad
        for quad in store.quads_for_pattern(term, None, None, None)
        if not isinstance(quad.graph_name, DefaultGraph) and quad.graph_name.value not in chosen
    ]
    types = {quad.object.value for quad in quads if quad.predicate.value == _TYPE}
    if types & _CITED:
        return quads
    if types & _STATEMENTS:
        return []
    return [quad for quad in quads if quad.predicate.value in _KEPT]
