"""Neo4j: the typed CSV files of ``neo4j-admin database import`` and a Cypher script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from ..core.contents import Pieces
from .csv_tables import attribute_cells, csv_table, node_attributes
from .flat_network import Edge, FlatNetwork, Node, Scalar
from .xmlwriter import encoded, plain

__all__ = ["relationship", "write"]

NODE_HEADER = ("local_id:ID", ":LABEL", "label:string", "entity_class:string")
TIE_HEADER = (
    ":START_ID",
    ":END_ID",
    ":TYPE",
    "edge_id:string",
    "weight:double",
    "start_date:string",
    "end_date:string",
)


def write(flat: FlatNetwork) -> Pieces:
    """Return the files for ``neo4j-admin database import full`` and a script that MERGEs the same."""
    names, ties = node_attributes(flat), list(flat.edge_columns)
    typed = [f"{name}:{flat.node_columns[name]}" for name in names]
    typed_ties = [f"{name}:{flat.edge_columns[name]}" for name in ties]
    nodes = (attribute_cells((n.id, f"Entity;{n.kind}", n.label, n.kind), n, names) for n in flat.nodes)
    edges = (
        attribute_cells((e.source, e.target, relationship(e.relation), e.id, e.weight), e, ties)
        for e in flat.edges
    )
    return {
        "nodes.csv": csv_table((*NODE_HEADER, *typed), nodes),
        "relationships.csv": csv_table((*TIE_HEADER, *typed_ties), edges),
        "import.cypher": encoded(_cypher(flat)),
        "README.txt": README.encode(),
    }


README = """To import into an empty database:
  neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv neo4j
To import into a running database, repeatedly and without duplicates:
  cypher-shell -f import.cypher
"""


def relationship(relation: str) -> str:
    """Return a relation in Neo4j's spelling.

    >>> relationship("investedIn"), relationship("part of")
    ('INVESTED_IN', 'PART_OF')
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", relation)
    return re.sub(r"\W+", "_", words).strip("_").upper() or "LINKED"


def _cypher(flat: FlatNetwork) -> Iterable[str]:
    yield "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.local_id IS UNIQUE;\n"
    for node in flat.nodes:
        yield f"MERGE (n:Entity {{local_id: {_quoted(node.id)}}}) "
        yield f"SET n:`{_name(node.kind)}`, n += {_map(_node_fields(node))};\n"
    for edge in flat.edges:
        yield f"MATCH (a:Entity {{local_id: {_quoted(edge.source)}}}), "
        yield f"(b:Entity {{local_id: {_quoted(edge.target)}}}) "
        yield f"MERGE (a)-[r:`{relationship(edge.relation)}` {{edge_id: {_quoted(edge.id)}}}]->(b) "
        yield f"SET r += {_map(_edge_fields(edge))};\n"


def _node_fields(node: Node) -> dict[str, Scalar]:
    return {**node.attributes, "label": node.label, "entity_class": node.kind}


def _edge_fields(edge: Edge) -> dict[str, Scalar]:
    dates = {"start_date": edge.start, "end_date": edge.end}
    kept = {name: value for name, value in dates.items() if value}
    return {**edge.attributes, **kept, "weight": edge.weight}


def _name(word: str) -> str:
    return word.replace("`", "``")


def _quoted(value: Scalar) -> str:
    """Return a Cypher literal; JSON's escapes are among those that Cypher knows.

    >>> _quoted('say "hi"'), _quoted(2.5), _quoted(True)
    ('"say \\\\"hi\\\\""', '2.5', 'true')
    """
    return json.dumps(plain(value), ensure_ascii=False) if isinstance(value, str) else plain(value)


def _map(fields: Mapping[str, Scalar]) -> str:
    return "{" + ", ".join(f"`{_name(k)}`: {_quoted(v)}" for k, v in fields.items()) + "}"
