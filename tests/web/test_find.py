"""Search by words in any order, and what a question in words may ask."""

import csv
import json
import tomllib
from pathlib import Path

import pytest

from jlac_graph.sparql.store import OxigraphStore
from jlac_graph.web.explore import Explorer, texts
from jlac_graph.web.explore.asking import named, query_scores
from jlac_graph.web.explore.cache import Cache
from jlac_graph.web.explore.texts import best, text_index

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def explorer(report_graph):
    return Explorer(report_graph, ROOT / "queries")


def found(explorer: Explorer, text: str, lang: str = "en", **values: str) -> dict:
    return json.loads(explorer.answer("find", {"q": text, "lang": lang, **values}))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("how is Mitsui linked to JBIC", "en"), ("三井物産とJBICの関係は？", "ja"),
        ("¿Cómo se vinculan Mitsui y JBIC?", "es"), ("Como Mitsui e JBIC estão ligados?", "pt"),
    ],
)  # fmt: skip
def test_a_question_about_two_names_asks_for_a_path(explorer, text, lang):
    first, second, *more = found(explorer, text, lang)["readings"]
    assert [thing["id"] for thing in first["things"]] == ["agent/mitsui", "agent/jbic"]
    assert (first["ask"], second["ask"], more) == ("path", "compare", [])


@pytest.mark.parametrize(
    ("text", "lang"),
    [("loans to Panama", "en"), ("préstamos a Panamá", "es"), ("empréstimos ao Panamá", "pt")],
)
def test_words_of_a_query_ask_it_with_the_entity_named(explorer, text, lang):
    asked = {one["name"]: one["values"] for one in found(explorer, text, lang)["readings"]}
    assert asked["finance-by-country"] == {"country": "place/panama"}


def test_a_country_alone_is_offered_the_queries_that_take_one(explorer):
    answer = found(explorer, "México", "es")
    assert answer["exact"] == "place/mexico"
    assert answer["readings"][0]["values"] == {"country": "place/mexico"}


@pytest.mark.parametrize(
    ("text", "lang"),
    [("copper mines in Chile", "en"), ("Chile mine copper", "en"), ("チリの銅山", "ja"),
     ("minas de cobre en Chile", "es"), ("minas de cobre no Chile", "pt")],
)  # fmt: skip
def test_words_in_any_order_find_entities_by_class_country_and_code(explorer, text, lang):
    answer = found(explorer, text, lang)["entities"]
    assert answer["every"]
    assert "asset/caserones" in [one["id"] for one in answer["items"]]


def test_facets_narrow_and_still_count_their_other_values(explorer):
    whole = found(explorer, "", group="statements", kind="Financing")["statements"]
    part = found(explorer, "", group="statements", kind="Financing", country="place/chile")["statements"]
    assert 0 < part["total"] < whole["total"]
    assert {one["kind"] for one in part["items"]} == {"Financing"}
    counts = {
        facet["name"]: {value["value"]: value["count"] for value in facet["values"]}
        for facet in part["facets"]
    }
    assert counts["country"]["place/chile"] == part["total"]
    assert len(counts["country"]) > 1 and len(counts["kind"]) > 1


def test_a_passage_is_found_by_its_place(explorer):
    answer = found(explorer, "paragraph 7 mining")["passages"]
    assert [one["id"] for one in answer["items"]] == ["src:idb-mg-172/case-mining.p7"]


def test_what_has_only_most_of_the_words_is_said_to(explorer):
    answer = found(explorer, "Caserones copper zzz")
    assert answer["statements"]["every"] is False and answer["statements"]["total"] > 0


def test_stories_are_told_by_facts_of_the_tables():
    stories = tomllib.loads((ROOT / "queries" / "stories.toml").read_text("utf-8"))
    ids = set()
    for table in (ROOT / "data").glob("*/*.csv"):
        with table.open(encoding="utf-8", newline="") as lines:
            ids |= {row[0] for row in csv.reader(lines) if row}
    told = [fact for story in stories.values() for fact in story["facts"]]
    assert [fact for fact in told if fact not in ids] == []
    assert all(
        set(story["title"]) == set(story["lead"]) == {"en", "ja", "es", "pt"} for story in stories.values()
    )


def test_a_story_leaves_out_what_the_graph_does_not_have(explorer):
    stories = {one["name"]: one["count"] for one in json.loads(explorer.answer("front", {}))["stories"]}
    told = json.loads(explorer.answer("story", {"name": "car-plants", "lang": "ja"}))
    assert [fact["id"] for fact in told["facts"]] == [
        "fact/japan-mexico-epa-spurred-japanese-carmakers", "fact/mazda-salamanca-2011",
        "fact/nissan-aguascalientes-2012",
    ]  # fmt: skip
    assert stories["car-plants"] == 3
    assert all(fact["sources"] for fact in told["facts"])


def test_the_start_page_counts_each_event_once_in_its_country(explorer):
    rows = json.loads(explorer.answer("front", {}))["events"]
    facts = json.loads(explorer.answer("activity", {}))["facts"]
    chile = {
        row.get("sameClaim", row["id"])
        for row in facts
        if "place/chile" in row["countries"] and row["pillar"] == "investment" and "countedIn" not in row
        and not row.get("planned") and row.get("dated") != "asOf" and ("first" in row or "last" in row)
    }  # fmt: skip
    assert sum(row[3] for row in rows if row[0] == "place/chile") == len(chile) > 0


def test_undated_facts_stand_by_weight(explorer):
    rows = json.loads(explorer.answer("thing", {"id": "agent/mitsui"}))["facts"]
    undated = [row for row in rows if not {"earliest", "latest"} & row.keys()]
    assert undated == rows[-len(undated) :] and len(undated) > 3
    weight = [(r["kind"] == "Classification", "amount" not in r, -len(r["sources"])) for r in undated]
    assert weight == sorted(weight) and len(set(weight)) > 2


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("みつい", "agent/mitsui"),
        ("ミツイ", "agent/mitsui"),
        ("まつだ", "agent/mazda"),
        ("にっさん", "agent/nissan"),
    ],
)
def test_a_name_is_found_by_its_reading_in_either_kana(explorer, text, thing):
    found = json.loads(explorer.answer("find", {"q": text, "lang": "ja"}))
    assert found["entities"]["items"][0]["id"] == thing
    assert json.loads(explorer.answer("search", {"q": text, "lang": "ja"}))[0]["id"] == thing
    assert found["readings"] == [], "a reading asks nothing of the library"


def test_a_word_for_a_part_of_a_sector_asks_for_the_sector(explorer):
    asked = [one["values"] for one in found(explorer, "loans for cars", "en")["readings"]]
    assert {"field": "code:sector/automotive"} in asked


@pytest.mark.parametrize("text", ["development bank", "interamericano de desarrollo"])
def test_a_part_of_an_agents_name_asks_no_query(explorer, text):
    answer = found(explorer, text, "es")
    assert answer["readings"] == []
    assert answer["entities"]["total"] > 0


@pytest.mark.parametrize(("text", "lang"), [("メキシコの自動車", "ja"), ("cars in Mexico", "en")])
def test_a_country_and_a_sector_ask_first_for_what_takes_both(explorer, text, lang):
    answer = found(explorer, text, lang)
    assert answer["readings"][0]["values"].keys() == {"field", "country"}


def test_an_entity_that_a_text_names_is_found_whatever_the_other_words(explorer):
    answer = found(explorer, "who owns Caserones", "en")
    assert "asset/caserones" in [one["id"] for one in answer["entities"]["items"]]
    asked = [(one["name"], one["values"]) for one in answer["readings"]]
    assert asked == [("history-of", {"thing": "asset/caserones"})], (
        "what takes no asset is not offered of one"
    )


def test_the_name_of_a_sector_finds_what_has_to_do_with_it_after_what_says_it(explorer):
    def ids(text: str, start: int = 0) -> list[str]:
        page = found(explorer, text, group="statements", offset=str(start))["statements"]
        return [one["id"] for one in page["items"]]

    activity = json.loads(explorer.answer("activity", {"lang": "en"}))
    label = activity["sectors"]["code:sector/automotive"]
    total = found(explorer, label, group="statements")["statements"]["total"]
    every = [name for start in range(0, total, 20) for name in ids(label, start)]
    sector = {row["id"] for row in activity["facts"] if "code:sector/automotive" in row["sectors"]}
    assert len(sector) > 10 and sector <= set(every)
    said = {row["id"] for row in activity["facts"] if label.lower() in row["words"].lower()}
    assert said and max(map(every.index, said)) < min(map(every.index, sector - said))


def test_what_a_search_needs_is_kept_for_later_processes(explorer, report_graph, tmp_path, monkeypatch):
    def told(cache: Cache) -> list:
        indexes = [text_index(cache, group) for group in ("entities", "statements", "passages")]
        hits = [index.ids(best(index, ["japan", "min"])[0].tolist()) for index in indexes]
        return [*hits, named(cache, "loans for cars"), query_scores(cache, "loans for cars")]

    store = OxigraphStore(report_graph.inner)
    store.beside = tmp_path
    assert told(Cache(store, explorer.cache.queries)) == told(explorer.cache)
    monkeypatch.setattr(texts, "read_texts", None)
    assert told(Cache(store, explorer.cache.queries)) == told(explorer.cache)
    assert named(explorer.cache, "loans for cars").codes == ("code:sector/automotive",)
