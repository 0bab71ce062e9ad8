"""``jlac export`` and ``jlac draw``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.errors import UsageError
from ..core.namespaces import short_id
from ..open_graph import GraphChoice
from .app import app
from .options import OWN, End, Lang, Projection, Start, reads_graph
from .streams import write_output

if TYPE_CHECKING:
    from ..core.contents import Pieces
    from ..export.flat_network import FlatNetwork
    from ..network.views import View

__all__ = ["draw", "export"]

Ego = Annotated[
    str | None, typer.Option(help="Only this entity and those linked to it, up to --radius links.")
]
Radius = Annotated[int, typer.Option(min=1, help="Maximum number of links from --ego.")]
Ends = Annotated[
    tuple[str, str] | None,
    typer.Option("--path", metavar="A B", help="Only the best paths between two entities."),
]
Via = Annotated[
    list[str] | None, typer.Option(help="A class or entity that the paths of --path must pass through.")
]

FORMATS_HELP = """gexf (Gephi), graphml (Cytoscape, igraph), yed, cytoscape (cyjs), cx2, neo4j, ladybug,
dot, d3, graphology, csv (Gephi), obsidian, geojson, kml, ftm (FollowTheMoney);
the graph itself: ttl, nq, jsonld, xml."""


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
    via: Via = None,
    start: Start = None,
    end: End = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Write a network for Gephi, Cytoscape, yEd, Neo4j, Graphviz, a browser, Obsidian, a map, or as RDF.

    Parallel facts between two entities are separate edges in every format. Gephi merges parallel
    edges of one kind at import, so gexf and csv give each edge its own kind.

    Example: jlac export gexf --projection actors -o actors.gexf
    """
    from ..export import network_format
    from ..network.views import flat_view
    from ..output.rdf_dump import DUMP_FORMATS, write_rdf

    if form in DUMP_FORMATS:
        if projection != "full" or ego or path or via or start or end:
            raise UsageError(
                f"{form} writes the whole graph; omit --projection, --ego, --path, --via, --from and --to"
            )
        _emit(write_rdf(graph.open(), form), output)
        return
    chosen = network_format(form)
    if not chosen.suffix and (output is None or str(output) == "-"):
        raise UsageError(f"{form} writes a folder; give one with -o")
    view = _view(projection, ego, radius, path, via, start, end, lang)
    flat = flat_view(graph.open(), view, drawn=chosen.drawn, costed=chosen.costed)
    _tell_counterparts(flat)
    _emit(chosen.pieces(flat), output)
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
    via: Via = None,
    start: Start = None,
    end: End = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Draw a figure for a paper, with legend, sources and colours that are safe for colour blindness.

    Example: jlac draw --ego jbic --radius 1 -o jbic.svg
    """
    from ..export.figure import write_png, write_svg
    from ..network.views import flat_view

    writers = {".svg": write_svg, ".png": write_png}
    if output.suffix not in writers:
        raise UsageError(f"{output}: a figure must be an .svg or .png file")
    flat = flat_view(graph.open(), _view(projection, ego, radius, path, via, start, end, lang))
    _tell_counterparts(flat)
    _emit(writers[output.suffix](flat), output)


def _tell_counterparts(flat: FlatNetwork) -> None:
    """Say on stderr that the government of a country, or its country, has links of its own."""
    for name, links in flat.see_also.items():
        sys.stderr.write(f"{short_id(name)} has {links:,} links of its own here: --ego {short_id(name)}\n")


def _view(
    projection: str,
    ego: str | None,
    radius: int,
    path: tuple[str, str] | None,
    via: list[str] | None,
    start: int | None,
    end: int | None,
    lang: str | None,
) -> View:
    from ..lookup.labels import reader_language
    from ..network.views import View

    return View(projection, ego, radius, path, start, end, reader_language(lang), tuple(via or ()))


def _emit(bundle: Pieces, output: Path | None) -> None:
    from ..core.atomic import write_bundle
    from ..core.contents import pieces

    if output is None or str(output) == "-":
        for piece in pieces(bundle[""]):
            write_output(piece)
    else:
        write_bundle(bundle, output)
