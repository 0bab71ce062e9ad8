"""The explorer's questions by name, each answered as bytes.

An `Explorer` in a worker process caches what it has read of the graph, so that only the first question in a
language reads it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import JlacError
from ...core.languages import LANGUAGES
from .asking import prepare as prepare_questions
from .cache import Cache
from .kept_answers import KeptAnswers
from .networks import kept_positions, prepare_traces
from .parameters import language, names, whole, whole_or
from .statistics import HOME

if TYPE_CHECKING:
    from ...sparql.store import Store

__all__ = ["Explorer"]

_WHOLE: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("vocabulary", {}),
    ("activity", {}),
    ("front", {}),
    ("coverage", {}),
    ("projection", {"name": "actors"}),
    ("projection", {"name": "full"}),
)
"""Questions about the whole graph."""
_SEARCH: tuple[str, Mapping[str, Any]] = ("find", {"q": "japan"})
"""A question that opens all that searches need."""


class Explorer:
    """Answers the explorer's questions over one graph.

    Parameters
    ----------
    store : the graph.
    queries : folder of the query library and projections; the project's own when None.
    whole : see `Cache`.
    """

    def __init__(self, store: Store, queries: Path | None = None, *, whole: bool = False) -> None:
        self.cache = Cache(store, queries, whole=whole)
        self._kept = KeptAnswers(store, queries)
        self._doing: dict[str, Callable[[Cache, Mapping[str, Any]], Any]] = {
            "search": _search,
            "find": _find,
            "front": _front,
            "story": _story,
            "thing": _thing,
            "graph": _graph,
            "projection": _projection,
            "trace": _trace,
            "activity": _activity,
            "vocabulary": _vocabulary,
            "coverage": _coverage,
            "labels": _labels,
            "check": _check,
        }

    def warm(self) -> None:
        """Read what every question needs, before workers are forked that would each read it.

        Of a graph whose store is on disk, that is kept beside it, if it is not there already.
        """
        if self.cache.store.beside is None:
            self._read()
            return
        if not self._kept.complete:
            try:
                # what it had in memory to make the answers is given back
                Explorer(self.cache.store, self.cache.queries, whole=True)._keep()
            except OSError:  # no space, no permission
                self._read()
        with suppress(JlacError):  # workers share the names and the index that a search opens
            self.answer(*_SEARCH)

    def _read(self) -> None:
        self.cache.read_labels()
        for what, values in self._needed():
            # a graph may have no links or no names; whoever asks is told then
            with suppress(JlacError):
                self.answer(what, values)
        prepare_questions(self.cache)
        prepare_traces(self.cache)
        for projection in ("actors", "full"):
            with suppress(JlacError):
                kept_positions(self.cache, projection, LANGUAGES[0])

    def _needed(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The requests whose answers leave in the cache what others need."""
        yield from (("vocabulary", {"lang": lang}) for lang in LANGUAGES)
        yield from (
            ("front", {}),
            _SEARCH,
            ("coverage", {}),
            ("thing", {"id": HOME}),
            # in another language the first request makes it within a second or two
            ("activity", {"lang": LANGUAGES[0]}),
            ("projection", {"name": "actors", "lang": LANGUAGES[0]}),
            ("graph", {"shown": [HOME]}),
        )

    def _keep(self) -> None:
        """Keep the answers about the whole graph, and what other questions look up.

        Raises
        ------
        OSError : there is no space, or no permission.
        """
        self.cache.read_labels()
        for lang in LANGUAGES:
            for what, values in _WHOLE:
                asked = {**values, "lang": lang}
                with suppress(JlacError):
                    self._kept.keep(what, asked, self._answered(what, asked))
        for what, values in (_SEARCH, ("thing", {"id": HOME})):
            with suppress(JlacError):
                self._answered(what, values)
        prepare_questions(self.cache)
        prepare_traces(self.cache)
        self._kept.finish()

    def answer(self, what: str, values: Mapping[str, Any]) -> bytes:
        """Answer a question as JSON.

        Raises
        ------
        UsageError : a parameter value is missing or invalid; nothing has that name.
        """
        kept = self._kept.get(what, values) if what in dict(_WHOLE) else None
        return kept or self._answered(what, values)

    def _answered(self, what: str, values: Mapping[str, Any]) -> bytes:
        found = self._doing[what](self.cache, values)
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return text.encode(errors="backslashreplace")  # half a surrogate pair is as JSON escapes it

    def export(self, values: Mapping[str, Any]) -> bytes:
        """Write a drawn network in one of the export formats."""
        from .export import export

        return export(self.cache, values, language(values))


def _search(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .thing import suggestions

    return suggestions(cache, str(values.get("q") or ""), language(values), whole_or(values, "limit", 12))


def _find(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .finding import find

    return find(cache, values, language(values))


def _front(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .front import front

    return front(cache, language(values))


def _story(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .front import story

    return story(cache, str(values.get("name") or ""), language(values))


def _thing(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .fact_rows import FIRST, Page
    from .thing import thing

    limit = whole(values, "limit")
    page = Page(FIRST if limit is None else limit or None, whole_or(values, "offset", 0))
    return thing(cache, str(values.get("id") or ""), language(values), page)


def _graph(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .networks import network_around

    return network_around(
        cache,
        language(values),
        shown=names(values, "shown"),
        expand=str(values.get("expand") or ""),
        relation=str(values.get("relation") or ""),
        offset=whole_or(values, "offset", 0),
        limit=whole_or(values, "limit", 25),
        context=bool(values.get("context")),
    )


def _projection(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .networks import projected

    name = str(values.get("name") or "actors")
    span = whole(values, "from"), whole(values, "to")
    return projected(cache, name, language(values), start=span[0], end=span[1])


def _trace(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .networks import traced

    return traced(cache, values, language(values))


def _activity(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .activity import activity

    return activity(cache, language(values))


def _vocabulary(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .vocabulary import vocabulary

    lang = language(values)
    return cache.kept(f"vocabulary {lang}", lambda: vocabulary(cache, lang))


def _labels(cache: Cache, values: Mapping[str, Any]) -> Any:
    from ...core.namespaces import expand, shorten

    wanted = {name: shorten(expand(name)) for name in names(values, "ids")}
    labels = cache.labels(wanted.values(), language(values))
    return {name: labels[short] for name, short in wanted.items()}


def _check(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .checking import check

    return check(cache, values)


def _coverage(cache: Cache, values: Mapping[str, Any]) -> Any:
    from .vocabulary import coverage

    return coverage(cache, language(values))
