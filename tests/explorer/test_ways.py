"""The ways of each user from start to end."""

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from .conftest import drawn_around, visit

LANGS = {
    "en": ("Network", "Facts", "Table", "rows"),
    "ja": ("ネットワーク", "事実", "表", "行"),
    "es": ("Red", "Hechos", "Tabla", "filas"),
    "pt": ("Rede", "Fatos", "Tabela", "linhas"),
}


def test_values_of_answers_are_in_the_language(browser, explorer):
    with visit(browser, explorer, "/queries/history-of?thing=asset/caserones&lang=ja") as page:
        cells = page.locator("table.rows tbody")
        expect(cells).to_contain_text("はい")
        expect(cells).not_to_contain_text(re.compile(r"\b(true|false|primary|more-than)\b"))


def test_the_address_of_the_editor_may_give_the_language(browser, explorer):
    with visit(browser, explorer, "/sparql?lang=es") as page:
        expect(page.get_by_role("button", name="Ejecutar")).to_be_visible()


@pytest.mark.parametrize("lang", LANGS)
def test_an_analyst_searches_reads_and_draws(browser, explorer, lang):
    network, known, _, _ = LANGS[lang]
    with visit(browser, explorer, locale=lang) as page:
        assert page.evaluate("document.documentElement.lang") == lang
        page.locator("#main [role=combobox]").fill("JBIC")
        page.locator("[role=option]").first.click()
        expect(page.get_by_role("heading", name=known)).to_be_visible()
        expect(page.locator(".facts .source").first).to_be_visible()
        page.locator("header.thing a.button").first.click()
        expect(page.locator(".counts")).to_contain_text(str(drawn_around(explorer, "agent/jbic")))
        expect(page.locator(".views [aria-current]")).to_have_text(network)


@pytest.mark.parametrize("lang", LANGS)
def test_a_question_is_answered_and_taken_along(browser, explorer, lang):
    _, _, table, rows = LANGS[lang]
    with visit(browser, explorer, "/queries/agreements", locale=lang) as page:
        expect(page.get_by_role("tab", name=table, exact=True)).to_be_visible()
        expect(page.locator(".result [role=status]")).to_contain_text(rows)
        count = int(re.search(r"\d+", page.locator(".result [role=status]").inner_text())[0])
        expect(page.locator("table.rows tbody tr")).to_have_count(count)
        assert count > 10
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        text = download.value.path().read_text("utf-8")
        assert len(text.strip().splitlines()) == count + 1


def test_the_language_can_be_changed_and_stays(browser, explorer):
    with visit(browser, explorer, "/map") as page:
        page.locator(".settings select").select_option("ja")
        expect(page.locator("h1")).to_have_text("地図と年表")
        page.reload()
        expect(page.locator("h1")).to_have_text("地図と年表")
        expect(page.locator(".controls option", has_text="メキシコ")).to_have_count(1)


def test_statements_lead_to_their_passage(browser, explorer):
    with visit(browser, explorer, "/id/fact/jbic-caserones") as page:
        page.locator(".sourceline .source", has_text="Mining, paragraph 7").first.click()
        expect(page.locator("h1")).to_have_text("IDB-MG-172, Mining, paragraph 7")
        assert page.url.endswith("/src/idb-mg-172/case-mining.p7")


def test_a_thing_is_taken_as_turtle_and_csv(browser, explorer):
    with visit(browser, explorer, "/id/agent/jbic") as page:
        with page.expect_download() as turtle:
            page.get_by_role("button", name="Turtle").click()
        assert "agent:jbic" in turtle.value.path().read_text("utf-8")
        with page.expect_download() as table:
            page.get_by_role("button", name="Facts as CSV").click()
        rows = table.value.path().read_text("utf-8").splitlines()
        assert any(row.startswith("fact/jbic-caserones,Financing,") for row in rows)


def test_the_map_and_the_pillars_follow_the_choice(browser, explorer):
    with visit(browser, explorer, "/map") as page:
        page.locator("g.country[data-key='place/chile']").press("Enter")
        expect(page.locator("h2", has_text="Three pillars: Chile")).to_be_visible()
        assert "country=place/chile" in page.url
        investments = page.locator(".pillar.investment .statements li")
        page.locator("g.bar[data-key=bar-2012]").press("Enter")
        assert "year=2012" in page.url
        expect(investments.filter(has_text="Anglo Sur mining complex").first).to_be_visible()
        placed = {row["id"]: row for row in json.loads(explorer.ask("/api/activity").body)["facts"]}
        shown = investments.locator(".words a").evaluate_all("all => all.map((a) => a.pathname.slice(4))")
        for row in map(placed.__getitem__, shown):
            assert row.get("first", 2012) <= 2012 <= row.get("last", 2012)


def test_rows_become_chart_map_and_network(browser, explorer):
    with visit(browser, explorer, "/queries/investments-in") as page:
        expect(page.locator("table.rows tbody tr").first).to_be_visible()
        page.get_by_role("tab", name="Chart").click()
        expect(page.locator("svg.barchart g.barrow, svg.linechart g.value").first).to_be_visible()
        page.get_by_role("tab", name="Map").click()
        expect(page.locator(".mapbox, .result .hush").first).to_be_visible()
        page.get_by_role("tab", name="Network").click()
        expect(page.locator(".canvas.medium canvas").first).to_be_visible()


def test_a_form_changes_the_question_and_the_snippets(browser, explorer):
    with visit(browser, explorer, "/queries/financing-by") as page:
        field = page.locator(".queryform [name]").first
        expect(field).to_be_visible()
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option("agent/jbic")
        else:
            field.fill("jbic")
            page.locator(".queryform [role=option]").first.click()
        page.get_by_role("button", name="Ask").click()
        expect(page.locator("table.rows")).to_contain_text("Caserones")
        page.locator("summary", has_text="Use it in a program").click()
        snippets = page.locator(".snippets").inner_text()
        assert "curl" in snippets and "import jlac_graph" in snippets and "read.csv" in snippets
        assert "agent%2Fjbic" in snippets


def test_one_click_from_a_question_to_the_editor(browser, explorer):
    with visit(browser, explorer, "/queries/agreements") as page:
        page.locator("summary", has_text="SPARQL query").click()
        page.get_by_role("button", name="Open in the editor").click()
        expect(page.locator("h1")).to_have_text("SPARQL")
        expect(page.locator("table.rows tbody tr").first).to_be_visible()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tariff-comparison", "product=code:product/agricultural-products"),
        ("investments-in", "country=place/mexico"),
    ],
)
def test_the_editor_gives_the_rows_of_the_form(browser, explorer, name, value):
    with visit(browser, explorer, f"/queries/{name}?{value}") as page:
        expect(page.locator("table.rows tbody tr").first).to_be_visible()
        asked = page.locator("table.rows tbody tr").count()
        page.locator("summary", has_text="SPARQL query").click()
        page.get_by_role("button", name="Open in the editor").click()
        expect(page.locator("h1")).to_have_text("SPARQL")
        expect(page.locator("table.rows tbody tr")).to_have_count(asked)


def test_sparql_runs_completes_and_tells_mistakes(browser, explorer):
    with visit(browser, explorer, "/sparql") as page:
        page.get_by_role("button", name="Run").click()
        expect(page.locator("table.rows tbody tr")).to_have_count(20)
        content = page.locator(".cm-content")
        content.click()
        page.keyboard.press("Control+a")
        page.keyboard.type("SELECT ?x { ?x a jlac:TradeAgr", delay=10)
        expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("jlac:TradeAgreement")
        page.wait_for_timeout(200)
        page.keyboard.press("Enter")
        page.keyboard.type(" }")
        page.keyboard.press("Control+Enter")
        count = "SELECT DISTINCT ?x { ?x a jlac:TradeAgreement }"
        rows = explorer.ask(f"/sparql?query={quote(count)}", Accept="text/csv").text.splitlines()[1:]
        assert len(rows) > 5
        expect(page.locator("table.rows tbody tr")).to_have_count(len(rows))


def test_a_wrong_query_is_told_with_its_place(browser, explorer):
    from .conftest import Watch

    context = browser.new_context(locale="en")
    page = context.new_page()
    watch = Watch(page, explorer.url)
    page.goto(explorer.url + "/sparql#query=SELECT%20%3Fx%20WHERE%20%7B%20%3Fx")
    expect(page.locator(".failure")).to_contain_text("line 1, column 21: the query ends too early")
    # the mark stands under the place, in the query as it was written
    expect(page.locator(".failure pre")).to_have_text(re.compile(r"^\s*SELECT \?x WHERE \{ \?x\s+\^\s*$"))
    context.close()
    assert all("400" in fault for fault in watch.faults)


def test_data_tells_what_is_covered(browser, explorer):
    with visit(browser, explorer, "/data") as page:
        report = page.locator("article.collection", has_text="IDB-MG-172")
        report.locator("summary").click()
        expect(report.locator(".sourcecard").first).to_contain_text("examples, not a full list")
        expect(page.locator("table", has_text="case-mining")).to_be_visible()
        expect(page.locator("blockquote")).to_contain_text("jlac-graph")


def test_questions_stand_under_their_topic(browser, explorer):
    with visit(browser, explorer, "/queries?lang=ja") as page:
        topic = page.locator("section.topic", has=page.get_by_role("heading", name="関税", exact=True))
        expect(topic.locator("a[href='/queries/tariff-comparison']")).to_be_visible()
        known = json.loads(explorer.ask("/api/queries").body)
        expect(page.locator("section.topic .cards li")).to_have_count(len(known))
        assert page.locator("section.topic h2").first.inner_text() == "貿易"


def test_forms_and_columns_are_named_in_the_language(browser, explorer):
    with visit(browser, explorer, "/queries/investments-in?lang=ja") as page:
        expect(page.locator(".queryform label").first).to_contain_text("国")
        expect(page.locator(".queryform label").first).not_to_contain_text("country")
        expect(page.get_by_role("columnheader", name="投資者")).to_be_visible()
        passage = page.locator("table.rows a", has_text="IDB-MG-172, Auto Sector, 第7段落")
        expect(passage.first).to_be_visible()


def test_a_chart_draws_the_column_that_is_chosen(browser, explorer):
    with visit(browser, explorer, "/queries/tariff-comparison") as page:
        page.get_by_role("tab", name="Chart").click()
        chosen = page.get_by_label("Values to draw")
        answer = json.loads(explorer.ask("/api/queries/tariff-comparison").body)["results"]["bindings"]
        for place in (0, 1):
            chosen.select_option(index=place)
            column = chosen.input_value()
            values = sorted((float(row[column]["value"]) for row in answer if column in row), reverse=True)
            drawn = page.locator("g.barrow").evaluate_all("all => all.map((e) => Number(e.dataset.value))")
            assert drawn == values[:40]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ja", "国・組織"), ("es", "Países y organizaciones"), ("pt", "Países e organizações")],
)
def test_ready_made_networks_are_told_in_the_language(browser, explorer, lang, words):
    with visit(browser, explorer, f"/network?lang={lang}") as page:
        ready = page.locator(".ready button", has_text=words)
        expect(ready).to_be_visible()
        ready.click()
        expect(page.locator(".toolbar select").first.locator("option:checked")).to_contain_text(words)
        expect(page.locator(".empty")).to_be_hidden()


def test_the_years_run_evenly_and_countries_keep_the_choice(browser, explorer):
    with visit(browser, explorer, "/map?pillar=cooperation") as page:
        expect(page.locator("g.bar").first).to_be_attached()
        years = [
            int(key[4:]) for key in page.locator("g.bar").evaluate_all("all => all.map((e) => e.dataset.key)")
        ]
        places = page.locator("g.bar rect.hit").evaluate_all(
            "all => all.map((r) => Number(r.getAttribute('x')))"
        )
        steps = {(b - a) / (v - u) for a, b, u, v in zip(places, places[1:], years, years[1:], strict=False)}
        assert len(years) > 3 and len(steps) == 1
        link = page.get_by_role("link", name="Brazil", exact=True).first
        assert link.get_attribute("href") in (
            "/map?country=place%2Fbrazil&pillar=cooperation",
            "/map?country=place/brazil&pillar=cooperation",
        )


def test_an_unknown_thing_is_told(browser, explorer):
    answer = explorer.ask("/api/thing/agent/none")
    assert answer.status == 404
    assert json.loads(answer.body)["error"].startswith("no entity")


@pytest.mark.parametrize("path", ["/", "/network", "/map", "/queries", "/data"])
def test_every_view_speaks_the_language(browser, explorer, path):
    heads = {}
    for lang in ("en", "ja", "es", "pt"):
        with visit(browser, explorer, f"{path}?lang={lang}") as page:
            heads[lang] = page.locator("#main h1").inner_text()
    assert [lang for lang in ("ja", "es", "pt") if heads[lang] == heads["en"]] == []


def test_a_view_that_fails_says_why_and_can_be_tried_again(browser, explorer):
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.route("**/api/vocabulary*", lambda route: route.fulfill(status=503, body='{"error": "busy"}'))
    page.goto(explorer.url + "/network")
    expect(page.locator(".failure")).to_contain_text("busy")
    page.unroute("**/api/vocabulary*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".toolbar")).to_be_visible()
    context.close()


def test_enter_chooses_the_best_match_of_what_is_written(browser, explorer):
    with visit(browser, explorer) as page:
        field = page.locator("#main [role=combobox]")
        field.fill("mitsu")
        page.locator("#main [role=option]").first.wait_for()
        field.fill("JBIC")
        field.press("Enter")
        expect(page.locator("h1")).to_have_text("Japan Bank for International Cooperation")


def test_a_search_that_fails_says_so(browser, explorer):
    with visit(browser, explorer, allow="503", own=True) as page:
        page.route("**/api/search?*", lambda route: route.fulfill(status=503, json={"error": "no room"}))
        page.locator("#main [role=combobox]").fill("JBIC")
        expect(page.locator("#main [role=listbox]")).to_contain_text("no room")


def test_back_returns_to_the_place_on_the_page(browser, explorer):
    with visit(browser, explorer, "/id/agent/jica") as page:
        page.locator(".facts .source").nth(30).click()
        expect(page.locator("h2", has_text="What this passage states")).to_be_visible()
        assert page.evaluate("scrollY") == 0
        page.go_back()
        expect(page.locator(".facts .source").nth(30)).to_be_in_viewport()
        page.go_forward()
        expect(page.locator("h2", has_text="What this passage states")).to_be_in_viewport()


def test_a_link_within_a_page_scrolls_to_its_target(browser, explorer):
    with visit(browser, explorer, "/queries") as page:
        link = page.locator(".topics a").last
        target = page.locator("section" + link.get_attribute("href"))
        link.click()
        expect(target.locator("h2")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "1 row"), ("es", "1 fila"), ("pt", "1 linha"), ("ja", "1行")]
)
def test_one_row_is_singular(browser, explorer, lang, words):
    query = quote("SELECT ?x { VALUES ?x { 1 } }")
    with visit(browser, explorer, f"/sparql#query={query}", allow="inline style", locale=lang) as page:
        expect(page.locator(".result [role=status]")).to_have_text(words)


def test_the_timeline_starts_at_the_latest_years(browser, explorer):
    with visit(browser, explorer, "/map") as page:
        expect(page.locator("g.bar").last).to_be_in_viewport()
        assert page.locator(".chart").evaluate("e => e.scrollWidth - e.clientWidth - e.scrollLeft") < 1
