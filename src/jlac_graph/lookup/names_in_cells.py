"""Names in cells that take an id: the entity that has the name, as `matching` finds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..tables.findings import Finding
from ..tables.hints import did_you_mean
from .matching import Matcher
from .search import read_names

if TYPE_CHECKING:
    from ..csvw.model import Column
    from ..sparql.store import Store
    from ..tables.metadata import TableGroup

__all__ = ["with_ids_of_names"]

MOST = 2
"""Most ids that are offered for a name that several entities may have."""


def with_ids_of_names(findings: Sequence[Finding], group: TableGroup, store: Store) -> list[Finding]:
    """Add to findings about a name in a column of ids the id of the entity with that name.

    Parameters
    ----------
    findings : what a check found.
    group : the tables that were checked.
    store : the graph of these tables.
    """
    asked = [finding for finding in findings if _is_name(finding) and _takes_id(finding, group)]
    if not asked:
        return list(findings)
    finder = Matcher(read_names(store))
    return [_with_id(f, finder) if f in asked else f for f in findings]


def _is_name(finding: Finding) -> bool:
    return finding.rule == "csvw:format" and any(char.isalpha() for char in finding.value)


def _takes_id(finding: Finding, group: TableGroup) -> bool:
    column = _column(finding, group)
    return column is not None and "/id/{+" in (column.rules.value_url or "")


def _column(finding: Finding, group: TableGroup) -> Column | None:
    table = group.table(finding.file)
    return next((column for column in table.stored if column.name == finding.column), None)


def _with_id(finding: Finding, finder: Matcher) -> Finding:
    match = finder.match(finding.value)
    ids = [match.id] if match.id else [found.id for found in match.candidates[:MOST]]
    said = [found.removeprefix("id/") for found in ids if found not in finding.suggestion]
    return finding.hinted(did_you_mean(said)) if said else finding
