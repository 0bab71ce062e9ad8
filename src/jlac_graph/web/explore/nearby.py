"""The surroundings of each entity: what is linked to it, how, and how often, kept so that a request reads
only those of the entities that it shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from ...network.amounts import shared_amounts
from .kept_values import kept_maps

if TYPE_CHECKING:
    from ...lookup.links import LinkSet
    from ...sparql.store import Store

__all__ = ["PLACING", "Nearby", "Tie", "read_nearby"]

PLACING = frozenset({"classifiedAs"})
"""Relations of facts that, like country or part of, only state where an entity belongs."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One link of an entity to another.

    Attributes
    ----------
    firm : whether it is more than a plan or a possible relation.
    context : whether it only assigns an entity to a country, region or sector.
    """

    other: str
    relation: str
    firm: bool
    context: bool
    passages: int


@dataclass(frozen=True, slots=True)
class Nearby:
    """The surroundings of entities.

    Attributes
    ----------
    shared : facts whose amount several parties have together, as keys.
    """

    _ties: Mapping[str, Sequence[Sequence[Any]]]
    _held: Mapping[str, Sequence[str]]
    _counts: Mapping[str, Sequence[int]]
    shared: Mapping[str, Any]

    def __contains__(self, name: object) -> bool:
        return name in self._counts

    def __len__(self) -> int:
        return len(self._counts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def around(self, name: str) -> Iterator[Tie]:
        """Yield every link of an entity."""
        for other, relation, firm, context, passages in self._ties.get(name, ()):
            yield Tie(other, relation, bool(firm), bool(context), passages)

    def pairs(self, things: Collection[str]) -> list[tuple[str, str]]:
        """Return the pairs of some entities that are linked, the lesser name first."""
        found = {
            (min(name, tie[0]), max(name, tie[0]))
            for name in things
            for tie in self._ties.get(name, ())
            if tie[0] in things
        }
        return sorted(found)

    def degree(self, name: str) -> int:
        """How many links an entity has."""
        return self._counts.get(name, (0, 0, 0))[2]

    def ties(self, name: str) -> int:
        """How many things facts tie to a thing; plans, possible relations and placing ones aside."""
        return self._counts.get(name, (0, 0, 0))[0]

    def plans(self, name: str) -> int:
        """How many more things are tied to it by plans and possible relations alone."""
        return self._counts.get(name, (0, 0, 0))[1]

    def shortest(self, source: str, target: str, most: int) -> list[list[str]]:
        """Return the shortest paths by facts that hold, at most so many; those of `ties` alone count.

        From both ends, all that is one link farther is read until the two meet: what a shortest path can
        pass is then known.
        """
        import networkx as nx

        if not (self._held.get(source) and self._held.get(target)):
            return []
        known = nx.Graph()
        known.add_nodes_from((source, target))
        near, edges = ({source}, {target}), [{source}, {target}]
        while edges[0] and edges[1] and near[0].isdisjoint(near[1]):
            side = len(edges[0]) > len(edges[1])
            pairs = [(a, b) for a in sorted(edges[side]) for b in self._held.get(a, ())]
            known.add_edges_from(pairs)
            edges[side] = {b for _, b in pairs} - near[side]
            near[side].update(edges[side])
        if near[0].isdisjoint(near[1]):
            return []
        return [list(path) for path in islice(nx.all_shortest_paths(known, source, target), most)]


def read_nearby(
    store: Store, links: LinkSet, open_facts: Mapping[str, Any], *, whole: bool = False
) -> Nearby:
    """Read the surroundings of every entity, or open those that are kept.

    Parameters
    ----------
    open_facts : facts that are no links yet, as keys.
    whole : see `kept_maps`.
    """

    def made() -> dict[str, Mapping[str, Any]]:
        every = links.in_memory()
        return _read(every, open_facts) | {"shared": dict.fromkeys(sorted(shared_amounts(every)), 1)}

    tables = kept_maps(store, "nearby", made, whole=whole)
    return Nearby(tables["ties"], tables["held"], tables["counts"], tables["shared"])


def _read(links: LinkSet, open_facts: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    ties: dict[str, list[tuple[str, str, int, int, int]]] = defaultdict(list)
    firm: dict[str, set[str]] = defaultdict(set)
    loose: dict[str, set[str]] = defaultdict(set)
    unfinished = frozenset(open_facts)
    for link in links.links:
        context, holds = not link.fact or link.relation in PLACING, link.fact not in unfinished
        for name, other in ((link.source, link.target), (link.target, link.source)):
            ties[name].append((other, link.relation, int(holds), int(context), len(link.sources)))
            if not context:
                (firm if holds else loose)[name].add(other)
    none: frozenset[str] = frozenset()
    counts = {
        name: (len(held := firm.get(name, none)), len(loose.get(name, none) - held), len(every))
        for name, every in ties.items()
    }
    return {"ties": ties, "held": {name: sorted(others) for name, others in firm.items()}, "counts": counts}
