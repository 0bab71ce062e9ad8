"""Traces, networks and exports say no more than the source: plans, doubt, groups, shared amounts."""

import csv
import io
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import jlac_graph
from jlac_graph.export import FORMATS, network_format
from jlac_graph.export.figure import write_svg
from jlac_graph.export.flat_network import FlatNetwork, flat_network
from jlac_graph.lookup.describer import Describer
from jlac_graph.lookup.links import read_links
from jlac_graph.lookup.profile import profile
from jlac_graph.network.build_network import ego, network
from jlac_graph.network.measures.brokers import brokers
from jlac_graph.network.measures.centrality import rank
from jlac_graph.network.measures.communities import communities
from jlac_graph.network.measures.neighbours import neighbours
from jlac_graph.network.measures.structure import backbone, mixing
from jlac_graph.network.measures.tables import simple
from jlac_graph.network.projections import find_projection
from jlac_graph.network.trace_output import render
from jlac_graph.network.tracing import Trace, TraceOptions, trace
from jlac_graph.sparql.store import OxigraphStore
from tests.fixtures.facts import build

ID = "https://w3id.org/jlac/id/"


def edges(store: OxigraphStore, projection: str, **window: int) -> list[tuple[str, str, dict[str, Any]]]:
    return list(network(store, find_projection(projection), **window).edges(data=True))


def of_fact(store: OxigraphStore, fact: str) -> dict[str, Any]:
    (data,) = [data for *_, data in edges(store, "actors") if data["fact"] == fact]
    return data


def paths(store: OxigraphStore, a: str, b: str, **options: Any) -> list[str]:
    found = trace(store, a, b, options=TraceOptions(**options))
    return [" ".join(n.rpartition("/")[2] for n in path.nodes) for path in found.paths]


def flat(store: OxigraphStore, projection: str = "actors") -> FlatNetwork:
    return flat_network(network(store, find_projection(projection)))


def test_an_edge_says_how_far_its_statement_goes(limits: OxigraphStore) -> None:
    data = of_fact(limits, "fact/plan")
    names = ("relation", "planned", "status", "likelihood", "scope", "basis", "note")
    assert [data[name] for name in names] == [
        "plannedInvestedIn",
        True,
        "announced",
        "possible",
        "of the first phase",
        "inferred",
        "Only if the price holds.",
    ]
    graph = network(limits, find_projection("actors"), lang="ja")
    (data,) = [d for *_, d in graph.edges(data=True) if d["fact"] == "fact/plan"]
    assert (data["likelihood"], data["scope"]) == ("可能性", "第1期分")


def test_a_planned_link_costs_more_than_the_same_link_realised(limits: OxigraphStore) -> None:
    due = read_links(limits).surcharges
    (plan,) = trace(limits, "itochu", "works", options=TraceOptions(paths=1)).paths
    (deal,) = trace(limits, "itochu", "mina", options=TraceOptions(paths=1)).paths
    assert plan.cost == 1.75 + (due.status["announced"] + due.likelihood["possible"]) / 1000 == 2.5
    assert deal.cost < plan.cost
    assert due.relation["plannedActiveIn"] == due.relation["activeIn"]


def test_every_code_of_a_plan_has_a_surcharge(limits: OxigraphStore) -> None:
    rows = limits.select("SELECT ?code WHERE { ?status jlac:isPlan true ; skos:notation ?code }")
    assert {row[0].value for row in rows} <= {*read_links(limits).surcharges.status}


def test_a_trace_shows_plan_doubt_scope_and_note_in_every_form(limits: OxigraphStore) -> None:
    found = trace(limits, "itochu", "works", options=TraceOptions(paths=1))
    text = render(found, "text").decode()
    assert "   not yet realised: Itochu – Works\n" in text
    (block,) = re.findall(
        r"     (.+)\n       note: Only if the price holds\.\n       fact/plan  r#p5\n", text
    )
    assert block == "Itochu may invest USD 40 in Works (of the first phase; announced, 2012; our inference)"
    row = next(line for line in render(found, "md").decode().splitlines() if "Only if" in line)
    assert "(of the first phase; announced, 2012; our inference); note: Only if the price holds. |" in row
    assert "| not yet realised: announced |" in row
    (said,) = json.loads(render(found, "json"))["paths"][0]["hops"][0]["statements"]
    assert (said["planned"], said["relation"]) == (True, "invested in (planned)")
    assert said["qualifiers"] == {
        "likelihood": "possible",
        "scope": "of the first phase",
        "basis": "inferred",
        "note": "Only if the price holds.",
    }
    assert said["unsaid"] == ["note"]
    assert "note: Only if the price holds." in found._repr_html_()
    assert 'stroke-dasharray="7 5"' in render(found, "svg").decode()
    assert '"style"="dashed"' in render(found, "dot").decode()
    spoken = str(trace(limits, "itochu", "works", options=TraceOptions(paths=1), lang="ja"))
    assert spoken.count("第1期分") == 1


def test_a_group_is_not_its_members(limits: OxigraphStore) -> None:
    found = trace(limits, "itochu", "some-dam-firm", options=TraceOptions(paths=1))
    (path,) = found.paths
    said = path.hops[1].statements[0].words
    assert path.groups == ("agent/traders",)
    assert path.hops[0].statements[0].words == (
        f"Itochu is named among Japanese traders, of which the source says: {said}"
    )
    assert "through the group Japanese traders: what the source says of it is not said of each member" in str(
        found
    )
    assert path.cost == 2 * 1.75 + 0.3 + read_links(limits).surcharges.membership / 1000
    alone = trace(limits, "itochu", "traders", options=TraceOptions(paths=1)).paths[0]
    assert alone.groups == ()
    assert alone.hops[0].statements[0].words == "Itochu is named among Japanese traders"


def test_unnamed_agents_are_marked_and_not_ranked(limits: OxigraphStore) -> None:
    found = trace(limits, "itochu", "some-dam-firm", lang="es")
    assert found.labels["agent/some-dam-firm"] == "Dam firm (la fuente no lo nombra)"
    graph = network(limits, find_projection("actors"))
    assert graph.nodes["agent/some-dam-firm"]["label"] == "Dam firm (not named by the source)"
    assert "agent/some-dam-firm" not in {row[0] for row in rank(graph).rows}
    assert "agent/some-dam-firm" in {row[0] for row in rank(graph, unnamed=True).rows}
    node = next(n for n in flat(limits).nodes if n.id == "agent/some-dam-firm")
    assert (node.label, node.attributes["unnamed"]) == ("Dam firm (not named by the source)", True)


def test_measures_leave_plans_out_unless_asked(limits: OxigraphStore) -> None:
    graph = network(limits, find_projection("actors"))
    links = {row[0]: row[5] for row in rank(graph).rows}
    assert links["agent/itochu"] == 1  # the joint deal, of which two facts tell, and no plan
    assert {row[0]: row[5] for row in rank(graph, plans=True).rows}["agent/itochu"] == 2
    members = [name for group in communities(graph, method="louvain").groups for name in group]
    assert "agent/traders" not in members
    assert len(brokers(graph)) == len(members) == len(brokers(graph, plans=True, unnamed=True)) - 2
    counts = {(row[0], row[1]): row[2] for row in mixing(graph).rows}
    assert counts["Japan", "Chile"] == 3
    assert {(r[0], r[1]): r[2] for r in mixing(graph, plans=True).rows}["Japan", "Chile"] == 4
    pairs = network(limits, find_projection("coinvestment"))
    assert {d.get("planned", False) for *_, d in pairs.edges(data=True)} == {False, True}
    assert list(backbone(pairs, level=1).edges) == []
    assert len(backbone(pairs, level=1, plans=True).edges) == 2


def test_a_small_place_costs_less_to_pass_than_a_country(limits: OxigraphStore) -> None:
    ground = read_links(limits).ground
    assert (ground["place/salamanca"], ground["place/chile"], ground["code:status/agreed"]) == (
        500,
        2000,
        2000,
    )
    assert paths(limits, "mina", "works", paths=4, avoid=("Agent",)) == ["mina salamanca works"]
    found = paths(limits, "mina", "works", paths=9)
    assert found.index("mina salamanca works") < found.index("mina chile works")


def test_an_amount_says_on_how_many_edges_it_stands(limits: OxigraphStore) -> None:
    found = [d for *_, d in edges(limits, "actors") if "amount" in d]
    counted = [(d["fact"], d["amount_fact"], d["amount_edges"], d.get("amount_shared")) for d in found]
    assert sorted(counted, key=str) == [
        ("fact/joint", "fact/joint", 3, True),
        ("fact/joint", "fact/joint", 3, True),
        ("fact/joint-again", "fact/joint", 3, True),
        ("fact/plan", "fact/plan", 1, None),
        ("fact/three-ways", "fact/three-ways", 3, None),
        ("fact/three-ways", "fact/three-ways", 3, None),
        ("fact/three-ways", "fact/three-ways", 3, None),
    ]
    around = ego(network(limits, find_projection("actors")), "agent/minero")
    assert [d["amount_edges"] for *_, d in around.edges(data=True)] == [3, 3, 3]


LOANS = """
@prefix jlac: <https://w3id.org/jlac/ont#> . @prefix agent: <https://w3id.org/jlac/id/agent/> .
@prefix asset: <https://w3id.org/jlac/id/asset/> . @prefix fact: <https://w3id.org/jlac/id/fact/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
agent:itochu a jlac:Firm ; skos:prefLabel "Itochu"@en .
agent:enami a jlac:Firm ; skos:prefLabel "Enami"@en .
asset:mina a jlac:Mine ; skos:prefLabel "Mina"@en .
fact:loan a jlac:Loan ; jlac:financier agent:itochu ; jlac:cofinancier agent:enami ;
    jlac:financed asset:mina ;
    jlac:amount 70 ; jlac:currency "USD" ; jlac:status <https://w3id.org/jlac/code/status/completed> ;
    jlac:citation "r#p5" ."""
OWN = "fact:loan jlac:scope <https://w3id.org/jlac/code/scope/own-part> ."


@pytest.mark.parametrize(
    ("own", "amounts"),
    [
        ("", {"itochu-mina": (70, 3, True), "enami-mina": (70, 3, True), "enami-itochu": (70, 3, True)}),
        (OWN, {"itochu-mina": (70, 1, None), "enami-mina": (None,) * 3, "enami-itochu": (None,) * 3}),
    ],
    ids=["the amount of all lenders", "the own part of one"],
)
def test_an_amount_stands_only_on_the_edges_of_those_whose_it_is(
    tmp_path: Path, own: str, amounts: dict[str, Any]
) -> None:
    (tmp_path / "loans.ttl").write_text(LOANS + own)
    store = OxigraphStore.from_path(build(tmp_path, str(tmp_path / "loans.ttl")))
    graph = network(store, find_projection("actors"))
    names = ("amount", "amount_edges", "amount_shared")
    found = {
        f"{a.rpartition('/')[2]}-{b.rpartition('/')[2]}": tuple(data.get(name) for name in names)
        for a, b, data in graph.edges(data=True)
    }
    assert found == amounts
    written = network_format("csv").write(flat_network(graph))["edges.csv"].decode()
    written_amounts = sorted(row["amount"] for row in csv.DictReader(io.StringIO(written)))
    assert written_amounts == (["", "", "70.0"] if own else ["70.0"] * 3)


def test_what_is_only_agreed_does_not_read_as_done(limits: OxigraphStore) -> None:
    found = [data for *_, data in edges(limits, "actors") if data.get("status") == "agreed"]
    said = {(d["relation"], d["relation_label"], d["wording"].partition(" (")[0]) for d in found}
    bought = "Marubeni agreed to buy Enami from Minero for USD 90"
    assert said == {
        (
            "agreedInvestedIn",
            "agreed to invest in",
            "Itochu and Marubeni agreed to invest about USD 600 in Mina",
        ),
        ("agreedFinances", "agreed to finance", "Itochu agreed to finance Mina with USD 600"),
        ("agreedAcquiredStakeIn", "agreed to acquire a stake in", bought),
        ("agreedBoughtFrom", "agreed to buy from", bought),
        ("agreedSoldStakeIn", "agreed to sell a stake in", bought),
    }
    text = render(trace(limits, "marubeni", "enami", options=TraceOptions(paths=1)), "text").decode()
    assert bought in text and "bought" not in text


def test_countries_count_a_claim_once_and_keep_status_and_precision_apart(limits: OxigraphStore) -> None:
    names = ("relation", "status", "planned", "precision", "amount", "amount_edges", "weight", "amount_fact")
    found = [(b[6:], *(data.get(name) for name in names)) for _, b, data in edges(limits, "countries")]
    assert sorted(found, key=str) == [
        ("chile", "Acquisition", "agreed", None, None, 90.0, 2, 1, "fact/three-ways"),
        ("chile", "Investment", "agreed", None, "about", 600.0, 1, 1, None),
        ("chile", "Investment", "announced", True, None, 40.0, 1, 1, None),
        ("peru", "Acquisition", "agreed", None, None, 90.0, 2, 1, "fact/three-ways"),
    ]


def test_facts_of_one_claim_weigh_once(limits: OxigraphStore) -> None:
    plain = simple(network(limits, find_projection("actors")))
    assert plain["agent/itochu"]["asset/mina"]["weight"] == 1


@pytest.mark.parametrize(
    ("window", "facts"),
    [
        ({"end": 1959}, set()),
        ({"start": 1965, "end": 1966}, {"fact/sixties"}),
        ({"start": 1970, "end": 2000}, set()),
        ({"start": 2010, "end": 2013}, {"fact/by-2013"}),
        ({"start": 2014}, set()),
    ],
)
def test_a_window_asks_the_bounds_of_vague_dates_for_overlap_but_no_open_start(
    limits: OxigraphStore, window: dict[str, int], facts: set[str]
) -> None:
    vague = {"fact/by-2013", "fact/sixties"}
    try:
        found = {d["fact"] for *_, d in edges(limits, "actors", **window)}
    except jlac_graph.NotFoundError:
        found = set()
    assert found & vague == facts


def test_vague_dates_are_exported_as_bounds_and_give_no_year(limits: OxigraphStore) -> None:
    gexf = network_format("gexf").write(flat(limits))[""].decode()
    head = re.search(r'<edge id="e/fact/sixties/operates"[^>]*>', gexf)
    assert head is not None
    assert 'start="1960-01-01" end="1969-12-31"' in head[0]
    open_start = re.search(r'<edge id="e/fact/by-2013/owns"[^>]*>', gexf)
    assert open_start is not None
    assert "start=" not in open_start[0]
    assert 'end="2013-12-31"' in open_start[0]
    graphml = network_format("graphml").write(flat(limits))[""].decode()
    assert ">1960-01-01<" in graphml
    assert "year" not in of_fact(limits, "fact/sixties")


# a map has only what has coordinates: see test_maps_and_ftm
@pytest.mark.parametrize("form", sorted({*FORMATS} - {"geojson", "kml"}))
def test_every_export_carries_plan_note_and_fact_of_the_amount(limits: OxigraphStore, form: str) -> None:
    written = b"\n".join(network_format(form).write(flat(limits)).values()).decode()
    assert "Only if the price holds." in written
    assert "of the first phase" in written
    assert "possible" in written
    assert "planned" in written
    assert "Dam firm (not named by the source)" in written
    if form != "obsidian":
        assert "amount_edges" in written
        assert "amount_fact" in written


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("gexf", '<viz:shape value="dashed"/>'),
        ("yed", 'type="dashed"'),
        ("dot", '"style"="dashed"'),
        ("cx2", '"EDGE_LINE_STYLE": {"type": "DISCRETE"'),
    ],
)
def test_plans_are_dashed(limits: OxigraphStore, form: str, mark: str) -> None:
    assert mark in network_format(form).write(flat(limits))[""].decode()


def test_a_figure_draws_plans_dashed_and_says_so(limits: OxigraphStore) -> None:
    svg = write_svg(flat(limits))[""].decode()
    assert svg.count('stroke-dasharray="7 5"') == 6  # one planned, five agreed
    assert "; dashed: planned or agreed only" in svg


def test_neighbours_say_status_and_limits(limits: OxigraphStore) -> None:
    found = neighbours(network(limits, find_projection("full")), "asset/works").to_dicts()
    (row,) = [row for row in found if row["fact"] == "fact/plan"]
    assert (row["status"], row["limits"]) == (
        "announced",
        "planned; likelihood: possible; scope: of the first phase; basis: inferred; "
        "note: Only if the price holds.",
    )


def test_a_remark_that_two_things_may_be_related_is_shown_and_no_link(limits: OxigraphStore) -> None:
    assert not [k for k in read_links(limits).links if k.fact == "fact/perhaps-one-two"]
    assert not trace(limits, "project/one", "project/two").paths
    found = profile(limits, ID + "project/one")
    assert [(row.id, dict(row.qualifiers)) for row in found.related] == [
        ("fact/perhaps-one-two", {"basis": "inferred", "note": "The names are alike."})
    ]
    assert found.facts == ()


def test_a_profile_shows_notes_and_no_planned_link_as_a_property(limits: OxigraphStore) -> None:
    found = profile(limits, ID + "agent/itochu", lang="ja")
    (plan,) = [row for row in found.facts if row.id == "fact/plan"]
    assert plan.qualifiers == {
        "確度": "可能性",
        "範囲": "第1期分",
        "根拠": "推定",
        "注記": "Only if the price holds.",
    }
    assert dict(plan.remarks) == {"注記": "Only if the price holds."}
    assert not [name for name in found.about if "計画" in name]
    fact = profile(limits, ID + "fact/plan")
    assert fact.about["note"] == ("Only if the price holds.",)
    unnamed = profile(limits, ID + "agent/some-dam-firm")
    assert unnamed.label == "Dam firm (not named by the source)"


def test_what_a_sentence_says_is_not_repeated_below_it(limits: OxigraphStore) -> None:
    describer = Describer(limits, "en")
    stated = {"claimant": "place/japan", "scope": "code:scope/first-phase", "basis": "code:basis/translated"}
    said = dict(describer.qualifiers(stated))
    assert describer.unsaid(stated, "X") == ("claimant", "scope", "basis")
    sentence = f"According to Japan, X ({said['scope']})"
    assert describer.unsaid(stated, sentence) == ("basis",)
    assert describer.unsaid({"likelihood": "code:likelihood/likely", "note": "N"}, "X, N") == ("note",)


def test_a_country_and_its_government_mention_each_other(limits: OxigraphStore) -> None:
    assert profile(limits, ID + "place/japan").see_also == (
        "Government of Japan (agent/government-of-japan)",
    )
    assert profile(limits, ID + "agent/government-of-japan").see_also == ("Japan (place/japan)",)
    assert profile(limits, ID + "agent/itochu").see_also == ()
    found = trace(limits, "japan", "mina")
    assert "Japan: see also Government of Japan (agent/government-of-japan)" in str(found)
    assert json.loads(render(found, "json"))["see_also"] == {"place/japan": ["agent/government-of-japan"]}


@pytest.fixture(scope="module")
def kg(dist: Any) -> jlac_graph.Graph:
    return jlac_graph.load(dist / "graph.nq")


def test_the_sums_of_the_documentation_count_each_fact_once(kg: jlac_graph.Graph) -> None:
    """As docs/networks.md says: divide by `amount_edges`, or keep one row for each `amount_fact`."""
    made = flat_network(kg.network("actors"))
    table = pd.read_csv(io.BytesIO(network_format("csv").write(made)["edges.csv"]))
    dollars = table[table["currency"] == "USD"]
    once = dollars.drop_duplicates("amount_fact").groupby("status")["amount"].sum()
    parts = (dollars["amount"] / dollars["amount_edges"]).groupby(dollars["status"]).sum()
    facts = {
        name: data.values
        for name, data in kg.links.facts.items()
        if name in {*dollars["amount_fact"]} and "countedIn" not in data.values
    }
    exact: dict[str, Fraction] = {}
    for values in facts.values():
        exact[values["status"]] = exact.get(values["status"], Fraction(0)) + Fraction(values["amount"])
    assert once.to_dict() == pytest.approx({k: float(v) for k, v in exact.items()})
    assert parts.to_dict() == pytest.approx({k: float(v) for k, v in exact.items()})
    assert dollars["amount"].sum() > 1.5 * once.sum()


def test_no_path_of_the_real_graph_passes_a_group_as_a_dealing(kg: jlac_graph.Graph) -> None:
    found: Trace = kg.trace("sharp", "isdb-tb-campaign", paths=5)
    groups = {kg_name for path in found.paths for kg_name in path.groups}
    assert groups == {"agent/japanese-electronics-firms"}
    for path in found.paths:
        first = path.hops[0].statements[0]
        assert first.words.startswith("Sharp Corporation is named among") == first.membership
    named = kg.trace("sumitomo-corporation", "colombian-hydropower-firm", paths=1).paths[0]
    assert named.groups == ()
    assert named.nodes[-1] == "agent/colombian-hydropower-firm"


def test_guanajuato_comes_before_mexico(report_dist: Path) -> None:
    path = (
        jlac_graph.load(report_dist / "graph.nq")
        .trace("automotive-supply-chain-mexico", "sumitomo-unspecified", paths=1)
        .paths[0]
    )
    assert path.nodes[1:3] == ("place/guanajuato", "place/salamanca")


def test_plans_of_the_real_graph_are_marked_everywhere(kg: jlac_graph.Graph) -> None:
    links = kg.links.links
    odd = {k.relation for k in links if k.planned and not k.relation.startswith("planned")}
    assert odd <= {"negotiates", "stancedTowards"}  # talks and expectations are relations of their own
    assert {k.relation.startswith("planned") for k in links if not k.planned} == {False}
    rows = list(
        csv.DictReader(
            io.StringIO(network_format("csv").write(flat_network(kg.network()))["edges.csv"].decode())
        )
    )
    assert sum(row["planned"] == "true" for row in rows) == sum(k.planned for k in links) > 20


def test_a_fact_of_which_nothing_else_is_said_is_a_link_all_the_same(limits_file: Path) -> None:
    ont, a = "https://w3id.org/jlac/ont#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    stated = [(a, f"{ont}Ownership"), (f"{ont}owner", f"{ID}agent/a"), (f"{ont}owned", f"{ID}agent/b")]
    bare = "".join(f"<{ID}fact/bare> <{name}> <{value}> .\n" for name, value in stated)
    store = OxigraphStore.from_text(limits_file.read_text("utf-8") + bare, "nq")
    assert "fact/bare" in {data["fact"] for *_, data in edges(store, "full") if "fact" in data}
