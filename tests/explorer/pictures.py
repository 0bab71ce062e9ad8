"""Take the pictures of docs/explorer.md from the running explorer: ``python -m tests.explorer.pictures``."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.fixtures.running import ARGUMENTS
from tests.web.conftest import Service, service

from .conftest import ROOT, visit

IMAGES = ROOT / "docs" / "images"
LARGEST = 300_000
PHONE, SCREEN = {"width": 390, "height": 740}, {"width": 1120, "height": 680}
PICTURES: dict[str, tuple[str, dict[str, object]]] = {
    "explorer-start": ("/", {}),
    "explorer-thing": ("/id/agent/jbic", {}),
    "explorer": ("/network?n=agent/mitsui&x=agent/mitsui", {}),
    "explorer-actors": ("/network?p=actors", {"color_scheme": "dark"}),
    "explorer-path": ("/network?path=agent/mitsui~agent/bndes", {}),
    "explorer-map": ("/map?country=place/mexico", {"viewport": {"width": 1120, "height": 1000}}),
    "explorer-sums": ("/map?measure=sum:USD:agreed", {"viewport": {"width": 1120, "height": 990}}),
    "explorer-columns": ("/network?n=agent/mitsui&x=agent/mitsui&l=countries&k=country", {}),
    "explorer-countries": (
        "/network?p=actors&l=countries&k=country",
        {"viewport": {"width": 1400, "height": 900}},
    ),
    "explorer-lines": ("/queries/duty-free-schedule", {"viewport": {"width": 1120, "height": 860}}),
    "explorer-question": ("/queries/financing-by", {}),
    "explorer-sparql": ("/sparql", {}),
    "explorer-phone": ("/id/agent/jbic", {"viewport": PHONE, "locale": "ja"}),
}


def take(browser: Browser, running: Service, name: str) -> Path:
    """Take one picture.

    Raises
    ------
    AssertionError : when the page fails, or the picture is too large for the repository.
    """
    path, options = PICTURES[name]
    with visit(browser, running, path, **{"viewport": SCREEN, **options}) as page:
        settle(page, name)
        target = IMAGES / f"{name}.png"
        page.screenshot(path=target)
    assert target.stat().st_size < LARGEST, f"{target.name} has {target.stat().st_size} bytes"
    return target


def settle(page: Page, name: str) -> None:
    """Wait until everything is drawn and nothing moves."""
    page.wait_for_load_state("networkidle")
    if name == "explorer-sparql":
        page.get_by_role("button", name="Run").click()
        page.wait_for_selector("table.rows")
    if name == "explorer-path":
        page.wait_for_selector("button.way")
    if name == "explorer-lines":
        page.wait_for_selector("table.rows")
        page.get_by_role("tab", name="Chart").click()
    page.wait_for_timeout(1200)


def main() -> None:
    """Take every picture, of the graph in ``dist/``."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    graph = ROOT / "dist" / "graph.nq"
    if not chromium or not graph.is_file():
        sys.exit("needs Chromium (scripts/test-tools) and a built graph (jlac build)")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with service(graph=graph, queries=ROOT / "queries") as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=ARGUMENTS)
        for name in PICTURES:
            print(take(browser, running, name).relative_to(ROOT))  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()
