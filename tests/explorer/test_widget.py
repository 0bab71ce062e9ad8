"""The widget of a notebook, drawn by a real browser."""

from pathlib import Path

from playwright.sync_api import Browser

from jlac_graph.graph import Graph
from jlac_graph.sparql.store import OxigraphStore

SCRIPT = Path(__file__).parents[2] / "src" / "jlac_graph" / "network" / "widget.js"
DRAW = """async ([script, network]) => {
  const { default: widget } = await import('data:text/javascript;charset=utf-8,' + encodeURIComponent(script))
  const held = { network, height: 400, selected: '' }
  window.held = held
  widget.render({ el: document.body, model: {
    get: (name) => held[name], set: (name, value) => { held[name] = value }, save_changes() {} } })
}"""


def test_a_click_shows_the_statements_of_a_node(browser: Browser, report_graph: OxigraphStore) -> None:
    network = Graph(report_graph).widget(ego="caserones").network
    network["nodes"][0]["label"] = "<img src=x onerror=alert(1)>"
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if request.url.startswith("http") else None)
    page.evaluate(DRAW, [SCRIPT.read_text("utf-8"), network])
    assert page.locator("svg g").count() == len(network["nodes"])
    assert page.locator("svg line").count() == len(network["edges"])
    page.locator('[data-id="asset/caserones"] circle').click()
    assert page.evaluate("held.selected") == "asset/caserones"
    said = page.locator("ul").inner_text()
    assert "idb-mg-172#case-mining.p7" in said
    before = page.locator("svg").first.get_attribute("viewBox")
    page.mouse.wheel(0, -100)
    page.wait_for_function(
        "(old) => document.querySelector('svg').getAttribute('viewBox') !== old", arg=before
    )
    assert page.locator("img").count() == 0
    assert faults == []
    page.close()
