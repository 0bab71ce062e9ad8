"""The application on which each module of the command line registers its commands."""

from __future__ import annotations

from typing import Annotated

import typer

from ..core.version import VERSION

__all__ = ["app"]

app = typer.Typer(
    name="jlac",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"jlac {VERSION}")
        raise typer.Exit


@app.callback()
def jlac(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """A knowledge graph of cooperation and investment between Japan and Latin America."""
