"""The network view: expansion, evidence, filters, undo, restoring, paths, exports, speed."""

import json
import re
import time

import pyoxigraph as ox
import pytest
from playwright.sync_api import expect

from tests.web.conftest import service

from .conftest import ROOT, drawn_around, visit

MOVING = {"reduced_motion": "no-preference"}
"""A reader who has asked for no rest sees things move to their places."""
THINGS = "Number(document.querySelector('.counts').textContent.replace(',', '').match(/\\d+/)?.[0] ?? 0)"


def until(page, test, seconds=20):
    """Wait until the number of things drawn passes a test; the page's policy forbids to wait in it."""
    ends = time.monotonic() + seconds
    while not test(found := page.evaluate(THINGS)):
        assert time.monotonic() < ends, found
        page.wait_for_timeout(50)


def counts(page):
    expect(page.locator(".counts")).not_to_be_empty()
    return tuple(map(int, re.findall(r"\d+", page.locator(".counts").inner_text())[:2]))


def open_tab(page, name):
    page.get_by_role("tab", name=name).click()


def places(page):
    expect(page.locator(".counts")).not_to_be_empty()
    return dict(
        zip(
            re.search(r"[?&]n=([^&]*)", page.url)[1].split(","),
            re.search(r"[?&]at=([^&]*)", page.url)[1].split(","),
            strict=True,
        )
    )


def test_expanding_leaves_what_is_drawn_where_it_is(browser, explorer):
    with visit(browser, explorer, "/network?n=agent/jbic&x=agent/jbic", **MOVING) as page:
        before = places(page)
        size = drawn_around(explorer, "agent/jbic")
        assert counts(page)[0] == len(before) == size
        open_tab(page, "List")
        page.get_by_role("button", name="Expand: Caserones copper mine").click()
        until(page, lambda n: n > size)
        after = places(page)
        assert {name: after[name] for name in before} == before


def test_a_hub_is_capped_and_more_can_be_had(browser, explorer):
    with visit(browser, explorer, "/network?n=agent/jica&x=agent/jica") as page:
        assert counts(page)[0] == 26
        page.get_by_role("button", name=re.compile(r"^\d+ more$")).click()
        until(page, lambda n: n > 26)
        assert counts(page)[0] == 51


def test_undo_and_redo(browser, explorer):
    with visit(browser, explorer, "/network?n=agent/jbic&x=agent/jbic", **MOVING) as page:
        page.get_by_role("button", name="Keep only its neighbours").wait_for()
        start, size = page.url, drawn_around(explorer, "agent/jbic")
        page.get_by_role("button", name="Remove", exact=True).click()
        until(page, lambda n: n == size - 1)
        page.get_by_role("button", name="Undo").click()
        until(page, lambda n: n == size)
        assert page.url == start
        page.get_by_role("button", name="Redo").click()
        until(page, lambda n: n == size - 1)
        page.keyboard.press("Control+z")
        until(page, lambda n: n == size)


def test_the_address_restores_the_view(browser, explorer):
    with visit(browser, explorer, "/network?n=agent/jbic&x=agent/jbic") as page:
        open_tab(page, "Filters")
        page.get_by_role("checkbox", name=re.compile(r"^Finances \d")).uncheck()
        address = page.url
        seen = page.locator(".counts").inner_text()
        assert "hr=finances" in address
    with visit(browser, explorer, address.removeprefix(explorer.url)) as page:
        expect(page.locator(".counts")).to_have_text(seen)
        assert page.url == address


def test_filters_by_year_class_and_status(browser, report):
    with visit(browser, report, "/network?p=actors") as page:
        full = counts(page)
        open_tab(page, "Filters")
        page.get_by_label("Include undated links").uncheck()
        dated = counts(page)
        assert 0 < dated[1] < full[1]
        page.get_by_label("From", exact=True).fill("2011")
        late = counts(page)
        assert 0 < late[1] < dated[1]
        page.get_by_role("button", name="Show all").click()
        assert counts(page) == full
        expect(page.get_by_label("Include undated links")).to_be_checked()


def test_a_link_opens_its_evidence(browser, explorer):
    with visit(browser, explorer, "/network?n=agent/jbic,asset/caserones") as page:
        open_tab(page, "List")
        page.get_by_role(
            "button", name=re.compile("Japan Bank .* agreed to lend USD 334.4 million to Mitsui")
        ).click()
        card = page.locator(".card")
        expect(card).to_contain_text("USD 334.4 million")
        source = card.locator(".source", has_text="Loan for Caserones Copper Mine Project in Chile")
        expect(source.first).to_be_visible()


def test_the_selected_thing_is_offered_as_the_start_of_a_path(browser, explorer):
    with visit(browser, explorer, "/network?n=agent/mitsui,agent/jbic&s=agent/mitsui") as page:
        open_tab(page, "Paths")
        expect(page.get_by_role("combobox", name="From")).to_have_value("Mitsui & Co.")
        expect(page.get_by_role("combobox", name="To")).to_have_value("")


def test_paths_between_two_picked_things(browser, explorer):
    with visit(browser, explorer, "/network?n=agent/mazda,agent/jbic&s=agent/mazda") as page:
        page.get_by_role("button", name="Path from here").click()
        open_tab(page, "List")
        page.get_by_role("button", name=re.compile("^Japan Bank for International")).first.click()
        page.get_by_role("button", name="Path to here").click()
        best = page.locator("button.way").first
        expect(best).to_have_text("Mazda – Sumitomo Corporation – Japan Bank for International Cooperation")
        until(page, lambda n: n == 3)
        expect(page.locator(".hop .source").first).to_be_visible()
        expect(page.locator("h2", has_text="Fewest links")).to_be_visible()
        page.get_by_label("Avoid Sumitomo Corporation").check()
        expect(best).not_to_contain_text("Sumitomo Corporation")


@pytest.mark.parametrize("form", ["gexf", "cytoscape"])
def test_files_hold_the_positions_on_the_screen(browser, explorer, form):
    with visit(browser, explorer, "/network?n=agent/jbic&x=agent/jbic") as page:
        where = places(page)
        open_tab(page, "Export")
        with page.expect_download() as download:
            page.get_by_role("button", name=form, exact=True).click()
        text = download.value.path().read_text("utf-8")
    if form == "cytoscape":
        nodes = json.loads(text)["elements"]["nodes"]
        found = {n["data"]["id"]: n["position"] for n in nodes}
        assert found.keys() == where.keys()
        x, y = map(float, where["agent/jbic"].split("~"))
        assert (found["agent/jbic"]["x"], abs(found["agent/jbic"]["y"])) == (x, abs(y))
    else:
        assert text.count("<node ") == len(where)


def test_the_picture_is_a_png(browser, explorer):
    with visit(browser, explorer, "/network?n=agent/jbic&x=agent/jbic") as page:
        open_tab(page, "Export")
        with page.expect_download() as download:
            page.get_by_role("button", name="PNG").click()
        assert download.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


HEAD = """@prefix : <https://w3id.org/jlac/ont#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix fact: <https://w3id.org/jlac/id/fact/> . @prefix agent: <https://w3id.org/jlac/id/agent/> .
"""
BIG = """fact:many-{i} a :Fact, :Ownership ; :owner agent:many-{a} ; :owned agent:many-{i} .
agent:many-{i} a :Firm, :Agent, :Entity ; skos:prefLabel "Firm {i}"@en .
"""
FRAMES = """async () => {
  // a hand that moves the drawing in circles, a step a frame, from a place where nothing lies
  const canvas = document.querySelector('.stage .canvas')
  const box = canvas.getBoundingClientRect()
  const layer = canvas.querySelector('canvas')
  const step = (i) => ({x: box.x + 40 + 30 * Math.cos(i / 9), y: box.y + 40 + 30 * Math.sin(i / 9)})
  const send = (type, i, target) => target.dispatchEvent(new MouseEvent(type,
    {clientX: step(i).x, clientY: step(i).y, bubbles: true, button: 0, buttons: type === 'mouseup' ? 0 : 1}))
  send('mousedown', 0, layer)
  const began = performance.now()
  let frames = 0
  while (performance.now() - began < 2000) {
    frames += 1
    send('mousemove', frames, window)
    await new Promise((done) => requestAnimationFrame(done))
  }
  send('mouseup', frames, window)
  return {frames, rate: frames / ((performance.now() - began) / 1000)}
}"""
INK = """() => [...document.querySelectorAll('.stage .canvas canvas')].map((canvas) => {
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
  let inked = 0
  for (let i = 3; i < data.length; i += 4) if (data[i]) inked += 1
  return inked
}).reduce((a, b) => a + b, 0)"""


def spent(session):
    """Seconds of processor time that the page's thread has taken."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(m["value"] for m in metrics if m["name"] == "TaskDuration")


@pytest.fixture(scope="module")
def large(tmp_path_factory, report_dist):
    graph = tmp_path_factory.mktemp("large") / "graph.nq"
    text = HEAD + "".join(BIG.format(i=i, a=1 + (i * 7919 + 13) % max(i // 2, 1)) for i in range(1, 2000))
    triples = [quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)]
    extra = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    graph.write_bytes((report_dist / "graph.nq").read_bytes() + extra)
    with service(graph=graph, queries=ROOT / "queries") as running:
        yield running


def test_of_a_large_network_the_best_linked_move_at_thirty_frames_a_second(browser, large):
    with visit(browser, large, "/network?p=actors", own=True, **MOVING) as page:
        until(page, lambda n: n == 600, 60)
        expect(page.locator(".counts")).to_contain_text(re.compile(r"[\d,]{5} others are left out"))
        page.wait_for_timeout(500)
        work = page.context.new_cdp_session(page)
        work.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = spent(work)
        frames = [page.evaluate(FRAMES)]
        while frames[-1]["rate"] < 30 and len(frames) < 3:
            frames.append(page.evaluate(FRAMES))
        rates = [frame["rate"] for frame in frames]
        each = (spent(work) - before) / sum(frame["frames"] for frame in frames)
        page.wait_for_timeout(500)
        assert page.evaluate(INK) > 10_000, "the drawing went out of sight: nothing was measured"
    # on a busy machine others take the time: then the page's own work for a frame decides
    assert max(rates) >= 30 or each < 1 / 30, (rates, each)
