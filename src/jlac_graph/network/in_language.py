"""A network in another language, without reading and deriving its links again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from ..lookup.describer import Describer, unnamed_label
from .build_network import NAMES

if TYPE_CHECKING:
    from ..lookup.links import LinkSet

__all__ = ["in_language"]


def in_language(graph: nx.MultiDiGraph, links: LinkSet, describer: Describer) -> nx.MultiDiGraph:
    """Return a network with its labels and sentences in the language of a describer.

    Parameters
    ----------
    graph : from `build_network.network`, of a projection that neither folds nor passes through entities.
    links : from which it was made.
    describer : of the same graph.
    """
    made = graph.copy()
    describer.labels([*made, *{data["fact"] for *_, data in made.edges(data=True) if "fact" in data}])
    for name, data in made.nodes(data=True):
        label = describer.label(name)
        data["label"] = unnamed_label(label, describer.lang) if data.get("unnamed") else label
    for source, target, data in made.edges(data=True):
        fact, relation = data.get("fact"), data["relation"]
        data["relation_label"] = describer.relation(relation)
        data["wording"] = describer.worded(fact, source, relation, target)
        if fact in links.facts:
            said = describer.qualifiers(links.facts[fact].qualifiers)
            data.update({NAMES.get(name, name): text for name, text in said.items()})
    made.graph["kinds"] = describer.class_names(kind for _, kind in made.nodes(data="entity_class"))
    return made
