"""A SPARQL 1.1 endpoint as a graph: SPARQLWrapper writes its requests, urllib3 sends them.

Long queries are sent by POST. If a server truncates an answer and reports it, the rest is read page by
page. Each kind of failure becomes a StoreError of its own.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from ..core.errors import JlacWarning, QueryError, StoreError
from .answers import Solutions, Triples
from .http import Client, Failure, Patience, Reply, authorization, split_user
from .lenient import read_rows, read_triples
from .paging import Constructed, read_all
from .store import Store
from .syntax import bind, columns, form, prefixed

if TYPE_CHECKING:
    from .answers import Row
    from .syntax import Bindings

__all__ = ["EndpointStore"]

_LONG = 1500
_GRAPHS = ("CONSTRUCT", "DESCRIBE")
_VIRTUOSO_ASK = ("__ASK_RETVAL",)  # Virtuoso 7.2.5 answers ASK with a row of 1 or 0
_CUT = "x-sparql-maxrows"
_ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"
_NAMED = "SELECT ?s ?p ?o { GRAPH ?_graph { ?s ?p ?o } }"
_SIZE = "SELECT (COUNT(*) AS ?n) { GRAPH ?_graph { ?s ?p ?o } }"


class EndpointStore(Store):
    """A graph behind a SPARQL 1.1 endpoint.

    Parameters
    ----------
    url : address for queries; it may contain ``user:password@``.
    patience : time limits and retries.
    page : rows per request when a whole graph is read.
    """

    def __init__(self, url: str, *, patience: Patience | None = None, page: int = 10_000) -> None:
        self._url, self._auth = split_user(url)
        self.name = self._url
        self._client, self._page = Client(patience or Patience()), page

    def query(self, text: str, bindings: Bindings | None = None) -> Solutions | Triples | bool:
        """Answer a query of any form; see `Store.query`.

        If the server reports that it truncated the answer, the rest is read page by page.

        Raises
        ------
        StoreError : when the server truncates an answer that cannot be read page by page.
        """
        ready = bind(prefixed(text), bindings or {})
        answer, cut = self._answer_once(text, ready)
        if isinstance(answer, Triples):
            return self._whole_graph(text, ready, answer, cut)
        if not cut or isinstance(answer, bool) or len(answer) < cut:
            return answer
        return read_all(ready, answer.columns, self._rows, page=cut, name=self.name)

    def _rows(self, ready: str) -> tuple[Row, ...]:
        """The rows of one answer, even if the server truncated it."""
        answer, _ = self._answer_once(ready, ready)
        return answer.rows if isinstance(answer, Solutions) else ()

    def _answer_once(self, text: str, ready: str) -> tuple[Solutions | Triples | bool, int]:
        kind = form(text)
        try:
            reply = self._request(ready, kind)
        except Failure as failure:
            if failure.status == 400:
                raise _refused(text, self.name, failure.detail) from None
            raise failure.error(self.name) from None
        cut = reply.headers.get(_CUT, "")
        try:
            answer = self._read(reply, kind)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.name} returned an invalid SPARQL result: {error}") from None
        return self._of_its_form(answer, kind, ready), int(cut) if cut.isdecimal() else 0

    def _of_its_form(
        self, answer: Solutions | Triples | bool, kind: str, ready: str
    ) -> Solutions | Triples | bool:
        """Give rows the columns that the query lists, in its order; one that a server leaves out is unbound.

        Raises
        ------
        StoreError : the answer is to a query of another form, or has none of the columns.
        """
        due = {"SELECT": Solutions, "ASK": bool}.get(kind, Triples)
        if not isinstance(answer, due):
            raise StoreError(f"{self.name} answered a query of the form {kind} with another form of result")
        asked = columns(ready) if isinstance(answer, Solutions) else ()
        if not isinstance(answer, Solutions) or not asked or asked == answer.columns:
            return answer
        if answer.rows and not set(asked) & set(answer.columns):
            names = ", ".join(f"?{name}" for name in asked)
            raise StoreError(f"{self.name} returned rows without the columns of the query: {names}")
        at = {name: place for place, name in enumerate(answer.columns)}
        rows = (tuple(row[at[n]] if n in at else None for n in asked) for row in answer.rows)
        return Solutions(tuple(asked), tuple(rows))

    def _read(self, reply: Reply, kind: str) -> Solutions | Triples | bool:
        """Read an answer; once more, term by term, when one of its terms is not valid."""
        bad: list[str] = []
        try:
            return _read(reply.body, reply.media, kind)
        except (SyntaxError, ValueError):
            answer = _read_leniently(reply.body, reply.media, kind, bad)
            if answer is None:
                raise
        if bad:
            those = (
                "1 term that is not valid RDF"
                if len(bad) == 1
                else f"{len(bad):,} terms that are not valid RDF"
            )
            text = f"{self.name} answered with {those}, read as text"
            warnings.warn(
                f"{text}: {bad[0][:200]}{', ...' if len(bad) > 1 else ''}", JlacWarning, stacklevel=2
            )
        return answer

    def _whole_graph(self, text: str, ready: str, first: Triples, cut: int) -> Triples:
        """Read a truncated CONSTRUCT by the rows of its pattern.

        Virtuoso reports truncated rows but never a truncated graph.
        """
        pattern = Constructed.of(ready)
        if pattern is None or not pattern.names:
            if cut:
                raise StoreError(
                    f"{self.name} truncates answers at {cut} rows; narrow the query or use CONSTRUCT"
                )
            return first
        rows, limit = self._answer_once(pattern.probe, pattern.probe)
        if not cut and (not limit or isinstance(rows, (bool, Triples)) or len(rows) < limit):
            return first
        return pattern.triples(self.select(pattern.select).rows)

    def triples(self, graph: str | None = None) -> Triples:
        """Read a whole graph, page by page, and check that nothing was lost.

        A busy server may give pages of an unsorted answer in another order each time; then all is read in
        parts that do not depend on the order.

        Parameters
        ----------
        graph : IRI of a named graph; None for the server's default graph.

        Raises
        ------
        StoreError : when what was read does not add up to the server's own count.
        """
        from pyoxigraph import NamedNode, Triple

        bindings = {} if graph is None else {"_graph": NamedNode(graph)}
        wanted = self.count() if graph is None else self.size(graph)
        query = bind(_ALL if graph is None else _NAMED, bindings)
        pages = [*self._pages(query)]
        rows = {row for page in pages for row in page}
        if len(rows) != wanted:
            most = max(map(len, pages), default=self._page)
            rows = {*read_all(query, ("s", "p", "o"), self._rows, page=most, name=self.name)}
        if len(rows) != wanted:
            raise StoreError(
                f"{self.name} returned {len(rows):,} of {wanted:,} triples; run the command again"
            )
        return Triples.of([Triple(*row) for row in rows])  # type: ignore[arg-type]

    def _pages(self, ready: str) -> Iterator[tuple[Row, ...]]:
        read = 0
        while rows := self._rows(f"{ready} OFFSET {read} LIMIT {self._page}"):
            yield rows
            read += len(rows)  # a short page may be one that the server truncated

    def size(self, graph: str) -> int:
        """Count the triples of a named graph."""
        from pyoxigraph import NamedNode

        return self._number(self.select(_SIZE, {"_graph": NamedNode(graph)}))

    def count(self) -> int:
        """Count the distinct triples of the server's default graph."""
        found = self.select("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }")
        return self._number(found)

    def _number(self, found: Solutions) -> int:
        """Return the only number of an answer."""
        cells = [value for row in found.to_dicts() for value in row.values()]
        if len(cells) != 1 or not isinstance(cells[0], (int, float)):
            raise StoreError(f"{self.name} returned {len(found.rows)} rows to a count, expected one number")
        return int(cells[0])

    def graph_names(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        found = self.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")  # Virtuoso is slow at DISTINCT
        return tuple(sorted(str(row["g"]) for row in found.to_dicts() if row["g"] is not None))

    def _request(self, ready: str, kind: str) -> Reply:
        from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

        address = urlsplit(self._url)
        writer = SPARQLWrapper(urlunsplit(address._replace(query="")), agent="jlac-graph")
        for name, value in parse_qsl(address.query, keep_blank_values=True):
            writer.addParameter(name, value)
        writer.setOnlyConneg(True)
        writer.setReturnFormat(TURTLE if kind in _GRAPHS else JSON)
        writer.setMethod(POST if len(ready) > _LONG else GET)
        for name, value in authorization(self._url, given=self._auth).items():
            writer.addCustomHttpHeader(name, value)
        writer.setQuery(ready)
        writer.queryType = kind  # SPARQLWrapper takes "move" in a comment for an update
        request: Any = writer._createRequest()
        return self._client.send(
            request.get_method(),
            request.full_url,
            body=request.data,
            headers=dict(request.header_items()),
            repeatable=True,
        )


def _read(body: bytes, media: str, kind: str) -> Solutions | Triples | bool:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results

    if kind in ("CONSTRUCT", "DESCRIBE"):
        graph = parse(body, RdfFormat.from_media_type(media) or RdfFormat.TURTLE)
        return Triples.of([quad.triple for quad in graph])
    rows = QueryResultsFormat.from_media_type(media) or QueryResultsFormat.JSON
    answer = parse_query_results(body, rows)
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    names = tuple(v.value for v in answer.variables)
    rows_found = tuple(tuple(row) for row in answer)
    if names == _VIRTUOSO_ASK:
        return any(term is not None and term.value == "1" for row in rows_found for term in row)
    return Solutions(names, rows_found)


def _read_leniently(body: bytes, media: str, kind: str, bad: list[str]) -> Solutions | Triples | bool | None:
    """Read an answer with terms that are not valid; None when it is not an answer of that kind at all."""
    from pyoxigraph import RdfFormat

    try:
        if kind in _GRAPHS:
            return read_triples(body, RdfFormat.from_media_type(media) or RdfFormat.TURTLE, bad)
        return read_rows(body, bad)
    except (SyntaxError, ValueError):
        return None


def _refused(written: str, name: str, detail: str) -> QueryError:
    """Return the error for a query that the server refused, by the local parser if it finds it too."""
    from pyoxigraph import Store as Oxigraph

    from ..core.namespaces import PREFIXES
    from .diagnostics import explain

    try:
        Oxigraph().query(written, prefixes=PREFIXES)
    except SyntaxError as error:
        return explain(written, str(error))
    except (RuntimeError, OSError):
        pass
    return QueryError(f"{name} refused the query (HTTP 400): {detail or 'no message'}")
