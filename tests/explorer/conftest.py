"""The explorer in a real browser, over the project's own graph."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, expect

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
        self._page = page
        self._heard = {"console": self._said, "pageerror": self._thrown, "request": self._asked}
        for event, hear in self._heard.items():
            page.on(event, hear)

    def end(self) -> None:
        for event, hear in self._heard.items():
            self._page.remove_listener(event, hear)

    def _said(self, message: ConsoleMessage) -> None:
        # the browser itself looks for an icon of the page where it rests
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            self.faults.append(f"{message.type}: {message.text}")

    def _thrown(self, error: Error) -> None:
        self.faults.append(f"thrown: {error}")

    def _asked(self, request: Request) -> None:
        parsed = urlparse(request.url)
        if parsed.scheme not in ("blob", "data") and parsed.netloc != self.home:
            self.faults.append(f"asked elsewhere: {request.url}")


class Pages:
    """Pages that are used again: a new one costs three times what a visit does.

    Each is at rest on a page without scripts, with nothing stored, while no test visits it.
    """

    most = 4

    def __init__(self) -> None:
        self._resting: dict[object, Page] = {}

    def take(self, browser: Browser, home: str, options: dict[str, object]) -> Page:
        return self._resting.pop((browser, home, repr(options)), None) or opened(browser, options)

    def put(self, browser: Browser, home: str, options: dict[str, object], page: Page) -> None:
        page.mouse.move(0, 0)
        page.goto(f"{home}/robots.txt")
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self._resting[browser, home, repr(options)] = page
        if len(self._resting) > self.most:
            self._resting.pop(next(iter(self._resting))).context.close()


PAGES = Pages()
USUAL = {"viewport": {"width": 1280, "height": 800}, "locale": "en", "reduced_motion": "reduce"}


def opened(browser: Browser, options: dict[str, object]) -> Page:
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(PATIENCE)
    return page


@contextmanager
def visit(
    browser: Browser,
    running: Service,
    path: str = "/",
    *,
    allow: str = "\0",
    own: bool = False,
    **options: object,
) -> Iterator[Page]:
    """A page at an address; leaving it asserts that nothing went wrong on it but what is allowed.

    A test that changes the page itself (routes, listeners, media) takes one of its ``own``. Nothing
    moves by itself unless the options say so.
    """
    options = {**USUAL, **options}
    page = opened(browser, options) if own else PAGES.take(browser, running.url, options)
    watch = Watch(page, running.url)
    try:
        page.goto(running.url + path)
        page.wait_for_selector("#main:not([aria-busy=true]) h1")
        yield page
        watch.end()
    except BaseException:
        page.context.close()
        raise
    if own:
        page.context.close()
    else:
        PAGES.put(browser, running.url, options, page)
    assert [fault for fault in watch.faults if allow not in fault] == []
