"""Tables -> quads: DuckDB reads the tables, and SQL made from their descriptions writes N-Quads.

Every cell becomes a literal or, through its templates, an IRI.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ..core.edtf import DATATYPE as EDTF
from ..core.graph_names import NO_SOURCE, collection_id, stated
from ..csvw.templates import RESERVED, UNRESERVED, parse
from ..csvw.vocabulary import DATATYPES, XSD
from .findings import Cell
from .support import expand_prefix

if TYPE_CHECKING:
    import duckdb

    from ..csvw.model import Column
    from .metadata import Table, TableGroup

__all__ = [
    "LINE", "PART", "Loaded", "convert", "drop_cells", "expand", "is_stand_in", "load", "quote", "text",
    "variables",
]  # fmt: skip

LINE, PART = "_line", "_part"
_SOURCE = "_source"
_STAND_IN = "row-without-valid-id-"
_LEAST = "64MB"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The tables of a group that were read: all cells as text, with the line of each record.

    The database has a table for each file, by its url, and for each name a view of all rows of its files. The
    view has a column more, `PART`: the place of the file among the tables of the group. What a collection
    with a base of its own defines has another IRI in the graph than the templates make: `written` leads back.
    `terms` has the places of the terms that collections declare.
    """

    group: TableGroup
    db: duckdb.DuckDBPyConnection
    written: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Cell] = field(default_factory=dict)

    def with_names(self, names: Mapping[str, str], terms: Mapping[str, Cell]) -> Loaded:
        """Return the same tables, of which the graph gives some IRIs other names.

        Parameters
        ----------
        names : IRI that the templates of the tables make -> its name in the graph.
        terms : term that a collection declares -> where; `cells_of` gives that place for what no cell makes.
        """
        return replace(self, written={name: iri for iri, name in names.items()}, terms=terms)

    def elsewhere(self, iri: str) -> Cell:
        """Return where a collection declares a term; a place without a file for any other IRI."""
        return self.terms.get(iri, Cell("", 0, ""))

    def as_written(self, iri: str) -> str:
        """Return the IRI that the templates of the tables make for an IRI of the graph."""
        return self.written.get(iri, iri)

    def file(self, part: int) -> str:
        """Return the url of the file that a row of a whole table comes from."""
        return self.group.tables[part].url

    def place(self, part: int, line: int, *, seen_from: int) -> str:
        """Name a row to someone who looks at a file: by its line, with the file where it is another.

        Parameters
        ----------
        part, seen_from : places of the two files among the tables of the group.
        """
        return str(line) if part == seen_from else f"{self.file(part)}:{line}"

    def rows(self, table: Table) -> int:
        """Count the rows of a table's file."""
        found = self.db.execute(f"SELECT count(*) FROM {quote(table.url)}").fetchone()
        return int(found[0]) if found else 0


def load(
    group: TableGroup,
    *,
    only: Iterable[str] | None = None,
    repaired: Mapping[str, str] | None = None,
) -> Loaded:
    """Read the tables of a group into memory; what is no readable CSV must be checked before.

    Parameters
    ----------
    only : urls of the tables to read; all by default.
    repaired : for some tables, the text to read in place of the file.
    """
    import duckdb

    db = duckdb.connect(config={"preserve_insertion_order": True})
    db.execute("SET enable_progress_bar = false")  # it would be written to standard output
    overflow = Path(tempfile.gettempdir()) / f"jlac-{uuid4()}"  # made by the engine if needed, and removed
    db.execute(f"SET temp_directory = {text(str(overflow))}")
    names = {table.url for table in group.tables} if only is None else set(only)
    with tempfile.TemporaryDirectory() as folder:
        for number, table in enumerate(group.tables):
            if table.url not in names:
                continue
            path = table.path
            if repaired and table.url in repaired:
                path = Path(folder) / f"{number}.csv"
                path.write_text(repaired[table.url], encoding="utf-8", newline="")
            _read(db, table, path)
    read = replace(group, tables=tuple(t for t in group.tables if t.url in names))
    _join(db, read)
    return Loaded(read, db)


def _join(db: Any, group: TableGroup) -> None:
    """Make the views of whole tables over their files."""
    for name in group.names:
        rows = [
            f"SELECT {number} AS {PART}, * FROM {quote(table.url)}"
            for number, table in enumerate(group.tables)
            if table.name == name
        ]
        db.execute(f"CREATE VIEW {quote(name)} AS {' UNION ALL '.join(rows)}")


def drop_cells(loaded: Loaded, cells: Iterable[tuple[str, int, str]]) -> set[tuple[str, str, str]]:
    """Empty cells that are at fault; a row goes whose record, or a part of whose key, is at fault.

    A row whose id is at fault gets one that no other row has, so that what it refers to can be checked.

    Parameters
    ----------
    cells : file, row and column; an empty column means the whole row.

    Returns
    -------
    The triples that are no longer made: subject and predicate as IRIs, value as IRI or text.
    """
    by_table: dict[str, dict[int, set[str]]] = {}
    for file, row, column in cells:
        by_table.setdefault(file, {}).setdefault(row, set()).add(column)
    before: set[tuple[str, str, str]] = set()
    after: set[tuple[str, str, str]] = set()
    for number, table in enumerate(loaded.group.tables):
        if rows := by_table.get(table.url):
            before |= _triples(loaded.db, table, rows)
            for row, columns in rows.items():
                _drop(loaded.db, table, row, columns, stand_in=f"{_STAND_IN}{number}-{row}")
            after |= _triples(loaded.db, table, rows)
    return before - after


def _drop(db: Any, table: Table, row: int, columns: set[str], *, stand_in: str) -> None:
    named_by = {name for column in table.columns for name in variables(column.rules.about_url)}
    own = named_by & {*table.primary_key} if len(table.primary_key) == 1 else set()
    if "" in columns or columns & ({*table.primary_key, *named_by} - own):
        db.execute(f"DELETE FROM {quote(table.url)} WHERE {LINE} = ?", [row])
        return
    for column in sorted(columns):
        value = stand_in if column in own else None
        db.execute(f"UPDATE {quote(table.url)} SET {quote(column)} = ? WHERE {LINE} = ?", [value, row])


def is_stand_in(iri: str) -> bool:
    """Return whether an IRI is that of a row whose id is at fault; see `drop_cells`."""
    return _STAND_IN in iri


def _triples(db: Any, table: Table, rows: Iterable[int]) -> set[tuple[str, str, str]]:
    sql = _rows(table)
    if not sql:
        return set()
    lines = ", ".join(str(row) for row in rows)
    found = db.execute(f"{sql} WHERE {LINE} IN ({lines})").fetchall()
    quads = [quad for (text_of_row,) in found for quad in (text_of_row or "").split("\n")]
    parts = (re.match(r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"(.*)")', quad) for quad in quads)
    return {(m[1], m[2], m[3] if m[3] is not None else m[4]) for m in parts if m}


def convert(loaded: Loaded, out: Path) -> None:
    """Write the quads of all tables as N-Quads.

    The lines come in no fixed order, and a quad that two rows make stands twice: a store or a build
    sorts them out at less cost.
    """
    rows = [sql for table in loaded.group.tables if (sql := _rows(table))]
    if not rows:
        out.write_bytes(b"")
        return
    db = loaded.db
    db.execute("SET preserve_insertion_order = false")
    db.execute("PRAGMA disable_optimizer")  # there is nothing to gain, and much to look through
    db.execute(
        f"COPY (SELECT quads FROM ({' UNION ALL '.join(rows)}) WHERE quads <> '') "
        f"TO {text(str(out))} (FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE '')"
    )
    db.execute("PRAGMA enable_optimizer")
    db.execute("SET preserve_insertion_order = true")
    _let_go(db)


def _let_go(db: Any) -> None:
    """Give back the memory of buffers; large tables go to a file until they are read again."""
    import duckdb

    with suppress(duckdb.Error):  # there is no room for the file
        db.execute(f"SET memory_limit = {text(_LEAST)}")
    db.execute("RESET memory_limit")


def _read(db: Any, table: Table, path: Path) -> None:
    """Read one table; the line of a record counts the line breaks inside earlier cells."""
    columns = ", ".join(f"{text(c.name)}: 'VARCHAR'" for c in table.stored)
    breaks = " + ".join(f"coalesce({_breaks(c.name)}, 0)" for c in table.stored)
    cells = ", ".join(
        f"coalesce({quote(c.name)}, {text(c.rules.default)}) AS {quote(c.name)}"
        if c.rules.default
        else quote(c.name)
        for c in table.stored
    )
    db.execute(
        f"CREATE TABLE {quote(table.url)} AS "
        f"SELECT CAST(_n + 1 + coalesce(sum({breaks}) OVER "
        "(ORDER BY _n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS BIGINT) "
        f"AS {LINE}, {cells} FROM (SELECT row_number() OVER () AS _n, * FROM read_csv("
        f"{text(str(path))}, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"auto_detect = false, nullstr = '', max_line_size = 104857600, columns = {{{columns}}}))"
    )


def _breaks(name: str) -> str:
    return f"length({quote(name)}) - length(replace({quote(name)}, chr(10), ''))"


def _rows(table: Table) -> str:
    """Return the query that makes of each row one text, its quads line by line; empty if it makes none."""
    quads = [
        _quads(table, column) for column in table.columns if not column.suppress and not table.suppressed
    ]
    return f"SELECT concat_ws(chr(10), {', '.join(quads)}) AS quads FROM {_by_source(table)}" if quads else ""


def _quads(table: Table, column: Column) -> str:
    """Return the expression of the quads that a column makes in a row; NULL for none."""
    cell = quote(column.name)
    if separator := column.rules.separator:
        wanted = "item <> ''"
        if column.name == table.graph_by_source and not table.graph:
            wanted += f" AND split_part(item, '#', 1) = {_SOURCE}"
        items = f"list_filter(string_split({cell}, {text(separator)}), lambda item: {wanted})"
        return (
            f"array_to_string(list_transform({items}, lambda item: {_quad(table, column, 'item')}), chr(10))"
        )
    quad = _quad(table, column, cell)
    return quad if column.virtual else f"CASE WHEN {cell} IS NOT NULL THEN {quad} END"


def _quad(table: Table, column: Column, cell: str) -> str:
    about, predicate = _pieces(table, column.rules.about_url), _pieces(table, column.rules.property_url)
    start = [_Text("<"), *about, _Text("> <"), *predicate, _Text("> ")]
    return _concat([*start, *_object(table, column, cell), _Text(" <"), *_graph(table), _Text("> .")])


def _object(table: Table, column: Column, cell: str) -> list[str]:
    rules = column.rules
    if rules.value_url is not None:
        return [_Text("<"), *_pieces(table, rules.value_url), _Text(">")]
    datatype = rules.datatype
    literal = [_Text('"'), _escaped(cell)]
    if datatype.partial:
        return [*literal, _Text('"^^<'), _date_type(cell), _Text(">")]
    if datatype.base == "string" and not datatype.id:
        return [*literal, _Text('"' if rules.lang == "und" else f'"@{rules.lang}')]
    if datatype.base == "boolean":
        literal = [_Text('"'), f"CASE {cell} WHEN '1' THEN 'true' WHEN '0' THEN 'false' ELSE {cell} END"]
    return [*literal, _Text(f'"^^<{datatype.id or DATATYPES[datatype.base]}>')]


def _date_type(cell: str) -> str:
    """Return the expression of the datatype of a date: that of a year, month or day, or EDTF."""
    forms = {"gYear": "[0-9]{4}", "gYearMonth": "[0-9]{4}-[0-9]{2}", "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}"}
    cases = (
        f"WHEN regexp_full_match({cell}, '{form}') THEN {text(XSD + kind)}" for kind, form in forms.items()
    )
    return f"CASE {' '.join(cases)} ELSE {text(EDTF)} END"


def _escaped(cell: str) -> str:
    """Escape what N-Quads does not allow in a literal: backslash, quote, line feed, return."""
    for char, code in (("\\", "\\\\"), ('"', '\\"')):
        cell = f"replace({cell}, {text(char)}, {text(code)})"
    for number, code in ((10, "\\n"), (13, "\\r")):
        cell = f"replace({cell}, chr({number}), {text(code)})"
    return cell


def _graph(table: Table) -> list[str]:
    if table.graph:
        return [_Text(table.graph)]
    own = stated(collection_id(table.collection))
    return [_Text(own), quote(_SOURCE)] if table.graph_by_source else [_Text(own + NO_SOURCE)]


def _by_source(table: Table) -> str:
    """Return the rows of a table, one for each source that they cite, its id in the column `_SOURCE`."""
    if table.graph or not table.graph_by_source:
        return quote(table.url)
    column = next(c for c in table.columns if c.name == table.graph_by_source)
    cell, separator = quote(column.name), column.rules.separator
    if not separator:
        source = f"coalesce(split_part({cell}, '#', 1), {text(NO_SOURCE)})"
        return f"(SELECT *, {source} AS {_SOURCE} FROM {quote(table.url)})"
    items = f"string_split({cell}, {text(separator)})"
    ids = f"list_transform(list_filter({items}, lambda i: i <> ''), lambda i: split_part(i, '#', 1))"
    sources = f"CASE WHEN {cell} IS NULL THEN [{text(NO_SOURCE)}] ELSE list_distinct({ids}) END"
    return f"(SELECT *, unnest({sources}) AS {_SOURCE} FROM {quote(table.url)})"


class _Text(str):
    """A constant text among SQL expressions."""


def _pieces(table: Table, template: str | None) -> list[str]:
    """Cut a URI template (``{name}`` and ``{+name}``) into texts and SQL expressions."""
    found: list[str] = []
    for piece in parse(expand_prefix(template or "")):
        if isinstance(piece, str):
            found += [_Text(piece)] if piece else []
            continue
        name = piece.variables[0][0]
        cell = quote(name)
        encoded = f"url_encode({cell})"
        if piece.operator == "+":
            encoded = cell if _is_plain(table, name) else _reserved(cell)
        found.append(f"coalesce({encoded}, '')")
    return found


_PLAIN = re.compile(r"(?:\[[A-Za-z0-9._~/#-]+\]|[A-Za-z0-9/~_#()|+*?-]|\{\d+(?:,\d*)?\})+")


def _is_plain(table: Table, name: str) -> bool:
    """Return whether a column's own format leaves nothing to encode; cells that break it make no triple."""
    form = next(column.rules.datatype.format for column in table.columns if column.name == name)
    return isinstance(form, str) and _PLAIN.fullmatch(form) is not None


def _reserved(cell: str) -> str:
    """Return the expression that encodes all but reserved characters; most cells hold nothing to encode."""
    encoded = f"url_encode({cell})"
    for char in sorted(set(RESERVED) - set(UNRESERVED) - set("[]")):  # no IRI may hold a bracket
        encoded = f"replace({encoded}, '%{ord(char):02X}', {text(char)})"
    return f"CASE WHEN regexp_full_match({cell}, '[A-Za-z0-9/._~-]*') THEN {cell} ELSE {encoded} END"


def variables(template: str | None) -> list[str]:
    """Name the columns that a URI template takes its values from.

    >>> variables("http://example.org/{+kind}/{id}")
    ['kind', 'id']
    """
    return [piece.variables[0][0] for piece in parse(template or "") if not isinstance(piece, str)]


def _concat(pieces: Iterable[str]) -> str:
    """Return the SQL expression that joins pieces; neighbouring texts become one, which is faster."""
    arguments = []
    for constant, group in groupby(pieces, lambda piece: isinstance(piece, _Text)):
        parts = list(group)
        arguments += [text("".join(parts))] if constant else parts
    return f"concat({', '.join(arguments)})"


def expand(table: Table, template: str | None) -> str:
    """Return the SQL expression that expands a URI template; a variable without a value gives nothing."""
    return _concat(_pieces(table, template)) if template else "''"


def quote(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """Quote a text for SQL."""
    return "'" + value.replace("'", "''") + "'"
