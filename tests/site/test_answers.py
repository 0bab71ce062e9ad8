"""The page answers from files as the service does from the graph: in Chromium, below a path."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph
import pytest
from playwright.sync_api import Browser, Page

from jlac_graph.core.errors import UsageError
from jlac_graph.output.rows import write
from jlac_graph.queries.explaining import taken
from jlac_graph.queries.in_language import labelled
from jlac_graph.queries.library import answer, find_query
from jlac_graph.queries.parameters import chosen
from jlac_graph.web.explore import Explorer
from tests.site.conftest import WEB

Ask = Callable[..., Any]
CALL = """async ([script, path, values, lang]) => {
  const { answer } = await import(script)
  try { return { found: await answer(path, values, lang) } } catch (error) { return { error: error.message } }
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(f"{address}/data/")
    yield page
    context.close()


@pytest.fixture(scope="module")
def ask(page: Page) -> Ask:
    manifest = json.loads((WEB / "dist/.vite/manifest.json").read_text())
    script = f"/project/{manifest['src/static/answers.ts']['file']}"

    def asked(path: str, lang: str = "en", **values: Any) -> Any:
        told = page.evaluate(CALL, [script, path, values, lang])
        return told["found"] if "found" in told else pytest.fail(told["error"])

    return asked


@pytest.fixture(scope="module")
def explorer(report_graph, queries) -> Explorer:
    return Explorer(report_graph, queries)


def given(explorer: Explorer, what: str, lang: str = "en", **values: Any) -> Any:
    return json.loads(explorer.answer(what, {**values, "lang": lang}))


def some(explorer: Explorer, every: int) -> list[str]:
    things = sorted(
        {
            *(thing for group in explorer.cache.names.by_slug.values() for thing in group),
            *explorer.cache.qualifiers,
        }
    )
    passages = sorted(f"src:{locator.replace('#', '/')}" for locator in explorer.cache.passages)
    return [*things[::every], *passages[:: every * 2], "code:sector/mining", "src:idb-mg-172", "place/chile"]


def test_profiles_of_entities_facts_statistics_and_passages(ask, explorer):
    for number, name in enumerate(some(explorer, 300)):
        lang = ("en", "ja", "es", "pt")[number % 4]
        theirs = given(explorer, "thing", lang, id=name)
        if name.startswith(("fact/", "obs:", "src:")):  # the explorer shows their sentences only
            theirs["names"] = {}
        assert ask(f"/api/thing/{name}", lang) == theirs, (name, lang)


def test_what_the_sources_cover(ask, explorer):
    assert ask("/api/coverage", "es") == given(explorer, "coverage", "es")


def test_an_unknown_entity_is_named(page):
    manifest = json.loads((WEB / "dist/.vite/manifest.json").read_text())
    script = f"/project/{manifest['src/static/answers.ts']['file']}"
    told = page.evaluate(CALL, [script, "/api/thing/agent/nobody", {}, "en"])
    assert told["error"] == "The graph has no entity agent/nobody"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_networks_around_entities(ask, explorer, lang):
    for name in ("agent/jbic", "place/chile", "asset/caserones"):
        for more in (
            {},
            {"context": True, "limit": 10, "offset": 5},
            {"shown": ["agent/mitsui", "agent/none"]},
        ):
            assert ask("/api/graph", lang, expand=name, **more) == given(
                explorer, "graph", lang, expand=name, **more
            )


@pytest.mark.parametrize("name", ["full", "actors", "coinvestment", "countries", "membership"])
def test_projections(ask, explorer, name):
    ours, theirs = ask("/api/projection", "es", name=name), given(explorer, "projection", "es", name=name)
    assert (
        ours.pop("title") == given(explorer, "vocabulary", "es")["projections"][theirs.pop("title") and name]
    )
    assert ours == theirs


def test_facts_by_place_and_year(ask, explorer):
    assert ask("/api/activity", "pt") == given(explorer, "activity", "pt")


def pairs(explorer: Explorer) -> list[tuple[str, str]]:
    linked = sorted(n for n in explorer.cache.network("en") if n.startswith(("agent/", "asset/", "project/")))
    return [(linked[at * 7 % len(linked)], linked[(at * 31 + 11) % len(linked)]) for at in range(40)]


def test_paths_are_those_of_jlac_trace(ask, explorer):
    """The service's paths are those of `jlac_graph.network.tracing.trace`, with the evidence in words."""
    compared = 0
    for number, (a, b) in enumerate(pairs(explorer)):
        limits = [{}, {"from": 2005, "to": 2012}, {"avoid": ["place/japan"]}, {"max_length": 3}][number % 4]
        try:
            theirs = given(explorer, "trace", source=a, target=b, paths=5, **limits)
        except UsageError:  # both ends are one
            continue
        ours = ask("/api/trace", source=a, target=b, paths=5, **limits)
        for path in theirs["paths"]:  # a published site has no parts of costs
            assert path.pop("passing") is not None
            assert all(hop.pop("parts") for hop in path["hops"])
        for member in ("paths", "misses", "searched", "gaps"):
            assert ours[member] == theirs[member], (a, b, limits, member)
        assert {len(way) for way in ours["shortest"]} == {len(way) for way in theirs["shortest"]}
        compared += bool(theirs["paths"])
    assert compared >= 30


@pytest.mark.parametrize("text", ["JBIC", "mitsui", "カセロネス", "Perú", "codelko", "inter american bank"])
def test_suggestions_begin_as_those_of_the_service(ask, explorer, text):
    ours, theirs = ask("/api/search", q=text), given(explorer, "search", q=text)
    assert [row["id"] for row in ours[:3]] == [row["id"] for row in theirs[:3]]
    assert ours[0] == theirs[0]


@pytest.mark.parametrize(
    "text", ["copper mines chile", "銅山", "JBIC Caserones", "railway in Mexico", "automotive"]
)
def test_searches_find_the_same_entities_and_passages(ask, explorer, text):
    ours, theirs = ask("/api/find", q=text), given(explorer, "find", q=text)
    for group in ("entities", "passages"):
        assert ours[group] == theirs[group], group
    assert [row["id"] for row in ours["statements"]["items"]] == [
        row["id"] for row in theirs["statements"]["items"]
    ]
    assert ours["exact"] == theirs["exact"]


QUESTIONS = {
    "investments in Chile": "en", "JBIC": "en", "JBIC Caserones": "en", "financing of mines": "en",
    "how is JBIC linked to Codelco": "en", "チリへの投資": "ja", "acuerdos de México": "es",
    "tarifas": "pt", "banco de desarrollo": "es", "メキシコの鉄道": "ja",
}  # fmt: skip


def test_questions_are_read_as_by_the_service(ask, explorer):
    asked = []
    for text, lang in QUESTIONS.items():
        ours = ask("/api/find", lang, q=text)["readings"]
        assert ours == given(explorer, "find", lang, q=text)["readings"], text
        asked += [reading["ask"] for reading in ours]
    assert {"path", "query"} <= set(asked)


QUERIES_ASKED = [
    ("agreements", {}),
    ("investments-in", {"country": "place/mexico"}),
    ("investments-in", {"country": "place/brazil,place/chile"}),
    ("financing-by", {"financier": "jbic"}),
    ("tariff-comparison", {"product": "code:product/agricultural-products"}),
    ("timeline", {"start": "2010", "end": "2012"}),
    ("investment-flows", {}),
    ("plans", {}),
    ("counted-once", {}),
]


@pytest.mark.parametrize(("name", "values"), QUERIES_ASKED)
def test_queries_of_the_library_have_the_rows_of_the_service(ask, report_graph, queries, name, values):
    query = find_query(name, queries)
    known = {p.name for p in query.parameters}
    values = {key: value for key, value in values.items() if key in known} or dict(*query.examples[:1])
    terms = chosen(query, values, report_graph)
    rows = labelled(query, answer(query, report_graph, terms, lang="ja"), report_graph, "ja")
    theirs = json.loads(write(rows, "json", taken=taken(terms, report_graph, lang="ja")))
    ours = ask(f"/api/queries/{name}", "ja", **values)
    assert ours["head"]["vars"] == theirs["head"]["vars"]
    assert ours["taken"] == theirs.get("taken", {})
    plain = [{key: cell["value"] for key, cell in row.items()} for row in ours["results"]["bindings"]]
    assert plain == [{k: cell["value"] for k, cell in row.items()} for row in theirs["results"]["bindings"]]
    assert plain


def test_a_value_that_names_nothing_is_refused(page):
    manifest = json.loads((WEB / "dist/.vite/manifest.json").read_text())
    script = f"/project/{manifest['src/static/answers.ts']['file']}"
    told = page.evaluate(CALL, [script, "/api/queries/investments-in", {"country": "atlantis"}, "en"])
    assert told["error"] == "country: atlantis is not a valid value"


SPARQL = """async ([script, text]) => {
  const { sparql } = await import(script)
  try { return { found: await sparql(text, new AbortController().signal) } }
  catch (error) { return { error: error.message } }
}"""


def test_sparql_in_the_page_has_the_rows_of_the_store(page, report_graph):
    manifest = json.loads((WEB / "dist/.vite/manifest.json").read_text())
    script = f"/project/{manifest['src/static/answers.ts']['file']}"
    for text in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a jlac:Fact } }",
        "SELECT ?c (COUNT(?f) AS ?n) { ?f a ?c . ?c rdfs:subClassOf* jlac:Fact } GROUP BY ?c ORDER BY ?c",
    ):
        found = page.evaluate(SPARQL, [script, text])["found"]
        rows = report_graph.select(text)
        told = [[row[c]["value"] for c in rows.columns] for row in found["results"]["bindings"]]
        assert told == [[term.value for term in row] for row in rows]
    turtle = page.evaluate(SPARQL, [script, "DESCRIBE id:agent\\/jbic"])["found"]
    parsed = pyoxigraph.parse(turtle.encode(), pyoxigraph.RdfFormat.TURTLE)
    assert {q.subject.value for q in parsed} == {"https://w3id.org/jlac/id/agent/jbic"}
    assert "expected" in page.evaluate(SPARQL, [script, "SELECT ?s { ?s ?p }"])["error"]
