"""Apply an edit, described as data in faults.toml, to a copy of the curated tables.

Rows are named by their primary key (parts joined by a comma), never by number, so that the corpus
stays true as rows are added. In what is expected, a row is such a key, ``@n`` for a line, ``@end`` for
the last, or ``*`` with a column's value: all rows that have it.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tests.fixtures.report import copy_report

__all__ = ["FAULTS", "Fault", "apply", "expected", "line_of", "read_faults"]

ROOT = Path(__file__).parents[3]
FAULTS = Path(__file__).with_name("faults.toml")


@dataclass(frozen=True)
class Fault:
    """One faulty variant of the data.

    Attributes
    ----------
    name : what is wrong, in a few words.
    edits : the edits, each a table of the TOML file.
    expect : "file row column rule" of each finding; the column ``-`` is none.
    """

    name: str
    edits: tuple[dict[str, Any], ...]
    expect: tuple[str, ...]
    suggestion: str = ""


def read_faults(path: Path = FAULTS) -> list[Fault]:
    found = []
    for item in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]:
        edits = tuple(item["edits"]) if "edits" in item else ({k: v for k, v in item.items() if k in EDIT},)
        found.append(Fault(item["name"], edits, tuple(item["expect"]), item.get("suggestion", "")))
    return found


EDIT = {"file", "row", "set", "add", "delete", "replace", "header", "order", "encoding", "prefix", "suffix",
        "line_ends", "content", "fill", "latin", "remove_file"}  # fmt: skip
ROWS = {"set", "add", "delete", "header", "order", "fill"}
"""Edits of rows; the others are of bytes."""


def apply(faults: Iterable[Fault], folder: Path) -> Path:
    """Copy the tables of the report to a folder and edit the copy: rows first, then bytes."""
    data = copy_report(folder)
    edits = [edit for fault in faults for edit in fault.edits]
    # a cell filled with megabytes makes every later edit of its table slow
    for edit in sorted(edits, key=lambda edit: (not edit.keys() & ROWS, "fill" in edit)):
        _apply(edit, data / edit["file"], _key(edit["file"]))
    return data


@cache
def _key(file: str) -> tuple[str, ...]:
    schema = ROOT / "data" / "schemas" / f"{Path(file).stem}.json"
    return tuple(json.loads(schema.read_text(encoding="utf-8"))["primaryKey"])


def _apply(edit: dict[str, Any], path: Path, key: tuple[str, ...]) -> None:
    if edit.get("remove_file"):
        path.unlink()
        return
    if edit.keys() & ROWS:
        _edit_rows(edit, path, key)
    content = path.read_bytes()
    if "content" in edit:
        content = edit["content"].encode()
    if "replace" in edit:
        old, new = (text.encode() for text in edit["replace"])
        start = _start(content, edit["row"]) if "row" in edit else 0
        at = content.index(old, start)
        content = content[:at] + new + content[at + len(old) :]
    if "latin" in edit:
        old, codec = edit["latin"]
        start = _start(content, edit["row"])
        end = content.index(b"\n", start)
        line = content[start:end].replace(old.encode(), old.encode(codec))
        content = content[:start] + line + content[end:]
    if "encoding" in edit:
        content = content.decode().encode(edit["encoding"])
    content = content.replace(b"\n", edit.get("line_ends", "\n").encode())
    path.write_bytes(edit.get("prefix", "").encode() + content + edit.get("suffix", "").encode())


def _start(content: bytes, row: str) -> int:
    return content.index(f"\n{row},".encode()) + 1


def _edit_rows(edit: dict[str, Any], path: Path, key: tuple[str, ...]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        names, *rows = list(csv.reader(file))
    at = [n for n, r in enumerate(rows) if _of(names, r, key) == edit.get("row")]
    assert at or "row" not in edit, f"{path.name} has no row {edit.get('row')}"
    for n in at:
        changed = list(rows[n])
        for column, value in {**edit.get("set", {}), **edit.get("add", {})}.items():
            changed[names.index(column)] = value
        for column, length in edit.get("fill", {}).items():
            changed[names.index(column)] = "x" * length
        if "add" in edit:
            rows.append(changed)
        else:
            rows[n] = changed
    if edit.get("delete"):
        rows = [r for n, r in enumerate(rows) if n not in at]
    order = edit.get("order", names)
    places = [names.index(name) for name in order]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(edit.get("header") or [names[p] for p in places])
    writer.writerows([[row[p] for p in places] for row in rows])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def _of(names: list[str], row: list[str], key: tuple[str, ...]) -> str:
    return ",".join(row[names.index(name)] for name in key)


def line_of(path: Path, key: str) -> int:
    """Line of the row with a key, as an editor counts: from the text, not by the code under test."""
    if key.startswith("@") and key != "@end":
        return int(key[1:])
    text = _lines(path, path.stat().st_mtime_ns)
    if key == "@end":
        return text.count("\n") + (not text.endswith("\n"))
    at = f"\n{text}".index(f"\n{key},")
    return text[:at].count("\n") + 1


@lru_cache(maxsize=8)
def _lines(path: Path, _changed: int) -> str:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def expected(fault: Fault, data: Path) -> list[tuple[str, int, str, str]]:
    """Turn the expectations of a fault into (file, line, column, rule), sorted."""
    found = []
    for item in fault.expect:
        file, row, column, rule = item.split(" ")
        line = line_of(data / file, row)
        found.append((file, line, "" if column == "-" else column, rule))
    return sorted(found)
