"""Two folders outside the checkout, beside the report: what each source states can be chosen and left out."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jlac_graph import UsageError, load
from jlac_graph.build.sources import _is_chosen
from jlac_graph.cli import app
from jlac_graph.core.namespaces import ID
from jlac_graph.graph import Graph
from tests.fixtures.press import press
from tests.fixtures.report import REPORT

LINKS = """SELECT ?from ?link ?to WHERE {
  VALUES ?link { jlac:agreedInvestedIn jlac:agreedFinances jlac:owns } ?from ?link ?to
  FILTER (?to IN (<https://w3id.org/jlac/id/asset/salar-plant>, <https://w3id.org/jlac/id/asset/caserones>))
}"""
PLANT = {
    ("agent/yamato", "agreedInvestedIn", "asset/salar-plant"),
    ("agent/jbic", "agreedFinances", "asset/salar-plant"),
    ("agent/yamato", "agreedFinances", "asset/salar-plant"),
}
OWNED = ("agent/yamato", "owns", "asset/salar-plant")
CASERONES = ("agent/jbic", "agreedFinances", "asset/caserones")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    folder = tmp_path_factory.mktemp("press")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.delenv("JLAC_GRAPH", raising=False)
        yield press(folder)


def opened(folders: list[Path], **choice: list[str]) -> Graph:
    return load(data=REPORT, with_=folders, **choice)


def links(graph: Graph) -> set[tuple[str, ...]]:
    rows = graph.query(LINKS).to_dicts()
    return {tuple(re.split("[#]|/id/", str(value))[-1] for value in row.values()) for row in rows}


def column(graph: Graph, query: str) -> list[str]:
    return [str(row["p"]) for row in graph.query(query).to_dicts()]


def test_the_graph_of_a_folder_is_built_once_in_the_cache(folders: list[Path]) -> None:
    graph = opened(folders)
    assert str(graph.store.name).startswith(os.environ["XDG_CACHE_HOME"])
    made = Path(str(graph.store.name)).stat().st_mtime_ns
    assert Path(str(opened(folders).store.name)).stat().st_mtime_ns == made
    assert {*PLANT, OWNED, CASERONES} <= links(graph)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"sources": ["first"]}, {*PLANT, CASERONES}),
        ({"sources": ["press-2"]}, {OWNED}),
        ({"sources": ["press-1"]}, {*PLANT, CASERONES, OWNED}),
        ({"without": ["idb-mg-172"]}, {*PLANT, CASERONES, OWNED}),
        ({"without": ["idb-mg-172", "first"]}, {OWNED}),
        ({"without": ["idb-mg-172", "press-1"]}, {OWNED}),
        ({"sources": ["first", "second"], "without": ["press-1"]}, {OWNED}),
    ],
)
def test_links_go_with_their_sources(
    folders: list[Path], choice: dict[str, list[str]], expected: set[tuple[str, ...]]
) -> None:
    assert links(opened(folders, **choice)) == expected


def test_a_fact_of_two_sources_cites_the_one_that_is_left(folders: list[Path]) -> None:
    passages = f"SELECT ?p {{ <{ID}fact/yamato-owns-plant> prov:wasDerivedFrom/jlac:locator ?p }} ORDER BY ?p"
    assert column(opened(folders), passages) == ["press-1#p2", "press-2#p1"]
    assert column(opened(folders, without=["press-1"]), passages) == ["press-2#p1"]


def test_what_names_the_parties_stays_and_what_is_said_of_them_goes(folders: list[Path]) -> None:
    graph = opened(folders, without=["idb-mg-172"])
    jbic = f"SELECT DISTINCT ?p WHERE {{ <{ID}agent/jbic> ?p ?o }}"
    said = set(column(graph, jbic))
    assert {re.split("[#/:]", name)[-1] for name in said} >= {
        "type",
        "prefLabel",
        "country",
        "agreedFinances",
    }
    assert not any(name.endswith(("wasDerivedFrom", "description")) for name in said)


def test_the_counted_account_is_chosen_among_the_sources_that_are_there(folders: list[Path]) -> None:
    counted = f"ASK {{ <{ID}fact/jbic-caserones> jlac:countedIn <{ID}fact/press-caserones> }}"
    any_counted = "ASK { ?event jlac:account ?fact }"
    assert opened(folders).store.ask(counted)
    assert not opened(folders, without=["first"]).store.ask(counted)
    assert not opened(folders, without=["first"]).store.ask(any_counted)


def test_an_unknown_source_lists_the_collections_and_near_ids(folders: list[Path]) -> None:
    with pytest.raises(
        UsageError, match=r"'press-9'; did you mean press-1 or press-2.*first, .*query sources"
    ):
        opened(folders, sources=["press-9"])


def test_the_command_line_takes_the_same_choice(folders: list[Path]) -> None:
    data = [word for folder in REPORT for word in ("--data", str(folder))]
    more = [word for folder in folders for word in ("--with", str(folder))]
    done = CliRunner().invoke(
        app, ["show", "yamato", *data, *more, "--without-source", "press-1", "--source", "second"]
    )
    assert done.exit_code == 0, done.output
    assert "statements (1)\n  Yamato owns 40% of the Salar plant (since 2014)" in done.stdout
    assert "press-1" not in done.stdout
    refused = CliRunner().invoke(app, ["show", "yamato", *more, "--graph", "x.nq"])
    assert isinstance(refused.exception, UsageError)


def test_an_id_of_a_collection_and_a_source_can_be_told_apart() -> None:
    graphs = [
        f"https://w3id.org/jlac/graph/{name}" for name in ("report/report", "report/page", "press/report")
    ]
    chosen = {
        given: [graph.partition("/graph/")[2] for graph in graphs if _is_chosen(graph, [given], [])]
        for given in ("report", "collection:report", "source:report")
    }
    assert chosen == {
        "report": ["report/report", "report/page", "press/report"],
        "collection:report": ["report/report", "report/page"],
        "source:report": ["report/report", "press/report"],
    }
