"""Addresses of outputs: views as files, figures, rows of pages, frames, and what crawlers read."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import networkx as nx
import pytest

from jlac_graph.export import FORMATS
from jlac_graph.network.views import View, flat_view
from jlac_graph.sparql.store import OxigraphStore
from jlac_graph.web.site import sitemap

from .conftest import ROOT, Answer, Service, service

VIEW = "projection=actors&ego=caserones&lang=ja"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def table(answer: Answer) -> list[dict[str, str]]:
    assert (answer.status, answer.media) == (200, "text/csv"), answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_a_view_is_a_file_of_the_command_line_s_nodes(reported: Service, report_graph: OxigraphStore) -> None:
    answer = reported.ask(f"/export/graphml?{VIEW}", Origin="https://gephi.org")
    assert (answer.status, answer.media) == (200, "application/xml")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["content-disposition"] == 'attachment; filename="network.graphml"'
    flat = flat_view(report_graph, View("actors", ego="caserones", lang="ja"), drawn=False)
    graph = nx.parse_graphml(answer.text)
    assert {data["iri"] for _, data in graph.nodes(data=True)} == {n.attributes["iri"] for n in flat.nodes}
    assert {data["label"] for _, data in graph.nodes(data=True)} == {node.label for node in flat.nodes}
    same = reported.ask(f"/export/graphml?{VIEW}", If_None_Match=answer.headers["etag"])
    assert (same.status, same.body) == (304, b"")


def test_a_link_may_end_like_the_file(reported: Service) -> None:
    """Gephi Lite recognizes a remote file by the end of its address."""
    answer = reported.ask("/export/coinvestment.gexf")
    named = reported.ask("/export/gexf?projection=coinvestment")
    assert (answer.status, answer.body) == (200, named.body)
    assert ET.fromstring(answer.body).tag == "{http://gexf.net/1.3}gexf"


def test_a_view_has_the_links_that_the_explorer_s_filters_leave(reported: Service) -> None:
    shown = json.loads(reported.ask("/api/projection?name=full").body)
    nodes = {node["id"]: node for node in shown["nodes"]}

    def near(edge: dict, country: str, sector: str) -> bool:
        """The rule of ``web/src/network/model.ts``."""
        ends = [nodes[edge["source"]], nodes[edge["target"]]]
        return (
            country in edge.get("countries", ())
            or any(country in (end.get("country"), end["id"]) for end in ends)
        ) and (
            sector in edge.get("sectors", ()) or any(sector in (*end["sectors"], end["id"]) for end in ends)
        )

    left = [edge for edge in shown["edges"] if near(edge, "place/peru", "code:sector/mining")]
    answer = reported.ask("/export/full.graphml?country=Peru&sector=mining", Origin="https://gephi.org")
    assert answer.headers["access-control-allow-origin"] == "*"
    graph = nx.parse_graphml(answer.text)
    assert 0 < graph.number_of_edges() == len(left) < len(shown["edges"])
    assert len(graph) == len({edge[end] for edge in left for end in ("source", "target")})
    late = reported.ask("/export/full.graphml?country=peru&from=2012&ego=peru")
    assert 0 < len(nx.parse_graphml(late.text)) < len(graph) + 200
    assert "(Perú, Minería)" in reported.ask("/figure.svg?country=peru&sector=mining&lang=es").text


def test_the_whole_graph_has_its_files_and_figures(whole: Service) -> None:
    """Layout of all entities takes seconds: it is made before the first request, once for all languages."""
    places = {}
    for lang in ("en", "ja"):
        answer = whole.ask(f"/export/full.gexf?lang={lang}")
        assert (answer.status, answer.media) == (200, "application/xml"), answer.text
        points = ET.fromstring(answer.body).iter("{http://gexf.net/1.3/viz}position")
        places[lang] = [(point.attrib["x"], point.attrib["y"]) for point in points]
    assert len(set(places["en"])) > 1000
    assert places["ja"] == places["en"]
    figure = whole.ask("/figure.svg?projection=full")
    assert (figure.status, figure.text.count("<g><title>")) == (200, len(places["en"]))


@pytest.mark.parametrize("form", [*FORMATS, "ttl"])
def test_every_format_has_an_address(reported: Service, form: str) -> None:
    answer = reported.ask(f"/export/{form}" + ("" if form == "ttl" else f"?{VIEW}"))
    assert answer.status == 200, answer.text
    if answer.media == "application/zip":
        assert zipfile.ZipFile(io.BytesIO(answer.body)).namelist()


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/export/gexf?projection=none", 400, "no projection 'none'"),
        ("/export/none.gexf", 404, "no projection 'none'"),
        ("/export/xls", 404, "no format 'xls'"),
        ("/export/gexf?ego=Nowhere", 400, "no entity 'Nowhere'"),
        ("/export/gexf?colour=red", 400, "unknown parameter 'colour'; the parameters are projection, ego"),
        ("/export/gexf?lang=fr", 400, "no labels in 'fr'"),
        ("/export/gexf?radius=2", 400, "give its name as ego"),
        ("/export/gexf?ego=jbic&radius=9", 400, "radius: 9 is not a number of links from 1 to 8"),
        ("/export/gexf?source=jbic", 400, "give both"),
        ("/export/gexf?country=Atlantis", 400, "no entity 'Atlantis'"),
        ("/export/gexf?country=mitsui", 400, "no country 'mitsui'"),
        ("/figure.svg?sector=chile", 400, "no sector 'chile'"),
        ("/export/gexf?source=jbic&target=mitsui&sector=mining", 400, "not for paths"),
        ("/figure.svg?country=haiti&sector=mining", 400, "no link of 'haiti and mining' in this view"),
        ("/export/gexf?from=2012&to=2010", 400, "is after"),
        ("/export/gexf?ego=jbic&ego=jica", 400, "is given more than once"),
        ("/export/nq?lang=ja", 400, "takes no parameters"),
        ("/figure.svg?projection=none", 400, "no projection 'none'"),
        ("/figure.gif", 404, ""),
        ("/sitemap.xml?part=x", 400, "is not the number of a part"),
        ("/sitemap.xml?part=7", 404, "no part 7"),
        ("/changes.atom", 404, "jlac build --release writes one"),
        ("/id/agent/mitsui?format=docx", 400, "unknown format 'docx'; choose one of html, plain, csv, json"),
    ],
)
def test_a_fault_says_what_would_be_right(reported: Service, path: str, status: int, message: str) -> None:
    answer = reported.ask(path)
    assert (answer.status, message in answer.text) == (status, True), answer.text


def test_only_the_graph_s_own_file_may_be_larger_than_an_answer(tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    file.write_text("<x:a> <x:p> <x:b> <x:g> .\n" * 100, encoding="utf-8")
    with service(file, answer_bytes=10) as small:
        made, whole = small.ask("/export/ttl"), small.ask("/export/nq")
        again = small.ask("/export/nq", If_None_Match=whole.headers["etag"])
        narrowed = small.ask("/export/nq?only-source=none")
    assert (made.status, "more than the 10 that the service sends" in made.text) == (400, True)
    assert (whole.status, whole.media, whole.body) == (200, "application/n-quads", file.read_bytes())
    assert whole.headers["content-disposition"] == 'attachment; filename="graph.nq"'
    assert (again.status, again.body, narrowed.status) == (304, b"", 400)


def test_a_figure_can_be_shown_by_another_page_and_runs_nothing(reported: Service) -> None:
    answer = reported.ask(f"/figure.svg?{VIEW}")
    assert (answer.status, answer.media) == (200, "image/svg+xml")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert "カセロネス" in answer.text
    assert reported.ask(f"/figure.png?{VIEW}").body.startswith(b"\x89PNG")
    paths = reported.ask("/figure.svg?source=mitsui&target=jbic").text
    assert "Caserones" in paths


def test_only_pages_below_embed_may_be_framed(reported: Service) -> None:
    def ancestors(path: str) -> str:
        policy = reported.ask(path, Accept="text/html").headers["content-security-policy"]
        return policy.partition("frame-ancestors ")[2]

    pages = ("/", "/network", "/id/agent/mitsui", "/figure.svg?projection=cofinancing")
    assert {ancestors(page) for page in pages} == {"'none'"}
    assert {ancestors("/embed" + page) for page in pages} == {"*"}
    framed = reported.ask("/embed/id/agent/mitsui", Accept="text/html").text
    links = set(re.findall(r'(?:href|src)="(/[^"]*)"', framed))
    assert {link for link in links if not link.startswith("/embed/")} == set()
    assert reported.ask("/embed/api/search?q=jbic").status == 200


def test_an_address_as_a_static_site_has_it_is_that_of_the_page(reported: Service) -> None:
    for path in ("/network/?p=actors", "/embed/network/?p=actors", "/id/agent/mitsui/", "/queries/pillars/"):
        answer = reported.ask(path, Accept="text/html")
        assert answer.status == 200 and "<title>" in answer.text


def test_the_rows_of_a_page_are_csv_and_json(reported: Service) -> None:
    rows = table(reported.ask("/id/fact/jbic-caserones?format=csv"))
    amounts = [row["value"] for row in rows if row["property"].endswith("ont#amount")]
    assert amounts == ["300000000"]
    inward = table(reported.ask("/id/asset/caserones", Accept="text/csv", Accept_Language="ja"))
    finances = [row for row in inward if row["property"].endswith("ont#agreedFinances")]
    assert ("国際協力銀行", "カセロネス") in {(r["subjectLabel"], r["valueLabel"][:5]) for r in finances}
    document = json.loads(reported.ask("/id/fact/jbic-caserones?format=json").body)
    assert len(document["results"]["bindings"]) == len(rows)
    investments = table(reported.ask("/queries/investments-in?format=csv&country=chile"))
    assert "Codelco; Mitsui & Co." in {row["investors"] for row in investments}
    library = {row["name"] for row in table(reported.ask("/queries?format=csv"))}
    assert {"investments-in", "figures"} < library
    facts = table(reported.ask("/map?format=csv"))
    assert len(facts) == len(json.loads(reported.ask("/map?format=json").body)["facts"])
    assert table(reported.ask("/data?format=csv"))
    edges = table(reported.ask("/network?format=csv&projection=cofinancing"))
    assert {"source", "target", "sources"} <= set(edges[0])
    assert table(reported.ask("/network?format=csv&p=cofinancing")) == edges


def test_the_rows_of_each_view_are_what_it_shows(reported: Service) -> None:
    def rows(address: str) -> list[dict[str, str]]:
        return table(reported.ask(f"{address}&format=csv"))

    found = rows("/search?q=copper")
    whole = json.loads(reported.ask("/search?q=copper&format=json").body)
    assert {row["group"] for row in found} >= {"entities", "statements"}
    assert sum(len(whole[group]["items"]) for group in ("entities", "statements", "passages")) == len(found)
    sides = rows("/compare?a=place/chile&b=place/peru")
    assert {row["of"] for row in sides} == {"place/chile", "place/peru"}
    assert all(row["sources"] for row in sides)
    path = rows("/network?path=agent/mitsui~agent/jbic")
    first = [row for row in path if row["path"] == "1"]
    assert {"agent/mitsui", "agent/jbic"} <= {end for row in first for end in (row["from"], row["to"])}
    assert all(row["sources"] for row in path)
    around = rows("/network?n=asset/caserones")
    assert "asset/caserones" in {end for row in around for end in (row["source"], row["target"])}
    told = json.loads(reported.ask("/story/standard?format=json").body)["facts"]
    assert [row["id"] for row in rows("/story/standard?lang=ja")] == [fact["id"] for fact in told]
    assert reported.ask("/story/nothing?format=csv").status == 404
    assert reported.ask("/compare?format=csv").status == 400
    none = reported.ask("/saved?format=csv")
    assert none.status == 404 and "choose one of /, /data, /map" in none.text


def test_a_browser_finds_an_icon_beside_a_file(reported: Service) -> None:
    answer = reported.ask("/favicon.ico")
    built = (ROOT / "web/dist/assets/icon.svg").is_file()
    assert (answer.status, answer.media) == ((200, "image/svg+xml") if built else (404, "text/plain"))


def test_crawlers_find_every_entity(reported: Service, report_graph: OxigraphStore) -> None:
    robots = reported.ask("/robots.txt").text
    assert "Disallow: /sparql\n" in robots
    place = re.findall(r"^Sitemap: (.*)$", robots, re.MULTILINE)
    assert place == [reported.url + "/sitemap.xml"]
    found = [loc.text or "" for loc in ET.fromstring(reported.ask("/sitemap.xml").body).iter(SITEMAP + "loc")]
    assert {f"{reported.url}{path}" for path in ("/", "/id/agent/mitsui", "/id/fact/jbic-caserones")} <= set(
        found
    )
    assert len(found) == len(set(found))
    for address in found[:: len(found) // 6]:
        assert reported.ask(address.removeprefix(reported.url), Accept="text/html").status == 200
    assert sitemap(report_graph, "http://e", ("/",), 2) is None


def test_a_sitemap_of_many_addresses_is_in_parts(
    report_graph: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ET.fromstring(sitemap(report_graph, "http://e", ("/",), 0) or b"")
    monkeypatch.setattr("jlac_graph.web.site.MOST_ADDRESSES", len(whole) - 1)
    index = ET.fromstring(sitemap(report_graph, "http://e", ("/",), 0) or b"")
    assert index.tag == SITEMAP + "sitemapindex"
    parts = [urlsplit(loc.text or "").query for loc in index.iter(SITEMAP + "loc")]
    assert parts == ["part=1", "part=2"]
    sizes = [len(ET.fromstring(sitemap(report_graph, "http://e", ("/",), part) or b"")) for part in (1, 2)]
    assert sizes == [len(whole) - 1, 1]


def records(page: str) -> dict:
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert text
    return json.loads(text[1])


def test_pages_describe_the_dataset_to_search_engines(reported: Service) -> None:
    dataset = records(reported.ask("/", Accept="text/html").text)
    assert (dataset["@type"], dataset["url"]) == ("Dataset", reported.url + "/")
    assert 50 <= len(dataset["description"]) <= 5000  # what Google's dataset search requires
    file = dataset["distribution"][1]
    answer = reported.ask(file["contentUrl"].removeprefix(reported.url), method="HEAD")
    assert (answer.status, answer.media) == (200, file["encodingFormat"])
    thing = records(reported.ask("/id/agent/mitsui", Accept="text/html").text)
    assert (thing["about"]["name"], thing["isPartOf"]["@id"]) == ("Mitsui & Co.", dataset["@id"])
    assert "三井物産" in thing["about"]["alternateName"]
