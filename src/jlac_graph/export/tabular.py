"""CSV: node and edge lists for Gephi, and the typed files of Neo4j with a Cypher script."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from .files import Bundle
from .sheet import Edge, Node, Scalar, Sheet
from .xmlwriter import plain

__all__ = ["write", "write_neo4j"]

TIE_HEADER = (
    ":START_ID",
    ":END_ID",
    ":TYPE",
    "edge_id:string",
    "weight:double",
    "start_date:string",
    "end_date:string",
)


def _table(header: Sequence[str], rows: Iterable[Sequence[Scalar | None]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if v is None else plain(v) for v in row] for row in rows)
    return stream.getvalue().encode()


GEPHI_HEADER = ("Source", "Target", "Type", "Kind", "Id", "Label", "Weight")
DATES = ("start_date", "end_date")
Cells: TypeAlias = "list[Scalar | None]"


def _cells(own: Iterable[Scalar | None], item: Node | Edge, names: Sequence[str]) -> Cells:
    """A row: the fields of its own, the dates of an edge, then the attributes."""
    dates = (item.start, item.end) if isinstance(item, Edge) else ()
    return [*own, *dates, *(item.attributes.get(name) for name in names)]


def _names(sheet: Sheet) -> list[str]:
    return [name for name in sheet.node_columns if name != "entity_class"]


def write(sheet: Sheet) -> Bundle:
    """``nodes.csv`` and ``edges.csv`` with the headers that Gephi's importer knows.

    Gephi merges edges with the same ends and kind, so `Kind` tells parallel facts apart.
    """
    names, ties = _names(sheet), list(sheet.edge_columns)
    nodes = (_cells((n.id, n.label, n.kind, n.style.colour, n.x, n.y), n, names) for n in sheet.nodes)
    edges = (
        _cells((e.source, e.target, "Directed", e.kind, e.id, e.relation, e.weight), e, ties)
        for e in sheet.edges
    )
    return {
        "nodes.csv": _table(("Id", "Label", "entity_class", "color", "x", "y", *names), nodes),
        "edges.csv": _table((*GEPHI_HEADER, *DATES, *ties), edges),
    }


def write_neo4j(sheet: Sheet) -> Bundle:
    """Files for ``neo4j-admin database import full`` and a script that MERGEs the same."""
    names, ties = _names(sheet), list(sheet.edge_columns)
    typed = [f"{name}:{sheet.node_columns[name]}" for name in names]
    typed_ties = [f"{name}:{sheet.edge_columns[name]}" for name in ties]
    nodes = (_cells((n.id, f"Entity;{n.kind}", n.label), n, names) for n in sheet.nodes)
    edges = (
        _cells((e.source, e.target, relationship(e.relation), e.id, e.weight), e, ties) for e in sheet.edges
    )
    return {
        "nodes.csv": _table(("local_id:ID", ":LABEL", "label:string", *typed), nodes),
        "relationships.csv": _table((*TIE_HEADER, *typed_ties), edges),
        "import.cypher": "".join(_cypher(sheet)).encode(),
        "README.txt": README.encode(),
    }


README = """Into an empty database:
  neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv neo4j
Into a running one, again and again without doubles:
  cypher-shell -f import.cypher
"""


def relationship(relation: str) -> str:
    """A relation in Neo4j's spelling.

    >>> relationship("investedIn"), relationship("part of")
    ('INVESTED_IN', 'PART_OF')
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", relation)
    return re.sub(r"\W+", "_", words).strip("_").upper() or "LINKED"


def _cypher(sheet: Sheet) -> Iterable[str]:
    yield "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.local_id IS UNIQUE;\n"
    for node in sheet.nodes:
        yield f"MERGE (n:Entity {{local_id: {_quoted(node.id)}}}) "
        yield f"SET n:`{_name(node.kind)}`, n += {_map(_node_fields(node))};\n"
    for edge in sheet.edges:
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
    """A Cypher literal; JSON's escapes are among those that Cypher knows.

    >>> _quoted('say "hi"'), _quoted(2.5), _quoted(True)
    ('"say \\\\"hi\\\\""', '2.5', 'true')
    """
    return json.dumps(plain(value), ensure_ascii=False) if isinstance(value, str) else plain(value)


def _map(fields: Mapping[str, Scalar]) -> str:
    return "{" + ", ".join(f"`{_name(k)}`: {_quoted(v)}" for k, v in fields.items()) + "}"
