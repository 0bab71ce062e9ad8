"""``jlac build`` and ``jlac validate``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .options import Data, With

if TYPE_CHECKING:
    from ..build.inputs import Inputs
    from ..build.pipeline import Assembly
    from ..tables.findings import Finding

__all__ = ["build", "validate"]

Ontology = Annotated[Path | None, typer.Option(help="Folder of the ontology, shapes and rules.")]

Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]


@app.command()
def build(
    data: Data = None,
    with_: With = None,
    ontology: Ontology = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write to; by default dist/, or a cache folder with --with.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Build even if no input has changed.")] = False,
    release: Annotated[
        Path | None,
        typer.Option(help="Write a citable release to this folder, with today's date.", metavar="DIR"),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(help="The previous release; --release lists what has changed since.", metavar="DIR"),
    ] = None,
    strict: Strict = False,
    counts: Annotated[
        bool, typer.Option("--counts", help="Print the triples of each source and the members of each class.")
    ] = False,
) -> None:
    """Turn the curated tables into a validated graph in dist/.

    Nothing is written unless the graph conforms.

    Example: jlac build --with ~/loans --out /tmp/graph

    Example: jlac build --release release-2 --since release-1
    """
    from ..build.inputs import Inputs
    from ..build.pipeline import FILES
    from ..build.pipeline import build as run
    from ..core.errors import UsageError

    if since and not release:
        raise UsageError("--since names the previous release; give --release too")
    inputs = Inputs.of(data=data or (), with_=with_ or (), ontology=ontology)
    _warn_of_other_data(data)
    out = out or inputs.place()
    manifest, findings = run(inputs, out=out, force=force, strict=strict, progress=_say)
    _prepare(out)
    for finding in findings:
        _say(f"{finding.severity}: {finding.file}:{finding.row}:{finding.column}: {finding.message}")
    if counts:
        _print_counts(manifest.counts)
    else:
        typer.echo("\n".join(_summary(manifest.counts)))
        typer.echo(f"{'':10}(jlac build --counts has every class and source)")
    typer.echo(f"conforms; {', '.join(FILES)} in {out}")
    if release:
        written = _release(out, release, since)
        typer.echo(f"release: {len(written)} files in {release}")


def _prepare(out: Path) -> None:
    """Make what the reading commands keep beside a graph, so that the first of them need not."""
    from ..lookup.classes import read_classes
    from ..lookup.links import read_links
    from ..lookup.search import read_names, read_texts
    from ..network.prepared import prepared
    from ..open_graph import GRAPH, SERVED_IN_MEMORY, open_graph

    store = open_graph(str(out))
    if store.beside is None or store.beside.is_dir():
        return
    _say("preparing the store")
    read_texts(store, read_names(store))
    prepared(read_links(store))
    read_classes(store)
    if (out / GRAPH).stat().st_size > SERVED_IN_MEMORY:
        from ..web.explore import Explorer

        _say("preparing the explorer; Ctrl-C leaves that to jlac serve, and the graph stands")
        Explorer(store).warm()


def _release(out: Path, target: Path, since: Path | None) -> list[Path]:
    """Write the release of a build, with its links as tables and its changes as a feed."""
    from ..build.release import release_day, release_files
    from ..core.atomic import write_folder
    from ..core.contents import pieces
    from ..export.csv_tables import write as tables
    from ..lookup.change_feed import change_feed
    from ..lookup.diff import compare
    from ..network.views import View, flat_view
    from ..open_graph import open_graph

    day, store = release_day(), open_graph(str(out))
    found = compare(open_graph(str(since)), store) if since else None
    before = since / "changes.atom" if since else None
    earlier = before.read_text("utf-8") if before and before.is_file() else ""
    files = tables(flat_view(store, View("full"), drawn=False))
    more = {name: b"".join(pieces(content)) for name, content in files.items()}
    more["changes.atom"] = change_feed(day, found, earlier=earlier)
    return write_folder(target, release_files(out, day, more))


@app.command()
def validate(
    data: Data = None,
    with_: With = None,
    ontology: Ontology = None,
    form: Annotated[str, typer.Option("--format", help="text, json, sarif, github or csv.")] = "text",
    lang: Annotated[str, typer.Option(help="Language of the messages: en, ja, es, pt.")] = "en",
    strict: Strict = False,
    engine: Annotated[
        str, typer.Option(help="SHACL engine: compiled (seconds), or pyshacl (the reference; minutes).")
    ] = "compiled",
    watch: Annotated[bool, typer.Option("--watch", help="Check again on every save; Ctrl-C ends.")] = False,
) -> None:
    """Check tables and graph; every finding names its file, row, column, value and rule.

    A workbook that jlac xlsx made can be given instead of a folder; findings name the cells of its sheets.

    Exit code: 0 without errors, 1 with errors in the data, 2 for wrong usage.

    Example: jlac validate --format github
    """
    from ..build.inputs import Inputs
    from ..build.results_to_cells import ENGINES
    from ..core.languages import LANGUAGES
    from ..tables.report_formats import FORMATS

    _among(form=(form, FORMATS), lang=(lang, LANGUAGES), engine=(engine, ENGINES))
    inputs = Inputs.of(data=data or (), with_=with_ or (), ontology=ontology)
    _warn_of_other_data(data)
    if watch:
        from ..build.watch import watch as run
        from ..core.errors import UsageError

        if form != "text" or engine != "compiled":
            raise UsageError(
                "--watch writes text only, with the compiled shapes; leave out --format and --engine"
            )
        run(inputs, lang=lang, write=sys.stdout.write, strict=strict)
        return
    findings = _report(inputs, form, lang, engine, strict=strict)
    raise typer.Exit(1 if any(f.severity == "error" for f in findings) else 0)


def _report(inputs: Inputs, form: str, lang: str, engine: str, *, strict: bool) -> list[Finding]:
    """Check the tables, write what was found, and return it."""
    from ..build.pipeline import assemble
    from ..core.languages import and_list
    from ..tables.findings import graded
    from ..tables.report_formats import render
    from ..tables.workbook_check import unpacked

    with unpacked(inputs.folders) as books:
        added = tuple(books.folders[len(inputs.folders) - len(inputs.added) :])
        with _hint() as progress:
            chosen = replace(inputs, folders=tuple(books.folders), added=added)
            made = assemble(chosen, engine=engine, progress=progress)
        found = [books.located(finding, made.group.folders) for finding in _named(made)]
        found += books.findings(made.group.folders)
        findings = graded(found, strict=strict)
        sys.stdout.write(render(findings, form=form, folders=made.group.folders, lang=lang))
    if form == "text":
        read = [books.origins.get(folder, folder) for folder in made.group.folders.values()]
        places = and_list(_places(inputs.folders, read), "en")
        sys.stdout.write(f"checked {len(made.group.names)} tables with {made.rows:,} rows in {places}\n")
    return findings


def _named(made: Assembly) -> list[Finding]:
    """Return the findings of a check, with the ids of names that stand where ids are due."""
    from ..lookup.names_in_cells import with_ids_of_names
    from ..sparql.store import OxigraphStore

    return with_ids_of_names(made.findings, made.group, OxigraphStore(made.store, union=True))


def _warn_of_other_data(data: Sequence[Path] | None) -> None:
    """Say which data are read, if the working directory has data of its own that are not."""
    from ..core.paths import data_dir

    here = Path("data")
    if data or not here.is_dir() or here.resolve() == data_dir().resolve() or not any(here.glob("*/*.csv")):
        return
    _say(f"warning: the project's own tables in {data_dir()} are read, not ./data; --data data reads ./data")


def _places(chosen: Iterable[Path], collections: Sequence[Path]) -> list[str]:
    """Name each folder that was read, one of several collections by the number of these."""
    found = []
    for folder in chosen:
        inside = [str(path) for path in collections if path in (folder, folder / path.name)]
        found += inside if len(inside) < _MANY else [f"{folder} ({len(inside)} collections)"]
    return found


_MANY = 4
"""Collections of one folder that are counted and not named."""


def _among(**choices: tuple[str, Collection[str]]) -> None:
    """Refuse an option with a value that is not among its legal ones."""
    from ..core.errors import UsageError

    for name, (value, legal) in choices.items():
        if value not in legal:
            raise UsageError(f"unknown --{name} {value!r}; choose one of {', '.join(legal)}")


SLOW = 1.0


def _is_watched() -> bool:
    return sys.stderr.isatty()


@contextmanager
def _hint() -> Iterator[Callable[[str], None]]:
    """Give a progress callback that tells a terminal what goes on, once it takes longer than a second."""
    from threading import Timer

    steps: list[str] = []
    shown: list[str] = []

    def show() -> None:
        shown.append(steps[-1] if steps else "starting")
        _say(f"{shown[-1]} ...")

    timer = Timer(SLOW, show)
    timer.daemon = True

    def progress(step: str) -> None:
        steps.append(step)
        if shown:
            show()

    if _is_watched():
        timer.start()
    try:
        yield progress
    finally:
        timer.cancel()


def _say(text: str) -> None:
    typer.echo(text, err=True)


SUMMARY = {
    "triples": "triples",
    "Entity": "entities, among them",
    "Fact": "facts",
    "Observation": "statistics",
    "passages cited": "passages cited as their sources",
}
KINDS = {
    "Agent": "agents",
    "Place": "places",
    "Programme": "programmes",
    "Project": "projects",
    "Asset": "assets",
    "Agreement": "agreements",
}


def _summary(counts: dict[str, int]) -> Iterator[str]:
    """What a reader wants to know first; `--counts` has the rest."""
    for name, words in SUMMARY.items():
        if name in counts:
            yield f"{counts[name]:>8,}  {words}"
        if name == "Entity":
            yield " " * 10 + ", ".join(f"{counts[k]:,} {kind}" for k, kind in KINDS.items() if k in counts)


def _print_counts(counts: dict[str, int]) -> None:
    width = max(map(len, counts))
    typer.echo(f"{'holds':<{width}}  {'number':>9}")
    for name, count in counts.items():
        typer.echo(f"{name:<{width}}  {count:>9,}")
