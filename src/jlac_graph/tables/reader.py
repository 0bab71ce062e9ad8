"""Tables as bytes and records: what is read of a file, and what of it is at fault.

A file that is not as it should be is read as far as its meaning is beyond doubt (a byte order
mark, line ends of another system, columns in another order, one broken record among sound ones), so
that the cells of the rest are checked in the same run.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..core.paths import read_regular
from .encodings import ENCODINGS, encoding_of
from .findings import Finding
from .hints import NO_HINT, Hint, did_you_mean, hint
from .metadata import Table
from .rule_texts import fault
from .suggestions import nearest

__all__ = ["LONGEST", "ReadTable", "read_table"]

LONGEST = 100_000
TITLES = 20
"""Lines among which the header is looked for."""
_FIELD = r'(?>"(?:[^"\r\x00]++|"")*+"|[^",\r\n\x00]*+)'
_SOUND = re.compile(rf"(?>{_FIELD}(?:[,\n]|\Z))*")
_ONE = re.compile(r'(?:"((?:[^"]++|"")*+)"|([^",\n]*+))(,|\n|\Z)')
_LOST = re.compile(r"(?:^|,)\?{2,}(?=,|\r?$)", re.MULTILINE)
"""A cell of which an older encoding had no letter."""
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What is read of one table.

    Attributes
    ----------
    table : its description.
    findings : what is wrong with file and records.
    repaired : its text with all that is at fault taken out, line for line; None when the file
        itself can be loaded.
    readable : whether there is anything to load.
    lost : lines of the records that were left out.
    skipped : lines of records that hold nothing: empty, or the header again.
    """

    table: Table
    findings: tuple[Finding, ...] = ()
    repaired: str | None = None
    readable: bool = True
    lost: frozenset[int] = frozenset()
    skipped: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Work:
    """A table that is being read."""

    table: Table
    findings: list[Finding] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    skipped: set[int] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.table.stored]

    @property
    def needed(self) -> set[str]:
        """The columns that a file must have; the cells of others may be empty."""
        return {column.name for column in self.table.stored if column.rules.required}

    def fault(
        self, rule: str, row: int, column: str = "", value: str = "", hint: Hint = NO_HINT, **words: object
    ) -> None:
        words = {"header": ",".join(self.names), "path": _relative(self.table.path), **words}
        self.findings.append(fault(rule, self.table.url, row, column, value, hint=hint, **words))

    def done(self, repaired: str | None, *, readable: bool = True) -> ReadTable:
        return ReadTable(
            self.table,
            tuple(self.findings),
            repaired,
            readable,
            frozenset(self.lost),
            frozenset(self.skipped),
        )


def _relative(path: Path) -> str:
    """Give a path as it is typed in a command, from the working directory where it lies below it."""
    shown = path.resolve()
    shown = shown.relative_to(Path.cwd()) if shown.is_relative_to(Path.cwd()) else shown
    return shlex.quote(str(shown))


def read_table(table: Table) -> ReadTable:
    """Read a table's file and say what is wrong with it as a CSV file."""
    work = _Work(table)
    raw = _bytes(work, table.path)
    if raw is None:
        return work.done(None, readable=False)
    try:
        content = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = _in_another_encoding(work, raw)
        return work.done(None, readable=False) if text is None else _repair(work, text)
    named = content.partition("\n")[0].split(",") == work.names
    if named and _SOUND.fullmatch(content) and _is_even(work, content):
        return work.done(None)
    return _repair(work, content)


def _in_another_encoding(work: _Work, raw: bytes) -> str | None:
    """Decode bytes that are not UTF-8: as a whole if their encoding is clear, else with marks.

    Return None if letters were lost.
    """
    bare = raw.removeprefix(codecs.BOM_UTF8)
    encoding = encoding_of(bare)
    if not encoding:
        return raw.decode("utf-8", errors="surrogateescape")
    text = bare.decode(encoding)
    if lost := len(_LOST.findall(text)):
        work.fault("csvw:lossy-encoding", 0, encoding=ENCODINGS[encoding], found=lost)
        return None
    work.fault("csvw:other-encoding", 0, encoding=ENCODINGS[encoding])
    return text


def _bytes(work: _Work, path: Path) -> bytes | None:
    try:
        raw = read_regular(path)
    except OSError as error:
        work.fault("csvw:file", 0, reason=error.strerror)
        return None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        work.fault("csvw:utf-16", 0)
        return None
    if raw[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        work.fault("csvw:workbook", 0)
        return None
    if not raw.strip(b" \t\r\n\0\xef\xbb\xbf"):
        work.fault("csvw:empty", 0)
        return None
    return raw


def _is_even(work: _Work, content: str) -> bool:
    """Return whether every record of a text without stray quotes has its fields, none too long."""
    csv.field_size_limit(1 << 30)
    due = len(work.names)
    records = csv.reader(io.StringIO(content, newline=""), strict=True)
    header = next(records)
    return all(
        len(record) == due and any(record) and record != header and max(map(len, record)) <= LONGEST
        for record in records
    )


def _repair(work: _Work, content: str) -> ReadTable:
    if _is_saved_otherwise(work, content.removeprefix("\ufeff")):
        return work.done(None, readable=False)
    content = _line_ends(work, content)
    records = list(_without_empty_columns(work, list(_records(content))))
    header = [_shown(cell) for cell in records[0][1] or []]
    order = _header(work, header)
    if order is None:
        return work.done(None, readable=False)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(work.names)
    _skip(work, records[1:], header)
    for line, cells, size in records[1:]:
        sound = None if line in work.skipped else _record(work, line, cells, header)
        if sound is None:
            if line not in work.skipped:
                work.lost.add(line)
            empty = '"' + "\n" * (size - 1) + '"'
            out.write("," * (len(work.names) - 1) + empty + "\n")
        else:
            writer.writerow(["" if place is None else sound[place] for place in order])
    return work.done(out.getvalue())


_Record = tuple[int, list[str] | None, int]


def _is_saved_otherwise(work: _Work, content: str) -> bool:
    """Recognise a file that is not the table but what a tool made of it; report that alone."""
    lines = content.splitlines()[:TITLES]
    if re.search(r"^<{7}( |\r?$)", content, re.M) and re.search(r"^>{7}( |\r?$)", content, re.M):
        work.fault("csvw:conflict", content[: content.index("<<<<<<<")].count("\n") + 1)
        return True
    if lines and (match := re.fullmatch(r'"?sep=(.)"?[;,\t]*', lines[0])):
        work.fault("csvw:sep-line", 1, line=f"sep={match[1]}")
        return True
    signs = [",", *_DELIMITERS]
    for number, line in enumerate(lines):
        for sign in signs:
            cells = [cell.strip().strip('"') for cell in line.rstrip("\r\n" + sign).split(sign)]
            if cells != work.names or len(cells) < 2:
                continue
            if number:
                work.fault("csvw:title-rows", 1, found=number)
            elif sign != ",":
                work.fault("csvw:delimiter", 1, found=_DELIMITERS[sign])
            return bool(number) or sign != ","
    return False


def _without_empty_columns(work: _Work, records: list[_Record]) -> list[_Record]:
    """Leave out columns after the last one that are empty in every record."""
    due = len(work.names)
    cells = [record[1] for record in records if record[1] is not None and any(record[1])]
    header = records[0][1] or []
    if len(header) <= due or header[:due] != work.names or any(any(found[due:]) for found in cells):
        return records
    work.fault("csvw:empty-columns", 1, found=len(header) - due)
    return [(line, None if found is None else found[:due], size) for line, found, size in records]


def _skip(work: _Work, records: list[_Record], header: Sequence[str]) -> None:
    """Skip records that hold nothing: runs of empty ones, and the header pasted again."""
    run: list[int] = []
    for line, cells, _ in [*records, (0, None, 0)]:
        if cells is not None and not any(cell.strip() for cell in cells):
            run.append(line)
            continue
        if run:
            work.fault("csvw:empty-rows", run[0], found=len(run))
            work.skipped.update(run)
            run = []
        if cells is not None and list(cells) == list(header):
            work.fault("csvw:header-again", line)
            work.skipped.add(line)


def _line_ends(work: _Work, content: str) -> str:
    mark = content.startswith("\ufeff")
    ends = "\r\n" in content or ("\r" in content and "\n" not in content)
    content = content.removeprefix("\ufeff")
    if mark:
        work.fault("csvw:excel" if ends else "csvw:bom", 1)
    elif ends:
        work.fault("csvw:line-ends", content[: content.index("\r")].count("\n") + 1)
    if ends:
        content = content.replace("\r\n", "\n")
        content = content if "\n" in content else content.replace("\r", "\n")
    return content


def _records(content: str) -> Iterator[tuple[int, list[str] | None, int]]:
    """Yield line, cells and number of lines of each record; cells None when quotes do not match."""
    place, line = 0, 1
    while place < len(content):
        start, cells = place, list[str]()
        while match := _ONE.match(content, place):
            quoted, plain, end = match.groups()
            cells.append(plain if quoted is None else quoted.replace('""', '"'))
            place = match.end()
            if end != ",":
                break
        else:
            place = content.find("\n", start) + 1 or len(content)
            yield line, None, 1
            line += 1
            continue
        size = max(content.count("\n", start, place), 1)
        yield line, cells, size
        line += size


def _header(work: _Work, found: Sequence[str]) -> list[int | None] | None:
    """Check the header; return where each column is, None for one that may be missing and is.

    Return None in place of the list if it is not clear.
    """
    names, place = work.names, {name: number for number, name in enumerate(found)}
    if list(found) == names:
        return list(place.values())
    if _names_no_column(found, names):
        work.fault("csvw:no-header", 1)
        return None
    for name, times in Counter(found).items():
        if times > 1:
            work.fault("csvw:column-twice", 1, name, name)
    missing = [name for name in names if name not in found]
    for name in dict.fromkeys(found):
        if name not in names:
            near = nearest(name.strip().lower(), missing)
            work.fault("csvw:column-unknown", 1, name, name, hint=did_you_mean(near[:1]))
    strange = len(place) < len(found) or any(name not in names for name in found)
    needed = [name for name in missing if name in work.needed]
    for name in needed:
        work.fault("csvw:column-missing", 1, name)
    if strange or needed:
        return None
    if [name for name in names if name in place] != list(found):
        work.fault("csvw:column-order", 1, header=",".join(name for name in names if name in place))
    return [place.get(name) for name in names]


def _names_no_column(found: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether the first line is not a header, not even one with slips in most of its names."""
    like = [name for name in found if name in names or nearest(name.strip().lower(), names)]
    return not set(found) & set(names) and 2 * len(like) < len(found)


def _record(work: _Work, line: int, cells: list[str] | None, header: Sequence[str]) -> list[str] | None:
    """Check one record; return its cells without what cannot be loaded, None to leave it out."""
    if cells is None:
        work.fault("csvw:quotes", line)
        return None
    if len(cells) != len(header):
        shown = ",".join(cells)[:60].encode("utf-8", "replace").decode()
        work.fault("csvw:fields", line, value=shown, found=len(cells), due=len(header))
        return None
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > LONGEST:
            work.fault("csvw:length", line, name, cell[:60], found=len(cell), most=LONGEST)
            return None
        if bad := re.search("[\udc80-\udcff]+", cell):
            code = bad[0].encode("utf-8", "surrogateescape").hex(" ")
            shown = _shown(cell)
            work.fault("csvw:encoding", line, name, shown, hint=_guess(cell), bytes=code)
    return [re.sub("[\0\r]", "\ufffd", _shown(cell)) for cell in cells]


def _shown(cell: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", cell)


def _guess(cell: str) -> Hint:
    """Return the older encoding in which a cell makes sense, when one does."""
    content = cell.encode("utf-8", "surrogateescape")
    if not (encoding := encoding_of(content)):
        return NO_HINT
    return hint("reads", text=repr(content.decode(encoding)), encoding=ENCODINGS[encoding])
