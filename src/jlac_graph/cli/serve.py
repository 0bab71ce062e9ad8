"""`jlac serve`."""

from __future__ import annotations

import socket
import sys
from typing import Annotated

import typer

from ..core.errors import UsageError
from ..open_graph import GraphChoice
from .app import app
from .options import OWN, reads_graph

__all__ = ["serve"]

_ANYWHERE = ("0.0.0.0", "::")  # noqa: S104
_LONGEST = 86_400.0


@app.command()
@reads_graph
def serve(
    graph: GraphChoice = OWN,
    host: Annotated[str, typer.Option(help="Address to listen on, IPv4 or IPv6.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 chooses a free one.")] = 8000,
    seconds: Annotated[float, typer.Option(help="Maximum time of a query, in seconds.")] = 20.0,
    public_url: Annotated[
        str | None,
        typer.Option(
            "--public-url",
            "--address",
            envvar="JLAC_PUBLIC_URL",
            show_envvar=False,
            metavar="URL",
            help="Public address of the service behind a proxy, with its path; default: JLAC_PUBLIC_URL.",
        ),
    ] = None,
) -> None:
    """Serve the graph: explorer, SPARQL endpoint, pages of entities, query API, MCP, reconciliation.

    Example: jlac serve --port 8000
    """
    if not 0 < seconds <= _LONGEST:
        raise UsageError(f"--seconds must be greater than 0 and at most {_LONGEST:g}, not {seconds}")
    listening = _listen(host.removeprefix("[").removesuffix("]"), port)
    here = _address(listening)
    # the address is printed at once; requests wait until the graph is open
    sys.stderr.write(f"opening the graph; address: {here}\n")
    sys.stderr.flush()

    from ..web.app import create_app
    from ..web.assets import is_built
    from ..web.limits import Limits
    from ..web.public_address import Address
    from ..web.server import serve as run

    address = Address.of(public_url, listening=here)
    service = create_app(graph, limits=Limits(seconds=seconds), address=address)
    sys.stderr.write(f"serving {service.state.pools.main.name} at {here}\n")
    if address.declared:
        sys.stderr.write(f"its public address is {address.url}\n")
    elif host in _ANYWHERE:
        sys.stderr.write(
            "any machine that can reach this one can query it; --public-url sets the address in links\n"
        )
    if not is_built():
        sys.stderr.write("the explorer is not included, because it is not built; run 'make web'\n")
    sys.stderr.flush()
    run(service, listening)
    sys.stderr.write(f"stopped serving at {here}\n")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        shown = f"[{host}]" if ":" in host else host
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"cannot listen on {shown}:{port}: {reason}") from None


def _address(listening: socket.socket) -> str:
    """Return the address at which a browser on this machine reaches a socket."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
