"""What is wrong with the graph, each finding at its cell.

CSVW says what must hold of a cell (`check`), SHACL what must hold of the graph. A SHACL result
goes back through the templates of the tables to the cell that made its triple. When a value is
missing, it points at the row and the empty column; when its triple was derived, at the column that
the shape names with ``jlac:cellProperty``, because the rule read that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import shacl
from .findings import Cell, Finding, nearest
from .mapping import Loaded, cells_of
from .terms import BASE, ID, ONT, PREFIXES, shorten

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["check_graph"]

RDF_TYPE = PREFIXES["rdf"] + "type"
SHAPE = BASE + "shape/"
SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "note"}
LISTED = 30

_THINGS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT DISTINCT ?thing WHERE { { ?thing a jlac:Entity } UNION { ?thing a jlac:Fact } }
"""
_CODES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE { ?thing skos:inScheme ?scheme }
"""
_LOCATORS = "SELECT ?thing WHERE { ?passage <https://w3id.org/jlac/ont#locator> ?thing }"
_CLASSES = "SELECT ?thing WHERE { ?thing a <http://www.w3.org/2002/07/owl#Class> }"


def check_graph(store: ox.Store, shapes: shacl.CompiledShapes, loaded: Loaded) -> list[Finding]:
    """Validate a graph against shapes and say at which cell each fault lies.

    Parameters
    ----------
    store : the graph, with the ontology, the codes and what the rules derive.
    shapes : the compiled shapes.
    loaded : the tables that the graph was made from.

    Returns
    -------
    All findings, sorted by file, row and column. One whose cell cannot be found has no file.
    """
    results = shacl.validate(store, shapes)
    locate = _Locator(store, shapes, loaded)
    return sorted({finding for result in results for finding in locate.findings(result)})


class _Locator:
    """Turns SHACL results into findings at cells; what it looks up, it looks up once."""

    def __init__(self, store: ox.Store, shapes: shacl.CompiledShapes, loaded: Loaded) -> None:
        self._store, self._loaded = store, loaded
        self._cell_property = dict(shapes.graph.subject_values(ONT + "cellProperty"))

    def findings(self, result: shacl.Result) -> Iterator[Finding]:
        messages = {lang: text for text, lang in result.messages}
        english = messages.pop("en", "") or next(iter(messages.values()), result.constraint)
        value = shorten(result.value.value) if result.value is not None else ""
        for cell in self._cells(result):
            yield Finding(
                cell.file,
                cell.row,
                cell.column,
                cell.value or value,
                "shape:" + result.shape.removeprefix(SHAPE),
                english if cell.file else f"{shorten(str(result.focus.value))}: {english}",
                SEVERITIES[result.severity.rpartition("#")[2]],
                self._suggestion(result),
                tuple(sorted(messages.items())),
            )

    def _cells(self, result: shacl.Result) -> list[Cell]:
        """Find the cells of a result: of its triple, else of its column, else of its row."""
        focus = str(result.focus.value)
        asserted = self._cell_property.get(result.shape)
        tries = [(asserted or result.path, result.value), (asserted or result.path, None)]
        for predicate, value in [*tries, (RDF_TYPE, None)]:
            if predicate and (cells := cells_of(self._loaded, focus, predicate, value)):
                return cells
        return [Cell("", 0, "")]

    def _suggestion(self, result: shacl.Result) -> str:
        """Name the nearest thing, code, class or locator where a value leads nowhere."""
        if result.value is None:
            return ""
        value = str(result.value.value)
        if value.startswith(ID):
            return _did_you_mean(value.removeprefix(ID), self._things)
        if value.startswith(ONT):
            return _did_you_mean(value.removeprefix(ONT), self._classes)
        if value.startswith(PREFIXES["code"]):
            return self._legal_codes(value)
        return _did_you_mean(value, self._locators) if "#" in value else ""

    def _legal_codes(self, value: str) -> str:
        scheme, _, code = value.rpartition("/")
        codes = [c.removeprefix(f"{scheme}/") for c in self._codes if c.startswith(f"{scheme}/")]
        if 0 < len(codes) <= LISTED and code not in codes:
            return f"legal values: {', '.join(codes)}"
        return _did_you_mean(code, codes)

    def _names(self, query: str, prefix: str = "") -> list[str]:
        rows: Any = self._store.query(query, use_default_graph_as_union=True)
        return sorted({row["thing"].value.removeprefix(prefix) for row in rows})

    @cached_property
    def _things(self) -> list[str]:
        return self._names(_THINGS, ID)

    @cached_property
    def _codes(self) -> list[str]:
        return self._names(_CODES)

    @cached_property
    def _locators(self) -> list[str]:
        return self._names(_LOCATORS)

    @cached_property
    def _classes(self) -> list[str]:
        return [n for n in self._names(_CLASSES, ONT) if "/" not in n]


def _did_you_mean(name: str, known: list[str]) -> str:
    if name in known:
        return ""
    near = nearest(name, known)
    return f"did you mean {' or '.join(near)}?" if near else ""
