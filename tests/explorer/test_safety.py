"""Policy, escaping, weight and speed."""

import gzip
from pathlib import Path

import pytest

from tests.web.conftest import service

from .conftest import ROOT, WEB, visit

BUDGET = 400_000
"""Bytes of scripts and styles, compressed, without those that are loaded later."""
LATER = ("jspdf", "svg2pdf", "engine.worker", "answers")
"""Scripts that are loaded only for a PDF, or on a site without a server."""
MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
EVIL = f"""
<https://w3id.org/jlac/id/agent/evil> a <https://w3id.org/jlac/ont#Firm>, <https://w3id.org/jlac/ont#Entity>,
    <https://w3id.org/jlac/ont#Agent> ;
  <http://www.w3.org/2004/02/skos/core#prefLabel> '''Evil {MARKUP}'''@en ;
  <http://www.w3.org/2000/01/rdf-schema#label> '''Evil {MARKUP}'''@en ;
  <http://purl.org/dc/terms/description> '''{MARKUP}'''@en ;
  <http://www.w3.org/2002/07/owl#sameAs> <javascript:alert(1)> .
<https://w3id.org/jlac/id/fact/evil> a <https://w3id.org/jlac/ont#Fact>,
    <https://w3id.org/jlac/ont#Ownership> ;
  <http://www.w3.org/2000/01/rdf-schema#label> '''JBIC owns evil {MARKUP}'''@en ;
  <https://w3id.org/jlac/ont#owner> <https://w3id.org/jlac/id/agent/jbic> ;
  <https://w3id.org/jlac/ont#owned> <https://w3id.org/jlac/id/agent/evil> .
"""


def test_the_bundle_keeps_its_budget():
    files = [
        path
        for path in (WEB / "dist").rglob("*")
        if path.suffix in (".js", ".css") and not path.name.startswith(LATER)
    ]
    weight = sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)
    assert 100_000 < weight < BUDGET


def test_nothing_is_loaded_from_elsewhere():
    for path in (WEB / "dist" / "assets").glob("*.css"):
        assert "http" not in path.read_text("utf-8")
    page = (WEB / "dist" / "index.html").read_text("utf-8")
    assert 'src="http' not in page and 'href="http' not in page


@pytest.mark.parametrize(
    "path", ["/", "/network", "/id/agent/jbic", "/queries/investments-in", "/data", "/sparql"]
)
def test_every_page_has_a_strict_policy(explorer, path):
    answer = explorer.ask(path, Accept="text/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "style-src 'self'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert "<style" not in answer.text and "onclick" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_javascript_a_page_still_says_what_is_known(browser, explorer):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(explorer.url + "/id/agent/jbic")
    assert page.locator("h1").inner_text() == "Japan Bank for International Cooperation"
    assert page.locator("td", has_text="State-owned lender").count() == 1
    context.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, near_file: Path):
    graph = tmp_path_factory.mktemp("hostile") / "graph.nq"
    import pyoxigraph as ox

    triples = ox.parse(EVIL, ox.RdfFormat.TURTLE)
    extra = ox.serialize([quad.triple for quad in triples], format=ox.RdfFormat.N_TRIPLES)
    graph.write_bytes(near_file.read_bytes() + extra)
    with service(graph=graph, queries=ROOT / "queries") as running:
        yield running


@pytest.mark.parametrize("path", ["/id/agent/evil", "/network?n=agent/evil,agent/jbic&s=agent/evil"])
def test_markup_in_a_label_stays_text(browser, hostile, path):
    with visit(browser, hostile, path) as page:
        page.wait_for_selector("#main >> text=Evil <img >> visible=true")
        assert page.locator("#main img, #main script").count() == 0
        assert page.locator("a[href^=javascript]").count() == 0
        assert page.title() not in ("1", "2")


def test_markup_in_a_suggestion_stays_text(browser, hostile):
    with visit(browser, hostile) as page:
        page.locator("#main [role=combobox]").fill("evil")
        page.wait_for_selector("[role=option] >> text=Evil <img")
        assert page.locator("[role=listbox] img").count() == 0


def test_the_first_page_needs_little(browser, explorer):
    """What makes a first page slow is bounded; `benchmarks/page.py` measures the time."""
    seen: list[int] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.on("response", lambda answer: seen.append(int(answer.headers.get("content-length", 0))))
    page.goto(explorer.url)
    page.wait_for_selector(".starts a")
    context.close()
    assert 3 <= len(seen) <= 18, seen
    assert sum(seen) < 250_000, seen
