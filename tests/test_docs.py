"""Every command is documented, with an example, and README.md counts what the graph has.

``python -m tests.test_docs`` writes docs/cli.md and the counts anew.
"""

import re
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.cli import get_docs_for_click

import jlac_graph
from jlac_graph.cli import app
from jlac_graph.sparql.store import OxigraphStore

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "cli.md"
README = ROOT / "README.md"
PARTS = """SELECT ?collection (COUNT(DISTINCT ?source) AS ?sources) (COUNT(DISTINCT ?fact) AS ?facts)
  (COUNT(DISTINCT ?statistic) AS ?statistics) {
  ?row prov:wasDerivedFrom/dcterms:isPartOf ?source . ?source jlac:inCollection ?collection .
  OPTIONAL { ?row a jlac:Fact BIND (?row AS ?fact) }
  OPTIONAL { ?row a jlac:Observation BIND (?row AS ?statistic) }
} GROUP BY ?collection"""
SURCHARGES = """SELECT (STR(?notation) AS ?name) ?surcharge {
  ?code skos:inScheme <https://w3id.org/jlac/code/status> ; skos:notation ?notation .
  ?code jlac:surcharge ?surcharge }"""
TOTAL = "SELECT (COUNT(DISTINCT ?one) AS ?number) { ?one a %s }"
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


def counted(text: str, graph: jlac_graph.Graph) -> str:
    """Return the text of README.md with the counts of a graph."""
    found = {row[0].value: [int(n.value) for n in row[1:]] for row in graph.query(PARTS)}
    parts = {iri.rpartition("/")[2]: numbers for iri, numbers in found.items()}
    for name, numbers in parts.items():
        cells = " | ".join(f"{number:,}" for number in numbers)
        text = re.sub(rf"(?m)^(\| `{name}` \|.*?\|) [\d,]+ \| [\d,]+ \| [\d,]+ \|$", rf"\1 {cells} |", text)
    facts, statistics, entities = (
        int(graph.query(TOTAL % kind).column("number")[0].value)
        for kind in ("jlac:Fact", "jlac:Observation", "jlac:Entity")
    )
    sources = sum(numbers[0] for numbers in parts.values())
    total = (
        f"has {facts:,} facts and {statistics:,} statistics about {entities:,} entities, from {sources:,} "
    )
    return re.sub(r"has [\d,]+ facts and [\d,]+ statistics about [\d,]+ entities, from [\d,]+ ", total, text)


def test_the_readme_counts_what_the_graph_has(graph_of_all: OxigraphStore) -> None:
    text = README.read_text("utf-8")
    assert counted(text, jlac_graph.Graph(graph_of_all)) == text


def test_other_counts_are_written_anew(graph_of_all: OxigraphStore) -> None:
    text = README.read_text("utf-8")
    stale = re.sub(r"(?<=\| )[\d,]+(?= \|)|(?<=has )[\d,]+", "7", text)
    assert stale != text
    assert counted(stale, jlac_graph.Graph(graph_of_all)) == text


def test_the_page_on_networks_has_the_surcharge_of_each_status(graph_of_all: OxigraphStore) -> None:
    text = (ROOT / "docs" / "networks.md").read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| surcharge for the status |"))
    written = {
        name.replace(" ", "-"): round(1000 * float(number))
        for number, names in re.findall(r"(0\.\d+) \(([^)]+)\)", row)
        for name in names.split(", ")
    }
    found = jlac_graph.Graph(graph_of_all).query(SURCHARGES)
    assert written == {row[0].value: int(row[1].value) for row in found}


def pages() -> list[Path]:
    """Every Markdown page of the checkout."""
    found = (path for path in ROOT.rglob("*.md") if not path.is_symlink())
    others = {".venv", "node_modules", "dist", "build"}
    return sorted(
        path
        for path in found
        if not any(part in others or part.startswith(".") for part in path.relative_to(ROOT).parts)
    )


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    heads = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def leads_nowhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path) if path else page
    return not target.exists() or bool(anchor and target.suffix == ".md" and anchor not in anchors(target))


def lost(page: Path) -> list[str]:
    """Links and pictures of a page, within the project, that lead nowhere."""
    found = re.findall(r"\]\(([^)\s]+)|(?:href|src)=\"([^\"]+)\"", page.read_text("utf-8"))
    links = ["".join(pair) for pair in found]
    return [link for link in links if ":" not in link and leads_nowhere(page, link)]


def test_links_lead_somewhere() -> None:
    assert {
        "README.md",
        "docs/tutorials/analyst.md",
        "ontology/decisions/001-facts-are-nodes-links-are-derived.md",
    } <= {page.relative_to(ROOT).as_posix() for page in pages()}
    assert {str(page): lost(page) for page in pages() if lost(page)} == {}


def test_the_index_links_every_page() -> None:
    """README.md says so."""
    index = ROOT / "docs" / "index.md"
    linked = {
        (index.parent / link).resolve() for link in re.findall(r"\]\(([^)#]+)", index.read_text("utf-8"))
    }
    written = {*(ROOT / "docs").rglob("*.md"), *(ROOT / "docs").glob("*.ipynb")} - {index}
    assert sorted(page.name for page in written - linked) == []


def test_a_lost_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A *head*, here\n[a](#a-head-here) [b](#gone) [c](page.md#no) [d](no.md) ![e](no.png) [f](http://x/y)\n"
    )
    assert lost(page) == ["#gone", "page.md#no", "no.md", "no.png"]


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


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.stem)
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


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    README.write_text(counted(README.read_text("utf-8"), jlac_graph.load()), encoding="utf-8")
