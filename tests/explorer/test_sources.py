"""Sources chosen in the explorer: the form, the note on every page, and links that keep the choice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.web.conftest import ROOT, Service, service

from .conftest import WEB, missing, visit

MINE = """
<C> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/jlac/ont#Collection> <G> .
<C> <http://purl.org/dc/terms/title> "My press releases"@en <G> .
<C> <http://purl.org/dc/terms/coverage> "Nothing yet"@en <G> .
""".replace("<C>", "<https://w3id.org/jlac/collection/mine>").replace(
    "<G>", "<https://w3id.org/jlac/graph/mine/press>"
)


@pytest.fixture(scope="module")
def two_collections(near_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The explorer over a part of the report and a collection beside it."""
    if not (WEB / "dist" / "index.html").is_file():
        missing("the built explorer")
    graph = tmp_path_factory.mktemp("two") / "graph.nq"
    graph.write_text(near_file.read_text("utf-8") + MINE, "utf-8")
    with service(graph=graph, queries=ROOT / "queries") as running:
        yield running


def test_a_choice_is_made_seen_kept_and_given_up(browser: Browser, two_collections: Service) -> None:
    with visit(browser, two_collections, "/data", locale="es", allow="503", own=True) as page:
        form = page.locator(".sourceform")
        expect(form.get_by_role("checkbox")).to_have_count(2)
        form.get_by_label("My press releases").uncheck()
        form.get_by_role("button", name="Mostrar solo estas").click()
        note = page.get_by_role("note")
        expect(note).to_contain_text("Solo se muestran estas fuentes: idb-mg-172")
        assert page.url.endswith("/data?only-source=idb-mg-172")
        expect(form.get_by_label("My press releases")).not_to_be_checked()
        expect(form.get_by_label("IDB-MG-172")).to_be_checked()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.locator(".views a").nth(1).click()
        expect(page.locator("h1")).to_have_text("Mapa y tiempo")
        page.goto(f"{two_collections.url}/id/agent/jbic?only-source=idb-mg-172")
        expect(page.locator(".facts .source").first).to_be_visible()
        links = page.locator("a[href^='/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert [
            one for one in [*links, *asked] if "only-source=idb-mg-172" not in one and "/assets/" not in one
        ] == []
        assert len(links) > 20
        note.get_by_role("button", name="Todas las fuentes").click()
        expect(note).to_have_count(0)
        assert page.url.startswith(f"{two_collections.url}/id/agent/jbic")
        assert "source" not in page.url
