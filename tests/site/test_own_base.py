"""The static site of a collection with a base of its own: its pages stand at its ids."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from jlac_graph.open_graph import open_graph
from jlac_graph.site.publish import publish
from tests.explorer.conftest import visit
from tests.fixtures.tolls import BASE, tolls_graph
from tests.site.conftest import served
from tests.site.test_journeys import Address
from tests.tools import once

OWN = ("id/agent/yamato", "id/agent/kaido", "id/asset/north-road", "id/fact/yamato-road", "src/toll-1/p1")


@pytest.fixture(scope="module")
def own_site(queries: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = open_graph(str(tolls_graph(tmp_path_factory)))
    return (
        once(tmp_path_factory, "own-site", lambda folder: publish(graph, folder / "site", queries=queries))
        / "site"
    )


@pytest.fixture(scope="module")
def own_address(own_site: Path) -> Iterator[str]:
    with served(own_site) as found:
        yield found


def test_its_pages_stand_at_its_ids_and_link_to_each_other(own_site: Path) -> None:
    for path in OWN:
        page = (own_site / path / "index.html").read_text("utf-8")
        links = {unescape(link).strip('"') for link in re.findall(r"<a href=(\"[^\"]*\"|[^ >]*)", page)}
        inner = [link for link in links if link.startswith(("id/", "src/"))]
        assert inner and BASE not in "".join(links)
        assert [link for link in inner if not (own_site / link / "index.html").is_file()] == []


def test_the_explorer_shows_them(browser: Browser, own_address: str) -> None:
    with visit(browser, Address(own_address), "/id/agent/yamato/") as page:
        expect(page.locator("h1")).to_have_text("Yamato")
        page.locator(".facts .source").first.click()
        expect(page.locator("h1")).to_contain_text("A toll road")
        assert page.url.rstrip("/").endswith("/src/toll-1/p1")
