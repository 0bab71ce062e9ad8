"""The views without scripts: the answers of the explorer as lists and tables, with their sources."""

import json
import re
from html import unescape

import pytest

from jlac_graph.build.dataset_description import DATASET, TITLE
from jlac_graph.core.version import VERSION

PASSAGE = "/src/idb-mg-172/case-mining.p7"


def plain(running, path, lang="en"):
    more = "&" if "?" in path else "?"
    answer = running.ask(f"{path}{more}format=plain&lang={lang}")
    assert (answer.status, answer.media) == (200, "text/html")
    assert "<script" not in answer.text and f'<html lang="{lang}">' in answer.text
    return unescape(answer.text)


@pytest.mark.parametrize(
    ("path", "said", "way"),
    [
        ("/", "A knowledge graph", "/id/agent/jbic"),
        ("/search?q=mazda", "Mazda plant in Salamanca", "/id/agent/mazda"),
        (
            "/search?q=how+is+Mitsui+linked+to+JBIC",
            "How are they linked?",
            "/network?path=agent/mitsui~agent/jbic",
        ),
        ("/queries", "What an agency financed", "/queries/financing-by"),
        ("/queries/financing-by?agency=agent/jbic", "more than USD 300 million", "/id/fact/jbic-caserones"),
        ("/queries/top-exporters", "36.5", "/id/place/brazil"),
        ("/network?path=agent/mitsui~agent/jbic", "Mitsui & Co.", PASSAGE),
        ("/network?n=agent/mitsui&x=agent/mitsui", "Mitsui & Co.", PASSAGE),
        ("/network?p=actors", "JBIC Green Fund", "/id/agent/jica"),
        ("/compare?a=agent/mitsui&b=agent/jbic", "Entities linked to both", "/id/fact/jbic-caserones"),
        ("/map", "Mexico", "/map?country=place/mexico"),
        ("/map?country=place/chile", "Chile", PASSAGE),
        ("/id/place/chile", "Events that concern Chile, those of its", "/map?country=place/chile"),
        ("/compare?a=place/chile&b=place/peru", "Events that concern Peru", "/map?country=place/peru"),
        ("/data", f"). {TITLE}. Version {VERSION}. {DATASET}. CC BY 4.0.", "/src/idb-mg-172"),
        ("/id/agent/jbic", "Japan Bank for International Cooperation", "/id/fact/jbic-caserones"),
        ("/id/fact/jbic-caserones", "The year is not printed.", PASSAGE),
        (PASSAGE, "https://publications.iadb.org/en/node/10904", "/id/fact/jbic-caserones"),
    ],
)
def test_a_view_without_scripts_says_and_links_what_it_shows(reported, path, said, way):
    page = plain(reported, path)
    assert said in page
    more = "&" if "?" in way else "?"
    assert f'href="{way}{more}format=plain&lang=en"' in page


@pytest.mark.parametrize("lang", ["ja", "es", "pt"])
def test_its_words_are_of_the_language(reported, lang):
    english = set(re.findall(r"<(?:h2|button|th)[^>]*>([^<]+)", plain(reported, "/id/fact/jbic-caserones")))
    other = set(
        re.findall(r"<(?:h2|button|th)[^>]*>([^<]+)", plain(reported, "/id/fact/jbic-caserones", lang))
    )
    assert english and english & other == set()


def test_the_rows_are_those_of_the_query(reported):
    rows = json.loads(reported.ask("/api/queries/duty-free-schedule?format=json").body)["results"]["bindings"]
    page = plain(reported, "/queries/duty-free-schedule")
    assert page.count("<tr>") == len(rows) + 1


@pytest.mark.parametrize(
    ("path", "status"),
    [("/id/agent/nope", 404), ("/src/idb-mg-172/nope", 404), ("/queries/nope", 404), ("/story/nope", 404),
     ("/queries/financing-by?agency=agent/nope", 400), ("/queries/financing-by?nope=1", 200)],
)  # fmt: skip
def test_what_is_missing_is_told(reported, path, status):
    more = "&" if "?" in path else "?"
    assert reported.ask(f"{path}{more}format=plain").status == status


def test_what_a_reader_types_is_text(reported):
    page = reported.ask("/search?q=%3Cscript%3Ealert(1)%3C/script%3E&format=plain").text
    assert "<script" not in page and "&lt;script&gt;" in page


def test_a_page_sends_a_browser_without_scripts_to_its_plain_address(reported):
    for path, to in (
        ("/search?q=a%22b", "?q=a%22b&amp;format=plain"),
        ("/id/agent/jbic", "?lang=en&amp;format=plain"),
    ):
        page = reported.ask(path, Accept="text/html").text
        assert f'<noscript><meta http-equiv="refresh" content="0; url={to}"></noscript>' in page


def test_a_source_is_called_by_its_title_and_described_in_the_language(reported):
    page = plain(reported, "/src/idb-mg-172", "ja")
    assert "<h1>Japan and Latin America and the Caribbean: Building" in page
    assert ">題名<" in page and ">title<" not in page


def test_a_missing_page_speaks_the_language_of_its_address(reported):
    page = reported.ask("/id/agent/nonexistent?lang=ja", accept="text/html", accept_language="pt-BR")
    assert page.status == 404 and '<html lang="ja">' in page.text
