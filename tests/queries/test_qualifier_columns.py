"""Queries that list facts have what limits each of them as columns."""

import re
from pathlib import Path

QUERIES = Path(__file__).parents[2] / "queries"
LIMITS = {"likelihood", "basis", "scope", "condition", "note"}


def columns(query: str) -> set[str]:
    """The columns of the outer SELECT: plain variables, and the names that expressions get."""
    head = query[query.index("SELECT ") :].split(" WHERE ")[0]
    return set(re.findall(r"\?(\w+)(?=[\s)]|$)", head))


def test_each_query_of_facts_has_note_and_qualifiers_as_columns() -> None:
    found = {
        path.stem: columns(path.read_text("utf-8"))
        for path in QUERIES.glob("*.rq")
        if "SELECT " in path.read_text("utf-8")
    }
    of_facts = {
        name: said for name, said in found.items() if said & {"fact", "statement"} and "sources" in said
    }
    assert len(of_facts) > 30
    assert {name: LIMITS - said for name, said in of_facts.items() if LIMITS - said} == {}
