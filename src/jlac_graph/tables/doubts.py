"""What no rule forbids and is likely a slip: a wrong check digit, the same row twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .quads import LINE, quote
from .rule_texts import fault

if TYPE_CHECKING:
    from .findings import Finding
    from .metadata import Table

__all__ = ["doubtful", "isin", "lei", "ror"]


def doubtful(db: Any, table: Table) -> Iterator[Finding]:
    """Find the cells and rows of a table that are likely a slip."""
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
    if table.primary_key == ("id",):
        yield from _again(db, table, [name for name in names if name != "id"])


def _again(db: Any, table: Table, names: list[str]) -> Iterator[Finding]:
    """Find rows that say the same of the same source; those with a value may differ in it alone."""
    shown = "value" if "value" in names else "id"
    key = ", ".join(f"coalesce({quote(name)}, '')" for name in names if name != "value")
    rows = db.execute(
        f"SELECT {LINE}, coalesce({quote(shown)}, ''), first, held "
        f"FROM (SELECT *, min({LINE}) OVER w AS first, "
        f"first_value({quote(shown)}) OVER (PARTITION BY {key} ORDER BY {LINE}) AS held "
        f"FROM {quote(table.url)} WINDOW w AS (PARTITION BY {key})) WHERE {LINE} > first ORDER BY 1"
    ).fetchall()
    for line, value, first, held in rows:
        differs = shown == "value" and value != held
        yield fault(
            "csvw:other-value" if differs else "csvw:same-row", table.url, line, shown, value, first=first
        )


def _number(text: str) -> int:
    """Read letters as two digits each, A being 10, as ISO 7064 and ISO 6166 do."""
    return int("".join(str(int(char, 36)) for char in text))


def lei(code: str) -> bool:
    """Say whether the check digits of an LEI are right (ISO 17442, ISO 7064 mod 97-10).

    >>> lei("353800WZS8AXZXFUC241"), lei("353800WZS8AXZXFUC214")
    (True, False)
    """
    return not _plain(code) or _number(code) % 97 == 1


def ror(code: str) -> bool:
    """Say whether the check digits of a ROR id are right (ISO 7064 mod 97-10 over Crockford's base 32).

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
    """Say whether the check digit of an ISIN is right (ISO 6166, Luhn).

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
