"""``jlac match``: ids for the names of a table."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.errors import NotFoundError, UsageError
from ..core.namespaces import kind_of, page_path
from ..open_graph import GraphChoice
from .app import app
from .options import OWN, Output, reads_graph
from .streams import write_output

if TYPE_CHECKING:
    from ..lookup.matching import Match

__all__ = ["match"]

HEADER = ("row", "name", "status", "id", "matched_name", "score", "reason", "candidates")
LISTED = 10


@app.command()
@reads_graph
def match(
    file: Annotated[Path, typer.Argument(help="A table as CSV, in any encoding and with any separator.")],
    column: Annotated[str, typer.Option("--column", "-c", help="The column of the names.")],
    class_: Annotated[
        str | None,
        typer.Option("--class", help="Only entities of this class, such as Firm.", metavar="CLASS"),
    ] = None,
    country: Annotated[str | None, typer.Option(help="Only entities of this country.")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="Output format: csv or json.")] = "csv",
    output: Output = None,
    graph: GraphChoice = OWN,
) -> None:
    """Find the ids of the names in a column, with scores and reasons.

    A name is matched if one entity alone has it, in any language, perhaps without its legal form. Where
    several fit, or the name is only similar, the candidates are listed and no id is given.

    Example: jlac match firms.csv --column name --class Firm --country japan -o ids.csv
    """
    from ..lookup.matching import matcher

    if form not in ("csv", "json"):
        raise UsageError(f"unknown format {form!r}; choose csv or json")
    names = _names(file, column)
    finder = matcher(graph.open(), class_=class_, country=country)
    known: dict[str, Match] = {}
    found = [(row, known.setdefault(name, finder.match(name))) for row, name in names]
    write_output(_json(found) if form == "json" else _csv(found), output)
    sys.stderr.write(_summary(found))


def _names(file: Path, column: str) -> list[tuple[int, str]]:
    """Read the names with their rows, as an editor counts; empty cells are left out."""
    from ..tables.suggestions import nearest
    from ..tables.tidy_text import decoded, numbered

    try:
        text, _ = decoded(file.read_bytes(), str(file))
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from None
    (_, header), *rows = numbered(text, [column]) if text else [(1, [])]
    if column not in header:
        raise NotFoundError("column", column, nearest(column, header), legal=header, where=str(file))
    place = header.index(column)
    return [
        (line, cells[place]) for line, cells in rows if any(cell.strip() for cell in cells[place : place + 1])
    ]


def _id(thing: str) -> str:
    """Return the id that tables take, which has no base."""
    return page_path(thing).removeprefix("id/") if thing else ""


def _csv(found: Sequence[tuple[int, Match]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row, match in found:
        best = next((c for c in match.candidates if c.id == match.id), None)
        others = () if best else match.candidates
        listed = "; ".join(f"{_id(c.id)} ({c.score:.0f}, {c.reason})" for c in others)
        fit = (best.name, f"{best.score:.0f}", best.reason) if best else ("", "", "")
        writer.writerow([row, match.text, match.status, _id(match.id), *fit, listed])
    return out.getvalue()


def _json(found: Sequence[tuple[int, Match]]) -> str:
    records = [
        {
            "row": row, "name": match.text, "status": match.status, "id": _id(match.id) or None,
            "candidates": [asdict(c) | {"id": _id(c.id)} for c in match.candidates],
        }
        for row, match in found
    ]  # fmt: skip
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _summary(found: Sequence[tuple[int, Match]]) -> str:
    counts = {s: sum(m.status == s for _, m in found) for s in ("matched", "candidates", "unmatched")}
    words = {"matched": "matched", "candidates": "with candidates only", "unmatched": "unmatched"}
    lines = [f"{len(found)} names: {', '.join(f'{n} {words[status]}' for status, n in counts.items())}"]
    kinds = {kind_of(c.id) for _, match in found if not match.id for c in match.candidates}
    if len(kinds) > 1:
        lines.append(
            f"candidates of several kinds ({', '.join(sorted(kinds))}); --class keeps one, such as Agent"
        )
    lost = [f"{match.text!r} (row {row})" for row, match in found if match.status == "unmatched"]
    if lost:
        more = (
            f" and {len(lost) - LISTED} more, which the result lists as unmatched"
            if len(lost) > LISTED
            else ""
        )
        lines.append(f"no entity for {', '.join(lost[:LISTED])}{more}")
    return "".join(f"{line}\n" for line in lines)
