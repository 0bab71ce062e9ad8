"""Undefined ids and codes of which the list is at fault, not the rows that name them.

Where several rows name what no row defines, and the nearest that is defined is named by none, the slip is in
the definition. Where many codes of a scheme are named and missing, rows of the list were lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.namespaces import ID, PREFIXES
from ..tables.definitions import homes
from ..tables.findings import Cell, Finding
from ..tables.gathered import places
from ..tables.quads import LINE, expand, quote, variables
from ..tables.rule_texts import fault
from ..tables.suggestions import nearest
from ..tables.support import expand_prefix

if TYPE_CHECKING:
    from ..tables.metadata import Table
    from ..tables.quads import Loaded

__all__ = ["blame_lists"]

CODE = PREFIXES["code"]
SEVERAL = 2
"""Rows that name an undefined code, from which on the definition nearest to it may be at fault."""
MANY = 5
"""Undefined codes of one scheme, from which on the list may have lost rows."""


def blame_lists(named: Mapping[str, Sequence[Finding]], loaded: Loaded) -> list[Finding]:
    """Put the findings about undefined ids and codes at the list where that is at fault.

    Parameters
    ----------
    named : IRI of what is undefined -> the findings where it is named.
    loaded : the tables.

    Returns
    -------
    One finding for each definition or list at fault; the others as they were.
    """
    lists = _Lists(loaded)
    left: list[Finding] = []
    missing: dict[str, dict[str, Sequence[Finding]]] = defaultdict(dict)
    for iri, findings in named.items():
        if lists.is_defined(iri):  # of another class than it is named as
            left += findings
        elif unused := lists.renamed(iri, len({(f.file, f.row) for f in findings})):
            left.append(_at_definition(lists.definition(unused), iri, unused, findings))
        else:
            missing[_list_of(iri)][iri] = findings
    return left + list(_missing(missing, lists))


def _missing(missing: Mapping[str, Mapping[str, Sequence[Finding]]], lists: _Lists) -> Iterator[Finding]:
    """Yield one finding for each scheme that lost many codes, and the others as they are."""
    lost = {
        start
        for start, found in missing.items()
        if start.startswith(CODE) and len(found) >= max(MANY, len(lists.defined(start)))
    }
    damaged = lists.file(sorted(lost)) or lists.first_file(CODE)
    for start, found in missing.items():
        if start in lost:
            yield _at_list(lists.file([start]) or damaged, start, found)
        else:
            yield from (finding for findings in found.values() for finding in findings)


def _list_of(iri: str) -> str:
    return iri.rpartition("/")[0] + "/"


def _name(iri: str) -> str:
    return iri.removeprefix(CODE).removeprefix(ID)


def _at_definition(cell: Cell, iri: str, unused: str, findings: Sequence[Finding]) -> Finding:
    return fault(
        "csvw:renamed", cell.file, cell.row, cell.column, cell.value,
        named=_name(iri), unused=_name(unused), places=places(sorted(findings)),
    )  # fmt: skip


def _at_list(file: str, scheme: str, codes: Mapping[str, Sequence[Finding]]) -> Finding:
    return fault(
        "csvw:lost-codes",
        file,
        0,
        found=len(codes),
        scheme=_name(scheme).rstrip("/"),
        codes=", ".join(sorted(iri.removeprefix(scheme) for iri in codes)[:MANY]) + " …",
        places=places(sorted(finding for found in codes.values() for finding in found)),
    )


@dataclass
class _Lists:
    """Looks up what the tables define, once each."""

    loaded: Loaded
    _defined: dict[str, list[str]] = field(default_factory=dict)

    def renamed(self, iri: str, rows: int) -> str:
        """Return the definition at fault when rows name something undefined; empty if the rows are."""
        start = _list_of(iri)
        lost = [c for c in self.defined(start) if _lost_zeros(c.removeprefix(start), iri.removeprefix(start))]
        few = SEVERAL if iri.startswith(CODE) else SEVERAL + 1
        near = nearest(iri, self.defined(start)) if rows >= few else []
        return next((name for name in (*lost, *near) if not self._is_named(name)), "")

    def _is_named(self, iri: str) -> bool:
        """Return whether any row names what is defined, beside the one that defines it."""
        return any(
            self.loaded.db.execute(
                f"SELECT count(*) FROM {quote(table.url)} WHERE {expand(table, template)} = ?", [iri]
            ).fetchall()
            != [(0,)]
            for table in self.loaded.group.tables
            for template in _references(table)
            if _may_lead(template, iri)
        )

    def defined(self, start: str) -> list[str]:
        """List the IRIs that begin so and that a row defines."""
        if start not in self._defined:
            found = {iri for *_, iri in self._rows(start) if iri and _list_of(iri) == start}
            self._defined[start] = sorted(found)
        return self._defined[start]

    def is_defined(self, iri: str) -> bool:
        """Return whether a row defines an IRI."""
        return iri in self.defined(_list_of(iri))

    def first_file(self, start: str) -> str:
        """Return the first file that may define what begins so; empty if there is none."""
        return next((table.url for table, _ in self._homes(start)), "")

    def definition(self, iri: str) -> Cell:
        """Return the cell that names what a row defines."""
        return next(
            Cell(t.url, line, column, value) for t, column, line, value, i in self._rows(iri) if i == iri
        )

    def file(self, starts: Sequence[str]) -> str:
        """Return the file that has most of some lists; empty if none has any of them."""
        files = [
            table.url
            for start in starts
            for table, _, _, _, iri in self._rows(start)
            if iri and _list_of(iri) == start
        ]
        return max(dict.fromkeys(files), key=files.count) if files else ""

    def _rows(self, start: str) -> Iterator[tuple[Table, str, int, str, str]]:
        """Yield table, column, line, id and IRI of each row that may define what begins so."""
        for table, template in self._homes(start):
            column = variables(template)[-1]
            shown = f"{LINE}, {quote(column)}, {expand(table, template)}"
            sql = f"SELECT {shown} FROM {quote(table.url)} ORDER BY 1"
            for line, value, iri in self.loaded.db.execute(sql).fetchall():
                yield table, column, line, value, iri

    def _homes(self, start: str) -> Iterable[tuple[Table, str]]:
        for table in self.loaded.group.tables:
            for template in sorted(homes(table)):
                fixed = expand_prefix(template).partition("{")[0]
                if variables(template) and (start.startswith(fixed) or fixed.startswith(start)):
                    yield table, template


def _references(table: Table) -> set[str]:
    """Return the templates by which the rows of a table name what others define."""
    if table.suppressed:
        return set()
    rules = [column.rules for column in table.columns if not column.suppress]
    templates = {rule.value_url or "" for rule in rules} | {rule.about_url or "" for rule in rules}
    return {template for template in templates - homes(table) if variables(template)}


def _may_lead(template: str, iri: str) -> bool:
    return iri.startswith(expand_prefix(template).partition("{")[0])


def _lost_zeros(code: str, whole: str) -> bool:
    """Return whether a code is another whose leading zeros a spreadsheet left out."""
    return code != whole and code.isdecimal() and code.zfill(len(whole)) == whole
