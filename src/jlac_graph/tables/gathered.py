"""Report a thing that is defined nowhere once, however many rows name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from .findings import Finding

__all__ = ["gathered"]

FEW = 3
"""Rows that name a thing, from which on it is rather the thing that is missing than the rows that slip."""
LISTED = 12


def gathered(findings: Iterable[Finding]) -> list[Finding]:
    """Join the findings about one undefined thing; the one that is left says where else it is named.

    Examples
    --------
    >>> found = [Finding("loans.csv", row, "lender", "agent/x", "csvw:undefined", "m") for row in (2, 3, 9)]
    >>> [(f.row, f.suggestion) for f in gathered(found)]
    [(2, 'also named in loans.csv:3, 9')]
    """
    about: dict[str, list[Finding]] = defaultdict(list)
    left = []
    for finding in sorted(set(findings)):
        if finding.severity == "error" and finding.value and _of_undefined(finding.rule):
            about[finding.value].append(finding)
        else:
            left.append(finding)
    for alike in about.values():
        if len({(f.file, f.row) for f in alike}) < FEW:
            left += alike
        else:
            hint = "; ".join(filter(None, (alike[0].suggestion, f"also named in {_places(alike[1:])}")))
            left.append(replace(alike[0], suggestion=hint))
    return sorted(left)


def _of_undefined(rule: str) -> bool:
    named = ("csvw:undefined", "csvw:foreignKey", "shape:citation-of-known-passage")
    return rule in named or (rule.startswith("shape:") and rule.endswith(("-class", "-or")))


def _places(findings: list[Finding]) -> str:
    shown = [(f.file, f.row) for f in findings[:LISTED]]
    files = [
        f"{file}:{', '.join(str(row) for _, row in rows)}"
        for file, rows in groupby(shown, lambda place: place[0])
    ]
    more = f" and {len(findings) - LISTED} more rows" if len(findings) > LISTED else ""
    return "; ".join(files) + more
