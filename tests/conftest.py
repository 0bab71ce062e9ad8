"""The project's own graph, built once a run; which tests are slow; what was skipped and why."""

import gc
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import settings

from jlac_graph.build.pipeline import ensure_built
from jlac_graph.sparql.store import OxigraphStore
from tests.fixtures.facts import limits, limits_file, small, small_file, wide, wide_file  # noqa: F401
from tests.fixtures.kept import from_path
from tests.fixtures.report import near_file, report_copy, report_dist, report_graph  # noqa: F401
from tests.fixtures.running import browser, reported, whole  # noqa: F401
from tests.tools import MISSING, once

HERE = Path(__file__).parent
ROOT = HERE.parent
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
# the graphs that a worker holds for its whole life are walked by every full collection
gc.set_threshold(200_000, 50, 1_000)
SLOW = {
    "csvw/test_own_data.py",
    "importers/test_formats.py",
    "explorer",
    "servers",
    "web",
    "build/test_own_collection.py",
    "build/test_parties.py",
    "build/test_release.py",
    "build/test_results_to_cells.py",
    "build/test_sources.py",
    "build/test_watch.py",
    "cli",
    "core/test_atomic.py",
    "lookup/test_kept.py",
    "shacl/test_engine.py",
    "site",
    "sparql/test_disk_cache.py",
    "tables/test_collections.py",
    "tables/test_dictionary.py",
    "tables/test_faults.py",
    "tables/test_mutations.py",
    "tables/test_new_collection.py",
    "tables/test_reader.py",
    "tables/test_workbook.py",
    "test_benchmarks.py",
    "test_docs_site.py",
    "test_graph.py",
    "test_notebook.py",
    "test_package.py",
    "test_tutorials.py",
}
"""What `make test-fast` leaves out: browsers, servers, wheels, many processes, many builds."""
WHOLE = {"dist", "graph_of_all", "store"}
"""Fixtures with the graph of all data: tests and examples that read it are left out as well."""


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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """As many workers as processors, and one more where tests wait for a server or a browser."""
    return (os.cpu_count() or 1) + (config.option.markexpr != "not slow")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    for item in items:
        if _is_slow(item):
            item.add_marker("slow")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import what `make test-fast` leaves out."""
    return True if config.option.markexpr == "not slow" and _is_in_slow(collection_path) else None


def _is_slow(item: pytest.Item) -> bool:
    if isinstance(item, pytest.DoctestItem):
        return any("load(" in example.source for example in item.dtest.examples)
    return _is_in_slow(item.path) or bool(WHOLE & set(getattr(item, "fixturenames", ())))


def _is_in_slow(path: Path) -> bool:
    place = path.relative_to(HERE)
    return bool(SLOW & {place.as_posix(), *map(Path.as_posix, place.parents)})


def _turn(item: pytest.Item) -> int:
    place = item.nodeid.removeprefix("tests/")
    return next((turn for turn, name in enumerate(FIRST) if place.startswith(name)), len(FIRST))


@pytest.fixture(scope="session")
def dist() -> Path:
    """The checkout's own build, as a reader's first command makes it; one worker builds, the others wait."""
    return ensure_built().parent


@pytest.fixture(scope="session")
def store(dist: Path) -> ox.Store:
    graph = ox.Store()
    graph.bulk_load(path=str(dist / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    return graph


@pytest.fixture(scope="session")
def graph_of_all(dist: Path) -> OxigraphStore:
    """The graph of all data; nothing is written to it."""
    return from_path(dist / "graph.nq")


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
