"""The explorer's built files, and the headers under which a browser runs them.

The front end is built by ``make web`` into ``web/dist``, or carried by the installed package. Without it,
every page is served without the explorer.
"""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from ..core.paths import web_dir
from .negotiation import takes_gzip

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["HEADERS", "PLAIN", "PLAIN_PART", "SEALED", "assets", "head", "is_built"]

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""The Content-Security-Policy: scripts, styles and requests of this service only."""
SEALED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""The policy of a file that a browser may show by itself: it runs nothing and asks for nothing."""
PLAIN = """:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;
padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884}small{opacity:.85}li{margin:.35rem 0}
h1{font-size:1.5rem}h2{font-size:1.2rem}h3{font-size:1rem}input,select,button{font:inherit;max-width:100%}nav{overflow-wrap:anywhere}
"""
"""The style of pages without scripts, and of all if the explorer is not built."""
PLAIN_PART = """:root:has(#plain){color-scheme:light dark}body:has(>#plain){margin:0}
#plain{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem;
overflow-wrap:anywhere}#plain li{margin:.35rem 0}#plain h1{font-size:1.5rem}#plain h2{font-size:1.2rem}
#plain pre{white-space:pre-wrap}
"""
"""The style of the plain part of a page that the explorer replaces; it styles nothing else."""


def head(root: str = "") -> str:
    """Return the links of a page's head: the explorer's script and style, or a plain style.

    Parameters
    ----------
    root : path below which the service stands; the explorer reads it from the page.
    """
    folder = web_dir()
    manifest = folder / ".vite" / "manifest.json" if folder else None
    if manifest is None or not manifest.is_file():
        return f'<link rel="stylesheet" href="{escape(root)}/plain.css">'
    # a front end that is rebuilt while the service runs has files with other names
    return _head(manifest, manifest.stat().st_mtime_ns, escape(root))


@lru_cache(maxsize=1)
def _head(manifest: Path, _built: int, root: str) -> str:
    made: dict[str, dict[str, Any]] = json.loads(manifest.read_text("utf-8"))
    entry = made["index.html"]
    styles = (f'<link rel="stylesheet" href="{root}/{escape(name)}">' for name in entry.get("css", ()))
    # what the script imports is asked for with it, not when it has arrived
    needed = (made[name]["file"] for name in entry.get("imports", ()))
    early = (f'<link rel="modulepreload" href="{root}/{escape(name)}">' for name in needed)
    script = f'<script type="module" src="{root}/{escape(entry["file"])}"></script>'
    marks = f'<meta name="jlac-root" content="{root}"><link rel="icon" href="{root}/assets/icon.svg">'
    return f"{marks}{''.join(styles)}{''.join(early)}{script}"


def is_built() -> bool:
    """Return whether the explorer's files are there."""
    return "<script" in head()


class _Compressed:
    """An application whose answers are compressed for clients that accept it."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain, self._packed = app, GZipMiddleware(app, minimum_size=1000, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, compressed or not."""
        packed = takes_gzip(Headers(scope=scope).get("accept-encoding", ""))
        await (self._packed if packed else self._plain)(scope, receive, send)


def assets() -> ASGIApp:
    """Return the application that serves the explorer's built files."""
    return _Compressed(_Assets())


class _Assets(StaticFiles):
    """The built files. Their names change with their content, so a browser may keep them."""

    def __init__(self) -> None:
        folder = web_dir()
        super().__init__(directory=folder / "assets" if folder else None, check_dir=False)

    def file_response(self, full_path: Any, *rest: Any, **named: Any) -> Response:
        """Serve a file, to be kept for a year when its name carries a hash."""
        response = super().file_response(full_path, *rest, **named)
        hashed = "-" in Path(str(full_path)).stem
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
