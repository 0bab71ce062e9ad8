"""Links kept on disk beside a graph: those between two entities are read when a path passes there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import asdict, fields
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from sys import intern
from typing import Any, TypeAlias, overload

from ..core.kept_tables import Tables, each
from .link_model import FactData, Link, LinkSet, Surcharges

__all__ = ["KeptLinks", "kept_links", "link_tables"]


_record = attrgetter(*(field.name for field in fields(Link)))


def link_tables(found: LinkSet) -> dict[str, Mapping[str, Any]]:
    """Return links as maps that can be kept."""
    between: dict[str, list[Any]] = defaultdict(list)
    for place, link in enumerate(found.links):
        between[_key(link.source, link.target)].append((place, *_record(link)))
    return {
        "between": between,
        "facts": {name: (data.values, data.sources, data.qualifiers) for name, data in found.facts.items()},
        "ground": found.ground,
        "unnamed": dict.fromkeys(sorted(found.unnamed), 1),
        "own parts": dict.fromkeys(sorted(found.own_parts), 1),
        "beside": found.beside,
        "symmetric": dict.fromkeys(sorted(found.symmetric), 1),
        "agreed": dict.fromkeys(sorted(found.agreed), 1),
        "surcharges": asdict(found.surcharges),
        "size": {"links": len(found.links)},
    }


def _key(one: str, other: str) -> str:
    return f"{min(one, other)} {max(one, other)}"


def kept_links(tables: Tables, beside: Path) -> LinkSet:
    """Return the links of maps that were kept; nothing of links and facts is read yet."""
    return LinkSet(
        KeptLinks(tables, beside),
        _Facts(tables["facts"]),
        dict(tables["ground"].items()),
        frozenset(tables["symmetric"]),
        Surcharges(**dict(tables["surcharges"].items())),
        frozenset(tables["unnamed"]),
        frozenset(tables["own parts"]),
        dict(tables["beside"].items()),
        frozenset(tables["agreed"]),
    )


class KeptLinks(Sequence[Link]):
    """Links on disk; whoever goes through all of them has them in memory from then on.

    Attributes
    ----------
    beside : the folder for what is made from the same graph.
    """

    def __init__(self, tables: Tables, beside: Path) -> None:
        self._tables, self.beside = tables, beside

    def between(self, one: str, other: str) -> tuple[Link, ...]:
        """Return the links between two entities, in either direction, in the order of all links."""
        records = self._tables["between"].get(_key(one, other), ())
        return tuple(_link(record) for record in records)

    def bundles(self) -> Iterator[tuple[Link, ...]]:
        """Yield all links between two entities, of each pair; those of one pair are in memory at a time."""
        known: _Known = {}
        for _, records in each(self._tables["between"]):
            yield tuple(_link(record, known) for record in records)

    @cached_property
    def _all(self) -> tuple[Link, ...]:
        found: list[Link | None] = [None] * len(self)
        known: _Known = {}
        for _, records in each(self._tables["between"]):
            for record in records:
                found[record[0]] = _link(record, known)
        return tuple(link for link in found if link)

    @overload
    def __getitem__(self, place: int) -> Link: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Link]: ...
    def __getitem__(self, place: int | slice) -> Link | Sequence[Link]:
        return self._all[place]

    def __iter__(self) -> Iterator[Link]:
        return iter(self._all)

    def __len__(self) -> int:
        return int(self._tables["size"]["links"])


_Known: TypeAlias = dict[tuple[str, ...], tuple[str, ...]]
"""Passages that were read, so that facts of the same ones share them."""


def _link(record: Sequence[Any], known: _Known | None = None) -> Link:
    """Return a link; a text that many links have is in memory once."""
    values: list[Any] = [intern(value) if isinstance(value, str) else value for value in record[1:]]
    values[-1] = _passages(record[-1], known)
    return Link(*values)


def _passages(locators: Sequence[str], known: _Known | None) -> tuple[str, ...]:
    if known is None:
        return tuple(locators)
    found = tuple(map(intern, locators))
    return known.setdefault(found, found)


class _Facts(Mapping[str, FactData]):
    """The data of facts on disk."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table

    def __getitem__(self, name: str) -> FactData:
        return _fact(self._table[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def items(self) -> ItemsView[str, FactData]:
        """Read the data of all facts."""
        known: _Known = {}
        return {intern(name): _fact(record, known) for name, record in each(self._table)}.items()

    def values(self) -> ValuesView[FactData]:
        """Read the data of all facts."""
        return dict(self.items()).values()


def _fact(record: Sequence[Any], known: _Known | None = None) -> FactData:
    values, sources, qualifiers = record
    return FactData(_interned(values), _passages(sources, known), _interned(qualifiers))


def _interned(values: Mapping[str, str]) -> dict[str, str]:
    return {intern(key): intern(value) for key, value in values.items()}
