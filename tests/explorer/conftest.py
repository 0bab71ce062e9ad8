"""The explorer in a real browser, over the project's own graph."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.tools import missing, need
from tests.web.conftest import Service, service

ROOT = Path(__file__).parents[2]
PATIENCE = 30_000
"""Milliseconds that a busy machine may take; what is there at once costs nothing."""
expect.set_options(timeout=PATIENCE)
WEB = ROOT / "web"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="session")
def explorer(dist: Path) -> Iterator[Service]:
    if not (WEB / "dist" / "index.html").is_file():
        missing("the built explorer")
    with service(graph=dist / "graph.nq", queries=ROOT / "queries") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = need("Chromium", os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        yield started
        started.close()


def drawn_around(running: Service, name: str, limit: int = 25) -> int:
    """How many things a drawing holds once one thing is expanded."""
    answer = json.loads(running.ask(f"/api/neighbors?id={name}&limit={limit}").body)
    assert len(answer["added"]) > 5
    return 1 + len(answer["added"])


class Watch:
    """What a page must not do: fail, break its policy, or ask elsewhere."""

    def __init__(self, page: Page, home: str) -> None:
        self.faults: list[str] = []
        self.home = urlparse(home).netloc
        page.on("console", lambda m: self.faults.append(f"{m.type}: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(f"thrown: {error}"))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        parsed = urlparse(url)
        if parsed.scheme not in ("blob", "data") and parsed.netloc != self.home:
            self.faults.append(f"asked elsewhere: {url}")


@contextmanager
def visit(
    browser: Browser, running: Service, path: str = "/", *, allow: str = "\0", **options: object
) -> Iterator[Page]:
    """A page at an address; leaving it asserts that nothing went wrong on it but what is allowed."""
    options = {"viewport": {"width": 1280, "height": 800}, "locale": "en", **options}
    context: BrowserContext = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    watch = Watch(page, running.url)
    page.goto(running.url + path)
    page.wait_for_selector("#main h1")
    yield page
    context.close()
    assert [fault for fault in watch.faults if allow not in fault] == []
