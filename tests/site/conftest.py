"""A site of the report's graph with a few queries of the library."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from jlac_graph.open_graph import open_graph
from jlac_graph.site import fonts
from jlac_graph.site import publish as publishing
from jlac_graph.site.publish import publish
from tests.tools import missing, once

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
QUERIES = (
    "counted-once",
    "investment-flows",
    "plans",
    "agreements",
    "investments-in",
    "financing-by",
    "tariff-comparison",
    "timeline",
)
ADDRESS = "https://example.org/project"


SHORTENED = cache(fonts.shortened_font)


@pytest.fixture(scope="session", autouse=True)
def kept_fonts() -> Iterator[None]:
    """Shorten a font once for the same letters: sites of a few entities have the same ones."""

    def kept(font: bytes, letters: Iterable[str]) -> bytes:
        return SHORTENED(font, frozenset(letters))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "shortened_font", kept)
        yield


def few_queries(folder: Path) -> Path:
    """A query library of its own, with the project's glossary, projections and stories."""
    folder.mkdir(parents=True)
    for path in (ROOT / "queries").iterdir():
        if path.is_file() and (path.suffix != ".rq" or path.stem in QUERIES):
            shutil.copy(path, folder / path.name)
    return folder


@pytest.fixture(scope="session")
def queries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, "few-queries", lambda folder: few_queries(folder / "queries")) / "queries"


@pytest.fixture(scope="session")
def site(report_dist: Path, queries: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, below the path that its address has."""

    def make(folder: Path) -> None:
        store = open_graph(str(report_dist / "graph.nq"))
        publish(store, folder / "project", address=ADDRESS, queries=queries)

    return once(tmp_path_factory, "site", make) / "project"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the site, below a path."""
    with served(site.parent) as found:
        yield f"{found}/project"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder as ``python -m http.server`` serves it."""
    if not (WEB / "dist" / "index.html").is_file():
        missing("the built explorer")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(folder),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                assert server.poll() is None
        yield f"http://127.0.0.1:{port}"
        server.terminate()
