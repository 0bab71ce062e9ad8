"""Reading an answer that a server cuts: all of its rows, in parts by a hash of what they say.

Pages by OFFSET lose rows and repeat others: a busy server may give the rows in another order at each
request, and Virtuoso 7.2.5 does so even with rows that it sorts. What a row says does not change, so each
part asks for the rows whose hash lies in an interval, which is halved while the answer is cut; equal rows
are counted. They are sorted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ..core.errors import StoreError
from .answers import Solutions, Triples
from .syntax import Token, tokens, variables

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from .answers import Row

__all__ = ["Constructed", "Cut", "read_all"]

_HASHES = 16**4
"""Into how many intervals the rows can be parted: by the first four digits of the hash."""
_BLANK = "urn:blank:"


@dataclass(frozen=True, slots=True)
class Cut:
    """A SELECT taken apart, so that other windows of its rows can be asked for.

    Parameters
    ----------
    head : BASE and PREFIX.
    clause : SELECT and its columns.
    dataset : FROM and FROM NAMED.
    pattern : what follows, up to the outer ORDER BY.
    order : the outer ORDER BY.
    offset, limit : the outer OFFSET and LIMIT.
    """

    head: str
    clause: str
    dataset: str
    pattern: str
    order: str
    offset: int
    limit: int | None

    @classmethod
    def of(cls, query: str) -> Cut | None:
        """Take a SELECT apart; None if a closing VALUES leaves no place for another window.

        >>> found = Cut.of("BASE <urn:> SELECT ?s FROM <g> { ?s ?p ?o } ORDER BY ?o LIMIT 9")
        >>> found.head, found.clause, found.dataset, found.pattern
        ('BASE <urn:> ', 'SELECT ?s ', 'FROM <g> ', '{ ?s ?p ?o } ')
        >>> found.order, found.offset, found.limit
        ('ORDER BY ?o ', 0, 9)
        """
        parts = tokens(query)
        start = next(i for i, t in enumerate(parts) if t.is_word("SELECT"))
        outer = _outer(parts[start:])
        if any(word.is_word("VALUES") for word in outer):
            return None
        data, body = (parts[place].start for place in _dataset(parts, start))
        marks = [t for t in outer if t.is_word("ORDER", "LIMIT", "OFFSET")]
        numbers = {
            word.text.upper(): int(number.text) for word, number in pairwise(outer) if number.kind == "number"
        }
        ends = [*(t.start for t in marks), len(query)]
        order = next(
            (query[t.start : end] for t, end in zip(marks, ends[1:], strict=True) if t.is_word("ORDER")), ""
        )
        return cls(
            query[: parts[start].start], query[parts[start].start : data], query[data:body],
            query[body : ends[0]], order, numbers.get("OFFSET", 0), numbers.get("LIMIT"),
        )  # fmt: skip

    def counted(self) -> str:
        """The query that counts its rows, as if it had no LIMIT and OFFSET."""
        return f"{self.head}SELECT (COUNT(*) AS ?rows) {self.dataset}{{ {{ {self.clause}{self.pattern} }} }}"

    def part(self, columns: Sequence[str], start: int, end: int, *, counted: bool = False) -> str:
        """The query for its rows whose hash is in an interval of `_HASHES`, or for how often each is.

        The hash leaves computed columns out where there are others: Virtuoso 7.2.5 cannot compile a text
        made of an aggregate (SQ156).
        """
        names = [f"?{name}" for name in columns]
        plain = [t.text for t in _outer(tokens(self.clause)) if t.kind == "variable"] or names
        texts = ', "|", '.join(f'COALESCE(STR({name}), "")' for name in plain)
        key = f'SUBSTR(MD5(CONCAT({texts}, "")), 1, 4)'
        bounds = f'?hash >= "{start:04x}"' + (f' && ?hash < "{end:04x}"' if end < _HASHES else "")
        inside = f"{{ {self.clause}{self.pattern} }} BIND({key} AS ?hash) FILTER({bounds})"
        wanted = " ".join(names)
        times, groups = ("(COUNT(*) AS ?times) ", f" GROUP BY {wanted}") if counted else ("", "")
        return f"{self.head}SELECT {wanted} {times}{self.dataset}{{ {inside} }}{groups}"

    def window(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Those of its sorted rows that its OFFSET and LIMIT leave."""
        end = None if self.limit is None else self.offset + self.limit
        return rows[self.offset : end]


def _outer(parts: Sequence[Token]) -> list[Token]:
    """Leave out what stands in brackets."""
    depth, found = 0, []
    for part in parts:
        depth -= part.text in ("}", ")")
        if not depth:
            found.append(part)
        depth += part.text in ("{", "(")
    return found


def _dataset(parts: Sequence[Token], start: int) -> tuple[int, int]:
    """Return the places of FROM, if there is one, and of the pattern."""
    body = next(i for i in range(start, len(parts)) if parts[i].text == "{" or parts[i].is_word("WHERE"))
    return next((i for i in range(start, body) if parts[i].is_word("FROM")), body), body


def read_all(
    query: str, columns: Sequence[str], select: Callable[[str], Sequence[Row]], *, page: int, name: str
) -> Solutions:
    """Read all rows of an answer that was cut.

    Parameters
    ----------
    query : a SELECT with no parameters left.
    columns : the names of its columns.
    select : gives the rows of a query, cut to a page.
    page : at how many rows the server cuts.
    name : what a message calls the server.

    Raises
    ------
    StoreError : when the query ends with VALUES, sorts by what is not a column, or when the parts do not add
        up to the server's own count.
    """
    cut = Cut.of(query)
    if cut is None:
        raise StoreError(f"{name} truncates answers at {page} rows; move VALUES into the query")
    others = {name for name in variables(cut.order) if name not in columns}
    if others:
        raise StoreError(
            f"{name} truncates answers at {page} rows; to read all, add ?{min(others)}, by which the query "
            "sorts, to its columns, or narrow it"
        )
    wanted = int(select(cut.counted())[0][0].value)  # type: ignore[union-attr]
    rows = [*_parts(cut, columns, select, page, wanted)]
    if len(rows) != wanted:
        raise StoreError(f"{name} returned {len(rows):,} of {wanted:,} rows; run the command again")
    return Solutions(tuple(columns), tuple(cut.window(_sorted(rows, columns, cut.order))))


def _parts(
    cut: Cut, columns: Sequence[str], select: Callable[[str], Sequence[Row]], page: int, wanted: int
) -> Iterator[Row]:
    """Read the rows in intervals of their hash of about half a page, halving those that are cut."""
    number = min(_HASHES, 2 * wanted // page + 1)
    ends = [_HASHES * i // number for i in range(number + 1)]
    open_intervals = [*pairwise(ends)][::-1]
    while open_intervals:
        start, end = open_intervals.pop()
        rows = select(cut.part(columns, start, end))
        if len(rows) < page:
            yield from rows
        elif end - start == 1:
            for *row, times in select(cut.part(columns, start, end, counted=True)):
                yield from [tuple(row)] * int(times.value)  # type: ignore[union-attr]
        else:
            middle = (start + end) // 2
            open_intervals += [(middle, end), (start, middle)]


def _sorted(rows: Sequence[Row], columns: Sequence[str], order: str) -> Sequence[Row]:
    """Sort rows as SPARQL does."""
    from pyoxigraph import Store

    from .store import OxigraphStore

    if not order:
        return rows
    lines = "\n".join(f"({number} {' '.join(map(_written, row))})" for number, row in enumerate(rows))
    names = " ".join(f"?{name}" for name in columns)
    found = OxigraphStore(Store()).select(
        f"SELECT ?_row {{ VALUES (?_row {names}) {{ {lines} }} }} {order} ?_row"
    )
    return [rows[int(row[0].value)] for row in found]  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Constructed:
    """A CONSTRUCT as the rows of its pattern and the template that makes triples of them.

    Parameters
    ----------
    head : BASE and PREFIX.
    template : what stands in its braces.
    names : the template's variables, without ``?``.
    pattern : FROM, WHERE, and all that follows.
    """

    head: str
    template: str
    names: tuple[str, ...]
    pattern: str

    @classmethod
    def of(cls, query: str) -> Constructed | None:
        """Take a CONSTRUCT apart; None for other forms.

        >>> found = Constructed.of("BASE <urn:> CONSTRUCT { ?s a ?o ; ?p 1 } FROM <g> WHERE { ?o ?p ?s }")
        >>> found.select
        'BASE <urn:> SELECT ?s ?o ?p  FROM <g> WHERE { ?o ?p ?s }'
        """
        parts = tokens(query)
        start = next((i for i, t in enumerate(parts) if t.is_word("CONSTRUCT")), None)
        if start is None:
            return None
        opened = next(i for i, t in enumerate(parts) if i > start and t.text == "{")
        close = next(i for i, t in enumerate(parts) if i > opened and t.text == "}")  # none inside a template
        names = dict.fromkeys(t.text[1:] for t in parts[opened:close] if t.kind == "variable")
        end = parts[close if opened == start + 1 else start].end
        template = query[parts[opened].end : parts[close].start]
        return cls(query[: parts[start].start], template, tuple(names), query[end:])

    @property
    def probe(self) -> str:
        """A SELECT with one short row for each row of the pattern."""
        return f"{self.head}SELECT (1 AS ?row) {self.pattern}"

    @property
    def select(self) -> str:
        """A SELECT for the template's variables."""
        return f"{self.head}SELECT {' '.join(f'?{name}' for name in self.names)} {self.pattern}"

    def triples(self, rows: Sequence[Row]) -> Triples:
        """Make the triples of the template of rows with its variables."""
        from pyoxigraph import Store

        names = " ".join(f"?{name}" for name in self.names)
        lines = "\n".join(f"({' '.join(map(_written, row))})" for row in rows)
        made = Store().query(
            f"{self.head}CONSTRUCT {{ {self.template} }} WHERE {{ VALUES ({names}) {{ {lines} }} }}"
        )
        return Triples.of([_with_blanks(triple) for triple in made])  # type: ignore[union-attr]


def _written(term: object) -> str:
    from pyoxigraph import BlankNode

    if term is None:
        return "UNDEF"
    return f"<{_BLANK}{term.value}>" if isinstance(term, BlankNode) else str(term)


def _with_blanks(triple: Triple) -> Triple:
    from pyoxigraph import BlankNode, NamedNode, Triple

    def back(term: object) -> object:
        named = isinstance(term, NamedNode) and term.value.startswith(_BLANK)
        return BlankNode(term.value.removeprefix(_BLANK)) if named else term  # type: ignore[attr-defined]

    return Triple(back(triple.subject), triple.predicate, back(triple.object))  # type: ignore[arg-type]
