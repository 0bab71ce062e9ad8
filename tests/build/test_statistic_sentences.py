"""Statistics are said whole: whose, of what, which way, in which unit, how sure and when."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.build.statistic_sentences import statistic_sentences
from jlac_graph.build.vocabulary import quantity, read_vocabulary
from jlac_graph.build.wording import can_say
from jlac_graph.core.languages import LANGUAGES
from jlac_graph.core.namespaces import BASE, ONT
from tests.build.test_fact_sentences import LABELS, PROLOGUE, ontology

INDICATORS = Path(__file__).parents[2] / "data" / "common" / "indicators.csv"
SDMX = """
@prefix attribute: <http://purl.org/linked-data/sdmx/2009/attribute#> .
@prefix dimension: <http://purl.org/linked-data/sdmx/2009/dimension#> .
@prefix measure: <http://purl.org/linked-data/sdmx/2009/measure#> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix obs: <https://w3id.org/jlac/obs/> .
code:indicator\\/fdi-outflows skos:prefLabel "FDI outflows"@en .
code:indicator\\/rank skos:prefLabel "Rank"@en , "順位"@ja , "Puesto"@es , "Posição"@pt .
code:product\\/total skos:prefLabel "Total"@en .
"""


def wordings() -> dict[tuple[str, str], str]:
    with INDICATORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["id"], lang): row[f"wording_{lang}"] for row in rows for lang in LANGUAGES}


def say(turtle: str) -> dict[str, str]:
    store = ontology()
    for (name, lang), text in wordings().items():
        indicator = ox.NamedNode(f"{BASE}code/indicator/{name}")
        store.add(ox.Quad(indicator, ox.NamedNode(ONT + "wording"), ox.Literal(text, language=lang)))
    store.load(input=(PROLOGUE + SDMX + turtle).encode(), format=ox.RdfFormat.TURTLE)
    (said,) = statistic_sentences(store, read_vocabulary(store))
    (texts,) = said.values()
    return texts


SENTENCES = {
    "investment from one place in another, flagged": (
        """obs:x a jlac:Observation ; qb:dataSet <https://w3id.org/jlac/cube/investment> ;
        jlac:indicator code:indicator\\/fdi-outflows ; dimension:refArea id:japan ;
        jlac:counterpartArea id:chile ; measure:obsValue 316000000 ; attribute:unitMeasure code:unit\\/usd ;
        jlac:precision code:precision\\/about ; jlac:status code:status\\/reported ;
        jlac:start "2007" ; jlac:end "2012" ; jlac:flag "Implausible." .""",
        "Direct investment of Chile in Japan: about USD 316 million (2007–2012; flagged: Implausible)",
        "チリから日本への直接投資：約3.16億米ドル（2007年～2012年；数値に疑義あり）",
        "Inversión directa de Chile en Japón: alrededor de USD 316 millones"
        " (2007–2012; cifra señalada como dudosa)",
        "Investimento direto do Chile no Japão: cerca de USD 316 milhões"
        " (2007–2012; estatística assinalada como duvidosa)",
    ),
    "a claim of another than the source": (
        """obs:x a jlac:Observation ; qb:dataSet <https://w3id.org/jlac/cube/investment> ;
        jlac:indicator code:indicator\\/fdi-outflows ; dimension:refArea id:japan ;
        jlac:claimant id:industry ; jlac:counterpartArea id:chile ; measure:obsValue 316000000 ;
        attribute:unitMeasure code:unit\\/usd ; jlac:precision code:precision\\/about ;
        jlac:status code:status\\/reported ; jlac:start "2007" ; jlac:end "2012" .""",
        "According to the pork industry of Mexico, direct investment of Chile in Japan:"
        " about USD 316 million (2007–2012)",
        "メキシコの豚肉産業によれば、チリから日本への直接投資：約3.16億米ドル（2007年～2012年）",
        "Según la industria porcina de México, inversión directa de Chile en Japón:"
        " alrededor de USD 316 millones (2007–2012)",
        "Segundo a indústria suinícola do México, investimento direto do Chile no Japão:"
        " cerca de USD 316 milhões (2007–2012)",
    ),
    "a rank, with what is ranked": (
        """obs:x a jlac:Observation ; qb:dataSet <https://w3id.org/jlac/cube/activity> ;
        jlac:indicator code:indicator\\/rank ; jlac:subject id:industry ; dimension:refArea id:japan ;
        jlac:product code:product\\/pork ; measure:obsValue 1 ; attribute:unitMeasure code:unit\\/rank ;
        jlac:scope code:scope\\/some ; jlac:status code:status\\/estimated ; jlac:asOf "2013" ;
        jlac:basis code:basis\\/inferred ; jlac:likelihood code:likelihood\\/likely .""",
        "Rank of the pork industry of Mexico, in Japan, pork: No. 1"
        " (some of them; likely; estimated, as of 2013; our inference)",
        "メキシコの豚肉産業の順位、日本、豚肉：1位（その一部；有力；推計、2013年時点；編者の推定）",
        "Puesto de la industria porcina de México, en Japón, carne de cerdo: n.º 1"
        " (algunos de ellos; probable; estimado, a 2013; inferencia nuestra)",
        "Posição da indústria suinícola do México, no Japão, carne suína: n.º 1"
        " (alguns deles; provável; estimado, em 2013; inferência nossa)",
    ),
    "a range at a vague time, of a total": (
        """obs:x a jlac:Observation ; qb:dataSet <https://w3id.org/jlac/cube/trade> ;
        jlac:indicator code:indicator\\/rank ; dimension:refArea id:chile ; jlac:counterpartArea id:japan ;
        jlac:product code:product\\/total ; measure:obsValue 5 ; jlac:valueTo 6 ;
        attribute:unitMeasure code:unit\\/percent ; jlac:when code:when\\/early ; jlac:end "1990/1993" ;
        jlac:status code:status\\/planned .""",
        "Rank: Chile, trade with Japan: 5% to 6% (planned, in the early 1990s)",
        "順位：チリ、対日本貿易：5%～6%（計画、1990年代初頭）",
        "Puesto: Chile, comercio con Japón: 5 % a 6 % (planeado, a comienzos de los años noventa)",
        "Posição: Chile, comércio com o Japão: 5% a 6% (planejado, no início dos anos 1990)",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence(name: str) -> None:
    turtle, *expected = SENTENCES[name]
    assert say(turtle) == dict(zip(LANGUAGES, expected, strict=True))


@pytest.mark.parametrize(
    ("value", "unit", "lang", "text"),
    [
        ("1", "{number} vehículos", "es", "1 vehículos"),
        ("2000000", "{number} vehículos", "es", "2 millones de vehículos"),
        ("2000000", "{number} %", "pt", "2 milhões %"),
        ("3", "{number} times", "en", "3 times"),
        ("32", "年率{number}%", "ja", "年率32%"),
    ],
)
def test_quantity(value: str, unit: str, lang: str, text: str) -> None:
    assert quantity(Decimal(value), unit, lang) == text


def test_every_unit_and_data_set_has_a_wording_in_four_languages() -> None:
    rows = ontology().query(
        """PREFIX jlac: <https://w3id.org/jlac/ont#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?thing (COUNT(DISTINCT LANG(?text)) AS ?n) WHERE {
          { ?thing skos:inScheme <https://w3id.org/jlac/code/unit> } UNION { ?thing a jlac:Cube }
          OPTIONAL { ?thing jlac:wording ?text }
        } GROUP BY ?thing HAVING (?n != 4)"""
    )
    assert [row["thing"].value for row in rows] == []


@pytest.mark.parametrize(
    ("statistic", "text"),
    [
        ("activity/codelco-output", "Output of copper by Codelco in Chile: 1.7 million metric tons a year"),
        ("tariff/argentina-on-japan-industrial-products-2011", "imports of industrial products from Japan"),
    ],
)
def test_a_statistic_of_the_graph(store, statistic: str, text: str) -> None:
    subject = ox.NamedNode(f"{BASE}obs/{statistic}")
    labels = {
        q.object.value for q in store.quads_for_pattern(subject, None, None) if hasattr(q.object, "value")
    }
    assert any(text in label for label in labels)


def test_a_rank_says_what_is_ranked(store) -> None:
    """Its scope, or the wording of its indicator, stands beside the number."""
    query = LABELS.replace("rdfs:label ?label", "rdfs:label ?label FILTER (LANG(?label) = 'en')")
    ranks = [row["label"].value for row in store.query(query, use_default_graph_as_union=True)]
    ranks = [text for text in ranks if re.search(r": No\. \d", text)]
    assert ranks
    assert [text for text in ranks if text.startswith("Rank: ") and not re.search(r"No\. \d+ \(", text)] == []


def test_every_wording_of_an_indicator_can_be_filled() -> None:
    names = ("area", "counterpart", "product", "subject", "provider", "sector", "agreement", "indicator")
    words = dict.fromkeys([*names, *(f"{name}Name" for name in names)], "x")
    assert [key for key, text in wordings().items() if not can_say(text, words)] == []
