"""What a link between two things is worth as evidence.

All links between the same two things make one hop, and
the cost of a hop falls with the number of independent documents and of distinct passages that
speak of it, and rises with vague amounts and with plans that may never have come true.

Costs are whole thousandths, so that sums are exact and the order of paths never hangs on rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from types import MappingProxyType

from ...lookup.links import Link

__all__ = ["Weights", "hop_cost"]


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
