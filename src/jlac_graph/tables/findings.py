"""What a check finds, and where: the file, row and column of a cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .hints import Hint

__all__ = ["Cell", "Finding", "graded"]


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
    suggestions : the suggestion in further languages, likewise.
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
    suggestions: tuple[tuple[str, str], ...] = ()

    def hinted(self, hint: Hint) -> Finding:
        """Return the finding with one way out more."""
        said = dict(self.suggestions)
        own = Hint(self.suggestion, *(said.get(lang, self.suggestion) for lang in ("ja", "es", "pt")))
        both = own.also(hint)
        return replace(self, suggestion=both.en, suggestions=both.others)


def graded(findings: Iterable[Finding], *, strict: bool) -> list[Finding]:
    """Return findings with their severity; when strict, warnings as errors.

    Examples
    --------
    >>> doubt = Finding("loans.csv", 3, "amount", "0", "shape:x", "the amount is 0", "warning")
    >>> [finding.severity for finding in graded([doubt], strict=True)]
    ['error']
    """
    return [replace(f, severity="error") if strict and f.severity == "warning" else f for f in findings]
