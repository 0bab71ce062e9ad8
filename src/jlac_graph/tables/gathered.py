"""Report a thing that is defined nowhere once, however many rows name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from .findings import Finding
from .hints import hint

__all__ = ["gathered", "of_undefined", "places"]

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
        if finding.severity == "error" and finding.value and of_undefined(finding.rule):
            about[finding.value].append(finding)
        else:
            left.append(finding)
    for alike in about.values():
        if len({(f.file, f.row) for f in alike}) < FEW:
            left += alike
        else:
            left.append(alike[0].hinted(hint("also-named", places=places(alike[1:]))))
    return sorted(left)


def of_undefined(rule: str) -> bool:
    """Return whether a rule is about a value that no row defines."""
    named = ("csvw:undefined", "csvw:foreignKey", "shape:citation-of-known-passage")
    return rule in named or (rule.startswith("shape:") and rule.endswith(("-class", "-or")))


def places(findings: Sequence[Finding]) -> str:
    """Name the first rows of findings, by file."""
    shown = [(f.file, f.row) for f in findings[:LISTED]]
    files = [
        f"{file}:{', '.join(str(row) for _, row in rows)}"
        for file, rows in groupby(shown, lambda place: place[0])
    ]
    more = f" … (+{len(findings) - LISTED})" if len(findings) > LISTED else ""
    return "; ".join(files) + more
