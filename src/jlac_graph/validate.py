"""What is wrong with the data, each finding at its cell: CSVW and SHACL in one list.

CSVW says what must hold of a cell, SHACL what must hold of the graph. A SHACL result goes back
through the templates of the tables to the cell that made its triple. When a value is missing, it
points at the row and the empty column; when its triple was derived, at the column that the shape
names with ``jlac:cellProperty``, because the rule read that one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .errors import DataError
from .findings import Finding
from .terms import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

    from .tables import TableGroup

__all__ = ["check_graph"]

RDF_TYPE = PREFIXES["rdf"] + "type"
CLASS_CONSTRAINT = PREFIXES["sh"] + "ClassConstraintComponent"
SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "note"}

_CELL_PROPERTIES = """
SELECT ?shape ?property WHERE { ?shape <https://w3id.org/jlac/ont#cellProperty> ?property }
"""
_THINGS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT DISTINCT ?thing WHERE { { ?thing a jlac:Entity } UNION { ?thing a jlac:Fact } }
"""
_CODES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?code WHERE { ?code skos:inScheme ?scheme }
"""


def check_graph(store: ox.Store, shapes: Path, group: TableGroup) -> list[Finding]:
    """Validate a graph against shapes and say at which cell each fault lies.

    Parameters
    ----------
    store : the graph, with the ontology, the codes and what the rules derive.
    shapes : a Turtle file of SHACL shapes.
    group : the tables that the graph was made from.

    Returns
    -------
    All findings, sorted by file, row and column.

    Raises
    ------
    DataError : the shapes cannot be read.
    """
    from . import shacl

    try:
        compiled = shacl.read_shapes(shapes)
    except SyntaxError as error:
        raise DataError(f"{shapes} is not Turtle: {error}") from None
    locate = _Locator(store, shapes, group)
    findings = {f for result in shacl.validate(store, compiled) for f in locate.findings(result)}
    return sorted(findings)
