"""What a link between two things is worth as evidence.

A `Link` is one fact that ties two things. All links between the same two things make one hop, and
the cost of a hop falls with the number of independent documents and of distinct passages that
speak of it, and rises with vague amounts and with plans that may never have come true.

Costs are whole thousandths, so that sums are exact and the order of paths never hangs on rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from types import MappingProxyType
from typing import Any

__all__ = ["ALWAYS", "Link", "Weights", "hop_cost", "links_of", "years_mask"]

ALWAYS = -1
"""The mask of a link that holds in every year (a mine lies in its country)."""

FIRST_YEAR = 1800
LAST_YEAR = 2199


@dataclass(frozen=True, slots=True)
class Link:
    """One link between two things, with what is known of it.

    Parameters
    ----------
    source, target : ids of the two things, in the direction of the relation.
    relation : the shortcut or property, e.g. ``"investedIn"``.
    role : the roles of the two in the fact, e.g. ``"financier-recipient"``.
    fact : id of the fact behind the link; None for a direct property such as a location.
    start, end : first and last year in which it holds; both None when undated.
    timeless : True for links that no date limits (location, class membership).
    precision, status : how exact and how far along the fact is, as short codes.
    sources : locators of the passages, ``"document#place"``.
    """

    source: str
    target: str
    relation: str
    fact: str | None = None
    role: str | None = None
    start: int | None = None
    end: int | None = None
    timeless: bool = False
    precision: str | None = None
    status: str | None = None
    sources: tuple[str, ...] = ()


def _frozen(**values: int) -> Mapping[str, int]:
    return MappingProxyType({name.replace("_", "-"): value for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each weakness of a hop costs, in thousandths of a hop.

    `relation` prices links that show a shared trait rather than a dealing, `precision` and `status`
    those that are vague or not yet come true; what is not listed costs nothing.

    `hub` times log2 of the degree is added for each thing passed through, after the idea of
    Adamic and Adar (2003, "Friends and neighbors on the Web", Social Networks 25:211-230) that a
    common neighbour says the less the more neighbours it has. `ground` is added for common ground:
    a place or a code that two things share (both firms are Japanese) without dealing with each other.
    """

    hop: int = 1000
    documents: int = 500
    passages: int = 250
    unsourced: int = 1500
    hub: int = 300
    ground: int = 2000
    precision: Mapping[str, int] = field(
        default_factory=lambda: _frozen(
            about=50, nearly=50, more_than=100, at_least=100, less_than=150, up_to=150
        )
    )
    relation: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType(
            {
                "classifiedAs": 1000,
                "area": 1000,
                "contributedTo": 1000,
                "country": 500,
                "activeIn": 500,
                "investedInPlace": 500,
                "locatedIn": 250,
                "carriedOutIn": 250,
            }
        )
    )
    status: Mapping[str, int] = field(
        default_factory=lambda: _frozen(
            under_way=50,
            reported=50,
            agreed=150,
            negotiating=250,
            announced=250,
            planned=350,
            proposed=400,
        )
    )

    def node(self, degree: int) -> int:
        """Cost of passing through a thing with so many neighbours.

        >>> Weights().node(2), Weights().node(256)
        (300, 2400)
        """
        return round(self.hub * log2(degree)) if degree > 1 else 0


def hop_cost(links: Sequence[Link], weights: Weights) -> int:
    """Cost of the hop that these parallel links make together.

    Parameters
    ----------
    links : every link between the same two things, at least one.
    weights : the price list.

    Returns
    -------
    Thousandths: `hop`, plus `documents` over the number of independent documents, plus `passages`
    over the number of distinct passages, plus the least vague and unsure of the links.

    Examples
    --------
    >>> one = Link("a", "b", "investedIn", sources=("report#p1",))
    >>> two = Link("a", "b", "financedBy", sources=("annual#p9",))
    >>> hop_cost([one], Weights()), hop_cost([one, two], Weights())
    (1750, 1375)
    """
    doubt = min([_doubt(link, weights) for link in links])
    passages = {locator for link in links for locator in link.sources}
    if not passages:
        return weights.hop + weights.unsourced + doubt
    documents = {locator.partition("#")[0] for locator in passages}
    backing = round(weights.documents / len(documents)) + round(weights.passages / len(passages))
    return weights.hop + backing + doubt


def _doubt(link: Link, weights: Weights) -> int:
    vague = weights.relation.get(link.relation, 0)
    vague += weights.precision.get(link.precision, 0) if link.precision else 0
    return vague + weights.status.get(link.status, 0) if link.status else vague


def years_mask(start: int | None, end: int | None, *, timeless: bool = False) -> int:
    """The years in which a link holds, one bit a year; 0 when nothing is known of them.

    A link with only a start holds from then on, one with only an end holds until then.

    >>> years_mask(2001, 2003) & years_mask(2003, 2004) == years_mask(2003, 2003)
    True
    >>> years_mask(None, None), years_mask(None, None, timeless=True) == ALWAYS
    (0, True)
    """
    if timeless:
        return ALWAYS
    if start is None and end is None:
        return 0
    first = min(max(start if start is not None else FIRST_YEAR, FIRST_YEAR), LAST_YEAR)
    last = min(max(end if end is not None else LAST_YEAR, FIRST_YEAR), LAST_YEAR)
    return ((1 << (last - first + 1)) - 1) << (first - FIRST_YEAR) if last >= first else 0


def _year(value: object) -> int | None:
    return int(str(value)[:4]) if value not in (None, "") else None


def links_of(edges: Iterable[tuple[Any, Any, Mapping[str, Any]]]) -> list[Link]:
    """Links from networkx edges with data, the form in which the projections carry them.

    Parameters
    ----------
    edges : what ``graph.edges(data=True)`` yields.

    Examples
    --------
    >>> links_of([("a", "b", {"relation": "memberOf", "start": "2012-06", "sources": ["r#p1"]})])
    ... # doctest: +ELLIPSIS
    [Link(source='a', target='b', relation='memberOf', ..., start=2012, end=None, ...)]
    """
    return [
        Link(
            source=str(source),
            target=str(target),
            relation=str(data.get("relation", "")),
            fact=data.get("fact"),
            role=data.get("role"),
            start=_year(data.get("start")),
            end=_year(data.get("end")),
            timeless=bool(data.get("timeless", False)),
            precision=data.get("precision"),
            status=data.get("status"),
            sources=tuple(data.get("sources", ())),
        )
        for source, target, data in edges
    ]
