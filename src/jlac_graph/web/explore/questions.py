"""The explorer's questions by name, each answered as bytes.

An `Explorer` lives in a worker process and remembers what it has read of the graph, so that only
the first question in a language pays for reading it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import UsageError
from ...core.languages import LANGUAGES
from .cache import World

if TYPE_CHECKING:
    from ...sparql.store import Store

__all__ = ["MEDIA_JSON", "Explorer"]

MEDIA_JSON = "application/json"
_MOST = 5000


class Explorer:
    """Answers the explorer's questions over one graph.

    Parameters
    ----------
    store : the graph.
    queries : folder of the query library and projections; the project's own when None.
    """

    def __init__(self, store: Store, queries: Path | None = None) -> None:
        self.world = World(store, queries)
        self._doing: dict[str, Callable[[World, Mapping[str, Any]], Any]] = {
            "search": _search,
            "thing": _thing,
            "graph": _graph,
            "projection": _projection,
            "trace": _trace,
            "activity": _activity,
            "vocabulary": _vocabulary,
            "coverage": _coverage,
            "labels": _labels,
        }

    def warm(self) -> None:
        """Read what every question needs, before workers are forked that would each read it."""
        self.answer("vocabulary", {})
        self.answer("search", {"q": "japan"})

    def answer(self, what: str, values: Mapping[str, Any]) -> bytes:
        """Answer a question as JSON.

        Raises
        ------
        UsageError : a value is missing or wrong; nothing has that name.
        """
        found = self._doing[what](self.world, values)
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()

    def export(self, values: Mapping[str, Any]) -> bytes:
        """Write a drawn network in one of the export formats."""
        from .export import export

        return export(self.world, values, language(values))


def language(values: Mapping[str, Any]) -> str:
    """The language asked for, English when none is.

    Raises
    ------
    UsageError : no labels are kept in that language.
    """
    lang = str(values.get("lang") or "en")
    if lang not in LANGUAGES:
        raise UsageError(f"no labels in {lang!r}: {', '.join(LANGUAGES)}")
    return lang


def whole(values: Mapping[str, Any], name: str, default: int | None = None) -> int | None:
    """A whole number among the values; the default when it is absent.

    Raises
    ------
    UsageError : it is no whole number of at most six digits.
    """
    given = values.get(name)
    if given in (None, ""):
        return default
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise UsageError(f"{name}: {text!r} is not a whole number below a million")
    return int(text)


def _names(values: Mapping[str, Any], name: str) -> list[str]:
    given = values.get(name) or []
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise UsageError(f"{name} takes a list of names such as agent/mitsui")
    if len(given) > _MOST:
        raise UsageError(f"{name}: {len(given)} things; at most {_MOST} are drawn")
    return given


def _search(world: World, values: Mapping[str, Any]) -> Any:
    from .thing import suggestions

    return suggestions(world, str(values.get("q") or ""), language(values), whole(values, "limit", 12) or 12)


def _thing(world: World, values: Mapping[str, Any]) -> Any:
    from .thing import thing

    return thing(world, str(values.get("id") or ""), language(values))


def _graph(world: World, values: Mapping[str, Any]) -> Any:
    from .networks import drawn

    return drawn(
        world,
        language(values),
        shown=_names(values, "shown"),
        expand=str(values.get("expand") or ""),
        relation=str(values.get("relation") or ""),
        offset=whole(values, "offset", 0) or 0,
        limit=whole(values, "limit", 25) or 25,
        context=bool(values.get("context")),
    )


def _projection(world: World, values: Mapping[str, Any]) -> Any:
    from .networks import projected

    name = str(values.get("name") or "actors")
    span = whole(values, "from"), whole(values, "to")
    return projected(world, name, language(values), start=span[0], end=span[1])


def _trace(world: World, values: Mapping[str, Any]) -> Any:
    from .networks import traced

    return traced(world, values, language(values))


def _activity(world: World, values: Mapping[str, Any]) -> Any:
    from .activity import activity

    return activity(world, language(values))


def _vocabulary(world: World, values: Mapping[str, Any]) -> Any:
    from .vocabulary import vocabulary

    return vocabulary(world, language(values))


def _labels(world: World, values: Mapping[str, Any]) -> Any:
    from ...core.namespaces import expand, shorten

    wanted = {name: shorten(expand(name)) for name in _names(values, "ids")}
    labels = world.labels(wanted.values(), language(values))
    return {name: labels[short] for name, short in wanted.items()}


def _coverage(world: World, values: Mapping[str, Any]) -> Any:
    from .vocabulary import coverage

    return coverage(world, language(values))
