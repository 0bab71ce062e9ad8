"""The explorer in a real browser, over the project's own graph."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.tools import missing
from tests.web.conftest import Service

ROOT = Path(__file__).parents[2]
PATIENCE = 30_000
"""Milliseconds that a busy machine may take; what is there at once costs nothing."""
expect.set_options(timeout=PATIENCE)
WEB = ROOT / "web"


@pytest.fixture(scope="session")
def explorer(whole: Service) -> Service:
    """The explorer over the graph of all data."""
    return built(whole)


@pytest.fixture(scope="session")
def report(reported: Service) -> Service:
    """The explorer over the report alone."""
    return built(reported)


def built(running: Service) -> Service:
    if not (WEB / "dist" / "index.html").is_file():
        missing("the built explorer")
    return running


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
    page.wait_for_selector("#main:not([aria-busy=true]) h1")
    yield page
    context.close()
    assert [fault for fault in watch.faults if allow not in fault] == []
