"""FollowTheMoney entities, a line of JSON each, as OpenAleph and OpenSanctions' tools read them.

Only what its vocabulary says without claiming more than the source becomes an `Ownership` or a `Membership`;
every other link is an `UnknownLink` with its relation as role and its sentence, which has status and hedge.
What FollowTheMoney has no property for, such as the amount or the likelihood, stands in `description`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from ..core.contents import Pieces
from .flat_network import Edge, FlatNetwork, Node
from .xmlwriter import encoded

__all__ = ["SCHEMATA", "write"]

SCHEMATA = {
    "Firm": "Company", "JointVenture": "Company", "Person": "Person",
    "Government": "PublicBody", "Ministry": "PublicBody", "PublicAgency": "PublicBody",
    "Organization": "Organization", "Multilateral": "Organization", "Association": "Organization",
    "Committee": "Organization", "Forum": "Organization", "Fund": "Organization",
    "ResearchBody": "Organization", "Group": "Organization",
    "Asset": "Asset", "Infrastructure": "Asset", "Mine": "Asset", "Plant": "Asset", "PowerPlant": "Asset",
    "Project": "Project", "Programme": "Project", "Event": "Event",
}  # fmt: skip
"""Class -> schema; an entity of another class, such as a country, is an `Address` or a `Note`."""
_PLACES = ("Country", "Region", "Subdivision", "City", "Place", "NaturalFeature")
_LEGAL = ("Company", "Person", "PublicBody", "Organization")
_OWNED = ("Company", "Asset")
_QUALIFIED = {"planned", "membership", "likelihood", "basis", "claimant", "condition"}
"""Attributes that make a statement less than certain."""
_HELD = {"relation_label", "wording", "status", "fact", "source_passages"}
"""Attributes that a property holds."""
_NOT_A_CHARACTER_OF_AN_ID = re.compile(r"[^0-9A-Za-z.-]+")


def write(flat: FlatNetwork) -> Pieces:
    """Return the nodes, then the links, in the order of their ids."""
    schemata = {node.id: _schema(node) for node in flat.nodes}
    entities = (_entity(node, schemata[node.id]) for node in flat.nodes)
    links = (_link(edge, schemata, flat.passage) for edge in flat.edges)
    lines = (json.dumps(line, ensure_ascii=False) for line in chain(entities, links))
    return {"": encoded(lines, end="\n")}


def _schema(node: Node) -> str:
    return "Address" if node.kind in _PLACES else SCHEMATA.get(node.kind, "Note")


def _id(name: str) -> str:
    """Return an id that FollowTheMoney allows.

    >>> _id("e/fact/jbic-caserones/finances")
    'e.fact.jbic-caserones.finances'
    """
    return _NOT_A_CHARACTER_OF_AN_ID.sub(".", name)


def _made(name: str, schema: str, properties: Iterable[tuple[str, str]]) -> dict[str, object]:
    held: dict[str, list[str]] = {}
    for key, value in properties:
        if value and value not in held.setdefault(key, []):
            held[key].append(value)
    return {"id": _id(name), "schema": schema, "properties": {key: vs for key, vs in held.items() if vs}}


def _entity(node: Node, schema: str) -> dict[str, object]:
    return _made(node.id, schema, _entity_properties(node, schema))


def _entity_properties(node: Node, schema: str) -> Iterator[tuple[str, str]]:
    yield "name", node.label
    for key, value in node.attributes.items():
        if key.startswith("label_") and value != node.label:
            yield "alias", str(value)
    yield "sourceUrl", str(node.attributes.get("iri", ""))
    yield "keywords", node.kind
    if schema == "Address":
        yield "full", node.label
        for key in ("latitude", "longitude"):
            yield key, str(node.attributes.get(key, ""))


def _link(edge: Edge, schemata: dict[str, str], passage: Callable[[str], str]) -> dict[str, object]:
    ends = schemata[edge.source], schemata[edge.target]
    certain = not _QUALIFIED & set(edge.attributes)
    if certain and edge.relation == "owns" and ends[0] in _LEGAL and ends[1] in _OWNED:
        schema, names = "Ownership", ("owner", "asset")
    elif certain and edge.relation == "memberOf" and ends[0] in _LEGAL and ends[1] in _LEGAL[2:]:
        schema, names = "Membership", ("member", "organization")
    else:
        schema, names = "UnknownLink", ("subject", "object")
    own = [(names[0], _id(edge.source)), (names[1], _id(edge.target))]
    if schema == "Ownership" and "scope" not in edge.attributes:  # a joint share is nobody's own
        own.append(("percentage", str(edge.attributes.get("share", ""))))
    return _made(edge.id, schema, [*own, *_link_properties(edge, passage)])


def _link_properties(edge: Edge, passage: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    said = edge.attributes
    yield "role", str(said.get("relation_label", edge.relation))
    yield "status", str(said.get("status", ""))
    yield "summary", str(said.get("wording", ""))
    rest = {key: value for key, value in said.items() if key not in _HELD}
    yield "description", "; ".join(f"{key}: {value}" for key, value in rest.items())
    yield "startDate", edge.start or ""
    yield "endDate", edge.end or ""
    yield "recordId", str(said.get("fact", ""))
    for locator in str(said.get("source_passages", "")).split("; "):
        yield "sourceUrl", passage(locator) if locator else ""
