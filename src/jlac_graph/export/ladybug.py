"""Ladybug, an embedded graph database that continues Kuzu: CSV files and a script that makes its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..core.contents import Pieces
from .csv_tables import attribute_cells, csv_table, node_attributes
from .flat_network import FlatNetwork

__all__ = ["write"]

_TYPES = {"boolean": "BOOL", "long": "INT64", "double": "DOUBLE", "string": "STRING"}
_NODE = {"local_id": "string", "label": "string", "entity_class": "string", "surcharge": "double"}
_EDGE = {"edge_id": "string", "relation": "string", "weight": "double", "cost": "double"}
_DATES = {"start_date": "string", "end_date": "string"}


def write(flat: FlatNetwork) -> Pieces:
    """Return ``nodes.csv``, ``edges.csv``, and ``load.cypher``, to run in the folder of these files.

    Each edge has the id of its fact, so that a path found in the database leads back to its evidence. Costs
    are empty if the network was flattened without them.
    """
    names, ties = node_attributes(flat), list(flat.edge_columns)
    nodes = (attribute_cells((n.id, n.label, n.kind, n.surcharge), n, names) for n in flat.nodes)
    edges = (
        attribute_cells((e.source, e.target, e.id, e.relation, e.weight, e.cost), e, ties) for e in flat.edges
    )
    node_columns = _NODE | {name: flat.node_columns[name] for name in names}
    edge_columns = _EDGE | _DATES | dict(flat.edge_columns)
    return {
        "nodes.csv": csv_table(tuple(node_columns), nodes),
        "edges.csv": csv_table(("from", "to", *edge_columns), edges),
        "load.cypher": "".join(_script(node_columns, edge_columns)).encode(),
    }


def _script(nodes: Mapping[str, str], edges: Mapping[str, str]) -> Iterable[str]:
    yield f"CREATE NODE TABLE Entity({_columns(nodes)}, PRIMARY KEY (local_id));\n"
    yield f"CREATE REL TABLE Link(FROM Entity TO Entity, {_columns(edges)});\n"
    for table, file in (("Entity", "nodes.csv"), ("Link", "edges.csv")):
        yield f"COPY {table} FROM '{file}' (header=true, parallel=false);\n"  # cells have line feeds


def _columns(types: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in types.items())
