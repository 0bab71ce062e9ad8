"""Rows that are sorted after the engine has found them stand as the engine would have sorted them."""

from random import Random

import pytest

from jlac_graph.sparql.sorting import sorted_rows, without_order
from jlac_graph.sparql.store import OxigraphStore

VALUES = [
    "UNDEF", "<http://e/a>", "<http://e/é>", '"b"', '"B"', '"é"', '"b"@ja', '"a"@es', "9", "10", "-2", "9.5",
    "0.25", "123456789012345.002", "123456789012345.001",
    "true", "false", '"2012"^^xsd:gYear', '"1999"^^xsd:gYear', '"2012-03"^^xsd:gYearMonth',
    '"2012-03-05"^^xsd:date', '"2012-03-04"^^xsd:date', '"2012/.."^^<urn:edtf>', '"1999/2003"^^<urn:edtf>',
    '"../2012"^^<urn:edtf>', '"2012-03~"^^<urn:edtf>',
]  # fmt: skip
ONLY_ENGINE = ['"2012Z"^^xsd:gYear', "1e3", '"P1D"^^xsd:duration', "99999999999999999999"]


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    return OxigraphStore.from_text("", "nt")


def query(values: list[str], order: str) -> str:
    rows = " ".join(f"({value} {number % 3})" for number, value in enumerate(values))
    return f"SELECT ?v ?n {{ VALUES (?v ?n) {{ {rows} }} }} ORDER BY {order}"


@pytest.mark.parametrize("order", ["?v ?n", "DESC(?v) ?n", "?n DESC(?v)", "ASC(?n) ?v"])
def test_the_order_is_that_of_the_engine(store: OxigraphStore, order: str) -> None:
    values = VALUES * 2
    Random(172).shuffle(values)
    text = query(values, order)
    plain = without_order(text)
    assert plain is not None
    found = store.select(plain[0])
    assert [*map(tuple, store.raw(text))] == sorted_rows(found.columns, found.rows, plain[1])
    assert [*map(tuple, store.raw(text))] == list(store.select(text).rows)


@pytest.mark.parametrize("value", ONLY_ENGINE)
def test_values_whose_text_does_not_tell_their_order_are_left_to_the_engine(
    store: OxigraphStore, value: str
) -> None:
    text, keys = without_order(query([*VALUES, value], "?v")) or ("", ())
    found = store.select(text)
    assert sorted_rows(found.columns, found.rows, keys) is None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?v { ?s ?p ?v }",
        "SELECT ?v { ?s ?p ?v } ORDER BY ?s",
        "SELECT ?v { ?s ?p ?v } ORDER BY STR(?v)",
        "SELECT ?v { ?s ?p ?v } ORDER BY DESC(STR(?v))",
        "SELECT ?v { ?s ?p ?v } ORDER BY ?v LIMIT 3",
        "SELECT ?v { { SELECT ?v { ?s ?p ?v } ORDER BY ?v LIMIT 3 } }",
        "SELECT * { ?s ?p ?v } ORDER BY ?v",
        "ASK { ?s ?p ?v } ORDER BY ?v",
        "SELECT ?v { ?s ?p ?v } ORDER",
        "SELECT ?v { ?s ?p ?v } ORDER BY",
    ],
)
def test_other_orders_are_left_to_the_engine(text: str) -> None:
    assert without_order(text) is None
