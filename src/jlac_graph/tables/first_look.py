"""One look at all cells: which tables hold anything that the closer tests may find.

Where tables are small, a test of each column costs more to prepare than to run. Most tables hold nothing out
of the ordinary, which one query over all of them can tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .forms import (
    DATE,
    DATES,
    ERROR_IN_TEXT,
    ESCAPE,
    FULL_WIDTH,
    LOOK_ALIKES,
    LOST,
    MOJIBAKE,
    PLACEHOLDER,
    SPACE,
    UNFINISHED,
    UNSEEN,
    UNUSUAL_SPACE,
)
from .quads import quote, text

if TYPE_CHECKING:
    from ..csvw.model import Column
    from .metadata import Table

__all__ = ["NOTHING", "Look", "first_look", "is_date", "latin_language"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a table may hold; where it is false there is none of it.

    Attributes
    ----------
    odd : letters, forms or spaces that are seldom meant.
    foreign : letters that are not Latin, or wide ones, in a column of a language with Latin letters.
    dates : values of a column of dates that are not a year, a month or a day.
    """

    odd: bool
    foreign: bool
    dates: bool


NOTHING = Look(False, False, False)
ODD = (
    f"{UNSEEN}|{MOJIBAKE}|[{''.join(sorted(LOOK_ALIKES))}\uff61-\uff9f]|(^|\\n)([=#?@+-]|{PLACEHOLDER}(\\n|$))"
    r"|(^|\n)([A-Z]{2,}([ .,&-]+[A-Z]{2,}){2,}[.]?|[+-]?[1-9][0-9]{0,2}\.[0-9]{3})(\n|$)"
    f"|{ERROR_IN_TEXT}|{ESCAPE}|{UNFINISHED}|{UNUSUAL_SPACE}|{LOST}|(^|\\n){SPACE}|{SPACE}(\\n|$)"
)
FOREIGN = f"[^\\P{{L}}\\p{{Latin}}]|{FULL_WIDTH}"
ONLY_DATES = f"({DATE}(\\n|$))*"


def first_look(db: Any, tables: Iterable[Table]) -> dict[str, Look]:
    """Look at the cells of some tables, each row as one text; what a table without rows holds is missing.

    Parameters
    ----------
    db : the tables.
    tables : those to look at.
    """
    listed = list(tables)
    rows = [_rows(number, table) for number, table in enumerate(listed)]
    if not rows:
        return {}
    odd = f"regexp_matches(cells, {text(ODD)}) OR nfc_normalize(cells) <> cells OR doubled"
    foreign = f"regexp_matches(words, {text(FOREIGN)})"
    dates = f"NOT regexp_full_match(dates, {text(ONLY_DATES)})"
    found = db.execute(
        f"SELECT number, bool_or({odd}), bool_or({foreign}), bool_or({dates}) "
        f"FROM ({' UNION ALL '.join(rows)}) GROUP BY number"
    ).fetchall()
    return {listed[number].url: Look(*looks) for number, *looks in found}


def _rows(number: int, table: Table) -> str:
    stored = table.stored
    separators = sorted({column.rules.separator for column in stored if column.rules.separator})
    doubled = " OR ".join(f"contains(cells, {text(sign * 2)})" for sign in separators) or "false"
    return (
        f"SELECT {number} AS number, {_joined(stored)} AS cells, {doubled} AS doubled, "
        f"{_joined(filter(latin_language, stored))} AS words, {_joined(filter(is_date, stored))} AS dates "
        f"FROM {quote(table.url)}"
    )


def _joined(columns: Iterable[Column]) -> str:
    names = [quote(column.name) for column in columns]
    return f"concat_ws(chr(10), {', '.join(names)})" if names else "''"


def latin_language(column: Column) -> bool:
    """Return whether a column has texts in a language that is written in Latin letters."""
    rules = column.rules
    plain = rules.datatype.base == "string" and not rules.datatype.format
    return plain and rules.lang in ("en", "es", "pt")


def is_date(column: Column) -> bool:
    """Return whether a column has dates, or parts of dates."""
    datatype = column.rules.datatype
    return bool(datatype.partial) or datatype.base in DATES
