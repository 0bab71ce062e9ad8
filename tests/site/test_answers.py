"""The page answers from files as the service does from the graph: the same questions, in Chromium, below a path."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from jlac_graph.core.errors import JlacError
from jlac_graph.network.tracing import TraceOptions, trace
from jlac_graph.web.explore import Explorer
from tests.explorer.conftest import WEB, browser  # noqa: F401 - the fixture
from tests.tools import missing

Ask = Callable[..., Any]
CALL = """async ([script, path, values, lang]) => {
  const { answer } = await import(script)
  try { return { found: await answer(path, values, lang) } } catch (error) { return { error: error.message } }
}"""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the site, below a path, as ``python -m http.server`` serves it."""
    if not (WEB / "dist" / "index.html").is_file():
        missing("the built explorer")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(site.parent),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                assert server.poll() is None
        yield f"http://127.0.0.1:{port}/project"
        server.terminate()


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:  # noqa: F811
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
    things = sorted({*explorer.cache.things, *explorer.cache.qualifiers})
    passages = sorted(f"src:{locator.replace('#', '/')}" for locator in explorer.cache.passages)
    return [*things[::every], *passages[:: every * 2], "code:sector/mining", "src:idb-mg-172", "place/chile"]


def test_profiles_of_entities_facts_statistics_and_passages(ask, explorer):
    for number, name in enumerate(some(explorer, 60)):
        lang = ("en", "ja", "es", "pt")[number % 4]
        assert ask(f"/api/thing/{name}", lang) == given(explorer, "thing", lang, id=name), (name, lang)


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
    assert ask("/api/projection", "es", name=name) == given(explorer, "projection", "es", name=name)


def test_facts_by_place_and_year(ask, explorer):
    assert ask("/api/activity", "pt") == given(explorer, "activity", "pt")


def pairs(explorer: Explorer) -> list[tuple[str, str]]:
    linked = sorted(n for n in explorer.cache.network("en") if n.startswith(("agent/", "asset/", "project/")))
    return [(linked[at * 7 % len(linked)], linked[(at * 31 + 11) % len(linked)]) for at in range(36)]


def test_paths_are_those_of_jlac_trace(ask, explorer, report_graph):
    compared = 0
    for number, (a, b) in enumerate(pairs(explorer)):
        limits = [{}, {"from": 2005, "to": 2012}, {"avoid": ["place/japan"]}, {"max_length": 3}][number % 4]
        options = TraceOptions(
            paths=5, max_length=limits.get("max_length", 5), avoid=tuple(limits.get("avoid", ())),
            start=limits.get("from"), end=limits.get("to"),
        )  # fmt: skip
        try:
            found = trace(
                report_graph, a, b, options=options, links=explorer.cache.links, names=explorer.cache.names
            )
        except JlacError:
            continue
        told = ask("/api/trace", source=a, target=b, paths=5, **limits)
        assert [path["nodes"] for path in told["paths"]] == [list(path.nodes) for path in found.paths], (
            a,
            b,
            limits,
        )
        whole = given(explorer, "trace", source=a, target=b, paths=5, **limits)
        assert told["paths"] == whole["paths"], (a, b, limits)
        assert told["misses"] == whole["misses"], (a, b, limits)
        assert {len(way) for way in told["shortest"]} == {len(way) for way in whole["shortest"]}
        compared += bool(found.paths)
    assert compared >= 30


@pytest.mark.parametrize("text", ["JBIC", "mitsui", "カセロネス", "Perú", "codelko", "inter american bank"])
def test_suggestions_begin_as_those_of_the_service(ask, explorer, text):
    ours, theirs = ask("/api/search", q=text), given(explorer, "search", q=text)
    assert [row["id"] for row in ours[:3]] == [row["id"] for row in theirs[:3]]
    assert ours[0] == theirs[0]


@pytest.mark.parametrize("text", ["copper mines chile", "銅山", "JBIC Caserones", "financing of mines"])
def test_searches_find_the_same_entities_and_passages(ask, explorer, text):
    ours, theirs = ask("/api/find", q=text), given(explorer, "find", q=text)
    for group in ("entities", "passages"):
        assert ours[group] == theirs[group], group
    assert [row["id"] for row in ours["statements"]["items"]] == [
        row["id"] for row in theirs["statements"]["items"]
    ]
    assert ours["exact"] == theirs["exact"]
