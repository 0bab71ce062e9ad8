"""ORDER BY on any mix of values: the order that SPARQL gives, and no query that ends the process."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlac_graph.core.errors import QueryError
from jlac_graph.sparql.ordering import with_total_order
from jlac_graph.sparql.store import OxigraphStore

MIXED = """
import random
import pyoxigraph as ox
from jlac_graph.sparql.store import OxigraphStore

XSD = "http://www.w3.org/2001/XMLSchema#"
KINDS = ["integer", "decimal", "double", "date", "dateTime", "gYear", "duration", "boolean", "string"]
pick = random.Random(SEED)

def literal(kind):
    number, day, zone = pick.randint(-9**40, 9**40), pick.randint(1, 28), pick.choice(["", "Z", "+09:00"])
    text = {
        "integer": str(pick.choice([number, day])), "decimal": f"{day}.5", "boolean": "true",
        "double": pick.choice(["NaN", "INF", "1.5e3"]), "date": f"2012-01-{day:02}{zone}",
        "dateTime": f"2012-01-{day:02}T00:00:00{zone}", "gYear": f"20{day:02}{zone}", "string": str(day),
        "duration": pick.choice([f"P{day}M", f"P{30 * day}D"]),
    }[kind]
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))

store = OxigraphStore(ox.Store())
subject, predicate = ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p")
for number in range(2000):
    plain = pick.choice([literal(pick.choice(KINDS)), ox.NamedNode(f"http://e/{number}"), ox.BlankNode(),
                         ox.Literal(str(number), language="ja")])
    term = pick.choice([plain, plain, plain, ox.Triple(subject, predicate, literal(pick.choice(KINDS)))])
    store.inner.add(ox.Quad(ox.NamedNode(f"http://e/s{number}"), predicate, term))
for order in ("?o", "DESC(?o)", "?o ?s", "ASC(COALESCE(?o, ?s))", "(IF(true, ?o, 1))"):
    print(len(store.select(f"SELECT * {{ ?s ?p ?o }} ORDER BY {order}")))
"""


@pytest.mark.parametrize("seed", range(3))
def test_no_mix_of_values_ends_the_process(seed: int) -> None:
    code = MIXED.replace("SEED", str(seed))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout.split()) == (0, ["2000"] * 5), done.stderr[-500:]


def ordered(values: list[str], order: str = "?o") -> list[str]:
    rows = " ".join(f"({value})" for value in values)
    answer = OxigraphStore.from_text("", "nt").select(
        f"SELECT ?o {{ VALUES (?o) {{ {rows} }} }} ORDER BY {order}"
    )
    return [str(row[0]) if row[0] is not None else "UNDEF" for row in answer.rows]


def test_unbound_then_iris_then_literals_and_numbers_by_value() -> None:
    values = ['"b"', "10", "<http://e/a>", '"9"', "UNDEF", "9", '"a"']
    right = ["UNDEF", "<http://e/a>", "9", "10", '"9"', '"a"', '"b"']
    shown = [
        text.replace("^^<http://www.w3.org/2001/XMLSchema#integer>", "").strip() for text in ordered(values)
    ]
    assert [text.replace('"9"', "9") if text == '"9"' else text for text in shown][:2] == right[:2]
    assert [text.strip('"') for text in shown[2:]] == ["9", "10", "9", "a", "b"]
    assert ordered(values, "DESC(?o)") == ordered(values)[::-1]


@given(st.lists(st.integers(-(2**62), 2**62) | st.decimals(-1000, 1000, places=3), min_size=1))
def test_numbers_stand_in_their_order(numbers: list) -> None:
    answer = ordered([f"{number:f}" if not isinstance(number, int) else str(number) for number in numbers])
    found = [text.partition("^^")[0].strip('"') for text in answer]
    assert [float(text) for text in found] == sorted(map(float, numbers))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("SELECT * { { SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3 } } ORDER BY DESC ( ?s ) OFFSET 1", 2),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s ORDER BY DESC(?n) STR(?s) ASC(RAND())", 1),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } ORDER BY ?o VALUES ?s { <urn:a> }", 1),
        ("SELECT * { ?s ?p ?o } ORDER BY <http://e/f>(?o) EXISTS { ?s ?p 1 } !BOUND(?o)", 2),
        ("SELECT * { ?s <http://e/order> 'ORDER BY ?s' } # ORDER BY ?s", 0),
    ],
)
def test_which_keys_are_rewritten(query: str, keys: int) -> None:
    assert with_total_order(query).count("isNumeric(") == keys


def test_a_faulty_query_is_explained_as_it_was_written() -> None:
    with pytest.raises(QueryError, match="line 1, column 37") as caught:
        OxigraphStore.from_text("", "nt").select("SELECT * { ?s ?p ?o } ORDER BY ?o ?p??s")
    assert str(caught.value).splitlines()[1] == "  SELECT * { ?s ?p ?o } ORDER BY ?o ?p??s"
