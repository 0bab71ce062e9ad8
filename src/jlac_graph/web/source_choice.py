"""The sources that a request chooses: ``?only-source=jbic-nexi-idb&without-source=press-1,press-2``.

The middleware takes the two parameters out of the address, so that no page has to know them, and
`chosen_sources` reads them.

Examples
--------
>>> choice = SourceChoice.of(b"only-source=b,a&only-source=a&without-source=")
>>> choice.only, choice.without, choice.pairs
(('a', 'b'), (), {'only-source': 'a,b'})
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote_plus

from ..core.errors import UsageError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["ALL", "ONLY", "WITHOUT", "SourceChoice", "SplitSources", "chosen_sources", "refuse_choice"]

ONLY, WITHOUT = "only-source", "without-source"
_GIVEN = "jlac.sources"
_MOST, _LONGEST = 50, 200
"""Maximum number of ids in a choice, and of characters of one."""


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """A choice of sources and collections.

    Parameters
    ----------
    only : ids of sources or collections, in order; all if empty.
    without : ids of sources or collections whose statements are left out.
    """

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @classmethod
    def of(cls, query_string: bytes) -> SourceChoice:
        """Read it from the parameters of an address; each may be repeated, or list ids with commas."""
        text = query_string.decode("latin-1")
        pairs = parse_qsl(text, keep_blank_values=True, errors="replace")
        return cls(*(_ids(value for key, value in pairs if key == name) for name in (ONLY, WITHOUT)))

    def __bool__(self) -> bool:
        return bool(self.only or self.without)

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids that it names."""
        return (*self.only, *self.without)

    @property
    def pairs(self) -> dict[str, str]:
        """The parameters of an address that choose it."""
        both = {ONLY: ",".join(self.only), WITHOUT: ",".join(self.without)}
        return {name: ids for name, ids in both.items() if ids}


ALL = SourceChoice()
"""Every source that the service has."""


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({part.strip() for value in values for part in value.split(",")} - {""}))


class SplitSources:
    """An application that gets an address without the choice of sources, and the choice beside it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the two parameters apart from the others."""
        parts: list[bytes] = scope.get("query_string", b"").split(b"&")
        given = [part for part in parts if _name(part) in (ONLY, WITHOUT)]
        if given:
            others = b"&".join(part for part in parts if part not in given)
            scope = {**scope, "query_string": others, _GIVEN: b"&".join(given)}
        await self._app(scope, receive, send)


def _name(part: bytes) -> str:
    return unquote_plus(part.partition(b"=")[0].decode("latin-1"))


def chosen_sources(request: Request) -> SourceChoice:
    """Return the choice of a request.

    Raises
    ------
    UsageError : it names too many sources, or what cannot be the id of one.
    """
    given: Any = request.scope.get(_GIVEN)
    choice = SourceChoice.of(given) if given else ALL
    if len(choice.ids) > _MOST:
        raise UsageError(f"{len(choice.ids)} sources are named; at most {_MOST} can be")
    if long := next((id_ for id_ in choice.ids if len(id_) > _LONGEST), None):
        raise UsageError(f"unknown source {long[:_LONGEST]!r}...; it has {len(long)} characters")
    return choice


def refuse_choice(request: Request, way: str) -> None:
    """Refuse a choice of sources where it has no effect.

    Raises
    ------
    UsageError : the request makes one.
    """
    if chosen_sources(request):
        raise UsageError(f"{way} answers from all sources of the service; see jlac serve --source")
