"""Differences between two states of the tables, by row and cell.

Rows are the same if they have the same key. Without a key, or when it changed, the rows that have most cells
in common are taken for one.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ..core.errors import DataError, UsageError
from .collections import read_schemas
from .folders import collections_in

__all__ = ["FileDifference", "RowChange", "as_json", "as_text", "compare_folders", "holds_tables"]

KINDS = ("added", "removed", "renamed", "changed")
_MARKS = {"added": "+", "removed": "-", "renamed": "=", "changed": "~"}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class RowChange:
    """The change of one row.

    Attributes
    ----------
    kind : added, removed, renamed (its id changed, nothing else) or changed.
    row : its line in the new file, of a removed row in the old one; the header is 1.
    name : its key, else its first cells.
    cells : column -> text before and after; of a row that was added or removed, one of the two is empty.
    """

    kind: str
    row: int
    name: str
    cells: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FileDifference:
    """The changes of one file.

    Attributes
    ----------
    file : its name, with the folder of its collection where there are several.
    notes : what concerns the file as a whole, in words.
    rows : the rows that differ.
    """

    file: str
    notes: tuple[str, ...] = ()
    rows: tuple[RowChange, ...] = ()


def holds_tables(folder: Path) -> bool:
    """Return whether a path is a folder of tables or of collections, not a graph."""
    if not folder.is_dir() or (folder / "graph.nq").exists():
        return False
    return any(folder.glob("*.csv")) or any(folder.glob("*/*.csv"))


def compare_folders(old: Path, new: Path) -> list[FileDifference]:
    """Compare the tables of two folders.

    Parameters
    ----------
    old, new : collections, or folders of collections.

    Raises
    ------
    UsageError : a folder does not exist or holds no tables.
    DataError : a file is not UTF-8.
    """
    before, after = _files(old), _files(new)
    found = []
    for file in sorted(before | after):
        if difference := _compare(file, before.get(file), after.get(file)):
            found.append(difference)
    return found


def _files(folder: Path) -> dict[str, Path]:
    try:
        places = collections_in([folder])
    except DataError as error:
        raise UsageError(str(error)) from None
    return {
        path.relative_to(folder).as_posix(): path for place in places for path in sorted(place.glob("*.csv"))
    }


def _compare(file: str, old: Path | None, new: Path | None) -> FileDifference | None:
    was, now = _read(old), _read(new)
    key = _key(Path(file).stem, [*was.values(), *now.values()])
    notes = [f"the file is {'new' if old is None else 'gone'}"] if old is None or new is None else []
    if old and new:
        notes += _column_notes(was, now)
    rows = tuple(_changes(was, now, key))
    if not rows and old and new and [*map(_values, was.values())] != [*map(_values, now.values())]:
        notes.append("the rows are in another order")
    return FileDifference(file, tuple(notes), rows) if rows or notes else None


def _read(path: Path | None) -> dict[int, Row]:
    """Read the rows of a file by the line on which each begins."""
    if path is None:
        return {}
    found, line = dict[int, Row](), 2
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            for row in reader:
                found[line] = {name: value or "" for name, value in row.items() if name is not None}
                line = reader.line_num + 1
    except UnicodeDecodeError:
        raise DataError(f"{path} is not UTF-8; jlac tidy {path} --write corrects it") from None
    return found


def _column_notes(was: Mapping[int, Row], now: Mapping[int, Row]) -> Iterator[str]:
    if was and now:
        before, after = list(next(iter(was.values()))), list(next(iter(now.values())))
        yield from (f"column {name} is new" for name in after if name not in before)
        yield from (f"column {name} is gone" for name in before if name not in after)


def _key(table: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the key of a table, by its schema; of any other table, its column ``id``."""
    schema = read_schemas().get(table)
    key = schema.primary_key if schema else ("id",)
    return key if rows and all(name in row for row in rows for name in key) else ()


def _changes(was: Mapping[int, Row], now: Mapping[int, Row], key: tuple[str, ...]) -> Iterator[RowChange]:
    """Yield the rows that differ, in the order of the new file, the removed ones last."""
    gone, come = _unmatched(was, now), _unmatched(now, was)
    pairs = dict(_pairs(gone, come, key))
    for line, row in come.items():
        if line not in pairs:
            yield RowChange("added", line, _name(row, key), {n: ("", v) for n, v in row.items() if v})
            continue
        before = gone.pop(pairs[line])
        cells = {n: (before.get(n, ""), row.get(n, "")) for n in {**row, **before}}
        changed = {name: pair for name, pair in cells.items() if pair[0] != pair[1]}
        if not changed:
            continue
        kind = "renamed" if len(key) == 1 and set(changed) == set(key) else "changed"
        yield RowChange(kind, line, _name(row, key), changed)
    for line, row in gone.items():
        yield RowChange("removed", line, _name(row, key), {n: (v, "") for n, v in row.items() if v})


def _unmatched(some: Mapping[int, Row], others: Mapping[int, Row]) -> dict[int, Row]:
    """Return the rows that the others do not have, counting repeats."""
    counts = Counter(map(_values, others.values()))
    found = {}
    for line, row in some.items():
        values = _values(row)
        if counts[values]:
            counts[values] -= 1
        else:
            found[line] = row
    return found


def _values(row: Row) -> tuple[tuple[str, str], ...]:
    """Return the cells of a row that are not empty, whatever the order of the columns."""
    return tuple(sorted((name, value) for name, value in row.items() if value))


def _pairs(
    gone: Mapping[int, Row], come: Mapping[int, Row], key: tuple[str, ...]
) -> Iterator[tuple[int, int]]:
    """Yield the lines of rows, new and old, that are two states of one row."""
    old = {tuple(row[name] for name in key): line for line, row in gone.items()} if key else {}
    same = (
        {line: old[k] for line, row in come.items() if (k := tuple(row[n] for n in key)) in old}
        if key
        else {}
    )
    yield from same.items()
    free = {line: row for line, row in gone.items() if line not in same.values()}
    for line, row in come.items():
        if line in same or not free:
            continue
        best = max(free, key=lambda other: _alike(row, free[other]))
        if _alike(row, free[best]) >= (1.0 if key and not _differ_by_key_only(row, free[best], key) else 0.5):
            free.pop(best)
            yield line, best


def _differ_by_key_only(one: Row, other: Row, key: Sequence[str]) -> bool:
    return all(one.get(name, "") == other.get(name, "") for name in {**one, **other} if name not in key)


def _alike(one: Row, other: Row) -> float:
    """Return the share of cells that two rows have in common, of those that are not empty in both."""
    names = [name for name in {**one, **other} if one.get(name) or other.get(name)]
    return sum(one.get(name) == other.get(name) for name in names) / len(names) if names else 0.0


def _name(row: Row, key: Sequence[str]) -> str:
    return " ".join(row[name] for name in key) if key else ", ".join([v for v in row.values() if v][:3])


def as_text(found: Iterable[FileDifference]) -> str:
    """Write differences as lines: ``+`` added, ``-`` removed, ``=`` renamed, ``~`` changed.

    Examples
    --------
    >>> change = RowChange("changed", 3, "x", {"amount": ("20", "25"), "note": ("", "Sold.")})
    >>> print(as_text([FileDifference("loans.csv", (), (change,))]), end="")
    loans.csv: 1 changed
      ~ x (row 3): amount: 20 -> 25; note: nothing -> Sold.
    """
    lines = []
    for difference in found:
        counts = [f"{n} {k}" for k in KINDS if (n := sum(row.kind == k for row in difference.rows))]
        lines.append(f"{difference.file}: {', '.join([*difference.notes, *counts])}")
        lines += [f"  {_MARKS[row.kind]} {_line(row)}" for row in difference.rows]
    return "".join(f"{line}\n" for line in lines) or "no differences\n"


def _line(row: RowChange) -> str:
    if row.kind in ("added", "removed"):
        said = "; ".join(f"{name}: {new or old}" for name, (old, new) in row.cells.items())
    else:
        said = "; ".join(
            f"{n}: {old or 'nothing'} -> {new or 'nothing'}" for n, (old, new) in row.cells.items()
        )
    return f"{row.name} (row {row.row}): {said}"


def as_json(found: Iterable[FileDifference]) -> str:
    """Write differences as a JSON list of files."""
    return json.dumps([asdict(difference) for difference in found], ensure_ascii=False, indent=1) + "\n"
