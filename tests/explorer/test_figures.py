"""Charts, maps and networks draw the numbers of their rows, and are saved as they are seen."""

import json
import re
import struct
from collections import Counter
from itertools import combinations
from xml.etree import ElementTree

import pypdfium2
import pytest
from playwright.sync_api import expect

from .conftest import visit

SVG = "{http://www.w3.org/2000/svg}"
WAY = "/network?path=agent/hitachi~agent/bndes"


def rows(running, name):
    return json.loads(running.ask(f"/api/queries/{name}").body)["results"]["bindings"]


def saved(page, form, of="body"):
    with page.expect_download() as download:
        page.locator(of).get_by_role("button", name=f"Save the picture as {form}").first.click()
    return download.value.path().read_bytes()


def texts(svg):
    """The lines of text of a picture."""
    return ["".join(element.itertext()) for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def overlapping(boxes):
    return [
        (a["text"], b["text"])
        for a, b in combinations(boxes, 2)
        if a["x"] + 1 < b["x"] + b["w"] and b["x"] + 1 < a["x"] + a["w"]
        and a["y"] + 1 < b["y"] + b["h"] and b["y"] + 1 < a["y"] + a["h"]
    ]  # fmt: skip


BOXES = """(svg) => {
  const holder = document.createElement('div')
  holder.innerHTML = svg
  document.body.append(holder)
  const boxes = [...holder.querySelectorAll('text[data-label]')].map((text) => {
    const {x, y, width, height} = text.getBoundingClientRect()
    return {id: text.dataset.label, text: text.textContent, x, y, w: width, h: height}
  })
  holder.remove()
  return boxes
}"""


def test_a_series_is_a_line_with_the_values_of_the_rows_and_hollow_plans(browser, reported):
    with visit(browser, reported, "/queries/duty-free-schedule") as page:
        page.get_by_role("tab", name="Chart").click()
        points = page.locator("svg.linechart g.value").evaluate_all(
            "all => all.map((e) => [Number(e.dataset.from), Number(e.dataset.value),"
            " e.lastElementChild.getAttribute('fill').startsWith('var')])"
        )
        beside = page.locator("svg.linechart .name").count()
        wide = page.viewport_size
        page.set_viewport_size({"width": 390, "height": 844})
        page.get_by_role("tab", name="Table").click()
        page.get_by_role("tab", name="Chart").click()
        # on a phone the whole chart is on the screen, with the names of its lines below
        expect(page.locator("svg.linechart.narrow .name")).to_have_count(beside)
        assert page.locator("svg.linechart").bounding_box()["width"] < 390
        page.set_viewport_size(wide)
    plans = {"scheduled", "planned", "projected"}
    expected = [
        [int(row["year"]["value"]), float(row["percent"]["value"]), row["status"]["value"] in plans]
        for row in rows(reported, "duty-free-schedule")
    ]
    assert sorted(points) == sorted(expected) and {point[2] for point in points} == {True, False}


def test_a_map_of_rows_is_shaded_by_their_values(browser, reported):
    with visit(browser, reported, "/queries/top-exporters") as page:
        page.get_by_role("tab", name="Map").click()
        expect(page.locator("g.country").first).to_be_visible()
        drawn = page.locator("g.country").evaluate_all(
            "all => all.map((e) => [e.dataset.key, Number(e.dataset.value), e.getAttribute('class')])"
        )
        expect(page.locator(".legend .step").first).to_have_text("3.6")
    values = {
        row["country"]["value"].rpartition("/id/")[2]: float(row["share"]["value"])
        for row in rows(reported, "top-exporters")
    }
    assert {name: value for name, value, _ in drawn} == values
    shades = [kind for _, _, kind in sorted(drawn, key=lambda one: one[1])]
    assert shades == [f"country shade{n}" for n in range(1, 6)]


def test_counts_and_sums_of_the_map_are_those_of_the_facts(browser, reported):
    found = json.loads(reported.ask("/api/activity").body)
    firm = [fact for fact in found["facts"] if not fact.get("planned")]
    statements = Counter(country for fact in firm for country in fact["countries"])
    projects = {
        (country, project)
        for fact in firm
        for country in fact["countries"]
        for project in fact.get("projects", ())
    }
    value = "(e) => Number(e.dataset.value)"
    mexico = "g.country[data-key='place/mexico']"
    with visit(browser, reported, "/map?country=place/mexico") as page:
        events = page.locator(mexico).evaluate(value)
        pillars = page.locator(".pillar h3 .count").all_inner_texts()
        assert sum(map(int, pillars)) == events < statements["place/mexico"]
        page.get_by_label("Map shows").select_option("statements")
        assert page.locator(mexico).evaluate(value) == statements["place/mexico"]
        page.get_by_label("Map shows").select_option("projects")
        assert page.locator(mexico).evaluate(value) == sum(
            country == "place/mexico" for country, _ in projects
        )
        sums = page.get_by_label("Map shows").locator("option[value^='sum:']")
        chosen = sums.first.get_attribute("value")
        page.get_by_label("Map shows").select_option(chosen)
        assert f"measure={chosen}" in page.url.replace("%3A", ":")
        _, currency, status = chosen.split(":")
        counted: dict[str, float] = Counter()
        seen = set()
        for fact in sorted(found["facts"], key=lambda fact: "countedIn" in fact or "sameClaim" in fact):
            event = fact.get("countedIn", fact.get("sameClaim", fact["id"]))
            said = (fact.get("currency"), fact.get("status"), len(fact["countries"]))
            if fact.get("amount") and said == (currency, status, 1) and not fact.get("unsummed"):
                counted[fact["countries"][0]] += 0 if event in seen else fact["amount"]
                seen.add(event)
        drawn = page.locator("g.country[data-value]").evaluate_all(
            "all => all.map((e) => [e.dataset.key, Number(e.dataset.value)])"
        )
        assert counted and dict(drawn) == counted


def test_the_slider_plays_the_years(browser, reported):
    with visit(browser, reported, "/map?year=2010") as page:
        page.get_by_role("button", name="Play the years").click()
        expect(page.locator(".player output")).to_have_text("2012")
        page.get_by_role("button", name="Pause").click()
        assert int(re.search(r"year=(\d+)", page.url)[1]) >= 2012
        page.get_by_role("button", name="All years").click()
        assert "year=" not in page.url


def test_a_path_stands_in_a_row_with_its_links_named(browser, reported):
    with visit(browser, reported, WAY) as page:
        best = page.locator("button.way").first
        names = best.inner_text().split(" – ")
        expect(page.get_by_label("Layout", exact=True)).to_have_value("row")
        expect(page.locator(".counts")).to_contain_text(f"{len(names)} entities")
        page.get_by_role("tab", name="Export").click()
        expect(page.get_by_label("Title of the picture")).to_have_value(" – ".join(names))
        drawn = ElementTree.fromstring(saved(page, "SVG"))
    lines = [element for element in drawn.iter(f"{SVG}g") if element.get("data-id")]
    marks = [e for e in drawn.iter() if e.tag in (f"{SVG}circle", f"{SVG}polygon") and e.get("data-id")]
    assert (len(marks), len(lines)) == (len(names), len(names) - 1)
    heights = {line.find(f"{SVG}path").get("d").split()[-1] for line in lines}
    assert len(heights) == 1, "the links of a path lie in one line"
    labels = {e.get("data-label") for e in drawn.iter(f"{SVG}text")} - {None}
    assert labels == {e.get("data-id") for e in (*marks, *lines)}


def test_a_phone_shows_a_path_from_top_to_bottom_with_all_its_words(browser, reported):
    phone = {"width": 390, "height": 844}
    with visit(browser, reported, WAY, viewport=phone, has_touch=True) as page:
        names = page.locator("button.way").first.inner_text().split(" – ")
        page.get_by_role("tab", name="Export").click()
        svg = saved(page, "SVG").decode()
        boxes = page.evaluate(BOXES, svg)
    places = [(float(x), float(y)) for x, y in re.findall(r'd="M([-\d.]+) ([-\d.]+)L', svg)]
    assert len({round(x) for x, _ in places}) == 1 and len(places) == len(names) - 1
    assert len(boxes) == 2 * len(names) - 1 and overlapping(boxes) == []


CUT = """() => {
  const core = document.querySelector('.canvas.small')._cyreg.cy
  const [wide, high] = [core.width(), core.height()]
  return core.nodes().filter((node) => {
    const box = node.renderedBoundingBox({includeLabels: true, includeOverlays: false})
    // Cytoscape adds the outline of the letters and 2 pixels
    return box.x1 < -5 || box.y1 < -5 || box.x2 > wide + 5 || box.y2 > high + 5
  }).map((node) => node.data('name'))
}"""


def test_no_name_in_a_small_drawing_is_cut_by_its_border(browser, reported):
    with visit(browser, reported, "/id/place/mexico") as page:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(400)
        assert page.evaluate(CUT) == []


@pytest.mark.parametrize("layout", ["force", "tiers", "countries"])
@pytest.mark.parametrize("centre", ["agent/jbic", "agent/mitsui", "agent/jica"])
def test_four_of_five_names_are_shown_and_none_overlaps_another(browser, reported, layout, centre):
    with visit(browser, reported, f"/network?n={centre}&x={centre}&l={layout}") as page:
        page.get_by_role("tab", name="Export").click()
        svg = saved(page, "SVG").decode()
        boxes = page.evaluate(BOXES, svg)
        nodes = set(re.findall(r'<(?:circle|polygon)[^>]* data-id="([^"]+)"', svg))
        named = set(re.findall(r'data-label="([^"]+)"', svg)) & nodes
        # words along a line are turned, and their boxes larger than they
        names = [box for box in boxes if box["id"] in nodes]
        assert len(named) > len(nodes) * 0.8 and overlapping(names) == []


def test_a_saved_picture_has_title_legend_sources_licence_and_date(browser, reported):
    with visit(browser, reported, "/network?n=agent/jbic&x=agent/jbic") as page:
        legend = page.locator(".under .legend li").all_inner_texts()
        page.get_by_role("tab", name="Export").click()
        page.get_by_label("Title of the picture").fill("JBIC & its borrowers")
        said = texts(saved(page, "SVG"))
        png, pdf = saved(page, "PNG"), saved(page, "PDF")
    assert said[0] == "JBIC & its borrowers" and set(legend) <= set(said)
    assert any(line.startswith("Sources: Inter-American Development Bank") for line in said)
    assert re.search(r"CC BY 4\.0\. \d{4}-\d\d-\d\d\. http", " ".join(said))
    wide, high = struct.unpack(">II", png[16:24])
    page = pypdfium2.PdfDocument(pdf)[0]
    assert page.get_size() == pytest.approx((wide / 4, high / 4), abs=1), "points at 96 to the inch"
    # text that can be selected, and shapes instead of a picture
    written = page.get_textpage().get_text_range().replace("\r\n", " ")
    assert [line for line in (said[0], *legend) if line not in written] == []
    kinds = Counter(one.type for one in page.get_objects())
    assert kinds[pypdfium2.raw.FPDF_PAGEOBJ_PATH] > len(legend)
    assert not kinds[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]


def test_a_pdf_has_japanese_letters(browser, reported):
    with visit(browser, reported, "/network?n=agent/jbic&x=agent/jbic", locale="ja") as page:
        page.get_by_role("tab", name="書き出し").click()
        with page.expect_download() as download:
            page.locator(".figuretools button").nth(2).click()
        page = pypdfium2.PdfDocument(download.value.path())[0]
        assert "国際協力銀行" in page.get_textpage().get_text_range()


def test_charts_and_maps_are_saved(browser, reported):
    with visit(browser, reported, "/map?country=place/chile") as page:
        said = texts(saved(page, "SVG", ".mapbox"))
        assert said[0] == "Events, by country" and any(line.startswith("Sources: ") for line in said)


def test_the_saved_picture_of_a_long_timeline_has_every_row(browser, explorer):
    count = len(rows(explorer, "timeline"))
    assert count > 300, "more than are drawn unasked"
    with visit(browser, explorer, "/queries/timeline#view=timeline") as page:
        drawn = page.locator(".timechart g.barrow")
        expect(drawn).to_have_count(300)
        page.get_by_role("button", name=f"All {count}").click()
        expect(drawn).to_have_count(count)
        picture = ElementTree.fromstring(saved(page, "SVG", ".answer"))
        png = saved(page, "PNG", ".answer")
    names = [text for text in picture.iter(f"{SVG}text") if text.get("text-anchor") == "end"]
    assert len(names) == count
    wide, high = struct.unpack(">II", png[16:24])
    assert high <= 16_000 and high / wide == pytest.approx(
        float(picture.get("height")) / float(picture.get("width")), rel=0.01
    )


def test_the_picture_of_the_start_page_is_saved(browser, reported):
    with visit(browser, reported) as page:
        page.get_by_text("Save the picture", exact=True).click()
        said = texts(saved(page, "SVG", ".pillarpicture"))
    assert said[0].startswith("Map of Latin America") and "Cooperation and finance" in said
    assert any(line.startswith("Sources: ") for line in said) and "CC BY 4.0" in said[-1]


def test_the_network_of_an_answer_links_the_parties_of_its_facts_and_says_what_was_asked(browser, reported):
    with visit(browser, reported, "/queries/investments-in?country=place/mexico#view=network") as page:
        said = texts(saved(page, "SVG", ".answer"))
    links = int(re.search(r"(\d+) links", " ".join(said))[1])
    assert said[0] == "Investments in a country: Mexico" and links > 3
    assert "Nissan" in said


@pytest.mark.parametrize("path", ["/map?country=place/chile", "/id/agent/jbic", WAY, "/data", "/search?q=x"])
def test_every_view_can_be_linked_embedded_and_cited(browser, reported, path):
    with visit(browser, reported, path) as page:
        title = re.escape(page.title().removesuffix(" – jlac-graph"))
        if path == WAY:  # a network is cited by what it shows
            expect(page.get_by_text("Best evidence")).to_be_visible()
            title = "Hitachi[^.]* – [^.]+"
        page.locator(".foot summary").click()
        share = page.locator(".foot textarea")
        expect(share).to_have_count(3)
        address, embed, cited = share.evaluate_all("all => all.map((e) => e.value)")
        assert address == page.url and f'src="{reported.url}/embed/' in embed
        assert re.match(
            rf"The jlac-graph developers \(20\d\d\)\. {title}\. In: jlac-graph, version [\d.]+\. "
            rf"{re.escape(address)}\. Accessed \d{{4}}-\d\d-\d\d\.",
            cited,
        )


def test_a_timeline_has_a_mark_for_each_dated_row_and_says_which_are_not(browser, reported):
    found = rows(reported, "agreements?lang=en")
    dated = [row for row in found if row.get("date") or row.get("signed") or row.get("inForce")]
    assert 0 < len(dated) < len(found)
    with visit(browser, reported, "/queries/agreements") as page:
        page.get_by_role("tab", name="Timeline").click()
        assert page.url.endswith("#view=timeline")
        expect(page.locator(".timechart .time")).to_have_count(len(dated))
        expect(page.locator(".timechart .rownote")).to_have_count(min(len(found) - len(dated), 20))
        drawn = page.locator(".timechart .barrow").first.get_attribute("aria-label")
        assert re.search(r"\b(19|20)\d\d\b", drawn)
    with visit(browser, reported, "/queries/agreements#view=timeline") as page:
        expect(page.get_by_role("tab", name="Timeline")).to_have_attribute("aria-selected", "true")


def test_the_data_page_cites_author_year_version_and_address(browser, reported):
    with visit(browser, reported, "/data") as page:
        cited = page.locator("blockquote").inner_text()
    assert re.match(
        rf"The jlac-graph developers \(20\d\d\)\. jlac-graph: .*\. Version [\d.]+\. {reported.url}/\. CC BY",
        cited,
    )


def test_a_country_keeps_what_has_to_do_with_it(browser, reported):
    with visit(browser, reported, "/network?p=actors&country=place/mexico") as page:
        page.get_by_role("tab", name="List").click()
        things = page.locator(".listing ul").first
        for name in ("Mazda", "Nissan", "Honda"):
            expect(things.get_by_role("button", name=name, exact=True)).to_have_count(1)
        expect(things.get_by_role("button", name="JBIC Green Fund", exact=True)).to_have_count(0)


def test_expanding_keeps_the_node_and_shows_its_neighbours(browser, reported):
    with visit(browser, reported, "/network?n=agent/mitsui&x=agent/mitsui") as page:
        page.get_by_role("tab", name="Export").click()
        before = set(re.findall(r'<(?:circle|polygon)[^>]* data-id="([^"]+)"', saved(page, "SVG").decode()))
        page.get_by_role("tab", name="List").click()
        page.get_by_role("button", name="Expand: Japanese trading companies").click()
        page.wait_for_timeout(800)
        page.get_by_role("tab", name="Export").click()
        svg = saved(page, "SVG").decode()
        view = [float(n) for n in re.search(r'<svg[^>]*viewBox="([^"]+)"[^>]*x="', svg)[1].split()]
        assert before < set(re.findall(r'<(?:circle|polygon)[^>]* data-id="([^"]+)"', svg))
        assert view[2] <= page.locator(".board").bounding_box()["width"]


def test_colours_follow_the_choice_and_stay_in_the_address(browser, reported):
    with visit(browser, reported, "/network?n=agent/jbic&x=agent/jbic") as page:
        page.get_by_role("tab", name="Filters").click()
        page.get_by_label("Colour by").select_option("country")
        expect(page.locator(".under .legend")).to_contain_text(re.compile(r"Japan \(\d+\)"))
        address = page.url
        assert "k=country" in address
    with visit(browser, reported, address.removeprefix(reported.url)) as page:
        expect(page.locator(".under .legend")).to_contain_text(re.compile(r"Japan \(\d+\)"))
