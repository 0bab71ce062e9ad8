"""Writers for the tools in which people draw and store networks, and their registry.

Each writer turns a `flat_network.FlatNetwork` into the bytes of a file, or of the files of a folder. The
registry names them; a writer's module is imported when its format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

from ..core.contents import pieces
from ..core.errors import NotFoundError

if TYPE_CHECKING:
    from ..core.contents import Bundle, Pieces
    from .flat_network import FlatNetwork

__all__ = ["FORMATS", "NetworkFormat", "network_format"]


_MEDIA = {
    "": "application/zip",
    ".gexf": "application/xml",
    ".graphml": "application/xml",
    ".cyjs": "application/json",
    ".cx2": "application/json",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".ftm.json": "application/x-ndjson",
    ".dot": "text/vnd.graphviz; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class NetworkFormat:
    """A file format for networks.

    Parameters
    ----------
    name, suffix : as in ``jlac export gexf``; the suffix is empty for a folder.
    summary : the tools that read it.
    place : module and function of the writer.
    drawn : whether the file says where each node is drawn.
    costed : whether it says what a trace counts for each link.
    """

    name: str
    suffix: str
    summary: str
    place: tuple[str, str]
    drawn: bool = True
    costed: bool = False

    @property
    def media(self) -> str:
        """The media type of the file; of an archive for a folder."""
        return _MEDIA[self.suffix]

    def write(self, flat: FlatNetwork) -> Bundle:
        """Return the file or files of this format."""
        return {name: b"".join(pieces(content)) for name, content in self.pieces(flat).items()}

    def pieces(self, flat: FlatNetwork) -> Pieces:
        """Return the file or files of this format in pieces; those of tables (csv) all at once."""
        module, function = self.place
        writer: Callable[[FlatNetwork], Pieces] = getattr(import_module(f".{module}", __name__), function)
        return writer(flat)


FORMATS: dict[str, NetworkFormat] = {
    form.name: form
    for form in (
        NetworkFormat("gexf", ".gexf", "Gephi 0.9.3 and later", ("gexf", "write")),
        NetworkFormat("graphml", ".graphml", "Cytoscape, igraph, networkx", ("graphml", "write")),
        NetworkFormat("yed", ".graphml", "yEd, with labels and shapes", ("graphml", "write_yed")),
        NetworkFormat("cytoscape", ".cyjs", "Cytoscape.js and Cytoscape", ("cytoscape", "write")),
        NetworkFormat("cx2", ".cx2", "Cytoscape Web and NDEx", ("cytoscape", "write_cx2")),
        NetworkFormat(
            "neo4j", "", "Neo4j: CSV for neo4j-admin and a script", ("neo4j", "write"), drawn=False
        ),
        NetworkFormat(
            "ladybug",
            "",
            "Ladybug: CSV and a script that loads it",
            ("ladybug", "write"),
            drawn=False,
            costed=True,
        ),
        NetworkFormat("dot", ".dot", "Graphviz", ("dot", "write")),
        NetworkFormat("d3", ".json", "d3-force", ("browser_json", "write_d3")),
        NetworkFormat("graphology", ".json", "graphology and sigma.js", ("browser_json", "write_graphology")),
        NetworkFormat(
            "csv",
            "",
            "Gephi's spreadsheet import and any table tool",
            ("csv_tables", "write"),
        ),
        NetworkFormat(
            "geojson",
            ".geojson",
            "maps: QGIS, Leaflet, kepler.gl",
            ("geography", "write_geojson"),
            drawn=False,
        ),
        NetworkFormat("kml", ".kml", "Google Earth and QGIS", ("geography", "write_kml"), drawn=False),
        NetworkFormat(
            "ftm", ".ftm.json", "FollowTheMoney: OpenAleph", ("followthemoney", "write"), drawn=False
        ),
        NetworkFormat("obsidian", "", "Obsidian: a folder of notes", ("obsidian", "write"), drawn=False),
    )
}


def network_format(name: str) -> NetworkFormat:
    """Return the format of that name.

    Raises
    ------
    NotFoundError
        No format has that name; the nearest names are listed.

    Examples
    --------
    >>> network_format("gexf").suffix
    '.gexf'
    """
    if name not in FORMATS:
        raise NotFoundError("format", name, get_close_matches(name, FORMATS, 3, 0.3), legal=[*FORMATS])
    return FORMATS[name]
