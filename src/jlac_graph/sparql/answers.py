"""Answers of queries: rows of typed terms, or triples.

Terms are pyoxigraph's in every store, so that rows compare and print alike wherever they come from.

Examples
--------
>>> from pyoxigraph import Literal, NamedNode
>>> found = Solutions(("firm", "n"), ((NamedNode("http://e/a"), Literal(3)),))
>>> found.to_dicts()
[{'firm': 'http://e/a', 'n': 3}]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from ..core.errors import UsageError
from ..core.terms import text_of

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from .syntax import Term

    Row: TypeAlias = tuple[Term | None, ...]

__all__ = ["Solutions", "Triples", "python_value"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = {
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "gYear",
}  # fmt: skip


def _texts(row: Row) -> list[tuple[str, str]]:
    return [(text_of(term), getattr(term, "language", None) or "") for term in row]


@dataclass(frozen=True, slots=True)
class Solutions:
    """The rows of a SELECT.

    Parameters
    ----------
    columns : variable names, in the order of the query.
    rows : one term per column; None if the query left it unbound.
    parameters : what each parameter was taken for, in words, defaults included; ``repr`` shows it.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    parameters: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __repr__(self) -> str:
        taken = "".join(f"; {name}: {value}" for name, value in self.parameters.items())
        return f"<Solutions: {len(self.rows)} rows of {', '.join(self.columns)}{taken}>"

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def column(self, name: str) -> tuple[Term | None, ...]:
        """Take one column.

        Raises
        ------
        UsageError : when no column has that name.
        """
        if name not in self.columns:
            raise UsageError(f"unknown column {name!r}; the columns are {', '.join(self.columns)}")
        at = self.columns.index(name)
        return tuple(row[at] for row in self.rows)

    def ordered(self) -> Solutions:
        """Return the rows in the order of the texts of their terms, then of their languages.

        For many rows this is ten times quicker than an ORDER BY of every column.

        Examples
        --------
        >>> from pyoxigraph import Literal
        >>> rows = [(Literal("b"),), (Literal("a", language="pt"),), (Literal("a", language="es"),), (None,)]
        >>> [str(row[0]) for row in Solutions(("name",), tuple(rows)).ordered()]
        ['None', '"a"@es', '"a"@pt', '"b"']
        """
        return Solutions(self.columns, tuple(sorted(self.rows, key=_texts)))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of plain Python values (see `python_value`)."""
        return [{c: python_value(t) for c, t in zip(self.columns, row, strict=True)} for row in self.rows]

    def to_pandas(self) -> Any:
        """Return the rows as a pandas DataFrame.

        Raises
        ------
        UsageError : when pandas is not installed.
        """
        from ..core.notebook import data_frame

        return data_frame(self.to_dicts(), self.columns)

    def to_polars(self) -> Any:
        """Return the rows as a polars DataFrame; see `jlac_graph.core.notebook.arrow_table`.

        Raises
        ------
        UsageError : when polars is not installed.
        """
        from ..core.notebook import polars_frame

        return polars_frame(self.to_dicts(), self.columns)

    def to_arrow(self) -> Any:
        """Return the rows as an Arrow table; see `jlac_graph.core.notebook.arrow_table`.

        Raises
        ------
        UsageError : when pyarrow is not installed.
        """
        from ..core.notebook import arrow_table

        return arrow_table(self.to_dicts(), self.columns)

    def _repr_html_(self) -> str:
        """Return the rows for a notebook, IRIs in their short form."""
        from ..core.namespaces import shorten
        from ..core.notebook import html_table

        plain = [[_shown(cell, shorten) for cell in row] for row in self.rows]
        return html_table(self.columns, plain)


def _shown(term: Term | None, shorten: Callable[[str], str]) -> str | None:
    if term is None:
        return None
    return text_of(term) if hasattr(term, "datatype") else shorten(text_of(term))


@dataclass(frozen=True, slots=True)
class Triples:
    """The graph that CONSTRUCT or DESCRIBE answers: distinct triples, in a stable order."""

    triples: tuple[Triple, ...]

    @classmethod
    def of(cls, triples: Sequence[Triple]) -> Triples:
        """Drop duplicates and sort by the N-Triples text.

        Examples
        --------
        >>> from pyoxigraph import Literal, NamedNode, Triple
        >>> one, two = (Triple(NamedNode("e:s"), NamedNode("e:p"), Literal(i)) for i in "12")
        >>> Triples.of([two, one, two]).triples == (one, two)
        True
        """
        return cls(tuple(sorted(set(triples), key=str)))

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)


def python_value(term: Term | None) -> Any:
    """Turn a term into the plain Python value it stands for.

    Returns
    -------
    int for integers and ``xsd:gYear``, Decimal, float, bool, date, datetime; str for IRIs, blank
    nodes, other literals and for lexical forms that their datatype does not allow.

    Examples
    --------
    >>> from pyoxigraph import Literal, NamedNode
    >>> python_value(Literal("2005", datatype=NamedNode(_XSD + "gYear")))
    2005
    >>> python_value(Literal("tres", datatype=NamedNode(_XSD + "integer")))
    'tres'
    """
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return text_of(term)
    text: str = term.value  # type: ignore[union-attr]
    if not datatype.value.startswith(_XSD):
        return text
    return _typed(text, datatype.value.removeprefix(_XSD))


def _typed(text: str, kind: str) -> Any:
    import datetime
    import decimal

    try:
        if kind in _WHOLE:
            return int(text)
        if kind == "boolean":
            return {"true": True, "1": True, "false": False, "0": False}[text]
        if kind == "decimal":
            return decimal.Decimal(text)
        if kind in ("double", "float"):
            return float(text)
        if kind == "date":
            return datetime.date.fromisoformat(text)
        if kind == "dateTime":
            return datetime.datetime.fromisoformat(text)
    except (ValueError, KeyError, decimal.InvalidOperation):
        return text
    return text
