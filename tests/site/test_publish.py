"""The published folder: every page is there, every link leads to a file, nothing runs but the site's own."""

import codecs
import gzip
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from fontTools.ttLib import TTFont

from jlac_graph.core.errors import UsageError
from jlac_graph.open_graph import open_graph
from jlac_graph.queries.library import answer, list_queries
from jlac_graph.queries.parameters import chosen
from jlac_graph.site.library import SENTINEL, ready_texts
from jlac_graph.site.pages import POLICY
from jlac_graph.site.publish import make_site, publish
from jlac_graph.web.explore import Explorer
from tests.csvw.command import run
from tests.site.conftest import ADDRESS, ROOT, few_queries

SMALL = """
@prefix id: <https://w3id.org/jlac/id/> . @prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
jlac:Firm rdfs:subClassOf jlac:Agent . jlac:Agent rdfs:subClassOf jlac:Entity .
"""


class Links(HTMLParser):
    """The addresses that a page names, its metadata and its scripts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts: list[str] = []
        self.tags: list[str] = []
        self.meta: dict[str, str] = {}
        self.inline = self.base = ""
        self._script = False
        self.feed(page.decode("utf-8-sig"))

    def handle_starttag(self, tag: str, attrs: list) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        if tag == "base":
            self.base = named["href"]
            return
        self.found += [named[key] for key in ("href", "src") if named.get(key)]
        if tag == "meta":
            self.meta[named.get("name") or named.get("http-equiv") or ""] = named.get("content", "")
        self.scripts += [named["src"]] if tag == "script" and "src" in named else []
        self._script = tag == "script" and "src" not in named and named.get("type") != "application/ld+json"

    def handle_data(self, data: str) -> None:
        self.inline += data.strip() if self._script else ""


def pages(site: Path) -> dict[str, Links]:
    found = sorted(site.rglob("index.html"))
    return {path.parent.relative_to(site).as_posix(): Links(path.read_bytes()) for path in found}


@pytest.fixture(scope="module")
def read(site: Path) -> dict[str, Links]:
    return pages(site)


def test_every_entity_fact_passage_and_query_has_a_page(site, report_graph):
    rows = report_graph.select("""SELECT DISTINCT ?thing { ?thing a ?class
        VALUES ?class { jlac:Entity jlac:Fact jlac:Observation jlac:Passage jlac:Source skos:Concept } }""")
    paths = [row[0].value.removeprefix("https://w3id.org/jlac/") for row in rows]
    assert len(paths) > 2000
    assert [path for path in paths if not (site / path / "index.html").is_file()] == []
    assert (site / "queries" / "agreements" / "index.html").is_file()


def test_every_link_leads_to_a_file_of_the_site_or_elsewhere_on_purpose(site, read):
    broken = []
    for place, page in read.items():
        base = urljoin(f"{ADDRESS}/{place}/".replace("/./", "/"), page.base)
        assert base == f"{ADDRESS}/", place
        for link in page.found:
            target = urldefrag(urljoin(base, link)).url
            if not target.startswith(ADDRESS + "/"):
                assert urlsplit(link).scheme in ("http", "https"), (place, link)
                continue
            path = site / urlsplit(target.removeprefix(ADDRESS + "/")).path
            if not (path.is_file() or (path / "index.html").is_file()):
                broken.append((place, link))
    assert broken == []
    assert sum(len(page.found) for page in read.values()) > 10_000


def test_a_page_repeats_little(site, read):
    """What each of some 14,000 pages of the project's graph has beside its own content, and what all have."""
    page = (site / "id/fact/jbic-caserones/index.html").read_bytes()
    around = len(page.partition(b"<title>")[0]) + len(page.rpartition(b"</main>")[2])
    assert around < 200
    written = sum(path.stat().st_size for path in site.rglob("index.html"))
    data = sum(path.stat().st_size for path in site.glob("data/*.json.gz"))
    assert written / len(read) < 1260 and data / len(read) < 330


def test_pages_run_only_the_scripts_of_the_site(site, read):
    for place, page in read.items():
        assert page.scripts == ["site.js"] and page.inline == "", place
        # the policy is there before anything of the graph is read
        assert page.tags[:6] == ["html", "base", "meta", "link", "script", "title"], place
    added = re.fullmatch(r"document\.write\((.*)\)\n", (site / "site.js").read_text())[1]
    start = Links(json.loads(added).encode())
    assert (start.tags[0], start.meta["content-security-policy"]) == ("meta", POLICY)


def test_a_page_without_a_script_has_a_style_and_fits_a_phone(site, read):
    style = (site / "site.css").read_text()
    assert "#plain{font" in style and "url(" not in style
    assert (site / "index.html").read_bytes().startswith(codecs.BOM_UTF8)
    for place, page in read.items():
        assert page.meta["viewport"] == "width=device-width" and "site.css" in page.found, place


def test_the_fonts_have_the_letters_of_the_site_and_no_others(site):
    fonts = [TTFont(io.BytesIO(gzip.decompress(path.read_bytes()))) for path in site.rglob("*.ttf.gz")]
    assert len(fonts) == 2
    for font in fonts:
        letters = set(font.getBestCmap())
        assert {ord(letter) for letter in "国際協力銀行ñãÉカセロネス"} <= letters
        assert ord("鰯") not in letters and len(letters) < 2500


def test_a_source_is_named_by_its_title_and_a_passage_leads_to_it(site):
    title = "Japan and Latin America and the Caribbean: Building a Sustainable Trans-Pacific Relationship"
    assert f"<h1>{title}</h1>" in (site / "src/idb-mg-172/index.html").read_text()
    passage = (site / "src/idb-mg-172/case-mining.p7/index.html").read_text()
    assert "<p>passage (<a href=src/idb-mg-172/>source</a>)" in passage


def test_a_fact_reads_in_four_languages_with_its_parties_and_passage(site, report_graph):
    text = (site / "id/fact/jbic-caserones/index.html").read_text("utf-8")
    row = report_graph.select(
        "SELECT ?label (LANG(?label) AS ?lang) { ?_fact rdfs:label ?label }",
        {"_fact": ox.NamedNode("https://w3id.org/jlac/id/fact/jbic-caserones")},
    )
    assert {str(lang.value) for _, lang in row} == {"en", "ja", "es", "pt"}
    for label, _ in row:
        assert label.value in text
    assert "<a href=id/agent/jbic/>" in text
    assert "<a href=src/idb-mg-172/case-mining.p7/>IDB-MG-172, Mining, paragraph 7</a>" in text


def test_an_entity_names_its_address_its_facts_and_itself(site, read):
    links = read["id/agent/jbic"].found
    assert f"{ADDRESS}/id/agent/jbic/" in links
    assert any("fact/jbic-caserones" in link for link in links)
    text = (site / "id/agent/jbic/index.html").read_text("utf-8")
    record = json.loads(re.search(r'<script type="application/ld.json">(.*?)</script>', text)[1])
    assert record["@context"] == "https://schema.org/" and "国際協力銀行" in record["alternateName"]
    assert record["@id"] == "https://w3id.org/jlac/id/agent/jbic"


def test_the_sitemap_lists_every_page_and_the_languages_of_entities(site, read):
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    sitemap = ElementTree.fromstring(gzip.decompress((site / "sitemap.xml.gz").read_bytes()))
    listed = {url.find("s:loc", names).text: url.findall("x:link", names) for url in sitemap}
    assert len(listed) == len(read)
    assert listed[f"{ADDRESS}/id/fact/jbic-caserones/"] == []
    place = f"{ADDRESS}/id/agent/jbic/"
    told = {link.get("hreflang"): link.get("href") for link in listed[place]}
    assert told == {lang: f"{place}?lang={lang}" for lang in ("en", "ja", "es", "pt")}
    assert (site / "robots.txt").read_text().endswith(f"Sitemap: {ADDRESS}/sitemap.xml.gz\n")


def test_the_page_for_unknown_addresses_links_from_the_root_of_the_site(site):
    page = Links((site / "404.html").read_bytes())
    assert page.base == "/project/" and "./" in page.found


def test_the_graph_is_published_whole(site, report_dist):
    published = gzip.decompress((site / "data/graph.trig.gz").read_bytes())
    built = (report_dist / "graph.nq").read_bytes()
    quads = [set(ox.parse(text, form)) for text, form in
             ((published, ox.RdfFormat.TRIG), (built, ox.RdfFormat.N_QUADS))]  # fmt: skip
    assert quads[0] == quads[1] and len(quads[0]) > 10_000


def test_answers_by_name_are_those_of_the_service(site, report_graph, queries):
    explorer = Explorer(report_graph, queries)
    for lang in ("ja", "es"):
        told = json.loads(gzip.decompress((site / f"data/front.{lang}.json.gz").read_bytes()))
        assert told == json.loads(explorer.answer("front", {"lang": lang})), lang


def test_ready_texts_give_the_rows_of_the_library(report_graph):
    compared = 0
    for query in list_queries()[::3]:
        texts = ready_texts(query)
        for example in query.examples[:1]:
            values = chosen(query, example, report_graph)
            if query.form != "SELECT" or any(len(terms) > 1 for terms in values.values()):
                continue
            text = texts[",".join(p.name for p in query.parameters if p.name in values)]
            for name, terms in values.items():
                text = text.replace(f"<{SENTINEL}{name}>", str(terms[0]))
            assert SENTINEL not in text
            rows = [tuple(row) for row in report_graph.inner.query(text)]
            assert len(rows) == len(answer(query, report_graph, values)), query.name
            compared += 1
    assert compared > 15


def small_site(folder: Path, target: Path, *names: str) -> None:
    text = SMALL + "".join(
        f'id:agent\\/{n} a jlac:Firm, jlac:Entity ; skos:prefLabel "{n}"@en .\n' for n in names
    )
    (folder / "small.ttl").write_text(text)
    publish(open_graph(str(folder / "small.ttl")), target, queries=folder / "queries")


def test_publishing_again_removes_what_it_wrote_and_keeps_what_others_did(tmp_path):
    few_queries(tmp_path / "queries")
    target = tmp_path / "site"
    small_site(tmp_path, target, "one", "two")
    (target / "mine.txt").write_text("kept")
    small_site(tmp_path, target, "one")
    assert (target / "id/agent/one/index.html").is_file()
    assert not (target / "id/agent/two").exists() and (target / "mine.txt").read_text() == "kept"
    (target / "robots.txt").write_text("changed")
    with pytest.raises(UsageError, match=r"robots\.txt"):
        small_site(tmp_path, target, "three")
    assert (target / "id/agent/one/index.html").is_file()


def test_a_folder_of_others_is_refused_before_the_graph_is_read(tmp_path):
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(UsageError, match="contains other files"):
        publish(None, tmp_path)


def test_markup_in_a_label_stays_text(tmp_path, monkeypatch):
    monkeypatch.setattr("jlac_graph.site.publish.web_dir", lambda: None)  # the explorer is not built
    few_queries(tmp_path / "queries")
    text = SMALL + 'id:agent\\/x a jlac:Firm, jlac:Entity ; skos:prefLabel "<script>alert(1)</script>"@en .'
    store = open_graph(str(_written(tmp_path / "x.ttl", text)))
    made = dict(make_site(store, queries=tmp_path / "queries"))
    page = made["id/agent/x/index.html"]
    assert Links(page).inline == "" and b"&lt;script&gt;alert" in page
    assert Links(page).meta["content-security-policy"] == POLICY and Links(page).scripts == []
    assert "sitemap.xml.gz" not in made and b"canonical" not in page


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--url", "example.org"], "'example.org' is not a public address"),
        (["--docs", "nowhere"], "nowhere has no index.html"),
    ],
)
def test_mistakes_are_named(options, said, tmp_path, monkeypatch):
    graph = str(_written(tmp_path / "s.ttl", SMALL))
    monkeypatch.chdir(tmp_path)
    done = run("publish", str(tmp_path / "out"), "-g", graph, *options)
    assert done.code == 2 and said in done.err, done.err


def commands() -> list[str]:
    text = (ROOT / "docs" / "publish.md").read_text("utf-8")
    return re.findall(r"^jlac publish .+$", text, re.MULTILINE)


@pytest.mark.parametrize("line", commands())
def test_the_commands_of_the_page_run(line, tmp_path, monkeypatch):
    few_queries(tmp_path / "queries")
    (tmp_path / "build/docs/site").mkdir(parents=True)
    (tmp_path / "build/docs/site/index.html").write_text("documentation")
    graph = str(_written(tmp_path / "s.ttl", SMALL))
    monkeypatch.chdir(tmp_path)
    done = run(*line.split()[1:], "-g", graph)
    assert done.code == 0 and " files " in done.err, done.err
