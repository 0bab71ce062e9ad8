"""What the explorer's answers contain, over the graph of the report."""

import json
from pathlib import Path

import pytest

from jlac_graph.core.terms import text_of
from jlac_graph.lookup.profile import profile
from jlac_graph.queries.library import answer, find_query
from jlac_graph.queries.parameters import chosen
from jlac_graph.web.explore import Explorer, networks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def explorer(report_graph):
    return Explorer(report_graph, ROOT / "queries")


def ask(explorer, what, **values):
    return json.loads(explorer.answer(what, values))


def test_a_fact_stands_for_its_parties_in_a_drawing(explorer):
    drawn = ask(explorer, "graph", shown=["fact/jbic-caserones", "fact/none"])
    named = {node["id"] for node in drawn["nodes"]}
    assert named == {"agent/jbic", "asset/caserones", "agent/private-banks-caserones"}
    assert {edge["fact"] for edge in drawn["edges"]} == {"fact/jbic-caserones"}
    assert drawn["unknown"] == ["fact/none"]


def test_the_cost_of_a_path_is_explained(explorer):
    """The parts of all hops and of all entities passed through add up to the cost."""
    found = ask(explorer, "trace", source="agent/mazda", target="agent/nissan", lang="ja")["paths"]
    assert found
    for path in found:
        parts = [part for one in (*path["hops"], *path["passing"]) for part in one["parts"]]
        assert sum(part["cost"] for part in parts) == pytest.approx(path["cost"], abs=0.006)
        assert ("link", "つながり") in {(part["part"], part["label"]) for part in parts}


@pytest.mark.parametrize("lang", ["en", "ja", "es", "pt"])
def test_the_start_page_offers_queries_of_the_library_in_the_language(explorer, lang):
    offered = ask(explorer, "front", lang=lang)["questions"]
    assert len(offered) == 6
    for one in offered:
        assert one["title"] == find_query(one["name"]).summary(lang)


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "code"), ("ja", "コード"), ("es", "código"), ("pt", "código")]
)
def test_a_code_is_called_so_in_every_language(explorer, lang, word):
    hits = ask(explorer, "search", q="automotive", lang=lang)
    kinds = {hit["kindLabel"] for hit in hits if hit["id"].startswith("code:")}
    assert kinds == {word}


@pytest.mark.parametrize("name", ["place/mexico", "agent/jbic", "asset/caserones"])
def test_a_page_has_the_statements_of_the_profile(explorer, report_graph, name):
    whole = profile(report_graph, f"https://w3id.org/jlac/id/{name}")
    page = ask(explorer, "thing", id=name)
    stated = {row["id"]: row for row in (*page["facts"], *page["findings"], *page["related"])}
    assert {row.id: (row.words, row.role, row.sources) for row in (*whole.facts, *whole.related)} == {
        key: (row["words"], row["role"], tuple(row["sources"])) for key, row in stated.items()
    }
    assert {row.id for row in whole.statistics} == {row["id"] for row in page["figures"]}
    noted = next((row for row in stated.values() if row.get("note")), None)
    assert noted and noted["note"] in " ".join(
        text for row in (*whole.facts, *whole.related) for text in row.qualifiers.values()
    )


@pytest.mark.parametrize("name", ["place/chile", "agent/jbic"])
def test_pages_of_a_profile_make_up_its_lists_and_the_counts_are_of_all(explorer, name):
    whole = ask(explorer, "thing", id=name, limit=0)
    lists = ("facts", "findings", "related", "figures", "inward")
    assert whole["counts"] == {part: len(whole[part]) for part in lists}
    longest = max(whole["counts"].values())
    pages = [ask(explorer, "thing", id=name, limit=7, offset=at) for at in range(0, longest, 7)]
    assert len(pages) > 1
    for part in lists:
        ids = [(row["id"], row.get("role")) for page in pages for row in page[part]]
        assert sorted(ids) == sorted((row["id"], row.get("role")) for row in whole[part])
    for page in pages:
        assert [page[key] for key in ("counts", "kinds", "partners")] == [
            whole[key] for key in ("counts", "kinds", "partners")
        ]
        assert {at for fact in page["facts"] for at in fact["sources"]} <= page["passages"].keys()


def test_partners_share_the_most_facts_that_are_no_plans(explorer):
    found = ask(explorer, "thing", id="agent/mitsui", limit=0)
    real = [fact for fact in found["facts"] if not fact.get("planned")]
    claims = {fact.get("countedIn") or fact.get("sameClaim") or fact["id"] for fact in real}
    for partner in found["partners"]:
        shared = [fact for fact in real if partner["id"] in {party["id"] for party in fact["parties"]}]
        assert 0 < partner["count"] <= min(len(shared), len(claims))
    counts = [partner["count"] for partner in found["partners"]]
    assert counts == sorted(counts, reverse=True) and len(counts) == 8


def test_a_country_has_as_many_events_as_the_map_counts_for_it(explorer):
    here = [fact for fact in ask(explorer, "activity")["facts"] if "place/chile" in fact["countries"]]
    real = {fact["id"]: fact for fact in here if not fact.get("planned")}
    counted = {fact.get("countedIn") or fact.get("sameClaim") or name for name, fact in real.items()}
    events = ask(explorer, "thing", id="place/chile", limit=1)["events"]
    assert 0 < events == len(counted) < len(real)
    assert "events" not in ask(explorer, "thing", id="agent/mitsui", limit=1)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_labels_read_at_once_are_those_looked_up(explorer, report_graph, lang):
    warmed = Explorer(report_graph, ROOT / "queries")
    warmed.cache.read_labels()
    for what, values in (("activity", {}), ("thing", {"id": "agent/jbic"}), ("coverage", {})):
        assert ask(warmed, what, lang=lang, **values) == ask(explorer, what, lang=lang, **values)


@pytest.mark.parametrize(("lang", "name"), [("en", "Japanese trading companies"), ("ja", "日本の商社")])
def test_names_that_an_answer_holds_as_text_are_in_its_language(report_graph, lang, name):
    query = find_query("investments-in")
    values = chosen(query, {"country": "place/chile"}, report_graph)
    found = {one: answer(query, report_graph, values, lang=one) for one in ("en", lang)}
    at = found[lang].columns.index("investors")
    assert len(found[lang]) == len(found["en"]), "a name that is not there in the language is the English one"
    assert any(name in text_of(row[at]).split("; ") for row in found[lang])


def test_of_a_large_network_only_the_best_linked_entities_are_sent(explorer, monkeypatch):
    monkeypatch.setattr(networks, "_DRAWN", 50)
    monkeypatch.setattr(networks, "_OF_MANY", 20)
    found = ask(explorer, "projection", name="actors")
    assert len(found["nodes"]) == 20 and found["left"] > 30
