"""What a cell that a shape refuses could have instead, and what else to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..core.currency_words import currency_meant
from ..core.namespaces import BASE, ID, ONT, PREFIXES, shorten
from ..shacl import engine as shacl
from ..shacl.engine import SH
from ..tables.cell_of_triple import cells_of
from ..tables.definitions import homes
from ..tables.hints import NO_HINT, Hint, did_you_mean, hint, legal_values
from ..tables.quads import Loaded
from ..tables.suggestions import nearest, somewhat_near
from ..tables.support import expand_prefix
from .legal_values import LegalValues

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ..csvw.model import Column
    from ..tables.findings import Cell

__all__ = ["CLASSES", "CODES", "WaysOut", "role_properties"]

LISTED = 30
SHAPE = BASE + "shape/"
COMPARED = {"dates-in-order": "end", "grace-within-maturity": "maturity", "signed-before-in-force": "signed"}
"""Shapes that compare two cells -> the property of the other cell."""

_THINGS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT DISTINCT ?thing WHERE { { ?thing a jlac:Entity } UNION { ?thing a jlac:Fact } }
"""
CODES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE { ?thing skos:inScheme ?scheme }
"""
CLASSES = "SELECT ?thing WHERE { ?thing a <http://www.w3.org/2002/07/owl#Class> }"
_TEXTS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?text WHERE {
  ?thing skos:inScheme ?scheme ; skos:prefLabel|skos:altLabel|skos:definition ?text
}
"""
_ROLES = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing WHERE { ?thing rdfs:subPropertyOf jlac:role }
"""


class WaysOut:
    """Says what to do about a SHACL result; what it looks up, it looks up once.

    Parameters
    ----------
    store : the graph, with the ontology.
    shapes : the compiled shapes.
    loaded : the tables.
    """

    def __init__(self, store: ox.Store, shapes: shacl.CompiledShapes, loaded: Loaded) -> None:
        self._store, self._shapes, self._loaded = store, shapes, loaded

    def out(self, result: shacl.Result, cell: Cell) -> Hint:
        """Return what to do about a result at a cell; empty if nothing is sure."""
        if result.shape.removeprefix(SHAPE) == "citation-of-known-passage":
            return self._legal(result, cell).also(hint("add-passage"))
        found = self._suggestion(result) or self._legal(result, cell)
        return found or self._another_column(result, cell) or self._define(result) or self._compared(result)

    def _suggestion(self, result: shacl.Result) -> Hint:
        """Name the nearest thing, code, class or locator if a value does not exist."""
        value = _value(result)
        if value.startswith(ID):
            return _near(value.removeprefix(ID), self._things)
        if value.startswith(ONT):
            return _near(value.removeprefix(ONT), self._classes)
        if value.startswith(PREFIXES["code"]):
            return self._code(value)
        return NO_HINT  # a place in a source is never guessed

    def _define(self, result: shacl.Result) -> Hint:
        """Name the tables whose rows may define an entity that none defines."""
        value = self._loaded.as_written(_value(result))
        if not value.startswith(ID) or value.removeprefix(ID) in self._things:
            return NO_HINT
        start = value.rpartition("/")[0] + "/"
        names = {
            f"{t.name}.csv"
            for t in self._loaded.group.tables
            for home in homes(t)
            if expand_prefix(home).startswith(start)
        }
        return hint("define", tables=" / ".join(sorted(names))) if names else NO_HINT

    def _legal(self, result: shacl.Result, cell: Cell) -> Hint:
        """Name what a cell may have, or the nearest of it where that is much."""
        if result.value is None:
            return NO_HINT
        is_currency = result.path == ONT + "currency"
        if is_currency and (meant := currency_meant(cell.value)):
            return did_you_mean([meant])
        known = list(self._legal_values.of(result, cell))
        if near := _near(cell.value, known) if "#" not in cell.value else NO_HINT:
            return near
        if not known or len(known) > LISTED or cell.value in known:
            return NO_HINT
        return hint("in-use", values=", ".join(known)) if is_currency else legal_values(known)

    def _another_column(self, result: shacl.Result, cell: Cell) -> Hint:
        """Name the columns for an entity that exists and is not of the class that this column takes."""
        value = self._loaded.as_written(_value(result))
        if result.constraint != SH + "ClassConstraintComponent" or value.removeprefix(ID) not in self._things:
            return NO_HINT
        table = self._loaded.group.table(cell.file)
        fitting = [c.name for c in table.stored if c.name != cell.column and self._takes(c, result)]
        words = {"value": value.removeprefix(ID), "columns": ", ".join(fitting)}
        return hint("other-column" if fitting else "other-class", **words)

    def _takes(self, column: Column, result: shacl.Result) -> bool:
        """Return whether a column is of a role that may have the value of a result."""
        import pyoxigraph as ox

        name = expand_prefix(column.rules.property_url or "")
        if name not in self._roles:
            return False
        graph = self._shapes.graph
        shapes = (shape for shape, path in graph.subject_values(SH + "path") if path == name)
        classes = {graph.value(ox.NamedNode(shape), "class") for shape in shapes} - {None}
        kind = ox.NamedNode(PREFIXES["rdf"] + "type")
        value: Any = result.value
        return any(next(self._store.quads_for_pattern(value, kind, found, None), None) for found in classes)

    def _compared(self, result: shacl.Result) -> Hint:
        """Name the cell that a value was compared with."""
        import pyoxigraph as ox

        name = COMPARED.get(result.shape.removeprefix(SHAPE))
        if not name:
            return NO_HINT
        focus: Any = result.focus
        for quad in self._store.quads_for_pattern(focus, ox.NamedNode(ONT + name), None, None):
            for cell in cells_of(self._loaded, str(focus.value), ONT + name, quad.object):
                return hint("compared", column=cell.column, row=cell.row, value=cell.value)
        return NO_HINT

    def _code(self, value: str) -> Hint:
        """Name the code that was meant, or those of its scheme, and how to add one if it may have more."""
        scheme, _, code = value.rpartition("/")
        codes = [c.removeprefix(f"{scheme}/") for c in self._codes if c.startswith(f"{scheme}/")]
        if scheme + "/" == PREFIXES["code"]:
            schemes = {c.removeprefix(scheme + "/").partition("/")[0] for c in self._codes} - {code}
            return _near(code, sorted(schemes))
        if not codes:
            others = [c.removeprefix(PREFIXES["code"]) for c in self._codes if c.endswith(f"/{code}")]
            return did_you_mean(others) if len(others) == 1 else _new_code(scheme, code)
        if code in codes:
            return NO_HINT
        meant = [c for c in nearest(code, codes) if _digits(c) == _digits(code)] or self._worded(scheme, code)
        listed = legal_values(codes) if len(codes) <= LISTED else NO_HINT
        close = hint("near-codes", values=", ".join(somewhat_near(code, codes)))
        new = _new_code(scheme, code) if scheme in self._extended else NO_HINT
        return (did_you_mean(meant) or listed or close).also(new)

    def _worded(self, scheme: str, word: str) -> list[str]:
        """Return the code whose label or definition contains a word, if one alone does."""
        asked = re.compile(rf"\b{re.escape(word.replace('-', ' '))}\b", re.I)
        texts: Any = self._store.query(_TEXTS, use_default_graph_as_union=True)
        found = {
            row["thing"].value.removeprefix(f"{scheme}/")
            for row in texts
            if row["thing"].value.startswith(f"{scheme}/") and asked.search(row["text"].value)
        }
        return sorted(found) if len(found) == 1 else []

    @cached_property
    def _extended(self) -> frozenset[str]:
        """The schemes to which rows of tables add codes."""
        if not self._loaded.group.named("codes"):
            return frozenset()
        rows = self._loaded.db.execute("SELECT DISTINCT scheme FROM codes").fetchall()
        return frozenset(PREFIXES["code"] + name for (name,) in rows if name)

    def _names(self, query: str, prefix: str = "") -> Iterator[str]:
        rows: Any = self._store.query(query, use_default_graph_as_union=True)
        return (row["thing"].value.removeprefix(prefix) for row in rows)

    @cached_property
    def _legal_values(self) -> LegalValues:
        return LegalValues(self._store, self._shapes, self._loaded)

    @cached_property
    def _things(self) -> list[str]:
        return sorted({shorten(self._loaded.as_written(name)) for name in self._names(_THINGS)})

    @cached_property
    def _roles(self) -> frozenset[str]:
        return role_properties(self._store)

    @cached_property
    def _codes(self) -> list[str]:
        return sorted(set(self._names(CODES)))

    @cached_property
    def _classes(self) -> list[str]:
        return sorted({n for n in self._names(CLASSES, ONT) if "/" not in n})


def role_properties(store: ox.Store) -> frozenset[str]:
    """Return the IRIs of the properties that are roles of facts."""
    rows: Any = store.query(_ROLES, use_default_graph_as_union=True)
    return frozenset(row["thing"].value for row in rows)


def _value(result: shacl.Result) -> str:
    return str(result.value.value) if result.value is not None else ""


def _new_code(scheme: str, code: str) -> Hint:
    """Say how to add a code to a scheme."""
    return hint("new-code", scheme=scheme.removeprefix(PREFIXES["code"]), code=code)


def _digits(text: str) -> str:
    """Return the digits of a code: another year is another code, not a slip."""
    return re.sub(r"[^0-9]", "", text)


def _near(name: str, known: list[str]) -> Hint:
    return did_you_mean([] if name in known else nearest(name, known))
