"""An import against the graph of the report, and the graph of both."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pytest

import jlac_graph as jlac
from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import build
from jlac_graph.core.atomic import new_folder
from jlac_graph.importers import importing, mapping, reports
from jlac_graph.lookup.search import Names, read_names
from jlac_graph.sparql.store import OxigraphStore
from tests.fixtures.report import REPORT, ROOT
from tests.tools import once

from . import samples
from .crs import bulk, explorer, write


@dataclass(frozen=True)
class Result:
    """A collection that an import made."""

    folder: Path
    found: importing.Imported

    def rows(self, name: str) -> list[dict[str, str]]:
        """Read a table or a report."""
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def column(self, name: str, *columns: str) -> list[tuple[str, ...]]:
        return [tuple(row[column] for column in columns) for row in self.rows(name)]


Import = Callable[..., Result]


@cache
def names_of(store: OxigraphStore) -> Names:
    """Read the names of a graph once in a run."""
    return read_names(store)


def perform(
    store: OxigraphStore,
    folder: Path,
    form: str,
    *files: Path,
    own: Path | None = None,
    name: str = "test",
    published: str = "",
    chosen: Path | None = None,
) -> Result:
    """Import files as `jlac import` does."""
    layouts = [mapping.read_mapping(own)] if own else mapping.layouts(form)
    request = importing.Request(
        files, layouts, name, published, read="2026-11-26", chosen=reports.read_chosen(chosen)
    )
    with new_folder(folder / name) as draft:
        found = importing.import_records(request, store, draft, names=names_of(store))
        reports.write_reports(draft, found, request)
    return Result(folder / name, found)


@pytest.fixture
def run(report_graph: OxigraphStore, tmp_path: Path) -> Import:
    return partial(perform, report_graph, tmp_path)


@pytest.fixture(scope="session")
def everything(report_graph: OxigraphStore, tmp_path_factory: pytest.TempPathFactory) -> jlac.Graph:
    """Give the graph of the report with a collection of each format."""

    def make(folder: Path) -> None:
        files = {
            "crs": [write(folder / "crs.txt", bulk({"USD_Commitment": "2.5"}))],
            "crs-explorer": [write(folder / "explorer.csv", explorer({}))],
            "comtrade": [write(folder / "comtrade.json", samples.comtrade())],
            "gem": [write(folder / "gem.csv", samples.GEOTHERMAL), write(folder / "gas.csv", samples.GAS)],
            "iati": [write(folder / "iati.xml", samples.IATI)],
            "bods": [write(folder / "bods.json", samples.BODS)],
            "ftm": [write(folder / "ftm.json", samples.FTM)],
        }
        made = [
            perform(report_graph, folder, name.partition("-")[0], *paths, name=f"our-{name}").folder
            for name, paths in files.items()
        ]
        build(Inputs((*REPORT, *made), ROOT / "ontology"), out=folder / "dist")

    return jlac.load(once(tmp_path_factory, "imports", make) / "dist" / "graph.nq")
