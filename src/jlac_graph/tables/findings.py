"""What a check finds, and where: the file, row and column of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Cell", "Finding", "nearest"]

CLOSE = 5.0  # points out of 100 that a second guess may lie behind the first


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell of a table.

    Attributes
    ----------
    file : name of the file, as in the metadata.
    row : 1-based line of the record's start, as an editor counts; the header is 1.
    column : name of the column.
    value : the text of the cell.
    """

    file: str
    row: int
    column: str
    value: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault and its place.

    Attributes
    ----------
    file, row, column, value : the cell; row 0 and an empty column mean the file as a whole.
    rule : short name of the rule, such as ``csvw:required`` or ``shape:Fact-amount-datatype``.
    message : the rule in words, in English.
    severity : ``error``, ``warning`` or ``note``; errors forbid a build.
    suggestion : what would be right; empty when there is nothing sure to say.
    messages : the message in further languages, as (language, text).
    """

    file: str
    row: int
    column: str
    value: str
    rule: str
    message: str
    severity: str = "error"
    suggestion: str = ""
    messages: tuple[tuple[str, str], ...] = ()


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """Return the one or two known names that a misspelt one most likely means; none if unlike.

    >>> nearest("agent/mitusi", ["agent/mitsui", "agent/jbic"])
    ['agent/mitsui']
    """
    from rapidfuzz import fuzz, process

    found = process.extract(name, known, scorer=fuzz.ratio, limit=2, score_cutoff=70)
    return [match for match, score, _ in found if score > found[0][1] - CLOSE]
