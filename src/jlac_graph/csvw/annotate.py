"""Raw cells -> annotated rows (Model for Tabular Data, section 6): values, nulls, lists, faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .datatypes import read
from .dialect import Cut
from .model import Column, Inherited, Table
from .vocabulary import expand_title

__all__ = ["Cells", "Row", "Value", "rows", "with_header"]

Fault = Callable[[str], None]
RAW = {"string", "json", "xml", "html", "anyAtomicType", "any"}


@dataclass(frozen=True, slots=True)
class Value:
    """The lexical form of a value; `wrong` when it does not fit its datatype."""

    text: str
    wrong: bool = False


Cells = Mapping[str, "list[Value] | None"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number among the rows, its number in the source, its cells by column name."""

    number: int
    place: int
    cells: Cells


def with_header(table: Table, pieces: Cut, language: str, fault: Fault) -> Table:
    """Bring the columns of a table together with the header of its file.

    Parameters
    ----------
    table : a description; without columns it takes those of the header.
    pieces : the file.
    language : of the titles in the header, where the table does not say.
    fault : called when the description and the header do not fit each other.
    """
    width = max([len(pieces.header), *(len(cells) for _, cells in pieces.rows[:1])], default=0)
    titles = [*pieces.header, *([[]] * (width - len(pieces.header)))]
    if table.columns is None:
        columns = [_from_header(table, number, texts, language) for number, texts in enumerate(titles, 1)]
        return replace(table, columns=tuple(columns))
    own = [column for column in table.columns if not column.virtual]
    if not own and table.columns:
        own = [_from_header(table, number, texts, language) for number, texts in enumerate(titles, 1)]
    elif len(pieces.header) > len(own):
        fault(f"{table.url}: expected {len(own)} columns, found {len(pieces.header)} in the header")
        own += [_from_header(table, n + 1, [], language) for n in range(len(own), width)]
    elif pieces.header and len(pieces.header) < len(own):
        fault(f"{table.url}: expected {len(own)} columns, found {len(pieces.header)} in the header")
    for column, texts in zip(own, pieces.header, strict=False):
        _check_title(table, column, texts, fault)
    return replace(table, columns=(*own, *(c for c in table.columns if c.virtual)))


def _from_header(table: Table, number: int, titles: Sequence[str], language: str) -> Column:
    name = expand_title(titles[0]) if titles else f"_col.{number}"
    return Column(name, number, {language: tuple(titles)} if titles else {}, table.rules)


def _check_title(table: Table, column: Column, header: Sequence[str], fault: Fault) -> None:
    """Check that a description and a header share a title, or else the name."""
    language = table.rules.lang
    if not header:
        return
    if column.titles:
        if any(
            text in header and _fits(lang, language)
            for lang, texts in column.titles.items()
            for text in texts
        ):
            return
        expected = " or ".join(repr(text) for texts in column.titles.values() for text in texts)
    elif not column.named or column.name in {*header, *(expand_title(text) for text in header)}:
        return
    else:
        expected = repr(column.name)
    fault(f"{table.url}: column {column.number} has the title {header[0]!r}, expected {expected}")


def _fits(one: str, other: str) -> bool:
    """Return whether two languages match when cut to the length of the shorter."""
    if "und" in (one, other):
        return True
    first, second = one.lower().split("-"), other.lower().split("-")
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


def rows(table: Table, pieces: Cut, fault: Fault) -> Iterator[Row]:
    """Yield the rows of a table whose columns are known.

    Parameters
    ----------
    fault : called with each cell that is not what its column says.
    """
    own = [column for column in table.columns or () if not column.virtual]
    for number, (place, cells) in enumerate(pieces.rows, 1):
        where = f"{table.url}#row={place}"
        if len(cells) != len(own):
            fault(f"{where}: expected {len(own)} cells, found {len(cells)}")
        texts = (*cells, *([""] * (len(own) - len(cells))))
        yield Row(number, place, {c.name: _cell(c, texts[c.number - 1], where, fault) for c in own})


def _cell(column: Column, text: str, where: str, fault: Fault) -> list[Value] | None:
    """Read a cell; None when it is null."""
    rules = column.rules
    text = _normal(text, rules.datatype.base)
    if text == "":
        text = _normal(rules.default, rules.datatype.base)
    empty = rules.separator is not None and text == ""
    if empty or text in rules.null:
        if rules.required:
            fault(f"{where}: {column.name} is required, the cell is empty")
        return [] if empty else None
    found = []
    for item in _items(text, rules):
        value, wrong = read(item, rules.datatype)
        if wrong:
            fault(f"{where}: {column.name}: {item!r}: {wrong}")
        found.append(Value(value, bool(wrong)))
    return found


def _items(text: str, rules: Inherited) -> list[str]:
    if rules.separator is None:
        return [text]
    items = text.split(rules.separator) if rules.separator else [text]
    if rules.datatype.base not in ("string", "anyAtomicType", "any"):
        items = [item.strip() for item in items]
    return [item for item in (item or rules.default for item in items) if item not in rules.null]


def _normal(text: str, base: str) -> str:
    if base in RAW:
        return text
    text = text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return text if base == "normalizedString" else " ".join(text.split())
