"""``jlac trace``."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from ..core.errors import UsageError
from ..open_graph import GraphChoice
from .app import app
from .options import OWN, End, Lang, Output, Start, reads_graph
from .streams import write_output

__all__ = ["trace"]


_FIRST = "The first end: a name, or a class such as Firm@japan."
_SECOND = "The second end: a name, or a class such as Mine@chile."
Source = Annotated[str, typer.Argument(metavar="A", help=_FIRST)]
Target = Annotated[str, typer.Argument(metavar="B", help=_SECOND)]
Via = Annotated[list[str] | None, typer.Option(help="A class or entity that the path must pass through.")]
Avoid = Annotated[list[str] | None, typer.Option(help="A class, entity or fact that the path must not use.")]
Overlap = Annotated[bool, typer.Option("--overlap", help="Only paths whose links all hold in the same year.")]
MaxDegree = Annotated[
    int | None,
    typer.Option(min=1, help="Do not pass through entities with more neighbours; list those excluded."),
]

Form = Annotated[str, typer.Option("--format", "-f", help="Output format: text, json, md, dot, svg or png.")]
Explain = Annotated[bool, typer.Option("--explain", help="Say what each cost consists of, in text and md.")]


@app.command(context_settings={"allow_extra_args": True})
@reads_graph
def trace(
    context: typer.Context,
    source: Source,
    target: Target,
    paths: Annotated[int, typer.Option("--paths", "-k", min=1, help="Number of paths.")] = 3,
    max_length: Annotated[int, typer.Option(min=1, max=30, help="Maximum number of links in a path.")] = 6,
    via: Via = None,
    avoid: Avoid = None,
    start: Start = None,
    end: End = None,
    overlap: Overlap = False,
    max_degree: MaxDegree = None,
    page: Annotated[int, typer.Option(min=1, help="Page of the list of paths.")] = 1,
    page_size: Annotated[int, typer.Option(min=1, help="Number of paths per page.")] = 100,
    form: Form = "text",
    explain: Explain = False,
    graph: GraphChoice = OWN,
    lang: Lang = None,
    output: Output = None,
) -> None:
    """Trace the best-evidenced paths between two entities, each link with its fact and source.

    Paths through entities with many neighbours, such as a country, cost more.

    Example: jlac trace mitsui jbic --paths 3
    """
    from ..lookup.labels import reader_language
    from ..network.trace_output import render
    from ..network.tracing import TraceOptions
    from ..network.tracing import trace as run

    _check(context.args, form, explain=explain, output=output)
    options = TraceOptions(
        paths=paths,
        max_length=max_length,
        via=tuple(via or ()),
        avoid=tuple(avoid or ()),
        start=start,
        end=end,
        overlap=overlap,
        max_degree=max_degree,
    )
    found = run(graph.open(), source, target, options=options, lang=reader_language(lang))
    content = render(found, form, offset=(page - 1) * page_size, page=page_size, explain=explain)
    write_output(content, output)
    raise typer.Exit(0 if found.paths else 1)


def _check(more: list[str], form: str, *, explain: bool, output: Path | None) -> None:
    """Refuse a third name, an unknown format, and options that do not fit the format."""
    from ..network.trace_output import FORMATS

    if more:
        raise UsageError(f"{more[0]!r} is a third name; a path has two ends: use --via {quote(more[0])}")
    if form not in FORMATS:
        raise UsageError(f"unknown format {form!r}; choose one of {', '.join(FORMATS)}")
    if form == "png" and output is None:
        raise UsageError("png is a binary format; give a file with -o")
    if explain and form not in ("text", "md", "json"):
        raise UsageError(f"--explain does not apply to {form}; use it with text or md")
