"""The cost of a link between two entities as evidence.

All links between the same two entities make one hop. The cost of a hop falls with the number of independent
documents and of distinct passages that state it, and rises with imprecise amounts and with plans that may
not have been realised.

Costs are whole thousandths, so that sums are exact and the order of paths does not depend on rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2

from ...lookup.links import Link, Surcharges

__all__ = ["Weights", "hop_cost", "hop_parts"]


@dataclass(frozen=True, slots=True)
class Weights:
    """The surcharges of a hop, in thousandths of a hop.

    `surcharges` are those that the ontology declares (`jlac:surcharge`): for relations that show a shared
    attribute rather than a transaction, for imprecise amounts, for what is doubtful or not realised yet, and
    for links that only name an agent in a group.

    `hub` times log2 of the degree is added for each node passed through, after the idea of
    Adamic and Adar (2003, "Friends and neighbors on the Web", Social Networks 25:211-230) that a
    common neighbour is weaker evidence the more neighbours it has.
    """

    hop: int = 1000
    documents: int = 500
    passages: int = 250
    unsourced: int = 1500
    hub: int = 300
    surcharges: Surcharges = field(default_factory=Surcharges)

    def node(self, degree: int) -> int:
        """Return the surcharge for an intermediary, by its number of neighbours.

        >>> Weights().node(2), Weights().node(256)
        (300, 2400)
        """
        return round(self.hub * log2(degree)) if degree > 1 else 0


def hop_cost(links: Sequence[Link], weights: Weights) -> int:
    """Return the cost of the hop that parallel links make together.

    Parameters
    ----------
    links : every link between the same two nodes, at least one.
    weights : the costs.

    Returns
    -------
    Thousandths: `hop`, plus `documents` over the number of independent documents, plus `passages`
    over the number of distinct passages, plus the lowest surcharges of precision and status among the links.

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


def hop_parts(links: Sequence[Link], weights: Weights) -> dict[str, int]:
    """Return what `hop_cost` adds up, for a reader; parts of nothing are omitted.

    Returns
    -------
    Thousandths by part: `link`, `documents` and `passages` or `unsourced`, and the `relation`, `membership`,
    `precision`, `status` and `likelihood` of the link with the lowest surcharges.

    Examples
    --------
    >>> one = Link("a", "b", "investedIn", sources=("report#p1",))
    >>> hop_parts([one], Weights())
    {'link': 1000, 'documents': 500, 'passages': 250}
    """
    passages = {locator for link in links for locator in link.sources}
    documents = {locator.partition("#")[0] for locator in passages}
    link = min(links, key=lambda link: _doubt(link, weights))
    due = weights.surcharges
    parts = {
        "link": weights.hop,
        "documents": round(weights.documents / len(documents)) if passages else 0,
        "passages": round(weights.passages / len(passages)) if passages else 0,
        "unsourced": 0 if passages else weights.unsourced,
        "relation": due.relation.get(link.relation, 0),
        "membership": due.membership if link.membership else 0,
        "precision": due.precision.get(link.precision or "", 0),
        "status": due.status.get(link.status or "", 0),
        "likelihood": due.likelihood.get(link.likelihood or "", 0),
    }
    return {part: cost for part, cost in parts.items() if cost}


def _doubt(link: Link, weights: Weights) -> int:
    due = weights.surcharges
    doubt = due.relation.get(link.relation, 0) + (due.membership if link.membership else 0)
    doubt += due.precision.get(link.precision or "", 0)
    return doubt + due.status.get(link.status or "", 0) + due.likelihood.get(link.likelihood or "", 0)
