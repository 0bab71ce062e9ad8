"""The Reconciliation API 0.2: answers as the document says, the matcher of ``jlac match``, bounds."""

import json
import re
from pathlib import Path
from urllib.parse import urlencode

import jsonschema_rs
import pytest

from jlac_graph.core.errors import NotFoundError
from jlac_graph.lookup.matching import matcher
from jlac_graph.sparql.store import OxigraphStore
from jlac_graph.web.explore.cache import Cache
from jlac_graph.web.openapi import openapi
from jlac_graph.web.reconcile.batches import Extension, read_queries
from jlac_graph.web.reconcile.reconciler import Reconciler
from jlac_graph.web.reconcile.routes import reconciliation
from jlac_graph.web.reconcile.shown import preview

from .conftest import service

ROOT = Path(__file__).parents[2]
DOCUMENT = openapi(())
FORM = "application/x-www-form-urlencoded"
BATCH = {
    "q0": {"query": "Mitsui", "type": "Firm", "limit": 1},
    "q1": {"query": "三井物産", "type_strict": "should"},
    "q2": {"query": "Codelco", "properties": [{"pid": "country", "v": {"id": "place/peru", "name": "Peru"}}]},
    "q3": {"properties": [{"pid": "iso3", "v": ["CHL"]}]},
    "q4": {"query": "https://w3id.org/jlac/id/agent/jbic"},
    "q5": {"query": "zzyzx qqq"},
}
EXTEND = {
    "ids": ["agent/mitsui", "place/chile", "agent/none"],
    "properties": [{"id": name} for name in ("country", "lei", "iso3", "citation", "classifiedAs", "start")],
}


@pytest.fixture(scope="module")
def served_report(report_dist):
    with service(graph=report_dist / "graph.nq", queries=ROOT / "queries", request_bytes=20_000) as running:
        yield running


def checked(path, answer, method="get"):
    """The JSON of an answer, which must be as the OpenAPI document says."""
    assert answer.status == 200, answer.text
    schema = DOCUMENT["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    found = json.loads(answer.body)
    jsonschema_rs.validator_for({**schema, "components": DOCUMENT["components"]}).validate(found)
    return found


def get(running, path, described=None, **values):
    address = path + ("?" + urlencode(values) if values else "")
    return checked(described or path, running.ask(address))


def posted(running, **fields):
    return running.ask("/reconcile", data=urlencode(fields).encode(), Content_Type=FORM)


def test_the_manifest_names_addresses_that_answer(served_report):
    found = get(served_report, "/reconcile")
    assert (found["versions"], found["identifierSpace"]) == (["0.2"], "https://w3id.org/jlac/id/")
    assert {"id": "Firm", "name": "firm"} in found["defaultTypes"]
    shown = found["preview"]["url"].replace("{{id}}", "agent%2Fmitsui").removeprefix(served_report.url)
    assert "Mitsui &amp; Co." in served_report.ask(shown).text
    view = found["view"]["url"].replace("{{id}}", "agent%2Fmitsui").removeprefix(served_report.url)
    assert served_report.ask(view, Accept="text/turtle").status == 200
    for kind, place in found["suggest"].items():
        address = (place["service_url"] + place["service_path"]).removeprefix(served_report.url)
        assert get(served_report, address, prefix={"entity": "mits", "type": "fi", "property": "cou"}[kind])[
            "result"
        ]


@pytest.mark.parametrize("way", ["get", "post"])
def test_a_batch_gets_the_candidates_of_each_query(served_report, way):
    text = json.dumps(BATCH)
    if way == "get":
        found = get(served_report, "/reconcile", queries=text)
    else:
        found = checked("/reconcile", posted(served_report, queries=text), "post")
    best = {name: (r["result"] or [{"id": "", "match": False}])[0] for name, r in found.items()}
    assert {name: (one["id"], one["match"]) for name, one in best.items()} == {
        "q0": ("agent/mitsui", True),
        "q1": ("agent/mitsui", True),
        "q2": ("agent/codelco", False),
        "q3": ("place/chile", True),
        "q4": ("agent/jbic", True),
        "q5": ("", False),
    }
    assert len(found["q0"]["result"]) == 1
    assert best["q2"]["features"] == [{"id": "name", "value": 75.0}, {"id": "country", "value": False}]
    assert best["q2"]["description"] == "firm, Chile, same name, but another country"


def test_the_candidates_are_those_of_the_command(report_graph):
    names = ["Mitsui", "Mitsubishi Corp", "Inter American Bank", "Codelko", "Nippon Steel", "Banco", "JICA"]
    batch = read_queries(json.dumps({name: {"query": name, "type": "Agent"} for name in names}))
    found = Reconciler(Cache(report_graph, None)).results(batch, "en")
    finder = matcher(report_graph, class_="Agent")
    for name in names:
        match = finder.match(name)
        candidates = found[name]["result"]
        assert [(c["id"], c["score"]) for c in candidates] == [(c.id, c.score) for c in match.candidates]
        assert [c["id"] for c in candidates if c["match"]] == [match.id] * bool(match.id)


NAMESAKES = """
@prefix jlac: <https://w3id.org/jlac/ont#> . @prefix id: <https://w3id.org/jlac/id/agent/> .
@prefix place: <https://w3id.org/jlac/id/place/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
jlac:Firm rdfs:subClassOf jlac:Entity ; rdfs:label "firm"@en .
place:chile a jlac:Country , jlac:Entity ; skos:prefLabel "Chile"@en , "チリ"@ja .
place:peru a jlac:Country , jlac:Entity ; skos:prefLabel "Peru"@en .
id:sol-chile a jlac:Firm , jlac:Entity ; skos:prefLabel "Sol"@en ; jlac:country place:chile .
id:sol-peru a jlac:Firm , jlac:Entity ; skos:prefLabel "Sol"@en ; jlac:country place:peru ;
    jlac:employees 12 .
id:markup a jlac:Firm , jlac:Entity ; skos:prefLabel "<script>alert(1)</script>"@en .
"""


@pytest.fixture(scope="module")
def namesakes():
    return Reconciler(Cache(OxigraphStore.from_text(NAMESAKES, "ttl"), None))


@pytest.mark.parametrize(
    ("country", "matched"),
    [("チリ", "agent/sol-chile"), ("place/peru", "agent/sol-peru"), ("Bolivia", ""), (None, "")],
)
def test_a_property_decides_between_namesakes_and_never_guesses(namesakes, country, matched):
    properties = [{"pid": "country", "v": country}] if country else []
    batch = read_queries(json.dumps({"q": {"query": "Sol", "type": "Firm", "properties": properties}}))
    found = namesakes.results(batch, "en")["q"]["result"]
    assert {candidate["id"] for candidate in found} == {"agent/sol-chile", "agent/sol-peru"}
    assert "".join(candidate["id"] for candidate in found if candidate["match"]) == matched


def test_numbers_names_and_unknown_terms(namesakes):
    asked = Extension(("agent/sol-peru",), ("employees", "country", "skos:prefLabel"))
    assert namesakes.extended(asked, "ja")["rows"]["agent/sol-peru"] == {
        "employees": [{"int": 12}],
        "country": [{"id": "place/peru", "name": "Peru"}],
        "skos:prefLabel": [{"str": "Sol"}],
    }
    with pytest.raises(NotFoundError, match="did you mean 'country'"):
        namesakes.extended(Extension(("agent/sol-peru",), ("countri",)), "en")
    with pytest.raises(NotFoundError, match="no type 'Frm'; did you mean 'Firm'"):
        namesakes.results(read_queries('{"q": {"query": "Sol", "type": "Frm"}}'), "en")


def test_the_preview_is_text_not_markup(namesakes, served_report):
    page = preview(namesakes, "agent/markup", "", "en").decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    headers = served_report.ask("/reconcile/preview?id=agent/mitsui").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert "frame-ancestors *" in headers["content-security-policy"]
    assert (
        "frame-ancestors 'none'"
        in served_report.ask("/", Accept="text/html").headers["content-security-policy"]
    )


def test_columns_are_fetched_and_proposed(served_report):
    found = checked("/reconcile", posted(served_report, extend=json.dumps(EXTEND)), "post")
    assert found["meta"][1] == {"id": "lei", "name": "LEI"}
    mitsui = found["rows"]["agent/mitsui"]
    assert mitsui["country"] == [{"id": "place/japan", "name": "Japan"}]
    assert mitsui["lei"] == [{"str": "2NRSB4GOU9DD6CNW5R48"}]
    assert {"str": "idb-mg-172#case-mining.p2"} in mitsui["citation"]
    assert found["rows"]["place/chile"]["iso3"] == [{"str": "CHL"}]
    assert set(map(len, found["rows"]["agent/none"].values())) == {0}
    proposed = get(served_report, "/reconcile/properties", type="Firm", limit=5)
    assert (len(proposed["properties"]), proposed["limit"]) == (5, 5)
    assert {"id": "country", "name": "country"} in proposed["properties"]
    unknown = served_report.ask("/reconcile/properties?type=Frm")
    assert (unknown.status, "did you mean 'Firm'" in unknown.text) == (400, True)


def test_suggestions_page_and_explain_themselves(served_report):
    every = [
        one
        for skip in (0, 20)
        for one in get(served_report, "/reconcile/suggest/property", prefix="", cursor=skip)["result"]
    ]
    assert len(every) == len({one["id"] for one in every}) == 40
    by_id = get(served_report, "/reconcile/suggest/entity", prefix="agent/mitsui")["result"]
    assert by_id[0]["id"] == "agent/mitsui"
    for kind, id_ in (("entity", "agent/mitsui"), ("type", "Firm"), ("property", "country")):
        assert get(served_report, f"/reconcile/flyout/{kind}", id=id_)["id"] == id_


def test_a_service_in_each_language(served_report):
    manifest = get(served_report, "/reconcile/ja", "/reconcile/{lang}")
    assert {"id": "Firm", "name": "企業"} in manifest["defaultTypes"]
    assert manifest["suggest"]["type"]["service_url"].endswith("/reconcile/ja")
    batch = json.dumps({"q": {"query": "JBIC"}})
    (found,) = get(served_report, "/reconcile/ja", "/reconcile/{lang}", queries=batch)["q"]["result"][:1]
    assert (found["id"], found["name"]) == ("agent/jbic", "国際協力銀行")


MANY = {str(number): {"query": "Codelco"} for number in range(51)}


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"queries": "{"}, 400, "queries is not JSON"),
        ({"queries": "[]"}, 400, "queries is not a JSON object"),
        ({"queries": '{"q": {}}'}, 400, "q has neither query nor properties"),
        ({"queries": '{"q": {"query": 3}}'}, 400, "q.query: 3 is not text"),
        ({"queries": json.dumps({"q": {"query": "x" * 301}})}, 400, "q.query: 301 characters; at most 300"),
        ({"queries": '{"q": {"query": "x", "limit": 0}}'}, 400, "q.limit: 0 is not a positive number"),
        ({"queries": '{"q": {"query": "x", "type": "Frm"}}'}, 400, "did you mean 'Firm'"),
        ({"queries": '{"q": {"query": "\\ud800"}}'}, 400, "half of a surrogate pair"),
        ({"queries": json.dumps(MANY)}, 413, "51 queries; at most 50 per batch"),
        ({"queries": "x" * 21_000}, 413, "larger than 20000 bytes"),
        ({"extend": json.dumps({"ids": ["a"] * 501, "properties": []})}, 413, "501 values; at most 500"),
        ({"extend": '{"ids": [], "properties": [{"id": "none"}]}'}, 400, "no property 'none'"),
        ({}, 400, "neither queries nor extend"),
    ],
)
def test_what_is_wrong_or_too_much_is_refused_with_its_place(served_report, fields, status, said):
    answer = posted(served_report, **fields)
    assert (answer.status, said in answer.text) == (status, True), answer.text


def test_other_sites_may_read_and_other_media_are_refused(served_report):
    answer = served_report.ask("/reconcile", Origin="https://openrefine.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert served_report.ask("/reconcile", data=b"{}", Content_Type="application/json").status == 415
    assert served_report.ask("/reconcile/flyout/entity?id=agent/none").status == 404
    # no JSONP: a script of another site would run what the graph says
    assert served_report.ask("/reconcile?callback=run").media == "application/json"


def test_every_address_is_in_the_document():
    paths = {re.sub(r"^/reconcile/(en|ja|es|pt)\b", "/reconcile/{lang}", r.path) for r in reconciliation()}
    assert paths == {path for path in DOCUMENT["paths"] if path.startswith("/reconcile")}
