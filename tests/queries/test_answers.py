"""Every library query and competency question gives the rows that were checked by hand.

The expected rows stand in ``tests/answers/NAME.csv``, IRIs in their short form. A new question
gets its file by ``python -m tests.queries.test_answers``; read it against the source before committing.
"""

import csv
import io
from pathlib import Path

import pytest

from jlac_graph.core.namespaces import shorten
from jlac_graph.queries.library import list_queries, read_query, run
from jlac_graph.sparql.answers import Solutions
from jlac_graph.sparql.store import OxigraphStore, Store

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "tests" / "answers"
FILES = sorted([*(ROOT / "queries").glob("*.rq"), *(ROOT / "queries" / "cq").glob("*.rq")])


def answer(path: Path, graph: Store) -> str:
    query = read_query(path.stem, path.read_text(encoding="utf-8"))
    found = run(query, graph)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if not isinstance(found, Solutions):
        found = Solutions(("subject", "predicate", "object"), tuple(map(tuple, found)))
    writer.writerow(found.columns)
    for row in found:
        writer.writerow("" if term is None else shorten(term.value) for term in row)
    return out.getvalue()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_answer(path: Path, graph_of_all: Store) -> None:
    """Rows that a query leaves tied may stand in any order."""
    columns, *rows = answer(path, graph_of_all).splitlines()
    expected, *due = (ANSWERS / f"{path.stem}.csv").read_text(encoding="utf-8").splitlines()
    assert columns == expected
    assert sorted(rows) == sorted(due)


def test_every_answer_belongs_to_a_question() -> None:
    assert {path.stem for path in ANSWERS.glob("*.csv")} == {path.stem for path in FILES}


def test_there_are_enough_questions() -> None:
    assert len(list((ROOT / "queries" / "cq").glob("*.rq"))) >= 160
    assert len(list_queries()) >= 55


if __name__ == "__main__":
    built = OxigraphStore.from_path(ROOT / "dist" / "graph.nq")
    for file in FILES:
        kept, now = ANSWERS / f"{file.stem}.csv", answer(file, built)
        before = kept.read_text(encoding="utf-8") if kept.exists() else ""
        if sorted(before.splitlines()) != sorted(now.splitlines()):  # rows that tie stay where they are
            kept.write_text(now, encoding="utf-8")
