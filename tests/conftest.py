"""The project's own graph, built once a run; which tests are slow; what was skipped and why."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import build
from tests.fixtures.facts import limits, limits_file, small, small_file, wide, wide_file  # noqa: F401
from tests.fixtures.report import report_dist, report_graph  # noqa: F401
from tests.tools import MISSING, once

HERE = Path(__file__).parent
ROOT = HERE.parent
SLOW = {
    "explorer",
    "servers",
    "web",
    "build/test_watch.py",
    "cli",
    "core/test_atomic.py",
    "tables/test_faults.py",
    "tables/test_mutations.py",
    "test_benchmarks.py",
    "test_docs_site.py",
    "test_package.py",
    "test_tutorials.py",
}
"""What `make test-fast` leaves out: browsers, servers, wheels, and whatever starts many processes."""


FIRST = (
    "servers/test_library.py",
    "shacl/test_engine.py::test_the_faulty_tables_as_pyshacl",
    "servers",
    "tables/test_faults.py",
    "tables/test_mutations.py",
    "web/test_hostile.py",
    "web/test_openrefine.py",
    "explorer",
)
"""What takes longest, so that no worker is left with it at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    for item in items:
        if item.path.is_relative_to(HERE):
            place = item.path.relative_to(HERE)
            if SLOW & {place.as_posix(), *map(Path.as_posix, place.parents)}:
                item.add_marker("slow")


def _turn(item: pytest.Item) -> int:
    place = item.nodeid.removeprefix("tests/")
    return next((turn for turn, name in enumerate(FIRST) if place.startswith(name)), len(FIRST))


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        build(Inputs((ROOT / "data",), ROOT / "ontology"), out=folder)

    return once(tmp_path_factory, "dist", make)


@pytest.fixture(scope="session")
def store(dist: Path) -> ox.Store:
    graph = ox.Store()
    graph.bulk_load(path=str(dist / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    return graph


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the package is installed from."""

    def make(folder: Path) -> None:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)

    (path,) = once(tmp_path_factory, "wheel", make).glob("*.whl")
    return path


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the tests that were skipped, by what they lacked."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", ())]
    lacking = Counter(reason.partition(MISSING)[2] for reason in reasons if MISSING in reason)
    if lacking:
        counts = ", ".join(f"{number} for want of {name}" for name, number in lacking.most_common())
        terminalreporter.write_line(f"{lacking.total()} tests skipped: {counts}", yellow=True)
