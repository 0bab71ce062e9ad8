"""The library that ships: topics, texts in four languages, legal values, and its page."""

import csv
import re
from pathlib import Path

import pytest

from jlac_graph.core.errors import QueryError
from jlac_graph.core.languages import LANGUAGES
from jlac_graph.core.paths import queries_dir
from jlac_graph.queries.catalogue import by_topic, explained, page
from jlac_graph.queries.glossary import read_glossary
from jlac_graph.queries.library import find_query, list_queries, run
from jlac_graph.queries.parameters import legal_values
from tests.csvw.command import run as jlac

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "tests" / "answers"
LIBRARY = list_queries()
GLOSSARY = read_glossary(queries_dir())
FREE = {"thing", "a", "b", "least", "since", "until", "year", "currency", "locator", "agency", "from", "to"}
FREE |= {"source"}


def whole(texts):
    return set(texts) == set(LANGUAGES) and all(texts.values())


@pytest.mark.parametrize("query", [q for q in LIBRARY if q.form == "SELECT"], ids=lambda q: q.name)
def test_no_two_rows_tie_in_the_order(query):
    """Rows that tie would come in another order on another server."""
    order = re.findall(r"\?(?:__)?(\w+?)(?:_iri)?\b", query.text.rpartition("ORDER BY")[2])
    with (ANSWERS / f"{query.name}.csv").open(encoding="utf-8", newline="") as file:
        keys = [tuple(row.get(name) for name in order) for row in csv.DictReader(file)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("query", LIBRARY, ids=lambda q: q.name)
def test_a_query_explains_itself_in_four_languages(query):
    """Its rows are those of `tests/answers`, as `test_answers` proves."""
    assert whole(query.summaries)
    assert whole(query.descriptions)
    assert query.topic in GLOSSARY.topics
    assert set(query.tags) <= set(GLOSSARY.topics)
    assert all(map(whole, query.columns.values()))
    assert not query.parameters or any(query.examples)
    for parameter in query.parameters:
        assert whole(parameter.about), parameter.name
        assert parameter.open_list or parameter.name in FREE, parameter.name
    columns, *rows = (ANSWERS / f"{query.name}.csv").read_text(encoding="utf-8").splitlines()
    assert rows
    if query.form == "SELECT":
        assert ",".join(query.columns) == columns


@pytest.mark.parametrize("query", [q for q in LIBRARY if q.parameters], ids=lambda q: q.name)
def test_defaults_and_examples_are_legal_and_yield_rows(query, graph_of_all):
    for values in query.examples:
        assert len(run(query, graph_of_all, values)) > 0, values
    for parameter in query.parameters:
        legal = legal_values(query, parameter, graph_of_all)
        assert not parameter.open_list or legal, parameter.name
        for values in [{parameter.name: parameter.default}, *query.examples]:
            value = values.get(parameter.name)
            if value is not None and legal:
                written = value.removeprefix("https://w3id.org/jlac/id/")
                assert {value, written, value.replace("https://w3id.org/jlac/code/", "code:")} & set(legal)


def test_topics_come_in_the_order_of_the_glossary():
    assert list(by_topic(LIBRARY, GLOSSARY)) == list(GLOSSARY.topics)
    assert list(GLOSSARY.topics)[:3] == ["trade", "tariffs", "agreements"]


def test_the_page_of_queries_is_up_to_date():
    assert page(LIBRARY, GLOSSARY) == (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")


def test_a_query_is_explained_with_its_legal_values(graph_of_all):
    query = find_query("trade-by-product")
    legal = {p.name: legal_values(query, p, graph_of_all) for p in query.parameters}
    assert explained(query, legal, GLOSSARY, "es")[:4] == [
        "trade-by-product",
        "  Productos que la región comercia con Japón, por su parte",
        "  Los productos listados y la parte de cada uno en las exportaciones o importaciones de la región",
        "  con un socio.",
    ]
    assert "    one of place/china, place/japan" in explained(query, legal, GLOSSARY, "es")


def test_the_command_lists_a_topic_and_names_those_there_are():
    listed = jlac("queries", "-t", "standards", "--lang", "ja").out.decode()
    assert listed == (
        "規格\n  standard-adopters  規格の採用国\n  standard-makers    規格の開発・改良・推進者\n"
    )
    wrong = jlac("queries", "-t", "trad")
    assert (wrong.code, "unknown topic 'trad'; choose one of actors, agreements" in wrong.err) == (2, True)


def test_a_glossary_with_another_table_is_refused(tmp_path):
    (tmp_path / "glossary.toml").write_text("[colums]\n")
    with pytest.raises(QueryError, match="unknown table 'colums'; the tables are topics, columns"):
        read_glossary(tmp_path)
