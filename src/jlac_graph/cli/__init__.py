"""The command line: a thin shell over the library.

Each module of this package registers its commands on `app`; what is heavy is imported inside the
command that needs it, so that every command starts at once.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..errors import JlacError

__all__ = ["app", "main"]

app = typer.Typer(
    name="jlac",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from .. import __version__

        typer.echo(f"jlac {__version__}")
        raise typer.Exit


@app.callback()
def jlac(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """A knowledge graph of cooperation and investment between Japan and Latin America."""


def main() -> None:
    """Run the command line; a known fault becomes one line on stderr and its exit code."""
    try:
        app()
    except JlacError as error:
        sys.stderr.write(f"jlac: {error}\n")
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        raise SystemExit(0) from None


from . import (  # noqa: E402  (each registers its commands)
    build,  # noqa: F401
    csvw,  # noqa: F401
    diff,  # noqa: F401
    export,  # noqa: F401
    network,  # noqa: F401
    push,  # noqa: F401
    query,  # noqa: F401
    serve,  # noqa: F401
    show,  # noqa: F401
    trace,  # noqa: F401
)
