"""Facts are said in words by the templates of the ontology."""

from decimal import Decimal

import pyoxigraph as ox
import pytest

from jlac_graph.build.fact_sentences import RDFS_LABEL, fill, money
from jlac_graph.core.languages import number
from jlac_graph.core.namespaces import BASE


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("{a} owns [{share} of ]{b}", {"a": "PPC", "b": "Caserones"}, "PPC owns Caserones"),
        ("{a} owns [{share} of ]{b}", {"a": "A", "b": "B", "share": "5%"}, "A owns 5% of B"),
        ("{a} lends [{x} ][to {b} ][for {c}]", {"a": "JBIC", "c": "it"}, "JBIC lends for it"),
        ("{a} owns {b}", {"b": "Caserones"}, "… owns Caserones"),
        ("{a/b} runs {c}", {"b": "UTN", "c": "it"}, "UTN runs it"),
    ],
)
def test_fill(template: str, values: dict[str, str], text: str) -> None:
    assert fill(template, values) == text


@pytest.mark.parametrize(
    ("value", "lang", "text"),
    [
        ("2800000000", "en", "2,800 million"),
        ("2800000000", "es", "2.800 millones"),
        ("57600000", "pt", "57,6 milhões"),
        ("316000000", "ja", "3.16億"),
        ("2800000000", "ja", "28億"),
        ("40000000000", "ja", "400億"),
        ("1700000", "ja", "170万"),
        ("1500000000000", "ja", "1.5兆"),
        ("12345678", "ja", "12,345,678"),
        ("29.5", "en", "29.5"),
        ("556911", "en", "556,911"),
        ("0", "en", "0"),
        ("12345678", "en", "12,345,678"),
    ],
)
def test_number(value: str, lang: str, text: str) -> None:
    assert number(Decimal(value), lang) == text


def test_money() -> None:
    assert money(Decimal("500000000"), "USD", "en") == "USD 500 million"


def test_every_fact_of_the_graph_is_said_in_four_languages(store) -> None:
    rows = store.query(
        """PREFIX jlac: <https://w3id.org/jlac/ont#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?fact (COUNT(DISTINCT LANG(?label)) AS ?n) WHERE {
          ?fact a jlac:Fact OPTIONAL { ?fact rdfs:label ?label }
        } GROUP BY ?fact HAVING (COUNT(DISTINCT LANG(?label)) != 4)""",
        use_default_graph_as_union=True,
    )
    assert [str(row["fact"]) for row in rows] == []


def test_a_fact_about_facts_says_them_in_words(store) -> None:
    rows = store.query(
        """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?label WHERE {
          <https://w3id.org/jlac/id/fact/anglo-sur-deal-enabled-codelco-expansion> rdfs:label ?label
          FILTER (LANG(?label) = "en")
        }""",
        use_default_graph_as_union=True,
    )
    assert [row["label"].value for row in rows] == [
        "Purchase of 29.5% of Anglo Sur mining complex from Anglo American by Codelco and Mitsui & Co."
        " for about USD 2,800 million (2012) enabled Investment by Codelco in Chile: more than"
        " USD 40,000 million, says Inter-American Development Bank"
    ]


@pytest.mark.parametrize(
    ("fact", "lang", "end"),
    [
        ("hitachi-linear-2011", "en", " (2011)"),
        ("jsf-technical-cooperation", "en", " (1988–2012)"),
        ("jica-el-salvador-rehabilitation", "en", " (2012-03–2012-11)"),
        ("jbic-idb-cofinancing", "en", " (since 1990)"),
        ("jbic-idb-cofinancing", "es", " (desde 1990)"),
        ("jbic-idb-cofinancing", "ja", "（1990年以降）"),
        ("theodore-kahn-in-int", "en", " (as of 2013)"),
        ("jbic-caserones", "en", "300 million"),
    ],
)
def test_a_fact_says_when(store, fact: str, lang: str, end: str) -> None:
    subject, predicate = ox.NamedNode(f"{BASE}id/fact/{fact}"), ox.NamedNode(RDFS_LABEL)
    labels = [quad.object for quad in store.quads_for_pattern(subject, predicate, None)]
    said = [label.value for label in labels if label.language == lang]
    assert [text.endswith(end) for text in said] == [True], said


def test_every_figure_is_said_in_four_languages(store) -> None:
    rows = store.query(
        """PREFIX jlac: <https://w3id.org/jlac/ont#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?figure WHERE {
          ?figure a jlac:Observation OPTIONAL { ?figure rdfs:label ?label }
        } GROUP BY ?figure HAVING (COUNT(DISTINCT LANG(?label)) != 4)""",
        use_default_graph_as_union=True,
    )
    assert [str(row["figure"]) for row in rows] == []


@pytest.mark.parametrize(
    ("figure", "lang", "text"),
    [
        (
            "codelco-output",
            "en",
            "Output: Codelco, Chile, Copper: 1.7 million metric tons a year (as of 2013)",
        ),
        ("codelco-rank-in-the-world", "en", "Rank: Codelco, world, Copper: 1 (as of 2013)"),
        ("codelco-output", "ja", "生産量: Codelco、チリ、銅: 年間170万トン（2013年時点）"),
        (
            "pork-share-2005",
            "es",
            "Cuota de mercado: Industria porcina de México, Japón, Carne de cerdo: 4 % (2005)",
        ),
        (
            "codelco-planned-investment",
            "pt",
            "Investimento previsto: Codelco, Chile, Cobre: "
            "mais de 40.000 milhões de dólares americanos (desde 2013), planejado",
        ),
        (
            "japanese-parts-firms-2015",
            "en",
            "Number of firms: Japanese auto parts companies, Mexico, Car parts: about 300 (2015), projected",
        ),
        (
            "uyuni-share-of-world-lithium",
            "ja",
            "世界埋蔵量に占める割合: Uyuni塩原のリチウム、ボリビア、リチウム: 約50%、推計",
        ),
    ],
)
def test_a_figure_in_words(store, figure: str, lang: str, text: str) -> None:
    subject, predicate = ox.NamedNode(f"{BASE}obs/activity/{figure}"), ox.NamedNode(RDFS_LABEL)
    labels = [quad.object for quad in store.quads_for_pattern(subject, predicate, None)]
    assert text in {label.value for label in labels if label.language == lang}


def test_an_influence_is_a_sentence_in_japanese(store) -> None:
    subject = ox.NamedNode(f"{BASE}id/fact/nafta-attracted-global-carmakers")
    labels = [q.object for q in store.quads_for_pattern(subject, ox.NamedNode(RDFS_LABEL), None)]
    assert {label.value for label in labels if label.language == "ja"} == {
        "North American Free Trade Agreementが世界の自動車メーカーを引き寄せた（米州開発銀行による）"
    }
