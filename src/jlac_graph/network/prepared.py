"""The links of a graph, prepared for any number of traces: a compact graph, and the links of each pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..core.memory import gc_paused
from ..lookup.kept_links import KeptLinks
from ..lookup.links import Link, LinkSet, years_mask
from .paths.compact_graph import CompactGraph, compact, compact_bundles
from .paths.costs import Weights
from .paths.kept_graph import kept_graph

__all__ = ["Bundles", "PreparedLinks", "facts_between", "prepared"]


Bundles: TypeAlias = Mapping[tuple[str, str], Sequence[Link]]
"""The links of each pair of entities, the lesser name first; none for a pair without links."""


WINDOWS = 4
"""Number of spans of years for which results are kept."""
_PAIRS = 10_000
"""Number of pairs of entities whose links are held in memory at once."""


@dataclass(frozen=True, slots=True)
class PreparedLinks:
    """The links of some years, prepared for any number of traces."""

    graph: CompactGraph
    bundles: Bundles
    links: int
    undated: int


def prepared(
    linkset: LinkSet, start: int | None = None, end: int | None = None, *, avoid: frozenset[str] = frozenset()
) -> PreparedLinks:
    """Bundle the links of some years, without those of the facts to avoid; the result is kept.

    Safe for several threads: at worst, each does the work once.
    """
    key = ("trace", start, end, avoid)
    ready: PreparedLinks | None = linkset.cache.get(key)
    if ready is None:
        with gc_paused():
            ready = _prepare(linkset, start, end, avoid)
        if len(linkset.cache) >= WINDOWS:
            linkset.cache.clear()
        linkset.cache[key] = ready
    return ready


def _prepare(linkset: LinkSet, start: int | None, end: int | None, avoid: frozenset[str]) -> PreparedLinks:
    links = linkset.links
    if isinstance(links, KeptLinks) and start is None and end is None and not avoid:
        graph = kept_graph(links.beside, lambda: compact_bundles(links.bundles(), **_costs(linkset)))
        return PreparedLinks(graph, _KeptBundles(links), len(links), 0)
    kept, undated = _window([k for k in links if k.fact not in avoid], start, end)
    return PreparedLinks(_graph(linkset, kept), _bundles(kept), len(kept), undated)


def _graph(linkset: LinkSet, links: Iterable[Link]) -> CompactGraph:
    return compact(links, **_costs(linkset))


def _costs(linkset: LinkSet) -> dict[str, Any]:
    return {"weights": Weights(surcharges=linkset.surcharges), "ground": linkset.ground}


class _KeptBundles(dict[tuple[str, str], Sequence[Link]]):
    """The links between two entities, read from disk at first use and forgotten when there are many."""

    def __init__(self, links: KeptLinks) -> None:
        super().__init__()
        self._links = links

    def __missing__(self, pair: tuple[str, str]) -> Sequence[Link]:
        if len(self) >= _PAIRS:
            self.clear()
        self[pair] = self._links.between(*pair)
        return self[pair]


def _bundles(links: Iterable[Link]) -> Bundles:
    found: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        a, b = link.source, link.target
        found[(a, b) if a < b else (b, a)].append(link)
    return found


def facts_between(bundles: Bundles, a: str, b: str) -> set[str]:
    """Return the facts that tie two entities."""
    return {link.fact for link in bundles[min(a, b), max(a, b)] if link.fact}


def _window(links: Sequence[Link], start: int | None, end: int | None) -> tuple[Sequence[Link], int]:
    """Return the links that hold in the requested years, and the number excluded because undated."""
    if start is None and end is None:
        return links, 0
    years = years_mask(start, end)
    kept = [k for k in links if k.years & years]
    undated = sum(1 for k in links if not k.timeless and k.start is None and k.end is None)
    return kept, undated
