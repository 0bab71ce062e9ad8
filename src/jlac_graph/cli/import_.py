"""``jlac import``: a public data set as a collection."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.characters import for_people
from ..core.errors import UsageError
from ..open_graph import GraphChoice
from .app import app
from .options import OWN, reads_graph
from .streams import write_text

if TYPE_CHECKING:
    from ..importers.importing import Imported

__all__ = ["import_"]

LISTED = 8
_FORMATS = "Data set: crs, iati, comtrade, gem, ftm or bods; with --mapping, any word."


@app.command(name="import")
@reads_graph
def import_(
    form: Annotated[str, typer.Argument(help=_FORMATS, metavar="FORMAT")],
    files: Annotated[
        list[Path] | None, typer.Argument(help="Its files; gzip or zip is allowed.", metavar="FILE...")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The collection to make; its name is part of each new id.", metavar="DIR"),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="A mapping file of your own, such as one that extends ours.")
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option(help="The names.csv of an earlier import, with ids in its column 'chosen'."),
    ] = None,
    published: Annotated[
        str, typer.Option(help="When the data set was published, such as 2025-04.", metavar="DATE")
    ] = "",
    read: Annotated[str, typer.Option(help="When you got the files; default: today.", metavar="DATE")] = "",
    show: Annotated[bool, typer.Option("--show", help="Print the mapping of the format and exit.")] = False,
    graph: GraphChoice = OWN,
) -> None:
    """Turn files of a public data set into a collection, with a passage for each record.

    Names are matched to the entities of the graph; doubtful ones get ids of their own and are listed in
    DIR/report/names.csv. Records that do not fit are listed in DIR/report/rejected.csv, each with its reason.

    Example: jlac import crs "CRS 2023 data.txt" --out ~/crs-2023

    Example: jlac import comtrade chile.json peru.csv.gz --out ~/trade

    Example: jlac import gem plants.csv --published 2025-02 --out ~/plants

    Example: jlac import iati jica.xml --mapping mine.toml --names ~/old/report/names.csv --out ~/jica

    Example: jlac import crs --show > mine.toml
    """
    from ..core.atomic import new_folder
    from ..importers import importing, reports
    from ..importers import mapping as mappings

    if show:
        write_text(mappings.show(form))
        return
    if not files or out is None:
        raise UsageError("give the files to read and --out DIR; jlac import --help has examples")
    layouts = mappings.layouts(form) if mapping is None else [mappings.read_mapping(mapping)]
    request = importing.Request(
        files, layouts, reports.collection_name(out), reports.date_of("--published", published),
        reports.date_of("--read", read) or datetime.date.today().isoformat(), reports.read_chosen(names),
    )  # fmt: skip
    with new_folder(out) as folder:
        store = graph.open()
        found = importing.import_records(request, store, folder, progress=_say)
        reports.write_reports(folder, found, request)
    write_text(_summary(found, out))


def _say(line: str) -> None:
    """Show progress to a person who waits."""
    if sys.stderr.isatty():
        sys.stderr.write(for_people(f"{line}\n"))


def _summary(found: Imported, out: Path) -> str:
    rows = ", ".join(f"{count:,} {table}" for table, count in found.rows.items())
    lines = [f"{found.read:,} records read, {found.taken:,} taken: {rows}"]
    for says, counts in found.outside.items():
        lines.append(
            f"outside the scope ({says}): {counts.total():,} records ({_most(counts.most_common())})"
        )
    lines += [f"left out: {found.left:,} records"] * bool(found.left)
    lines += [f"not taken: {count:,} ({reason})" for reason, count in found.rejected.most_common()]
    if found.garbled:
        lines.append(
            f"letters lost: {found.garbled:,} records; if a file is in an encoding that is not found by "
            'itself, name it in a mapping of your own (encoding = "shift_jis")'
        )
    states = [named.status for named in found.names]
    counted = [(s, states.count(s)) for s in ("matched", "chosen", "doubtful", "new")]
    lines.append(f"{len(states):,} names: {', '.join(f'{count:,} {state}' for state, count in counted)}")
    reports = [f"{out}/report/names.csv"] + [f"{out}/report/rejected.csv"] * bool(found.rejected)
    lines.append(f"read {' and '.join(reports)}")
    lines.append(f"next: jlac validate --with {out}" if found.taken else _nothing(found))
    return "".join(f"{line}\n" for line in lines)


def _nothing(found: Imported) -> str:
    """Say why nothing was taken, and a way out."""
    if not found.read:
        return "nothing taken: no file has a record"
    if found.rejected:
        return "nothing taken: rejected.csv has the reasons"
    return (
        "nothing taken: all is outside the scope, which a mapping of your own can change (--show prints ours)"
    )


def _most(counts: list[tuple[str, int]]) -> str:
    named = [f"{value or 'empty'} {count:,}" for value, count in counts[:LISTED]]
    return ", ".join(named) + (f" and {len(counts) - LISTED:,} more" if len(counts) > LISTED else "")
