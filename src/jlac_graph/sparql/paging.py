"""Reading an answer that a server cuts: all of its rows, in pages that keep one order.

A server may give the rows of an unsorted answer, and those that a sort holds equal, in another order at each
request; pages of such an answer lose rows and repeat others. So each page is sorted by all columns. Virtuoso
sorts 10,000 rows at most; a longer answer is read in parts by a hash of its first column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from ..core.errors import StoreError
from .answers import Solutions, Triples
from .syntax import Token, tokens

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from .answers import Row

__all__ = ["SORTABLE", "Constructed", "Cut", "hash_tests", "read_all"]

SORTABLE = 10_000
"""Most rows, offset included, that Virtuoso 7.2.5 sorts (SR353)."""
_PART = 4000
_BLANK = "urn:blank:"


@dataclass(frozen=True, slots=True)
class Cut:
    """A SELECT taken apart, so that other windows of its rows can be asked for.

    Parameters
    ----------
    head : BASE and PREFIX.
    clause : SELECT and its columns.
    dataset : FROM and FROM NAMED.
    pattern : the rest without the outer LIMIT and OFFSET.
    offset, limit : what those were.
    ordered : whether it has an outer ORDER BY.
    """

    head: str
    clause: str
    dataset: str
    pattern: str
    offset: int
    limit: int | None
    ordered: bool

    @classmethod
    def of(cls, query: str) -> Cut | None:
        """Take a SELECT apart; None if a closing VALUES leaves no place for another window.

        >>> found = Cut.of("BASE <urn:> SELECT ?s FROM <g> { ?s ?p ?o } ORDER BY ?o LIMIT 9")
        >>> found.head, found.clause, found.dataset, found.pattern
        ('BASE <urn:> ', 'SELECT ?s ', 'FROM <g> ', '{ ?s ?p ?o } ORDER BY ?o ')
        >>> found.offset, found.limit, found.ordered
        (0, 9, True)
        """
        parts = tokens(query)
        start = next(i for i, t in enumerate(parts) if t.is_word("SELECT"))
        outer = _outer(parts[start:])
        data, body = _dataset(parts, start)
        found, spans = {"OFFSET": 0, "LIMIT": -1}, []
        for word, number in zip(outer, [*outer[1:], *outer[-1:]], strict=True):
            if word.is_word("VALUES"):
                return None
            if word.is_word("LIMIT", "OFFSET"):
                found[word.text.upper()] = int(number.text)
                spans.append((word.start, number.end))
        pattern = query[parts[body].start :]
        for first, last in sorted(spans, reverse=True):
            first, last = first - parts[body].start, last - parts[body].start
            pattern = pattern[:first] + pattern[last:]
        return cls(
            query[: parts[start].start], query[parts[start].start : parts[data].start],
            query[parts[data].start : parts[body].start], pattern, found["OFFSET"],
            None if found["LIMIT"] < 0 else found["LIMIT"], any(t.is_word("ORDER") for t in outer),
        )  # fmt: skip

    @property
    def bounds(self) -> str:
        """Its own LIMIT and OFFSET."""
        return f"\nOFFSET {self.offset}" + ("" if self.limit is None else f" LIMIT {self.limit}")

    def counted(self) -> str:
        """The query that counts its rows."""
        inside = f"{self.clause}{self.pattern}{self.bounds}"
        return f"{self.head}SELECT (COUNT(*) AS ?rows) {self.dataset}{{ {{ {inside}\n}} }}"

    def sorted_by(self, columns: Sequence[str]) -> str:
        """The query with its own order, and all columns after it."""
        names = " ".join(f"?{name}" for name in columns)
        order = "" if self.ordered else "ORDER BY "
        return f"{self.head}{self.clause}{self.dataset}{self.pattern}\n{order}{names}"

    def part(self, columns: Sequence[str], test: str) -> str:
        """The query for those of its rows that pass a test, sorted."""
        names = " ".join(f"?{name}" for name in columns)
        inside = f"{{ {self.clause}{self.pattern}\n}} FILTER({test})"
        return f"{self.head}SELECT {names} {self.dataset}{{ {inside} }} ORDER BY {names}"


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
    page : rows of a page.
    name : what a message calls the server.

    Raises
    ------
    StoreError : when the query ends with VALUES, asks the server to sort more rows than it can, or when the
        pages do not add up to the server's own count.
    """
    cut = Cut.of(query)
    if cut is None:
        raise StoreError(f"{name} truncates answers at {page} rows; move VALUES into the query")
    wanted = int(select(cut.counted())[0][0].value)  # type: ignore[union-attr]
    if cut.offset + wanted <= SORTABLE:
        rows = _pages(cut.sorted_by(columns), select, page, start=cut.offset, wanted=wanted)
    elif cut.ordered:
        raise StoreError(
            f"{name} truncates answers at {page} rows and sorts at most {SORTABLE:,} of these {wanted:,}; "
            "leave out ORDER BY or narrow the query"
        )
    else:
        whole = int(select(replace(cut, offset=0, limit=None).counted())[0][0].value)  # type: ignore[union-attr]
        tests = hash_tests(columns[0], whole)
        every = [r for t in tests for r in _pages(cut.part(columns, t), select, page, wanted=SORTABLE)]
        rows = every[cut.offset : cut.offset + wanted]
    if len(rows) != wanted:
        raise StoreError(f"{name} returned {len(rows):,} of {wanted:,} rows; run the command again")
    return Solutions(tuple(columns), tuple(rows))


def _pages(
    query: str, select: Callable[[str], Sequence[Row]], page: int, *, wanted: int, start: int = 0
) -> list[Row]:
    found: list[Row] = []
    while len(found) < wanted:
        rows = select(f"{query}\nOFFSET {start + len(found)} LIMIT {min(page, wanted - len(found))}")
        if not rows:
            break
        found += rows
    return found


def hash_tests(column: str, wanted: int) -> Iterator[str]:
    """Give conditions on a column, of which each row meets one; so many that few rows meet each.

    >>> [*hash_tests("s", 10)]
    ['!BOUND(?s) || ISBLANK(?s)', 'BOUND(?s) && !ISBLANK(?s) && STRSTARTS(MD5(STR(?s)), "")']
    """
    width = 0
    while _PART * 16**width < wanted:
        width += 1
    name = f"?{column}"
    yield f"!BOUND({name}) || ISBLANK({name})"
    for digits in product("0123456789abcdef", repeat=width):
        yield f'BOUND({name}) && !ISBLANK({name}) && STRSTARTS(MD5(STR({name})), "{"".join(digits)}")'


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
