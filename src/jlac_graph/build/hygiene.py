"""The hygiene rules of an ontology: SPARQL queries that return what is likely a slip, run in every check.

A rule is a file of ``ontology/hygiene``: its first comment says in English what is wrong, the comments
``# ja:``, ``# es:`` and ``# pt:`` in the other languages. It selects ``?fault``, and ``?path`` and ``?value``
where the cell of one value is at fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.namespaces import PREFIXES, shorten
from ..tables.cell_of_triple import cells_of
from ..tables.findings import Cell, Finding

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ..tables.quads import Loaded

__all__ = ["Rule", "check_hygiene", "read_hygiene"]

RDF_TYPE = PREFIXES["rdf"] + "type"
IN_FOUR_LANGUAGES = ("term-without-label", "fact-class-without-wording")
"""Rules that ask for texts in four languages; a collection's own terms may have one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A hygiene rule.

    Attributes
    ----------
    name : of its file.
    query : SPARQL SELECT.
    message : what is wrong, in English.
    messages : the message in further languages, as (language, text).
    """

    name: str
    query: str
    message: str
    messages: tuple[tuple[str, str], ...]


def read_hygiene(folder: Path) -> list[Rule]:
    """Read the rules of a folder; none when there is no such folder."""
    rules = []
    for path in sorted(folder.glob("*.rq")):
        query = path.read_text(encoding="utf-8")
        texts = re.findall(r"^# (?:(ja|es|pt): )?(.*)$", query, re.M)
        english = next((text for lang, text in texts if not lang), path.stem)
        others = tuple(sorted((lang, text) for lang, text in texts if lang))
        rules.append(Rule(path.stem, query, english[0].lower() + english[1:].rstrip("."), others))
    return rules


def check_hygiene(store: ox.Store, rules: list[Rule], loaded: Loaded) -> list[Finding]:
    """Run rules over a graph; each finding is a warning at the cells of what is at fault."""

    def ask(rule: Rule) -> list[Any]:
        return list(store.query(rule.query, use_default_graph_as_union=True))  # type: ignore[arg-type]

    with ThreadPoolExecutor() as pool:
        answers = zip(rules, pool.map(ask, rules), strict=True)
        return sorted(
            {found for rule, rows in answers for row in rows for found in _findings(loaded, rule, row)}
        )


def _findings(loaded: Loaded, rule: Rule, row: Any) -> Iterator[Finding]:
    fault = str(getattr(row["fault"], "value", row["fault"]))
    cells: list[Cell] = []
    if _has(row, "path"):
        cells = cells_of(loaded, fault, row["path"].value, row["value"])
    cells = cells or cells_of(loaded, fault, RDF_TYPE, None)
    for cell in cells or [loaded.elsewhere(fault)]:
        message = rule.message if cell.column else f"{shorten(loaded.as_written(fault))}: {rule.message}"
        yield Finding(
            cell.file,
            cell.row,
            cell.column,
            cell.value,
            f"hygiene:{rule.name}",
            message,
            "note" if fault in loaded.terms and rule.name in IN_FOUR_LANGUAGES else "warning",
            "",
            rule.messages,
        )


def _has(row: Any, name: str) -> bool:
    try:
        return row[name] is not None
    except KeyError:
        return False
