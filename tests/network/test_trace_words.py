"""What a trace says of its paths: their order, the parts of their costs, and where the sources are."""

import json
import re
from dataclasses import replace
from pathlib import Path

from jlac_graph.lookup.describer import Origin
from jlac_graph.lookup.links import Link, LinkSet
from jlac_graph.network.trace_output import render
from jlac_graph.network.tracing import Trace, TraceOptions, trace
from jlac_graph.sparql.store import OxigraphStore
from tests.csvw.command import run_on


def test_a_path_that_one_fact_names_as_a_whole_comes_first_if_a_way_is_asked_for() -> None:
    """Two sales and a loan of other years are better documented than one loan to a firm for a mine."""
    sources = ("r#p1", "s#p2", "t#p3")
    links = [
        Link("agent/bank", "agent/firm", "lentTo", "fact/loan", start=2012, end=2012, sources=("r#p9",)),
        Link("agent/bank", "asset/one", "finances", "fact/loan", start=2012, end=2012, sources=("r#p9",)),
        Link("agent/firm", "asset/one", "owns", "fact/owned", start=2012, end=2013, sources=("r#p8",)),
        Link("agent/firm", "asset/two", "soldStakeIn", "fact/sold", start=2018, end=2018, sources=sources),
        Link("agent/bank", "asset/two", "finances", "fact/other", start=2010, end=2010, sources=sources),
    ]
    mines = "".join(f"id:{mine} a jlac:Entity, jlac:Mine . " for mine in ("asset\\/one", "asset\\/two"))
    firms = "".join(f"id:{agent} a jlac:Entity . " for agent in ("agent\\/bank", "agent\\/firm"))
    prefixes = (
        "@prefix id: <https://w3id.org/jlac/id/> . @prefix jlac: <https://w3id.org/jlac/ont#> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        'jlac:Mine rdfs:subClassOf jlac:Entity ; rdfs:label "mine"@en . '
    )
    store = OxigraphStore.from_text(prefixes + mines + firms, "ttl")

    def asked(**options: object) -> Trace:
        found = TraceOptions(via=("Mine",), **options)
        return trace(store, "agent/firm", "agent/bank", options=found, links=LinkSet(links, {}))

    for paths in (1, 2):
        first, *rest = asked(paths=paths).paths
        assert (first.nodes[1], first.together, first.same_year) == ("asset/one", ("fact/loan",), True)
        assert [path.nodes[1] for path in rest] == ["asset/two"][: paths - 1]
    said = render(asked(), "text").decode()
    assert "one fact names all 3 entities: fact/loan" in said
    assert "--overlap" not in said
    apart = asked(avoid=("asset/one",))
    assert (apart.paths[0].together, apart.paths[0].same_year) == ((), False)
    assert (
        "the links of the first path hold in no common year; --overlap lists"
        in render(apart, "text").decode()
    )


def test_the_parts_of_a_cost_add_up_to_it(report_graph: OxigraphStore) -> None:
    options = TraceOptions(paths=20)
    found = [
        path
        for ends_of in (("mitsui", "jbic"), ("hitachi", "bndes"), ("inter-american-development-bank", "jica"))
        for path in trace(report_graph, *ends_of, options=options).paths
    ]
    assert len(found) > 30
    for path in found:
        assert list(path.passing) == list(path.nodes[1:-1])
        parts = [hop.parts for hop in path.hops] + list(path.passing.values())
        assert round(sum(cost for part in parts for cost in part.values()), 3) == path.cost
    names = {part for path in found for hop in path.hops for part in hop.parts}
    assert {"link", "documents", "passages", "relation", "membership", "status"} <= names


def test_explain_says_what_a_cost_consists_of(small: OxigraphStore) -> None:
    found = trace(small, "mitsui", "jbic", options=TraceOptions(paths=1))
    for form in ("text", "md"):
        lines = render(found, form, explain=True).decode().splitlines()
        sums = [float(line.strip(" -").partition(" = ")[0]) for line in lines if " = link " in line]
        sums += [float(line.strip(" -").partition(" = ")[0]) for line in lines if " = neighbours " in line]
        assert len(sums) == 3
        (total,) = re.findall(r"cost (\d\.\d{3})", "\n".join(lines))
        assert round(sum(sums), 3) == float(total)
    data = json.loads(render(found, "json"))["paths"][0]
    costs = [*(hop["parts"] for hop in data["hops"]), *data["passing"].values()]
    assert round(sum(cost for part in costs for cost in part.values()), 3) == data["cost"]
    assert " = link " not in render(found, "text").decode()


def test_one_link_has_no_weakest(small: OxigraphStore) -> None:
    said = render(trace(small, "mitsui", "codelco", options=TraceOptions(paths=1)), "text").decode()
    assert re.search(r"1 link, stated in \d passages? of \d documents?; cost", said)


def test_a_sentence_that_does_not_name_an_end_has_its_role(report_graph: OxigraphStore) -> None:
    path = trace(report_graph, "hitachi", "place/brazil", options=TraceOptions(paths=1)).paths[0]
    said = {statement.fact: dict(statement.parties) for statement in path.hops[0].statements}
    assert said["fact/hitachi-linear-2011"] == {"host": "Brazil"}
    assert said["fact/hitachi-in-brazil"] == {}
    shown = render(trace(report_graph, "hitachi", "place/brazil"), "text").decode()
    assert "(completed, 2011)\n       host: Brazil\n" in shown


def test_a_source_has_its_address_and_its_collection(report_graph: OxigraphStore) -> None:
    found = trace(report_graph, "mitsui", "jbic", options=TraceOptions(paths=1))
    for form in ("text", "md"):
        said = render(found, form).decode()
        assert "https://publications.iadb.org/en/node/10904  collection idb-mg-172" in said
    assert json.loads(render(found, "json"))["origins"]["idb-mg-172"] == {
        "address": "https://publications.iadb.org/en/node/10904",
        "collection": "idb-mg-172",
        "own": False,
    }


def test_a_link_of_a_collection_of_the_user_says_so(small: OxigraphStore) -> None:
    found = trace(small, "mitsui", "jbic", options=TraceOptions(paths=1))
    mine = replace(found, origins={"r": Origin("https://example.org/r", "my-notes", own=True)})
    for form in ("text", "md"):
        said = render(mine, form).decode()
        assert "r#p5 (collection my-notes) s#p9" in said
        assert "https://example.org/r  collection my-notes" in said


def test_without_a_path_the_collections_searched_are_named(report_graph: OxigraphStore) -> None:
    found = trace(report_graph, "mitsui", "jica", options=TraceOptions(max_length=1))
    assert not found.paths
    said = render(found, "text").decode()
    assert "searched in these collections: " in said
    assert "What all collections share" in said
    assert "jlac query collections says what each covers" in said
    assert len([gap for gap in found.gaps if gap.startswith("What all collections share: ")]) == 1


def test_a_third_name_is_refused_with_the_way_to_pass_it(small_file: Path) -> None:
    code, _, said = run_on(small_file, "trace", "mitsui", "jbic", "Anglo Sur")
    assert code == 2
    assert "'Anglo Sur' is a third name; a path has two ends: use --via 'Anglo Sur'" in said
    _, _, said = run_on(small_file, "trace", "mitsui", "jbic", "--explain", "-f", "svg")
    assert "--explain does not apply to svg; use it with text or md" in said
