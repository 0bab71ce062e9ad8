"""Check the cells of the tables by what csv-metadata.json says of them; all faults at once.

First the file as bytes (encoding, byte order mark, NUL), then its records (header, number of
fields, quotes), then, in SQL, its cells (required, type, form, range, white space) and its keys.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from .findings import Finding, nearest
from .mapping import LINE, Loaded, quote, text
from .tables import Column, ForeignKey, Table, TableGroup

__all__ = ["check_cells", "check_files"]

DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
LONGEST = 100_000
SPACE = r"[\s\x{00A0}\x{3000}]"
FORMS = {
    "decimal": (r"[+-]?(\d+(\.\d*)?|\.\d+)", "a number with a point, as 2800000000 or 29.5"),
    "integer": (r"[+-]?\d+", "a whole number, as 2012"),
    "boolean": ("true|false|1|0", "true or false"),
    "anyURI": (r"[A-Za-z][A-Za-z0-9+.-]*:\S+", "a full address, as https://example.org/page"),
}


def check_files(group: TableGroup) -> list[Finding]:
    """Check that every table is a readable CSV file with the columns that are described.

    Returns
    -------
    What is wrong; a table with a finding cannot be loaded.
    """
    return [finding for table in group.tables for finding in _file(table)]


def check_cells(loaded: Loaded) -> list[Finding]:
    """Check every cell and key of loaded tables."""
    findings: list[Finding] = []
    names = {row[0] for row in loaded.db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for table in loaded.group.tables:
        if table.url not in names:
            continue
        for column in table.stored:
            findings += _column(loaded.db, table, column)
        findings += _primary_key(loaded.db, table)
        for key in table.foreign_keys:
            if key.table in names:
                findings += _foreign_key(loaded.db, table, key)
    return sorted(findings)


def _file(table: Table) -> Iterator[Finding]:
    def fault(row: int, rule: str, message: str, suggestion: str = "", **cell: str) -> Finding:
        return Finding(
            table.url, row, cell.get("column", ""), cell.get("value", ""), f"csvw:{rule}", message,
            "error", suggestion,
        )  # fmt: skip

    try:
        raw = table.path.read_bytes()
    except OSError as error:
        yield fault(0, "file", f"the table cannot be read: {error.strerror}")
        return
    names = [column.name for column in table.stored]
    if not raw.strip():
        yield fault(0, "header", "the file is empty", f"begin with the line {','.join(names)}")
        return
    try:
        content = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        bad = raw[error.start : error.end].hex(" ")
        yield fault(row, "encoding", f"byte {bad} is not UTF-8", "save the file as UTF-8")
        return
    if content.startswith("\ufeff"):
        yield fault(1, "encoding", "the file begins with a byte order mark", "save it without BOM")
        content = content[1:]
    if "\0" in content:
        row = content[: content.index("\0")].count("\n") + 1
        yield fault(row, "encoding", "the file holds a NUL character", "remove it")
        return
    if "\r" in content:
        row = content[: content.index("\r")].count("\n") + 1
        yield fault(row, "structure", "lines end in CR or CRLF", "save with line ends LF")
        return
    yield from _records(table, names, content, fault)


def _records(table: Table, names: Sequence[str], content: str, fault: Any) -> Iterator[Finding]:
    csv.field_size_limit(1 << 30)
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    start = 1
    try:
        for record in reader:
            if start == 1:
                header = list(_header(names, record, fault))
                yield from header
                if header:
                    return
            elif len(record) != len(names):
                shown = ",".join(record)[:60]
                yield fault(
                    start,
                    "structure",
                    f"{len(record)} fields where {len(names)} are due",
                    "quote a field that holds a comma; leave no empty line",
                    value=shown,
                )
            for name, cell in zip(names, record, strict=False):
                if len(cell) > LONGEST:
                    yield fault(
                        start, "length", f"{len(cell)} characters in one cell",
                        f"at most {LONGEST}; is a quote missing?", column=name, value=cell[:60],
                    )  # fmt: skip
            start = reader.line_num + 1
    except csv.Error as error:
        yield fault(start, "structure", f"the quotes do not match: {error}", "double a quote inside")


def _header(names: Sequence[str], found: Sequence[str], fault: Any) -> Iterator[Finding]:
    if list(found) == list(names):
        return
    for name, times in Counter(found).items():
        if times > 1:
            yield fault(1, "header", "the column is there twice", column=name, value=name)
    extra = [name for name in dict.fromkeys(found) if name not in names]
    missing = [name for name in names if name not in found]
    for name in extra:
        near = nearest(name.strip(), missing)
        hint = f"did you mean {near[0]}?" if near else f"the columns are {','.join(names)}"
        yield fault(1, "header", "there is no such column", hint, column=name, value=name)
    for name in missing:
        yield fault(1, "header", "the column is missing", column=name)
    if not extra and not missing and len(found) == len(names):
        yield fault(1, "header", "the columns stand in another order", f"write {','.join(names)}")


def _column(db: Any, table: Table, column: Column) -> Iterator[Finding]:
    cell = quote(column.name)
    if column.required:
        yield from _faults(db, table, column, f"{cell} IS NULL", "required", "a value is required", "")
    yield from _faults(
        db, table, column, f"regexp_matches({cell}, '^{SPACE}|{SPACE}$')",
        "space",
        "white space stands before or after the value", "remove it",
    )  # fmt: skip
    for test, rule, message, hint in _tests(column):
        yield from _faults(db, table, column, test, rule, message, hint)


def _tests(column: Column) -> Iterator[tuple[str, str, str, str]]:
    """Yield, for the datatype of a column, the SQL test of a fault, its rule, words and hint."""
    item = "item"
    if column.partial_date:
        yield (
            f"{item} IS NOT NULL AND (NOT regexp_full_match({item}, '{DATE}') OR TRY_CAST("
            f"rpad({item}, 10, substr('0000-01-01', length({item}) + 1)) AS DATE) IS NULL)",
            "datatype", "not a year, a month or a day that exists", "write 2012, 2012-03 or 2012-03-01",
        )  # fmt: skip
        return
    if column.base in FORMS:
        form, hint = FORMS[column.base]
        yield (
            f"NOT regexp_full_match({item}, {text(form)})",
            "datatype", f"not of the type {column.base}", f"write {hint}",
        )  # fmt: skip
    elif column.format:
        yield (
            f"NOT regexp_full_match({item}, {text(column.format)})",
            "format", "the value does not have the form that the column asks for",
            f"the form is {column.format}",
        )  # fmt: skip
    for bound, sign, words in ((column.minimum, "<", "least"), (column.maximum, ">", "most")):
        if bound:
            yield (
                f"TRY_CAST({item} AS DECIMAL(38, 9)) {sign} {float(bound)}",
                "range", f"the value must be at {words} {bound}", "",
            )  # fmt: skip


def _faults(
    db: Any, table: Table, column: Column, test: str, rule: str, message: str, hint: str
) -> Iterator[Finding]:
    cell = quote(column.name)
    items = f"unnest(string_split({cell}, {text(column.separator)}))" if column.separator else cell
    listed = rule in ("required", "space")
    source = quote(table.url) if listed else f"(SELECT *, {items} AS item FROM {quote(table.url)})"
    shown = cell if listed else "item"
    rows = db.execute(
        f"SELECT {LINE}, coalesce({shown}, '') FROM {source} WHERE {test} ORDER BY 1, 2"
    ).fetchall()
    for line, value in rows:
        yield Finding(table.url, line, column.name, value, f"csvw:{rule}", message, "error", hint)


def _primary_key(db: Any, table: Table) -> Iterator[Finding]:
    if not table.primary_key:
        return
    key = ", ".join(f"coalesce({quote(name)}, '')" for name in table.primary_key)
    rows = db.execute(
        f"SELECT {LINE}, first, concat_ws(',', {key}) FROM (SELECT *, min({LINE}) OVER w AS first, "
        f"row_number() OVER (PARTITION BY {key} ORDER BY {LINE}) AS nth FROM {quote(table.url)} "
        f"WINDOW w AS (PARTITION BY {key})) WHERE nth > 1 ORDER BY 1"
    ).fetchall()
    for line, first, value in rows:
        yield Finding(
            table.url, line, table.primary_key[0], value, "csvw:primaryKey",
            f"the key is already used in row {first}", "error", "choose another id, or merge the rows",
        )  # fmt: skip


def _foreign_key(db: Any, table: Table, key: ForeignKey) -> Iterator[Finding]:
    own = " AND ".join(f"{quote(c)} IS NOT NULL" for c in key.columns)
    match = " AND ".join(
        f"there.{quote(r)} = here.{quote(c)}" for c, r in zip(key.columns, key.references, strict=True)
    )
    shown = ", ".join(f"here.{quote(c)}" for c in key.columns)
    rows = db.execute(
        f"SELECT {LINE}, concat_ws(',', {shown}) FROM {quote(table.url)} here WHERE {own} AND NOT "
        f"EXISTS (SELECT 1 FROM {quote(key.table)} there WHERE {match}) ORDER BY 1"
    ).fetchall()
    known = [] if not rows else _keys(db, key)
    for line, value in rows:
        near = nearest(value, known)
        hint = f"did you mean {' or '.join(near)}?" if near else f"add it to {key.table}"
        yield Finding(
            table.url, line, key.columns[0], value, "csvw:foreignKey",
            f"{key.table} has no such {' and '.join(key.references)}", "error", hint,
        )  # fmt: skip


def _keys(db: Any, key: ForeignKey) -> list[str]:
    names = ", ".join(quote(name) for name in key.references)
    rows = db.execute(f"SELECT DISTINCT concat_ws(',', {names}) FROM {quote(key.table)}").fetchall()
    return sorted(row[0] for row in rows)
