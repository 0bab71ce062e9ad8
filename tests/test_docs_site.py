"""The documentation site: it builds without a warning, and its reference names everything that there is."""

import doctest
import re
import subprocess
import sys
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
import typer
from docs.generate.docstrings import as_google
from docs.generate.site import build_site, write_source
from docs.generate.terms import read_ontology
from lxml import html

import jlac_graph
from jlac_graph.cli import app
from jlac_graph.core.namespaces import ONT
from jlac_graph.core.paths import ontology_dir, schemas_dir
from jlac_graph.queries.library import list_queries
from jlac_graph.sparql.store import OxigraphStore
from tests.fixtures.report import REPORT, ROOT
from tests.servers.conftest import oxigraph
from tests.tools import once

OWL = "http://www.w3.org/2002/07/owl#"
CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, report_graph: OxigraphStore) -> Path:
    """Build the site with the graph of the report."""

    def make(folder: Path) -> None:
        write_source(jlac_graph.Graph(report_graph), folder, data=REPORT)
        done = build_site(folder)
        assert done.returncode == 0, done.stdout + done.stderr

    return once(tmp_path_factory, "docs-site", make)


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.html")}


def declared(*types: str) -> set[str]:
    """Count what the ontology declares with a parser of its own, apart from the generator."""
    store = ox.Store()
    for path in [*ontology_dir().glob("*.ttl"), *ontology_dir().glob("vocab/*.ttl")]:
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    found = (
        q.subject.value for t in types for q in store.quads_for_pattern(None, kind, ox.NamedNode(t), None)
    )
    return set(found)


def test_every_class_property_and_code_has_a_page(site: Path) -> None:
    reference = site / "site" / "reference"
    classes = {iri.removeprefix(ONT) for iri in declared(f"{OWL}Class") if iri.startswith(ONT)}
    properties = {
        iri.removeprefix(ONT)
        for iri in declared(f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty")
        if iri.startswith(ONT)
    }
    codes = {iri.partition("/code/")[2] for iri in declared(CONCEPT)}
    assert (len(classes) > 80, len(properties) > 200, len(codes) > 150) == (True, True, True)
    assert names(reference / "classes") - {"index"} == classes
    assert names(reference / "properties") - {"index"} == properties
    assert {name for name in names(reference / "codes") if "/" in name} == codes


def test_every_query_and_table_has_a_page(site: Path) -> None:
    reference = site / "site" / "reference"
    assert names(reference / "queries") - {"index"} == {query.name for query in list_queries()}
    described = names(reference / "tables") - {"index"}
    assert described <= {path.stem for path in schemas_dir().glob("*.json")}
    assert {"investments", "ownerships", "codes", "coverage"} <= described


def test_the_page_of_a_term_says_what_the_ontology_says(site: Path) -> None:
    text = (site / "pages" / "reference" / "classes" / "Loan.md").read_text("utf-8")
    for part in (
        "| 日本語 | 融資 |",
        "[`jlac:Financing`](Financing.md)",
        "[`financings`](../tables/financings.md)",
        "a jlac:Loan",
        "[`jlac:amount`](../properties/amount.md)",
        "[`jlac:currency`](../properties/currency.md)",
        "[`jlac:status`](../properties/status.md)",
    ):
        assert part in text
    assert "agreement_parties" not in text
    text = (site / "pages" / "reference" / "codes" / "status" / "agreed.md").read_text("utf-8")
    assert "Signed or otherwise agreed by the parties." in text
    assert "SELECT ?subject { ?subject jlac:status <https://w3id.org/jlac/code/status/agreed> }" in text
    text = (site / "pages" / "reference" / "codes" / "coverage" / "cited.md").read_text("utf-8")
    assert "SELECT ?subject { ?subject jlac:coverage <https://w3id.org/jlac/code/coverage/cited> }" in text
    assert "Queries that read the property" in text and "silent-passages" in text
    text = (site / "pages" / "reference" / "queries" / "investments-in.md").read_text("utf-8")
    assert "Inversiones en un país" in text
    assert "../classes/Investment.md" in text


def test_every_command_and_option_is_on_the_site(site: Path) -> None:
    text = (site / "site" / "cli.html").read_text("utf-8")
    for name, command in typer.main.get_command(app).commands.items():
        assert f"jlac {name}" in text
        assert [o for p in command.params for o in p.opts if o.startswith("--") and o not in text] == []


def test_every_name_of_the_interface_is_documented(site: Path) -> None:
    text = (site / "site" / "reference" / "python" / "index.html").read_text("utf-8")
    public = [name for name in jlac_graph.__all__ if not name.startswith("__")]
    assert [name for name in public if f'id="jlac_graph.{name}"' not in text] == []
    assert "a file (.nq, .ttl, ...)" in text
    assert "the best-evidenced first; each has its own direction" in text
    assert '<span class="doc-section-title">Warns:</span>' in text
    assert '<span class="doc-section-title">Parameters:</span>' in text


@dataclass(frozen=True)
class Page:
    """The addresses that a page names, what it loads, and the anchors that it has."""

    links: list[str]
    loads: list[str]
    anchors: set[str]


def read_page(path: Path) -> Page:
    tree = html.parse(path)
    loads = tree.xpath("//@src | //link[@rel!='canonical']/@href")
    return Page(tree.xpath("//a/@href"), loads, set(tree.xpath("//@id | //@name")))


def test_every_link_of_the_site_leads_somewhere_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    root = site / "site"
    pages = {page: read_page(page) for page in root.rglob("*.html") if page.name != "404.html"}
    lost = [
        (page.relative_to(root).as_posix(), link)
        for page, found in pages.items()
        for link in (*found.links, *found.loads)
        if not leads(page, link, pages)
    ]
    assert len(pages) > 600
    assert lost == []
    loads = {link for page in pages.values() for link in page.loads}
    assert {link for link in loads if urlsplit(link).scheme not in ("", "data")} == set()


def leads(page: Path, link: str, pages: dict[Path, Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme:
        return parts.scheme in ("http", "https", "mailto", "data")
    target = Path(normpath(page.parent / unquote(parts.path))) if parts.path else page
    if target not in pages:
        return target.is_file()
    return not parts.fragment or unquote(parts.fragment) in pages[target].anchors


def test_no_markdown_is_left_in_the_pages(site: Path) -> None:
    """GitHub's Markdown and Python's differ; what one does not know would stay as text."""
    left = {}
    for page in (site / "site").rglob("*.html"):
        text = re.sub(r"<(pre|code|script|style)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
        if found := re.findall(r"```|\n\| ---|<p>\| |^- \[|<p>.*\n- ", text, re.MULTILINE):
            left[page.name] = found
    assert left == {}


def test_a_broken_link_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.md").write_text("# A page\n\n[gone](gone.md)\n")
    (tmp_path / "zensical.toml").write_text(
        '[project]\nsite_name = "x"\ndocs_dir = "pages"\nsite_dir = "site"\n'
    )
    done = build_site(tmp_path)
    assert done.returncode != 0
    assert "page does not exist" in done.stdout + done.stderr


def test_docstrings_are_read_as_they_are_written() -> None:
    google = as_google(
        "Do.\n\nParameters\n----------\na, b : of it,\n    and more.\n\nRaises\n------\nE : if not."
    )
    assert google.splitlines()[2:] == [
        "Args:", "    a: of it,", "        and more.", "    b: of it,", "        and more.", "",
        "Raises:", "    E: if not.", "",
    ]  # fmt: skip


def test_a_term_without_a_definition_is_not_made_up() -> None:
    assert all(term.labels.get("en") for term in read_ontology().terms.values())


def test_the_tutorial_for_developers_is_true(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JLAC_GRAPH", str(dist / "graph.nq"))
    page = ROOT / "docs" / "tutorials" / "developer.md"
    flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    text = "\n".join(re.findall(r"```pycon\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
    found = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    results = doctest.DocTestRunner(optionflags=flags).run(found)
    assert (results.failed, results.attempted > 10) == (0, True)


def test_the_steps_to_load_a_server_work(tmp_path: Path, small_file: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "load-a-server.md").read_text("utf-8")
    assert "oxigraph serve --location store --union-default-graph --bind 127.0.0.1:7878" in page
    steps = re.findall(r"^jlac (push|query) .*$", page, re.MULTILINE)
    assert steps == ["push", "query"]
    jlac = [sys.executable, "-m", "jlac_graph"]
    with oxigraph(tmp_path / "store", "serve", "--union-default-graph") as running:
        pushed = [*jlac, "push", running.update, "--graph", str(small_file)]
        asked = [
            *jlac,
            "query",
            "things-of-class",
            "-p",
            "class=jlac:Firm",
            "--graph",
            running.query,
            "--format",
            "csv",
        ]
        subprocess.run(pushed, check=True, capture_output=True)
        answer = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    assert answer.startswith("thing,")
