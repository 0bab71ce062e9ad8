"""Links kept on disk beside a graph: those between two entities are read when a path passes there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import asdict, astuple, fields
from functools import cached_property
from pathlib import Path
from typing import Any, overload

from ..core.kept_tables import Tables
from .link_model import FactData, Link, LinkSet, Surcharges

__all__ = ["KeptLinks", "kept_links", "link_tables"]


def link_tables(found: LinkSet) -> dict[str, Mapping[str, Any]]:
    """Return links as maps that can be kept."""
    between: dict[str, list[Any]] = defaultdict(list)
    for place, link in enumerate(found.links):
        between[_key(link.source, link.target)].append((place, *astuple(link)))
    return {
        "between": between,
        "facts": {name: astuple(data) for name, data in found.facts.items()},
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

    @cached_property
    def _all(self) -> tuple[Link, ...]:
        records = [record for records in self._tables["between"].values() for record in records]
        return tuple(_link(record) for record in sorted(records, key=lambda record: record[0]))

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


_FIELDS = tuple(field.name for field in fields(Link))


def _link(record: Sequence[Any]) -> Link:
    values = dict(zip(_FIELDS, record[1:], strict=True))
    return Link(**values | {"sources": tuple(values["sources"])})


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
        return {name: _fact(record) for name, record in self._table.items()}.items()

    def values(self) -> ValuesView[FactData]:
        """Read the data of all facts."""
        return dict(self.items()).values()


def _fact(record: Sequence[Any]) -> FactData:
    values, sources, qualifiers = record
    return FactData(values, tuple(sources), qualifiers)
