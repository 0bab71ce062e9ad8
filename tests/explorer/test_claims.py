"""No page, list, chart, timeline or network says more than the source does."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import service

from .conftest import ROOT, Watch, visit
from .test_questions import ask, post

PLAN = "fact/codelco-expansion-plan"


def named(rows, name):
    return next(row for row in rows if row["id"] == name)


@pytest.fixture(scope="module")
def activity(explorer):
    return ask(explorer, "/api/activity")[1]


def test_a_fact_carries_what_qualifies_it(explorer):
    _, codelco = ask(explorer, "/api/thing/agent/codelco")
    plan = named(codelco["facts"], PLAN)
    assert (plan["planned"], plan["status"], plan["precision"]) == (True, "planned", "more-than")
    assert (plan["start"], plan["latest"], plan["when"]) == ("2013", "2023-12-31", "next-decade")
    inferred = [fact for fact in codelco["facts"] if fact.get("basis") == "inferred"]
    assert inferred and not any(fact.get("planned") for fact in inferred)
    assert ask(explorer, f"/api/thing/{PLAN}")[1]["qualifiers"]["scope"] == plan["scope"]


def test_every_code_that_qualifies_a_statement_has_a_label_in_each_language(explorer, activity):
    for lang in ("en", "ja", "es", "pt"):
        codes = ask(explorer, "/api/vocabulary", lang=lang)[1]["codes"]
        for row in (*activity["facts"], *activity["figures"]):
            for scheme, labels in codes.items():
                assert scheme not in row or labels[row[scheme]]


def test_links_and_steps_of_paths_carry_notes_and_plans(explorer):
    drawn = json.loads(post(explorer, "/api/graph", {"shown": [], "expand": "agent/mazda"}).body)
    planned = [edge for edge in drawn["edges"] if edge.get("planned")]
    assert {"plannedActiveIn", "plannedInvestedIn"} <= {edge["relation"] for edge in planned}
    assert all(edge["status"] for edge in planned)
    _, found = ask(explorer, "/api/trace", source="agent/mitsubishi-corporation", target="agent/codelco")
    said = [one for hop in found["paths"][0]["hops"] for one in hop["statements"]]
    assert any(one.get("scope") == "jointly" for one in said)
    _, found = ask(explorer, "/api/trace", source="agent/jbic", target="asset/quellaveco")
    (whole,) = [path for path in found["paths"] if path["nodes"][1:-1] == ["agent/mitsubishi-corporation"]]
    assert {fact["id"] for fact in whole["together"]} >= {"fact/jbic-quellaveco-copper-mine-2012"}
    assert all(fact["words"].startswith("The Japan Bank for") for fact in whole["together"])
    _, found = ask(explorer, "/api/trace", source="agent/hitachi", target="agent/bndes")
    shared = {tuple(path["nodes"][1:-1]): path.get("shared") for path in found["paths"]}
    assert shared["place/brazil",] == ["place/brazil"] and "shared" not in whole


def test_plans_and_possible_relations_are_not_counted_as_links(explorer):
    _, firm = ask(explorer, "/api/thing/agent/colombian-hydropower-firm")
    assert (firm["degree"], firm["plans"], firm["unnamed"]) == (1, 1, True)
    _, found = ask(explorer, "/api/trace", source="agent/codelco", target="place/world")
    assert ["agent/codelco", "place/world"] not in found["shortest"], "Codelco only plans to go abroad"


def test_names_that_no_source_gives_are_told_apart(explorer):
    _, firm = ask(explorer, "/api/thing/agent/colombian-hydropower-firm")
    assert firm["translated"].keys() == {"ja", "es", "pt"}
    assert ask(explorer, "/api/thing/agent/jica")[1]["translated"] == {}


def test_dates_keep_their_bounds(activity):
    rows = {row["id"]: row for row in activity["facts"]}
    assert rows["fact/trading-companies-mining-1960s"]["date"] == "196X"
    vague = [row for row in rows.values() if "/" in row.get("date", "") and "start" not in row]
    assert any("first" not in row for row in vague) and all(row["approximate"] for row in vague)
    for row in vague:
        first, _, last = row["date"].partition("/")
        assert ("first" in row, "last" in row) == (first != "..", last != "..")
    as_of = [row for row in rows.values() if row.get("dated") == "asOf"]
    assert as_of and not any({"date", "start", "end"} & row.keys() for row in as_of)


def test_a_sector_holds_what_its_products_and_industries_are_classified_in(activity):
    for sector, fact in (
        ("automotive", "honda-second-plant-2011"),
        ("mining", "ppc-mitsui-caserones"),
        ("auto-parts", "samtech-mexico-2018"),
        ("automotive", "jbic-asahi-aluminium-mexico-2021"),
        ("automotive", "jbic-nr-finance-mexico-2020"),
        ("energy", "tuxpan-v-cfe-electricity"),
        ("transport", "venezuela-railway-caracas-tuy"),
        ("water-sanitation", "sabesp-jica-2025"),
    ):
        assert f"code:sector/{sector}" in named(activity["facts"], f"fact/{fact}")["sectors"]


def test_statistics_say_whose_of_what_and_how_precise(activity):
    rows = {row["id"]: row for row in activity["figures"]}
    output = rows["obs:cooperation/japan-aft-2006-2008"]
    assert (output["whose"], output["precision"], output["unitLabel"]) == (
        "place/japan",
        "more-than",
        "US dollars",
    )
    assert len(rows) == len(activity["figures"])


def test_findings_and_possible_relations_stand_apart_from_facts(explorer):
    _, peru = ask(explorer, "/api/thing/place/peru")
    assert named(peru["findings"], "fact/peru-surplus-japan")["kind"] == "Finding"
    _, sumitomo = ask(explorer, "/api/thing/agent/sumitomo-corporation")
    assert [row["id"] for row in sumitomo["related"]] == ["fact/sumitomo-of-mazda"]
    assert {row["kind"] for row in (*peru["facts"], *sumitomo["facts"])} & {"Finding", "Relatedness"} == set()


def test_a_page_shows_plans_notes_and_inference_under_each_statement(browser, explorer):
    with visit(browser, explorer, "/id/agent/codelco") as page:
        plan = page.locator(f"li.plan:has(a[href='/id/{PLAN}'])").first
        expect(plan.locator(".words")).to_contain_text("plans to invest")
        expect(plan.locator(".words")).to_contain_text("(to renew its copper mines;")
        expect(plan.locator(".remark, .tag")).to_have_count(0)  # the sentence says it already
        expect(page.locator(".facts .words", has_text="our inference").first).to_be_visible()
        expect(page.locator(".facts .remark", has_text="Note: A cash deal.")).to_be_visible()
        page.locator("details.amounts summary").click()
        expect(page.locator("details.amounts dt")).to_have_text(["Agreed", "Planned"])
        plan.locator(f"a[href='/id/{PLAN}']").first.click()
        expect(page.locator("dt", has_text="Time in words")).to_be_visible()
        expect(page.locator("dt", has_text="Start")).to_have_count(0)  # no year for "the next decade"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "May be related"),
        ("ja", "関連の可能性"),
        ("es", "Posible relación"),
        ("pt", "Possível relação"),
    ],
)
def test_a_possible_relation_has_a_section_of_its_own(browser, explorer, lang, words):
    with visit(browser, explorer, f"/id/agent/sumitomo-corporation?lang={lang}") as page:
        expect(page.locator("section", has=page.get_by_role("heading", name=words))).to_contain_text(
            "Sumitomo"
        )


def test_unnamed_agents_and_our_translations_are_marked(browser, explorer):
    with visit(browser, explorer, "/id/agent/colombian-hydropower-firm?lang=es") as page:
        expect(page.locator("header.thing")).to_contain_text("La fuente no da su nombre")
        expect(page.locator("header.thing")).to_contain_text("traducción nuestra")


def test_a_network_lists_plans_as_plans(browser, explorer):
    with visit(browser, explorer, "/network?n=agent/mazda&x=agent/mazda") as page:
        page.get_by_role("tab", name="List").click()
        plans = page.locator(".listing li.plan")
        expect(plans.filter(has_text=re.compile(r"\((announced|planned)\b")).first).to_be_visible()


def test_a_year_keeps_what_overlaps_it(browser, explorer):
    with visit(browser, explorer, "/map?year=1965&pillar=investment") as page:
        expect(page.locator(".pillar.investment .statements").first).to_contain_text("in the 1960s")


def test_spans_are_lines_and_open_ends_have_arrows(browser, explorer):
    with visit(browser, explorer, "/map") as page:
        expect(page.locator("g.span").first).to_be_attached()
        said = "all => all.map((e) => e.getAttribute('aria-label'))"
        titles = page.locator("g.span").evaluate_all(said)
        assert any(re.match(r"1960–1969: Investment", title) for title in titles)
        open_ended = page.locator("g.span", has=page.locator("path.arrow"))
        arrows = [t for t in open_ended.evaluate_all(said) if not re.match(r"\d{4}–", t)]
        assert arrows and all(re.match("(by|since) ", title) for title in arrows)
        expect(page.locator(".panel", has_text="By year").first).to_contain_text(
            re.compile(r"\d+ events without a date")
        )


def test_an_empty_choice_says_what_the_source_covers(browser, explorer):
    with visit(browser, explorer, "/map?year=1930&pillar=investment") as page:
        empty = page.locator(".nothing").first
        expect(empty).to_contain_text("does not cover 1930: it covers 1962 to 2013")
        expect(empty).to_contain_text("that a link is missing says nothing")


def test_the_explorer_works_below_a_path(browser, near_file):
    address = "http://127.0.0.1/jlac"
    with service(graph=near_file, queries=ROOT / "queries", public=address) as below:
        context = browser.new_context(locale="en")
        page = context.new_page()
        watch = Watch(page, below.url)
        asked = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(below.url)))
        page.goto(below.url + "/jlac/id/agent/jbic")
        page.locator(".facts .source").first.click()
        expect(page.locator("h2", has_text="What this passage states")).to_be_visible()
        assert page.url.startswith(below.url + "/jlac/src/")
        page.get_by_role("link", name="Map and time").click()
        page.locator("g.country[data-key='place/chile']").press("Enter")
        assert page.url == below.url + "/jlac/map?country=place/chile"
        page.go_back()
        expect(page.locator("h2", has_text="What this passage states")).to_be_visible()
        context.close()
    assert [url for url in asked if not url.startswith(("/jlac/", "blob:"))] == []
    assert watch.faults == []


def test_a_chart_outlines_plans_and_says_that_nothing_is_added_up(browser, explorer):
    with visit(browser, explorer, "/queries/largest-deals") as page:
        page.get_by_role("tab", name="Chart").click()
        rows = page.locator("svg.barchart g.barrow")
        plan = rows.filter(has_text="40,000,000,000")
        expect(plan.locator(".rownote")).to_contain_text("more than; planned")
        expect(plan.locator("rect.plan")).to_be_attached()
        expect(rows.filter(has_text="2,800,000,000").locator("rect.plus")).to_be_attached()
        expect(page.locator(".result")).to_contain_text("are not added up")


def test_ranks_are_listed_with_what_they_rank_and_without_bars(browser, explorer):
    with visit(browser, explorer, "/queries/figures?indicator=code:indicator/rank") as page:
        page.get_by_role("tab", name="Chart").click()
        codelco = page.locator("svg.barchart g.barrow[aria-label*='Codelco']")
        expect(codelco).to_have_attribute("aria-label", re.compile("among the copper producers of the world"))
        expect(codelco.locator(".rowvalue")).to_have_text("rank 1")
        expect(page.locator("svg.barchart rect")).to_have_count(0)


def test_accounts_of_one_event_stand_side_by_side(browser, explorer):
    status, told = ask(explorer, "/api/thing/fact/agc-brazil-2011")
    counted = [row["id"] for row in told["accounts"] if "countedIn" not in row]
    assert (status, len(told["accounts"]), len(counted)) == (200, 2, 1)
    assert ask(explorer, f"/api/thing/{told['qualifiers']['event']}")[1]["accounts"] == told["accounts"]
    with visit(browser, explorer, "/id/fact/agc-brazil-2011") as page:
        rows = page.locator("table.accounts tbody tr")
        expect(rows).to_have_count(2)
        expect(page.locator("table.accounts tr.counted")).to_contain_text("EUR 300M")
        expect(page.locator("table.accounts tr.counted .tag")).to_have_text("counted")
    with visit(browser, explorer, "/id/agent/agc") as page:
        box = page.locator(".facts details.accounts").first
        expect(box).to_contain_text("2 accounts of one event")
        box.locator("summary").click()
        expect(box.locator("tr.counted")).to_have_count(1)


def test_a_passage_links_to_its_document_and_says_how_near_it_is(browser, explorer):
    with visit(browser, explorer, "/src/jbic-20131105-minera-san-cristobal/first-bullet") as page:
        head = page.locator("header.thing")
        expect(head.locator("a[href^='https://www.jbic.go.jp/']").first).to_be_visible()
        expect(head).to_contain_text("primary source, read November 2026")


def test_long_lists_are_cut_with_a_count(browser, explorer):
    _, jica = ask(explorer, "/api/thing/agent/jica")
    with visit(browser, explorer, "/id/agent/jica") as page:
        shown = page.locator(".facts ul.statements > li")
        more = page.locator(".facts > button")
        assert 40 <= shown.count() < len(jica["facts"])
        expect(more).to_have_text(re.compile(r"\d+ more"))
        before = shown.count()
        more.click()
        expect(shown.nth(before)).to_be_attached()


def test_all_of_a_very_long_list_can_be_loaded(browser, explorer):
    first = ask(explorer, "/api/thing/agent/jica")[1]["facts"]
    every = ask(explorer, "/api/thing/agent/jica", limit=0)[1]["facts"]
    assert len(first) == 300 < len(every)
    # an account that another one counts stands below that one
    beyond = next(fact["id"] for fact in every[300:] if "countedIn" not in fact)
    with visit(browser, explorer, "/id/agent/jica") as page:
        last = page.locator(f'.facts a[href$="/id/{beyond}"]').first
        panel = page.locator("section.panel", has=page.locator(".facts"))
        load = panel.get_by_role("button", name=re.compile("load all", re.I))
        load.click()
        expect(load).to_have_count(0)
        panel.locator(".facts > button").click()
        expect(last).to_be_attached()


def test_assets_with_coordinates_are_points(browser, explorer, activity):
    assert {point["id"] for point in activity["points"]} >= {"asset/angamos-power-station"}
    _, asset = ask(explorer, "/api/thing/asset/angamos-power-station")
    assert asset["points"][0]["sources"] and asset["points"][0]["precision"] == "not-stated"
    with visit(browser, explorer, "/map?country=place/chile") as page:
        expect(page.locator("svg.map a[href='/id/asset/angamos-power-station']")).to_be_attached()
    with visit(browser, explorer, "/id/asset/angamos-power-station") as page:
        expect(page.locator("svg.smallmap path.point")).to_have_count(1)


def test_collections_say_what_is_missing_and_how_passages_were_read(browser, explorer):
    _, covered = ask(explorer, "/api/coverage")
    assert len(covered["collections"]) == len({one["id"] for one in covered["collections"]}) > 1
    with visit(browser, explorer, "/data") as page:
        cards = page.locator("article.collection")
        expect(cards).to_have_count(len(covered["collections"]))
        firms = cards.filter(has_text="News of firms")
        expect(firms).to_contain_text("Known to be missing:")
        expect(firms).to_contain_text(re.compile(r"read twice: \d+"))
        firms.locator("summary").click()
        expect(firms.locator(".sourcecard")).to_have_count(20)
    with visit(browser, explorer, "/") as page:
        facts = next(row["count"] for row in covered["counts"] if row["kind"] == "Fact")
        expect(page.locator(".holds")).to_contain_text(f"{facts:,} facts")
