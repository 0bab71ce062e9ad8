"""What a network exported for Ladybug answers, against `trace`."""

import csv
import io
import re
from pathlib import Path

import ladybug
import pytest

from jlac_graph.core.atomic import write_bundle
from jlac_graph.export import FORMATS
from jlac_graph.lookup.links import read_links
from jlac_graph.network.tracing import TraceOptions, trace
from jlac_graph.network.views import View, flat_view
from jlac_graph.sparql.store import OxigraphStore

HERE = Path(__file__).parent
ENDS = (
    ("asset/caserones", "agent/jbic"),
    ("agent/mitsui", "place/mexico"),
    ("agent/jbic", "place/chile"),
    ("agent/lac-middle-classes", "place/colima"),
    ("agent/mina-seat", "place/sao-paulo"),
)
"""Ends of cheapest paths of one to four links in the graph of the report."""


def test_ladybug_finds_the_cheapest_paths_of_a_trace_with_their_costs(
    report_graph: OxigraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the query of docs/networks.md, of every length; costs of parallel links and hubs are in it."""
    links = read_links(report_graph)
    flat = flat_view(report_graph, View(), drawn=False, costed=True, links=links)
    write_bundle(FORMATS["ladybug"].write(flat), tmp_path / "links")
    monkeypatch.chdir(tmp_path / "links")
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    connection.execute(Path("load.cypher").read_text("utf-8"))
    page = (HERE.parents[1] / "docs" / "networks.md").read_text("utf-8")
    (query,) = (text for text in re.findall(r"```cypher\n(.*?)```", page, re.DOTALL) if "WSHORTEST" in text)
    lengths = set()
    for source, target in ENDS:
        asked = query.replace("agent/mitsui", source).replace("place/mexico", target)
        ((nodes, facts, cost),) = connection.execute(asked).get_all()
        (best, *_) = trace(report_graph, source, target, options=TraceOptions(paths=1), links=links).paths
        assert cost == pytest.approx(best.cost)
        assert tuple(nodes) == best.nodes
        said = [{statement.fact for statement in hop.statements} for hop in best.hops]
        assert all(fact in stated for fact, stated in zip(facts, said, strict=True))
        lengths.add(len(facts))
    assert lengths == {1, 2, 3, 4}


def test_only_links_have_the_cost_of_a_trace(report_graph: OxigraphStore) -> None:
    links = read_links(report_graph)
    views = (View("actors", ego="jbic", start=2005), View("countries"))
    some, added = (flat_view(report_graph, view, drawn=False, costed=True, links=links) for view in views)
    assert all(edge.cost and edge.cost > 1 for edge in some.edges)
    assert {edge.cost for edge in added.edges} == {None}
    cells = csv.DictReader(io.StringIO(FORMATS["ladybug"].write(added)["edges.csv"].decode()))
    assert {row["cost"] for row in cells} == {""}
