"""Refresh what docs/validation.md takes from the program: ``python -m tests.tables.validation_doc``."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import assemble
from jlac_graph.shacl.shapes import ShapesGraph
from jlac_graph.tables.findings import Finding
from jlac_graph.tables.report_formats import render
from jlac_graph.tables.rule_texts import RULES
from tests.tables.faults.edits import apply, read_faults

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "validation.md"
SHAPE = "https://w3id.org/jlac/shape/"
COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"


def rules() -> str:
    """Every rule: those of cells first, then those of the graph by shape."""
    return "\n".join(["### Files, records and cells", "", *_cell_rules(), "", *_shape_rules()])


def _cell_rules() -> Iterator[str]:
    yield "| rule | what is wrong | what to do |"
    yield "| --- | --- | --- |"
    for name, rule in RULES.items():
        yield f"| `{name}` | {_cell(rule.en)} | {_cell(rule.advice)} |"


def _shape_rules() -> Iterator[str]:
    graph = ShapesGraph.parse((ROOT / "ontology" / "shapes.ttl").read_bytes())
    nodes = sorted({node.value: node for node, _, _ in graph.targets()}.items())
    for name, node in nodes:
        yield f"### {name.removeprefix(SHAPE)}"
        yield ""
        yield graph.value(node, COMMENT).value
        yield ""
        yield "| rule | what is wrong |"
        yield "| --- | --- |"
        for rule in [*graph.objects(node, "sparql"), *graph.objects(node, "property")]:
            text = {lang: words for words, lang in graph.messages(rule)}["en"]
            yield f"| `shape:{rule.value.removeprefix(SHAPE)}` | {_cell(text)} |"
        yield ""


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|")


def example(name: str) -> str:
    """The report that a fault of the corpus gives."""
    fault = next(f for f in read_faults() if f.name == name)
    with tempfile.TemporaryDirectory() as folder:
        data = apply([fault], Path(folder))
        made = assemble(Inputs((data,), ROOT / "ontology"))
        return shown(made.findings, made.group.folders)


def shown(findings: Sequence[Finding], folders: dict[str, Path]) -> str:
    """The report of some findings as the page has it."""
    return f"```\n{render(findings, form='text', folders=folders)}```"


def examples(page: str) -> dict[str, str]:
    """The examples that a page shows, by the name of their fault."""
    return dict(re.findall(r"<!-- example: (.*?) -->\n(.*?)\n<!-- end -->", page, re.S))


def refreshed(page: str) -> str:
    """The page with its examples and rules made anew."""
    for name, old in examples(page).items():
        page = page.replace(
            f"<!-- example: {name} -->\n{old}\n", f"<!-- example: {name} -->\n{example(name)}\n"
        )
    head = page.partition("<!-- rules -->\n")[0]
    return f"{head}<!-- rules -->\n{rules()}\n<!-- end -->\n"


if __name__ == "__main__":
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
