"""What an import tells a person: names with their candidates, counts, and the choices that come back."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

from ..core.edtf import EXAMPLES, is_edtf
from ..core.errors import NotFoundError, UsageError
from ..tables.tidy_text import decoded, numbered
from .entities import Chosen
from .importing import Imported, Request
from .values import slug
from .writing import REPORT

__all__ = ["collection_name", "date_of", "read_chosen", "write_reports"]

_HEADER = ("rule", "name", "country", "status", "id", "reason", "candidates", "chosen")
_ORDER = ("doubtful", "matched", "chosen", "new")
_LISTED = 1000
"""Values of a test of the scope that the summary counts one by one."""


def collection_name(out: Path) -> str:
    """Return the name of a collection from its folder, which ids must be able to hold.

    Raises
    ------
    UsageError : the folder's name has no letter of an id.

    Examples
    --------
    >>> collection_name(Path("/data/CRS 2023"))
    'crs-2023'
    """
    name = out.resolve().name
    if not re.search("[A-Za-z0-9]", name):
        raise UsageError(
            f"{out}: the folder's name becomes part of ids; give one with Latin letters or digits"
        )
    return slug(name)


def date_of(option: str, text: str) -> str:
    """Check the date of an option.

    Raises
    ------
    UsageError : it is not a date.
    """
    if text and not is_edtf(text):
        raise UsageError(f"{option} {text!r} is not a date; write {EXAMPLES}")
    return text


def read_chosen(path: Path | None) -> Chosen:
    """Read what a person decided in the list of names of an earlier import.

    Parameters
    ----------
    path : a table with the columns ``name`` and ``chosen``, an id such as ``agent/jica`` or ``new``; with the
        columns ``rule`` and ``country``, the choice holds for these alone.

    Raises
    ------
    UsageError : the file cannot be read, or a cell is not an id.
    NotFoundError : a column is missing.
    """
    if path is None:
        return {}
    try:
        text, _ = decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    (_, header), *rows = numbered(text, _HEADER) if text else [(1, [])]
    for column in ("name", "chosen"):
        if column not in header:
            raise NotFoundError("column", column, legal=header, where=str(path))
    found: dict[tuple[str, str, str], str] = {}
    for line, cells in rows:
        row = dict(zip(header, cells, strict=False))
        if chosen := row.get("chosen", "").strip():
            if not re.fullmatch(r"new|[a-z]+/[a-z0-9]+(-[a-z0-9]+)*", chosen):
                raise UsageError(f"{path}, row {line}: {chosen!r} is not an id such as agent/jica, or 'new'")
            found[row.get("rule", ""), row["name"], row.get("country", "")] = chosen
    return found


def write_reports(folder: Path, found: Imported, request: Request) -> None:
    """Write names.csv and summary.json into the folder of reports."""
    place = folder / REPORT
    place.mkdir(exist_ok=True)
    (place / "names.csv").write_text(_names(found, request.chosen), "utf-8")
    outside = {says: dict(counts.most_common(_LISTED)) for says, counts in found.outside.items()}
    summary = {
        "files": {path: {"source": source, "mapping": name} for path, (source, name) in found.files.items()},
        "read": found.read, "taken": found.taken, "rows": found.rows, "outside": outside,
        "left": found.left, "rejected": dict(found.rejected.most_common()), "garbled": found.garbled,
    }  # fmt: skip
    (place / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _names(found: Imported, chosen: Chosen) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    for named in sorted(found.names, key=lambda n: (_ORDER.index(n.status), n.rule, n.name, n.id)):
        listed = "; ".join(f"{c.id} ({c.name}; {c.score:.0f}, {c.reason})" for c in named.candidates)
        writer.writerow(
            [
                named.rule,
                named.name,
                named.country,
                named.status,
                named.id,
                named.reason,
                listed,
                chosen.get((named.rule, named.name, named.country), ""),
            ]
        )
    return out.getvalue()
