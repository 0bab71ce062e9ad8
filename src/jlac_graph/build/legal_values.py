"""Legal values for a cell that a shape refuses: roles, classes, codes of a list, passages, other ids."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..core.namespaces import BASE, ONT, PREFIXES, local_name
from ..shacl import engine as shacl
from ..tables.definitions import Definitions
from ..tables.legal import class_vocabulary

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ..tables.findings import Cell
    from ..tables.quads import Loaded

__all__ = ["ABOUT_ROLES", "LegalValues"]

ABOUT_ROLES = ("unknown-role", "not-a-role", "role-of-another-class")
"""Shapes whose fault is the property, which a table may take from a column."""
_SHAPE = BASE + "shape/"
_ROLES = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?role ?fact WHERE {
  ?fact a ?class .
  { ?role rdfs:subPropertyOf jlac:role ; rdfs:domain ?class }
  UNION { ?rule jlac:ofFact ?class ; jlac:fromRole|jlac:toRole ?role }
} ORDER BY ?role"""
_LOCATORS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT DISTINCT ?locator WHERE { ?passage jlac:locator ?locator } ORDER BY ?locator"""


class LegalValues:
    """Lists what a cell may have in place of the value that a shape refuses.

    Parameters
    ----------
    store : the graph, with the ontology.
    shapes : the compiled shapes.
    loaded : the tables.
    """

    def __init__(self, store: ox.Store, shapes: shacl.CompiledShapes, loaded: Loaded) -> None:
        self._store, self._shapes, self._loaded = store, shapes, loaded

    def of(self, result: shacl.Result, cell: Cell) -> Sequence[str]:
        """Return the values as tables write them; none if nothing says.

        Parameters
        ----------
        cell : that the result is about.
        """
        shape, value = result.shape.removeprefix(_SHAPE), _text(result.value)
        if shape in ABOUT_ROLES:
            return self._roles(result) if cell.value == local_name(result.path) else ()
        if shape == "citation-of-known-passage":
            return self._passages(value)
        if not cell.column:
            return ()
        if value.startswith(ONT) and result.path == PREFIXES["rdf"] + "type":
            table = self._loaded.group.table(cell.file)
            return sorted(local_name(iri) for iri in self._classes.classes_of(table))
        if result.constraint == shacl.SH + "InConstraintComponent":
            return self._listed(result)
        if result.path == ONT + "currency":
            return self._used(result.path)
        table = self._loaded.group.table(cell.file)
        return self._definitions.legal(table, next(c for c in table.columns if c.name == cell.column))

    def _roles(self, result: shacl.Result) -> list[str]:
        return [local_name(iri) for iri in self._select(_ROLES, fact=result.focus)]

    def _passages(self, locator: str) -> list[str]:
        """Return the passages of the source that a locator names; the locators of none if it has none."""
        source = locator.partition("#")[0] + "#"
        return [found for found in self._select(_LOCATORS) if found.startswith(source)]

    def _listed(self, result: shacl.Result) -> list[str]:
        """Return what a shape lists; of a long list, what the graph uses."""
        import pyoxigraph as ox

        graph = self._shapes.graph
        listed = [_text(item) for item in graph.items(graph.value(ox.NamedNode(result.shape), "in"))]
        return [value for value in self._used(result.path) if value in set(listed)] or listed

    def _used(self, property_: str) -> list[str]:
        """Return the values of a property in the graph."""
        import pyoxigraph as ox

        quads = self._store.quads_for_pattern(None, ox.NamedNode(property_), None, None)
        return sorted({_text(quad.object) for quad in quads})

    def _select(self, query: str, **values: Any) -> list[str]:
        import pyoxigraph as ox

        bound = {ox.Variable(name): term for name, term in values.items()}
        rows: Any = self._store.query(query, use_default_graph_as_union=True, substitutions=bound)
        return [_text(row[0]) for row in rows]

    @cached_property
    def _classes(self) -> Any:
        return class_vocabulary(self._store)

    @cached_property
    def _definitions(self) -> Definitions:
        return Definitions(self._loaded)


def _text(term: Any) -> str:
    return "" if term is None else str(term.value)
