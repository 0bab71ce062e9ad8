"""For everybody: no serious fault by axe, keyboard alone, phone width, colours, dark."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import PATIENCE, WEB, drawn_around, visit

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = {
    "home": "/",
    "thing": "/id/agent/jbic",
    "network": "/network?n=agent/jbic&x=agent/jbic",
    "empty network": "/network",
    "paths": "/network?path=agent/mitsui~agent/jbic",
    "map": "/map?country=place/mexico",
    "questions": "/queries",
    "question": "/queries/agreements",
    "sparql": "/sparql",
    "data": "/data",
    "map of an answer": "/queries/top-exporters#view=map",
    "timeline": "/queries/investments-in?country=place/mexico#view=timeline",
    "how are they linked": "/search?q=how+is+Mitsui+linked+to+JBIC",
    "compare": "/compare?a=agent/jbic&b=agent/jica",
    "story": "/story/standard",
    "saved": "/saved",
}
PHONE = {"width": 390, "height": 844}
FAULTS = """async (only) => {
  const found = await axe.run(document, {runOnly: only})
  return found.violations.filter((v) => ['serious', 'critical'].includes(v.impact))
    .map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(' | ')}`)
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe whose findings follow from colours."""


def faults(page, rules=RULES):
    # a page's policy lets no script in from outside, so axe is run by the debugger
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8") + "; undefined")
    return page.evaluate(FAULTS, rules)


def settle(page):
    page.wait_for_load_state("networkidle")
    expect(page.locator(".loading")).to_have_count(0)


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_no_serious_fault_in_light_and_dark(browser, report, view):
    with visit(browser, report, VIEWS[view]) as page:
        settle(page)
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
        assert faults(page) == []
        page.get_by_role("button", name="Switch between light and dark").click()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert faults(page, OF_COLOURS) == []


def test_a_reader_who_prefers_dark_gets_it(browser, report):
    with visit(browser, report, color_scheme="dark") as page:
        settle(page)
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert faults(page) == []


@pytest.mark.parametrize("tab", ["Filters", "Paths", "List", "Export"])
def test_axe_finds_no_serious_fault_in_the_panels(browser, report, tab):
    with visit(browser, report, VIEWS["network"]) as page:
        page.get_by_role("tab", name=tab).click()
        settle(page)
        assert faults(page) == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_shows_every_view_without_scrolling_aside(browser, report, view):
    with visit(browser, report, VIEWS[view], viewport=PHONE, has_touch=True) as page:
        settle(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0
        assert faults(page) == []


@pytest.mark.parametrize("lang", ["en", "ja", "es", "pt"])
def test_a_phone_shows_every_way_and_no_text_over_another(browser, report, lang):
    with visit(browser, report, f"/network?lang={lang}", viewport=PHONE, has_touch=True) as page:
        settle(page)
        for link in page.locator("nav.views a").all():
            box = link.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
        bar, empty = page.locator(".toolbar").bounding_box(), page.locator(".empty").bounding_box()
        assert empty["y"] >= bar["y"] + bar["height"] - 1


def test_the_keyboard_alone_goes_from_search_to_evidence(browser, explorer):
    with visit(browser, explorer) as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        field = page.locator("#main [role=combobox]")
        while not field.evaluate("e => e === document.activeElement"):
            page.keyboard.press("Tab")
        page.keyboard.type("JBIC")
        page.wait_for_selector("[role=option]")
        page.keyboard.press("ArrowDown")
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
        page.keyboard.press("Enter")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("Japan Bank for International Cooperation")
        expect(heading).to_be_focused()
        walk_to(page, "Draw its network")
        page.keyboard.press("Enter")
        expect(page.locator(".counts")).to_contain_text(f"{drawn_around(explorer, 'agent/jbic')} entities")
        walk_to(page, "Selection")
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name="List")).to_be_focused()
        walk_to(page, re.compile("Japan Bank for International Cooperation agreed to lend"))
        page.keyboard.press("Enter")
        expect(page.locator(".card .source").first).to_be_visible()


def test_without_scripts_a_reader_goes_from_a_question_to_the_document(browser, report):
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(report.url + "/")
    page.wait_for_url("**format=plain**")
    page.get_by_label("Search").fill("how is Mitsui linked to JBIC")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="How are they linked?").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mitsui")
    page.locator("main h3 + ul a").first.click()
    expect(page.get_by_role("heading", name="Properties")).to_be_visible()
    page.locator("small a").first.click()
    expect(page.get_by_role("link", name="Open the source")).to_have_attribute(
        "href", re.compile("^https?://")
    )
    page.get_by_role("link", name="Questions").click()
    page.get_by_role("link", name="LAC countries by share of the region").first.click()
    expect(page.locator("table")).to_be_visible()
    context.close()


def walk_to(page, name):
    """Press Tab until the thing of that name has the focus."""
    for _ in range(250):
        page.keyboard.press("Tab")
        text = page.evaluate(
            "document.activeElement?.matches('a, button') ? document.activeElement.textContent : ''"
        )
        if re.search(name, text) if isinstance(name, re.Pattern) else text == name:
            return
    raise AssertionError(f"{name} cannot be reached")


def test_kinds_differ_by_shape_where_they_share_a_colour(browser, report):
    with visit(browser, report, "/network?p=actors") as page:
        expect(page.locator(".counts")).not_to_be_empty()
        page.get_by_role("tab", name="Filters").click()
        marks = page.locator(".filters fieldset:has(.mark path)").first.locator(".mark path")
        expect(marks.nth(10)).to_be_attached()
        looks = marks.evaluate_all("paths => paths.map((p) => p.getAttribute('d') + p.getAttribute('fill'))")
        assert len(looks) == len(set(looks)) > 10
