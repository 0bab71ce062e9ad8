"""Reading and asking: start page, search, stories, evidence, comparison, saved views, editor, print."""

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from jlac_graph.sparql.syntax import tokens

from .conftest import ROOT, visit
from .test_access import faults

SHIFTS = """() => new Promise((done) => {
  let sum = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value
  }).observe({type: 'layout-shift', buffered: true})
  setTimeout(() => done(sum), 300)
})"""


def test_the_start_page_says_what_this_is_and_stays_in_place(browser, report):
    with visit(browser, report) as page:
        held = json.loads(report.ask("/api/vocabulary").body)["holds"]
        expect(page.locator(".holds")).to_contain_text(f"{held['facts']:,} facts")
        expect(page.locator(".pillarmap .circles a").first).to_be_attached()
        expect(page.locator(".stories a")).to_have_count(2)
        assert page.evaluate(SHIFTS) < 0.05
        assert faults(page) == []
        bars = page.locator(".yearbars g.later")
        page.locator(".playing input").fill("1995")
        assert bars.count() > 5
        expect(page.locator(".pillarpicture")).to_contain_text("Events that began by 1995")


def test_a_question_is_answered_by_the_best_path_with_its_source(browser, report):
    with visit(browser, report) as page:
        field = page.locator("#main [role=combobox]")
        field.fill("how is Mitsui linked to JBIC")
        field.press("Enter")
        expect(page.locator(".readings strong")).to_have_text(
            "How are Mitsui & Co. and Japan Bank for International Cooperation linked?"
        )
        expect(page.locator(".pathanswer .source").first).to_be_visible()
        expect(page.get_by_role("link", name="Draw the paths")).to_be_visible()
        assert faults(page) == []


def test_enter_at_once_opens_the_entity_of_that_name(browser, report):
    with visit(browser, report, locale="ja") as page:
        field = page.locator("#main [role=combobox]")
        field.fill("三井物産")
        field.press("Enter")
        expect(page).to_have_url(f"{report.url}/id/agent/mitsui")
        page.go_back()
        expect(page.locator(".home")).to_be_visible()


def test_facets_narrow_the_results_and_stay_in_the_address(browser, report):
    with visit(browser, report, "/search?q=copper+mines+in+Chile&group=statements") as page:
        total = page.get_by_role("heading", name=re.compile(r"^Facts and statistics \(\d+\)$"))
        expect(total).to_be_visible()
        before = total.inner_text()
        page.locator(".facets a", has_text="Influence claimed").click()
        expect(page.locator(".facets li.chosen")).to_contain_text("Influence claimed")
        expect(total).not_to_have_text(before)
        assert "kind=Influence" in page.url


@pytest.mark.parametrize("lang", ["en", "ja", "es", "pt"])
def test_what_finds_nothing_says_what_to_try(browser, report, lang):
    with visit(browser, report, "/search?q=zzzz", locale=lang) as page:
        expect(page.locator(".nothing p")).to_have_count(2)


def test_a_story_is_told_by_facts_with_their_sources(browser, report):
    with visit(browser, report, "/story/car-plants") as page:
        expect(page.locator(".story > li")).to_have_count(3)
        expect(page.locator(".story .when").nth(1)).to_have_text("2011")
        assert page.locator(".story > li", has=page.locator(".source")).count() == 3
        assert faults(page) == []


def test_an_error_is_reported_with_all_that_finds_the_statement(browser, report):
    with visit(browser, report, "/id/fact/jbic-caserones") as page:
        expect(page.locator(".sourceline")).to_contain_text("study · read November 2026")
        page.locator("summary", has_text="Report an error").click()
        text = page.locator(".report textarea").input_value()
        assert "IRI: https://w3id.org/jlac/id/fact/jbic-caserones" in text
        assert f"{report.url}/src/idb-mg-172/case-mining.p7" in text
        assert "USD 300,000,000" in page.locator("dl").first.inner_text()


@pytest.mark.parametrize("path", ["/foo", "/id/agent/nobody"])
def test_an_address_without_a_page_has_a_way_out(browser, report, path):
    assert report.ask(path, Accept="text/html").status == 404
    with visit(browser, report, path, allow="404", locale="es") as page:
        expect(page.locator("h1")).to_have_text("No hay ninguna página en esta dirección")
        page.get_by_role("link", name="A la página de inicio").click()
        expect(page.locator(".home")).to_be_visible()


def test_two_countries_stand_side_by_side(browser, report):
    facts = json.loads(report.ask("/api/activity").body)["facts"]
    firm = [fact for fact in facts if not fact.get("planned")]

    def events(country, of):
        mine = {fact["id"]: fact for fact in firm if country in fact["countries"] and of in fact["pillar"]}
        claims = {name: fact.get("countedIn") or fact.get("sameClaim") or name for name, fact in mine.items()}
        return len({claim for name, claim in claims.items() if claim == name or claim not in mine})

    trade = [events(f"place/{name}", of="trade") for name in ("mexico", "chile")]
    chile = events("place/chile", of="")
    with visit(browser, report, "/compare?a=place/mexico&b=place/chile") as page:
        expect(page.locator("h1")).to_have_text("Mexico and Chile")
        cells = page.locator("table.pair").first.locator("tbody tr").first.locator("td")
        assert cells.all_inner_texts() == [str(n) for n in trade]
        page.get_by_role("button", name="Swap").click()
        expect(page.locator("h1")).to_have_text("Chile and Mexico")
        page.goto(report.url + "/compare?a=place/japan&b=place/chile")
        counted = page.locator(".comparison .hush").first
        expect(counted).to_have_text(re.compile("^Japan – Facts in which .* Chile – Distinct events"))
        page.goto(report.url + "/id/place/chile")
        expect(page.get_by_text(f"{chile} events concern Chile")).to_be_visible()
        assert faults(page) == []


def test_a_comparison_names_an_unknown_side_in_the_language_and_takes_open_dates_by_the_day_known(
    browser, report
):
    def with_statistics(route):
        """Two statistics of one indicator: one of a year, a later one of a known start alone."""
        found = route.fetch()
        thing = found.json()
        one = {"id": "obs:x", "indicator": "code:x", "indicatorLabel": "Spread", "area": thing["id"],
               "words": "", "role": "", "sources": []}  # fmt: skip
        thing["figures"] = [
            {**one, "value": 1, "date": "2009", "earliest": "2009-01-01", "latest": "2009-12-31"},
            {**one, "value": 2, "date": "2011/..", "earliest": "2011-01-01"},
        ]
        route.fulfill(response=found, json=thing)

    with visit(
        browser, report, "/compare?a=agent/jica&b=agent/nobody", own=True, allow="404", locale="ja"
    ) as page:
        expect(page.locator(".comparison")).to_have_text("グラフに事物agent/nobodyはありません")
        expect(page.get_by_role("combobox", name="一つ目")).to_have_value("国際協力機構")
        page.route("**/api/thing/place/*", with_statistics)
        page.goto(report.url + "/compare?a=place/mexico&b=place/chile")
        said = page.locator("tr", has_text="Spread").locator("td")
        expect(said).to_have_text([re.compile("^2.*2011"), re.compile("^2.*2011")])
        page.goto(report.url + "/compare?a=agent/jbic&b=agent/jica&lang=en")
        sums = page.locator("td.number", has_text="USD")
        expect(sums.first).to_have_text(re.compile(r"\(\d+ events?\)$"))


BILLIONS = re.compile(r"JPY ([\d.]+)B")


def test_a_lender_is_compared_by_the_sums_of_the_library_and_by_what_it_lent_to_the_other(browser, explorer):
    answer = explorer.ask("/api/queries/top-lenders?kind=jlac:Loan&currency=JPY&lang=en")
    rows = json.loads(answer.body)["results"]["bindings"]
    (lent,) = (float(row["amount"]["value"]) for row in rows if row["lender"]["value"].endswith("agent/jica"))
    with visit(browser, explorer, "/compare?a=agent/jica&b=agent/ice-costa-rica") as page:
        of_both = page.locator(".shared li")
        expect(of_both.filter(has_text="JPY 26 billion")).to_have_count(1)
        sums = page.locator("tr", has_text=re.compile(r"^Loan \(financier\), .*JPY")).all_inner_texts()
        assert sum(float(BILLIONS.search(row)[1]) for row in sums) == pytest.approx(lent / 1e9, rel=0.001)
        axes = page.locator(".pairyears svg").evaluate_all(
            "all => all.map((one) => [...one.querySelectorAll(':scope > text')].map((e) => e.textContent))"
        )
        assert axes[0] == axes[1] and "2010" in axes[0], "both sides have one axis"


def test_a_view_is_saved_edited_and_taken_as_a_file(browser, report):
    with visit(browser, report, "/search?q=copper") as page:
        page.get_by_role("button", name="Save this view").click()
        page.locator("dialog input").fill("Copper")
        page.locator("dialog textarea").fill("for the report")
        page.get_by_role("button", name="Save", exact=True).click()
        page.goto(report.url + "/saved")
        expect(page.locator(".savedlist a")).to_have_attribute("href", "/search?q=copper")
        with page.expect_download() as download:
            page.get_by_role("button", name="Export as a file").click()
        kept = json.loads(download.value.path().read_text("utf-8"))
        assert [(one["name"], one["note"], one["path"]) for one in kept] == [
            ("Copper", "for the report", "/search?q=copper")
        ]
        page.get_by_role("button", name="Delete").click()
        evil = [{**kept[0], "path": "//elsewhere.example/"}, kept[0]]
        file = {"name": "v.json", "mimeType": "application/json", "buffer": json.dumps(evil).encode()}
        page.locator("input[type=file]").set_input_files(file)
        expect(page.locator(".savedlist a")).to_have_count(1)
        assert faults(page) == []


def test_the_editor_completes_by_class_and_by_name_and_tells_unknown_terms(browser, report):
    with visit(browser, report, "/sparql", allow="Applying inline style violates") as page:
        page.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.type("SELECT * { ?x a jlac:Mine ; jlac:c")
        options = page.locator(".cm-tooltip-autocomplete li")
        expect(options.filter(has_text="jlac:classifiedAs").first).to_be_visible()
        page.keyboard.type("ountry チリ")
        expect(options.first).to_contain_text("Chile")
        page.keyboard.press("Enter")
        page.keyboard.type(" ; rdfs:lable ?l }")
        page.get_by_role("button", name="Run").click()
        expect(page.get_by_role("alert")).to_contain_text("did you mean rdfs:label?")
        page.get_by_role("alert").get_by_role("button", name="Replace by rdfs:label").click()
        expect(page.locator("table.rows tbody tr").first).to_be_visible()
        assert "jlac:country place:chile" in page.locator(".cm-content").inner_text()
        expect(page.locator(".history summary")).to_have_text("History (1)")


@pytest.mark.parametrize("name", ["finance-by-country", "pillars"])
def test_format_changes_no_token(browser, report, name):
    text = (ROOT / "queries" / f"{name}.rq").read_text("utf-8")
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    address = f"/sparql#query={quote(' '.join(query.split()))}"
    with visit(browser, report, address, allow="") as page:
        page.get_by_role("button", name="Format").click()
        page.get_by_role("button", name="New query").click()
        expect(page.locator(".querytab")).to_have_count(2)
        shown = page.evaluate("JSON.parse(localStorage.getItem('jlac-query-tabs'))[0]")
    assert [token.text for token in tokens(shown)] == [token.text for token in tokens(query)]
    assert len(shown.splitlines()) > 5


def test_print_leaves_the_tools_out_and_opens_what_is_folded(browser, report):
    with visit(browser, report, "/id/agent/jbic", own=True) as page:
        expect(page.locator(".facts li").first).to_be_visible()
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert not page.locator(".topbar").is_visible()
        assert not page.locator("header.thing a.button").first.is_visible()
        expect(page.locator("details.amounts dl")).to_be_visible()
        page.goto(report.url + "/queries/financing-by?agency=agent/jica&since=2005")
        expect(page.get_by_label("Agency")).to_have_value("agent/jica")
        assert page.get_by_label("Agency").is_visible() and page.get_by_label("First year").is_visible()
        assert not page.get_by_label("Last year").is_visible(), (
            "a field without a value is no part of the page"
        )
        page.goto(report.url + "/map")
        expect(page.locator(".player output")).to_have_text("All years")
        assert not page.locator(".player input").is_visible()


@pytest.mark.parametrize(
    "path", ["/network?n=agent/jbic&x=agent/jbic", "/data", "/queries/agreements", "/id/place/mexico"]
)
def test_a_view_stays_in_place_while_it_loads(browser, report, path):
    with visit(browser, report, path) as page:
        page.wait_for_load_state("networkidle")
        assert page.evaluate(SHIFTS) < 0.05


def test_questions_are_found_by_words_in_any_order(browser, report):
    with visit(browser, report, "/queries") as page:
        cards = page.locator(".topic .cards li:visible")
        everything = cards.count()
        field = page.get_by_role("searchbox", name="Search the questions")
        field.fill("country INVESTMENTS")
        expect(cards.filter(has_text="Investments in a country")).to_have_count(1)
        expect(page.locator(".finder [role=status]")).to_have_text(f"{cards.count()} questions")
        assert 0 < cards.count() < everything
        expect(page.locator(".topic:visible").filter(has_not=page.locator("li:visible"))).to_have_count(0)
        field.fill("zzz")
        expect(cards).to_have_count(0)
        expect(page.locator(".finder [role=status]")).to_contain_text("No question contains")


def test_columns_without_a_value_are_named_and_take_no_room(browser, report):
    with visit(browser, report, "/queries/top-exporters") as page:
        heads = page.locator("table.rows th")
        expect(heads.first).to_be_visible()
        shown = heads.all_inner_texts()
        said = page.get_by_text("Without a value in any row:").inner_text().partition(": ")[2].split(", ")
        assert "Note" in said and not set(said) & set(shown)
        for i in range(len(shown)):
            cells = page.locator(f"table.rows td:nth-child({i + 1})").all_inner_texts()
            assert any(text.strip() for text in cells), shown[i]
