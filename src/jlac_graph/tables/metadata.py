"""The tables that a CSVW metadata document describes, as the SQL mapping needs them.

The document is read by `jlac_graph.csvw`; here it gets the paths of its files, and the extensions of this
project. A schema names the graph of its triples (`GRAPH`), or the column whose first locator names it
(`GRAPH_BY_SOURCE`). `REFERENCES` makes a column a foreign key that any collection may satisfy: ``places.id``
says that its values stand in the column ``id`` of a table of places. A foreign key of the recommendation
leads to the one table of the same document. What the recommendation only warns of is an error here, and so is
a part of it that the mapping does not support: nothing in the metadata is ignored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from ..core.errors import DataError, MetadataError
from ..core.paths import read_regular, schemas_dir
from ..csvw.metadata import read_document
from ..csvw.model import ForeignKey
from ..csvw.vocabulary import EXTENSION
from .support import check_support

if TYPE_CHECKING:
    from ..csvw import model

GRAPH = EXTENSION + "graph"
GRAPH_BY_SOURCE = EXTENSION + "graphBySource"
REFERENCES = EXTENSION + "references"
SCHEMAS = "https://w3id.org/jlac/schemas/"
"""The address of the project's schemas, which come with the program."""

__all__ = ["GRAPH", "GRAPH_BY_SOURCE", "REFERENCES", "SCHEMAS", "Table", "TableGroup", "read_tables"]


@dataclass(frozen=True, slots=True)
class Table:
    """One file of a table.

    Attributes
    ----------
    url : name of the file, after the name of its collection, as ``idb-mg-172/places.csv``.
    path : the file.
    columns, primary_key : as the metadata describes them.
    foreign_keys : they refer to tables by their name, in all collections.
    graph : IRI of the named graph of its triples; empty when `graph_by_source` says, or for the default.
    graph_by_source : the column that names the graph.
    suppressed : it makes no triples.
    name : what its rows are, as ``places``: the name of its schema, else of the file. The files of one name
        are one table.
    """

    url: str
    path: Path
    columns: tuple[model.Column, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    graph: str = ""
    graph_by_source: str = ""
    suppressed: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name or self.path.stem)

    @property
    def collection(self) -> str:
        """The name of its collection."""
        return self.url.rpartition("/")[0]

    @property
    def stored(self) -> tuple[model.Column, ...]:
        """The columns that have cells."""
        return tuple(column for column in self.columns if not column.virtual)


@dataclass(frozen=True, slots=True)
class TableGroup:
    """The tables of some collections.

    Attributes
    ----------
    tables : one for each file.
    folders : name of a collection -> its folder.
    """

    tables: tuple[Table, ...]
    folders: Mapping[str, Path] = field(default_factory=dict)

    def table(self, url: str) -> Table:
        """Return a file's table by its url; KeyError when there is none."""
        for table in self.tables:
            if table.url == url:
                return table
        raise KeyError(url)

    def named(self, name: str) -> tuple[Table, ...]:
        """Return the files of the table of a name."""
        return tuple(table for table in self.tables if table.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(dict.fromkeys(table.name for table in self.tables))


def read_tables(path: Path, collection: str, *, text: str | None = None) -> tuple[Table, ...]:
    """Read a metadata document.

    Parameters
    ----------
    path : the document, beside the files that it describes.
    collection : the name of the collection.
    text : the document, where it does not stand in a file.

    Raises
    ------
    MetadataError : the document cannot be read, is not CSVW, or uses a part of CSVW that the mapping does not
        support; the message says where, as a JSON path.
    """
    url = path.absolute().as_uri()
    try:
        document = read_document(_read(path) if text is None else text, url, fetch=_fetch, warn=_refuse)
        names = {table.url: _name(table) for table in document.tables}
        tables = {}
        for described in document.tables:
            table = _table(described, path.parent, collection, names)
            if table.url in tables:
                raise MetadataError(f"{described.place}/url: {table.path.name} is listed already; keep one")
            tables[table.url] = table
        return tuple(tables.values())
    except DataError as error:
        folder = path.parent.absolute().as_uri()
        message = str(error).replace(folder, str(path.parent)).replace("file://", "")
        raise MetadataError(message) from None


def _fetch(url: str) -> str:
    if url.startswith(SCHEMAS):
        return _read(schemas_dir() / unquote(url.removeprefix(SCHEMAS)))
    return _read(Path(url2pathname(urlsplit(url).path)))


def _read(path: Path) -> str:
    try:
        return read_regular(path).decode()
    except OSError as error:
        raise MetadataError(f"cannot read {path}: {error.strerror}") from None
    except ValueError as error:
        raise MetadataError(f"cannot read {path}: it is not UTF-8: {error}") from None


def _refuse(message: str) -> None:
    raise MetadataError(message.replace(" and is ignored", ""))


def _name(table: model.Table) -> str:
    return Path(unquote(urlsplit(table.schema or table.url).path)).stem


def _table(table: model.Table, folder: Path, collection: str, names: Mapping[str, str]) -> Table:
    check_support(table)
    file = _file(table, folder)
    keys = [ForeignKey(key.columns, names[key.table], key.references) for key in table.foreign_keys]
    columns = table.columns or ()
    place = f"{table.place}/tableSchema"
    by_source = _extension(table.schema_common, GRAPH_BY_SOURCE, place)
    if by_source and by_source not in {column.name for column in columns if not column.virtual}:
        raise MetadataError(f"{place}/{GRAPH_BY_SOURCE}: the table has no column {by_source!r}")
    return Table(
        f"{collection}/{file}",
        folder / file,
        columns,
        table.primary_key,
        (*keys, *_references(columns)),
        _extension(table.schema_common, GRAPH, place),
        by_source,
        suppressed=table.suppress,
        name=names[table.url],
    )


def _references(columns: tuple[model.Column, ...]) -> Iterator[ForeignKey]:
    """Yield the foreign keys that any collection may satisfy."""
    for column in columns:
        given = _extension(column.common, REFERENCES, column.place)
        table, _, key = given.rpartition(".")
        if given and not (table and key):
            raise MetadataError(f"{column.place}/{REFERENCES}: write {given!r} as table.column")
        if given and (column.virtual or column.rules.separator is not None):
            raise MetadataError(f"{column.place}/{REFERENCES}: a virtual column or a list cannot be a key")
        if given:
            yield ForeignKey((column.name,), table, (key,))


def _file(table: model.Table, folder: Path) -> str:
    """Return the name of the file that a table's address stands for."""
    parts = urlsplit(table.url)
    path = Path(url2pathname(parts.path))
    if parts.scheme != "file" or parts.query or parts.fragment or path.parent.resolve() != folder.resolve():
        raise MetadataError(f"{table.place}/url: {table.url} is not a file beside the metadata")
    return path.name


def _extension(common: Mapping[str, Any], name: str, place: str) -> str:
    value = common.get(name, {"@value": ""})
    text = value.get("@value", value.get("@id")) if isinstance(value, dict) else None
    if not isinstance(text, str):
        raise MetadataError(f"{place}/{name}: {value!r} is not a text")
    return text
