"""Annotated tables -> triples (Generating RDF from Tabular Data on the Web)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from .datatypes import read
from .dialect import Cut, cut
from .locate import Source
from .model import Column, Inherited, Table
from .templates import encode, expand
from .vocabulary import CSVW, DATATYPES, PREFIXES, RDF, XSD, expand_name

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["triples"]

Warn = Callable[[str], None]
RAW = {"string", "json", "xml", "html", "anyAtomicType", "any"}


def triples(source: Source, *, minimal: bool = False, warn: Warn = lambda text: None) -> Iterator[ox.Triple]:
    """Yield the triples of a group of tables.

    Parameters
    ----------
    source : what `open_source` gave.
    minimal : only what the cells say; otherwise the tables and rows are described too.
    warn : called with each fault of a cell; its text then stands as a plain string.

    Raises
    ------
    DataError : a file cannot be cut into cells, or a foreign key does not hold.
    """
    group = source.group
    writer = _Writer(minimal, warn)
    node = writer.node(group.id)
    if not minimal:
        yield writer.triple(node, RDF + "type", CSVW + "TableGroup")
        yield from writer.annotations(node, group.common, group.notes)
    for table in group.tables:
        if table.suppress:
            continue
        pieces = cut(source.files.path(table.url).read_bytes(), table.dialect, table.url)
        yield from _TableWriter(writer, _with_columns(table, pieces, group.language, warn), pieces).triples(
            node
        )


def _with_columns(table: Table, pieces: Cut, language: str, warn: Warn) -> Table:
    """Take the names of columns from the header where the schema gives none."""
    width = max([len(pieces.header), *(len(cells) for _, cells in pieces.rows[:1])], default=0)
    if table.columns is not None:
        own = [column for column in table.columns if not column.virtual]
        if pieces.header and len(own) != len(pieces.header) and pieces.rows:
            warn(f"{table.url}: {len(own)} columns are described, the header has {len(pieces.header)}")
        return table
    columns = []
    for number in range(width):
        titles = tuple(pieces.header[number]) if number < len(pieces.header) else ()
        name = encode(titles[0]) if titles else f"_col.{number + 1}"
        columns.append(Column(name, number + 1, {language: titles} if titles else {}, table.rules))
    return replace(table, columns=tuple(columns))


class _Writer:
    """Makes terms; knows the mode."""

    def __init__(self, minimal: bool, warn: Warn) -> None:
        self.minimal, self.warn = minimal, warn

    def node(self, iri: str = "") -> Any:
        import pyoxigraph as ox

        return ox.NamedNode(iri) if iri else ox.BlankNode()

    def triple(self, subject: Any, predicate: str, value: Any) -> ox.Triple:
        import pyoxigraph as ox

        return ox.Triple(
            subject, ox.NamedNode(predicate), ox.NamedNode(value) if isinstance(value, str) else value
        )

    def literal(self, text: str, rules: Inherited, *, plain: bool = False) -> Any:
        import pyoxigraph as ox

        base = "string" if plain else rules.datatype.base
        if base == "string" and (plain or not rules.datatype.id):
            return ox.Literal(text, language=rules.lang) if rules.lang != "und" else ox.Literal(text)
        return ox.Literal(text, datatype=ox.NamedNode(rules.datatype.id or DATATYPES[base]))

    def annotations(
        self, node: Any, common: Mapping[str, Any], notes: tuple[Any, ...]
    ) -> Iterator[ox.Triple]:
        for name, value in common.items():
            yield from self.value(node, name, value)
        for note in notes:
            yield from self.value(node, CSVW + "note", note)

    def value(self, node: Any, name: str, value: Any) -> Iterator[ox.Triple]:
        """Turn the normalised value of a common property into triples (JSON-LD in small)."""
        import pyoxigraph as ox

        if isinstance(value, list):
            for item in value:
                yield from self.value(node, name, item)
        elif not isinstance(value, dict):
            yield self.triple(node, name, _native(value))
        elif "@value" in value:
            yield self.triple(node, name, _typed(value))
        else:
            target = ox.NamedNode(_resolve(value["@id"], node)) if "@id" in value else ox.BlankNode()
            yield self.triple(node, name, target)
            types = value.get("@type", [])
            for kind in types if isinstance(types, list) else [types]:
                yield self.triple(target, RDF + "type", expand_name(kind) or kind)
            for key, inner in value.items():
                if not key.startswith("@"):
                    yield from self.value(target, expand_name(key) or key, inner)


def _resolve(iri: str, node: Any) -> str:
    expanded = expand_name(iri)
    return expanded or urljoin(getattr(node, "value", ""), iri)


def _native(value: Any) -> Any:
    import pyoxigraph as ox

    if isinstance(value, bool):
        return ox.Literal(str(value).lower(), datatype=ox.NamedNode(XSD + "boolean"))
    kind = "integer" if isinstance(value, int) else "double"
    return ox.Literal(json.dumps(value), datatype=ox.NamedNode(XSD + kind))


def _typed(value: Mapping[str, Any]) -> Any:
    import pyoxigraph as ox

    inner = value["@value"]
    if value.get("@language", "und") != "und":
        return ox.Literal(inner, language=value["@language"])
    if "@type" in value:
        return ox.Literal(
            str(inner),
            datatype=ox.NamedNode(
                DATATYPES.get(value["@type"]) or expand_name(value["@type"]) or value["@type"]
            ),
        )
    return ox.Literal(inner) if isinstance(inner, str) else _native(inner)


class _TableWriter:
    """Writes one table."""

    def __init__(self, writer: _Writer, table: Table, pieces: Cut) -> None:
        self.writer, self.table, self.pieces = writer, table, pieces
        self.columns = table.columns or ()
        self.own = [column for column in self.columns if not column.virtual]

    def triples(self, group: Any) -> Iterator[ox.Triple]:
        import pyoxigraph as ox

        writer, table = self.writer, self.table
        node = writer.node(table.id)
        if not writer.minimal:
            yield writer.triple(group, CSVW + "table", node)
            yield writer.triple(node, RDF + "type", CSVW + "Table")
            yield writer.triple(node, CSVW + "url", table.url)
            yield from writer.annotations(node, table.common, table.notes)
            for comment in self.pieces.comments:
                yield writer.triple(node, PREFIXES["rdfs"] + "comment", ox.Literal(comment))
        keys: set[tuple[Any, ...]] = set()
        for number, (place, cells) in enumerate(self.pieces.rows, 1):
            yield from self._row(node, number, place, cells, keys)

    def _row(
        self, table: Any, number: int, place: int, cells: list[str], keys: set[tuple[Any, ...]]
    ) -> Iterator[ox.Triple]:
        import pyoxigraph as ox

        writer = self.writer
        if len(cells) > len(self.own):
            writer.warn(
                f"{self.table.url}#row={place}: {len(cells)} cells where {len(self.own)} are described"
            )
        values = {
            c.name: self._cell(c, cells[c.number - 1] if c.number <= len(cells) else "", place)
            for c in self.own
        }
        if key := tuple(str(values[name]) for name in self.table.primary_key if name in values):
            if key in keys:
                writer.warn(f"{self.table.url}#row={place}: the key {key} is used twice")
            keys.add(key)
        row = ox.BlankNode()
        if not writer.minimal:
            yield writer.triple(table, CSVW + "row", row)
            yield writer.triple(row, RDF + "type", CSVW + "Row")
            yield writer.triple(
                row, CSVW + "rownum", ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
            )
            yield writer.triple(row, CSVW + "url", f"{self.table.url}#row={place}")
            for name in self.table.row_titles:
                for text, plain in values.get(name) or ():
                    column = next(c for c in self.own if c.name == name)
                    yield writer.triple(
                        row,
                        CSVW + "title",
                        writer.literal(
                            text,
                            replace(
                                column.rules, datatype=replace(column.rules.datatype, base="string", id="")
                            ),
                            plain=plain,
                        ),
                    )
        yield from self._describe(row, number, place, values)

    def _describe(self, row: Any, number: int, place: int, values: Mapping[str, Any]) -> Iterator[ox.Triple]:
        import pyoxigraph as ox

        default, described = ox.BlankNode(), set()
        texts: dict[str, Any] = {"_row": str(number), "_sourceRow": str(place)}
        for column in self.own:
            cell = values[column.name]
            texts[column.name] = (
                None
                if cell is None
                else ([t for t, _ in cell] if column.rules.separator is not None else cell[0][0])
            )
        for index, column in enumerate(self.columns, 1):
            if column.suppress:
                continue
            local = texts | {
                "_column": str(index),
                "_sourceColumn": str(index + self.table.dialect.skip_columns),
                "_name": column.name,
            }
            cell = values.get(column.name)
            found = list(self._statements(column, cell, local, default))
            for subject, statements in found:
                if not self.writer.minimal and subject not in described:
                    described.add(subject)
                    yield self.writer.triple(row, CSVW + "describes", subject)
                yield from statements

    def _statements(
        self, column: Column, cell: Any, texts: Mapping[str, Any], default: Any
    ) -> Iterator[tuple[Any, list[ox.Triple]]]:
        import pyoxigraph as ox

        rules = column.rules
        if cell is None and not (column.virtual and rules.value_url):
            return
        subject = ox.NamedNode(self._iri(rules.about_url, texts)) if rules.about_url else default
        predicate = (
            self._iri(rules.property_url, texts) if rules.property_url else f"{self.table.url}#{column.name}"
        )
        if rules.value_url:
            yield subject, [self.writer.triple(subject, predicate, self._iri(rules.value_url, texts))]
        elif rules.ordered and rules.separator is not None:
            head, items = _list([self.writer.literal(t, rules, plain=plain) for t, plain in cell])
            yield subject, [self.writer.triple(subject, predicate, head), *items]
        else:
            yield (
                subject,
                [
                    self.writer.triple(subject, predicate, self.writer.literal(t, rules, plain=plain))
                    for t, plain in cell
                ],
            )

    def _iri(self, template: str, texts: Mapping[str, Any]) -> str:
        text = expand(template, texts)
        prefix, colon, local = text.partition(":")
        if colon and prefix in PREFIXES and not local.startswith("//"):
            return PREFIXES[prefix] + local
        return urljoin(self.table.url, text) if text else self.table.url

    def _cell(self, column: Column, text: str, place: int) -> list[tuple[str, bool]] | None:
        """Read a cell: (text, is it in error) for each value; None when it is null."""
        rules = column.rules
        text = _normal(text, rules.datatype.base)
        if text == "":
            text = _normal(rules.default, rules.datatype.base)
        if rules.separator is not None and text == "":
            self._missing(rules, column, place)
            return []
        if text in rules.null:
            self._missing(rules, column, place)
            return None
        if rules.separator is None:
            return [self._read(text, column, place)]
        items = text.split(rules.separator) if rules.separator else [text]
        if rules.datatype.base not in ("string", "anyAtomicType", "any"):
            items = [item.strip() for item in items]
        items = [item or rules.default for item in items]
        return [self._read(item, column, place) for item in items if item not in rules.null]

    def _missing(self, rules: Inherited, column: Column, place: int) -> None:
        if rules.required:
            self.writer.warn(f"{self.table.url}#row={place}: {column.name} is required")

    def _read(self, text: str, column: Column, place: int) -> tuple[str, bool]:
        value, wrong = read(text, column.rules.datatype)
        if wrong:
            self.writer.warn(f"{self.table.url}#row={place}: {column.name}: {text!r}: {wrong}")
        return value, bool(wrong)


def _normal(text: str, base: str) -> str:
    if base in RAW:
        return text
    text = text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return text if base == "normalizedString" else " ".join(text.split())


def _list(items: list[Any]) -> tuple[Any, list[ox.Triple]]:
    import pyoxigraph as ox

    nil = ox.NamedNode(RDF + "nil")
    nodes = [ox.BlankNode() for _ in items]
    found = []
    for number, (node, item) in enumerate(zip(nodes, items, strict=True)):
        rest = nodes[number + 1] if number + 1 < len(nodes) else nil
        found.append(ox.Triple(node, ox.NamedNode(RDF + "first"), item))
        found.append(ox.Triple(node, ox.NamedNode(RDF + "rest"), rest))
    return (nodes[0] if nodes else nil), found
