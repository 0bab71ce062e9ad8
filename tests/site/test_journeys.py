"""Five readers of the site in Chromium, on a site below a path that ``python -m http.server`` serves."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.explorer.conftest import visit

PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Address:
    url: str


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str):
    @contextmanager
    def opened(path: str = "/", **options: object) -> Iterator[Page]:
        with visit(browser, Address(address), path, **options) as page:
            yield page

    return opened


def test_an_analyst_reads_a_profile_and_finds_a_path_with_its_evidence(reader):
    with reader() as page:
        page.locator("#main [role=combobox]").fill("JBIC")
        page.locator("[role=option]").first.click()
        expect(page.get_by_role("heading", name="Facts")).to_be_visible()
        assert page.url.endswith("/project/id/agent/jbic")
        page.locator(".facts .source").first.click()
        expect(page.locator("h1")).to_contain_text("IDB-MG-172")
        page.go_back()
        page.reload()
        expect(page.get_by_role("heading", name="Facts")).to_be_visible()
        page.goto(page.url.split("/id/")[0] + "/network/?path=agent/jbic~agent/codelco")
        expect(page.locator(".paths .hop .source").first).to_be_visible()
        expect(page.locator(".counts")).to_be_visible()
        expect(page.locator(".counts")).to_be_visible()


def test_a_journalist_on_a_phone_follows_the_map_to_a_fact(reader):
    with reader("/map/", viewport=PHONE) as page:
        page.locator("g.country[data-key='place/chile']").press("Enter")
        expect(page.locator("h2", has_text="Three pillars: Chile")).to_be_visible()
        page.locator(".pillar.investment .statements .words a").first.click()
        expect(page.locator("h1")).to_be_visible()
        assert "/project/id/fact/" in page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_japanese_officer_asks_a_question_of_the_library(reader):
    with reader("/queries/investments-in/", locale="ja") as page:
        expect(page.locator("table.rows tbody tr").first).to_be_visible()
        page.locator(".queryform select").first.select_option("place/mexico")
        page.locator(".queryform button[type=submit]").click()
        expect(page.locator(".result [role=status]")).to_contain_text("行")
        assert re.search("[ぁ-んァ-ン一-龥]", page.locator("table.rows tbody").inner_text())
        assert "country=place" in page.url


def test_a_researcher_runs_sparql_in_the_page(reader):
    with reader("/sparql/") as page:
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.locator("table.rows tbody tr")).to_have_count(20)
        assert "/project/sparql#query=" in page.url


def test_a_visitor_comes_by_a_link_and_changes_the_language(reader):
    with reader("/id/fact/jbic-caserones/?lang=es") as page:
        expect(page.locator("h1")).to_contain_text("Cooperación Internacional del Japón acordó financiar")
        page.locator(".settings select").select_option("pt")
        expect(page.locator("h1")).to_contain_text("Cooperação Internacional do Japão concordou em financiar")
        page.locator("a.brand").click()
        expect(page.locator(".stories, h2").first).to_be_visible()
        assert page.url.endswith("/project/")


def test_without_a_script_the_page_can_be_read(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/id/agent/jbic/")
    page.locator("a", has_text="agreed to finance the Caserones copper mine").first.click()
    assert page.url.endswith("/project/id/fact/jbic-caserones/")
    assert page.locator("[lang=ja]").first.inner_text().startswith("国際協力銀行")
    context.close()


JOURNEYS = {
    "analyst": (
        "/id/agent/jbic/",
        "agreed to finance the Caserones copper mine",
        "IDB-MG-172, Mining, paragraph 7",
    ),
    "journalist": ("/id/place/chile/", "Chile is a party to the Japan-Chile", "IDB-MG-172"),
    "visitor": ("/id/asset/caserones/", "are investing in the Caserones copper mine", "IDB-MG-172"),
}


@pytest.mark.parametrize("way", JOURNEYS)
def test_without_a_script_a_reader_goes_from_an_entity_to_the_document(browser: Browser, address: str, way):
    start, fact, passage = JOURNEYS[way]
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/map/")
    page.get_by_role("link", name="Entities").first.click()
    page.locator(f"a[href='{start.removeprefix('/')}']").click()
    page.get_by_role("link", name=fact).first.click()
    page.get_by_role("link", name=passage).first.click()
    page.get_by_role("link", name="source", exact=True).click()
    expect(page.get_by_role("link", name="publications.iadb.org")).to_have_attribute(
        "href", re.compile("^https:")
    )
    context.close()


def test_without_a_script_an_officer_reads_a_question_and_a_researcher_takes_the_graph(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/data/")
    japanese = page.locator("article[lang=ja]")
    expect(japanese.get_by_role("heading")).to_have_text("データ")
    with page.expect_download() as download:
        japanese.get_by_role("link", name="グラフ全体").click()
    assert b"w3id.org/jlac" in gzip.decompress(download.value.path().read_bytes())
    japanese.get_by_role("link", name="質問集").click()
    page.locator("article[lang=ja] a[href='queries/investments-in/']").click()
    expect(page.locator("article[lang=ja] h1")).to_have_text(re.compile("投資"))
    expect(page.locator("pre")).to_contain_text("SELECT")
    context.close()


def test_the_code_to_embed_a_view_shows_it_in_a_frame(reader):
    with reader("/network/?n=agent/jbic&x=agent/jbic", own=True) as page:
        page.locator(".foot summary").click()
        code = page.locator(".foot textarea").nth(1)
        expect(code).to_have_value(re.compile("<iframe"))
        page.route("**/frame.html", lambda route: route.fulfill(body=code_of, content_type="text/html"))
        code_of = code.input_value()
        page.goto(page.url.split("/network")[0] + "/frame.html")
        framed = page.frame_locator("iframe")
        expect(framed.locator("html.embedded .counts")).to_contain_text("entities")
        expect(framed.locator(".topbar")).to_be_hidden()


def test_what_needs_a_server_is_named(reader):
    with reader("/network/?n=agent/jbic") as page:
        page.get_by_role("tab", name=re.compile("export|save|picture", re.I)).first.click()
        expect(page.get_by_text("this site has no server")).to_be_visible()


def test_a_script_that_somebody_adds_to_a_page_does_not_run(reader, site):
    added = "<script>var added = true</script>"
    path = "/id/agent/jbic/"
    text = (site / path.strip("/") / "index.html").read_text("utf-8-sig").replace("<main", f"{added}<main")
    with reader(own=True, allow="Content Security Policy") as page:
        page.route(f"**{path}", lambda route: route.fulfill(body=text, content_type="text/html"))
        page.goto(page.url.rstrip("/") + path)
        expect(page.get_by_role("heading", name="Facts")).to_be_visible()
        assert added in text and page.evaluate("typeof added") == "undefined"
