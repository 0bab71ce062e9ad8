"""``jlac export`` and ``jlac draw``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import UsageError
from ..open_graph import GraphChoice
from .app import app
from .options import OWN, End, Lang, Projection, Start, reads_graph
from .streams import write_output

if TYPE_CHECKING:
    from ..export.flat_network import FlatNetwork
    from ..sparql.store import Store

__all__ = ["build_network", "draw", "export"]

Ego = Annotated[str | None, typer.Option(help="Only the surroundings of this entity.")]
Radius = Annotated[int, typer.Option(min=1, help="Maximum number of links from --ego.")]
Ends = Annotated[
    tuple[str, str] | None,
    typer.Option("--path", metavar="A B", help="Only the best paths between two entities."),
]

FORMATS_HELP = """gexf (Gephi), graphml (Cytoscape, igraph), yed, cytoscape (cyjs), cx2, neo4j,
dot, d3, graphology, csv (Gephi), obsidian; the graph itself: ttl, nq, jsonld, xml."""


def build_network(
    store: Store,
    projection: str,
    *,
    lang: str,
    start: int | None = None,
    end: int | None = None,
    ego: str | None = None,
    radius: int = 1,
) -> Any:
    """Return a projection, or the surroundings of one entity in it, as a networkx graph."""
    from ..core.namespaces import shorten
    from ..lookup.search import resolve
    from ..network.build_network import ego as around
    from ..network.build_network import network
    from ..network.projections import find_projection

    graph = network(store, find_projection(projection), lang=lang, start=start, end=end)
    if ego is None:
        return graph
    return around(graph, shorten(resolve(store, ego)), radius=radius)


@app.command()
@reads_graph
def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=FORMATS_HELP)],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Output file or folder; default: stdout.")
    ] = None,
    projection: Projection = "full",
    ego: Ego = None,
    radius: Radius = 1,
    path: Ends = None,
    start: Start = None,
    end: End = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Write a network for Gephi, Cytoscape, yEd, Neo4j, Graphviz, a browser, Obsidian, or as RDF.

    Parallel facts between two entities are separate edges in every format. Gephi merges parallel
    edges of one kind at import, so gexf and csv give each edge its own kind.

    Example: jlac export gexf --projection actors -o actors.gexf
    """
    from ..export import network_format
    from ..output.rdf_dump import DUMP_FORMATS, write_rdf

    if form in DUMP_FORMATS:
        if projection != "full" or ego or path or start or end:
            raise UsageError(
                f"{form} writes the whole graph; omit --projection, --ego, --path, --from and --to"
            )
        _emit(write_rdf(graph.open(), form), output)
        return
    chosen = network_format(form)
    if not chosen.suffix and (output is None or str(output) == "-"):
        raise UsageError(f"{form} writes a folder; give one with -o")
    store = graph.open()
    flat = _flat_network(store, projection, ego, radius, path, start, end, lang, drawn=chosen.drawn)
    _emit(chosen.write(flat), output)
    if output:
        sys.stderr.write(f"{len(flat.nodes):,} nodes, {len(flat.edges):,} edges: {output}\n")


@app.command()
@reads_graph
def draw(
    output: Annotated[Path, typer.Option("--output", "-o", help="An .svg or .png file.")],
    projection: Projection = "actors",
    ego: Ego = None,
    radius: Radius = 1,
    path: Ends = None,
    start: Start = None,
    end: End = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Draw a figure for a paper, with legend, sources, and colours for any colour vision.

    Example: jlac draw --ego jbic --radius 1 -o jbic.svg
    """
    from ..export.figure import write_png, write_svg

    writers = {".svg": write_svg, ".png": write_png}
    if output.suffix not in writers:
        raise UsageError(f"{output}: a figure must be an .svg or .png file")
    flat = _flat_network(graph.open(), projection, ego, radius, path, start, end, lang)
    _emit(writers[output.suffix](flat), output)


def _flat_network(
    store: Store,
    projection: str,
    ego: str | None,
    radius: int,
    path: tuple[str, str] | None,
    start: int | None,
    end: int | None,
    lang: str | None,
    *,
    drawn: bool = True,
) -> FlatNetwork:
    from ..export.flat_network import flat_network
    from ..export.layout import layout
    from ..lookup.labels import reader_language

    shown = reader_language(lang)
    if path:
        from ..network.trace_output import as_flat_network
        from ..network.tracing import TraceOptions, trace

        options = TraceOptions(paths=10, start=start, end=end)
        found = trace(store, *path, options=options, lang=shown)
        return as_flat_network(found, found.paths)
    graph = build_network(store, projection, lang=shown, start=start, end=end, ego=ego, radius=radius)
    title = graph.graph.get("title", projection)
    return flat_network(graph, title=title, lang=shown, positions=layout(graph) if drawn else None)


def _emit(bundle: Any, output: Path | None) -> None:
    from ..core.atomic import write_bundle

    if output is None or str(output) == "-":
        write_output(bundle[""])
    else:
        write_bundle(bundle, output)
