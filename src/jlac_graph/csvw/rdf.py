"""Annotated tables -> triples (Generating RDF from Tabular Data on the Web)."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.edtf import DATATYPE as EDTF
from ..core.edtf import is_plain
from ..core.errors import DataError
from .annotate import Row, Value, rows, with_header
from .context import resolve
from .dialect import Cut, cut
from .keys import Keys
from .locate import Source
from .model import Column, Datatype, Inherited, Table
from .templates import expand
from .vocabulary import CSVW, DATATYPES, PREFIXES, RDF, XSD, expand_name

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["triples", "validate"]

PARTIAL = {4: "gYear", 7: "gYearMonth"}
Warn = Callable[[str], None]


def triples(source: Source, *, minimal: bool = False, warn: Warn = lambda text: None) -> Iterator[ox.Triple]:
    """Yield the triples of a group of tables.

    Parameters
    ----------
    source : what `open_source` gave.
    minimal : only what the cells say; otherwise the tables and rows are described too.
    warn : called with each fault of a cell, a header or a key; the text of a faulty cell stands
        as a plain string.

    Raises
    ------
    DataError : a file cannot be cut into cells, or a cell makes an address that is not a valid IRI.
    """
    group = source.group
    writer, keys = _Writer(minimal), Keys(group, warn)
    node = writer.node(group.id)
    if not minimal:
        yield writer.triple(node, RDF + "type", CSVW + "TableGroup")
        yield from writer.annotations(node, group.common, group.notes)
    for described in group.tables:
        table, pieces = _read(source, described, warn)
        tables = _TableWriter(writer, table)
        if not table.suppress:
            yield from tables.about(node, pieces.comments)
        for row in rows(table, pieces, warn):
            keys.add(table, row)
            if not table.suppress:
                yield from tables.row(row)
    keys.finish()


def validate(source: Source, *, fault: Warn) -> None:
    """Check tables against their descriptions: cells, headers, primary and foreign keys.

    Parameters
    ----------
    fault : called with each fault.

    Raises
    ------
    DataError : a file cannot be cut into cells.
    """
    keys = Keys(source.group, fault)
    for described in source.group.tables:
        table, pieces = _read(source, described, fault)
        tables = _TableWriter(_Writer(minimal=True), table)
        for row in rows(table, pieces, fault):
            keys.add(table, row)
            try:
                deque(tables.row(row), maxlen=0)  # an address is made of cells only here
            except DataError as error:
                fault(str(error))
    keys.finish()


def _read(source: Source, table: Table, fault: Warn) -> tuple[Table, Cut]:
    pieces = cut(source.files.path(table.url).read_bytes(), table.dialect, table.url)
    return with_header(table, pieces, source.group.language, fault), pieces


class _Writer:
    """Makes terms; knows the mode. Blank nodes are numbered, so that the same input gives the same text."""

    def __init__(self, minimal: bool) -> None:
        self.minimal, self._blanks = minimal, 0

    def blank(self) -> ox.BlankNode:
        import pyoxigraph as ox

        self._blanks += 1
        return ox.BlankNode(f"b{self._blanks}")

    def node(self, iri: str = "") -> Any:
        return _named(iri) if iri else self.blank()

    def triple(self, subject: Any, predicate: str, value: Any) -> ox.Triple:
        import pyoxigraph as ox

        return ox.Triple(subject, _named(predicate), _named(value) if isinstance(value, str) else value)

    def literal(self, value: Value, rules: Inherited) -> Any:
        """Make a literal; a value that does not fit its datatype becomes a string."""
        import pyoxigraph as ox

        datatype = Datatype() if value.wrong else rules.datatype
        if datatype.partial:
            plain = XSD + PARTIAL.get(len(value.text), "date")
            return ox.Literal(value.text, datatype=ox.NamedNode(plain if is_plain(value.text) else EDTF))
        if datatype.base == "string" and not datatype.id:
            if rules.lang != "und":
                return ox.Literal(value.text, language=rules.lang)
            return ox.Literal(value.text)
        return ox.Literal(value.text, datatype=_named(datatype.id or DATATYPES[datatype.base]))

    def annotations(
        self, node: Any, common: Mapping[str, Any], notes: tuple[Any, ...]
    ) -> Iterator[ox.Triple]:
        for name, value in common.items():
            yield from self.value(node, name, value)
        for note in notes:
            yield from self.value(node, CSVW + "note", note)

    def value(self, node: Any, name: str, value: Any) -> Iterator[ox.Triple]:
        """Turn the normalised value of a common property into triples (JSON-LD in small)."""

        if isinstance(value, list):
            for item in value:
                yield from self.value(node, name, item)
        elif not isinstance(value, dict):
            yield self.triple(node, name, _native(value))
        elif "@value" in value:
            yield self.triple(node, name, _typed(value))
        else:
            target = _named(_resolve(value["@id"], node)) if "@id" in value else self.blank()
            yield self.triple(node, name, target)
            types = value.get("@type", [])
            for kind in types if isinstance(types, list) else [types]:
                yield self.triple(target, RDF + "type", expand_name(kind) or kind)
            for key, inner in value.items():
                if not key.startswith("@"):
                    yield from self.value(target, expand_name(key) or key, inner)


def _named(iri: str) -> ox.NamedNode:
    import pyoxigraph as ox

    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise DataError(f"{iri!r} is not a valid IRI: {error}") from None


def _resolve(iri: str, node: Any) -> str:
    expanded = expand_name(iri)
    return expanded or resolve(getattr(node, "value", ""), iri)


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

    def __init__(self, writer: _Writer, table: Table) -> None:
        self.writer, self.table = writer, table
        self.columns = {column.name: column for column in table.columns or ()}

    def about(self, group: Any, comments: Sequence[str]) -> Iterator[ox.Triple]:
        """Yield what is said of the table itself, and keep its node for the rows."""
        import pyoxigraph as ox

        writer, table = self.writer, self.table
        self.node = node = writer.node(table.id)
        if writer.minimal:
            return
        yield writer.triple(group, CSVW + "table", node)
        yield writer.triple(node, RDF + "type", CSVW + "Table")
        yield writer.triple(node, CSVW + "url", table.url)
        yield from writer.annotations(node, table.common, table.notes)
        for comment in comments:
            yield writer.triple(node, PREFIXES["rdfs"] + "comment", ox.Literal(comment))

    def row(self, row: Row) -> Iterator[ox.Triple]:
        """Yield the triples of a row."""
        node = self.writer.blank()
        if not self.writer.minimal:
            yield from self._about_row(node, row)
        described = set()
        for subject, statements in self._statements(row):
            if not self.writer.minimal and subject not in described:
                described.add(subject)
                yield self.writer.triple(node, CSVW + "describes", subject)
            yield from statements

    def _about_row(self, node: Any, row: Row) -> Iterator[ox.Triple]:
        import pyoxigraph as ox

        writer = self.writer
        yield writer.triple(self.node, CSVW + "row", node)
        yield writer.triple(node, RDF + "type", CSVW + "Row")
        number = ox.Literal(str(row.number), datatype=ox.NamedNode(XSD + "integer"))
        yield writer.triple(node, CSVW + "rownum", number)
        yield writer.triple(node, CSVW + "url", f"{self.table.url}#row={row.place}")
        for name in self.table.row_titles:
            for value in row.cells.get(name) or ():
                title = writer.literal(Value(value.text, wrong=True), self.columns[name].rules)
                yield writer.triple(node, CSVW + "title", title)

    def _statements(self, row: Row) -> Iterator[tuple[Any, list[ox.Triple]]]:
        """Yield, for each column that says something, the subject and the statements."""
        default = self.writer.blank()
        texts: dict[str, Any] = {"_row": str(row.number), "_sourceRow": str(row.place)}
        texts |= {name: self._text(name, cell) for name, cell in row.cells.items()}
        for number, column in enumerate(self.columns.values(), 1):
            cell = row.cells.get(column.name)
            if column.suppress or (cell is None and not (column.virtual and column.rules.value_url)):
                continue
            place = str(number + self.table.dialect.skip_columns)
            local = {**texts, "_column": str(number), "_sourceColumn": place, "_name": column.name}
            about = column.rules.about_url
            try:
                subject = default if about is None else _named(self._iri(about, local))
                statements = self._cell(subject, column, cell or [], local)
            except DataError as error:
                raise DataError(f"{self.table.url}#row={row.place}: {column.name}: {error}") from None
            yield subject, statements

    def _text(self, name: str, cell: list[Value] | None) -> str | list[str] | None:
        if cell is None:
            return None
        texts = [value.text for value in cell]
        return texts if self.columns[name].rules.separator is not None else texts[0]

    def _cell(
        self, subject: Any, column: Column, cell: list[Value], texts: Mapping[str, Any]
    ) -> list[ox.Triple]:
        rules, writer = column.rules, self.writer
        template = rules.property_url
        predicate = f"{self.table.url}#{column.name}" if template is None else self._iri(template, texts)
        if rules.value_url is not None:
            return [writer.triple(subject, predicate, self._iri(rules.value_url, texts))]
        values = [writer.literal(value, rules) for value in cell]
        if rules.ordered and rules.separator is not None:
            head, items = _list(values, [writer.blank() for _ in values])
            return [writer.triple(subject, predicate, head), *items]
        return [writer.triple(subject, predicate, value) for value in values]

    def _iri(self, template: str, texts: Mapping[str, Any]) -> str:
        text = expand(template, texts)
        prefix, colon, local = text.partition(":")
        if colon and prefix in PREFIXES and not local.startswith("//"):
            return PREFIXES[prefix] + local
        return resolve(self.table.url, text) if text else self.table.url


def _list(items: list[Any], nodes: list[ox.BlankNode]) -> tuple[Any, list[ox.Triple]]:
    import pyoxigraph as ox

    nil = ox.NamedNode(RDF + "nil")
    found = []
    for number, (node, item) in enumerate(zip(nodes, items, strict=True)):
        rest = nodes[number + 1] if number + 1 < len(nodes) else nil
        found.append(ox.Triple(node, ox.NamedNode(RDF + "first"), item))
        found.append(ox.Triple(node, ox.NamedNode(RDF + "rest"), rest))
    return (nodes[0] if nodes else nil), found
