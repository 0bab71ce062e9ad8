"""The public address of the service: one setting for every link, description and redirect.

Examples
--------
>>> Address.of("https://kg.example.org/jlac/").root
'/jlac'
>>> Address.of(None, listening="http://127.0.0.1:8000").root
''
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from ..core.errors import UsageError
from ..core.namespaces import named_node

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Address", "StripRoot"]

_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Address:
    """The public address.

    Parameters
    ----------
    url : the address, without a closing slash.
    declared : whether it was set, and is not only where the service listens.
    """

    url: str
    declared: bool

    @classmethod
    def of(cls, declared: str | None, *, listening: str = "http://127.0.0.1:8000") -> Address:
        """Return it from the setting, or from the address on which the service listens.

        Raises
        ------
        UsageError : the setting is not an http or https address.
        """
        if not declared:
            return cls(listening, False)
        bare = declared.rstrip("/")
        try:
            parts = urlsplit(bare)
            valid = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            valid = False
        if not valid or parts.query or parts.fragment or named_node(bare) is None:
            raise UsageError(f"{declared!r} is not a public address such as https://example.org/jlac")
        return cls(bare, True)

    @property
    def root(self) -> str:
        """The path of the service, without a closing slash; empty at the root."""
        return urlsplit(self.url).path if self.declared else ""

    def seen_by(self, scope: Scope) -> str:
        """Return the service's address as a client should use it, without a closing slash."""
        host = Headers(scope=scope).get("host", "")
        if self.declared or not _HOST.fullmatch(host):
            return self.url
        return f"{scope.get('scheme', 'http')}://{host}"


class StripRoot:
    """An application below a path, which a proxy may pass on or remove."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app, self._root = app, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its path below the root."""
        path = scope.get("path", "")
        if self._root and (path == self._root or path.startswith(self._root + "/")):
            scope = {**scope, "path": path.removeprefix(self._root) or "/"}
        await self._app(scope, receive, send)
