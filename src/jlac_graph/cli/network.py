"""Link analysis: ``jlac rank``, ``communities``, ``brokers``, ``neighbors`` and related commands."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import UsageError
from ..open_graph import GraphChoice
from .app import app
from .options import OWN, End, Lang, Output, Projection, Start, reads_graph
from .streams import write_output

if TYPE_CHECKING:
    from ..network.measures.tables import Cell, Table

__all__ = ["backbone", "brokers", "communities", "mixing", "motifs", "neighbors", "rank"]

Form = Annotated[str, typer.Option("--format", "-f", help="Output format: table, csv, tsv, json, xml or md.")]
Top = Annotated[int, typer.Option("--top", min=1, help="Maximum number of rows; the total is reported.")]
Group = Annotated[str, typer.Option(help="Node attribute that defines the groups.")]
Plans = Annotated[bool, typer.Option("--with-plans", help="Count links that are not yet realised as well.")]
Unnamed = Annotated[
    bool, typer.Option("--with-unnamed", help="Count agents that the source does not name as well.")
]
Seed = Annotated[int, typer.Option(help="Random seed; the same seed gives the same result.")]


def _load(graph: GraphChoice, projection: str, lang: str | None, start: int | None, end: int | None) -> Any:
    from ..lookup.labels import reader_language
    from ..network.views import View, view_network

    shown = reader_language(lang)
    return view_network(graph.open(), View(projection, start=start, end=end, lang=shown), worded=False)


def _show(found: Table, form: str, *, top: int | None = None, output: Path | None = None) -> None:
    """Write the table to stdout, and its explanation and total to stderr."""
    from ..output.rows import ROW_FORMATS
    from ..output.rows import write as written
    from ..sparql.answers import Solutions

    if form not in ROW_FORMATS:
        raise UsageError(f"unknown format {form!r}; choose one of {', '.join(ROW_FORMATS)}")
    rows = found.rows if top is None else found.rows[:top]
    answer = Solutions(found.columns, tuple(tuple(_terms(row)) for row in rows))
    write_output(written(answer, form), output)
    sys.stderr.write(f"{found.reading}\n")
    if len(rows) < len(found.rows):
        sys.stderr.write(f"{len(rows):,} of {len(found.rows):,} rows; --top shows more\n")


def _left_out(network: Any, *, plans: bool, unnamed: bool) -> None:
    """Say on stderr what a measure does not count, and how it can be counted."""
    links = sum(1 for *_, planned in network.edges(data="planned") if planned)
    agents = sum(1 for _, mark in network.nodes(data="unnamed") if mark)
    left = {
        "links not yet realised ({n}; --with-plans counts them)": 0 if plans else links,
        "agents that the source does not name ({n}; --with-unnamed counts them)": 0 if unnamed else agents,
    }
    said = [words.format(n=f"{number:,}") for words, number in left.items() if number]
    if said:
        sys.stderr.write(f"excluded: {', '.join(said)}\n")


def _terms(row: Iterable[Cell]) -> Iterable[Any]:
    from pyoxigraph import Literal

    from ..core.namespaces import short_id

    for cell in row:
        yield None if cell is None else Literal(short_id(cell) if isinstance(cell, str) else cell)


@app.command()
@reads_graph
def rank(
    by: Annotated[
        str, typer.Option(help="Measure: degree, betweenness, closeness, pagerank, hits or core.")
    ] = "degree",
    projection: Projection = "actors",
    top: Top = 20,
    start: Start = None,
    end: End = None,
    backend: Annotated[str | None, typer.Option(help="A networkx backend, such as parallel.")] = None,
    plans: Plans = False,
    unnamed: Unnamed = False,
    form: Form = "table",
    output: Output = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Rank the nodes of a network by centrality.

    Example: jlac rank --by betweenness --projection actors
    """
    from ..network.measures.centrality import rank as run

    network = _load(graph, projection, lang, start, end)
    _show(run(network, by=by, backend=backend, plans=plans, unnamed=unnamed), form, top=top, output=output)
    _left_out(network, plans=plans, unnamed=unnamed)


@app.command()
@reads_graph
def communities(
    method: Annotated[str, typer.Option(help="Algorithm: auto, leiden or louvain.")] = "auto",
    resolution: Annotated[
        float, typer.Option(min=0.01, help="Resolution of modularity; a higher value gives more communities.")
    ] = 1.0,
    seed: Seed = 172,
    summary: Annotated[bool, typer.Option("--summary", help="One row per community.")] = False,
    projection: Projection = "actors",
    start: Start = None,
    end: End = None,
    plans: Plans = False,
    unnamed: Unnamed = False,
    form: Form = "table",
    output: Output = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Find communities: groups of nodes with more links inside than to the rest.

    Example: jlac communities --projection actors --summary
    """
    from ..network.measures.communities import communities as run

    network = _load(graph, projection, lang, start, end)
    found = run(network, method=method, seed=seed, resolution=resolution, plans=plans, unnamed=unnamed)
    _show(found.summary(network) if summary else found.table(network), form, output=output)
    _left_out(network, plans=plans, unnamed=unnamed)


@app.command()
@reads_graph
def brokers(
    projection: Projection = "actors",
    group: Group = "country",
    top: Top = 20,
    start: Start = None,
    end: End = None,
    plans: Plans = False,
    unnamed: Unnamed = False,
    form: Form = "table",
    output: Output = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Find intermediaries: structural holes, cut points and brokerage roles between countries.

    Example: jlac brokers --projection firm-agency-project
    """
    from ..network.measures.brokers import brokers as run

    network = _load(graph, projection, lang, start, end)
    _show(run(network, group=group, plans=plans, unnamed=unnamed), form, top=top, output=output)
    _left_out(network, plans=plans, unnamed=unnamed)


@app.command()
@reads_graph
def mixing(
    projection: Projection = "actors",
    group: Group = "country",
    plans: Plans = False,
    unnamed: Unnamed = False,
    form: Form = "table",
    output: Output = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Count the links within and between countries, with the assortativity coefficient.

    Example: jlac mixing --group entity_class
    """
    from ..network.measures.structure import mixing as run

    network = _load(graph, projection, lang, None, None)
    _show(run(network, group=group, plans=plans, unnamed=unnamed), form, output=output)
    _left_out(network, plans=plans, unnamed=unnamed)


@app.command()
@reads_graph
def backbone(
    projection: Projection = "coinvestment",
    level: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Significance level; smaller keeps fewer links.")
    ] = 0.05,
    plans: Plans = False,
    unnamed: Unnamed = False,
    form: Form = "table",
    output: Output = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """List the links of a weighted network that are stronger than expected by chance.

    Example: jlac backbone --projection coinvestment --level 0.2
    """
    from ..network.measures.structure import backbone as run
    from ..network.measures.tables import Table

    network = _load(graph, projection, lang, None, None)
    ties = sorted(
        run(network, level=level, plans=plans, unnamed=unnamed).edges(data=True),
        key=lambda e: (e[2]["significance"], e),
    )
    names = network.nodes(data="label")
    rows = tuple((u, names[u], v, names[v], data["weight"], data["significance"]) for u, v, data in ties)
    columns = ("thing", "label", "other", "other_label", "weight", "significance")
    reading = f"Links with a probability below {level:g} if each node spread its weight evenly."
    _show(Table(columns, rows, reading), form, output=output)
    _left_out(network, plans=plans, unnamed=unnamed)


@app.command()
@reads_graph
def neighbors(
    entity: Annotated[str, typer.Argument(help="A slug, IRI, label or acronym.")],
    projection: Projection = "full",
    start: Start = None,
    end: End = None,
    top: Top = 100,
    form: Form = "table",
    output: Output = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """List the links of one entity, each with its fact and source.

    Example: jlac neighbors jbic
    """
    from ..core.namespaces import shorten
    from ..lookup.labels import reader_language
    from ..lookup.search import resolve
    from ..network.measures.neighbours import neighbours
    from ..network.views import View, view_network

    store = graph.open()
    name = shorten(resolve(store, entity))
    shown = reader_language(lang)
    network = view_network(store, View(projection, start=start, end=end, lang=shown))
    _show(neighbours(network, name), form, top=top, output=output)


@app.command()
@reads_graph
def motifs(
    within: Annotated[
        int, typer.Option(min=0, help="Maximum number of years from one step to the next.")
    ] = 10,
    form: Form = "table",
    output: Output = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Find where cooperation was followed by investment and trade in one country and sector.

    Example: jlac motifs --within 15
    """
    from ..lookup.labels import reader_language
    from ..network.sequences import read_events, sequences, sequences_table

    events = read_events(graph.open(), lang=reader_language(lang))
    found = sequences_table(sequences(events, within=within), within=within, events=events)
    _show(found, form, output=output)
