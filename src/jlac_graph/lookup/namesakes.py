"""Other entities that a name may mean: those whose names begin with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .likeness import fold

if TYPE_CHECKING:
    from .search import Names

__all__ = ["namesakes", "of_ends"]


def namesakes(names: Names, text: str, taken: str) -> list[str]:
    """Return the entities whose names begin with a text that was taken for another entity of that name.

    Parameters
    ----------
    text : what was written.
    taken : the short name of the entity that it was taken for.

    Returns
    -------
    Short names, sorted; none for a slug or an id, which means one entity.

    Examples
    --------
    >>> from jlac_graph.lookup.search import Names
    >>> names = Names({"nec": ("agent/nec",), "nec brasil": ("agent/nec-brasil",)}, {}, {}, {})
    >>> namesakes(names, "NEC", "agent/nec"), namesakes(names, "NEC Brasil", "agent/nec-brasil")
    (['agent/nec-brasil'], [])
    """
    start = fold(text)
    if text.lower() in names.by_slug or taken not in names.by_name.get(start, ()):
        return []
    begins = start + " " if start.isascii() else start
    found = {thing for name, things in names.by_name.items() if name.startswith(begins) for thing in things}
    return sorted(thing for thing in found - {taken} if not thing.startswith("code:"))


def of_ends(names: Names, ends: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the namesakes of each entity that has any.

    Parameters
    ----------
    ends : a text, and the short name of the entity that it was taken for.
    """
    found = {taken: tuple(namesakes(names, text, taken)) for text, taken in ends}
    return {taken: others for taken, others in found.items() if others}
