"""The source of the documentation site: the pages of ``docs/``, the generated ones, and the settings."""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jlac_graph.build.inputs import Inputs
from jlac_graph.tables.collections import read_collections
from jlac_graph.tables.dictionary import TableEntry, describe_table, list_tables
from jlac_graph.tables.legal import read_vocabulary, records

from .api_pages import api_pages
from .library_pages import library_pages
from .table_pages import table_pages
from .term_pages import term_pages
from .terms import Ontology, read_ontology
from .uses import Uses, read_uses

if TYPE_CHECKING:
    from jlac_graph import Graph
    from jlac_graph.tables.metadata import TableGroup

__all__ = ["build_site", "copied_pages", "generated_pages", "write_source"]

ROOT = Path(__file__).parents[2]
_LINK = re.compile(r"(\]\()([^)\s:#]+)(#[^)\s]*)?(?=\))")
_ELSEWHERE = {
    "docs/queries.md": "reference/queries/index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "CITATION.cff": "CITATION.cff",
    "data/schemas": "reference/tables/index.md",
    "ontology/jlac.ttl": "reference/classes/index.md",
    "ontology/vocab/schemes.ttl": "reference/codes/index.md",
}
"""Files of the checkout and the pages of the site that stand for them."""
_FOLDERS = (
    ("ontology/decisions/", "explanation/decisions/", ".md"),
    ("ontology/vocab/", "reference/codes/", ".ttl"),
    ("data/schemas/", "reference/tables/", ".json"),
    ("queries/", "reference/queries/", ".rq"),
)
"""Folders of files, those of the pages that stand for them, and the ending of the files."""
_COPIED = ("CONTRIBUTING.md", "CHANGELOG.md", "CITATION.cff")


def write_source(graph: Graph, out: Path, *, data: tuple[Path, ...] = ()) -> None:
    """Write pages and settings to a folder, in place of what is there.

    Parameters
    ----------
    graph : from which examples are taken.
    data : collections whose rows give the examples of columns; by default the project's own.
    """
    shutil.rmtree(out / "pages", ignore_errors=True)
    for path, page in (*copied_pages(), *generated_pages(graph, data)):
        target = out / "pages" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page.encode() if isinstance(page, str) else page)
    (out / "zensical.toml").write_text(_settings(), "utf-8")


def build_site(out: Path) -> subprocess.CompletedProcess[str]:
    """Build the site from the source in a folder, into its folder ``site``; a warning is an error."""
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    return subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)  # noqa: S603


def _settings() -> str:
    """Return the settings with the paths of this checkout, so that they can lie anywhere."""
    settings = (ROOT / "zensical.toml").read_text("utf-8")
    for name in ("src", "docs/generate/docstrings.py"):
        settings = settings.replace(f'"{name}"', f'"{ROOT / name}"')
    return settings


def copied_pages() -> Iterator[tuple[str, str | bytes]]:
    """Yield the path on the site and the content of each file that is not generated, its links adapted."""
    for name in _names():
        content = (ROOT / name).read_bytes()
        is_page = name.endswith(".md")
        if name != "docs/queries.md":
            yield _place(name), _relinked(name, content.decode()) if is_page else content


def _names() -> Iterator[str]:
    yield from _COPIED
    for path in sorted([*(ROOT / "docs").rglob("*"), *(ROOT / "ontology" / "decisions").glob("*.md")]):
        name = path.relative_to(ROOT).as_posix()
        if path.is_file() and not name.startswith("docs/generate/"):
            yield name


def _place(name: str) -> str:
    """Return the address on the site of a file of the checkout."""
    if name in _ELSEWHERE:
        return _ELSEWHERE[name]
    for folder, place, ending in _FOLDERS:
        if name.startswith(folder):
            return f"{place}{name.removeprefix(folder).removesuffix(ending)}.md"
    return name.removeprefix("docs/")


def _relinked(name: str, text: str) -> str:
    here = posixpath.dirname(_place(name)) or "."

    def anew(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[2]))
        return f"{match[1]}{posixpath.relpath(_place(target), here)}{match[3] or ''}"

    return _LINK.sub(anew, text)


def generated_pages(graph: Graph, data: tuple[Path, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the path on the site and the text of each generated page."""
    group = read_collections(Inputs.of(data=data, with_=()).folders)
    ontology, tables = read_ontology(), _tables(group)
    uses = read_uses(graph, tables, _classes(group))
    yield from term_pages(ontology, uses)
    yield from library_pages(graph.queries(), _terms_of_queries(ontology, uses))
    yield from table_pages(tables, ontology)
    yield from api_pages()


def _tables(group: TableGroup) -> list[TableEntry]:
    """Describe every table that has rows."""
    vocabulary = read_vocabulary(group)
    return [describe_table(t.name, group, vocabulary) for t in list_tables() if group.named(t.name)]


def _classes(group: TableGroup) -> dict[str, set[str]]:
    """Return the classes that the rows of each table have."""
    found: dict[str, set[str]] = {}
    for table in group.tables:
        if any(column.name == "class" for column in table.stored):
            found.setdefault(table.name, set()).update(row.get("class", "") for row in records(table))
    return {name: classes - {""} for name, classes in found.items()}


def _terms_of_queries(ontology: Ontology, uses: Uses) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for iri, term in sorted(ontology.terms.items()):
        for name in uses.queries.get(iri, ()):
            found.setdefault(name, []).append((term.name, term.page))
    return found
