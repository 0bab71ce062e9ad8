"""What the explorer asks the service, with the answers it must get."""

import io
import json
import zipfile
from urllib.parse import quote
from xml.etree import ElementTree

import pytest


def ask(running, path, **values):
    query = "&".join(f"{name}={quote(str(value))}" for name, value in values.items())
    answer = running.ask(f"{path}?{query}", Accept="application/json")
    return answer.status, json.loads(answer.body)


def post(running, path, body):
    answer = running.ask(path, data=json.dumps(body).encode(), method="POST", Content_Type="application/json")
    return answer


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("JICA", "agent/jica"),
        ("codelko", "agent/codelco"),
        ("メキシコ", "place/mexico"),
        ("Perú", "place/peru"),
        ("Japão", "place/japan"),
        ("caserone", "asset/caserones"),
    ],
)
def test_search_finds_by_any_language_acronym_and_slip(explorer, words, found):
    status, hits = ask(explorer, "/api/search", q=words)
    assert (status, hits[0]["id"]) == (200, found)


def test_a_suggestion_tells_class_and_country_in_the_language(explorer):
    _, hits = ask(explorer, "/api/search", q="JBIC", lang="es")
    assert (hits[0]["kindLabel"], hits[0]["countryLabel"]) == ("organismo público", "Japón")


def test_a_thing_has_its_facts_with_passages(explorer):
    status, thing = ask(explorer, "/api/thing/agent/jbic")
    assert status == 200
    fact = next(f for f in thing["facts"] if f["id"] == "fact/jbic-caserones")
    assert (fact["amount"], fact["currency"], fact["precision"]) == (300_000_000, "USD", "more-than")
    assert fact["sources"] == ["idb-mg-172#case-mining.p7"]
    assert thing["passages"]["idb-mg-172#case-mining.p7"]["label"] == "IDB-MG-172, Mining, paragraph 7"
    assert {"id": "asset/caserones", "label": "Caserones copper mine", "role": "financed"} in fact["parties"]


def test_neighbours_come_a_page_at_a_time_and_say_how_many_are_left(explorer):
    _, first = ask(explorer, "/api/neighbors", id="agent/jica", limit=10)
    around = first["around"]
    assert len(first["added"]) == 10
    assert around["left"] == around["total"] - 10 > 10
    _, second = ask(explorer, "/api/neighbors", id="agent/jica", limit=10, offset=10)
    assert not set(first["added"]) & set(second["added"])


def test_neighbours_by_one_relation(explorer):
    _, found = ask(explorer, "/api/neighbors", id="agent/jbic", relation="owns")
    assert found["added"] == ["agent/government-of-japan"]


def test_links_among_things_shown(explorer):
    answer = post(explorer, "/api/graph", {"shown": ["agent/jbic", "asset/caserones", "agent/none"]})
    drawn = json.loads(answer.body)
    assert drawn["unknown"] == ["agent/none"]
    assert {e["relation"] for e in drawn["edges"]} == {"agreedFinances"}
    assert "fact/jbic-caserones" in {e["fact"] for e in drawn["edges"]}


def test_paths_are_listed_with_evidence_and_the_shortest_beside(explorer):
    _, found = ask(explorer, "/api/trace", source="agent/mitsui", target="agent/jbic")
    assert found["paths"][0]["nodes"] == ["agent/mitsui", "agent/jbic"]
    assert ["agent/mitsui", "agent/codelco", "agent/jbic"] in [path["nodes"] for path in found["paths"]]
    assert all(s["sources"] for path in found["paths"] for h in path["hops"] for s in h["statements"])
    assert found["shortest"] == [["agent/mitsui", "agent/jbic"]]


def test_a_fact_lends_its_year_from_a_project_or_agreement_only(explorer):
    _, found = ask(explorer, "/api/activity")
    rows = {fact["id"]: fact for fact in found["facts"]}
    dated = rows["fact/codelco-mitsui-anglo-sur-2012"]
    assert (dated["first"], dated["last"], "dated" in dated) == (2012, 2012, False)
    assert rows["fact/codelco-mitsui-anglo-sur-2012"]["countries"] == ["place/chile", "place/united-kingdom"]
    founded = [fact for fact in found["facts"] if fact.get("first") == 1974 and "date" not in fact]
    assert founded == [], "JICA was founded in 1974; that dates none of its projects"
    assert {fact["pillar"] for fact in found["facts"]} == {"trade", "investment", "cooperation"}


def test_coverage_accounts_for_the_passages(explorer):
    _, found = ask(explorer, "/api/coverage")
    report = next(source for source in found["sources"] if source["id"] == "src:idb-mg-172")
    assert 500 < int(report["facts"]) <= found["counts"][0]["count"]
    assert {row["source"] for row in found["ledger"]} == {"src:idb-mg-172"}


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/api/thing/agent/none", 404, "no entity 'agent/none'"),
        ("/api/thing/", 404, "no entity"),
        ("/api/search?q=x&lang=fr", 400, "no labels in 'fr'"),
        ("/api/neighbors", 400, "id is missing"),
        ("/api/neighbors?id=agent/none", 404, "agent/none"),
        ("/api/neighbors?id=agent/jbic&limit=-1", 400, "limit: '-1' is not a whole number"),
        ("/api/trace?source=agent/jbic", 400, "give two entities"),
        ("/api/trace?source=agent/jbic&target=agent/jbic", 400, "give two different entities"),
        ("/api/projection?name=actor", 404, "actors"),
    ],
)
def test_what_is_wrong_is_told(explorer, path, status, told):
    answer = explorer.ask(path)
    assert answer.status == status
    assert told in json.loads(answer.body)["error"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/graph", b"[]", 400),
        ("/api/graph", b"{", 400),
        ("/api/graph", b'{"shown": "agent/jbic"}', 400),
        ("/api/graph", b'{"shown": [1]}', 400),
        ("/api/export", b"{}", 400),
        ("/api/export", b'{"format": "gexf", "positions": {"agent/jbic": [1, "x"]}}', 400),
        ("/api/export", b'{"format": "none", "positions": {"agent/jbic": [1, 2]}}', 400),
        ("/api/export", b'{"format": "gexf", "positions": {"agent/none": [1, 2]}}', 400),
        ("/api/graph", b" " * (2**21 + 1), 413),
    ],
)
def test_bodies_that_are_wrong_are_refused(explorer, path, body, status):
    assert explorer.ask(path, data=body, method="POST").status == status


DRAWN = {"agent/jbic": [10, 20], "asset/caserones": [30.5, -40]}


@pytest.mark.parametrize(
    "form", ["gexf", "graphml", "yed", "cytoscape", "cx2", "dot", "d3", "graphology", "svg"]
)
def test_every_format_holds_what_is_drawn(explorer, form):
    answer = post(explorer, "/api/export", {"format": form, "positions": DRAWN})
    assert answer.status == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert "Caserones" in answer.text


def test_positions_go_into_the_file(explorer):
    answer = post(explorer, "/api/export", {"format": "gexf", "positions": DRAWN})
    places = {
        node.get("id"): (float(p.get("x")), float(p.get("y")))
        for node in ElementTree.fromstring(answer.body).iter("{http://gexf.net/1.3}node")
        for p in node.iter("{http://gexf.net/1.3/viz}position")
    }
    assert places.keys() == DRAWN.keys()
    xs = sorted(abs(x) for x, _ in places.values())
    assert xs == [10, 30.5]


@pytest.mark.parametrize("form", ["neo4j", "csv", "obsidian"])
def test_folders_come_as_an_archive(explorer, form):
    answer = post(explorer, "/api/export", {"format": form, "positions": DRAWN})
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert archive.testzip() is None
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "Caserones" in text


def test_hidden_links_are_left_out(explorer):
    body = {"format": "d3", "positions": DRAWN, "edges": []}
    assert json.loads(post(explorer, "/api/export", body).body)["links"] == []


def test_a_projection_is_exported_as_it_is_drawn(explorer):
    _, drawn = ask(explorer, "/api/projection", name="countries")
    places = {node["id"]: [0, 0] for node in drawn["nodes"]}
    edges = [edge["id"] for edge in drawn["edges"]]
    body = {"format": "d3", "projection": "countries", "positions": places, "edges": edges}
    links = json.loads(post(explorer, "/api/export", body).body)["links"]
    assert len(links) == len(edges) == len(set(edges))
    body["edges"] = edges[:3]
    assert len(json.loads(post(explorer, "/api/export", body).body)["links"]) == 3


@pytest.mark.parametrize(
    ("words", "name", "values"),
    [
        ("loans to Bolivia", "finance-by-lender", {"country": "place/bolivia"}),
        ("loans from Japan", "finance-by-lender", {"lenderCountry": "place/japan"}),
        (
            "loans for copper since 2013",
            "finance-by-lender",
            {"field": "code:product/copper", "since": "2013"},
        ),
        ("JBICの銅融資", "financing-by", {"agency": "agent/jbic", "field": "code:product/copper"}),
    ],
)
def test_a_question_in_words_gives_a_query_its_values(explorer, words, name, values):
    _, found = ask(explorer, "/api/find", q=words)
    asked = {one["name"]: one["values"] for one in found["readings"] if one["ask"] == "query"}
    assert asked.get(name) == values
