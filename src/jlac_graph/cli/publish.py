"""`jlac publish`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..open_graph import GraphChoice
from .app import app
from .options import OWN, reads_graph

__all__ = ["publish"]

_KINDS = {
    "id": "entities and facts", "src": "sources and passages", "code": "codes", "obs": "statistics",
    "queries": "queries", "data": "data and the graph", "assets": "the explorer", "docs": "documentation",
}  # fmt: skip


@app.command()
@reads_graph
def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write; made when it is missing.")],
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="URL",
            help="Public address of the site, for canonical links, sitemap and 404.html.",
        ),
    ] = None,
    docs: Annotated[
        Path | None, typer.Option("--docs", metavar="DIR", help="Built documentation to include as docs/.")
    ] = None,
    graph: GraphChoice = OWN,
) -> None:
    """Write a site that any static host can serve: pages, explorer, and SPARQL in the page.

    Publishing again replaces and removes only files that it wrote and that nobody changed since.

    Example: jlac publish public --url https://example.org/jlac
    """
    from ..site.publish import publish as write
    from ..web.assets import is_built
    from ..web.public_address import Address

    address = Address.of(url)
    if not is_built():
        _say("the explorer is not included, because it is not built; run 'make web'")
    site = write(
        graph.open(), folder, address=address.url if address.declared else "", docs=docs, progress=_say
    )
    for name, words in _KINDS.items():
        if name in site.files:
            _say(f"{site.files[name]:>8,} files  {site.sizes[name] / 1e6:>6.1f} MB  {words}")
    _say(f"{sum(site.files.values()):>8,} files  {sum(site.sizes.values()) / 1e6:>6.1f} MB  in {folder}")
    if not address.declared:
        _say("without --url there are no canonical links and no sitemap")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
