"""A SPARQL 1.1 endpoint as a graph, spoken to through SPARQLWrapper.

It waits and tries again when the server is busy (429, 502, 503, 504) or the connection breaks,
sends long queries by POST, and turns each kind of failure into one clear StoreError. Credentials
come from JLAC_SPARQL_TOKEN (a bearer token), from JLAC_SPARQL_USER and JLAC_SPARQL_PASSWORD, or from
the netrc file's entry for the host.
"""

from __future__ import annotations

import ast
import os
import time
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit

from .errors import QueryError, StoreError
from .solutions import Solutions, Triples
from .sparql import bind, form, prefixed
from .store import Store

if TYPE_CHECKING:
    from .sparql import Bindings

__all__ = ["EndpointStore", "Patience", "authorization"]

_BUSY = frozenset({429, 502, 503, 504})
_LONG = 1500
_REASONS = {
    401: "asks for a user: set JLAC_SPARQL_USER and JLAC_SPARQL_PASSWORD, or JLAC_SPARQL_TOKEN",
    403: "forbids the request to this user",
    404: "has no SPARQL service at this path",
    405: "does not take queries at this path",
    406: "offers no result format that jlac-graph reads",
    413: "finds the query too large",
    414: "finds the query too long",
    429: "gets too many requests; wait before the next",
    500: "failed inside while answering",
    502: "is down behind its gateway",
    503: "is overloaded, or stopped the query at its time limit",
    504: "did not answer its gateway in time",
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server.

    Parameters
    ----------
    timeout : seconds for one answer.
    tries : requests before giving up.
    pause : seconds before the second try; each further pause doubles. A server's Retry-After header
        wins. No pause is longer than `longest`.
    """

    timeout: float = 60.0
    tries: int = 4
    pause: float = 0.5
    longest: float = 30.0


class EndpointStore(Store):
    """A graph behind a SPARQL 1.1 endpoint.

    Parameters
    ----------
    url : where the endpoint takes queries; a user and password in it are taken out and sent as such.
    patience : time limits and retries.
    """

    def __init__(self, url: str, *, patience: Patience | None = None) -> None:
        self._url, self._auth = _split_user(url)
        self.name = self._url
        self._patience = patience or Patience()

    def query(self, text: str, bindings: Bindings | None = None) -> Solutions | Triples | bool:
        """Answer a query of any form; see `Store.query`."""
        ready = bind(prefixed(text), bindings or {})
        body, media = self._send(text, ready, form(text))
        try:
            return _read(body, media, form(text))
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.name} answered what is no SPARQL result: {error}") from None

    def count(self) -> int:
        """Count the distinct triples of the server's default graph."""
        found = self.select("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }")
        return int(found.to_dicts()[0]["n"])

    def graph_names(self) -> tuple[str, ...]:
        """IRIs of the named graphs, sorted."""
        found = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return tuple(sorted(str(row["g"]) for row in found.to_dicts()))

    def _send(self, written: str, ready: str, kind: str) -> tuple[bytes, str]:
        """Send a query; wait and retry while the server is busy or unreachable."""
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        tried = 0
        while True:
            tried += 1
            try:
                return self._request(ready, kind)
            except (SPARQLWrapperException, HTTPException, OSError) as error:
                status, detail, retry_after = _failure(error)
                if tried >= self._patience.tries or (status and status not in _BUSY):
                    raise self._told(written, status, detail) from None
                time.sleep(self._delay(tried, retry_after))

    def _request(self, ready: str, kind: str) -> tuple[bytes, str]:
        from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

        client = SPARQLWrapper(self._url, agent="jlac-graph")
        client.setOnlyConneg(True)
        client.setTimeout(self._patience.timeout)
        client.setReturnFormat(TURTLE if kind in ("CONSTRUCT", "DESCRIBE") else JSON)
        client.setMethod(POST if len(ready) > _LONG else GET)
        for name, value in authorization(self._url, given=self._auth).items():
            client.addCustomHttpHeader(name, value)
        client.setQuery(ready)
        response = client.query().response
        with response:
            return response.read(), response.headers.get_content_type()

    def _delay(self, tried: int, retry_after: str | None) -> float:
        doubled = self._patience.pause * 2.0 ** (tried - 1)
        asked = float(retry_after) if retry_after and retry_after.isdigit() else doubled
        return min(asked, self._patience.longest)

    def _told(self, written: str, status: int | None, detail: str) -> QueryError | StoreError:
        if status is None:
            return StoreError(f"{self.name} does not answer: {detail}")
        if status == 400:
            return _refused(written, self.name, detail)
        reason = _REASONS.get(status, "refused the request")
        said = f"; it says: {detail}" if detail else ""
        return StoreError(f"{self.name} {reason} (HTTP {status}){said}")


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
    return Solutions(names, tuple(tuple(row) for row in answer))


def _failure(error: BaseException) -> tuple[int | None, str, str | None]:
    """Sort a failure: HTTP status or None, what the server said, its Retry-After."""
    http = error if isinstance(error, HTTPError) else error.__context__
    if isinstance(http, HTTPError):
        return http.code, _said(error, http), http.headers.get("Retry-After")
    if isinstance(error, URLError):
        error = error.reason if isinstance(error.reason, BaseException) else error
    return None, "no answer in time" if isinstance(error, TimeoutError) else str(error), None


def _said(error: BaseException, http: HTTPError) -> str:
    """Read the first line of the server's own message."""
    _, quoted, body = str(error).partition("Response:\n")
    said = ast.literal_eval(body) if quoted else http.read()
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[0][:300] if lines and not lines[0].startswith("<") else ""


def _refused(written: str, name: str, detail: str) -> QueryError:
    """Explain a query the server refused: by the local parser when that sees the fault too."""
    from pyoxigraph import Store as Oxigraph

    from .mistakes import explain
    from .terms import PREFIXES

    try:
        Oxigraph().query(written, prefixes=PREFIXES)
    except SyntaxError as error:
        return explain(written, str(error))
    except (RuntimeError, OSError):
        pass
    return QueryError(f"{name} refuses the query (HTTP 400); it says: {detail or 'nothing'}")


def _split_user(url: str) -> tuple[str, tuple[str, str] | None]:
    parts = urlsplit(url)
    if not parts.hostname:
        raise StoreError(f"{url!r} names no host; write http://host:port/path")
    if parts.username is None:
        return url, None
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=host)), (parts.username, parts.password or "")


def authorization(url: str, *, given: tuple[str, str] | None = None) -> dict[str, str]:
    """Make the Authorization header for a server; empty when nothing is known about it.

    Parameters
    ----------
    url : the server's address.
    given : a user and password that win over the environment and netrc.

    Raises
    ------
    StoreError : when the netrc file does not parse.

    Examples
    --------
    >>> authorization("http://localhost/", given=("ana", "sol"))
    {'Authorization': 'Basic YW5hOnNvbA=='}
    """
    import base64

    token = os.environ.get("JLAC_SPARQL_TOKEN")
    if token and given is None:
        return {"Authorization": f"Bearer {token}"}
    user = given or _from_environment() or _from_netrc(urlsplit(url).hostname or "")
    if user is None:
        return {}
    return {"Authorization": "Basic " + base64.b64encode(":".join(user).encode()).decode()}


def _from_environment() -> tuple[str, str] | None:
    user = os.environ.get("JLAC_SPARQL_USER")
    return (user, os.environ.get("JLAC_SPARQL_PASSWORD", "")) if user else None


def _from_netrc(host: str) -> tuple[str, str] | None:
    import netrc

    try:
        entry = netrc.netrc(os.environ.get("NETRC")).authenticators(host)
    except FileNotFoundError:
        return None
    except (netrc.NetrcParseError, OSError) as error:
        raise StoreError(f"the netrc file cannot be used: {error}") from None
    return (entry[0], entry[2] or "") if entry else None
