"""Spreadsheet text as records: encoding, line ends, separators and empty margins, with what was changed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence

from ..core.errors import UsageError
from .encodings import ENCODINGS, encoding_of, is_mixed

__all__ = ["decoded", "numbered", "read_records"]

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_INDEX = re.compile(r"|Unnamed: 0")
"""The header of the index that pandas writes."""

Records = list[list[str]]


def decoded(raw: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """Decode a file, and say in words what its encoding was if it is not plain UTF-8.

    Parameters
    ----------
    raw : the bytes.
    name : of the file, for messages.
    encoding : a key of `ENCODINGS`; found out when not given.

    Raises
    ------
    UsageError : the bytes make sense in no encoding, or in two.

    Examples
    --------
    >>> decoded("México".encode("cp1252"), "a.csv"), decoded("三井".encode("cp932"), "a.csv")
    (('México', 'Windows-1252'), ('三井', 'Shift_JIS'))
    >>> decoded(codecs.BOM_UTF8 + "id;México".encode("cp1252"), "a.csv")
    ('id;México', 'Windows-1252')
    """
    raw, marked = raw.removeprefix(codecs.BOM_UTF8), raw.startswith(codecs.BOM_UTF8)
    if encoding:
        return _decode(raw, name, encoding), ENCODINGS[encoding] * (encoding != "utf-8")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decode(raw, name, "utf-16"), "UTF-16"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_otherwise(raw, name)
    return text, "UTF-8 with a byte order mark" if marked else ""


def _decode(raw: bytes, name: str, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not {ENCODINGS[encoding]}: byte {error.start + 1}") from None


def _decoded_otherwise(raw: bytes, name: str) -> tuple[str, str]:
    if is_mixed(raw):
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise UsageError(
                f"{name} is UTF-8 except for some bytes, the first in line {line}; type those cells again "
                "(jlac validate lists them), or give the encoding of the whole file with --encoding"
            ) from None
    if not (encoding := encoding_of(raw)):
        raise UsageError(
            f"{name} is not UTF-8, and its encoding is not clear; give it with --encoding: "
            f"{', '.join(ENCODINGS)}"
        )
    return _decode(raw, name, encoding), ENCODINGS[encoding]


def read_records(text: str, names: Sequence[str]) -> tuple[Records, list[str]]:
    """Read the records of a table, header first, without what a spreadsheet adds around them.

    Parameters
    ----------
    text : the decoded file.
    names : the columns of its schema; empty when it has none.

    Returns
    -------
    The records, and the changes in words.

    Examples
    --------
    >>> read_records("sep=;\\r\\nid;class;\\r\\na;b;\\r\\n;;\\r\\n", ["id", "class"])[0]
    [['id', 'class'], ['a', 'b']]
    """
    changes = []
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        changes.append("line ends are LF")
    text, separator = _separator(text, names)
    records = _parse(text, separator)
    if (
        separator == ";" and "," in records[0][0] and not any(records[0][1:])
    ):  # a German Excel reads no commas
        records = _parse("\n".join(";".join(cells).rstrip(";") for cells in records), ",")
        changes.append("cells were in one column")
    elif separator != ",":
        changes.append(f"separators are commas, not {_SEPARATORS.get(separator, separator)}")
    return _trimmed(records, names, changes), changes


def numbered(text: str, names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a file, each with the line that it begins on.

    Parameters
    ----------
    text, names : as in `read_records`.

    Examples
    --------
    >>> list(numbered("sep=;\\na;b\\n1;2\\n", ["a"]))
    [(2, ['a', 'b']), (3, ['1', '2'])]
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    body, separator = _separator(text, names)
    line = text.count("\n") - body.count("\n") + 1
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    done = 0
    for cells in reader:
        yield line + done, cells
        done = reader.line_num


def _separator(text: str, names: Sequence[str]) -> tuple[str, str]:
    """Return the text without the instruction to Excel, and the sign that separates the cells."""
    first, _, rest = text.partition("\n")
    if match := re.fullmatch(r'"?sep=(.)"?[;,\t]*', first):
        return rest, match[1]

    def score(sign: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in first.split(sign)]
        return len(set(cells) & set(names)), len(cells)

    best = max(_SEPARATORS, key=score)
    return text, ";" if best == "," and _is_one_column(first, rest) else best


def _is_one_column(header: str, rest: str) -> bool:
    """Return whether a spreadsheet that expects semicolons read each line as one cell."""
    quoted = (line for line in rest.split("\n") if line.startswith('"') and '""' in line)
    return header.endswith(";") or ("," in header and any(len(_parse(line, ",")[0]) == 1 for line in quoted))


def _parse(text: str, separator: str) -> Records:
    csv.field_size_limit(1 << 30)
    return [list(cells) for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator)] or [[]]


def _trimmed(records: Records, names: Sequence[str], changes: list[str]) -> Records:
    """Leave out empty rows and columns at the end, the header again, and the index of pandas."""
    header = [cell.strip() for cell in records[0]]
    rows = [cells for cells in records[1:] if any(cell.strip() for cell in cells)]
    if len(rows) < len(records) - 1:
        changes.append(f"{len(records) - 1 - len(rows)} empty rows are removed")
    kept = [cells for cells in rows if [cell.strip() for cell in cells] != header]
    if len(kept) < len(rows):
        changes.append("the header is not repeated")
    width = len(header)
    while width > 1 and not header[width - 1] and not any(any(cells[width - 1 :]) for cells in kept):
        width -= 1
    if width < len(header) or any(len(cells) > width and not any(cells[width:]) for cells in kept):
        changes.append("empty columns at the end are removed")
    found = [header[:width], *(cells[:width] if not any(cells[width:]) else cells for cells in kept)]
    return _without_index(_filled(found), names, changes)


def _filled(records: Records) -> Records:
    """Give each row the cells at its end that a spreadsheet leaves out."""
    width = len(records[0])
    return [cells + [""] * (width - len(cells)) for cells in records]


def _without_index(records: Records, names: Sequence[str], changes: list[str]) -> Records:
    head, *rows = records
    index = [cells[0] for cells in rows]
    counted = index in ([str(n) for n in range(len(rows))], [str(n) for n in range(1, len(rows) + 1)])
    if not (_INDEX.fullmatch(head[0]) and counted and len(head) > 1):
        return records
    changes.append("the column of row numbers is removed")
    return [cells[1:] for cells in records]
