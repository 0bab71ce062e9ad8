"""Every command is documented, with an example; ``python -m tests.test_docs`` writes docs/cli.md anew."""

import re
from pathlib import Path

import pytest
import typer
from typer.cli import get_docs_for_click

from jlac_graph.cli import app

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "cli.md"
COMMANDS = typer.main.get_command(app).commands


def page() -> str:
    command = typer.main.get_command(app)
    text = get_docs_for_click(obj=command, ctx=typer.Context(command), name="jlac", title="Command line")
    return re.sub(r"[ \t]+\n", "\n", text).strip() + "\n"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example(name: str) -> None:
    assert re.search(rf"Example.*jlac {name}\b", COMMANDS[name].help or "", re.DOTALL)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    assert [p.name for p in COMMANDS[name].params if not getattr(p, "help", "") and p.name != "help"] == []


def test_links_lead_somewhere() -> None:
    pages = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *(ROOT / "docs").glob("*.md"),
    ]
    lost = [
        (path.name, link)
        for path in pages
        for link in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8"))
        if "://" not in link and not (path.parent / link).exists()
    ]
    assert lost == []


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
