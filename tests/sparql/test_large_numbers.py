"""Numbers that the embedded engine cannot hold are compared with all their digits."""

from pathlib import Path

import pytest

from jlac_graph.open_graph import open_graph
from jlac_graph.sparql.large_numbers import ExactStore, compared_exactly
from tests.csvw.command import run

XSD = "http://www.w3.org/2001/XMLSchema#"
DATA = f"""
<urn:a> <urn:p> 99999999999999999999 . <urn:b> <urn:p> 123456789012345678901234567890.5 .
<urn:c> <urn:p> 7 , "x" , "99999999999999999998"^^<{XSD}nonNegativeInteger> , 1.5e2 .
<urn:d> <urn:p> -99999999999999999999 , 0.12345678901234567890123 .
<urn:d> <urn:p> "abc"^^<{XSD}integer> , "NaN"^^<{XSD}double> .
"""
LARGE = 99999999999999999999


@pytest.fixture(scope="module")
def store() -> ExactStore:
    return ExactStore.from_text(DATA, "ttl")


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ("?v >= 151", {"99999999999999999999", "123456789012345678901234567890.5", "99999999999999999998"}),
        (f"?v = {LARGE}", {"99999999999999999999"}),
        (f"?v < {LARGE} && ?v > 99999999999999999997", {"99999999999999999998"}),
        ("?v < 0 || ?v = 1.5e2", {"-99999999999999999999", "150"}),
        ("0.123456789012345678901 < ?v && ?v < 1", {"0.12345678901234567890123"}),
        ("IF(?v > 151, 1, 0) = 1 && ?v < 1e21", {"99999999999999999999", "99999999999999999998"}),
        ('?v = "x"', {"x"}),
        ("?v IN (7) || (?v + 1 = 8)", {"7"}),
    ],
)  # fmt: skip
def test_a_filter_finds_the_rows(store: ExactStore, condition: str, rows: set[str]) -> None:
    found = store.query(f"SELECT (STR(?v) AS ?n) {{ ?s <urn:p> ?v FILTER({condition}) }}")
    assert {row["n"] for row in found.to_dicts()} == rows


def test_only_numbers_are_compared_as_numbers() -> None:
    """As in the W3C's open-eq-08 to 12: an ill-typed literal equals itself, an IRI differs from a number."""
    data = f'<urn:a> <urn:p> {LARGE} , "abc"^^<{XSD}integer> , <urn:i> , "x" .'
    mixed = ExactStore.from_text(data, "ttl")

    def pairs(condition: str) -> list[tuple[str, str]]:
        found = mixed.select(
            f"SELECT (STR(?v) AS ?a) (STR(?w) AS ?b) {{ ?s <urn:p> ?v, ?w FILTER({condition}) }}"
        )
        return sorted((row["a"], row["b"]) for row in found.to_dicts())

    assert pairs("?v = ?w") == sorted((name, name) for name in (str(LARGE), "abc", "urn:i", "x"))
    iri = [("urn:i", other) for other in (str(LARGE), "abc", "x")]
    assert pairs("?v != ?w") == sorted([*iri, *((b, a) for a, b in iri)])


def test_bound_values_and_having_and_errors_stay_right(store: ExactStore) -> None:
    from pyoxigraph import Literal, NamedNode

    large = Literal(str(LARGE), datatype=NamedNode(XSD + "integer"))
    found = store.select("SELECT ?s { ?s <urn:p> ?v FILTER(?v >= ?least) } ORDER BY ?s", {"least": large})
    assert [row["s"] for row in found.to_dicts()] == ["urn:a", "urn:b"]
    groups = "SELECT ?s { ?s <urn:p> ?v } GROUP BY ?s HAVING (SAMPLE(?v) > 1e29)"
    assert [row["s"] for row in store.select(groups).to_dicts()] == ["urn:b"]


def test_the_rewriting_takes_time_linear_in_the_text() -> None:
    nested = "ASK { FILTER(" + "(1 = 1) = " * 20_000 + "1) }"
    assert len(compared_exactly(nested)) < 400 * len(nested)


def test_a_file_is_compared_exactly_and_a_build_is_the_engines(tmp_path: Path, report_dist: Path) -> None:
    path = tmp_path / "large.ttl"
    path.write_text(DATA)
    asked = tmp_path / "q.rq"
    asked.write_text("SELECT ?s { ?s <urn:p> ?v FILTER(?v >= 1e20) } ORDER BY ?s")
    done = run("query", str(asked), "-g", str(path), "-f", "csv")
    assert done.out.decode().split() == ["s", "urn:b"]
    assert not isinstance(open_graph(str(report_dist / "graph.nq")), ExactStore)
