"""How a request to a server fails, is tried again, and is told; and who may send it.

Credentials come from the address (``http://user:password@host/``), from JLAC_SPARQL_TOKEN (a bearer
token), from JLAC_SPARQL_USER and JLAC_SPARQL_PASSWORD, or from the netrc file's entry for the host.
"""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit

from ..core.errors import StoreError

__all__ = ["Failure", "Patience", "authorization", "credentials", "insist", "split_user"]

_T = TypeVar("_T")
_BUSY = frozenset({429, 502, 503, 504})
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

    timeout: int = 60
    tries: int = 4
    pause: float = 0.5
    longest: float = 30.0

    def delay(self, tried: int, retry_after: str | None) -> float:
        """Seconds to wait after so many tries.

        >>> Patience().delay(3, None)
        2.0
        """
        doubled = self.pause * 2.0 ** (tried - 1)
        asked = float(retry_after) if retry_after and retry_after.isdigit() else doubled
        return min(asked, self.longest)


class Failure(Exception):  # noqa: N818 - it is sorted and told, not shown
    """A request that failed for good.

    Parameters
    ----------
    status : the HTTP status; None when there was no answer.
    detail : what the server, or the network, said.
    """

    def __init__(self, status: int | None, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail

    def told(self, name: str) -> StoreError:
        """Make the error that tells it."""
        if self.status is None:
            return StoreError(f"{name} does not answer: {self.detail}")
        reason = _REASONS.get(self.status, "refused the request")
        said = f"; it says: {self.detail}" if self.detail else ""
        return StoreError(f"{name} {reason} (HTTP {self.status}){said}")


def insist(request: Callable[[], _T], patience: Patience, *, known: tuple[type[Exception], ...] = ()) -> _T:
    """Make a request; wait and try again while the server is busy or out of reach.

    Parameters
    ----------
    request : makes the request once.
    patience : how often and how long.
    known : errors of the client in use that wrap an HTTPError.

    Raises
    ------
    Failure : when it fails for good.
    """
    errors: tuple[type[Exception], ...] = (HTTPException, OSError, *known)
    tried = 0
    while True:
        tried += 1
        try:
            return request()
        except errors as error:
            status, detail, retry_after = _failure(error)
            if tried >= patience.tries or (status and status not in _BUSY):
                raise Failure(status, detail) from None
            time.sleep(patience.delay(tried, retry_after))


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


def split_user(url: str) -> tuple[str, tuple[str, str] | None]:
    """Take user and password out of an address.

    Raises
    ------
    StoreError : when the address names no host.

    Examples
    --------
    >>> split_user("http://ana:sol@localhost:1/sparql")
    ('http://localhost:1/sparql', ('ana', 'sol'))
    """
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
    user = credentials(url, given=given)
    if user is None:
        return {}
    return {"Authorization": "Basic " + base64.b64encode(":".join(user).encode()).decode()}


def credentials(url: str, *, given: tuple[str, str] | None = None) -> tuple[str, str] | None:
    """Find user and password for a server; None when nothing is known about it.

    Raises
    ------
    StoreError : when the netrc file does not parse.
    """
    return given or _from_environment() or _from_netrc(urlsplit(url).hostname or "")


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
