"""The tables that csv-metadata.json describes, as the SQL mapping needs them.

The document is read by `jlac_graph.csvw`; here it gets the paths of its files, and the two extensions of this
project: the named graph of a table's triples (`GRAPH`), or the column whose first locator names it
(`GRAPH_BY_SOURCE`). What the recommendation only warns of is an error here, and so is a part of it that the
mapping does not support: nothing in the metadata is ignored.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from ..core.errors import DataError, MetadataError
from ..csvw.metadata import read_document
from ..csvw.vocabulary import EXTENSION
from .support import check_support

if TYPE_CHECKING:
    from ..csvw import model

GRAPH = EXTENSION + "graph"
GRAPH_BY_SOURCE = EXTENSION + "graphBySource"

__all__ = ["GRAPH", "GRAPH_BY_SOURCE", "Table", "TableGroup", "read_group"]


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes
    ----------
    url : name of its file, relative to the metadata.
    path : the file.
    columns, primary_key, foreign_keys : as the metadata describes them; foreign keys refer to the urls of
        tables of the same group.
    graph : IRI of the named graph of its triples; empty when `graph_by_source` says, or for the default.
    graph_by_source : the column that names the graph.
    suppressed : it makes no triples.
    """

    url: str
    path: Path
    columns: tuple[model.Column, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[model.ForeignKey, ...] = ()
    graph: str = ""
    graph_by_source: str = ""
    suppressed: bool = False

    @property
    def stored(self) -> tuple[model.Column, ...]:
        """The columns that have cells."""
        return tuple(column for column in self.columns if not column.virtual)


@dataclass(frozen=True, slots=True)
class TableGroup:
    """All tables that a metadata file describes."""

    path: Path
    tables: tuple[Table, ...]

    def table(self, url: str) -> Table:
        """Return a table by its url; KeyError when there is none."""
        for table in self.tables:
            if table.url == url:
                return table
        raise KeyError(url)


def read_group(path: Path) -> TableGroup:
    """Read a metadata file.

    Raises
    ------
    MetadataError : the file cannot be read, is not CSVW, or uses a part of CSVW that the mapping does not
        support; the message says where, as a JSON path.
    """
    text = _read(path)
    try:
        document = read_document(
            text, quote(path.name), fetch=lambda url: _read(path.parent / unquote(url)), warn=_refuse
        )
        tables = tuple(_table(table, path.parent) for table in document.tables)
    except DataError as error:
        message = str(error)
        place = "" if message.startswith("cannot read") else f"{path.parent}/"
        raise MetadataError(place + message) from None
    return TableGroup(path, tables)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise MetadataError(f"cannot read {path}: {error.strerror}") from None
    except ValueError as error:
        raise MetadataError(f"cannot read {path}: it is not UTF-8: {error}") from None


def _refuse(message: str) -> None:
    raise MetadataError(message)


def _table(table: model.Table, folder: Path) -> Table:
    check_support(table)
    url = _file(table.url, table.place)
    keys = tuple(
        type(key)(key.columns, _file(key.table, table.place), key.references) for key in table.foreign_keys
    )
    by_source = _extension(table, GRAPH_BY_SOURCE)
    columns = table.columns or ()
    if by_source and by_source not in {column.name for column in columns if not column.virtual}:
        raise MetadataError(f"{table.place}/{GRAPH_BY_SOURCE}: the table has no column {by_source!r}")
    graph = _extension(table, GRAPH)
    return Table(
        url, folder / url, columns, table.primary_key, keys, graph, by_source, suppressed=table.suppress
    )


def _file(url: str, place: str) -> str:
    """Give the name of the file that a table's address stands for."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or parts.query or parts.fragment or url.startswith("/"):
        raise MetadataError(f"{place}/url: {url} is not a file beside the metadata")
    return unquote(url)


def _extension(table: model.Table, name: str) -> str:
    value = table.common.get(name, {"@value": ""})
    text = value.get("@value", value.get("@id")) if isinstance(value, dict) else None
    if not isinstance(text, str):
        raise MetadataError(f"{table.place}/{name}: {value!r} is not a text")
    return text
