"""Values of parameters on the curated graph: several, those refused, and what an empty answer says."""

import pytest

from jlac_graph.core.errors import NotFoundError, UsageError
from jlac_graph.queries.explaining import in_words, taken, why_empty
from jlac_graph.queries.library import answer, find_query, run
from jlac_graph.queries.parameters import chosen
from jlac_graph.sparql.answers import Solutions
from tests.csvw.command import run as jlac


def rows(name, graph, **values):
    found = run(find_query(name), graph, values)
    assert isinstance(found, Solutions)
    return found.to_dicts()


@pytest.mark.parametrize("values", [["chile", "peru"], "chile, peru", ["chile,peru", "chile"]])
def test_a_parameter_takes_several_values_and_each_row_says_which(report_graph, values):
    both = rows("investments-in", report_graph, country=values)
    assert [row.pop("country").rpartition("/")[2] for row in both] == ["chile"] * 6 + ["peru"]
    assert both == [
        row for country in ("chile", "peru") for row in rows("investments-in", report_graph, country=country)
    ]


def test_a_column_that_shows_the_parameter_already_is_not_doubled(graph_of_all):
    found = run(find_query("presences"), graph_of_all, {"place": ["chile", "peru"]})
    assert found.columns.count("place") == 1


@pytest.mark.parametrize(
    ("name", "values", "error", "message"),
    [
        ("members", {"body": "jlac:Mine"}, UsageError, "body: 'jlac:Mine' is a term of the ontology"),
        ("facts-of", {"thing": "jlac:Mine"}, UsageError, "is a term of the ontology"),
        ("figures", {"indicator": "code:indicator/adopters"}, NotFoundError, "number-of-adopters"),
        (
            "investments-in",
            {"country": "https://w3id.org/jlac/id/place/atlantis"},
            NotFoundError,
            "no entity or code",
        ),
        (
            "facts-of-passage",
            {"locator": "case-mining.p7"},
            NotFoundError,
            "no locator 'case-mining.p7'; did you mean 'idb-mg-172#case-mining.p7'",
        ),
        ("things-in-section", {"section": "case-aid"}, NotFoundError, "no section 'case-aid'"),
        ("largest-deals", {"currency": "USDX"}, NotFoundError, "no currency 'USDX'; did you mean 'USD'"),
    ],
)
def test_a_value_that_names_nothing_is_refused_in_any_spelling(graph_of_all, name, values, error, message):
    with pytest.raises(error, match=message):
        run(find_query(name), graph_of_all, values)


@pytest.mark.parametrize("spelling", ["Firm", "firm", "jlac:Firm", "https://w3id.org/jlac/ont#Firm"])
def test_a_class_goes_by_its_name(graph_of_all, spelling):
    assert rows("things-of-class", graph_of_all, **{"class": spelling}) == rows(
        "things-of-class", graph_of_all, **{"class": "jlac:Firm"}
    )


def test_an_answer_says_what_each_value_was_taken_for(graph_of_all):
    query = find_query("financing-by")
    values = chosen(query, {"agency": "JBIC"}, graph_of_all)
    found = taken(values, graph_of_all)
    assert found == {"agency": [{"value": "agent/jbic", "label": "Japan Bank for International Cooperation"}]}
    assert in_words(found) == ["agency: Japan Bank for International Cooperation (agent/jbic)"]


def test_an_empty_answer_names_what_is_near(graph_of_all):
    query = find_query("history-of")
    found = chosen(query, {"thing": "code:product/copper-ores"}, graph_of_all)
    assert len(answer(query, graph_of_all, found)) == 0
    words = why_empty(query, found, graph_of_all)[0].words
    said = "thing: the sources state nothing of this kind about code:product/copper-ores; similar names: "
    assert words.startswith(said)


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        (
            "members",
            {"body": "mitsui"},
            "body: the sources state nothing of this kind about agent/mitsui; try",
        ),
        ("evidence", {"a": "mazda", "b": "vale"}, "not in the sources: no fact has both a (agent/mazda)"),
        ("dated-in-year", {"year": "1850"}, "not in the sources"),
    ],
)
def test_an_empty_answer_says_why(graph_of_all, name, values, said):
    query = find_query(name)
    found = chosen(query, values, graph_of_all)
    assert len(answer(query, graph_of_all, found)) == 0
    assert why_empty(query, found, graph_of_all)[0].words.startswith(said)


def test_a_passage_that_no_row_cites_is_not_covered(graph_of_all):
    silent = next(row["passage"] for row in rows("silent-passages", graph_of_all))
    locator = graph_of_all.select("SELECT ?l { ?_p jlac:locator ?l }", {"_p": _node(silent)}).rows[0][0].value
    query = find_query("facts-of-passage")
    found = chosen(query, {"locator": locator}, graph_of_all)
    assert why_empty(query, found, graph_of_all)[0].words.startswith(f"{locator}: not covered (")


def _node(iri):
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def test_the_command_echoes_the_values_and_explains_an_empty_answer(dist):
    ran = jlac("query", "members", "-p", "body=mitsui", "--graph", str(dist))
    assert "body: Mitsui & Co. (agent/mitsui)\n" in ran.err
    assert "note: body: the sources state nothing of this kind about agent/mitsui" in ran.err


@pytest.mark.parametrize("value", ["", ",", None, []])
def test_a_required_parameter_does_not_vanish_because_its_value_is_empty(report_graph, value):
    with pytest.raises(UsageError, match="country: the value is empty"):
        rows("investments-in", report_graph, country=value)
