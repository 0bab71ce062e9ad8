"""A site of the report's graph with a few queries of the library."""

import shutil
from pathlib import Path

import pytest

from jlac_graph.open_graph import open_graph
from jlac_graph.site.publish import publish
from tests.tools import once

ROOT = Path(__file__).parents[2]
QUERIES = ("agreements", "investments-in", "financing-by", "tariff-comparison", "timeline")
ADDRESS = "https://example.org/project"


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
