"""A SPARQL 1.1 endpoint as a graph, spoken to through SPARQLWrapper.

It waits and tries again when the server is busy (429, 502, 503, 504) or the connection breaks,
sends long queries by POST, reads on where a server cuts its answers, and turns each kind of failure
into one clear StoreError.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.errors import QueryError, StoreError
from .answers import Solutions, Triples
from .http import Failure, Patience, authorization, insist, split_user
from .store import Store
from .syntax import bind, form, prefixed, tokens

if TYPE_CHECKING:
    from .syntax import Bindings

__all__ = ["EndpointStore"]

_LONG = 1500
_GRAPHS = ("CONSTRUCT", "DESCRIBE")
_VIRTUOSO_ASK = ("__ASK_RETVAL",)  # Virtuoso 7.2.5 answers ASK with a row of 1 or 0
_CUT = "X-SPARQL-MaxRows"
_ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"
_NAMED = "SELECT ?s ?p ?o { GRAPH ?_graph { ?s ?p ?o } }"
_SIZE = "SELECT (COUNT(*) AS ?n) { GRAPH ?_graph { ?s ?p ?o } }"


class EndpointStore(Store):
    """A graph behind a SPARQL 1.1 endpoint.

    Parameters
    ----------
    url : where the endpoint takes queries; it may hold ``user:password@``.
    patience : time limits and retries.
    page : rows of one request when much is read.
    """

    def __init__(self, url: str, *, patience: Patience | None = None, page: int = 10_000) -> None:
        self._url, self._auth = split_user(url)
        self.name = self._url
        self._patience, self._page = patience or Patience(), page

    def query(self, text: str, bindings: Bindings | None = None) -> Solutions | Triples | bool:
        """Answer a query of any form; see `Store.query`.

        Rows that the server cuts off, and says so, are read page by page.
        """
        ready = bind(prefixed(text), bindings or {})
        answer, cut = self._answer_once(text, ready)
        if not cut or not isinstance(answer, Solutions) or len(answer) < cut:
            return answer
        return self._read_on(text, ready, answer, cut)

    def _answer_once(self, text: str, ready: str) -> tuple[Solutions | Triples | bool, int]:
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        kind = form(text)
        try:
            body, media, cut = insist(
                lambda: self._request(ready, kind), self._patience, known=(SPARQLWrapperException,)
            )
        except Failure as failure:
            if failure.status == 400:
                raise _refused(text, self.name, failure.detail) from None
            raise failure.told(self.name) from None
        try:
            return _read(body, media, kind), cut
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.name} answered what is no SPARQL result: {error}") from None

    def _read_on(self, text: str, ready: str, first: Solutions, page: int) -> Solutions:
        window = _Window.of(ready)
        if window is None:
            raise StoreError(f"{self.name} cuts answers at {page} rows; write VALUES inside the query")
        rows = list(first.rows)
        wanted = window.limit
        while wanted is None or len(rows) < wanted:
            size = page if wanted is None else min(page, wanted - len(rows))
            more, _ = self._answer_once(text, window.part(len(rows), size))
            found = more.rows if isinstance(more, Solutions) else ()
            rows += found
            if len(found) < size:
                break
        return Solutions(first.columns, tuple(rows))

    def triples(self, graph: str | None = None) -> Triples:
        """Read a whole graph, page by page, and check that nothing was lost.

        Parameters
        ----------
        graph : IRI of a named graph; None for the server's default graph.

        Raises
        ------
        StoreError : when the pages do not add up to the server's own count.
        """
        from pyoxigraph import NamedNode, Triple

        bindings = {} if graph is None else {"_graph": NamedNode(graph)}
        ready = bind(_ALL if graph is None else _NAMED, bindings)
        found: list[Triple] = []
        while True:
            paged = f"{ready} OFFSET {len(found)} LIMIT {self._page}"
            rows = self.select(paged).rows
            found += [Triple(s, p, o) for s, p, o in rows]  # type: ignore[arg-type]
            if not rows:  # a short page may be one that the server cut
                break
        wanted = self.count() if graph is None else self.size(graph)
        whole = Triples.of(found)
        if len(whole) != wanted:
            raise StoreError(f"{self.name} gave {len(whole)} triples of {wanted}; read it again")
        return whole

    def size(self, graph: str) -> int:
        """Count the triples of a named graph."""
        from pyoxigraph import NamedNode

        return int(self.select(_SIZE, {"_graph": NamedNode(graph)}).to_dicts()[0]["n"])

    def count(self) -> int:
        """Count the distinct triples of the server's default graph."""
        found = self.select("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }")
        return int(found.to_dicts()[0]["n"])

    def graph_names(self) -> tuple[str, ...]:
        """IRIs of the named graphs, sorted."""
        found = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return tuple(sorted(str(row["g"]) for row in found.to_dicts()))

    def _request(self, ready: str, kind: str) -> tuple[bytes, str, int]:
        from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

        class Client(SPARQLWrapper):  # type: ignore[misc, unused-ignore]
            def _createRequest(self) -> Any:  # noqa: N802 - SPARQLWrapper's name
                request = super()._createRequest()
                # a redirect to another host must not carry the password along
                if secret := request.headers.pop("Authorization", ""):
                    request.add_unredirected_header("Authorization", secret)
                return request

        client = Client(self._url, agent="jlac-graph")
        client.setOnlyConneg(True)
        client.setTimeout(self._patience.timeout)
        client.setReturnFormat(TURTLE if kind in _GRAPHS else JSON)
        client.setMethod(POST if len(ready) > _LONG else GET)
        for name, value in authorization(self._url, given=self._auth).items():
            client.addCustomHttpHeader(name, value)
        client.setQuery(ready)
        client.queryType = kind  # its own guess takes "move" in a comment for an update
        response = client.query().response
        with response:
            cut = response.headers.get(_CUT, "")
            media = response.headers.get_content_type()
            return response.read(), media, int(cut) if cut.isdigit() else 0


@dataclass(frozen=True, slots=True)
class _Window:
    """A query without its own outer LIMIT and OFFSET, and what they were."""

    text: str
    offset: int
    limit: int | None

    @classmethod
    def of(cls, ready: str) -> _Window | None:
        """Take the window off a query; None when a closing VALUES leaves no place to put it back."""
        depth, found, spans = 0, {"OFFSET": 0, "LIMIT": -1}, []
        parts = tokens(ready)
        for word, number in zip(parts, [*parts[1:], parts[-1]], strict=True):
            depth += (word.text == "{") - (word.text == "}")
            if depth == 0 and word.is_word("VALUES"):
                return None
            if depth == 0 and word.is_word("LIMIT", "OFFSET"):
                found[word.text.upper()] = int(number.text)
                spans.append((word.start, number.end))
        for start, end in reversed(spans):
            ready = ready[:start] + ready[end:]
        limit = None if found["LIMIT"] < 0 else found["LIMIT"]
        return cls(ready, found["OFFSET"], limit)

    def part(self, start: int, size: int) -> str:
        """The query for the rows from `start` on, `size` at most."""
        return f"{self.text}\nOFFSET {self.offset + start} LIMIT {size}"


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


def _refused(written: str, name: str, detail: str) -> QueryError:
    """Explain a query the server refused: by the local parser when that sees the fault too."""
    from pyoxigraph import Store as Oxigraph

    from ..core.namespaces import PREFIXES
    from .diagnostics import explain

    try:
        Oxigraph().query(written, prefixes=PREFIXES)
    except SyntaxError as error:
        return explain(written, str(error))
    except (RuntimeError, OSError):
        pass
    return QueryError(f"{name} refuses the query (HTTP 400); it says: {detail or 'nothing'}")
