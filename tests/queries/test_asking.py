"""A query in Python says what its parameters were taken for, and warns of what may be a slip."""

import warnings

import pytest

from jlac_graph.core.errors import (
    AmbiguousError,
    InexactNameWarning,
    NotFoundError,
    UnknownTermWarning,
    UsageError,
)
from jlac_graph.core.sector_words import SECTOR_WORDS
from jlac_graph.graph import Graph
from jlac_graph.lookup.likeness import fold
from jlac_graph.queries.explaining import why_empty
from jlac_graph.queries.library import find_query
from jlac_graph.queries.parameters import chosen, legal_values
from jlac_graph.sparql.store import OxigraphStore


@pytest.fixture
def kg(report_graph: OxigraphStore) -> Graph:
    return Graph(report_graph)


def test_an_answer_says_what_its_parameters_were_taken_for(kg: Graph) -> None:
    rows = kg.query("investments-in")
    assert rows.parameters == {"country": "Mexico (place/mexico)"}
    assert repr(rows).endswith("; country: Mexico (place/mexico)>")


def test_a_name_that_is_not_exact_is_warned_of(kg: Graph) -> None:
    with pytest.warns(InexactNameWarning, match=r"'Mexco' was taken for Mexico \(place/mexico\)"):
        kg.query("investments-in", country="Mexco")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for exact in ("mexico", "México", "place/mexico", "メキシコ", ["Chile", "mexico"], "chile, mexico"):
            kg.query("investments-in", country=exact)


def test_an_empty_answer_warns_of_a_term_that_the_graph_does_not_have(kg: Graph) -> None:
    with pytest.warns(UnknownTermWarning, match=r"line 1, column 16: jlac:lender does not occur"):
        kg.query("SELECT ?x { ?x jlac:lender ?y }")
    with pytest.warns(UnknownTermWarning, match="did you mean jlac:financier"):
        kg.ask("ASK { ?x jlac:finanncier ?y }")


def test_another_name_is_offered_only_if_it_is_similar(kg: Graph) -> None:
    with pytest.raises(NotFoundError, match=r"^no entity 'Atlantis'$"):
        kg.query("investments-in", country="Atlantis")
    with pytest.raises(NotFoundError, match="did you mean 'code:product/copper'"):
        kg.query("finance-by-lender", field="kopper")


def test_a_message_about_many_candidates_shows_five() -> None:
    assert str(AmbiguousError("j", [f"agent/j{n}" for n in range(50)])).endswith(
        "agent/j3 or agent/j4; give one of these, or of 45 more (jlac search j lists them)"
    )


def test_a_missing_parameter_is_asked_for_in_words_of_no_interface(kg: Graph) -> None:
    with pytest.raises(UsageError, match="needs year; give a value, such as year=VALUE"):
        kg.query("SELECT ?x { ?x ?p ?_year_integer }")


def test_two_entities_that_no_fact_has_both_are_named_together(report_graph: OxigraphStore) -> None:
    query = find_query("evidence")
    values = chosen(query, {"a": "agent/jbic", "b": "agent/mazda"}, report_graph)
    (reason,) = why_empty(query, values, report_graph)
    assert reason.words.startswith("not in the sources: no fact has both a (agent/jbic) and b (agent/mazda)")


@pytest.mark.parametrize("written", ["dollars", "ドル", "usd", "US$"])
def test_a_currency_may_be_written_as_a_word_or_in_small_letters(
    report_graph: OxigraphStore, written: str
) -> None:
    (code,) = chosen(find_query("top-lenders"), {"currency": written}, report_graph)["currency"]
    assert code.value == "USD"


def test_a_word_of_several_currencies_is_refused_with_the_codes_there_are(
    report_graph: OxigraphStore,
) -> None:
    with pytest.raises(NotFoundError, match=r"no currency 'pesos'; choose one of USD"):
        chosen(find_query("top-lenders"), {"currency": "pesos"}, report_graph)


@pytest.mark.parametrize("word", ["metro", "Subway", "railways", "ports", "地下鉄", "ferrovia"])
def test_a_part_of_a_sector_is_taken_for_the_sector(graph_of_all: OxigraphStore, word: str) -> None:
    (sector,) = chosen(find_query("top-lenders"), {"field": word}, graph_of_all)["field"]
    assert sector.value.endswith("/code/sector/transport")


def test_the_sectors_that_words_mean_are_codes_that_entities_have(graph_of_all: OxigraphStore) -> None:
    field = find_query("top-lenders").parameter("field")
    assert set(SECTOR_WORDS.values()) <= set(legal_values(find_query("top-lenders"), field, graph_of_all))
    assert all(fold(word) == word for word in SECTOR_WORDS)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("toplenders", "top-lenders"),
        ("lenders", "top-lenders"),
        ("loans", "loan-terms"),
        ("finance", "financing-by"),
        ("biggest-deals", "largest-deals"),
        ("timelines", "timeline"),
        ("exporters", "top-exporters"),
        ("mines", "mine-stakes"),
        ("trad-balance", "trade-balances"),
        ("histroy-of", "history-of"),
    ],
)
def test_an_unknown_query_names_what_its_words_and_letters_are_nearest_to(asked: str, first: str) -> None:
    with pytest.raises(NotFoundError, match=f"no query '{asked}'; did you mean '{first}'"):
        find_query(asked)


@pytest.mark.parametrize(
    ("written", "taken"), [("Mines", "Mine"), ("empresa", "Firm"), ("joint ventures", "JointVenture")]
)
def test_a_class_may_be_called_by_its_label_or_in_the_plural(
    report_graph: OxigraphStore, written: str, taken: str
) -> None:
    query = find_query("things-of-class")
    (class_,) = chosen(query, {"class": written}, report_graph)["class"]
    assert class_.value.endswith(f"#{taken}")


def test_an_unknown_class_names_the_nearest(report_graph: OxigraphStore) -> None:
    with pytest.raises(
        UsageError, match="class: 'JointVentrue' is not a class; did you mean jlac:JointVenture"
    ):
        chosen(find_query("things-of-class"), {"class": "JointVentrue"}, report_graph)
