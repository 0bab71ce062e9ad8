"""Every command is documented, with an example; ``python -m tests.test_docs`` writes docs/cli.md anew."""

import re
from importlib import import_module
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


PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / "ontology" / "decisions").glob("*.md"),
]


def exists(dotted: str) -> bool:
    """Return whether a dotted name is a module, or an attribute of one."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        return all((found := getattr(found, part, None)) is not None for part in parts[end:])
    return False


def lost_names(text: str) -> list[str]:
    """List the dotted names of the package in a text that do not exist."""
    return sorted({name for name in re.findall(r"\bjlac_graph(?:\.\w+)+", text) if not exists(name)})


def lost_imports(text: str) -> list[str]:
    """List the names that a text imports from the package and that do not exist."""
    found = re.findall(r"^from (jlac_graph[\w.]*) import (.+)$", text, re.MULTILINE)
    names = [f"{module}.{name.split()[0]}" for module, line in found for name in line.split(",")]
    return [name for name in names if not exists(name)]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_the_names_of_the_package_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    assert lost_names(text) + lost_imports(text) == []


def test_a_stale_name_is_found() -> None:
    assert lost_names("see `jlac_graph.analysis.evidence.Weights`") == [
        "jlac_graph.analysis.evidence.Weights"
    ]
    assert lost_names("see `jlac_graph.network.paths.costs.Weights`") == []
    assert lost_imports("from jlac_graph.network.measures.centrality import rank, ranks\n") == [
        "jlac_graph.network.measures.centrality.ranks"
    ]


def test_the_modules_named_by_room_exist() -> None:
    """The table of rooms in CONTRIBUTING.md lists exactly the rooms of the package."""
    rows = re.findall(r"^\| `(\w+)/` \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    rooms = {path.parent.name for path in (ROOT / "src" / "jlac_graph").glob("*/__init__.py")}
    assert set(rows) == rooms


def test_the_modules_named_for_a_change_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+/[\w/]+\.py)`", text))
    tests = {name for name in named if name.startswith("tests/")}
    folders = ((tests, ROOT), (named - tests, ROOT / "src" / "jlac_graph"))
    assert len(named) > 10
    assert [name for names, folder in folders for name in names if not (folder / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_links_point_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_links_to_headings_of_a_page_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    headings = {anchor(line) for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert [name for name in re.findall(r"\]\(#([^)]+)\)", text) if name not in headings] == []


def anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
