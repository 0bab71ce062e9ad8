"""The answers printed in docs/sparql.md are those that the graph gives.

After a change of the data, ``python -m tests.queries.test_guide`` prints them anew; read the difference.
"""

import csv
import io
import re
from pathlib import Path

from jlac_graph.build.pipeline import ensure_built
from jlac_graph.core.namespaces import shorten
from jlac_graph.core.paths import queries_dir
from jlac_graph.queries.glossary import read_glossary
from jlac_graph.queries.library import read_query, run
from jlac_graph.sparql.answers import Solutions
from jlac_graph.sparql.store import OxigraphStore

GUIDE = Path(__file__).parents[2] / "docs" / "sparql.md"
CLASSES = re.compile(r"(?<=<!-- classes -->\n).*?(?=<!-- end of classes -->)", re.DOTALL)
PROPERTIES = """SELECT DISTINCT ?class ?property {
  { ?fact a jlac:Fact } UNION { ?fact a qb:Observation } UNION { ?fact a jlac:Entity }
  ?fact a ?class ; ?property ?value . ?class rdfs:isDefinedBy <https://w3id.org/jlac/ont> .
  FILTER NOT EXISTS { ?fact a ?narrower . ?narrower rdfs:subClassOf ?class }
  FILTER (STRSTARTS(STR(?property), "https://w3id.org/jlac/ont#"))
  FILTER NOT EXISTS { ?property rdfs:subPropertyOf* jlac:linkedTo }
} ORDER BY ?class ?property"""
COMMON = {"citation", "status", "note", "role", "linkedTo", "within", "earliest", "latest", "confirmedBy"}
EXAMPLE = re.compile(r"(```sparql\n(.*?)```\n\n```csv\n)(.*?)```", re.DOTALL)


def answer(query: str, graph: OxigraphStore) -> str:
    found = graph.query(query)
    assert isinstance(found, Solutions)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(found.columns)
    writer.writerows(["" if t is None else shorten(t.value) for t in row] for row in found)
    return out.getvalue()


def classes(graph: OxigraphStore) -> str:
    """A line per class: its own properties, those that every class has aside, and a query that uses them."""
    found: dict[str, list[str]] = {}
    for class_, name in graph.select(PROPERTIES):
        local = shorten(name.value).removeprefix("jlac:")
        known = found.setdefault(shorten(class_.value), [])
        if local not in COMMON and not local.startswith("planned"):
            known.append(local)
    lines = ["| class | properties | example |", "| --- | --- | --- |"]
    for class_, names in found.items():
        shown = ", ".join(f"`{name}`" for name in names) or "(only the common ones)"
        some = f" ; jlac:{names[0]} ?value" if names else ""
        lines.append(f"| `{class_}` | {shown} | `SELECT * {{ ?x a {class_}{some} }}` |")
    return "\n".join(lines) + "\n"


def anew(text: str, graph: OxigraphStore) -> str:
    text = CLASSES.sub(lambda _: classes(graph), text)
    return EXAMPLE.sub(lambda match: f"{match[1]}{answer(match[2], graph)}```", text)


def test_the_examples_of_the_guide_are_true(graph_of_all):
    text = GUIDE.read_text(encoding="utf-8")
    assert len(EXAMPLE.findall(text)) == 9
    assert all(printed.count("\n") >= 2 for _, _, printed in EXAMPLE.findall(text))
    assert anew(text, graph_of_all) == text


def test_the_example_of_each_class_gives_rows(graph_of_all):
    asked = re.findall(r"`(SELECT \* [^`]+)`", CLASSES.search(GUIDE.read_text(encoding="utf-8"))[0])
    assert len(asked) > 40
    assert [query for query in asked if not len(graph_of_all.select(query))] == []


def test_the_example_of_a_query_file_runs(report_graph):
    page = GUIDE.parents[1] / "CONTRIBUTING.md"
    (text,) = re.findall(r"```sparql\n(#\+.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    query = read_query("mines-in", text, read_glossary(queries_dir()))
    assert (query.summary("ja"), [*query.columns], query.parameters[0].default) == (
        "ある国の鉱山", ["mine"], "https://w3id.org/jlac/id/place/chile"
    )  # fmt: skip
    mines = {row["mine"] for row in run(query, report_graph, {}).to_dicts()}
    assert "https://w3id.org/jlac/id/asset/caserones" in mines
    assert {row["mine"] for row in run(query, report_graph, {"country": "チリ"}).to_dicts()} == mines
    assert run(query, report_graph, {"country": "peru"}).to_dicts() == []


if __name__ == "__main__":
    built = OxigraphStore.from_path(ensure_built())
    GUIDE.write_text(anew(GUIDE.read_text(encoding="utf-8"), built), encoding="utf-8")
