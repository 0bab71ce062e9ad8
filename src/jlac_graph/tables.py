"""Read csv-metadata.json (W3C CSVW) into typed, frozen descriptions of tables and columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import MetadataError
from .terms import ONT

__all__ = ["Column", "ForeignKey", "Table", "TableGroup", "read_group"]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    base: str = "string"
    format: str = ""
    minimum: str = ""
    maximum: str = ""
    lang: str = ""
    separator: str = ""
    default: str = ""
    required: bool = False
    about: str = ""
    property: str = ""
    value: str = ""
    virtual: bool = False
    suppressed: bool = False
    only_if: str = ""
    partial_date: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    url: str
    path: Path
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    graph: str
    graph_by_source: str

    @property
    def stored(self) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if not c.virtual)


@dataclass(frozen=True, slots=True)
class TableGroup:
    path: Path
    tables: tuple[Table, ...]


def read_group(path: Path) -> TableGroup:
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MetadataError(f"cannot read {path}: {error.strerror}") from None
    except ValueError as error:
        raise MetadataError(f"{path} is not JSON: {error}") from None
    return TableGroup(path, tuple(_table(path, t) for t in meta["tables"]))


def _table(path: Path, item: Mapping[str, Any]) -> Table:
    schema = item["tableSchema"]
    about = schema.get("aboutUrl", "")
    return Table(
        url=item["url"],
        path=path.parent / item["url"],
        columns=tuple(_column(c, about) for c in schema["columns"]),
        primary_key=tuple(schema.get("primaryKey", ())),
        foreign_keys=tuple(
            ForeignKey(
                tuple(k["columnReference"]),
                k["reference"]["resource"],
                tuple(k["reference"]["columnReference"]),
            )
            for k in schema.get("foreignKeys", ())
        ),
        graph=item.get("jlac:graph", ""),
        graph_by_source=item.get("jlac:graphBySource", ""),
    )


def _column(item: Mapping[str, Any], about: str) -> Column:
    datatype = item.get("datatype", "string")
    if isinstance(datatype, str):
        datatype = {"base": datatype}
    return Column(
        name=item["name"],
        base=datatype.get("base", "string"),
        format=datatype.get("format", ""),
        minimum=datatype.get("minimum", ""),
        maximum=datatype.get("maximum", ""),
        lang=item.get("lang", ""),
        separator=item.get("separator", ""),
        default=item.get("default", ""),
        required=item.get("required", False),
        about=item.get("aboutUrl", about),
        property=item.get("propertyUrl", ""),
        value=item.get("valueUrl", ""),
        virtual=item.get("virtual", False),
        suppressed=item.get("suppressOutput", False),
        only_if=item.get("jlac:onlyIf", ""),
        partial_date=item.get("jlac:datatype") == "partialDate",
    )
