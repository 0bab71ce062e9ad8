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

    compiled = shacl.read_shapes(shapes)
    results = shacl.validate(store, compiled)
    if not results:
        return []
    locate = _Locator(store, shapes, group)
    return sorted({f for result in results for f in locate.findings(result)})


class _Locator:
    """Turns SHACL results into findings at cells; what it looks up, it looks up once."""

    def __init__(self, store: ox.Store, shapes: Path, group: TableGroup) -> None:
        self._store, self._group = store, group
        self._cell_property = _cell_properties(shapes)

    def findings(self, result: Result) -> Iterator[Finding]:
        messages = dict((lang, text) for text, lang in result.messages)
        english = messages.pop("en", "") or next(iter(messages.values()), result.constraint)
        value = shorten(_text(result.value))
        for cell in self._cells(result):
            yield Finding(
                cell.file,
                cell.row,
                cell.column,
                cell.value or value,
                shorten(result.source_shape).replace("https://w3id.org/jlac/shape/", "shape:"),
                english,
                SEVERITIES[result.severity.rpartition("#")[2]],
                self._suggestion(result),
                tuple(sorted(messages.items())),
            )

    def _cells(self, result: Result) -> list[Cell]:
        """Find the cells of a result: of its triple, else of its column, else of its row."""
        from .findings import Cell
        from .mapping import cells_of

        focus = _text(result.focus)
        path = self._cell_property.get(result.source_shape, result.path)
        tries = [(path, result.value), (path, None), (RDF_TYPE, None)]
        for predicate, value in tries:
            if predicate and (found := cells_of(self._group, focus, predicate, value)):
                return found
        return [Cell("", 0, "", "")]

    def _suggestion(self, result: Result) -> str:
        """Name the nearest thing or code where a link leads nowhere."""
        target = _text(result.value)
        if not target.startswith(BASE) or self._exists(target):
            return ""
        scheme = target.rpartition("/")[0] + "/"
        if scheme.startswith(ID):
            near = _nearest(target.removeprefix(ID), [t.removeprefix(ID) for t in self._things()])
        else:
            codes = sorted(c.removeprefix(scheme) for c in self._codes() if c.startswith(scheme))
            if 0 < len(codes) <= LISTED:
                return f"legal values: {', '.join(codes)}"
            near = _nearest(target.removeprefix(scheme), codes)
        return f"did you mean {' or '.join(near)}?" if near else ""
