# ruff: noqa: E501
"""Facts are said in plain sentences by the wordings of the ontology."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.build.dates_in_words import date_in_words, time_in_words
from jlac_graph.build.fact_sentences import fact_labels
from jlac_graph.build.vocabulary import RDFS_LABEL, money
from jlac_graph.build.wording import Manner, fill, has_plan
from jlac_graph.core.languages import LANGUAGES, and_list, number
from jlac_graph.core.names import contract, name_list
from jlac_graph.core.namespaces import BASE, ONT
from tests.build.sentences import SENTENCES

ONTOLOGY = Path(__file__).parents[2] / "ontology"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PROLOGUE = """
@prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix id: <https://w3id.org/jlac/id/> .
@prefix fact: <https://w3id.org/jlac/id/fact/> .
@prefix code: <https://w3id.org/jlac/code/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
id:mitsui a jlac:Firm ; skos:prefLabel "Mitsui & Co."@en , "三井物産"@ja , "Mitsui & Co."@es , "Mitsui & Co."@pt .
id:codelco a jlac:Firm ; skos:prefLabel "Codelco"@en , "コデルコ"@ja , "Codelco"@es , "Codelco"@pt .
id:jbic a jlac:Firm ; skos:prefLabel "JBIC"@en , "国際協力銀行"@ja , "JBIC"@es , "JBIC"@pt .
id:anglo a jlac:Firm ; skos:prefLabel "Anglo American"@en , "アングロ・アメリカン"@ja , "Anglo American"@es ,
    "Anglo American"@pt .
id:anglo-sur a jlac:Mine , jlac:Asset ; skos:prefLabel "Anglo Sur"@en , "アングロ・スール"@ja , "Anglo Sur"@es ,
    "Anglo Sur"@pt .
id:caserones a jlac:Mine , jlac:Asset ; skos:prefLabel "Caserones copper mine"@en , "カセロネス銅山"@ja ,
    "Mina de cobre Caserones"@es , "Mina de cobre Caserones"@pt .
id:makers a jlac:Group ; skos:prefLabel "Japanese carmakers"@en , "日本の自動車メーカー"@ja ,
    "Fabricantes japoneses de automóviles"@es , "Montadoras japonesas"@pt .
id:industry a jlac:Group ; skos:prefLabel "Pork industry of Mexico"@en , "メキシコの豚肉産業"@ja ,
    "Industria porcina de México"@es , "Indústria suinícola do México"@pt .
id:recovery a jlac:Programme ; skos:prefLabel "Cooperation for Economic Recovery and Social Inclusion"@en ,
    "経済復興・社会包摂協力"@ja , "Cooperación para la recuperación económica y la inclusión social"@es ,
    "Cooperação para a recuperação econômica e a inclusão social"@pt .
id:campaign a jlac:Programme ; skos:prefLabel "Campaign for ISDB-Tb in South America"@en ,
    "南米におけるISDB-Tbの普及活動"@ja , "Campaña por la norma ISDB-Tb en América del Sur"@es ,
    "Campanha pelo ISDB-Tb na América do Sul"@pt .
id:chile a jlac:Country ; skos:prefLabel "Chile"@en , "チリ"@ja , "Chile"@es , "Chile"@pt .
id:japan a jlac:Country ; skos:prefLabel "Japan"@en , "日本"@ja , "Japón"@es , "Japão"@pt .
id:wto a jlac:Organization ; skos:prefLabel "World Trade Organization"@en , "世界貿易機関"@ja ,
    "Organización Mundial del Comercio"@es , "Organização Mundial do Comércio"@pt .
code:product\\/pork skos:prefLabel "Pork"@en , "豚肉"@ja , "Carne de cerdo"@es , "Carne suína"@pt .
code:scope\\/some skos:prefLabel "some of them"@en , "その一部"@ja , "algunos de ellos"@es , "alguns deles"@pt .
code:when\\/early skos:prefLabel "in the early 1990s"@en , "1990年代初頭"@ja ,
    "a comienzos de los años noventa"@es , "no início dos anos 1990"@pt .
"""


def ontology() -> ox.Store:
    """The ontology and its codes."""
    store = ox.Store()
    for path in (ONTOLOGY / "jlac.ttl", *sorted(ONTOLOGY.glob("vocab/*.ttl"))):
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def say(turtle: str, fact: str = "x") -> dict[str, str]:
    """The labels of a fact of a small graph with the project's ontology."""
    store = ontology()
    store.load(input=(PROLOGUE + turtle).encode(), format=ox.RdfFormat.TURTLE)
    labels = [label for iri, _, label in fact_labels(store) if iri.value == f"{BASE}id/fact/{fact}"]
    return {
        label.language: label.value for label in labels if isinstance(label, ox.Literal) and label.language
    }


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("{a} owns [{share} of ]{b}", {"a": "PPC", "b": "Caserones"}, "PPC owns Caserones"),
        ("{a} owns [{share} of ]{b}", {"a": "A", "b": "B", "share": "5%"}, "A owns 5% of B"),
        ("{a} lends [{x} ][to {b} ][for {c}]", {"a": "JBIC", "c": "it"}, "JBIC lends for it"),
        ("{a} owns {b}", {"b": "Caserones"}, "… owns Caserones"),
        ("{a/b} runs {c}", {"b": "UTN", "c": "it"}, "UTN runs it"),
        ("{a} pays {b} || {b} is paid", {"b": "it"}, "it is paid"),
        ("{a} [of {b}]", {"a": "Sumitomo [sic]", "b": "{x}"}, "Sumitomo [sic] of {x}"),
    ],
)
def test_fill(template: str, values: dict[str, str], text: str) -> None:
    assert fill(template, values) == text


@pytest.mark.parametrize(
    ("manner", "many", "text"),
    [
        (Manner(), False, "A owns it"),
        (Manner(), True, "A own it"),
        (Manner(past=True), True, "A owned it"),
        (Manner(modal="plans to|plan to"), False, "A plans to own it"),
        (Manner(modal="would"), True, "A would own it"),
        (Manner(hedge="probably {verb}"), False, "A probably owns it"),
        (Manner(modal="is to|are to", hedge="probably {verb}"), True, "A are probably to own it"),
    ],
)
def test_the_verb_of_a_wording(manner: Manner, many: bool, text: str) -> None:
    wording = "{a} {a|owns|own|own|owned|owned} it"
    assert fill(wording, {"a": "A"}, many={"a"} if many else (), manner=manner) == text


@pytest.mark.parametrize(
    ("value", "lang", "text"),
    [
        ("2800000000", "en", "2.8 billion"),
        ("40000000000", "en", "40 billion"),
        ("500000000", "en", "500 million"),
        ("1234567000", "en", "1,234.567 million"),
        ("2000000000000", "en", "2 trillion"),
        ("2800000000", "es", "2.800 millones"),
        ("1000000", "es", "1 millón"),
        ("2000000000000", "es", "2 billones"),
        ("57600000", "pt", "57,6 milhões"),
        ("1500000000", "pt", "1,5 bilhão"),
        ("2800000000", "pt", "2,8 bilhões"),
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
    said = [money(Decimal("10000000000"), "USD", lang) for lang in LANGUAGES]
    assert said == ["USD 10 billion", "100億米ドル", "USD 10.000 millones", "USD 10 bilhões"]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["Japón", "Inglaterra"], "Japón e Inglaterra"),
        (["Japón", "Hitachi"], "Japón e Hitachi"),
        (["agua", "hielo"], "agua y hielo"),
        (["Japón", "Chile"], "Japón y Chile"),
    ],
)
def test_the_spanish_and_before_i(names: list[str], text: str) -> None:
    assert and_list(names, "es") == text


@pytest.mark.parametrize(
    ("before", "names", "lang", "text"),
    [
        ("préstamo a", ["SANAA", "el Gobierno"], "es", "préstamo a SANAA y al Gobierno"),
        ("de", ["JICA", "NEXI", "la Agencia"], "es", "de JICA, de NEXI y de la Agencia"),
        ("de", ["el Banco", "la Agencia", "Intal"], "es", "del Banco, de la Agencia y de Intal"),
        ("de", ["JICA", "NEXI"], "es", "de JICA y NEXI"),
        ("entre", ["JICA", "el Banco"], "es", "entre JICA y el Banco"),
        ("con", ["la Agencia", "el Banco", "Intal"], "es", "con la Agencia, el Banco e Intal"),
        ("a", ["o Governo", "a JICA"], "pt", "ao Governo e à JICA"),
        ("de", ["SANAA", "o Governo"], "pt", "de SANAA e do Governo"),
        ("entre", ["a JICA", "o Banco"], "pt", "entre a JICA e o Banco"),
    ],
)
def test_a_preposition_is_repeated_before_names_with_articles(
    before: str, names: list[str], lang: str, text: str
) -> None:
    assert contract(f"{before} {name_list(names, lang)}", lang) == text


DATES = [
    ("2012", "2012", "2012年", "2012", "2012"),
    ("2012-03", "March 2012", "2012年3月", "marzo de 2012", "março de 2012"),
    ("2013-11-07", "7 November 2013", "2013年11月7日", "7 de noviembre de 2013", "7 de novembro de 2013"),
    ("1990~", "about 1990", "1990年頃", "hacia 1990", "por volta de 1990"),
    ("2012?", "2012, uncertain", "2012年（不確か）", "2012, dudoso", "2012, incerto"),
    ("196X", "1960s", "1960年代", "años 1960", "anos 1960"),
    ("19XX", "20th century", "20世紀", "siglo XX", "século XX"),
    ("2000/2012", "between 2000 and 2012", "2000年から2012年の間", "entre 2000 y 2012", "entre 2000 e 2012"),
    (
        "2018-05?/2018-06?",
        "between May 2018 and June 2018, uncertain",
        "2018年5月から2018年6月の間（不確か）",
        "entre mayo de 2018 y junio de 2018, dudoso",
        "entre maio de 2018 e junho de 2018, incerto",
    ),
    (
        "2018-11-01/2018-11-11",
        "between 1 November 2018 and 11 November 2018",
        "2018年11月1日から2018年11月11日の間",
        "entre el 1 de noviembre de 2018 y el 11 de noviembre de 2018",
        "entre 1 de novembro de 2018 e 11 de novembro de 2018",
    ),
    ("../2013-12", "by the end of 2013", "2013年末までに", "para fines de 2013", "até o fim de 2013"),
    ("../2013", "by 2013", "2013年までに", "a más tardar en 2013", "o mais tardar em 2013"),
    ("2013/..", "since 2013", "2013年以降", "desde 2013", "desde 2013"),
]


@pytest.mark.parametrize(
    ("date", "lang", "text"),
    [(row[0], lang, row[1 + i]) for row in DATES for i, lang in enumerate(LANGUAGES)],
)
def test_a_date_in_words(date: str, lang: str, text: str) -> None:
    assert date_in_words(date, lang) == text


def test_what_was_true_when_the_source_was_written_is_said_only_of_what_has_no_other_date() -> None:
    assert time_in_words("", "2005", "", "2013", lang="en") == "since 2005"
    assert time_in_words("", "", "", "2013", lang="en") == "as of 2013"
    assert time_in_words("", "2005", "2005", "2013", lang="en") == "2005"


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence(name: str) -> None:
    turtle, *expected = SENTENCES[name]
    assert say(turtle) == dict(zip(LANGUAGES, expected, strict=True))


def wordings() -> Iterator[tuple[str, str, str]]:
    """Each fact class and each worded kind: class, code or nothing, English wording."""
    store = ontology()
    texts = {
        (quad.subject.value, quad.object.language): quad.object.value
        for quad in store.quads_for_pattern(None, ox.NamedNode(ONT + "wording"), None)
    }
    classes = {
        "capacity": "Participation", "presence": "Presence", "influence": "Influence",
        "finding": "Finding", "related": "Relatedness",
    }  # fmt: skip
    for (thing, lang), text in sorted(texts.items()):
        scheme = thing.removeprefix(f"{BASE}code/").split("/")[0]
        if lang == "en" and thing.startswith(ONT):
            yield thing, "", text
        elif lang == "en" and scheme in classes:
            yield ONT + classes[scheme], thing, text


def every_combination() -> dict[tuple[str, str], dict[tuple[str, bool, bool], str]]:
    """What is said of each class and kind, by language, for one and many parties, as a fact and a plan."""
    store = ontology()
    node, label = ox.NamedNode, node_label(store)
    facts = {}
    for number_, ((klass, code, text), many, plan) in enumerate(
        product(list(wordings()), (False, True), (False, True))
    ):
        fact = node(f"{BASE}id/fact/f{number_}")
        facts[fact.value] = (klass, code, many, plan)
        status = node(f"{BASE}code/status/{'scheduled' if plan else 'reported'}")
        quads = [(TYPE, node(klass)), (node(ONT + "status"), status)]
        if code:
            quads.append((node(ONT + "kindOfTest"), node(code)))
        for role in set(re.findall(r"{([\w/]+)[|}]", text)):
            for name in set(role.split("/")) - {"amount", "share", "units"}:
                quads.append((node(ONT + name), label(f"{name} one")))
                if many:
                    quads.append((node(ONT + name), label(f"{name} two")))
        store.extend([ox.Quad(fact, predicate, value) for predicate, value in quads])
    said: dict[tuple[str, str], dict[tuple[str, bool, bool], str]] = {}
    for iri, _, text_ in fact_labels(store):
        klass, code, many, plan = facts[iri.value]
        said.setdefault((klass, code), {})[str(text_.language), many, plan] = text_.value
    return said


def node_label(store: ox.Store) -> Callable[[str], ox.NamedNode]:
    def label(name: str) -> ox.NamedNode:
        thing = ox.NamedNode(f"{BASE}id/agent/{name.replace(' ', '-')}")
        for lang in LANGUAGES:
            store.add(
                ox.Quad(thing, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(name.title(), language=lang))
            )
        return thing

    return label


def test_every_wording_is_said_of_one_and_of_many_and_as_a_plan() -> None:
    said = every_combination()
    assert len(said) > 100
    for (klass, code), texts in said.items():
        assert set(texts) == set(product(LANGUAGES, (False, True), (False, True))), (klass, code)
        for (lang, many, plan), text in texts.items():
            assert not re.search(r"[…{}|]|\[|\]|  | ,|\(\)|（）", text), text
            assert ("Two" in text) == many, text
            if plan:
                assert text != texts[lang, many, False], text
                assert re.search(r"due to|scheduled|予定|tiene|deve|previsto|programado", text), text


def test_every_verb_has_a_form_for_many_and_for_a_plan_in_every_language() -> None:
    store = ontology()
    plans: dict[str, set[bool]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(ONT + "wording"), None):
        forms = re.search(r"{[\w/]+\|([^{}]*)}", quad.object.value)
        if forms:
            assert len(forms[1].split("|")) in (2, 3, 5), quad.object
            plans.setdefault(quad.subject.value, set()).add(has_plan(quad.object.value))
    assert [thing for thing, found in plans.items() if len(found) > 1] == []


LABELS = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?fact ?label WHERE { VALUES ?class { jlac:Fact jlac:Observation } ?fact a ?class ; rdfs:label ?label }
"""


def test_no_sentence_of_the_graph_shows_its_pattern_or_a_code(store) -> None:
    rows = list(store.query(LABELS, use_default_graph_as_union=True))
    assert len(rows) > 4000
    broken = re.compile(r"…|[{}|]|  | ,|https?:|\(\)|（）|[\x00-\x1f]")
    assert [row["label"].value for row in rows if broken.search(row["label"].value)] == []


ENGLISH = re.compile(
    r"\b(the|of|by|with|and|plans to|agreed|planned|since|as of|joint|about|more than|our inference)\b"
)


def test_no_sentence_in_another_language_holds_english_but_in_names(store) -> None:
    """Names that have no translation are English; they are taken out before looking."""
    query = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT DISTINCT ?name WHERE { ?thing skos:prefLabel|skos:altLabel|<https://w3id.org/jlac/ont#flag> ?name }"""
    rows = store.query(query, use_default_graph_as_union=True)
    found = {row["name"].value for row in rows}
    names = sorted(found | {name.partition(" (")[0] for name in found}, key=len, reverse=True)
    english = [name for name in names if ENGLISH.search(name)]
    for row in store.query(LABELS, use_default_graph_as_union=True):
        text = row["label"].value
        if row["label"].language != "en" and ENGLISH.search(text):
            for name in english:
                text = text.replace(name, "").replace(name[:1].lower() + name[1:], "")
            assert not ENGLISH.search(text), text


@pytest.mark.parametrize("kind", ["Fact", "Observation"])
def test_everything_is_said_in_four_languages(store, kind: str) -> None:
    rows = store.query(
        f"""PREFIX jlac: <https://w3id.org/jlac/ont#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?fact (COUNT(DISTINCT LANG(?label)) AS ?n) WHERE {{
          ?fact a jlac:{kind} OPTIONAL {{ ?fact rdfs:label ?label }}
        }} GROUP BY ?fact HAVING (COUNT(DISTINCT LANG(?label)) != 4)""",
        use_default_graph_as_union=True,
    )
    assert [str(row["fact"]) for row in rows] == []


@pytest.mark.parametrize(
    ("fact", "lang", "text"),
    [
        ("jsf-technical-cooperation", "en", "1988–2012)"),
        ("jbic-idb-cofinancing", "en", "since 1990)"),
        ("jbic-idb-cofinancing", "ja", "1990年以降）"),
        ("theodore-kahn-in-int", "en", " (as of 2013)"),
    ],
)
def test_a_fact_of_the_graph_says_when(store, fact: str, lang: str, text: str) -> None:
    subject, predicate = ox.NamedNode(f"{BASE}id/fact/{fact}"), ox.NamedNode(RDFS_LABEL)
    labels = [quad.object for quad in store.quads_for_pattern(subject, predicate, None)]
    said = [label.value for label in labels if label.language == lang]
    assert [text in label for label in said] == [True], said


def test_trade_is_said_with_a_place_or_between_two() -> None:
    presence = "fact:x a jlac:Presence ; jlac:actor id:mitsui ; jlac:location id:chile ; jlac:presenceKind <https://w3id.org/jlac/code/presence/trades>"
    assert say(f"{presence} .") == {
        "en": "Mitsui & Co. trades with Chile",
        "ja": "三井物産がチリと取引を展開",
        "es": "Mitsui & Co. comercia con Chile",
        "pt": "Mitsui & Co. faz comércio com o Chile",
    }
    assert say(f"{presence} ; jlac:origin id:chile ; jlac:destination id:japan .") == {
        "en": "Mitsui & Co. trades between Chile and Japan",
        "ja": "三井物産がチリと日本の間で取引を展開",
        "es": "Mitsui & Co. comercia entre Chile y Japón",
        "pt": "Mitsui & Co. faz comércio entre o Chile e o Japão",
    }
