"""What a filter leaves is drawn, counted, listed and named; what it hides for want of knowledge is said."""

import html
import json
import re
import struct
import zlib

import pypdfium2
import pytest
from playwright.sync_api import expect

from .conftest import visit
from .test_figures import saved, texts

CARS = "/network?p=firm-agency-project&country=place/mexico&sector=code:sector/automotive"
UNKNOWN = re.compile(r"(\d+) of these are hidden only because no sector is known for them")


def without_a_sector(running):
    """Entities with a link to Mexico of which no sector is known: not their own, and of no fact of theirs."""
    found = json.loads(running.ask("/api/projection?name=firm-agency-project").body)
    nodes = {node["id"]: node for node in found["nodes"]}
    about = {"country": "place/mexico", "sector": "code:sector/automotive"}

    def has(tie, name, values):
        ends = [nodes[tie[end]] for end in ("source", "target")]
        of = {
            "country": lambda node: [node.get("country"), node["id"]],
            "sector": lambda node: node["sectors"],
        }
        return about[name] in tie.get(values, []) or any(about[name] in of[name](end) for end in ends)

    mexican = [tie for tie in found["edges"] if has(tie, "country", "countries")]
    kept = {tie[end] for tie in mexican if has(tie, "sector", "sectors") for end in ("source", "target")}
    known = {tie[end] for tie in found["edges"] if tie.get("sectors") for end in ("source", "target")}
    known |= {name for name, node in nodes.items() if node["sectors"]}
    return {tie[end] for tie in mexican for end in ("source", "target")} - kept - known


def test_what_is_hidden_because_no_sector_is_known_is_counted(browser, explorer):
    expected = len(without_a_sector(explorer))
    assert expected > 10
    with visit(browser, explorer, CARS) as page:
        counts = page.locator(".counts")
        expect(counts).to_have_text(UNKNOWN)
        assert int(UNKNOWN.search(counts.inner_text())[1]) == expected
        page.get_by_role("tab", name="Export").click()
        assert UNKNOWN.search(" ".join(texts(saved(page, "SVG"))))


def test_the_legend_counts_what_is_drawn(browser, explorer):
    with visit(browser, explorer, CARS) as page:
        expect(page.locator(".counts")).to_contain_text("filters hide")
        drawn = int(re.match(r"(\d+) entities", page.locator(".counts").inner_text())[1])
        legend = page.locator(".under .legend li").all_inner_texts()
        counts = [int(found[1]) for line in legend if (found := re.fullmatch(r"[^(]+ \((\d+)\)", line))]
        assert sum(counts) == drawn < 100
        assert any(line.startswith("Size: linked entities in the graph (") for line in legend)
        page.get_by_role("tab", name="Export").click()
        assert set(legend) <= set(texts(saved(page, "SVG")))


def test_what_a_filter_leaves_is_laid_out_and_named(browser, explorer):
    with visit(browser, explorer, "/network?p=firm-agency-project") as page:
        page.get_by_role("tab", name="Filters").click()
        page.locator(".filters select").nth(2).select_option("place/mexico")
        page.locator(".filters select").nth(3).select_option("code:sector/automotive")
        expect(page.locator(".counts")).to_contain_text(UNKNOWN)
        page.get_by_role("tab", name="Export").click()
        title = page.get_by_label("Title of the picture").input_value()
        assert title.endswith(": Mexico, Automotive industry")
        page.wait_for_timeout(300)
        svg = saved(page, "SVG").decode()
    nodes = set(re.findall(r'<(?:circle|polygon)[^>]* data-id="([^"]+)"', svg))
    named = set(re.findall(r'data-label="([^"]+)"', svg))
    assert len(nodes) > 20 and len(nodes & named) / len(nodes) > 0.9


def test_saved_files_have_their_resolution_their_fonts_and_all_sources(browser, explorer):
    with visit(browser, explorer, CARS) as page:
        page.get_by_role("tab", name="Export").click()
        png, pdf, svg = (saved(page, form) for form in ("PNG", "PDF", "SVG"))
        with page.expect_download() as download:
            page.get_by_role("button", name="Save the list of all sources").click()
        listed = download.value.path().read_text("utf-8").splitlines()
    at = png.index(b"pHYs")
    assert struct.unpack(">IIB", png[at + 4 : at + 13]) == (11811, 11811, 1), "300 to the inch"
    assert struct.unpack(">I", png[at + 13 : at + 17])[0] == zlib.crc32(png[at : at + 13])
    assert set(re.findall(rb"/BaseFont */(\w+)", pdf)) == {b"M"}, "M PLUS 1p alone"
    count = int(re.search(r"Sources \((\d+)\):", "\n".join(listed))[1])
    sources = listed[listed.index(f"Sources ({count}):") + 1 :][:count]
    assert count > 6
    about = re.search("<metadata>(.*?)</metadata>", svg.decode(), re.DOTALL)[1]
    subject = pypdfium2.PdfDocument(pdf).get_metadata_dict()["Subject"]
    for source in sources:
        assert source.replace("&", "&amp;") in about and source in subject


def test_parts_overseas_have_no_value_and_the_legend_explains_every_mark(browser, explorer):
    known = json.loads(explorer.ask("/api/activity").body)["countries"]
    assert {"FRA", "NLD"} & {country["iso3"] for country in known}
    with visit(browser, explorer, "/map?measure=sum:USD:agreed") as page:
        keys = page.locator("g.country").evaluate_all("all => all.map((e) => e.dataset.key)")
        assert "place/chile" in keys and not {"place/france", "place/netherlands"} & set(keys)
        legend = " ".join(page.locator(".mapbox .legend .step").all_inner_texts())
    for words in (
        "no value",
        "territories without a value",
        "Circle: a small country",
        "Place with coordinates, area by value: Sum in USD: agreed, USD",
        "Place with coordinates, without a value",
    ):
        assert words in legend


def test_the_area_of_a_point_stands_for_its_value(browser, explorer):
    """The sums of the map are those of the facts at the place, each event once."""
    facts = json.loads(explorer.ask("/api/activity").body)["facts"]
    agreed = [
        fact for fact in facts if fact.get("currency") == "USD" and fact.get("status") == "agreed"
        and fact.get("at") == ["asset/petacalco-power-station"] and "amount" in fact
    ]  # fmt: skip
    assert agreed
    with visit(browser, explorer, "/map?measure=sum:USD:agreed&country=place/mexico") as page:
        points = page.locator("path.point.sized").evaluate_all(
            "all => all.map((e) => [Number(e.dataset.value), e.getBBox().width])"
        )
        words = page.locator("a[href='/id/asset/petacalco-power-station']").get_attribute("aria-label")
    largest, wide = max(points)
    assert wide == pytest.approx(26, abs=0.2)
    for value, width in points:
        assert width == pytest.approx(max(5, 26 * (value / largest) ** 0.5), abs=0.3)
    assert "Petacalco power station: USD" in words


def test_what_a_filter_leaves_of_a_large_network_is_drawn_whole(browser, explorer):
    """An entity with few links is left out of all links, and not of those of its country."""
    found = json.loads(explorer.ask("/api/projection?name=full").body)["nodes"]
    drawn = sorted(found, key=lambda node: (-node["degree"], node["id"]))[:600]
    left = {node["label"] for node in found if node.get("country") == "place/uruguay"}
    few = left - {node["label"] for node in drawn}
    with visit(browser, explorer, "/network?p=full&country=place/uruguay") as page:
        expect(page.locator(".counts")).not_to_contain_text("left out")
        page.get_by_role("tab", name="List").click()
        listed = {text.strip() for text in page.locator(".listing button.link").all_inner_texts()}
    assert len(few & listed) > 5


def test_links_with_a_party_of_a_class_are_kept(browser, explorer):
    """Public lenders and those to whom they are linked, and nobody else."""
    found = json.loads(explorer.ask("/api/projection?name=firm-agency-project").body)
    nodes = {node["id"]: node["kind"] for node in found["nodes"]}
    ends = [(tie["source"], tie["target"]) for tie in found["edges"]]
    public = {end for both in ends if "PublicAgency" in {nodes[one] for one in both} for end in both}
    assert 10 < len(public) < len(nodes)
    with visit(browser, explorer, "/network?p=firm-agency-project&party=PublicAgency") as page:
        expect(page.locator(".counts")).to_contain_text(f"{len(public)} entities")
        page.get_by_role("tab", name="Filters").click()
        expect(page.get_by_label("With a party of class")).to_have_value("PublicAgency")


@pytest.mark.parametrize("value", ["mexico", "place/mexico", "México"])
def test_a_form_shows_what_was_asked(browser, explorer, value):
    with visit(browser, explorer, f"/queries/investments-in?country={value}") as page:
        expect(page.locator("table.rows tbody tr").first).to_be_visible()
        expect(page.locator("form.queryform select").first).to_have_value("place/mexico")


def test_a_fact_is_cited_with_its_source_passage_and_name(browser, reported):
    with visit(browser, reported, "/id/fact/jbic-caserones") as page:
        page.locator(".foot summary").click()
        expect(page.locator(".foot textarea")).to_have_count(3)
        cited = page.locator(".foot textarea").last.input_value()
    assert re.fullmatch(
        r"The jlac-graph developers \(20\d\d\)\. “.+Caserones.+\.” "
        r"Stated in: Inter-American Development Bank, .+ \(2013\), idb-mg-172#[\w.-]+.*\. "
        r"In: jlac-graph, version [\d.]+\. "
        r"https://w3id\.org/jlac/id/fact/jbic-caserones\. Accessed \d{4}-\d\d-\d\d\.",
        cited,
    )


PLACES = {
    "/src/globenewswire-20180424-nidec-acquire-whirlpool-corporations/head-and-section-1": (
        "pt",
        "cabeçalho e seção 1",
    ),
    "/src/international-press-20141107-japon-otorga-peru-prestamos/p2-5": ("es", "párrafos 2, 5"),
    "/src/embassy-japan-peru/epa-2012": ("pt", "troca de notas, janeiro de 2012"),
    "/src/koko-mexico-elastomix-starts-rubber-compound/section-on-elastomix": ("ja", "Elastomixに関する節"),
    "/src/expydoc-com-japans-direct-investment-central/table-9-row-mining": (
        "pt",
        "tabela 9, linha mineração",
    ),
}


@pytest.mark.parametrize("path", PLACES)
def test_a_passage_says_its_place_in_the_language(browser, explorer, path):
    lang, place = PLACES[path]
    with visit(browser, explorer, path, locale=lang) as page:
        expect(page.locator("h1")).to_have_text(re.compile(f", {place}$"))


def test_one_class_is_shown_alone_and_all_again(browser, explorer):
    with visit(browser, explorer, "/network?p=firm-agency-project&country=place/mexico") as page:
        page.get_by_role("tab", name="Filters").click()
        legend = page.locator(".under .legend li")
        before = page.locator(".counts").inner_text()
        alone = page.get_by_role("button", name="only this: Firm", exact=True)
        alone.click()
        expect(legend.filter(has_text=re.compile(r"^Firm \(\d+\)$"))).to_have_count(1)
        classes = page.locator("fieldset", has_text="Classes").locator("input:checked")
        expect(classes).to_have_count(1)
        assert legend.filter(has_text=re.compile(r"^(Project|Public agency) \(")).count() == 0
        alone.click()
        expect(page.locator(".counts")).to_have_text(before)


def test_a_path_says_amounts_and_years_in_the_picture_and_how_to_cite_it(browser, explorer):
    with visit(browser, explorer, "/network?path=agent/jica~agent/ice-costa-rica") as page:
        page.locator("button.way").first.wait_for()
        page.get_by_role("tab", name="Export").click()
        drawn = " ".join(texts(saved(page, "SVG")))
        assert "JPY\xa026B\xa0(2017)" in drawn
        assert "up to JPY\xa016.81B\xa0(2014)" in drawn.replace("up\xa0to\xa0", "up to ")
        page.locator(".side details.share summary").click()
        cited = page.get_by_label("Cite this", exact=True).input_value()
        assert cited.startswith("The jlac-graph developers (") and "In: jlac-graph, version " in cited
        embedded = page.get_by_label("Code to embed it in a page", exact=True).input_value()
        assert "/embed/network?n=agent/jica,agent/ice-costa-rica&amp;" in embedded
        wide = page.viewport_size
        page.set_viewport_size({"width": 380, "height": 420})
        page.goto(html.unescape(re.search('src="([^"]+)"', embedded)[1]))
        page.wait_for_selector(".board canvas")
        assert page.locator(".board").bounding_box()["height"] > 200, (
            "a narrow frame leaves the drawing its room"
        )
        page.set_viewport_size(wide)


def test_regions_have_charts_of_their_own_and_points_their_names(browser, explorer):
    with visit(browser, explorer, "/queries/trade-weight#view=chart") as page:
        expect(page.locator("h3", has_text="Regions and other areas")).to_have_count(1)
        expect(page.locator(".result")).to_contain_text("they have charts of their own")
        page.goto(explorer.url + "/queries/mine-stakes#view=map")
        expect(page.locator(".pointname").first).to_have_text(re.compile("Usiminas"))
        expect(page.locator(".mapbox")).to_contain_text("neither coordinates nor a country")


def test_a_running_query_tells_its_seconds_and_stops(browser, explorer):
    with visit(browser, explorer, "/sparql", own=True, allow="Applying inline style violates") as page:
        page.clock.install()
        page.route("**/sparql", lambda route: None if route.request.method == "POST" else route.continue_())
        page.get_by_role("button", name="Run").click()
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        page.clock.fast_forward(5000)
        expect(page.locator(".loading")).to_have_text("Running for 5 s.")
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_text("Stopped. The query can be changed and run again.")).to_be_visible()
