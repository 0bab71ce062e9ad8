"""The explorer's first page in Chromium, against the page that the service shows without a script.

    python -m benchmarks.page

Both come from one service over the project's own graph, each visit in a fresh browser profile: until the
places to start from can be clicked, and until the heading of the plain page stands. Needs ``make web`` and
Chromium.
"""

from __future__ import annotations

import shutil
import statistics
import time

from playwright.sync_api import Browser, sync_playwright
from tests.web.conftest import service

from jlac_graph.build.pipeline import ensure_built

ROUNDS = 7
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def visit(browser: Browser, url: str, *, script: bool) -> float:
    """Seconds of a first visit."""
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector(".starts a" if script else "h1")
    took = time.perf_counter() - began
    context.close()
    return took


def main() -> None:
    """Visit in turn and print the medians and their ratio."""
    with service(graph=ensure_built()) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        pairs = [
            [visit(browser, running.url, script=script) for script in (True, False)] for _ in range(ROUNDS)
        ]
        browser.close()
    explorer, plain = (statistics.median(column) for column in zip(*pairs[1:], strict=True))
    print(f"explorer {explorer:.2f} s, plain page {plain:.2f} s: {explorer / plain:.1f} times")


if __name__ == "__main__":
    main()
