"""Requests to a server: credentials, waiting and repeating, and what a failure means.

urllib3 sends the requests. It repeats one that may be sent twice while the server is busy (429, 502,
503, 504) or the connection breaks; any other it repeats only when no connection was made.

Credentials come from the address (``http://user:password@host/``), from JLAC_SPARQL_TOKEN (a bearer
token), from JLAC_SPARQL_USER and JLAC_SPARQL_PASSWORD, or from the netrc file's entry for the host.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ..core.errors import StoreError

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager
    from urllib3.util import Retry

__all__ = ["Client", "Failure", "Patience", "Reply", "authorization", "credentials", "split_user"]

_WRITTEN = "-._~:/?#[]@!$&'()*+,;=%"
_BUSY = frozenset({429, 502, 503, 504})
_REASONS = {
    401: "requires authentication: set JLAC_SPARQL_USER and JLAC_SPARQL_PASSWORD, or JLAC_SPARQL_TOKEN",
    403: "does not allow the request for this user",
    404: "has no SPARQL service at this path",
    405: "does not accept queries at this path",
    406: "does not offer a result format that jlac-graph can read",
    413: "refused the query because it is too large",
    414: "refused the query because it is too long",
    429: "received too many requests; wait and try again",
    500: "reported an internal error",
    502: "cannot be reached by its gateway",
    503: "is overloaded or reached its time limit",
    504: "did not answer its gateway in time",
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server.

    Parameters
    ----------
    timeout : seconds for one answer.
    tries : requests before giving up.
    pause : seconds; the second try follows at once, the third after twice the pause, each further
        one after twice as long. A server's Retry-After header takes precedence.
    longest : seconds; the longest pause, whatever the server asks for.
    """

    timeout: int = 60
    tries: int = 4
    pause: float = 0.5
    longest: float = 30.0

    def retries(self, *, repeatable: bool) -> Retry:
        """Make urllib3's rules for one request.

        Parameters
        ----------
        repeatable : whether the server may get the request twice.

        Examples
        --------
        >>> Patience().retries(repeatable=True).read, Patience().retries(repeatable=False).read
        (3, False)
        """
        from urllib3.util import Retry

        again = self.tries - 1
        return Retry(
            total=None,
            connect=again,
            read=again if repeatable else False,
            status=again if repeatable else 0,
            other=0,
            redirect=5,
            allowed_methods=None,
            status_forcelist=_BUSY if repeatable else (),
            backoff_factor=self.pause,
            backoff_max=self.longest,
            retry_after_max=int(self.longest),
            raise_on_status=False,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: the body, its media type, and the headers in lower case."""

    body: bytes
    media: str
    headers: Mapping[str, str]


class Failure(Exception):  # noqa: N818 - callers turn it into the error that users see
    """A request that failed on its last try.

    Attributes
    ----------
    status : of HTTP; None when the server did not answer.
    detail : what the server, or the network, said.
    """

    def __init__(self, status: int | None, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail

    @property
    def is_uncertain(self) -> bool:
        """True if the server may have carried out the request."""
        return self.status is None or self.status >= 500

    def error(self, name: str) -> StoreError:
        """Make the error that users see."""
        if self.status is None:
            return StoreError(f"{name} does not answer: {self.detail}")
        reason = _REASONS.get(self.status, "refused the request")
        said = f"; server message: {self.detail}" if self.detail else ""
        return StoreError(f"{name} {reason} (HTTP {self.status}){said}")


class Client:
    """Sends requests to servers.

    Parameters
    ----------
    patience : time limits and repeats.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._pool: PoolManager | None = None

    def send(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None,
        headers: Mapping[str, str],
        repeatable: bool,
        given: tuple[str, str] | None = None,
    ) -> Reply:
        """Send a request and read the answer; a redirect to another host loses the credentials.

        Parameters
        ----------
        repeatable : whether the server may get the request twice: it reads, or writing twice
            changes nothing more.
        given : user and password for a server that challenges by HTTP Digest.

        Raises
        ------
        Failure : when it fails on its last try.
        """
        from urllib3.exceptions import HTTPError

        self._pool = pool = self._pool or _pool(url)
        rules = self._patience.retries(repeatable=repeatable)

        def once(extra: Mapping[str, str]) -> BaseHTTPResponse:
            sent = {**headers, **extra}
            return pool.request(
                method, url, body=body, headers=sent, timeout=self._patience.timeout, retries=rules
            )

        try:
            answer = once({})
            if answer.status == 401 and (digest := _digest(method, url, answer, given)):
                answer = once({"Authorization": digest})
        except (HTTPError, OSError) as error:
            raise Failure(None, _network(error)) from None
        if answer.status >= 300:
            raise Failure(answer.status, _said(answer))
        found = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.data, found.get("content-type", "").partition(";")[0].strip(), found)


def _pool(url: str) -> PoolManager:
    """Make a pool of connections, through the proxy that the environment names for the host."""
    from urllib.request import getproxies, proxy_bypass

    from urllib3 import PoolManager, ProxyManager

    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    return ProxyManager(proxy) if proxy and not proxy_bypass(parts.hostname or "") else PoolManager()


def _digest(method: str, url: str, answer: BaseHTTPResponse, given: tuple[str, str] | None) -> str:
    """Answer a challenge by HTTP Digest; empty for another kind, or without a user."""
    from urllib.request import (
        AbstractDigestAuthHandler,
        HTTPPasswordMgrWithDefaultRealm,
        Request,
        parse_http_list,
        parse_keqv_list,
    )

    scheme, _, challenge = answer.headers.get("WWW-Authenticate", "").partition(" ")
    user = credentials(url, given=given)
    if scheme.lower() != "digest" or user is None:
        return ""
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, url, *user)
    request = Request(url, method=method)  # noqa: S310 - it is not sent
    values = parse_keqv_list(parse_http_list(challenge))
    return f"Digest {AbstractDigestAuthHandler(passwords).get_authorization(request, values)}"


def _network(error: Exception) -> str:
    from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, ReadTimeoutError

    reason: Any = error.reason if isinstance(error, MaxRetryError) else error
    waited = isinstance(reason, ReadTimeoutError | ConnectTimeoutError)
    if waited and not isinstance(reason, NewConnectionError):
        return "no answer in time"
    return str(reason).rpartition(": ")[2] if isinstance(reason, NewConnectionError) else str(reason)


def _said(answer: BaseHTTPResponse) -> str:
    """Read the first line of the server's own message."""
    lines = answer.data.decode("utf-8", "replace").strip().splitlines()
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
    >>> split_user("HTTP://México.example:80/repositórios/a%20b?q=ñ")[0]
    'http://xn--mxico-bsa.example:80/reposit%C3%B3rios/a%20b?q=%C3%B1'
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise StoreError(f"{url!r} has no host; write http://host:port/path")
    host = _in_ascii(url, parts.netloc.rpartition("@")[2])
    path, query = (quote(part, safe=_WRITTEN) for part in (parts.path, parts.query))
    bare = urlunsplit(parts._replace(netloc=host, path=path, query=query, fragment=""))
    if parts.username is None:
        return bare, None
    return bare, (unquote(parts.username), unquote(parts.password or ""))


def _in_ascii(url: str, netloc: str) -> str:
    """A host and port with the host as the domain name system has it."""
    if netloc.isascii():
        return netloc
    host, colon, port = netloc.partition(":")
    try:
        return host.encode("idna").decode() + colon + port
    except UnicodeError:
        raise StoreError(f"{url!r} does not name a valid host") from None


def authorization(url: str, *, given: tuple[str, str] | None = None) -> dict[str, str]:
    """Return the Authorization header for a server; empty when nothing is known about it.

    Parameters
    ----------
    url : the server's address.
    given : a user and password, used before those of the environment and netrc.

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
