"""Pages that other sites may show in a frame: those of the service, below ``/embed``.

``/embed/network`` is ``/network`` with its own frame policy. No other page may be framed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .assets import HEADERS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["EMBED", "Embedding", "page_headers", "root_of"]

EMBED = "/embed"
_MARK = "jlac.embedded"
_POLICY = "Content-Security-Policy"


class Embedding:
    """An application whose pages stand below ``/embed`` too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request below ``/embed`` on as one of the page without it."""
        path = scope.get("path", "")
        if path == EMBED or path.startswith(EMBED + "/"):
            scope = {**scope, "path": path.removeprefix(EMBED) or "/", _MARK: True}
        await self._app(scope, receive, send)


def root_of(request: Request) -> str:
    """Return the path below which the links of a page stand."""
    root: str = request.app.state.address.root
    return root + EMBED if request.scope.get(_MARK) else root


def page_headers(request: Request) -> dict[str, str]:
    """Return the headers of a page; one below ``/embed`` may be framed by any site."""
    if not request.scope.get(_MARK):
        return HEADERS
    policy = HEADERS[_POLICY].replace("frame-ancestors 'none'", "frame-ancestors *")
    return {**HEADERS, _POLICY: policy}
