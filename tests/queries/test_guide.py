"""The answers printed in docs/sparql.md are those that the graph gives.

After a change of the data, ``python -m tests.queries.test_guide`` prints them anew; read the difference.
"""

import csv
import io
import re
from pathlib import Path

from jlac_graph.build.pipeline import ensure_built
from jlac_graph.core.namespaces import shorten
from jlac_graph.sparql.answers import Solutions
from jlac_graph.sparql.store import OxigraphStore

GUIDE = Path(__file__).parents[2] / "docs" / "sparql.md"
EXAMPLE = re.compile(r"(```sparql\n(.*?)```\n\n```csv\n)(.*?)```", re.DOTALL)


def answer(query: str, graph: OxigraphStore) -> str:
    found = graph.query(query)
    assert isinstance(found, Solutions)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(found.columns)
    writer.writerows(["" if t is None else shorten(t.value) for t in row] for row in found)
    return out.getvalue()


def anew(text: str, graph: OxigraphStore) -> str:
    return EXAMPLE.sub(lambda match: f"{match[1]}{answer(match[2], graph)}```", text)


def test_the_examples_of_the_guide_are_true(dist):
    text = GUIDE.read_text(encoding="utf-8")
    assert len(EXAMPLE.findall(text)) == 7
    assert all(printed.count("\n") >= 2 for _, _, printed in EXAMPLE.findall(text))
    assert anew(text, OxigraphStore.from_path(dist / "graph.nq")) == text


if __name__ == "__main__":
    built = OxigraphStore.from_path(ensure_built())
    GUIDE.write_text(anew(GUIDE.read_text(encoding="utf-8"), built), encoding="utf-8")
