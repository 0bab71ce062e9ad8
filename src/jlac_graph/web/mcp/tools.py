"""The tools by name, as a worker process answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import entity_tools, query_tools
from .pages import Found, page, written

if TYPE_CHECKING:
    from ..explore.cache import Cache
    from .query_tools import Answer

__all__ = ["call"]


def call(
    cache: Cache,
    name: str,
    given: Mapping[str, Any],
    *,
    ask: Callable[[str], Answer],
    bound: Callable[[int], None],
) -> bytes:
    """Answer a call of a tool with one page, as JSON.

    Parameters
    ----------
    name, given : the tool and its arguments, checked and with defaults.
    ask : answers a client's own query within the limits.
    bound : refuses too many rows.
    """
    answers: dict[str, Callable[[], Found]] = {
        "search": lambda: entity_tools.search(cache, given),
        "show": lambda: entity_tools.show(cache, given),
        "trace": lambda: entity_tools.trace(cache, given),
        "cite": lambda: entity_tools.cite(cache, given),
        "list_queries": lambda: query_tools.library(cache, given),
        "run_query": lambda: query_tools.run_query(cache, given, bound),
        "ask_sparql": lambda: query_tools.ask_sparql(cache, given, ask),
        "coverage": lambda: query_tools.coverage(cache, given),
        "vocabulary": lambda: query_tools.vocabulary(cache, given),
    }
    made = page(answers[name](), given["start"], cache.passages)
    return written(made).encode(errors="backslashreplace")
