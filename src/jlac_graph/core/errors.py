"""The exceptions of the package; a message names the invalid value, its place and the legal values.

* JlacError
    - UsageError       the request names something that does not exist, or cannot be carried out
        + NotFoundError     no such entity, query, projection or file (names the nearest ones)
        + AmbiguousError    a name that fits several entities (lists them)
    - DataError        the curated tables have errors (with findings)
        + MetadataError     csv-metadata.json has errors
    - QueryError       a SPARQL query that does not parse or fails (carries line and column)
    - StoreError       a graph that cannot be read or a server that does not answer
    - LimitError       a limit on time, rows or size was exceeded
"""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

__all__ = [
    "AmbiguousError",
    "DataError",
    "JlacError",
    "JlacWarning",
    "LimitError",
    "MetadataError",
    "NotFoundError",
    "QueryError",
    "StoreError",
    "UsageError",
]


_QUOTED = 200
"""Most characters of a line that a message quotes."""


class JlacWarning(UserWarning):
    """What a reader should know about an answer that is given all the same."""


_LONGEST = 100
"""Most characters of a name that a message repeats."""


class JlacError(Exception):
    """Any error that jlac-graph reports; the command line prints it and exits with `exit_code`."""

    exit_code = 1


class UsageError(JlacError):
    """The request itself is wrong: an unknown option value, an unwritable file."""

    exit_code = 2


_SHOWN = 5


class NotFoundError(UsageError):
    """A name that no entity, query, column or file has.

    Parameters
    ----------
    kind : what was looked for, e.g. ``"entity"``.
    name : the name that was given.
    near : the closest existing names, best first.
    legal : all existing names, if they are few; listed when none is close.
    where : the place that was searched, if it is not the whole graph or library.

    Examples
    --------
    >>> print(NotFoundError("query", "trad-partners", ["trade-partners"]))
    no query 'trad-partners'; did you mean 'trade-partners'?
    >>> print(NotFoundError("parameter", "x", legal=["year", "firm"], where="investments-of-firm"))
    no parameter 'x' in investments-of-firm; choose one of year, firm
    >>> len(str(NotFoundError("entity", "a" * 20_000)))
    133
    """

    exit_code = 1

    def __init__(
        self, kind: str, name: str, near: Sequence[str] = (), *, legal: Sequence[str] = (), where: str = ""
    ) -> None:
        place = f" in {where}" if where else ""
        hint = f"; choose one of {', '.join(legal)}" if legal else ""
        if near:
            hint = f"; did you mean {' or '.join(repr(n) for n in near)}?"
        said = repr(name) if len(name) <= _LONGEST else f"{name[:_LONGEST]!r}… ({len(name):,} characters)"
        super().__init__(f"no {kind} {said}{place}{hint}")
        self.kind, self.name, self.near = kind, name, tuple(near)


class UnknownTermWarning(UserWarning):
    """A query uses a name that does not occur in the graph, which may be why its answer is empty."""


class InexactNameWarning(UserWarning):
    """A parameter value that is no name of an entity was taken for the nearest one."""


class AmbiguousError(UsageError):
    """A name that fits several entities; the message shows the first five.

    Examples
    --------
    >>> print(AmbiguousError("mitsu", ["agent/mitsui", "agent/mitsubishi-corporation"]))
    'mitsu' could be agent/mitsui or agent/mitsubishi-corporation; give one of these
    """

    exit_code = 1

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        shown, more = candidates[:_SHOWN], len(candidates) - _SHOWN
        which = (
            f"one of these, or of {more} more (jlac search {quote(name)} lists them)"
            if more > 0
            else "one of these"
        )
        super().__init__(f"{name!r} could be {' or '.join(shown)}; give {which}")
        self.name, self.candidates = name, tuple(candidates)


class DataError(JlacError):
    """The curated tables have errors."""


class MetadataError(DataError):
    """csv-metadata.json has errors."""


class QueryError(JlacError):
    """A SPARQL query that does not parse or cannot be evaluated.

    Parameters
    ----------
    message : what is wrong and what would be right.
    line, column : where, both from 1; None when the place is unknown.

    Examples
    --------
    >>> error = QueryError.at("ASK {\\n ?s foo:x 1 }", 10, "unknown prefix 'foo'")
    >>> print(error)
    line 2, column 5: unknown prefix 'foo'
       ?s foo:x 1 }
          ^
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line, self.column = line, column

    @classmethod
    def at(cls, text: str, offset: int, message: str) -> QueryError:
        """Return the error for an offset in a query, with its line and a mark."""
        start = text.rfind("\n", 0, offset) + 1
        line, column = text.count("\n", 0, offset) + 1, offset - start + 1
        source, before = _window(text[start:].partition("\n")[0].rstrip("\r"), column - 1)
        mark = "".join(c if c == "\t" else " " for c in source[:before]) + "^"
        where = f"line {line}, column {column}: {message}\n  {source}\n  {mark}"
        return cls(where, line=line, column=column)


def _window(line: str, at: int) -> tuple[str, int]:
    """Cut a long line around a place in it; the place moves with the cut.

    >>> _window("a" * 500, 499)[0].count("a"), _window("ab", 1)
    (200, ('ab', 1))
    """
    first = max(0, min(at - _QUOTED // 2, len(line) - _QUOTED))
    head, tail = "…" * (first > 0), "…" * (first + _QUOTED < len(line))
    return f"{head}{line[first : first + _QUOTED]}{tail}", at - first + len(head)


class StoreError(JlacError):
    """A graph that cannot be read, or a server that does not answer."""


class LimitError(JlacError):
    """A limit on time, rows or size that was exceeded."""
