"""Pages of things, the query API, and their descriptions."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from jlac_graph.sparql.store import OxigraphStore
from jlac_graph.web.pages import thing_page

from .conftest import service

THING = "https://w3id.org/jlac/id/place/japan"


@pytest.mark.parametrize(
    ("accept", "media", "reader"),
    [
        ("text/turtle", "text/turtle", RdfFormat.TURTLE),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_a_thing_and_the_ontology_come_as_rdf(served, accept, media, reader):
    answer = served.ask("/id/agent/mitsui", Accept=accept)
    assert (answer.status, answer.media) == (200, media)
    assert len(list(parse(answer.body, reader))) == 4
    ontology = served.ask("/ont", Accept=accept)
    assert len(list(parse(ontology.body, reader))) == 11


def test_a_page_shows_labels_and_what_points_here(served):
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = served.ask("/id/agent/mitsui", Accept=browser, Accept_Language="ja,en;q=0.5")
    assert (answer.status, answer.media) == (200, "text/html")
    assert "<h1>三井物産</h1>" in answer.text
    assert 'href="/id/fact/f1"' in answer.text
    assert 'rel="alternate" type="text/turtle" href="/id/agent/mitsui"' in answer.text


def test_what_the_graph_holds_is_escaped(tmp_path):
    graph = tmp_path / "evil.ttl"
    graph.write_text(
        "<https://w3id.org/jlac/id/agent/x> <http://www.w3.org/2000/01/rdf-schema#label>"
        ' "<script>alert(1)</script>" ; <http://e/p> <javascript:alert(1)> .'
    )
    with service(graph=graph) as evil:
        page = evil.ask("/id/agent/x", Accept="text/html").text
    assert "<script>" not in page
    assert 'href="javascript' not in page


def test_a_page_shows_the_first_values_of_each_property_and_counts_the_others():
    links = " , ".join(f"<https://w3id.org/jlac/id/agent/a{number}>" for number in range(302))
    store = OxigraphStore.from_text(
        f'<{THING}> <https://w3id.org/jlac/ont#linkedTo> {links} ; <http://e/name> "Japan" .', "ttl"
    )
    thing = NamedNode(THING)
    found = store.construct("CONSTRUCT { ?_thing ?p ?o } { ?_thing ?p ?o }", {"_thing": thing})
    page = thing_page(thing, found, store, lang="en").decode()
    assert page.count('href="/id/agent/a') == 300
    assert "<p>and 2 more</p>" in page
    assert "Japan" in page


@pytest.mark.parametrize("path", ["/id/agent/none", "/id/", "/ont/x", "/nowhere", "/id/%3Cscript%3E"])
def test_what_is_not_there_is_404(served, path):
    answer = served.ask(path)
    assert answer.status == 404
    assert "<script>" not in answer.text


def test_a_thing_in_no_known_format_is_406(served):
    assert served.ask("/id/agent/mitsui", Accept="image/png").status == 406


def test_the_front_page_lists_what_is_there(served):
    page = served.ask("/", Accept="text/html")
    assert page.media == "text/html"
    for link in ("/sparql", "/ont", "/.well-known/void", "/openapi.json", "investments-of-firm"):
        assert link in page.text


def test_void_describes_the_dataset(served):
    triples = list(parse(served.ask("/.well-known/void").body, RdfFormat.TURTLE))
    counts = [q.object.value for q in triples if q.predicate.value.endswith("void#triples")]
    assert "41" in counts


@pytest.mark.parametrize(
    ("path", "status", "found"),
    [
        ("investments-of-firm", 200, ["br", "mx"]),
        ("investments-of-firm?firm=agent/toyota", 200, ["mx"]),
        ("investments-of-firm?firm=Toyota&since=2010", 200, []),
        ("investments-of-firm?since=now", 400, "since: 'now' is not a year"),
        ("investments-of-firm?frim=x", 400, "did you mean 'firm'"),
        ("investments-of-firm?firm=a&firm=b", 400, "is given more than once"),
        ("investments-of-firm?firm=Sony", 400, "no entity 'Sony'"),
        ("investments-of-firm?lang=xx", 400, "no labels in 'xx'"),
        ("hosts", 400, "query hosts needs host"),
        ("nothing", 404, "no query 'nothing'"),
        ("nothing/about", 404, "no query 'nothing'"),
        ("hosts/about?lang=xx", 400, "no labels in 'xx'; choose one of en, ja, es, pt"),
    ],
)
def test_the_query_api_runs_the_library(served, path, status, found):
    answer = served.ask("/api/queries/" + path)
    assert answer.status == status, answer.text
    document = json.loads(answer.body)
    if status == 200:
        rows = document["results"]["bindings"]
        assert [row["host"]["value"].rpartition("/")[2] for row in rows] == found
    else:
        assert found in document["error"]


def test_the_query_api_says_what_each_parameter_was_taken_for(served):
    document = json.loads(served.ask("/api/queries/hosts?host=brazil&lang=ja").body)
    assert document["taken"] == {"host": [{"value": "place/br", "label": "ブラジル"}]}
    assert "taken" not in json.loads(served.ask("/sparql?query=ASK%7B%7D").body)


def test_the_query_api_has_formats_and_labels(served):
    answer = served.ask("/api/queries/hosts?host=place/br&lang=ja", Accept="text/csv")
    expected = "investor,investorLabel,others\r\nhttps://w3id.org/jlac/id/agent/mitsui,三井物産,1\r\n"
    assert answer.text == expected
    links = served.ask("/api/queries/links", Accept="application/n-triples")
    assert len(links.text.splitlines()) == 3
    assert served.ask("/api/queries/links", Accept="text/csv").status == 406


def test_the_library_is_listed_and_explained(served):
    listed = json.loads(served.ask("/api/queries").body)
    assert [q["name"] for q in listed] == ["hosts", "investments-of-firm", "links", "totals"]
    about = json.loads(served.ask("/api/queries/hosts/about").body)
    assert about["parameters"][0]["legal"] == ["place/br", "place/mx"]


def test_the_command_says_where_it_serves():
    jlac = Path(sys.executable).with_name("jlac")
    graph = Path(__file__).parents[1] / "fixtures" / "graph.trig"
    command = [jlac, "serve", "-g", graph, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        told = running.stderr.readline()
        address = told.rpartition("address: ")[2].strip()
        try:
            for _ in range(100):
                try:
                    page = urllib.request.urlopen(address, timeout=5).read()
                    break
                except urllib.error.URLError:
                    time.sleep(0.05)
            port = address.rpartition(":")[2]
            second = subprocess.run(
                [*command[:-1], port], capture_output=True, text=True, timeout=30, check=False
            )
        finally:
            running.terminate()
    assert b"SPARQL endpoint" in page
    assert (second.returncode, "cannot listen on 127.0.0.1:" in second.stderr) == (2, True)


def test_only_trade_agreements_are_trade(reported):
    facts = {fact["id"]: fact for fact in json.loads(reported.ask("/api/activity").body)["facts"]}
    assert facts["fact/jbic-sao-paulo-loan"]["pillar"] == "cooperation"
    assert facts["fact/green-fund-term-sheet"]["pillar"] == "cooperation"
    trade = [f["words"] for f in facts.values() if f["kind"] == "AgreementParty" and f["pillar"] == "trade"]
    assert any("Japan-Mexico Economic Partnership" in words for words in trade)
