"""Rows drawn for a terminal: a table if it fits, else one block per row.

An entity with a label is shown by the label and its short name. No word is cut: when the columns are too
many or too wide for the terminal, each row becomes a block of ``column  value`` lines.

Tables are drawn here and not by rich, which takes six times as long for 5,000 rows; only its measure of
characters is used.

Examples
--------
>>> from pyoxigraph import Literal, NamedNode
>>> from jlac_graph.sparql.answers import Solutions
>>> firm = NamedNode("https://w3id.org/jlac/id/agent/mitsui")
>>> columns = ("firm", "firmLabel", "deals", "year")
>>> rows = Solutions(columns, ((firm, Literal("Mitsui & Co."), Literal(3), Literal("2012")),))
>>> print(draw(rows, width=60))
firm                         deals  year
────────────────────────────────────────
Mitsui & Co. (agent/mitsui)      3  2012
<BLANKLINE>
>>> print(draw(rows, width=22))
firm   Mitsui & Co.
       (agent/mitsui)
deals  3
year   2012
<BLANKLINE>
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from ..core.characters import for_people
from ..core.languages import digits
from ..core.namespaces import PREFIXES, short_id
from ..core.terms import written

if TYPE_CHECKING:
    from ..sparql.answers import Solutions
    from ..sparql.syntax import Term

__all__ = ["draw", "merged", "shown"]

_GAP = 2
_TALL = 4  # lines of one row; a taller table is easier to read as blocks
_PLAIN_DIGITS = 4
_NUMBERS = {"integer", "decimal", "double", "float", "int", "long"}


def shown(term: Term | None) -> str:
    """Write a term for people: short names instead of IRIs.

    >>> from pyoxigraph import NamedNode
    >>> shown(NamedNode("https://w3id.org/jlac/id/place/peru"))
    'place/peru'
    >>> shown(NamedNode("https://example.org/mine/id/fact/loan"))
    'fact/loan'
    """
    if term is None:
        return ""
    value = getattr(term, "value", None)
    if type(term).__name__ == "NamedNode":
        return short_id(str(value))
    if type(term).__name__ == "Triple":
        return (
            f"<<( {' '.join(shown(getattr(term, part)) for part in ('subject', 'predicate', 'object'))} )>>"
        )
    return written(term) if value is None or type(term).__name__ == "BlankNode" else str(value)


def draw(rows: Solutions, *, width: int) -> str:
    """Draw rows for a terminal of a given width.

    Parameters
    ----------
    rows : a column ``xLabel`` right after a column ``x`` is drawn into it.
    width : of the terminal; characters of East Asian scripts count two.
    """
    columns = _columns(rows)
    found = _widths(columns, width)
    if found is None:
        return _blocks(columns, width)
    return _table(columns, found)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    cells: tuple[str, ...]
    numeric: bool

    @property
    def whole(self) -> int:
        """Width at which no cell wraps."""
        return max(_wide(text) for text in (self.name, *self.cells))

    @property
    def least(self) -> int:
        """Width of the longest word; words of scripts without spaces may break anywhere."""
        words = (word for text in (self.name, *self.cells) for word in text.split())
        return max((_wide(word) if _wide(word) == len(word) else 4 for word in words), default=1)


def _wide(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def merged(rows: Solutions) -> tuple[list[str], list[tuple[str, ...]]]:
    """Write rows for people, each column of labels merged into the column before it.

    Returns
    -------
    The names of the columns left, and the cells of each row: ``label (name)`` for an entity with a label, the
    label alone for a code or word.

    Examples
    --------
    >>> from pyoxigraph import Literal, NamedNode
    >>> from jlac_graph.sparql.answers import Solutions
    >>> peru = NamedNode("https://w3id.org/jlac/id/place/peru")
    >>> merged(Solutions(("host", "hostLabel"), ((peru, Literal("Perú")), (peru, None))))
    (['host'], [('Perú (place/peru)',), ('place/peru',)])
    """
    starts = [i for i, name in enumerate(rows.columns) if not _labels(rows.columns, i)]
    names = [rows.columns[i] for i in starts]
    lines = (
        tuple(_cell(row[i], row[i + 1] if _labels(rows.columns, i + 1) else None) for i in starts)
        for row in rows
    )
    return names, list(lines)


def _labels(columns: tuple[str, ...], i: int) -> bool:
    """Return whether column i holds the labels of the column before it."""
    return 0 < i < len(columns) and columns[i] == f"{columns[i - 1]}Label"


def _columns(rows: Solutions) -> list[_Column]:
    names, lines = merged(rows)
    found = []
    for i, name in enumerate(names):
        at = rows.columns.index(name)
        cells = tuple(for_people(" ".join(line[i].split())) for line in lines)
        found.append(_Column(name, cells, any(_is_number(row[at]) for row in rows)))
    return found


def _cell(term: Term | None, label: Term | None) -> str:
    text = _grouped(shown(term)) if _is_number(term) else shown(term)
    if label is None:
        return text
    # the label of a code or word says all that its notation does
    return f"{shown(label)} ({text})" if type(term).__name__ != "Literal" else shown(label)


def _grouped(number: str) -> str:
    """Group the digits of a large number in threes; other cells stay as they are."""
    whole, point, rest = number.partition(".")
    large = whole.lstrip("+-").isdigit() and len(whole) > _PLAIN_DIGITS
    return f"{digits(int(whole), 'en')}{point}{rest}" if large else number


def _is_number(term: Any) -> bool:
    datatype = getattr(term, "datatype", None)
    return datatype is not None and datatype.value.removeprefix(PREFIXES["xsd"]) in _NUMBERS


def _widths(columns: list[_Column], width: int) -> list[int] | None:
    """Distribute the width of the terminal among the columns; None if a table would be hard to read."""
    room = width - _GAP * (len(columns) - 1)
    whole, found = [c.whole for c in columns], [c.least for c in columns]
    if sum(whole) <= room:
        return whole
    spare = room - sum(found)
    if spare < 0:
        return None
    while spare:
        neediest = max(range(len(columns)), key=lambda i: whole[i] / found[i])
        if whole[neediest] <= found[neediest]:
            break
        found[neediest] += 1
        spare -= 1
    tall = max((len(_wrap(t, w)) for c, w in zip(columns, found, strict=True) for t in c.cells), default=1)
    return None if tall > _TALL else found


def _wrap(text: str, width: int) -> list[str]:
    """Break a text at its spaces into lines; only what is wider than a line is cut."""
    from rich.cells import chop_cells

    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if _wide(joined) <= width:
            lines[-1] = joined
            continue
        parts = [word] if _wide(word) <= width else chop_cells(word, width)
        lines[-1:] = parts if not lines[-1] else [lines[-1], *parts]
    return lines


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _wide(text))
    return space + text if right else text + space


def _table(columns: list[_Column], widths: list[int]) -> str:
    gap = " " * _GAP
    head = gap.join(_pad(c.name, w, right=c.numeric) for c, w in zip(columns, widths, strict=True))
    lines = [head.rstrip(), "─" * (sum(widths) + _GAP * (len(widths) - 1))]
    for row in zip(*(c.cells for c in columns), strict=True):
        wrapped = [_wrap(text, w) for text, w in zip(row, widths, strict=True)]
        for i in range(max(map(len, wrapped))):
            parts = [cell[i] if i < len(cell) else "" for cell in wrapped]
            padded = zip(columns, parts, widths, strict=True)
            lines.append(gap.join(_pad(t, w, right=c.numeric) for c, t, w in padded).rstrip())
    return "\n".join(lines) + "\n"


def _blocks(columns: list[_Column], width: int) -> str:
    """Write each row as lines of name and value; unbound cells are omitted."""
    margin = max(_wide(c.name) for c in columns) + _GAP
    blocks = []
    for row in zip(*(c.cells for c in columns), strict=True):
        pairs = zip(columns, row, strict=True)
        lines = [line for column, text in pairs if text for line in _entry(column.name, text, margin, width)]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _entry(name: str, text: str, margin: int, width: int) -> list[str]:
    """Write a value beside its name; below it if a word of the value is too long for the place beside."""
    room = max(width - margin, 10)
    if max(map(_wide, text.split()), default=0) > room:
        return [name, *(" " * _GAP + line for line in _wrap(text, width - _GAP))]
    heads = chain([_pad(name, margin, right=False)], repeat(" " * margin))
    return [f"{head}{line}".rstrip() for head, line in zip(heads, _wrap(text, room), strict=False)]
