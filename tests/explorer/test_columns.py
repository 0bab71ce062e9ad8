"""Columns by country: of many entities the best linked of each country, the others counted."""

import json

from playwright.sync_api import expect

from .conftest import visit

HEADS = """() => document.querySelector('.canvas')._cyreg.cy.nodes('.heading')
  .map((node) => [node.id(), node.data('caption').replaceAll('\\n', ' ')])"""
NAMES = """() => document.querySelector('.canvas')._cyreg.cy.nodes().not('.away').not('.heading')
  .filter((node) => node.data('id')).map((node) => node.id())"""


def test_the_best_linked_of_each_country_are_drawn_and_the_others_counted(browser, report):
    found = json.loads(report.ask("/api/projection?name=actors").body)["nodes"]
    by_country: dict[str, list[int]] = {}
    for node in found:
        by_country.setdefault(node.get("country") or "", []).append(node["degree"])
    with visit(browser, report, "/network?p=actors&l=countries") as page:
        expect(page.locator(".counts")).to_contain_text("Of each country the 3 with the most links are drawn")
        expect(page.get_by_label("Of each country")).to_have_value("3")
        heads = dict(page.evaluate(HEADS))
        assert heads["heading:place/japan"] == "Japan"
        assert heads["others:place/japan"] == f"and {len(by_country['place/japan']) - 3} others"
        drawn = set(page.evaluate(NAMES))
        assert len(drawn) <= 13 * 3
        strong = sorted(n["degree"] for n in found if n.get("country") == "place/japan")[-3:]
        shown = sorted(n["degree"] for n in found if n["id"] in drawn and n.get("country") == "place/japan")
        assert shown == strong
        page.get_by_label("Of each country").select_option("0")
        expect(page.locator(".counts")).to_contain_text(f"{len(found)} entities")
        assert "m=0" in page.url
        assert not any(name.startswith("others:") for name, _ in page.evaluate(HEADS))


def test_a_small_drawing_shows_all(browser, report):
    with visit(browser, report, "/network?n=agent/mitsui&x=agent/mitsui&l=countries") as page:
        expect(page.get_by_label("Of each country")).to_have_value("0")
        assert not any(name.startswith("others:") for name, _ in page.evaluate(HEADS))
        assert dict(page.evaluate(HEADS))["heading:place/japan"] == "Japan"
