"""A collection with a base of its own: its pages stand on the service, and every link to them leads there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from tests.fixtures.report import ROOT
from tests.fixtures.tolls import BASE, tolls_graph
from tests.web.conftest import service

OWN = ("id/agent/yamato", "id/agent/kaido", "id/asset/north-road", "id/fact/yamato-road", "src/toll-1/p1")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with service(graph=tolls_graph(tmp_path_factory), queries=ROOT / "queries") as found:
        yield found


def links(page: str) -> set[str]:
    return {unescape(link).partition("#")[0] for link in re.findall(r'<a [^>]*href="([^"]*)"', page)}


@pytest.mark.parametrize("path", OWN)
@pytest.mark.parametrize("form", ["", "format=plain"])
def test_its_pages_stand_at_their_ids_and_link_to_each_other(running: Any, path: str, form: str) -> None:
    page = running.ask(f"/{path}?{form}", Accept="text/html")
    assert page.status == 200 and BASE not in "".join(links(page.text))
    for link in (link for link in links(page.text) if link.startswith(("/id/", "/src/", "/obs/"))):
        assert running.ask(link, Accept="text/html").status == 200, link


def test_an_iri_leads_to_the_same_page_as_its_id(running: Any) -> None:
    by_id, by_iri = (running.ask(f"/{way}?format=plain") for way in (OWN[0], f"id/{BASE}{OWN[0]}"))
    assert by_id.body == by_iri.body
    assert running.ask("/id/agent/nobody?format=plain").status == 404


def test_the_explorer_links_its_values_and_names_its_passages(running: Any) -> None:
    found = json.loads(running.ask("/api/thing/fact/yamato-road").body)
    assert found["iri"] == f"{BASE}id/fact/yamato-road"
    (investor,) = (row["values"] for row in found["about"] if row["name"] == "investor")
    assert investor == [{"id": f"{BASE}id/agent/yamato", "label": "Yamato"}]
    assert json.loads(running.ask("/api/vocabulary").body)["bases"] == [BASE]
    labels = running.ask("/api/labels", data=b'{"ids": ["src:toll-1/p1", "agent/kaido"]}', method="POST")
    assert json.loads(labels.body) == {"agent/kaido": "街道", "src:toll-1/p1": "A toll road"}


def test_it_is_in_the_site_map(running: Any) -> None:
    listed = re.findall("<loc>[^<]*?//[^/]*/([^<]*)</loc>", running.ask("/sitemap.xml").text)
    assert {*OWN[:4], "src/toll-1"} <= set(listed)
