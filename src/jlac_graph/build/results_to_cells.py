"""What is wrong with the graph, each finding at its cell.

CSVW says what must hold of a cell (`check`), SHACL what must hold of the graph. A SHACL result
goes back through the templates of the tables to the cell that made its triple. When a value is
missing, it points at the row and the empty column; when its triple was derived, at the column that
the shape names with ``jlac:cellProperty``, because the rule read that one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from ..core.namespaces import BASE, ID, ONT, PREFIXES, expand, shorten
from ..shacl import engine as shacl
from ..tables.cell_of_triple import Triple, cells_of, cells_of_all
from ..tables.definitions import Nameless
from ..tables.findings import Cell, Finding
from ..tables.quads import Loaded, is_stand_in, variables
from ..tables.support import expand_prefix
from .damaged_lists import blame_lists
from .legal_values import ABOUT_ROLES
from .ways_out import CLASSES, CODES, WaysOut

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ..tables.reader import ReadTable

__all__ = ["ENGINES", "Gaps", "check_graph", "to_drop", "vocabulary"]

RDF_TYPE = PREFIXES["rdf"] + "type"
SHAPE = BASE + "shape/"
SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "note"}
ENGINES = ("compiled", "pyshacl")
"""What can apply the shapes: our compiled queries, or pySHACL."""

_FACTS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?fact ?role ?end ?a ?b ?path WHERE {
  ?rule jlac:shortcut ?shortcut ; jlac:ofFact ?class ; jlac:fromRole ?from ; jlac:toRole ?to .
  { ?shortcut rdfs:subPropertyOf* ?path . ?fact ?from ?a ; ?to ?b . BIND (?to AS ?role) BIND (?b AS ?end) }
  UNION
  { ?path ^owl:inverseOf|owl:inverseOf ?direct . ?shortcut rdfs:subPropertyOf* ?direct .
    ?fact ?from ?b ; ?to ?a . BIND (?from AS ?role) BIND (?b AS ?end) }
  ?fact a ?class .
}
"""
_NAME = re.compile(r"\bjlac:\w+")
_ANY_PROPERTY = re.compile(r"\?\w+ (?:\?|a |<)|\$this (?:\?|a |<)|rdfs:|skos:|owl:|prov:|org:")
"""What a query has that looks at more than the project's properties: any property, a class, other terms."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a graph lacks because cells at fault make no triple.

    Attributes
    ----------
    triples : subject, predicate and value of each triple that is not made.
    unknown : a table or a record could not be read, so that there is no telling what it held.
    nameless : what rows without a valid id would define.
    """

    triples: frozenset[tuple[str, str, str]] = frozenset()
    unknown: bool = False
    nameless: frozenset[Nameless] = frozenset()

    def may_cure(self, result: shacl.Result, paths: Iterable[str], reads: Callable[[str], bool]) -> bool:
        """Return whether what is lacking, once mended, could undo a result.

        Parameters
        ----------
        paths : the properties of the value that is missing.
        reads : whether the query of a constraint looks at a property.
        """
        if not result.of_absence or not (self.triples or self.unknown or self.nameless):
            return False
        if self.unknown:
            return True
        focus = str(result.focus.value)
        value = str(result.value.value) if result.value is not None else ""
        kind = result.constraint.removeprefix(shacl.SH)
        if kind in NEEDS_A_DEFINITION and self._may_define(value):
            return True
        if kind == "ClassConstraintComponent":
            return any(s == value and p == RDF_TYPE for s, p, _ in self.triples)
        if result.path and result.value is None and not kind.startswith("SPARQL"):
            return any(s == focus and p in paths for s, p, _ in self.triples)
        named = {focus, value}
        return any((s in named or o in named) and reads(p) for s, p, o in self.triples)

    def _may_define(self, iri: str) -> bool:
        own = (row for row in self.nameless if iri.startswith(row.start))
        return any(row.may_be(iri.removeprefix(row.start).rpartition("/")[2]) for row in own)


def to_drop(findings: Iterable[Finding], tables: Iterable[ReadTable]) -> set[tuple[str, int, str]]:
    """Name the cells, and with an empty column the rows, that the graph is to be made without."""
    errors = [f for f in findings if f.severity == "error" and f.row > 1 and f.column]
    rows = {(t.table.url, line, "") for t in tables for line in t.lost | t.skipped if t.readable}
    return {(f.file, f.row, f.column) for f in errors} | rows


def vocabulary(store: ox.Store) -> frozenset[str]:
    """Return the IRIs of the codes and classes of a store that holds the ontology."""
    rows: Any = [
        row
        for query in (CODES, CLASSES)
        for row in store.query(query, use_default_graph_as_union=True)  # type: ignore[union-attr]
    ]
    return frozenset(row["thing"].value for row in rows)


def check_graph(
    store: ox.Store,
    shapes: shacl.CompiledShapes,
    loaded: Loaded,
    gaps: Gaps | None = None,
    *,
    engine: str = "compiled",
    undefined: Iterable[Finding] = (),
) -> list[Finding]:
    """Validate a graph against shapes and say at which cell each fault lies.

    Parameters
    ----------
    store : the graph, with the ontology, the codes and what the rules derive.
    shapes : the compiled shapes.
    loaded : the tables that the graph was made from.
    gaps : what the graph lacks; a result that mending it could undo is held back.
    engine : one of `ENGINES`: the compiled shapes, or pySHACL, which is slower and the reference.
    undefined : findings at cells that name an entity that no row defines; they are given again, or the one
        about the definition that is at fault in their place.

    Returns
    -------
    All findings, sorted by file, row and column. One whose cell cannot be found has no file.
    """
    locate = _Locator(store, shapes, loaded, gaps or Gaps())
    by_pyshacl = engine == "pyshacl"
    results = shacl.reference(store, shapes.graph) if by_pyshacl else shacl.validate(store, shapes)
    results = _without_consequences(results, dict(shapes.graph.subject_values(ONT + "cellProperty")))
    locate.prepare(results)
    found = [(r, f) for r in results for f in locate.findings(r)]
    at_fault = {_place(finding) for result, finding in found if result.value is not None}
    named: dict[str, list[Finding]] = defaultdict(list)
    left = []
    for finding in undefined:
        named[ID + finding.value].append(finding)
    for result, finding in found:
        value = loaded.as_written(_value(result))
        if _needs_a_definition(result) and value.startswith((ID, PREFIXES["code"])):
            named[value].append(finding)
        elif not (_is_missing(result) and finding.file and _place(finding) in at_fault):
            left.append(finding)
    return sorted({*left, *blame_lists(named, loaded)})


def _needs_a_definition(result: shacl.Result) -> bool:
    """Return whether a result may be that a value leads to something that no row defines."""
    return result.constraint.removeprefix(shacl.SH) in NEEDS_A_DEFINITION


def _value(result: shacl.Result) -> str:
    return str(result.value.value) if result.value is not None else ""


def _place(finding: Finding) -> tuple[str, int, str]:
    return finding.file, finding.row, finding.column


def _without_consequences(
    results: list[shacl.Result], cell_property: Mapping[str, str]
) -> list[shacl.Result]:
    """Leave out what follows from other results.

    From a faulty class or scheme it follows that what refers to the thing is at fault too; from a faulty
    value, that the value which is derived from it is missing.
    """
    faulty = {(r.focus, r.path) for r in results if r.value is not None}
    causes = {str(r.focus.value) for r in results if r.shape.removeprefix(SHAPE) in CAUSES}
    codes = {_code(iri) for iri in causes if iri.startswith(PREFIXES["code"])}

    def follows(result: shacl.Result) -> bool:
        value = str(result.value.value) if result.value is not None else ""
        if _is_missing(result):
            return (result.focus, cell_property.get(result.shape)) in faulty
        kind = result.constraint.removeprefix(shacl.SH)
        if not value or result.shape.removeprefix(SHAPE) in CAUSES or kind not in NEEDS_A_DEFINITION:
            return False
        return value in causes or (value.startswith(PREFIXES["code"]) and _code(value) in codes)

    return [result for result in results if not follows(result)]


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]


NEEDS_A_DEFINITION = ("ClassConstraintComponent", "OrConstraintComponent")
"""Constraints that a value meets only if some row defines it."""
CAUSES = ("known-class", "class-of-its-kind", "Concept-inScheme-class")
"""Shapes of which one result at a thing makes many at what refers to it."""


def _follows_from_an_id(result: shacl.Result) -> bool:
    """Return whether a result at a row without a valid id may be due to that.

    What the row itself refers to is not: a value that leads to nothing, or a class that does not exist.
    """
    own = _needs_a_definition(result) or result.shape.removeprefix(SHAPE) in CAUSES
    return is_stand_in(str(result.focus.value)) and not (own and result.value is not None)


def _is_missing(result: shacl.Result) -> bool:
    """Return whether a result says that a value is missing."""
    return result.constraint == shacl.SH + "MinCountConstraintComponent"


class _Locator:
    """Turns SHACL results into findings at cells; what it looks up, it looks up once."""

    def __init__(self, store: ox.Store, shapes: shacl.CompiledShapes, loaded: Loaded, gaps: Gaps) -> None:
        self._store, self._loaded, self._gaps, self._shapes = store, loaded, gaps, shapes
        self._cell_property = dict(shapes.graph.subject_values(ONT + "cellProperty"))
        self._needs_all = {s for s, v in shapes.graph.subject_values(ONT + "needsEveryRow") if v == "true"}

        self._ways = WaysOut(store, shapes, loaded)
        self._found: dict[Triple, list[Cell]] = {}

    def prepare(self, results: Iterable[shacl.Result]) -> None:
        """Look the triples of all results up together."""
        about = ((str(r.focus.value), self._path(r), r.value) for r in results)
        asked = dict.fromkeys(triple for triple in about if triple[1])
        self._found = dict(zip(asked, cells_of_all(self._loaded, list(asked)), strict=True))

    def findings(self, result: shacl.Result) -> Iterator[Finding]:
        if self._held_back(result) or _follows_from_an_id(result):
            return
        messages = {lang: text for text, lang in result.messages}
        english = messages.pop("en", "") or next(iter(messages.values()), result.constraint)
        value = self._short(result.value.value) if result.value is not None else ""
        for cell in self._cells(result):
            yield Finding(
                cell.file,
                cell.row,
                cell.column,
                cell.value or value,
                "shape:" + result.shape.removeprefix(SHAPE),
                english if cell.column else f"{self._short(str(result.focus.value))}: {english}",
                SEVERITIES[result.severity.rpartition("#")[2]],
                messages=tuple(sorted(messages.items())),
            ).hinted(self._ways.out(result, cell))

    def _short(self, iri: str) -> str:
        """Shorten an IRI; that of an entity to the id that tables write, whatever its base."""
        return shorten(self._loaded.as_written(iri))

    def _held_back(self, result: shacl.Result) -> bool:
        gaps = self._gaps
        if result.shape in self._needs_all and (gaps.triples or gaps.unknown):
            return True
        asserted = self._cell_property.get(result.shape, "")
        reads = partial(self._reads, result.shape)
        return gaps.may_cure(result, [result.path, asserted], reads) or self._leads_to_a_gap(result, asserted)

    def _reads(self, shape: str, property_: str) -> bool:
        """Say whether a constraint looks at a property; one that looks at what is derived may look at all."""
        names = self._queried.get(shape)
        return names is None or property_ in names or not names <= self._asserted

    @cached_property
    def _queried(self) -> dict[str, frozenset[str]]:
        """The properties in the query of each constraint that names all it looks at."""
        found = dict(self._shapes.graph.subject_values(shacl.SH + "select"))
        return {
            shape: frozenset(map(expand, _NAME.findall(query)))
            for shape, query in found.items()
            if not _ANY_PROPERTY.search(query)
        }

    @cached_property
    def _asserted(self) -> frozenset[str]:
        """The properties that tables state."""
        columns = (column for table in self._loaded.group.tables for column in table.columns)
        return frozenset(expand_prefix(column.rules.property_url or "") for column in columns)

    def _leads_to_a_gap(self, result: shacl.Result, asserted: str) -> bool:
        """Return whether a derived value is missing because what the cell names is itself at fault."""
        import pyoxigraph as ox

        if not asserted or not result.of_absence or not self._gaps.triples:
            return False
        quads = self._store.quads_for_pattern(result.focus, ox.NamedNode(asserted), None, None)  # type: ignore[arg-type]
        named = {quad.object.value for quad in quads}  # type: ignore[union-attr]
        return any(value in named for _, _, value in self._gaps.triples)

    def _cells(self, result: shacl.Result) -> list[Cell]:
        """Find the cells of a result: of its triple, else of its column, else of its row."""
        focus = str(result.focus.value)
        path = self._path(result)
        for value in [result.value, None] if result.value is not None else [None]:
            if path and (cells := self._made(focus, path, value)):
                if result.shape.removeprefix(SHAPE) in ABOUT_ROLES:
                    return [self._naming(cell, path) for cell in cells]
                return self._fitting(cells, result) if value is None else cells
        if cells := self._of_fact(focus, path, result.value):
            return cells
        return cells_of(self._loaded, focus, RDF_TYPE, None) or [self._loaded.elsewhere(focus)]

    def _path(self, result: shacl.Result) -> str:
        """Return the property whose cell a result is about; empty if it is about a row."""
        return self._cell_property.get(result.shape) or result.path

    def _made(self, *triple: Any) -> list[Cell]:
        found = self._found.get(triple)
        return cells_of(self._loaded, *triple) if found is None else found

    def _naming(self, cell: Cell, path: str) -> Cell:
        """Find the cell that named the property of a cell; the cell itself where its column does."""
        table = self._loaded.group.table(cell.file)
        column = next(column for column in table.columns if column.name == cell.column)
        names = variables(column.rules.property_url)
        return Cell(cell.file, cell.row, names[-1], path.removeprefix(ONT)) if names else cell

    def _fitting(self, cells: list[Cell], result: shacl.Result) -> list[Cell]:
        """Keep the empty cells where a value is missing, those in the doubled language, else full ones."""
        if result.constraint == shacl.SH + "UniqueLangConstraintComponent":
            return [cell for cell in cells if cell.value and self._language(cell) == result.beside] or cells
        missing = result.constraint.endswith(("MinCountConstraintComponent", "SPARQLConstraintComponent"))
        return [cell for cell in cells if (not cell.value) == missing] or cells

    def _language(self, cell: Cell) -> str:
        table = self._loaded.group.table(cell.file)
        return next(c.rules.lang.lower() for c in table.columns if c.name == cell.column)

    def _of_fact(self, focus: str, path: str, value: Any) -> list[Cell]:
        """Find the cells of the facts that a derived triple stands for."""
        import pyoxigraph as ox

        if not path or value is None:
            return []
        bound = {"a": ox.NamedNode(focus), "path": ox.NamedNode(path), "b": value}
        rows: Any = self._store.query(
            _FACTS,
            use_default_graph_as_union=True,
            substitutions={ox.Variable(name): term for name, term in bound.items()},
        )
        return sorted(
            {
                cell
                for row in rows
                for cell in cells_of(self._loaded, row["fact"].value, row["role"].value, row["end"])
            }
        )
