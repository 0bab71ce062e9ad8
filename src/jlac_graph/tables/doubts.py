"""What no rule forbids and is likely a slip: a wrong check digit, the same row twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ..core.edtf import bounds
from .quads import LINE, PART, Loaded, quote
from .rule_texts import fault

if TYPE_CHECKING:
    from .findings import Finding
    from .metadata import Table

__all__ = ["doubtful", "isin", "lei", "ror"]

SOURCES = "sources"
SMALL = 1000
"""An amount of money below this is likely one of millions."""


def doubtful(loaded: Loaded) -> Iterator[Finding]:
    """Find the cells and rows of tables that are likely a slip."""
    for table in loaded.group.tables:
        yield from _wrong_digits(loaded.db, table)
        if {"amount", "currency"} <= {column.name for column in table.stored}:
            yield from _too_small(loaded.db, table)
        if table.name == SOURCES:
            yield from _too_late(loaded.db, table)
    for name in loaded.group.names:
        table = loaded.group.named(name)[0]
        if table.primary_key == ("id",):
            yield from _again(loaded, name, [c.name for c in table.stored if c.name != "id"])


def _wrong_digits(db: Any, table: Table) -> Iterator[Finding]:
    names = [column.name for column in table.stored]
    for name, rule, holds in CHECKED:
        if name in names:
            rows = db.execute(
                f"SELECT {LINE}, {quote(name)} FROM {quote(table.url)} "
                f"WHERE {quote(name)} IS NOT NULL ORDER BY 1"
            ).fetchall()
            for line, value in rows:
                if not holds(value):
                    yield fault(rule, table.url, line, name, value)


def _too_small(db: Any, table: Table) -> Iterator[Finding]:
    """Find amounts that may have been entered in millions."""
    sql = (
        f"SELECT {LINE}, amount FROM {quote(table.url)} WHERE TRY_CAST(amount AS DOUBLE) > 0 "
        f"AND TRY_CAST(amount AS DOUBLE) < {SMALL} ORDER BY 1"
    )
    for line, value in db.execute(sql).fetchall():
        yield fault("csvw:small-amount", table.url, line, "amount", value)


def _too_late(db: Any, table: Table) -> Iterator[Finding]:
    """Find sources that were published or read in the future, or published after they were read."""
    sql = f"SELECT {LINE}, coalesce(published, ''), coalesce(read, '') FROM {quote(table.url)} ORDER BY 1"
    for line, published, read in db.execute(sql).fetchall():
        for name, value in (("published", published), ("read", read)):
            if _first(value) > date.today():
                yield fault("csvw:future", table.url, line, name, value)
        if date.today() >= _first(published) > _last(read):
            yield fault("csvw:after-reading", table.url, line, "published", published, read=read)


def _first(text: str) -> date:
    """Return the first day of a date; the earliest of all days where nothing says."""
    return (bounds(text)[0] if text else None) or date.min


def _last(text: str) -> date:
    return (bounds(text)[1] if text else None) or date.max


def _again(loaded: Loaded, name: str, columns: list[str]) -> Iterator[Finding]:
    """Find rows that say the same of the same source; those with a value may differ in it alone."""
    shown = "value" if "value" in columns else "id"
    key = ", ".join(f"coalesce({quote(column)}, '')" for column in columns if column != "value")
    twice = f"SELECT 1 FROM {quote(name)} HAVING count(DISTINCT hash({key})) < count(*)"
    if not loaded.db.execute(twice).fetchone():  # as nearly always, and far cheaper to see
        return
    rows = loaded.db.execute(
        f"SELECT {PART}, {LINE}, coalesce({quote(shown)}, ''), first_part, first, held "
        f"FROM (SELECT *, first_value({PART}) OVER w AS first_part, first_value({LINE}) OVER w AS first, "
        f"first_value({quote(shown)}) OVER w AS held, row_number() OVER w AS nth "
        f"FROM {quote(name)} WINDOW w AS (PARTITION BY {key} ORDER BY {PART}, {LINE})) "
        "WHERE nth > 1 ORDER BY 1, 2"
    ).fetchall()
    for part, line, value, first_part, first, held in rows:
        rule = "csvw:other-value" if shown == "value" and value != held else "csvw:same-row"
        place = loaded.place(first_part, first, seen_from=part)
        yield fault(rule, loaded.file(part), line, shown, value, first=place)


def _number(text: str) -> int:
    """Read letters as two digits each, A being 10, as ISO 7064 and ISO 6166 do."""
    return int("".join(str(int(char, 36)) for char in text))


def lei(code: str) -> bool:
    """Return whether the check digits of an LEI are right (ISO 17442, ISO 7064 mod 97-10).

    >>> lei("353800WZS8AXZXFUC241"), lei("353800WZS8AXZXFUC214")
    (True, False)
    """
    return not _plain(code) or _number(code) % 97 == 1


def ror(code: str) -> bool:
    """Return whether the check digits of a ROR id are right (ISO 7064 mod 97-10 over Crockford's base 32).

    >>> ror("022es3t03"), ror("022es3t30")
    (True, False)
    """
    digits = "0123456789abcdefghjkmnpqrstvwxyz"
    if len(code) != 9 or set(code[:7]) - set(digits) or not code[7:].isdecimal():
        return True
    number = 0
    for char in code[:7]:
        number = number * 32 + digits.index(char)
    return 98 - number * 100 % 97 == int(code[7:])


def isin(code: str) -> bool:
    """Return whether the check digit of an ISIN is right (ISO 6166, Luhn).

    >>> isin("JP3893600001"), isin("JP3893600010")
    (True, False)
    """
    if not _plain(code):
        return True
    digits = [int(digit) for digit in reversed(str(_number(code)))]
    return sum(d if n % 2 == 0 else d * 2 // 10 + d * 2 % 10 for n, d in enumerate(digits)) % 10 == 0


def _plain(code: str) -> bool:
    return code.isascii() and code.isalnum()


CHECKED: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("lei", "csvw:check-digit", lei),
    ("ror", "csvw:check-digit", ror),
    ("isin", "csvw:check-digit", isin),
)
"""Column, rule, and the test of its values."""
